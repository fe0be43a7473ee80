//! The way to free delivery, and the one or two products that end it.
//!
//! *Invariants*: exact integers; every single candidate and every pair is looked at, so nothing better exists among the
//! candidates; ties are decided.

use std::cmp::{Ordering, Reverse};

use super::planner::Page;
use super::recency::Recency;
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
    let antecedents: Vec<_> = page.basket.iter().chain(&page.viewed).map(|product| (product.id, Recency::WHOLE)).collect();
    let mut candidates = recommend::rank(page.graph, &antecedents, &|product| page.is_sellable(product), withheld);
    candidates.truncate(CANDIDATES);

    let mut best: Option<Set<'_>> = None;
    let mut short: Vec<&Candidate<'_>> = Vec::new();
    for second in &candidates {
        let single = Set::new(second, None);
        if single.total_minor >= remaining {
            single.compete(&mut best);
            continue;
        }
        for first in &short {
            let pair = Set::new(first, Some(second));
            if pair.total_minor >= remaining && !are_variants(first, second) {
                pair.compete(&mut best);
            }
        }
        short.push(second);
    }

    let Set { first, second, total_minor, .. } = best?;
    let mut items = Vec::new();
    for candidate in std::iter::once(first).chain(second) {
        withheld.add(candidate.product);
        items.push(page.offered(candidate.product, candidate.reason(page.graph)));
    }
    Some(Fill { items, total_minor, overshoot_minor: total_minor.saturating_sub(remaining) })
}

fn are_variants(one: &Candidate<'_>, other: &Candidate<'_>) -> bool {
    one.product.group.is_some() && one.product.group == other.product.group
}

/// One or two candidates, the more relevant first.
struct Set<'a> {
    first: &'a Candidate<'a>,
    second: Option<&'a Candidate<'a>>,
    total_minor: Minor,
    relevance: u64,
}

impl<'a> Set<'a> {
    fn new(first: &'a Candidate<'a>, second: Option<&'a Candidate<'a>>) -> Self {
        Self {
            first,
            second,
            total_minor: first.price_minor().saturating_add(second.map_or(0, Candidate::price_minor)),
            relevance: first.relevance.saturating_add(second.map_or(0, |second| second.relevance)),
        }
    }

    /// Takes the place of the best one so far, if it is better.
    fn compete(self, best: &mut Option<Self>) {
        if best.as_ref().is_none_or(|best| self.compare(best).is_gt()) {
            *best = Some(self);
        }
    }

    fn size(&self) -> u64 {
        if self.second.is_some() { 2 } else { 1 }
    }

    /// Orders by worth, `relevance / size x (remaining / total)^2`, as a cross product: the gap is the same on both sides.
    fn compare(&self, other: &Self) -> Ordering {
        let cost = |set: &Self| u128::from(set.total_minor.unsigned_abs()).saturating_pow(2).saturating_mul(set.size().into());
        let worth = u128::from(self.relevance).saturating_mul(cost(other));
        let other_worth = u128::from(other.relevance).saturating_mul(cost(self));
        let tie = |set: &Self| {
            let ids = (set.first.product.id, set.second.map(|second| second.product.id));
            Reverse((set.total_minor, set.size(), ids))
        };
        worth.cmp(&other_worth).then_with(|| tie(self).cmp(&tie(other)))
    }
}
