//! Held-out orders: what a set of links would have predicted of orders that it was not learned from.
//!
//! Two views. *Basket completion*: one product of an order is hidden, all others are the basket; of a visit, whose products
//! follow on each other, those before the hidden one are. *Product page*: each product of an order is looked at alone, and any
//! other product of the order is a hit.
//!
//! *Invariants*: which product is hidden follows from the order's id and a seed; products that training never saw are left out.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::dataset::{Order, OrderSlice, index};
use crate::engine::RecencyWeight;

/// An order with one product hidden.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeaveOneOut {
    /// The products of the order that training knows, without the hidden one; of a visit those before it, the latest last.
    /// Never empty.
    pub basket: Vec<u32>,
    /// The product to find again.
    pub hidden: u32,
}

impl LeaveOneOut {
    /// Hides a product of an order; `None` where fewer than two products are known.
    pub fn new(order: Order<'_>, seed: u64, is_known: impl Fn(u32) -> bool) -> Option<Self> {
        let mut basket = order.sequence();
        basket.retain(|product| is_known(*product));
        if basket.len() < 2 {
            return None;
        }
        let first = usize::from(!order.steps.is_empty());
        let choices = basket.len().checked_sub(first)?;
        let place = usize::try_from(mix(order.meta.id ^ mix(seed)).checked_rem(choices as u64)?)
            .ok()?
            .checked_add(first)?;
        let hidden = basket.remove(place);
        if first > 0 {
            basket.truncate(place);
        }
        Some(Self { basket, hidden })
    }
}

/// A number without the pattern of its neighbors: the finaliser of `SplitMix64` (Steele, Lea & Flood, OOPSLA 2014).
fn mix(number: u64) -> u64 {
    let number = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

/// What a prediction at this rank (1 = first) is worth among the first `depth`: NDCG with one hidden product.
#[must_use]
pub fn ndcg(rank: Option<usize>, depth: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "at most a few hundred")]
    rank.filter(|rank| (1..=depth).contains(rank))
        .map_or(0.0, |rank| 1.0 / libm::log2(rank as f64 + 1.0))
}

/// How good links are on held-out orders; all in `0.0..=1.0`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Score {
    /// Basket completion: NDCG@10.
    pub ndcg_at_10: f64,
    /// Basket completion: NDCG@20.
    pub ndcg_at_20: f64,
    /// Product page: share of views whose first ten links hold another product of the order.
    pub page_hit: f64,
    /// Share of the sold products that some product leads to within its first ten links.
    pub coverage: f64,
}

/// Links as a graph carries them: quantized, and looked up as its engine does.
pub(crate) struct QuantizedLinks {
    /// By antecedent: consequent and strength.
    pub(crate) rows: Vec<Vec<(u32, u32)>>,
    pub(crate) base: Vec<(u32, u32)>,
    pub(crate) recency: RecencyWeight,
}

impl QuantizedLinks {
    fn row(&self, product: u32) -> &[(u32, u32)] {
        self.rows.get(index(product)).map_or(&[], Vec::as_slice)
    }

    /// The place of the hidden product among all candidates; `None` when no link leads to it.
    fn rank(&self, query: &LeaveOneOut, popularity: &[u32]) -> Option<usize> {
        let whole =
            |(to, base): &(u32, u32)| (*to, RecencyWeight::weigh(*base, RecencyWeight::ONE));
        let mut scores: FxHashMap<u32, u64> = self.base.iter().map(whole).collect();
        for (product, weight) in query.basket.iter().rev().zip(self.recency.weights()) {
            for (to, strength) in self.row(*product) {
                let score = scores.entry(*to).or_default();
                *score = score.saturating_add(RecencyWeight::weigh(*strength, weight));
            }
        }
        for product in &query.basket {
            scores.remove(product);
        }
        let hidden = *scores.get(&query.hidden)?;
        let popular = |product: u32| popularity.get(index(product)).copied().unwrap_or(0);
        let before = |product: u32, score: u64| {
            let tie = (popular(product), std::cmp::Reverse(product))
                > (popular(query.hidden), std::cmp::Reverse(query.hidden));
            score > hidden || (score == hidden && tie)
        };
        let ahead = scores
            .iter()
            .filter(|(product, score)| before(**product, **score) && **product != query.hidden);
        Some(ahead.count().saturating_add(1))
    }
}

/// Whether training saw a product.
pub(crate) fn is_known(popularity: &[u32], product: u32) -> bool {
    popularity
        .get(index(product))
        .is_some_and(|orders| *orders > 0)
}

/// Scores links on orders that they were not learned from; `popularity` is the number of training orders by product.
pub(crate) fn score(
    links: &QuantizedLinks,
    held_out: OrderSlice<'_>,
    popularity: &[u32],
    seeds: &[u64],
) -> Score {
    let is_known = |product: u32| is_known(popularity, product);
    let queries: Vec<LeaveOneOut> = seeds
        .iter()
        .flat_map(|seed| {
            held_out
                .iter()
                .filter_map(|order| LeaveOneOut::new(order, *seed, is_known))
        })
        .collect();
    // Collected before they are added up: the sum of floats must not depend on who was ready first.
    let ranks: Vec<Option<usize>> = queries
        .par_iter()
        .map(|query| links.rank(query, popularity))
        .collect();
    let mean_ndcg = |depth| {
        mean(
            &ranks
                .iter()
                .map(|rank| ndcg(*rank, depth))
                .collect::<Vec<_>>(),
        )
    };

    let (mut views, mut hits) = (0_u32, 0_u32);
    for order in held_out.iter() {
        let known = order
            .products
            .iter()
            .filter(|product| is_known(**product))
            .count();
        for product in order
            .products
            .iter()
            .filter(|product| known >= 2 && is_known(**product))
        {
            views = views.saturating_add(1);
            let hit = links
                .row(*product)
                .iter()
                .take(10)
                .any(|(to, _)| order.products.binary_search(to).is_ok());
            hits = hits.saturating_add(hit.into());
        }
    }
    let mut shown = vec![false; popularity.len()];
    for (to, _) in links.rows.iter().flat_map(|row| row.iter().take(10)) {
        if let Some(shown) = shown.get_mut(index(*to)) {
            *shown = true;
        }
    }
    let sold = popularity.iter().filter(|orders| **orders > 0).count();
    Score {
        ndcg_at_10: mean_ndcg(10),
        ndcg_at_20: mean_ndcg(20),
        page_hit: share(hits as usize, views as usize),
        coverage: share(shown.into_iter().filter(|shown| *shown).count(), sold),
    }
}

/// NDCG@10 of naming what sells best, whatever is in the basket: what links have to beat.
pub(crate) fn popularity_ndcg(held_out: OrderSlice<'_>, popularity: &[u32], seeds: &[u64]) -> f64 {
    let is_known = |product: u32| is_known(popularity, product);
    let mut bestsellers: Vec<u32> = (0..)
        .take(popularity.len())
        .filter(|product| is_known(*product))
        .collect();
    bestsellers.sort_unstable_by_key(|product| {
        (
            std::cmp::Reverse(popularity.get(index(*product)).copied()),
            *product,
        )
    });
    let gain = |query: LeaveOneOut| {
        let mut named = bestsellers
            .iter()
            .filter(|product| !query.basket.contains(product))
            .take(10);
        ndcg(
            named
                .position(|product| *product == query.hidden)
                .map(|place| place.saturating_add(1)),
            10,
        )
    };
    let queries = seeds.iter().flat_map(|seed| {
        held_out
            .iter()
            .filter_map(|order| LeaveOneOut::new(order, *seed, is_known))
    });
    mean(&queries.map(gain).collect::<Vec<_>>())
}

#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
fn mean(values: &[f64]) -> f64 {
    if values.is_empty() {
        0.0
    } else {
        values.iter().sum::<f64>() / values.len() as f64
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
fn share(part: usize, all: usize) -> f64 {
    if all == 0 {
        0.0
    } else {
        part as f64 / all as f64
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::dataset::{OrderMeta, Orders};

    #[test]
    fn the_first_rank_is_worth_one_and_the_eleventh_nothing() {
        assert!((ndcg(Some(1), 10) - 1.0).abs() < 1e-12);
        assert!((ndcg(Some(3), 10) - 0.5).abs() < 1e-12);
        assert!(ndcg(Some(11), 10) + ndcg(None, 10) < 1e-12);
    }

    #[test]
    fn the_basket_itself_is_never_in_the_way() {
        let links = QuantizedLinks {
            rows: vec![vec![(1, 3600), (2, 1600)], vec![(2, 1600)], vec![]],
            base: vec![],
            recency: RecencyWeight::EQUAL,
        };
        assert_eq!(
            links.rank(
                &LeaveOneOut {
                    basket: vec![0, 1],
                    hidden: 2
                },
                &[3, 2, 1]
            ),
            Some(1)
        );
        assert_eq!(
            links.rank(
                &LeaveOneOut {
                    basket: vec![0],
                    hidden: 2
                },
                &[3, 2, 1]
            ),
            Some(2)
        );
        assert_eq!(
            links.rank(
                &LeaveOneOut {
                    basket: vec![2],
                    hidden: 0
                },
                &[3, 2, 1]
            ),
            None
        );
    }

    #[test]
    fn of_a_visit_the_next_product_is_asked_for() {
        let visit = Orders::new(vec![(OrderMeta::default(), vec![5, 3, 8, 1])], true);
        let asked: BTreeSet<(Vec<u32>, u32)> = (0..40)
            .filter_map(|seed| {
                LeaveOneOut::new(visit.all().get(0).unwrap(), seed, |product| product != 3)
            })
            .map(|query| (query.basket, query.hidden))
            .collect();
        assert_eq!(asked, BTreeSet::from([(vec![5], 8), (vec![5, 8], 1)]));
    }

    #[test]
    fn the_latest_product_of_a_visit_says_most() {
        let rank = |recency, hidden| {
            let query = LeaveOneOut {
                basket: vec![0, 1],
                hidden,
            };
            let links = QuantizedLinks {
                rows: vec![vec![(2, 3600)], vec![(3, 3600)], vec![], vec![]],
                base: vec![],
                recency: RecencyWeight::new(recency),
            };
            links.rank(&query, &[1; 4])
        };
        assert_eq!([rank(None, 2), rank(None, 3)], [Some(1), Some(2)]);
        assert_eq!([rank(Some(0.6), 2), rank(Some(0.6), 3)], [Some(2), Some(1)]);
    }
}
