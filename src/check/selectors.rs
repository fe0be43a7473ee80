//! Checks for unknown SKUs and empty selections.
//!
//! *Invariants*: a graph contains selection bits, but no categories. Selections by category are
//! only checked if the graph was built with the selections of this file.

use toml::Spanned;

use super::{CheckInput, Diagnostics, Severity};
use crate::did_you_mean::suggest;
use crate::graph::{Graph, Manifest};
use crate::model::{Policy, Product, Selection, SkuKey};
use crate::shop_config::ChoiceTable;

pub(super) fn check(
    input: &CheckInput<'_>,
    (manifest, graph): (&Manifest, &Graph),
    diagnostics: &mut Diagnostics,
) {
    let shop = input.shop;
    let chosen = shop.choices.iter().flat_map(|(table, _)| table.skus());
    // The SKU of a sample need not be sold, but that of the sampled product must exist.
    for sku in chosen.chain(shop.trials.iter().map(|(table, _)| &table.of)) {
        if graph.product(&SkuKey::new(sku.get_ref())).is_none() {
            diagnostics.add(sku.span(), Severity::Error, unknown(sku, graph));
        }
    }
    let by_category = |(table, selection): &'_ (ChoiceTable, Selection)| {
        Some((table.categories().first()?.clone(), *selection))
    };
    let by_category: Vec<(Spanned<String>, Selection)> =
        shop.choices.iter().filter_map(by_category).collect();
    if by_category.is_empty() {
        return;
    }
    if !input.is_whole {
        diagnostics
            .unchecked
            .push("whether the categories contain products: fix the errors first".to_owned());
    } else if !is_marked_by(input, manifest, graph) {
        let what = "whether the categories contain products: the graph was built with another shop.toml; build it again";
        diagnostics.unchecked.push(what.to_owned());
    } else {
        for (category, selection) in by_category {
            if !graph.products().any(|product| product.is_in(selection)) {
                let remedy = "Build the graph again with this file and a --catalog that has a category column, or name SKUs.";
                let what = format!("no product of the graph is in \"{}\".", category.get_ref());
                diagnostics.add(category.span(), Severity::Error, format!("{what} {remedy}"));
            }
        }
    }
}

/// The message about a SKU that the graph does not contain.
pub(super) fn unknown(sku: &Spanned<String>, graph: &Graph) -> String {
    let sku = sku.get_ref();
    format!(
        "the graph has no product with the SKU \"{sku}\". {}",
        suggest(sku, graph.products())
    )
}

/// The products of a rule; `None` if the graph has no information about the rule.
pub(super) fn selected_products<'a>(
    input: &CheckInput<'_>,
    (manifest, graph): (&Manifest, &'a Graph),
    choice: Option<Selection>,
) -> Option<Vec<Product<&'a str>>> {
    let Some(selection) = choice else {
        return Some(graph.products().collect());
    };
    let selector = input.shop.selections.get(usize::from(selection.0))?;
    if selector.categories.is_empty() {
        return Some(
            selector
                .skus
                .iter()
                .filter_map(|sku| graph.product(sku))
                .collect(),
        );
    }
    let is_told = input.is_whole && is_marked_by(input, manifest, graph);
    is_told.then(|| {
        graph
            .products()
            .filter(|product| product.is_in(selection))
            .collect()
    })
}

/// Whether the graph was built with the selections of this file, as far as this can be verified:
/// the same rules have the same selection numbers, and products that are selected by SKU have the
/// bits.
fn is_marked_by(input: &CheckInput<'_>, manifest: &Manifest, graph: &Graph) -> bool {
    let (
        shop,
        Policy {
            never,
            quantity_breaks,
            services,
            tiers,
            ..
        },
    ) = (input.shop, &manifest.policy);
    let excluded = shop
        .shipping
        .iter()
        .map(|(_, tier)| tier)
        .chain(shop.rewards.iter().map(|(_, tier)| tier));
    let has_same_places = shop.policy.never == *never
        && shop
            .services
            .iter()
            .map(|(_, service)| service.applies.to)
            .eq(services.iter().map(|service| service.applies.to))
        && shop
            .quantity_breaks
            .iter()
            .map(|(_, rule)| rule.products)
            .eq(quantity_breaks.iter().map(|rule| rule.products))
        && excluded
            .map(|tier| tier.excluded)
            .eq(tiers.iter().map(|tier| tier.excluded));
    let is_marked = |(place, sku): (usize, &SkuKey)| {
        let selection = u8::try_from(place).ok().map(Selection);
        graph
            .product(sku)
            .zip(selection)
            .is_none_or(|(product, selection)| product.is_in(selection))
    };
    let selectors = shop.selections.iter().enumerate();
    has_same_places
        && selectors
            .flat_map(|(place, selector)| selector.skus.iter().map(move |sku| (place, sku)))
            .all(is_marked)
}
