//! Files that unpack to more than any real export.

use std::fs;
use std::io::Write;
use std::path::Path;

use flate2::Compression as Level;
use flate2::write::GzEncoder;
use parquet::basic::{Compression, Encoding};
use parquet::file::properties::{WriterProperties, WriterVersion};
use tillside::import::{Accept, CatalogRow, ImportError, ImportOptions, read_catalog, read_orders};

use crate::cli::tillside;
use crate::import::Unwatched;
use crate::parquet as files;

fn packed(text: &str) -> Vec<u8> {
    let mut gzip = GzEncoder::new(Vec::new(), Level::best());
    gzip.write_all(text.as_bytes()).unwrap();
    gzip.finish().unwrap()
}

/// A gzipped export of about this many million bytes, in rows of ten thousand bytes; one compressed
/// megabyte is repeated.
fn bomb(megabytes: usize) -> Vec<u8> {
    let row = format!("1,A,{}\n", "x".repeat(9_995));
    let mut bomb = packed("order,sku,title\n");
    bomb.extend(packed(&row.repeat(100)).repeat(megabytes));
    bomb
}

/// Reads a file of orders and counts its rows.
fn rows(content: &[u8], max_bytes: Option<u64>) -> Result<u64, String> {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("orders");
    fs::write(&path, content).unwrap();
    let options = ImportOptions {
        max_bytes,
        accepted: vec![Accept::OneOrder, Accept::SingleProducts],
        ..ImportOptions::default()
    };
    let report = read_orders::<ImportError>(&path, &options, &mut Unwatched, |_| Ok(()));
    let prefix = format!("{}/", directory.path().display());
    report
        .map(|report| report.rows)
        .map_err(|error| error.to_string().replace(&prefix, ""))
}

const TOO_LARGE: &str = "orders: the file unpacks to more than 64MB, so reading stopped. If you trust the file, raise the limit, \
                         for example with --max-input 640MB.";

#[test]
fn a_gzipped_bomb_is_put_out() {
    let bomb = bomb(65);
    assert!(bomb.len() < 64_000_000 / 200, "{} bytes", bomb.len());
    assert_eq!(rows(&bomb, None).unwrap_err(), TOO_LARGE);
    assert_eq!(rows(&bomb, Some(70_000_000)), Ok(6_500));
}

#[test]
fn uncompressed_files_have_no_limit() {
    let text = "order,sku\n".to_owned() + &"1,A\n".repeat(100);
    assert_eq!(rows(text.as_bytes(), Some(1)), Ok(100));
    assert!(
        rows(&packed(&text), Some(1))
            .unwrap_err()
            .contains("more than 1B")
    );
}

#[test]
fn a_row_without_an_end_is_not_kept() {
    let row = format!("order,sku\n1,\"{}", "x".repeat(4_200_000));
    let expected = "orders: a row is larger than 4MB. A quote may be missing in it.";
    assert_eq!(rows(&packed(&row), None).unwrap_err(), expected);
    assert_eq!(rows(row.as_bytes(), None).unwrap_err(), expected);
}

#[test]
fn parquet_is_read_however_it_is_packed() {
    let list = [("1", "A", 1), ("1", "B", 2), ("2", "A", 1)];
    for (kind, properties) in files::kinds() {
        assert_eq!(
            rows(&files::orders(&list, properties), None),
            Ok(3),
            "{kind}"
        );
    }
    let differences = WriterProperties::builder()
        .set_dictionary_enabled(false)
        .set_encoding(Encoding::DELTA_BYTE_ARRAY)
        .set_column_encoding("quantity".into(), Encoding::PLAIN)
        .set_writer_version(WriterVersion::PARQUET_2_0);
    let refused = rows(&files::orders(&list, differences), None).unwrap_err();
    assert!(
        refused.contains("its columns are encoded with DELTA_BYTE_ARRAY. Write them plain"),
        "{refused}"
    );
}

fn position(file: &[u8], bytes: &[u8]) -> Option<usize> {
    file.windows(bytes.len()).position(|found| found == bytes)
}

/// A size in the form of Parquet's headers, with the sign in the lowest bit.
fn size(bytes: u32) -> Vec<u8> {
    varint(bytes << 1)
}

/// A number with seven bits per byte.
fn varint(mut rest: u32) -> Vec<u8> {
    let mut written = Vec::new();
    while rest > 0x7f {
        written.push((rest & 0x7f) as u8 | 0x80);
        rest >>= 7;
    }
    written.push(rest as u8);
    written
}

#[test]
fn a_page_is_unpacked_to_the_limit_whatever_its_header_says() {
    let long = "x".repeat(2_000_000);
    for codec in [
        Compression::SNAPPY,
        Compression::GZIP(parquet::basic::GzipLevel::default()),
        Compression::ZSTD(parquet::basic::ZstdLevel::default()),
    ] {
        let properties = WriterProperties::builder()
            .set_compression(codec)
            .set_dictionary_enabled(false);
        let mut file = files::orders(&[("1", &long, 1)], properties);
        let refused = rows(&file, Some(1_500_000)).unwrap_err();
        assert!(
            refused.starts_with("orders: ") && refused.contains("more than 1.5MB"),
            "{codec:?}: {refused}"
        );
        assert_eq!(rows(&file, None), Ok(1), "{codec:?}");
        // The same page with a smaller size in its header, in the same number of bytes.
        let (at, said) = (2_000_000..2_000_040)
            .map(size)
            .find_map(|said| Some((position(&file, &said)?, said)))
            .unwrap();
        assert_eq!(said.len(), size(1_100_000).len());
        file[at..at + said.len()].copy_from_slice(&size(1_100_000));
        let refused = rows(&file, Some(1_500_000)).unwrap_err();
        assert!(refused.contains("more than 1.5MB"), "{codec:?}: {refused}");
    }
}

#[test]
fn a_dictionary_that_stands_for_more_than_it_holds_is_refused() {
    let long = "x".repeat(100_000);
    let list = vec![("1", long.as_str(), 1); 700];
    let properties = WriterProperties::builder().set_dictionary_page_size_limit(1 << 20);
    let file = files::orders(&list, properties);
    assert!(file.len() < 64_000_000 / 200, "{} bytes", file.len());
    assert_eq!(rows(&file, None).unwrap_err(), TOO_LARGE);
    assert_eq!(rows(&file, Some(80_000_000)), Ok(700));
}

#[test]
fn a_catalogue_is_put_out_too() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("catalog.csv.gz");
    fs::write(
        &path,
        packed(&format!("sku,title\n{}", "A,x\n".repeat(5_000))),
    )
    .unwrap();
    let read = |max_bytes| -> Result<Vec<CatalogRow>, ImportError> {
        let options = ImportOptions {
            skip_bad_rows: true,
            max_bytes,
            ..ImportOptions::default()
        };
        read_catalog(&path, &options, &mut Unwatched)
    };
    assert!(matches!(
        read(Some(10_000)),
        Err(ImportError::TooLarge { most: 10_000, .. })
    ));
    assert_eq!(read(None).unwrap().len(), 1);
}

#[test]
fn every_command_that_reads_exports_knows_the_limit() {
    let directory = tempfile::tempdir().unwrap();
    let place = |name: &str| directory.path().join(name).to_str().unwrap().to_owned();
    let orders = place("orders.csv.gz");
    fs::write(
        &orders,
        packed(&fs::read_to_string("tests/data/shop/orders.csv").unwrap()),
    )
    .unwrap();
    let catalog = place("catalog.csv.gz");
    fs::write(
        &catalog,
        packed(&fs::read_to_string("tests/data/shop/catalog.csv").unwrap()),
    )
    .unwrap();
    let (out, shop) = (place("graph"), "tests/data/shop/shop.toml");
    let plain = "tests/data/shop/orders.csv";
    let runs: [&[&str]; 6] = [
        &["build", "--shop", shop, "--out", &out, "--orders", &orders],
        &[
            "build", "--shop", shop, "--out", &out, "--orders", plain, "--catalog", &catalog,
        ],
        &[
            "build", "--shop", shop, "--out", &out, "--sessions", &orders,
        ],
        &["evaluate", "--orders", &orders],
        &["simulate", "--shop", shop, "--orders", &orders],
        &["check", shop, "--orders", &orders],
    ];
    for run in runs {
        let output = tillside(&[run, &["--max-input", "500B"]].concat());
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{run:?}: {said}");
        assert!(
            said.contains(".csv.gz: the file unpacks to more than 500B")
                && said.contains("--max-input 5kB"),
            "{run:?}: {said}"
        );
        let help = String::from_utf8(tillside(&[run[0], "--help"]).stdout).unwrap();
        assert!(
            help.contains("--max-input <SIZE>") && help.contains("[default: 200 times"),
            "{help}"
        );
    }
    assert!(!Path::new(&out).exists());
    assert!(
        tillside(&[
            "build", "--shop", shop, "--out", &out, "--orders", &orders, "--max-input", "1MB"
        ])
        .status
        .success()
    );
}

/// A file with only a footer: a schema of nested groups, in Thrift's compact protocol.
fn nested(depth: usize) -> Vec<u8> {
    // Each group: repetition required, a name of one letter, one child.
    let mut footer = vec![0x15, 0x02, 0x19, 0xfc];
    let count = u32::try_from(depth + 1).unwrap();
    footer.extend(varint(count));
    for _ in 0..depth {
        footer.extend([0x35, 0x00, 0x18, 0x01, b'g', 0x15, 0x02, 0x00]);
    }
    footer.extend([0x15, 0x04, 0x25, 0x00, 0x18, 0x01, b'c', 0x00]);
    // No rows, no row groups.
    footer.extend([0x16, 0x00, 0x19, 0x0c, 0x00]);
    let mut file = b"PAR1".to_vec();
    file.extend(&footer);
    file.extend(u32::try_from(footer.len()).unwrap().to_le_bytes());
    file.extend(b"PAR1");
    file
}

#[test]
fn groups_in_groups_do_not_go_down_to_the_end_of_the_stack() {
    // The library accepts the file: it is well-formed, but has no column that orders need.
    let shallow = rows(&nested(3), None).unwrap_err();
    assert!(
        shallow.contains("no column for the order was recognized"),
        "{shallow}"
    );
    for depth in [300_000, 100] {
        let deep = rows(&nested(depth), None).unwrap_err();
        assert!(
            deep.contains("its columns are damaged, or nested too deeply"),
            "{deep}"
        );
    }
}
