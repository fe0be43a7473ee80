//! The learner: takes order lines, gives a catalogue.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io;

use super::count::Counts;
use super::import::{CatalogRow, OrderLine};
use super::lines::{Line, Lines};
use super::products::{Products, Seen, Sorted};
use super::titles::{best_title, tidy};
use super::weigh::{Link, links, quantise};
use super::{TitleCase, VariantRule, variants};
use crate::graph::{Catalogue, Edge, Settings};
use crate::model::{Currency, Minor, Product, ProductId, SkuKey};

/// Number of strongest pairs that [`Learned`] names.
const PAIRS: usize = 10;

/// How to learn.
#[derive(Clone, Debug)]
pub struct Options {
    /// The shop's currency; `None` takes the only one that the orders name.
    pub currency: Option<Currency>,
    /// At most this many edges a product.
    pub neighbours: usize,
    /// Counts below this number of orders are not published.
    pub min_support: u32,
    /// How titles are written.
    pub title_case: TitleCase,
    /// How variants are recognised where the catalogue does not name their group.
    pub variants: VariantRule,
}

impl Options {
    /// The options as the manifest tells them.
    #[must_use]
    pub fn settings(&self) -> Settings {
        Settings {
            method: "cosine, orders weighted by 1/size".to_owned(),
            neighbours: self.neighbours.try_into().unwrap_or(u32::MAX),
            min_support: self.min_support,
        }
    }
}

/// What was learned from an export.
#[derive(Clone, Debug)]
pub struct Learned {
    /// The products and their edges.
    pub catalogue: Catalogue,
    /// The currency of its prices.
    pub currency: Currency,
    /// Number of orders that were learned from.
    pub orders: u32,
    /// Number of orders left out because they were cancelled or refunded.
    pub cancelled_orders: u32,
    /// Number of orders too large to say what goes together.
    pub oversized_orders: u32,
    /// Number of lines whose price was in another currency; they count as bought, their price is not used.
    pub foreign_prices: u64,
    /// Number of products that cannot be offered because no price is known.
    pub unpriced: usize,
    /// Number of products that were bought but do not stand in the catalogue that was given.
    pub uncatalogued: usize,
    /// The strongest pairs, at most ten.
    pub pairs: Vec<Pair>,
}

/// Two products that are bought together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Titles, the more popular product's first.
    pub titles: [String; 2],
    /// Number of orders with both.
    pub together: u32,
}

/// Why nothing could be learned.
#[derive(Debug)]
#[non_exhaustive]
pub enum LearnError {
    /// Lines could not wait on disk.
    Io(io::Error),
    /// Nothing was left to learn from.
    NoOrders,
    /// Neither the options nor the orders name a currency.
    NoCurrency,
    /// The orders name several currencies and nobody said which is the shop's.
    Currencies(Vec<(Currency, u64)>),
    /// A line names a currency that is none.
    BadCurrency(crate::model::CurrencyError),
    /// More products or currencies than the graph can number.
    TooMany,
}

impl fmt::Display for LearnError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => write!(
                out,
                "The temporary directory could not be used: {error}. Free some space, or set TMPDIR to a directory that has it."
            ),
            Self::NoOrders => out.write_str(
                "No order is left to learn from: every row was dropped. The summary above says why; check the columns with --column.",
            ),
            Self::NoCurrency => {
                out.write_str("The orders name no currency. Pass --currency GBP, or write currency = \"GBP\" into shop.toml.")
            }
            Self::Currencies(counts) => {
                out.write_str("The orders name several currencies:")?;
                for (currency, lines) in counts {
                    write!(out, " {} ({lines} rows)", currency.code())?;
                }
                out.write_str(". Say which one the shop's prices are in, for example --currency GBP.")
            }
            Self::BadCurrency(error) => write!(out, "{error}"),
            Self::TooMany => out.write_str("There are more different products or currencies than a graph can hold."),
        }
    }
}

impl std::error::Error for LearnError {}

impl From<io::Error> for LearnError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Collects order lines; [`Learner::learn`] ends it.
pub struct Learner {
    lines: Lines,
    products: Products,
    currencies: Vec<(Currency, u64)>,
}

impl Default for Learner {
    fn default() -> Self {
        Self { lines: Lines::new(), products: Products::default(), currencies: Vec::new() }
    }
}

impl Learner {
    /// Takes one line; lines of one order need not be neighbours.
    ///
    /// # Errors
    /// [`LearnError::Io`], [`LearnError::BadCurrency`], [`LearnError::TooMany`].
    pub fn push(&mut self, line: &OrderLine<'_>) -> Result<(), LearnError> {
        let product = self.products.number(line.sku, line.title).ok_or(LearnError::TooMany)?;
        let currency = line.currency.map_or(Ok(0), |code| self.currency_number(code))?;
        self.lines.push(Line {
            order: Line::order_hash(line.order),
            product,
            time: line.time.unwrap_or(i64::MIN),
            price_micros: line.price_micros.unwrap_or(i64::MIN),
            currency,
            is_cancelled: line.is_cancelled,
        })?;
        Ok(())
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

    fn shop_currency(&self, options: &Options) -> Result<Currency, LearnError> {
        match (&options.currency, self.currencies.as_slice()) {
            (Some(currency), _) | (None, [(currency, _)]) => Ok(currency.clone()),
            (None, []) => Err(LearnError::NoCurrency),
            (None, several) => {
                let mut several = several.to_vec();
                several.sort();
                Err(LearnError::Currencies(several))
            }
        }
    }

    /// Learns from everything that was pushed, and from the catalogue if there is one.
    ///
    /// # Errors
    /// See [`LearnError`].
    pub fn learn(mut self, catalog: Option<&[CatalogRow]>, options: &Options) -> Result<Learned, LearnError> {
        let currency = self.shop_currency(options)?;
        let shop_number = self.currencies.iter().position(|(known, _)| *known == currency);
        let shop_number = shop_number.and_then(|place| u8::try_from(place.saturating_add(1)).ok());
        for row in catalog.unwrap_or_default() {
            self.products.number(&row.sku, None).ok_or(LearnError::TooMany)?;
        }

        let mut products = self.products.sort();
        let mut counts = Counts::new(products.products.len());
        let (mut cancelled_orders, mut foreign_prices) = (0_u32, 0_u64);
        self.lines.for_each_order(|lines| {
            if lines.iter().any(|line| line.is_cancelled) {
                cancelled_orders = cancelled_orders.saturating_add(1);
                return;
            }
            // Some exports fill an order's fields on its first row only.
            let time = lines.iter().map(|line| line.time).max().unwrap_or(i64::MIN);
            let order_currency = lines.iter().map(|line| line.currency).max().unwrap_or(0);
            for line in lines.iter().filter(|line| line.price_micros > 0) {
                let named = if line.currency == 0 { order_currency } else { line.currency };
                if named == 0 || Some(named) == shop_number {
                    if let Some(price) = products.rank(line.product).and_then(|rank| products.price_mut(rank)) {
                        price.add(time, line.price_micros);
                    }
                } else {
                    foreign_prices = foreign_prices.saturating_add(1);
                }
            }
            let basket: BTreeSet<u32> = lines.iter().filter_map(|line| products.rank(line.product)).collect();
            counts.add(&basket.into_iter().collect::<Vec<_>>());
        })?;
        if counts.orders == 0 {
            return Err(LearnError::NoOrders);
        }

        let (products, uncatalogued) = number_products(&products, &counts, catalog, &currency, options);
        let graph = connect(&counts, products, options);
        let unpriced = graph.catalogue.products.iter().filter(|product| product.price_minor.is_none()).count();
        Ok(Learned {
            catalogue: graph.catalogue,
            currency,
            orders: counts.orders,
            cancelled_orders,
            oversized_orders: counts.oversized,
            foreign_prices,
            unpriced,
            uncatalogued,
            pairs: graph.pairs,
        })
    }
}

/// A product with the number under which it was counted.
struct Numbered {
    counted: u32,
    product: Product,
}

/// The facts of every product that was bought or is in the catalogue, the most popular first, and how many bought ones the
/// catalogue lacks.
fn number_products(
    products: &Sorted,
    counts: &Counts,
    catalog: Option<&[CatalogRow]>,
    currency: &Currency,
    options: &Options,
) -> (Vec<Numbered>, usize) {
    let rows: Option<BTreeMap<SkuKey, &CatalogRow>> =
        catalog.map(|rows| rows.iter().map(|row| (SkuKey::new(&row.sku), row)).collect());
    let row_of = |sku: &SkuKey| rows.as_ref().and_then(|rows| rows.get(sku).copied());

    let mut found: Vec<(u32, u32, &SkuKey, &Seen)> = (0_u32..)
        .zip(&counts.products)
        .zip(&products.products)
        .map(|((number, tally), (sku, seen))| (number, tally.orders, sku, seen))
        .filter(|(_, orders, sku, _)| *orders > 0 || row_of(sku).is_some())
        .collect();
    found.sort_by(|(_, orders, sku, _), (_, other_orders, other_sku, _)| other_orders.cmp(orders).then(sku.cmp(other_sku)));

    let uncatalogued = if rows.is_some() { found.iter().filter(|(_, _, sku, _)| row_of(sku).is_none()).count() } else { 0 };
    let numbered: Vec<Numbered> = (0_u32..)
        .zip(&found)
        .map(|(id, (counted, orders, sku, seen))| {
            let row = row_of(sku);
            let spelling = row.map_or_else(|| seen.spelling(), |row| row.sku.trim()).to_owned();
            let title = row.and_then(|row| row.title.as_deref()).filter(|title| !title.trim().is_empty());
            let title = title.or_else(|| best_title(&seen.titles)).map(|title| tidy(title, options.title_case));
            let in_shop_currency =
                |row: &&CatalogRow| row.currency.as_deref().is_none_or(|code| code.eq_ignore_ascii_case(currency.code()));
            let price = row.filter(in_shop_currency).and_then(|row| row.price_micros).or_else(|| seen.price.price_micros());
            let product = Product {
                id: ProductId(id),
                title: title.unwrap_or_else(|| spelling.clone()),
                sku: spelling,
                price_minor: price.and_then(|micros| minor(micros, currency)),
                group: None,
                orders: Some(*orders),
                // What a catalogue does not list any more is not sold any more.
                is_available: if rows.is_some() { row.is_some_and(|row| row.is_available.unwrap_or(true)) } else { true },
                url: row.and_then(|row| row.url.clone()),
                image: row.and_then(|row| row.image.clone()),
            };
            Numbered { counted: *counted, product }
        })
        .collect();
    (group_variants(numbered, row_of, options.variants), uncatalogued)
}

fn group_variants<'a>(
    mut numbered: Vec<Numbered>,
    row_of: impl Fn(&SkuKey) -> Option<&'a CatalogRow>,
    rule: VariantRule,
) -> Vec<Numbered> {
    let groups: Vec<Option<String>> = numbered
        .iter()
        .map(|Numbered { product, .. }| {
            let listed = row_of(&SkuKey::new(&product.sku)).and_then(|row| row.group.clone());
            // Apart from each other: a catalogue's "85123" and the stem of "85123A" are different words.
            listed
                .map(|group| format!("catalogue {group}"))
                .or_else(|| rule.group(&product.sku, &product.title).map(|group| format!("rule {group}")))
        })
        .collect();
    let groups = variants::number(&groups.iter().map(Option::as_deref).collect::<Vec<_>>());
    for (numbered, group) in numbered.iter_mut().zip(groups) {
        numbered.product.group = group;
    }
    numbered
}

/// Millionths of the major unit in minor units, rounded half up; `None` for nothing, less than nothing, or too much.
fn minor(micros: i64, currency: &Currency) -> Option<Minor> {
    let unit = 10_i64.checked_pow(6_u32.checked_sub(currency.exponent())?)?;
    let half = unit.checked_div(2)?;
    micros.checked_add(half)?.checked_div(unit).filter(|price| *price > 0)
}

struct Connected {
    catalogue: Catalogue,
    pairs: Vec<Pair>,
}

/// Weighs, prunes and quantises the links between products.
fn connect(counts: &Counts, numbered: Vec<Numbered>, options: &Options) -> Connected {
    let mut place_of: Vec<Option<usize>> = vec![None; counts.products.len()];
    for (place, numbered) in numbered.iter().enumerate() {
        if let Some(slot) = usize::try_from(numbered.counted).ok().and_then(|counted| place_of.get_mut(counted)) {
            *slot = Some(place);
        }
    }
    let product_of = |counted: u32| {
        let place = usize::try_from(counted).ok().and_then(|counted| place_of.get(counted).copied().flatten())?;
        numbered.get(place).map(|numbered| &numbered.product)
    };
    // An edge to what can never be offered, or to a variant, which is never offered beside this product, would be wasted.
    let may_link = |from: u32, to: u32| match (product_of(from), product_of(to)) {
        (Some(from), Some(to)) => to.is_available && to.price_minor.is_some() && (to.group.is_none() || to.group != from.group),
        _ => false,
    };
    let mut links = links(counts, options.neighbours, may_link);
    let strongest = links.iter().flatten().map(|link| link.strength).fold(f64::MIN_POSITIVE, f64::max);

    let edge = |link: &Link| {
        let to = product_of(link.to)?.id;
        let together = Some(link.together).filter(|together| *together >= options.min_support);
        Some(Edge { to, weight: quantise(link.strength, strongest), together })
    };
    let edges = numbered
        .iter()
        .map(|numbered| {
            let links = usize::try_from(numbered.counted).ok().and_then(|counted| links.get(counted));
            links.map(|links| links.iter().filter_map(edge).collect()).unwrap_or_default()
        })
        .collect();

    let mut pairs: Vec<(f64, [ProductId; 2], Pair)> = (0_u32..)
        .zip(links.drain(..))
        .flat_map(|(from, links)| links.into_iter().map(move |link| (from, link)))
        .filter(|(_, link)| link.together >= options.min_support)
        .filter_map(|(from, link)| {
            let (one, other) = (product_of(from)?, product_of(link.to)?);
            let (one, other) = if one.id < other.id { (one, other) } else { (other, one) };
            let titles = [one.title.clone(), other.title.clone()];
            Some((link.strength, [one.id, other.id], Pair { titles, together: link.together }))
        })
        .collect();
    pairs.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
    pairs.dedup_by_key(|(_, ids, _)| *ids);
    pairs.truncate(PAIRS);

    let pairs = pairs.into_iter().map(|(_, _, pair)| pair).collect();
    let products = numbered.into_iter().map(|numbered| numbered.product).collect();
    Connected { catalogue: Catalogue { products, edges }, pairs }
}
