//! Checks for memberships without a saving, and for memberships that are never better than another.

use super::{CheckInput, Diagnostics, Severity};
use crate::model::{BillingPeriod, Membership};

pub(super) fn check(input: &CheckInput<'_>, diagnostics: &mut Diagnostics) {
    let shop = input.shop;
    for (table, plan) in &shop.memberships {
        input.check_currency(table.currency.as_ref(), &plan.currency, diagnostics);
        if input.is_foreign(&plan.currency) {
            continue;
        }
        let price = |wanted: BillingPeriod| {
            plan.prices
                .iter()
                .find(|(period, _)| *period == wanted)
                .map(|(_, price)| *price)
        };
        if let (Some(at), Some(month), Some(year)) = (
            &table.year,
            price(BillingPeriod::Month),
            price(BillingPeriod::Year),
        ) {
            let months = month.saturating_mul(BillingPeriod::Month.per_year());
            if year > months {
                let what = format!(
                    "twelve months cost {}, less than a year.",
                    plan.currency.format(months)
                );
                diagnostics.add(
                    at.span(),
                    Severity::Hint,
                    format!("{what} Lower it, or remove the yearly price."),
                );
            }
        }
        let has_rule = shop
            .shipping
            .iter()
            .any(|(_, rule)| rule.currency == plan.currency);
        let saves_nothing = plan.free_shipping && !has_rule && input.is_whole;
        if let Some(free_shipping) = table.free_shipping.as_ref().filter(|_| saves_nothing) {
            let what = format!(
                "there is no [[shipping]] in {}, so free delivery saves nothing.",
                plan.currency.code()
            );
            let remedy =
                "Add [[shipping]] with its price, or list free delivery in benefits instead.";
            diagnostics.add(
                free_shipping.span(),
                Severity::Error,
                format!("{what} {remedy}"),
            );
            continue;
        }
        if !plan.free_shipping && plan.discount_percent == 0 {
            let what = format!(
                "\"{}\" is shown without a saving and never gets the badge.",
                plan.name
            );
            let remedy =
                "Add free_shipping = true or discount_percent, if members have these benefits.";
            diagnostics.add(table.id.span(), Severity::Hint, format!("{what} {remedy}"));
            continue;
        }
        let is_other = |other: &&Membership| other.id != plan.id;
        if let Some(better) = shop
            .memberships
            .iter()
            .map(|(_, other)| other)
            .filter(is_other)
            .find(|other| is_always_better(other, plan))
        {
            let what = format!(
                "\"{}\" saves at least as much for no more money per year, so",
                better.name
            );
            let remedy = "Add a benefit that the other does not have, or remove it.";
            diagnostics.add(
                table.id.span(),
                Severity::Hint,
                format!("{what} \"{}\" never gets the badge. {remedy}", plan.name),
            );
        }
    }
}

/// Whether one membership is better for every cart; if both are equal, the first by id is.
fn is_always_better(one: &Membership, other: &Membership) -> bool {
    let yearly = |plan: &Membership| {
        plan.prices
            .iter()
            .map(|(period, price)| price.saturating_mul(period.per_year()))
            .min()
            .unwrap_or(0)
    };
    let worth = |plan: &Membership| (plan.free_shipping, plan.discount_percent, yearly(plan));
    one.currency == other.currency
        && one.free_shipping >= other.free_shipping
        && one.discount_percent >= other.discount_percent
        && yearly(one) <= yearly(other)
        && (worth(one) != worth(other) || one.id < other.id)
}
