//! "Frequently bought together": the viewed product and up to three companions.
//!
//! *Invariants*: the companions together cost no more than the shop's tact allows beside the product, required parts not counted;
//! a discount is taken off the price of each piece, so that what is shown is what a cart charges, for every quantity.

use crate::engine::decision::Outcome;
use crate::engine::offer_context::OfferContext;
use crate::engine::rank::Candidate;
use crate::engine::recency::RecencyWeight;
use crate::model::{Limits, Minor, Offer, OfferItem, Product, ProductId, Reason};

/// Four products fit one row on a desk and one thumb on a phone.
const COMPANIONS: usize = 3;

/// How much more the viewed product says than a product in the basket. The companions always come from the viewed
/// product's own neighborhood; the basket only reorders them.
const VIEWED: u32 = 3 * RecencyWeight::ONE;

/// The bundle of one viewed product; `None` when it cannot be sold or has no companion left.
pub(super) fn bundle(maker: &mut OfferContext<'_, '_>, viewed: &Product<&str>) -> Option<Offer> {
    let page = maker.page;
    let price = page.price(viewed).filter(|_| page.is_in_stock(viewed))?;
    maker.exclusions.add(viewed, Outcome::Viewed);
    let basket = page
        .basket
        .iter()
        .map(|product| product.id)
        .filter(|id| *id != viewed.id);
    let antecedents: Vec<_> = std::iter::once((viewed.id, VIEWED))
        .chain(basket.map(|id| (id, RecencyWeight::ONE)))
        .collect();
    let mut ranked = maker.candidates(&antecedents);
    let mut linked: Vec<ProductId> = page
        .graph
        .neighbors(viewed.id)
        .filter(|edge| edge.relation.is_companion())
        .map(|edge| edge.to)
        .collect();
    linked.sort_unstable();
    ranked.retain(|candidate| linked.binary_search(&candidate.product.id).is_ok());
    // There is no total without all prices.
    maker.keep(&mut ranked, Outcome::Unpriced, |candidate| {
        page.price(&candidate.product).is_some()
    });
    ranked.sort_by_key(|candidate| !candidate.is_needed());
    let mut left = Limits::share(page.policy.tact.bundle_percent, price);
    let fits = |candidate: &Candidate<'_>| {
        let cost = if candidate.is_needed() {
            0
        } else {
            page.price(&candidate.product).unwrap_or(0)
        };
        if cost > left {
            return Some(Outcome::TooDear);
        }
        left = left.saturating_sub(cost);
        None
    };
    let companions = maker.take(ranked, COMPANIONS, fits);
    if companions.is_empty() {
        return None;
    }
    let mut items = vec![page.offered(viewed, Reason::Viewed)];
    items.extend(companions.iter().map(|companion| page.suggested(companion)));
    for item in &mut items {
        discount(item, page.policy.bundle_discount_percent);
    }
    page.unit(maker.kind, Some(viewed), items)
}

/// Takes a percentage off the price of one piece: the discount is rounded down, so the shop never promises a penny too much.
pub(super) fn discount(item: &mut OfferItem, percent: u8) {
    let full: Minor = item.price_minor.unwrap_or(0);
    let off = Limits::share(percent.into(), full);
    if off > 0 {
        item.was_minor = Some(full);
        item.price_minor = Some(full.saturating_sub(off));
    }
}
