//! Layouts of exports that are easily misread: several products in a row, amounts in cents, the
//! currency in a header, persons beside products, and words for "no".

use tillside::import::{Accept, Decimal, DropReason, ImportOptions, Role};

use crate::import::read_with;

/// The lines as `order|SKU|title|price in millionths|time|currency|cancelled`.
fn lines(content: &str) -> Vec<String> {
    let (lines, _) = read_with(content.as_bytes(), &ImportOptions::default()).unwrap();
    lines
}

#[test]
fn products_in_numbered_columns_become_rows() {
    let content = "order_no,currency,item_sku_1,item_qty_1,item_price_1,item_sku_2,item_qty_2,item_price_2\n\
                   1,GBP,MUG,2,12.50,POT,1,29.00\n2,GBP,POT,1,29.00,,,\n";
    let found = [
        "1|MUG||12500000||GBP|", "1|POT||29000000||GBP|", "2|POT||29000000||GBP|",
    ];
    assert_eq!(lines(content), found);
}

#[test]
fn lines_of_an_address_and_options_of_a_variant_are_no_products() {
    let content = "order,sku,quantity,address 1,address 2,option1 name,option2 name\n\
                   1,MUG,1,Mill Lane,York,Size,Color\n1,POT,1,Mill Lane,York,Size,Color\n";
    assert_eq!(lines(content), ["1|MUG|||||", "1|POT|||||"]);
}

#[test]
fn a_packed_product_keeps_the_sku_in_brackets() {
    let content = "Order #,Items\n1,Blue mug (SKU: MUG) x 2 | Tea pot (SKU: POT) x 1\n2,Tea pot (SKU: POT) x 1\n";
    let found = [
        "1|MUG|Blue mug||||", "1|POT|Tea pot||||", "2|POT|Tea pot||||",
    ];
    assert_eq!(lines(content), found);
}

#[test]
fn the_only_customer_is_no_title() {
    let content = "Order,Name,Email,SKU,Name,Quantity\n1,Ann Smith,a@b.example,MUG,Blue mug,1\n\
                   1,Ann Smith,a@b.example,POT,Tea pot,1\n2,Ann Smith,a@b.example,SPOON,Tea spoon,1\n";
    let found = [
        "1|MUG|Blue mug||||", "1|POT|Tea pot||||", "2|SPOON|Tea spoon||||",
    ];
    assert_eq!(lines(content), found);
}

#[test]
fn the_header_of_a_price_can_name_the_currency() {
    let content = "Bestellnr.;Art.-Nr.;Menge;Preis CHF\n1;MUG;1;12.50\n1;POT;1;1’290.00\n";
    assert_eq!(
        lines(content),
        ["1|MUG||12500000||CHF|", "1|POT||1290000000||CHF|"]
    );
}

#[test]
fn cents_are_read_as_cents() {
    let content = "order_id,sku,quantity,price_cents,currency\n1,MUG,3,1250,USD\n1,POT,1,900,USD\n";
    assert_eq!(
        lines(content),
        ["1|MUG||12500000||USD|", "1|POT||9000000||USD|"]
    );
    let content = content.replace("price_cents", "price");
    let options = ImportOptions {
        decimal: Some(Decimal::Hundredths),
        ..ImportOptions::default()
    };
    let (lines, _) = read_with(content.as_bytes(), &options).unwrap();
    assert_eq!(lines, ["1|MUG||12500000||USD|", "1|POT||9000000||USD|"]);
}

#[test]
fn a_no_in_any_language_cancels_nothing() {
    for (yes, no) in [
        ("Ja", "Nee"),
        ("да", "нет"),
        ("Oui", "Non"),
        ("TRUE", "FALSE"),
        ("はい", "いいえ"),
    ] {
        let content = format!("order,sku,cancelled\n1,MUG,{no}\n2,MUG,{yes}\n3,POT,{no}\n");
        let found = ["1|MUG|||||", "2|MUG|||||cancelled", "3|POT|||||"];
        assert_eq!(lines(&content), found, "{no}");
    }
}

#[test]
fn the_type_of_a_receipt_tells_refunds_from_sales() {
    let content = "Receipt number,Receipt type,SKU,Quantity,Gross sales,Cost of goods\n\
                   1,Sale,MUG,2,25.00,9.00\n2,Refund,MUG,1,12.50,4.50\n";
    assert_eq!(
        lines(content),
        ["1|MUG||12500000|||", "2|MUG||12500000|||cancelled"]
    );
}

#[test]
fn a_bare_number_is_the_order_if_dates_and_products_say_so() {
    let content = "Date,Num,SKU,Qty\n11/25/2024,7001,MUG,1\n11/25/2024,7001,POT,1\n\
                   11/26/2024,7002,MUG,1\n11/26/2024,7002,SPOON,1\n";
    let found = lines(content);
    let orders: Vec<&str> = found.iter().map(|line| &line[..4]).collect();
    assert_eq!(orders, ["7001", "7001", "7002", "7002"]);
}

/// The SKUs of the lines.
fn skus(content: &str) -> Vec<String> {
    let found = lines(content);
    let skus = found.iter().map(|line| line.split('|').nth(1));
    skus.map(|sku| sku.unwrap_or_default().to_owned()).collect()
}

#[test]
fn the_number_of_a_row_is_no_sku() {
    let content = "Order Id,Order Date,Item Selection Id,Menu Item,Qty\n1,2024-03-14,9001,Blue mug,1\n\
                   1,2024-03-14,9002,Tea pot,1\n2,2024-03-20,9003,Blue mug,1\n2,2024-03-20,9004,Tea pot,1\n";
    let titles = ["Blue mug", "Tea pot", "Blue mug", "Tea pot"];
    assert_eq!(skus(content), titles);
}

#[test]
fn the_number_of_a_parent_product_is_no_sku() {
    let content = "order number,date,product id,item code,product title,quantity\n\
                   1,2024-03-14,77,MUG-S,Small mug,1\n1,2024-03-14,77,MUG-L,Large mug,1\n\
                   2,2024-03-20,77,MUG-S,Small mug,1\n2,2024-03-20,77,MUG-L,Large mug,1\n";
    assert_eq!(skus(content), ["MUG-S", "MUG-L", "MUG-S", "MUG-L"]);
}

#[test]
fn the_code_of_the_shop_is_better_than_the_number_of_its_database() {
    let content = "orderid,orderdate,productid,productcode,productname,quantity\n\
                   1,2024-03-14,17,MUG,Blue mug,1\n1,2024-03-14,18,POT,Tea pot,1\n\
                   2,2024-03-20,17,MUG,Blue mug,1\n2,2024-03-20,18,POT,Tea pot,1\n";
    assert_eq!(skus(content), ["MUG", "POT", "MUG", "POT"]);
}

#[test]
fn the_own_number_of_a_product_is_better_than_a_barcode() {
    let content = "Bestelnummer;Besteldatum;Referentie;EAN;Titel;Aantal\n\
                   1;14-03-2024;MUG;8710000001017;Blue mug;1\n1;14-03-2024;POT;8710000001018;Tea pot;1\n\
                   2;20-03-2024;MUG;8710000001017;Blue mug;1\n2;20-03-2024;POT;8710000001018;Tea pot;1\n";
    assert_eq!(skus(content), ["MUG", "POT", "MUG", "POT"]);
}

#[test]
fn the_reference_of_an_order_is_no_sku() {
    let content = "Bestelnummer;Besteldatum;Referentie;EAN;Titel;Aantal\n\
                   1;14-03-2024;A1;8710000001017;Blue mug;1\n1;14-03-2024;A1;8710000001018;Tea pot;1\n\
                   2;20-03-2024;A2;8710000001017;Blue mug;1\n2;20-03-2024;A2;8710000001018;Tea pot;1\n";
    let found = skus(content);
    assert_eq!(
        found,
        [
            "8710000001017", "8710000001018", "8710000001017", "8710000001018"
        ]
    );
}

#[test]
fn the_names_of_fields_of_an_erp_are_headers() {
    let content = "VBELN;POSNR;AUDAT;KUNNR;MATNR;ARKTX;KWMENG;NETPR;NETWR;WAERK\n\
                   50001;000010;20240314;0000100001;MUG;Blue mug;2,000;12,50;25,00;EUR\n\
                   50001;000020;20240314;0000100001;POT;Tea pot;1,000;29,00;29,00;EUR\n\
                   50002;000010;20240320;0000100002;POT;Tea pot;1,000;29,00;29,00;EUR\n";
    let found = lines(content);
    let facts: Vec<&str> = found
        .iter()
        .map(|line| line.get(..26).unwrap_or(line))
        .collect();
    assert_eq!(
        facts,
        [
            "50001|MUG|Blue mug|1250000",
            "50001|POT|Tea pot|29000000",
            "50002|POT|Tea pot|29000000"
        ]
    );
}

#[test]
fn the_items_of_orders_in_xml_have_the_facts_of_their_order() {
    let order = |number: u32, status: &str, items: &str| {
        format!(
            "<Order><OrderNumber>{number}</OrderNumber><Customer><Name>Ann Private</Name></Customer>\
             <Items>{items}</Items><Status>{status}</Status><Currency>EUR</Currency></Order>"
        )
    };
    let item = |sku: &str, price: &str| {
        format!(
            "<Item><SKU>{sku}</SKU><Name>Nice {sku}</Name><Quantity>1</Quantity>\
             <UnitPrice>{price}</UnitPrice></Item>"
        )
    };
    let (mug, pot) = (item("MUG", "12.50"), item("POT", "29.00"));
    let content = [
        order(1, "completed", &format!("{mug}{pot}")),
        order(2, "cancelled", &pot),
    ];
    let content = format!("<?xml version='1.0'?><Orders>{}</Orders>", content.concat());
    let found = [
        "1|MUG|Nice MUG|12500000||EUR|",
        "1|POT|Nice POT|29000000||EUR|",
        "2|POT|Nice POT|29000000||EUR|cancelled",
    ];
    assert_eq!(lines(&content), found);
}

#[test]
fn fields_in_xml_may_be_attributes_and_lines_have_other_names() {
    let demandware = |number: u32, status: &str| {
        format!(
            "<order order-no=\"{number}\"><order-date>2024-03-01T10:00:00Z</order-date><currency>USD</currency>\
             <status><order-status>{status}</order-status></status><product-lineitems>\
             <product-lineitem><product-id>MUG</product-id><product-name>Blue mug</product-name>\
             <quantity unit=\"\">1.0</quantity><base-price>12.50</base-price></product-lineitem>\
             <product-lineitem><product-id>POT</product-id><product-name>Tea pot</product-name>\
             <quantity unit=\"\">2.0</quantity><base-price>29.00</base-price></product-lineitem>\
             </product-lineitems></order>"
        )
    };
    let content = format!(
        "<orders>{}{}</orders>",
        demandware(1, "COMPLETED"),
        demandware(2, "CANCELLED")
    );
    let found = lines(&content);
    assert_eq!(found.len(), 4, "{found:?}");
    assert!(found[1].starts_with("1|POT|Tea pot|29000000|"), "{found:?}");
    assert!(found[3].ends_with("USD|cancelled"), "{found:?}");

    let attributes = "<Export><Bestellung Nr='7' Waehrung='EUR'><Positionen><Position ArtNr='MUG' Menge='2' Einzelpreis='12.50'/>\
        <Position ArtNr='POT' Menge='1' Einzelpreis='29.00'/></Positionen></Bestellung>\
        <Bestellung Nr='8' Waehrung='EUR'><Positionen><Position ArtNr='POT' Menge='1' Einzelpreis='29.00'/></Positionen></Bestellung></Export>";
    assert_eq!(
        lines(attributes),
        [
            "7|MUG||12500000||EUR|", "7|POT||29000000||EUR|", "8|POT||29000000||EUR|"
        ]
    );
}

#[test]
fn a_bare_number_can_be_named_as_the_order() {
    let content = "Date,Transaction type,Num,Customer,Product/Service,Memo/Description,Qty\n\
                   11/25/2024,Invoice,7001,Ann,MUG,Blue mug,1\n11/25/2024,Invoice,7001,Ann,POT,Tea pot,1\n\
                   11/26/2024,Invoice,7002,Bob,MUG,Blue mug,1\n11/26/2024,Invoice,7002,Bob,SPOON,Spoon,1\n";
    let options = ImportOptions {
        columns: vec![(Role::Order, "Num".to_owned())],
        ..ImportOptions::default()
    };
    let (lines, _) = read_with(content.as_bytes(), &options).unwrap();
    let found: Vec<&str> = lines.iter().map(|line| &line[..8]).collect();
    assert_eq!(found, ["7001|MUG", "7001|POT", "7002|MUG", "7002|SPO"]);
}

#[test]
fn a_void_line_is_not_bought() {
    let content =
        "Order Id,SKU,Qty,Void?\n1,MUG,1,false\n1,POT,1,false\n2,MUG,1,true\n3,POT,1,false\n";
    let found = [
        "1|MUG|||||", "1|POT|||||", "2|MUG|||||cancelled", "3|POT|||||",
    ];
    assert_eq!(lines(content), found);
}

#[test]
fn customers_and_days_replace_orders_if_the_user_agrees() {
    let content = "Member_number,Date,itemDescription\n18,21-07-2015,pip fruit\n25,05-01-2015,whole milk\n\
                   18,21-07-2015,rolls\n18,22-07-2015,whole milk\n25,05-01-2015,rolls\n";
    let error = read_with(content.as_bytes(), &ImportOptions::default()).unwrap_err();
    assert!(error.contains("--accept customer-days"), "{error}");
    let options = ImportOptions {
        accepted: vec![Accept::CustomerDays],
        ..ImportOptions::default()
    };
    let (lines, _) = read_with(content.as_bytes(), &options).unwrap();
    let orders: Vec<&str> = lines
        .iter()
        .filter_map(|line| line.split('|').next())
        .collect();
    assert_eq!(
        orders,
        ["18 16637", "25 16440", "18 16637", "18 16638", "25 16440"]
    );
}

#[test]
fn the_date_of_a_transaction_is_no_order() {
    let content = "TRANSACTION_DT,CUSTOMER_ID,PRODUCT_SUBCLASS,PRODUCT_ID,SALES_PRICE\n11/1/2000,01104905,110411,4710199010372,30\n\
         11/13/2000,00418683,120107,4710857472535,46\n";
    let error = read_with(content.as_bytes(), &ImportOptions::default()).unwrap_err();
    assert!(error.contains("no column for the order"), "{error}");
}

#[test]
fn views_and_additions_to_the_cart_are_no_purchases() {
    let content = "event_time,event_type,product_id,price,user_id,user_session\n\
                   2019-10-01 00:00:00 UTC,view,44600062,35.79,5413,a\n2019-10-01 00:00:01 UTC,purchase,3900821,33.20,5547,b\n\
                   2019-10-01 00:00:01 UTC,cart,17200506,543.10,5191,c\n2019-10-01 00:00:02 UTC,purchase,44600062,35.79,5547,b\n";
    let (lines, report) = read_with(content.as_bytes(), &ImportOptions::default()).unwrap();
    assert_eq!(lines.len(), 2);
    assert!(lines.iter().all(|line| line.starts_with("b|")), "{lines:?}");
    assert_eq!(report.dropped.get(&DropReason::NotAPurchase), Some(&2));
}

#[test]
fn the_state_of_an_address_is_no_status() {
    let content = "Order ID,Order Date,City,State,Product ID,Product Name,Sales,Quantity\n\
                   CA-1,11/28/2016,Henderson,Kentucky,FUR-1,Bookcase,261.96,2\nCA-1,11/28/2016,Henderson,Kentucky,FUR-2,Chair,731.94,3\n\
                   CA-2,6/12/2016,Albany,New York,OFF-1,Labels,14.62,2\n";
    let (_, report) = read_with(content.as_bytes(), &ImportOptions::default()).unwrap();
    assert_eq!(report.reading.statuses, [""; 0]);
    let content = "Order,State,SKU\n1,sale,MUG\n1,sale,POT\n2,cancel,MUG\n";
    let (lines, report) = read_with(content.as_bytes(), &ImportOptions::default()).unwrap();
    assert_eq!(report.reading.statuses, ["State"]);
    assert_eq!(lines.last().unwrap(), "2|MUG|||||cancelled");
}

#[test]
fn an_article_number_or_a_group_of_products_is_no_title() {
    let content = "Order ID,Date,Status,SKU,ASIN,Qty,currency,Amount\n\
                   405-1,04-30-22,Shipped,SET389-KR-S,B09KXVBD7Z,1,INR,647.62\n171-9,04-30-22,Shipped,JNE3781-XL,B09K3WFS32,1,INR,406.00\n";
    let titles = |content: &str| {
        let (_, report) = read_with(content.as_bytes(), &ImportOptions::default()).unwrap();
        report.reading.columns.get("title").cloned()
    };
    assert_eq!(titles(content), None);
    let content = "ORDERNUMBER,PRODUCTLINE,PRODUCTCODE,QUANTITYORDERED\n10107,Motorcycles,S10_1678,30\n10107,Trains,S10_2016,39\n";
    assert_eq!(titles(content), None);
}

#[test]
fn a_customer_who_is_the_same_in_all_rows_gives_way_to_another_column() {
    let content = "Customer Email,Customer Id,Order Id,Product Name,Risk of late delivery\n\
                   XXXXXXXXX,20755,77202,Smart watch,0\nXXXXXXXXX,19492,75939,Smart watch,1\nXXXXXXXXX,19491,75938,Rip deck,0\n";
    let (_, report) = read_with(content.as_bytes(), &ImportOptions::default()).unwrap();
    let columns = &report.reading.columns;
    assert_eq!(columns.get("customer").unwrap(), "Customer Id");
    assert_eq!(columns.get("currency"), None);
}

#[test]
fn the_quantity_of_a_transaction_is_a_quantity() {
    let content = "transaction_id,transaction_date,transaction_qty,product_id,unit_price\n1,2023-01-01,2,32,3\n2,2023-01-13,1,57,3.1\n";
    let (_, report) = read_with(content.as_bytes(), &ImportOptions::default()).unwrap();
    assert_eq!(
        report.reading.columns.get("quantity").unwrap(),
        "transaction_qty"
    );
}

#[test]
fn codes_with_one_title_each_are_the_sku() {
    let content = "Verkaufsbeleg;Position;Material;Bezeichnung;Auftragsmenge;Nettopreis\n\
                   4711;10;100-200;Tasse blau;2;12,50\n4711;20;100-300;Teller;1;8,90\n4712;10;100-200;Tasse blau;1;12,50\n";
    assert_eq!(skus(content), ["100-200", "100-300", "100-200"]);
    // A price belongs to one title, too.
    let content = "Order;Name of the product;Fabric\n1;Blue mug;12\n1;Plate;24\n2;Blue mug;12\n";
    assert_eq!(skus(content), ["Blue mug", "Plate", "Blue mug"]);
}

#[test]
fn a_bare_number_is_the_order_of_invoices_without_skus() {
    let content = "Date,Transaction Type,Num,Name,Product/Service,Memo/Description,Qty,Sales Price,Amount\n\
        01/15/2024,Invoice,1001,Amy,Mug blue,Blue mug,2,12.50,25.00\n01/15/2024,Invoice,1001,Amy,Plate,Plate flat,1,8.00,8.00\n\
        01/16/2024,Sales Receipt,1002,Bill,Mug blue,Blue mug,1,12.50,12.50\n01/16/2024,Sales Receipt,1002,Bill,Plate,Plate flat,3,8.00,24.00\n\
        01/17/2024,Invoice,1003,Cool,Mug blue,Blue mug,1,12.50,12.50\n";
    let (lines, report) = read_with(content.as_bytes(), &ImportOptions::default()).unwrap();
    assert_eq!(report.reading.columns.get("order").unwrap(), "Num");
    assert!(lines[0].starts_with("1001|Mug blue|"), "{lines:?}");
}

/// The header of the column that was taken for a role; empty for none.
fn column_of(role: &str, content: &str) -> String {
    let (_, report) = read_with(content.as_bytes(), &ImportOptions::default()).unwrap();
    let found = report.reading.columns.get(role);
    found.map_or_else(String::new, ToString::to_string)
}

fn assert_columns(content: &str, found: &[(&str, &str)]) {
    for (role, header) in found {
        assert_eq!(column_of(role, content), *header, "{role}");
    }
}

#[test]
fn a_column_named_type_tells_refunds_from_sales() {
    let italian = "Numero scontrino;Data;Operatore;Codice articolo;Descrizione;Quantità;Prezzo unitario;Tipo\n\
        1;01/03/2024;Gina;MUG;Tazza;1;12,50;Vendita\n2;15/03/2024;Gina;MUG;Tazza;1;12,50;Reso\n";
    let found: Vec<bool> = lines(italian)
        .iter()
        .map(|line| line.ends_with("cancelled"))
        .collect();
    assert_eq!(found, [false, true]);
    // The type of a product is none.
    let content = "Order,SKU,Type\n1,MUG,simple\n2,POT,variation\n";
    assert_eq!(lines(content), ["1|MUG|||||", "2|POT|||||"]);
}

#[test]
fn staff_are_not_customers() {
    let content = "Date,Receipt number,Name,SKU,Quantity,Unit price,Staff\n\
        2024-03-01,400,Blue mug,MUG,2,12.50,Anna\n2024-03-02,401,Plate,PLT,1,8.00,Ben\n";
    assert_eq!(column_of("customer", content), "");
    let german = "Belegnummer;Belegdatum;Artikelnr.;Menge;Bediener;Kundennummer\n1;13.03.2024;MUG;1;Eva;K7\n";
    assert_eq!(column_of("customer", german), "Kundennummer");
}

#[test]
fn an_indonesian_export_has_its_date_price_and_customer() {
    let content = "No. Pesanan,Status Pesanan,Waktu Pesanan Dibuat,SKU Induk,Nomor Referensi SKU,Nama Produk,Harga Awal,Harga Setelah Diskon,Jumlah,Username (Pembeli),Nama Penerima\n\
        24A,Selesai,2024-03-01 10:00,MUG,MUG-B,Mug biru,50000,45000,1,budi7,Budi\n24B,Batal,2024-03-02 10:00,PLT,PLT-W,Piring,40000,38000,1,ani,Ani\n";
    let found = [
        ("time", "Waktu Pesanan Dibuat"),
        ("sku", "Nomor Referensi SKU"),
        ("price", "Harga Setelah Diskon"),
        ("customer", "Username (Pembeli)"),
    ];
    assert_columns(content, &found);
}

#[test]
fn the_number_of_a_line_in_an_order_is_not_the_order() {
    let content = "子订单编号,主订单编号,标题,价格,购买数量,商家编码,订单状态,买家应付货款,付款时间\n\
        S1,M1,蓝色杯子,45.00,1,MUG,交易成功,45.00,2024-03-01 10:00:00\nS2,M1,盘子,38.00,1,PLT,交易成功,38.00,2024-03-01 10:00:00\n\
        S3,M2,盘子,38.00,1,PLT,交易关闭,38.00,2024-03-02 10:00:00\n";
    let found = [
        ("order", "主订单编号"),
        ("sku", "商家编码"),
        ("title", "标题"),
        ("customer", ""),
    ];
    assert_columns(content, &found);
}

#[test]
fn persian_and_hungarian_exports_are_read() {
    let persian = "شماره سفارش,تاریخ سفارش,وضعیت,کد کالا,نام کالا,تعداد,قیمت واحد,نام مشتری\n\
        500,2024-03-01,تحویل شده,MUG,لیوان,1,125000,علی\n501,2024-03-02,لغو شده,PLT,بشقاب,1,80000,رضا\n";
    let read = lines(persian);
    assert_eq!(read.len(), 2);
    assert!(
        read[0].starts_with("500|MUG|لیوان|125000000000|"),
        "{read:?}"
    );
    assert!(read[1].ends_with("cancelled"), "{read:?}");
    let hungarian = "Rendelés azonosító;Rendelés dátuma;Rendelés státusza;Cikkszám;Termék neve;Mennyiség;Bruttó egységár\n\
        500-1;2024.03.01.;Törölve;MUG;Bögre;1;4500\n501-1;2024.03.02.;Lezárva;PLT;Tányér;1;3800\n";
    let cancelled: Vec<bool> = lines(hungarian)
        .iter()
        .map(|line| line.ends_with("cancelled"))
        .collect();
    assert_eq!(cancelled, [true, false]);
}

#[test]
fn a_counter_of_all_rows_is_no_sku() {
    let rows = |from: u32| -> String {
        let row = |n: u32| {
            format!(
                "{},{},{}_m,1\n",
                n,
                n / 2,
                ["hawaiian", "classic"][n as usize % 2]
            )
        };
        (from..from + 30).map(row).collect()
    };
    let content = format!("pizza_id,order_id,pizza_name_id,quantity\n{}", rows(1));
    assert_columns(&content, &[("order", "order_id"), ("sku", "pizza_name_id")]);
}

#[test]
fn the_number_of_a_line_is_no_title() {
    assert_columns(
        "SalesOrderID,OrderDate,CustomerID,LineItem,ProductID,OrderQty,LineItemTotal\n71774,2022-06-01,29847,1,836,1,356.9\n\
         71774,2022-06-01,29847,2,822,1,356.9\n71776,2022-06-01,30072,1,907,1,63.9\n",
        &[
            ("order", "SalesOrderID"),
            ("sku", "ProductID"),
            ("quantity", "OrderQty"),
        ],
    );
}

#[test]
fn an_unknown_product_is_none() {
    let content = "Transaction ID,Item,Quantity,Price Per Unit\nT1,Coffee,2,3.00\nT1,UNKNOWN,3,3.00\nT2,ERROR,1,2.00\nT2,Cake,1,2.00\n\
                   T3,NONE,1,2.00\nT3,Coffee,1,3.00\n";
    let (_, report) = read_with(content.as_bytes(), &ImportOptions::default()).unwrap();
    assert_eq!((report.kept, report.dropped[&DropReason::NoSku]), (3, 3));
}

#[test]
fn the_total_of_a_receipt_is_no_price_of_its_products() {
    let content = "Date,Receipt number,Receipt type,Gross sales,Dining option,Description\n\
                   2026-01-13 23:50,2-1678,Sale,148.88,Dine in,\"1 x CHOCO, 1 x POWDER\"\n\
                   2026-01-14 10:11,2-1677,Sale,68.00,Takeaway,\"1 x CHUCKIE, 2 x BUTTER\"\n";
    let (lines, _) = read_with(content.as_bytes(), &ImportOptions::default()).unwrap();
    assert_eq!(lines.len(), 4, "{lines:?}");
    assert!(
        lines
            .iter()
            .all(|line| !line.contains("148880000") && !line.contains("68000000")),
        "{lines:?}"
    );
}

#[test]
fn words_of_a_status_are_no_orders() {
    let content = "date,name,transaction\n2026-01-13,Ekaterina Petrova,cancelled\n2026-01-14,Irina Fedorova,successful\n\
                   2026-01-15,Olga Ivanova,cancelled\n2026-01-16,Irina Fedorova,cancelled\n";
    let error = read_with(content.as_bytes(), &ImportOptions::default()).unwrap_err();
    assert!(
        error.contains("no column for the order was recognized"),
        "{error}"
    );
}

#[test]
fn a_column_that_says_whether_an_order_was_undone_is_its_status() {
    let content = "Purchase ID,Item Name,Item Price,Purchase Date,Refunded?,Partial Refund,Fully Refunded?,Disputed?,Quantity\n\
                   1,Font Pack,12.00,2024-03-02,0,0,0,0,1\n1,Pen Set,4.00,2024-03-02,0,0,0,0,1\n\
                   2,Icon Set,15.00,2024-03-03,1,0,1,0,1\n3,Font Pack,12.00,2024-03-04,0,3,0,0,1\n4,Brush Set,9.00,2024-03-13,0,0,0,1,2\n";
    let (lines, report) = read_with(content.as_bytes(), &ImportOptions::default()).unwrap();
    let cancelled: Vec<bool> = lines
        .iter()
        .map(|line| line.ends_with("cancelled"))
        .collect();
    assert_eq!(cancelled, [false, false, true, false, true], "{lines:?}");
    assert_eq!(
        report.statuses.keys().collect::<Vec<_>>(),
        ["Disputed?", "Fully Refunded?", "Refunded?"]
    );
    // A product that was sent back does not undo the order, and an amount is no answer.
    let content = "order,sku,qty,returned,refunded\n1,A,1,1,0.00\n1,B,1,0,12.50\n2,A,1,0,0.00\n";
    assert_eq!(self::lines(content), ["1|A|||||", "1|B|||||", "2|A|||||"]);
}

#[test]
fn the_price_with_tax_is_taken_in_any_language() {
    for (net, gross) in [
        ("Price", "Price with VAT"),
        ("Pret unitar fara TVA", "Pret unitar cu TVA"),
        ("Yksikköhinta (alv 0 %)", "Yksikköhinta (sis. alv)"),
        ("Preço s/ IVA", "Preço c/ IVA"),
        ("Cena bez DPH", "Cena s DPH"),
        ("Birim fiyat (KDV hariç)", "Birim fiyat (KDV dahil)"),
        ("Цена без НДС", "Цена с НДС"),
        ("Prezzo netto", "Prezzo ivato"),
        ("Item price", "Item price with tax"),
    ] {
        for (header, cells) in [
            (format!("{net},{gross}"), "8,9"),
            (format!("{gross},{net}"), "9,8"),
        ] {
            let content = format!("order,sku,qty,{header}\n1,A,1,{cells}\n1,B,1,{cells}\n");
            assert_eq!(
                lines(&content),
                ["1|A||9000000|||", "1|B||9000000|||"],
                "{header}"
            );
        }
    }
    let content = "Invoice No,Date,SKU,Quantity,VAT Rate,Amount\n1,2024-03-01,A,2,20,19.00\n1,2024-03-01,B,1,20,4.00\n";
    assert_eq!(
        lines(content),
        ["1|A||9500000|1709251200||", "1|B||4000000|1709251200||"]
    );
}

#[test]
fn orders_quantities_and_titles_have_names_in_many_languages() {
    for header in [
        "訂單編號,商品貨號,商品名稱,數量",
        "主單編號,商品料號,商品名稱,數量",
        "オーダー番号,品番,アイテム名,数量",
        "ID Transaksi,SKU,Nama Barang,Jumlah Barang",
        "Numar comanda,SKU,Nume produs,Buc.",
        "Doc No,Item code,Item name,Qty",
        "Num. ordine,Codice articolo,Nome articolo,Q.tà",
        "Ordrenummer,Varenummer,Varetekst,Antall",
        "Účtenka číslo,Kód zboží,Název zboží,Množství",
    ] {
        let content = format!("{header}\n1,A,Mug,2\n1,B,Pot,1\n2,A,Mug,3\n");
        assert_eq!(
            lines(&content),
            ["1|A|Mug||||", "1|B|Pot||||", "2|A|Mug||||"],
            "{header}"
        );
    }
    // A marketplace has a code of its own beside that of the seller.
    let content = "Order number,Product SKU,Offer SKU,Quantity\n1,M-77,A,1\n1,M-78,B,1\n";
    assert_eq!(lines(content), ["1|A|||||", "1|B|||||"]);
}

#[test]
fn refunds_that_did_not_happen_and_orders_that_are_not_paid() {
    for status in [
        "没有申请退款",
        "无售后或售后取消",
        "İade yok",
        "Brak zwrotu",
        "Sin devolución",
        "Refund rejected",
    ] {
        let content = format!("order,sku,refund status\n1,A,{status}\n1,B,{status}\n");
        assert_eq!(lines(&content), ["1|A|||||", "1|B|||||"], "{status}");
    }
    for status in [
        "Awaiting Payment", "pending_payment", "待付款", "入金待ち", "Čeká na platbu", "Sztornó",
        "不成立", "تم الإلغاء", "Retur",
    ] {
        let content =
            format!("order,sku,order status\n1,A,{status}\n2,B,Completed\n2,A,Completed\n");
        assert_eq!(lines(&content)[0], "1|A|||||cancelled", "{status}");
    }
}

#[test]
fn lists_in_the_notation_of_python_are_products() {
    let content =
        "order_id,tags,skus\n1,\"['new', 'b2b']\",\"['MUG', 'POT']\"\n2,\"['b2b']\",\"['MUG']\"\n";
    let (found, report) = read_with(content.as_bytes(), &ImportOptions::default()).unwrap();
    assert_eq!(found.len(), 3, "{found:?}");
    assert!(
        found[0].contains("MUG") && found[1].contains("POT"),
        "{found:?}"
    );
    assert_eq!(report.reading.columns["order"], "order_id");
}

#[test]
fn the_table_of_a_column_does_not_hide_its_meaning() {
    let content = "orders.order_id,order_products.sku,order_products.name,order_products.price,customers.name\n\
                   1,A,Mug,9.50,Ann Lee\n1,B,Pot,4.00,Ann Lee\n2,A,Mug,9.50,Bob Ray\n";
    assert_eq!(
        lines(content),
        [
            "1|A|Mug|9500000|||", "1|B|Pot|4000000|||", "2|A|Mug|9500000|||"
        ]
    );
}

#[test]
fn an_export_of_matrixify_is_one_of_shopify() {
    let content = "ID,Name,Command,Send Receipt,Number,Processed At,Payment: Status,Cancelled At,Currency,Line: Type,Line: Title,\
                   Line: SKU,Line: Quantity,Line: Price,Line: Total\n\
                   51,#1001,UPDATE,FALSE,1001,2025-01-07 16:53:33 +0100,paid,,USD,Line Item,Candle,CN-310,2,14.99,29.98\n\
                   51,#1001,UPDATE,FALSE,1001,2025-01-07 16:53:33 +0100,paid,,USD,Shipping Line,Standard,,1,4.99,4.99\n\
                   52,#1002,UPDATE,FALSE,1002,2025-01-08 16:53:33 +0100,refunded,,USD,Line Item,Soap,SO-512,1,8.00,8.00\n";
    let (found, report) = read_with(content.as_bytes(), &ImportOptions::default()).unwrap();
    assert_eq!(
        found,
        [
            "#1001|CN-310|Candle|14990000|1736268813|USD|",
            "#1002|SO-512|Soap|8000000|1736355213|USD|cancelled"
        ]
    );
    assert_eq!(report.reading.preset, "shopify");
}

#[test]
fn an_order_of_magento_that_is_closed_was_refunded() {
    let content = "increment_id,status,sku,name,qty_ordered,price_incl_tax,created_at\n\
                   1,complete,A,Mug,1,9.50,2024-03-01 10:00:00\n2,closed,B,Pot,1,4.00,2024-03-02 10:00:00\n";
    let (found, report) = read_with(content.as_bytes(), &ImportOptions::default()).unwrap();
    assert_eq!(report.reading.preset, "magento");
    assert!(found[1].ends_with("cancelled"), "{found:?}");
}

#[test]
fn codes_of_statuses_are_a_question() {
    let content = "Order ID,Status,SKU\n1,P,MUG\n1,P,POT\n2,I,MUG\n3,C,POT\n4,C,MUG\n";
    let refusal = read_with(content.as_bytes(), &ImportOptions::default()).unwrap_err();
    let text = refusal;
    assert!(text.contains("\"Status\" contains codes"), "{text}");
    assert!(text.contains("--cancelled-status"), "{text}");
    let options = ImportOptions {
        cancelled_statuses: vec!["i".to_owned()],
        ..ImportOptions::default()
    };
    let (lines, _) = read_with(content.as_bytes(), &options).unwrap();
    let cancelled: Vec<bool> = lines
        .iter()
        .map(|line| line.ends_with("cancelled"))
        .collect();
    assert_eq!(cancelled, [false, false, true, false, false], "{lines:?}");
    let options = ImportOptions {
        accepted: vec![Accept::StatusCodes],
        ..ImportOptions::default()
    };
    let (lines, _) = read_with(content.as_bytes(), &options).unwrap();
    assert!(
        lines.iter().all(|line| !line.ends_with("cancelled")),
        "{lines:?}"
    );
}

#[test]
fn rows_without_a_number_that_were_sorted_are_refused() {
    let mut rows: Vec<(String, String)> = Vec::new();
    for order in 0..20 {
        rows.push((format!("S{order}"), format!("Cup {:02}", order * 7 % 20)));
        rows.push((String::new(), format!("Dish {:02}", order * 3 % 20)));
    }
    let content = |rows: &[(String, String)]| {
        let lines = rows
            .iter()
            .map(|(order, title)| format!("{order},{title},1\n"));
        format!(
            "Order Reference,Product,Quantity\n{}",
            lines.collect::<String>()
        )
    };
    let read =
        |rows: &[(String, String)]| read_with(content(rows).as_bytes(), &ImportOptions::default());
    assert_eq!(read(&rows).unwrap().0.len(), 40);
    let mut by_product = rows.clone();
    by_product.sort_by_key(|(_, title)| title.clone());
    let mut by_order = rows.clone();
    by_order.sort_by_key(|(order, _)| order.is_empty());
    for sorted in [by_product, by_order] {
        let text = read(&sorted).unwrap_err();
        assert!(text.contains("the rows were sorted"), "{text}");
    }
}

#[test]
fn amounts_of_apis_may_be_in_small_units() {
    let square = r#"{"orders":[{"id":"A","created_at":"2024-03-01T10:00:00Z","line_items":[
        {"name":"Mug","catalog_object_id":"MUG","quantity":"2","base_price_money":{"amount":1250,"currency":"USD"}},
        {"name":"Pot","catalog_object_id":"POT","quantity":"1","base_price_money":{"amount":5,"currency":"USD"}}]}]}"#;
    let etsy = r#"{"results":[{"receipt_id":"A","created_timestamp":1709287200,"transactions":[
        {"title":"Mug","sku":"MUG","quantity":2,"price":{"amount":1250,"divisor":100,"currency_code":"USD"}},
        {"title":"Pot","sku":"POT","quantity":1,"price":{"amount":5,"divisor":100,"currency_code":"USD"}}]}]}"#;
    let commercetools = r#"{"results":[{"orderNumber":"A","createdAt":"2024-03-01T10:00:00Z","lineItems":[
        {"name":{"en":"Mug"},"variant":{"sku":"MUG"},"quantity":2,"price":{"value":{"centAmount":1250,"fractionDigits":2,"currencyCode":"USD"}}},
        {"name":{"en":"Pot"},"variant":{"sku":"POT"},"quantity":1,"price":{"value":{"centAmount":5,"fractionDigits":2,"currencyCode":"USD"}}}]}]}"#;
    let stripe = r#"{"data":[{"id":"A","created":1709287200,"currency":"usd","line_items":{"data":[
        {"description":"Mug","quantity":2,"price":{"product":"MUG","unit_amount":1250}},
        {"description":"Pot","quantity":1,"price":{"product":"POT","unit_amount":5}}]}}]}"#;
    for content in [square, etsy, commercetools, stripe] {
        let found: Vec<String> = lines(content)
            .iter()
            .map(|line| {
                line.split('|')
                    .skip(2)
                    .take(2)
                    .collect::<Vec<_>>()
                    .join("|")
            })
            .collect();
        assert_eq!(found, ["Mug|12500000", "Pot|50000"], "{content}");
    }
    // Yen have no hundredths.
    let yen = stripe.replace("usd", "jpy");
    assert!(lines(&yen)[0].contains("|1250000000|"), "{:?}", lines(&yen));
}

#[test]
fn the_price_that_was_paid_is_not_the_list_price() {
    for (header, price) in [
        (
            "Ordine;SKU;Prezzo di listino;Prezzo scontato",
            "Prezzo scontato",
        ),
        (
            "Zamówienie;SKU;Cena katalogowa;Cena sprzedaży",
            "Cena sprzedaży",
        ),
        (
            "Pedido;SKU;Preço de tabela;Preço de venda",
            "Preço de venda",
        ),
        ("订单编号;商品编码;原价;成交价", "成交价"),
        ("注文番号;商品コード;定価;販売価格", "販売価格"),
    ] {
        let content = format!("{header}\n1;MUG;15.00;10.00\n2;POT;30.00;20.00\n");
        assert_columns(&content, &[("price", price)]);
    }
}

#[test]
fn a_till_that_counts_anew_each_day_has_more_orders_than_numbers() {
    let mut content = "Bon-Nr.;Datum;Uhrzeit;Artikel;Menge\n".to_owned();
    for day in 1..=9 {
        for bill in 1..=4 {
            for product in ["Tasse", "Kanne"] {
                let line = format!("{bill};0{day}.03.2024;09:1{bill};{product};1\n");
                content.push_str(&line);
            }
        }
    }
    let orders: std::collections::BTreeSet<String> = lines(&content)
        .iter()
        .filter_map(|line| Some(line.split('|').next()?.to_owned()))
        .collect();
    assert_eq!(orders.len(), 36, "{orders:?}");
    // The lines of an order may have different dates if they are below each other.
    let mut rows: Vec<&str> = content.lines().skip(1).collect();
    rows.sort_unstable();
    let by_number = format!("Bon-Nr.;Datum;Uhrzeit;Artikel;Menge\n{}\n", rows.join("\n"));
    let orders: std::collections::BTreeSet<String> = lines(&by_number)
        .iter()
        .filter_map(|line| Some(line.split('|').next()?.to_owned()))
        .collect();
    assert_eq!(orders.len(), 4, "{orders:?}");
}

#[test]
fn the_products_of_a_package_are_one_order() {
    let content = "# de venta,Fecha de venta,Estado,SKU,Título de la publicación,Unidades\n\
                   100,3 de marzo de 2024 10:00 hs.,Paquete de 2 productos,,,\n\
                   101,,Entregado,MUG,Taza,1\n\
                   102,,Entregado,POT,Tetera,1\n\
                   103,4 de marzo de 2024 10:00 hs.,Entregado,MUG,Taza,1\n";
    let orders: Vec<String> = lines(content)
        .iter()
        .map(|line| line.split('|').take(2).collect::<Vec<_>>().join("|"))
        .collect();
    assert_eq!(orders, ["100|MUG", "100|POT", "103|MUG"]);
}

#[test]
fn orders_of_one_product_each_are_a_question() {
    let rows = (0..40).map(|row| format!("2024-03-01,{}-{row},SKU{}\n", row / 2, row % 7));
    let content = format!("Date,Sub Order No,SKU\n{}", rows.collect::<String>());
    let refusal = read_with(content.as_bytes(), &ImportOptions::default()).unwrap_err();
    assert!(
        refusal.contains("No order has two different products"),
        "{refusal}"
    );
    assert!(refusal.contains("--accept single-products"), "{refusal}");
    let options = ImportOptions {
        accepted: vec![Accept::SingleProducts],
        ..ImportOptions::default()
    };
    assert_eq!(read_with(content.as_bytes(), &options).unwrap().0.len(), 40);
}

#[test]
fn whole_amounts_of_an_api_are_a_question() {
    let content = r#"[{"id":1,"currency_code":"eur","items":[{"title":"Mug","unit_price":1250,"quantity":1}]},
        {"id":2,"currency_code":"eur","items":[{"title":"Pot","unit_price":2900,"quantity":1}]}]"#;
    let refusal = read_with(content.as_bytes(), &ImportOptions::default()).unwrap_err();
    assert!(refusal.contains("--decimal hundredths"), "{refusal}");
    let whole = content.replace("eur", "jpy");
    assert!(lines(&whole)[0].contains("|1250000000|"));
}

#[test]
fn orders_of_bulk_operations_and_of_woocommerce_have_their_items() {
    let bulk = "{\"id\":\"gid://shopify/Order/1\",\"name\":\"#1\",\"displayFinancialStatus\":\"PAID\"}\n\
        {\"id\":\"gid://shopify/LineItem/1\",\"sku\":\"MUG\",\"title\":\"Mug\",\"quantity\":1,\"__parentId\":\"gid://shopify/Order/1\"}\n\
        {\"id\":\"gid://shopify/LineItem/2\",\"sku\":\"POT\",\"title\":\"Pot\",\"quantity\":1,\"__parentId\":\"gid://shopify/Order/1\"}\n";
    assert_eq!(lines(bulk), ["#1|MUG|Mug||||", "#1|POT|Pot||||"]);
    let woo = r#"[{"id":7,"status":"completed","line_items":[{"name":"Mug","sku":"MUG","quantity":2,"subtotal":"41.50",
        "subtotal_tax":"8.30","total":"41.50","total_tax":"8.30","price":20.75}]}]"#;
    assert_eq!(lines(woo), ["7|MUG|Mug|24900000|||"]);
}

#[test]
fn a_column_of_statuses_is_known_by_its_values() {
    for (header, bought, undone) in [
        ("Reason for Credit Entry", "DELIVERED", "RTO_COMPLETE"),
        ("Type", "Sales invoice", "Sales credit note"),
        ("Document Type", "Invoice", "Credit Memo"),
        ("İşlem Tipi", "Satış", "İade"),
    ] {
        let content = format!(
            "Order ID,SKU,{header}\n1,MUG,{bought}\n1,POT,{bought}\n2,MUG,{undone}\n2,POT,{undone}\n"
        );
        let undone: Vec<bool> = lines(&content)
            .iter()
            .map(|line| line.ends_with("cancelled"))
            .collect();
        assert_eq!(undone, [false, false, true, true], "{header}");
    }
    // What kind of customer it was says nothing about the order.
    let content =
        "Order ID,SKU,Customer Type\n1,MUG,New\n1,POT,New\n2,MUG,Returning\n2,POT,Returning\n";
    assert!(
        lines(content)
            .iter()
            .all(|line| !line.ends_with("cancelled"))
    );
}

#[test]
fn sums_below_an_order_are_no_products_and_a_bank_account_is_no_title() {
    let content = "Order,SKU,Product,Quantity\n1,MUG,Mug,1\n1,POT,Pot,1\n1,,Subtotal,2\n1,,Grand Total,2\n2,MUG,Mug,1\n";
    assert_eq!(skus(content), ["MUG", "POT", "MUG"]);
    let content = "Order,SKU,Product,Quantity\n1,22045,SPACEBOY GIFT WRAP,1\n1,,Gift wrap,1\n2,BOX,Gift Card Holder,1\n2,,Gift card,1\n";
    assert_eq!(skus(content), ["22045", "BOX"]);
    assert_columns(
        "order_id,sku,account iban,product_name\n1,MUG,DE02120300000000202051,Mug\n1,POT,DE02500105170137075030,Pot\n",
        &[("title", "product_name")],
    );
}

#[test]
fn returned_pieces_and_unpaid_orders_are_not_bought() {
    for header in [
        "Returned quantity", "qty_canceled", "Qty Refunded", "Cancelled Qty",
    ] {
        let content = format!("Order ID,SKU,Quantity,{header}\n1,MUG,2,0\n1,POT,1,1\n2,MUG,2,1\n");
        assert_eq!(skus(&content), ["MUG", "MUG"], "{header}");
    }
    for (paid, yes, no) in [
        ("Paid", "Yes", "No"),
        ("Bezahlt", "ja", "nein"),
        ("Paid?", "1", "0"),
    ] {
        let content =
            format!("Order ID,SKU,{paid}\n1,MUG,{yes}\n1,POT,{yes}\n2,MUG,{no}\n2,POT,{no}\n");
        let undone: Vec<bool> = lines(&content)
            .iter()
            .map(|line| line.ends_with("cancelled"))
            .collect();
        assert_eq!(undone, [false, false, true, true], "{paid}");
    }
}
