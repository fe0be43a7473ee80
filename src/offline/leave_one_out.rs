//! Leave-one-out: how well links predict held-out orders.
//!
//! There are two tasks. *Cart completion*: one product of an order is hidden, and all others are
//! the cart; in a session, the cart consists of the products before the hidden one. *Product page*:
//! each product of an order is viewed alone, and any other product of the order is a hit.
//!
//! Example: an order contains the products 0, 1 and 2; 2 is hidden. The links are 0 -> 1 with
//! strength 3600, 0 -> 2 with 1600 and 1 -> 2 with 1600. For the cart {0, 1}, product 2 scores
//! 1600 + 1600, and 1 is in the cart, so 2 has rank 1 and NDCG is 1 / log2(2) = 1. For the cart {0}
//! alone, product 1 scores 3600 and 2 scores 1600, so 2 has rank 2 and NDCG is 1 / log2(3) = 0.63.
//!
//! *Invariants*: the order's id and a seed determine the hidden product; products that no training
//! order contains are left out.

use std::cmp::Reverse;

use rayon::prelude::*;

use crate::dataset::{Order, OrderSlice, index};
use crate::engine::{RecencyWeight, relevance};

/// An order with one product hidden.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeaveOneOut {
    /// The other known products of the order; in a session those before the hidden one, the latest
    /// last. Never empty.
    pub cart: Vec<u32>,
    /// The product to predict.
    pub hidden: u32,
}

impl LeaveOneOut {
    /// Hides a product of an order; `None` if fewer than two products are known.
    pub fn new(order: Order<'_>, seed: u64, is_known: impl Fn(u32) -> bool) -> Option<Self> {
        let mut cart = order.sequence();
        cart.retain(|product| is_known(*product));
        if cart.len() < 2 {
            return None;
        }
        let first = usize::from(!order.steps.is_empty());
        let choices = cart.len().checked_sub(first)?;
        let place = usize::try_from(mix(order.meta.id ^ mix(seed)).checked_rem(choices as u64)?)
            .ok()?
            .checked_add(first)?;
        let hidden = cart.remove(place);
        if first > 0 {
            cart.truncate(place);
        }
        Some(Self { cart, hidden })
    }
}

/// Scrambles a number so that adjacent inputs give unrelated results: the finalizer of `SplitMix64`
/// (Steele, Lea & Flood, OOPSLA 2014).
fn mix(number: u64) -> u64 {
    let number = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

/// The gain of a prediction at this rank (1 = first) within the first `depth`: NDCG with one hidden
/// product.
#[must_use]
pub fn ndcg(rank: Option<usize>, depth: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "at most a few hundred")]
    rank.filter(|rank| (1..=depth).contains(rank))
        .map_or(0.0, |rank| 1.0 / libm::log2(rank as f64 + 1.0))
}

/// The quality of links on held-out orders; all in `0.0..=1.0`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Score {
    /// Cart completion: NDCG@10.
    pub ndcg_at_10: f64,
    /// Cart completion: NDCG@20.
    pub ndcg_at_20: f64,
    /// Product page: share of views whose first ten links contain another product of the order.
    pub page_hit: f64,
    /// Share of the sold products that are among the first ten links of some product.
    pub coverage: f64,
}

/// Links as the graph stores them: quantized, and scored like the engine scores them.
pub(crate) struct QuantizedLinks {
    /// By antecedent: consequent and strength.
    pub(crate) rows: Vec<Vec<(u32, u32)>>,
    /// Products with a popularity prior, and the prior.
    pub(crate) base: Vec<(u32, u32)>,
    pub(crate) recency: RecencyWeight,
}

impl QuantizedLinks {
    fn row(&self, product: u32) -> &[(u32, u32)] {
        self.rows.get(index(product)).map_or(&[], Vec::as_slice)
    }

    /// The first ten companions of a product page, by relevance: strength with the popularity prior.
    fn page(&self, product: u32) -> Vec<u32> {
        let prior = |to: u32| {
            let place = self.base.binary_search_by_key(&to, |(product, _)| *product);
            place
                .ok()
                .and_then(|place| self.base.get(place))
                .map_or(0, |(_, prior)| *prior)
        };
        let links = self.row(product).iter();
        let mut ranked: Vec<(u32, u64)> = links
            .map(|(to, strength)| {
                (
                    *to,
                    relevance(prior(*to), [(*strength, RecencyWeight::ONE)]),
                )
            })
            .collect();
        // The sort is stable: of equal companions the stronger link comes first.
        ranked.sort_by_key(|(_, relevance)| Reverse(*relevance));
        ranked.into_iter().take(10).map(|(to, _)| to).collect()
    }

    /// The relevance of every product with a link from the query or a popularity prior.
    pub(crate) fn scores(&self, cart: &[u32]) -> Vec<(u32, u64)> {
        /// The evidence for each product: a prior, or a link with the weight of its antecedent.
        type Source = (u32, Option<u32>);
        let priors = self.base.iter().map(|(to, base)| (*to, (*base, None)));
        let mut sources: Vec<(u32, Source)> = priors.collect();
        for (product, weight) in cart.iter().rev().zip(self.recency.weights()) {
            let links = self.row(*product).iter();
            sources.extend(links.map(|(to, strength)| (*to, (*strength, Some(weight)))));
        }
        sources.sort_unstable_by_key(|(to, _)| *to);
        let same_product = |one: &(u32, Source), other: &(u32, Source)| one.0 == other.0;
        let chunks = sources.chunk_by(same_product);
        let score = |chunk: &[(u32, Source)]| {
            let priors = chunk.iter().filter(|(_, (_, weight))| weight.is_none());
            let prior = priors.map(|(_, (base, _))| *base).sum();
            let links = chunk
                .iter()
                .filter_map(|(_, (strength, weight))| Some((*strength, (*weight)?)));
            Some((chunk.first()?.0, relevance(prior, links)))
        };
        chunks.filter_map(score).collect()
    }

    /// The rank of the hidden product among all candidates, from 1; `None` if there is no evidence
    /// for it.
    fn rank(&self, query: &LeaveOneOut, popularity: &[u32]) -> Option<usize> {
        let mut scores = self.scores(&query.cart);
        let mut cart = query.cart.clone();
        cart.sort_unstable();
        scores.retain(|(product, _)| cart.binary_search(product).is_err());
        let place = scores
            .binary_search_by_key(&query.hidden, |(product, _)| *product)
            .ok()?;
        let popular = |product: u32| popularity.get(index(product)).copied().unwrap_or(0);
        let key = |(product, score): (u32, u64)| (score, popular(product), Reverse(product));
        let hidden = key(*scores.get(place)?);
        let ahead = scores.iter().filter(|scored| key(**scored) > hidden);
        Some(ahead.count() + 1)
    }
}

/// Whether a training order contains the product.
pub(crate) fn is_known(popularity: &[u32], product: u32) -> bool {
    popularity
        .get(index(product))
        .is_some_and(|orders| *orders > 0)
}

/// Scores links on held-out orders; `popularity` is the number of training orders per product.
/// The coverage is that of the products in `covered`, or of all sold products.
pub(crate) fn score(
    links: &QuantizedLinks,
    held_out: OrderSlice<'_>,
    popularity: &[u32],
    covered: Option<&[u32]>,
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
    // Collected before the summation, because a sum of floats must not depend on the scheduling of
    // threads.
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

    let pages: Vec<Vec<u32>> = (0..)
        .take(links.rows.len())
        .collect::<Vec<u32>>()
        .into_par_iter()
        .map(|product| links.page(product))
        .collect();
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
            views += 1;
            let page = pages.get(index(*product)).map_or(&[][..], Vec::as_slice);
            let hit = page
                .iter()
                .any(|to| order.products.binary_search(to).is_ok());
            hits += u32::from(hit);
        }
    }
    let mut shown = vec![false; popularity.len()];
    for to in pages.iter().flatten() {
        if let Some(shown) = shown.get_mut(index(*to)) {
            *shown = true;
        }
    }
    let is_shown = |product: u32| shown.get(index(product)).is_some_and(|is_shown| *is_shown);
    let coverage = match covered {
        Some(covered) => share(
            covered.iter().filter(|product| is_shown(**product)).count(),
            covered.len(),
        ),
        None => share(
            shown.iter().filter(|is_shown| **is_shown).count(),
            popularity.iter().filter(|orders| **orders > 0).count(),
        ),
    };
    Score {
        ndcg_at_10: mean_ndcg(10),
        ndcg_at_20: mean_ndcg(20),
        page_hit: share(hits as usize, views as usize),
        coverage,
    }
}

/// NDCG@10 of recommending best-sellers to every cart: the baseline for links.
pub(crate) fn popularity_ndcg(held_out: OrderSlice<'_>, popularity: &[u32], seeds: &[u64]) -> f64 {
    let is_known = |product: u32| is_known(popularity, product);
    let mut bestsellers: Vec<u32> = (0..)
        .take(popularity.len())
        .filter(|product| is_known(*product))
        .collect();
    bestsellers.sort_unstable_by_key(|product| {
        (Reverse(popularity.get(index(*product)).copied()), *product)
    });
    let gain = |query: LeaveOneOut| {
        let mut named = bestsellers
            .iter()
            .filter(|product| !query.cart.contains(product))
            .take(10);
        ndcg(
            named
                .position(|product| *product == query.hidden)
                .map(|place| place + 1),
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
pub(super) fn mean(values: &[f64]) -> f64 {
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
    fn the_first_rank_has_gain_one_and_the_eleventh_zero() {
        assert!((ndcg(Some(1), 10) - 1.0).abs() < 1e-12);
        assert!((ndcg(Some(3), 10) - 0.5).abs() < 1e-12);
        assert!(ndcg(Some(11), 10) + ndcg(None, 10) < 1e-12);
    }

    #[test]
    fn products_of_the_cart_are_not_ranked() {
        let links = QuantizedLinks {
            rows: vec![vec![(1, 3600), (2, 1600)], vec![(2, 1600)], vec![]],
            base: vec![],
            recency: RecencyWeight::EQUAL,
        };
        assert_eq!(
            links.rank(
                &LeaveOneOut {
                    cart: vec![0, 1],
                    hidden: 2
                },
                &[3, 2, 1]
            ),
            Some(1)
        );
        assert_eq!(
            links.rank(
                &LeaveOneOut {
                    cart: vec![0],
                    hidden: 2
                },
                &[3, 2, 1]
            ),
            Some(2)
        );
        assert_eq!(
            links.rank(
                &LeaveOneOut {
                    cart: vec![2],
                    hidden: 0
                },
                &[3, 2, 1]
            ),
            None
        );
    }

    #[test]
    fn in_a_session_the_next_product_is_predicted() {
        let visit = Orders::new(vec![(OrderMeta::default(), vec![5, 3, 8, 1])], true);
        let asked: BTreeSet<(Vec<u32>, u32)> = (0..40)
            .filter_map(|seed| {
                LeaveOneOut::new(visit.all().get(0).unwrap(), seed, |product| product != 3)
            })
            .map(|query| (query.cart, query.hidden))
            .collect();
        assert_eq!(asked, BTreeSet::from([(vec![5], 8), (vec![5, 8], 1)]));
    }

    #[test]
    fn the_latest_product_of_a_session_has_the_largest_weight() {
        let rank = |recency, hidden| {
            let query = LeaveOneOut {
                cart: vec![0, 1],
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
