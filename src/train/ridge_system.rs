//! The regression of one consequent on the products that lead to it, without negative strengths.
//!
//! Small systems are decomposed. Large ones, of products that most others lead to, are solved by
//! Gauss-Seidel sweeps over the counted pairs, so no matrix is stored.
//!
//! Example: 40 orders {0, 2}, 20 orders {0, 1} and a ridge of 5; the consequent is 2. The system of
//! 0 and 1 has the solution s0 = 0.82 and s1 = -0.65. A data file stores no negative strength, and
//! without the antecedent 1 the best s0 is 40 / 65 = 0.62.
//!
//! *Invariants*: one order of additions and a fixed number of sweeps, so every machine gets the
//! same bits.
//! *Source*: Ning & Karypis, ICDM 2011, for strengths that are not negative.

use nalgebra::{DMatrix, DVector};

use crate::dataset::index;
use crate::train::co_occurrence::Counts;
use crate::train::ridge::Model;
use crate::train::title_similarity::TitleSimilarity;

/// Systems of up to this many links are decomposed; the work grows with the cube. Larger ones, of
/// products that most others lead to, are solved by sweeps.
const DECOMPOSED_LINKS: usize = 256;

/// Maximum number of sweeps over a system, large or with negative strengths.
const SWEEPS: usize = 20;

/// Sweeps end when no strength changes by more than this: a step of the stored scale is larger.
const TOLERANCE: f64 = 1e-4;

/// The regression of one consequent on its antecedents.
pub(super) struct System<'a> {
    pub(super) counts: &'a Counts,
    pub(super) similarity: &'a TitleSimilarity,
    pub(super) model: Model,
    pub(super) consequent: u32,
    pub(super) antecedents: Vec<u32>,
    pub(super) sells_best: bool,
}

#[derive(Debug, Default)]
pub(super) struct Solution {
    pub(super) strengths: Vec<(u32, f64)>,
    pub(super) base: f64,
}

impl System<'_> {
    /// The strengths of all antecedents, none below 0. `scratch` is reused from system to system.
    pub(super) fn solve(&self, scratch: &mut Vec<f64>) -> Solution {
        if self.antecedents.len() > DECOMPOSED_LINKS {
            scratch.resize(self.counts.products.len(), 0.0);
            self.sweep(scratch)
        } else {
            self.decompose()
        }
    }

    /// `(X'WX + title_weight T'T + ridge) s = X'Wy + title_weight T't`, where `T` has a row for
    /// each word; the ridge does not apply to the virtual product.
    #[expect(
        clippy::cast_precision_loss,
        reason = "sums stay far below 2^53 units of what matters"
    )]
    fn decompose(&self) -> Solution {
        let links = self.antecedents.len();
        let size = links + usize::from(self.sells_best);
        if size == 0 {
            return Solution::default();
        }
        let all = self.counts.orders;
        // In mean order weights, so that hyperparameters have the same meaning in every shop.
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
        // The decomposition reads only the lower half of a symmetric matrix.
        let matrix = DMatrix::from_fn(size, size, |one, other| {
            if one >= other {
                weight(one, other)
            } else {
                0.0
            }
        });
        let targets = DVector::from_fn(size, |one, _| target(one));
        // Orders that are too large for pairs count for products alone, which makes the matrix more
        // definite, never less. Only rounding can make it indefinite, and a larger ridge corrects
        // that.
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
        let mut solved = solved;
        if solved.iter().take(links).any(|strength| *strength < 0.0) {
            self.without_negatives(&matrix, &targets, held_back, &mut solved);
        }
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

    /// Replaces a solution by the best one without negative strengths, which a data file cannot store. Setting them to 0 alone would
    /// leave the other strengths too high for carts that contain those antecedents. `matrix` has the lower half of the system.
    fn without_negatives(
        &self,
        matrix: &DMatrix<f64>,
        targets: &DVector<f64>,
        held_back: f64,
        solved: &mut DVector<f64>,
    ) {
        let links = self.antecedents.len();
        let at = |one: usize, other: usize| {
            let half = (one.max(other), one.min(other));
            matrix.get(half).copied().unwrap_or(0.0)
        };
        for strength in solved.iter_mut().take(links) {
            *strength = strength.max(0.0);
        }
        for _ in 0..SWEEPS {
            let mut change = 0.0_f64;
            // The virtual product comes last, and is the first to be adjusted.
            for place in (0..solved.len()).rev() {
                let others = solved
                    .iter()
                    .enumerate()
                    .filter(|(other, _)| *other != place);
                let explained: f64 = others
                    .map(|(other, strength)| at(place, other) * strength)
                    .sum();
                let missing = targets.get(place).copied().unwrap_or(0.0) - explained;
                let found = if place < links {
                    (missing / (at(place, place) + held_back)).max(0.0)
                } else {
                    missing / at(place, place)
                };
                if let Some(strength) = solved.get_mut(place) {
                    change = change.max((found - *strength).abs());
                    *strength = found;
                }
            }
            if change < TOLERANCE {
                break;
            }
        }
    }

    /// Solves a large system by Gauss–Seidel sweeps: each strength in turn takes the value that
    /// fits best beside the current others. Shared words are left out, as such a consequent has
    /// evidence enough. `strengths` has a zero for each product, and has so afterwards.
    #[expect(
        clippy::cast_precision_loss,
        reason = "sums stay far below 2^53 units of what matters"
    )]
    fn sweep(&self, strengths: &mut [f64]) -> Solution {
        let all = self.counts.orders;
        let unit = all.weight as f64 / f64::from(all.orders);
        let weight = |product: u32| self.counts.product(product).weight as f64 / unit;
        let together = |product: u32| {
            let pair = self.counts.pair(product, self.consequent);
            pair.map_or(0.0, |pair| f64::from(pair.weight) / unit)
        };
        let targets: Vec<f64> = self.antecedents.iter().copied().map(together).collect();
        let (bought, everyone) = (weight(self.consequent), f64::from(all.orders));
        let mut base = 0.0;
        for _ in 0..SWEEPS {
            let mut change = 0.0_f64;
            if self.sells_best {
                let explained = self.antecedents.iter().filter_map(|antecedent| {
                    Some(weight(*antecedent) * strengths.get(index(*antecedent))?)
                });
                base = (bought - explained.sum::<f64>()) / everyone;
            }
            for (antecedent, target) in self.antecedents.iter().zip(&targets) {
                let row = self.counts.pairs(*antecedent);
                let explained = row.filter_map(|pair| {
                    Some(f64::from(pair.weight) * strengths.get(index(pair.other))?)
                });
                let explained = explained.sum::<f64>() / unit;
                let alone = weight(*antecedent);
                if let Some(strength) = strengths.get_mut(index(*antecedent)) {
                    let best = (target - explained - base * alone) / (alone + self.model.ridge);
                    // A data file has no negative strengths.
                    let best = best.max(0.0);
                    change = change.max((best - *strength).abs());
                    *strength = best;
                }
            }
            if change < TOLERANCE {
                break;
            }
        }
        let take = |antecedent: &u32| {
            let strength = strengths.get_mut(index(*antecedent)).map(std::mem::take);
            (*antecedent, strength.unwrap_or_default())
        };
        Solution {
            strengths: self.antecedents.iter().map(take).collect(),
            base: base.max(0.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::{OrderMeta, Orders};
    use crate::train::co_occurrence::Weighing;

    fn solutions(carts: &[(usize, &[u32])], products: usize) -> [Solution; 2] {
        let meta = |id| OrderMeta {
            id,
            ..OrderMeta::default()
        };
        let carts = carts
            .iter()
            .flat_map(|(times, cart)| std::iter::repeat_n(cart.to_vec(), *times));
        let orders = Orders::new(
            (0..)
                .zip(carts)
                .map(|(id, cart)| (meta(id), cart))
                .collect(),
            false,
        );
        let counts = Counts::new(orders.all(), products, Weighing::EQUAL);
        let similarity = TitleSimilarity::default();
        let system = System {
            counts: &counts,
            similarity: &similarity,
            model: Model::default(),
            consequent: 2,
            antecedents: vec![0, 1],
            sells_best: false,
        };
        [system.decompose(), system.sweep(&mut vec![0.0; products])]
    }

    #[test]
    fn a_negative_strength_is_replaced_by_the_best_solution_without_it() {
        for solution in solutions(&[(40, &[0, 2]), (20, &[0, 1])], 3) {
            let strengths: Vec<f64> = solution
                .strengths
                .iter()
                .map(|(_, strength)| *strength)
                .collect();
            assert!((strengths[0] - 40.0 / 65.0).abs() < 1e-3, "{strengths:?}");
            assert!(strengths[1].abs() < 1e-12, "{strengths:?}");
        }
    }

    #[test]
    fn sweeps_find_what_the_decomposition_finds() {
        let [one, other] = solutions(&[(40, &[0, 2]), (20, &[0, 1, 2]), (15, &[1])], 3);
        for ((_, one), (_, other)) in one.strengths.iter().zip(&other.strengths) {
            assert!((one - other).abs() < 1e-3, "{one} {other}");
        }
    }
}
