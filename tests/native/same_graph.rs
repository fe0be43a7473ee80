//! The same orders give the same graph, byte for byte, in any row order and with any number of
//! threads.

use std::collections::BTreeMap;
use std::fs;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use flate2::Compression;
use flate2::write::GzEncoder;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use parquet::data_type::{ByteArray, ByteArrayType, Int64Type};
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;

use crate::cli::orders_of_pairs;

/// All files of the graph that the command builds.
fn graph(orders: &Path, threads: &str) -> BTreeMap<String, Vec<u8>> {
    let out = tempfile::tempdir().unwrap();
    let folder = out.path().join("graph");
    let mut command = Command::new(env!("CARGO_BIN_EXE_tillside"));
    command
        .args(["build", "--currency", "GBP", "--orders"])
        .arg(orders)
        .arg("--out")
        .arg(&folder);
    let output = command.env("RAYON_NUM_THREADS", threads).output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    // The default plans are files of the graph, too.
    let plans = fs::read_dir(folder.join("plans")).unwrap();
    let files = fs::read_dir(&folder).unwrap().chain(plans);
    files
        .map(Result::unwrap)
        .filter(|file| file.file_type().unwrap().is_file())
        .map(|file| {
            (
                file.file_name().into_string().unwrap(),
                fs::read(file.path()).unwrap(),
            )
        })
        .collect()
}

fn written(folder: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, bytes).unwrap();
    path
}

fn gzipped(csv: &str) -> Vec<u8> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(csv.as_bytes()).unwrap();
    gzip.finish().unwrap()
}

/// The rows with typed columns: whole numbers, texts, and times.
fn as_parquet(csv: &str, path: &Path) {
    let schema = "message orders { required int64 order_id; required binary sku (UTF8); required binary title (UTF8);
        required int64 date (TIMESTAMP_MICROS); required binary customer (UTF8); }";
    let schema = Arc::new(parse_message_type(schema).unwrap());
    let mut writer =
        SerializedFileWriter::new(File::create(path).unwrap(), schema, Arc::default()).unwrap();
    let rows: Vec<Vec<&str>> = csv
        .lines()
        .skip(1)
        .map(|line| line.split(',').collect())
        .collect();
    let mut group = writer.next_row_group().unwrap();
    let texts = |column: usize| {
        rows.iter()
            .map(|row| ByteArray::from(row[column]))
            .collect::<Vec<_>>()
    };
    numbers(
        &mut group,
        &rows
            .iter()
            .map(|row| row[0].parse().unwrap())
            .collect::<Vec<_>>(),
    );
    words(&mut group, &texts(1));
    words(&mut group, &texts(2));
    numbers(
        &mut group,
        &rows
            .iter()
            .map(|row| microseconds(row[3]))
            .collect::<Vec<_>>(),
    );
    words(&mut group, &texts(4));
    group.close().unwrap();
    writer.close().unwrap();
}

fn microseconds(date: &str) -> i64 {
    DateTime::strptime("%Y-%m-%d %H:%M", date)
        .unwrap()
        .to_zoned(TimeZone::UTC)
        .unwrap()
        .timestamp()
        .as_microsecond()
}

fn numbers(group: &mut SerializedRowGroupWriter<'_, File>, values: &[i64]) {
    let mut column = group.next_column().unwrap().unwrap();
    column
        .typed::<Int64Type>()
        .write_batch(values, None, None)
        .unwrap();
    column.close().unwrap();
}

fn words(group: &mut SerializedRowGroupWriter<'_, File>, values: &[ByteArray]) {
    let mut column = group.next_column().unwrap().unwrap();
    column
        .typed::<ByteArrayType>()
        .write_batch(values, None, None)
        .unwrap();
    column.close().unwrap();
}

#[test]
fn any_number_of_threads_any_row_order_and_any_file_format_give_the_same_graph() {
    let folder = tempfile::tempdir().unwrap();
    let csv = orders_of_pairs();
    let (header, rows) = csv.split_once('\n').unwrap();
    let turned: Vec<&str> = rows.lines().rev().collect();
    let turned = format!("{header}\n{}\n", turned.join("\n"));
    let plain = written(folder.path(), "orders.csv", csv.as_bytes());
    let expected = graph(&plain, "1");
    assert!(expected.contains_key("manifest.json") && expected.len() > 1);
    for threads in ["2", "7"] {
        assert!(graph(&plain, threads) == expected, "{threads} threads");
    }
    assert!(
        graph(
            &written(folder.path(), "turned.csv", turned.as_bytes()),
            "7"
        ) == expected,
        "rows from last to first"
    );
    assert!(
        graph(
            &written(folder.path(), "orders.csv.gz", &gzipped(&csv)),
            "2"
        ) == expected,
        "gzip"
    );
    let parquet = folder.path().join("orders.parquet");
    as_parquet(&csv, &parquet);
    assert!(graph(&parquet, "7") == expected, "Parquet");

    // One more order gives another graph, so the comparison detects differences.
    let more = format!(
        "{csv}1500,L0,Product L0,2024-12-01 10:00,C1\n1500,R1,Product R1,2024-12-01 10:00,C1\n"
    );
    assert!(graph(&written(folder.path(), "more.csv", more.as_bytes()), "2") != expected);
}
