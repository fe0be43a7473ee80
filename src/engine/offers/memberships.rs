//! Memberships: what each saves on this basket, by the shopper's own orders, and which one is worth it.
//!
//! *Invariants*: a saving is never more than what would be paid; nothing is marked that costs this shopper more than it saves: over
//! a year by the shopper's own orders where they are known, else on this basket alone.

use std::cmp::Reverse;

use super::shipping::{basket_delivery_minor, delivery_minor};
use crate::engine::input::PlanInput;
use crate::engine::offer_context::OfferContext;
use crate::model::{Limits, Membership, MembershipCard, Minor, Offer, PlanPrice, Reason, total};

/// Orders older than this say little of the next year.
const YEAR_DAYS: u32 = 365;

/// The memberships in the page's currency; `None` when there is none, or when the shopper has one already.
pub(super) fn memberships(maker: &mut OfferContext<'_, '_>) -> Option<Offer> {
    let page = maker.page;
    if page.membership().is_some() {
        return None;
    }
    let of_currency = page
        .policy
        .plans
        .iter()
        .filter(|plan| plan.currency == page.context.currency);
    let worths: Vec<Worth<'_>> = of_currency.map(|plan| Worth::new(page, plan)).collect();
    let gaining = worths.iter().filter(|worth| worth.gain_minor() > 0);
    let best = gaining
        .max_by_key(|worth| (worth.gain_minor(), Reverse(worth.plan.id.as_str())))
        .map(|worth| worth.plan.id.as_str());
    let cards: Vec<MembershipCard> = worths.iter().map(|worth| worth.card(best)).collect();
    if cards.is_empty() {
        return None;
    }
    let mut unit = page.bare_unit(maker.kind, None, Vec::new());
    unit.plans = cards;
    Some(unit)
}

/// What one membership does for one shopper.
struct Worth<'a> {
    plan: &'a Membership,
    shipping_minor: Minor,
    discount_minor: Minor,
    /// On the orders of the last year and this basket.
    yearly_saving_minor: Option<Minor>,
}

impl<'a> Worth<'a> {
    fn new(page: &PlanInput<'_>, plan: &'a Membership) -> Self {
        // Whole percent of the subtotal, rounded down: the shop never promises a penny too much.
        let discount =
            |subtotal: Minor| Limits::share(plan.discount_percent.min(100).into(), subtotal.max(0));
        let delivery = |minor: Minor| if plan.free_shipping { minor } else { 0 };
        let shipping_minor = delivery(basket_delivery_minor(page));
        let discount_minor = discount(page.subtotal_minor);
        let shopper = &page.context.shopper;
        let orders = || {
            shopper
                .orders
                .iter()
                .filter(|order| order.days_ago < YEAR_DAYS)
        };
        let is_known = shopper.has_consent && orders().next().is_some();
        let yearly = || {
            let earlier = orders().map(|order| {
                let delivered = delivery(delivery_minor(page, |_| order.subtotal_minor));
                delivered.saturating_add(discount(order.subtotal_minor))
            });
            total(earlier.chain([shipping_minor, discount_minor]))
        };
        Self {
            plan,
            shipping_minor,
            discount_minor,
            yearly_saving_minor: is_known.then(yearly),
        }
    }

    fn saving_minor(&self) -> Minor {
        total([self.shipping_minor, self.discount_minor].into_iter())
    }

    /// What the shopper has more with it than without, at its best price.
    fn gain_minor(&self) -> Minor {
        let prices = self.plan.prices.iter();
        match self.yearly_saving_minor {
            Some(saving) => {
                let cost = prices
                    .map(|(period, price)| price.saturating_mul(period.per_year()))
                    .min();
                saving.saturating_sub(cost.unwrap_or(Minor::MAX))
            }
            None => self
                .saving_minor()
                .saturating_sub(prices.map(|(_, price)| *price).min().unwrap_or(Minor::MAX)),
        }
    }

    fn card(&self, best: Option<&str>) -> MembershipCard {
        let Self {
            plan,
            shipping_minor,
            discount_minor,
            yearly_saving_minor,
        } = *self;
        let saving_minor = self.saving_minor();
        let prices = plan.prices.iter().map(|(period, price_minor)| {
            let orders = price_minor
                .saturating_add(saving_minor.saturating_sub(1))
                .checked_div(saving_minor);
            let pays_after_orders = orders.and_then(|orders| u32::try_from(orders).ok());
            PlanPrice {
                period: *period,
                price_minor: *price_minor,
                pays_after_orders,
            }
        });
        MembershipCard {
            id: plan.id.clone(),
            name: plan.name.clone(),
            prices: prices.collect(),
            url: plan.url.clone(),
            benefits: plan.benefits.clone(),
            saving_minor,
            yearly_saving_minor,
            is_best: best == Some(plan.id.as_str()),
            reason: Reason::Saves {
                shipping_minor,
                discount_minor,
            },
        }
    }
}
