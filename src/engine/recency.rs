//! The weights of antecedents by recency.

/// The weight of a product relative to the one that follows it. In a session the last viewed
/// product predicts the next one best; in an order all products weigh the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecencyWeight(u32);

impl RecencyWeight {
    /// The unit of weights.
    pub const ONE: u32 = 1 << 12;

    /// All products weigh the same.
    pub const EQUAL: Self = Self(Self::ONE);

    /// Converts a share in `0.0..=1.0`, the form of the manifest.
    #[must_use]
    pub fn new(share: Option<f64>) -> Self {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "in 0..=ONE"
        )]
        let whole = |share: f64| (share.clamp(0.0, 1.0) * f64::from(Self::ONE)).round() as u32;
        share.map_or(Self::EQUAL, |share| Self(whole(share)))
    }

    /// Multiplies a strength by the weight; the result is in units of 1 / [`RecencyWeight::ONE`].
    pub(crate) fn weigh(strength: u32, weight: u32) -> u64 {
        u64::from(strength).saturating_mul(weight.into())
    }

    /// The weights of the latest product, the one before it, and so on, without end.
    pub fn weights(self) -> impl Iterator<Item = u32> {
        let older = move |weight: &u32| weight.checked_mul(self.0)?.checked_div(Self::ONE);
        std::iter::successors(Some(Self::ONE), older)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weight_of_viewed_products_fades() {
        let weights = |share| {
            RecencyWeight::new(share)
                .weights()
                .take(3)
                .collect::<Vec<_>>()
        };
        assert_eq!(weights(None), [4096; 3]);
        assert_eq!(weights(Some(0.5)), [4096, 2048, 1024]);
        assert_eq!(weights(Some(0.0)), [4096, 0, 0]);
        assert_eq!(weights(Some(f64::NAN)), [4096, 0, 0]);
    }
}
