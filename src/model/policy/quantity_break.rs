//! Quantity breaks: several pieces at a reduced price.

use postcard_schema::Schema;
use serde::{Deserialize, Serialize};

use super::Selection;
use crate::model::{Currency, Limits, Minor};

/// A reduced price for several pieces of a product, or of a group of products.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Schema)]
pub struct QuantityBreak {
    /// Its products.
    pub products: Selection,
    /// Name for shoppers of the products that count together; `None` if each SKU counts alone.
    pub mix: Option<String>,
    /// The currency of its amounts; it does not apply to carts in another currency.
    pub currency: Currency,
    /// Codes of the countries in which it applies, in upper case; empty for all.
    pub countries: Vec<String>,
    /// What the values of its tiers mean.
    pub kind: BreakKind,
    /// At least one tier, by ascending number of pieces; each is cheaper per piece than the one
    /// before it. A set that several products share has one tier.
    pub tiers: Vec<BreakTier>,
}

/// What the value of a tier means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Schema)]
#[serde(rename_all = "snake_case")]
pub enum BreakKind {
    /// The price of each piece, from the tier's number of pieces on.
    Each,
    /// Whole percent off each piece, from the tier's number of pieces on.
    Percent,
    /// The price of exactly the tier's number of pieces. Further pieces form further sets; the
    /// rest has its own price.
    Set,
}

/// A number of pieces with its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Schema)]
pub struct BreakTier {
    /// Number of pieces, at least 2.
    pub from: u32,
    /// An amount or a percentage, above 0.
    pub value: i64,
}

impl QuantityBreak {
    /// The price of one piece at a tier; for a set, the price of one piece outside of it.
    #[must_use]
    pub fn piece_minor(&self, tier: BreakTier, price_minor: Minor) -> Minor {
        match self.kind {
            BreakKind::Each => price_minor.min(tier.value),
            // The discount is rounded down, as that of a bundle.
            BreakKind::Percent => {
                let percent = u16::try_from(tier.value).unwrap_or(0);
                price_minor.saturating_sub(Limits::share(percent, price_minor))
            }
            BreakKind::Set => price_minor,
        }
    }

    /// The price of exactly the tier's number of pieces, at this price of one piece; never more
    /// than without the break.
    #[must_use]
    pub fn total_minor(&self, tier: BreakTier, price_minor: Minor) -> Minor {
        let pieces = Minor::from(tier.from);
        let total = self.piece_minor(tier, price_minor).saturating_mul(pieces);
        match self.kind {
            BreakKind::Set => total.min(tier.value),
            BreakKind::Each | BreakKind::Percent => total,
        }
    }
}
