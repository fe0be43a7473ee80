//! Watches for numbers of orders that several stores or tills use, below the rows of the sample.

use std::hash::{BuildHasher, BuildHasherDefault};

use rustc_hash::{FxHashMap, FxHasher};

use super::columns::ColumnRoles;
use super::doubt::{Accept, Doubt};
use super::words::stores::{PlaceOfSale, place_of_sale};

/// Maximum number of orders that are remembered.
const ORDERS: usize = 1_000_000;

/// With fewer such numbers, a store may have corrected an order of another one.
const FEWEST: u32 = 3;

/// The store, the time and the customer of the first row of an order.
#[derive(Clone, Copy, Debug)]
struct First {
    store: u64,
    time: Option<i64>,
    customer: u64,
}

/// The orders and their stores.
#[derive(Debug, Default)]
pub(super) struct StoreWatch {
    /// The column of stores or tills, if it is not a part of the numbers.
    place: Option<usize>,
    orders: FxHashMap<u64, First>,
    shared: u32,
    example: String,
}

impl StoreWatch {
    pub(super) fn new(columns: &ColumnRoles) -> Self {
        let mut headers = columns.headers.iter();
        let place = headers.position(|header| place_of_sale(header) == Some(PlaceOfSale::Sale));
        Self {
            place: place.filter(|_| columns.stores.is_empty()),
            ..Self::default()
        }
    }

    /// Compares the store of a row with that of the first row with the same number.
    pub(super) fn add(&mut self, order: &str, cells: &[String], time: Option<i64>, customer: &str) {
        let Some(store) = self.place.and_then(|place| cells.get(place)) else {
            return;
        };
        if store.trim().is_empty() {
            return;
        }
        let row = First {
            store: hash(store),
            time,
            customer: if customer.is_empty() {
                0
            } else {
                hash(customer)
            },
        };
        let has_room = self.orders.len() < ORDERS;
        let Some(first) = self.orders.get(&hash(order)).copied() else {
            if has_room {
                self.orders.insert(hash(order), row);
            }
            return;
        };
        let is_one_customer = row.customer != 0 && row.customer == first.customer;
        if row.store != first.store && row.time != first.time && !is_one_customer {
            self.shared = self.shared.saturating_add(1);
            if self.example.is_empty() {
                order.clone_into(&mut self.example);
            }
        }
    }

    /// The question whether each store numbers its own orders.
    pub(super) fn doubt(&self, columns: &ColumnRoles) -> Option<Doubt> {
        let header = columns.header_at(self.place?);
        (self.shared >= FEWEST).then(|| Doubt {
            what: format!(
                "The same order number occurs in several places of the column \"{header}\", at different times."
            ),
            rows: vec![format!("order {}", self.example)],
            remedy: format!(
                "Pass --column store=\"{header}\" if each of them numbers its own orders, or --accept {} if these rows \
                 are one order.",
                Accept::SharedNumbers.word()
            ),
        })
    }
}

fn hash(text: &str) -> u64 {
    BuildHasherDefault::<FxHasher>::default().hash_one(text.trim())
}
