//! Add-ons: required parts and accessories of a product.
//!
//! *Invariants*: only links of the merchant or the catalog, no learned ones. Required parts come
//! first and may have any price.

use crate::engine::decisions::Outcome;
use crate::engine::offer_context::OfferContext;
use crate::model::{Limits, Offer, Product, Relation};

/// Maximum number of products, so that they can be compared at a glance.
const ITEMS: usize = 3;

/// The add-ons of a viewed product, else of the cart.
pub(super) fn addons(
    cx: &mut OfferContext<'_, '_>,
    beside: Option<&Product<&str>>,
) -> Option<Offer> {
    let input = cx.input;
    if let Some(viewed) = beside.filter(|viewed| !input.prices.is_in_stock(viewed)) {
        cx.record(viewed, Outcome::SoldOut);
        return None;
    }
    let worth = match beside {
        Some(viewed) => input.prices.price(viewed).unwrap_or(0),
        None => input.subtotal_minor,
    };
    let mut candidates = match beside {
        Some(viewed) => cx.companions(std::slice::from_ref(viewed)),
        None => cx.cart_companions(),
    };
    // Other companions belong to the bundle.
    candidates.retain(|candidate| {
        let relation = candidate.relation();
        candidate.is_manual
            && matches!(
                relation,
                Some(Relation::RequiredPart | Relation::Accessory | Relation::PartOfSet)
            )
    });
    cx.keep_cheap(
        &mut candidates,
        Limits::share(input.policy.limits.cart_percent, worth),
    );
    candidates.sort_by_key(|candidate| !candidate.is_needed());
    let taken = cx.take(candidates, ITEMS, |_| None);
    let items = taken
        .iter()
        .map(|candidate| input.suggestion(candidate))
        .collect();
    cx.offer(beside, items)
}
