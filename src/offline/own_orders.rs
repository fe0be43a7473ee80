//! Cart completion for shoppers whose earlier orders are known: the same questions as leave-one-out, with the history as
//! additional evidence.
//!
//! *Invariants*: a history has only orders before the one in question; the number of questions is bounded, also for each customer,
//! so one busy account does not decide for all.

use std::cmp::Reverse;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::histories::OrderHistories;
use super::leave_one_out::{LeaveOneOut, QuantizedLinks, is_known, mean, ndcg};
use crate::dataset::{Order, OrderSlice, index};
use crate::engine::History;
use crate::model::{ProductId, RepeatModel};

/// Maximum number of orders in question.
const ORDERS: usize = 2_000;

/// Maximum number of orders of one customer.
const ORDERS_OF_ONE: u32 = 20;

/// Questions about orders of known customers.
pub(crate) struct OwnOrders {
    questions: Vec<Question>,
    popularity: Vec<u32>,
}

struct Question {
    /// Relevance of the candidates by links and popularity, ascending by product, without the cart's.
    scores: Vec<(u32, u64)>,
    /// Ascending by product, without the cart's.
    history: History,
    cart: Vec<u32>,
    hidden: u32,
}

impl OwnOrders {
    /// Hides one product of each order for each seed; `popularity` is the number of training orders by product.
    pub(crate) fn new(
        links: &QuantizedLinks,
        (histories, held_out): (&OrderHistories<'_>, OrderSlice<'_>),
        popularity: &[u32],
        seeds: &[u64],
    ) -> Self {
        let is_known = |product: u32| is_known(popularity, product);
        let mut asked: FxHashMap<u64, u32> = FxHashMap::default();
        let mut orders: Vec<(Order<'_>, History)> = Vec::new();
        for order in held_out.iter() {
            let Some(customer) = order.meta.customer.filter(|_| orders.len() < ORDERS) else {
                continue;
            };
            let asked = asked.entry(customer).or_default();
            let history = histories.before(order, |product| {
                Some(ProductId(product)).filter(|_| is_known(product))
            });
            if let Some(history) = history.filter(|_| *asked < ORDERS_OF_ONE) {
                *asked = asked.wrapping_add(1);
                orders.push((order, history));
            }
        }
        let question = |(order, history): &(Order<'_>, History), seed: u64| {
            let LeaveOneOut { mut cart, hidden } = LeaveOneOut::new(*order, seed, is_known)?;
            let mut scores = links.scores(&cart);
            cart.sort_unstable();
            scores.retain(|(product, _)| cart.binary_search(product).is_err());
            Some(Question {
                scores,
                history: history.clone(),
                cart,
                hidden,
            })
        };
        let questions = orders
            .par_iter()
            .flat_map_iter(|order| seeds.iter().filter_map(move |seed| question(order, *seed)))
            .collect();
        Self {
            questions,
            popularity: popularity.to_vec(),
        }
    }

    /// Number of questions.
    pub(crate) fn len(&self) -> usize {
        self.questions.len()
    }

    /// NDCG@10 with these weights.
    pub(crate) fn ndcg_at_10(&self, model: &RepeatModel) -> f64 {
        // Collected before the summation, because a sum of floats must not depend on the scheduling of threads.
        let gains: Vec<f64> = self
            .questions
            .par_iter()
            .map(|question| ndcg(question.rank(model, &self.popularity), 10))
            .collect();
        mean(&gains)
    }
}

impl Question {
    /// The place of the hidden product, from 1; `None` when nothing leads to it.
    fn rank(&self, model: &RepeatModel, popularity: &[u32]) -> Option<usize> {
        let own = self.history.purchases().iter();
        let own = own.map(|purchase| (purchase.product.0, self.history.evidence(model, purchase)));
        let mut own = own
            .filter(|(product, evidence)| {
                *evidence > 0 && self.cart.binary_search(product).is_err()
            })
            .peekable();
        let mut all: Vec<(u32, u64)> = Vec::with_capacity(self.scores.len());
        for (product, score) in &self.scores {
            while let Some(only) = own.next_if(|(bought, _)| bought < product) {
                all.push(only);
            }
            let evidence = own
                .next_if(|(bought, _)| bought == product)
                .map_or(0, |(_, evidence)| evidence);
            all.push((*product, score + evidence));
        }
        all.extend(own);
        let key = |(product, score): (u32, u64)| {
            (
                score,
                popularity.get(index(product)).copied().unwrap_or(0),
                Reverse(product),
            )
        };
        let place = all
            .binary_search_by_key(&self.hidden, |(product, _)| *product)
            .ok()?;
        let hidden = key(*all.get(place)?);
        Some(all.iter().filter(|scored| key(**scored) > hidden).count() + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::{OrderMeta, Orders};
    use crate::engine::RecencyWeight;
    use crate::model::SECONDS_PER_DAY;

    #[test]
    fn earlier_purchases_are_found_again() {
        let order = |id: u64, day: i64, products: &[u32]| {
            let meta = OrderMeta {
                time: Some(day * SECONDS_PER_DAY),
                id,
                customer: Some(1),
                ..OrderMeta::default()
            };
            (meta, products.to_vec())
        };
        let orders = Orders::new(vec![order(1, 0, &[2, 3]), order(2, 30, &[0, 3])], false);
        let links = QuantizedLinks {
            rows: vec![vec![(1, 400)], vec![], vec![], vec![(1, 400)]],
            base: vec![],
            recency: RecencyWeight::EQUAL,
        };
        let asked = OwnOrders::new(
            &links,
            (
                &OrderHistories::new(orders.all()),
                orders.all().share(1, 2, 2),
            ),
            &[1; 4],
            &[1, 2, 3, 4, 5, 6],
        );
        assert_eq!(asked.len(), 6);
        let model = RepeatModel {
            bought: 500,
            ..RepeatModel::default()
        };
        let (without, with) = (
            asked.ndcg_at_10(&RepeatModel::default()),
            asked.ndcg_at_10(&model),
        );
        assert!(
            without < 1e-12 && with > 0.1 && with < 1.0,
            "{without} {with}: 3 was bought before, 0 was not"
        );
    }
}
