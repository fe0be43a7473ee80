//! The catalogs of a shop and of its further markets.
//!
//! Orders of all markets are learned from once. Each market then gets products and edges of its own:
//! its prices, titles and stock decide what can be offered there, so a place that one market cannot
//! fill goes to another product.
//!
//! *Invariants*: a market with prices of its own never shows a price of another market or of the
//! orders; a product without a price is not offered.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::import::CatalogRow;
use crate::model::{Currency, ManualLink, SkuKey};

/// The catalogs of all markets of a shop.
#[derive(Clone, Copy, Debug, Default)]
pub struct Catalogs<'a> {
    /// That of the shop itself.
    pub own: Option<&'a [CatalogRow]>,
    /// Those of its further markets.
    pub markets: &'a [MarketCatalog],
}

/// The products of one market.
#[derive(Clone, Debug)]
pub struct MarketCatalog {
    /// The currency of its own prices, which only its catalog contains; `None` if its prices are
    /// those of the shop.
    pub own_prices: Option<Currency>,
    /// Its catalog; `None` for that of the shop.
    pub rows: Option<Vec<CatalogRow>>,
    /// The manual links of its terms.
    pub manual_links: Vec<ManualLink>,
}

/// The sources of the prices, titles and stock of one market.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Assortment<'a> {
    pub(crate) catalog: Option<&'a [CatalogRow]>,
    pub(crate) currency: &'a Currency,
    /// Whether a product without a price in the catalog has the price of its orders.
    pub(crate) takes_order_prices: bool,
}

impl<'a> From<Option<&'a [CatalogRow]>> for Catalogs<'a> {
    fn from(own: Option<&'a [CatalogRow]>) -> Self {
        Self { own, markets: &[] }
    }
}

impl<'a> Catalogs<'a> {
    /// The products of all markets, each once; `None` without a catalog.
    #[must_use]
    pub fn all(self) -> Option<Cow<'a, [CatalogRow]>> {
        let further = || {
            self.markets
                .iter()
                .flat_map(|market| &market.rows)
                .flatten()
        };
        if further().next().is_none() {
            return self.own.map(Cow::Borrowed);
        }
        let mut all = self.own.unwrap_or_default().to_vec();
        let mut known: BTreeSet<SkuKey> = all.iter().map(|row| SkuKey::new(&row.sku)).collect();
        let is_new = |row: &&CatalogRow| known.insert(SkuKey::new(&row.sku));
        all.extend(further().filter(is_new).cloned());
        Some(Cow::Owned(all))
    }

    pub(crate) fn is_empty(self) -> bool {
        let further = self
            .markets
            .iter()
            .flat_map(|market| &market.rows)
            .flatten();
        self.own
            .into_iter()
            .flatten()
            .chain(further)
            .next()
            .is_none()
    }

    /// What a market of a shop with this currency sells.
    pub(crate) fn of_market(
        self,
        market: &'a MarketCatalog,
        currency: &'a Currency,
    ) -> Assortment<'a> {
        Assortment {
            catalog: market.rows.as_deref().or(self.own),
            currency: market.own_prices.as_ref().unwrap_or(currency),
            takes_order_prices: market.own_prices.is_none(),
        }
    }
}

/// The rows with their titles in the first of some languages that the catalog has; `None` if it has
/// none of them.
#[must_use]
pub fn in_language(rows: &[CatalogRow], languages: &[String]) -> Option<Vec<CatalogRow>> {
    let title = |row: &CatalogRow| {
        let of = |language: &String| {
            let titles = || row.titles.iter();
            let exact = titles().find(|(name, _)| plain(name) == plain(language));
            exact.or_else(|| titles().find(|(name, _)| first(name) == first(language)))
        };
        let found = languages.iter().find_map(of)?;
        Some(found.1.clone())
    };
    rows.iter().any(|row| title(row).is_some()).then(|| {
        let translated = |row: &CatalogRow| CatalogRow {
            title: title(row).or_else(|| row.title.clone()),
            ..row.clone()
        };
        rows.iter().map(translated).collect()
    })
}

/// Completes the rows of a market's own file: stock, pictures, categories, variants, ratings and
/// related products that it lacks are those of the shop. Prices and addresses are not.
pub fn complete(rows: &mut [CatalogRow], shop: &[CatalogRow]) {
    let known: BTreeMap<SkuKey, &CatalogRow> = shop
        .iter()
        .map(|row| (SkuKey::new(&row.sku), row))
        .collect();
    for row in rows {
        let Some(shop) = known.get(&SkuKey::new(&row.sku)) else {
            continue;
        };
        let texts = [
            (&mut row.title, &shop.title),
            (&mut row.image, &shop.image),
            (&mut row.category, &shop.category),
            (&mut row.testimonial, &shop.testimonial),
        ];
        for (own, of_shop) in texts {
            if own.is_none() {
                own.clone_from(of_shop);
            }
        }
        row.is_available = row.is_available.or(shop.is_available);
        row.rating = row.rating.or(shop.rating);
        row.is_in_sets |= shop.is_in_sets;
        row.is_singly |= shop.is_singly;
        if row.group.is_none() {
            row.group.clone_from(&shop.group);
            row.options.clone_from(&shop.options);
        }
        if row.related.is_empty() {
            row.related.clone_from(&shop.related);
        }
    }
}

/// A language tag for comparison: `de_AT` is `de-at`.
fn plain(tag: &str) -> String {
    tag.trim().to_lowercase().replace('_', "-")
}

/// The language of a tag without script and country.
fn first(tag: &str) -> String {
    let tag = plain(tag);
    tag.split('-').next().unwrap_or_default().to_owned()
}
