//! The table of shop systems. Headers are folded: letters and digits, lower case, without accents.

use super::Preset;
use super::rules::{PLAIN, PriceIs, Rules, rules};
use crate::import::Role;
use crate::import::dates::DateForm;
use crate::import::numbers::Decimal;

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
        ],
        columns: &[
            (Role::Order, "orderreference"),
            (
                Role::Sku,
                "orderlinesproductinternalreference internalreference",
            ),
            (Role::Title, "orderlinesproduct orderlinesdescription name"),
            (Role::Stock, "quantityonhand"),
            (Role::Published, "ispublished"),
            (
                Role::Quantity,
                "orderlinesquantity orderlinesorderedquantity",
            ),
            (Role::Price, "orderlinesunitprice"),
            (Role::Time, "orderdate creationdate"),
        ],
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
    Rules {
        signatures: &[
            "eventname ecommercetransactionid",
            "ordereventname itemitemid",
            "transactionid itemid itemname eventname",
        ],
        columns: &[
            (
                Role::Order,
                "ecommercetransactionid orderecommercetransactionid transactionid",
            ),
            (Role::Sku, "itemid itemitemid"),
            (Role::Title, "itemname itemitemname"),
            (Role::Time, "eventtimestamp ordereventtimestamp"),
            (Role::Customer, "userpseudoid orderuserpseudoid"),
        ],
        has_other_rows: true,
        ..rules(Preset::Ga4, "ga4", "Items of Google Analytics 4")
    },
    Rules {
        signatures: &[
            "checkoutsessionid priceid",
            "lineitemid priceid productid",
            "invoiceid priceid productid",
        ],
        columns: &[
            (Role::Order, "checkoutsessionid invoiceid"),
            (Role::Sku, "productid"),
        ],
        amounts: Some(Decimal::Hundredths),
        ..rules(Preset::Stripe, "stripe", "Line items of Stripe")
    },
    Rules {
        signatures: &[
            "orderid productid addtocartorder",
            "orderid productid reordered",
        ],
        columns: &[(Role::Order, "orderid"), (Role::Sku, "productid")],
        ..rules(Preset::Instacart, "instacart", "The Instacart data set")
    },
    Rules {
        signatures: &[
            "basketid productid salesvalue",
            "householdkey basketid",
            "basketid prodcode spend",
        ],
        columns: &[
            (Role::Order, "basketid"),
            (Role::Sku, "productid prodcode"),
            (Role::LineTotal, "salesvalue spend"),
            (Role::Customer, "householdkey custcode"),
            (Role::Time, "shopdate"),
        ],
        ..rules(Preset::Dunnhumby, "dunnhumby", "The Dunnhumby data sets")
    },
    Rules {
        signatures: &["idorder idorderunit tscreated"],
        columns: &[
            (Role::Order, "idorder"),
            (Role::Sku, "idoffer"),
            (Role::Title, "title"),
            (Role::Price, "price"),
            (Role::Time, "tscreated"),
        ],
        amounts: Some(Decimal::Hundredths),
        ..rules(Preset::Kaufland, "kaufland", "Kaufland's order units")
    },
    Rules {
        signatures: &[
            "transactionid productsku v2productname",
            "hitstransactiontransactionid hitsproductproductsku",
        ],
        columns: &[
            (Role::Order, "transactionid hitstransactiontransactionid"),
            (Role::Sku, "productsku hitsproductproductsku"),
            (Role::Title, "v2productname hitsproductv2productname"),
            (Role::Price, "productprice hitsproductproductprice"),
            (Role::Quantity, "productquantity hitsproductproductquantity"),
        ],
        amounts: Some(Decimal::Millionths),
        has_other_rows: true,
        ..rules(
            Preset::Analytics360,
            "analytics-360",
            "Products of Google Analytics 360 in BigQuery",
        )
    },
    Rules {
        signatures: &["invoicenumber inventoryitemcode unitamount"],
        columns: &[
            (Role::Order, "invoicenumber"),
            (Role::Sku, "inventoryitemcode"),
            (Role::Title, "description"),
            (Role::Price, "unitamount"),
            (Role::Time, "invoicedate"),
        ],
        // An invoice is written after the sale, so those that are not paid yet count too.
        bought: &["awaitingpayment"],
        ..rules(Preset::Xero, "xero", "Xero's invoices")
    },
    Rules {
        signatures: &[
            "注文番号 商品管理番号 個数",
            "注文番号 商品番号 個数 ステータス",
        ],
        columns: &[
            (Role::Order, "注文番号"),
            (Role::Sku, "sku管理番号 商品番号 商品管理番号"),
            (Role::Title, "商品名"),
            (Role::Price, "単価"),
            (Role::Quantity, "個数"),
        ],
        // The numbers of cancelled orders.
        undone: &["800", "900"],
        ..rules(Preset::Rakuten, "rakuten", "Rakuten's orders (RMS)")
    },
    Rules {
        signatures: &["orderid lineid itemid subcode"],
        columns: &[
            (Role::Order, "orderid"),
            (Role::Sku, "itemid"),
            (Role::Title, "title"),
            (Role::Time, "ordertime"),
        ],
        // The number of cancelled orders.
        undone: &["4"],
        ..rules(
            Preset::YahooShopping,
            "yahoo-shopping",
            "Yahoo! Shopping's order items in Japan",
        )
    },
    Rules {
        signatures: &["id price currencyid categoryid"],
        columns: &[
            (Role::Sku, "id"),
            (Role::Title, "name model"),
            (Role::Price, "price"),
            (Role::Currency, "currencyid"),
            (Role::Category, "categoryid"),
            (Role::Image, "picture"),
            (Role::Url, "url"),
            (Role::Availability, "available"),
            (Role::Group, "groupid"),
        ],
        ..rules(Preset::Yml, "yml", "Yandex Market's feeds (YML)")
    },
    Rules {
        signatures: &["id title link imagelink", "id title availability price"],
        columns: &[
            (Role::Sku, "id"),
            (Role::Title, "title"),
            (Role::Price, "price"),
            (Role::SalePrice, "saleprice"),
            (Role::SaleStart, "salepriceeffectivedate"),
            (Role::Url, "link"),
            (Role::Image, "imagelink"),
            (Role::Group, "itemgroupid"),
            (Role::Category, "producttype googleproductcategory"),
        ],
        ..rules(
            Preset::MerchantCenter,
            "merchant-center",
            "Feeds for Google Merchant Center",
        )
    },
    Rules {
        signatures: &[
            "id type sku regularprice",
            "id тип артикул имя",
            "ordernumber orderstatus itemname",
            "orderid lineitems",
            "itemcost quantityrefund",
        ],
        columns: &[
            (Role::Order, "orderid ordernumber"),
            (Role::Sku, "sku артикул"),
            (Role::Title, "имя"),
            (Role::Price, "базоваяцена"),
            (Role::SalePrice, "ценараспродажи акционнаяцена"),
            (Role::Published, "published опубликован"),
            (Role::Stock, "stock запасы"),
            (Role::Availability, "instock вналичии"),
            (Role::Backorders, "backordersallowed возможенлипредзаказ"),
            (Role::Group, "parent родительскии"),
            (Role::Image, "изображения"),
        ],
        ..rules(
            Preset::Woocommerce,
            "woocommerce",
            "WooCommerce order and product exports",
        )
    },
    PLAIN,
];
