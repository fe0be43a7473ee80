//! Exports -> order lines: text, workbooks, JSON, XML and Parquet, from any shop system.
//!
//! A file is first examined ([`column_evidence`]), then its reading is decided ([`choose_reading`]),
//! then it is read.
//! [`words`] and [`presets`] are data; [`sources`] converts files to rows.
//!
//! *Invariants*: a file is read from front to back in bounded memory, up to its limit; every row is
//! passed on, dropped for a reason that is counted, or reported as an error with file, line and
//! column; an ambiguous file is refused with the option that decides it; no input causes a panic.

mod amounts;
mod catalog;
mod catalog_cells;
mod choose_reading;
mod codes_in_titles;
mod column_doubts;
mod column_evidence;
mod column_fit;
mod column_forms;
mod columns;
mod database_tables;
mod dates;
mod doubt;
mod error;
mod exact_headers;
mod inspect;
mod kept_rows;
mod late_signs;
mod lines;
mod money_signs;
mod numbers;
mod orders;
mod presets;
mod reading;
mod repairs;
mod report;
mod reversals;
mod roles;
mod rules;
mod skus_by_title;
mod sources;
mod status_columns;
mod store_watch;
mod stores;
mod table;
mod text;
mod undone_rows;
mod variant_options;
mod words;

use std::path::Path;

use encoding_rs::Encoding;

pub use catalog::{Catalog, CatalogPriceChange, CatalogRow, read_catalog, read_catalog_report};
pub(crate) use column_evidence::BLANK_CELLS;
pub(crate) use database_tables::{is_clean_sku, is_service, read_columns, title_of};
pub use dates::DateForm;
pub use doubt::{Accept, Doubt};
pub use error::ImportError;
pub use inspect::{Inspected, inspect};
pub use numbers::Decimal;
pub use orders::read_orders;
pub use presets::{Preset, PriceIs};
pub use reading::{OrderRows, Reading};
pub use report::{DropReason, ImportReport, shown};
pub use roles::Role;
pub use variant_options::VariantOption;

/// One kept row of an order export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OrderLine<'a> {
    /// The order's identifier.
    pub order: &'a str,
    /// The merchant's SKU as written, or the title if there is no SKU; empty for a row without a
    /// product that shows that its order was cancelled.
    pub sku: &'a str,
    /// The product's title in this row.
    pub title: Option<&'a str>,
    /// Price of one piece in millionths of the major unit, above 0.
    pub price_micros: Option<i64>,
    /// Number of pieces, at least 1; 1 if the row has no quantity.
    pub quantity: u32,
    /// Seconds since 1970 in the shop's local time.
    pub time: Option<i64>,
    /// The customer's identifier.
    pub customer: Option<&'a str>,
    /// The destination country.
    pub country: Option<&'a str>,
    /// The currency code as written.
    pub currency: Option<&'a str>,
    /// Whether the order that this row belongs to was cancelled or refunded.
    pub is_cancelled: bool,
    /// The cell with the order's group of an experiment: a word, or a list of attributes.
    pub group: Option<&'a str>,
}

/// The meaning of a file's rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RowLayout {
    /// One product of an order per row.
    #[default]
    Orders,
    /// One product view of a session per row.
    Sessions,
    /// One product per row.
    Catalog,
}

impl RowLayout {
    /// The command-line option that maps the file's columns.
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
    /// The meaning of its rows; errors name the corresponding option.
    pub rows: RowLayout,
    /// The shop system; `None` recognizes it by the header.
    pub preset: Option<Preset>,
    /// Headers named by the user.
    pub columns: Vec<(Role, String)>,
    /// Roles of a catalog whose columns are not read, because they belong to other prices.
    pub unread: Vec<Role>,
    /// Whether invalid rows are dropped instead of ending the import.
    pub skip_bad_rows: bool,
    /// Maximum number of unpacked bytes of a compressed file (gzip, ZIP, Parquet); `None` for 200
    /// times its size, but at least 64 MB.
    pub max_bytes: Option<u64>,
    /// The encoding of a text; `None` detects it.
    pub encoding: Option<&'static Encoding>,
    /// The sheet of a workbook; `None` for the sheets with the clearest header.
    pub sheet: Option<String>,
    /// Whether quotation marks are ordinary characters.
    pub no_quotes: bool,
    /// The form of dates; `None` detects it.
    pub dates: Option<DateForm>,
    /// The meaning of points and commas in numbers; `None` detects it.
    pub decimal: Option<Decimal>,
    /// Whether a price is that of a piece or of a line; `None` detects it.
    pub price_is: Option<PriceIs>,
    /// The shop's currency, if it is known.
    pub currency: Option<String>,
    /// Whether prices are refused if neither the file nor [`Self::currency`] names their currency.
    pub needs_currency: bool,
    /// The reading of an earlier file; this file must not differ from it.
    pub reading: Option<Reading>,
    /// Statuses of cancelled orders, in addition to those that are recognized.
    pub cancelled_statuses: Vec<String>,
    /// Statuses of orders that count, although they are recognized as those of cancelled ones.
    pub bought_statuses: Vec<String>,
    /// Unusual contents that the user accepts.
    pub accepted: Vec<Accept>,
    /// Today's date: orders must not be later than next year; `None` permits any year.
    pub today: Option<jiff::civil::Date>,
}

impl ImportOptions {
    fn accepts(&self, accept: Accept) -> bool {
        self.accepted.contains(&accept)
    }

    /// The form of the text in an earlier reading.
    fn text_form(&self) -> Option<sources::TextForm> {
        self.reading.as_ref().and_then(Reading::text_form)
    }
}

/// The user interrupted the command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interrupted;

/// An observer of the import: a progress bar, a Ctrl-C handler.
pub trait Watch {
    /// Called when a file is opened; its length is known for files on disk.
    fn start(&mut self, path: &Path, total_bytes: Option<u64>);

    /// Called with the number of bytes that have been read.
    ///
    /// # Errors
    /// [`Interrupted`] ends the import.
    fn advance(&mut self, bytes_read: u64) -> Result<(), Interrupted>;

    /// This number of rows of the file has been read.
    fn count_rows(&mut self, _rows: u64) {}
}
