//! The rotation of the deal of the day.
//!
//! *Invariants*: only products that are available, have a price and were bought before take part.
//! Ties are decided by SKU, so the same orders give the same rotation. No count leaves this module,
//! so a product with few orders can take part; a reference price needs the minimum support of
//! published counts.

use std::cmp::Reverse;

use crate::dataset::{Dataset, index};
use crate::model::{DealProduct, Product, Selection, SkuKey};
use crate::shop_config::{DealSettings, DealStrategy};
use crate::train::aggregates::{Aggregates, SoldLately};

/// The products of the rotation in order; empty if no order has a date.
pub(crate) fn deals(
    wish: &DealSettings,
    products: &[Product],
    (dataset, min_support): (&Dataset, u32),
    aggregates: &Aggregates,
) -> Vec<DealProduct> {
    if aggregates.newest.is_none() {
        return Vec::new();
    }
    let count = |rank: u32| {
        let lately = aggregates.sold.get(index(rank)).copied();
        let SoldLately { fast, slow } = lately.unwrap_or_default();
        match wish.pick {
            DealStrategy::Fast => fast,
            DealStrategy::Slow => slow,
        }
    };
    let mut ranked: Vec<(i64, SkuKey, u32, &Product)> = Vec::new();
    for product in products {
        let sku = SkuKey::new(&product.sku);
        let Some(rank) = dataset.rank(&sku) else {
            continue;
        };
        let is_wanted = wish.of.is_none_or(|selection| product.is_in(selection))
            && !wish.never.is_some_and(|selection| product.is_in(selection));
        if !is_wanted
            || aggregates.counts.product(rank).orders == 0
            || !product.is_available
            || product.is_in(Selection::IN_SETS)
            || product.price_minor.is_none()
        {
            continue;
        }
        let orders = i64::from(count(rank));
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
