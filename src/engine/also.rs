//! "Customers also bought": a few small things that go with the whole basket.
//!
//! *Invariants*: nothing dearer than the share of the basket that the shop's tact allows, unless the merchant says that something
//! in the basket does not work without it; what is offered goes with the basket, mere popularity is no reason.

use std::cmp::Ordering;

use super::planner::Page;
use super::recency::Recency;
use super::recommend::{self, Candidate, Withheld};
use crate::model::{AlsoOffer, Minor, Tact};

/// Three can be compared at a glance.
const ITEMS: usize = 3;

/// What goes with the basket; `None` for an empty one, and when nothing small enough does.
///
/// What is offered here is withheld from the rest of the page.
pub(super) fn also(page: &Page<'_>, withheld: &mut Withheld) -> Option<AlsoOffer> {
    let antecedents: Vec<_> = page.basket.iter().map(|product| (product.id, Recency::WHOLE)).collect();
    let most = Tact::share(page.policy.tact.basket_percent, page.subtotal_minor);
    let mut candidates = recommend::rank(page.graph, &antecedents, &|product| page.is_sellable(product), withheld);
    candidates.retain(|candidate| candidate.is_needed() || candidate.price_minor() <= most);
    candidates.sort_by(|one, other| {
        let wished = |candidate: &Candidate<'_>| (!candidate.is_needed(), !candidate.is_by_hand);
        wished(one).cmp(&wished(other)).then_with(|| by_worth(one, other, most))
    });
    let mut items = Vec::new();
    for candidate in recommend::pick(candidates, ITEMS, withheld, |_| true) {
        items.push(page.offered(candidate.product, candidate.reason(page.graph)));
    }
    (!items.is_empty()).then_some(AlsoOffer { items })
}

/// The worthier first. Worth is `relevance x most / (most + price)`: what costs as much as may be must be twice as relevant as a
/// trifle.
fn by_worth(one: &Candidate<'_>, other: &Candidate<'_>, most: Minor) -> Ordering {
    let cost = |candidate: &Candidate<'_>| u128::from(most.saturating_add(candidate.price_minor()).unsigned_abs());
    let worth = u128::from(one.relevance).saturating_mul(cost(other));
    let other_worth = u128::from(other.relevance).saturating_mul(cost(one));
    let tie = |candidate: &Candidate<'_>| (candidate.price_minor(), candidate.product.id);
    other_worth.cmp(&worth).then_with(|| tie(one).cmp(&tie(other)))
}
