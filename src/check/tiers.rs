//! Checks for rewards without effect, and compares thresholds with the totals of orders.
//!
//! *Source* for 1.3 times the average order: a common rule of thumb in retail.

use std::ops::Range;

use super::selectors::unknown;
use super::spending::Spent;
use super::{CheckInput, Diagnostics, Severity};
use crate::model::{Minor, Reward, SkuKey, Threshold, Tier};

pub(super) fn check(input: &CheckInput<'_>, diagnostics: &mut Diagnostics) {
    for (table, tier) in &input.shop.shipping {
        input.check_currency(table.currency.as_ref(), &tier.currency, diagnostics);
        if price(tier) == 0 {
            let what = "delivery is free below the threshold too, so shoppers are asked to spend more for nothing.";
            diagnostics.add(
                table.price.span(),
                Severity::Error,
                format!("{what} Set its price, or remove the section."),
            );
        } else {
            check_tier(table.tier_keys().threshold.span(), tier, input, diagnostics);
        }
    }
    for (table, tier) in &input.shop.rewards {
        input.check_currency(table.currency.as_ref(), &tier.currency, diagnostics);
        if let (Some(gift), Some((_, graph))) = (&table.gift, input.against.graph)
            && graph.product(&SkuKey::new(gift.get_ref())).is_none()
        {
            let what = "A gift that is not for sale need not be in the graph.";
            diagnostics.add(
                gift.span(),
                Severity::Hint,
                format!("{} {what}", unknown(gift, graph)),
            );
        }
        check_tier(table.tier_keys().threshold.span(), tier, input, diagnostics);
    }
}

fn check_tier(
    at: Range<usize>,
    tier: &Tier,
    input: &CheckInput<'_>,
    diagnostics: &mut Diagnostics,
) {
    if let Some(better) = tiers(input).find(|other| is_useless_beside(tier, other)) {
        diagnostics.add(at, Severity::Hint, useless_tier_message(tier, better));
    } else if !input.is_foreign(&tier.currency) {
        check_threshold(at, tier, input, diagnostics);
    }
}

fn tiers<'a>(input: &CheckInput<'a>) -> impl Iterator<Item = &'a Tier> {
    let shop = input.shop;
    shop.shipping
        .iter()
        .map(|(_, tier)| tier)
        .chain(shop.rewards.iter().map(|(_, tier)| tier))
}

/// The delivery fee below the threshold.
fn price(tier: &Tier) -> Minor {
    if let Reward::Shipping(price) = tier.reward {
        price
    } else {
        0
    }
}

fn is_earlier(other: &Tier, tier: &Tier) -> bool {
    other.currency == tier.currency
        && match (other.threshold, tier.threshold) {
            (Threshold::Amount(earlier), Threshold::Amount(later)) => earlier < later,
            (Threshold::Items(earlier), Threshold::Items(later)) => earlier < later,
            _ => false,
        }
}

/// Whether every shopper who sees one tier also sees the other.
fn is_seen_with(other: &Tier, tier: &Tier) -> bool {
    let is_within = || {
        tier.countries
            .iter()
            .all(|country| other.countries.contains(country))
    };
    other.countries.is_empty() || !tier.countries.is_empty() && is_within()
}

/// Whether another tier gives at least as much at a lower threshold, so that this one is useless.
fn is_useless_beside(tier: &Tier, other: &Tier) -> bool {
    let terms = |tier: &Tier| {
        let counted = (tier.excluded, tier.excludes_services, tier.is_before_tax);
        (counted, tier.is_after_coupons, tier.never_free)
    };
    let gives_as_much = match (&other.reward, &tier.reward) {
        (Reward::Shipping(other), Reward::Shipping(price)) => other >= price,
        (Reward::Percent(other), Reward::Percent(percent)) => other >= percent,
        _ => false,
    };
    gives_as_much
        && is_earlier(other, tier)
        && is_seen_with(other, tier)
        && terms(other) == terms(tier)
}

fn useless_tier_message(tier: &Tier, better: &Tier) -> String {
    let currency = &tier.currency;
    let name = |threshold| match threshold {
        Threshold::Amount(minor) => currency.format(minor),
        Threshold::Items(1) => "1 item".to_owned(),
        Threshold::Items(items) => format!("{items} items"),
    };
    let (threshold, other) = (name(tier.threshold), name(better.threshold));
    if let Reward::Percent(percent) = better.reward {
        let what = format!(
            "\"{}\" gives {percent} % from {other} on, so nobody needs to reach {threshold}.",
            better.name
        );
        return format!("{what} Give more here, or remove one of the two rewards.");
    }
    let what = format!(
        "\"{}\" costs no less and is free from {other} on, so nobody needs to reach {threshold}.",
        better.name
    );
    format!("{what} Set a threshold below {other}, or remove one of the two rules.")
}

/// Compares a threshold with prices and orders.
fn check_threshold(
    at: Range<usize>,
    tier: &Tier,
    input: &CheckInput<'_>,
    diagnostics: &mut Diagnostics,
) {
    let against = input.against;
    let Threshold::Amount(from_minor) = tier.threshold else {
        if tier.threshold == Threshold::Items(1) {
            let what = "every cart has an item, so every cart earns this.";
            diagnostics.add(
                at,
                Severity::Hint,
                format!("{what} Raise it, or set an amount."),
            );
        }
        return;
    };
    let products = against
        .graph
        .into_iter()
        .flat_map(|(_, graph)| graph.products())
        .filter(|product| product.is_available);
    let cheapest = products
        .filter_map(|product| product.price_minor)
        .filter(|price| *price > 0)
        .min();
    // Products that do not count may be the only ones in a cart.
    if let Some(cheapest) =
        cheapest.filter(|cheapest| *cheapest >= from_minor && tier.excluded.is_none())
    {
        let what = format!(
            "the cheapest product costs {}, so every cart earns this.",
            tier.currency.format(cheapest)
        );
        let remedy = match tier.reward {
            Reward::Shipping(_) => "Raise it, or make delivery free and remove the section.",
            Reward::Gift(_) | Reward::Percent(_) => {
                "Raise it, or give this with every order and remove the reward."
            }
        };
        diagnostics.add(at, Severity::Hint, format!("{what} {remedy}"));
        return;
    }
    let Some(spending) = against.spending else {
        return;
    };
    match spending.spent(&tier.currency, input.main_currency()) {
        None => {
            let code = tier.currency.code();
            let threshold = tier.currency.format(from_minor);
            let what = format!(
                "whether orders reach the threshold {threshold}: no order has prices in {code}"
            );
            diagnostics.unchecked.push(what);
        }
        Some(spent) => {
            let is_lowest =
                !tiers(input).any(|other| is_earlier(other, tier) && is_seen_with(other, tier));
            if let Some(message) = threshold_message((tier, from_minor), is_lowest, &spent) {
                diagnostics.add(at, Severity::Hint, message);
            }
        }
    }
}

/// The message about a threshold compared with the totals of orders. Only the lowest threshold is
/// compared with the average; the others address shoppers who have reached the first.
fn threshold_message(
    (tier, from_minor): (&Tier, Minor),
    is_lowest: bool,
    spent: &Spent,
) -> Option<String> {
    let average = spent.average_minor;
    let usual = average.saturating_mul(13).checked_div(10).unwrap_or(0);
    let amount = |minor| tier.currency.format(minor);
    let (orders, reached) = (spent.orders(), spent.reaching(from_minor));
    // Within a factor of 1.3 of the usual threshold: from the average itself to 1.69 times the
    // average.
    let side = if from_minor < average {
        "low"
    } else if from_minor.saturating_mul(100) > average.saturating_mul(169) {
        "high"
    } else {
        ""
    };
    let remedy = match (is_lowest, reached) {
        (true, 1..) if side.is_empty() => return None,
        (true, _) => format!("1.3 times the average is usual: {}.", amount(usual)),
        (false, 0) => "Lower it, or remove the rule.".to_owned(),
        (false, _) => return None,
    };
    let threshold = amount(from_minor);
    let what = if reached == 0 {
        format!("none of {orders} orders reached {threshold}")
    } else {
        format!("{threshold} is {side}: {reached} of {orders} orders reached it")
    };
    let (average, median) = (amount(average), amount(spent.median_minor()));
    Some(format!(
        "{what}; their average is {average}, and half of them are at most {median}. {remedy}"
    ))
}
