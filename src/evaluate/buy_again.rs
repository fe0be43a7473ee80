//! Buy again: how much of a customer's next order is told by the orders before it.
//!
//! Of every customer with orders in both parts, the first test order is asked for; recall@10 is the share of its products among
//! the ten named.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::dataset::{Order, OrderSlice};
use crate::engine::{self, Purchase};
use crate::graph::Graph;
use crate::model::ProductId;
use crate::offline::{Interval, interval};

/// What is named for each customer.
const NAMED: usize = 10;

/// Recall@10 of the next order.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct BuyAgain {
    /// Number of customers with orders in both parts.
    pub customers: usize,
    /// What sells best, for everyone.
    pub popularity: Interval,
    /// What [`engine::again`] names from the customer's own orders.
    pub personal: Interval,
}

/// `None` where no customer has orders in both parts.
pub(super) fn buy_again(
    graph: &Graph,
    training: OrderSlice<'_>,
    test: OrderSlice<'_>,
    id: impl Fn(u32) -> Option<ProductId>,
) -> Option<BuyAgain> {
    let mut next: BTreeMap<u64, (i64, Order<'_>)> = BTreeMap::new();
    for order in test.iter() {
        if let Some((customer, day)) = order.meta.customer.zip(order.meta.day()) {
            next.entry(customer).or_insert((day, order));
        }
    }
    let mut histories: BTreeMap<u64, BTreeMap<ProductId, (u32, i64)>> = BTreeMap::new();
    for order in training.iter() {
        let asked = order
            .meta
            .customer
            .filter(|customer| next.contains_key(customer));
        let Some((customer, day)) = asked.zip(order.meta.day()) else {
            continue;
        };
        let history = histories.entry(customer).or_default();
        for product in order.products.iter().filter_map(|product| id(*product)) {
            let (orders, last) = history.entry(product).or_insert((0, day));
            *orders = orders.saturating_add(1);
            *last = day;
        }
    }
    let bestsellers: Vec<ProductId> = (0..).take(NAMED).map(ProductId).collect();
    let (mut popularity, mut personal) = (Vec::new(), Vec::new());
    for (customer, history) in &histories {
        let Some((today, order)) = next.get(customer) else {
            continue;
        };
        let purchases: Vec<Purchase> = history
            .iter()
            .map(|(product, (orders, last))| {
                let days_ago = u32::try_from(today.saturating_sub(*last)).unwrap_or(0);
                Purchase {
                    product: *product,
                    orders: *orders,
                    days_ago,
                }
            })
            .collect();
        let named: Vec<ProductId> = engine::again(graph, &purchases, NAMED)
            .iter()
            .map(|due| due.product.id)
            .collect();
        let bought: Vec<ProductId> = order
            .products
            .iter()
            .filter_map(|product| id(*product))
            .collect();
        popularity.push(recall(&bestsellers, &bought));
        personal.push(recall(&named, &bought));
    }
    (!personal.is_empty()).then(|| BuyAgain {
        customers: personal.len(),
        popularity: interval(&popularity),
        personal: interval(&personal),
    })
}

#[expect(
    clippy::cast_precision_loss,
    reason = "orders are far smaller than 2^53"
)]
fn recall(named: &[ProductId], bought: &[ProductId]) -> f64 {
    let hits = bought
        .iter()
        .filter(|product| named.contains(product))
        .count();
    if bought.is_empty() {
        0.0
    } else {
        hits as f64 / bought.len() as f64
    }
}
