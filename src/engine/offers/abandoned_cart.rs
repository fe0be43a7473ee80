//! Basket recovery: what a returning shopper left, what is missing from it, and how near the next reward it is.
//!
//! *Invariants*: only with consent, and only what can still be had.

use super::shipping::way_with;
use crate::engine::input::ResolvedLine;
use crate::engine::offer_context::OfferContext;
use crate::model::{Limits, Offer, Reason};

/// At most so many lines are put back.
const LINES: usize = 5;

/// What was left and is not in the basket.
pub(super) fn abandoned_cart(maker: &mut OfferContext<'_, '_>) -> Option<Offer> {
    let page = maker.page;
    if !page.context.shopper.has_consent {
        return None;
    }
    let mut items = Vec::new();
    let mut left = Vec::new();
    let mut lines: Vec<ResolvedLine<'_>> = page.held(&page.context.left);
    // Should there be too many, the dear ones are the ones to be put back.
    lines.sort_by_key(|line| std::cmp::Reverse(line.worth_minor));
    for ResolvedLine {
        product, quantity, ..
    } in lines
    {
        let Some(product) = product.filter(|product| {
            items.len() < LINES && page.price(product).is_some() && maker.admits(product)
        }) else {
            continue;
        };
        maker.offer(&product);
        let mut item = page.offered(&product, Reason::Left);
        item.quantity = quantity;
        items.push(item);
        left.push(product);
    }
    if left.is_empty() {
        return None;
    }
    let mut missing = maker.companions(&left);
    let mut unit = page.unit(maker.kind, None, items)?;
    maker.keep_cheap(
        &mut missing,
        Limits::share(page.policy.tact.basket_percent, unit.total_minor),
    );
    missing.retain(|candidate| page.price(&candidate.product).is_some());
    unit.way = way_with(page, unit.total_minor);
    if let [missing] = maker.take(missing, 1, |_| None).as_slice() {
        unit.items.push(page.suggested(missing));
    }
    Some(unit)
}
