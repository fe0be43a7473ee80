//! What goes with a product or an order and is not in the shop's catalog, and the deal of the day.

use serde::{Deserialize, Serialize};

use super::Selection;
use crate::model::{Currency, Minor};

/// Warranty, installation, insurance, gift wrap: it belongs to a product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Service {
    /// The shop's own word for it in baskets and events.
    pub id: String,
    /// What shoppers call it.
    pub name: String,
    /// The currency of its amounts.
    pub currency: Currency,
    /// What it costs.
    pub price: ServicePrice,
    /// What it is for.
    #[serde(default)]
    pub applies: Applies,
    /// What it does, in the shop's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Where to read more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// The price of a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ServicePrice {
    /// An amount.
    Fixed(Minor),
    /// Whole percent of the product's price, rounded up to a minor unit.
    Percent(u8),
}

/// Which products a rule is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Applies {
    /// These; all where nothing is chosen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Selection>,
    /// Those at this price or dearer.
    pub from_minor: Minor,
    /// Those at this price or cheaper.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to_minor: Option<Minor>,
}

/// A sample of a product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trial {
    /// The sample's own SKU.
    pub sku: String,
    /// What shoppers call it.
    pub name: String,
    /// The SKU of what it is a sample of.
    pub of: String,
    /// The currency of its price.
    pub currency: Currency,
    /// `0` for a free one.
    pub price_minor: Minor,
}

/// One product a day for less.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DealRule {
    /// Whole percent off, in `1..=90`.
    pub percent: u8,
    /// What takes turns; the builder fills it.
    #[serde(default)]
    pub pool: Vec<DealProduct>,
}

/// A product that takes its turn as the deal of the day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DealProduct {
    /// Its SKU.
    pub sku: String,
    /// The lowest price in the last thirty days of the orders; `None` where they show none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lowest_minor: Option<Minor>,
}
