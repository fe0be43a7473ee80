//! What the order lines say about each product: its spelling, its title, its price.
//!
//! *Invariants*: memory grows with the number of different SKUs, spellings and titles; every choice is made by counts or dates,
//! never by which row came first.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::model::SkuKey;

/// Everything seen of one product.
#[derive(Clone, Debug, Default)]
pub(crate) struct ProductRecord {
    spellings: BTreeMap<String, u32>,
    pub(crate) titles: BTreeMap<String, u32>,
    pub(crate) price: LatestPrice,
    /// The lowest price of the last days of the orders, in millionths of the major unit.
    pub(crate) lowest_micros: Option<i64>,
}

impl ProductRecord {
    /// The most frequent spelling of the SKU, ties in alphabetical order.
    pub(crate) fn spelling(&self) -> &str {
        let best = self
            .spellings
            .iter()
            .max_by_key(|(spelling, count)| (**count, Reverse(spelling.as_str())));
        best.map_or("", |(spelling, _)| spelling)
    }
}

/// The price of the latest date; of several prices on it the most frequent, then the lower one.
///
/// Without dates all lines are of one date, so the most frequent price wins.
#[derive(Clone, Debug, Default)]
pub(crate) struct LatestPrice {
    time: i64,
    counts: BTreeMap<i64, u32>,
}

impl LatestPrice {
    pub(crate) fn add(&mut self, time: i64, price_micros: i64) {
        if self.counts.is_empty() || time > self.time {
            self.time = time;
            self.counts.clear();
        }
        if time == self.time {
            count(&mut self.counts, &price_micros);
        }
    }

    pub(crate) fn price_micros(&self) -> Option<i64> {
        self.counts
            .iter()
            .max_by_key(|(price, count)| (**count, Reverse(**price)))
            .map(|(price, _)| *price)
    }
}

/// All products of an export, numbered by their first appearance.
#[derive(Debug, Default)]
pub(crate) struct Products {
    numbers: FxHashMap<SkuKey, u32>,
    seen: Vec<ProductRecord>,
}

impl Products {
    /// The number of a SKU, new or known; counts its spelling and title.
    ///
    /// `None` when there are more than four thousand million.
    pub(crate) fn number(&mut self, sku: &str, title: Option<&str>) -> Option<u32> {
        let next = u32::try_from(self.seen.len()).ok()?;
        let number = *self.numbers.entry(SkuKey::new(sku)).or_insert(next);
        if number == next {
            self.seen.push(ProductRecord::default());
        }
        let seen = usize::try_from(number)
            .ok()
            .and_then(|place| self.seen.get_mut(place))?;
        count(&mut seen.spellings, sku.trim());
        if let Some(title) = title.map(str::trim).filter(|title| !title.is_empty()) {
            count(&mut seen.titles, title);
        }
        Some(number)
    }

    /// Renumbers by content: ends the collecting.
    pub(crate) fn sort(mut self) -> RankedProducts {
        let mut arrived: Vec<(SkuKey, u32)> = self.numbers.into_iter().collect();
        arrived.sort_unstable();
        let mut ranks = vec![0; arrived.len()];
        let mut products = Vec::with_capacity(arrived.len());
        for (rank, (sku, number)) in (0_u32..).zip(arrived) {
            let place = usize::try_from(number).unwrap_or(usize::MAX);
            if let Some(slot) = ranks.get_mut(place) {
                *slot = rank;
            }
            products.push((
                sku,
                self.seen
                    .get_mut(place)
                    .map(std::mem::take)
                    .unwrap_or_default(),
            ));
        }
        RankedProducts { products, ranks }
    }
}

/// All products in the order of their folded SKUs, so that nothing counted by their numbers depends on the order of rows.
#[derive(Debug)]
pub(crate) struct RankedProducts {
    pub(crate) products: Vec<(SkuKey, ProductRecord)>,
    /// By number of first appearance.
    ranks: Vec<u32>,
}

impl RankedProducts {
    /// The place of the product that appeared under this number.
    pub(crate) fn rank(&self, number: u32) -> Option<u32> {
        usize::try_from(number)
            .ok()
            .and_then(|place| self.ranks.get(place).copied())
    }

    /// What was seen of the product at a place.
    pub(crate) fn seen(&self, rank: u32) -> Option<&ProductRecord> {
        usize::try_from(rank)
            .ok()
            .and_then(|place| self.products.get(place))
            .map(|(_, seen)| seen)
    }

    pub(crate) fn seen_mut(&mut self, rank: u32) -> Option<&mut ProductRecord> {
        usize::try_from(rank)
            .ok()
            .and_then(|place| self.products.get_mut(place))
            .map(|(_, seen)| seen)
    }
}

/// Adds one, without a copy of the key when it is known already.
fn count<K: Ord + std::borrow::Borrow<Q>, Q: Ord + ToOwned<Owned = K> + ?Sized>(
    counts: &mut BTreeMap<K, u32>,
    key: &Q,
) {
    if let Some(count) = counts.get_mut(key) {
        *count = count.saturating_add(1);
    } else {
        counts.insert(key.to_owned(), 1);
    }
}
