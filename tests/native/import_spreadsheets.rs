//! Exports that a spreadsheet has opened and saved: its own formats, and what it does to text.

use tillside::import::{Accept, DateForm, ImportOptions};

use crate::import::read_with;

/// The lines as `order|SKU|title|price in millionths|seconds since 1970|currency|cancelled`.
fn lines(content: &[u8]) -> Vec<String> {
    let read = read_with(content, &ImportOptions::default());
    read.unwrap().0
}

fn refusal(content: &str, options: &ImportOptions) -> String {
    read_with(content.as_bytes(), options).unwrap_err()
}

/// A spreadsheet of `LibreOffice`, as far as it matters.
fn ods(sheets: &[(&str, &str)]) -> Vec<u8> {
    use std::io::Write;

    const MANIFEST: &str = "<?xml version=\"1.0\"?><manifest:manifest \
        xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\">\
        <manifest:file-entry manifest:full-path=\"content.xml\"/></manifest:manifest>";
    let table = |(name, rows): &(&str, &str)| {
        format!("<table:table table:name=\"{name}\">{rows}</table:table>")
    };
    let tables: String = sheets.iter().map(table).collect();
    let content = format!(
        "<?xml version=\"1.0\"?><office:document-content \
         xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
         xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body>\
         <office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    );
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (name, text) in [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", MANIFEST),
        ("content.xml", content.as_str()),
    ] {
        archive.start_file(name, options).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn ods_row(cells: &[&str]) -> String {
    let cell = |text: &&str| match text.parse::<f64>() {
        _ if text.starts_with("2024-") => format!(
            "<table:table-cell office:value-type=\"date\" office:date-value=\"{text}\"><text:p>{text}</text:p></table:table-cell>"
        ),
        Ok(number) => format!(
            "<table:table-cell office:value-type=\"float\" office:value=\"{number}\"><text:p>{number}</text:p></table:table-cell>"
        ),
        Err(_) => format!(
            "<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
        ),
    };
    let cells: String = cells.iter().map(cell).collect();
    format!(
        "<table:table-row>{cells}<table:table-cell table:number-columns-repeated=\"1000\"/></table:table-row>"
    )
}

#[test]
fn an_open_document_spreadsheet_is_read() {
    let rows = [
        ods_row(&["Order ID", "SKU", "Quantity", "Price"]),
        ods_row(&["1", "MUG", "2", "12.5"]),
        ods_row(&["2", "POT", "1", "8"]),
        "<table:table-row table:number-rows-repeated=\"1048573\"><table:table-cell table:number-columns-repeated=\"1024\"/></table:table-row>".to_owned(),
    ];
    assert_eq!(
        lines(&ods(&[("Orders", &rows.concat())])),
        ["1|MUG||12500000|||", "2|POT||8000000|||"]
    );
}

#[test]
fn repeated_cells_of_a_spreadsheet_are_bounded() {
    let cell = "<table:table-cell table:number-columns-repeated=\"16000\" office:value-type=\"string\"><text:p>x</text:p></table:table-cell>";
    let wide =
        format!("<table:table-row table:number-rows-repeated=\"1000000\">{cell}</table:table-row>");
    let far = ods_row(&["Order ID", "SKU"])
        + "<table:table-row table:number-rows-repeated=\"1000000\"><table:table-cell/></table:table-row>"
        + &format!("<table:table-row>{cell}</table:table-row>");
    for rows in [wide, far] {
        let refused = read_with(&ods(&[("Orders", &rows)]), &ImportOptions::default()).unwrap_err();
        assert!(refused.contains("unpacks to more than"), "{refused}");
    }
}

#[test]
fn date_cells_of_libre_office_are_dates() {
    let rows = [
        ods_row(&["Order ID", "Order Date", "SKU", "Price"]),
        ods_row(&["1", "2024-03-01T09:12:33", "MUG", "12.5"]),
        ods_row(&["2", "2024-03-02", "POT", "8"]),
    ];
    let found = lines(&ods(&[("Orders", &rows.concat())]));
    assert_eq!(
        found,
        [
            "1|MUG||12500000|1709284353||",
            "2|POT||8000000|1709337600||"
        ]
    );
}

#[test]
fn sheets_with_the_same_header_are_one_table_and_others_are_named() {
    let cover = ods_row(&["Order report", "March and April"]) + &ods_row(&["Author", "Ann"]);
    let header = ods_row(&["Order ID", "SKU", "Quantity", "Price"]);
    let march = header.clone() + &ods_row(&["1", "MUG", "2", "12.5"]);
    let april = header + &ods_row(&["2", "POT", "1", "8"]);
    let book = ods(&[("Cover", &cover), ("March", &march), ("April", &april)]);
    let (found, report) = read_with(&book, &ImportOptions::default()).unwrap();
    assert_eq!(found, ["1|MUG||12500000|||", "2|POT||8000000|||"]);
    assert!(
        report.notes.iter().any(|note| note.contains("\"Cover\"")),
        "{:?}",
        report.notes
    );
    let of = |sheet: &str| ImportOptions {
        sheet: Some(sheet.to_owned()),
        ..ImportOptions::default()
    };
    assert_eq!(
        read_with(&book, &of("april")).unwrap().0,
        ["2|POT||8000000|||"]
    );
    let refusal = read_with(&book, &of("May")).unwrap_err();
    assert!(
        refusal.contains("The sheets are: Cover, March, April."),
        "{refusal}"
    );
}

#[test]
fn a_sheet_whose_rows_are_texts_with_commas_is_read_as_that_text() {
    let rows: String = [
        "Order ID,SKU,Product Name,Price",
        "1,MUG,\"Mug, blue\",12.50",
        "2,POT,Pot,8.00",
    ]
    .map(|line| ods_row(&[&line.replace('"', "&quot;")]))
    .concat();
    let found = lines(&ods(&[("orders", &rows)]));
    assert_eq!(
        found,
        ["1|MUG|Mug, blue|12500000|||", "2|POT|Pot|8000000|||"]
    );
}

#[test]
fn each_line_in_quotation_marks_is_a_line() {
    // A spreadsheet that expects semicolons keeps each line in one cell, also the lines of a note.
    let plain = "Name,Email,Paid at,Currency,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Note Attributes\n\
                 #1001,a@example.com,2024-03-02 10:11:12 +0000,GBP,2,\"Mug, blue\",9.50,MUG,\"country: GB\nvisit: 1\"\n\
                 #1001,,,,1,\"12\"\" plate\",14.00,PLATE,\n\
                 #1002,b@example.com,2024-03-03 10:11:12 +0000,GBP,1,Bowl,7.00,BOWL,\n";
    let expected = lines(plain.as_bytes());
    assert_eq!(expected.len(), 3);
    for (always, separators) in [(false, ""), (false, ";;"), (true, ";")] {
        let saved: String = plain
            .lines()
            .map(|line| {
                if always || line.contains('"') {
                    format!("\"{}\"{separators}\r\n", line.replace('"', "\"\""))
                } else {
                    format!("{line}{separators}\r\n")
                }
            })
            .collect();
        assert_eq!(lines(saved.as_bytes()), expected, "{saved}");
    }
}

#[test]
fn the_line_of_an_error_is_the_same_with_the_ends_of_windows() {
    let content = "order,sku,price\n1,A,2.00\n1,B,3.00\n2,A,free\n";
    let unix = refusal(content, &ImportOptions::default());
    assert!(unix.contains(":4:"), "{unix}");
    let windows = refusal(&content.replace('\n', "\r\n"), &ImportOptions::default());
    assert!(windows.contains(":4:"), "{windows}");
}

#[test]
fn joined_files_may_repeat_header_and_mark() {
    let content =
        "\u{feff}order,sku,price\n1,A,2.00\n1,B,3.00\n\u{feff}order,sku,price\n2,A,2.00\n";
    assert_eq!(
        lines(content.as_bytes()),
        ["1|A||2000000|||", "1|B||3000000|||", "2|A||2000000|||"]
    );
}

#[test]
fn row_numbers_without_a_header_are_left_out() {
    let content = "\"order\",\"sku\",\"price\"\n\"1\",\"10\",\"A\",2\n\"2\",\"10\",\"B\",3\n\"3\",\"11\",\"A\",2\n";
    assert_eq!(
        lines(content.as_bytes()),
        ["10|A||2000000|||", "10|B||3000000|||", "11|A||2000000|||"]
    );
}

#[test]
fn dates_with_the_year_first_fit_beside_others_unless_a_spreadsheet_swapped_them() {
    let content = |dates: [&str; 3]| {
        let [one, two, three] = dates;
        format!("order,sku,date\n1,A,{one}\n1,B,{one}\n2,A,{two}\n3,A,{three}\n")
    };
    let joined = content([
        "3/14/2024 17:42", "2024-04-20 10:42:33", "2024-04-02 09:00:00",
    ]);
    assert_eq!(
        lines(joined.as_bytes()),
        [
            "1|A|||1710438120||", "1|B|||1710438120||", "2|A|||1713609753||", "3|A|||1712048400||"
        ]
    );
    let swapped = content(["3/14/2024", "2024-02-03", "2024-05-03"]);
    let refused = refusal(&swapped, &ImportOptions::default());
    assert!(refused.contains("swaps day and month"), "{refused}");
    let options = ImportOptions {
        dates: Some(DateForm::MonthFirst),
        ..ImportOptions::default()
    };
    assert_eq!(read_with(swapped.as_bytes(), &options).unwrap().0.len(), 4);
}

#[test]
fn a_sku_that_a_spreadsheet_turned_into_a_date_is_refused() {
    let content = "order,sku,price,date\n1,A-1,2.00,2024-03-01\n1,B-2,Apr 25,2024-03-01\n";
    let refused = refusal(content, &ImportOptions::default());
    assert!(refused.contains("A spreadsheet changed"), "{refused}");
    let content = "order,sku,price\n1,01-Mar,2.00\n1,B-2,3.00\n2,01-Mar,2.00\n";
    let refused = refusal(content, &ImportOptions::default());
    assert!(refused.contains("--accept dates-as-skus"), "{refused}");
    let options = ImportOptions {
        accepted: vec![Accept::DatesAsSkus],
        ..ImportOptions::default()
    };
    assert_eq!(read_with(content.as_bytes(), &options).unwrap().0.len(), 3);
    for cell in ["########", "12:33.0"] {
        let content = format!("order,sku,order date\n1,A,{cell}\n1,B,{cell}\n2,A,{cell}\n");
        let refused = refusal(&content, &ImportOptions::default());
        assert!(
            refused.contains("A spreadsheet changed or cut it"),
            "{refused}"
        );
    }
}

#[test]
fn decimals_that_a_spreadsheet_added_to_codes_are_removed() {
    for zeros in [",00", ".0", ".00"] {
        let content =
            format!("order;sku;qty\n1;4001234500000{zeros};1\n1;B-2;1\n2;4001234500000{zeros};1\n");
        assert_eq!(
            lines(content.as_bytes()),
            ["1|4001234500000|||||", "1|B-2|||||", "2|4001234500000|||||"]
        );
    }
    // A part number with a comma of its own.
    let content = "order;sku;qty\n1;12,00;1\n1;12,50;1\n";
    assert_eq!(lines(content.as_bytes()), ["1|12,00|||||", "1|12,50|||||"]);
}

#[test]
fn ditto_marks_and_text_that_was_encoded_twice_are_repaired() {
    let content = "Commande,RÃ©fÃ©rence,Produit\n7,MUG,ThÃ© vert\n\"\"\"\",POT,CrÃ¨me\n〃,POT,CrÃ¨me\n8,MUG,ThÃ© vert\n";
    assert_eq!(
        lines(content.as_bytes()),
        [
            "7|MUG|Thé vert||||", "7|POT|Crème||||", "7|POT|Crème||||", "8|MUG|Thé vert||||"
        ]
    );
}
