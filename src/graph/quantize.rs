//! Conversion of real strengths to the levels of a data file.
//!
//! A weight is a level on a square-root scale up to the strongest link. Example: with a strongest
//! strength of 0.9, a link of 0.225 has a quarter of the strength. The square root is 1/2, and half
//! of 15 is 7.5, which is rounded to the weight 8.
//!
//! *Invariants*: every link with a strength above 0 has a weight of at least 1.

use super::{STRENGTH_MAX, WEIGHT_MAX};

/// A level on a square-root scale up to `strongest`, so that weak links remain distinguishable.
///
/// `0` for a link without any strength; all others have at least 1.
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

/// The strength of a best-seller in any cart, in the unit of an edge's strength, without the steps
/// of the square root.
pub(crate) fn quantize_base(base: f64, strongest: f64) -> u32 {
    if base <= 0.0 {
        return 0;
    }
    // If no link was learned, popularity is the only signal, so the unit is arbitrary.
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
