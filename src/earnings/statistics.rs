//! The arithmetic of a comparison: treatment against control, with 95 % intervals.
//!
//! The unit is a *cluster*: all that one shopper contributes, because the group was drawn for the
//! shopper and the orders of one shopper resemble each other. A mean is a ratio of two sums over the
//! clusters (revenue over orders, or revenue over visitors), and its variance comes from the
//! residuals `sum - mean * count` of the clusters.
//!
//! Amounts of orders have a long right tail, and a control group is small. Both make the estimate of
//! a difference skewed, so that Welch's interval misses the truth too often on one side. Hall's
//! transformation corrects the interval by the skewness `a` of the estimate and equals Welch's where
//! `a` is 0: with the standardized error `t`, `t + a t^2/3 + a^2 t^3/27 + a/6` is nearly normal.
//! `tests/native/earnings/coverage.rs` compares both with the bootstrap and the logarithm.
//!
//! Example: the orders 10, 20 and 60 have the mean 30. Their residuals are -20, -10 and 30, so the
//! variance of the mean is 3/2 * (400 + 100 + 900) / 9 = 233.3 and its standard error 15.3. The
//! third moment of the mean is (-8000 - 1000 + 27000) / 27 = 666.7, and its skewness with it
//! 666.7 / 15.3^3 = 0.19.
//!
//! *Source*: Welch, Biometrika 1947; Hall, JRSS B 1992 (removal of skewness by transformation);
//! Newcombe, Statistics in Medicine 1998, method 10; Deng and others, KDD 2018 (ratios of clusters).

use serde::Serialize;
use statrs::distribution::{ChiSquared, ContinuousCDF, Normal, StudentsT};

/// The share of intervals that contain the truth.
const CONFIDENCE: f64 = 0.95;

/// Probability with which a real effect is to be noticed, when the needed orders are computed.
const POWER: f64 = 0.8;

/// Beyond this skewness of an estimate the correction itself is a guess, and is bounded by it.
const LARGEST_SKEWNESS: f64 = 1.0;

/// A number with its 95 % confidence interval.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Estimate {
    /// The number.
    pub value: f64,
    /// The lower end of the interval.
    pub low: f64,
    /// The upper end of the interval.
    pub high: f64,
}

impl Estimate {
    /// The estimate in another unit; `factor` is not negative.
    #[must_use]
    pub fn times(self, factor: f64) -> Self {
        Self {
            value: self.value * factor,
            low: self.low * factor,
            high: self.high * factor,
        }
    }

    /// Whether the interval contains zero, so that the difference may be chance.
    #[must_use]
    pub fn has_zero(self) -> bool {
        self.low <= 0.0 && self.high >= 0.0
    }
}

/// What one shopper contributes to a mean: a sum, and the number that it is divided by.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Cluster {
    /// Revenue, items, or orders of some sort.
    pub sum: f64,
    /// Orders, or 1 for a visitor.
    pub count: f64,
}

/// The mean of a group with its first moments.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Moments {
    /// Number of clusters.
    pub clusters: f64,
    /// Sum of the counts.
    pub count: f64,
    /// Sum over count.
    pub mean: f64,
    /// Variance of the mean.
    pub variance: f64,
    /// Third central moment of the mean.
    pub third: f64,
}

impl Moments {
    /// The moments of a group; `None` with fewer than two clusters.
    ///
    /// `empty` is the number of further clusters without revenue: visitors who bought nothing, each
    /// with a count of 1.
    #[must_use]
    pub fn of(clusters: &[Cluster], empty: u64) -> Option<Self> {
        let (listed, empty) = (real(clusters.len() as u64), real(empty));
        let number = listed + empty;
        let count = clusters.iter().map(|cluster| cluster.count).sum::<f64>() + empty;
        if number < 2.0 || count <= 0.0 {
            return None;
        }
        let mean = clusters.iter().map(|cluster| cluster.sum).sum::<f64>() / count;
        let residuals = || {
            clusters
                .iter()
                .map(|cluster| cluster.sum - mean * cluster.count)
        };
        let squares = residuals().map(|residual| residual * residual).sum::<f64>();
        let cubes = residuals().map(|residual| residual.powi(3)).sum::<f64>();
        let squares = squares + empty * mean * mean;
        let cubes = cubes - empty * mean.powi(3);
        Some(Self {
            clusters: number,
            count,
            mean,
            variance: squares / (count * count) * number / (number - 1.0),
            third: cubes / count.powi(3),
        })
    }

    /// The mean with its own interval.
    #[must_use]
    pub fn estimate(&self) -> Estimate {
        let skewness = skewness(self.third, self.variance);
        interval(self.mean, self.variance, skewness, self.clusters - 1.0)
    }

    /// The share with Wilson's interval, for means of zeros and ones.
    #[must_use]
    pub fn share(&self) -> Estimate {
        let (low, high) = self.wilson();
        Estimate {
            value: self.mean,
            low,
            high,
        }
    }

    /// Wilson's limits, with the number of independent observations that the variance shows.
    fn wilson(&self) -> (f64, f64) {
        let (share, z) = (self.mean.clamp(0.0, 1.0), two_sided_normal());
        let binomial = share * (1.0 - share) / self.count;
        let number = if self.variance > binomial {
            self.count * binomial / self.variance
        } else {
            self.count
        };
        let number = number.max(1.0);
        let middle = share + z * z / (2.0 * number);
        let half = z * (share * (1.0 - share) / number + (z / (2.0 * number)).powi(2)).sqrt();
        let all = 1.0 + z * z / number;
        (
            ((middle - half) / all).max(0.0),
            ((middle + half) / all).min(1.0),
        )
    }
}

/// Treatment minus control by Hall's transformation of Welch's statistic.
#[must_use]
pub fn difference(treatment: &Moments, control: &Moments) -> Estimate {
    let variance = treatment.variance + control.variance;
    let skewness = skewness(treatment.third - control.third, variance);
    interval(
        treatment.mean - control.mean,
        variance,
        skewness,
        freedom(treatment, control),
    )
}

/// Treatment minus control by Welch's statistic, for comparison.
#[must_use]
pub fn welch_difference(treatment: &Moments, control: &Moments) -> Estimate {
    interval(
        treatment.mean - control.mean,
        treatment.variance + control.variance,
        0.0,
        freedom(treatment, control),
    )
}

/// Treatment minus control for shares, by Newcombe's combination of Wilson's limits.
#[must_use]
pub fn share_difference(treatment: &Moments, control: &Moments) -> Estimate {
    let (treatment_low, treatment_high) = treatment.wilson();
    let (control_low, control_high) = control.wilson();
    let value = treatment.mean - control.mean;
    let down = (treatment.mean - treatment_low).hypot(control_high - control.mean);
    let up = (treatment_high - treatment.mean).hypot(control.mean - control_low);
    Estimate {
        value,
        low: value - down,
        high: value + up,
    }
}

/// What a comparison of this size can notice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Power {
    /// The smallest effect that would be noticed four times out of five, as a share of the control
    /// group's mean.
    pub smallest_effect: f64,
    /// Number of further orders (or visitors), of both groups together, until an effect of
    /// [`Power::target_effect`] would be noticed four times out of five.
    pub more_needed: u64,
    /// The effect that `more_needed` is about, as a share of the control group's mean.
    pub target_effect: f64,
}

/// What this comparison can notice; `None` if the control group's mean is 0.
#[must_use]
pub fn power(treatment: &Moments, control: &Moments, target_effect: f64) -> Option<Power> {
    let reach = two_sided_normal() + standard_normal().inverse_cdf(POWER);
    let error = (treatment.variance + control.variance).sqrt();
    let target = target_effect * control.mean;
    let is_usable = control.mean > 0.0 && target > 0.0 && error.is_finite();
    is_usable.then(|| {
        // The groups grow in the proportion that they have.
        let growth = (reach * error / target).powi(2);
        let count = treatment.count + control.count;
        Power {
            smallest_effect: reach * error / control.mean,
            more_needed: whole((growth - 1.0).max(0.0) * count),
            target_effect,
        }
    })
}

/// Probability that a split at least as uneven as this one arises by chance, by the chi-square test.
///
/// `share` is the share of the control group that the shop has set, between 0 and 1. `None` if a
/// group is expected to be empty.
#[must_use]
pub fn chance_of_split(treatment: u64, control: u64, share: f64) -> Option<f64> {
    let all = real(treatment.saturating_add(control));
    let expected = [all * (1.0 - share), all * share];
    let [of_treatment, of_control] = expected;
    if of_treatment <= 0.0 || of_control <= 0.0 {
        return None;
    }
    let distance = (real(treatment) - of_treatment).powi(2) / of_treatment
        + (real(control) - of_control).powi(2) / of_control;
    ChiSquared::new(1.0).ok().map(|law| law.sf(distance))
}

fn skewness(third: f64, variance: f64) -> f64 {
    if variance > 0.0 {
        (third / variance.powf(1.5)).clamp(-LARGEST_SKEWNESS, LARGEST_SKEWNESS)
    } else {
        0.0
    }
}

/// Degrees of freedom after Welch and Satterthwaite.
fn freedom(treatment: &Moments, control: &Moments) -> f64 {
    let part = |group: &Moments| group.variance.powi(2) / (group.clusters - 1.0);
    let all = (treatment.variance + control.variance).powi(2);
    let parts = part(treatment) + part(control);
    if parts > 0.0 { all / parts } else { 1.0 }
}

fn interval(value: f64, variance: f64, skewness: f64, freedom: f64) -> Estimate {
    let error = variance.max(0.0).sqrt();
    let reach = StudentsT::new(0.0, 1.0, freedom.max(1.0))
        .map_or_else(|_| two_sided_normal(), |law| law.inverse_cdf(upper()));
    // The inverse of Hall's transformation.
    let corrected = |z: f64| {
        if skewness.abs() < 1e-6 {
            z
        } else {
            3.0 / skewness * ((1.0 + skewness * (z - skewness / 6.0)).cbrt() - 1.0)
        }
    };
    Estimate {
        value,
        low: value - error * corrected(reach),
        high: value - error * corrected(-reach),
    }
}

/// The upper end of a two-sided interval.
fn upper() -> f64 {
    1.0 - (1.0 - CONFIDENCE) / 2.0
}

fn standard_normal() -> Normal {
    Normal::standard()
}

fn two_sided_normal() -> f64 {
    standard_normal().inverse_cdf(upper())
}

/// A count as a real number.
#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
pub(super) fn real(count: u64) -> f64 {
    count as f64
}

/// A real number, rounded up to a count.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the conversion saturates, and negative numbers are 0"
)]
pub(super) fn whole(number: f64) -> u64 {
    number.max(0.0).ceil() as u64
}
