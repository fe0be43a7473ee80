//! Exports of many systems, valid and damaged.

use std::fs;
use std::io::Write;
use std::path::Path;

use proptest::prelude::*;
use tillside::import::{
    DropReason, ImportError, ImportOptions, ImportReport, Interrupted, OrderLine, Preset, Role,
    RowLayout, Watch, read_catalog, read_orders,
};
use tillside::model::Rating;

/// An observer that does nothing.
pub struct Unwatched;

impl Watch for Unwatched {
    fn start(&mut self, _: &Path, _: Option<u64>) {}

    fn advance(&mut self, _: u64) -> Result<(), Interrupted> {
        Ok(())
    }
}

/// Reads bytes as a file with the name `orders.csv`. Returns lines as short texts, and errors
/// without the directory.
pub fn read_with(
    content: &[u8],
    options: &ImportOptions,
) -> Result<(Vec<String>, ImportReport), String> {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("orders.csv");
    fs::write(&path, content).unwrap();
    let mut lines = Vec::new();
    let report = read_orders::<ImportError>(&path, options, &mut Unwatched, |line| {
        let OrderLine {
            order,
            sku,
            title,
            price_micros,
            time,
            currency,
            is_cancelled,
            ..
        } = line;
        let price = price_micros
            .map(|price| price.to_string())
            .unwrap_or_default();
        let time = time.map(|time| time.to_string()).unwrap_or_default();
        let cancelled = if is_cancelled { "cancelled" } else { "" };
        lines.push(
            [
                order,
                sku,
                title.unwrap_or(""),
                &price,
                &time,
                currency.unwrap_or(""),
                cancelled,
            ]
            .join("|"),
        );
        Ok(())
    });
    let prefix = format!("{}/", directory.path().display());
    report
        .map(|report| (lines, report))
        .map_err(|error| error.to_string().replace(&prefix, ""))
}

fn read(content: &str) -> Result<(Vec<String>, ImportReport), String> {
    read_with(content.as_bytes(), &ImportOptions::default())
}

#[test]
fn only_order_and_sku_are_needed() {
    let (lines, report) = read("Order ID,Product SKU\n1,A\n1,B\n").unwrap();
    assert_eq!(lines, ["1|A|||||", "1|B|||||"]);
    assert_eq!(
        (report.rows, report.kept, report.preset),
        (2, 2, Preset::Plain)
    );
}

#[test]
fn online_retail_rows_are_cleaned_by_its_rules() {
    let (lines, report) = read(
        "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n\
         536365,85123A,WHITE HEART,6,2010-12-01 08:26:00,2.55,17850.0,UK\n\
         C536379,85123A,WHITE HEART,-1,2010-12-01 09:41:00,2.55,17850.0,UK\n\
         536414,22139,damaged,56,2010-12-01 11:52:00,0.0,,UK\n\
         536415,22140,LAMP,-3,2010-12-01 11:52:00,1.0,,UK\n\
         536416,POST,POSTAGE,1,2010-12-01 11:52:00,18.0,,UK\n",
    )
    .unwrap();
    assert_eq!(lines, ["536365|85123A|WHITE HEART|2550000|1291191960||"]);
    assert_eq!(report.preset, Preset::Uci);
    let dropped: Vec<_> = report.dropped.into_iter().collect();
    assert_eq!(
        dropped,
        [
            (DropReason::Cancelled, 1),
            (DropReason::Quantity, 1),
            (DropReason::Price, 1),
            (DropReason::NotAProduct, 1)
        ]
    );
}

#[test]
fn shopify_names_the_order_on_each_row_and_the_rest_on_its_first() {
    let (lines, report) = read(
        "Name,Email,Financial Status,Currency,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Cancelled at\n\
         #1001,a@example.com,paid,EUR,2024-01-15 10:22:33 +0000,1,Tee - Red / M,19.90,TEE-R-M,\n\
         #1001,,,,,2,Mug,8.00,MUG,\n\
         #1002,b@example.com,refunded,EUR,2024-01-16 10:22:33 +0000,1,Mug,8.00,MUG,\n",
    )
    .unwrap();
    assert_eq!(report.preset, Preset::Shopify);
    assert_eq!(
        lines,
        [
            "#1001|TEE-R-M|Tee - Red / M|19900000|1705314153|EUR|",
            "#1001|MUG|Mug|8000000|1705314153|EUR|",
            "#1002|MUG|Mug|8000000|1705400553|EUR|cancelled"
        ]
    );
}

#[test]
fn woocommerce_statuses_and_semicolons_are_understood() {
    let (lines, report) = read(
        "Order Number;Order Status;Order Date;SKU;Item Name;Quantity;Item Cost\n\
         17;wc-completed;2024-05-02 09:00;K1;Kerze;2;\"3,49\"\n\
         18;wc-cancelled;2024-05-02 09:05;K1;Kerze;1;\"3,49\"\n",
    )
    .unwrap();
    assert_eq!(report.preset, Preset::Woocommerce);
    assert_eq!(
        lines,
        [
            "17|K1|Kerze|3490000|1714640400||",
            "18|K1|Kerze|3490000|1714640700||cancelled"
        ]
    );
}

#[test]
fn columns_can_be_named() {
    let options = ImportOptions {
        columns: vec![
            (Role::Order, "Receipt".into()),
            (Role::Sku, "Article no".into()),
        ],
        ..ImportOptions::default()
    };
    let (lines, _) = read_with(b"Receipt,Article no\nR1,A\n", &options).unwrap();
    assert_eq!(lines, ["R1|A|||||"]);
    let error = read_with(b"Bon,Article no\nR1,A\n", &options).unwrap_err();
    assert_eq!(
        error,
        "orders.csv: the column \"Receipt\" of --column does not exist. The columns are: Bon, Article no."
    );
}

#[test]
fn broken_cells_name_their_place_and_the_remedy() {
    let cases = [
        (
            "order,sku,quantity\n1,A,12x4\n",
            "orders.csv:2: quantity \"12x4\" is not a number. Fix the cell or pass --skip-bad-rows.",
        ),
        (
            "order,sku,qty\n1,A,99999999999999999999\n",
            "orders.csv:2: qty \"99999999999999999999\" is not a number. Fix the cell or pass --skip-bad-rows.",
        ),
        (
            "order,sku,price\n1,A,free\n",
            "orders.csv:2: price \"free\" is not an amount of money. Fix the cell or pass --skip-bad-rows.",
        ),
        (
            "order,sku,date\n1,A,soon\n",
            "orders.csv:2: date \"soon\" is not a date. Fix the cell or pass --skip-bad-rows.",
        ),
        (
            "order,sku,title\n1,A\n",
            "orders.csv:2: the row has 2 cells, the header has 3. A quote may be missing in it. Fix the row or pass --skip-bad-rows.",
        ),
        (
            "order,thing\n1,A\n",
            "orders.csv: no column for the sku was recognized. The columns are: order, thing. Name it, for example with --column sku=\"thing\".",
        ),
        (
            "",
            "orders.csv: the file is empty. The first row should name the columns.",
        ),
        (
            "\u{1}\u{2}PNG",
            "orders.csv: this is neither text nor Parquet. Export the orders as CSV (from a spreadsheet: \"Save as\", CSV).",
        ),
    ];
    for (content, message) in cases {
        assert_eq!(read(content).unwrap_err(), message);
    }
    let options = ImportOptions {
        skip_bad_rows: true,
        ..ImportOptions::default()
    };
    let (lines, report) = read_with(b"order,sku,quantity\n1,A,12x4\n1\n2,B,1\n", &options).unwrap();
    assert_eq!((lines.len(), report.dropped[&DropReason::BadRow]), (1, 2));
}

#[test]
fn negative_prices_are_dropped_and_gifts_are_kept_without_a_price() {
    let (lines, report) = read("order,sku,price\n1,A,-11062.06\n1,B,0.00\n").unwrap();
    assert_eq!(lines, ["1|B|||||"]);
    assert_eq!(report.dropped[&DropReason::Price], 1);
}

#[test]
fn spreadsheets_of_any_encoding_are_read() {
    let expected = "1|A|Café|4950000||GBP|";
    let content = "order,sku,title,price\n1,A,Café,£4.95\n";
    assert_eq!(read(content).unwrap().0, [expected]);
    let (windows, _, _) = encoding_rs::WINDOWS_1252.encode(content);
    let (lines, report) = read_with(&windows, &ImportOptions::default()).unwrap();
    assert_eq!(
        (lines.as_slice(), report.repaired_cells),
        ([expected.to_owned()].as_slice(), 2)
    );
    let utf_16: Vec<u8> = std::iter::once(0xfeff)
        .chain(content.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(
        read_with(&utf_16, &ImportOptions::default()).unwrap().0,
        [expected]
    );
    assert_eq!(read(&format!("\u{feff}{content}")).unwrap().0, [expected]);
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(content.as_bytes()).unwrap();
    assert_eq!(
        read_with(&gzip.finish().unwrap(), &ImportOptions::default())
            .unwrap()
            .0,
        [expected]
    );
}

#[test]
fn a_catalogue_lists_each_sku_once() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("catalog.csv");
    fs::write(&path, "id,title,price,availability,item_group_id\na1,Mug,4.25 GBP,in stock,MUG\nA1,Mug,4.25 GBP,out of stock,\n")
        .unwrap();
    let error = read_catalog(&path, &ImportOptions::default(), &mut Unwatched)
        .unwrap_err()
        .to_string();
    assert!(error.ends_with("catalog.csv:3: SKU \"A1\" is already listed in line 2. Give each product its own, or pass --accept repeated-skus to use the first row of each."), "{error}");
    let options = ImportOptions {
        skip_bad_rows: true,
        ..ImportOptions::default()
    };
    let rows = read_catalog(&path, &options, &mut Unwatched).unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!(
        (
            rows[0].price_micros,
            rows[0].currency.as_deref(),
            rows[0].is_available
        ),
        (Some(4_250_000), Some("GBP"), Some(true))
    );
}

/// Reads one catalog row with these cells in the columns for stars, reviews and a quote.
fn rated(cells: &str) -> Result<(Option<Rating>, Option<String>), String> {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("catalog.csv");
    fs::write(
        &path,
        format!("sku;Average Rating;Review Count;Testimonial\nA1;{cells}\n"),
    )
    .unwrap();
    let rows = read_catalog(
        &path,
        &ImportOptions {
            rows: RowLayout::Catalog,
            ..ImportOptions::default()
        },
        &mut Unwatched,
    );
    let mut rows = rows.map_err(|error| {
        error
            .to_string()
            .replace(&format!("{}/", directory.path().display()), "")
    })?;
    let row = rows.remove(0);
    Ok((row.rating, row.testimonial))
}

#[test]
fn stars_are_read_as_shops_write_them_and_never_invented() {
    let stars = |cells: &str| {
        rated(cells).map(|(rating, _)| rating.map(|rating| (rating.hundredths, rating.reviews)))
    };
    for cells in [
        "4.6;12;", "4,6;12;", "4.6/5;12;", "4.60 / 5;12.0;", "4,596;12;",
    ] {
        assert_eq!(stars(cells), Ok(Some((460, 12))), "{cells}");
    }
    assert_eq!(stars("5;1;"), Ok(Some((500, 1))));
    assert_eq!(stars("5/5;1;"), Ok(Some((500, 1))));
    for nobody in ["4.6;;", "4.6;0;", ";12;", "0;0;", ";;"] {
        assert_eq!(stars(nobody), Ok(None), "{nobody}");
    }
    assert_eq!(
        stars("46;12;").unwrap_err(),
        "catalog.csv:2: Average Rating \"46\" is not stars from 0 to 5 such as \"4.6\". Fix the cell or pass --skip-bad-rows."
    );
    assert!(stars("-1;12;").is_err() && stars("good;12;").is_err());
    assert!(
        stars("4;few;")
            .unwrap_err()
            .contains("Review Count \"few\" is not a number of reviews.")
    );
}

#[test]
fn a_quote_is_cut_at_a_word() {
    let quote = |text: &str| rated(&format!(";;{text}")).unwrap().1;
    assert_eq!(quote(" It glows. ").as_deref(), Some("It glows."));
    assert_eq!(quote("  "), None);
    assert_eq!(quote(&"é".repeat(280)), Some("é".repeat(280)));
    assert_eq!(quote(&"é".repeat(281)).unwrap().chars().count(), 280);
    let cut = quote(&"ten chars ".repeat(40)).unwrap();
    assert!(
        cut.ends_with("chars…") && cut.chars().count() <= 280,
        "{cut}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_bytes_make_the_import_panic(content in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = read_with(&content, &ImportOptions::default());
        let mut behind_a_header = b"order,sku,quantity,price,date\n".to_vec();
        behind_a_header.extend(&content);
        let _ = read_with(&behind_a_header, &ImportOptions { skip_bad_rows: true, ..ImportOptions::default() });
        let mut parquet = b"PAR1".to_vec();
        parquet.extend(&content);
        let _ = read_with(&parquet, &ImportOptions::default());
    }
}
