//! Memberships.

use postcard_schema::Schema;
use serde::{Deserialize, Serialize};

use crate::model::{Currency, Minor};

/// Billing period of a membership.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Schema)]
#[serde(rename_all = "lowercase")]
pub enum BillingPeriod {
    /// Every month.
    Month,
    /// Every year.
    Year,
}

impl BillingPeriod {
    /// Number of periods in a year.
    #[must_use]
    pub fn per_year(self) -> i64 {
        match self {
            Self::Month => 12,
            Self::Year => 1,
        }
    }
}

/// A membership that the shop sells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Schema)]
pub struct Membership {
    /// The shop's own identifier in addresses and events.
    pub id: String,
    /// Name for shoppers.
    pub name: String,
    /// The currency of its prices.
    pub currency: Currency,
    /// One or two prices with different periods; `0` for a free club.
    pub prices: Vec<(BillingPeriod, Minor)>,
    /// Whether members pay no delivery fee.
    pub free_shipping: bool,
    /// Whole percent off the subtotal, in `0..=100`.
    pub discount_percent: u8,
    /// Benefits in the shop's words.
    pub benefits: Vec<String>,
    /// Address of a page with details.
    pub url: Option<String>,
}
