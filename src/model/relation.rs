//! The relations between two linked products.

use serde::Serialize;

/// The relation of a link; all except the last two are Google Merchant Center's values for related
/// products.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// Shoppers buy them together.
    #[default]
    OftenBoughtWith,
    /// It is an accessory of the product.
    Accessory,
    /// The product does not work without it.
    RequiredPart,
    /// Another piece of the same series.
    PartOfSet,
    /// It can be bought instead.
    Substitute,
    /// It can be bought instead, costs more and is better.
    Upgrade,
    /// Shoppers view both in one session; only used for shops with sessions and without orders.
    AlsoViewed,
}

impl Relation {
    /// All relations; the index is the code in data files.
    pub const ALL: [Self; 7] = [
        Self::OftenBoughtWith,
        Self::Accessory,
        Self::RequiredPart,
        Self::PartOfSet,
        Self::Substitute,
        Self::Upgrade,
        Self::AlsoViewed,
    ];

    /// Whether the product is bought in addition to the other, not instead of it.
    #[must_use]
    pub fn is_companion(self) -> bool {
        !matches!(self, Self::Substitute | Self::Upgrade)
    }

    /// The name in catalogs and in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::OftenBoughtWith => "often_bought_with",
            Self::Accessory => "accessory",
            Self::RequiredPart => "required_part",
            Self::PartOfSet => "part_of_set",
            Self::Substitute => "substitute",
            Self::Upgrade => "upgrade",
            Self::AlsoViewed => "also_viewed",
        }
    }
}
