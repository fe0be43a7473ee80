//! The further markets of a build: their catalogs, and their prices.

use std::path::Path;

use super::CliError;
use super::args::CatalogArgs;
use super::progress::Progress;
use super::source;
use crate::build::{BuiltGraph, Catalogs, MarketCatalog, complete, in_language};
use crate::graph::MarketEntry;
use crate::import::{Catalog, CatalogRow, ImportOptions, Role};
use crate::shop_config::{Market, Shop};

/// Columns that belong to the shop's prices, not to those of a market in another column.
const OF_SHOP_PRICES: [Role; 4] = [
    Role::SalePrice,
    Role::SaleStart,
    Role::SaleEnd,
    Role::Currency,
];

/// Where the catalogs are.
#[derive(Clone, Copy)]
pub(super) struct Sources<'a> {
    /// The file with the terms, if there is one.
    pub(super) terms: Option<&'a Path>,
    /// The shop's own catalog.
    pub(super) catalog: &'a CatalogArgs,
}

/// The catalogs of the shop and of its markets.
pub(super) struct ReadCatalogs {
    pub(super) own: Option<Catalog>,
    markets: Vec<MarketCatalog>,
}

impl ReadCatalogs {
    /// Reads all of them with the options `reading`, which a market's columns extend.
    pub(super) fn read(
        sources: Sources<'_>,
        shop: &Shop,
        reading: &ImportOptions,
        progress: &mut Progress,
    ) -> Result<Self, CliError> {
        let own = source::read_catalog(sources.catalog, reading.clone(), progress)?;
        let rows = own.as_ref().map(|catalog| catalog.rows.as_slice());
        let markets = read_markets(sources, (shop, rows), reading, progress)?;
        Ok(Self { own, markets })
    }

    pub(super) fn rows(&self) -> Catalogs<'_> {
        Catalogs {
            own: self.own.as_ref().map(|catalog| catalog.rows.as_slice()),
            markets: &self.markets,
        }
    }
}

/// Reads the catalogs of the markets; `catalog` is that of the shop, and `reading` its options.
fn read_markets(
    sources: Sources<'_>,
    (shop, catalog): (&Shop, Option<&[CatalogRow]>),
    reading: &ImportOptions,
    progress: &mut Progress,
) -> Result<Vec<MarketCatalog>, CliError> {
    let mut catalogs = Vec::with_capacity(shop.markets.len());
    for market in &shop.markets {
        let mut own = if market.has_own_rows() {
            own_rows(sources, market, reading, progress)?
        } else {
            None
        };
        if let (Some(rows), Some(shop), true) = (&mut own, catalog, market.catalog.is_some()) {
            complete(rows, shop);
        }
        let rows = own.as_deref().or(catalog);
        let translated = rows.and_then(|rows| in_language(rows, &market.languages));
        let currency = market.terms.currency.clone();
        catalogs.push(MarketCatalog {
            own_prices: currency.filter(|_| market.has_own_prices()),
            rows: translated.or(own),
            manual_links: market.terms.hand.clone(),
        });
    }
    Ok(catalogs)
}

/// The rows of a market's own file, or of the shop's file with other columns.
fn own_rows(
    sources: Sources<'_>,
    market: &Market,
    reading: &ImportOptions,
    progress: &mut Progress,
) -> Result<Option<Vec<CatalogRow>>, CliError> {
    let name = |message: String| CliError::Input(format!("market \"{}\": {message}", market.id));
    let shop = sources.terms.and_then(Path::parent);
    let own = market.catalog.as_ref();
    let own = own.map(|path| shop.unwrap_or_else(|| Path::new("")).join(path));
    // Columns that were mapped by hand belong to the shop's file.
    let mut columns = match &own {
        Some(_) => Vec::new(),
        None => sources.catalog.catalog_columns.clone(),
    };
    for text in &market.columns {
        let (role, header) = Role::parse_mapping(text)
            .map_err(|error| name(format!("columns contains \"{text}\": {error}.")))?;
        columns.retain(|(known, _)| *known != role);
        columns.push((role, header));
    }
    let catalog = own.or_else(|| sources.catalog.catalog.clone());
    if catalog.is_none() {
        let remedy = "Pass --catalog FILE, or set the market's catalog in shop.toml.";
        return Err(name(format!(
            "it sets columns, but there is no catalog with them. {remedy}"
        )));
    }
    // Sale prices and currencies of the shop's file belong to the shop's prices.
    let unread = if market.catalog.is_none() && market.has_own_prices() {
        let is_unread = |role: &Role| !columns.iter().any(|(known, _)| known == role);
        OF_SHOP_PRICES.into_iter().filter(is_unread).collect()
    } else {
        Vec::new()
    };
    let reading = ImportOptions {
        unread,
        currency: market
            .terms
            .currency
            .as_ref()
            .map(|it| it.code().to_owned()),
        ..reading.clone()
    };
    let of_market = CatalogArgs {
        catalog,
        catalog_columns: columns,
    };
    let read = source::read_catalog(&of_market, reading, progress);
    let read = read.map_err(|error| match error {
        CliError::Input(message) => name(message),
        error => error,
    })?;
    Ok(read.map(|catalog| catalog.rows))
}

/// Refuses a market in which nothing can be offered.
pub(super) fn check(shop: &Shop, learned: &BuiltGraph) -> Result<(), CliError> {
    for (market, built) in shop.markets.iter().zip(&learned.markets) {
        let products = built.contents.products.len();
        // The shop's currency may be that of the orders, which shop.toml does not contain.
        let currency = market.terms.currency.as_ref();
        let currency = currency.unwrap_or(&built.currency);
        if built.unpriced < products && *currency == built.currency {
            continue;
        }
        let (id, code) = (&market.id, currency.code());
        let remedy = "In [[markets]], set catalog to a file with its prices, or columns to the \
                      column of its prices, such as columns = [\"price=Price / Germany\"].";
        return Err(CliError::Input(format!(
            "market \"{id}\": none of {products} products has a price in {code}. {remedy}"
        )));
    }
    Ok(())
}

/// The list of markets for pages: the shop itself, unless one of the markets has its prices, and the
/// further markets. Empty without them.
pub(super) fn list(shop: &Shop, learned: &BuiltGraph) -> Vec<MarketEntry> {
    let entry = |(market, built): (&Market, &BuiltGraph)| MarketEntry {
        id: market.id.clone(),
        currency: built.currency.code().to_owned(),
        languages: market.languages.clone(),
        countries: market.countries.clone(),
    };
    let further = shop.markets.iter().zip(&learned.markets).map(entry);
    let is_named = shop.markets.iter().any(|market| !market.has_own_prices());
    let home = (!shop.markets.is_empty() && !is_named).then(|| MarketEntry {
        id: String::new(),
        currency: learned.currency.code().to_owned(),
        languages: Vec::new(),
        countries: Vec::new(),
    });
    home.into_iter().chain(further).collect()
}
