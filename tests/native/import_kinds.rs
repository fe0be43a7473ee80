//! Kinds of exports that were once read wrongly: tills, returned lines, bundles, lists of SKUs,
//! persons beside products, small units, and words of other languages.

use std::fmt::Write as _;

use tillside::import::{Accept, ImportOptions, ImportReport, Role, RowLayout, read_catalog};

use crate::cli::{said, tillside};
use crate::import::{Unwatched, read_with};

fn read(content: &str) -> (Vec<String>, ImportReport) {
    read_with(content.as_bytes(), &ImportOptions::default()).unwrap()
}

/// Order, SKU and whether the order was cancelled: `1|MUG` or `1|MUG|cancelled`.
fn bought(content: &str) -> Vec<String> {
    let short = |line: &String| {
        let cells: Vec<&str> = line.split('|').collect();
        let mut short = format!("{}|{}", cells[0], cells[1]);
        if !cells[6].is_empty() {
            short.push_str("|cancelled");
        }
        short
    };
    read(content).0.iter().map(short).collect()
}

/// The prices in millionths, by SKU.
fn prices(content: &str) -> Vec<String> {
    let (lines, _) = read(content);
    let of = |line: &String| {
        let cells: Vec<&str> = line.split('|').collect();
        format!("{} {}", cells[1], cells[3])
    };
    lines.iter().map(of).collect()
}

fn header_of(role: &str, content: &str) -> Option<String> {
    read(content).1.reading.columns.get(role).cloned()
}

fn refusal(content: &str) -> String {
    read_with(content.as_bytes(), &ImportOptions::default()).unwrap_err()
}

const TILLS: &str = "Date,Store,Register,Receipt No,SKU,Qty\n\
    2026-03-01,Leeds,1,1001,MUG,1\n2026-03-01,Leeds,1,1001,POT,1\n\
    2026-03-01,York,1,1001,SPOON,2\n2026-03-01,York,1,1001,MUG,1\n\
    2026-03-01,Leeds,1,1002,POT,1\n2026-03-01,York,1,1002,POT,1\n2026-03-01,York,1,1002,SPOON,1\n";

#[test]
fn each_store_has_numbers_of_its_own() {
    assert_eq!(
        bought(TILLS),
        [
            "1001 Leeds|MUG", "1001 Leeds|POT", "1001 York|SPOON", "1001 York|MUG",
            "1002 Leeds|POT", "1002 York|POT", "1002 York|SPOON"
        ]
    );
    assert_eq!(read(TILLS).1.reading.stores, ["Store"]);
    let german = TILLS
        .replace("Store,Register", "Filiale,Kassen-Nr.")
        .replace(',', ";");
    assert_eq!(read(&german).1.reading.stores, ["Filiale"]);
}

#[test]
fn an_order_that_several_stores_deliver_is_one_order() {
    let with_customer = TILLS
        .lines()
        .map(|line| {
            let number = line.split(',').nth(3).unwrap_or_default();
            let customer = if number == "Receipt No" {
                "Customer ID"
            } else {
                number
            };
            format!("{line},{customer}")
        })
        .collect::<Vec<_>>()
        .join("\n");
    assert!(read(&with_customer).1.reading.stores.is_empty());
    let of_sellers = "Date,Store,Order No,SKU,Qty\n2026-03-01,Leeds,1,MUG,1\n2026-03-01,Leeds,1,CUP,1\n2026-03-01,York,1,POT,1\n\
                      2026-03-01,Leeds,2,MUG,1\n2026-03-01,York,2,POT,1\n2026-03-01,York,2,SPOON,1\n";
    assert!(read(of_sellers).1.reading.stores.is_empty());
    let at_one_time = TILLS.replace("2026-03-01", "2026-03-01 10:15:00");
    assert!(read(&at_one_time).1.reading.stores.is_empty());
    let options = ImportOptions {
        columns: vec![(Role::Store, "Store".to_owned())],
        ..ImportOptions::default()
    };
    let (lines, _) = read_with(at_one_time.as_bytes(), &options).unwrap();
    assert!(lines[2].starts_with("1001 York|"), "{lines:?}");
}

#[test]
fn stores_that_share_numbers_below_the_first_rows_are_a_question() {
    let mut content = "Date,Store,Receipt No,SKU,Qty\n".to_owned();
    for (store, day) in [("Leeds", 1), ("York", 2)] {
        for number in 0..600 {
            for sku in ["MUG", "POT"] {
                writeln!(content, "2026-03-{day:02},{store},{number},{sku},1").unwrap();
            }
        }
    }
    let error = refusal(&content);
    assert!(error.contains("--column store=\"Store\""), "{error}");
    let options = ImportOptions {
        accepted: vec![Accept::SharedNumbers],
        ..ImportOptions::default()
    };
    assert!(read_with(content.as_bytes(), &options).is_ok());
}

#[test]
fn a_title_without_a_sku_has_that_of_the_other_rows() {
    let content = "Order ID,SKU,Product title,Qty\n1,MUG,Blue mug,1\n1,,Tea pot,1\n2,POT,Tea pot,1\n\
                   2,,Blue mug,1\n3,,Spoon,1\n3,CUP-1,Cup,1\n4,CUP-2,Cup,1\n4,,Cup,1\n";
    assert_eq!(
        bought(content),
        [
            "1|MUG", "1|POT", "2|POT", "2|MUG", "3|Spoon", "3|CUP-1", "4|CUP-2", "4|Cup"
        ]
    );
}

#[test]
fn the_sku_of_a_title_may_be_far_below() {
    let mut content = "Order ID,SKU,Product title,Qty\n0,,Tea pot,1\n".to_owned();
    for order in 1..1200 {
        writeln!(content, "{order},MUG,Blue mug,1").unwrap();
    }
    content.push_str("1200,POT,Tea pot,1\n1200,MUG,Blue mug,1\n");
    assert_eq!(bought(&content)[0], "0|POT");
}

#[test]
fn a_returned_line_is_not_bought_and_the_others_of_its_order_are() {
    for (header, cell) in [
        ("Refund date", "2026-03-05"),
        ("returned_at", "2026-03-05 10:00:00"),
        ("Cancelled at", "2026-03-05"),
        ("Return reason", "It was broken"),
        ("Retourniert am", "05.03.2026"),
        ("Returned", "yes"),
        ("Item status", "returned"),
        ("Status", "returned"),
    ] {
        let other = match header {
            "Status" | "Item status" => "delivered",
            "Returned" => "no",
            _ => "",
        };
        let content = format!(
            "Order ID,Order date,SKU,Qty,{header}\n1,2026-03-01,MUG,1,{other}\n1,2026-03-01,POT,1,{cell}\n\
             2,2026-03-02,POT,1,{other}\n2,2026-03-02,SPOON,1,{other}\n"
        );
        assert_eq!(bought(&content), ["1|MUG", "2|POT", "2|SPOON"], "{header}");
    }
}

#[test]
fn a_cancellation_in_the_first_row_of_an_order_is_that_of_the_order() {
    let content = "Order ID,Order date,SKU,Qty,Cancelled at\n1,2026-03-01,MUG,1,2026-03-02\n1,,POT,1,\n\
                   2,2026-03-02,POT,1,\n2,,SPOON,1,\n";
    let found = ["1|MUG|cancelled", "1|POT|cancelled", "2|POT", "2|SPOON"];
    assert_eq!(bought(content), found);
}

#[test]
fn a_refund_date_of_a_partial_refund_undoes_nothing() {
    let content = "Order ID,SKU,Qty,Status,Refund date\n1,MUG,1,partially refunded,2026-03-05\n\
                   1,POT,1,partially refunded,2026-03-05\n2,POT,1,completed,\n3,MUG,1,completed,2026-03-06\n";
    assert_eq!(
        bought(content),
        ["1|MUG", "1|POT", "2|POT", "3|MUG|cancelled"]
    );
}

#[test]
fn the_parts_of_a_bundle_are_not_counted_beside_it() {
    let content = "Order ID,SKU,Parent SKU,Item name,Qty,Unit price\n1,SET,,Tea set,1,39.00\n1,MUG,SET,Blue mug,1,0.00\n\
                   1,POT,SET,Tea pot,1,0.00\n1,SPOON,,Spoon,1,3.00\n2,MUG,,Blue mug,1,12.50\n2,SPOON,,Spoon,1,3.00\n";
    assert_eq!(bought(content), ["1|SET", "1|SPOON", "2|MUG", "2|SPOON"]);
    let variants = "Order ID,SKU,Parent SKU,Qty,Unit price\n1,MUG-L,MUG,1,12.50\n1,POT-1,POT,1,29.00\n2,POT-1,POT,1,29.00\n";
    assert_eq!(bought(variants), ["1|MUG-L", "1|POT-1", "2|POT-1"]);
}

#[test]
fn skus_in_a_list_are_products_of_one_order() {
    let content = "Order ID,Sale date,Number of items,Order value,SKU\n3001,03/14/2026,2,41.50,\"MUG,POT\"\n\
                   3002,03/15/2026,1,29.00,POT\n3003,03/16/2026,2,32.00,\"POT, SPOON\"\n";
    let found = ["3001|MUG", "3001|POT", "3002|POT", "3003|POT", "3003|SPOON"];
    assert_eq!(bought(content), found);
    let commas = "Order ID,SKU,Qty\n1,\"SHIRT,RED\",1\n1,\"SHIRT,BLUE\",1\n2,\"SHIRT,BLUE\",1\n";
    assert_eq!(
        bought(commas),
        ["1|SHIRT,RED", "1|SHIRT,BLUE", "2|SHIRT,BLUE"]
    );
}

#[test]
fn a_packed_order_may_have_a_bare_number() {
    let items = |names: &[&str]| {
        let items = names.iter().map(|name| {
            format!("product_name:{name}|product_option_name:|quantity:1|price:12.50|total:12.50")
        });
        items.collect::<Vec<_>>().join(";")
    };
    let content = format!(
        "Number,Buyer first name,Buyer email,Date,Item count,Item total,Items,Currency,Status\n\
         AB-1,Ann,a@b.example,2026-03-01,2,25.00,{},GBP,complete\nAB-2,Bob,b@b.example,2026-03-02,1,12.50,{},GBP,complete\n",
        items(&["Blue mug", "Tea pot"]),
        items(&["Tea pot"])
    );
    assert_eq!(
        bought(&content),
        ["AB-1|Blue mug", "AB-1|Tea pot", "AB-2|Tea pot"]
    );
}

#[test]
fn the_number_of_a_line_is_no_part_of_a_sub_order() {
    let content = "Reason for Credit Entry,Sub Order No,SKU,Quantity,\
                   Supplier Discounted Price (Incl GST and Commision)\n\
                   DELIVERED,123456789_1,MUG,1,450\nDELIVERED,123456789_2,POT,1,899\nCANCELLED,123456790_1,MUG,1,450\n";
    let found = ["123456789|MUG", "123456789|POT", "123456790|MUG|cancelled"];
    assert_eq!(bought(content), found);
    assert_eq!(prices(content)[1], "POT 899000000");
}

#[test]
fn a_person_beside_products_is_no_title() {
    let namn = "Ordernr;Datum;Namn;E-post;Produkt;Artikelnr;Antal\n1;2026-03-01;Anna Privat;a@b.example;Mugg;MUG;2\n\
                1;2026-03-01;Anna Privat;a@b.example;Kanna;POT;1\n2;2026-03-02;Jan Privat;b@b.example;Kanna;POT;1\n";
    assert_eq!(header_of("title", namn).as_deref(), Some("Produkt"));
    let name = "Document Number,Date,Name,Item,Quantity\nSO1,2026-03-01,Ann Private,MUG,2\n\
                SO1,2026-03-01,Ann Private,POT,1\nSO2,2026-03-02,Jan Private,POT,1\n";
    assert_ne!(header_of("title", name).as_deref(), Some("Name"));
}

#[test]
fn yes_and_no_are_no_titles() {
    let content = "# de venta,Estado,Paquete de varios productos,Unidades,SKU,Título de la publicación\n\
                   20001,Entregado,No,2,MUG,Taza\n20002,Entregado,No,1,POT,Tetera\n";
    let title = header_of("title", content);
    assert_eq!(title.as_deref(), Some("Título de la publicación"));
}

#[test]
fn the_code_by_which_a_shop_buys_is_no_order() {
    let content = "Transaction ID,Date,Product,Barcode,Quantity,Order Code\n5001,14/03/2026,Blue mug,501,2,MUG\n\
                   5001,14/03/2026,Tea pot,502,1,POT\n5002,14/03/2026,Tea pot,502,1,POT\n";
    assert_eq!(
        header_of("order", content).as_deref(),
        Some("Transaction ID")
    );
}

#[test]
fn the_number_of_a_variant_and_the_own_reference_are_the_sku() {
    let plenty = "OrderID;ItemID;VariationID;VariationNumber;ItemName;Quantity\n1;100;1001;MUG-S;Mug;1\n1;101;1002;POT;Pot;1\n\
                  2;100;1003;MUG-L;Mug;1\n2;101;1002;POT;Pot;1\n";
    assert_eq!(header_of("sku", plenty).as_deref(), Some("VariationNumber"));
    let tray = "Código do Pedido;Código do Produto;Referência;Nome do Produto;Quantidade\n1001;17;MUG;Caneca;2\n\
                1001;18;POT;Bule;1\n1002;18;POT;Bule;1\n1002;17;MUG;Caneca;1\n";
    assert_eq!(header_of("sku", tray).as_deref(), Some("Referência"));
    let coded = "Order ID;Product code;Ref;Product name;Qty\n1;A-17;MUG;Mug;2\n1;A-18;POT;Pot;1\n2;A-18;POT;Pot;1\n";
    assert_eq!(header_of("sku", coded).as_deref(), Some("Product code"));
}

#[test]
fn systems_with_small_units_are_known() {
    let kaufland = "id_order;id_order_unit;ts_created;status;id_offer;title;price;currency\n\
                    A1;1;2026-03-01 10:00:00;sent;MUG;Mug;1250;EUR\nA1;2;2026-03-01 10:00:00;sent;POT;Pot;2900;EUR\n";
    assert_eq!(prices(kaufland), ["MUG 12500000", "POT 29000000"]);
    let analytics = "transactionId,date,productSKU,v2ProductName,productQuantity,productPrice\n\
                     T1,20260314,MUG,Mug,1,12500000\nT1,20260314,POT,Pot,2,29000000\n";
    assert_eq!(prices(analytics), ["MUG 12500000", "POT 29000000"]);
}

#[test]
fn numbers_of_statuses_are_known_or_a_question() {
    let rakuten = "注文番号,ステータス,注文日時,商品名,商品番号,商品管理番号,単価,個数\n\
                   1,700,2026/03/01 10:00:00,マグ,MUG,mug-blue,1200,2\n2,900,2026/03/02 10:00:00,急須,POT,pot-red,3000,1\n";
    assert_eq!(bought(rakuten), ["1|MUG", "2|POT|cancelled"]);
    let yahoo = "OrderId,LineId,Quantity,ItemId,SubCode,Title,OrderStatus\ns-1,1,2,mug,,マグ,5\ns-2,1,1,pot,,急須,4\n";
    assert_eq!(bought(yahoo), ["s-1|mug", "s-2|pot|cancelled"]);
    let unknown = "Order ID,SKU,Qty,Status\n1,MUG,1,20\n2,POT,1,90\n3,POT,1,20\n";
    assert!(refusal(unknown).contains("--cancelled-status"));
    let flags = "Order ID,SKU,Qty,Status\n1,MUG,1,1\n2,POT,1,0\n3,POT,1,1\n";
    assert_eq!(bought(flags).len(), 3);
}

#[test]
fn invoices_that_are_not_paid_yet_count_in_accounts() {
    let content = "InvoiceNumber,InvoiceDate,InventoryItemCode,Description,Quantity,UnitAmount,Status\n\
                   I-1,2026-03-01,MUG,Mug,1,12.50,Awaiting Payment\nI-2,2026-03-02,POT,Pot,1,29.00,Voided\n";
    assert_eq!(bought(content), ["I-1|MUG", "I-2|POT|cancelled"]);
}

#[test]
fn a_file_in_which_nearly_no_order_counts_is_a_question() {
    let mut content = "Order ID,SKU,Qty,Status\n".to_owned();
    for order in 0..12 {
        for sku in ["MUG", "POT"] {
            writeln!(content, "{order},{sku},1,pending payment").unwrap();
        }
    }
    let error = refusal(&content);
    assert!(error.contains("--bought-status"), "{error}");
    assert!(error.contains("pending payment (12)"), "{error}");
    let options = ImportOptions {
        bought_statuses: vec!["Pending payment".to_owned()],
        ..ImportOptions::default()
    };
    let (lines, report) = read_with(content.as_bytes(), &options).unwrap();
    assert!(
        lines.iter().all(|line| !line.ends_with("cancelled")),
        "{lines:?}"
    );
    assert_eq!(report.reading.bought_statuses, ["Pending payment"]);
    let options = ImportOptions {
        accepted: vec![Accept::FewRows],
        ..ImportOptions::default()
    };
    assert!(read_with(content.as_bytes(), &options).is_ok());
}

#[test]
fn a_flag_or_a_document_undoes_an_order_in_any_words() {
    for (header, kept, undone) in [
        ("Makulerad", "Nej", "Ja"),
        ("Transaction refunded", "", "Yes"),
        ("Invoice Or Credit", "Invoice", "Credit"),
        ("Annulleret", "nej", "ja"),
    ] {
        let content = format!(
            "Order number,SKU,Qty,{header}\n1,MUG,1,{kept}\n1,POT,1,{kept}\n2,POT,1,{undone}\n3,MUG,1,{kept}\n"
        );
        assert_eq!(
            bought(&content),
            ["1|MUG", "1|POT", "2|POT|cancelled", "3|MUG"],
            "{header}"
        );
    }
}

#[test]
fn dates_may_have_no_separators_and_many_names() {
    for (header, cells) in [
        ("Date", ["14032026", "28032026"]),
        ("Date", ["03142026", "03282026"]),
        ("Sold On", ["03/14/2026", "03/28/2026"]),
        ("Erfasst am", ["14.03.2026", "28.03.2026"]),
        (
            "Order Date as dd/mm/yyyy hh:MM:ss",
            ["14/03/2026 00:00:00", "28/03/2026 00:00:00"],
        ),
    ] {
        let [first, second] = cells;
        let content = format!(
            "Order no,{header},SKU,Qty\n1,{first},MUG,1\n1,{first},POT,1\n2,{second},POT,1\n"
        );
        let (lines, _) = read(&content);
        let times: Vec<&str> = lines
            .iter()
            .filter_map(|line| line.split('|').nth(4))
            .collect();
        assert_eq!(
            times,
            ["1773446400", "1773446400", "1774656000"],
            "{header} {first}"
        );
    }
}

#[test]
fn letters_that_a_program_lost_do_not_hide_a_header() {
    let content = "Num\u{fffd}ro de commande;R\u{fffd}f\u{fffd}rence;D\u{fffd}signation;Quantit\u{fffd};Prix unitaire\n\
                   1;MUG;Tasse;2;12,50\n1;POT;Theiere;1;29,00\n2;POT;Theiere;1;29,00\n";
    assert_eq!(bought(content), ["1|MUG", "1|POT", "2|POT"]);
    assert!(header_of("quantity", content).is_some());
}

#[test]
fn letters_of_an_unknown_encoding_are_not_words() {
    let content = "หมายเลขคำสั่งซื้อ;รหัสสินค้า;ชื่อสินค้า;จำนวน;ราคา\n\
                   1000;MUG;แก้วสีฟ้า;1;10,00 €\n1001;MUG;แก้วสีฟ้า;1;10,00 €\n";
    let (bytes, ..) = encoding_rs::WINDOWS_874.encode(content);
    let (lines, report) = read_with(&bytes, &ImportOptions::default()).unwrap();
    assert_eq!(lines.len(), 2);
    assert_eq!(report.reading.columns["price"], "ราคา");
}

#[test]
fn headers_of_prices_and_quantities_are_known() {
    for (header, role) in [
        ("Each", "price"),
        ("Ext Price", "line-total"),
        ("Цена продажи", "price"),
        ("paidPrice", "price"),
    ] {
        let content =
            format!("Order no,SKU,Qty,{header}\n1,MUG,2,12.50\n1,POT,1,29.00\n2,POT,1,29.00\n");
        assert_eq!(header_of(role, &content).as_deref(), Some(header));
    }
    let cost = "Номер заказа;Артикул;Количество;Цена продажи;Стоимость\n1;MUG;2;12,50;25,00\n1;POT;1;29,00;29,00\n";
    assert_eq!(prices(cost), ["MUG 12500000", "POT 29000000"]);
    let sku = "Order,Quantity_SKU,SKU,SKU Selling Price\n1,2,MUG,12.5\n1,1,POT,29\n";
    assert_eq!(header_of("quantity", sku).as_deref(), Some("Quantity_SKU"));
}

#[test]
fn a_refusal_proposes_a_column_that_can_be_right() {
    let styles = "Purchase Order Number,Vendor,Style,Qty Ordered,Unit Price\n4501,Acme,MUG-77,2,12.50\n\
                  4501,Acme,POT-78,1,29.00\n4502,Acme,POT-78,1,29.00\n";
    assert!(
        refusal(styles).contains("--column sku=\"Style\""),
        "{}",
        refusal(styles)
    );
    let details = "Date,Transaction Type,Num,Product/Service,Qty\n03/14/2026,Invoice,1001,MUG,2\n\
                   03/15/2026,Invoice,1002,POT,1\n03/14/2026,Invoice,1001,POT,1\n";
    let error = refusal(details);
    assert!(error.contains("--column order=\"Num\""), "{error}");
}

#[test]
fn the_readings_of_orders_and_catalog_are_shown_together() {
    let directory = tempfile::tempdir().unwrap();
    let file = |name: &str, content: &str| {
        let path = directory.path().join(name);
        std::fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let orders = file(
        "orders.csv",
        "Order ID,SKU,Qty\n1,MUG,1\n1,POT,1\n2,POT,1\n",
    );
    let catalog = file(
        "catalog.csv",
        "SKU,Title,Retail,Price\nMUG,Blue mug,15.00,12.50\nPOT,Tea pot,30.00,29.00\n",
    );
    let shown = said(&tillside(&[
        "inspect", "--orders", &orders, "--catalog", &catalog,
    ]));
    assert!(
        shown.contains("orders.csv") && shown.contains("catalog.csv"),
        "{shown}"
    );
    assert!(shown.contains("\"Price\""), "{shown}");
    let named = said(&tillside(&[
        "inspect", "--orders", &orders, "--catalog", &catalog, "--catalog-column", "price=Retail",
        "--json",
    ]));
    let named: serde_json::Value = serde_json::from_str(&named).unwrap();
    assert_eq!(named["catalog"]["reading"]["columns"]["price"], "Retail");
    assert_eq!(named["orders"]["reading"]["columns"]["order"], "Order ID");
    let unclear = file("unclear.csv", "Foo,Bar\n1,MUG\n");
    let refused = tillside(&["inspect", "--orders", &unclear, "--catalog", &unclear]);
    assert_eq!(refused.status.code(), Some(2));
    let text = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert_eq!(text.matches("unclear.csv").count(), 2, "{text}");
}

#[test]
fn the_kind_of_a_line_tells_products_from_delivery_and_coupons() {
    let content = "Order ID,Item Type,Item Name,SKU,Item Quantity\n1,line_item,Blue mug,MUG,2\n1,line_item,Tea pot,POT,1\n\
                   1,shipping,Flat rate,,1\n1,coupon,WELCOME10,,1\n2,line_item,Tea pot,POT,1\n";
    assert_eq!(bought(content), ["1|MUG", "1|POT", "2|POT"]);
    let kinds =
        "Order ID,Item Type,Item Name,SKU,Qty\n1,Mugs,Blue mug,MUG,2\n1,Pots,Tea pot,POT,1\n";
    assert_eq!(bought(kinds).len(), 2);
}

#[test]
fn codes_of_statuses_are_no_question_if_another_column_decides() {
    let content = "DocNum;DocStatus;CANCELED;ItemCode;Dscription;Quantity\n2001;C;N;MUG;Mug;1\n2001;C;N;POT;Pot;1\n\
                   2002;C;Y;POT;Pot;1\n2003;O;N;POT;Pot;1\n";
    let found = ["2001|MUG", "2001|POT", "2002|POT|cancelled", "2003|POT"];
    assert_eq!(bought(content), found);
}

#[test]
fn the_variants_of_a_product_in_xml_are_rows() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("products.xml");
    let content = "<SHOP><SHOPITEM id='1'><NAME>Mug</NAME><VARIANTS>\
        <VARIANT id='11'><CODE>MUG-S</CODE><PRICE_VAT>12.50</PRICE_VAT></VARIANT>\
        <VARIANT id='12'><CODE>MUG-L</CODE><PRICE_VAT>14.50</PRICE_VAT></VARIANT></VARIANTS>\
        <CATEGORY>Mugs</CATEGORY></SHOPITEM>\
        <SHOPITEM id='2'><NAME>Pot</NAME><CODE>POT</CODE><PRICE_VAT>29.00</PRICE_VAT></SHOPITEM></SHOP>";
    std::fs::write(&path, content).unwrap();
    let options = ImportOptions {
        rows: RowLayout::Catalog,
        ..ImportOptions::default()
    };
    let catalog = read_catalog(&path, &options, &mut Unwatched).unwrap();
    let found: Vec<(&str, Option<&str>)> = catalog
        .iter()
        .map(|row| (row.sku.as_str(), row.category.as_deref()))
        .collect();
    assert_eq!(
        found,
        [
            ("MUG-S", Some("Mugs")),
            ("MUG-L", Some("Mugs")),
            ("POT", None)
        ]
    );
}
