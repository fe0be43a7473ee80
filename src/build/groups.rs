//! Groups of variants: their numbers, the differences of their variants, and the product that
//! represents a group where a page names the SKU of the group.
//!
//! *Invariants*: a group has at least two products; the SKU of a group is not the SKU of a product.

use std::collections::{BTreeMap, BTreeSet};

use super::products::CountedProduct;
use super::variants::{self, MOST_VARIANTS, Member};
use crate::build::VariantRule;
use crate::import::CatalogRow;
use crate::model::{ProductId, SkuKey};

/// WooCommerce names a parent without a SKU by its id, which no page does.
const PARENT_ID: &str = "id:";

/// The catalog by SKU; `None` without a catalog.
pub(super) type Rows<'a> = Option<BTreeMap<SkuKey, &'a CatalogRow>>;

/// The rows of a catalog that describe a group and are not sold: `variable` products of
/// WooCommerce, and products of `BigCommerce` above their variants.
pub(super) fn parent_rows(rows: &Rows<'_>) -> BTreeSet<SkuKey> {
    let rows = rows.iter().flat_map(BTreeMap::iter);
    let is_variant = |sku: &SkuKey, group: &SkuKey| sku != group;
    let variants = rows.clone().filter_map(|(sku, row)| {
        let group = SkuKey::new(row.group.as_deref()?);
        is_variant(sku, &group).then_some((group, !row.options.is_empty()))
    });
    // By group, whether its variants have options.
    let mut groups: BTreeMap<SkuKey, bool> = BTreeMap::new();
    for (group, has_options) in variants {
        *groups.entry(group).or_default() |= has_options;
    }
    let is_parent = |(sku, row): &(&SkuKey, &&CatalogRow)| {
        let is_own = row.group.as_deref().is_none_or(|group| sku.is(group));
        let is_unsold = |has_options: &bool| {
            row.price_micros.is_none() || (*has_options && row.options.is_empty())
        };
        is_own && groups.get(*sku).is_some_and(is_unsold)
    };
    rows.filter(is_parent).map(|(sku, _)| sku.clone()).collect()
}

/// The row of a product.
fn row_of<'a>(rows: &Rows<'a>, sku: &str) -> Option<&'a CatalogRow> {
    rows.as_ref()?.get(&SkuKey::new(sku)).copied()
}

/// The SKU of the group of a row, if a page can name it.
fn parent_of(row: Option<&CatalogRow>) -> Option<SkuKey> {
    let group = row?.group.as_deref()?.trim();
    let is_sku = !group.is_empty() && !group.starts_with(PARENT_ID);
    is_sku.then(|| SkuKey::new(group))
}

/// Groups variants, and returns the product that represents each group by the SKU of the group.
pub(super) fn group_variants(
    numbered: &mut [CountedProduct],
    rows: &Rows<'_>,
    parents: &BTreeSet<SkuKey>,
    rule: VariantRule,
) -> BTreeMap<SkuKey, ProductId> {
    let groups: Vec<Option<String>> = numbered
        .iter()
        .map(|CountedProduct { product, .. }| {
            let listed = row_of(rows, &product.sku).and_then(|row| row.group.clone());
            // Separate name spaces: the catalog's group "85123" and the stem of "85123A" are
            // different groups.
            listed.map(|group| format!("catalog {group}")).or_else(|| {
                rule.group(&product.sku, &product.title)
                    .map(|group| format!("rule {group}"))
            })
        })
        .collect();
    let groups = variants::number(&groups.iter().map(Option::as_deref).collect::<Vec<_>>());
    let mut members: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (place, (numbered, group)) in numbered.iter_mut().zip(groups).enumerate() {
        numbered.product.group = group;
        if let Some(group) = group {
            members.entry(group).or_default().push(place);
        }
    }
    for places in members.values() {
        add_options(numbered, places, rows, rule);
    }
    representatives(numbered, rows, parents)
}

/// Tells the variants of one group apart, as far as shoppers can choose them.
fn add_options(
    numbered: &mut [CountedProduct],
    places: &[usize],
    rows: &Rows<'_>,
    rule: VariantRule,
) {
    // Numbers with different letters need not have different titles.
    let is_told = |row: Option<&CatalogRow>| {
        row.is_some_and(|row| row.group.is_some())
            || (rows.is_none() && rule == VariantRule::TitleBeforeDash)
    };
    let mut sold: Vec<(Option<u64>, usize)> = places
        .iter()
        .filter_map(|place| {
            let product = &numbered.get(*place)?.product;
            let row = row_of(rows, &product.sku);
            let can_be_chosen = product.price_minor.is_some() && is_told(row);
            can_be_chosen.then_some((row.map(|row| row.line), *place))
        })
        .collect();
    // Without a catalog the titles have an order that shoppers expect.
    sold.sort_by_key(|(line, place)| {
        let title = numbered
            .get(*place)
            .map(|known| known.product.title.clone());
        (*line, title.filter(|_| line.is_none()), *place)
    });
    if sold.len() > MOST_VARIANTS {
        for (_, place) in sold {
            if let Some(numbered) = numbered.get_mut(place) {
                numbered.product.is_chosen_on_page = true;
            }
        }
        return;
    }
    let members = sold.iter().filter_map(|(_, place)| {
        let product = &numbered.get(*place)?.product;
        Some(Member {
            options: row_of(rows, &product.sku).map_or(&[], |row| &row.options),
            title: &product.title,
            sku: &product.sku,
        })
    });
    let members: Vec<Member<'_>> = members.collect();
    let told = if members.len() > 1 {
        variants::tell_apart(&members)
    } else {
        None
    };
    for (variant, (_, place)) in told.into_iter().flatten().zip(sold) {
        if let Some(numbered) = numbered.get_mut(place) {
            numbered.product.variant = Some(variant);
        }
    }
}

/// The most popular product of each group that can be bought, by the SKU of the group.
fn representatives(
    numbered: &[CountedProduct],
    rows: &Rows<'_>,
    parents: &BTreeSet<SkuKey>,
) -> BTreeMap<SkuKey, ProductId> {
    let products: BTreeSet<SkuKey> = numbered
        .iter()
        .map(|numbered| SkuKey::new(&numbered.product.sku))
        .collect();
    let mut best: BTreeMap<SkuKey, (bool, ProductId)> = BTreeMap::new();
    for CountedProduct { product, .. } in numbered {
        let Some(parent) = parent_of(row_of(rows, &product.sku)) else {
            continue;
        };
        // A product alone in its group has its own SKU, unless the catalog lists its parent.
        let is_named = product.group.is_some() || parents.contains(&parent);
        if !is_named || products.contains(&parent) {
            continue;
        }
        let is_sold = product.is_available && product.price_minor.is_some();
        let rank = (!is_sold, product.id);
        best.entry(parent)
            .and_modify(|known| *known = rank.min(*known))
            .or_insert(rank);
    }
    best.into_iter()
        .map(|(sku, (_, product))| (sku, product))
        .collect()
}
