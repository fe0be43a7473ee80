//! Textbook measures of how closely two products belong together, and the closest products of each
//! product.
//!
//! Example: of 100 orders, 10 contain the antecedent, 16 the consequent and 8 both. The confidence
//! is 8/10 = 0.8, the lift 0.8 / 0.16 = 5, Jaccard 8/18 = 0.44, the cosine 8 / sqrt(10 * 16) =
//! 0.63, and the log-likelihood ratio 23.9.
//!
//! *Source*: Agrawal, Imieliński & Swami, SIGMOD 1993 (confidence); Linden, Smith & York, IEEE
//! Internet Computing 2003 (cosine); Dunning, Computational Linguistics 1993 (log-likelihood
//! ratio).

use std::cmp::Ordering;

use rayon::prelude::*;

use crate::dataset::index;
use crate::train::co_occurrence::{Counts, OrderCount};

/// A measure of a pair.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum SimilarityMeasure {
    /// Share of the antecedent's orders that contain the consequent, divided by the consequent's
    /// popularity to the power of `popularity_exponent`. `0` gives plain confidence, which ranks a
    /// few best-sellers everywhere; `1` gives lift.
    Confidence {
        /// In `0.0..=1.0`.
        popularity_exponent: f64,
    },
    /// Share of the orders with either product that contain both.
    Jaccard,
    /// Orders with both products, divided by the geometric mean of the orders with each.
    Cosine,
    /// Log-likelihood ratio: how unlikely the co-occurrence is by chance.
    LogLikelihood,
}

/// Sums of order weights of a pair.
#[derive(Clone, Copy, Debug)]
struct Sums {
    both: f64,
    antecedent: f64,
    consequent: f64,
    /// Divisor for the consequent's popularity.
    against: f64,
    all: f64,
}

impl SimilarityMeasure {
    /// The divisor of a consequent of this weight, out of the weight of all orders.
    fn against(self, consequent: f64, all: f64) -> f64 {
        match self {
            Self::Confidence {
                popularity_exponent,
            } => libm::pow(consequent / all, popularity_exponent),
            Self::Cosine => consequent.sqrt(),
            Self::Jaccard | Self::LogLikelihood => 1.0,
        }
    }

    fn of(self, sums: Sums) -> f64 {
        let Sums {
            both,
            antecedent,
            consequent,
            against,
            ..
        } = sums;
        match self {
            Self::Confidence { .. } => both / antecedent / against,
            Self::Jaccard => both / (antecedent + consequent - both),
            // Roots before multiplication, because the product of two sums could lose precision.
            Self::Cosine => both / (antecedent.sqrt() * against),
            Self::LogLikelihood => log_likelihood(sums),
        }
    }
}

/// Dunning's G²; 0 if the products are together less often than by chance.
fn log_likelihood(sums: Sums) -> f64 {
    let Sums {
        both,
        antecedent,
        consequent,
        all,
        ..
    } = sums;
    if both * all <= antecedent * consequent {
        return 0.0;
    }
    let term = |observed: f64, row: f64, column: f64| {
        if observed <= 0.0 {
            0.0
        } else {
            observed * libm::log(observed * all / (row * column))
        }
    };
    let (without, other) = (all - antecedent, all - consequent);
    let sum = term(both, antecedent, consequent)
        + term(antecedent - both, antecedent, other)
        + term(consequent - both, without, consequent)
        + term(all - antecedent - consequent + both, without, other);
    2.0 * sum
}

/// A link from an antecedent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Link {
    /// The consequent's rank.
    pub to: u32,
    /// Strength of the prediction.
    pub strength: f64,
    /// Number of orders with both products; 0 for a two-step link.
    pub together: u32,
}

impl Link {
    /// Descending strength, ties by product.
    pub(crate) fn order(&self, other: &Self) -> Ordering {
        other
            .strength
            .total_cmp(&self.strength)
            .then(self.to.cmp(&other.to))
    }
}

/// The `neighbors` closest products of each product that `may_link` permits, the closest first.
pub(crate) fn closest(
    counts: &Counts,
    measure: SimilarityMeasure,
    neighbors: usize,
    may_link: impl Fn(u32, u32) -> bool + Sync,
) -> Vec<Vec<Link>> {
    #[expect(
        clippy::cast_precision_loss,
        reason = "sums stay far below 2^53 units of what matters"
    )]
    let weight = |tally: OrderCount| tally.weight as f64;
    let all = weight(counts.orders);
    // Computed once per product, because powers and roots are slow, and a product has many pairs.
    let consequents: Vec<(f64, f64)> = counts
        .products
        .iter()
        .map(|tally| (weight(*tally), measure.against(weight(*tally), all)))
        .collect();
    counts
        .rows
        .par_iter()
        .zip(&counts.products)
        .enumerate()
        .map(|(from, (row, tally))| {
            let Ok(from) = u32::try_from(from) else {
                return Vec::new();
            };
            let antecedent = weight(*tally);
            let mut links: Vec<Link> = row
                .iter()
                .filter(|pair| may_link(from, pair.other))
                .filter_map(|pair| {
                    let (consequent, against) = *consequents.get(index(pair.other))?;
                    let sums = Sums {
                        both: pair.weight.into(),
                        antecedent,
                        consequent,
                        against,
                        all,
                    };
                    Some(Link {
                        to: pair.other,
                        strength: measure.of(sums),
                        together: pair.orders,
                    })
                })
                .filter(|link| link.strength > 0.0)
                .collect();
            if links.len() > neighbors {
                links.select_nth_unstable_by(neighbors, Link::order);
                links.truncate(neighbors);
            }
            links.sort_unstable_by(Link::order);
            links.shrink_to_fit();
            links
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SUMS: Sums = Sums {
        both: 8.0,
        antecedent: 10.0,
        consequent: 16.0,
        against: 1.0,
        all: 100.0,
    };

    fn close(found: f64, expected: f64) -> bool {
        (found - expected).abs() < 1e-9
    }

    #[test]
    fn measures_are_those_of_the_textbooks() {
        let of = |measure: SimilarityMeasure| {
            measure.of(Sums {
                against: measure.against(SUMS.consequent, SUMS.all),
                ..SUMS
            })
        };
        let confidence = |popularity_exponent| {
            of(SimilarityMeasure::Confidence {
                popularity_exponent,
            })
        };
        assert!(close(confidence(0.0), 0.8));
        assert!(close(confidence(1.0), 5.0), "lift");
        assert!(close(of(SimilarityMeasure::Jaccard), 8.0 / 18.0));
        assert!(close(of(SimilarityMeasure::Cosine), 8.0 / 160.0_f64.sqrt()));
    }

    #[test]
    fn log_likelihood_is_zero_for_independent_products() {
        assert!(close(
            SimilarityMeasure::LogLikelihood.of(Sums { both: 1.6, ..SUMS }),
            0.0
        ));
        // By hand: 2 (8 ln 5 + 2 ln(2·100/(10·84)) + 8 ln(8·100/(90·16)) + 82 ln(82·100/(90·84))).
        assert!(
            (SimilarityMeasure::LogLikelihood.of(SUMS) - 23.9333).abs() < 0.001,
            "{}",
            SimilarityMeasure::LogLikelihood.of(SUMS)
        );
    }
}
