//! One call from a data set to the contents of a graph.

use std::collections::BTreeMap;

use super::content_links::beside;
use super::deals::deals;
use super::disclosure::Disclosure;
use super::edges::{BuiltEdges, EdgeBuilder};
use super::products::{BuiltCatalog, CatalogBuilder, minor};
use super::repurchase::repurchases;
use super::settings::settings;
use super::variants::VariantRule;
use crate::dataset::{Dataset, DatasetWarnings, LearnError, OrderSlice, best_title};
use crate::graph::{GraphContents, Settings};
use crate::import::CatalogRow;
use crate::model::{
    Currency, DealProduct, ManualLink, Minor, Relation, Selection, SkuKey, check_manual_links,
};
use crate::shop_config::{DealSettings, Selector, TitleCase};
use crate::train::co_occurrence::{Counts, Weighing};
use crate::train::similarity::closest;
use crate::train::title_similarity::TitleSimilarity;
use crate::train::tune::tune;
use crate::train::{Link, Measure, Method, Tuned, Tuning};

/// How to learn.
#[derive(Clone, Debug)]
pub struct Options {
    /// The shop's currency; `None` takes the only one that the orders name.
    pub currency: Option<Currency>,
    /// How to find the settings.
    pub tuning: Tuning,
    /// Which counts may be told.
    pub disclosure: Disclosure,
    /// How titles are written.
    pub title_case: TitleCase,
    /// How variants are recognised where the catalog does not name their group.
    pub variants: VariantRule,
    /// What the merchant linked and blocked by hand, in addition to the catalog's `related_product` column.
    pub hand: Vec<ManualLink>,
    /// Products that rules are for; the place is the number of a [`Selection`](crate::model::Selection).
    pub selections: Vec<Selector>,
    /// What takes turns as the deal of the day.
    pub deal: Option<DealSettings>,
}

/// What was learned from an export.
#[derive(Clone, Debug)]
pub struct BuiltGraph {
    /// The products and their edges.
    pub contents: GraphContents,
    /// The currency of its prices.
    pub currency: Currency,
    /// How it was learned.
    pub settings: Settings,
    /// Number of orders that were learned from.
    pub orders: u32,
    /// Number of visits that were learned from.
    pub visits: u32,
    /// Number of orders too large to say what goes together.
    pub oversized_orders: u32,
    /// Problems found while lines were put together to orders.
    pub warnings: DatasetWarnings,
    /// Number of products that cannot be offered because no price is known.
    pub unpriced: usize,
    /// Number of products that were bought but do not stand in the catalog that was given.
    pub uncatalogued: usize,
    /// Number of links made by hand that name a product which the shop does not have.
    pub unknown_manual_links: usize,
    /// The strongest pairs, at most ten.
    pub pairs: Vec<PairSummary>,
    /// What takes turns as the deal of the day.
    pub deals: Vec<DealProduct>,
    /// The selections that hold no product, by the first thing that each names.
    pub empty_selections: Vec<String>,
    /// When the newest order was made, in seconds since 1970 by the clock on the shop's wall.
    pub newest: Option<i64>,
}

/// Two products that are bought together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PairSummary {
    /// Titles, the more popular product's first.
    pub titles: [String; 2],
    /// Number of orders with both.
    pub orders: u32,
}

impl Dataset {
    /// Products viewed in the same sessions, by rank; empty where sessions are what links are learned from.
    fn co_viewed(&self) -> Vec<Vec<Link>> {
        if self.orders.all().is_empty() {
            Vec::new()
        } else {
            beside(self.visits.all(), self.product_count())
        }
    }

    /// The lowest price that the last thirty days of the orders show, in minor units.
    pub(crate) fn lowest_minor(&self, rank: u32) -> Option<Minor> {
        self.products
            .seen(rank)
            .and_then(|seen| seen.lowest_micros)
            .and_then(|micros| minor(micros, &self.currency))
    }

    /// The pairs that a method links most strongly, at most ten.
    #[must_use]
    pub fn strongest_pairs(&self, options: &Options, method: Method) -> Vec<PairSummary> {
        self.fit(
            self.source(),
            None,
            options,
            method,
            &self.similarity(None),
            &[],
        )
        .pairs
    }

    /// Tunes on all orders and learns from all of them, and from the catalog if there is one.
    ///
    /// # Errors
    /// [`LearnError::NoOrders`] when there is neither an order nor a catalog.
    pub fn learn(
        &self,
        catalog: Option<&[CatalogRow]>,
        options: &Options,
    ) -> Result<BuiltGraph, LearnError> {
        self.learn_from(self.source(), catalog, options)
    }

    /// The same from some of the orders: what a shop would have shown before the others came.
    ///
    /// # Errors
    /// As [`Dataset::learn`].
    pub fn learn_from(
        &self,
        part: OrderSlice<'_>,
        catalog: Option<&[CatalogRow]>,
        options: &Options,
    ) -> Result<BuiltGraph, LearnError> {
        if part.is_empty() && catalog.is_none_or(<[CatalogRow]>::is_empty) {
            return Err(LearnError::NoOrders);
        }
        let mut hand = options.hand.clone();
        hand.extend(
            catalog
                .into_iter()
                .flatten()
                .flat_map(|row| row.related.iter().cloned()),
        );
        hand.sort();
        hand.dedup();
        check_manual_links(&hand).map_err(LearnError::Contradiction)?;
        let similarity = self.similarity(catalog);
        let tuned = tune(part, self.product_count(), &similarity, options.tuning);
        let fitted = self.fit(
            part,
            catalog,
            options,
            Method::Ridge(tuned.model),
            &similarity,
            &hand,
        );
        let products = &fitted.contents.products;
        let unpriced = products
            .iter()
            .filter(|product| product.price_minor.is_none())
            .count();
        let deals = options
            .deal
            .as_ref()
            .map_or_else(Vec::new, |wish| deals(wish, products, self, part));
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
        Ok(BuiltGraph {
            deals,
            empty_selections: empty
                .map(|(_, selector)| selector.first().to_owned())
                .collect(),
            newest: self.orders.all().newest(),
            unpriced,
            contents: fitted.contents,
            currency: self.currency.clone(),
            settings: settings(&tuned, options),
            orders: fitted.orders,
            visits: fitted.visits,
            oversized_orders: fitted.oversized,
            warnings: self.warnings,
            uncatalogued: fitted.uncatalogued,
            unknown_manual_links: fitted.unknown_manual_links,
            pairs: fitted.pairs,
        })
    }

    /// Finds the settings that suit some of the orders best.
    #[must_use]
    pub fn tune(&self, part: OrderSlice<'_>, tuning: Tuning) -> Tuned {
        tune(part, self.product_count(), &self.similarity(None), tuning)
    }

    /// The closest products of each product by a textbook measure, by rank, the closest first; all orders weigh the same.
    #[must_use]
    pub fn closest(
        &self,
        part: OrderSlice<'_>,
        measure: Measure,
        neighbors: usize,
    ) -> Vec<Vec<Link>> {
        closest(
            &Counts::new(part, self.product_count(), Weighing::EQUAL),
            measure,
            neighbors,
            |_, _| true,
        )
    }

    /// Learns from some of the orders by a given method: what an evaluation compares.
    #[must_use]
    pub fn catalogue(
        &self,
        part: OrderSlice<'_>,
        options: &Options,
        method: Method,
    ) -> GraphContents {
        self.fit(part, None, options, method, &self.similarity(None), &[])
            .contents
    }

    /// The words of all products, by rank.
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
        part: OrderSlice<'_>,
        catalog: Option<&[CatalogRow]>,
        options: &Options,
        method: Method,
        similarity: &TitleSimilarity,
        hand: &[ManualLink],
    ) -> Fitted {
        let counts = Counts::new(part, self.product_count(), method.weighing());
        let (relation, disclosure, again) = if self.is_bought() {
            let again = repurchases(part, self.product_count(), options.disclosure.min_support);
            (Relation::OftenBoughtWith, options.disclosure, again)
        } else {
            // A look at a product is no purchase, and no count of looks is told.
            (
                Relation::AlsoViewed,
                Disclosure {
                    min_support: u32::MAX,
                    ..options.disclosure
                },
                Vec::new(),
            )
        };
        let (products, currency) = (&self.products, &self.currency);
        let aside = self.co_viewed();
        let listing = CatalogBuilder {
            products,
            counts: &counts,
            repurchases: &again,
            catalog,
            currency,
            options,
            disclosure,
        };
        let BuiltCatalog {
            products,
            uncatalogued,
        } = listing.list();
        let wiring = EdgeBuilder {
            counts: &counts,
            relation,
            similarity,
            aside: &aside,
            hand,
            method,
            disclosure,
        };
        let BuiltEdges {
            contents,
            pairs,
            unknown_manual_links,
        } = wiring.connect(products);
        let orders = if self.is_bought() {
            counts.orders.orders
        } else {
            0
        };
        let visits = u32::try_from(self.visits.all().len()).unwrap_or(u32::MAX);
        Fitted {
            contents,
            pairs,
            orders,
            visits,
            oversized: counts.oversized,
            uncatalogued,
            unknown_manual_links,
        }
    }
}

struct Fitted {
    contents: GraphContents,
    pairs: Vec<PairSummary>,
    orders: u32,
    visits: u32,
    oversized: u32,
    uncatalogued: usize,
    unknown_manual_links: usize,
}
