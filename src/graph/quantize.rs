//! From real strengths to the levels that a data file holds.
//!
//! A weight is a level on a square-root scale that ends with the strongest link: with a strongest strength of 0.9, a link of
//! 0.225 is a quarter as strong, its root half of the scale, and its weight half of 15, rounded to 8.
//!
//! *Invariants*: a link with any strength has a weight of at least 1.

use super::{STRENGTH_MAX, WEIGHT_MAX};

/// A level on a square-root scale that ends with `strongest`: weak links keep their differences.
///
/// `0` for a link that says nothing beyond the others; every other one has at least 1.
pub(crate) fn quantize(strength: f64, strongest: f64) -> u8 {
    if strength <= 0.0 || strongest <= 0.0 {
        return 0;
    }
    let level = (strength / strongest).sqrt() * f64::from(WEIGHT_MAX);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to 1..=WEIGHT_MAX"
    )]
    let level = level.round().clamp(1.0, WEIGHT_MAX.into()) as u8;
    level
}

/// What speaks for a product anyway, in the unit of an edge's strength and without the square root's steps.
pub(crate) fn quantize_base(base: f64, strongest: f64) -> u32 {
    if base <= 0.0 {
        return 0;
    }
    // Where not one link was learned, popularity is all there is, and any unit will do.
    let unit = if strongest > 0.0 { strongest } else { 1.0 };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share of the strongest link"
    )]
    let level = (base / unit * f64::from(STRENGTH_MAX)).round() as u32;
    level
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scale_has_both_ends() {
        assert_eq!(
            [0.9, 0.225, 0.0001, 0.0].map(|strength| quantize(strength, 0.9)),
            [15, 8, 1, 0]
        );
        assert_eq!(
            [0.9, 0.45, 0.0].map(|base| quantize_base(base, 0.9)),
            [3600, 1800, 0]
        );
        assert_eq!(
            (quantize(0.5, 0.0), quantize_base(0.5, 0.0)),
            (0, 1800),
            "no link was learned"
        );
    }
}
