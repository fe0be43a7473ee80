//! Abandoned cart: the products that a returning shopper left, one product that goes with them, and
//! the progress to the next reward.
//!
//! *Invariants*: only with consent, and only products that can still be bought.

use crate::engine::input::ResolvedLine;
use crate::engine::offer_context::OfferContext;
use crate::engine::tiers::CartAfter;
use crate::model::{Limits, Offer, OfferItem, Product, Reason};

/// Maximum number of lines in the offer.
const LINES: usize = 5;

/// The lines that were left and are not in the cart.
pub(super) fn abandoned_cart(cx: &mut OfferContext<'_, '_>) -> Option<Offer> {
    let input = cx.input;
    if !input.context.shopper.has_consent {
        return None;
    }
    let mut items = Vec::new();
    let mut left = Vec::new();
    let mut products = Vec::new();
    let mut lines: Vec<ResolvedLine<'_>> = input.resolve(&input.context.left);
    // The measured amount of such a product is not stored.
    lines.retain(|line| !line.is_measured);
    // If there are more than the maximum, the most expensive lines are kept.
    lines.sort_by_key(|line| std::cmp::Reverse(line.worth_minor));
    for ResolvedLine {
        product,
        quantity,
        tax_minor,
        ..
    } in lines
    {
        let is_wanted = |product: &Product<&str>| items.len() < LINES && cx.admits(product);
        let product = product.map(|product| (product, input.prices.price(&product)));
        let Some((product, Some(price))) = product else {
            continue;
        };
        if !is_wanted(&product) {
            continue;
        }
        cx.claim(&product);
        items.push(OfferItem {
            quantity,
            // The shopper has chosen it before.
            choice: None,
            is_chosen_on_page: false,
            ..input.item(&product, Reason::Left)
        });
        let mut line = input.added_line(&product, quantity, price);
        line.tax_minor = tax_minor.or(line.tax_minor);
        left.push(line);
        products.push(product);
    }
    if left.is_empty() {
        return None;
    }
    let mut missing = cx.companions(&products);
    let mut offer = cx.offer(None, items)?;
    cx.keep_cheap(
        &mut missing,
        Limits::share(input.policy.limits.cart_percent, offer.total_minor),
    );
    missing.retain(|candidate| input.prices.price(&candidate.product).is_some());
    offer.total_minor = input.cost_minor(None, &left);
    offer.progress = CartAfter::with(input, &left)
        .progress()
        .map(|(_, progress)| progress);
    if let [missing] = cx.take(missing, 1, |_| None).as_slice() {
        offer.items.push(input.suggestion(missing));
    }
    Some(offer)
}
