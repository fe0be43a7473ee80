//! Buy again: predicts which of a customer's purchases are repeated next, and when.
//!
//! The chance that the next order contains a product again is that of all products that were bought as often and as long ago,
//! times the product's own [`RepeatFactor`], plus six times its share of all lines of the shop. The age is counted in the
//! customer's orders, not in days: days add nothing to the ranking (`docs/learning.md`). The repurchase interval only decides when
//! to remind.
//!
//! Example: a third of the products that were in one order, the latest, are in the next order again (chance 3,333 of 10,000).
//! Matches are bought again twice as often as that and are one of a hundred lines: 3,333 x 2 + 600 = 7,266. A lantern without a
//! factor of its own that is as popular has 3,933.
//!
//! *Invariants*: only products that the customer bought and that can still be bought. This ranking
//! never mixes with companions: repetition and co-occurrence are different reasons.

use std::cmp::Reverse;

use super::history::History;
use crate::graph::Graph;
use crate::model::{CHANCE_ONE, Product, ProductId, RepeatFactor, RepeatModel};

/// The weight of a product's share of all lines.
const POPULARITY_WEIGHT: u64 = 6;

/// A product that a customer bought before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Purchase {
    /// The product.
    pub product: ProductId,
    /// Number of orders with it, at least 1.
    pub orders: u32,
    /// Days since the last of them; `None` where it is unknown.
    pub days_ago: Option<u32>,
    /// Number of orders from the last one with it to the next one, at least 1: 1 if it was in the latest order.
    pub orders_since: u32,
    /// How recent the purchases are: for each that is known, [`RecencyWeight::ONE`](super::RecencyWeight::ONE), halved every
    /// sixty days.
    pub freshness: u32,
}

/// A product to buy again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due<'a> {
    /// The product.
    pub product: Product<&'a str>,
    /// Days until it is usually bought again, negative when overdue; `None` without a known
    /// interval.
    pub due_in_days: Option<i64>,
    /// The chance that the next order contains it, in units of 1 / ([`CHANCE_ONE`] x [`RepeatFactor::ONE`]); it orders products and
    /// may exceed 1.
    pub chance: u64,
}

/// The `limit` purchases that a customer is most likely to repeat, ties to the more often and the more recently bought.
#[must_use]
pub fn again<'a>(graph: &'a Graph, history: &History, limit: usize) -> Vec<Due<'a>> {
    let model = graph.repeat();
    let mut ranked: Vec<(&Purchase, Due<'a>)> = Vec::new();
    for purchase in history.purchases() {
        let found = graph.product_at(purchase.product);
        let Some(product) = found.filter(|product| product.is_available) else {
            continue;
        };
        let own = u64::from(model.chance(purchase.orders, purchase.orders_since))
            .saturating_mul(product.repeat.squared().into());
        let interval = product.repurchase.zip(purchase.days_ago);
        let due = Due {
            product,
            due_in_days: interval
                .map(|(again, days_ago)| i64::from(again.days).saturating_sub(days_ago.into())),
            chance: own.saturating_add(popularity(model, product.orders)),
        };
        ranked.push((purchase, due));
    }
    ranked.sort_by_key(|(purchase, due)| {
        let oldest = purchase.days_ago.unwrap_or(u32::MAX);
        (
            Reverse(due.chance),
            Reverse(purchase.orders),
            oldest,
            purchase.product,
        )
    });
    ranked.truncate(limit);
    ranked.into_iter().map(|(_, due)| due).collect()
}

/// Whether four fifths of a product's repurchase interval are over: the shopper may not visit again before it ends. A product
/// without an interval is never due.
pub(super) fn is_due(product: &Product<&str>, days_ago: Option<u32>) -> bool {
    let interval = product.repurchase.zip(days_ago);
    interval.is_some_and(|(again, days_ago)| {
        u64::from(days_ago).saturating_mul(5) >= u64::from(again.days).saturating_mul(4)
    })
}

/// The chance of a product because of its popularity alone, in the unit of [`Due::chance`].
#[must_use]
pub fn popularity(model: &RepeatModel, orders: Option<u32>) -> u64 {
    let unit = u64::from(CHANCE_ONE)
        .saturating_mul(RepeatFactor::ONE.into())
        .saturating_mul(POPULARITY_WEIGHT);
    unit.saturating_mul(orders.unwrap_or(0).into())
        .checked_div(model.lines.into())
        .unwrap_or(0)
}
