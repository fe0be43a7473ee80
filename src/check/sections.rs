//! Checks for services, loyalty rewards and deals that no shopper ever sees.

use super::selectors::selected_products;
use super::{CheckInput, Diagnostics, Severity};
use crate::graph::{Graph, Manifest};
use crate::model::{DealProduct, DealRule, Limits, Minor, Service, ServicePrice, SkuKey};
use crate::shop_config::{ChoiceTable, DealTable, ServiceTable};

/// A reward that takes more average orders than this is out of reach.
const FAR_ORDERS: u64 = 100;

/// A deal below this share of its expected price is reported.
const FAR_BELOW_PERCENT: u16 = 75;

pub(super) fn check(input: &CheckInput<'_>, diagnostics: &mut Diagnostics) {
    let shop = input.shop;
    check_points(input, diagnostics);
    for (table, trial) in &shop.trials {
        input.check_currency(table.currency.as_ref(), &trial.currency, diagnostics);
    }
    for (table, service) in &shop.services {
        input.check_currency(table.currency.as_ref(), &service.currency, diagnostics);
        if let Some(against) = input
            .against
            .graph
            .filter(|_| !input.is_foreign(&service.currency))
            && let Some(fault) = fault_of(service, table, input, against)
        {
            diagnostics.add(table.id.span(), Severity::Error, fault);
        }
    }
    if let (Some((table, ..)), Some((manifest, graph))) = (&shop.deal, input.against.graph) {
        check_deal(table, manifest, graph, diagnostics);
    }
}

/// Checks for rewards that are far beyond the average order.
fn check_points(input: &CheckInput<'_>, diagnostics: &mut Diagnostics) {
    let Some((table, rule)) = &input.shop.loyalty else {
        return;
    };
    input.check_currency(table.currency.as_ref(), &rule.currency, diagnostics);
    let Some(spent) = input
        .against
        .spending
        .and_then(|spending| spending.spent(&rule.currency, input.main_currency()))
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
    diagnostics.add(
        span,
        Severity::Hint,
        format!("{what} Lower the number of points, or raise per_unit."),
    );
}

/// The reason why a service is never shown: it matches no product, or is too expensive for each.
fn fault_of(
    service: &Service,
    table: &ServiceTable,
    input: &CheckInput<'_>,
    against: (&Manifest, &Graph),
) -> Option<String> {
    // An empty selection is reported where the products are selected.
    let products = selected_products(input, against, service.applies.to)
        .filter(|products| !products.is_empty())?;
    let (from, to) = (service.applies.from_minor, service.applies.to_minor);
    let prices: Vec<Minor> = products
        .iter()
        .filter_map(|product| product.price_minor)
        .collect();
    let is_in_range = |price: &Minor| *price >= from && to.is_none_or(|most| *price <= most);
    let percent = input.shop.policy.limits.line_percent;
    match prices.iter().copied().filter(is_in_range).max() {
        None if prices.is_empty() => {
            let remedy = "Add prices to the catalog and build the graph again.";
            Some(format!(
                "none of its products has a price, so it is never shown. {remedy}"
            ))
        }
        None => {
            let keys = match (&table.from, &table.to) {
                (Some(_), Some(_)) => "from `from` to `to`",
                (Some(_), None) => "at least `from`",
                (None, _) => "at most `to`",
            };
            Some(format!(
                "none of its products costs {keys}, so it is never shown. Widen the range."
            ))
        }
        Some(dearest) => {
            let is_too_dear = match service.price {
                ServicePrice::Fixed(price) => price > Limits::share(percent, dearest),
                ServicePrice::Percent(share) => u16::from(share) > percent,
            };
            let remedy = "Make it cheaper, or raise line_percent in [limits].";
            let what = format!(
                "it costs more than {percent} % of each of its products, so it is never shown."
            );
            is_too_dear.then(|| format!("{what} {remedy}"))
        }
    }
}

/// Checks for deals whose price is far below the discounted price of the graph: their reference
/// price is an outlier, or the catalog's price has risen.
fn check_deal_prices(
    table: &DealTable,
    deal: &DealRule,
    graph: &Graph,
    diagnostics: &mut Diagnostics,
) {
    let after = |price: Minor| price.saturating_sub(Limits::share(deal.percent.into(), price));
    let is_far_below = |turn: &&DealProduct| {
        let price = graph
            .product(&SkuKey::new(&turn.sku))
            .and_then(|product| product.price_minor);
        turn.lowest_minor.zip(price).is_some_and(|(lowest, price)| {
            after(lowest) < Limits::share(FAR_BELOW_PERCENT, after(price))
        })
    };
    let far: Vec<&str> = deal
        .pool
        .iter()
        .filter(is_far_below)
        .map(|turn| turn.sku.as_str())
        .collect();
    let Some(first) = far.first() else {
        return;
    };
    let what = format!(
        "{} of {} deals cost less than {FAR_BELOW_PERCENT} % of what `percent` makes of the price, such as {first}, \
         because they were sold for less in the last thirty days.",
        far.len(),
        deal.pool.len(),
    );
    diagnostics.add(
        table.percent.span(),
        Severity::Hint,
        format!("{what} Check these orders, or leave the products out."),
    );
}

/// Checks for products that can never be the deal of the day, and for an empty deal.
fn check_deal(
    table: &DealTable,
    manifest: &Manifest,
    graph: &Graph,
    diagnostics: &mut Diagnostics,
) {
    let choice = ChoiceTable::of(&table.skus, &table.categories);
    for sku in choice.skus() {
        let product = graph.product(&SkuKey::new(sku.get_ref()));
        if product.is_some_and(|product| product.price_minor.is_none()) {
            let remedy = "Add its price to the catalog, or remove it here.";
            let message = format!(
                "{} has no price, so it is never the deal of the day. {remedy}",
                sku.get_ref()
            );
            diagnostics.add(sku.span(), Severity::Error, message);
        }
    }
    if let Some(deal) = &manifest.policy.deal {
        check_deal_prices(table, deal, graph, diagnostics);
    }
    // A graph that was built without a deal has no information about this one.
    if manifest
        .policy
        .deal
        .as_ref()
        .is_some_and(|deal| deal.pool.is_empty())
    {
        let what = "the build found no product for the rotation, so there is no deal of the day.";
        let remedy = "Select products that have a price, are in stock and are in orders with dates, or build the graph again.";
        diagnostics.add(
            table.percent.span(),
            Severity::Hint,
            format!("{what} {remedy}"),
        );
    }
}
