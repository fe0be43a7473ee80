//! `tillside sql`, and `tillside build --tables` without a database; `tests/cluster` runs the scripts.

use std::fs;

use crate::cli::tillside;

fn script(dialect: &str) -> String {
    let output = tillside(&[
        "sql", "--dialect", dialect, "--table", "shop.order_lines", "--location", "tables/",
    ]);
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

fn refusal(arguments: &[&str]) -> String {
    let output = tillside(arguments);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(output.stdout, b"");
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn every_dialect_writes_every_table() {
    for dialect in ["spark", "duckdb", "bigquery", "snowflake", "athena"] {
        let script = script(dialect);
        assert!(script.contains("FROM shop.order_lines\n"), "{script}");
        for table in [
            "lines", "items", "totals", "recent", "texts", "prices", "products", "repeats",
            "sizes", "order_rows",
        ] {
            let is_written = script.contains(&format!("tables/{table}"));
            assert!(is_written, "{dialect} {table}: {script}");
        }
    }
}

#[test]
fn a_script_never_divides_with_a_remainder() {
    for dialect in ["spark", "duckdb", "bigquery", "snowflake", "athena"] {
        let script = script(dialect);
        let divisions = script.lines().filter(|line| line.contains(" / "));
        for line in divisions.filter(|line| !line.starts_with("--")) {
            assert!(line.contains("- MOD("), "{dialect}: {line}");
        }
    }
}

#[test]
fn a_folder_without_tables_is_refused_before_anything_is_written() {
    let directory = tempfile::tempdir().unwrap();
    let tables = directory.path().join("tables");
    fs::create_dir_all(tables.join("totals")).unwrap();
    let graph = directory.path().join("graph");
    let (tables, out) = (tables.to_str().unwrap(), graph.to_str().unwrap());
    let found = refusal(&[
        "build", "--tables", tables, "--currency", "GBP", "--out", out, "--quiet",
    ]);
    assert!(
        found.contains("the table totals is missing") && found.contains("`tillside sql --table`"),
        "{found}"
    );
    assert!(!graph.exists());
    let found = refusal(&[
        "sql", "--dialect", "duckdb", "--tables", tables, "--location", tables, "--quiet",
    ]);
    assert!(found.contains("the table totals is missing"), "{found}");
}

#[test]
fn tables_replace_an_export() {
    let found = refusal(&["build", "--out", "graph"]);
    assert!(found.contains("--orders"), "{found}");
    let found = refusal(&[
        "build", "--tables", "tables", "--orders", "orders.csv", "--out", "graph",
    ]);
    assert!(found.contains("cannot be used with"), "{found}");
    let found = refusal(&["evaluate"]);
    assert!(found.contains("--orders"), "{found}");
}
