//! The learner: takes order lines, gives a catalogue.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::attributes::beside;
use super::catalogue::{Listed, Listing, minor};
use super::connect::{Connected, Wiring};
use super::count::{Counts, Weighing};
use super::deals::deals;
use super::error::LearnError;
use super::hand::{HandLink, check};
use super::import::{CatalogRow, OrderLine};
use super::likeness::Likeness;
use super::lines::{Line, Lines, hash_id};
use super::measure::{Link, Measure, closest};
use super::model::Method;
use super::orders::{Facts, Orders, Part};
use super::products::{Products, Sorted};
use super::publish::Publish;
use super::repurchase::repurchases;
use super::settings::settings;
use super::titles::{best_title, tidy};
use super::tune::{Tuned, Tuning, tune};
use super::{DealWish, Selector, TitleCase, VariantRule};
use crate::graph::{Catalogue, Settings};
use crate::model::{Currency, DealProduct, Minor, Relation, Selection, SkuKey};

/// A reference price is the lowest of the thirty days before (Directive 98/6/EC, article 6a).
const REFERENCE_SECONDS: i64 = 30 * 86_400;

/// How to learn.
#[derive(Clone, Debug)]
pub struct Options {
    /// The shop's currency; `None` takes the only one that the orders name.
    pub currency: Option<Currency>,
    /// How to find the settings.
    pub tuning: Tuning,
    /// Which counts may be told.
    pub publish: Publish,
    /// How titles are written.
    pub title_case: TitleCase,
    /// How variants are recognised where the catalogue does not name their group.
    pub variants: VariantRule,
    /// What the merchant linked and blocked by hand, besides the catalogue's own column.
    pub hand: Vec<HandLink>,
    /// Products that rules are for; the place is the number of a [`Selection`](crate::model::Selection).
    pub selections: Vec<Selector>,
    /// What takes turns as the deal of the day.
    pub deal: Option<DealWish>,
}

/// What was learned from an export.
#[derive(Clone, Debug)]
pub struct Learned {
    /// The products and their edges.
    pub catalogue: Catalogue,
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
    /// What was noticed while the orders were put together.
    pub noticed: Noticed,
    /// Number of products that cannot be offered because no price is known.
    pub unpriced: usize,
    /// Number of products that were bought but do not stand in the catalogue that was given.
    pub uncatalogued: usize,
    /// Number of links made by hand that name a product which the shop does not have.
    pub unknown_hand_links: usize,
    /// The strongest pairs, at most ten.
    pub pairs: Vec<Together>,
    /// What takes turns as the deal of the day.
    pub deals: Vec<DealProduct>,
    /// The selections that hold no product, by the first thing that each names.
    pub empty_selections: Vec<String>,
    /// When the newest order was made, in seconds since 1970 by the clock on the shop's wall.
    pub newest: Option<i64>,
}

/// What was noticed while orders were put together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Noticed {
    /// Number of orders left out because they were cancelled or refunded.
    pub cancelled_orders: u32,
    /// Number of lines whose price was in another currency; they count as bought, their price is not used.
    pub foreign_prices: u64,
}

/// Two products that are bought together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Together {
    /// Titles, the more popular product's first.
    pub titles: [String; 2],
    /// Number of orders with both.
    pub orders: u32,
}

/// Collects order lines and clicks; [`Learner::gather`] ends it.
#[derive(Default)]
pub struct Learner {
    lines: Lines,
    clicks: Lines,
    products: Products,
    currencies: Vec<(Currency, u64)>,
    countries: FxHashMap<String, u16>,
    /// The latest time of a line that was not cancelled.
    newest: Option<i64>,
}

impl Learner {
    /// Takes one line; lines of one order need not be neighbours.
    ///
    /// # Errors
    /// [`LearnError::Io`], [`LearnError::BadCurrency`], [`LearnError::TooMany`].
    pub fn push(&mut self, line: &OrderLine<'_>) -> Result<(), LearnError> {
        let line = self.line(line)?;
        if !line.is_cancelled {
            self.newest = self.newest.max(Some(line.time));
        }
        Ok(self.lines.push(line)?)
    }

    /// Takes one look at a product; what tells visits apart stands in the place of the order's id.
    ///
    /// # Errors
    /// As [`Learner::push`].
    pub fn push_click(&mut self, click: &OrderLine<'_>) -> Result<(), LearnError> {
        let line = self.line(click)?;
        Ok(self.clicks.push(line)?)
    }

    fn line(&mut self, line: &OrderLine<'_>) -> Result<Line, LearnError> {
        let product = self.products.number(line.sku, line.title).ok_or(LearnError::TooMany)?;
        let currency = line.currency.map_or(Ok(0), |code| self.currency_number(code))?;
        let country = line.country.map_or(Ok(0), |country| self.country_number(country))?;
        Ok(Line {
            order: hash_id(line.order),
            product,
            time: line.time.unwrap_or(i64::MIN),
            price_micros: line.price_micros.unwrap_or(i64::MIN),
            customer: line.customer.map_or(0, |customer| hash_id(customer).max(1)),
            country,
            currency,
            is_cancelled: line.is_cancelled,
        })
    }

    /// The place of a currency + 1.
    fn currency_number(&mut self, code: &str) -> Result<u8, LearnError> {
        let currency = Currency::new(code).map_err(LearnError::BadCurrency)?;
        let place = self.currencies.iter().position(|(known, _)| *known == currency).unwrap_or_else(|| {
            self.currencies.push((currency, 0));
            self.currencies.len().saturating_sub(1)
        });
        if let Some((_, lines)) = self.currencies.get_mut(place) {
            *lines = lines.saturating_add(1);
        }
        u8::try_from(place.saturating_add(1)).map_err(|_| LearnError::TooMany)
    }

    /// The place of a country + 1.
    fn country_number(&mut self, country: &str) -> Result<u16, LearnError> {
        if let Some(number) = self.countries.get(country) {
            return Ok(*number);
        }
        let number = u16::try_from(self.countries.len().saturating_add(1)).map_err(|_| LearnError::TooMany)?;
        self.countries.insert(country.to_owned(), number);
        Ok(number)
    }

    /// Puts the lines together to orders; ends the collecting. A catalogue adds products that were never bought.
    ///
    /// # Errors
    /// See [`LearnError`].
    pub fn gather(mut self, catalog: Option<&[CatalogRow]>, currency: Option<&Currency>) -> Result<Gathered, LearnError> {
        let currency = shop_currency(&self.currencies, currency)?;
        let shop_number = self.currencies.iter().position(|(known, _)| Some(known) == currency.as_ref());
        let shop_number = shop_number.and_then(|place| u8::try_from(place.saturating_add(1)).ok());
        for row in catalog.unwrap_or_default() {
            self.products.number(&row.sku, None).ok_or(LearnError::TooMany)?;
        }
        let mut products = self.products.sort();
        let (mut noticed, mut is_priced, mut arrived) = (Noticed::default(), false, Vec::new());
        let mut sequences = Sequences::default();
        let recent = self.newest.map(|newest| newest.saturating_sub(REFERENCE_SECONDS));
        self.lines.for_each_order(|lines| {
            if lines.iter().any(|line| line.is_cancelled) {
                noticed.cancelled_orders = noticed.cancelled_orders.saturating_add(1);
                return;
            }
            let (facts, order_currency) = order_facts(lines);
            for line in lines.iter().filter(|line| line.price_micros > 0) {
                let named = if line.currency == 0 { order_currency } else { line.currency };
                if named == 0 || Some(named) == shop_number {
                    is_priced = true;
                    if let Some(seen) = products.rank(line.product).and_then(|rank| products.seen_mut(rank)) {
                        let time = facts.time.unwrap_or(i64::MIN);
                        seen.price.add(time, line.price_micros);
                        if recent.is_some_and(|recent| time > recent) {
                            let lowest = seen.lowest_micros.map_or(line.price_micros, |known| known.min(line.price_micros));
                            seen.lowest_micros = Some(lowest);
                        }
                    }
                } else {
                    noticed.foreign_prices = noticed.foreign_prices.saturating_add(1);
                }
            }
            arrived.push((facts, sequences.of(lines, |product| products.rank(product))));
        })?;
        let (mut visits, mut visit_sequences) = (Vec::new(), Sequences::default());
        self.clicks.for_each_order(|clicks| {
            visits.push((order_facts(clicks).0, visit_sequences.of(clicks, |product| products.rank(product))));
        })?;
        // Prices without a currency mean nothing; without prices there is nothing to name a currency for.
        let currency = match currency {
            Some(currency) => currency,
            None if is_priced => return Err(LearnError::NoCurrency),
            None => Currency::none(),
        };
        let mut countries = vec![String::new(); self.countries.len()];
        for (country, number) in self.countries {
            if let Some(slot) = usize::from(number).checked_sub(1).and_then(|place| countries.get_mut(place)) {
                *slot = country;
            }
        }
        let orders = Orders::new(arrived, sequences.are_known());
        let visits = Orders::new(visits, visit_sequences.are_known());
        let is_source = orders.all().is_empty();
        let aside = if is_source { Vec::new() } else { beside(visits.all(), products.products.len()) };
        Ok(Gathered { products, orders, visits, aside, currency, countries, noticed })
    }
}

/// Whether an export tells how the products of an order followed on each other: most of its orders of several products have
/// lines of different times. Visits do; of orders, the odd one that was booked in two goes does not count.
#[derive(Default)]
struct Sequences {
    told: u64,
    untold: u64,
}

impl Sequences {
    /// The different products of an order by the time of their first line, those of one time by rank.
    fn of(&mut self, lines: &[Line], rank: impl Fn(u32) -> Option<u32>) -> Vec<u32> {
        let mut first: Vec<(u32, i64)> = lines.iter().filter_map(|line| Some((rank(line.product)?, line.time))).collect();
        first.sort_unstable();
        first.dedup_by_key(|(product, _)| *product);
        let times = || first.iter().map(|(_, time)| *time);
        if first.len() > 1 {
            let is_told = times().all(|time| time != i64::MIN) && times().min() != times().max();
            let orders = if is_told { &mut self.told } else { &mut self.untold };
            *orders = orders.saturating_add(1);
        }
        first.sort_by_key(|(_, time)| *time);
        first.into_iter().map(|(product, _)| product).collect()
    }

    fn are_known(&self) -> bool {
        self.told > self.untold
    }
}

/// What an order's lines say of it, and the place of its currency + 1. Some exports fill these on the first row only.
fn order_facts(lines: &[Line]) -> (Facts, u8) {
    let facts = Facts {
        time: lines.iter().map(|line| line.time).filter(|time| *time != i64::MIN).min(),
        id: lines.first().map_or(0, |line| line.order),
        customer: lines.iter().map(|line| line.customer).max().filter(|customer| *customer > 0),
        country: lines.iter().map(|line| line.country).max().and_then(|country| country.checked_sub(1)),
    };
    (facts, lines.iter().map(|line| line.currency).max().unwrap_or(0))
}

fn shop_currency(found: &[(Currency, u64)], wanted: Option<&Currency>) -> Result<Option<Currency>, LearnError> {
    match (wanted, found) {
        (Some(currency), _) | (None, [(currency, _)]) => Ok(Some(currency.clone())),
        (None, []) => Ok(None),
        (None, several) => {
            let mut several = several.to_vec();
            several.sort();
            Err(LearnError::Currencies(several))
        }
    }
}

/// A shop's orders and what they say of its products, ready to learn from.
#[derive(Debug)]
pub struct Gathered {
    products: Sorted,
    orders: Orders,
    visits: Orders,
    /// What is looked at beside each product, by rank; empty where the visits are what is learned from.
    aside: Vec<Vec<Link>>,
    currency: Currency,
    countries: Vec<String>,
    noticed: Noticed,
}

impl Gathered {
    /// The orders.
    #[must_use]
    pub fn orders(&self) -> Part<'_> {
        self.orders.all()
    }

    /// What links are learned from: the orders; in their absence the visits.
    #[must_use]
    pub fn source(&self) -> Part<'_> {
        if self.is_bought() { self.orders.all() } else { self.visits.all() }
    }

    /// Whether the source is orders.
    #[must_use]
    pub fn is_bought(&self) -> bool {
        !self.orders.all().is_empty() || self.visits.all().is_empty()
    }

    /// Number of products that an order can name: ranks are below it.
    #[must_use]
    pub fn product_count(&self) -> usize {
        self.products.products.len()
    }

    /// The SKU of a product as the graph's products spell it; empty for one that does not exist.
    #[must_use]
    pub fn sku(&self, rank: u32) -> &str {
        self.products.seen(rank).map_or("", super::products::Seen::spelling)
    }

    /// What a product is called; its SKU where nobody named it.
    #[must_use]
    pub fn title(&self, rank: u32) -> String {
        let title = self.products.seen(rank).and_then(|seen| best_title(&seen.titles));
        tidy(title.unwrap_or_else(|| self.sku(rank)), TitleCase::Sentence)
    }

    /// The lowest price that the last thirty days of the orders show, in minor units.
    pub(super) fn lowest_minor(&self, rank: u32) -> Option<Minor> {
        self.products.seen(rank).and_then(|seen| seen.lowest_micros).and_then(|micros| minor(micros, &self.currency))
    }

    /// The rank of a SKU.
    pub(super) fn rank(&self, sku: &SkuKey) -> Option<u32> {
        let place = self.products.products.binary_search_by(|(known, _)| known.cmp(sku)).ok()?;
        u32::try_from(place).ok()
    }

    /// The pairs that a method links most strongly, at most ten.
    #[must_use]
    pub fn strongest_pairs(&self, options: &Options, method: Method) -> Vec<Together> {
        self.fit(self.source(), None, options, method, &self.likeness(None), &[]).pairs
    }

    /// The country at a place that an order names.
    #[must_use]
    pub fn country(&self, place: u16) -> &str {
        self.countries.get(usize::from(place)).map_or("", String::as_str)
    }

    /// Tunes on all orders and learns from all of them, and from the catalogue if there is one.
    ///
    /// # Errors
    /// [`LearnError::NoOrders`] when there is neither an order nor a catalogue.
    pub fn learn(&self, catalog: Option<&[CatalogRow]>, options: &Options) -> Result<Learned, LearnError> {
        self.learn_from(self.source(), catalog, options)
    }

    /// The same from some of the orders: what a shop would have shown before the others came.
    ///
    /// # Errors
    /// As [`Gathered::learn`].
    pub fn learn_from(&self, part: Part<'_>, catalog: Option<&[CatalogRow]>, options: &Options) -> Result<Learned, LearnError> {
        if part.is_empty() && catalog.is_none_or(<[CatalogRow]>::is_empty) {
            return Err(LearnError::NoOrders);
        }
        let mut hand = options.hand.clone();
        hand.extend(catalog.into_iter().flatten().flat_map(|row| row.related.iter().cloned()));
        hand.sort();
        hand.dedup();
        check(&hand)?;
        let likeness = self.likeness(catalog);
        let tuned = tune(part, self.product_count(), &likeness, options.tuning);
        let fitted = self.fit(part, catalog, options, Method::Ridge(tuned.model), &likeness, &hand);
        let products = &fitted.catalogue.products;
        let unpriced = products.iter().filter(|product| product.price_minor.is_none()).count();
        let deals = options.deal.as_ref().map_or_else(Vec::new, |wish| deals(wish, products, self, part));
        let is_empty = |place: usize| {
            let selection = u8::try_from(place).ok().map(Selection);
            !selection.is_some_and(|selection| products.iter().any(|product| product.is_in(selection)))
        };
        let empty = options.selections.iter().enumerate().filter(|(place, _)| is_empty(*place));
        Ok(Learned {
            deals,
            empty_selections: empty.map(|(_, selector)| selector.first().to_owned()).collect(),
            newest: self.orders.all().newest(),
            unpriced,
            catalogue: fitted.catalogue,
            currency: self.currency.clone(),
            settings: settings(&tuned, options),
            orders: fitted.orders,
            visits: fitted.visits,
            oversized_orders: fitted.oversized,
            noticed: self.noticed,
            uncatalogued: fitted.uncatalogued,
            unknown_hand_links: fitted.unknown_hand_links,
            pairs: fitted.pairs,
        })
    }

    /// Finds the settings that suit some of the orders best.
    #[must_use]
    pub fn tune(&self, part: Part<'_>, tuning: Tuning) -> Tuned {
        tune(part, self.product_count(), &self.likeness(None), tuning)
    }

    /// The closest products of each product by a textbook measure, by rank, the closest first; all orders weigh the same.
    #[must_use]
    pub fn closest(&self, part: Part<'_>, measure: Measure, neighbours: usize) -> Vec<Vec<Link>> {
        closest(&Counts::new(part, self.product_count(), Weighing::EQUAL), measure, neighbours, |_, _| true)
    }

    /// Learns from some of the orders by a given method: what an evaluation compares.
    #[must_use]
    pub fn catalogue(&self, part: Part<'_>, options: &Options, method: Method) -> Catalogue {
        self.fit(part, None, options, method, &self.likeness(None), &[]).catalogue
    }

    /// The words of all products, by rank.
    fn likeness(&self, catalog: Option<&[CatalogRow]>) -> Likeness {
        let rows: BTreeMap<SkuKey, &CatalogRow> =
            catalog.unwrap_or_default().iter().map(|row| (SkuKey::new(&row.sku), row)).collect();
        Likeness::new(self.products.products.iter().map(|(sku, seen)| {
            let row = rows.get(sku);
            let title = row.and_then(|row| row.title.as_deref()).or_else(|| best_title(&seen.titles));
            (title, row.and_then(|row| row.category.as_deref()))
        }))
    }

    fn fit(
        &self,
        part: Part<'_>,
        catalog: Option<&[CatalogRow]>,
        options: &Options,
        method: Method,
        likeness: &Likeness,
        hand: &[HandLink],
    ) -> Fitted {
        let counts = Counts::new(part, self.product_count(), method.weighing());
        let (relation, publish, again) = if self.is_bought() {
            let again = repurchases(part, self.product_count(), options.publish.min_support);
            (Relation::OftenBoughtWith, options.publish, again)
        } else {
            // A look at a product is no purchase, and no count of looks is told.
            (Relation::AlsoViewed, Publish { min_support: u32::MAX, ..options.publish }, Vec::new())
        };
        let (products, currency) = (&self.products, &self.currency);
        let listing = Listing { products, counts: &counts, repurchases: &again, catalog, currency, options, publish };
        let Listed { products, uncatalogued } = listing.list();
        let wiring = Wiring { counts: &counts, relation, likeness, aside: &self.aside, hand, method, publish };
        let Connected { catalogue, pairs, unknown_hand_links } = wiring.connect(products);
        let orders = if self.is_bought() { counts.orders.orders } else { 0 };
        let visits = u32::try_from(self.visits.all().len()).unwrap_or(u32::MAX);
        Fitted { catalogue, pairs, orders, visits, oversized: counts.oversized, uncatalogued, unknown_hand_links }
    }
}

struct Fitted {
    catalogue: Catalogue,
    pairs: Vec<Together>,
    orders: u32,
    visits: u32,
    oversized: u32,
    uncatalogued: usize,
    unknown_hand_links: usize,
}
