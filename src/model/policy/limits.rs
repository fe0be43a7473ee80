//! Limits, stages and price freshness: how many offers a page may show, when, and at what price.

use postcard_schema::Schema;
use serde::{Deserialize, Serialize};

use crate::model::{Minor, OfferKind};

/// Upper bounds for the prices and the number of offers. Required parts are exempt from the price
/// limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Schema)]
pub struct Limits {
    /// Price of all companions of a bundle together, in percent of the viewed product's price.
    pub bundle_percent: u16,
    /// Price of each suggestion for the cart, in percent of the subtotal.
    pub cart_percent: u16,
    /// Added cost of an upgrade or a service, in percent of the price of its product.
    pub line_percent: u16,
    /// Maximum number of offers on a page, not counting the shipping bar.
    pub offers_per_page: u8,
    /// Minimum strength of a link, in percent of the strongest link. A link also passes if at least
    /// this percentage of the orders with the product contain the other.
    pub relevance_percent: u8,
    /// Maximum number of pages in one visit that may show the same offer. Offers of the viewed
    /// product are exempt.
    pub repeats: u8,
    /// Days after a purchase during which a product is not offered again, except by buy again.
    pub owned_days: u16,
    /// Products at or above this price only get upgrades and services.
    pub big_ticket_minor: Option<Minor>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bundle_percent: 200,
            cart_percent: 50,
            line_percent: 25,
            offers_per_page: 3,
            relevance_percent: 1,
            repeats: 3,
            owned_days: 90,
            big_ticket_minor: None,
        }
    }
}

impl Limits {
    /// A percentage of an amount, rounded down.
    #[must_use]
    pub fn share(percent: u16, amount: Minor) -> Minor {
        let share = i128::from(amount)
            .saturating_mul(percent.into())
            .checked_div(100)
            .unwrap_or(0);
        Minor::try_from(share).unwrap_or(Minor::MAX)
    }
}

/// The stage of a purchase that a page belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The shopper looks at products and lists.
    Browse,
    /// The shopper is at the cart or the checkout.
    Checkout,
    /// The order is placed.
    PostPurchase,
}

impl Stage {
    /// All stages, in the order of a purchase.
    pub const ALL: [Self; 3] = [Self::Browse, Self::Checkout, Self::PostPurchase];

    /// The name in the page's API, in plans and in `shop.toml`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Browse => "browse",
            Self::Checkout => "checkout",
            Self::PostPurchase => "post_purchase",
        }
    }

    /// The stage with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.name() == name)
    }
}

/// The permitted offers of each stage, the most important first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Schema)]
pub struct Stages {
    /// While the shopper looks at products.
    pub browse: Vec<OfferKind>,
    /// At the cart and the checkout.
    pub checkout: Vec<OfferKind>,
    /// Once the order is placed.
    pub post_purchase: Vec<OfferKind>,
}

impl Stages {
    /// The permitted offers of a stage.
    #[must_use]
    pub fn at(&self, stage: Stage) -> &[OfferKind] {
        match stage {
            Stage::Browse => &self.browse,
            Stage::Checkout => &self.checkout,
            Stage::PostPurchase => &self.post_purchase,
        }
    }
}

/// The age limit of the graph's prices, and the source of current ones.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Schema)]
pub struct Freshness {
    /// Number of days during which the graph's prices are used; `None` for no limit.
    pub max_age_days: Option<u16>,
    /// Treatment of a product after that, unless the page sets its price.
    pub stale: Stale,
    /// Whether a file `live.json` with current prices and stock is next to the manifest.
    pub live: bool,
}

/// Treatment of a product whose price is too old.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Schema)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub enum Stale {
    /// It is shown without a price, in offers that need no sum.
    #[default]
    Unpriced,
    /// It is not shown.
    Hidden,
}
