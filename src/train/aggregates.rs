//! Aggregates: the sums over all orders that a graph is made of.
//!
//! A build computes them from its orders, or reads those that a database computed
//! (`src/cluster/`). The latest orders, on which settings are tuned, are not part of them.
//!
//! *Invariants*: all sums are integers, so they do not depend on the order of the orders. Rules about
//! publication, such as the minimum support, are applied later.

use crate::dataset::{OrderSlice, index};
use crate::model::SECONDS_PER_DAY;
use crate::train::co_occurrence::{Counts, Weighing};
use crate::train::repeats::RepeatCounts;
use crate::train::repurchase::{Interval, intervals};

/// Period in which fast sellers are counted.
pub(crate) const FAST_DAYS: i64 = 30;

/// Period in which slow sellers are counted.
pub(crate) const SLOW_DAYS: i64 = 90;

/// The sums over all orders.
#[derive(Clone, Debug, Default)]
pub(crate) struct Aggregates {
    /// Weighted orders by product and by pair.
    pub(crate) counts: Counts,
    /// By product.
    pub(crate) intervals: Vec<Interval>,
    /// Repeat purchases.
    pub(crate) repeats: RepeatCounts,
    /// Number of lines: distinct products of each order.
    pub(crate) lines: u64,
    /// Time of the newest order.
    pub(crate) newest: Option<i64>,
    /// By product.
    pub(crate) sold: Vec<SoldLately>,
}

/// Number of orders with a product before the newest order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct SoldLately {
    /// In the last [`FAST_DAYS`].
    pub(crate) fast: u32,
    /// In the last [`SLOW_DAYS`].
    pub(crate) slow: u32,
}

impl Aggregates {
    /// The aggregates of a list of orders; `products` is the number of all products.
    pub(crate) fn new(part: OrderSlice<'_>, products: usize, weighing: Weighing) -> Self {
        let newest = part.newest();
        let lines: usize = part.iter().map(|order| order.products.len()).sum();
        Self {
            counts: Counts::new(part, products, weighing),
            intervals: intervals(part, products),
            repeats: RepeatCounts::new(part, products),
            lines: u64::try_from(lines).unwrap_or(u64::MAX),
            newest,
            sold: newest.map_or_else(Vec::new, |newest| sold(part, products, newest)),
        }
    }
}

fn sold(part: OrderSlice<'_>, products: usize, newest: i64) -> Vec<SoldLately> {
    let mut sold = vec![SoldLately::default(); products];
    let since = |days: i64| newest.saturating_sub(days.saturating_mul(SECONDS_PER_DAY));
    for order in part.iter() {
        let is_after = |days: i64| order.meta.time.is_some_and(|time| time > since(days));
        for product in order.products {
            if let Some(count) = sold.get_mut(index(*product)) {
                count.fast = count.fast.saturating_add(is_after(FAST_DAYS).into());
                count.slow = count.slow.saturating_add(is_after(SLOW_DAYS).into());
            }
        }
    }
    sold
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::{OrderMeta, Orders};

    #[test]
    fn a_period_ends_with_the_newest_order_and_excludes_its_first_second() {
        let at = |id, day: i64| OrderMeta {
            time: Some(day * SECONDS_PER_DAY),
            id,
            ..OrderMeta::default()
        };
        let days = [0, 9, 10, 70, 100];
        let arrived = (0..).zip(days).map(|(id, day)| (at(id, day), vec![0]));
        let orders = Orders::new(arrived.collect(), false);
        let aggregates = Aggregates::new(orders.all(), 1, Weighing::EQUAL);
        assert_eq!(aggregates.sold, [SoldLately { fast: 1, slow: 2 }]);
        assert_eq!((aggregates.lines, aggregates.newest), (5, Some(8_640_000)));
    }
}
