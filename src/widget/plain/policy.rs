//! The policy of a manifest.

use super::{Plain, Unreadable};
use crate::model::{
    Applies, DealProduct, DealRule, Freshness, Kind, Links, Membership, Minor, Period, PointsReward, PointsRule, Policy, Reward,
    Selection, Service, ServicePrice, Stages, Stale, Tact, Tier, Trial,
};

type Read<T> = Result<T, Unreadable>;

pub(super) fn policy(policy: &Plain) -> Read<Policy> {
    let links = policy.field("links");
    Ok(Policy {
        links: Links { product: links.optional_text("product")?, image: links.optional_text("image")? },
        tiers: policy.optional_list("tiers", tier)?,
        plans: policy.optional_list("plans", membership)?,
        services: policy.optional_list("services", service)?,
        trials: policy.optional_list("trials", trial)?,
        points: policy.optional("points", points)?,
        deal: policy.optional("deal", deal)?,
        bundle_discount_percent: policy.optional("bundle_discount_percent", Plain::as_number)?.unwrap_or(0),
        never: selection(policy, "never")?,
        tact: policy.optional("tact", tact)?.unwrap_or_default(),
        stages: policy.optional("stages", stages)?.unwrap_or_default(),
        freshness: policy.optional("freshness", freshness)?.unwrap_or_default(),
        holdout_percent: policy.optional("holdout_percent", Plain::as_number)?.unwrap_or(0),
        timezone: policy.optional_text("timezone")?,
    })
}

fn selection(plain: &Plain, name: &str) -> Read<Option<Selection>> {
    Ok(plain.optional(name, Plain::as_number)?.map(Selection))
}

fn tier(tier: &Plain) -> Read<Tier> {
    let reward = tier.field("reward");
    Ok(Tier {
        name: tier.text("name")?,
        currency: tier.currency("currency")?,
        from_minor: tier.whole("from_minor")?,
        reward: if let Some(price) = reward.optional("shipping", Plain::as_number)? {
            Reward::Shipping(price)
        } else if let Some(sku) = reward.optional_text("gift")? {
            Reward::Gift(sku)
        } else {
            Reward::Percent(reward.whole("percent")?)
        },
        countries: tier.optional_list("countries", Plain::as_text)?,
        excluded: selection(tier, "excluded")?,
        is_after_coupons: tier.flag("is_after_coupons"),
        is_before_tax: tier.flag("is_before_tax"),
    })
}

fn membership(plan: &Plain) -> Read<Membership> {
    Ok(Membership {
        id: plan.text("id")?,
        name: plan.text("name")?,
        currency: plan.currency("currency")?,
        prices: plan.field("prices").list(|price| Ok((period(&price.field("0"))?, price.whole("1")?)))?,
        free_shipping: plan.flag("free_shipping"),
        discount_percent: plan.optional("discount_percent", Plain::as_number)?.unwrap_or(0),
        benefits: plan.optional_list("benefits", Plain::as_text)?,
        url: plan.optional_text("url")?,
    })
}

fn period(period: &Plain) -> Read<Period> {
    match period.as_text()?.as_str() {
        "month" => Ok(Period::Month),
        "year" => Ok(Period::Year),
        _ => Err(period.unreadable("\"month\" or \"year\"")),
    }
}

fn service(service: &Plain) -> Read<Service> {
    let price = service.field("price");
    let applies = service.field("applies");
    Ok(Service {
        id: service.text("id")?,
        name: service.text("name")?,
        currency: service.currency("currency")?,
        price: match price.optional("fixed", Plain::as_number::<Minor>)? {
            Some(amount) => ServicePrice::Fixed(amount),
            None => ServicePrice::Percent(price.whole("percent")?),
        },
        applies: Applies {
            to: selection(&applies, "to")?,
            from_minor: applies.optional("from_minor", Plain::as_number)?.unwrap_or(0),
            to_minor: applies.optional("to_minor", Plain::as_number)?,
        },
        note: service.optional_text("note")?,
        url: service.optional_text("url")?,
    })
}

fn trial(trial: &Plain) -> Read<Trial> {
    Ok(Trial {
        sku: trial.text("sku")?,
        name: trial.text("name")?,
        of: trial.text("of")?,
        currency: trial.currency("currency")?,
        price_minor: trial.whole("price_minor")?,
    })
}

fn points(points: &Plain) -> Read<PointsRule> {
    let reward = |reward: &Plain| Ok(PointsReward { points: reward.whole("points")?, name: reward.text("name")? });
    Ok(PointsRule {
        currency: points.currency("currency")?,
        per_major: points.whole("per_major")?,
        rewards: points.optional_list("rewards", reward)?,
    })
}

fn deal(deal: &Plain) -> Read<DealRule> {
    let product = |product: &Plain| {
        Ok(DealProduct { sku: product.text("sku")?, lowest_minor: product.optional("lowest_minor", Plain::as_number)? })
    };
    Ok(DealRule { percent: deal.whole("percent")?, pool: deal.optional_list("pool", product)? })
}

fn tact(tact: &Plain) -> Read<Tact> {
    Ok(Tact {
        bundle_percent: tact.whole("bundle_percent")?,
        basket_percent: tact.whole("basket_percent")?,
        line_percent: tact.whole("line_percent")?,
        units: tact.whole("units")?,
        relevance_percent: tact.whole("relevance_percent")?,
        repeats: tact.whole("repeats")?,
        owned_days: tact.whole("owned_days")?,
        big_ticket_minor: tact.optional("big_ticket_minor", Plain::as_number)?,
    })
}

fn stages(stages: &Plain) -> Read<Stages> {
    let kind = |word: &Plain| Kind::of(&word.as_text()?).ok_or_else(|| word.unreadable("a kind of offer"));
    let kinds = |name| stages.field(name).list(kind);
    Ok(Stages { before: kinds("before")?, during: kinds("during")?, after: kinds("after")? })
}

fn freshness(freshness: &Plain) -> Read<Freshness> {
    Ok(Freshness {
        max_age_days: freshness.optional("max_age_days", Plain::as_number)?,
        stale: match freshness.text("stale")?.as_str() {
            "unpriced" => Stale::Unpriced,
            "hidden" => Stale::Hidden,
            _ => return Err(freshness.field("stale").unreadable("\"unpriced\" or \"hidden\"")),
        },
        live: freshness.flag("live"),
    })
}
