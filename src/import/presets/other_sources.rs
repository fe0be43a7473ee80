//! The table of analytics, accounting, data sets, feeds, and the systems whose signatures are the
//! least specific. Headers are folded as in [`super::shop_systems`].

use super::Preset;
use super::rules::{PLAIN, Rules, rules};
use crate::import::Role;
use crate::import::numbers::Decimal;

/// The most specific signatures first.
pub(super) const TABLE: &[Rules] = &[
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
