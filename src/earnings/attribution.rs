//! Which lines of which orders came from an offer.
//!
//! The rule: a piece of an order line belongs to an offer if the same visitor added the same SKU from
//! it at most seven days before the order. A piece belongs to one offer, the latest that added it,
//! and one addition is bought once. So the revenue of all offers is never more than the revenue of the
//! orders.
//!
//! The visitor of an order is the one whose thank-you page recorded its number, and otherwise the
//! customer with the same identifier. In the second case the order's time is in the shop's local
//! time, perhaps only a date, so an addition may appear up to 36 hours later than its order.

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::log::{Addition, EventLog};
use super::order_book::BookedOrder;
use crate::model::SECONDS_PER_DAY;

/// Longest time between an addition and its order.
pub(super) const WINDOW_SECONDS: i64 = 7 * SECONDS_PER_DAY;

/// The difference that time zones and dates without an hour can make.
const SLACK_SECONDS: i64 = 36 * 3_600;

/// What was bought of the additions of one list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct BoughtAdditions {
    /// Orders with a piece from the list.
    pub orders: u64,
    /// Pieces.
    pub pieces: u64,
    /// Their prices, in millionths.
    pub micros: i64,
}

/// The visitor of an order with the time on the log's clock, and its tolerance.
fn buyer(order: &BookedOrder, log: &EventLog) -> (u64, Option<i64>, i64) {
    match log.orders.get(&order.number) {
        Some(placed) if placed.visitor != 0 => match placed.at {
            Some(at) => (placed.visitor, Some(at), 0),
            None => (placed.visitor, order.time, SLACK_SECONDS),
        },
        _ => (order.customer, order.time, SLACK_SECONDS),
    }
}

/// Result of the attribution.
#[derive(Clone, Debug, Default)]
pub(super) struct Attribution {
    /// One entry per list of the log.
    pub(super) lists: Vec<BoughtAdditions>,
    /// Whether each order contains a piece from an offer.
    pub(super) is_attached: Vec<bool>,
}

/// Attributes the lines of the orders, which are in the order of their times.
pub(super) fn attribute(orders: &[BookedOrder], log: &EventLog) -> Attribution {
    let mut open: FxHashMap<(u64, u64), Vec<(&Addition, u64)>> = FxHashMap::default();
    for addition in log
        .confirmed
        .iter()
        .filter(|addition| addition.visitor != 0)
    {
        let key = (addition.visitor, addition.sku);
        open.entry(key)
            .or_default()
            .push((addition, addition.quantity));
    }
    for additions in open.values_mut() {
        additions.sort_by_key(|(addition, _)| addition.at);
    }
    let mut lists = vec![BoughtAdditions::default(); log.lists.len()];
    let mut is_attached = Vec::with_capacity(orders.len());
    for order in orders {
        let (visitor, time, slack) = buyer(order, log);
        let is_in_time = |addition: &Addition| match (addition.at, time) {
            (Some(at), Some(time)) => {
                at <= time.saturating_add(slack)
                    && time.saturating_sub(at) <= WINDOW_SECONDS.saturating_add(slack)
            }
            // Without a time there is no window; the visitor and the product agree.
            _ => true,
        };
        let mut touched: Vec<usize> = Vec::new();
        for piece in &order.pieces {
            let mut wanted = u64::from(piece.quantity);
            let Some(additions) = open.get_mut(&(visitor, piece.sku)) else {
                continue;
            };
            let latest_first = additions.iter_mut().rev();
            for (addition, left) in latest_first.filter(|(addition, _)| is_in_time(addition)) {
                let taken = wanted.min(*left);
                if taken == 0 {
                    continue;
                }
                (wanted, *left) = (wanted.saturating_sub(taken), left.saturating_sub(taken));
                if let Some(list) = lists.get_mut(addition.list) {
                    let pieces = i64::try_from(taken).unwrap_or(i64::MAX);
                    list.pieces = list.pieces.saturating_add(taken);
                    let micros = piece.price_micros.saturating_mul(pieces);
                    list.micros = list.micros.saturating_add(micros);
                }
                touched.push(addition.list);
            }
        }
        is_attached.push(!touched.is_empty());
        touched.sort_unstable();
        touched.dedup();
        for list in touched {
            if let Some(list) = lists.get_mut(list) {
                list.orders = list.orders.saturating_add(1);
            }
        }
    }
    Attribution { lists, is_attached }
}
