//! Builds the contents of a graph from a data set in one call.

use std::collections::BTreeMap;

use super::content_links::co_viewed;
use super::deals::deals;
use super::disclosure::Disclosure;
use super::edges::{BuiltEdges, EdgeBuilder};
use super::markets::{Assortment, Catalogs};
use super::products::{BuiltCatalog, CatalogBuilder, minor};
use super::settings::settings;
use super::variants::VariantRule;
use crate::dataset::{Dataset, DatasetError, DatasetWarnings, OrderSlice, best_title};
use crate::graph::{BuildSettings, GraphContents};
use crate::import::CatalogRow;
use crate::model::{
    Currency, DealProduct, ManualLink, Minor, Relation, RepeatModel, Selection, SkuKey,
    check_manual_links,
};
use crate::shop_config::{DealSettings, Selector, TitleCase};
use crate::train::aggregates::Aggregates;
use crate::train::co_occurrence::{Counts, Weighing};
use crate::train::repeats::Repeats;
use crate::train::similarity::closest;
use crate::train::title_similarity::TitleSimilarity;
use crate::train::tune::{sold, tune};
use crate::train::{Link, Method, SimilarityMeasure, Tuned, Tuning};

/// The options of a build.
#[derive(Clone, Debug)]
pub struct Options {
    /// The shop's currency; `None` uses the only currency in the orders.
    pub currency: Option<Currency>,
    /// The options of tuning.
    pub tuning: Tuning,
    /// The rules for publishing counts.
    pub disclosure: Disclosure,
    /// The case of titles.
    pub title_case: TitleCase,
    /// How variants are recognized if the catalog has no groups.
    pub variants: VariantRule,
    /// Manual links and blocks of `shop.toml`, in addition to the catalog's `related_product`
    /// column.
    pub manual_links: Vec<ManualLink>,
    /// Selections of products; the index is the number of a [`Selection`](crate::model::Selection).
    pub selections: Vec<Selector>,
    /// The settings of the deal of the day.
    pub deal: Option<DealSettings>,
}

/// The result of a build.
#[derive(Clone, Debug)]
pub struct BuiltGraph {
    /// The products and their edges.
    pub contents: GraphContents,
    /// The currency of its prices.
    pub currency: Currency,
    /// The settings of the build.
    pub settings: BuildSettings,
    /// Number of orders learned from.
    pub orders: u32,
    /// Number of sessions learned from.
    pub sessions: u32,
    /// Number of orders that are too large for pairs.
    pub oversized_orders: u32,
    /// Problems found while lines were grouped into orders.
    pub warnings: DatasetWarnings,
    /// Number of products without a known price, which cannot be offered.
    pub unpriced: usize,
    /// Number of products that were bought but are not in the given catalog.
    pub missing_from_catalog: usize,
    /// Number of manual links with unknown products.
    pub unknown_manual_links: usize,
    /// The strongest pairs, at most ten.
    pub pairs: Vec<PairSummary>,
    /// The rotation of the deal of the day.
    pub deals: Vec<DealProduct>,
    /// The selections without products, by their first SKU or category.
    pub empty_selections: Vec<String>,
    /// Time of the newest order, in seconds since 1970 in the shop's local time.
    pub newest: Option<i64>,
    /// The graphs of further markets, in the order of their catalogs.
    pub markets: Vec<Self>,
}

/// A pair of products that are bought together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PairSummary {
    /// Titles, the more popular product's first.
    pub titles: [String; 2],
    /// Number of orders with both.
    pub orders: u32,
}

impl Dataset {
    /// Products viewed in the same sessions, by rank; empty if links are learned from sessions.
    fn co_viewed(&self) -> Vec<Vec<Link>> {
        if self.orders.all().is_empty() {
            Vec::new()
        } else {
            co_viewed(self.sessions.all(), self.product_count())
        }
    }

    /// The lowest price of single pieces in enough orders of the last thirty days, in minor units.
    pub(crate) fn lowest_minor(&self, rank: u32, min_support: u32) -> Option<Minor> {
        self.products
            .seen(rank)
            .and_then(|seen| seen.prices.lowest_micros(min_support))
            .and_then(|micros| minor(micros, &self.currency))
    }

    /// The strongest pairs of a method, at most ten.
    #[must_use]
    pub fn strongest_pairs(&self, options: &Options, method: Method) -> Vec<PairSummary> {
        let aggregates = self.aggregates(self.source(), method.weighing());
        let similarity = self.similarity(None);
        let learning = Learning {
            aggregates: &aggregates,
            options,
            method,
            similarity: &similarity,
        };
        self.fit(learning, self.assortment(None), &[]).pairs
    }

    /// Tunes on all orders and learns from all of them, and from the catalog if there is one.
    ///
    /// # Errors
    /// [`DatasetError::NoOrders`] when there is neither an order nor a catalog.
    pub fn learn(
        &self,
        catalog: Option<&[CatalogRow]>,
        options: &Options,
    ) -> Result<BuiltGraph, DatasetError> {
        self.learn_from(self.source(), catalog, options)
    }

    /// As [`Dataset::learn`], with a graph for each further market. The data set contains the
    /// products of all markets: [`Catalogs::all`].
    ///
    /// # Errors
    /// As [`Dataset::learn`].
    pub fn learn_markets(
        &self,
        catalogs: Catalogs<'_>,
        options: &Options,
    ) -> Result<BuiltGraph, DatasetError> {
        self.learn_part(self.source(), catalogs, options)
    }

    /// Learns from some of the orders, as if the later ones did not exist yet.
    ///
    /// # Errors
    /// As [`Dataset::learn`].
    pub fn learn_from(
        &self,
        part: OrderSlice<'_>,
        catalog: Option<&[CatalogRow]>,
        options: &Options,
    ) -> Result<BuiltGraph, DatasetError> {
        self.learn_part(part, catalog.into(), options)
    }

    fn learn_part(
        &self,
        part: OrderSlice<'_>,
        catalogs: Catalogs<'_>,
        options: &Options,
    ) -> Result<BuiltGraph, DatasetError> {
        let recent = (part, sold(part, self.product_count()));
        self.learn_with(recent, catalogs, options, |weighing| {
            Ok(self.aggregates(part, weighing))
        })
    }

    fn aggregates(&self, part: OrderSlice<'_>, weighing: Weighing) -> Aggregates {
        Aggregates::new(part, self.product_count(), weighing)
    }

    /// Tunes on the latest orders, and learns from the aggregates of all with the weights that tuning
    /// chose; `sold` is the number of products in all orders.
    ///
    /// # Errors
    /// As [`Dataset::learn`], and those of `aggregate`.
    pub(crate) fn learn_with<E: From<DatasetError>>(
        &self,
        (recent, sold): (OrderSlice<'_>, usize),
        catalogs: Catalogs<'_>,
        options: &Options,
        aggregate: impl FnOnce(Weighing) -> Result<Aggregates, E>,
    ) -> Result<BuiltGraph, E> {
        if recent.is_empty() && catalogs.is_empty() {
            return Err(DatasetError::NoOrders.into());
        }
        let own = self.assortment(catalogs.own);
        let manual_links = all_links(&options.manual_links, own)?;
        let mut markets = Vec::with_capacity(catalogs.markets.len());
        for market in catalogs.markets {
            let assortment = catalogs.of_market(market, &self.currency);
            markets.push((assortment, all_links(&market.manual_links, assortment)?));
        }
        let similarity = self.similarity(catalogs.own);
        let products = self.product_count();
        let tuned = tune((recent, sold), products, &similarity, options.tuning);
        let aggregates = aggregate(tuned.model.weighing)?;
        let learning = Learning {
            aggregates: &aggregates,
            options,
            method: Method::Ridge(tuned.model),
            similarity: &similarity,
        };
        let settings = settings(&tuned, options);
        let graph = |assortment, manual_links: &[ManualLink]| {
            self.graph(learning, assortment, manual_links, &settings)
        };
        let mut built = graph(own, &manual_links);
        built.markets = markets
            .iter()
            .map(|(assortment, manual_links)| graph(*assortment, manual_links))
            .collect();
        // A selection may be meant for the products of another market.
        let markets = &built.markets;
        let is_empty = |first: &String| markets.iter().all(|m| m.empty_selections.contains(first));
        built.empty_selections.retain(is_empty);
        Ok(built)
    }

    /// The graph of one market.
    fn graph(
        &self,
        learning: Learning<'_>,
        assortment: Assortment<'_>,
        manual_links: &[ManualLink],
        settings: &BuildSettings,
    ) -> BuiltGraph {
        let options = learning.options;
        let fitted = self.fit(learning, assortment, manual_links);
        let products = &fitted.contents.products;
        let unpriced = products
            .iter()
            .filter(|product| product.price_minor.is_none())
            .count();
        let mut deals = options.deal.as_ref().map_or_else(Vec::new, |settings| {
            let min_support = options.disclosure.min_support;
            deals(settings, products, (self, min_support), learning.aggregates)
        });
        if !assortment.takes_order_prices {
            // The reference price is one of the orders.
            for deal in &mut deals {
                deal.lowest_minor = None;
            }
        }
        let is_empty = |place: usize| {
            let selection = u8::try_from(place).ok().map(Selection);
            !selection
                .is_some_and(|selection| products.iter().any(|product| product.is_in(selection)))
        };
        let empty = options
            .selections
            .iter()
            .enumerate()
            .filter(|(place, _)| is_empty(*place));
        BuiltGraph {
            deals,
            empty_selections: empty
                .map(|(_, selector)| selector.first().to_owned())
                .collect(),
            newest: self.orders.all().newest(),
            unpriced,
            contents: fitted.contents,
            currency: assortment.currency.clone(),
            settings: settings.clone(),
            orders: fitted.orders,
            sessions: fitted.sessions,
            oversized_orders: fitted.oversized,
            warnings: self.warnings,
            missing_from_catalog: fitted.missing_from_catalog,
            unknown_manual_links: fitted.unknown_manual_links,
            pairs: fitted.pairs,
            markets: Vec::new(),
        }
    }

    /// What the shop itself sells.
    fn assortment<'a>(&'a self, catalog: Option<&'a [CatalogRow]>) -> Assortment<'a> {
        Assortment {
            catalog,
            currency: &self.currency,
            takes_order_prices: true,
        }
    }

    /// Tunes the hyperparameters on some of the orders.
    #[must_use]
    pub fn tune(&self, part: OrderSlice<'_>, tuning: Tuning) -> Tuned {
        let recent = (part, sold(part, self.product_count()));
        self.tune_recent(recent, None, tuning)
    }

    /// Tunes the hyperparameters on the latest orders; `sold` is the number of products in all orders.
    pub(crate) fn tune_recent(
        &self,
        recent: (OrderSlice<'_>, usize),
        catalog: Option<&[CatalogRow]>,
        tuning: Tuning,
    ) -> Tuned {
        let similarity = self.similarity(catalog);
        tune(recent, self.product_count(), &similarity, tuning)
    }

    /// The closest products of each product by a textbook measure, by rank, the closest first; all
    /// orders have the same weight.
    #[must_use]
    pub fn closest(
        &self,
        part: OrderSlice<'_>,
        measure: SimilarityMeasure,
        neighbors: usize,
    ) -> Vec<Vec<Link>> {
        closest(
            &Counts::new(part, self.product_count(), Weighing::EQUAL),
            measure,
            neighbors,
            |_, _| true,
        )
    }

    /// Learns from some of the orders with a given method, for comparisons.
    #[must_use]
    pub fn learn_contents(
        &self,
        part: OrderSlice<'_>,
        options: &Options,
        method: Method,
    ) -> GraphContents {
        let aggregates = self.aggregates(part, method.weighing());
        let similarity = self.similarity(None);
        let learning = Learning {
            aggregates: &aggregates,
            options,
            method,
            similarity: &similarity,
        };
        self.fit(learning, self.assortment(None), &[]).contents
    }

    /// The title similarity of all products, by rank.
    fn similarity(&self, catalog: Option<&[CatalogRow]>) -> TitleSimilarity {
        let rows: BTreeMap<SkuKey, &CatalogRow> = catalog
            .unwrap_or_default()
            .iter()
            .map(|row| (SkuKey::new(&row.sku), row))
            .collect();
        TitleSimilarity::new(self.products.products.iter().map(|(sku, seen)| {
            let row = rows.get(sku);
            let title = row
                .and_then(|row| row.title.as_deref())
                .or_else(|| best_title(&seen.titles));
            (title, row.and_then(|row| row.category.as_deref()))
        }))
    }

    fn fit(
        &self,
        Learning {
            aggregates,
            options,
            method,
            similarity,
        }: Learning<'_>,
        assortment: Assortment<'_>,
        manual_links: &[ManualLink],
    ) -> Fitted {
        let counts = &aggregates.counts;
        let (relation, disclosure, again, repeats) = if self.is_bought() {
            let min_support = options.disclosure.min_support;
            let again = aggregates.intervals.iter();
            let again = again.map(|interval| interval.published(min_support));
            (
                Relation::OftenBoughtWith,
                options.disclosure,
                again.collect(),
                aggregates.repeats.learn(min_support),
            )
        } else {
            // A view is not a purchase, so no count of views is published.
            (
                Relation::AlsoViewed,
                Disclosure {
                    min_support: u32::MAX,
                    ..options.disclosure
                },
                Vec::new(),
                Repeats::default(),
            )
        };
        let co_viewed = self.co_viewed();
        let listing = CatalogBuilder {
            products: &self.products,
            counts,
            repurchases: &again,
            repeat_factors: &repeats.factors,
            assortment,
            options,
            disclosure,
        };
        let BuiltCatalog {
            products,
            parents,
            missing_from_catalog,
        } = listing.list();
        let wiring = EdgeBuilder {
            counts,
            relation,
            similarity,
            co_viewed: &co_viewed,
            manual_links,
            method,
            disclosure,
        };
        let BuiltEdges {
            mut contents,
            pairs,
            unknown_manual_links,
            strongest,
        } = wiring.connect(products);
        contents.parents = parents;
        if !repeats.chances.is_empty() {
            contents.repeat = RepeatModel {
                chances: repeats.chances,
                lines: u32::try_from(aggregates.lines).unwrap_or(u32::MAX),
                ..method.own_orders().quantized(strongest)
            };
        }
        let orders = if self.is_bought() {
            counts.orders.orders
        } else {
            0
        };
        let sessions = u32::try_from(self.sessions.all().len()).unwrap_or(u32::MAX);
        Fitted {
            contents,
            pairs,
            orders,
            sessions,
            oversized: counts.oversized,
            missing_from_catalog,
            unknown_manual_links,
        }
    }
}

/// What all markets of a shop share.
#[derive(Clone, Copy)]
struct Learning<'a> {
    aggregates: &'a Aggregates,
    options: &'a Options,
    method: Method,
    similarity: &'a TitleSimilarity,
}

/// The manual links of the terms and of the catalog of a market.
fn all_links(
    of_terms: &[ManualLink],
    assortment: Assortment<'_>,
) -> Result<Vec<ManualLink>, DatasetError> {
    let rows = assortment.catalog.into_iter().flatten();
    let of_catalog = rows.flat_map(|row| &row.related);
    let mut links: Vec<ManualLink> = of_terms.iter().chain(of_catalog).cloned().collect();
    links.sort();
    links.dedup();
    check_manual_links(&links).map_err(DatasetError::Contradiction)?;
    Ok(links)
}

struct Fitted {
    contents: GraphContents,
    pairs: Vec<PairSummary>,
    orders: u32,
    sessions: u32,
    oversized: u32,
    missing_from_catalog: usize,
    unknown_manual_links: usize,
}
