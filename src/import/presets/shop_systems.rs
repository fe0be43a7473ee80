//! The table of shop systems, marketplaces and tills. Headers are folded: letters and digits, lower
//! case, without accents.

use super::Preset;
use super::rules::{PriceIs, Rules, rules};
use crate::import::Role;
use crate::import::dates::DateForm;

/// The most specific signatures first.
pub(super) const TABLE: &[Rules] = &[
    Rules {
        signatures: &[
            "invoiceno stockcode customerid country",
            "invoice stockcode customerid country",
        ],
        columns: &[
            (Role::Order, "invoiceno invoice"),
            (Role::Sku, "stockcode"),
            (Role::Title, "description"),
            (Role::Price, "unitprice price"),
            (Role::Time, "invoicedate"),
            (Role::Customer, "customerid"),
        ],
        ..rules(Preset::Uci, "uci", "UCI Online Retail I and II")
    },
    Rules {
        signatures: &[
            "orderid lineitemsku lineitemname billingname",
            "orderid lineitemsku lineitemvariant",
            "productidnoneditable variantidnoneditable",
        ],
        columns: &[
            (Role::Order, "orderid"),
            (Role::Time, "createdat paidat"),
            (Role::Customer, "email"),
            (Role::Group, "productidnoneditable"),
            (Role::Variant, "optionvalue1"),
            (Role::Stock, "stock"),
            (Role::Image, "hostedimageurls"),
        ],
        has_variants_below: true,
        ..rules(
            Preset::Squarespace,
            "squarespace",
            "Squarespace orders and products",
        )
    },
    Rules {
        signatures: &[
            "name lineitemsku",
            "name lineitemname lineitemquantity",
            "handle variantprice title",
            "handle variantsku",
            "urlhandle title sku price",
            // Matrixify.
            "name linesku linequantity",
            // Its APIs.
            "ordername orderfinancialstatus itemsku",
            "ordername orderdisplayfinancialstatus itemsku",
        ],
        columns: &[
            (Role::Order, "name ordername"),
            (Role::Sku, "lineitemsku linesku itemsku variantsku sku"),
            (
                Role::Title,
                "lineitemname linename linetitle itemtitle title",
            ),
            (Role::Time, "createdat processedat ordercreatedat"),
            (Role::Customer, "email"),
            (
                Role::Price,
                "lineitemprice lineprice itemprice itemdiscountedunitpricesetshopmoneyamount \
                 itemoriginalunitpricesetshopmoneyamount variantprice price",
            ),
            (Role::Group, "handle urlhandle"),
            (Role::Image, "variantimage imagesrc productimageurl"),
            (Role::Variant, "option1value"),
            (Role::Stock, "variantinventoryqty inventoryquantity"),
            (
                Role::Backorders,
                "variantinventorypolicy continuesellingwhenoutofstock",
            ),
            (Role::Published, "status"),
            (Role::Category, "type productcategory"),
        ],
        kept_rows: &[("linetype", &["lineitem"])],
        ..rules(
            Preset::Shopify,
            "shopify",
            "Shopify's order and product exports",
        )
    },
    Rules {
        signatures: &[
            "settlementid amountdescription orderid",
            "settlementid type orderid productsales",
        ],
        columns: &[
            (Role::Order, "orderid"),
            (Role::Sku, "sku"),
            (Role::Title, "description"),
            (Role::Quantity, "quantitypurchased quantity"),
            (Role::LineTotal, "amount productsales"),
            (Role::Time, "posteddatetime posteddate datetime"),
        ],
        price_is: Some(PriceIs::Line),
        statuses: "transactiontype type",
        kept_rows: &[
            ("amountdescription", &["principal"]),
            ("transactiontype", &["order"]),
            (
                "type",
                &["order", "bestellung", "commande", "pedido", "ordine"],
            ),
        ],
        has_other_rows: true,
        ..rules(
            Preset::AmazonSettlement,
            "amazon-settlement",
            "Amazon's settlement and date range reports",
        )
    },
    Rules {
        signatures: &["amazonorderid sku", "amazonorderid asin"],
        columns: &[
            (Role::Order, "amazonorderid"),
            (Role::Sku, "sku"),
            (Role::Title, "productname"),
            (Role::Price, "itemprice"),
            (Role::Time, "purchasedate"),
            (Role::Country, "shipcountry"),
        ],
        price_is: Some(PriceIs::Line),
        ..rules(Preset::Amazon, "amazon", "Amazon's report of all orders")
    },
    Rules {
        signatures: &[
            "saledate itemname listingid orderid",
            "saledate itemname transactionid orderid",
            "title price currencycode quantity tags",
        ],
        columns: &[
            (Role::Order, "orderid"),
            (Role::Sku, "sku"),
            (Role::Title, "itemname"),
            (Role::Price, "price"),
            (Role::Time, "saledate"),
            (Role::Customer, "buyer"),
            (Role::Country, "shipcountry"),
            (Role::Stock, "quantity"),
            (Role::Image, "image1"),
        ],
        dates: Some(DateForm::MonthFirst),
        ..rules(
            Preset::Etsy,
            "etsy",
            "Etsy's list of sold items, and its listings",
        )
    },
    Rules {
        signatures: &[
            "salesrecordnumber itemtitle",
            "ordernumber customlabel",
            "ordernumber customlabelsku",
            "verkaufsprotokollnummer artikelbezeichnung",
            "itemnumber customlabelsku availablequantity",
        ],
        columns: &[
            (
                Role::Order,
                "ordernumber bestellnummer salesrecordnumber verkaufsprotokollnummer",
            ),
            (
                Role::Sku,
                "customlabelsku customlabel bestandseinheit itemnumber artikelnummer",
            ),
            (Role::Title, "itemtitle artikelbezeichnung"),
            (Role::Price, "soldfor verkauftfur"),
            (Role::Time, "saledate verkaufsdatum"),
            (Role::Customer, "buyerusername"),
            (Role::Country, "shiptocountry buyercountry"),
            (Role::Stock, "availablequantity"),
        ],
        ..rules(
            Preset::Ebay,
            "ebay",
            "eBay's orders report and active listings",
        )
    },
    Rules {
        signatures: &["itemselectionid menuitem grossprice"],
        columns: &[
            (Role::Order, "orderid"),
            (Role::Sku, "sku itemid masterid"),
            (Role::Title, "menuitem"),
            (Role::Quantity, "qty"),
            (Role::Price, "grossprice"),
            (Role::Time, "orderdate sentdate"),
        ],
        dates: Some(DateForm::MonthFirst),
        price_is: Some(PriceIs::Line),
        ..rules(Preset::Toast, "toast", "Toast's item selection details")
    },
    Rules {
        signatures: &[
            "pricepointname grosssales transactionid",
            "item qty grosssales netsales",
        ],
        columns: &[
            (Role::Order, "transactionid"),
            (Role::Sku, "sku"),
            (Role::Title, "item"),
            (Role::LineTotal, "grosssales"),
            (Role::Time, "date"),
            (Role::Customer, "customerid"),
        ],
        dates: Some(DateForm::MonthFirst),
        ..rules(Preset::Square, "square", "Square's list of items sold")
    },
    Rules {
        signatures: &["orderid sellersku skuid", "orderid sellersku orderstatus"],
        columns: &[
            (Role::Order, "orderid"),
            (Role::Sku, "sellersku skuid"),
            (Role::Title, "productname"),
            (Role::Quantity, "quantity"),
            (Role::Price, "skuunitoriginalprice"),
            (Role::Time, "createdtime"),
            (Role::Customer, "buyerusername"),
        ],
        ..rules(Preset::Tiktok, "tiktok", "TikTok Shop orders")
    },
    Rules {
        signatures: &[
            "numerodeorden nombredelproducto",
            "numerodopedido nomedoproduto",
            "identificadordeurl nombre precio",
            "identificadorurl nome preco",
        ],
        columns: &[
            (Role::Order, "numerodeorden numerodopedido"),
            (Role::Title, "nombredelproducto nomedoproduto"),
            (
                Role::Price,
                "preciodelproducto valordoproduto precodoproduto",
            ),
            (
                Role::Quantity,
                "cantidaddelproducto quantidadecomprada quantidadedoproduto",
            ),
            (Role::Time, "fecha data"),
            (Role::Group, "identificadordeurl identificadorurl"),
            (Role::SalePrice, "preciopromocional precopromocional"),
            (Role::Variant, "valordepropiedad1 valordavariacao1"),
            (Role::Published, "mostrarentienda exibirnaloja"),
        ],
        dates: Some(DateForm::DayFirst),
        ..rules(
            Preset::Tiendanube,
            "tiendanube",
            "Tiendanube and Nuvemshop sales and products",
        )
    },
    Rules {
        signatures: &[
            "ordernumber item sku qty paymentstatus",
            "ordernumber item qty fulfillmentstatus",
            "handleid fieldtype name",
        ],
        columns: &[
            (Role::Order, "ordernumber"),
            (Role::Title, "item"),
            (Role::Quantity, "qty"),
            (Role::Time, "datecreated"),
            (Role::Customer, "contactemail"),
            (Role::Group, "handleid"),
            (Role::Availability, "inventory"),
            (Role::Variant, "productoptiondescription1"),
            (Role::Image, "productimageurl"),
        ],
        ..rules(Preset::Wix, "wix", "Wix orders and products")
    },
    Rules {
        signatures: &[
            "orderid customerid orderstatus productdetails",
            "orderid ordertotalinctax productdetails",
            "item id name type sku currentstock",
            "itemtype productid productname productcodesku",
        ],
        columns: &[
            (Role::Order, "orderid"),
            (Role::Time, "orderdate"),
            (Role::Sku, "sku productcodesku"),
            (Role::Title, "name productname"),
            (Role::Stock, "currentstock currentstocklevel"),
            (Role::Published, "isvisible productvisible"),
            (Role::Variant, "options"),
            (Role::Image, "imageurlimport productimagefile1"),
        ],
        has_variants_below: true,
        ..rules(
            Preset::Bigcommerce,
            "bigcommerce",
            "BigCommerce orders and products",
        )
    },
    Rules {
        signatures: &[
            "idorder productreference",
            "idorder productname",
            "productreference unitpricetaxincl",
            "productid name reference pricetaxincl",
            "productid name reference pricetaxexcl",
            "productid name pricetaxexcluded",
            "productid name pricetaxincluded",
        ],
        columns: &[
            (Role::Order, "idorder reference orderreference"),
            (Role::Sku, "productreference reference"),
            (Role::Title, "productname name"),
            (
                Role::Price,
                "unitpricetaxincl productprice pricetaxincl pricetaxincluded pricetaxexcluded",
            ),
            (Role::Quantity, "productquantity"),
            (Role::Stock, "quantity"),
            (Role::Image, "imageurlsxyz"),
            (Role::Category, "categoriesxyz"),
            (Role::Published, "active01"),
            (Role::Time, "dateadd invoicedate"),
            (Role::Customer, "idcustomer"),
        ],
        // The numbers of cancelled, refunded and failed orders in a new shop.
        undone: &["6", "7", "8"],
        ..rules(
            Preset::Prestashop,
            "prestashop",
            "PrestaShop order details and products",
        )
    },
    Rules {
        signatures: &["orderid invoiceno model", "orderid orderproductid model"],
        columns: &[
            (Role::Order, "orderid"),
            (Role::Sku, "sku model"),
            (Role::Title, "productname name"),
            (Role::Time, "dateadded"),
        ],
        // The numbers of such orders in a new shop; 0 is a visit to the checkout.
        undone: &["0", "7", "8", "10", "11", "12", "13", "14", "16"],
        ..rules(Preset::Opencart, "opencart", "OpenCart order products")
    },
    Rules {
        signatures: &[
            "virtuemartorderid orderitemsku",
            "virtuemartorderid orderitemname",
        ],
        columns: &[
            (Role::Order, "ordernumber virtuemartorderid"),
            (Role::Sku, "orderitemsku"),
            (Role::Title, "orderitemname"),
            (Role::Quantity, "productquantity"),
            (
                Role::Price,
                "productfinalprice productbasepricewithtax productitemprice",
            ),
            (Role::Time, "createdon ordercreatedon"),
            (Role::Customer, "virtuemartuserid"),
        ],
        // Cancelled, refunded, denied.
        undone: &["x", "r", "d"],
        ..rules(Preset::Virtuemart, "virtuemart", "VirtueMart order items")
    },
    Rules {
        signatures: &[
            "incrementid sku qtyordered",
            "sku storeviewcode producttype",
            "sku attributesetcode producttype",
        ],
        columns: &[
            (Role::Order, "incrementid orderincrementid"),
            (Role::Sku, "sku"),
            (Role::Title, "name"),
            (Role::Quantity, "qtyordered"),
            (Role::Price, "priceincltax price"),
            (Role::Time, "createdat"),
            (Role::Stock, "qty"),
            (Role::Availability, "isinstock"),
            (Role::Published, "productonline status"),
            (Role::SalePrice, "specialprice"),
            (Role::SaleStart, "specialpricefromdate"),
            (Role::SaleEnd, "specialpricetodate"),
            (Role::Image, "baseimage"),
            (Role::Category, "categories"),
        ],
        // An order is closed once it is credited in full.
        undone: &["closed"],
        ..rules(Preset::Magento, "magento", "Adobe Commerce and Magento")
    },
    Rules {
        signatures: &[
            "ordernumber articleordernumber",
            "ordernumber lineitemslabel",
            "ordernumber positionarticlenumber",
            "ordernumber mainnumber name",
            "productnumber pricegross",
        ],
        columns: &[
            (Role::Order, "ordernumber number"),
            (
                Role::Sku,
                "articleordernumber positionarticlenumber lineitemspayloadproductnumber productnumber ordernumber",
            ),
            (Role::Group, "mainnumber parentid"),
            (Role::Variant, "additionaltext"),
            (Role::Stock, "instock stock"),
            (Role::Published, "active"),
            (Role::Image, "covermediaurl"),
            (Role::Title, "name lineitemslabel positionname"),
            (Role::Time, "ordertime orderdatetime"),
        ],
        ..rules(Preset::Shopware, "shopware", "Shopware orders and products")
    },
    Rules {
        signatures: &["code orderitemcode orderitemname", "name code pricevat"],
        columns: &[
            (Role::Order, "code"),
            (Role::Sku, "orderitemcode code"),
            (Role::Title, "orderitemname name"),
            (Role::Quantity, "orderitemamount"),
            (Role::Price, "orderitemunitpricewithvat pricevat"),
            (Role::Variant, "orderitemvariantname"),
            (Role::Time, "date"),
            (Role::Customer, "email"),
        ],
        kept_rows: &[("orderitemtype", &["product", "productset"])],
        ..rules(Preset::Shoptet, "shoptet", "Shoptet orders and products")
    },
    Rules {
        signatures: &[
            "orderreference orderlinesproduct",
            "orderreference orderlinesquantity",
            "internalreference name salesprice",
            // The names of its fields.
            "orderlinepriceunit orderlineproductuomqty",
        ],
        columns: &[
            (
                Role::Order,
                "orderreference orderlineorderidname name orderlineorderid",
            ),
            (
                Role::Sku,
                "orderlinesproductinternalreference internalreference orderlineproductiddefaultcode",
            ),
            (
                Role::Title,
                "orderlinesproduct orderlinesdescription orderlinename orderlineproductid name",
            ),
            (Role::Stock, "quantityonhand"),
            (Role::Published, "ispublished"),
            (
                Role::Quantity,
                "orderlinesquantity orderlinesorderedquantity orderlineproductuomqty",
            ),
            (Role::Price, "orderlinesunitprice orderlinepriceunit"),
            (
                Role::Time,
                "orderdate creationdate orderlineorderiddateorder dateorder",
            ),
            (
                Role::Customer,
                "orderlineorderpartneriddisplayname partneriddisplayname partnerid",
            ),
        ],
        statuses: "orderlineorderidstate state",
        ..rules(Preset::Odoo, "odoo", "Odoo sales orders and products")
    },
    Rules {
        signatures: &[
            "saleid itemid unitprice",
            "receiptnumber linetype sku",
            "saleid systemid",
            "internalid internalvariantid visible",
        ],
        columns: &[
            (Role::Order, "saleid receiptnumber"),
            (Role::Sku, "sku customsku systemid itemid"),
            (Role::Title, "details"),
            (Role::LineTotal, "total"),
            (Role::Stock, "stocklevel"),
            (Role::Minimum, "buymin"),
        ],
        kept_rows: &[("linetype", &["saleline"])],
        ..rules(
            Preset::Lightspeed,
            "lightspeed",
            "Lightspeed sales lines and products",
        )
    },
];
