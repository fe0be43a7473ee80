//! Loyalty points: the points that the cart earns, the points still needed for the next reward,
//! and one product or upgrade that reaches it.
//!
//! *Invariants*: points are counted for whole major units of the subtotal minus coupons; numbers
//! saturate; the balance comes from the page.
//!
//! # Example
//!
//! The shop gives 2 points per pound. A cart of 37.80 with a coupon of 5.00 earns 2 x 32 = 64
//! points. With a balance of 120 the shopper has 184, and 16 are still needed for a reward at 200. A
//! candle for 8.00 brings the subtotal to 40.80, which earns 2 x 40 = 80: exactly the 16 that are
//! missing.

use super::upgrade::{self, UpgradeCandidate};
use crate::engine::decisions::Outcome;
use crate::engine::input::PlanInput;
use crate::engine::offer_context::OfferContext;
use crate::engine::tiers::{CartAfter, after_coupons};
use crate::model::{
    Limits, LoyaltyProgress, LoyaltyRule, MOST_MINOR, Minor, Offer, OfferItem, Product, Reason,
};

pub(super) fn loyalty(cx: &mut OfferContext<'_, '_>) -> Option<Offer> {
    let input = cx.input;
    let rule = input
        .policy
        .loyalty
        .as_ref()
        .filter(|rule| rule.currency == input.context.currency)?;
    let subtotal = CartAfter::unchanged(input).discounted_minor();
    let earned = points_for(rule, subtotal);
    let balance = input.context.shopper.points;
    if earned == 0 {
        return None;
    }
    let balance = balance.map(|balance| balance.min(MOST_MINOR.unsigned_abs()));
    let have = balance.map(|balance| balance.saturating_add(earned));
    let next = have.and_then(|have| rule.rewards.iter().find(|reward| reward.points > have));
    let missing = next
        .zip(have)
        .map_or(0, |(reward, have)| reward.points.saturating_sub(have));
    let mut points = LoyaltyProgress {
        balance,
        earned,
        reward: next.map(|reward| reward.name.clone()),
        missing,
        extra: 0,
    };
    let mut items = Vec::new();
    if let Some(reward) = next
        && let Some((extra, route)) = reaching(cx, rule, subtotal, missing)
    {
        points.extra = extra;
        cx.claim(&route.product());
        let reason = Reason::Loyalty {
            extra,
            reward: reward.name.clone(),
        };
        let mut item = route.item(input, reason);
        // A variant at another price earns other points.
        let price = item.price_minor;
        input.keep_variants(&mut item, &|variant| {
            let own = input
                .prices
                .price(variant)
                .filter(|own| Some(*own) == price);
            own.is_some_and(|own| input.adds_its_price(variant, own))
        });
        items.push(item);
    }
    let mut offer = cx.bare_offer(None, items);
    offer.loyalty = Some(points);
    Some(offer)
}

/// A product that can earn the missing points: an additional one, or an upgrade of a line.
#[cfg_attr(
    not(target_arch = "wasm32"),
    expect(
        clippy::large_enum_variant,
        reason = "a few exist at a time, and a box would be one more allocation each"
    )
)]
enum Route<'a> {
    More(Product<&'a str>, Minor),
    Better(Box<UpgradeCandidate<'a>>),
}

impl<'a> Route<'a> {
    fn product(&self) -> Product<&'a str> {
        match self {
            Self::More(product, _) => *product,
            Self::Better(step) => step.to,
        }
    }

    fn costs_minor(&self) -> Minor {
        match self {
            Self::More(_, price) => *price,
            Self::Better(step) => step.line_extra_minor(),
        }
    }

    /// The amount that it adds to the subtotal after percentage coupons.
    fn gain_minor(&self, coupon_percent: u8) -> Minor {
        match self {
            Self::More(_, price) => after_coupons(*price, coupon_percent),
            Self::Better(step) => step.discounted_extra_minor(coupon_percent),
        }
    }

    fn item(&self, input: &PlanInput<'a>, reason: Reason) -> OfferItem {
        match self {
            Self::More(product, _) => input.item(product, reason),
            Self::Better(step) => step.item(input, reason),
        }
    }
}

/// The cheapest product that earns the missing points, and the number of points that it earns.
fn reaching<'a>(
    cx: &OfferContext<'_, 'a>,
    rule: &LoyaltyRule,
    subtotal: Minor,
    missing: u64,
) -> Option<(u64, Route<'a>)> {
    let input = cx.input;
    let mut companions = cx.cart_companions();
    cx.keep_cheap(
        &mut companions,
        Limits::share(input.policy.limits.cart_percent, input.subtotal_minor),
    );
    let more = companions.iter().filter_map(|candidate| {
        let product = candidate.product;
        let price = input.prices.price(&product)?;
        if !input.adds_its_price(&product, price) {
            cx.record(&product, Outcome::QuantityBreak);
            return None;
        }
        Some(Route::More(product, price))
    });
    let mut best: Option<(u64, Route<'a>)> = None;
    let upgrades = upgrade::of_cart(cx).map(|step| Route::Better(Box::new(step)));
    for route in more.chain(upgrades) {
        let costs = route.costs_minor();
        let gain = route.gain_minor(input.context.coupon_percent);
        let extra = points_for(rule, subtotal.saturating_add(gain))
            .saturating_sub(points_for(rule, subtotal));
        let is_best = extra >= missing
            && best
                .as_ref()
                .is_none_or(|(_, cheapest)| costs < cheapest.costs_minor());
        let passed_over = if is_best {
            best.replace((extra, route)).map(|(_, beaten)| beaten)
        } else {
            Some(route)
        };
        if let Some(route) = passed_over {
            cx.record(&route.product(), Outcome::Outranked);
        }
    }
    best
}

fn points_for(rule: &LoyaltyRule, amount: Minor) -> u64 {
    let unit = 10_i64
        .checked_pow(rule.currency.exponent())
        .unwrap_or(i64::MAX);
    let whole = amount.max(0).checked_div(unit).unwrap_or(0);
    whole
        .unsigned_abs()
        .saturating_mul(rule.per_major.into())
        .min(MOST_MINOR.unsigned_abs())
}
