//! Orders that were reversed under their own number: rows with negative quantities take all pieces
//! back.
//!
//! A row is `9001, MUG, 2`, a later one `9001, MUG, -2`: nothing of the order 9001 was kept, so it
//! does not count.

use rustc_hash::{FxHashMap, FxHashSet};

use super::columns::ColumnRoles;
use super::{OrderLine, Preset};

/// The pieces of one order.
#[derive(Clone, Copy, Debug, Default)]
struct Pieces {
    /// Bought and not returned, in millionths.
    kept: i64,
    /// The time of the first row that has one.
    time: Option<i64>,
}

/// Adds up the pieces of each order of a file with negative quantities.
#[derive(Debug, Default)]
pub(super) struct Reversals {
    is_watched: bool,
    orders: FxHashMap<u64, Pieces>,
    /// Orders with a return.
    returned: FxHashSet<String>,
}

impl Reversals {
    /// The orders are only added up if the first rows of the file contain a return. In UCI's data
    /// sets negative quantities are corrections of the stock.
    pub(super) fn new(columns: &ColumnRoles, has_returns: bool) -> Self {
        Self {
            is_watched: has_returns && columns.preset != Preset::Uci,
            ..Self::default()
        }
    }

    /// Adds a line with its quantity in millionths.
    pub(super) fn add(&mut self, order: &str, quantity: i64, time: Option<i64>) {
        if !self.is_watched {
            return;
        }
        let pieces = self.orders.entry(hashed(order)).or_default();
        pieces.kept = pieces.kept.saturating_add(quantity);
        pieces.time = pieces.time.or(time);
        if quantity < 0 && !self.returned.contains(order) {
            self.returned.insert(order.to_owned());
        }
    }

    /// For each order of which nothing was kept: a line without a product that cancels it.
    pub(super) fn reversed(&self) -> impl Iterator<Item = OrderLine<'_>> {
        self.returned.iter().filter_map(|order| {
            let pieces = self.orders.get(&hashed(order))?;
            (pieces.kept <= 0).then(|| OrderLine {
                order,
                sku: "",
                title: None,
                price_micros: None,
                quantity: 1,
                time: pieces.time,
                customer: None,
                country: None,
                currency: None,
                is_cancelled: true,
                group: None,
            })
        })
    }
}

fn hashed(order: &str) -> u64 {
    use std::hash::{Hash, Hasher};
    let mut hasher = rustc_hash::FxHasher::default();
    order.hash(&mut hasher);
    hasher.finish()
}
