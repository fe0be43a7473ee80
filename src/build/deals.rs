//! The rotation of the deal of the day.
//!
//! *Invariants*: only products that are available, have a price and were bought before take part.
//! Ties are decided by SKU, so the same orders give the same rotation. No count leaves this module,
//! so a product with few orders can take part; a reference price needs the minimum support of
//! published counts.

use std::cmp::Reverse;

use crate::dataset::{Dataset, OrderSlice, index};
use crate::model::{DealProduct, Product, Selection, SkuKey};
use crate::shop_config::{DealSettings, DealStrategy};

const DAY_SECONDS: i64 = 86_400;

/// Period in which fast sellers are counted.
const FAST_DAYS: i64 = 30;

/// Period in which slow sellers are counted.
const SLOW_DAYS: i64 = 90;

/// The products of the rotation in order; empty if no order has a date.
pub(crate) fn deals(
    wish: &DealSettings,
    products: &[Product],
    (dataset, min_support): (&Dataset, u32),
    part: OrderSlice<'_>,
) -> Vec<DealProduct> {
    let days = match wish.pick {
        DealStrategy::Fast => FAST_DAYS,
        DealStrategy::Slow => SLOW_DAYS,
    };
    let Some(newest) = part.newest() else {
        return Vec::new();
    };
    let since = newest.saturating_sub(days.saturating_mul(DAY_SECONDS));
    let count_sold =
        |counts: &dyn Fn(Option<i64>) -> bool| sold(part, dataset.product_count(), counts);
    let ever = count_sold(&|_| true);
    let lately = count_sold(&|time| time.is_some_and(|time| time > since));
    let count = |counts: &[u32], rank: u32| counts.get(index(rank)).copied().unwrap_or(0);
    let mut ranked: Vec<(i64, SkuKey, u32, &Product)> = Vec::new();
    for product in products {
        let sku = SkuKey::new(&product.sku);
        let Some(rank) = dataset.rank(&sku) else {
            continue;
        };
        let is_wanted = wish.of.is_none_or(|selection| product.is_in(selection))
            && !wish.never.is_some_and(|selection| product.is_in(selection));
        if !is_wanted
            || count(&ever, rank) == 0
            || !product.is_available
            || product.is_in(Selection::IN_SETS)
            || product.price_minor.is_none()
        {
            continue;
        }
        let orders = i64::from(count(&lately, rank));
        match wish.pick {
            DealStrategy::Fast if orders == 0 => {}
            DealStrategy::Fast => ranked.push((orders.saturating_neg(), sku, rank, product)),
            DealStrategy::Slow => ranked.push((orders, sku, rank, product)),
        }
    }
    // Of two equally slow products, the one with more orders in total comes first.
    ranked.sort_by(|one, other| {
        (one.0, Reverse(one.3.orders), &one.1).cmp(&(other.0, Reverse(other.3.orders), &other.1))
    });
    ranked.truncate(wish.products);
    let deal = |(_, _, rank, product): (i64, SkuKey, u32, &Product)| DealProduct {
        sku: product.sku.clone(),
        lowest_minor: dataset.lowest_minor(rank, min_support),
    };
    ranked.into_iter().map(deal).collect()
}

/// Number of orders per product, by rank, among the orders whose time passes `counts`.
fn sold(part: OrderSlice<'_>, products: usize, counts: &dyn Fn(Option<i64>) -> bool) -> Vec<u32> {
    let mut sold = vec![0_u32; products];
    for order in part.iter().filter(|order| counts(order.meta.time)) {
        for product in order.products {
            if let Some(count) = sold.get_mut(index(*product)) {
                *count = count.saturating_add(1);
            }
        }
    }
    sold
}
