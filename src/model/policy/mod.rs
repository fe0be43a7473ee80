//! What the merchant promises: rewards, memberships, services, links. Read from `shop.toml`, carried by the manifest.
//!
//! *Invariants*: amounts are minor units of the currency beside them; a [`Policy`] that passed the builder has no
//! impossible rule (a threshold of nothing, a discount over 100 %).

mod extras;
mod limits;
mod loyalty;
mod membership;
mod tier;

use serde::{Deserialize, Serialize};

pub use extras::{Applies, DealProduct, DealRule, Service, ServicePrice, Trial};
pub use limits::{Freshness, Limits, Stage, Stages, Stale};
pub use loyalty::{PointsReward, PointsRule};
pub use membership::{Membership, Period};
pub use tier::{Reward, Tier};

/// Everything about the shop that is not learned from its orders.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Policy {
    /// Where products and pictures are found.
    pub links: Links,
    /// What large baskets earn, any number per currency.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tiers: Vec<Tier>,
    /// The memberships on sale.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub plans: Vec<Membership>,
    /// What can be bought with a product and is none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<Service>,
    /// Samples that go with an order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub trials: Vec<Trial>,
    /// What baskets earn besides.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub points: Option<PointsRule>,
    /// One product a day for less.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deal: Option<DealRule>,
    /// Whole percent off the products of a bundle that are bought together, in `0..=90`.
    pub bundle_discount_percent: u8,
    /// Products that are never offered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub never: Option<Selection>,
    /// How much an offer may cost and how much may be offered.
    pub tact: Limits,
    /// What may be offered when.
    pub stages: Stages,
    /// What becomes of old prices.
    pub freshness: Freshness,
    /// So many of a hundred shoppers are shown nothing, to compare with, in `0..=90`.
    pub holdout_percent: u8,
    /// The shop's time zone by its IANA name; UTC where it has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timezone: Option<String>,
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

/// Some of the shop's products, chosen in `shop.toml` by category or SKU. The builder marks them
/// ([`Product::selection_bits`](super::Product::selection_bits)), so that a page need not know how they were chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Selection(pub u8);

impl Selection {
    /// The last one that there can be: a graph writes the marks of a product as a number of 63 bits.
    pub const MOST: u8 = 62;

    /// Its bit in the marks of the products that it holds.
    #[must_use]
    pub fn mark(self) -> u64 {
        1_u64.checked_shl(self.0.into()).unwrap_or(0)
    }
}
