//! Buy again: how many products of a customer's next order can be predicted from the previous
//! orders.
//!
//! The query is the first test order of every customer with orders in both parts. Recall@10 is the share of its products among the
//! ten recommended ones; NDCG@10 is the gain of the hits by rank, relative to that of a list that starts with all of them.

use std::collections::BTreeSet;

use rayon::prelude::*;
use serde::Serialize;

use super::run::EvaluatedGraph;
use super::tifu_knn::TifuKnn;
use crate::dataset::{Order, OrderSlice};
use crate::engine::{self, History};
use crate::model::ProductId;
use crate::offline::{Interval, OrderHistories, interval, ndcg};

/// Number of recommended products per customer.
const NAMED: usize = 10;

/// Buying again, by method.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BuyAgain {
    /// Number of customers with orders in both parts.
    pub customers: usize,
    /// One row per method.
    pub methods: Vec<BuyAgainRow>,
}

/// One method.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct BuyAgainRow {
    /// Its name in tables and JSON.
    pub method: &'static str,
    /// Share of the next order among the ten recommended products.
    pub recall_at_10: Interval,
    /// Gain by rank.
    pub ndcg_at_10: Interval,
}

type Recommend = fn(&EvaluatedGraph, &History) -> Vec<ProductId>;

const METHODS: [(&str, Recommend); 4] = [
    ("popularity", |read, _| {
        bestsellers(read).take(NAMED).collect()
    }),
    ("counts", |_, history| by_count(history)),
    ("counts with popularity", |read, history| {
        let mut named = by_count(history);
        let missing = bestsellers(read).filter(|product| history.of(*product).is_none());
        named.extend(missing.take(NAMED.saturating_sub(named.len())));
        named
    }),
    ("tuned", tuned),
];

/// `None` if no customer has orders in both parts.
pub(super) fn buy_again(
    read: &EvaluatedGraph,
    (all, training): (OrderSlice<'_>, OrderSlice<'_>),
    test: OrderSlice<'_>,
) -> Option<BuyAgain> {
    let histories = OrderHistories::new(all);
    let mut asked: BTreeSet<u64> = BTreeSet::new();
    let questions: Vec<(Order<'_>, History)> = test
        .iter()
        .filter(|order| {
            order.meta.day().is_some()
                && order
                    .meta
                    .customer
                    .is_some_and(|customer| asked.insert(customer))
        })
        .filter_map(|order| Some((order, histories.before(order, |rank| read.id(rank))?)))
        .collect();
    let row = |(method, recommend): (&'static str, Recommend)| {
        let scores = questions.iter().map(|(order, history)| {
            let bought: Vec<ProductId> = order
                .products
                .iter()
                .filter_map(|product| read.id(*product))
                .collect();
            score(&recommend(read, history), &bought)
        });
        let (recall, gain): (Vec<f64>, Vec<f64>) = scores.unzip();
        BuyAgainRow {
            method,
            recall_at_10: interval(&recall),
            ndcg_at_10: interval(&gain),
        }
    };
    if questions.is_empty() {
        return None;
    }
    let mut methods = METHODS.map(row).to_vec();
    let known = OrderHistories::new(training);
    let mut customers: Vec<_> = known.customers().collect();
    customers.sort_unstable_by_key(|orders| {
        orders.first().map(|order| (order.meta.time, order.meta.id))
    });
    let neighbors = TifuKnn::new(customers);
    let scores: Vec<(f64, f64)> = questions
        .par_iter()
        .map(|(order, _)| {
            let named = neighbors.next(histories.earlier(*order), NAMED);
            let bought: Vec<ProductId> = order
                .products
                .iter()
                .filter_map(|product| read.id(*product))
                .collect();
            let named: Vec<ProductId> = named
                .iter()
                .filter_map(|product| read.id(*product))
                .collect();
            score(&named, &bought)
        })
        .collect();
    let (recall, gain): (Vec<f64>, Vec<f64>) = scores.into_iter().unzip();
    let place = methods.len().saturating_sub(1);
    methods.insert(
        place,
        BuyAgainRow {
            method: "TIFU-KNN",
            recall_at_10: interval(&recall),
            ndcg_at_10: interval(&gain),
        },
    );
    Some(BuyAgain {
        customers: questions.len(),
        methods,
    })
}

/// All products, the most popular first.
fn bestsellers(read: &EvaluatedGraph) -> impl Iterator<Item = ProductId> {
    read.graph.products().map(|product| product.id)
}

/// The customer's most often bought products, ties to the more recent.
fn by_count(history: &History) -> Vec<ProductId> {
    let mut ranked: Vec<_> = history.purchases().iter().collect();
    ranked.sort_by_key(|purchase| {
        (
            std::cmp::Reverse(purchase.orders),
            purchase.days_ago,
            purchase.product,
        )
    });
    ranked
        .iter()
        .map(|purchase| purchase.product)
        .take(NAMED)
        .collect()
}

/// The ranking of the offer, together with best-sellers that the customer never bought.
fn tuned(read: &EvaluatedGraph, history: &History) -> Vec<ProductId> {
    let own = engine::again(&read.graph, history, usize::MAX);
    let mut ranked: Vec<(u64, ProductId)> =
        own.iter().map(|due| (due.chance, due.product.id)).collect();
    let others = read
        .graph
        .products()
        .filter(|product| history.of(product.id).is_none());
    ranked.extend(others.take(NAMED).map(|product| {
        (
            engine::popularity(read.graph.repeat(), product.orders),
            product.id,
        )
    }));
    // The sort is stable: ties keep the order of the offer.
    ranked.sort_by_key(|(chance, _)| std::cmp::Reverse(*chance));
    ranked
        .into_iter()
        .map(|(_, product)| product)
        .take(NAMED)
        .collect()
}

/// Recall and NDCG of a list.
#[expect(
    clippy::cast_precision_loss,
    reason = "orders are far smaller than 2^53"
)]
fn score(named: &[ProductId], bought: &[ProductId]) -> (f64, f64) {
    if bought.is_empty() {
        return (0.0, 0.0);
    }
    let gain = |rank| ndcg(Some(rank), NAMED);
    let hits = (1..)
        .zip(named)
        .filter(|(_, product)| bought.contains(product))
        .map(|(rank, _)| rank);
    let best: f64 = (1..=bought.len().min(NAMED)).map(gain).sum();
    (
        hits.clone().count() as f64 / bought.len() as f64,
        hits.map(gain).sum::<f64>() / best,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_that_starts_with_the_order_has_the_full_gain() {
        let [one, two, three] = [1, 2, 3].map(ProductId);
        assert_eq!(score(&[one, two, three], &[one, two]), (1.0, 1.0));
        let (recall, gain) = score(&[three, one], &[one, two]);
        assert!(
            (recall - 0.5).abs() < 1e-12 && (gain - 0.6309 / 1.6309).abs() < 1e-3,
            "{recall} {gain}"
        );
        assert_eq!(score(&[one], &[]), (0.0, 0.0));
    }
}
