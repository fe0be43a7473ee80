//! The plan: everything that Tillside shows on one page at one moment, as plain data.
//!
//! *Invariants*: amounts are minor units of [`Plan::currency`]; no product stands twice in one plan but the viewed one in its
//! own bundle; the JSON form (camelCase keys) is public API.

use serde::Serialize;

use super::{Currency, Minor, Period, Reason};

/// All offers of one page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Plan {
    /// The currency of every amount below.
    pub currency: Currency,
    /// What the basket costs before delivery and membership.
    pub subtotal_minor: Minor,
    /// One for each viewed product that has companions, in the page's order.
    pub bundles: Vec<BundleOffer>,
    /// One for each viewed product that is sold out and that something comes close to, in the page's order.
    pub rescues: Vec<RescueOffer>,
    /// The nudge towards free delivery; `None` when the shop has no such rule in this currency or the shopper's
    /// membership pays delivery anyway.
    pub shipping: Option<ShippingOffer>,
    /// What goes with the whole basket; `None` for an empty one, and when nothing small enough does.
    pub also: Option<AlsoOffer>,
    /// The memberships on sale; `None` when there are none in this currency or the shopper has one.
    pub memberships: Option<MembershipOffer>,
}

/// A product in an offer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Offered {
    /// The merchant's spelling.
    pub sku: String,
    /// What shoppers call it.
    pub title: String,
    /// Price of one.
    pub price_minor: Minor,
    /// Its page, if known.
    pub url: Option<String>,
    /// Its picture, if known.
    pub image: Option<String>,
    /// Why it is here.
    pub reason: Reason,
}

/// "Frequently bought together": the viewed product and one to three companions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BundleOffer {
    /// The viewed product's SKU as the graph spells it.
    pub sku: String,
    /// Whether the shopper holds the viewed product already, so that nobody adds it a second time unasked.
    pub is_in_basket: bool,
    /// The viewed product first, then the companions, strongest first.
    pub items: Vec<Offered>,
    /// One of each.
    pub total_minor: Minor,
}

/// What comes closest to a product that is sold out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RescueOffer {
    /// The sold-out product's SKU as the graph spells it.
    pub sku: String,
    /// One to three, the closest first.
    pub items: Vec<Offered>,
}

/// "Customers also bought": small things that go with the whole basket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AlsoOffer {
    /// One to three, the worthiest first.
    pub items: Vec<Offered>,
}

/// How far it is to free delivery.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ShippingOffer {
    /// The delivery that becomes free.
    pub name: String,
    /// The subtotal that earns it.
    pub threshold_minor: Minor,
    /// Threshold less subtotal, never below 0.
    pub remaining_minor: Minor,
    /// Share of the way in whole percent, rounded down: 100 only when it is earned.
    pub progress_percent: u8,
    /// Whether delivery is free.
    pub is_earned: bool,
    /// What closes the gap; `None` when nothing related does.
    pub fill: Option<Fill>,
}

/// One or two products that close the gap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Fill {
    /// One or two, the more relevant first.
    pub items: Vec<Offered>,
    /// One of each.
    pub total_minor: Minor,
    /// What they cost beyond the gap.
    pub overshoot_minor: Minor,
}

/// The memberships on sale, and the one that suits this basket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MembershipOffer {
    /// Id of the membership to highlight; `None` when none saves anything on this basket.
    pub best: Option<String>,
    /// All of them, in the shop's order.
    pub plans: Vec<MembershipCard>,
}

/// One membership with what it means for this basket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MembershipCard {
    /// The shop's own id.
    pub id: String,
    /// What shoppers call it.
    pub name: String,
    /// Price of one period.
    pub price_minor: Minor,
    /// How long the price lasts.
    pub period: Period,
    /// Where to read more.
    pub url: Option<String>,
    /// What the shop promises.
    pub benefits: Vec<String>,
    /// What it saves on this basket.
    pub saving_minor: Minor,
    /// Number of baskets like this one in a period until it has paid for itself; `None` when it saves nothing.
    pub pays_after_orders: Option<u32>,
    /// Whether this is the one to highlight.
    pub is_best: bool,
    /// The saving in its parts.
    pub reason: Reason,
}
