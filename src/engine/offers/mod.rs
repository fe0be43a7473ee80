//! The playbook: one file for each kind of offer.
//!
//! *Invariants*: each function makes one offer out of what the page still may show, or none; what it takes is withheld from the
//! offers after it.

mod addons;
mod after;
mod again;
mod also;
mod bundle;
mod deal;
mod fill;
mod plans;
mod points;
mod recovery;
mod rescue;
mod services;
mod shipping;
mod trial;
mod upgrade;

use super::maker::Maker;
use crate::model::{Kind, Product, Unit};

pub(super) use again::HISTORY;
pub(super) use deal::todays;
pub(super) use shipping::shipping;

/// Whether an offer belongs to a product of the page.
pub(super) fn is_beside_a_product(kind: Kind) -> bool {
    matches!(kind, Kind::Bundle | Kind::Rescue | Kind::Upgrade | Kind::Addons | Kind::Services)
}

/// Makes an offer; `beside` is the product of the page that it is for, if there is one.
pub(super) fn make<'a>(maker: &mut Maker<'_, 'a>, beside: Option<&Product<&'a str>>) -> Option<Unit> {
    match maker.kind {
        Kind::Bundle => bundle::bundle(maker, beside?),
        Kind::Rescue => rescue::rescue(maker, beside?),
        Kind::Upgrade => upgrade::upgrade(maker, beside),
        Kind::Addons => addons::addons(maker, beside),
        Kind::Services => services::services(maker, beside),
        Kind::Also => also::also(maker),
        Kind::Trial => trial::trial(maker),
        Kind::Points => points::points(maker),
        Kind::Deal => deal::deal(maker),
        Kind::Recovery => recovery::recovery(maker),
        Kind::After => after::after(maker),
        Kind::Again => again::again(maker),
        Kind::Plans => plans::plans(maker),
        // The bar is no unit: it stands beside them.
        Kind::Shipping => None,
    }
}
