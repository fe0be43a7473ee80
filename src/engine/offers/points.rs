//! Loyalty points: what the basket earns, how far the next reward is, and the one product that reaches it.
//!
//! *Invariants*: whole points for whole major units of the subtotal less coupons; numbers saturate; the balance comes from the page.

use crate::engine::maker::Maker;
use crate::engine::verdict::Verdict;
use crate::model::{MOST_MINOR, Minor, PointsOffer, PointsRule, Product, Reason, Tact, Unit};

pub(super) fn points(maker: &mut Maker<'_, '_>) -> Option<Unit> {
    let page = maker.page;
    let rule = page.policy.points.as_ref().filter(|rule| rule.currency == page.context.currency)?;
    let subtotal = page.subtotal_minor.saturating_sub(page.context.coupon_minor.max(0)).max(0);
    let earned = points_for(rule, subtotal);
    let balance = page.context.shopper.points;
    if earned == 0 {
        return None;
    }
    let balance = balance.map(|balance| balance.min(MOST_MINOR.unsigned_abs()));
    let have = balance.map(|balance| balance.saturating_add(earned));
    let next = have.and_then(|have| rule.rewards.iter().find(|reward| reward.points > have));
    let missing = next.zip(have).map_or(0, |(reward, have)| reward.points.saturating_sub(have));
    let mut points = PointsOffer { balance, earned, reward: next.map(|reward| reward.name.clone()), missing, extra: 0 };
    let mut items = Vec::new();
    if let Some(reward) = next
        && let Some((product, extra)) = reaching(maker, rule, subtotal, missing)
    {
        points.extra = extra;
        maker.offer(product);
        items.push(page.offered(product, Reason::Points { extra, reward: reward.name.clone() }));
    }
    let mut unit = page.bare_unit(maker.kind, None, items);
    unit.points = Some(points);
    Some(unit)
}

/// The cheapest thing that goes with the basket and brings the points that are missing.
fn reaching<'a>(maker: &Maker<'_, 'a>, rule: &PointsRule, subtotal: Minor, missing: u64) -> Option<(&'a Product, u64)> {
    let page = maker.page;
    let mut candidates = maker.companions(page.basket.iter().copied());
    maker.keep_cheap(&mut candidates, Tact::share(page.policy.tact.basket_percent, page.subtotal_minor));
    let mut found: Option<(Minor, &'a Product, u64)> = None;
    for candidate in &candidates {
        let Some(price) = page.price(candidate.product) else { continue };
        let extra = points_for(rule, subtotal.saturating_add(price)).saturating_sub(points_for(rule, subtotal));
        if extra < missing || found.is_some_and(|(cheapest, ..)| cheapest <= price) {
            maker.tell(candidate.product, Verdict::Outranked);
        } else {
            found = Some((price, candidate.product, extra));
        }
    }
    found.map(|(_, product, extra)| (product, extra))
}

fn points_for(rule: &PointsRule, amount: Minor) -> u64 {
    let unit = 10_i64.checked_pow(rule.currency.exponent()).unwrap_or(i64::MAX);
    let whole = amount.max(0).checked_div(unit).unwrap_or(0);
    whole.unsigned_abs().saturating_mul(rule.per_major.into()).min(MOST_MINOR.unsigned_abs())
}
