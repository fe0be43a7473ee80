//! What the page knows about the shopper at this moment.
//!
//! *Invariants*: time, consent and chance come in here and nowhere else: a plan is a function of its inputs.

use crate::model::{Basket, Currency, Minor, OfferKind, SkuKey, Stage};

/// The input of a plan that changes while a page is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Context {
    /// The currency of the page's prices.
    pub currency: Currency,
    /// The places that the page has for offers, in the page's order.
    pub slots: Vec<Slot>,
    /// Where the shopper stands; `None` where the page does not say.
    pub stage: Option<Stage>,
    /// What the shopper holds.
    pub basket: Basket,
    /// What coupons take off the subtotal, in minor units.
    pub coupon_minor: Minor,
    /// How much of the subtotal is tax, in minor units.
    pub tax_minor: Minor,
    /// What was bought just now: the page says thank you for it.
    pub purchased: Basket,
    /// What the shopper left in the basket at an earlier visit; looked at with consent alone.
    pub left: Basket,
    /// What the page knows better than the graph.
    pub live: Vec<Live>,
    /// What the page says is sold out.
    pub unavailable: Vec<SkuKey>,
    /// Who it is.
    pub shopper: Shopper,
    /// The list ids of offers, or the words of kinds, that the shopper does not want to see.
    pub dismissed: Vec<String>,
    /// Offers of earlier pages of this visit ([`Offer::topic`](crate::model::Offer::topic)), with the number of pages.
    pub seen: Vec<(String, u32)>,
    /// The day by the clock on the shop's wall; `None` where nobody tells.
    pub today: Option<Today>,
    /// Days since the graph's prices were right; `None` where nobody tells.
    pub graph_age_days: Option<u32>,
}

/// A place for one offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// The number that the plan calls it by.
    pub id: u32,
    /// What kind of offer it takes; `None` leaves the choice to the planner.
    pub kind: Option<OfferKind>,
    /// The product of the page that it stands beside.
    pub sku: Option<SkuKey>,
}

/// What the page knows of a product at this moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Live {
    /// Which product.
    pub sku: SkuKey,
    /// What one costs, more than nothing.
    pub price_minor: Option<Minor>,
    /// Whether it can be bought.
    pub is_available: Option<bool>,
}

/// What is known of the shopper.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shopper {
    /// Whether the shopper allows that something is remembered and looked back at.
    pub has_consent: bool,
    /// The id of the membership that the shopper has.
    pub membership: Option<String>,
    /// The code of the country that the order goes to.
    pub country: Option<String>,
    /// A word of the shop's that is the shopper's alone; it decides who is shown nothing, to compare with.
    pub visitor: Option<String>,
    /// Balance of points.
    pub points: Option<u64>,
    /// Products bought before.
    pub history: Vec<Bought>,
    /// Earlier orders.
    pub orders: Vec<PastOrder>,
}

/// A product that the shopper bought before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bought {
    /// Which one.
    pub sku: SkuKey,
    /// In how many orders, at least 1.
    pub orders: u32,
    /// Days since the last of them.
    pub days_ago: u32,
}

/// An earlier order of the shopper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PastOrder {
    /// What its products cost.
    pub subtotal_minor: Minor,
    /// Days since then.
    pub days_ago: u32,
}

/// A day by the clock on the shop's wall.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Today {
    /// Days since 1970.
    pub day: i64,
    /// When it ends, in milliseconds since 1970 by universal time.
    pub ends_at_ms: i64,
}

impl Context {
    /// An empty basket on a page without a place for offers.
    #[must_use]
    pub fn new(currency: Currency) -> Self {
        Self {
            currency,
            slots: Vec::new(),
            stage: None,
            basket: Basket::default(),
            coupon_minor: 0,
            tax_minor: 0,
            purchased: Basket::default(),
            left: Basket::default(),
            live: Vec::new(),
            unavailable: Vec::new(),
            shopper: Shopper::default(),
            dismissed: Vec::new(),
            seen: Vec::new(),
            today: None,
            graph_age_days: None,
        }
    }
}

impl Slot {
    /// A place for one kind of offer.
    #[must_use]
    pub fn of(id: u32, kind: OfferKind, sku: Option<SkuKey>) -> Self {
        Self {
            id,
            kind: Some(kind),
            sku,
        }
    }
}
