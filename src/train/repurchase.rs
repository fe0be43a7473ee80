//! Repurchase intervals: the typical number of days until customers reorder a product.
//!
//! Example: customer 1 orders on the days 0 and 30, customer 2 on the days 0 and 28 (twice), and
//! customer 3 on the days 5 and 45. The intervals are 30, 28 and 40; the median is 30 days, from 3
//! customers. With a minimum support of 4 the product has no interval.
//!
//! *Invariants*: two orders on one day are one purchase; a product has no interval if fewer
//! customers than the minimum support reordered it, because the interval of one customer is
//! personal data.

use rustc_hash::FxHashMap;

use crate::dataset::{OrderSlice, index};
use crate::model::Repurchase;

/// The typical interval between two purchases of a product by one customer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Interval {
    /// Number of customers who reordered the product; 0 if nobody did.
    pub(crate) customers: u32,
    /// The median of their intervals; of an even number the upper one.
    pub(crate) days: u32,
}

impl Interval {
    /// The interval for publication; `None` if too few customers reordered the product.
    pub(crate) fn published(self, min_support: u32) -> Option<Repurchase> {
        let Self { customers, days } = self;
        (customers >= min_support.max(1)).then_some(Repurchase { days, customers })
    }
}

/// The interval of each product, by rank.
pub(crate) fn intervals(part: OrderSlice<'_>, products: usize) -> Vec<Interval> {
    // Orders are sorted by time, so the last purchase is the previous one.
    let mut last: FxHashMap<(u64, u32), i64> = FxHashMap::default();
    let mut gaps: Vec<Vec<(i64, u64)>> = vec![Vec::new(); products];
    for order in part.iter() {
        let Some((customer, day)) = order.meta.customer.zip(order.meta.day()) else {
            continue;
        };
        for product in order.products {
            let before = last.insert((customer, *product), day);
            let gap = before
                .map(|before| day.saturating_sub(before))
                .filter(|gap| *gap > 0);
            if let (Some(gap), Some(gaps)) = (gap, gaps.get_mut(index(*product))) {
                gaps.push((gap, customer));
            }
        }
    }
    gaps.into_iter().map(interval).collect()
}

fn interval(mut gaps: Vec<(i64, u64)>) -> Interval {
    let mut who: Vec<u64> = gaps.iter().map(|(_, customer)| *customer).collect();
    who.sort_unstable();
    who.dedup();
    gaps.sort_unstable();
    let median = gaps.get(gaps.len() / 2);
    Interval {
        customers: u32::try_from(who.len()).unwrap_or(u32::MAX),
        days: median.map_or(0, |(days, _)| u32::try_from(*days).unwrap_or(u32::MAX)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::{OrderMeta, Orders};
    use crate::model::SECONDS_PER_DAY;

    #[test]
    fn the_interval_is_the_median_of_reorders() {
        let day = |customer, day: i64, id| {
            (
                OrderMeta {
                    time: Some(day * SECONDS_PER_DAY),
                    id,
                    customer: Some(customer),
                    ..OrderMeta::default()
                },
                vec![0],
            )
        };
        let orders = Orders::new(
            vec![
                day(1, 0, 1),
                day(1, 30, 2),
                day(2, 0, 3),
                day(2, 28, 4),
                day(2, 28, 5),
                day(3, 5, 6),
                day(3, 45, 7),
                day(4, 9, 8),
            ],
            false,
        );
        let intervals = intervals(orders.all(), 1);
        let expected = Interval {
            customers: 3,
            days: 30,
        };
        assert_eq!(intervals, [expected]);
        assert_eq!(
            expected.published(3),
            Some(Repurchase {
                days: 30,
                customers: 3
            })
        );
        assert_eq!(expected.published(4), None);
    }
}
