//! Metrics of ranking quality.
//!
//! *Source*: Järvelin & Kekäläinen, ACM TOIS 2002 (NDCG); Voorhees, TREC-8 1999 (reciprocal rank).

use serde::Serialize;

use super::intervals::{Interval, interval};
use crate::offline::ndcg;

/// Cart completion: one product of each test cart is hidden.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct CartMetrics {
    /// Number of queries: test carts times seeds.
    pub questions: usize,
    /// Share of the queries with the hidden product among the first ten.
    pub hr_at_10: Interval,
    /// Mean of 1 / rank among the first ten.
    pub mrr_at_10: Interval,
    /// Mean of 1 / log2(rank + 1) among the first ten.
    pub ndcg_at_10: Interval,
    /// Share of the queries with the hidden product among the first twenty.
    pub hr_at_20: Interval,
}

impl CartMetrics {
    /// From the rank of the hidden product in each query (1 = first, `None` = not among the first
    /// twenty), by test cart.
    #[must_use]
    pub fn new(carts: &[Vec<Option<usize>>]) -> Self {
        let mean_of = |gain: &dyn Fn(Option<usize>) -> f64| {
            let by_cart: Vec<f64> = carts
                .iter()
                .map(|ranks| mean(ranks.iter().map(|rank| gain(*rank))))
                .collect();
            interval(&by_cart)
        };
        let hit = |most: usize| {
            move |rank: Option<usize>| {
                if rank.is_some_and(|rank| rank <= most) {
                    1.0
                } else {
                    0.0
                }
            }
        };
        #[expect(clippy::cast_precision_loss, reason = "at most ten")]
        let reciprocal = |rank: Option<usize>| {
            rank.filter(|rank| *rank <= 10)
                .map_or(0.0, |rank| 1.0 / rank as f64)
        };
        Self {
            questions: carts.iter().map(Vec::len).sum(),
            hr_at_10: mean_of(&hit(10)),
            mrr_at_10: mean_of(&reciprocal),
            ndcg_at_10: mean_of(&|rank| ndcg(rank, 10)),
            hr_at_20: mean_of(&hit(20)),
        }
    }
}

/// Product page: each product of a test cart is viewed alone.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct PageMetrics {
    /// Number of views.
    pub views: usize,
    /// Share of the views whose ten links contain another product of the cart.
    pub hit_at_10: f64,
    /// Share of the products that are among the ten links of some product.
    pub coverage: f64,
}

#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
fn mean(values: impl ExactSizeIterator<Item = f64>) -> f64 {
    let count = values.len();
    if count == 0 {
        0.0
    } else {
        values.sum::<f64>() / count as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metrics_match_a_manual_calculation() {
        let metrics = CartMetrics::new(&[vec![Some(1)], vec![Some(3)], vec![Some(15)], vec![None]]);
        let close = |found: Interval, expected: f64| {
            assert!(
                (found.mean - expected).abs() < 1e-12,
                "{found:?} {expected}"
            );
        };
        assert_eq!(metrics.questions, 4);
        close(metrics.hr_at_10, 0.5);
        close(metrics.hr_at_20, 0.75);
        close(metrics.mrr_at_10, (1.0 + 1.0 / 3.0) / 4.0);
        close(metrics.ndcg_at_10, (1.0 + 0.5) / 4.0);
    }
}
