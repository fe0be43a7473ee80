//! Builds a data set from order lines.

use rustc_hash::FxHashMap;

use super::error::DatasetError;
use super::lines::{Line, NO_PRODUCT, OrderLines, hash_id};
use super::orders::{OrderMeta, OrderSlice, Orders};
use super::products::{Products, RankedProducts, Sale};
use super::reused_numbers::each_order;
use super::titles::{best_title, tidy};
use crate::import::{CatalogRow, OrderLine};
use crate::model::{Currency, SkuKey};
use crate::shop_config::TitleCase;

/// Problems found while lines were grouped into orders.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DatasetWarnings {
    /// Number of orders that were dropped because they were cancelled or refunded.
    pub cancelled_orders: u32,
    /// Number of lines with a price in another currency; they count as purchases, but their price
    /// is ignored.
    pub foreign_prices: u64,
}

/// Collects order lines and product views; [`DatasetBuilder::gather`] completes the data set.
#[derive(Default)]
pub struct DatasetBuilder {
    lines: OrderLines,
    views: OrderLines,
    products: Products,
    currencies: Vec<(Currency, u64)>,
    countries: FxHashMap<String, u16>,
    /// The time of the latest line that is not cancelled.
    newest: Option<i64>,
}

impl DatasetBuilder {
    /// Adds one line. The lines of an order need not be adjacent.
    ///
    /// # Errors
    /// [`DatasetError::Io`], [`DatasetError::BadCurrency`], [`DatasetError::TooMany`].
    pub fn push(&mut self, line: &OrderLine<'_>) -> Result<(), DatasetError> {
        let line = self.line(line)?;
        if !line.is_cancelled {
            self.newest = self.newest.max(Some(line.time));
        }
        Ok(self.lines.push(line)?)
    }

    /// Adds one product view; the line's order id contains the session's id.
    ///
    /// # Errors
    /// As [`DatasetBuilder::push`].
    pub fn push_view(&mut self, view: &OrderLine<'_>) -> Result<(), DatasetError> {
        let line = self.line(view)?;
        Ok(self.views.push(line)?)
    }

    fn line(&mut self, line: &OrderLine<'_>) -> Result<Line, DatasetError> {
        // A row without a product gives the status of its order.
        let product = if line.sku.is_empty() {
            NO_PRODUCT
        } else {
            let number = self.products.number(line.sku, line.title);
            number.ok_or(DatasetError::TooMany)?
        };
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
            is_single: line.quantity == 1,
        })
    }

    /// The index of a currency plus 1.
    fn currency_number(&mut self, code: &str) -> Result<u8, DatasetError> {
        let currency = Currency::new(code).map_err(DatasetError::BadCurrency)?;
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
        u8::try_from(place.saturating_add(1)).map_err(|_| DatasetError::TooMany)
    }

    /// The index of a country plus 1.
    fn country_number(&mut self, country: &str) -> Result<u16, DatasetError> {
        if let Some(number) = self.countries.get(country) {
            return Ok(*number);
        }
        let number = u16::try_from(self.countries.len().saturating_add(1))
            .map_err(|_| DatasetError::TooMany)?;
        self.countries.insert(country.to_owned(), number);
        Ok(number)
    }

    /// Groups the lines into orders and completes the data set. A catalog adds products that were
    /// never bought.
    ///
    /// # Errors
    /// See [`DatasetError`].
    pub fn gather(
        mut self,
        catalog: Option<&[CatalogRow]>,
        currency: Option<&Currency>,
    ) -> Result<Dataset, DatasetError> {
        let currency = shop_currency(&self.currencies, currency)?;
        let shop_number = self
            .currencies
            .iter()
            .position(|(known, _)| Some(known) == currency.as_ref());
        let shop_number = shop_number.and_then(|place| u8::try_from(place.saturating_add(1)).ok());
        for row in catalog.unwrap_or_default() {
            self.products
                .number(&row.sku, None)
                .ok_or(DatasetError::TooMany)?;
        }
        let mut products = self.products.sort();
        let (mut warnings, mut is_priced, mut arrived) =
            (DatasetWarnings::default(), false, Vec::new());
        let mut sequences = Sequences::default();
        let mut gather = |lines: &[Line]| {
            if lines.iter().all(|line| line.product == NO_PRODUCT) {
                return;
            }
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
                        let dates = self.newest.zip(meta.time);
                        let age = dates.map(|(newest, time)| newest.saturating_sub(time));
                        seen.prices.add(Sale {
                            order: line.order,
                            price_micros: line.price_micros,
                            age_seconds: age,
                            is_single: line.is_single,
                        });
                    }
                } else {
                    warnings.foreign_prices = warnings.foreign_prices.saturating_add(1);
                }
            }
            arrived.push((meta, sequences.of(lines, |product| products.rank(product))));
        };
        self.lines
            .for_each_order(|lines| each_order(lines, &mut gather))?;
        let (mut sessions, mut session_sequences) = (Vec::new(), Sequences::default());
        self.views.for_each_order(|views| {
            sessions.push((
                order_facts(views).0,
                session_sequences.of(views, |product| products.rank(product)),
            ));
        })?;
        // Prices without a currency have no meaning; without prices no currency is needed.
        let currency = match currency {
            Some(currency) => currency,
            None if is_priced => return Err(DatasetError::NoCurrency),
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
        let sessions = Orders::new(sessions, session_sequences.are_known());
        Ok(Dataset {
            products,
            orders,
            sessions,
            currency,
            countries,
            warnings,
        })
    }
}

/// Whether an export records the sequence of an order's products: most orders with several products
/// have lines with different times, as sessions do. An occasional order that was booked in two
/// steps does not matter.
#[derive(Default)]
struct Sequences {
    timed: u64,
    untimed: u64,
}

impl Sequences {
    /// The distinct products of an order by the time of their first line, ties by rank.
    fn of(&mut self, lines: &[Line], rank: impl Fn(u32) -> Option<u32>) -> Vec<u32> {
        let mut first: Vec<(u32, i64)> = lines
            .iter()
            .filter_map(|line| Some((rank(line.product)?, line.time)))
            .collect();
        first.sort_unstable();
        first.dedup_by_key(|(product, _)| *product);
        let times = || first.iter().map(|(_, time)| *time);
        if first.len() > 1 {
            let is_timed = times().all(|time| time != i64::MIN) && times().min() != times().max();
            let orders = if is_timed {
                &mut self.timed
            } else {
                &mut self.untimed
            };
            *orders = orders.saturating_add(1);
        }
        first.sort_by_key(|(_, time)| *time);
        first.into_iter().map(|(product, _)| product).collect()
    }

    fn are_known(&self) -> bool {
        self.timed > self.untimed
    }
}

/// The facts about an order from its lines, and the index of its currency plus 1. Some exports fill
/// these columns in the first row only.
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
) -> Result<Option<Currency>, DatasetError> {
    match (wanted, found) {
        (Some(currency), _) | (None, [(currency, _)]) => Ok(Some(currency.clone())),
        (None, []) => Ok(None),
        (None, several) => {
            let mut several = several.to_vec();
            several.sort();
            Err(DatasetError::Currencies(several))
        }
    }
}

/// A shop's orders and its facts about products, ready for training.
#[derive(Debug)]
pub struct Dataset {
    pub(crate) products: RankedProducts,
    pub(crate) orders: Orders,
    pub(crate) sessions: Orders,
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

    /// The orders that links are learned from; without orders, the sessions.
    #[must_use]
    pub fn source(&self) -> OrderSlice<'_> {
        if self.is_bought() {
            self.orders.all()
        } else {
            self.sessions.all()
        }
    }

    /// Whether links are learned from orders.
    #[must_use]
    pub fn is_bought(&self) -> bool {
        !self.orders.all().is_empty() || self.sessions.all().is_empty()
    }

    /// Number of products; all ranks are below it.
    #[must_use]
    pub fn product_count(&self) -> usize {
        self.products.products.len()
    }

    /// The SKU of a product in the graph's spelling; empty for an unknown rank.
    #[must_use]
    pub fn sku(&self, rank: u32) -> &str {
        self.products
            .seen(rank)
            .map_or("", crate::dataset::products::ProductRecord::spelling)
    }

    /// The title of a product, or its SKU if it has no title.
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

    /// The country with this index.
    #[must_use]
    pub fn country(&self, place: u16) -> &str {
        self.countries
            .get(usize::from(place))
            .map_or("", String::as_str)
    }
}
