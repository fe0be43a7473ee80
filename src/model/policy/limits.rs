//! Restraint: how much may be offered, when, and at what price.

use serde::{Deserialize, Serialize};

use crate::model::{Minor, OfferKind};

/// How much an offer may cost beside what it belongs to, and how much may be offered at once. What the merchant calls a required
/// part may cost anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Limits {
    /// All companions of a bundle together, in percent of the viewed product's price.
    pub bundle_percent: u16,
    /// Each suggestion at the basket, in percent of the subtotal.
    pub basket_percent: u16,
    /// What an upgrade or a service adds to the price of its product, in percent.
    pub line_percent: u16,
    /// Most units on a page, the shipping bar not counted.
    pub units: u8,
    /// How strong a link must be to be worth a place, in percent of the strongest there is; what so many percent of the orders with
    /// a product hold is worth it too.
    pub relevance_percent: u8,
    /// On so many pages of one visit the same offer is made, unless it belongs to the product of the page.
    pub repeats: u8,
    /// For so many days after a purchase a product is not offered again, but as something to buy again.
    pub owned_days: u16,
    /// A product from this price on is left alone: it gets an upgrade and services, nothing else.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub big_ticket_minor: Option<Minor>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bundle_percent: 200,
            basket_percent: 50,
            line_percent: 25,
            units: 3,
            relevance_percent: 1,
            repeats: 3,
            owned_days: 90,
            big_ticket_minor: None,
        }
    }
}

impl Limits {
    /// So many percent of an amount, rounded down.
    #[must_use]
    pub fn share(percent: u16, amount: Minor) -> Minor {
        let share = i128::from(amount)
            .saturating_mul(percent.into())
            .checked_div(100)
            .unwrap_or(0);
        Minor::try_from(share).unwrap_or(Minor::MAX)
    }
}

/// Where a shopper stands on the way through the shop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Looking around.
    Before,
    /// At the basket or the checkout.
    During,
    /// The order is placed.
    After,
}

/// What may be offered at each stage, the most important first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Stages {
    /// While the shopper looks around.
    pub before: Vec<OfferKind>,
    /// At the basket and the checkout.
    pub during: Vec<OfferKind>,
    /// Once the order is placed.
    pub after: Vec<OfferKind>,
}

impl Default for Stages {
    fn default() -> Self {
        use OfferKind::{
            Addons, After, Again, Also, Bundle, Deal, Plans, Points, Recovery, Rescue, Services,
            Shipping, Trial, Upgrade,
        };
        Self {
            before: vec![
                Rescue, Bundle, Upgrade, Services, Addons, Shipping, Recovery, Again, Deal, Also,
                Plans, Points,
            ],
            during: vec![
                Addons, Shipping, Also, Services, Upgrade, Trial, Plans, Points,
            ],
            after: vec![After, Services, Again, Plans, Points],
        }
    }
}

impl Stages {
    /// What may be offered at a stage.
    #[must_use]
    pub fn at(&self, stage: Stage) -> &[OfferKind] {
        match stage {
            Stage::Before => &self.before,
            Stage::During => &self.during,
            Stage::After => &self.after,
        }
    }
}

/// What becomes of prices that may have changed since the graph was built.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Freshness {
    /// A price of the graph is believed for so many days; `None` for ever.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_age_days: Option<u16>,
    /// What becomes of a product after that, unless the page says what it costs.
    pub stale: Stale,
    /// Whether a file `live.json` with fresh prices and stock stands beside the graph.
    pub live: bool,
}

/// What becomes of a product whose price is too old to be believed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub enum Stale {
    /// It is shown without a price, where no sum needs one.
    #[default]
    Unpriced,
    /// It is not shown.
    Hidden,
}
