//! The shop's own patterns: sizes, months and countries of its orders, intervals between orders,
//! and first and second purchases.
//!
//! *Invariants*: no pattern of fewer orders or customers than the minimum support is reported,
//! because it would describe individuals.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::dataset::{Dataset, Order};

/// First and second orders with more products than this are ignored, because they would connect all
/// products with each other.
const FLOW_PRODUCTS: usize = 50;

/// Names with counts, for bars from top to bottom.
pub(super) type Counted = Vec<(String, u32)>;

/// All patterns of a report.
#[derive(Clone, Debug, Default)]
pub(super) struct Patterns {
    pub(super) sizes: Counted,
    pub(super) months: Counted,
    pub(super) countries: Counted,
    /// By days between two orders of one customer.
    pub(super) returns: Counted,
    /// Customers with at least two orders, and all customers.
    pub(super) returning: (u32, u32),
    /// Products of first orders.
    pub(super) firsts: Counted,
    /// From a product of the first order to another product of the second.
    pub(super) flows: Counted,
}

const SIZES: [(usize, &str); 6] = [
    (1, "1 product"),
    (2, "2 products"),
    (5, "3–5"),
    (10, "6–10"),
    (25, "11–25"),
    (usize::MAX, "more than 25"),
];
const GAPS: [(i64, &str); 7] = [
    (7, "within a week"),
    (14, "8–14 days"),
    (30, "15–30 days"),
    (60, "31–60 days"),
    (90, "61–90 days"),
    (180, "91–180 days"),
    (i64::MAX, "later"),
];

impl Patterns {
    pub(super) fn new(dataset: &Dataset, title: impl Fn(u32) -> String, min_support: u32) -> Self {
        let orders = dataset.orders();
        let mut customers: BTreeMap<u64, Vec<Order<'_>>> = BTreeMap::new();
        let (mut sizes, mut months, mut countries) =
            ([0_u32; SIZES.len()], BTreeMap::new(), BTreeMap::new());
        for order in orders.iter() {
            add(
                &mut sizes,
                SIZES
                    .iter()
                    .position(|(most, _)| order.products.len() <= *most),
            );
            if let Some(month) = order.meta.time.and_then(month) {
                count(&mut months, month);
            }
            if let Some(country) = order.meta.country {
                count(&mut countries, dataset.country(country).to_owned());
            }
            if let Some(customer) = order.meta.customer {
                customers.entry(customer).or_default().push(order);
            }
        }
        let (mut gaps, mut firsts, mut flows) =
            ([0_u32; GAPS.len()], BTreeMap::new(), BTreeMap::new());
        let mut returning = 0_u32;
        for orders in customers.values() {
            let days: Vec<i64> = orders.iter().filter_map(|order| order.meta.day()).collect();
            let gap = |(one, other): (&i64, &i64)| other.saturating_sub(*one);
            let since: Vec<i64> = days
                .iter()
                .zip(days.iter().skip(1))
                .map(gap)
                .filter(|gap| *gap > 0)
                .collect();
            returning = returning.saturating_add(u32::from(orders.len() > 1));
            for gap in &since {
                add(&mut gaps, GAPS.iter().position(|(most, _)| gap <= most));
            }
            let small = |order: &&Order<'_>| order.products.len() <= FLOW_PRODUCTS;
            if let Some(first) = orders.first().filter(small) {
                first
                    .products
                    .iter()
                    .for_each(|product| count(&mut firsts, *product));
                if let Some(second) = orders.get(1).filter(small) {
                    let new = |product: &&u32| first.products.binary_search(product).is_err();
                    for (from, to) in first.products.iter().flat_map(|from| {
                        second
                            .products
                            .iter()
                            .filter(new)
                            .map(move |to| (*from, *to))
                    }) {
                        count(&mut flows, (from, to));
                    }
                }
            }
        }
        let published = |(_, count): &(String, u32)| *count >= min_support;
        let named = |names: &[&str], counts: &[u32]| -> Counted {
            names
                .iter()
                .map(|name| (*name).to_owned())
                .zip(counts.iter().copied())
                .filter(published)
                .collect()
        };
        Self {
            sizes: named(&SIZES.map(|(_, name)| name), &sizes),
            months: months.into_iter().filter(published).collect(),
            countries: largest(countries, min_support, |country| country),
            returns: if returning >= min_support {
                named(&GAPS.map(|(_, name)| name), &gaps)
            } else {
                Vec::new()
            },
            returning: (
                returning,
                u32::try_from(customers.len()).unwrap_or(u32::MAX),
            ),
            firsts: largest(firsts, min_support, &title),
            flows: largest(flows, min_support, |(from, to)| {
                format!("{} → {}", title(from), title(to))
            }),
        }
    }
}

fn add(counts: &mut [u32], place: Option<usize>) {
    if let Some(count) = place.and_then(|place| counts.get_mut(place)) {
        *count = count.saturating_add(1);
    }
}

fn count<K: Ord>(counts: &mut BTreeMap<K, u32>, key: K) {
    let count = counts.entry(key).or_default();
    *count = count.saturating_add(1);
}

/// The ten largest counts that reach the minimum support.
fn largest<K: Ord>(
    counts: BTreeMap<K, u32>,
    min_support: u32,
    name: impl Fn(K) -> String,
) -> Counted {
    let mut counts: Vec<(K, u32)> = counts
        .into_iter()
        .filter(|(_, count)| *count >= min_support)
        .collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts.truncate(10);
    counts
        .into_iter()
        .map(|(key, count)| (name(key), count))
        .collect()
}

fn month(time: i64) -> Option<String> {
    let date = Timestamp::from_second(time).ok()?.to_zoned(TimeZone::UTC);
    Some(date.strftime("%Y-%m").to_string())
}
