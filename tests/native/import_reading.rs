//! Orders in every usual notation are read correctly, or refused with the questions that are really
//! open.

use std::fs;

use encoding_rs::Encoding;
use proptest::prelude::*;
use tillside::import::{
    Accept, DateForm, Decimal, ImportError, ImportOptions, Reading, inspect, read_orders,
};

use crate::import::Unwatched;

/// Order, SKU, title, quantity, price and date in some language, an encoding that can write them, and a
/// title in that language.
const LANGUAGES: &[([&str; 6], &str, &str)] = &[
    (
        [
            "Order ID", "SKU", "Item name", "Quantity", "Price", "Order date",
        ],
        "windows-1252",
        "Blue mug",
    ),
    (
        [
            "Bestellnummer", "Artikelnummer", "Bezeichnung", "Menge", "Einzelpreis", "Bestelldatum",
        ],
        "windows-1252",
        "Grüne Schüssel für Müsli",
    ),
    (
        [
            "Numéro de commande", "Référence article", "Désignation", "Quantité", "Prix unitaire",
            "Date de commande",
        ],
        "windows-1252",
        "Théière émaillée à café",
    ),
    (
        [
            "Número de pedido", "Código de producto", "Nombre del producto", "Cantidad",
            "Precio unitario", "Fecha",
        ],
        "windows-1252",
        "Champú de fórmula mañana",
    ),
    (
        [
            "Номер заказа",
            "Артикул",
            "Название товара",
            "Количество",
            "Цена",
            "Дата заказа",
        ],
        "windows-1251",
        "Синяя кружка для чая",
    ),
    (
        ["注文番号", "商品コード", "商品名", "数量", "単価", "注文日"],
        "shift_jis",
        "青いマグカップと急須のセット",
    ),
    (
        [
            "订单编号", "商家编码", "商品名称", "数量", "单价", "下单时间",
        ],
        "gbk",
        "蓝色马克杯和茶壶套装",
    ),
    (
        [
            "주문번호", "상품코드", "상품명", "수량", "판매가", "주문일시",
        ],
        "euc-kr",
        "파란 머그컵과 찻주전자 세트",
    ),
    (
        [
            "Nomor Pesanan", "Nomor SKU", "Nama Produk", "Jumlah", "Harga", "Tanggal Pesanan",
        ],
        "windows-1252",
        "Cangkir biru besar",
    ),
    (
        [
            "Numer zamówienia", "Sygnatura", "Nazwa produktu", "Liczba sztuk", "Cena za sztukę",
            "Data zakupu",
        ],
        "windows-1250",
        "Niebieski kubek",
    ),
    (
        [
            "Kód objednávky", "Kód položky", "Název položky", "Množství", "Cena za jednotku s DPH",
            "Datum",
        ],
        "windows-1250",
        "Modrý hrnek",
    ),
    (
        [
            "Rendelésszám", "Cikkszám", "Terméknév", "Mennyiség", "Bruttó egységár",
            "Rendelés dátuma",
        ],
        "windows-1250",
        "Kék bögre",
    ),
    (
        [
            "Nr. comandă", "Cod produs", "Denumire produs", "Cantitate", "Preț unitar",
            "Data comenzii",
        ],
        "utf-8",
        "Cană albastră",
    ),
    (
        [
            "Sipariş No", "Stok Kodu", "Ürün Adı", "Adet", "Birim Fiyat", "Sipariş Tarihi",
        ],
        "windows-1254",
        "Mavi kupa",
    ),
    (
        [
            "Αρ. παραγγελίας",
            "Κωδικός",
            "Περιγραφή",
            "Ποσότητα",
            "Τιμή μονάδας",
            "Ημερομηνία",
        ],
        "windows-1253",
        "Μπλε κούπα",
    ),
    (
        ["מספר הזמנה", "מק״ט", "שם מוצר", "כמות", "מחיר", "תאריך"],
        "windows-1255",
        "ספל כחול",
    ),
    (
        [
            "رقم الطلب", "رمز المنتج", "اسم المنتج", "الكمية", "السعر", "تاريخ الطلب",
        ],
        "windows-1256",
        "كوب أزرق",
    ),
    (
        [
            "Ordernr", "Artikelnr", "Benämning", "Antal", "À-pris", "Orderdatum",
        ],
        "windows-1252",
        "Blå mugg",
    ),
    (
        [
            "Tellimuse number", "Tootekood", "Toote nimetus", "Kogus", "Hind", "Kuupäev",
        ],
        "windows-1257",
        "Sinine kruus",
    ),
    (
        [
            "Užsakymo numeris", "Prekės kodas", "Prekės pavadinimas", "Kiekis", "Kaina",
            "Užsakymo data",
        ],
        "windows-1257",
        "Mėlynas puodelis",
    ),
    (
        [
            "Broj narudžbe", "Šifra artikla", "Naziv artikla", "Količina", "Cijena",
            "Datum narudžbe",
        ],
        "windows-1250",
        "Plava šalica",
    ),
    (
        [
            "Mã đơn hàng", "Mã sản phẩm", "Tên sản phẩm", "Số lượng", "Đơn giá", "Ngày đặt hàng",
        ],
        "utf-8",
        "Cốc màu xanh",
    ),
    (
        [
            "หมายเลขคำสั่งซื้อ",
            "รหัสสินค้า",
            "ชื่อสินค้า",
            "จำนวน",
            "ราคา",
            "วันที่สั่งซื้อ",
        ],
        "windows-874",
        "แก้วสีฟ้า",
    ),
];

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// Notations of a day.
type WrittenDay = fn((i16, i8, i8)) -> String;

const DATES: &[WrittenDay] = &[
    |(year, month, day)| format!("{year}-{month:02}-{day:02}"),
    |(year, month, day)| format!("{day:02}/{month:02}/{year}"),
    |(year, month, day)| format!("{month}/{day}/{year}"),
    |(year, month, day)| format!("{day}.{month}.{year}"),
    |(year, month, day)| format!("{year}{month:02}{day:02}"),
    |(year, month, day)| format!("{year}/{month}/{day} 00:00"),
    |(year, month, day)| {
        format!(
            "{day} {} {year}",
            MONTHS[usize::try_from(month).unwrap() - 1]
        )
    },
];

/// Notations of cents.
type WrittenCents = fn(i64) -> String;

const NUMBERS: &[WrittenCents] = &[
    |cents| format!("{}.{:02}", cents / 100, cents % 100),
    |cents| format!("{},{:02}", cents / 100, cents % 100),
    |cents| format!("{},{:02} €", cents / 100, cents % 100),
    |cents| format!("{}.{:02}", grouped(cents / 100, ','), cents % 100),
    |cents| format!("{},{:02}", grouped(cents / 100, '.'), cents % 100),
    |cents| format!("€{}.{:02}", cents / 100, cents % 100),
    |cents| format!("{}.{:02}", grouped(cents / 100, '\''), cents % 100),
    |cents| format!("EUR {},{:02}", cents / 100, cents % 100),
];

fn grouped(whole: i64, sign: char) -> String {
    if whole < 1000 {
        whole.to_string()
    } else {
        format!("{}{sign}{:03}", whole / 1000, whole % 1000)
    }
}

#[derive(Clone, Debug)]
struct Line {
    order: u32,
    sku: usize,
    quantity: u32,
    cents: i64,
    day: (i16, i8, i8),
}

#[derive(Clone, Debug)]
struct Shape {
    language: usize,
    is_legacy: bool,
    date: usize,
    number: usize,
    delimiter: usize,
    columns: Vec<usize>,
}

fn shape() -> impl Strategy<Value = Shape> {
    let columns = Just((0..6_usize).collect::<Vec<_>>()).prop_shuffle();
    (
        0..LANGUAGES.len(),
        any::<bool>(),
        0..DATES.len(),
        0..NUMBERS.len(),
        0..4_usize,
        columns,
    )
        .prop_map(
            |(language, is_legacy, date, number, delimiter, columns)| Shape {
                language,
                is_legacy,
                date,
                number,
                delimiter,
                columns,
            },
        )
}

fn orders() -> impl Strategy<Value = Vec<Line>> {
    let line = (0..6_usize, 1..5_u32, 50..300_000_i64);
    let order = (
        (2021..2024_i16, 1..=12_i8, 1..=28_i8),
        proptest::collection::vec(line, 1..4),
    );
    proptest::collection::vec(order, 2..12).prop_map(|orders| {
        let numbered = (1000_u32..).zip(orders);
        numbered
            .flat_map(|(order, (day, lines))| {
                lines.into_iter().map(move |(sku, quantity, cents)| Line {
                    order,
                    sku,
                    quantity,
                    cents,
                    day,
                })
            })
            .collect()
    })
}

fn written(lines: &[Line], shape: &Shape) -> Vec<u8> {
    let (headers, encoding, title) = LANGUAGES[shape.language];
    let delimiter = [",", ";", "\t", "|"][shape.delimiter];
    let row = |cells: [String; 6]| {
        let cells = shape.columns.iter().map(|column| {
            let cell = &cells[*column];
            if cell.contains(delimiter) {
                format!("\"{cell}\"")
            } else {
                cell.clone()
            }
        });
        cells.collect::<Vec<_>>().join(delimiter) + "\n"
    };
    let mut text = row(headers.map(str::to_owned));
    for line in lines {
        text += &row([
            line.order.to_string(),
            format!("P-{}", line.sku),
            format!("{title} {}", line.sku),
            line.quantity.to_string(),
            NUMBERS[shape.number](line.cents),
            DATES[shape.date](line.day),
        ]);
    }
    if shape.is_legacy {
        let encoding = Encoding::for_label(encoding.as_bytes()).unwrap();
        match encoding.encode(&text) {
            (bytes, _, false) => bytes.into_owned(),
            // Japan's encoding has no sign for the euro.
            _ => text.into_bytes(),
        }
    } else {
        text.into_bytes()
    }
}

type Read = Vec<(String, String, Option<String>, Option<i64>, Option<i64>)>;

fn read(content: &[u8], options: &ImportOptions) -> Result<Read, ImportError> {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("orders.csv");
    fs::write(&path, content).unwrap();
    let mut lines = Vec::new();
    read_orders::<ImportError>(&path, options, &mut Unwatched, |line| {
        lines.push((
            line.order.to_owned(),
            line.sku.to_owned(),
            line.title.map(str::to_owned),
            line.price_micros,
            line.time,
        ));
        Ok(())
    })?;
    Ok(lines)
}

fn expected(lines: &[Line], shape: &Shape) -> Read {
    let (_, _, title) = LANGUAGES[shape.language];
    let line = |line: &Line| {
        let (year, month, day) = line.day;
        let midnight = jiff::civil::date(year, month, day).to_zoned(jiff::tz::TimeZone::UTC);
        (
            line.order.to_string(),
            format!("P-{}", line.sku),
            Some(format!("{title} {}", line.sku)),
            Some(line.cents * 10_000),
            Some(midnight.unwrap().timestamp().as_second()),
        )
    };
    lines.iter().map(line).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn orders_come_back_as_they_were_or_are_refused_for_what_is_open(lines in orders(), shape in shape()) {
        let content = written(&lines, &shape);
        let options = ImportOptions {
            // Prices are random here, and a hundred times apart.
            accepted: vec![Accept::PriceJumps],
            ..ImportOptions::default()
        };
        let is_told = lines.iter().any(|line| line.day.2 > 12);
        let is_slashed = shape.date == 1 || shape.date == 2;
        match read(&content, &options) {
            Ok(read) => prop_assert_eq!(read, expected(&lines, &shape)),
            Err(ImportError::Doubts { doubts, .. }) => {
                prop_assert!(is_slashed && !is_told && doubts.len() == 1, "{:?}", doubts);
                prop_assert!(doubts[0].remedy.contains("--dates day-first"), "{:?}", doubts);
                let settled = ImportOptions {
                    dates: Some(if shape.date == 1 { DateForm::DayFirst } else { DateForm::MonthFirst }),
                    ..options
                };
                prop_assert_eq!(read(&content, &settled).unwrap(), expected(&lines, &shape));
            }
            Err(error) => prop_assert!(false, "{}", error),
        }
    }
}

#[test]
fn a_reading_is_kept_and_a_difference_is_an_alarm() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("orders.csv");
    let first = "Bestellnummer;Artikelnummer;Einzelpreis;Bestelldatum\n1;A;9,50;13.03.2024\n2;B;8,00;14.03.2024\n";
    fs::write(&path, first).unwrap();
    let inspected = inspect(&path, &ImportOptions::default(), &mut Unwatched).unwrap();
    let reading = Reading::from_toml(&inspected.reading.to_toml()).unwrap();
    assert_eq!(reading, inspected.reading);
    let options = ImportOptions {
        reading: Some(reading),
        ..ImportOptions::default()
    };
    assert_eq!(read(first.as_bytes(), &options).unwrap().len(), 2);
    for (other, alarm) in [
        (first.replace("Einzelpreis", "Preis netto"), "the price was"),
        (
            first.replace("9,50", "9.50").replace("8,00", "8.00"),
            "the decimal sign of the price was",
        ),
        (first.replace(';', "\t"), "cells"),
        (
            first
                .replace("13.03.2024", "2024-03-13")
                .replace("14.03.2024", "2024-03-14"),
            "the form of dates was",
        ),
    ] {
        let refused = read(other.as_bytes(), &options).unwrap_err().to_string();
        assert!(
            refused.contains(alarm) || refused.contains("no column"),
            "{other}: {refused}"
        );
    }
}

#[test]
fn all_doubts_are_named_at_once() {
    let content = "order;sku;price;date\n1;A;1.250;01/02/2024\n2;B;2.375;03/04/2024\n";
    let refused = read(content.as_bytes(), &ImportOptions::default())
        .unwrap_err()
        .to_string();
    for word in [
        "2 open questions",
        "--dates day-first or --dates month-first",
        "--decimal point or --decimal comma",
    ] {
        assert!(refused.contains(word), "{refused}");
    }
    let settled = ImportOptions {
        dates: Some(DateForm::DayFirst),
        decimal: Some(Decimal::Comma),
        ..ImportOptions::default()
    };
    let lines = read(content.as_bytes(), &settled).unwrap();
    assert_eq!(lines[0].3, Some(1_250_000_000));
}

#[test]
fn a_late_row_can_overturn_what_the_first_thousand_leave_open() {
    let rows = |last: &str| {
        let rows = (0..3_000).map(|row| {
            format!(
                "{},A{},9.50,0{}/0{}/2024\n",
                row / 2,
                row % 7,
                1 + row % 9,
                1 + row % 7
            )
        });
        rows.fold("order,sku,price,date\n".to_owned(), |csv, row| csv + &row) + last
    };
    let lines = read(
        rows("9000,A,9.50,25/01/2024\n").as_bytes(),
        &ImportOptions::default(),
    )
    .unwrap();
    assert_eq!(lines[8].4, Some(1_707_436_800), "9 February");
    let lines = read(
        rows("9000,A,9.50,01/25/2024\n").as_bytes(),
        &ImportOptions::default(),
    )
    .unwrap();
    assert_eq!(lines[8].4, Some(1_725_235_200), "2 September");
}
