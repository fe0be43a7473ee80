//! The policy of a manifest.

use super::Plain;
use crate::model::{
    Applies, DealProduct, DealRule, Freshness, Limits, Links, Membership, OfferKind, Period,
    PointsReward, PointsRule, Policy, Reward, Selection, Service, ServicePrice, Stages, Stale,
    Tier, Trial,
};

pub(super) fn policy(policy: &Plain<'_>) -> Policy {
    let links = policy.field("links");
    Policy {
        links: Links {
            product: links.maybe_text("product"),
            image: links.maybe_text("image"),
        },
        tiers: policy.maybe_list("tiers", tier),
        plans: policy.maybe_list("plans", membership),
        services: policy.maybe_list("services", service),
        trials: policy.maybe_list("trials", trial),
        points: policy.maybe("points").map(|rule| points(&rule)),
        deal: policy.maybe("deal").map(|rule| deal(&rule)),
        bundle_discount_percent: policy.maybe_number("bundle_discount_percent").unwrap_or(0),
        never: selection(policy, "never"),
        tact: policy
            .maybe("tact")
            .map(|rules| tact(&rules))
            .unwrap_or_default(),
        stages: policy
            .maybe("stages")
            .map(|lists| stages(&lists))
            .unwrap_or_default(),
        freshness: policy
            .maybe("freshness")
            .map(|rules| freshness(&rules))
            .unwrap_or_default(),
        holdout_percent: policy.maybe_number("holdout_percent").unwrap_or(0),
        timezone: policy.maybe_text("timezone"),
    }
}

fn selection(plain: &Plain<'_>, name: &str) -> Option<Selection> {
    plain.maybe_number(name).map(Selection)
}

fn tier(tier: &Plain<'_>) -> Tier {
    let reward = tier.field("reward");
    Tier {
        name: tier.text("name"),
        currency: tier.currency("currency"),
        from_minor: tier.number("from_minor"),
        reward: if let Some(price) = reward.maybe_number("shipping") {
            Reward::Shipping(price)
        } else if let Some(sku) = reward.maybe_text("gift") {
            Reward::Gift(sku)
        } else {
            Reward::Percent(reward.number("percent"))
        },
        countries: tier.maybe_texts("countries"),
        excluded: selection(tier, "excluded"),
        is_after_coupons: tier.flag("is_after_coupons"),
        is_before_tax: tier.flag("is_before_tax"),
    }
}

fn membership(plan: &Plain<'_>) -> Membership {
    Membership {
        id: plan.text("id"),
        name: plan.text("name"),
        currency: plan.currency("currency"),
        prices: plan
            .field("prices")
            .list(|price| (period(&price.field("0")), price.number("1"))),
        free_shipping: plan.flag("free_shipping"),
        discount_percent: plan.maybe_number("discount_percent").unwrap_or(0),
        benefits: plan.maybe_texts("benefits"),
        url: plan.maybe_text("url"),
    }
}

fn period(period: &Plain<'_>) -> Period {
    let word = period.as_text();
    if word != "month" && word != "year" {
        period.refuse("\"month\" or \"year\"");
    }
    if word == "year" {
        Period::Year
    } else {
        Period::Month
    }
}

fn service(service: &Plain<'_>) -> Service {
    let price = service.field("price");
    let applies = service.field("applies");
    Service {
        id: service.text("id"),
        name: service.text("name"),
        currency: service.currency("currency"),
        price: match price.maybe_number("fixed") {
            Some(amount) => ServicePrice::Fixed(amount),
            None => ServicePrice::Percent(price.number("percent")),
        },
        applies: Applies {
            to: selection(&applies, "to"),
            from_minor: applies.maybe_number("from_minor").unwrap_or(0),
            to_minor: applies.maybe_number("to_minor"),
        },
        note: service.maybe_text("note"),
        url: service.maybe_text("url"),
    }
}

fn trial(trial: &Plain<'_>) -> Trial {
    Trial {
        sku: trial.text("sku"),
        name: trial.text("name"),
        of: trial.text("of"),
        currency: trial.currency("currency"),
        price_minor: trial.number("price_minor"),
    }
}

fn points(points: &Plain<'_>) -> PointsRule {
    PointsRule {
        currency: points.currency("currency"),
        per_major: points.number("per_major"),
        rewards: points.maybe_list("rewards", |reward| PointsReward {
            points: reward.number("points"),
            name: reward.text("name"),
        }),
    }
}

fn deal(deal: &Plain<'_>) -> DealRule {
    let product = |product: &Plain<'_>| DealProduct {
        sku: product.text("sku"),
        lowest_minor: product.maybe_number("lowest_minor"),
    };
    DealRule {
        percent: deal.number("percent"),
        pool: deal.maybe_list("pool", product),
    }
}

fn tact(tact: &Plain<'_>) -> Limits {
    Limits {
        bundle_percent: tact.number("bundle_percent"),
        basket_percent: tact.number("basket_percent"),
        line_percent: tact.number("line_percent"),
        units: tact.number("units"),
        relevance_percent: tact.number("relevance_percent"),
        repeats: tact.number("repeats"),
        owned_days: tact.number("owned_days"),
        big_ticket_minor: tact.maybe_number("big_ticket_minor"),
    }
}

fn stages(stages: &Plain<'_>) -> Stages {
    let kind = |word: &Plain<'_>| {
        OfferKind::of(&word.as_text()).unwrap_or_else(|| {
            word.refuse("a kind of offer");
            OfferKind::Bundle
        })
    };
    let kinds = |name| stages.field(name).list(kind);
    Stages {
        before: kinds("before"),
        during: kinds("during"),
        after: kinds("after"),
    }
}

fn freshness(freshness: &Plain<'_>) -> Freshness {
    let stale = freshness.text("stale");
    if stale != "unpriced" && stale != "hidden" {
        freshness
            .field("stale")
            .refuse("\"unpriced\" or \"hidden\"");
    }
    Freshness {
        max_age_days: freshness.maybe_number("max_age_days"),
        stale: if stale == "hidden" {
            Stale::Hidden
        } else {
            Stale::Unpriced
        },
        live: freshness.flag("live"),
    }
}
