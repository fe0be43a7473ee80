//! The kinds of offers, one file each.
//!
//! # The life of one offer
//!
//! Example: a page shows a lantern for 12.99 and has a slot for its bundle. The cart contains matches.
//!
//! 1. The planner reaches `bundle` in the shop's order of kinds for this stage. No rule excludes the
//!    kind, so the planner calls [`make`] with an [`OfferContext`] for the kind, and with the lantern
//!    as the product that the slot belongs to.
//! 2. [`bundle`](bundle::bundle) asks the context for **candidates**: the companions of the lantern
//!    and of the cart in order of relevance, such as candle 640, holder 410, matches 380, lamp 90.
//! 3. **Eligibility** refuses the matches (`in_cart`) and a sold-out lamp (`sold_out`). A red mug
//!    would be refused as a `variant` of the blue mug in the cart.
//! 4. The offer's own rule applies: all companions together may cost 200 % of the lantern, 25.98.
//!    The candle for 3.49 and the holder for 5.00 fit.
//! 5. The remaining products are **claimed**: no later offer of this page may contain them or their
//!    variants.
//! 6. **Items** contain the values that a shopper sees: the price of one piece at this moment, the
//!    discount of the bundle, and the reason ("in 14 of 25 orders with this lantern").
//! 7. The planner gives the offer its slot, unless the shopper dismissed it or saw it too often.
//!
//! Each considered product leaves an [`Outcome`](super::Outcome) in the log, so `explain()` returns
//! a record of these steps. A new kind of offer needs one file here, its line in [`make`], and its
//! line in [`OfferKind`].
//!
//! *Invariants*: a function of this module makes at most one offer, and claims the products of the
//! offer.

mod abandoned_cart;
mod addons;
mod also_bought;
mod bundle;
mod buy_again;
mod deal;
mod follow_up;
mod loyalty;
mod memberships;
mod quantity_break;
mod services;
mod shipping;
mod sold_out_alternatives;
mod threshold_fill;
mod trial;
mod upgrade;

use super::offer_context::OfferContext;
use crate::model::{Offer, OfferKind, Product};

pub(super) use buy_again::{CART_HISTORY, HISTORY};
pub(super) use shipping::shipping;

/// Makes an offer; `beside` is the product of the page that it belongs to, if any.
pub(super) fn make<'a>(
    cx: &mut OfferContext<'_, 'a>,
    beside: Option<&Product<&'a str>>,
) -> Option<Offer> {
    match cx.kind {
        OfferKind::Bundle => bundle::bundle(cx, beside?),
        OfferKind::SoldOutAlternatives => sold_out_alternatives::sold_out_alternatives(cx, beside?),
        OfferKind::QuantityBreak => quantity_break::quantity_break(cx, beside),
        OfferKind::Upgrade => upgrade::upgrade(cx, beside),
        OfferKind::Addons => addons::addons(cx, beside),
        OfferKind::Services => services::services(cx, beside),
        OfferKind::AlsoBought => also_bought::also_bought(cx),
        OfferKind::Trial => trial::trial(cx),
        OfferKind::Loyalty => loyalty::loyalty(cx),
        OfferKind::Deal => deal::deal(cx),
        OfferKind::AbandonedCart => abandoned_cart::abandoned_cart(cx),
        OfferKind::FollowUp => follow_up::follow_up(cx),
        OfferKind::BuyAgain => buy_again::buy_again(cx),
        OfferKind::Memberships => memberships::memberships(cx),
        // The bar is not an offer; the planner makes it.
        OfferKind::Shipping => None,
    }
}
