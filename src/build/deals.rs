//! What takes turns as the deal of the day.
//!
//! *Invariants*: only what can be bought, has a price and was bought before; ties are decided by SKU, so the same orders give the
//! same turns; no count leaves this module, so few orders are enough for a turn.

use std::cmp::Reverse;

use crate::dataset::{Dataset, OrderSlice, index};
use crate::model::{DealProduct, Product, SkuKey};
use crate::shop_config::{DealSettings, DealStrategy};

const DAY_SECONDS: i64 = 86_400;

/// What sells fast is what sold in these days.
const FAST_DAYS: i64 = 30;

/// What sells slowly is what hardly sold in these days.
const SLOW_DAYS: i64 = 90;

/// The products of a wish by what some of the orders say, in the order of their turns; none where no order has a date.
pub(crate) fn deals(
    wish: &DealSettings,
    products: &[Product],
    dataset: &Dataset,
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
    // Of two that hardly sell, the one that used to sell has more friends.
    ranked.sort_by(|one, other| {
        (one.0, Reverse(one.3.orders), &one.1).cmp(&(other.0, Reverse(other.3.orders), &other.1))
    });
    ranked.truncate(wish.products);
    let deal = |(_, _, rank, product): (i64, SkuKey, u32, &Product)| DealProduct {
        sku: product.sku.clone(),
        lowest_minor: dataset.lowest_minor(rank),
    };
    ranked.into_iter().map(deal).collect()
}

/// Number of orders with each product, by rank, of those whose time counts.
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
