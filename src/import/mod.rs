//! Exports -> order lines: CSV, gzipped CSV and Parquet, from any shop system.
//!
//! *Invariants*: a file is read once, from front to back, in constant memory, and no further than its limit; every row is either handed on, dropped for a
//! reason that is counted, or an error that names file, line and column; no bytes make it panic.

mod catalog;
mod catch_panic;
mod columns;
mod error;
mod orders;
mod parquet_nesting;
mod parquet_pages;
mod size_limit;
mod table;
mod values;

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

pub use catalog::{CatalogRow, read_catalog};
pub use columns::{Preset, Role};
pub use error::ImportError;
pub use orders::read_orders;

/// One kept row of an order export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OrderLine<'a> {
    /// What tells orders apart.
    pub order: &'a str,
    /// The merchant's SKU as written.
    pub sku: &'a str,
    /// What the row calls the product.
    pub title: Option<&'a str>,
    /// Price of one, in millionths of the major unit; more than nothing.
    pub price_micros: Option<i64>,
    /// How many, at least 1; 1 where the row does not say.
    pub quantity: u32,
    /// Seconds since 1970 by the clock on the shop's wall.
    pub time: Option<i64>,
    /// What tells customers apart.
    pub customer: Option<&'a str>,
    /// Where the order went.
    pub country: Option<&'a str>,
    /// The currency code as written.
    pub currency: Option<&'a str>,
    /// Whether the order that this row belongs to was cancelled or refunded.
    pub is_cancelled: bool,
}

/// What the rows of a file are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rows {
    /// Products in orders.
    #[default]
    Orders,
    /// Looks at products in visits.
    Sessions,
    /// Products.
    Catalog,
}

impl Rows {
    /// The argument that names the file's columns.
    fn argument(self) -> &'static str {
        match self {
            Self::Orders => "--column",
            Self::Sessions => "--session-column",
            Self::Catalog => "--catalog-column",
        }
    }
}

/// How to read an export.
#[derive(Clone, Debug, Default)]
pub struct ImportOptions {
    /// What it holds; an error names the argument that helps.
    pub rows: Rows,
    /// The shop system; `None` recognises it by the header.
    pub preset: Option<Preset>,
    /// Headers named by the user.
    pub columns: Vec<(Role, String)>,
    /// Whether rows that cannot be understood are dropped instead of ending the import.
    pub skip_bad_rows: bool,
    /// So many bytes may come out of a packed file (gzip, Parquet); `None` for 200 times its size, and 64 MB in any case.
    pub max_bytes: Option<u64>,
}

/// Why a row does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum DropReason {
    /// A cancellation.
    Cancelled,
    /// A quantity of zero or less: a return, or a correction of stock.
    Quantity,
    /// A price below zero, or of zero where the preset says that such rows are corrections of stock.
    Price,
    /// Postage, fees, vouchers.
    NotAProduct,
    /// No SKU.
    NoSku,
    /// No order id.
    NoOrder,
    /// A row that could not be understood, with bad rows skipped.
    BadRow,
}

impl fmt::Display for DropReason {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Cancelled => "cancellations",
            Self::Quantity => "quantity of zero or less (returns, stock corrections)",
            Self::Price => "no price, or a negative one",
            Self::NotAProduct => "not a product (postage, fees, vouchers)",
            Self::NoSku => "no SKU",
            Self::NoOrder => "no order id",
            Self::BadRow => "could not be understood (--skip-bad-rows)",
        })
    }
}

/// What became of an export's rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportReport {
    /// Rows below the header.
    pub rows: u64,
    /// Rows that were handed on.
    pub kept: u64,
    /// Rows that were not, by reason.
    pub dropped: BTreeMap<DropReason, u64>,
    /// Cells that were not UTF-8 and were read as Windows-1252.
    pub repaired_cells: u64,
    /// The preset that was given or recognised.
    pub preset: Preset,
}

impl ImportReport {
    fn drop_row(&mut self, reason: DropReason) {
        let count = self.dropped.entry(reason).or_default();
        *count = count.saturating_add(1);
    }
}

/// The user wants to stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interrupted;

/// Who watches the import: a progress bar, a Ctrl-C handler.
pub trait Watch {
    /// A file is opened; its length is known for files on disk.
    fn start(&mut self, path: &Path, total_bytes: Option<u64>);

    /// So many of the file's bytes have been read.
    ///
    /// # Errors
    /// [`Interrupted`] ends the import.
    fn advance(&mut self, bytes_read: u64) -> Result<(), Interrupted>;
}
