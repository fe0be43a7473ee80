//! Checks for quantity breaks without effect: tiers that are not cheaper than single pieces, and
//! products that an earlier break contains.

use std::ops::Range;

use super::selectors::selected_products;
use super::{CheckInput, Diagnostics, Severity};
use crate::model::{BreakKind, BreakTier, Minor, Product, QuantityBreak};
use crate::shop_config::QuantityBreakTable;

pub(super) fn check(input: &CheckInput<'_>, diagnostics: &mut Diagnostics) {
    let breaks = &input.shop.quantity_breaks;
    for (place, (table, rule)) in breaks.iter().enumerate() {
        input.check_currency(table.currency.as_ref(), &rule.currency, diagnostics);
        let Some(products) = products(input, rule) else {
            continue;
        };
        let at = table.tiers.span();
        let earlier = breaks.iter().take(place).map(|(_, other)| other);
        check_overlap(at.clone(), &products, (input, rule), earlier, diagnostics);
        check_tiers(table, rule, &products, diagnostics);
    }
}

/// The products of a break; `None` if the graph has no information about them.
fn products<'a>(input: &CheckInput<'a>, rule: &QuantityBreak) -> Option<Vec<Product<&'a str>>> {
    let against = input.against.graph;
    let against = against.filter(|_| !input.is_foreign(&rule.currency))?;
    selected_products(input, against, Some(rule.products))
}

/// Reports a product that an earlier break contains.
fn check_overlap<'a>(
    at: Range<usize>,
    products: &[Product<&str>],
    (input, rule): (&CheckInput<'_>, &QuantityBreak),
    earlier: impl Iterator<Item = &'a QuantityBreak>,
    diagnostics: &mut Diagnostics,
) {
    let is_for_all = |other: &QuantityBreak| {
        let mut countries = rule.countries.iter();
        other.countries.is_empty()
            || (!rule.countries.is_empty() && countries.all(|code| other.countries.contains(code)))
    };
    for other in earlier.filter(|other| other.currency == rule.currency && is_for_all(other)) {
        let others = self::products(input, other).unwrap_or_default();
        let mut others = others.iter();
        let twice = products
            .iter()
            .find(|product| others.any(|other| other.id == product.id));
        if let Some(product) = twice {
            let what = format!(
                "an earlier quantity break contains {} too, so this one has no effect on it.",
                product.sku
            );
            let remedy = "Put each product in one section.";
            return diagnostics.add(at, Severity::Error, format!("{what} {remedy}"));
        }
    }
}

/// Reports tiers that save nothing, and those that cost less than fewer pieces.
fn check_tiers(
    table: &QuantityBreakTable,
    rule: &QuantityBreak,
    products: &[Product<&str>],
    diagnostics: &mut Diagnostics,
) {
    let priced = || {
        let priced = products.iter();
        priced
            .filter_map(|product| Some((product, product.price_minor.filter(|price| *price > 0)?)))
    };
    for (table, tier) in table.tiers.get_ref().iter().zip(&rule.tiers) {
        let at = table.get_ref().from.span();
        let saves =
            |price: Minor| rule.total_minor(*tier, price) < price.saturating_mul(tier.from.into());
        let useless = priced().find(|(_, price)| !saves(*price));
        let is_useless = !priced().any(|(_, price)| saves(price));
        // The pieces of a set that several products share may have different prices.
        let is_reported = rule.kind != BreakKind::Set || rule.mix.is_none() || is_useless;
        if let Some((product, price)) = useless.filter(|_| is_reported) {
            let message = useless_message(rule, *tier, (product.sku, price));
            let severity = if is_useless {
                Severity::Error
            } else {
                Severity::Hint
            };
            diagnostics.add(at, severity, message);
            continue;
        }
        let fewer = |price: Minor| price.saturating_mul(Minor::from(tier.from).saturating_sub(1));
        let mut lower = priced();
        let lower = lower.find(|(_, price)| rule.total_minor(*tier, *price) < fewer(*price));
        if let Some((product, price)) = lower {
            let (from, before) = (tier.from, tier.from.saturating_sub(1));
            let total = rule.currency.format(rule.total_minor(*tier, price));
            let what = format!(
                "{from} pieces of {} cost {total}, less than {before} single ones.",
                product.sku
            );
            let remedy = "Raise the price if that is not intended.";
            diagnostics.add(at, Severity::Hint, format!("{what} {remedy}"));
        }
    }
}

fn useless_message(rule: &QuantityBreak, tier: BreakTier, (sku, price): (&str, Minor)) -> String {
    let single = rule.currency.format(price);
    let what = format!(
        "{} pieces cost no less than single ones of {sku} at {single}, so this has no effect on it.",
        tier.from
    );
    format!("{what} Lower the price of the tier, or leave the product out.")
}
