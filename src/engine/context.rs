//! The state of the page and the shopper at this moment.
//!
//! *Invariants*: time, consent and the control group enter here and nowhere else, so a plan is a
//! function of its inputs.

use crate::model::{Cart, Currency, Minor, OfferKind, SkuKey, Stage};

/// The input of a plan that changes while a page is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Context {
    /// The currency of the page's prices.
    pub currency: Currency,
    /// The page's slots for offers, in the page's order.
    pub slots: Vec<Slot>,
    /// The stage of the purchase; `None` if the page does not set it.
    pub stage: Option<Stage>,
    /// The cart.
    pub cart: Cart,
    /// Sum of the coupons of a fixed amount, in minor units.
    pub coupon_minor: Minor,
    /// Sum of the percentage coupons, in whole percent of every line, `0..=100`.
    pub coupon_percent: u8,
    /// Whether a coupon makes delivery free.
    pub is_shipping_free: bool,
    /// The tax in the subtotal before coupons, in minor units: that of all lines together, even if
    /// lines have their own tax.
    pub tax_minor: Minor,
    /// The order that was just placed; empty on all other pages.
    pub purchased: Cart,
    /// The cart that the shopper left at an earlier visit. It is only used with consent.
    pub left: Cart,
    /// Prices and stock that are fresher than the graph.
    pub live: Vec<Live>,
    /// The SKUs that the page reports as sold out.
    pub unavailable: Vec<SkuKey>,
    /// The shopper.
    pub shopper: Shopper,
    /// Offers that the shopper dismissed, by list id or by name of the kind.
    pub dismissed: Vec<String>,
    /// Offers of earlier pages of this visit ([`Offer::topic`](crate::model::Offer::topic)), with
    /// the number of pages.
    pub seen: Vec<(String, u32)>,
    /// The day in the shop's time zone; `None` if it is unknown.
    pub today: Option<Today>,
    /// Age of the graph's prices in days; `None` if it is unknown.
    pub graph_age_days: Option<u32>,
}

/// An element of the page that asks for one offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Its number in the plan.
    pub id: u32,
    /// The kind of offer that it shows; `None` for any.
    pub kind: Option<OfferKind>,
    /// The viewed product that it belongs to.
    pub sku: Option<SkuKey>,
}

/// Current data about a product from the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Live {
    /// The product.
    pub sku: SkuKey,
    /// Price of one piece, above 0.
    pub price_minor: Option<Minor>,
    /// The tax in that price; `None` if it is unknown.
    pub tax_minor: Option<Minor>,
    /// Whether it is in stock.
    pub is_available: Option<bool>,
    /// The minimum quantity of an order; `None` if it is unknown.
    pub minimum_quantity: Option<u32>,
}

/// Data about the shopper.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shopper {
    /// Whether the shopper consents to being remembered.
    pub has_consent: bool,
    /// The id of the shopper's membership.
    pub membership: Option<String>,
    /// The destination country, as an ISO 3166 code.
    pub country: Option<String>,
    /// The shop's pseudonym for this shopper. It decides who is in the control group.
    pub visitor: Option<String>,
    /// Balance of loyalty points.
    pub points: Option<u64>,
    /// Products bought before.
    pub history: Vec<PastPurchase>,
    /// Earlier orders.
    pub orders: Vec<PastOrder>,
}

/// A product that the shopper bought before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastPurchase {
    /// The product.
    pub sku: SkuKey,
    /// Number of orders with it, at least 1.
    pub orders: u32,
    /// Days since the last of them; `None` where it is unknown.
    pub days_ago: Option<u32>,
}

/// An earlier order of the shopper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PastOrder {
    /// The price of its products.
    pub subtotal_minor: Minor,
    /// Days since it was placed.
    pub days_ago: u32,
}

/// A day in the shop's time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Today {
    /// Days since 1970.
    pub day: i64,
    /// The end of the day, in milliseconds since 1970, UTC.
    pub ends_at_ms: i64,
}

impl Context {
    /// An empty cart on a page without slots.
    #[must_use]
    pub fn new(currency: Currency) -> Self {
        Self {
            currency,
            slots: Vec::new(),
            stage: None,
            cart: Cart::default(),
            coupon_minor: 0,
            coupon_percent: 0,
            is_shipping_free: false,
            tax_minor: 0,
            purchased: Cart::default(),
            left: Cart::default(),
            live: Vec::new(),
            unavailable: Vec::new(),
            shopper: Shopper::default(),
            dismissed: Vec::new(),
            seen: Vec::new(),
            today: None,
            graph_age_days: None,
        }
    }

    /// The stage that the page sets. Without one, a purchase means `post_purchase`, a viewed
    /// product or an empty cart means `browse`, and any other page is `checkout`.
    #[must_use]
    pub fn stage(&self) -> Stage {
        let is_viewing = self.slots.iter().any(|slot| slot.sku.is_some());
        self.stage.unwrap_or({
            if !self.purchased.is_empty() {
                Stage::PostPurchase
            } else if is_viewing || self.cart.is_empty() {
                Stage::Browse
            } else {
                Stage::Checkout
            }
        })
    }
}

impl Slot {
    /// A slot for one kind of offer.
    #[must_use]
    pub fn of(id: u32, kind: OfferKind, sku: Option<SkuKey>) -> Self {
        Self {
            id,
            kind: Some(kind),
            sku,
        }
    }
}
