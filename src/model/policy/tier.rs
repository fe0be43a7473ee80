//! What a basket earns by its size: delivery, a gift, a discount.

use serde::{Deserialize, Serialize};

use super::Selection;
use crate::model::{Currency, Minor};

/// A reward from some subtotal on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tier {
    /// What the shop calls it: "Standard delivery", "a linen bag".
    pub name: String,
    /// The currency of all amounts: a basket in another one does not see this tier.
    pub currency: Currency,
    /// The subtotal that earns it; more than nothing.
    pub from_minor: Minor,
    /// What is earned.
    pub reward: Reward,
    /// Codes of the countries that it is for, in upper case; empty for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub countries: Vec<String>,
    /// Products that do not count for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub excluded: Option<Selection>,
    /// Whether coupons are taken off the subtotal first.
    #[serde(default)]
    pub is_after_coupons: bool,
    /// Whether tax is taken off the subtotal first.
    #[serde(default)]
    pub is_before_tax: bool,
}

/// What a basket earns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Reward {
    /// Delivery that costs so much below the threshold.
    Shipping(Minor),
    /// A product, by its SKU.
    Gift(String),
    /// Whole percent off the subtotal, in `1..=90`.
    Percent(u8),
}
