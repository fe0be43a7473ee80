//! The model: which few products speak for which, and how loudly.
//!
//! An order is a set of products; the model predicts each product of it from the others by a sum of link strengths. Links are
//! pruned first, by confidence against popularity, so that each product leads to its `neighbors` best companions; then the
//! strengths of all links that lead to one product are solved for together, as one small ridge regression. Pruned first and
//! solved afterwards, ten links a product predict better than the ten strongest of a full item-item model, and nothing ever
//! needs a (products x products) matrix (`docs/peers.md` has the comparison).
//!
//! Best-sellers have one antecedent more: the shop itself, which stands in every order. The strength of that link is what an
//! unknown shopper says for the product. In a shop of few products it carries most of the prediction: popularity can win.
//!
//! *Invariants*: a system is solved in one order of additions, so every machine gets the same bits; a product's links are a
//! subset of those that `may_link` let pass, whatever the strengths turn out to be.
//! *Source*: Ning & Karypis, ICDM 2011 (sparse linear item-item models); Steck, WWW 2019 (their closed form).

use nalgebra::{DMatrix, DVector};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::dataset::index;
use crate::engine::RecencyWeight;
use crate::graph::{quantize, quantize_base, strength};
use crate::offline::QuantizedLinks;
use crate::train::co_occurrence::{Counts, Weighing};
use crate::train::similarity::{Link, Measure, closest};
use crate::train::title_similarity::TitleSimilarity;

/// A consequent's links beyond this many get no strength: the best of many hundred say it all, and the work grows with the cube.
const SOLVED_LINKS: usize = 256;

/// One link in so many is an outlier.
const OUTLIER_SHARE: usize = 1000;

/// What is known at second hand, compared with what orders say.
pub(crate) const TWO_STEP_DISCOUNT: f64 = 0.5;

/// The settings that tuning chooses.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Model {
    /// How much each order says.
    pub weighing: Weighing,
    /// How much a consequent's popularity is held against it when links are chosen: the dial between hits and coverage.
    pub popularity_exponent: f64,
    /// How much evidence a link needs to be believed, in mean order weights.
    pub ridge: f64,
    /// How much shared words of two titles count, in mean order weights: products of one series that hardly met yet.
    pub title_weight: f64,
    /// At most this many links lead away from a product.
    pub neighbors: usize,
    /// Where a product's own links end, others at second hand follow up to this many times `neighbors` in all.
    pub reach: f64,
    /// So many best-sellers have a word in every basket.
    pub bestsellers: usize,
    /// How much an earlier product of a visit says, compared with the next; `None` where all say the same.
    pub recency: Option<f64>,
}

impl Model {
    /// At most this many links lead away from a product, those at second hand among them.
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
    /// Where tuning starts, and where it stays when there is too little to tune on.
    fn default() -> Self {
        Self {
            weighing: Weighing {
                size_exponent: 0.5,
                ..Weighing::EQUAL
            },
            popularity_exponent: 0.25,
            ridge: 5.0,
            title_weight: 0.0,
            neighbors: 10,
            reach: 1.0,
            bestsellers: 20,
            recency: None,
        }
    }
}

/// How links are chosen and weighed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Method {
    /// No links: everyone is shown what sells best.
    Popularity,
    /// The closest by one measure, their strength is the measure.
    Measured {
        /// Which.
        measure: Measure,
        /// At most this many for a product.
        neighbors: usize,
    },
    /// Chosen by confidence, weighed by ridge regression.
    Ridge(Model),
}

impl Method {
    /// How a graph by this method is to be asked.
    #[must_use]
    pub fn recency(self) -> RecencyWeight {
        match self {
            Self::Popularity | Self::Measured { .. } => RecencyWeight::EQUAL,
            Self::Ridge(model) => RecencyWeight::new(model.recency),
        }
    }

    /// The weighing of orders that this method counts with.
    pub(crate) fn weighing(self) -> Weighing {
        match self {
            Self::Popularity | Self::Measured { .. } => Weighing::EQUAL,
            Self::Ridge(model) => model.weighing,
        }
    }
}

/// What was learned about the links between products.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Links {
    /// By antecedent, the strongest first; a strength is at least 0.
    pub(crate) rows: Vec<Vec<Link>>,
    /// By product: what speaks for it in any basket, at least 0.
    pub(crate) base: Vec<f64>,
}

impl Links {
    /// Learns links from counts that were made with the method's own weighing.
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
            },
            Method::Measured { measure, neighbors } => Self {
                rows: closest(counts, measure, neighbors, may_link),
                base: none,
            },
            Method::Ridge(model) => {
                let measure = Measure::Confidence {
                    popularity_exponent: model.popularity_exponent,
                };
                let mut rows = closest(counts, measure, model.neighbors, &may_link);
                let base = weigh(counts, &mut rows, model, similarity);
                for links in &mut rows {
                    links.sort_unstable_by(Link::order);
                }
                let rows = reach_further(&rows, model.reached(), |from, to| {
                    may_link(from, to)
                        && !similarity.are_same_kind(from, to)
                        && !counts.should_have_met(from, to)
                });
                Self { rows, base }
            }
        }
    }

    /// The links as a data file holds them.
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

    /// The strength that a graph's scale ends with: the largest but for one link in a thousand, because a few outliers must not
    /// press all others together.
    pub(crate) fn strongest(&self) -> f64 {
        let mut strengths: Vec<f64> = self
            .rows
            .iter()
            .flatten()
            .map(|link| link.strength)
            .filter(|strength| *strength > 0.0)
            .collect();
        let outliers = strengths.len().checked_div(OUTLIER_SHARE).unwrap_or(0);
        let Some(place) = strengths.len().checked_sub(outliers.saturating_add(1)) else {
            return 0.0;
        };
        *strengths.select_nth_unstable_by(place, f64::total_cmp).1
    }
}

/// Replaces the strengths of chosen links by those of the regression, and returns what speaks for each product anyway.
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
        antecedents.truncate(SOLVED_LINKS);
    }
    let mut by_popularity: Vec<u32> = (0..)
        .zip(&counts.products)
        .filter(|(_, tally)| tally.orders > 0)
        .map(|(product, _)| product)
        .collect();
    by_popularity.sort_unstable_by_key(|product| {
        (std::cmp::Reverse(counts.product(*product).weight), *product)
    });
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
        .map(|(consequent, (antecedents, sells_best))| {
            let antecedents: Vec<u32> = antecedents.into_iter().map(|(_, from)| from).collect();
            let consequent = u32::try_from(consequent).unwrap_or(u32::MAX);
            System {
                counts,
                similarity,
                model,
                consequent,
                antecedents,
                sells_best,
            }
            .solve()
        })
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

/// Fills the places that a product's own orders leave free with the companions of its companions, if `may_link` lets them pass:
/// what could be bought instead is no company, and neither is what had the chance to be bought beside it and never was.
///
/// A walk of two steps over the links: the first goes where the product's links lead, in proportion to their strengths, the
/// second counts as much as [`TWO_STEP_DISCOUNT`] lets it.
fn reach_further(
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
        // What the product's own orders say is never drowned out.
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
        // A stable sort: of equals, those that stand for orders come first.
        all.sort_by(|one, other| other.strength.total_cmp(&one.strength));
        all
    };
    rows.par_iter()
        .enumerate()
        .map_init(FxHashMap::default, reach)
        .collect()
}

/// The regression of one consequent on its antecedents.
struct System<'a> {
    counts: &'a Counts,
    similarity: &'a TitleSimilarity,
    model: Model,
    consequent: u32,
    antecedents: Vec<u32>,
    sells_best: bool,
}

#[derive(Debug, Default)]
struct Solution {
    strengths: Vec<(u32, f64)>,
    base: f64,
}

impl System<'_> {
    /// `(X'WX + title_weight T'T + ridge) s = X'Wy + title_weight T't`, where `T` has a row for each word; the shop's own link is
    /// not held back by the ridge.
    #[expect(
        clippy::cast_precision_loss,
        reason = "sums stay far below 2^53 units of what matters"
    )]
    fn solve(&self) -> Solution {
        let links = self.antecedents.len();
        let size = links.saturating_add(self.sells_best.into());
        if size == 0 {
            return Solution::default();
        }
        let all = self.counts.orders;
        // In mean order weights, so that settings mean the same in every shop.
        let unit = all.weight as f64 / f64::from(all.orders);
        let words = |one: u32, other: u32| {
            if self.model.title_weight > 0.0 {
                self.model.title_weight * self.similarity.shared(one, other)
            } else {
                0.0
            }
        };
        let product = |product: u32| self.counts.product(product).weight as f64;
        let pair = |one: u32, other: u32| {
            self.counts
                .pair(one, other)
                .map_or(0.0, |pair| f64::from(pair.weight))
        };
        let weight = |one: usize, other: usize| match (
            self.antecedents.get(one),
            self.antecedents.get(other),
        ) {
            (Some(one), Some(other)) if one == other => product(*one) / unit + words(*one, *other),
            (Some(one), Some(other)) => pair(*one, *other) / unit + words(*one, *other),
            (Some(one), None) | (None, Some(one)) => product(*one) / unit,
            (None, None) => all.weight as f64 / unit,
        };
        let target = |one: usize| match self.antecedents.get(one) {
            Some(one) => pair(*one, self.consequent) / unit + words(*one, self.consequent),
            None => product(self.consequent) / unit,
        };
        // Of a symmetric matrix the decomposition reads the lower half only.
        let matrix = DMatrix::from_fn(size, size, |one, other| {
            if one >= other {
                weight(one, other)
            } else {
                0.0
            }
        });
        let targets = DVector::from_fn(size, |one, _| target(one));
        // Orders that are too large to be paired count for products alone, which makes the matrix more definite, never less; only
        // rounding can cost it its definiteness, and more ridge gives that back.
        let mut held_back = self.model.ridge;
        let solved = loop {
            let mut matrix = matrix.clone();
            for place in 0..links {
                if let Some(sum) = matrix.get_mut((place, place)) {
                    *sum += held_back;
                }
            }
            if let Some(decomposed) = matrix.cholesky() {
                break decomposed.solve(&targets);
            }
            if !held_back.is_finite() {
                return Solution::default();
            }
            held_back = held_back.max(1.0) * 4.0;
        };
        let strengths = self
            .antecedents
            .iter()
            .copied()
            .zip(solved.iter().copied())
            .collect();
        let base = if self.sells_best {
            solved.iter().next_back().copied().unwrap_or(0.0).max(0.0)
        } else {
            0.0
        };
        Solution { strengths, base }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::{OrderMeta, Orders};

    fn counts(baskets: &[&[u32]], products: usize) -> Counts {
        let orders = (0..)
            .zip(baskets)
            .map(|(id, basket)| {
                (
                    OrderMeta {
                        id,
                        ..OrderMeta::default()
                    },
                    basket.to_vec(),
                )
            })
            .collect();
        Counts::new(Orders::new(orders, false).all(), products, Weighing::EQUAL)
    }

    #[test]
    fn what_is_explained_by_another_product_gets_no_strength() {
        // 1 always comes with 0, and 2 comes with 0; that 2 comes with 1 as well says nothing new.
        let baskets: Vec<&[u32]> = [
            vec![&[0, 2][..]; 40],
            vec![&[0, 1, 2][..]; 20],
            vec![&[3][..]; 900],
        ]
        .concat();
        let counts = counts(&baskets, 4);
        let links = Links::learn(
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
    fn one_lucky_order_does_not_shout() {
        let baskets: Vec<&[u32]> = [
            vec![&[0, 1][..]; 2],
            vec![&[2, 3][..]; 50],
            vec![&[4][..]; 500],
        ]
        .concat();
        let links = Links::learn(
            &counts(&baskets, 5),
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
    fn best_sellers_have_a_word_in_every_basket() {
        let baskets: Vec<&[u32]> = [
            vec![&[0][..]; 60],
            vec![&[1][..]; 30],
            vec![&[0, 2][..]; 10],
        ]
        .concat();
        let links = Links::learn(
            &counts(&baskets, 3),
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
    fn companions_of_companions_fill_what_is_left() {
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
        let reached = reach_further(&rows, 3, |from, to| (from, to) != (0, 4));
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
            reach_further(&rows, 2, |_, _| true)[0],
            rows[0],
            "no place is left"
        );
        assert_eq!(reached[3], []);
    }
}
