//! Add-ons: parts without which a product does not work, and what is made for it.
//!
//! *Invariants*: what the merchant or the catalog links as a required part or an accessory, nothing learned; required parts come
//! first, at any price.

use crate::engine::offer_context::OfferContext;
use crate::model::{Limits, Offer, Product, Relation};

/// Three can be compared at a glance.
const ITEMS: usize = 3;

/// What belongs to a viewed product, or to what is in the basket.
pub(super) fn addons(
    maker: &mut OfferContext<'_, '_>,
    beside: Option<&Product<&str>>,
) -> Option<Offer> {
    let page = maker.page;
    if let Some(viewed) = beside.filter(|viewed| !page.is_in_stock(viewed)) {
        maker.tell(viewed, crate::engine::Outcome::SoldOut);
        return None;
    }
    let worth = match beside {
        Some(viewed) => page.price(viewed).unwrap_or(0),
        None => page.subtotal_minor,
    };
    let mut candidates = match beside {
        Some(viewed) => maker.companions(std::slice::from_ref(viewed)),
        None => maker.basket_companions(),
    };
    // Others go with the product too; they are the bundle's.
    candidates.retain(|candidate| {
        let relation = candidate.relation();
        candidate.is_manual
            && matches!(
                relation,
                Relation::RequiredPart | Relation::Accessory | Relation::PartOfSet
            )
    });
    maker.keep_cheap(
        &mut candidates,
        Limits::share(page.policy.tact.basket_percent, worth),
    );
    candidates.sort_by_key(|candidate| !candidate.is_needed());
    let taken = maker.take(candidates, ITEMS, |_| None);
    let items = taken
        .iter()
        .map(|candidate| page.suggested(candidate))
        .collect();
    page.unit(maker.kind, beside, items)
}
