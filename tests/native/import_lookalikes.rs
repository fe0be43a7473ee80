//! Columns and files that look like others: numbers of lines next to those of products, counts next
//! to numbers of orders, parts of addresses next to statuses, carts next to orders, cents next to
//! whole prices.

use std::fs;

use tillside::import::{ImportOptions, ImportReport, RowLayout, read_catalog};

use crate::cli::{said, tillside};
use crate::import::{Unwatched, read_with};

fn read(content: &str) -> (Vec<String>, ImportReport) {
    read_with(content.as_bytes(), &ImportOptions::default()).unwrap()
}

/// Reads a file with another ending.
fn read_named(name: &str, content: &str) -> (Vec<[String; 3]>, ImportReport) {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join(name);
    fs::write(&path, content).unwrap();
    let mut lines = Vec::new();
    let report = tillside::import::read_orders::<tillside::import::ImportError>(
        &path,
        &ImportOptions::default(),
        &mut Unwatched,
        |line| {
            let title = line.title.unwrap_or("").to_owned();
            lines.push([line.order.to_owned(), line.sku.to_owned(), title]);
            Ok(())
        },
    );
    (lines, report.unwrap_or_else(|error| panic!("{error}")))
}

fn header_of(role: &str, content: &str) -> Option<String> {
    read(content).1.reading.columns.get(role).cloned()
}

/// The prices in millionths, by SKU.
fn prices(content: &str) -> Vec<String> {
    let of = |line: &String| {
        let cells: Vec<&str> = line.split('|').collect();
        format!("{} {}", cells[1], cells[3])
    };
    read(content).0.iter().map(of).collect()
}

fn refusal(content: &str) -> String {
    read_with(content.as_bytes(), &ImportOptions::default()).unwrap_err()
}

#[test]
fn the_number_of_a_line_is_no_sku_beside_that_of_the_product() {
    let content = "ORDER_ID,ORDER_DATE,LINE_ITEM_ID,PRODUCT_ID,UNIT_PRICE,QUANTITY\n\
                   71,2024-02-01,1,3301,4.50,2\n";
    assert_eq!(header_of("sku", content).as_deref(), Some("PRODUCT_ID"));
    let packed = "order_id,date,status,currency,shipping,line_items\n\
                  71,2024-02-01,completed,EUR,3.00,id:901|name:Clay cup|product_id:33|sku:|quantity:2|total:9.00\n\
                  72,2024-02-02,completed,EUR,3.00,id:902|name:Clay pot|product_id:34|sku:|quantity:1|total:7.00\n";
    assert_eq!(header_of("sku", packed).as_deref(), Some("item product_id"));
}

#[test]
fn the_number_of_something_unknown_is_no_sku() {
    let content = "order_id;id_clerkish;order_status;total\nA1;7;sent;3.00\nA1;8;sent;3.00\n";
    assert!(refusal(content).contains("no column for the sku"));
    let content = "Sipariş ID,Tarih,İrsaliye No,Malzeme Adı,Adet,Birim Fiyat,Para Birimi,Müşteri\n\
                   S1,19.07.2024,D9,Dişli,2,63.0,TL (₺),Kaya A.Ş.\n\
                   S1,19.07.2024,D9,Manşon,1,34.0,TL (₺),Kaya A.Ş.\n\
                   S2,20.07.2024,D10,Dişli,1,63.0,TL (₺),Tepe A.Ş.\n";
    let (lines, _) = read(content);
    assert!(
        lines[0].starts_with("S1|Dişli|Dişli|63000000|"),
        "{lines:?}"
    );
    assert!(lines[0].contains("|TRY|"), "{lines:?}");
}

#[test]
fn a_list_of_items_is_found_by_its_fields() {
    let content = r#"[{"id_cart":"71","current_state":"2","date_add":"2024-02-01 10:00:00","reference":"QWERT",
        "productos":[{"product_name":"Taza","product_reference":"T-1","product_price":"4.50"},
                     {"product_name":"Olla","product_reference":"O-2","product_price":"19.00"}]},
        {"id_cart":"72","current_state":"2","date_add":"2024-02-02 10:00:00","reference":"ASDFG",
        "productos":[{"product_name":"Taza","product_reference":"T-1","product_price":"4.50"}]}]"#;
    let (lines, _) = read_named("pedidos.json", content);
    let skus: Vec<&str> = lines.iter().map(|[_, sku, _]| sku.as_str()).collect();
    assert_eq!(skus, ["T-1", "O-2", "T-1"]);
    assert_eq!(lines[0][0], lines[1][0]);
    assert_ne!(lines[1][0], lines[2][0]);
}

#[test]
fn a_product_with_a_list_of_others_stays_one_product() {
    let content = r#"[{"order_id":"1","sku":"MUG","quantity":1,"goes_with":[{"sku":"POT","quantity":1}]},
                      {"order_id":"1","sku":"CUP","quantity":2,"goes_with":[{"sku":"POT","quantity":1}]}]"#;
    let (lines, _) = read_named("orders.json", content);
    let skus: Vec<&str> = lines.iter().map(|[_, sku, _]| sku.as_str()).collect();
    assert_eq!(skus, ["MUG", "CUP"]);
}

#[test]
fn a_record_without_a_number_is_an_order() {
    let content = r#"[{"email":"a@x.example","placed":"2024-02-01","items":[{"name":"Rye","quantity":1},{"name":"Bun","quantity":4}]},
                      {"email":"a@x.example","placed":"2024-02-03","items":[{"name":"Rye","quantity":2}]}]"#;
    let (lines, _) = read_named("orders.json", content);
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[0][0], lines[1][0]);
    assert_ne!(lines[1][0], lines[2][0]);
    let packed = "Email,Placed on,Cart\na@x.example,2024-02-01,1x Rye bread | 4x Seed bun\n\
                  b@x.example,2024-02-03,2x Rye bread | 1x Oat bar\n";
    let (lines, _) = read(packed);
    let order = |line: &String| line.split('|').next().unwrap().to_owned();
    assert_eq!(lines.len(), 4);
    assert_eq!(order(&lines[0]), order(&lines[1]));
    assert_ne!(order(&lines[1]), order(&lines[2]));
}

#[test]
fn records_of_two_files_are_different_orders() {
    let file = |item: &str| format!("Email,Cart\na@x.example,1x {item} | 4x Seed bun\n");
    let first = |content: &str| read(content).0[0].split('|').next().unwrap().to_owned();
    assert_ne!(first(&file("Rye bread")), first(&file("Oat bar")));
}

#[test]
fn counts_of_orders_are_no_numbers_of_orders() {
    let report =
        "Item_Name,SKU,GMV,Units_Sold,Orders\nCup,C-1,\"$1,200.50\",10,10\nBowl,B-2,$500.00,4,4\n";
    assert!(refusal(report).contains("no column for the order"));
    let menu = "Menu Item,SKU,Item Qty,# Orders,% of Ttl # Orders\nSoup,S-1,40,31,4.1\nBread,B-2,22,20,2.6\n";
    assert!(refusal(menu).contains("no column for the order"));
}

#[test]
fn the_quantity_is_that_of_the_item_not_of_the_order() {
    let content = "order_no,date,total,item_count,items_json\n\
                   7,2024-02-01,21.00,3,\"[{\"\"name\"\": \"\"Rye\"\", \"\"qty\"\": 3, \"\"price\"\": 7.00}]\"\n\
                   8,2024-02-02,16.50,2,\"[{\"\"name\"\": \"\"Rye\"\", \"\"qty\"\": 1, \"\"price\"\": 7.00}, {\"\"name\"\": \"\"Bun\"\", \"\"qty\"\": 1, \"\"price\"\": 9.50}]\"\n";
    assert_eq!(header_of("quantity", content).as_deref(), Some("item qty"));
}

#[test]
fn the_code_of_a_state_is_no_status() {
    let content = "Order Number,Order Status,SKU,Quantity,State Code (Shipping)\n\
                   1,completed,MUG,1,VA\n2,completed,POT,1,CA\n2,completed,MUG,1,CA\n";
    assert_eq!(read(content).1.reading.statuses, ["Order Status"]);
}

#[test]
fn a_voided_label_cancels_no_order() {
    let content = "Order ID,Created at,SKU,Quantity,Label Voided,Insurance Voided\n\
                   1,2024-02-01,MUG,1,yes,no\n1,2024-02-01,POT,1,yes,no\n2,2024-02-02,MUG,1,no,yes\n";
    let (lines, _) = read(content);
    assert!(
        lines.iter().all(|line| !line.ends_with("cancelled")),
        "{lines:?}"
    );
}

#[test]
fn the_date_of_a_backorder_is_not_that_of_the_order() {
    let content = "PO Number,PO Date,Backorder Date,SKU,Quantity\n\
                   P1,09/13/2024,10/20/2024,MUG,1\nP1,09/13/2024,10/20/2024,POT,1\nP2,09/14/2024,,MUG,1\n";
    assert_eq!(header_of("time", content).as_deref(), Some("PO Date"));
}

#[test]
fn names_of_persons_are_no_numbers_of_orders() {
    let content = "Id,Name,Lineitem sku,Lineitem quantity,Lineitem name\n\
                   N71,Ada Byte,MUG,1,Mug\nN71,Ada Byte,POT,1,Pot\nN72,Bo Chip,MUG,1,Mug\n";
    let read = read_with(content.as_bytes(), &ImportOptions::default());
    let order = read
        .ok()
        .and_then(|(_, report)| report.reading.columns.get("order").cloned());
    assert_ne!(order.as_deref(), Some("Name"));
}

#[test]
fn carts_that_were_never_ordered_are_a_question() {
    let content = "Name,Financial Status,Fulfillment Status,Currency,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku\n\
                   #9,,unfulfilled,EUR,2024-02-01 10:00:00 +0100,1,Mug,9.00,MUG\n#9,,,,,1,Pot,19.00,POT\n";
    let error = refusal(content);
    assert!(
        error.contains("abandoned") && error.contains("--bought-status"),
        "{error}"
    );
    let options = ImportOptions {
        bought_statuses: vec!["unfulfilled".to_owned()],
        ..ImportOptions::default()
    };
    assert!(read_with(content.as_bytes(), &options).is_ok());
}

#[test]
fn the_price_that_was_paid_comes_before_the_usual_one() {
    let zen_cart = "orders_id,date_purchased,products_model,products_name,products_quantity,products_price,final_price,currency\n\
                    5,2024-02-03 10:11:00,TEA,Green tea,1,12.0000,14.5000,EUR\n5,2024-02-03 10:11:00,POT,Iron pot,2,40.0000,36.0000,EUR\n";
    assert_eq!(prices(zen_cart), ["TEA 14500000", "POT 36000000"]);
    let weebly = "Order #,Date,Currency,Product SKU,Product Name,Product Quantity,Product Price,Product Sale Price\n\
                  1,2024-03-01,USD,SOAP,Oat soap,2,8.00,6.00\n1,2024-03-01,USD,BALM,Lip balm,1,5.00,\n\
                  2,2024-03-02,USD,OIL,Body oil,1,20.00,0.00\n";
    assert_eq!(
        prices(weebly),
        ["SOAP 6000000", "BALM 5000000", "OIL 20000000"]
    );
}

const IN_CURRENCIES: &str = "Order ID,Date,SKU,Item name,Qty,Price EUR,Price USD\n\
    1,2024-01-03,MUG,Mug,2,7.50,8.10\n1,2024-01-03,POT,Pot,1,21.00,22.90\n";

#[test]
fn the_price_in_the_shops_currency_is_read() {
    let error = refusal(IN_CURRENCIES);
    assert!(
        error.contains("--currency EUR") && error.contains("Price USD"),
        "{error}"
    );
    let options = ImportOptions {
        currency: Some("USD".to_owned()),
        ..ImportOptions::default()
    };
    let (lines, _) = read_with(IN_CURRENCIES.as_bytes(), &options).unwrap();
    assert!(
        lines[0].contains("|8100000|") && lines[0].contains("|USD|"),
        "{lines:?}"
    );
}

#[test]
fn an_order_whose_pieces_all_came_back_does_not_count() {
    let content = "Receipt No,Date,SKU,Item,Qty,Price,Currency\n\
                   91,2024-01-03,MUG,Mug,2,7.50,EUR\n91,2024-01-03,POT,Pot,1,21.00,EUR\n\
                   92,2024-01-04,MUG,Mug,1,7.50,EUR\n92,2024-01-04,POT,Pot,2,21.00,EUR\n\
                   91,2024-01-05,MUG,Mug,-2,7.50,EUR\n91,2024-01-05,POT,Pot,-1,21.00,EUR\n\
                   92,2024-01-09,POT,Pot,-2,21.00,EUR\n";
    let (lines, _) = read(content);
    let undone: Vec<&String> = lines
        .iter()
        .filter(|line| line.ends_with("cancelled"))
        .collect();
    assert_eq!(undone.len(), 1, "{lines:?}");
    assert!(undone[0].starts_with("91||"), "{lines:?}");
}

#[test]
fn a_number_below_number_is_the_order_in_a_short_file() {
    let content = "number,date,product,qty,price\n1042,2024-01-03,Oak tray,1,30.00\n\
                   1042,2024-01-03,Wax,2,8.00\n1043,2024-01-04,Wax,1,8.00\n";
    let (lines, _) = read(content);
    assert!(lines[1].starts_with("1042|Wax|"), "{lines:?}");
    // Its rows are of one product.
    let of_product = "number,date,product,qty,price\n7,2024-01-03,Oak tray,1,30.00\n\
                      9,2024-01-03,Wax,2,8.00\n9,2024-01-04,Wax,1,8.00\n";
    assert!(refusal(of_product).contains("no column for the order"));
}

fn amounts(currency: &str, amounts: [u32; 3]) -> String {
    let [mug, pot, spoon] = amounts;
    format!(
        "order_id,created_at,sku,quantity,price,currency\n1,2024-01-03,MUG,2,{mug},{currency}\n\
         1,2024-01-03,POT,1,{pot},{currency}\n2,2024-01-04,SPOON,3,{spoon},{currency}\n2,2024-01-04,MUG,1,{mug},{currency}\n"
    )
}

#[test]
fn whole_amounts_that_end_like_cents_are_a_question() {
    let error = refusal(&amounts("EUR", [750, 2199, 249]));
    assert!(error.contains("--decimal hundredths"), "{error}");
    for whole in [
        amounts("EUR", [450, 120, 1300]),
        amounts("INR", [899, 1599, 250]),
    ] {
        assert!(read_with(whole.as_bytes(), &ImportOptions::default()).is_ok());
    }
}

#[test]
fn a_catalog_shows_that_orders_are_in_cents() {
    let directory = tempfile::tempdir().unwrap();
    let file = |name: &str, content: &str| {
        let path = directory.path().join(name);
        fs::write(&path, content).unwrap();
        path.display().to_string()
    };
    let orders = file("orders.csv", &amounts("EUR", [460, 1320, 210]));
    let catalog = file(
        "catalog.csv",
        "sku,title,price\nMUG,Mug,4.60\nPOT,Pot,13.20\nSPOON,Spoon,2.10\n",
    );
    let out = directory.path().join("graph").display().to_string();
    let arguments = [
        "build", "--orders", &orders, "--catalog", &catalog, "--out", &out, "--min-support", "1",
    ];
    let refused = tillside(&arguments);
    let error = String::from_utf8(refused.stderr.clone()).unwrap();
    assert_eq!(refused.status.code(), Some(2), "{error}");
    assert!(
        error.contains("a hundred times") && error.contains("--decimal hundredths"),
        "{error}"
    );
    let mut cured = arguments.to_vec();
    cured.extend(["--decimal", "hundredths"]);
    said(&tillside(&cured));
}

#[test]
fn fields_of_odoo_are_recognized() {
    let content = "id,order_line/order_id/date_order,order_line/order_id/name,order_line/name,order_line/product_uom_qty,order_line/price_unit,order_line/order_id/state\n\
                   x.1,3/15/2024 6:49,S071,[G-1] Seal,4,29.50,Sale Order\nx.1,3/15/2024 6:49,S071,[G-2] Ring,1,8.00,Sale Order\n\
                   x.2,3/16/2024 6:49,S072,[G-1] Seal,2,29.50,Cancelled\n";
    let (lines, _) = read(content);
    assert!(
        lines[0].starts_with("S071|") && lines[0].contains("[G-1] Seal|29500000|"),
        "{lines:?}"
    );
    assert!(lines[2].ends_with("cancelled"), "{lines:?}");
}

#[test]
fn questions_show_no_blank_header_and_suggest_no_title() {
    let content =
        "주문한 날,고객명,제품명,가격\n2024-02-01,김하나,컵,4500\n2024-02-01,김하나,접시,9000\n";
    let error = refusal(content);
    assert!(!error.contains("order=\"제품명\""), "{error}");
    assert!(error.contains("--accept customer-days"), "{error}");
}

#[test]
fn an_example_of_a_currency_is_the_most_frequent_one() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("orders.csv");
    let content = "Order ID,SKU,Quantity,Price,Currency\n1,MUG,1,90.00,TRY\n1,POT,1,40.00,TRY\n2,MUG,1,3.00,USD\n";
    fs::write(&path, content).unwrap();
    let out = directory.path().join("graph").display().to_string();
    let refused = tillside(&[
        "build",
        "--orders",
        &path.display().to_string(),
        "--out",
        &out,
    ]);
    let error = String::from_utf8(refused.stderr).unwrap();
    assert!(error.contains("--currency TRY"), "{error}");
}

#[test]
fn the_shops_own_number_comes_before_the_makers_in_a_feed() {
    for id in ["id", "UniqueID"] {
        let content = format!("{id},name,mpn,price\n7001,Mug,XK-77,9.00\n7002,Pot,XK-78,19.00\n");
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("feed.csv");
        fs::write(&path, content).unwrap();
        let options = ImportOptions {
            rows: RowLayout::Catalog,
            ..ImportOptions::default()
        };
        let rows = read_catalog(&path, &options, &mut Unwatched).unwrap();
        let skus: Vec<&str> = rows.iter().map(|row| row.sku.as_str()).collect();
        assert_eq!(skus, ["7001", "7002"], "{id}");
    }
}
