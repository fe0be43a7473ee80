//! Which membership is worth it for this basket, and what it saves in money.
//!
//! *Invariants*: a saving is never more than what would be paid; all comparisons are exact fractions.

use std::cmp::{Ordering, Reverse};

use super::planner::Page;
use crate::model::{Membership, MembershipCard, MembershipOffer, Minor, Reason};

/// The memberships in the page's currency; `None` when there is none, or when the shopper has one already.
pub(super) fn memberships(page: &Page<'_>) -> Option<MembershipOffer> {
    if page.membership().is_some() {
        return None;
    }
    let mut worths = Vec::new();
    for plan in page.policy.plans.iter().filter(|plan| plan.currency == page.context.currency) {
        worths.push(Worth::new(page, plan));
    }
    let mut best: Option<&Worth<'_>> = None;
    for worth in worths.iter().filter(|worth| worth.saving_minor() > 0) {
        if best.is_none_or(|best| worth.compare(best).is_gt()) {
            best = Some(worth);
        }
    }
    let best = best.map(|worth| worth.plan.id.as_str());
    let plans: Vec<_> = worths.iter().map(|worth| worth.card(best)).collect();
    (!plans.is_empty()).then(|| MembershipOffer { best: best.map(str::to_owned), plans })
}

/// What one membership does for one basket.
struct Worth<'a> {
    plan: &'a Membership,
    shipping_minor: Minor,
    discount_minor: Minor,
}

impl<'a> Worth<'a> {
    fn new(page: &Page<'_>, plan: &'a Membership) -> Self {
        // Whole percent of the subtotal, rounded down: the shop never promises a penny too much.
        let percent = Minor::from(plan.discount_percent.min(100));
        let discount_minor = page.subtotal_minor.saturating_mul(percent).checked_div(100).unwrap_or(0);
        let shipping_minor = if plan.free_shipping { page.delivery_minor() } else { 0 };
        Self { plan, shipping_minor, discount_minor }
    }

    fn saving_minor(&self) -> Minor {
        self.shipping_minor.saturating_add(self.discount_minor)
    }

    fn yearly_minor(&self) -> Minor {
        self.plan.price_minor.saturating_mul(self.plan.period.per_year())
    }

    /// The better one pays for itself with fewer baskets like this a year; equal: the one that saves more, then the
    /// cheaper one, then by id.
    fn compare(&self, other: &Self) -> Ordering {
        let product = |saving: Minor, yearly: Minor| i128::from(saving).saturating_mul(yearly.into());
        let soonest = product(self.saving_minor(), other.yearly_minor()).cmp(&product(other.saving_minor(), self.yearly_minor()));
        let rest = |worth: &Self| (worth.saving_minor(), Reverse(worth.yearly_minor()), Reverse(worth.plan.id.clone()));
        soonest.then_with(|| rest(self).cmp(&rest(other)))
    }

    fn card(&self, best: Option<&str>) -> MembershipCard {
        let Self { plan, shipping_minor, discount_minor } = *self;
        let saving_minor = self.saving_minor();
        let orders = plan.price_minor.saturating_add(saving_minor.saturating_sub(1)).checked_div(saving_minor);
        MembershipCard {
            id: plan.id.clone(),
            name: plan.name.clone(),
            price_minor: plan.price_minor,
            period: plan.period,
            url: plan.url.clone(),
            benefits: plan.benefits.clone(),
            saving_minor,
            pays_after_orders: orders.and_then(|orders| u32::try_from(orders).ok()),
            is_best: best == Some(plan.id.as_str()),
            reason: Reason::Saves { shipping_minor, discount_minor },
        }
    }
}
