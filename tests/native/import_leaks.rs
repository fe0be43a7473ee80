//! Nothing of a person leaves an export: every column of a preset that is not a product's holds a marked
//! value, and the built graph, the messages and the reports are searched for the marks.

use std::fs;
use std::path::Path;

use crate::cli::tillside;

/// A mark is this and the number of its column.
const MARK: &str = "qqleak";

/// A header, and the row of one order line. `{}` stands for a person's value, `ORDER`, `SKU`, `TITLE` for
/// those of the order and the product.
const EXPORTS: &[(&str, char, &str, &str)] = &[
    (
        "shopify",
        ',',
        "Name,Email,Financial Status,Paid at,Currency,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Billing Name,Billing Street,Billing Phone,Shipping Name,Shipping City,Notes,Note Attributes,Employee,Phone",
        "#ORDER,{e},paid,2024-03-05 10:00:00 +0000,GBP,1,TITLE,12.50,SKU,{},{},{},{},{},{},{},{},{}",
    ),
    (
        "shopify-no-sku",
        ',',
        "Name,Email,Financial Status,Created at,Currency,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Billing Name,Shipping Address1",
        "#ORDER,{e},paid,2024-03-05 10:00:00 +0000,GBP,1,TITLE,12.50,,{},{}",
    ),
    (
        "woocommerce",
        ',',
        "Order Number,Order Status,Order Date,Customer Note,First Name (Billing),Last Name (Billing),Company (Billing),Address 1&2 (Billing),Email (Billing),Phone (Billing),SKU,Item Name,Quantity,Item Cost,Order Currency",
        "ORDER,Completed,2024-03-05 10:00,{},{},{},{},{},{e},{},SKU,TITLE,1,12.50,GBP",
    ),
    (
        "amazon",
        '\t',
        "amazon-order-id\tmerchant-order-id\tpurchase-date\torder-status\tbuyer-email\tbuyer-name\tbuyer-phone-number\tproduct-name\tsku\tasin\titem-status\tquantity\tcurrency\titem-price\trecipient-name\tship-address-1\tship-city\tship-country",
        "ORDER\t\t2024-03-05T10:00:00+00:00\tShipped\t{e}\t{}\t{}\tTITLE\tSKU\tB0\tShipped\t1\tGBP\t12.50\t{}\t{}\t{}\tGB",
    ),
    (
        "etsy",
        ',',
        "Sale Date,Item Name,Buyer,Quantity,Price,Currency,Ship Name,Ship Address1,Ship City,Ship Country,Order ID,SKU,Listing ID,Transaction ID",
        "03/15/24,TITLE,{},1,12.50,GBP,{},{},{},United Kingdom,ORDER,SKU,77,88",
    ),
    (
        "ebay",
        ',',
        "Sales Record Number,Order Number,Buyer Username,Buyer Name,Buyer Email,Buyer Note,Buyer Address 1,Ship To Name,Ship To Phone,Item Number,Item Title,Custom Label,Quantity,Sold For,Sale Date",
        "1,ORDER,{},{},{e},{},{},{},{},55,TITLE,SKU,1,£12.50,Mar-15-24",
    ),
    (
        "squarespace",
        ',',
        "Order ID,Email,Financial Status,Paid at,Currency,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Lineitem variant,Billing Name,Billing Address1,Billing Phone,Shipping Name,Private Notes",
        "ORDER,{e},PAID,2024-03-05 10:00:00 +0000,GBP,1,TITLE,12.50,SKU,,{},{},{},{},{}",
    ),
    (
        "square",
        ',',
        "Date,Time,Category,Item,Qty,Price Point Name,SKU,Gross Sales,Discounts,Net Sales,Transaction ID,Customer ID,Customer Name,Employee,Details",
        "03/15/2024,10:00:00,Home,TITLE,1,Regular,SKU,£12.50,£0.00,£12.50,ORDER,{},{},{},{}",
    ),
    (
        "wix",
        ',',
        "Order number,Date created,Contact email,Note from customer,Item,Variant,SKU,Qty,Quantity refunded,Price,Currency,Recipient name,Recipient phone,Delivery address,Payment status",
        "ORDER,2024-03-05,{e},{},TITLE,,SKU,1,0,12.50,GBP,{},{},{},Paid",
    ),
    (
        "tiktok",
        ',',
        "Order ID,Order Status,Seller SKU,Product Name,Quantity,SKU Unit Original Price,Created Time,Buyer Username,Recipient,Phone #,Detail Address,Buyer Message",
        "ORDER,Completed,SKU,TITLE,1,12.50,15/03/2024 10:00:00,{},{},{},{},{}",
    ),
    (
        "tiendanube",
        ';',
        "Número de orden;Email;Fecha;Estado de la orden;Moneda;Nombre del comprador;DNI / CUIT;Teléfono;Nombre para el envío;Dirección;Ciudad;Nombre del producto;Precio del producto;Cantidad del producto;SKU;Notas del comprador",
        "ORDER;{e};15/03/2024;Cerrada;GBP;{};{};{};{};{};{};TITLE;12,50;1;SKU;{}",
    ),
    (
        "prestashop",
        ';',
        "id_order;id_customer;firstname;lastname;email;date_add;product_reference;product_name;product_quantity;unit_price_tax_incl;address1;city;phone",
        "ORDER;{};{};{};{e};2024-03-05 10:00:00;SKU;TITLE;1;12.50;{};{};{}",
    ),
    (
        "amazon-settlement",
        '\t',
        "settlement-id\tcurrency\ttransaction-type\torder-id\tmerchant-order-id\tamount-type\tamount-description\tamount\tposted-date\tsku\tquantity-purchased\tbuyer-name",
        "17\tGBP\tOrder\tORDER\t\tItemPrice\tPrincipal\t12.50\t2024-03-05\tSKU\t1\t{}",
    ),
    (
        "shoptet",
        ';',
        "code;date;statusName;currency;email;phone;billFullName;billStreet;billCity;deliveryFullName;customerRemark;orderItemType;orderItemName;orderItemAmount;orderItemCode;orderItemUnitPriceWithVat",
        "ORDER;2024-03-05 10:00:00;Vyřízena;GBP;{e};{};{};{};{};{};{};product;TITLE;1;SKU;12,50",
    ),
    (
        "korean",
        ',',
        "주문번호,주문일시,주문자명,수취인명,연락처,배송지 주소,상품코드,상품명,수량,판매가,주문상태",
        "ORDER,2024-03-05 10:00:00,{},{},{},{},SKU,TITLE,1,12500,배송완료",
    ),
    (
        "german",
        ';',
        "Bestellnummer;Bestelldatum;Kunde;E-Mail;Straße;Ort;Telefon;Bemerkung;Artikelnummer;Bezeichnung;Menge;Einzelpreis;Status",
        "ORDER;15.03.2024;{};{e};{};{};{};{};SKU;TITLE;1;12,50;Bezahlt",
    ),
];

fn export(header: &str, row: &str) -> String {
    let mut text = format!("{header}\n");
    for order in 1..=12 {
        for (sku, title) in [
            ("MUG", "Fox mug"),
            ("BOWL", "Oak bowl"),
            ("TEA", "Mint tea"),
        ] {
            let mut row = row
                .replace("ORDER", &format!("70{order:02}"))
                .replace("SKU", sku)
                .replace("TITLE", title);
            for column in 0.. {
                let Some((before, after)) = row.split_once('{') else {
                    break;
                };
                let (kind, after) = after.split_once('}').unwrap();
                let mark = if kind == "e" {
                    format!("{MARK}{column}.{order}@example.com")
                } else {
                    format!("Anna {MARK}{column} Berg {order}")
                };
                row = format!("{before}{mark}{after}");
            }
            text.push_str(&row);
            text.push('\n');
        }
    }
    text
}

/// Whether a mark is in the bytes; a graph may store its titles in capitals.
fn has_mark(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes).to_lowercase();
    text.contains(MARK)
}

#[track_caller]
fn expect_no_mark(name: &str, folder: &Path) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            expect_no_mark(name, &path);
        } else {
            assert!(
                !has_mark(&fs::read(&path).unwrap()),
                "{name}: {}",
                path.display()
            );
        }
    }
}

#[test]
fn no_value_of_a_person_is_in_a_graph_a_report_or_a_message() {
    for (name, _, header, row) in EXPORTS {
        let folder = tempfile::tempdir().unwrap();
        let path = |file: &str| folder.path().join(file).to_str().unwrap().to_owned();
        let orders = path("orders.csv");
        fs::write(&orders, export(header, row)).unwrap();
        let (graph, report) = (path("graph"), path("report.html"));
        let built = tillside(&[
            "build", "--orders", &orders, "--currency", "GBP", "--min-support", "1", "--out",
            &graph,
        ]);
        let message = String::from_utf8_lossy(&built.stderr);
        assert_eq!(built.status.code(), Some(0), "{name}: {message}");
        let evaluated = tillside(&[
            "evaluate", "--orders", &orders, "--currency", "GBP", "--report", &report,
        ]);
        let inspected = tillside(&["inspect", "--orders", &orders, "--json"]);
        assert_eq!(inspected.status.code(), Some(0), "{name}");
        for output in [&built, &evaluated, &inspected] {
            assert!(!has_mark(&output.stdout), "{name}");
            assert!(!has_mark(&output.stderr), "{name}");
        }
        expect_no_mark(name, Path::new(&graph));
        if let Ok(report) = fs::read(&report) {
            assert!(!has_mark(&report), "{name}: the report");
        }
    }
}

#[test]
fn a_message_about_a_bad_row_shows_no_person() {
    for (name, separator, header, row) in EXPORTS {
        let folder = tempfile::tempdir().unwrap();
        let orders = folder.path().join("orders.csv");
        let broken = format!("{}{separator}one cell too many\n", row.replace("{}", MARK));
        fs::write(&orders, export(header, row) + &broken).unwrap();
        let out = folder.path().join("graph");
        let built = tillside(&[
            "build",
            "--orders",
            orders.to_str().unwrap(),
            "--currency",
            "GBP",
            "--out",
            out.to_str().unwrap(),
        ]);
        assert_eq!(built.status.code(), Some(2), "{name}");
        assert!(
            !has_mark(&built.stdout) && !has_mark(&built.stderr),
            "{name}"
        );
    }
}
