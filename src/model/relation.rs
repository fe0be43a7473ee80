//! Why two products are linked.

use serde::Serialize;

/// The word for a link; all but the last two are Google Merchant Center's words for related products.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// Shoppers buy them together.
    #[default]
    OftenBoughtWith,
    /// It is made for the product.
    Accessory,
    /// The product does not work without it.
    RequiredPart,
    /// Another piece of the same series.
    PartOfSet,
    /// It can be bought instead.
    Substitute,
    /// It can be bought instead, is dearer and better.
    Upgrade,
    /// Shoppers look at one after the other; said where there are visits and no orders.
    AlsoViewed,
}

impl Relation {
    /// All of them; the place is the code that a data file uses.
    pub const ALL: [Self; 7] = [
        Self::OftenBoughtWith,
        Self::Accessory,
        Self::RequiredPart,
        Self::PartOfSet,
        Self::Substitute,
        Self::Upgrade,
        Self::AlsoViewed,
    ];

    /// Whether one is bought beside the other rather than instead of it.
    #[must_use]
    pub fn is_companion(self) -> bool {
        !matches!(self, Self::Substitute | Self::Upgrade)
    }

    /// The word in catalogues and answers.
    #[must_use]
    pub fn word(self) -> &'static str {
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
