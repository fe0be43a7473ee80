//! Product exports of shop systems: SKU, title, price and whether the product can be bought.

use std::fs;

use tillside::import::{Accept, DropReason, ImportOptions, RowLayout, read_catalog_report};

use crate::import::Unwatched;

/// Products as `sku|title|price in hundredths|available|group`.
fn products(content: &str) -> Vec<String> {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("products.csv");
    fs::write(&path, content).unwrap();
    let options = ImportOptions {
        rows: RowLayout::Catalog,
        ..ImportOptions::default()
    };
    let catalog = read_catalog_report(&path, &options, &mut Unwatched).unwrap();
    let rows = catalog.rows.into_iter().map(|row| {
        let price = row.price_micros.map(|micros| (micros / 10_000).to_string());
        let is_available = row.is_available.unwrap_or(true);
        let [title, price, group] =
            [row.title, price, row.group].map(|text| text.unwrap_or_else(|| "-".to_owned()));
        format!("{}|{title}|{price}|{is_available}|{group}", row.sku)
    });
    rows.collect()
}

#[test]
fn squarespace_lists_variants_below_their_product() {
    let content = "Product ID [Non Editable],Variant ID [Non Editable],Product Type [Non Editable],Product Page,Product URL,Title,Description,SKU,Option Name 1,Option Value 1,Price,Sale Price,On Sale,Stock,Visible,Hosted Image URLs\n\
        5f1,v1,PHYSICAL,shop,mug,Blue mug,<p>Nice</p>,SQ1,Size,Small,12.00,9.00,Yes,5,Yes,https://x.example/1.jpg\n\
        ,v2,,,,,,SQ2,Size,Large,15.00,0.00,No,Unlimited,,\n\
        5f2,v3,PHYSICAL,shop,plate,Plate,<p>Flat</p>,SQ3,,,8.00,0.00,No,3,No,https://x.example/3.jpg\n";
    let found = [
        "SQ1|Blue mug|900|true|5f1",
        "SQ2|Blue mug - Large|1500|true|5f1",
        "SQ3|Plate|800|false|5f2",
    ];
    assert_eq!(products(content), found);
}

#[test]
fn bigcommerce_lists_variants_without_title_and_price() {
    let content = "Item,ID,Name,Type,SKU,Options,Inventory Tracking,Current Stock,Price,Sale Price,Categories,Product URL,Is Visible,Image URL (Import)\n\
        Product,77,Linen towel,physical,SL,,variant,0,49.00,39.00,Shop,/towel,TRUE,https://x.example/a.jpg\n\
        Variant,65,,,SL-S,Size=Small,,10,,,,,,\nVariant,66,,,SL-L,Size=Large,,0,,,,,,\n\
        Product,80,Terrarium,physical,OTL,,product,5,109.00,,Shop,/terrarium,FALSE,https://x.example/b.jpg\n";
    let found = [
        "SL|Linen towel|3900|false|SL",
        "SL-S|Linen towel - Size=Small|3900|true|SL",
        "SL-L|Linen towel - Size=Large|3900|false|SL",
        "OTL|Terrarium|10900|false|OTL",
    ];
    assert_eq!(products(content), found);
}

#[test]
fn a_variant_of_wix_with_a_surcharge_has_no_price() {
    let content = "handleId,fieldType,name,productImageUrl,collection,sku,price,surcharge,visible,inventory,productOptionName1,productOptionDescription1\n\
        Product_1,Product,Blue mug,a.jpg,Mugs,WX1,12.5,,true,InStock,Size,Small;Large\n\
        Product_1,Variant,,,,WX1-S,,0,,10,,Small\nProduct_1,Variant,,,,WX1-L,,2,,OutOfStock,,Large\n";
    let found = [
        "WX1|Blue mug|1250|true|Product_1",
        "WX1-S|Blue mug - Small|1250|true|Product_1",
        "WX1-L|Blue mug - Large|-|false|Product_1",
    ];
    assert_eq!(products(content), found);
}

#[test]
fn tiendanube_hides_products_and_reduces_prices_in_spanish() {
    let content = "Identificador de URL;Nombre;Categorías;Nombre de propiedad 1;Valor de propiedad 1;Precio;Precio promocional;Stock;SKU;Mostrar en tienda\n\
        taza;Taza azul;Cocina;Tamaño;Chica;12.500,00;9.900,00;5;TZ-1;SÍ\ntaza;;;Tamaño;Grande;15.500,00;;0;TZ-2;\n\
        plato;Plato;Cocina;;;8.000,00;;3;PL-1;NO\n";
    let found = [
        "TZ-1|Taza azul|990000|true|taza",
        "TZ-2|Taza azul - Grande|1550000|false|taza",
        "PL-1|Plato|800000|false|plato",
    ];
    assert_eq!(products(content), found);
}

#[test]
fn the_number_of_the_shop_is_the_sku_and_not_that_of_the_database() {
    let prestashop = "Product ID;Image;Name;Reference;Category;Price (tax excl.);Price (tax incl.);Quantity;Status;Position\n\
        1;http://x.example/1.jpg;Printed shirt;demo_1;Men;23.900000;28.680000;2400;1;1\n2;http://x.example/2.jpg;Sweater;demo_3;Women;35.900000;43.080000;0;1;2\n";
    assert_eq!(
        products(prestashop),
        [
            "demo_1|Printed shirt|2868|true|-",
            "demo_3|Sweater|4308|false|-"
        ]
    );
    let shopware = "ordernumber;mainnumber;name;additionalText;tax;price_EK;active;instock;minpurchase\n\
        SW1.1;SW1;Tasse;blau;19;12,50;1;5;1\nSW1.2;SW1;Tasse;rot;19;12,50;1;0;1\nSW2;SW2;Teller;;19;1.208,90;0;3;1\n";
    assert_eq!(
        products(shopware),
        [
            "SW1.1|Tasse - blau|1250|true|SW1",
            "SW1.2|Tasse - rot|1250|false|SW1",
            "SW2|Teller|120890|false|SW2"
        ]
    );
    let odoo = "id,Internal Reference,Name,Sales Price,Quantity On Hand,Is Published,Website URL\n\
        __export__.product_1,F96,Desk,750.00,45.00,True,/shop/desk\n__export__.product_2,F97,Lamp,40.00,2.00,False,/shop/lamp\n";
    assert_eq!(
        products(odoo),
        ["F96|Desk|75000|true|-", "F97|Lamp|4000|false|-"]
    );
}

#[test]
fn stock_is_the_number_of_pieces_that_are_left() {
    let lightspeed = "Internal_ID;Internal_Variant_ID;Visible;NL_Title_Short;Price;SKU;Stock_Track;Stock_Level;Stock_Min;Images\n\
        1;11;1;Mok blauw;12,50;MOK;1;5;0;https://x.example/1.jpg\n2;12;1;Bord;8,00;BORD;1;0;0;https://x.example/3.jpg\n";
    assert_eq!(
        products(lightspeed),
        ["MOK|Mok blauw|1250|true|-", "BORD|Bord|800|false|-"]
    );
    let ebay = "Item number,Title,Custom label (SKU),Available quantity,Currency,Start price,Current price,Sold quantity\n\
        110123456789,Blue mug,MUG,4,GBP,12.50,12.50,30\n110123456790,Tea towel,TOWEL,0,GBP,8.00,8.00,10\n";
    assert_eq!(
        products(ebay),
        ["MUG|Blue mug|1250|true|-", "TOWEL|Tea towel|800|false|-"]
    );
}

#[test]
fn hidden_products_are_recognized_in_japanese() {
    let content = "商品コード,商品名,販売価格,在庫数,公開状態\nMUG,青いマグ,1980,5,公開\nPLT,皿,980,4,非公開\n";
    assert_eq!(
        products(content),
        ["MUG|青いマグ|198000|true|-", "PLT|皿|98000|false|-"]
    );
}

#[test]
fn the_condition_of_an_article_is_no_status_and_a_picture_no_page() {
    let feed = "ID\tTitel\tLink\tBildlink\tVerfügbarkeit\tPreis\tZustand\n\
        MUG\tBlaue Tasse\thttps://s.example/mug\thttps://s.example/1.jpg\tauf Lager\t12,50 EUR\tneu\n\
        PLT\tTeller\thttps://s.example/plate\thttps://s.example/2.jpg\tnicht auf Lager\t1.019,00 EUR\tneu\n";
    assert_eq!(
        products(feed),
        ["MUG|Blaue Tasse|1250|true|-", "PLT|Teller|101900|false|-"]
    );
    let shopware = "id;parent_id;product_number;active;stock;name;price_net;price_gross;cover_media_url\n\
        0a1;;SW-1;1;10;Tasse;8.40;10.00;https://x.example/1.png\n0a3;;SW-2;0;5;Teller;12.61;15.00;\n";
    let found = ["SW-1|Tasse|1000|true|-", "SW-2|Teller|1500|false|-"];
    assert_eq!(products(shopware), found);
}

#[test]
fn a_price_that_the_till_asks_for_is_no_price() {
    let content = "Token,Item Name,Variation Name,SKU,Price,Visibility\nT1,Blue mug,Regular,MUG,12.50,visible\nT3,Gift wrap,Regular,WRAP,variable,visible\n";
    assert_eq!(
        products(content),
        ["MUG|Blue mug|1250|true|-", "WRAP|Gift wrap|-|true|-"]
    );
}

#[test]
fn the_stock_of_all_locations_counts() {
    let content = "Token,Item Name,Variation Name,SKU,Price,Current Quantity Main St,New Quantity Main St,Current Quantity Pier 9\n\
        T1,Blue mug,Regular,MUG,12.50,0,,0\nT2,Plate,Regular,PLT,8.00,4,,0\nT3,Bowl,Regular,BWL,9.00,-2,,3\n";
    assert_eq!(
        products(content),
        [
            "MUG|Blue mug|1250|false|-",
            "PLT|Plate|800|true|-",
            "BWL|Bowl|900|true|-"
        ]
    );
}

/// The price of a feed's only product on a day of March 2026, and what is known of its end: the last day in March and the next price, in
/// hundredths.
fn price_on(day: i8, feed: &str) -> (Option<i64>, Option<(i64, Option<i64>)>) {
    const FIRST_OF_MARCH: i64 = 20_513;
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("feed.tsv");
    fs::write(&path, feed).unwrap();
    let options = ImportOptions {
        rows: RowLayout::Catalog,
        today: Some(jiff::civil::date(2026, 3, day)),
        ..ImportOptions::default()
    };
    let mut catalog = read_catalog_report(&path, &options, &mut Unwatched).unwrap();
    let row = catalog.rows.remove(0);
    let change = row.price_change.map(|change| {
        let last_day = i64::from(change.last_day) - FIRST_OF_MARCH + 1;
        (last_day, change.next_micros.map(|micros| micros / 10_000))
    });
    (row.price_micros.map(|micros| micros / 10_000), change)
}

#[test]
fn a_sale_price_begins_and_ends_on_its_days() {
    let feed = |days: &str| {
        format!(
            "id\ttitle\tprice\tsale_price\tsale_price_effective_date\nMUG\tBlue mug\t12.50 GBP\t9.00 GBP\t{days}\n"
        )
    };
    let between = feed("2026-03-10T00:00+0000/2026-03-20T23:59+0000");
    // A price that begins later and then ends is not known for how long, so the next price is open.
    assert_eq!(price_on(9, &between), (Some(1250), Some((9, None))));
    assert_eq!(price_on(10, &between), (Some(900), Some((20, Some(1250)))));
    assert_eq!(price_on(20, &between), (Some(900), Some((20, Some(1250)))));
    assert_eq!(price_on(21, &between), (Some(1250), None));
    assert_eq!(price_on(9, &feed("")), (Some(900), None), "without days");

    let magento = |from: &str, to: &str| {
        format!(
            "sku,name,price,special_price,special_price_from_date,special_price_to_date,product_type,visibility\nMUG,Blue mug,12.50,9.00,{from},{to},simple,\"Catalog, Search\"\n"
        )
    };
    let onwards = magento("2026-03-10", "");
    assert_eq!(price_on(9, &onwards), (Some(1250), Some((9, Some(900)))));
    assert_eq!(price_on(10, &onwards), (Some(900), None));
    let until = magento("", "2026-03-20");
    assert_eq!(price_on(1, &until), (Some(900), Some((20, Some(1250)))));
}

#[test]
fn a_feed_of_yandex_market_is_read_by_offer() {
    let offer = |id: &str, name: &str| {
        format!(
            "<offer id=\"{id}\" type=\"vendor.model\" available=\"true\"><url>https://shop.example/{id}</url><price>6480</price>\
             <currencyId>RUB</currencyId><categoryId>8</categoryId><vendor>Bernina</vendor>{name}<barcode>4602193010109</barcode>\
             <description>Электромеханическая швейная машина</description></offer>"
        )
    };
    let feed = |name: &str| {
        let offers = [offer("4", name), offer("010", name)].concat();
        format!("<yml_catalog><shop><offers>{offers}</offers></shop></yml_catalog>")
    };
    let titles = |title: &str| ["4", "010"].map(|id| format!("{id}|{title}|648000|true|-"));
    let model = "<model>Bernette E56</model>";
    assert_eq!(products(&feed(model)), titles("Bernette E56"));
    let named = format!("<name>Швейная машина</name>{model}");
    assert_eq!(products(&feed(&named)), titles("Швейная машина"));
}

#[test]
fn a_feed_with_rows_of_any_name_is_read() {
    let content = "<offers xmlns:xsi=\"x\"><o id=\"7\" url=\"https://shop.example/7\" price=\"399\" stock=\"2\"><cat>Sofas</cat>\
        <name>Pokrowiec</name><imgs><main url=\"a.jpg\"/></imgs></o><o id=\"8\" url=\"https://shop.example/8\" price=\"12.50\" stock=\"0\">\
        <cat>Sofas</cat><name>Poduszka</name></o></offers>";
    assert_eq!(
        products(content),
        ["7|Pokrowiec|39900|true|-", "8|Poduszka|1250|false|-"]
    );
}

#[test]
fn settings_and_descriptions_are_no_facts_of_a_product() {
    let content = "Product ID;Active (0/1);Name *;Categories (x,y,z...);Price tax excluded;Tax rules ID;Wholesale price;Reference #;\
        Quantity;Low stock level;Depends On Stock\n1;1;iPod Nano;iPods;100.50;1;80;DEMO-1;160;;0\n3;0;MacBook Air;Laptops;1500;1;1000;DEMO-3;0;5;1\n";
    assert_eq!(
        products(content),
        [
            "DEMO-1|iPod Nano|10050|true|-",
            "DEMO-3|MacBook Air|150000|false|-"
        ]
    );
    let content = "product_id,title,reviews_count_item,price,item_details,age_group\nB1,Cuban link bracelet,807,181.00,Hidden message,adult\n\
        B2,Race track art,12,88.00,Made in Kyiv,adult\n";
    assert_eq!(
        products(content),
        [
            "B1|Cuban link bracelet|18100|true|-",
            "B2|Race track art|8800|true|-"
        ]
    );
}

#[test]
fn products_that_woocommerce_hides_are_not_offered() {
    let content = "ID,Type,SKU,Name,Published,Visibility in catalog,In stock?,Regular price\n1,simple,HOODIE,Hoodie,1,visible,1,45\n\
        2,simple,POCKET,Hoodie with Pocket,1,hidden,1,35\n3,simple,BEANIE,Beanie,1,search,1,20\n";
    assert_eq!(
        products(content),
        [
            "HOODIE|Hoodie|4500|true|-",
            "POCKET|Hoodie with Pocket|3500|false|-",
            "BEANIE|Beanie|2000|true|-"
        ]
    );
    let content = "ID,Тип,Артикул,Имя,Опубликован,Видимость в каталоге,Описание,В наличии?,Базовая цена,Изображения\n\
        41,simple,PL-1,Платье,1,visible,Это пример товара,1,1200,a.jpg\n42,simple,PL-2,Юбка,-1,hidden,Это пример товара,1,200,b.jpg\n";
    assert_eq!(
        products(content),
        ["PL-1|Платье|120000|true|-", "PL-2|Юбка|20000|false|-"]
    );
}

#[test]
fn each_variant_of_a_product_is_a_row() {
    let content = r#"{"products":[{"id":88991,"title":"Trick skateboard","handle":"trick","status":"active","image":{"src":"a.jpg"},"variants":[
        {"id":1,"title":"Grey","sku":"SK-G","price":"49.99","inventory_management":"shopify","inventory_quantity":0,"inventory_policy":"deny"},
        {"id":2,"title":"Red","sku":"SK-R","price":"52.00","inventory_management":null,"inventory_quantity":0,"inventory_policy":"deny"}]},
        {"id":88992,"title":"Wax","handle":"wax","status":"draft","variants":[{"id":3,"title":"Default Title","sku":"WAX","price":"5.00","inventory_management":null,"inventory_quantity":0}]}]}"#;
    assert_eq!(
        products(content),
        [
            "SK-G|Trick skateboard - Grey|4999|false|trick",
            "SK-R|Trick skateboard - Red|5200|true|trick",
            "WAX|Wax|500|false|wax"
        ]
    );
    // A feed that repeats the product's title.
    let content = "id\ttitle\tprice\tlink\timage_link\titem_group_id\tcolor\nT-B\tLinen shirt\t30.00 GBP\thttps://s.example/1\thttps://s.example/1.jpg\tT\tBlue\n\
        T-R\tLinen shirt\t30.00 GBP\thttps://s.example/2\thttps://s.example/2.jpg\tT\tRed\n\
        P-1\tPlate\t8.00 GBP\thttps://s.example/3\thttps://s.example/3.jpg\t\tWhite\n";
    assert_eq!(
        products(content),
        [
            "T-B|Linen shirt - Blue|3000|true|T",
            "T-R|Linen shirt - Red|3000|true|T",
            "P-1|Plate|800|true|-"
        ]
    );
}

#[test]
fn repeated_skus_are_counted_and_the_first_may_stand() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("products.csv");
    fs::write(
        &path,
        "sku,title,price\nRING,Ring,9.00\nSIZER,Free ring sizer,0\nSIZER,Sizer,0\nBOX,Box,2.00\nSIZER,Ring sizer,1.00\nBOX,Box,3.00\n",
    )
    .unwrap();
    let mut options = ImportOptions::default();
    let error = read_catalog_report(&path, &options, &mut Unwatched).unwrap_err();
    let message = error.to_string();
    let end = "products.csv:4: SKU \"SIZER\" is already listed in line 3, and 2 further rows repeat a SKU. Give each product its own, \
               or pass --accept repeated-skus to use the first row of each.";
    assert!(message.ends_with(end), "{message}");
    options.accepted = vec![Accept::RepeatedSkus];
    let catalog = read_catalog_report(&path, &options, &mut Unwatched).unwrap();
    let titles: Vec<_> = catalog
        .rows
        .into_iter()
        .filter_map(|row| row.title)
        .collect();
    assert_eq!(titles, ["Ring", "Free ring sizer", "Box"]);
    assert_eq!(catalog.report.dropped[&DropReason::RepeatedSku], 3);
}
