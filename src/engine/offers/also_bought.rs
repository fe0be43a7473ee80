//! "Customers also bought": a few inexpensive products that go with the whole cart.
//!
//! *Invariants*: each costs at most the share of the subtotal that the shop's limits allow, except
//! for required parts. Each is linked to a product in the cart, or the shopper bought it before; popularity alone is not a reason.

use std::cmp::Ordering;

use crate::engine::input::PlanInput;
use crate::engine::offer_context::OfferContext;
use crate::engine::rank::Candidate;
use crate::engine::recency::RecencyWeight;
use crate::model::{Limits, Minor, Offer};

/// Maximum number of products, so that they can be compared at a glance.
const ITEMS: usize = 3;

/// The offer for the cart; `None` if the cart is empty or no companion is cheap enough.
pub(super) fn also_bought(cx: &mut OfferContext<'_, '_>) -> Option<Offer> {
    let input = cx.input;
    let subjects: Vec<_> = input
        .cart()
        .map(|product| (product.id, RecencyWeight::ONE))
        .collect();
    if subjects.is_empty() {
        return None;
    }
    let candidates = cx.candidates_with_history(&subjects);
    small(
        cx,
        candidates,
        Limits::share(input.policy.limits.cart_percent, input.subtotal_minor),
    )
}

/// The candidates with the highest score that cost at most `most`.
pub(super) fn small<'a>(
    cx: &mut OfferContext<'_, 'a>,
    mut candidates: Vec<Candidate<'a>>,
    most: Minor,
) -> Option<Offer> {
    let input = cx.input;
    cx.keep_cheap(&mut candidates, most);
    candidates.sort_by(|one, other| {
        let wanted = |candidate: &Candidate<'_>| (!candidate.is_needed(), !candidate.is_manual);
        wanted(one)
            .cmp(&wanted(other))
            .then_with(|| by_worth(input, one, other, most))
    });
    let taken = cx.take(candidates, ITEMS, |_| None);
    let items = taken
        .iter()
        .map(|candidate| input.suggestion(candidate))
        .collect();
    cx.offer(None, items)
}

/// Sorts by descending score, which is `relevance x most / (most + price)`: a product at the price
/// limit must be twice as relevant as an almost free one to have the same score.
///
/// Example: the limit is 10.00. A candle for 10.00 with relevance 300 has the score 300 x 10 / 20 =
/// 150; matches for 1.00 with relevance 200 have 200 x 10 / 11 = 182 and come first.
fn by_worth(
    input: &PlanInput<'_>,
    one: &Candidate<'_>,
    other: &Candidate<'_>,
    most: Minor,
) -> Ordering {
    // A product without a price is treated as one at the limit.
    let price = |candidate: &Candidate<'_>| input.prices.price(&candidate.product).unwrap_or(most);
    let cost = |candidate: &Candidate<'_>| {
        u128::from(most.saturating_add(price(candidate)).unsigned_abs())
    };
    let worth = u128::from(one.relevance).saturating_mul(cost(other));
    let other_worth = u128::from(other.relevance).saturating_mul(cost(one));
    let tie = |candidate: &Candidate<'_>| (price(candidate), candidate.product.id);
    other_worth
        .cmp(&worth)
        .then_with(|| tie(one).cmp(&tie(other)))
}
