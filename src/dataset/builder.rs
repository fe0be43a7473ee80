//! Puts order lines together to a data set.

use rustc_hash::FxHashMap;

use super::error::LearnError;
use super::lines::{Line, Lines, hash_id};
use super::orders::{OrderMeta, OrderSlice, Orders};
use super::products::{Products, RankedProducts};
use super::titles::{best_title, tidy};
use crate::import::{CatalogRow, OrderLine};
use crate::model::{Currency, SkuKey};
use crate::shop_config::TitleCase;

/// A reference price is the lowest of the thirty days before (Directive 98/6/EC, article 6a).
const REFERENCE_SECONDS: i64 = 30 * 86_400;

/// Problems found while lines were put together to orders.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DatasetWarnings {
    /// Number of orders left out because they were cancelled or refunded.
    pub cancelled_orders: u32,
    /// Number of lines whose price was in another currency; they count as bought, their price is not used.
    pub foreign_prices: u64,
}

/// Collects order lines and clicks; [`DatasetBuilder::gather`] ends it.
#[derive(Default)]
pub struct DatasetBuilder {
    lines: Lines,
    clicks: Lines,
    products: Products,
    currencies: Vec<(Currency, u64)>,
    countries: FxHashMap<String, u16>,
    /// The latest time of a line that was not cancelled.
    newest: Option<i64>,
}

impl DatasetBuilder {
    /// Takes one line; lines of one order need not be neighbors.
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
    /// As [`DatasetBuilder::push`].
    pub fn push_click(&mut self, click: &OrderLine<'_>) -> Result<(), LearnError> {
        let line = self.line(click)?;
        Ok(self.clicks.push(line)?)
    }

    fn line(&mut self, line: &OrderLine<'_>) -> Result<Line, LearnError> {
        let product = self
            .products
            .number(line.sku, line.title)
            .ok_or(LearnError::TooMany)?;
        let currency = line
            .currency
            .map_or(Ok(0), |code| self.currency_number(code))?;
        let country = line
            .country
            .map_or(Ok(0), |country| self.country_number(country))?;
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
        let place = self
            .currencies
            .iter()
            .position(|(known, _)| *known == currency)
            .unwrap_or_else(|| {
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
        let number = u16::try_from(self.countries.len().saturating_add(1))
            .map_err(|_| LearnError::TooMany)?;
        self.countries.insert(country.to_owned(), number);
        Ok(number)
    }

    /// Puts the lines together to orders; ends the collecting. A catalog adds products that were never bought.
    ///
    /// # Errors
    /// See [`LearnError`].
    pub fn gather(
        mut self,
        catalog: Option<&[CatalogRow]>,
        currency: Option<&Currency>,
    ) -> Result<Dataset, LearnError> {
        let currency = shop_currency(&self.currencies, currency)?;
        let shop_number = self
            .currencies
            .iter()
            .position(|(known, _)| Some(known) == currency.as_ref());
        let shop_number = shop_number.and_then(|place| u8::try_from(place.saturating_add(1)).ok());
        for row in catalog.unwrap_or_default() {
            self.products
                .number(&row.sku, None)
                .ok_or(LearnError::TooMany)?;
        }
        let mut products = self.products.sort();
        let (mut warnings, mut is_priced, mut arrived) =
            (DatasetWarnings::default(), false, Vec::new());
        let mut sequences = Sequences::default();
        let recent = self
            .newest
            .map(|newest| newest.saturating_sub(REFERENCE_SECONDS));
        self.lines.for_each_order(|lines| {
            if lines.iter().any(|line| line.is_cancelled) {
                warnings.cancelled_orders = warnings.cancelled_orders.saturating_add(1);
                return;
            }
            let (meta, order_currency) = order_facts(lines);
            for line in lines.iter().filter(|line| line.price_micros > 0) {
                let named = if line.currency == 0 {
                    order_currency
                } else {
                    line.currency
                };
                if named == 0 || Some(named) == shop_number {
                    is_priced = true;
                    if let Some(seen) = products
                        .rank(line.product)
                        .and_then(|rank| products.seen_mut(rank))
                    {
                        let time = meta.time.unwrap_or(i64::MIN);
                        seen.price.add(time, line.price_micros);
                        if recent.is_some_and(|recent| time > recent) {
                            let lowest = seen
                                .lowest_micros
                                .map_or(line.price_micros, |known| known.min(line.price_micros));
                            seen.lowest_micros = Some(lowest);
                        }
                    }
                } else {
                    warnings.foreign_prices = warnings.foreign_prices.saturating_add(1);
                }
            }
            arrived.push((meta, sequences.of(lines, |product| products.rank(product))));
        })?;
        let (mut visits, mut visit_sequences) = (Vec::new(), Sequences::default());
        self.clicks.for_each_order(|clicks| {
            visits.push((
                order_facts(clicks).0,
                visit_sequences.of(clicks, |product| products.rank(product)),
            ));
        })?;
        // Prices without a currency mean nothing; without prices there is nothing to name a currency for.
        let currency = match currency {
            Some(currency) => currency,
            None if is_priced => return Err(LearnError::NoCurrency),
            None => Currency::none(),
        };
        let mut countries = vec![String::new(); self.countries.len()];
        for (country, number) in self.countries {
            if let Some(slot) = usize::from(number)
                .checked_sub(1)
                .and_then(|place| countries.get_mut(place))
            {
                *slot = country;
            }
        }
        let orders = Orders::new(arrived, sequences.are_known());
        let visits = Orders::new(visits, visit_sequences.are_known());
        Ok(Dataset {
            products,
            orders,
            visits,
            currency,
            countries,
            warnings,
        })
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
        let mut first: Vec<(u32, i64)> = lines
            .iter()
            .filter_map(|line| Some((rank(line.product)?, line.time)))
            .collect();
        first.sort_unstable();
        first.dedup_by_key(|(product, _)| *product);
        let times = || first.iter().map(|(_, time)| *time);
        if first.len() > 1 {
            let is_told = times().all(|time| time != i64::MIN) && times().min() != times().max();
            let orders = if is_told {
                &mut self.told
            } else {
                &mut self.untold
            };
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
fn order_facts(lines: &[Line]) -> (OrderMeta, u8) {
    let meta = OrderMeta {
        time: lines
            .iter()
            .map(|line| line.time)
            .filter(|time| *time != i64::MIN)
            .min(),
        id: lines.first().map_or(0, |line| line.order),
        customer: lines
            .iter()
            .map(|line| line.customer)
            .max()
            .filter(|customer| *customer > 0),
        country: lines
            .iter()
            .map(|line| line.country)
            .max()
            .and_then(|country| country.checked_sub(1)),
    };
    (
        meta,
        lines.iter().map(|line| line.currency).max().unwrap_or(0),
    )
}

fn shop_currency(
    found: &[(Currency, u64)],
    wanted: Option<&Currency>,
) -> Result<Option<Currency>, LearnError> {
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
pub struct Dataset {
    pub(crate) products: RankedProducts,
    pub(crate) orders: Orders,
    pub(crate) visits: Orders,
    pub(crate) currency: Currency,
    pub(crate) countries: Vec<String>,
    pub(crate) warnings: DatasetWarnings,
}

impl Dataset {
    /// The orders.
    #[must_use]
    pub fn orders(&self) -> OrderSlice<'_> {
        self.orders.all()
    }

    /// What links are learned from: the orders; in their absence the visits.
    #[must_use]
    pub fn source(&self) -> OrderSlice<'_> {
        if self.is_bought() {
            self.orders.all()
        } else {
            self.visits.all()
        }
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
        self.products
            .seen(rank)
            .map_or("", crate::dataset::products::ProductRecord::spelling)
    }

    /// What a product is called; its SKU where nobody named it.
    #[must_use]
    pub fn title(&self, rank: u32) -> String {
        let title = self
            .products
            .seen(rank)
            .and_then(|seen| best_title(&seen.titles));
        tidy(title.unwrap_or_else(|| self.sku(rank)), TitleCase::Sentence)
    }

    /// The rank of a SKU.
    pub(crate) fn rank(&self, sku: &SkuKey) -> Option<u32> {
        let place = self
            .products
            .products
            .binary_search_by(|(known, _)| known.cmp(sku))
            .ok()?;
        u32::try_from(place).ok()
    }

    /// The country at a place that an order names.
    #[must_use]
    pub fn country(&self, place: u16) -> &str {
        self.countries
            .get(usize::from(place))
            .map_or("", String::as_str)
    }
}
