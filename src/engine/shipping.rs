//! The way to free delivery, and the one or two products that end it.
//!
//! *Invariants*: exact integers; every single candidate and every pair is looked at, so nothing better exists among the
//! candidates; ties are decided.

use std::cmp::{Ordering, Reverse};

use super::planner::Page;
use super::recommend::{self, Candidate, Withheld};
use crate::model::{Fill, Minor, ShippingOffer, ShippingRule};

/// The most relevant candidates that are looked at: 60 singles and 1,770 pairs.
const CANDIDATES: usize = 60;

/// The offer for the next threshold that the subtotal has not reached, else for the highest one, which is then earned;
/// `None` when the shop has no rule in this currency.
pub(super) fn shipping(page: &Page<'_>, withheld: &mut Withheld) -> Option<ShippingOffer> {
    let rule = next_rule(page)?;
    let threshold = rule.free_from_minor;
    let remaining = threshold.saturating_sub(page.subtotal_minor).max(0);
    let progress = page.subtotal_minor.clamp(0, threshold).saturating_mul(100).checked_div(threshold).unwrap_or(100);
    Some(ShippingOffer {
        name: rule.name.clone(),
        threshold_minor: threshold,
        remaining_minor: remaining,
        progress_percent: progress.try_into().unwrap_or(100),
        is_earned: remaining == 0,
        fill: fill(page, remaining, withheld),
    })
}

fn next_rule<'a>(page: &Page<'a>) -> Option<&'a ShippingRule> {
    let rules = || page.policy.shipping.iter().filter(|rule| rule.currency == page.context.currency);
    let ahead = rules().filter(|rule| rule.free_from_minor > page.subtotal_minor).min_by_key(|rule| rule.free_from_minor);
    ahead.or_else(|| rules().max_by_key(|rule| rule.free_from_minor))
}

/// The set of one or two candidates that closes the gap best; `None` when it is closed, when none can close it, or when the
/// basket is empty: who holds nothing is not on the way yet.
///
/// No product of a set is idle: a pair's products do not close the gap alone. A set's worth is its mean relevance times
/// the square of the share of its price that the gap takes: a set that costs twice the gap must be four times as relevant
/// as one that fits exactly. Equal worth: the smaller overshoot, then fewer products, then the more popular ones.
fn fill(page: &Page<'_>, remaining: Minor, withheld: &mut Withheld) -> Option<Fill> {
    if remaining == 0 || page.context.basket.is_empty() {
        return None;
    }
    // What the shopper looks at says as much about the next purchase as what is in the basket.
    let antecedents = page.basket.iter().chain(&page.viewed).map(|product| product.id);
    let mut candidates = recommend::rank(page.graph, antecedents, |product| page.is_sellable(product), withheld);
    candidates.truncate(CANDIDATES);

    let singles = candidates.iter().map(|candidate| Set { first: candidate, second: None });
    let closes = |set: &Set<'_>| set.total_minor() >= remaining;
    let short: Vec<Set<'_>> = singles.clone().filter(|single| !closes(single)).collect();
    let pairs = short.iter().enumerate().flat_map(|(place, Set { first, .. })| {
        let later = short.iter().skip(place.saturating_add(1)).map(|single| single.first);
        later.filter(|second| !are_variants(first, second)).map(|second| Set { first, second: Some(second) })
    });
    let best = singles.chain(pairs).filter(closes).max_by(Set::compare)?;

    best.candidates().for_each(|candidate| withheld.add(candidate.product));
    Some(Fill {
        items: best.candidates().map(|candidate| page.offered(candidate.product, candidate.reason(page.graph))).collect(),
        total_minor: best.total_minor(),
        overshoot_minor: best.total_minor().saturating_sub(remaining),
    })
}

fn are_variants(one: &Candidate<'_>, other: &Candidate<'_>) -> bool {
    one.product.group.is_some() && one.product.group == other.product.group
}

/// One or two candidates, the more relevant first.
#[derive(Clone, Copy)]
struct Set<'a> {
    first: &'a Candidate<'a>,
    second: Option<&'a Candidate<'a>>,
}

impl<'a> Set<'a> {
    fn candidates(self) -> impl Iterator<Item = &'a Candidate<'a>> {
        std::iter::once(self.first).chain(self.second)
    }

    fn size(self) -> u64 {
        if self.second.is_some() { 2 } else { 1 }
    }

    fn total_minor(self) -> Minor {
        self.candidates().filter_map(|candidate| candidate.product.price_minor).fold(0, Minor::saturating_add)
    }

    /// Orders by worth, `relevance / size x (remaining / total)^2`, as a cross product: the gap is the same on both sides.
    fn compare(&self, other: &Self) -> Ordering {
        let relevance = |set: &Self| set.candidates().fold(0_u64, |sum, candidate| sum.saturating_add(candidate.relevance));
        let cost = |set: &Self| u128::from(set.total_minor().unsigned_abs()).saturating_pow(2).saturating_mul(set.size().into());
        let worth = u128::from(relevance(self)).saturating_mul(cost(other));
        let other_worth = u128::from(relevance(other)).saturating_mul(cost(self));
        let tie = |set: &Self| {
            let ids = (set.first.product.id, set.second.map(|second| second.product.id));
            Reverse((set.total_minor(), set.size(), ids))
        };
        worth.cmp(&other_worth).then_with(|| tie(self).cmp(&tie(other)))
    }
}
