//! Rewards by the size of the cart: free shipping, a gift, a discount.

use postcard_schema::Schema;
use serde::{Deserialize, Serialize};

use super::Selection;
use crate::model::{Currency, Minor};

/// A reward with its threshold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Schema)]
pub struct Tier {
    /// Name for shoppers: "Standard delivery", "a linen bag".
    pub name: String,
    /// The currency of all amounts; the tier does not apply to carts in another currency.
    pub currency: Currency,
    /// What the cart must reach to earn it.
    pub threshold: Threshold,
    /// The reward.
    pub reward: Reward,
    /// Codes of the countries in which it applies, in upper case; empty for all.
    pub countries: Vec<String>,
    /// Products that do not count towards the threshold.
    pub excluded: Option<Selection>,
    /// Whether coupons are subtracted from the subtotal first.
    pub is_after_coupons: bool,
    /// Whether tax is subtracted from the subtotal first.
    pub is_before_tax: bool,
    /// SKUs that do not count, whether or not the graph contains them, such as gift cards.
    pub excluded_skus: Vec<String>,
    /// Whether services do not count.
    pub excludes_services: bool,
    /// The highest tax rate of the shop in whole percent, for products whose tax is unknown; `0`
    /// for the highest rate in the cart.
    pub highest_tax_percent: u8,
    /// Products that are never delivered free, such as bulky goods: delivery of a cart that
    /// contains one has a price at any subtotal.
    pub never_free: Option<Selection>,
    /// SKUs that are never delivered free, whether or not the graph contains them.
    pub never_free_skus: Vec<String>,
}

/// What a cart must reach, above 0. A number of items is less than any amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Schema)]
#[serde(rename_all = "snake_case")]
pub enum Threshold {
    /// A number of pieces. Coupons and tax do not change it.
    Items(u32),
    /// A subtotal.
    Amount(Minor),
}

impl Threshold {
    /// The number of pieces, or the amount in minor units.
    #[must_use]
    pub fn number(self) -> i64 {
        match self {
            Self::Items(items) => items.into(),
            Self::Amount(minor) => minor,
        }
    }

    /// Whether it is a number of pieces.
    #[must_use]
    pub const fn is_in_items(self) -> bool {
        matches!(self, Self::Items(_))
    }
}

/// The kinds of rewards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Schema)]
#[serde(rename_all = "snake_case")]
pub enum Reward {
    /// Free shipping, with the fee that applies below the threshold.
    Shipping(Minor),
    /// A free product, by its SKU.
    Gift(String),
    /// Whole percent off the subtotal, in `1..=90`.
    Percent(u8),
}
