//! Which products there are: what the orders and the merchant's catalog say about each, the most popular first.

use std::collections::BTreeMap;

use super::disclosure::Disclosure;
use crate::build::{Options, VariantRule, variants};
use crate::dataset::{ProductRecord, RankedProducts, best_title, index, tidy};
use crate::import::CatalogRow;
use crate::model::{Currency, Minor, Product, ProductId, Repurchase, Selection, SkuKey};
use crate::shop_config::Selector;
use crate::train::co_occurrence::Counts;

/// A product with the number under which it was counted.
#[derive(Clone, Debug)]
pub(crate) struct CountedProduct {
    pub(crate) counted: u32,
    pub(crate) product: Product,
    /// What kind of product the catalog says it is, folded.
    pub(crate) category: Option<String>,
}

/// The products of a graph.
pub(crate) struct BuiltCatalog {
    pub(crate) products: Vec<CountedProduct>,
    /// Number of products that were bought but do not stand in the catalog.
    pub(crate) uncatalogued: usize,
}

/// Everything that says what products there are.
pub(crate) struct CatalogBuilder<'a> {
    pub(crate) products: &'a RankedProducts,
    pub(crate) counts: &'a Counts,
    /// By rank.
    pub(crate) repurchases: &'a [Option<Repurchase>],
    pub(crate) catalog: Option<&'a [CatalogRow]>,
    pub(crate) currency: &'a Currency,
    pub(crate) options: &'a Options,
    pub(crate) disclosure: Disclosure,
}

impl CatalogBuilder<'_> {
    /// The facts of every product that was bought or is in the catalog, the most popular first.
    pub(crate) fn list(self) -> BuiltCatalog {
        let Self {
            products,
            counts,
            repurchases,
            catalog,
            currency,
            options,
            disclosure,
        } = self;
        let rows: Option<BTreeMap<SkuKey, &CatalogRow>> = catalog.map(|rows| {
            rows.iter()
                .map(|row| (SkuKey::new(&row.sku), row))
                .collect()
        });
        let row_of = |sku: &SkuKey| rows.as_ref().and_then(|rows| rows.get(sku).copied());

        let mut found: Vec<(u32, u32, &SkuKey, &ProductRecord)> = (0_u32..)
            .zip(&counts.products)
            .zip(&products.products)
            .map(|((number, tally), (sku, seen))| (number, tally.orders, sku, seen))
            .filter(|(_, orders, sku, _)| *orders > 0 || row_of(sku).is_some())
            .collect();
        found.sort_by(|(_, orders, sku, _), (_, other_orders, other_sku, _)| {
            other_orders.cmp(orders).then(sku.cmp(other_sku))
        });

        let uncatalogued = if rows.is_some() {
            found
                .iter()
                .filter(|(_, _, sku, _)| row_of(sku).is_none())
                .count()
        } else {
            0
        };
        let numbered: Vec<CountedProduct> = (0_u32..)
            .zip(&found)
            .map(|(id, (counted, orders, sku, seen))| {
                let row = row_of(sku);
                let spelling = row
                    .map_or_else(|| seen.spelling(), |row| row.sku.trim())
                    .to_owned();
                let title = row
                    .and_then(|row| row.title.as_deref())
                    .filter(|title| !title.trim().is_empty());
                let title = title
                    .or_else(|| best_title(&seen.titles))
                    .map(|title| tidy(title, options.title_case));
                let in_shop_currency = |row: &&CatalogRow| {
                    row.currency
                        .as_deref()
                        .is_none_or(|code| code.eq_ignore_ascii_case(currency.code()))
                };
                let price = row
                    .filter(in_shop_currency)
                    .and_then(|row| row.price_micros)
                    .or_else(|| seen.price.price_micros());
                let product = Product {
                    id: ProductId(id),
                    title: title.unwrap_or_else(|| spelling.clone()),
                    sku: spelling,
                    price_minor: price.and_then(|micros| minor(micros, currency)),
                    group: None,
                    base: 0,
                    orders: Some(disclosure.orders(*orders)),
                    repurchase: repurchases.get(index(*counted)).copied().flatten(),
                    // What a catalog does not list any more is not sold any more.
                    is_available: if rows.is_some() {
                        row.is_some_and(|row| row.is_available.unwrap_or(true))
                    } else {
                        true
                    },
                    url: row.and_then(|row| row.url.clone()),
                    image: row.and_then(|row| row.image.clone()),
                    selection_bits: selection_bits(
                        &options.selections,
                        sku,
                        row.and_then(|row| row.category.as_deref()),
                    ),
                    rating: row.and_then(|row| row.rating),
                    testimonial: row.and_then(|row| row.testimonial.clone()),
                };
                let category = row
                    .and_then(|row| row.category.as_deref())
                    .map(|category| category.trim().to_lowercase());
                CountedProduct {
                    counted: *counted,
                    product,
                    category: category.filter(|category| !category.is_empty()),
                }
            })
            .collect();
        BuiltCatalog {
            products: group_variants(numbered, row_of, options.variants),
            uncatalogued,
        }
    }
}

/// A bit for each selection that holds a product.
fn selection_bits(selections: &[Selector], sku: &SkuKey, category: Option<&str>) -> u64 {
    let holding = (0_u8..)
        .zip(selections)
        .filter(|(_, selector)| selector.holds(sku, category));
    holding.fold(0, |selection_bits, (place, _)| {
        selection_bits | Selection(place).mark()
    })
}

fn group_variants<'a>(
    mut numbered: Vec<CountedProduct>,
    row_of: impl Fn(&SkuKey) -> Option<&'a CatalogRow>,
    rule: VariantRule,
) -> Vec<CountedProduct> {
    let groups: Vec<Option<String>> = numbered
        .iter()
        .map(|CountedProduct { product, .. }| {
            let listed = row_of(&SkuKey::new(&product.sku)).and_then(|row| row.group.clone());
            // Apart from each other: a catalogue's "85123" and the stem of "85123A" are different words.
            listed
                .map(|group| format!("catalogue {group}"))
                .or_else(|| {
                    rule.group(&product.sku, &product.title)
                        .map(|group| format!("rule {group}"))
                })
        })
        .collect();
    let groups = variants::number(&groups.iter().map(Option::as_deref).collect::<Vec<_>>());
    for (numbered, group) in numbered.iter_mut().zip(groups) {
        numbered.product.group = group;
    }
    numbered
}

/// Millionths of the major unit in minor units, rounded half up; `None` for nothing, less than nothing, or too much.
pub(crate) fn minor(micros: i64, currency: &Currency) -> Option<Minor> {
    let unit = 10_i64.checked_pow(6_u32.checked_sub(currency.exponent())?)?;
    let half = unit.checked_div(2)?;
    micros
        .checked_add(half)?
        .checked_div(unit)
        .filter(|price| *price > 0)
}
