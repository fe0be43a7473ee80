//! Services, points and deals that no shopper ever meets.

use super::selectors::held;
use super::{Case, Notes, Severity};
use crate::graph::{Graph, Manifest};
use crate::model::{Limits, Minor, Service, ServicePrice, SkuKey};
use crate::shop_config::{DealTable, ServiceTable};

/// A reward that takes more orders than this is out of sight.
const FAR_ORDERS: u64 = 100;

pub(super) fn check(case: &Case<'_>, notes: &mut Notes) {
    let meaning = case.meaning;
    check_points(case, notes);
    for (table, trial) in &meaning.trials {
        case.check_currency(table.currency.as_ref(), &trial.currency, notes);
    }
    for (table, service) in &meaning.services {
        case.check_currency(table.currency.as_ref(), &service.currency, notes);
        if let Some(against) = case
            .against
            .graph
            .filter(|_| !case.is_foreign(&service.currency))
            && let Some(fault) = fault_of(service, table, case, against)
        {
            notes.add(table.id.span(), Severity::Error, fault);
        }
    }
    if let (Some((table, ..)), Some((manifest, graph))) = (&meaning.deal, case.against.graph) {
        check_deal(table, manifest, graph, notes);
    }
}

/// Rewards that the average order does not come near to.
fn check_points(case: &Case<'_>, notes: &mut Notes) {
    let Some((table, rule)) = &case.meaning.points else {
        return;
    };
    case.check_currency(table.currency.as_ref(), &rule.currency, notes);
    let Some(spent) = case
        .against
        .spending
        .and_then(|spending| spending.spent(&rule.currency, case.home()))
    else {
        return;
    };
    let unit = 10_i64
        .checked_pow(rule.currency.exponent())
        .unwrap_or(i64::MAX);
    let earned = spent
        .average_minor
        .checked_div(unit)
        .unwrap_or(0)
        .unsigned_abs()
        .saturating_mul(rule.per_major.into());
    let Some(first) = rule
        .rewards
        .first()
        .filter(|first| first.points > earned.saturating_mul(FAR_ORDERS))
    else {
        return;
    };
    let at = table
        .rewards
        .iter()
        .find(|reward| reward.points.get_ref().unsigned_abs() == first.points);
    let span = at.map_or_else(|| table.per_unit.span(), |reward| reward.points.span());
    let what = format!(
        "the average order earns {earned} points, so the first reward takes more than {FAR_ORDERS} of them."
    );
    notes.add(
        span,
        Severity::Hint,
        format!("{what} Ask for fewer points, or give more."),
    );
}

/// Why a service is never shown: it is for no product, or too dear beside each.
fn fault_of(
    service: &Service,
    table: &ServiceTable,
    case: &Case<'_>,
    against: (&Manifest, &Graph),
) -> Option<String> {
    // That a choice holds nothing is told where products are chosen.
    let products =
        held(case, against, service.applies.to).filter(|products| !products.is_empty())?;
    let (from, to) = (service.applies.from_minor, service.applies.to_minor);
    let prices: Vec<Minor> = products
        .iter()
        .filter_map(|product| product.price_minor)
        .collect();
    let is_in_range = |price: &Minor| *price >= from && to.is_none_or(|most| *price <= most);
    let percent = case.meaning.policy.tact.line_percent;
    match prices.iter().copied().filter(is_in_range).max() {
        None if prices.is_empty() => {
            let remedy = "Add prices to the catalog and build the graph again.";
            Some(format!(
                "no product that it is for has a price, so it is never shown. {remedy}"
            ))
        }
        None => {
            let keys = match (&table.from, &table.to) {
                (Some(_), Some(_)) => "from `from` to `to`",
                (Some(_), None) => "at least `from`",
                (None, _) => "at most `to`",
            };
            Some(format!(
                "no product that it is for costs {keys}, so it is never shown. Widen the range."
            ))
        }
        Some(dearest) => {
            let is_too_dear = match service.price {
                ServicePrice::Fixed(price) => price > Limits::share(percent, dearest),
                ServicePrice::Percent(share) => u16::from(share) > percent,
            };
            let remedy = "Make it cheaper, or raise line_percent in [tact].";
            let what = format!(
                "it costs more than {percent} % of every product that it is for, so it is never shown."
            );
            is_too_dear.then(|| format!("{what} {remedy}"))
        }
    }
}

/// What can never take its turn, and a deal of nothing.
fn check_deal(table: &DealTable, manifest: &Manifest, graph: &Graph, notes: &mut Notes) {
    let choice = table.choice();
    for sku in choice.skus() {
        let product = graph.product(&SkuKey::new(sku.get_ref()));
        if product.is_some_and(|product| product.price_minor.is_none()) {
            let remedy = "Add its price to the catalog, or remove it here.";
            let message = format!(
                "{} has no price, so it is never the deal of the day. {remedy}",
                sku.get_ref()
            );
            notes.add(sku.span(), Severity::Error, message);
        }
    }
    // A graph that was built without a deal says nothing of this one.
    if manifest
        .policy
        .deal
        .as_ref()
        .is_some_and(|deal| deal.pool.is_empty())
    {
        let what = "when the graph was built, there was nothing to take turns, so there is no deal of the day.";
        let remedy = "It takes products with a price, in stock, and in orders with dates: choose others, or build the graph again.";
        notes.add(
            table.percent.span(),
            Severity::Hint,
            format!("{what} {remedy}"),
        );
    }
}
