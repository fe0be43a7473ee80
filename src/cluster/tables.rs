//! The tables that the two scripts write: their columns, their statements, and their files.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::error::ClusterError;

/// The version of the tables. It changes with their columns and with the rules of their numbers.
pub(super) const VERSION: u32 = 1;

/// A table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Table {
    pub(super) name: &'static str,
    /// Its columns after `run`, in the order in which the program reads them.
    pub(super) columns: &'static [&'static str],
    /// The template of its query; `None` for the numbers of rows of the other tables.
    pub(super) query: Option<&'static str>,
}

/// Defines a table by its name and its columns.
macro_rules! table {
    ($constant:ident, $name:literal, [$($column:literal),*]) => {
        pub(super) const $constant: Table = Table {
            name: $name,
            columns: &[$($column),*],
            query: Some(include_str!(concat!("statements/", $name, ".sql"))),
        };
    };
}

// The program reads neither of these two.
table!(LINES, "lines", []);
table!(ITEMS, "items", []);
table!(
    TOTALS,
    "totals",
    [
        "version", "line_count", "priced_count", "imprecise_count", "newest_line", "oldest",
        "reused_order", "item_count", "sold", "order_count", "newest", "timed_count",
        "untimed_count"
    ]
);
table!(RECENT, "recent", ["order_id", "ordered", "customer", "sku"]);
table!(TEXTS, "texts", ["sku", "spelling", "title", "line_count"]);
table!(
    PRICES,
    "prices",
    [
        "sku", "micros", "line_count", "newest", "weight", "recent_singles"
    ]
);
table!(
    PRODUCTS,
    "products",
    [
        "sku", "order_count", "fast_count", "slow_count", "interval_customers", "interval_days",
        "repeat_customers"
    ]
);
table!(
    REPEATS,
    "repeats",
    ["sku", "cell", "case_count", "again_count"]
);
table!(SIZES, "sizes", ["size", "order_count"]);
table!(SOLD, "sold", ["sku", "order_count", "weight"]);
table!(
    WEIGHING,
    "weighing",
    ["size_exponent", "half_life_days", "order_count", "weight"]
);
table!(
    PAIRS,
    "pairs",
    ["sku", "other_sku", "order_count", "weight"]
);

/// The numbers of rows of the tables of the first script.
pub(super) const ORDER_ROWS: Table = Table {
    name: "order_rows",
    columns: &["table_name", "row_count"],
    query: None,
};

/// Those of the second script.
pub(super) const PAIR_ROWS: Table = Table {
    name: "pair_rows",
    ..ORDER_ROWS
};

/// The tables of the first script, in the order in which they are written.
pub(super) const FIRST: [Table; 8] = [
    TOTALS, RECENT, TEXTS, PRICES, PRODUCTS, REPEATS, SIZES, ORDER_ROWS,
];

/// The tables of the second script.
pub(super) const SECOND: [Table; 4] = [SOLD, WEIGHING, PAIRS, PAIR_ROWS];

/// The files of a table: `NAME.parquet`, or all files of the folder `NAME`.
///
/// Files whose names start with `_` or `.` are notes of the database.
pub(super) fn files(folder: &Path, table: Table) -> Result<Vec<PathBuf>, ClusterError> {
    let single = folder.join(format!("{}.parquet", table.name));
    if single.is_file() {
        return Ok(vec![single]);
    }
    let parts = folder.join(table.name);
    let missing = || ClusterError::MissingTable {
        folder: folder.to_owned(),
        table: table.name,
        is_first: FIRST.contains(&table),
    };
    let io_error = |source: io::Error| ClusterError::Io {
        path: parts.clone(),
        source,
    };
    if !parts.is_dir() {
        return Err(missing());
    }
    let mut files = Vec::new();
    for entry in fs::read_dir(&parts).map_err(io_error)? {
        let entry = entry.map_err(io_error)?;
        let name = entry.file_name();
        let is_note = name.to_string_lossy().starts_with(['_', '.']);
        if !is_note && entry.path().is_file() {
            files.push(entry.path());
        }
    }
    if files.is_empty() {
        return Err(missing());
    }
    files.sort();
    Ok(files)
}
