//! The playbook: one file for each kind of offer.
//!
//! *Invariants*: each function makes one offer out of what the page still may show, or none; what it takes is excluded from the
//! offers after it.

mod abandoned_cart;
mod addons;
mod also_bought;
mod bundle;
mod buy_again;
mod deal;
mod follow_up;
mod loyalty;
mod memberships;
mod services;
mod shipping;
mod sold_out_alternatives;
mod threshold_fill;
mod trial;
mod upgrade;

use super::offer_context::OfferContext;
use crate::model::{Offer, OfferKind, Product};

pub(super) use buy_again::HISTORY;
pub(super) use deal::todays;
pub(super) use shipping::shipping;

/// Whether an offer belongs to a product of the page.
pub(super) fn is_beside_a_product(kind: OfferKind) -> bool {
    matches!(
        kind,
        OfferKind::Bundle
            | OfferKind::Rescue
            | OfferKind::Upgrade
            | OfferKind::Addons
            | OfferKind::Services
    )
}

/// Makes an offer; `beside` is the product of the page that it is for, if there is one.
pub(super) fn make<'a>(
    maker: &mut OfferContext<'_, 'a>,
    beside: Option<&Product<&'a str>>,
) -> Option<Offer> {
    match maker.kind {
        OfferKind::Bundle => bundle::bundle(maker, beside?),
        OfferKind::Rescue => sold_out_alternatives::sold_out_alternatives(maker, beside?),
        OfferKind::Upgrade => upgrade::upgrade(maker, beside),
        OfferKind::Addons => addons::addons(maker, beside),
        OfferKind::Services => services::services(maker, beside),
        OfferKind::Also => also_bought::also_bought(maker),
        OfferKind::Trial => trial::trial(maker),
        OfferKind::Points => loyalty::loyalty(maker),
        OfferKind::Deal => deal::deal(maker),
        OfferKind::Recovery => abandoned_cart::abandoned_cart(maker),
        OfferKind::After => follow_up::follow_up(maker),
        OfferKind::Again => buy_again::buy_again(maker),
        OfferKind::Plans => memberships::memberships(maker),
        // The bar is no unit: it stands beside them.
        OfferKind::Shipping => None,
    }
}
