//! The way to the next reward for a large basket: free delivery, a gift, a discount.
//!
//! *Invariants*: exact integers; what counts is what the shop's terms say: without excluded products, before or after coupons, with
//! or without tax.

use super::threshold_fill::threshold_fill;
use crate::engine::input::PlanInput;
use crate::engine::offer_context::OfferContext;
use crate::model::{
    MOST_MINOR, Minor, OfferKind, Product, Reward, RewardProgress, ShippingOffer, Tier, total,
};

/// The offer for the nearest tier that is not reached, else for the highest one, which is then earned; `None` when the shop has
/// no tier for this basket. Products that close the gap are looked for where the page has a place for them.
pub(in crate::engine) fn shipping(maker: &mut OfferContext<'_, '_>) -> Option<ShippingOffer> {
    let page = maker.page;
    let tier = next(page, 0)?;
    let way = way(page, tier, 0);
    let counted = way.counted_minor.clamp(0, way.threshold_minor);
    let progress = i128::from(counted)
        .saturating_mul(100)
        .checked_div(way.threshold_minor.into())
        .unwrap_or(100);
    let has_place = page
        .context
        .slots
        .iter()
        .any(|slot| slot.kind == Some(OfferKind::Shipping));
    let fill = if has_place {
        threshold_fill(maker, tier, way.remaining_minor)
    } else {
        None
    };
    Some(ShippingOffer {
        list_id: OfferKind::Shipping.word().to_owned(),
        progress_percent: progress.try_into().unwrap_or(100),
        is_earned: way.remaining_minor == 0,
        way,
        fill,
    })
}

/// How far the next reward is for a basket that holds so much more.
pub(super) fn way_with(page: &PlanInput<'_>, more_minor: Minor) -> Option<RewardProgress> {
    next(page, more_minor).map(|tier| way(page, tier, more_minor))
}

/// The tiers that say something to this shopper: who pays no delivery anyway has no way to go to that.
fn open_tiers<'a>(page: &PlanInput<'a>) -> impl Iterator<Item = &'a Tier> {
    let is_delivered_free = page.membership().is_some_and(|plan| plan.free_shipping);
    page.tiers()
        .filter(move |tier| !(is_delivered_free && matches!(tier.reward, Reward::Shipping(_))))
}

fn next<'a>(page: &PlanInput<'a>, more_minor: Minor) -> Option<&'a Tier> {
    let remaining = |tier: &&Tier| {
        tier.from_minor
            .saturating_sub(counted(page, tier).saturating_add(more_minor))
    };
    let ahead = open_tiers(page)
        .filter(|tier| remaining(tier) > 0)
        .min_by_key(remaining);
    ahead.or_else(|| open_tiers(page).max_by_key(|tier| tier.from_minor))
}

fn way(page: &PlanInput<'_>, tier: &Tier, more_minor: Minor) -> RewardProgress {
    let counted_minor = counted(page, tier)
        .saturating_add(more_minor)
        .min(MOST_MINOR);
    let (reward, percent) = match tier.reward {
        Reward::Shipping(_) => ("shipping", 0),
        Reward::Gift(_) => ("gift", 0),
        Reward::Percent(percent) => ("percent", percent),
    };
    RewardProgress {
        reward,
        name: tier.name.clone(),
        percent,
        threshold_minor: tier.from_minor,
        counted_minor,
        remaining_minor: tier.from_minor.saturating_sub(counted_minor).max(0),
    }
}

/// Whether a product counts for a tier.
pub(super) fn counts(tier: &Tier, product: &Product<&str>) -> bool {
    !tier
        .excluded
        .is_some_and(|excluded| product.is_in(excluded))
}

/// What of the basket counts for a tier, never below 0.
fn counted(page: &PlanInput<'_>, tier: &Tier) -> Minor {
    let lines = page
        .lines
        .iter()
        .filter(|line| line.product.is_none_or(|product| counts(tier, &product)));
    let gross = total(lines.map(|line| line.worth_minor));
    let coupon = if tier.is_after_coupons {
        page.context.coupon_minor.max(0)
    } else {
        0
    };
    let tax = if tier.is_before_tax {
        page.context.tax_minor.max(0)
    } else {
        0
    };
    gross.saturating_sub(coupon).saturating_sub(tax).max(0)
}

/// What of a price counts for a tier, rounded down. Where tax does not, a product is taxed like the basket.
pub(super) fn counted_price(page: &PlanInput<'_>, tier: &Tier, price_minor: Minor) -> Minor {
    if !tier.is_before_tax || page.subtotal_minor <= 0 {
        return price_minor;
    }
    let net = page
        .subtotal_minor
        .saturating_sub(page.context.tax_minor.max(0))
        .max(0);
    let counted = i128::from(price_minor)
        .saturating_mul(net.into())
        .checked_div(page.subtotal_minor.into());
    counted
        .and_then(|counted| counted.try_into().ok())
        .unwrap_or(price_minor)
}

/// What delivery costs at this subtotal without a membership: the cheapest way, free where its threshold is reached.
pub(super) fn delivery_minor(
    page: &PlanInput<'_>,
    counted_minor: impl Fn(&Tier) -> Minor,
) -> Minor {
    let cost = |tier: &Tier| match tier.reward {
        Reward::Shipping(price) => Some(if counted_minor(tier) >= tier.from_minor {
            0
        } else {
            price
        }),
        Reward::Gift(_) | Reward::Percent(_) => None,
    };
    page.tiers().filter_map(cost).min().unwrap_or(0)
}

/// What delivery of this basket costs; an empty one is not delivered.
pub(super) fn basket_delivery_minor(page: &PlanInput<'_>) -> Minor {
    if page.lines.is_empty() {
        0
    } else {
        delivery_minor(page, |tier| counted(page, tier))
    }
}
