//! Services, samples, points and deals that no shopper ever meets.

use toml::Spanned;

use super::{Case, Notes, Severity};
use crate::alike::suggest;
use crate::graph::{Graph, Manifest};
use crate::learn::shop::ServiceTable;
use crate::model::{Kind, Minor, Policy, Product, Service, ServicePrice, SkuKey, Tact};

/// A reward that takes more orders than this is out of sight.
const FAR_ORDERS: u64 = 100;

pub(super) fn check(case: &Case<'_>, notes: &mut Notes) {
    check_stages(case, notes);
    check_points(case, notes);
    let Some((manifest, graph)) = case.against.graph else { return };
    check_names(case, graph, notes);
    check_choices(case, manifest, graph, notes);
    for (table, service) in &case.meaning.services {
        case.check_currency(table.currency.as_ref(), &service.currency, notes);
        if !case.is_foreign(&service.currency) {
            check_service(table, service, &case.meaning.policy.tact, graph, notes);
        }
    }
}

/// Sections whose offers no stage allows.
fn check_stages(case: &Case<'_>, notes: &mut Notes) {
    let meaning = case.meaning;
    let Policy { stages, .. } = &meaning.policy;
    let is_allowed = |kind: Kind| [&stages.before, &stages.during, &stages.after].iter().any(|kinds| kinds.contains(&kind));
    let stated = [
        (Kind::Plans, meaning.plans.first().map(|(table, _)| table.id.span())),
        (Kind::Services, meaning.services.first().map(|(table, _)| table.id.span())),
        (Kind::Trial, meaning.trials.first().map(|(table, _)| table.sku.span())),
        (Kind::Points, meaning.points.as_ref().map(|(table, _)| table.per_unit.span())),
        (Kind::Deal, meaning.deal.as_ref().map(|(table, _)| table.percent.span())),
        (Kind::Shipping, meaning.shipping.first().map(|(table, _)| table.free_from.span())),
    ];
    for (kind, span) in stated {
        if let Some(span) = span.filter(|_| !is_allowed(kind)) {
            let what = format!("no list in [stages] has \"{}\", so this is never shown.", kind.word());
            notes.add(span, Severity::Error, format!("{what} Add it where it fits."));
        }
    }
}

/// Rewards that the average order does not come near to.
fn check_points(case: &Case<'_>, notes: &mut Notes) {
    let Some((table, rule)) = &case.meaning.points else { return };
    case.check_currency(table.currency.as_ref(), &rule.currency, notes);
    let home = case.meaning.currency.as_ref().map(|(_, currency)| currency);
    let Some(spent) = case.against.spending.and_then(|spending| spending.spent(&rule.currency, home)) else { return };
    let unit = 10_i64.checked_pow(rule.currency.exponent()).unwrap_or(i64::MAX);
    let earned = spent.average_minor.checked_div(unit).unwrap_or(0).unsigned_abs().saturating_mul(rule.per_major.into());
    let Some(first) = rule.rewards.first() else { return };
    let orders = first.points.checked_div(earned).unwrap_or(u64::MAX);
    if orders > FAR_ORDERS {
        let at = table.rewards.iter().find(|reward| reward.points.get_ref().unsigned_abs() == first.points);
        let span = at.map_or_else(|| table.per_unit.span(), |reward| reward.points.span());
        let what = format!("the average order earns {earned} points, so the first reward takes more than {FAR_ORDERS} of them.");
        notes.add(span, Severity::Hint, format!("{what} Ask for fewer points, or give more."));
    }
}

/// SKUs that the graph does not know.
fn check_names(case: &Case<'_>, graph: &Graph, notes: &mut Notes) {
    let meaning = case.meaning;
    let mut check = |sku: &Spanned<String>| {
        let product = graph.product(&SkuKey::new(sku.get_ref()));
        if product.is_none() {
            let what = format!("the graph has no product with the SKU \"{}\".", sku.get_ref());
            notes.add(sku.span(), Severity::Error, format!("{what} {}", suggest(sku.get_ref(), graph.products())));
        }
        product
    };
    let excluded = meaning.shipping.iter().map(|(table, _)| &table.excluding);
    let choices = excluded.chain(meaning.rewards.iter().map(|(table, _)| &table.excluding)).chain([&meaning.never]);
    // A sample need not be sold, so the orders need not know it.
    let samples = meaning.trials.iter().map(|(table, _)| &table.of);
    let served = meaning.services.iter().flat_map(|(table, _)| &table.skus);
    for sku in samples.chain(served).chain(choices.flat_map(|choice| &choice.skus)) {
        check(sku);
    }
    let mut unpriced: Vec<&Spanned<String>> = Vec::new();
    for sku in meaning.deal.iter().flat_map(|(table, _)| &table.skus) {
        if check(sku).is_some_and(|product| product.price_minor.is_none()) {
            unpriced.push(sku);
        }
    }
    for sku in unpriced {
        let what = format!("{} has no price, so it is never the deal of the day.", sku.get_ref());
        notes.add(sku.span(), Severity::Error, format!("{what} Add its price to the catalogue, or remove it here."));
    }
}

/// Choices that hold no product.
fn check_choices(case: &Case<'_>, manifest: &Manifest, graph: &Graph, notes: &mut Notes) {
    // A graph of other terms has other marks.
    if !case.is_whole || manifest.policy.never != case.meaning.policy.never || !has_same_choices(case, &manifest.policy) {
        if !case.meaning.choices.is_empty() {
            let what = "whether the categories hold products: the graph was built with another shop.toml; build it again";
            notes.unchecked.push(what.to_owned());
        }
        return;
    }
    for (at, selection) in &case.meaning.choices {
        if !graph.products().any(|product| product.is_in(*selection)) {
            let remedy = "Build the graph with a --catalog that has a category column, or name SKUs.";
            notes.add(at.span(), Severity::Error, format!("no product of the graph is in \"{}\". {remedy}", at.get_ref()));
        }
    }
}

fn has_same_choices(case: &Case<'_>, policy: &Policy) -> bool {
    let meaning = case.meaning;
    let services = meaning.services.iter().map(|(_, service)| service.applies.to);
    let tiers =
        meaning.shipping.iter().map(|(_, tier)| tier.excluded).chain(meaning.rewards.iter().map(|(_, tier)| tier.excluded));
    services.eq(policy.services.iter().map(|service| service.applies.to))
        && tiers.eq(policy.tiers.iter().map(|tier| tier.excluded))
}

/// A service that is for no product, or too dear beside each.
fn check_service(table: &ServiceTable, service: &Service, tact: &Tact, graph: &Graph, notes: &mut Notes) {
    let applies = &service.applies;
    let is_in_range = |price: Minor| price >= applies.from_minor && applies.to_minor.is_none_or(|most| price <= most);
    let prices = || graph.products().filter_map(|product: &Product| product.price_minor).filter(|price| is_in_range(*price));
    let Some(dearest) = prices().max() else {
        let what = "no product of the graph has a price from `from` to `to`, so this service is for nothing.";
        notes.add(table.id.span(), Severity::Error, format!("{what} Widen the range."));
        return;
    };
    let most = Tact::share(tact.line_percent, dearest);
    let percent = tact.line_percent;
    let is_too_dear = match service.price {
        ServicePrice::Fixed(price) => price > most,
        ServicePrice::Percent(share) => u16::from(share) > percent,
    };
    if is_too_dear {
        let what = format!("it costs more than {percent} % of every product it is for, so it is never shown.");
        let remedy = "Make it cheaper, or raise line_percent in [tact].";
        notes.add(table.id.span(), Severity::Error, format!("{what} {remedy}"));
    }
}
