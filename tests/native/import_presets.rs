//! A small copy of each system's export. Tests the detected system, products, prices and dates, and
//! that personal data never becomes a title or a SKU.

use std::fs;

use tillside::import::{
    Catalog, ImportError, ImportOptions, ImportReport, Preset, RowLayout, read_catalog_report,
    read_orders,
};

use crate::import::Unwatched;

/// The content of every cell with personal data.
const PERSON: &str = "Zyx Private";

/// Lines as `order|sku|title|price|day|cancelled`.
fn read(name: &str, content: &str) -> (Vec<String>, ImportReport) {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join(name);
    fs::write(&path, content).unwrap();
    let mut lines = Vec::new();
    let options = ImportOptions::default();
    let report = read_orders::<ImportError>(&path, &options, &mut Unwatched, |line| {
        let price = line.price_micros.map_or(String::new(), |price| {
            format!("{}.{:02}", price / 1_000_000, price / 10_000 % 100)
        });
        let day = line.time.map_or(String::new(), |time| {
            let time = jiff::Timestamp::from_second(time).unwrap();
            time.to_zoned(jiff::tz::TimeZone::UTC).date().to_string()
        });
        let undone = if line.is_cancelled { "cancelled" } else { "" };
        let title = line.title.unwrap_or("");
        lines.push([line.order, line.sku, title, &price, &day, undone].join("|"));
        Ok(())
    });
    let report = report.unwrap_or_else(|error| panic!("{error}"));
    (lines, report)
}

#[track_caller]
fn check(preset: Preset, content: &str, expected: &[&str]) {
    let (lines, report) = read("orders.csv", content);
    assert_eq!(lines, expected);
    assert_eq!(report.preset, preset);
    let shown = format!(
        "{:?} {:?} {:?}",
        report.prices, report.services, report.reading
    );
    for text in lines.iter().chain([&shown]) {
        assert!(
            !text.contains(PERSON) && !text.contains("private@"),
            "{text}"
        );
    }
}

#[test]
fn shopify() {
    check(
        Preset::Shopify,
        "Name,Email,Financial Status,Paid at,Currency,Subtotal,Shipping,Taxes,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Billing Name,Billing Street,Billing Phone,Shipping Name,Shipping Country,Notes,Cancelled at\n\
         #1001,private@x.example,paid,2024-03-01 10:00:00 +0000,GBP,28,3,0,31,2024-03-01 10:00:00 +0000,1,Tip,3.00,,Zyx Private,Zyx Private 1,Zyx Private,Zyx Private,GB,Zyx Private,\n\
         #1001,private@x.example,,,,,,,,2024-03-01 10:00:00 +0000,2,Mug - Blue,9.00,MUG,,,,,,,\n\
         #1002,private@x.example,refunded,2024-03-02 10:00:00 +0000,GBP,19,3,0,22,2024-03-02 10:00:00 +0000,1,Engraving,5.00,,Zyx Private,,,Zyx Private,GB,,\n\
         #1002,private@x.example,,,,,,,,2024-03-02 10:00:00 +0000,1,Pot,19.00,,,,,,,,\n",
        &[
            "#1001|MUG|Mug - Blue|9.00|2024-03-01|",
            "#1002|Engraving|Engraving|5.00|2024-03-02|cancelled",
            "#1002|Pot|Pot|19.00|2024-03-02|cancelled",
        ],
    );
}

#[test]
fn squarespace() {
    check(
        Preset::Squarespace,
        "Order ID,Email,Financial Status,Paid at,Currency,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Lineitem variant,Billing Name,Shipping Name,Cancelled at\n\
         0001,private@x.example,PAID,2024-03-01 10:00:00 +0000,USD,28,2024-03-01 10:00:00 +0000,1,Mug,9.00,SQ1,,Zyx Private,Zyx Private,\n\
         0001,private@x.example,,,,,,1,Pot,19.00,SQ2,,Zyx Private,Zyx Private,\n",
        &[
            "0001|SQ1|Mug|9.00|2024-03-01|",
            "0001|SQ2|Pot|19.00|2024-03-01|",
        ],
    );
}

#[test]
fn amazon_prices_are_for_the_line() {
    check(
        Preset::Amazon,
        "amazon-order-id\tmerchant-order-id\tpurchase-date\torder-status\tproduct-name\tsku\tasin\titem-status\tquantity\tcurrency\titem-price\tship-city\tship-country\n\
         111-1\tM1\t2024-03-01T10:00:00+00:00\tShipped\tMug\tMUG\tB01\tShipped\t2\tUSD\t18.00\tZyx Private\tUS\n\
         111-1\tM1\t2024-03-01T10:00:00+00:00\tShipped\tPot\tPOT\tB02\tCancelled\t1\tUSD\t19.00\tZyx Private\tUS\n\
         111-2\tM2\t2024-03-02T10:00:00+00:00\tCancelled\tPot\tPOT\tB02\tShipped\t1\tUSD\t19.00\tZyx Private\tUS\n",
        &[
            "111-1|MUG|Mug|9.00|2024-03-01|",
            "111-2|POT|Pot|19.00|2024-03-02|cancelled",
        ],
    );
}

#[test]
fn etsy_writes_the_month_first() {
    check(
        Preset::Etsy,
        "Sale Date,Item Name,Buyer,Quantity,Price,Item Total,Currency,Transaction ID,Listing ID,Date Paid,Ship Name,Ship Address1,Ship Country,Order ID,Variations,SKU\n\
         03/04/25,Fox card,Zyx Private,1,5.00,5.00,USD,4000,9001,03/04/25,Zyx Private,Zyx Private 1,United States,3000,,FOX-01\n\
         03/04/25,Fox sticker,Zyx Private,2,3.00,6.00,USD,4001,9002,03/04/25,Zyx Private,Zyx Private 1,United States,3000,,\n",
        &[
            "3000|FOX-01|Fox card|5.00|2025-03-04|",
            "3000|Fox sticker|Fox sticker|3.00|2025-03-04|",
        ],
    );
}

#[test]
fn ebay_begins_with_commas_and_ends_with_remarks() {
    check(
        Preset::Ebay,
        ",,,,,,,,,\n\
         \"Sales Record Number\",\"Order Number\",\"Buyer Username\",\"Buyer Name\",\"Item Number\",\"Item Title\",\"Custom Label\",\"Quantity\",\"Sold For\",\"Sale Date\"\n\
         \"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\"\n\
         \"101\",\"11-1\",\"zyx\",\"Zyx Private\",\"\",\"\",\"\",\"2\",\"$28.00\",\"Sep-11-25\"\n\
         \"101\",\"11-1\",\"zyx\",\"Zyx Private\",\"2201\",\"Mug\",\"MUG\",\"1\",\"$9.00\",\"Sep-11-25\"\n\
         \"101\",\"11-1\",\"zyx\",\"Zyx Private\",\"2202\",\"Pot\",\"POT\",\"1\",\"$19.00\",\"Sep-11-25\"\n\
         \n1,record(s) downloaded,\nSeller ID : a-seller\n",
        &[
            "11-1|MUG|Mug|9.00|2025-09-11|",
            "11-1|POT|Pot|19.00|2025-09-11|",
        ],
    );
}

#[test]
fn toast() {
    check(
        Preset::Toast,
        "Location,Order Id,Order #,Sent Date,Order Date,Server,Table,Item Selection Id,Item Id,SKU,Menu Item,Gross Price,Discount,Net Price,Qty,Void?,Tab Name\n\
         Mill Lane,71001,1,3/4/24 11:35 AM,3/4/24 11:34 AM,Zyx Private,4,901,51,,Lentil soup,17.00,0.00,17.00,2.0,false,Zyx Private\n\
         Mill Lane,71001,1,3/4/24 11:35 AM,3/4/24 11:34 AM,Zyx Private,4,902,52,,Flatbread,4.00,0.00,4.00,1.0,false,Zyx Private\n\
         Mill Lane,71002,2,3/4/24 12:05 PM,3/4/24 12:04 PM,Zyx Private,,903,53,,Lemonade,3.50,0.00,3.50,1.0,true,Zyx Private\n\
         Mill Lane,71002,2,3/4/24 12:05 PM,3/4/24 12:04 PM,Zyx Private,,904,51,,Lentil soup,8.50,0.00,8.50,1.0,false,Zyx Private\n",
        &[
            "71001|51|Lentil soup|8.50|2024-03-04|",
            "71001|52|Flatbread|4.00|2024-03-04|",
            "71002|51|Lentil soup|8.50|2024-03-04|",
        ],
    );
}

#[test]
fn square_sums_the_line() {
    check(
        Preset::Square,
        "Date,Time,Time Zone,Category,Item,Qty,Price Point Name,SKU,Modifiers Applied,Gross Sales,Discounts,Net Sales,Tax,Transaction ID,Payment ID,Customer Name,Customer ID\n\
         03/04/24,10:15:00,Eastern,Drinks,Mug,2.0,Regular,MUG,,$18.00,$0.00,$18.00,$0.00,T1,P,Zyx Private,C1\n\
         03/04/24,10:15:00,Eastern,Drinks,Beans by weight,0.75,Regular,BEANS,,$15.00,$0.00,$15.00,$0.00,T1,P,Zyx Private,C1\n",
        &[
            "T1|MUG|Mug|9.00|2024-03-04|",
            "T1|BEANS|Beans by weight|20.00|2024-03-04|",
        ],
    );
}

#[test]
fn tiktok_explains_its_columns_in_a_second_row() {
    check(
        Preset::Tiktok,
        "Order ID,Order Status,Seller SKU,Product Name,Quantity,SKU Unit Original Price,Created Time,Buyer Username,Recipient\n\
         Platform unique order ID.,Current status.,Seller sku.,Name of product.,Number sold.,Price before discount.,Order created time.,Name.,Name.\n\
         576461178600000001\t,Completed,MUG,Mug,1,9.00,03/15/2024 10:00:00 AM\t,Zyx Private,Zyx Private\n\
         576461178600000001\t,Completed,POT,Pot,1,19.00,03/15/2024 10:00:00 AM\t,Zyx Private,Zyx Private\n\
         576461178600000002\t,Canceled,POT,Pot,1,19.00,04/16/2024 10:00:00 PM\t,Zyx Private,Zyx Private\n",
        &[
            "576461178600000001|MUG|Mug|9.00|2024-03-15|",
            "576461178600000001|POT|Pot|19.00|2024-03-15|",
            "576461178600000002|POT|Pot|19.00|2024-04-16|cancelled",
        ],
    );
}

#[test]
fn tiendanube_and_nuvemshop() {
    check(
        Preset::Tiendanube,
        "\"Número de orden\";Email;Fecha;\"Estado de la orden\";Moneda;\"Nombre del comprador\";\"Nombre del producto\";\"Precio del producto\";\"Cantidad del producto\";SKU\n\
         5001;private@x.example;05/10/2025 23:50:38;Abierta;ARS;Zyx Private;\"Sérum anticaída\";34990;1;SERUM\n\
         5002;private@x.example;06/10/2025 23:50:38;Cancelada;ARS;Zyx Private;\"Champú fórmula\";12490;1;SHAMP\n",
        &[
            "5001|SERUM|Sérum anticaída|34990.00|2025-10-05|",
            "5002|SHAMP|Champú fórmula|12490.00|2025-10-06|cancelled",
        ],
    );
}

#[test]
fn wix() {
    check(
        Preset::Wix,
        "Order number,Date created,Contact email,Recipient name,Item,Variant,SKU,Qty,Quantity refunded,Price,Delivery country,Currency,Payment status,Fulfillment status\n\
         10001,\"Mar 4, 2024\",private@x.example,Zyx Private,Mug,Blue,MUG,2,0,9.00,GB,GBP,Paid,Fulfilled\n\
         10002,\"Mar 5, 2024\",private@x.example,Zyx Private,Pot,,POT,1,1,19.00,GB,GBP,Refunded,Fulfilled\n",
        &[
            "10001|MUG|Mug|9.00|2024-03-04|",
            "10002|POT|Pot|19.00|2024-03-05|cancelled",
        ],
    );
}

#[test]
fn bigcommerce_packs_products_into_a_cell() {
    check(
        Preset::Bigcommerce,
        "Order ID,Customer ID,Customer Name,Customer Email,Order Date,Order Status,Order Total (inc tax),Order Currency Code,Product Details\n\
         101,1,Zyx Private,private@x.example,13/03/2024,Shipped,31,GBP,\"Product ID: 77, Product Qty: 1, Product SKU: MUG, Product Name: Mug, Product Unit Price: 9.00, Product Total Price: 9.00|Product ID: 78, Product Qty: 2, Product SKU: POT, Product Name: Pot, Product Unit Price: 19.00, Product Total Price: 38.00\"\n\
         102,2,Zyx Private,private@x.example,14/03/2024,Declined,9,GBP,\"Product ID: 77, Product Qty: 1, Product SKU: MUG, Product Name: Mug, Product Unit Price: 9.00, Product Total Price: 9.00\"\n",
        &[
            "101|MUG|Mug|9.00|2024-03-13|",
            "101|POT|Pot|19.00|2024-03-13|",
            "102|MUG|Mug|9.00|2024-03-14|cancelled",
        ],
    );
}

#[test]
fn prestashop() {
    check(
        Preset::Prestashop,
        "id_order;reference;date_add;firstname;lastname;product_reference;product_name;product_quantity;unit_price_tax_incl;total_price_tax_incl;order_state\n\
         1;XKBK1;2024-03-01 10:00:00;Zyx Private;Zyx Private;MUG;Mug;2;9.000000;18.000000;Livré\n\
         2;XKBK2;2024-03-02 10:00:00;Zyx Private;Zyx Private;POT;Pot;1;19.000000;19.000000;Remboursé\n",
        &[
            "1|MUG|Mug|9.00|2024-03-01|",
            "2|POT|Pot|19.00|2024-03-02|cancelled",
        ],
    );
}

#[test]
fn opencart_numbers_invoices_later() {
    check(
        Preset::Opencart,
        "order_id,invoice_no,firstname,lastname,email,order_status,model,name,quantity,price,total,date_added\n\
         1,0,Zyx Private,Zyx Private,private@x.example,Complete,MUG,Mug,2,9.0000,18.0000,2024-03-01\n\
         2,0,Zyx Private,Zyx Private,private@x.example,Chargeback,POT,Pot,1,19.0000,19.0000,2024-03-02\n",
        &[
            "1|MUG|Mug|9.00|2024-03-01|",
            "2|POT|Pot|19.00|2024-03-02|cancelled",
        ],
    );
}

#[test]
fn virtuemart_writes_letters_for_statuses() {
    check(
        Preset::Virtuemart,
        "virtuemart_order_id,order_status,created_on,email,order_item_sku,order_item_name,product_quantity,product_final_price\n\
         1,S,2024-03-01 10:00:00,private@x.example,MUG,Mug,2,9.00000\n\
         2,X,2024-03-02 10:00:00,private@x.example,POT,Pot,1,19.00000\n\
         3,R,2024-03-03 10:00:00,private@x.example,POT,Pot,1,19.00000\n",
        &[
            "1|MUG|Mug|9.00|2024-03-01|",
            "2|POT|Pot|19.00|2024-03-02|cancelled",
            "3|POT|Pot|19.00|2024-03-03|cancelled",
        ],
    );
}

#[test]
fn magento() {
    check(
        Preset::Magento,
        "increment_id,created_at,status,customer_email,customer_name,base_currency_code,sku,name,qty_ordered,price,row_total\n\
         100000001,2024-03-01 10:00:00,complete,private@x.example,Zyx Private,EUR,MUG,Mug,2.0000,9.0000,18.0000\n\
         100000002,2024-03-02 10:00:00,canceled,private@x.example,Zyx Private,EUR,POT,Pot,1.0000,19.0000,19.0000\n",
        &[
            "100000001|MUG|Mug|9.00|2024-03-01|",
            "100000002|POT|Pot|19.00|2024-03-02|cancelled",
        ],
    );
}

#[test]
fn shopware() {
    check(
        Preset::Shopware,
        "orderNumber;orderDateTime;stateMachineState;billingName;lineItems.label;lineItems.payload.productNumber;lineItems.quantity;lineItems.unitPrice;lineItems.totalPrice\n\
         10001;2024-03-01 10:00;Offen;Zyx Private;Tasse;MUG;2;9;18\n\
         10002;2024-03-02 10:00;Abgebrochen;Zyx Private;Kanne;POT;1;19;19\n",
        &[
            "10001|MUG|Tasse|9.00|2024-03-01|",
            "10002|POT|Kanne|19.00|2024-03-02|cancelled",
        ],
    );
}

#[test]
fn odoo_names_the_order_on_its_first_row() {
    check(
        Preset::Odoo,
        "Order Reference,Order Date,Customer,Order Lines/Product,Order Lines/Quantity,Order Lines/Unit Price,Status\n\
         S00001,2024-03-01 10:00:00,Zyx Private,Mug,1.000,9.00,Sales Order\n\
         ,,,Pot,2.000,19.00,\n\
         S00002,2024-03-02 10:00:00,Zyx Private,Mug,1.000,9.00,Cancelled\n\
         ,,,Pot,1.000,19.00,\n",
        &[
            "S00001|Mug|Mug|9.00|2024-03-01|",
            "S00001|Pot|Pot|19.00|2024-03-01|",
            "S00002|Mug|Mug|9.00|2024-03-02|cancelled",
            "S00002|Pot|Pot|19.00|2024-03-02|cancelled",
        ],
    );
}

#[test]
fn woocommerce() {
    check(
        Preset::Woocommerce,
        "Order Number,Order Status,Order Date,First Name (Billing),Email (Billing),Item #,Item Name,Quantity (- Refund),Item Cost,SKU\n\
         101,Completed,\"March 5, 2024 2:30 pm\",Zyx Private,private@x.example,1,Mug &amp; saucer,1,9.00,MUG\n\
         ,,,,,2,Pot,1,19.00,POT\n\
         102,Refunded,\"March 6, 2024 2:30 pm\",Zyx Private,private@x.example,1,Mug &amp; saucer,1,9.00,MUG\n\
         ,,,,,2,Pot,1,19.00,POT\n",
        &[
            "101|MUG|Mug & saucer|9.00|2024-03-05|",
            "101|POT|Pot|19.00|2024-03-05|",
            "102|MUG|Mug & saucer|9.00|2024-03-06|cancelled",
            "102|POT|Pot|19.00|2024-03-06|cancelled",
        ],
    );
}

#[test]
fn lightspeed_stripe_instacart_dunnhumby() {
    check(
        Preset::Lightspeed,
        "Sale ID,Date,Customer Name,Item ID,SKU,Description,Quantity,Unit Price\n\
         S1,2024-03-01,Zyx Private,7,MUG,Mug,1,9.00\nS1,2024-03-01,Zyx Private,8,POT,Pot,1,19.00\n",
        &[
            "S1|MUG|Mug|9.00|2024-03-01|",
            "S1|POT|Pot|19.00|2024-03-01|",
        ],
    );
    check(
        Preset::Stripe,
        "Checkout Session ID,Created,Customer Email,Price ID,Product ID,Description,Quantity,Amount Total,Currency\n\
         cs_1,2024-03-01 10:00:00,private@x.example,price_1,prod_MUG,Mug,2,18.00,eur\n\
         cs_1,2024-03-01 10:00:00,private@x.example,price_2,prod_POT,Pot,1,19.00,eur\n",
        &[
            "cs_1|prod_MUG|Mug|9.00|2024-03-01|",
            "cs_1|prod_POT|Pot|19.00|2024-03-01|",
        ],
    );
    check(
        Preset::Instacart,
        "order_id,product_id,add_to_cart_order,reordered\n1,501,1,1\n1,502,2,0\n2,501,1,1\n",
        &["1|501||||", "1|502||||", "2|501||||"],
    );
    check(
        Preset::Dunnhumby,
        "household_key,BASKET_ID,DAY,PRODUCT_ID,QUANTITY,SALES_VALUE,STORE_ID\nH1,7001,1,1001,2,2.78,364\nH1,7001,1,1002,1,0.82,364\n",
        &["7001|1001||1.39||", "7001|1002||0.82||"],
    );
}

#[test]
fn google_analytics_tells_purchases_from_other_events() {
    let event = |name: &str, order: &str, items: &str| {
        format!(
            "{{\"event_name\":\"{name}\",\"event_timestamp\":1709287200000000,\"user_pseudo_id\":\"u\",\"ecommerce\":{{\"transaction_id\":{order}}},\"items\":{items}}}\n"
        )
    };
    let item = "[{\"item_id\":\"MUG\",\"item_name\":\"Mug\",\"price\":9.0,\"quantity\":1}]";
    let content = event("page_view", "null", "[]")
        + &event("purchase", "\"T1\"", item)
        + &event("view_item", "\"(not set)\"", item);
    check(Preset::Ga4, &content, &["T1|MUG|Mug|9.00|2024-03-01|"]);
}

#[test]
fn online_retail_as_its_second_edition_and_as_kaggle_writes_it() {
    check(
        Preset::Uci,
        "Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country\n\
         489434,85048,WHITE MUG,12,12/13/2009 7:45,6.95,13085,United Kingdom\n\
         489435,22041,RED POT,1,12/1/2009 7:46,2.10,13085,United Kingdom\n\
         C489436,22041,RED POT,-1,12/1/2009 7:46,2.10,13085,United Kingdom\n",
        &[
            "489434|85048|WHITE MUG|6.95|2009-12-13|",
            "489435|22041|RED POT|2.10|2009-12-01|",
        ],
    );
}

fn catalog(content: &str) -> Catalog {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("products.csv");
    fs::write(&path, content).unwrap();
    let options = ImportOptions {
        rows: RowLayout::Catalog,
        ..ImportOptions::default()
    };
    read_catalog_report(&path, &options, &mut Unwatched).unwrap()
}

/// Products as `sku|title|price|available`.
fn products(content: &str) -> Vec<String> {
    let rows = catalog(content).rows.into_iter();
    rows.map(|row| {
        let price = row.price_micros.unwrap_or(0) / 10_000;
        let title = row.title.unwrap_or_default();
        format!(
            "{}|{title}|{price}|{}",
            row.sku,
            row.is_available.unwrap_or(true)
        )
    })
    .collect()
}

#[test]
fn product_lists_of_many_systems() {
    let classic = "Handle,Title,Body (HTML),Option1 Name,Option1 Value,Variant SKU,Variant Inventory Qty,Variant Inventory Policy,Variant Price,Image Src,Status\n\
        mug,Stoneware mug,<p>long</p>,Colour,Blue,MUG-1,4,deny,9.00,https://c/1.jpg,active\n\
        mug,,,,Red,,0,deny,9.50,https://c/2.jpg,\n\
        mug,,,,,,,,,https://c/3.jpg,\n";
    assert_eq!(
        products(classic),
        [
            "MUG-1|Stoneware mug|900|true",
            "Stoneware mug - Red|Stoneware mug - Red|950|false"
        ]
    );
    let newer = "Title,URL handle,Description,Status,SKU,Price,Inventory tracker,Inventory quantity,Continue selling when out of stock,Product image URL\n\
        Mug,mug,<p>Long</p>,Active,MUG,9.50,shopify,0,CONTINUE,https://c/1.jpg\nPot,pot,,Draft,POT,20.00,,5,DENY,\n";
    assert_eq!(products(newer), ["MUG|Mug|950|true", "POT|Pot|2000|false"]);
    let woo = "ID,Type,SKU,Name,Published,Description,In stock?,Stock,Backorders allowed?,Sale price,Regular price,Images\n\
        1,simple,MUG,Mug &amp; co,1,<p>long</p>,1,,0,8.00,9.00,\"https://c/1.jpg, https://c/2.jpg\"\n\
        2,simple,POT,Pot,-1,,1,,0,,19.00,\n3,simple,TEA,Tea,1,,0,0,notify,,4.00,\n";
    assert_eq!(
        products(woo),
        [
            "MUG|Mug & co|800|true", "POT|Pot|1900|false", "TEA|Tea|400|true"
        ]
    );
    let magento = "sku,store_view_code,attribute_set_code,product_type,name,description,price,special_price,qty,is_in_stock\n\
        MUG,,Default,simple,Mug,long,9.00,,5,1\nMUG,de,Default,simple,Tasse,lang,,,,\n";
    assert_eq!(products(magento), ["MUG|Mug|900|true"]);
    assert_eq!(
        catalog(magento).rows[0].titles,
        [("de".to_owned(), "Tasse".to_owned())]
    );
    let feed = "<?xml version=\"1.0\"?><rss xmlns:g=\"http://base.google.com/ns/1.0\"><channel><title>Shop</title>\
        <item><g:id>MUG</g:id><title>Blue &amp; white mug</title><description>long</description><g:price>9.00 USD</g:price><g:sale_price>7.50 USD</g:sale_price><g:availability>in_stock</g:availability></item>\
        </channel></rss>";
    assert_eq!(products(feed), ["MUG|Blue & white mug|750|true"]);
    assert_eq!(catalog(feed).rows[0].currency.as_deref(), Some("USD"));
}

#[test]
fn amazon_settlements_hold_fees_besides_products() {
    let header = "settlement-id\ttotal-amount\tcurrency\ttransaction-type\torder-id\tmerchant-order-id\tamount-type\tamount-description\tamount\tposted-date\tsku\tquantity-purchased\n";
    check(
        Preset::AmazonSettlement,
        &(header.to_owned()
            + "17\t54.21\tGBP\t\t\t\t\t\t\t\t\t\n\
               17\t\t\tOrder\t302-1\t\tItemPrice\tPrincipal\t18.00\t2024-03-14\tMUG\t2\n\
               17\t\t\tOrder\t302-1\t\tItemPrice\tTax\t3.60\t2024-03-14\tMUG\t\n\
               17\t\t\tOrder\t302-1\t\tItemFees\tCommission\t-2.70\t2024-03-14\tMUG\t\n\
               17\t\t\tOrder\t302-1\t\tItemPrice\tPrincipal\t19.00\t2024-03-14\tPOT\t1\n\
               17\t\t\tother-transaction\t\t\tother-transaction\tSubscription Fee\t-39.00\t2024-03-20\t\t\n"),
        &[
            "302-1|MUG||9.00|2024-03-14|",
            "302-1|POT||19.00|2024-03-14|",
        ],
    );
}

#[test]
fn amazon_date_ranges_have_lines_above_the_header() {
    let (lines, report) = read(
        "orders.csv",
        "\"All amounts in USD, unless specified\"\n\"Definitions:\"\n\
         \"date/time\",\"settlement id\",\"type\",\"order id\",\"sku\",\"description\",\"quantity\",\"marketplace\",\"product sales\",\"selling fees\",\"total\"\n\
         \"Mar 14, 2024 10:04:30 AM PDT\",\"17\",\"Order\",\"111-1\",\"MUG\",\"Mug\",\"2\",\"amazon.com\",\"18.00\",\"-2.70\",\"15.30\"\n\
         \"Mar 15, 2024 10:04:30 AM PDT\",\"17\",\"Order\",\"111-2\",\"POT\",\"Pot\",\"1\",\"amazon.com\",\"19.00\",\"-2.70\",\"16.30\"\n\
         \"Mar 16, 2024 10:04:30 AM PDT\",\"17\",\"Service Fee\",\"\",\"\",\"Subscription\",\"\",\"\",\"0\",\"0\",\"-39.99\"\n",
    );
    assert_eq!(
        lines,
        [
            "111-1|MUG|Mug|9.00|2024-03-14|",
            "111-2|POT|Pot|19.00|2024-03-15|"
        ]
    );
    assert_eq!(report.preset, Preset::AmazonSettlement);
}

#[test]
fn shoptet_lists_delivery_and_payment_as_items() {
    check(
        Preset::Shoptet,
        "code;date;statusName;currency;email;billFullName;orderItemType;orderItemName;orderItemAmount;orderItemCode;orderItemUnitPriceWithoutVat;orderItemUnitPriceWithVat\n\
         1;2024-03-14 10:00:00;Vyřízena;CZK;private@example.com;Zyx Private;product;Mug;2,000;MUG;205,79;249,00\n\
         1;2024-03-14 10:00:00;Vyřízena;CZK;private@example.com;Zyx Private;shipping;Zásilkovna;1,000;S5;57,02;69,00\n\
         2;2024-03-15 10:00:00;Stornována;CZK;private@example.com;Zyx Private;product;Pot;1,000;POT;82,64;100,00\n",
        &[
            "1|MUG|Mug|249.00|2024-03-14|",
            "2|POT|Pot|100.00|2024-03-15|cancelled",
        ],
    );
}

#[test]
fn lightspeed_lists_payments_as_lines() {
    let (lines, _) = read(
        "orders.csv",
        "Date,Receipt Number,Line Type,Customer Name,Quantity,Subtotal,Total,Details,Status,Sku\n\
         2024-03-14 10:00:00,901,Sale,Zyx Private,,28.00,28.00,,CLOSED,\n\
         2024-03-14 10:00:00,901,Sale Line,Zyx Private,2,18.00,18.00,Mug,,MUG\n\
         2024-03-14 10:00:00,901,Sale Line,Zyx Private,1,10.00,10.00,Pot,,POT\n\
         2024-03-14 10:00:00,901,Payment,Zyx Private,,,,Cash,,\n",
    );
    assert_eq!(
        lines,
        [
            "901|MUG|Mug|9.00|2024-03-14|",
            "901|POT|Pot|10.00|2024-03-14|"
        ]
    );
}

#[test]
fn products_may_be_packed_into_numbered_columns() {
    let (lines, _) = read(
        "orders.csv",
        "order_number,order_date,status,order_currency,customer_email,line_item_1,line_item_2\n\
         101,2024-03-14 10:00:00,completed,EUR,private@example.com,name:Mug|product_id:7|sku:MUG|quantity:2|total:18.00,name:Pot|product_id:8|sku:POT|quantity:1|total:10.00\n\
         102,2024-03-15 10:00:00,cancelled,EUR,private@example.com,name:Pot|product_id:8|sku:POT|quantity:1|total:10.00,\n",
    );
    assert_eq!(
        lines,
        [
            "101|MUG|Mug|9.00|2024-03-14|",
            "101|POT|Pot|10.00|2024-03-14|",
            "102|POT|Pot|10.00|2024-03-15|cancelled",
        ]
    );
}

/// Order, date, SKU, title, quantity, price, status, customer; and the word of a cancelled order.
const HEADERS: &[(&str, &str)] = &[
    (
        "Broj narudžbe;Datum narudžbe;Šifra proizvoda;Naziv proizvoda;Količina;Jedinična cijena;Status narudžbe;Kupac",
        "Otkazano",
    ),
    (
        "Užsakymo numeris;Užsakymo data;Prekės kodas;Prekės pavadinimas;Kiekis;Kaina;Būsena;Pirkėjas",
        "Atšauktas",
    ),
    (
        "Αριθμός παραγγελίας;Ημερομηνία;Κωδικός προϊόντος;Όνομα προϊόντος;Ποσότητα;Τιμή μονάδας;Κατάσταση;Πελάτης",
        "Ακυρώθηκε",
    ),
    (
        "رقم الطلب;تاريخ الطلب;رمز المنتج;اسم المنتج;الكمية;السعر;حالة الطلب;اسم العميل",
        "ملغي",
    ),
    (
        "מספר הזמנה;תאריך;מק״ט;שם מוצר;כמות;מחיר;סטטוס;שם לקוח",
        "בוטל",
    ),
    (
        "Nomor Pesanan;Tanggal Pembayaran;Nomor SKU;Nama Produk;Jumlah;Harga Jual;Status Terakhir;Nama Pembeli",
        "Dibatalkan",
    ),
    (
        "Mã đơn hàng;Ngày đặt hàng;SKU phân loại hàng;Tên sản phẩm;Số lượng;Giá bán;Trạng Thái Đơn Hàng;Người Mua",
        "Đã hủy",
    ),
    (
        "Numer zamówienia;Data zamówienia;Sygnatura;Tytuł oferty;Liczba sztuk;Cena za sztukę;Status;Kupujący",
        "Anulowana",
    ),
    (
        "Rendelésszám;Rendelés dátuma;Cikkszám;Termék neve;Mennyiség;Bruttó egységár;Állapot;Vevő neve",
        "Törölve",
    ),
    (
        "Sipariş Numarası;Sipariş Tarihi;Stok Kodu;Ürün Adı;Adet;Birim Fiyatı;Sipariş Statüsü;Alıcı",
        "İptal Edildi",
    ),
    (
        "주문번호;주문일시;판매자 상품코드;주문상품명;수량;판매가;주문상태;구매자명",
        "취소완료",
    ),
    (
        "订单编号;订单创建时间;商家编码;宝贝标题;购买数量;价格;订单状态;买家会员名",
        "交易关闭",
    ),
    (
        "注文ID;注文日時;商品番号;商品名;数量;単価;対応状況;注文者名",
        "キャンセル",
    ),
    (
        "Auftragsnummer;Auftragsdatum;Artikelnr.;Artikelname;Anzahl;VK Brutto;Auftragsstatus;Kunde",
        "storniert",
    ),
    (
        "Номер заказа;Принят в обработку;Артикул;Наименование товара;Количество;Ваша цена;Статус;Покупатель",
        "Отменён",
    ),
];

#[test]
fn headers_and_statuses_are_known_in_many_languages() {
    for (header, cancelled) in HEADERS {
        let row = |order: u32, day: u32, sku: &str, title: &str, status: &str| {
            format!("{order};2024-03-{day};{sku};{title};2;12.50;{status};Zyx Private {order}\n")
        };
        let content = format!(
            "{header}\n{}{}{}{}",
            row(701, 14, "MUG", "Mug", "ok"),
            row(701, 14, "POT", "Pot", "ok"),
            row(702, 15, "MUG", "Mug", cancelled),
            row(703, 16, "POT", "Pot", "ok"),
        );
        let (lines, _) = read("orders.csv", &content);
        assert_eq!(
            lines,
            [
                "701|MUG|Mug|12.50|2024-03-14|",
                "701|POT|Pot|12.50|2024-03-14|",
                "702|MUG|Mug|12.50|2024-03-15|cancelled",
                "703|POT|Pot|12.50|2024-03-16|",
            ],
            "{header}"
        );
    }
}
