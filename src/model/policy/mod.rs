//! The merchant's terms: rewards, memberships, services, links. Read from `shop.toml`, stored in
//! the policy file.
//!
//! *Invariants*: every amount is in minor units of the currency next to it; a [`Policy`] from the
//! builder has no impossible rule, such as a threshold of 0 or a discount over 100 %.

mod extras;
mod limits;
mod loyalty;
mod membership;
mod quantity_break;
mod tier;

use postcard_schema::Schema;
use serde::{Deserialize, Serialize};

pub use extras::{Applies, DealProduct, DealRule, Service, ServicePrice, Trial};
pub use limits::{Freshness, Limits, Stage, Stages, Stale};
pub use loyalty::{LoyaltyReward, LoyaltyRule};
pub use membership::{BillingPeriod, Membership};
pub use quantity_break::{BreakKind, BreakTier, QuantityBreak};
pub use tier::{Reward, Threshold, Tier};

/// All data about the shop that is not learned from its orders.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Schema)]
pub struct Policy {
    /// Address templates of pages and pictures.
    pub links: UrlTemplates,
    /// Rewards of large carts, any number per currency.
    pub tiers: Vec<Tier>,
    /// Quantity breaks; of several for one product the first one applies.
    pub quantity_breaks: Vec<QuantityBreak>,
    /// The memberships on sale.
    pub memberships: Vec<Membership>,
    /// Services for products.
    pub services: Vec<Service>,
    /// Samples.
    pub trials: Vec<Trial>,
    /// Loyalty points.
    pub loyalty: Option<LoyaltyRule>,
    /// The deal of the day.
    pub deal: Option<DealRule>,
    /// Whole percent off the products of a bundle that are bought together, in `0..=90`.
    pub bundle_discount_percent: u8,
    /// Products that are never offered.
    pub never: Option<Selection>,
    /// Limits for the prices and the number of offers.
    pub limits: Limits,
    /// Permitted offers of each stage.
    pub stages: Stages,
    /// Treatment of old prices.
    pub freshness: Freshness,
    /// Percentage of shoppers in the control group, who see no offers, in `0..=90`.
    pub control_group_percent: u8,
    /// The shop's time zone by its IANA name; `None` for UTC.
    pub timezone: Option<String>,
}

/// Address templates; `{sku}` is replaced by the percent-encoded SKU.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Schema)]
pub struct UrlTemplates {
    /// Address of a product's page.
    pub product: Option<String>,
    /// Address of a product's picture.
    pub image: Option<String>,
}

/// A selection of products, made in `shop.toml` by category or SKU. The builder stores it in
/// [`Product::selection_bits`](super::Product::selection_bits), so that a page need not know the
/// criteria.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Schema)]
pub struct Selection(pub u8);

impl Selection {
    /// The largest selection of a shop: a graph stores the selections of a product as a number of 63
    /// bits, of which the catalog uses two.
    pub const MOST: u8 = 60;

    /// Products with a minimum quantity or a step. Offers add single pieces, so they are not offered.
    pub const IN_SETS: Self = Self(61);

    /// Products of which an order contains at most one piece.
    pub const SINGLY: Self = Self(62);

    /// Its bit in [`Product::selection_bits`](super::Product::selection_bits).
    #[must_use]
    pub fn mark(self) -> u64 {
        1_u64.checked_shl(self.0.into()).unwrap_or(0)
    }
}
