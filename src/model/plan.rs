//! The plan: everything that Tillside shows on one page at one moment, as plain data.
//!
//! *Invariants*: amounts are minor units of [`Plan::currency`]; no product stands twice in one plan but the viewed one in its
//! own bundle and upgrade; the JSON form (camelCase keys) is public API.

use serde::Serialize;

use super::{Currency, Minor, OfferKind, Period, Rating, Reason};

/// All offers of one page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Plan {
    /// The currency of every amount below.
    pub currency: Currency,
    /// What the basket costs before coupons, delivery and membership.
    pub subtotal_minor: Minor,
    /// Whether this shopper is one of those who are shown nothing, to compare with.
    pub is_held_out: bool,
    /// What is offered, the most important first.
    pub units: Vec<Offer>,
    /// The way to the next reward; `None` when the shop has no such rule for this basket or the shopper's membership gives it
    /// anyway.
    pub shipping: Option<ShippingOffer>,
}

/// One offer with its products.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Offer {
    /// What kind of offer it is.
    pub kind: OfferKind,
    /// Number of the slot that shows it.
    pub slot: u32,
    /// What it is about, the same on every page: its kind, and where it belongs to a product, that one's SKU. Events carry it, and
    /// an offer that was dismissed is known by it.
    pub list_id: String,
    /// The SKU, as the graph spells it, of the product of the page that it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sku: Option<String>,
    /// Whether the shopper holds that product already, so that nobody adds it a second time unasked.
    pub is_in_basket: bool,
    /// What is offered.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<OfferItem>,
    /// All of it, in the quantities offered, as far as prices are known.
    pub total_minor: Minor,
    /// The memberships on sale, in the order of the shop.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub plans: Vec<MembershipCard>,
    /// What the basket earns.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub points: Option<PointsOffer>,
    /// When it ends, in milliseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ends_at_ms: Option<i64>,
    /// How far the next reward is once the shopper takes it; `None` where that is not the point.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub way: Option<RewardProgress>,
}

impl Offer {
    /// What a shopper who saw it saw: the offer with the first thing in it.
    #[must_use]
    pub fn topic(&self) -> String {
        let first = self.items.first().map_or("", |item| &item.sku);
        [&self.list_id, "/", first].concat()
    }
}

/// A product or service in an offer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OfferItem {
    /// The merchant's spelling.
    pub sku: String,
    /// What shoppers call it.
    pub title: String,
    /// How many; at least 1.
    pub quantity: u32,
    /// Price of one in this offer; `None` where the price at hand is too old to be believed.
    pub price_minor: Option<Minor>,
    /// Price of one without the offer, where that is more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub was_minor: Option<Minor>,
    /// What one costs more than what it replaces.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extra_minor: Option<Minor>,
    /// The SKU of what it takes the place of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replaces: Option<String>,
    /// The SKU of the product that it is a service for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub belongs_to: Option<String>,
    /// What is special about it, in the shop's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Its page, if known.
    pub url: Option<String>,
    /// Its picture, if known.
    pub image: Option<String>,
    /// What shoppers think of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rating: Option<Rating>,
    /// What one of them says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub testimonial: Option<String>,
    /// Why it is here.
    pub reason: Reason,
}

/// How far it is to a reward.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RewardProgress {
    /// What is earned: `shipping`, `gift` or `percent`.
    pub reward: &'static str,
    /// What the shop calls it.
    pub name: String,
    /// The percentage of a discount, else `0`.
    pub percent: u8,
    /// What earns it.
    pub threshold_minor: Minor,
    /// What of the basket counts for it.
    pub counted_minor: Minor,
    /// Threshold less what counts, never below 0.
    pub remaining_minor: Minor,
}

/// How far it is to the next reward, and what closes the gap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ShippingOffer {
    /// Names it in events.
    pub list_id: String,
    /// The way to the next reward, else to the last one, which is earned.
    pub way: RewardProgress,
    /// Share of the way in whole percent, rounded down: 100 only when it is earned.
    pub progress_percent: u8,
    /// Whether it is earned.
    pub is_earned: bool,
    /// What closes the gap; `None` when nothing related does.
    pub fill: Option<ThresholdFill>,
}

/// One to three products that close the gap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ThresholdFill {
    /// The more relevant first.
    pub items: Vec<OfferItem>,
    /// One of each.
    pub total_minor: Minor,
    /// What they cost beyond the gap.
    pub overshoot_minor: Minor,
}

/// Points of a basket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PointsOffer {
    /// What the shopper has; `None` where the page does not tell.
    pub balance: Option<u64>,
    /// What this basket earns.
    pub earned: u64,
    /// The next thing that points buy, which balance and basket together do not reach.
    pub reward: Option<String>,
    /// Points that are missing to it.
    pub missing: u64,
    /// What the item of the unit earns more.
    pub extra: u64,
}

/// One membership with what it means for this basket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MembershipCard {
    /// The shop's own id.
    pub id: String,
    /// What shoppers call it.
    pub name: String,
    /// Its prices: one, or one a month and one a year.
    pub prices: Vec<PlanPrice>,
    /// Where to read more.
    pub url: Option<String>,
    /// What the shop promises.
    pub benefits: Vec<String>,
    /// What it saves on this basket.
    pub saving_minor: Minor,
    /// What it saves in a year by the shopper's own orders; `None` where they are not known.
    pub yearly_saving_minor: Option<Minor>,
    /// Whether this is the one to highlight: it saves this shopper more than it costs, and more than the others.
    pub is_best: bool,
    /// The saving in its parts.
    pub reason: Reason,
}

/// A price of a membership.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PlanPrice {
    /// How often it is due.
    pub period: Period,
    /// How much.
    pub price_minor: Minor,
    /// Number of baskets like this one in a period until it has paid for itself; `None` when it saves nothing.
    pub pays_after_orders: Option<u32>,
}
