//! Memberships: the saving of each on this cart and in a year, and the one that pays for itself.
//!
//! *Invariants*: a saving is never more than the amount that would be paid. A membership gets the
//! badge only if it saves this shopper more than it costs: over a year if earlier orders are known,
//! else on this cart.

use std::cmp::Reverse;

use crate::engine::input::PlanInput;
use crate::engine::offer_context::OfferContext;
use crate::engine::tiers::{CartAfter, past_delivery_minor};
use crate::model::{
    Limits, Membership, MembershipCard, MembershipPrice, Minor, Offer, Reason, total,
};

/// Older orders are not used to estimate the next year.
const YEAR_DAYS: u32 = 365;

/// The memberships in the page's currency; `None` if there are none, or if the shopper has one.
pub(super) fn memberships(cx: &mut OfferContext<'_, '_>) -> Option<Offer> {
    let input = cx.input;
    if input.membership().is_some() {
        return None;
    }
    let of_currency = input
        .policy
        .memberships
        .iter()
        .filter(|plan| plan.currency == input.context.currency);
    let worths: Vec<Worth<'_>> = of_currency.map(|plan| Worth::new(input, plan)).collect();
    let gaining = worths.iter().filter(|worth| worth.gain_minor() > 0);
    let best = gaining
        .max_by_key(|worth| (worth.gain_minor(), Reverse(worth.plan.id.as_str())))
        .map(|worth| worth.plan.id.as_str());
    let cards: Vec<MembershipCard> = worths.iter().map(|worth| worth.card(best)).collect();
    if cards.is_empty() {
        return None;
    }
    let mut offer = cx.bare_offer(None, Vec::new());
    offer.memberships = cards;
    Some(offer)
}

/// The saving of a shopper by one membership.
struct Worth<'a> {
    plan: &'a Membership,
    shipping_minor: Minor,
    discount_minor: Minor,
    /// The saving on the orders of the last year and this cart; `None` if they are unknown.
    yearly_saving_minor: Option<Minor>,
}

impl<'a> Worth<'a> {
    fn new(input: &PlanInput<'_>, plan: &'a Membership) -> Self {
        // Rounded down, so that the promised saving is never too high.
        let discount =
            |subtotal: Minor| Limits::share(plan.discount_percent.min(100).into(), subtotal.max(0));
        let delivery = |minor: Minor| if plan.free_shipping { minor } else { 0 };
        let cart = CartAfter::unchanged(input);
        let shipping_minor = delivery(
            cart.delivery_minor()
                .saturating_sub(cart.member_delivery_minor())
                .max(0),
        );
        let discount_minor = discount(cart.discounted_minor());
        let shopper = &input.context.shopper;
        let orders = || {
            shopper
                .orders
                .iter()
                .filter(|order| order.days_ago < YEAR_DAYS)
        };
        let is_known = shopper.has_consent && orders().next().is_some();
        let yearly = || {
            let earlier = orders().map(|order| {
                let delivered = delivery(past_delivery_minor(input, order.subtotal_minor));
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

    /// The saving minus the cost at its best price; negative if it costs more than it saves.
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
                .checked_div(saving_minor)
                .filter(|orders| *orders > 0);
            let pays_after_orders = orders.and_then(|orders| u32::try_from(orders).ok());
            MembershipPrice {
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
