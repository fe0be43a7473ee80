//! Checks manual links and blocks against the products of the graph.

use std::collections::BTreeSet;

use toml::Spanned;

use super::selectors::unknown;
use super::{Diagnostics, Severity};
use crate::graph::Graph;
use crate::model::{ManualRule, Product, Relation};
use crate::shop_config::{ResolvedShop, StatedLink};

pub(super) fn check(shop: &ResolvedShop, graph: &Graph, diagnostics: &mut Diagnostics) {
    let (mut pairs, mut unknown_places) = (BTreeSet::new(), BTreeSet::new());
    for StatedLink { from, to, link } in &shop.hand {
        if link.from == link.to {
            let message = format!(
                "{} is listed with itself, which has no effect. List another product.",
                to.get_ref()
            );
            diagnostics.add(to.span(), Severity::Error, message);
            continue;
        }
        for (sku, key) in [(from, &link.from), (to, &link.to)] {
            // A product with many links is listed once and reported once.
            if graph.product(key).is_none() && unknown_places.insert(sku.span().start) {
                diagnostics.add(sku.span(), Severity::Error, unknown(sku, graph));
            }
        }
        let pair = match link.wish {
            ManualRule::Block => (
                link.wish,
                (&link.from).min(&link.to),
                (&link.from).max(&link.to),
            ),
            ManualRule::Link(_) => (ManualRule::Link(Relation::default()), &link.from, &link.to),
        };
        if !pairs.insert(pair) {
            let message = format!(
                "{} and {} are already listed above. Remove one.",
                from.get_ref(),
                to.get_ref()
            );
            diagnostics.add(to.span(), Severity::Hint, message);
        } else if let (Some(one), Some(other), ManualRule::Link(relation)) = (
            graph.product(&link.from),
            graph.product(&link.to),
            link.wish,
        ) {
            check_offer(to, relation, [&one, &other], diagnostics);
        }
    }
}

/// Reports reasons why a linked product can never be offered.
fn check_offer(
    at: &Spanned<String>,
    relation: Relation,
    [from, to]: [&Product<&str>; 2],
    diagnostics: &mut Diagnostics,
) {
    let sku = &to.sku;
    if to.price_minor.is_none_or(|price| price <= 0) {
        let message = format!(
            "{sku} has no price, so it is never shown. Add its price to the catalog and build the graph again."
        );
        diagnostics.add(at.span(), Severity::Error, message);
    } else if relation.is_companion() && from.group.is_some() && from.group == to.group {
        let message = format!(
            "{sku} is a variant of {}, and variants are never shown together. Remove the link, or write relation = \
             \"substitute\".",
            from.sku
        );
        diagnostics.add(at.span(), Severity::Error, message);
    } else if !to.is_available {
        let message = format!(
            "{sku} is sold out or no longer in the catalog, and is not shown until it is available again. Add another product."
        );
        diagnostics.add(at.span(), Severity::Hint, message);
    }
}
