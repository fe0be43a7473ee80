//! What the merchant promises: delivery terms, memberships, links. Read from `shop.toml`, carried by the manifest.
//!
//! *Invariants*: amounts are minor units of the currency beside them; a [`Policy`] that passed the builder has no
//! impossible rule (a threshold of nothing, a discount over 100 %).

use serde::{Deserialize, Serialize};

use super::{Currency, Minor};

/// Everything about the shop that is not learned from its orders.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// Where products and pictures are found.
    #[serde(default)]
    pub links: Links,
    /// Delivery terms, any number per currency.
    #[serde(default)]
    pub shipping: Vec<ShippingRule>,
    /// The memberships on sale.
    #[serde(default)]
    pub plans: Vec<Membership>,
    /// How much an offer may cost beside what it belongs to.
    #[serde(default)]
    pub tact: Tact,
}

/// How much an offer may cost beside what it belongs to. What the merchant calls a required part may cost anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Tact {
    /// All companions of a bundle together, in percent of the viewed product's price.
    pub bundle_percent: u16,
    /// Each suggestion at the basket, in percent of the subtotal.
    pub basket_percent: u16,
}

impl Default for Tact {
    fn default() -> Self {
        Self { bundle_percent: 200, basket_percent: 50 }
    }
}

impl Tact {
    /// So many percent of an amount, rounded down.
    #[must_use]
    pub fn share(percent: u16, amount: Minor) -> Minor {
        amount.saturating_mul(percent.into()).checked_div(100).unwrap_or(0)
    }
}

/// Address templates; `{sku}` stands for the percent-encoded SKU.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Links {
    /// A product's page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    /// A product's picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
}

/// One way of delivery that is free from some subtotal on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShippingRule {
    /// What the shop calls it.
    pub name: String,
    /// The currency of both amounts: a basket in another one does not see this rule.
    pub currency: Currency,
    /// What delivery costs below the threshold.
    pub price_minor: Minor,
    /// The subtotal that earns free delivery; more than nothing.
    pub free_from_minor: Minor,
}

/// How often a membership's price is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub enum Period {
    /// Every month.
    Month,
    /// Every year.
    Year,
}

impl Period {
    /// How often it comes round in a year.
    #[must_use]
    pub fn per_year(self) -> i64 {
        match self {
            Self::Month => 12,
            Self::Year => 1,
        }
    }
}

/// A membership that the shop sells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Membership {
    /// The shop's own word for it in addresses and events.
    pub id: String,
    /// What shoppers call it.
    pub name: String,
    /// The currency of its price.
    pub currency: Currency,
    /// What one period costs; `0` for a free club.
    pub price_minor: Minor,
    /// How long the price lasts.
    pub period: Period,
    /// Whether members pay no delivery.
    #[serde(default)]
    pub free_shipping: bool,
    /// Whole percent off the subtotal, in `0..=100`.
    #[serde(default)]
    pub discount_percent: u8,
    /// What the shop promises, in its own words.
    #[serde(default)]
    pub benefits: Vec<String>,
    /// Where to read more or to join.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}
