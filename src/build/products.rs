//! Builds the products of a graph from orders and the merchant's catalog, the most popular first.

use std::collections::BTreeMap;
use std::num::{NonZeroI64, NonZeroU32};

use super::disclosure::Disclosure;
use super::groups::{Rows, group_variants, parent_rows};
use super::markets::Assortment;
use crate::build::Options;
use crate::dataset::{ProductRecord, RankedProducts, best_title, index, tidy};
use crate::import::CatalogRow;
use crate::model::{
    Currency, Minor, PriceChange, Product, ProductId, RepeatFactor, Repurchase, Selection, SkuKey,
};
use crate::shop_config::Selector;
use crate::train::co_occurrence::Counts;

/// A product with its rank in the data set.
#[derive(Clone, Debug)]
pub(crate) struct CountedProduct {
    pub(crate) counted: u32,
    pub(crate) product: Product,
    /// The catalog's category in upper case.
    pub(crate) category: Option<String>,
}

/// The products of a graph.
pub(crate) struct BuiltCatalog {
    pub(crate) products: Vec<CountedProduct>,
    /// The products that represent groups of variants, by the SKU of the group.
    pub(crate) parents: BTreeMap<SkuKey, ProductId>,
    /// Number of products that were bought but are not in the catalog.
    pub(crate) missing_from_catalog: usize,
}

/// The sources of products.
pub(crate) struct CatalogBuilder<'a> {
    pub(crate) products: &'a RankedProducts,
    pub(crate) counts: &'a Counts,
    /// By rank.
    pub(crate) repurchases: &'a [Option<Repurchase>],
    /// By rank.
    pub(crate) repeat_factors: &'a [RepeatFactor],
    pub(crate) assortment: Assortment<'a>,
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
            repeat_factors,
            assortment,
            options,
            disclosure,
        } = self;
        let Assortment {
            catalog,
            currency,
            takes_order_prices,
        } = assortment;
        let rows: Rows<'_> = catalog.map(|rows| {
            rows.iter()
                .map(|row| (SkuKey::new(&row.sku), row))
                .collect()
        });
        let unsold = parent_rows(&rows);
        let row_of = |sku: &SkuKey| rows.as_ref().and_then(|rows| rows.get(sku).copied());

        let mut found: Vec<(u32, u32, &SkuKey, &ProductRecord)> = (0_u32..)
            .zip(&counts.products)
            .zip(&products.products)
            .map(|((number, tally), (sku, seen))| (number, tally.orders, sku, seen))
            .filter(|(_, orders, sku, _)| {
                *orders > 0 || (row_of(sku).is_some() && !unsold.contains(*sku))
            })
            .collect();
        found.sort_by(|(_, orders, sku, _), (_, other_orders, other_sku, _)| {
            other_orders.cmp(orders).then(sku.cmp(other_sku))
        });

        let missing_from_catalog = if rows.is_some() {
            found
                .iter()
                .filter(|(_, _, sku, _)| row_of(sku).is_none())
                .count()
        } else {
            0
        };
        let mut numbered: Vec<CountedProduct> = (0_u32..)
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
                let listed = row.filter(in_shop_currency);
                let price = listed
                    .and_then(|row| row.price_micros)
                    .or_else(|| seen.prices.usual_micros().filter(|_| takes_order_prices));
                let price_change = listed.and_then(|row| row.price_change);
                let product = Product {
                    id: ProductId(id),
                    title: title.unwrap_or_else(|| spelling.clone()),
                    sku: spelling,
                    price_minor: price.and_then(|micros| minor(micros, currency)),
                    price_change: price_change.and_then(|change| {
                        let next = change
                            .next_micros
                            .and_then(|micros| minor(micros, currency));
                        Some(PriceChange {
                            last_day: NonZeroU32::new(change.last_day)?,
                            next_minor: next.and_then(NonZeroI64::new),
                        })
                    }),
                    group: None,
                    variant: None,
                    is_chosen_on_page: false,
                    base: 0,
                    orders: Some(disclosure.orders(*orders)),
                    repurchase: repurchases.get(index(*counted)).copied().flatten(),
                    repeat: repeat_factors
                        .get(index(*counted))
                        .copied()
                        .unwrap_or_default(),
                    // A product that is missing from the catalog is no longer sold.
                    is_available: if rows.is_some() {
                        row.is_some_and(|row| row.is_available.unwrap_or(true))
                    } else {
                        true
                    },
                    url: row.and_then(|row| row.url.clone()),
                    image: row.and_then(|row| row.image.clone()),
                    selection_bits: selection_bits(&options.selections, sku, row)
                        | row.map_or(0, of_catalog),
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
        let parents = group_variants(&mut numbered, &rows, &unsold, options.variants);
        BuiltCatalog {
            products: numbered,
            parents,
            missing_from_catalog,
        }
    }
}

/// One bit for each selection that contains a product, or its group.
fn selection_bits(selections: &[Selector], sku: &SkuKey, row: Option<&CatalogRow>) -> u64 {
    let category = row.and_then(|row| row.category.as_deref());
    let group = row.and_then(|row| row.group.as_deref()).map(SkuKey::new);
    let holds = |selector: &Selector| {
        let in_group = || {
            group
                .as_ref()
                .is_some_and(|group| selector.holds(group, None))
        };
        selector.holds(sku, category) || in_group()
    };
    let holding = (0_u8..)
        .zip(selections)
        .filter(|(_, selector)| holds(selector));
    holding.fold(0, |selection_bits, (place, _)| {
        selection_bits | Selection(place).mark()
    })
}

/// The selections that the catalog defines.
fn of_catalog(row: &CatalogRow) -> u64 {
    let holding = [
        (row.is_in_sets, Selection::IN_SETS),
        (row.is_singly, Selection::SINGLY),
    ];
    let holding = holding.into_iter().filter(|(holds, _)| *holds);
    holding.fold(0, |marks, (_, selection)| marks | selection.mark())
}

/// Converts millionths of the major unit to minor units, rounded half up; `None` for 0, negative or
/// excessive amounts.
pub(crate) fn minor(micros: i64, currency: &Currency) -> Option<Minor> {
    let unit = 10_i64.checked_pow(6_u32.checked_sub(currency.exponent())?)?;
    let half = unit.checked_div(2)?;
    micros
        .checked_add(half)?
        .checked_div(unit)
        .filter(|price| *price > 0)
}
