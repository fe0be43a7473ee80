//! Order lines -> orders with a group and a value.
//!
//! *Invariants*: an order counts once, however many times the exports contain it; an order that any
//! line calls cancelled does not count; amounts are integers until a mean is formed.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHasher};

use super::group::{Group, Spelled, Spellings};
use crate::model::{LONGEST_ORDER_SECONDS, SkuKey};

/// Different unknown spellings that are remembered.
const UNKNOWN: usize = 20;

/// One line of an order, as the importer reads it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SoldLine<'a> {
    /// Number of the order.
    pub order: &'a str,
    /// The SKU; empty for a row without a product.
    pub sku: &'a str,
    /// Price of one piece, in millionths of the major unit.
    pub price_micros: Option<i64>,
    /// Number of pieces.
    pub quantity: u32,
    /// Seconds since 1970 by the shop's clock.
    pub time: Option<i64>,
    /// The identifier of a customer.
    pub customer: Option<&'a str>,
    /// The currency code as written.
    pub currency: Option<&'a str>,
    /// Whether the order was cancelled or refunded.
    pub is_cancelled: bool,
    /// The cell with the group of the experiment.
    pub group: Option<&'a str>,
}

/// One product of an order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Piece {
    pub(super) sku: u64,
    pub(super) quantity: u32,
    pub(super) price_micros: i64,
}

/// One order.
#[derive(Clone, Debug, Default)]
pub(super) struct BookedOrder {
    pub(super) number: u64,
    /// Hash of the customer, 0 for none.
    pub(super) customer: u64,
    pub(super) time: Option<i64>,
    pub(super) group: Option<Group>,
    pub(super) pieces: Vec<Piece>,
    currency: Option<Box<str>>,
    is_cancelled: bool,
    is_mixed: bool,
    has_price: bool,
    /// Number of the file that the order was first in.
    file: u32,
}

impl BookedOrder {
    /// The sum of the lines, in millionths.
    pub(super) fn micros(&self) -> i64 {
        self.pieces.iter().fold(0, |sum: i64, piece| {
            let line = piece.price_micros.saturating_mul(i64::from(piece.quantity));
            sum.saturating_add(line)
        })
    }
}

/// Hash of an order number, a customer or a visitor, so that none of them is kept.
pub(super) fn hashed(text: &str) -> u64 {
    use std::hash::{Hash, Hasher};
    let mut hasher = FxHasher::default();
    text.trim().hash(&mut hasher);
    hasher.finish().max(1)
}

/// Hash of an order number, with or without the sign that some exports write before it.
pub(super) fn number_hash(order: &str) -> u64 {
    hashed(order.trim().trim_start_matches('#'))
}

pub(super) fn sku_hash(sku: &str) -> u64 {
    hashed(SkuKey::new(sku).as_str())
}

/// Collects order lines.
#[derive(Default)]
pub struct OrderBook {
    orders: Vec<BookedOrder>,
    /// The orders of a number; more than one if the shop uses numbers again.
    by_number: FxHashMap<u64, Vec<usize>>,
    spellings: Spellings,
    file: u32,
    run: Option<Run>,
    counts: BookCounts,
    unknown: BTreeMap<String, u64>,
}

/// Adjacent lines of one order.
struct Run {
    number: u64,
    order: usize,
    /// Number of pieces of the order before this run; 0 for its first run.
    before: usize,
}

/// What was left out, and why.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct BookCounts {
    /// Orders that the exports contain again; each counts once.
    pub repeated_orders: u64,
    /// Orders that were cancelled or refunded.
    pub cancelled_orders: u64,
    /// Orders whose lines name both groups.
    pub orders_in_both_groups: u64,
    /// Orders before `since`, after `until`, or without a date while one of them is given.
    pub outside_period: u64,
    /// Orders in another currency than the report's.
    pub other_currency: u64,
}

impl OrderBook {
    /// A book with the shop's own spellings of the groups.
    #[must_use]
    pub fn new(spellings: Spellings) -> Self {
        Self {
            spellings,
            ..Self::default()
        }
    }

    /// The next lines are those of another file.
    pub fn begin_file(&mut self) {
        self.end_run();
        self.file = self.file.saturating_add(1);
    }

    /// Adds one line. The lines of an order need not be adjacent.
    pub fn push(&mut self, line: &SoldLine<'_>) {
        let number = number_hash(line.order);
        let customer = line.customer.map_or(0, hashed);
        let continues = self.run.as_ref().is_some_and(|run| {
            run.number == number
                && self
                    .orders
                    .get(run.order)
                    .is_some_and(|order| is_same(order, customer, line.time))
        });
        if !continues {
            self.end_run();
            self.begin_run(number, customer, line.time);
        }
        let Some(place) = self.run.as_ref().map(|run| run.order) else {
            return;
        };
        let spelled = line
            .group
            .map_or(Spelled::Nothing, |cell| self.spellings.read(cell));
        if let Spelled::Unknown(word) = spelled
            && (self.unknown.len() < UNKNOWN || self.unknown.contains_key(word))
        {
            let word: String = word.chars().take(40).collect();
            let count = self.unknown.entry(word).or_default();
            *count = count.saturating_add(1);
        }
        let file = self.file;
        let Some(order) = self.orders.get_mut(place) else {
            return;
        };
        order.is_cancelled |= line.is_cancelled;
        if order.customer == 0 {
            order.customer = customer;
        }
        order.time = match (order.time, line.time) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        if order.currency.is_none() {
            let code = line.currency.map(|code| code.trim().to_ascii_uppercase());
            order.currency = code.filter(|code| !code.is_empty()).map(Into::into);
        }
        if let Spelled::Group(group) = spelled {
            order.is_mixed |= order.group.is_some_and(|known| known != group);
            order.group = Some(group);
        }
        // Another file repeats the order; only what became of it is news.
        if order.file == file && !line.sku.is_empty() {
            order.has_price |= line.price_micros.is_some();
            order.pieces.push(Piece {
                sku: sku_hash(line.sku),
                quantity: line.quantity.max(1),
                price_micros: line.price_micros.unwrap_or(0).max(0),
            });
        }
    }

    fn begin_run(&mut self, number: u64, customer: u64, time: Option<i64>) {
        let places = self.by_number.entry(number).or_default();
        let known = places.iter().copied().find(|place| {
            self.orders
                .get(*place)
                .is_some_and(|order| is_same(order, customer, time))
        });
        let place = known.unwrap_or_else(|| {
            let place = self.orders.len();
            places.push(place);
            self.orders.push(BookedOrder {
                number,
                customer,
                time,
                file: self.file,
                ..BookedOrder::default()
            });
            place
        });
        let before = self.orders.get(place).map_or(0, |order| {
            if known.is_some() && order.file != self.file {
                self.counts.repeated_orders = self.counts.repeated_orders.saturating_add(1);
            }
            order.pieces.len()
        });
        self.run = Some(Run {
            number,
            order: place,
            before,
        });
    }

    /// Drops a run that repeats the order's lines.
    fn end_run(&mut self) {
        let Some(run) = self.run.take() else {
            return;
        };
        let Some(order) = self.orders.get_mut(run.order) else {
            return;
        };
        if let Some((first, again)) = order.pieces.split_at_checked(run.before) {
            let sorted = |pieces: &[Piece]| {
                let mut pieces = pieces.to_vec();
                pieces.sort_unstable();
                pieces
            };
            let is_again = !first.is_empty() && first.len() == again.len();
            if is_again && sorted(first) == sorted(again) {
                order.pieces.truncate(run.before);
                self.counts.repeated_orders = self.counts.repeated_orders.saturating_add(1);
            }
        }
    }

    /// Completes the orders.
    pub(super) fn close(mut self) -> Closed {
        self.end_run();
        let mut currencies: BTreeMap<Box<str>, u64> = BTreeMap::new();
        let mut kept = Vec::new();
        let counts = &mut self.counts;
        for order in self.orders {
            if order.is_cancelled {
                counts.cancelled_orders = counts.cancelled_orders.saturating_add(1);
            } else if order.is_mixed {
                counts.orders_in_both_groups = counts.orders_in_both_groups.saturating_add(1);
            } else if !order.pieces.is_empty() {
                if let Some(code) = &order.currency {
                    let count = currencies.entry(code.clone()).or_default();
                    *count = count.saturating_add(1);
                }
                kept.push(order);
            }
        }
        // The order of the rows has no influence on sums of rounded numbers either.
        kept.sort_unstable_by_key(|order| (order.time, order.number, order.customer));
        Closed {
            orders: kept,
            currencies,
            counts: self.counts,
            unknown: self.unknown,
        }
    }
}

/// Whether a line is of this order, and not of another one with the same number.
fn is_same(order: &BookedOrder, customer: u64, time: Option<i64>) -> bool {
    let is_customer = order.customer == customer || order.customer == 0 || customer == 0;
    let is_near = order
        .time
        .zip(time)
        .is_none_or(|(one, other)| one.abs_diff(other) <= LONGEST_ORDER_SECONDS.unsigned_abs());
    is_customer && is_near
}

/// The orders of a book.
pub(super) struct Closed {
    pub(super) orders: Vec<BookedOrder>,
    pub(super) currencies: BTreeMap<Box<str>, u64>,
    pub(super) counts: BookCounts,
    pub(super) unknown: BTreeMap<String, u64>,
}

impl Closed {
    /// Keeps the orders of one currency; those without a code are of it.
    pub(super) fn keep_currency(&mut self, code: &str) {
        let before = self.orders.len();
        self.orders
            .retain(|order| order.currency.as_deref().is_none_or(|own| own == code));
        self.counts.other_currency = removed(before, self.orders.len());
    }

    /// Keeps the orders of a period, in seconds since 1970, the end excluded.
    pub(super) fn keep_period(&mut self, since: Option<i64>, until: Option<i64>) {
        if since.is_none() && until.is_none() {
            return;
        }
        let before = self.orders.len();
        self.orders.retain(|order| {
            order.time.is_some_and(|time| {
                since.is_none_or(|since| time >= since) && until.is_none_or(|until| time < until)
            })
        });
        self.counts.outside_period = removed(before, self.orders.len());
    }

    /// Whether any order has a price.
    pub(super) fn has_prices(&self) -> bool {
        self.orders.iter().any(|order| order.has_price)
    }

    /// Number of customers with orders in both groups.
    pub(super) fn customers_in_both(&self) -> u64 {
        let of = |group: Group| -> BTreeSet<u64> {
            let orders = self.orders.iter();
            let orders = orders.filter(|order| order.group == Some(group) && order.customer != 0);
            orders.map(|order| order.customer).collect()
        };
        of(Group::Treatment)
            .intersection(&of(Group::Control))
            .count() as u64
    }
}

fn removed(before: usize, after: usize) -> u64 {
    before.saturating_sub(after) as u64
}
