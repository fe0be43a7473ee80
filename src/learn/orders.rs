//! The orders that links are learned from, as flat arrays.
//!
//! *Invariants*: orders stand by time, then by a hash of their id, so that "the last tenth" is one thing whatever the order of
//! rows; products of an order are different and ascending; an order without a date stands before all others.

use std::ops::Range;

const SECONDS_PER_DAY: i64 = 86_400;

/// One order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order<'a> {
    /// Ranks of its products, ascending; never empty.
    pub products: &'a [u32],
    /// What else is known of it.
    pub facts: Facts,
}

/// What is known of an order besides its products.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Facts {
    /// Seconds since 1970 by the clock on the shop's wall.
    pub time: Option<i64>,
    /// Hash of the order's id.
    pub id: u64,
    /// Hash of the customer's id.
    pub customer: Option<u64>,
    /// Place in the list of countries.
    pub country: Option<u16>,
}

impl Facts {
    /// Days since 1970 by the clock on the shop's wall.
    #[must_use]
    pub fn day(self) -> Option<i64> {
        self.time.map(|time| time.div_euclid(SECONDS_PER_DAY))
    }
}

/// Many orders.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Orders {
    /// Where each order's products end.
    ends: Vec<usize>,
    products: Vec<u32>,
    facts: Vec<Facts>,
}

impl Orders {
    /// Sorts orders into their places.
    pub(super) fn new(mut arrived: Vec<(Facts, Vec<u32>)>) -> Self {
        arrived.sort_unstable();
        let mut orders = Self::default();
        for (facts, products) in arrived.into_iter().filter(|(_, products)| !products.is_empty()) {
            orders.products.extend(products);
            orders.ends.push(orders.products.len());
            orders.facts.push(facts);
        }
        orders
    }

    /// All of them.
    #[must_use]
    pub fn all(&self) -> Part<'_> {
        Part { orders: self, start: 0, end: self.facts.len() }
    }
}

/// Successive orders.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    orders: &'a Orders,
    start: usize,
    end: usize,
}

impl<'a> Part<'a> {
    /// Number of orders.
    #[must_use]
    pub fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The order at a place.
    #[must_use]
    pub fn get(self, place: usize) -> Option<Order<'a>> {
        let at = self.start.checked_add(place).filter(|at| *at < self.end)?;
        let start = at.checked_sub(1).and_then(|before| self.orders.ends.get(before)).copied().unwrap_or(0);
        let products = self.orders.products.get(start..*self.orders.ends.get(at)?)?;
        Some(Order { products, facts: *self.orders.facts.get(at)? })
    }

    /// One after the other.
    pub fn iter(self) -> impl Iterator<Item = Order<'a>> + Clone {
        (0..self.len()).filter_map(move |place| self.get(place))
    }

    /// Those between two shares of all: `share(0, 8, 10)` is the first eight tenths.
    #[must_use]
    pub fn share(self, from: usize, to: usize, of: usize) -> Self {
        let at = |part: usize| self.len().saturating_mul(part).checked_div(of).unwrap_or(0).saturating_add(self.start);
        self.range(at(from)..at(to))
    }

    fn range(self, places: Range<usize>) -> Self {
        Self { start: places.start.min(self.end), end: places.end.min(self.end), ..self }
    }

    /// The latest date of any.
    #[must_use]
    pub fn newest(self) -> Option<i64> {
        self.len().checked_sub(1).and_then(|last| self.get(last)).and_then(|order| order.facts.time)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_stand_by_time_and_are_shared_out_whole() {
        let at = |time, id| Facts { time, id, ..Facts::default() };
        let arrived =
            vec![(at(Some(9), 1), vec![4]), (at(Some(5), 8), vec![1, 2]), (at(None, 3), vec![7]), (at(Some(5), 2), vec![])];
        let orders = Orders::new(arrived);
        let all: Vec<&[u32]> = orders.all().iter().map(|order| order.products).collect();
        assert_eq!(all, [&[7][..], &[1, 2], &[4]]);
        assert_eq!(orders.all().share(2, 3, 3).iter().map(|order| order.products.len()).sum::<usize>(), 1);
        assert_eq!(orders.all().newest(), Some(9));
    }
}
