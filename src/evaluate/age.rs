//! Measures the cost of an old graph: the last third of the test orders is predicted by a graph that ends where the test begins,
//! and by a newer graph that also contains the orders in between.
//!
//! Example: the test orders cover 21 days. The older graph is on average 17 days old when the last third is bought, the newer one
//! 3 days. If they reach NDCG@10 0.196 and 0.200, the two weeks between cost 0.004.

use serde::Serialize;

use super::run::{EvaluatedGraph, ranks};
use crate::dataset::OrderSlice;
use crate::engine::History;
use crate::model::SECONDS_PER_DAY;
use crate::offline::{Interval, interval, ndcg};

/// The difference between an older and a newer graph.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct AgeCost {
    /// Days between the newest orders of the two graphs.
    pub days: i64,
    /// NDCG@10 of the newer graph.
    pub fresh_ndcg_at_10: f64,
    /// NDCG@10 of the older graph minus that of the newer one, question by question.
    pub ndcg_at_10: Interval,
}

/// The parts of the orders: those of the older graph, those of the newer one, and the questions.
pub(super) fn parts(all: OrderSlice<'_>) -> [OrderSlice<'_>; 3] {
    [
        all.share(0, 9, 10),
        all.share(0, 29, 30),
        all.share(29, 30, 30),
    ]
}

/// `None` without dates, and when the two graphs are less than a day apart.
pub(super) fn age_cost(
    older: &EvaluatedGraph,
    newer: &EvaluatedGraph,
    [old, new, late]: [OrderSlice<'_>; 3],
) -> Option<AgeCost> {
    let days = new
        .newest()?
        .saturating_sub(old.newest()?)
        .checked_div(SECONDS_PER_DAY)?;
    if days < 1 {
        return None;
    }
    // Both rank the same hidden products, which both contain.
    let is_known = |rank: u32| older.id(rank).is_some() && newer.id(rank).is_some();
    let gains = |read: &EvaluatedGraph| -> Vec<f64> {
        let ranks = ranks(read, late, |_| History::default(), is_known);
        ranks
            .iter()
            .map(|ranks| mean(ranks.iter().map(|rank| ndcg(*rank, 10))))
            .collect()
    };
    let (fresh, stale) = (gains(newer), gains(older));
    let differences: Vec<f64> = stale
        .iter()
        .zip(&fresh)
        .map(|(stale, fresh)| stale - fresh)
        .collect();
    (!differences.is_empty()).then(|| AgeCost {
        days,
        fresh_ndcg_at_10: mean(fresh.iter().copied()),
        ndcg_at_10: interval(&differences),
    })
}

#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
fn mean(values: impl ExactSizeIterator<Item = f64>) -> f64 {
    let count = values.len().max(1);
    values.sum::<f64>() / count as f64
}
