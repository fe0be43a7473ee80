//! What orders are worth: price times quantity, added up.
//!
//! *Invariants*: an order counts if it was not cancelled, is in one currency and is worth something; a line without a price is a
//! gift. Memory grows with the orders, whatever the number of their lines.

use rustc_hash::FxHashMap;

use crate::dataset::hash_id;
use crate::import::OrderLine;
use crate::model::{Currency, Minor};

/// The worth of each order.
#[derive(Debug, Default)]
pub struct Spending {
    /// By [`hash_id`] of the order's id.
    orders: FxHashMap<u64, Order>,
    currencies: Vec<String>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Order {
    micros: i64,
    /// Place of the currency + 1; `0` when no line says.
    currency: usize,
    /// Whether what it is worth cannot be said, or does not count.
    is_void: bool,
}

impl Spending {
    /// Takes one line; lines of one order need not be neighbors.
    pub(crate) fn push(&mut self, line: &OrderLine<'_>) {
        let currency = line.currency.map_or(0, |code| self.currency(code));
        let order = self.orders.entry(hash_id(line.order)).or_default();
        let are_two = currency != 0 && order.currency != 0 && currency != order.currency;
        order.is_void |= line.is_cancelled || are_two;
        order.currency = order.currency.max(currency);
        let price = line.price_micros.unwrap_or(0);
        order.micros = order
            .micros
            .saturating_add(price.saturating_mul(line.quantity.into()));
    }

    /// The place of a currency + 1.
    fn currency(&mut self, code: &str) -> usize {
        let place = self
            .currencies
            .iter()
            .position(|known| known.eq_ignore_ascii_case(code))
            .unwrap_or_else(|| {
                self.currencies.push(code.to_owned());
                self.currencies.len().saturating_sub(1)
            });
        place.saturating_add(1)
    }

    /// The orders in a currency, those that name none among them if it is the shop's own; `None` where there are none.
    pub(crate) fn spent(&self, currency: &Currency, home: Option<&Currency>) -> Option<Spent> {
        let is_in = |order: &Order| match order.currency.checked_sub(1) {
            Some(place) => self
                .currencies
                .get(place)
                .is_some_and(|code| code.trim().eq_ignore_ascii_case(currency.code())),
            None => home.is_none_or(|home| home == currency),
        };
        let counted = self
            .orders
            .values()
            .filter(|order| !order.is_void && order.micros > 0 && is_in(order));
        let unit = 10_i64.checked_pow(6_u32.saturating_sub(currency.exponent()))?;
        let mut worths: Vec<Minor> = counted
            .filter_map(|order| order.micros.checked_div(unit))
            .collect();
        worths.sort_unstable();
        let total: i128 = worths.iter().copied().map(i128::from).sum();
        let average = total.checked_div(i128::try_from(worths.len()).ok()?)?;
        Some(Spent {
            average_minor: average.try_into().ok()?,
            worths,
        })
    }
}

/// What the orders in one currency are worth.
pub(crate) struct Spent {
    pub(crate) average_minor: Minor,
    /// In increasing order, at least one.
    worths: Vec<Minor>,
}

impl Spent {
    pub(crate) fn orders(&self) -> usize {
        self.worths.len()
    }

    /// Half of the orders are below it, or as much as it.
    pub(crate) fn median_minor(&self) -> Minor {
        self.worths
            .get(self.worths.len().checked_div(2).unwrap_or(0))
            .copied()
            .unwrap_or(0)
    }

    /// Number of orders that are worth this, or more.
    pub(crate) fn reaching(&self, threshold: Minor) -> usize {
        self.worths
            .len()
            .saturating_sub(self.worths.partition_point(|worth| *worth < threshold))
    }
}
