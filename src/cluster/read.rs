//! Reads the tables of the first script.
//!
//! *Invariants*: every row belongs to the run of the table `totals`; the numbers of rows and the sums of
//! a table are those that the database counted.

use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;

use super::error::ClusterError;
use super::tables::{FIRST, ORDER_ROWS, SIZES, TEXTS, TOTALS, Table, VERSION, files};
use crate::dataset::{CountedBuilder, Dataset, DatasetError};
use crate::import::{self, CatalogRow, Watch};
use crate::model::{Currency, LONGEST_ORDER_SECONDS, SECONDS_PER_DAY, SkuKey};

/// Number of examples in an error message.
const EXAMPLES: usize = 5;

/// A folder with the tables of the scripts.
#[derive(Clone, Debug)]
pub struct TableFolder {
    /// The folder.
    pub path: PathBuf,
    /// Maximum number of unpacked bytes of a file; `None` for 200 times its size.
    pub max_bytes: Option<u64>,
}

/// The tables of the first script.
#[derive(Debug)]
pub struct Tables {
    pub(super) folder: TableFolder,
    pub(super) totals: Totals,
    pub(super) dataset: Dataset,
    /// By folded SKU.
    pub(super) ranks: FxHashMap<Box<str>, u32>,
    /// Number of orders by number of products.
    pub(super) sizes: Vec<(u32, u64)>,
    /// Number of rows by table of the first script.
    pub(super) rows: RowCounts,
}

/// The row of the table `totals`.
#[derive(Clone, Debug, Default)]
pub(super) struct Totals {
    pub(super) run: String,
    pub(super) line_count: u64,
    pub(super) priced_count: u64,
    pub(super) newest_line: Option<i64>,
    pub(super) oldest: i64,
    pub(super) item_count: u64,
    pub(super) sold: usize,
    pub(super) order_count: u64,
    pub(super) newest: Option<i64>,
}

pub(super) type RowCounts = FxHashMap<String, u64>;

/// A row of a table, without its run.
pub(super) struct Cells<'a> {
    path: &'a Path,
    table: Table,
    texts: &'a [String],
}

impl Cells<'_> {
    pub(super) fn text(&self, place: usize) -> &str {
        self.texts.get(place).map_or("", String::as_str)
    }

    pub(super) fn invalid(&self, place: usize, expected: &'static str) -> ClusterError {
        ClusterError::Cell {
            path: self.path.to_owned(),
            column: self.table.columns.get(place).copied().unwrap_or_default(),
            found: self.text(place).chars().take(40).collect(),
            expected,
        }
    }

    pub(super) fn whole<T: TryFrom<i64>>(&self, place: usize) -> Result<T, ClusterError> {
        let whole = self.text(place).parse().ok();
        let whole = whole.and_then(|whole: i64| T::try_from(whole).ok());
        whole.ok_or_else(|| self.invalid(place, "a whole number in the range of its column"))
    }

    /// A time; -1 is none.
    pub(super) fn time(&self, place: usize) -> Result<Option<i64>, ClusterError> {
        Ok(Some(self.whole(place)?).filter(|time| *time >= 0))
    }
}

impl TableFolder {
    /// Reads all rows of a table; the first column is the run.
    fn rows(
        &self,
        table: Table,
        watch: &mut dyn Watch,
        mut each: impl FnMut(&str, &Cells<'_>) -> Result<(), ClusterError>,
    ) -> Result<u64, ClusterError> {
        let columns: Vec<&str> = std::iter::once("run")
            .chain(table.columns.iter().copied())
            .collect();
        let mut rows = 0_u64;
        for path in files(&self.path, table)? {
            import::read_columns(&path, &columns, self.max_bytes, watch, |cells| {
                rows += 1;
                let run = cells.first().map_or("", String::as_str);
                let texts = cells.get(1..).unwrap_or_default();
                let path = &path;
                each(run, &Cells { path, table, texts })
            })?;
        }
        Ok(rows)
    }

    /// Reads a table of a run.
    pub(super) fn table(
        &self,
        (table, expected): (Table, &str),
        counts: &RowCounts,
        watch: &mut dyn Watch,
        mut each: impl FnMut(&Cells<'_>) -> Result<(), ClusterError>,
    ) -> Result<(), ClusterError> {
        let rows = self.rows(table, watch, |run, cells| {
            if run != expected {
                return Err(ClusterError::OtherRun {
                    path: cells.path.to_owned(),
                    found: run.to_owned(),
                    expected: expected.to_owned(),
                });
            }
            each(cells)
        })?;
        let counted = counts.get(table.name).copied();
        agree(table, "rows", rows, counted.unwrap_or(rows))
    }

    /// Reads the numbers of rows of a script's tables.
    pub(super) fn row_counts(
        &self,
        (table, run): (Table, &str),
        tables: &[Table],
        watch: &mut dyn Watch,
    ) -> Result<RowCounts, ClusterError> {
        let mut counts = RowCounts::default();
        self.table((table, run), &RowCounts::default(), watch, |cells| {
            counts.insert(cells.text(0).to_owned(), cells.whole(1)?);
            Ok(())
        })?;
        let others = tables.iter().filter(|other| **other != table);
        let known = others
            .clone()
            .filter(|other| counts.contains_key(other.name));
        agree(table, "rows", known.count() as u64, others.count() as u64)?;
        Ok(counts)
    }

    /// Reads the tables of the first script, and gives the products of the catalog numbers, too.
    ///
    /// # Errors
    /// See [`ClusterError`].
    pub fn read(
        self,
        catalog: Option<&[CatalogRow]>,
        currency: Option<&Currency>,
        watch: &mut dyn Watch,
    ) -> Result<Tables, ClusterError> {
        for table in FIRST {
            files(&self.path, table)?;
        }
        let totals = self.totals(watch)?;
        let run = totals.run.as_str();
        let rows = self.row_counts((ORDER_ROWS, run), &FIRST, watch)?;
        let mut dataset = self.texts(&totals, &rows, catalog, watch)?;
        dataset.currency = match currency {
            Some(currency) => currency.clone(),
            None if totals.priced_count > 0 => return Err(DatasetError::NoCurrency.into()),
            None => Currency::none(),
        };
        let skus = (0..).zip(&dataset.products.products);
        let ranks = skus.map(|(rank, (sku, _))| (sku.as_str().into(), rank));
        let mut sizes = Vec::new();
        let mut of_sizes = (0_u64, 0_u64);
        self.table((SIZES, run), &rows, watch, |cells| {
            let (size, orders): (u32, u64) = (cells.whole(0)?, cells.whole(1)?);
            of_sizes = (of_sizes.0 + orders, of_sizes.1 + orders * u64::from(size));
            sizes.push((size, orders));
            Ok(())
        })?;
        sizes.sort_unstable();
        agree(SIZES, "orders", of_sizes.0, totals.order_count)?;
        agree(SIZES, "products in orders", of_sizes.1, totals.item_count)?;
        let mut tables = Tables {
            ranks: ranks.collect(),
            folder: self,
            totals,
            dataset,
            sizes,
            rows,
        };
        tables.read_prices(watch)?;
        tables.read_recent(watch)?;
        Ok(tables)
    }

    /// Reads the sums over all orders, and refuses lines that break a rule.
    fn totals(&self, watch: &mut dyn Watch) -> Result<Totals, ClusterError> {
        let mut totals = Totals::default();
        let rows = self.rows(TOTALS, watch, |run, cells| {
            let version = cells.whole(0)?;
            if version != i64::from(VERSION) {
                return Err(ClusterError::OtherVersion {
                    found: version,
                    expected: VERSION,
                });
            }
            if !run
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte == b'-')
            {
                return Err(ClusterError::Cell {
                    path: cells.path.to_owned(),
                    column: "run",
                    found: run.chars().take(40).collect(),
                    expected: "a run of the first script",
                });
            }
            rules(cells)?;
            totals = Totals {
                run: run.to_owned(),
                line_count: cells.whole(1)?,
                priced_count: cells.whole(2)?,
                newest_line: cells.time(4)?,
                oldest: cells.whole(5)?,
                item_count: cells.whole(7)?,
                sold: cells.whole(8)?,
                order_count: cells.whole(9)?,
                newest: cells.time(10)?,
            };
            Ok(())
        })?;
        agree(TOTALS, "rows", rows, 1)?;
        Ok(totals)
    }

    /// Reads the texts of the products, and numbers the products.
    fn texts(
        &self,
        totals: &Totals,
        rows: &RowCounts,
        catalog: Option<&[CatalogRow]>,
        watch: &mut dyn Watch,
    ) -> Result<Dataset, ClusterError> {
        let mut builder = CountedBuilder::default();
        let mut lines = 0_u64;
        let mut services: Vec<String> = Vec::new();
        self.table((TEXTS, &totals.run), rows, watch, |cells| {
            let (sku, spelling, title) = (cells.text(0), cells.text(1), cells.text(2));
            let count: u32 = cells.whole(3)?;
            lines += u64::from(count);
            if !import::is_clean_sku(spelling) || SkuKey::new(spelling).as_str() != sku {
                return Err(ClusterError::Orders(format!(
                    "The SKU \"{spelling}\" has white space or a spreadsheet's marks at its ends, or is a word for a missing product. Clean the column sku in your view, and run both scripts again."
                )));
            }
            if import::is_service(sku, title) && services.len() <= EXAMPLES {
                let name = if title.is_empty() { sku } else { title };
                services.push(format!("{sku} \"{name}\""));
            }
            builder.add(spelling, import::title_of(title).as_deref(), count)?;
            Ok(())
        })?;
        if !services.is_empty() {
            let more = if services.len() > EXAMPLES {
                " and others"
            } else {
                ""
            };
            services.truncate(EXAMPLES);
            return Err(ClusterError::Orders(format!(
                "Lines are not products but services, which `tillside build --orders` leaves out: {}{more}. Leave them out in your view by their SKU or title, and run both scripts again.",
                services.join(", ")
            )));
        }
        agree(TEXTS, "lines", lines, totals.line_count)?;
        Ok(builder.number(catalog)?)
    }
}

/// Refuses numbers that differ.
pub(super) fn agree(
    table: Table,
    what: &'static str,
    found: u64,
    expected: u64,
) -> Result<(), ClusterError> {
    if found == expected {
        return Ok(());
    }
    Err(ClusterError::Incomplete {
        table: table.name,
        what,
        found,
        expected,
    })
}

/// Refuses order lines that a build from an export would repair or read in another way.
fn rules(totals: &Cells<'_>) -> Result<(), ClusterError> {
    let imprecise: u64 = totals.whole(3)?;
    let oldest: i64 = totals.whole(5)?;
    let reused = totals.text(6);
    let (timed, untimed): (u64, u64) = (totals.whole(11)?, totals.whole(12)?);
    let orders: u64 = totals.whole(9)?;
    let fault = if orders == 0 {
        "The table of order lines has no order with a SKU. Correct your view".to_owned()
    } else if imprecise > 0 {
        format!(
            "{imprecise} lines have a price with more than six decimals, or one that is too large. Select ROUND(price, 6) in your view"
        )
    } else if oldest < 0 {
        "Orders are dated before 1970. Leave them out in your view".to_owned()
    } else if !reused.is_empty() {
        format!(
            "Several orders have the id \"{reused}\": its lines have several customers, or are more than {} days apart. Add the customer or the year to order_id in your view",
            LONGEST_ORDER_SECONDS / SECONDS_PER_DAY
        )
    } else if timed > untimed {
        "The lines of an order have different times, as if they were views of a session. Select MIN(ordered_at) OVER (PARTITION BY order_id) as ordered_at in your view".to_owned()
    } else {
        return Ok(());
    };
    Err(ClusterError::Orders(format!(
        "{fault}, and run both scripts again."
    )))
}
