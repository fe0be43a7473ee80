//! "Customers also bought": a few small things that go with the whole basket.
//!
//! *Invariants*: nothing dearer than the share of the basket that the shop's tact allows, unless the merchant says that something
//! in the basket does not work without it; what is offered goes with the basket, mere popularity is no reason.

use std::cmp::Ordering;

use crate::engine::input::PlanInput;
use crate::engine::offer_context::OfferContext;
use crate::engine::rank::Candidate;
use crate::model::{Limits, Minor, Offer};

/// Three can be compared at a glance.
const ITEMS: usize = 3;

/// What goes with the basket; `None` for an empty one, and when nothing small enough does.
pub(super) fn also_bought(maker: &mut OfferContext<'_, '_>) -> Option<Offer> {
    let page = maker.page;
    let candidates = maker.basket_companions();
    small(
        maker,
        candidates,
        Limits::share(page.policy.tact.basket_percent, page.subtotal_minor),
    )
}

/// The worthiest of some candidates that cost at most so much.
pub(super) fn small<'a>(
    maker: &mut OfferContext<'_, 'a>,
    mut candidates: Vec<Candidate<'a>>,
    most: Minor,
) -> Option<Offer> {
    let page = maker.page;
    maker.keep_cheap(&mut candidates, most);
    candidates.sort_by(|one, other| {
        let wished = |candidate: &Candidate<'_>| (!candidate.is_needed(), !candidate.is_manual);
        wished(one)
            .cmp(&wished(other))
            .then_with(|| by_worth(page, one, other, most))
    });
    let taken = maker.take(candidates, ITEMS, |_| None);
    let items = taken
        .iter()
        .map(|candidate| page.suggested(candidate))
        .collect();
    page.unit(maker.kind, None, items)
}

/// The worthier first. Worth is `relevance x most / (most + price)`: what costs as much as may be must be twice as relevant as a
/// trifle.
fn by_worth(
    page: &PlanInput<'_>,
    one: &Candidate<'_>,
    other: &Candidate<'_>,
    most: Minor,
) -> Ordering {
    // What has no price is as dear as may be.
    let price = |candidate: &Candidate<'_>| page.price(&candidate.product).unwrap_or(most);
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
