//! Buy again: products that the shopper will soon need again; after a purchase, the time when this
//! will be.
//!
//! *Invariants*: only products that the shopper bought. A product is due when most of its usual
//! interval has passed.

use crate::engine::decisions::Outcome;
use crate::engine::input::PlanInput;
use crate::engine::offer_context::OfferContext;
use crate::engine::repeat_purchases as ranking;
use crate::model::{Offer, OfferItem, Product, Reason, Stage};

/// Maximum number of products, so that they can be compared at a glance.
const ITEMS: usize = 3;

/// Number of entries of the history that a page with this offer loads.
pub(crate) const HISTORY: usize = 50;

/// Number of entries that a page loads where the history is only evidence for the cart.
pub(crate) const CART_HISTORY: usize = 12;

/// A product without a known interval is due when the shopper bought it in this many orders.
const OFTEN: u32 = 2;

/// [`Reason::Due`] of a purchase whose day is unknown: any number above 0, which is not displayed.
const UNKNOWN_DAYS: u32 = u32::MAX;

pub(super) fn buy_again(cx: &mut OfferContext<'_, '_>) -> Option<Offer> {
    let input = cx.input;
    let stage = input.context.stage();
    let due = if stage == Stage::PostPurchase {
        bought_now(input)
    } else {
        due(cx)
    };
    let mut items = Vec::new();
    for (product, days_ago) in due.into_iter().take(ITEMS) {
        if stage != Stage::PostPurchase {
            cx.claim(&product);
        }
        // Without the day of the purchase, nothing is known of the next one.
        let interval = product.repurchase.filter(|_| days_ago.is_some());
        let reason = Reason::Due {
            days_ago: days_ago.unwrap_or(UNKNOWN_DAYS),
            interval_days: interval.map(|again| again.days),
        };
        let item = input.item(&product, reason);
        items.push(OfferItem {
            // A reminder is not added.
            choice: item.choice.filter(|_| stage != Stage::PostPurchase),
            // The shopper has chosen it before.
            is_chosen_on_page: false,
            ..item
        });
    }
    cx.offer(None, items)
}

/// The products of the placed order that have a repurchase interval, the shortest interval first.
fn bought_now<'a>(input: &PlanInput<'a>) -> Vec<(Product<&'a str>, Option<u32>)> {
    let mut due: Vec<_> = input
        .purchased
        .iter()
        .filter(|product| product.repurchase.is_some())
        .map(|product| (*product, Some(0)))
        .collect();
    due.sort_by_key(|(product, _)| (product.repurchase.map(|again| again.days), product.id));
    due.dedup_by_key(|(product, _)| product.id);
    due
}

/// The earlier purchases that are due, with the days since the last purchase.
fn due<'a>(cx: &OfferContext<'_, 'a>) -> Vec<(Product<&'a str>, Option<u32>)> {
    let input = cx.input;
    let mut due = Vec::new();
    for next in ranking::again(input.graph, &input.history, usize::MAX) {
        let product = next.product;
        let known = input.history.of(product.id);
        let days_ago = known.and_then(|purchase| purchase.days_ago);
        let is_often = || known.is_some_and(|purchase| purchase.orders >= OFTEN);
        let is_due = if product.repurchase.is_some() && days_ago.is_some() {
            ranking::is_due(&product, days_ago)
        } else {
            is_often()
        };
        // In a single-page shop the order that was just placed may still be known on later pages.
        let is_due = is_due && !input.purchased.iter().any(|bought| bought.id == product.id);
        // A product that the shopper owns is not excluded here, because this offer repeats
        // purchases.
        let refusal = cx
            .refusal(&product)
            .filter(|outcome| *outcome != Outcome::Owned);
        match refusal.or((!is_due).then_some(Outcome::Owned)) {
            Some(outcome) => cx.record(&product, outcome),
            None => due.push((product, days_ago)),
        }
    }
    due
}
