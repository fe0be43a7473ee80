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

/// The interval of each product, by rank; `None` if too few customers reordered it.
pub(crate) fn repurchases(
    part: OrderSlice<'_>,
    products: usize,
    min_support: u32,
) -> Vec<Option<Repurchase>> {
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
    gaps.into_iter()
        .map(|gaps| interval(gaps, min_support))
        .collect()
}

fn interval(mut gaps: Vec<(i64, u64)>, min_support: u32) -> Option<Repurchase> {
    let mut who: Vec<u64> = gaps.iter().map(|(_, customer)| *customer).collect();
    who.sort_unstable();
    who.dedup();
    let customers = u32::try_from(who.len()).unwrap_or(u32::MAX);
    if customers < min_support.max(1) {
        return None;
    }
    gaps.sort_unstable();
    let (days, _) = *gaps.get(gaps.len() / 2)?;
    Some(Repurchase {
        days: u32::try_from(days).unwrap_or(u32::MAX),
        customers,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::{OrderMeta, Orders};

    #[test]
    fn the_interval_is_the_median_of_reorders() {
        let day = |customer, day: i64, id| {
            (
                OrderMeta {
                    time: Some(day * 86_400),
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
        assert_eq!(
            repurchases(orders.all(), 1, 3),
            [Some(Repurchase {
                days: 30,
                customers: 3
            })]
        );
        assert_eq!(repurchases(orders.all(), 1, 4), [None]);
    }
}
