//! The plan: everything that Tillside shows on one page at one moment, as plain data.
//!
//! *Invariants*: amounts are minor units of [`Plan::currency`]; a product appears at most once in a
//! plan, except that the viewed product is also in its own bundle, quantity break and upgrade; an item is priced as the
//! variant that is chosen at first; the JSON form
//! (camelCase keys) is public API.

use serde::Serialize;

use super::{BillingPeriod, Currency, Limits, Minor, OfferKind, Rating, Reason};

/// All offers of one page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Plan {
    /// The currency of every amount below.
    pub currency: Currency,
    /// Sum of the cart's lines, before coupons, delivery and membership.
    pub subtotal_minor: Minor,
    /// Whether this shopper is in the control group, which sees no offers.
    pub is_control_group: bool,
    /// The offers, the most important first.
    pub offers: Vec<Offer>,
    /// Progress to the next reward; `None` when no reward applies to this cart, or when the
    /// shopper's membership includes it.
    pub shipping: Option<ShippingOffer>,
}

/// One offer with its products.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Offer {
    /// The kind of the offer.
    pub kind: OfferKind,
    /// Number of the slot that shows it.
    pub slot: u32,
    /// Identifier of the offer, the same on every page: its kind, and the SKU of the product if it
    /// belongs to one. Events contain it, and dismissed offers are recognized by it.
    pub list_id: String,
    /// The SKU, in the graph's spelling, of the page's product that the offer belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sku: Option<String>,
    /// Whether the cart contains that product already; then it is not added again by default.
    pub is_in_cart: bool,
    /// Products, services or samples of the offer.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<OfferItem>,
    /// Total price of all items in their quantities; items without a price count as 0. Where a button
    /// adds all items, it is the amount by which the subtotal rises, with quantity breaks.
    pub total_minor: Minor,
    /// The memberships on sale, in the order of `shop.toml`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub memberships: Vec<MembershipCard>,
    /// The prices of several pieces.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantity_break: Option<QuantityPrices>,
    /// The points that the cart earns.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub loyalty: Option<LoyaltyProgress>,
    /// End of the offer in milliseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ends_at_ms: Option<i64>,
    /// Progress to the next reward after the shopper accepts the offer; `None` for offers that do
    /// not show it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub progress: Option<RewardProgress>,
}

impl Offer {
    /// Identifier of the offer together with its first item, by which repetitions are counted.
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
    /// The SKU in the merchant's spelling.
    pub sku: String,
    /// Title for shoppers.
    pub title: String,
    /// Number of pieces, at least 1.
    pub quantity: u32,
    /// Price of one piece in this offer; `None` if no reliable price is known.
    pub price_minor: Option<Minor>,
    /// Price of one piece without the offer, if it is higher.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub was_minor: Option<Minor>,
    /// Whether it is the deal of the day, which costs the same in every offer and on its own page.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_deal: bool,
    /// Added cost of one piece compared with the replaced product.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extra_minor: Option<Minor>,
    /// The SKU of the cart line that it replaces.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replaces: Option<String>,
    /// The SKU of the product that the service belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub belongs_to: Option<String>,
    /// A remark about it, in the shop's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Address of its page, if known.
    pub url: Option<String>,
    /// Address of its picture, if known.
    pub image: Option<String>,
    /// Average rating with the number of reviews.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rating: Option<Rating>,
    /// A sentence from one customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub testimonial: Option<String>,
    /// The variants from which the shopper chooses; `None` for a product without variants.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub choice: Option<VariantChoice>,
    /// Whether its variants are too many to choose from here: the offer leads to its page.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_chosen_on_page: bool,
    /// Reason of the recommendation.
    pub reason: Reason,
}

/// The prices of several pieces, and what the offered pieces save.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct QuantityPrices {
    /// Number of pieces in the cart that count.
    pub held: u32,
    /// How much less the subtotal rises than by the price of the offered pieces.
    pub saving_minor: Minor,
    /// Name of the products that count together; `None` if the product counts alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mix: Option<String>,
    /// The tiers that save something, by ascending number of pieces.
    pub tiers: Vec<QuantityTier>,
}

/// The price of several pieces of a product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct QuantityTier {
    /// Number of pieces.
    pub quantity: u32,
    /// The price of each piece from this number on; `None` if only exactly so many pieces form a set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price_minor: Option<Minor>,
    /// The price of all pieces.
    pub total_minor: Minor,
    /// How much less that is than without the break.
    pub saving_minor: Minor,
}

/// The variants from which a shopper chooses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct VariantChoice {
    /// Name of the option, such as `Size`; `None` if the catalog does not name it.
    pub name: Option<String>,
    /// The variants in the catalog's order, the offered one among them. Until the page has loaded
    /// the others, it may be the only one.
    pub variants: Vec<OfferVariant>,
}

/// A variant in place of the offered one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OfferVariant {
    /// The SKU in the merchant's spelling.
    pub sku: String,
    /// The option, such as `M`.
    pub option: String,
    /// Title for shoppers.
    pub title: String,
    /// Price of one piece in this offer, as in [`OfferItem`].
    pub price_minor: Option<Minor>,
    /// Price of one piece without the offer, if it is higher.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub was_minor: Option<Minor>,
    /// Whether it is the deal of the day.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_deal: bool,
    /// Added cost of one piece compared with the replaced product.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extra_minor: Option<Minor>,
    /// Address of its page, if known.
    pub url: Option<String>,
    /// Address of its picture, if known.
    pub image: Option<String>,
    /// Whether it is in stock; a shopper cannot choose another one.
    pub is_available: bool,
}

impl OfferItem {
    /// Takes a percentage off the price of one piece, whichever variant is chosen. The deal of the
    /// day has its own discount.
    pub(crate) fn discount(&mut self, percent: u8) {
        if !self.is_deal {
            discount(percent, &mut self.price_minor, &mut self.was_minor);
        }
        let variants = self
            .choice
            .iter_mut()
            .flat_map(|choice| &mut choice.variants);
        for variant in variants.filter(|variant| !variant.is_deal) {
            discount(percent, &mut variant.price_minor, &mut variant.was_minor);
        }
    }

    /// The item with another variant in place of the offered one; `None` if that cannot be chosen.
    #[must_use]
    pub fn with_variant(&self, sku: &str) -> Option<Self> {
        let mut variants = self.choice.iter().flat_map(|choice| &choice.variants);
        let chosen = variants.find(|variant| variant.sku == sku && variant.is_available)?;
        let mut item = self.clone();
        item.sku.clone_from(&chosen.sku);
        item.title.clone_from(&chosen.title);
        item.url.clone_from(&chosen.url);
        item.image.clone_from(&chosen.image);
        item.price_minor = chosen.price_minor;
        item.was_minor = chosen.was_minor;
        item.is_deal = chosen.is_deal;
        item.extra_minor = chosen.extra_minor;
        Some(item)
    }
}

/// Takes a percentage off a price. The discount is rounded down, so the price is never a penny lower
/// than the shop charges.
fn discount(percent: u8, price_minor: &mut Option<Minor>, was_minor: &mut Option<Minor>) {
    let full = price_minor.unwrap_or(0);
    let off = Limits::share(percent.into(), full);
    if off > 0 {
        *was_minor = Some(full);
        *price_minor = Some(full.saturating_sub(off));
    }
}

/// Progress to a reward.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RewardProgress {
    /// The kind of the reward: `shipping`, `gift` or `percent`.
    pub reward: &'static str,
    /// Name of the reward.
    pub name: String,
    /// The percentage of a discount, otherwise `0`.
    pub percent: u8,
    /// What the cart must reach, and how far it is.
    pub goal: Goal,
    /// The delivery method that is free already, if the next reward is another one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub earned: Option<String>,
}

/// What a cart must reach, and how far it is, by the `unit` of the goal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(
    tag = "unit",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum Goal {
    /// A subtotal.
    Amount {
        /// Subtotal that earns the reward.
        threshold_minor: Minor,
        /// Part of the subtotal that counts towards it.
        counted_minor: Minor,
        /// Threshold minus counted amount, never below 0.
        remaining_minor: Minor,
        /// The price of the products to add, if it is more than `remaining_minor`, because only a
        /// part of an added product counts (percentage coupon, or tax that does not count).
        #[serde(skip_serializing_if = "Option::is_none")]
        add_minor: Option<Minor>,
    },
    /// A number of items.
    Items {
        /// Number of pieces that earns the reward.
        threshold: u32,
        /// Number of pieces that count towards it.
        counted: u32,
        /// Threshold minus counted pieces, never below 0.
        remaining: u32,
    },
}

impl Goal {
    /// The amount or number of pieces that is missing; `0` if the reward is earned.
    #[must_use]
    pub fn remaining(&self) -> i64 {
        match *self {
            Self::Amount {
                remaining_minor, ..
            } => remaining_minor,
            Self::Items { remaining, .. } => remaining.into(),
        }
    }

    /// The price of the products to add, or their number; `0` if the reward is earned.
    #[must_use]
    pub fn to_add(&self) -> i64 {
        match *self {
            Self::Amount {
                remaining_minor,
                add_minor,
                ..
            } => add_minor.unwrap_or(remaining_minor),
            Self::Items { remaining, .. } => remaining.into(),
        }
    }

    /// The amount or number of pieces that counts.
    #[must_use]
    pub fn counted(&self) -> i64 {
        match *self {
            Self::Amount { counted_minor, .. } => counted_minor,
            Self::Items { counted, .. } => counted.into(),
        }
    }

    /// Progress in whole percent, rounded down: 100 only when the reward is earned.
    #[must_use]
    pub fn percent(&self) -> u8 {
        let threshold = match *self {
            Self::Amount {
                threshold_minor, ..
            } => threshold_minor,
            Self::Items { threshold, .. } => threshold.into(),
        };
        let percent = i128::from(self.counted().clamp(0, threshold))
            .saturating_mul(100)
            .checked_div(threshold.into());
        percent
            .and_then(|percent| percent.try_into().ok())
            .unwrap_or(100)
    }
}

/// Progress to the next reward, and the products that close the gap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ShippingOffer {
    /// Identifier in events.
    pub list_id: String,
    /// Progress to the next reward, or to the last one if all are earned.
    pub progress: RewardProgress,
    /// Progress in whole percent, rounded down: 100 only when the reward is earned.
    pub progress_percent: u8,
    /// Whether the reward is earned.
    pub is_earned: bool,
    /// The products that close the gap; `None` when no related products do.
    pub fill: Option<ThresholdFill>,
}

/// One to three products that close the gap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ThresholdFill {
    /// The products, the most relevant first.
    pub items: Vec<OfferItem>,
    /// Total price of one piece of each.
    pub total_minor: Minor,
    /// Amount by which they exceed the gap; `0` for a goal in items.
    pub overshoot_minor: Minor,
}

/// Loyalty points of a cart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LoyaltyProgress {
    /// The shopper's balance; `None` if the page does not set it.
    pub balance: Option<u64>,
    /// Points that this cart earns.
    pub earned: u64,
    /// The next reward that balance and cart together do not reach.
    pub reward: Option<String>,
    /// Points missing to that reward.
    pub missing: u64,
    /// Additional points of the suggested item.
    pub extra: u64,
}

/// One membership with its value for this cart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MembershipCard {
    /// The shop's own identifier.
    pub id: String,
    /// Name for shoppers.
    pub name: String,
    /// Its prices: one, or one per month and one per year.
    pub prices: Vec<MembershipPrice>,
    /// Address of a page with details.
    pub url: Option<String>,
    /// Benefits in the shop's words.
    pub benefits: Vec<String>,
    /// Saving on this cart.
    pub saving_minor: Minor,
    /// Saving in a year on the shopper's own orders; `None` if they are unknown.
    pub yearly_saving_minor: Option<Minor>,
    /// Whether this one gets the badge: it saves this shopper more than it costs, and more than the
    /// others.
    pub is_best: bool,
    /// The parts of the saving.
    pub reason: Reason,
}

/// A price of a membership.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MembershipPrice {
    /// Billing period.
    pub period: BillingPeriod,
    /// Amount per period.
    pub price_minor: Minor,
    /// Number of carts like this one per period after which it pays for itself; `None` without a
    /// saving.
    pub pays_after_orders: Option<u32>,
}
