//! Services, samples and the deal of the day: additions to a product or an order that need not be
//! in the catalog.

use postcard_schema::Schema;
use serde::{Deserialize, Serialize};

use super::Selection;
use crate::model::{Currency, Minor};

/// A service that belongs to a product: warranty, installation, insurance, gift wrap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Schema)]
pub struct Service {
    /// The shop's own identifier in carts and events.
    pub id: String,
    /// Name for shoppers.
    pub name: String,
    /// The currency of its amounts.
    pub currency: Currency,
    /// Its price.
    pub price: ServicePrice,
    /// The products that it applies to.
    pub applies: Applies,
    /// A description in the shop's words.
    pub note: Option<String>,
    /// Address of a page with details.
    pub url: Option<String>,
}

/// The price of a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Schema)]
pub enum ServicePrice {
    /// A fixed amount.
    Fixed(Minor),
    /// Whole percent of the product's price, rounded up to a minor unit.
    Percent(u8),
}

/// The products that a rule applies to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Schema)]
pub struct Applies {
    /// The selected products; `None` for all.
    pub to: Option<Selection>,
    /// Lowest price of the product.
    pub from_minor: Minor,
    /// Highest price of the product; `None` for no limit.
    pub to_minor: Option<Minor>,
}

/// A sample of a product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Schema)]
pub struct Trial {
    /// The sample's own SKU.
    pub sku: String,
    /// Name for shoppers.
    pub name: String,
    /// The SKU of the sampled product.
    pub of: String,
    /// The currency of its price.
    pub currency: Currency,
    /// Price; `0` for a free sample.
    pub price_minor: Minor,
}

/// The deal of the day: one product per day at a reduced price.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Schema)]
pub struct DealRule {
    /// Whole percent off, in `1..=90`.
    pub percent: u8,
    /// The rotation of products; the builder fills it.
    pub pool: Vec<DealProduct>,
}

/// A product of the rotation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Schema)]
pub struct DealProduct {
    /// Its SKU.
    pub sku: String,
    /// The lowest price in the last thirty days of orders; `None` if they contain no price.
    pub lowest_minor: Option<Minor>,
}
