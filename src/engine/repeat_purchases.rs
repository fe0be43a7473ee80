//! "Buy again": which of a customer's own past purchases come next, and when, by the intervals in which others come back for them.
//!
//! Which, is told best by how often the customer bought a product: putting what is not due yet behind names less of the next
//! order (recall@10 .171 against .192 on the demo shop's orders, `tillside evaluate`). The interval says when to remind.
//!
//! *Invariants*: only what the customer bought before; nothing that cannot be bought any more. It never mixes into "bought
//! together": repetition and company are different reasons.

use std::cmp::Reverse;

use crate::graph::Graph;
use crate::model::{Product, ProductId};

/// What a customer bought before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Purchase {
    /// The product.
    pub product: ProductId,
    /// In how many orders, at least 1.
    pub orders: u32,
    /// Days since the last of them.
    pub days_ago: u32,
}

/// A product to buy again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due<'a> {
    /// The product.
    pub product: Product<&'a str>,
    /// Days until it is usually bought again, below 0 when that day is over; `None` where nothing is known of its interval.
    pub due_in_days: Option<i64>,
}

/// The `limit` purchases that a customer is most likely to repeat: the more often bought first, ties to the more recent.
#[must_use]
pub fn again<'a>(graph: &'a Graph, history: &[Purchase], limit: usize) -> Vec<Due<'a>> {
    let mut ranked: Vec<(&Purchase, Product<&'a str>)> = Vec::new();
    for purchase in history {
        if let Some(product) = graph
            .product_at(purchase.product)
            .filter(|product| product.is_available)
        {
            ranked.push((purchase, product));
        }
    }
    ranked.sort_by_key(|(purchase, _)| {
        (
            Reverse(purchase.orders),
            purchase.days_ago,
            purchase.product,
        )
    });
    ranked.truncate(limit);
    let due = |(purchase, product): (&Purchase, Product<&'a str>)| {
        let due_in_days = product
            .repurchase
            .map(|again| i64::from(again.days).saturating_sub(purchase.days_ago.into()));
        Due {
            product,
            due_in_days,
        }
    };
    ranked.into_iter().map(due).collect()
}
