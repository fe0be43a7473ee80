//! "Frequently bought together": the viewed product and up to three companions.
//!
//! *Invariants*: the total price of the companions is within the shop's limit for the product;
//! required parts are not counted. A discount is taken off each piece, so the displayed price is
//! the price that the cart charges for any quantity. No companion triggers a quantity break, so the
//! prices of any selection add up; the viewed product itself may only cost less.

use crate::engine::decisions::Outcome;
use crate::engine::input::PlanInput;
use crate::engine::offer_context::OfferContext;
use crate::engine::rank::Candidate;
use crate::engine::recency::RecencyWeight;
use crate::model::{Limits, Minor, Offer, OfferItem, Product, ProductId, Reason, Selection};

/// Maximum number of companions: four products fit in one row on a desktop and on one screen of a
/// phone.
const COMPANIONS: usize = 3;

/// The weight of the viewed product, three times that of a product in the cart. All companions are
/// linked to the viewed product; the cart only reorders them.
const VIEWED: u32 = 3 * RecencyWeight::ONE;

/// The bundle of one viewed product; `None` if a piece of the product cannot be added or no
/// companion remains.
pub(super) fn bundle<'a>(
    cx: &mut OfferContext<'_, 'a>,
    viewed: &Product<&'a str>,
) -> Option<Offer> {
    let input = cx.input;
    let price = input
        .prices
        .price(viewed)
        .filter(|_| input.prices.is_in_stock(viewed) && may_be_added(input, viewed))?;
    if viewed.is_chosen_on_page && input.is_any_variant(viewed) {
        cx.record(viewed, Outcome::ChosenOnPage);
        return None;
    }
    cx.eligibility.withhold(viewed, Outcome::Viewed);
    let cart = input
        .cart()
        .map(|product| product.id)
        .filter(|id| *id != viewed.id);
    let antecedents: Vec<_> = std::iter::once((viewed.id, VIEWED))
        .chain(cart.map(|id| (id, RecencyWeight::ONE)))
        .collect();
    let mut ranked = cx.candidates(&antecedents);
    let mut linked: Vec<ProductId> = input
        .graph
        .neighbors(viewed.id)
        .filter(|edge| edge.relation.is_companion())
        .map(|edge| edge.to)
        .collect();
    linked.sort_unstable();
    ranked.retain(|candidate| linked.binary_search(&candidate.product.id).is_ok());
    // The total needs all prices.
    cx.keep(&mut ranked, Outcome::Unpriced, |candidate| {
        input.prices.price(&candidate.product).is_some()
    });
    ranked.sort_by_key(|candidate| !candidate.is_needed());
    let mut left = Limits::share(input.policy.limits.bundle_percent, price);
    let mut added = vec![input.added_line(viewed, 1, bundle_price(input, viewed, price))];
    let mut charged = input.cost_minor(None, &added);
    let fits = |candidate: &Candidate<'a>| {
        let full = input.prices.price(&candidate.product).unwrap_or(0);
        let cost = if candidate.is_needed() {
            0
        } else {
            full
        };
        // One button adds all products of a bundle.
        if candidate.product.is_chosen_on_page {
            return Some(Outcome::ChosenOnPage);
        }
        if cost > left {
            return Some(Outcome::TooExpensive);
        }
        let price = bundle_price(input, &candidate.product, full);
        added.push(input.added_line(&candidate.product, 1, price));
        let with = input.cost_minor(None, &added);
        if with != charged.saturating_add(price) {
            added.pop();
            return Some(Outcome::QuantityBreak);
        }
        charged = with;
        left = left.saturating_sub(cost);
        None
    };
    let companions = cx.take(ranked, COMPANIONS, fits);
    if companions.is_empty() {
        return None;
    }
    let mut items = vec![OfferItem {
        // It was chosen on this page.
        is_chosen_on_page: false,
        ..input.item(viewed, Reason::Viewed)
    }];
    items.extend(
        companions
            .iter()
            .map(|companion| input.suggestion(companion)),
    );
    for item in &mut items {
        item.discount(input.policy.bundle_discount_percent);
    }
    cx.offer(Some(viewed), items)
}

/// The price of one piece in the bundle.
fn bundle_price(input: &PlanInput<'_>, product: &Product<&str>, price_minor: Minor) -> Minor {
    if input.prices.is_deal(product) {
        return price_minor;
    }
    let percent = input.policy.bundle_discount_percent.into();
    price_minor.saturating_sub(Limits::share(percent, price_minor))
}

/// Whether the cart accepts one more piece of a product.
pub(super) fn may_be_added(input: &PlanInput<'_>, product: &Product<&str>) -> bool {
    let is_in_cart = || input.cart().any(|known| known.id == product.id);
    let is_full = product.is_in(Selection::SINGLY) && is_in_cart();
    !input.prices.is_in_sets(product) && !is_full
}
