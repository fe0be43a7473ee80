//! "Frequently bought together": the viewed product and up to three companions.
//!
//! *Invariants*: the total price of the companions is within the shop's limit for the product;
//! required parts are not counted. A discount is taken off each piece, so the displayed price is
//! the price that the cart charges for any quantity. A product with a quantity break has no such
//! discount, and no companion triggers a break, so the prices of any selection add up; the viewed
//! product itself may only cost less.

use crate::engine::decisions::Outcome;
use crate::engine::input::{PlanInput, ResolvedLine};
use crate::engine::offer_context::OfferContext;
use crate::engine::rank::Candidate;
use crate::engine::recency::RecencyWeight;
use crate::model::{
    Limits, Minor, Offer, OfferItem, Product, ProductId, Reason, Selection, SkuKey,
};

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
    let mut sum = Sum::new(input, viewed, price);
    let fits = |candidate: &Candidate<'a>| {
        let full = input.prices.price(&candidate.product).unwrap_or(0);
        let cost = if candidate.is_needed() { 0 } else { full };
        // One button adds all products of a bundle.
        if candidate.product.is_chosen_on_page {
            return Some(Outcome::ChosenOnPage);
        }
        if cost > left {
            return Some(Outcome::TooExpensive);
        }
        if !sum.takes(&candidate.product, full) {
            return Some(Outcome::QuantityBreak);
        }
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
        reduce(input, item);
    }
    cx.offer(Some(viewed), items)
}

/// The prices of a bundle, which must add up with and without the viewed product.
///
/// A saving by quantity breaks never becomes smaller with more pieces, so if all companions together
/// trigger none, no selection of them does.
struct Sum<'p, 'a> {
    input: &'p PlanInput<'a>,
    /// The viewed product and the companions.
    added: Vec<ResolvedLine<'a>>,
    /// The amount by which the viewed product alone raises the subtotal.
    viewed_minor: Minor,
    companions_minor: Minor,
}

impl<'p, 'a> Sum<'p, 'a> {
    fn new(input: &'p PlanInput<'a>, viewed: &Product<&'a str>, price_minor: Minor) -> Self {
        let added = vec![input.added_line(viewed, 1, price_minor)];
        Self {
            input,
            viewed_minor: input.cost_minor(None, &added),
            added,
            companions_minor: 0,
        }
    }

    /// Adds a companion, unless the prices would not add up.
    fn takes(&mut self, product: &Product<&'a str>, price_minor: Minor) -> bool {
        let input = self.input;
        if input.breaks.group(&input.prices, product).is_none() {
            return true;
        }
        self.added.push(input.added_line(product, 1, price_minor));
        let sum = self.companions_minor.saturating_add(price_minor);
        let companions = self.added.get(1..).unwrap_or_default();
        let adds_up = input.cost_minor(None, companions) == sum
            && input.cost_minor(None, &self.added) == sum.saturating_add(self.viewed_minor);
        if adds_up {
            self.companions_minor = sum;
        } else {
            self.added.pop();
        }
        adds_up
    }
}

/// Takes the discount off an item, unless it has a quantity break, and removes the variants with
/// which the prices might not add up: those with another break, and more expensive ones that share
/// the break with other products.
fn reduce(input: &PlanInput<'_>, item: &mut OfferItem) {
    let Some(offered) = input.graph.product(&SkuKey::new(&item.sku)) else {
        return;
    };
    let rule = |product: &Product<&str>| {
        let group = input.breaks.group(&input.prices, product);
        let shared = input.breaks.shared(&input.prices, product);
        (group.is_some(), shared)
    };
    let (has_break, shared) = rule(&offered);
    let price = |product: &Product<&str>| input.prices.price(product);
    input.keep_variants(item, &|variant| {
        rule(variant) == (has_break, shared)
            && (shared.is_none() || price(variant) <= price(&offered))
    });
    if !has_break {
        item.discount(input.policy.bundle_discount_percent);
    }
}

/// Whether the cart accepts one more piece of a product.
fn may_be_added(input: &PlanInput<'_>, product: &Product<&str>) -> bool {
    let is_in_cart = || input.cart().any(|known| known.id == product.id);
    let is_full = product.is_in(Selection::SINGLY) && is_in_cart();
    !input.prices.is_in_sets(product) && !is_full
}
