//! Rewards that never do anything, and thresholds beside what shoppers spend.
//!
//! *Source* for 1.3 times the average order: the trade's rule of thumb.

use toml::Spanned;

use super::spending::Spent;
use super::{Case, Notes, Severity};
use crate::alike::suggest;
use crate::model::{Currency, Minor, Reward, SkuKey, Tier};

pub(super) fn check(case: &Case<'_>, notes: &mut Notes) {
    for (table, tier) in &case.meaning.rewards {
        case.check_currency(table.currency.as_ref(), &tier.currency, notes);
        if let (Some(gift), Some((_, graph))) = (&table.gift, case.against.graph)
            && graph.product(&SkuKey::new(gift.get_ref())).is_none()
        {
            let what = format!("the graph has no product with the SKU \"{}\".", gift.get_ref());
            notes.add(gift.span(), Severity::Hint, format!("{what} {}", suggest(gift.get_ref(), graph.products())));
        }
        if !case.is_foreign(&tier.currency) {
            check_threshold(&table.from, tier, case, notes);
        }
    }
    let shipping = &case.meaning.shipping;
    for (table, rule) in shipping {
        case.check_currency(table.currency.as_ref(), &rule.currency, notes);
        let mut rules = shipping.iter().map(|(_, rule)| rule);
        if price(rule) == 0 {
            let what = "delivery costs nothing below free_from either, so shoppers are asked to earn what they have.";
            notes.add(table.price.span(), Severity::Error, format!("{what} Write what it costs, or remove the rule."));
        } else if let Some(better) = rules.find(|other| is_no_use_beside(rule, other)) {
            notes.add(table.free_from.span(), Severity::Hint, idle(rule, better));
        } else if !case.is_foreign(&rule.currency) {
            check_threshold(&table.free_from, rule, case, notes);
        }
    }
}

/// What delivery costs below its threshold.
fn price(tier: &Tier) -> Minor {
    if let Reward::Shipping(price) = tier.reward { price } else { 0 }
}

fn is_earlier(other: &Tier, rule: &Tier) -> bool {
    other.currency == rule.currency && other.from_minor < rule.from_minor
}

/// Whether another rule is free earlier than this one and costs no less before, so that nobody is better off with this one.
fn is_no_use_beside(rule: &Tier, other: &Tier) -> bool {
    is_earlier(other, rule) && other.countries == rule.countries && price(other) >= price(rule)
}

fn idle(rule: &Tier, better: &Tier) -> String {
    let currency = &rule.currency;
    let (threshold, other) = (currency.format(rule.from_minor), currency.format(better.from_minor));
    let what = format!("\"{}\" costs no less and is free from {other} on, so nobody needs to go on to {threshold}.", better.name);
    format!("{what} Set a threshold below {other}, or remove one of the two rules.")
}

/// Sets a threshold beside prices and orders.
fn check_threshold(at: &Spanned<String>, rule: &Tier, case: &Case<'_>, notes: &mut Notes) {
    let Case { meaning, against, .. } = case;
    let products = against.graph.into_iter().flat_map(|(_, graph)| graph.products()).filter(|product| product.is_available);
    let cheapest = products.filter_map(|product| product.price_minor).filter(|price| *price > 0).min();
    if let Some(cheapest) = cheapest.filter(|cheapest| *cheapest >= rule.from_minor) {
        let what = format!("the cheapest product costs {}, so every basket earns this.", rule.currency.format(cheapest));
        notes.add(at.span(), Severity::Hint, format!("{what} Raise it, or deliver free and remove the rule."));
        return;
    }
    let Some(spending) = against.spending else { return };
    match spending.spent(&rule.currency, home(case)) {
        None => {
            let code = rule.currency.code();
            let what = format!("whether orders reach the threshold {}: no order has prices in {code}", at.get_ref());
            notes.unchecked.push(what);
        }
        Some(spent) => {
            let deliveries = meaning.shipping.iter().map(|(_, tier)| tier);
            let mut tiers = deliveries.chain(meaning.rewards.iter().map(|(_, tier)| tier));
            let is_lowest = !tiers.any(|other| is_earlier(other, rule));
            if let Some(message) = far(rule, is_lowest, &spent) {
                notes.add(at.span(), Severity::Hint, message);
            }
        }
    }
}

/// The currency of orders that name none.
fn home<'a>(Case { meaning, against, .. }: &Case<'a>) -> Option<&'a Currency> {
    let graph = against.graph.map(|(manifest, _)| &manifest.currency);
    graph.or_else(|| meaning.currency.as_ref().map(|(_, currency)| currency))
}

/// What is to be said of a threshold beside what orders are worth. Only the lowest one is measured by the average: those
/// behind it are for shoppers who have the first already.
fn far(rule: &Tier, is_lowest: bool, spent: &Spent) -> Option<String> {
    let average = spent.average_minor;
    let usual = average.saturating_mul(13).checked_div(10).unwrap_or(0);
    let amount = |minor| rule.currency.format(minor);
    let (orders, reached) = (spent.orders(), spent.reaching(rule.from_minor));
    // Within a factor of 1.3 of the usual one: from the average itself to 1.69 times it.
    let side = if rule.from_minor < average {
        "low"
    } else if rule.from_minor.saturating_mul(100) > average.saturating_mul(169) {
        "high"
    } else {
        ""
    };
    let remedy = match (is_lowest, reached) {
        (true, 1..) if side.is_empty() => return None,
        (true, _) => format!("Usual is 1.3 times the average, {}.", amount(usual)),
        (false, 0) => "Lower it, or remove the rule.".to_owned(),
        (false, _) => return None,
    };
    let threshold = amount(rule.from_minor);
    let what = if reached == 0 {
        format!("none of {orders} orders reached {threshold}")
    } else {
        format!("{threshold} is {side}: {reached} of {orders} orders reached it")
    };
    let (average, median) = (amount(average), amount(spent.median_minor()));
    Some(format!("{what}; their average is {average}, and half of them are at most {median}. {remedy}"))
}
