//! Reads the tables of both scripts.
//!
//! *Invariants*: every row belongs to the run of the table `totals`; the numbers of rows and the sums of
//! a table are those that the database counted.

use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;

use super::dialect::Dialect;
use super::error::ClusterError;
use super::script::{PairScript, half_life, pair_script};
use super::tables::{
    FIRST, ORDER_ROWS, PAIR_ROWS, PAIRS, PRICES, PRODUCTS, RECENT, REPEATS, SECOND, SIZES, SOLD,
    TEXTS, TOTALS, Table, VERSION, WEIGHING, files,
};
use crate::build::{BuiltGraph, Options};
use crate::dataset::{
    CountedBuilder, CountedPrice, Dataset, DatasetError, OrderMeta, Orders, hash_id, index,
};
use crate::import::{self, CatalogRow, Watch};
use crate::model::{Currency, SkuKey};
use crate::train::aggregates::{Aggregates, SoldLately};
use crate::train::co_occurrence::{Counts, OrderCount, PAIRED_PRODUCTS};
use crate::train::repeats::{CellCount, RepeatCounts};
use crate::train::repurchase::Interval;
use crate::train::{Tuning, Weighing};

/// Number of examples in an error message.
const EXAMPLES: usize = 5;

const SECONDS_PER_DAY: i64 = 86_400;

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
    folder: TableFolder,
    totals: Totals,
    dataset: Dataset,
    /// By folded SKU.
    ranks: FxHashMap<Box<str>, u32>,
    /// Number of orders by number of products.
    sizes: Vec<(u32, u64)>,
    /// Number of rows by table of the first script.
    rows: RowCounts,
}

/// The row of the table `totals`.
#[derive(Clone, Debug, Default)]
struct Totals {
    run: String,
    line_count: u64,
    priced_count: u64,
    newest_line: Option<i64>,
    oldest: i64,
    item_count: u64,
    sold: usize,
    order_count: u64,
    newest: Option<i64>,
}

type RowCounts = FxHashMap<String, u64>;

/// A row of a table, without its run.
struct Cells<'a> {
    path: &'a Path,
    table: Table,
    texts: &'a [String],
}

impl Cells<'_> {
    fn text(&self, place: usize) -> &str {
        self.texts.get(place).map_or("", String::as_str)
    }

    fn invalid(&self, place: usize, expected: &'static str) -> ClusterError {
        ClusterError::Cell {
            path: self.path.to_owned(),
            column: self.table.columns.get(place).copied().unwrap_or_default(),
            found: self.text(place).chars().take(40).collect(),
            expected,
        }
    }

    fn whole<T: TryFrom<i64>>(&self, place: usize) -> Result<T, ClusterError> {
        let whole = self.text(place).parse().ok();
        let whole = whole.and_then(|whole: i64| T::try_from(whole).ok());
        whole.ok_or_else(|| self.invalid(place, "a whole number in the range of its column"))
    }

    /// A time; -1 is none.
    fn time(&self, place: usize) -> Result<Option<i64>, ClusterError> {
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
    fn table(
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
    fn row_counts(
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
fn agree(table: Table, what: &'static str, found: u64, expected: u64) -> Result<(), ClusterError> {
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
            crate::dataset::LONGEST_SECONDS / SECONDS_PER_DAY
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

impl Tables {
    /// Tunes on the latest orders, and prints the second script.
    #[must_use]
    pub fn pair_script(
        &self,
        (dialect, location): (Dialect, &str),
        catalog: Option<&[CatalogRow]>,
        tuning: Tuning,
    ) -> String {
        let recent = (self.dataset.orders(), self.totals.sold);
        let tuned = self.dataset.tune_recent(recent, catalog, tuning);
        let sizes: Vec<u32> = self.sizes.iter().map(|(size, _)| *size).collect();
        let span = self
            .totals
            .newest
            .map_or(0, |newest| newest - self.totals.oldest);
        pair_script(PairScript {
            dialect,
            location,
            weighing: tuned.model.weighing,
            run: &self.totals.run,
            sizes: &sizes,
            days: u32::try_from(span / SECONDS_PER_DAY).unwrap_or(u32::MAX),
        })
    }

    /// Finishes the graph with the tables of the second script.
    ///
    /// # Errors
    /// See [`ClusterError`].
    pub fn learn(
        &self,
        catalog: Option<&[CatalogRow]>,
        options: &Options,
        watch: &mut dyn Watch,
    ) -> Result<BuiltGraph, ClusterError> {
        // Before the long work.
        for table in SECOND {
            files(&self.folder.path, table)?;
        }
        let recent = (self.dataset.orders(), self.totals.sold);
        self.dataset
            .learn_with(recent, catalog, options, |weighing| {
                self.aggregates(weighing, watch)
            })
    }

    /// The number of order lines.
    #[must_use]
    pub fn lines(&self) -> u64 {
        self.totals.line_count
    }

    fn rank(&self, cells: &Cells<'_>, place: usize) -> Result<u32, ClusterError> {
        let rank = self.ranks.get(cells.text(place)).copied();
        rank.ok_or_else(|| cells.invalid(place, "in the table texts"))
    }

    fn read_prices(&mut self, watch: &mut dyn Watch) -> Result<(), ClusterError> {
        let mut prices = Vec::new();
        let mut lines = 0_u64;
        let newest_line = self.totals.newest_line;
        self.folder
            .table((PRICES, &self.totals.run), &self.rows, watch, |cells| {
                lines += cells.whole::<u64>(2)?;
                let age = newest_line.zip(cells.time(3)?);
                let price = CountedPrice {
                    price_micros: cells.whole(1)?,
                    age_seconds: age.map(|(newest, time)| newest - time),
                    weight: cells.whole(4)?,
                    recent_singles: cells.whole(5)?,
                };
                prices.push((self.rank(cells, 0)?, price));
                Ok(())
            })?;
        agree(PRICES, "lines", lines, self.totals.priced_count)?;
        for (rank, price) in prices {
            if let Some(seen) = self.dataset.products.seen_mut(rank) {
                seen.prices.add_counted(price);
            }
        }
        Ok(())
    }

    fn read_recent(&mut self, watch: &mut dyn Watch) -> Result<(), ClusterError> {
        let mut places: FxHashMap<u64, usize> = FxHashMap::default();
        let mut arrived: Vec<(OrderMeta, Vec<u32>)> = Vec::new();
        self.folder
            .table((RECENT, &self.totals.run), &self.rows, watch, |cells| {
                let id = hash_id(cells.text(0));
                let place = *places.entry(id).or_insert(arrived.len());
                if place == arrived.len() {
                    let customer = Some(cells.text(2)).filter(|customer| !customer.is_empty());
                    let meta = OrderMeta {
                        time: cells.time(1)?,
                        id,
                        customer: customer.map(|customer| hash_id(customer).max(1)),
                        country: None,
                    };
                    arrived.push((meta, Vec::new()));
                }
                let product = self.rank(cells, 3)?;
                if let Some((_, products)) = arrived.get_mut(place) {
                    products.push(product);
                }
                Ok(())
            })?;
        for (_, products) in &mut arrived {
            products.sort_unstable();
        }
        self.dataset.orders = Orders::new(arrived, false);
        if self.dataset.orders().newest() == self.totals.newest {
            return Ok(());
        }
        Err(ClusterError::Incomplete {
            table: RECENT.name,
            what: "orders of the newest time",
            found: 0,
            expected: 1,
        })
    }

    /// Reads the tables of the second script, and those of the first that tuning does not need.
    fn aggregates(
        &self,
        weighing: Weighing,
        watch: &mut dyn Watch,
    ) -> Result<Aggregates, ClusterError> {
        let (folder, totals) = (&self.folder, &self.totals);
        let run = totals.run.as_str();
        let rows = folder.row_counts((PAIR_ROWS, run), &SECOND, watch)?;
        let expected = [weighing.size_exponent.to_string(), half_life(weighing)];
        let mut all = OrderCount::default();
        folder.table((WEIGHING, run), &rows, watch, |cells| {
            let found = [cells.text(0).to_owned(), cells.text(1).to_owned()];
            if found != expected {
                return Err(ClusterError::OtherWeights {
                    found,
                    expected: expected.clone(),
                });
            }
            all = OrderCount {
                orders: cells.whole(2)?,
                weight: cells.whole(3)?,
            };
            Ok(())
        })?;
        agree(WEIGHING, "orders", all.orders.into(), totals.order_count)?;
        let count = self.dataset.product_count();
        let mut aggregates = Aggregates {
            lines: totals.item_count,
            newest: totals.newest,
            intervals: vec![Interval::default(); count],
            sold: vec![SoldLately::default(); count],
            repeats: RepeatCounts::empty(count),
            ..Aggregates::default()
        };
        self.read_products(&mut aggregates, watch)?;
        let oversized = self
            .sizes
            .iter()
            .filter(|(size, _)| index(*size) > PAIRED_PRODUCTS);
        let oversized: u64 = oversized.map(|(_, orders)| orders).sum();
        let products = self.read_sold(&rows, watch)?;
        let pairs = self.read_pairs(&rows, watch)?;
        let all = (all, u32::try_from(oversized).unwrap_or(u32::MAX));
        aggregates.counts = Counts::of_rows(all, products, pairs);
        Ok(aggregates)
    }

    /// Reads the aggregates of single products that have no weights.
    fn read_products(
        &self,
        aggregates: &mut Aggregates,
        watch: &mut dyn Watch,
    ) -> Result<(), ClusterError> {
        let (folder, run) = (&self.folder, self.totals.run.as_str());
        let mut items = 0_u64;
        let Aggregates {
            intervals,
            sold,
            repeats,
            ..
        } = aggregates;
        folder.table((PRODUCTS, run), &self.rows, watch, |cells| {
            let rank = self.rank(cells, 0)?;
            items += cells.whole::<u64>(1)?;
            let lately = SoldLately {
                fast: cells.whole(2)?,
                slow: cells.whole(3)?,
            };
            let interval = Interval {
                customers: cells.whole(4)?,
                days: cells.whole(5)?,
            };
            if let (Some(of_sold), Some(of_interval)) =
                (sold.get_mut(index(rank)), intervals.get_mut(index(rank)))
            {
                (*of_sold, *of_interval) = (lately, interval);
            }
            repeats.add_customers(rank, cells.whole(6)?);
            Ok(())
        })?;
        agree(
            PRODUCTS, "products in orders", items, self.totals.item_count,
        )?;
        folder.table((REPEATS, run), &self.rows, watch, |cells| {
            let count = CellCount {
                cases: cells.whole(2)?,
                bought: cells.whole(3)?,
            };
            repeats.add(self.rank(cells, 0)?, cells.whole(1)?, count);
            Ok(())
        })
    }

    fn read_sold(
        &self,
        rows: &RowCounts,
        watch: &mut dyn Watch,
    ) -> Result<Vec<OrderCount>, ClusterError> {
        let run = self.totals.run.as_str();
        let mut products = vec![OrderCount::default(); self.dataset.product_count()];
        let mut items = 0_u64;
        self.folder.table((SOLD, run), rows, watch, |cells| {
            let count = OrderCount {
                orders: cells.whole(1)?,
                weight: cells.whole(2)?,
            };
            items += u64::from(count.orders);
            if let Some(slot) = products.get_mut(index(self.rank(cells, 0)?)) {
                *slot = count;
            }
            Ok(())
        })?;
        agree(SOLD, "products in orders", items, self.totals.item_count)?;
        Ok(products)
    }

    fn read_pairs(
        &self,
        rows: &RowCounts,
        watch: &mut dyn Watch,
    ) -> Result<Vec<Vec<(u32, OrderCount)>>, ClusterError> {
        let run = self.totals.run.as_str();
        let mut pairs = vec![Vec::new(); self.dataset.product_count()];
        self.folder.table((PAIRS, run), rows, watch, |cells| {
            let (one, other) = (self.rank(cells, 0)?, self.rank(cells, 1)?);
            let count = OrderCount {
                orders: cells.whole(2)?,
                weight: cells.whole(3)?,
            };
            if let Some(row) = pairs.get_mut(index(one)) {
                row.push((other, count));
            }
            Ok(())
        })?;
        Ok(pairs)
    }
}
