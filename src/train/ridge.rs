//! The model: links between products with strengths from ridge regression.
//!
//! An order is a set of products; the model predicts each product of it from the others, as a sum
//! of link strengths. First the links are pruned by confidence and popularity, so that each product
//! leads to its `neighbors` best consequents. Then the strengths of all links that lead to one
//! product are solved together, as one small ridge regression. Pruning before solving makes ten
//! links per product predict better than the ten strongest of a full item-item model, and never
//! needs a (products x products) matrix (`docs/peers.md` has the comparison).
//!
//! Best-sellers have an additional antecedent: a virtual product that every order contains. The
//! strength of that link is the prediction for an unknown shopper. In a shop with few products it
//! carries most of the prediction: popularity can win.
//!
//! Example: 40 orders {0, 2} and 20 orders {0, 1, 2} of equal weight; the consequent is 2, and
//! `ridge` is 5. Both 0 and 1 have the confidence 1. The system of the antecedents 0 and 1 is
//!
//! ```text
//! (60 + 5) s0 +  20      s1 = 60
//!  20      s0 + (20 + 5) s1 = 20
//! ```
//!
//! with the solution s0 = 0.90 and s1 = 0.08: product 1 is always bought with 0, so its link adds
//! almost nothing.
//!
//! Example of a two-step link: product 0 leads to 1 with strength 0.3 and to 2 with 0.1, and 1
//! leads to 3 with 0.4. The first step to 1 has the share 0.3 / (0.3 + 0.1), so the link from 0 to
//! 3 has the strength 0.5 * 0.75 * 0.4 = 0.15. That is more than the weakest link of product 0, so
//! it is lowered to 0.1.
//!
//! *Invariants*: each system is solved in one order of additions, so every machine gets the same
//! bits; a product's links are always a subset of those that `may_link` permits.
//! *Source*: Ning & Karypis, ICDM 2011 (sparse linear item-item models); Steck, WWW 2019 (their
//! closed form).

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::dataset::index;
use crate::engine::RecencyWeight;
use crate::graph::{quantize, quantize_base, strength};
use crate::model::RepeatModel;
use crate::offline::QuantizedLinks;
use crate::train::co_occurrence::{Counts, Weighing};
use crate::train::ridge_system::{Solution, System};
use crate::train::similarity::{Link, SimilarityMeasure, closest};
use crate::train::title_similarity::TitleSimilarity;

/// One in this many links from sessions is an outlier.
const OUTLIER_SHARE: usize = 1000;

/// The weight of two-step links relative to a product's own.
pub(crate) const TWO_STEP_DISCOUNT: f64 = 0.5;

/// The hyperparameters that tuning chooses.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Model {
    /// Weights of orders.
    pub weighing: Weighing,
    /// Exponent by which popularity lowers the rank of a consequent when links are chosen: higher
    /// values give more coverage and fewer hits.
    pub popularity_exponent: f64,
    /// Evidence that a link needs, in mean order weights.
    pub ridge: f64,
    /// Weight of shared title words, in mean order weights: for products of one series that were
    /// hardly bought together yet.
    pub title_weight: f64,
    /// Number of consequents of each product that compete for its links: all are solved together,
    /// the strongest `neighbors` remain, and those are solved again. Values up to `neighbors` leave
    /// the choice to confidence and popularity alone.
    pub candidates: usize,
    /// Maximum number of learned links from a product.
    pub neighbors: usize,
    /// Maximum number of links with two-step links, as a multiple of `neighbors`.
    pub reach: f64,
    /// Number of best-sellers that have a strength in every cart.
    pub bestsellers: usize,
    /// Weight of each product of a session relative to the next one; `None` if all count the same.
    pub recency: Option<f64>,
    /// Whether the strongest links are outliers, as in sessions.
    pub clips_outliers: bool,
    /// Weights of the shopper's own orders.
    pub own_orders: OwnOrderWeights,
}

/// The strengths of the shopper's own orders as evidence, in the unit of a link's strength; see [`RepeatModel`].
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct OwnOrderWeights {
    /// For a product that was bought before.
    pub bought: f64,
    /// For one that was bought today.
    pub recent: f64,
    /// For one that was in all orders.
    pub share: f64,
}

impl OwnOrderWeights {
    /// The weights on the scale of a graph.
    pub(crate) fn quantized(self, strongest: f64) -> RepeatModel {
        RepeatModel {
            bought: quantize_base(self.bought, strongest),
            recent: quantize_base(self.recent, strongest),
            share: quantize_base(self.share, strongest),
            ..RepeatModel::default()
        }
    }
}

impl Model {
    /// Maximum number of links from a product, two-step links included.
    pub(crate) fn reached(&self) -> usize {
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "at most a few hundred"
        )]
        let reached = (self.neighbors as f64 * self.reach).round() as usize;
        reached.max(self.neighbors)
    }
}

impl Default for Model {
    /// The start of tuning, and its result when there are too few orders.
    fn default() -> Self {
        Self {
            weighing: Weighing {
                size_exponent: 0.5,
                ..Weighing::EQUAL
            },
            popularity_exponent: 0.25,
            ridge: 5.0,
            title_weight: 0.0,
            candidates: 0,
            neighbors: 10,
            reach: 1.0,
            bestsellers: 20,
            recency: None,
            clips_outliers: false,
            own_orders: OwnOrderWeights::default(),
        }
    }
}

/// How links are chosen and weighed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Method {
    /// No links: best-sellers for everyone.
    Popularity,
    /// The closest products by one measure, whose value is the strength.
    Measured {
        /// The measure.
        measure: SimilarityMeasure,
        /// Maximum number of links from a product.
        neighbors: usize,
    },
    /// Chosen by confidence, weighed by ridge regression.
    Ridge(Model),
}

impl Method {
    /// The recency weights with which the engine scores a graph of this method.
    #[must_use]
    pub fn recency(self) -> RecencyWeight {
        match self {
            Self::Popularity | Self::Measured { .. } => RecencyWeight::EQUAL,
            Self::Ridge(model) => RecencyWeight::new(model.recency),
        }
    }

    /// The weights of the shopper's own orders beside the links of this method.
    pub(crate) fn own_orders(self) -> OwnOrderWeights {
        match self {
            Self::Popularity | Self::Measured { .. } => OwnOrderWeights::default(),
            Self::Ridge(model) => model.own_orders,
        }
    }

    /// The weights of orders that this method counts with.
    pub(crate) fn weighing(self) -> Weighing {
        match self {
            Self::Popularity | Self::Measured { .. } => Weighing::EQUAL,
            Self::Ridge(model) => model.weighing,
        }
    }
}

/// Learned links.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct LearnedLinks {
    /// Links by antecedent, the strongest first; a strength is at least 0.
    pub(crate) rows: Vec<Vec<Link>>,
    /// Strength of each product in any cart, at least 0.
    pub(crate) base: Vec<f64>,
    /// Whether the strongest thousandth exceeds the scale.
    clips_outliers: bool,
}

impl LearnedLinks {
    /// Learns links from counts, which must use the method's own weighing.
    pub(crate) fn learn(
        counts: &Counts,
        method: Method,
        similarity: &TitleSimilarity,
        may_link: impl Fn(u32, u32) -> bool + Sync,
    ) -> Self {
        let none = vec![0.0; counts.products.len()];
        match method {
            Method::Popularity => Self {
                rows: vec![Vec::new(); counts.products.len()],
                base: none,
                clips_outliers: false,
            },
            Method::Measured { measure, neighbors } => Self {
                rows: closest(counts, measure, neighbors, may_link),
                base: none,
                clips_outliers: false,
            },
            Method::Ridge(model) => {
                let measure = SimilarityMeasure::Confidence {
                    popularity_exponent: model.popularity_exponent,
                };
                let considered = model.candidates.max(model.neighbors);
                let mut rows = closest(counts, measure, considered, &may_link);
                let mut base = weigh(counts, &mut rows, model, similarity);
                if considered > model.neighbors {
                    prune(&mut rows, model.neighbors);
                    base = weigh(counts, &mut rows, model, similarity);
                }
                for links in &mut rows {
                    links.sort_unstable_by(Link::order);
                }
                let rows = add_two_step_links(&rows, model.reached(), |from, to| {
                    may_link(from, to)
                        && !similarity.are_same_kind(from, to)
                        && !counts.should_have_met(from, to)
                });
                Self {
                    rows,
                    base,
                    clips_outliers: model.clips_outliers,
                }
            }
        }
    }

    /// The links as a data file stores them.
    pub(crate) fn quantized(&self, recency: RecencyWeight) -> QuantizedLinks {
        let strongest = self.strongest();
        let level = |link: &Link| (link.to, strength(quantize(link.strength, strongest)));
        let rows = self
            .rows
            .iter()
            .map(|row| row.iter().map(level).collect())
            .collect();
        let base = (0..).zip(&self.base).filter(|(_, base)| **base > 0.0);
        let base = base
            .map(|(product, base)| (product, quantize_base(*base, strongest)))
            .collect();
        QuantizedLinks {
            rows,
            base,
            recency,
        }
    }

    /// The strength at the end of a graph's scale: the largest one. In a shop whose few best-sellers
    /// carry the baskets, the links to them are the strongest thousandth, so none of them may be
    /// clipped. Links from sessions have outliers instead, which would compress the rest of the
    /// scale: there the top thousandth is clipped.
    pub(crate) fn strongest(&self) -> f64 {
        let links = self.rows.iter().flatten();
        let mut strengths: Vec<f64> = links
            .map(|link| link.strength)
            .filter(|strength| *strength > 0.0)
            .collect();
        let clipped = if self.clips_outliers {
            strengths.len() / OUTLIER_SHARE
        } else {
            0
        };
        let Some(place) = strengths.len().checked_sub(clipped + 1) else {
            return 0.0;
        };
        *strengths.select_nth_unstable_by(place, f64::total_cmp).1
    }
}

/// Replaces the strengths of chosen links by those of the regression, none below 0, and returns the strength of
/// each product in any cart.
fn weigh(
    counts: &Counts,
    rows: &mut [Vec<Link>],
    model: Model,
    similarity: &TitleSimilarity,
) -> Vec<f64> {
    let mut incoming: Vec<Vec<(f64, u32)>> = vec![Vec::new(); counts.products.len()];
    for (from, links) in (0_u32..).zip(rows.iter()) {
        for link in links {
            if let Some(incoming) = incoming.get_mut(index(link.to)) {
                incoming.push((link.strength, from));
            }
        }
    }
    for antecedents in &mut incoming {
        antecedents
            .sort_unstable_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
    }
    let mut by_popularity: Vec<u32> = (0..)
        .zip(&counts.products)
        .filter(|(_, tally)| tally.orders > 0)
        .map(|(product, _)| product)
        .collect();
    let rank = |product: &u32| (std::cmp::Reverse(counts.product(*product).weight), *product);
    if model.bestsellers < by_popularity.len() {
        by_popularity.select_nth_unstable_by_key(model.bestsellers, rank);
    }
    let mut sells_best = vec![false; counts.products.len()];
    for product in by_popularity.iter().take(model.bestsellers) {
        if let Some(sells_best) = sells_best.get_mut(index(*product)) {
            *sells_best = true;
        }
    }

    let solved: Vec<Solution> = incoming
        .into_par_iter()
        .zip(sells_best)
        .enumerate()
        .map_init(
            Vec::new,
            |scratch, (consequent, (antecedents, sells_best))| {
                let antecedents: Vec<u32> = antecedents.into_iter().map(|(_, from)| from).collect();
                let consequent = u32::try_from(consequent).unwrap_or(u32::MAX);
                let system = System {
                    counts,
                    similarity,
                    model,
                    consequent,
                    antecedents,
                    sells_best,
                };
                system.solve(scratch)
            },
        )
        .collect();
    rows.iter_mut()
        .flatten()
        .for_each(|link| link.strength = 0.0);
    for (consequent, solution) in (0_u32..).zip(&solved) {
        for (from, strength) in &solution.strengths {
            let link = rows
                .get_mut(index(*from))
                .and_then(|links| links.iter_mut().find(|link| link.to == consequent));
            if let Some(link) = link {
                link.strength = strength.max(0.0);
            }
        }
    }
    solved.into_iter().map(|solution| solution.base).collect()
}

/// Keeps the `neighbors` strongest links of each product. Of links without any strength the first
/// remain, which are those of the highest confidence.
fn prune(rows: &mut [Vec<Link>], neighbors: usize) {
    for links in rows {
        // The sort is stable.
        links.sort_by(|one, other| other.strength.total_cmp(&one.strength));
        links.truncate(neighbors);
    }
}

/// Adds two-step links to products with free places, if `may_link` permits them. It excludes
/// alternatives to the product, and products that chance alone would have put into an order with it
/// but that never were in one.
///
/// The strength is that of a walk of two steps: the first step follows the product's links in
/// proportion to their strengths, the second is multiplied by [`TWO_STEP_DISCOUNT`].
fn add_two_step_links(
    rows: &[Vec<Link>],
    neighbors: usize,
    may_link: impl Fn(u32, u32) -> bool + Sync,
) -> Vec<Vec<Link>> {
    let reach = |scratch: &mut FxHashMap<u32, f64>, (from, links): (usize, &Vec<Link>)| {
        let Some(missing) = neighbors
            .checked_sub(links.len())
            .filter(|missing| *missing > 0)
        else {
            return links.clone();
        };
        let Ok(from) = u32::try_from(from) else {
            return links.clone();
        };
        let own = || {
            links
                .iter()
                .map(|link| link.strength)
                .filter(|strength| *strength > 0.0)
        };
        // A two-step link is never stronger than one of the product's own.
        let (all, most) = (own().sum::<f64>(), own().fold(f64::INFINITY, f64::min));
        scratch.clear();
        for first in links.iter().filter(|link| link.strength > 0.0) {
            for second in rows.get(index(first.to)).into_iter().flatten() {
                *scratch.entry(second.to).or_default() +=
                    TWO_STEP_DISCOUNT * first.strength / all * second.strength;
            }
        }
        let is_new =
            |to: u32| to != from && links.iter().all(|link| link.to != to) && may_link(from, to);
        let mut found: Vec<Link> = scratch
            .iter()
            .map(|(to, strength)| Link {
                to: *to,
                strength: *strength,
                together: 0,
            })
            .filter(|link| link.strength > 0.0 && is_new(link.to))
            .collect();
        found.sort_unstable_by(Link::order);
        found.truncate(missing);
        for link in &mut found {
            link.strength = link.strength.min(most);
        }
        let mut all: Vec<Link> = links.iter().copied().chain(found).collect();
        // The sort is stable, so among equal links those from orders come first.
        all.sort_by(|one, other| other.strength.total_cmp(&one.strength));
        all
    };
    rows.par_iter()
        .enumerate()
        .map_init(FxHashMap::default, reach)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::{OrderMeta, Orders};

    fn counts(carts: &[&[u32]], products: usize) -> Counts {
        let orders = (0..)
            .zip(carts)
            .map(|(id, cart)| {
                (
                    OrderMeta {
                        id,
                        ..OrderMeta::default()
                    },
                    cart.to_vec(),
                )
            })
            .collect();
        Counts::new(Orders::new(orders, false).all(), products, Weighing::EQUAL)
    }

    #[test]
    fn a_link_explained_by_another_product_has_no_strength() {
        // Product 1 is always bought with 0, and 0 predicts 2, so the link from 1 to 2 adds no
        // evidence.
        let carts: Vec<&[u32]> = [
            vec![&[0, 2][..]; 40],
            vec![&[0, 1, 2][..]; 20],
            vec![&[3][..]; 900],
        ]
        .concat();
        let counts = counts(&carts, 4);
        let links = LearnedLinks::learn(
            &counts,
            Method::Ridge(Model::default()),
            &TitleSimilarity::default(),
            |_, _| true,
        );
        let strength = |from: usize, to: u32| {
            links.rows[from]
                .iter()
                .find(|link| link.to == to)
                .map(|link| link.strength)
                .unwrap()
        };
        assert!(strength(0, 2) > 0.7, "{}", strength(0, 2));
        assert!(strength(1, 2) < 0.3, "{}", strength(1, 2));
    }

    #[test]
    fn one_chance_order_does_not_dominate() {
        let carts: Vec<&[u32]> = [
            vec![&[0, 1][..]; 2],
            vec![&[2, 3][..]; 50],
            vec![&[4][..]; 500],
        ]
        .concat();
        let links = LearnedLinks::learn(
            &counts(&carts, 5),
            Method::Ridge(Model::default()),
            &TitleSimilarity::default(),
            |_, _| true,
        );
        let strength = |from: usize| links.rows[from][0].strength;
        assert!(
            strength(0) < strength(2) / 2.0,
            "{} {}",
            strength(0),
            strength(2)
        );
    }

    #[test]
    fn best_sellers_have_a_strength_in_every_cart() {
        let carts: Vec<&[u32]> = [
            vec![&[0][..]; 60],
            vec![&[1][..]; 30],
            vec![&[0, 2][..]; 10],
        ]
        .concat();
        let links = LearnedLinks::learn(
            &counts(&carts, 3),
            Method::Ridge(Model::default()),
            &TitleSimilarity::default(),
            |_, _| true,
        );
        assert!(
            links.base[0] > links.base[1] && links.base[1] > links.base[2],
            "{:?}",
            links.base
        );
    }

    #[test]
    fn companions_of_companions_fill_free_places() {
        let link = |to, strength| Link {
            to,
            strength,
            together: 9,
        };
        let rows = vec![
            vec![link(1, 0.3), link(2, 0.1)],
            vec![link(3, 0.4), link(2, 0.4), link(0, 0.3)],
            vec![link(4, 0.8)],
            vec![],
            vec![],
        ];
        let reached = add_two_step_links(&rows, 3, |from, to| (from, to) != (0, 4));
        let found: Vec<(u32, u32)> = reached[0]
            .iter()
            .map(|link| (link.to, link.together))
            .collect();
        assert_eq!(
            found,
            [(1, 9), (2, 9), (3, 0)],
            "three quarters of half of 0.4 are more than 0.1, and still behind it"
        );
        assert!((reached[0][2].strength - 0.1).abs() < 1e-9);
        assert_eq!(
            add_two_step_links(&rows, 2, |_, _| true)[0],
            rows[0],
            "no place is left"
        );
        assert_eq!(reached[3], []);
    }
}
