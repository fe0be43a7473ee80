//! The report on an export's rows, for its owner to check.

use std::collections::BTreeMap;
use std::fmt;

use rustc_hash::FxHashMap;

use super::{Preset, Reading};

/// Reason why a row is dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum DropReason {
    /// A cancellation.
    Cancelled,
    /// A quantity of zero or less: a return, or a stock correction.
    Quantity,
    /// A price below zero, or a price of zero in systems that write stock corrections in this way.
    Price,
    /// Postage, fees, vouchers.
    NotAProduct,
    /// A part of a bundle that is a row too.
    PartOfBundle,
    /// Another event than a purchase: a view, an addition to the cart.
    NotAPurchase,
    /// No SKU.
    NoSku,
    /// No order id.
    NoOrder,
    /// A total or a remark of a spreadsheet.
    Remark,
    /// A repeated SKU, if that is accepted.
    RepeatedSku,
    /// An invalid row, if such rows are skipped.
    BadRow,
}

impl fmt::Display for DropReason {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Cancelled => "cancellations",
            Self::Quantity => "quantity of zero or less (returns, stock corrections)",
            Self::Price => "no price, or a negative one",
            Self::NotAProduct => "not a product (postage, fees, vouchers)",
            Self::PartOfBundle => "parts of bundles, which are rows too",
            Self::NotAPurchase => "events other than purchases",
            Self::NoSku => "no SKU",
            Self::NoOrder => "no order id",
            Self::Remark => "totals and remarks",
            Self::RepeatedSku => "SKUs that are already listed",
            Self::BadRow => "invalid (--skip-bad-rows)",
        })
    }
}

/// The report on an export's rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportReport {
    /// Number of rows below the header.
    pub rows: u64,
    /// Number of rows that were kept.
    pub kept: u64,
    /// Number of dropped rows, by reason.
    pub dropped: BTreeMap<DropReason, u64>,
    /// Number of cells that were not UTF-8 and were read in another encoding.
    pub repaired_cells: u64,
    /// That encoding.
    pub encoding: Option<&'static str>,
    /// The preset that was given or recognized.
    pub preset: Preset,
    /// How the file was read.
    pub reading: Reading,
    /// First and last time of the lines, in seconds since 1970.
    pub times: Option<(i64, i64)>,
    /// Lowest, median and highest price in millionths, each with its product.
    pub prices: Vec<(i64, String)>,
    /// Each status, with its number of orders and whether they count as cancelled.
    pub statuses: BTreeMap<String, (u64, bool)>,
    /// Number of lines without a SKU that are identified by their title.
    pub stand_ins: u64,
    /// Names of items that were left out because they are not products, with their numbers of
    /// lines.
    pub services: BTreeMap<String, u64>,
    /// Sentences about unusual decisions.
    pub notes: Vec<String>,
}

impl ImportReport {
    pub(super) fn drop_row(&mut self, reason: DropReason) {
        let count = self.dropped.entry(reason).or_default();
        *count = count.saturating_add(1);
    }

    /// Counts a status of an order or a line.
    pub(super) fn count_status(&mut self, status: &str, is_undone: bool) {
        /// Maximum number of different statuses.
        const STATUSES: usize = 60;
        if let Some(entry) = self.statuses.get_mut(status) {
            *entry = (entry.0.saturating_add(1), is_undone);
        } else if self.statuses.len() < STATUSES {
            self.statuses.insert(status.to_owned(), (1, is_undone));
        }
    }

    pub(super) fn dropped(&self, reason: DropReason) -> u64 {
        self.dropped.get(&reason).copied().unwrap_or(0)
    }
}

/// Maximum number of distinct prices that are counted.
const PRICES: usize = 20_000;

/// Maximum number of products whose prices are compared.
const PRODUCTS: usize = 1_000_000;

/// Statistics of the prices: the lowest, the median and the highest, and jumps.
#[derive(Debug, Default)]
pub(super) struct PriceWatch {
    counts: FxHashMap<i64, (u64, Box<str>)>,
    all: u64,
    /// Lowest and highest price of each product, by a hash of its SKU.
    ranges: FxHashMap<u64, (i64, i64)>,
    jumps: FxHashMap<u64, [String; 2]>,
}

impl PriceWatch {
    pub(super) fn add(&mut self, sku: &str, name: &str, price: i64) {
        self.all = self.all.saturating_add(1);
        let is_room = self.counts.len() < PRICES;
        match self.counts.get_mut(&price) {
            Some((count, _)) => *count = count.saturating_add(1),
            None if is_room => {
                self.counts.insert(price, (1, name.into()));
            }
            None => {}
        }
        let hash = hash(sku);
        let is_room = self.ranges.len() < PRODUCTS;
        let Some((low, high)) = self.ranges.get_mut(&hash) else {
            if is_room {
                self.ranges.insert(hash, (price, price));
            }
            return;
        };
        (*low, *high) = ((*low).min(price), (*high).max(price));
        if high.checked_div(*low).unwrap_or(0) >= 90 && self.jumps.len() < PRICES {
            let text = |micros: i64| format!("{sku}: {}", shown(micros));
            let (low, high) = (*low, *high);
            self.jumps
                .entry(hash)
                .or_insert_with(|| [text(low), text(high)]);
        }
    }

    /// The lowest, the median and the highest price.
    pub(super) fn range(&self) -> Vec<(i64, String)> {
        let mut prices: Vec<(&i64, &(u64, Box<str>))> = self.counts.iter().collect();
        prices.sort_unstable_by_key(|(price, _)| **price);
        let half = prices
            .iter()
            .map(|(_, (count, _))| *count)
            .sum::<u64>()
            .checked_div(2);
        let mut seen = 0_u64;
        let middle = prices.iter().find(|(_, (count, _))| {
            seen = seen.saturating_add(*count);
            seen > half.unwrap_or(0)
        });
        [prices.first(), middle, prices.last()]
            .into_iter()
            .flatten()
            .map(|(price, (_, name))| (**price, name.to_string()))
            .collect()
    }

    /// Examples of products with prices that differ by a factor of about a hundred, unless they are
    /// rare.
    pub(super) fn jumps(&self) -> Vec<String> {
        let many = self.jumps.len().saturating_mul(20) >= self.ranges.len();
        let mut jumps: Vec<String> = self.jumps.values().map(|pair| pair.join(" and ")).collect();
        jumps.sort();
        jumps.truncate(3);
        if many { jumps } else { Vec::new() }
    }
}

fn hash(text: &str) -> u64 {
    use std::hash::{BuildHasher, BuildHasherDefault};
    BuildHasherDefault::<rustc_hash::FxHasher>::default().hash_one(text)
}

/// An amount in millionths, formatted for display: `12.50`.
#[must_use]
pub fn shown(micros: i64) -> String {
    let cents = micros.checked_div(10_000).unwrap_or(0);
    let whole = cents.checked_div(100).unwrap_or(0);
    let rest = cents.checked_rem(100).unwrap_or(0).abs();
    format!("{whole}.{rest:02}")
}
