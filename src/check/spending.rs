//! Totals of orders: price times quantity, per order.
//!
//! *Invariants*: an order counts if it was not cancelled, has one currency and a total above 0; a
//! line without a price counts as a gift. Lines with one order number are different orders under the
//! rules of the data set: other customers, or more than two months apart. Memory grows with the number
//! of orders, not with the number of lines.

use rustc_hash::FxHashMap;

use crate::dataset::hash_id;
use crate::import::OrderLine;
use crate::model::{Currency, LONGEST_ORDER_SECONDS, Minor};

/// The total of each order.
#[derive(Debug, Default)]
pub struct Spending {
    /// The parts of the orders with a number, by [`hash_id`] of the number; almost always one.
    orders: FxHashMap<u64, Vec<Part>>,
    currencies: Vec<String>,
}

/// Lines with one order number and one customer that are close in time.
#[derive(Clone, Copy, Debug)]
struct Part {
    /// [`hash_id`] of the customer; `0` without one.
    customer: u64,
    /// The first and the last time; both are `i64::MIN` without a time.
    times: (i64, i64),
    micros: i64,
    /// Index of the currency plus 1; `0` when no line has one.
    currency: usize,
    /// Whether the total is unknown or does not count.
    is_void: bool,
}

impl Part {
    fn is_near(&self, other: &Self) -> bool {
        let is_unknown = self.times.0 == i64::MIN || other.times.0 == i64::MIN;
        let gap = (self.times.0.saturating_sub(other.times.1))
            .max(other.times.0.saturating_sub(self.times.1));
        is_unknown || gap <= LONGEST_ORDER_SECONDS
    }

    fn join(&mut self, other: &Self) {
        let are_two = other.currency != 0 && self.currency != 0 && other.currency != self.currency;
        self.is_void |= other.is_void || are_two;
        self.currency = self.currency.max(other.currency);
        self.micros = self.micros.saturating_add(other.micros);
        self.times = if self.times.0 == i64::MIN {
            other.times
        } else if other.times.0 == i64::MIN {
            self.times
        } else {
            (
                self.times.0.min(other.times.0),
                self.times.1.max(other.times.1),
            )
        };
    }
}

/// The orders behind one number. A line without a customer belongs to the order next to it in time.
fn orders(parts: &[Part]) -> Vec<Part> {
    let by_customer = parts.iter().all(|part| part.customer != 0);
    let customer = |part: &Part| if by_customer { part.customer } else { 0 };
    let mut parts = parts.to_vec();
    parts.sort_by_key(|part| (customer(part), part.times));
    let mut orders: Vec<Part> = Vec::with_capacity(1);
    for part in parts {
        match orders.last_mut() {
            Some(order) if customer(order) == customer(&part) && order.is_near(&part) => {
                order.join(&part);
            }
            _ => orders.push(part),
        }
    }
    orders
}

impl Spending {
    /// Adds one line. The lines of an order need not be adjacent.
    pub(crate) fn push(&mut self, line: &OrderLine<'_>) {
        let time = line.time.unwrap_or(i64::MIN);
        let price = line.price_micros.unwrap_or(0);
        let part = Part {
            customer: line.customer.map_or(0, |customer| hash_id(customer).max(1)),
            times: (time, time),
            micros: price.saturating_mul(line.quantity.into()),
            currency: line.currency.map_or(0, |code| self.currency(code)),
            is_void: line.is_cancelled,
        };
        let parts = self.orders.entry(hash_id(line.order)).or_default();
        let known = parts
            .iter_mut()
            .find(|known| known.customer == part.customer && known.is_near(&part));
        match known {
            Some(known) => known.join(&part),
            None => parts.push(part),
        }
    }

    /// The index of a currency plus 1.
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

    /// The totals in a currency, including orders without a currency if it is the shop's own;
    /// `None` if there are no orders.
    pub(crate) fn spent(&self, currency: &Currency, home: Option<&Currency>) -> Option<Spent> {
        let is_in = |order: &Part| match order.currency.checked_sub(1) {
            Some(place) => self
                .currencies
                .get(place)
                .is_some_and(|code| code.trim().eq_ignore_ascii_case(currency.code())),
            None => home.is_none_or(|home| home == currency),
        };
        let counted = self
            .orders
            .values()
            .flat_map(|parts| orders(parts))
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

/// The totals of the orders in one currency.
pub(crate) struct Spent {
    pub(crate) average_minor: Minor,
    /// Ascending, at least one.
    worths: Vec<Minor>,
}

impl Spent {
    pub(crate) fn orders(&self) -> usize {
        self.worths.len()
    }

    /// The median: half of the orders are at most this much.
    pub(crate) fn median_minor(&self) -> Minor {
        self.worths
            .get(self.worths.len().checked_div(2).unwrap_or(0))
            .copied()
            .unwrap_or(0)
    }

    /// Number of orders with at least this total.
    pub(crate) fn reaching(&self, threshold: Minor) -> usize {
        self.worths
            .len()
            .saturating_sub(self.worths.partition_point(|worth| *worth < threshold))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::SECONDS_PER_DAY;

    fn spent(lines: &[(i64, Option<&str>, i64)]) -> Vec<Minor> {
        let mut spending = Spending::default();
        for (days, customer, pounds) in lines {
            spending.push(&OrderLine {
                order: "1001",
                sku: "MUG",
                title: None,
                price_micros: Some(pounds.saturating_mul(1_000_000)),
                quantity: 1,
                time: Some(days.saturating_mul(SECONDS_PER_DAY)),
                customer: *customer,
                country: None,
                currency: Some("GBP"),
                group: None,
                is_cancelled: false,
            });
        }
        let pounds = Currency::new("GBP").expect("a currency");
        spending
            .spent(&pounds, None)
            .map_or_else(Vec::new, |spent| spent.worths)
    }

    #[test]
    fn orders_with_one_number_are_told_apart_by_customer_and_time() {
        assert_eq!(spent(&[(0, None, 10), (1, None, 5)]), [1500]);
        assert_eq!(
            spent(&[(0, None, 10), (300, None, 5), (1, None, 1)]),
            [500, 1100]
        );
        let customers = [(0, Some("a"), 10), (0, Some("b"), 5), (0, Some("a"), 2)];
        assert_eq!(spent(&customers), [500, 1200]);
        // A line without a customer splits nothing.
        assert_eq!(spent(&[(0, Some("a"), 10), (0, None, 5)]), [1500]);
    }
}
