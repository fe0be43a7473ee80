//! Confidence intervals of means: percentile bootstrap over test carts.
//!
//! Example: three carts score 0, 1 and 1, so the mean is 2/3. A resample draws three carts with
//! replacement; its mean is 0 with probability 1/27, 1/3 with 6/27, 2/3 with 12/27 and 1 with 8/27.
//! The 25th smallest of 1,000 such means is 0 and the 975th is 1, so the 95 % interval of these
//! three carts is 0 to 1: far too few to conclude anything.
//!
//! *Source*: Efron, Annals of Statistics 1979.

use rayon::prelude::*;
use serde::Serialize;

/// Number of resamples.
const RESAMPLES: u64 = 1000;

/// A mean with its 95 % confidence interval.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Interval {
    /// Mean of all values.
    pub mean: f64,
    /// 2.5 % of the resampled means are below.
    pub low: f64,
    /// 2.5 % of the resampled means are above.
    pub high: f64,
}

/// The mean of the values with its confidence interval; 0 for no values.
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
    fn more_carts_narrow_the_interval() {
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
