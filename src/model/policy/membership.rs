//! What a shop sells to its regulars.

use serde::{Deserialize, Serialize};

use crate::model::{Currency, Minor};

/// How often a membership's price is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
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
    /// The currency of its prices.
    pub currency: Currency,
    /// What it costs and for how long: one or two, each with a period of its own; `0` for a free club.
    pub prices: Vec<(Period, Minor)>,
    /// Whether members pay no delivery.
    #[serde(default)]
    pub free_shipping: bool,
    /// Whole percent off the subtotal, in `0..=100`.
    #[serde(default)]
    pub discount_percent: u8,
    /// What the shop promises, in its own words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub benefits: Vec<String>,
    /// Where to read more or to join.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}
