//! Tunes on the tables of the first script, and learns with those of the second.
//!
//! *Invariants*: the pairs have the weights that tuning chooses.

use rustc_hash::FxHashMap;

use super::dialect::Dialect;
use super::error::ClusterError;
use super::read::{Cells, RowCounts, Tables, agree};
use super::script::{PairScript, half_life, pair_script};
use super::tables::{
    PAIR_ROWS, PAIRS, PRICES, PRODUCTS, RECENT, REPEATS, SECOND, SOLD, WEIGHING, files,
};
use crate::build::{BuiltGraph, Catalogs, Options};
use crate::dataset::{CountedPrice, OrderMeta, Orders, hash_id, index};
use crate::import::{CatalogRow, Watch};
use crate::model::SECONDS_PER_DAY;
use crate::train::aggregates::{Aggregates, SoldLately};
use crate::train::co_occurrence::{Counts, OrderCount, PAIRED_PRODUCTS};
use crate::train::repeats::{CellCount, RepeatCounts};
use crate::train::repurchase::Interval;
use crate::train::{Tuning, Weighing};

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
        catalogs: Catalogs<'_>,
        options: &Options,
        watch: &mut dyn Watch,
    ) -> Result<BuiltGraph, ClusterError> {
        // Before the long work.
        for table in SECOND {
            files(&self.folder.path, table)?;
        }
        let recent = (self.dataset.orders(), self.totals.sold);
        self.dataset
            .learn_with(recent, catalogs, options, |weighing| {
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

    pub(super) fn read_prices(&mut self, watch: &mut dyn Watch) -> Result<(), ClusterError> {
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

    pub(super) fn read_recent(&mut self, watch: &mut dyn Watch) -> Result<(), ClusterError> {
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
