//! How sure a mean is: percentile bootstrap over test baskets.
//!
//! *Source*: Efron, Annals of Statistics 1979.

use rayon::prelude::*;
use serde::Serialize;

/// How often the baskets are drawn anew.
const RESAMPLES: u64 = 1000;

/// A mean with its 95 % confidence interval.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Interval {
    /// The mean of all.
    pub mean: f64,
    /// 2.5 % of the resamples are below.
    pub low: f64,
    /// 2.5 % of the resamples are above.
    pub high: f64,
}

/// The mean of values and how far it would wander on other test baskets of the same shop; 0 for no values.
#[must_use]
pub fn interval(values: &[f64]) -> Interval {
    if values.is_empty() {
        return Interval::default();
    }
    #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
    let count = values.len() as f64;
    let resample = |seed: u64| {
        let mut random = fastrand::Rng::with_seed(seed);
        let drawn = values
            .iter()
            .filter_map(|_| values.get(random.usize(..values.len())));
        drawn.sum::<f64>() / count
    };
    let mut means: Vec<f64> = (0..RESAMPLES).into_par_iter().map(resample).collect();
    means.sort_unstable_by(f64::total_cmp);
    let at = |place: usize| means.get(place).copied().unwrap_or_default();
    Interval {
        mean: values.iter().sum::<f64>() / count,
        low: at(24),
        high: at(974),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_baskets_are_surer() {
        let few = interval(&[0.0, 1.0].repeat(20));
        let many = interval(&[0.0, 1.0].repeat(2000));
        assert!((few.mean - 0.5).abs() < 1e-12);
        assert!(
            few.low < many.low && many.low < 0.5 && many.high > 0.5 && many.high < few.high,
            "{few:?} {many:?}"
        );
        assert_eq!(interval(&[]), Interval::default());
    }
}
