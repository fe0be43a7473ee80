//! Loyalty points: what the basket earns, how far the next reward is, and what reaches it: one thing more, or a better one instead.
//!
//! *Invariants*: whole points for whole major units of the subtotal less coupons; numbers saturate; the balance comes from the page.

use super::upgrade::{self, UpgradeCandidate};
use crate::engine::decision::Outcome;
use crate::engine::input::PlanInput;
use crate::engine::offer_context::OfferContext;
use crate::model::{
    Limits, MOST_MINOR, Minor, Offer, OfferItem, PointsOffer, PointsRule, Product, Reason,
};

pub(super) fn loyalty(maker: &mut OfferContext<'_, '_>) -> Option<Offer> {
    let page = maker.page;
    let rule = page
        .policy
        .points
        .as_ref()
        .filter(|rule| rule.currency == page.context.currency)?;
    let subtotal = page
        .subtotal_minor
        .saturating_sub(page.context.coupon_minor.max(0))
        .max(0);
    let earned = points_for(rule, subtotal);
    let balance = page.context.shopper.points;
    if earned == 0 {
        return None;
    }
    let balance = balance.map(|balance| balance.min(MOST_MINOR.unsigned_abs()));
    let have = balance.map(|balance| balance.saturating_add(earned));
    let next = have.and_then(|have| rule.rewards.iter().find(|reward| reward.points > have));
    let missing = next
        .zip(have)
        .map_or(0, |(reward, have)| reward.points.saturating_sub(have));
    let mut points = PointsOffer {
        balance,
        earned,
        reward: next.map(|reward| reward.name.clone()),
        missing,
        extra: 0,
    };
    let mut items = Vec::new();
    if let Some(reward) = next
        && let Some((extra, way)) = reaching(maker, rule, subtotal, missing)
    {
        points.extra = extra;
        maker.offer(&way.product());
        items.push(way.item(
            page,
            Reason::Points {
                extra,
                reward: reward.name.clone(),
            },
        ));
    }
    let mut unit = page.bare_unit(maker.kind, None, items);
    unit.points = Some(points);
    Some(unit)
}

/// What may bring the points that are missing: one thing more, or a better one in the place of a line.
enum PointsSource<'a> {
    More(Product<&'a str>, Minor),
    Better(UpgradeCandidate<'a>),
}

impl<'a> PointsSource<'a> {
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

    fn item(&self, page: &PlanInput<'_>, reason: Reason) -> OfferItem {
        match self {
            Self::More(product, _) => page.offered(product, reason),
            Self::Better(step) => step.item(page, reason),
        }
    }
}

/// The cheapest way to bring the points that are missing, and how many it brings.
fn reaching<'a>(
    maker: &OfferContext<'_, 'a>,
    rule: &PointsRule,
    subtotal: Minor,
    missing: u64,
) -> Option<(u64, PointsSource<'a>)> {
    let page = maker.page;
    let mut companions = maker.basket_companions();
    maker.keep_cheap(
        &mut companions,
        Limits::share(page.policy.tact.basket_percent, page.subtotal_minor),
    );
    let more = companions.iter().filter_map(|candidate| {
        Some(PointsSource::More(
            candidate.product,
            page.price(&candidate.product)?,
        ))
    });
    let mut best: Option<(u64, PointsSource<'a>)> = None;
    for way in more.chain(upgrade::of_basket(maker).map(PointsSource::Better)) {
        let costs = way.costs_minor();
        let extra = points_for(rule, subtotal.saturating_add(costs))
            .saturating_sub(points_for(rule, subtotal));
        let is_best = extra >= missing
            && best
                .as_ref()
                .is_none_or(|(_, cheapest)| costs < cheapest.costs_minor());
        let passed_over = if is_best {
            best.replace((extra, way)).map(|(_, beaten)| beaten)
        } else {
            Some(way)
        };
        if let Some(way) = passed_over {
            maker.tell(&way.product(), Outcome::Outranked);
        }
    }
    best
}

fn points_for(rule: &PointsRule, amount: Minor) -> u64 {
    let unit = 10_i64
        .checked_pow(rule.currency.exponent())
        .unwrap_or(i64::MAX);
    let whole = amount.max(0).checked_div(unit).unwrap_or(0);
    whole
        .unsigned_abs()
        .saturating_mul(rule.per_major.into())
        .min(MOST_MINOR.unsigned_abs())
}
