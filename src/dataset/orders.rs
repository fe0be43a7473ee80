//! The orders that links are learned from, as flat arrays.
//!
//! A visit is an order too, of the products that were looked at; its products have an order in time.
//!
//! *Invariants*: orders stand by time, then by a hash of their id, so that "the last tenth" is one thing whatever the order of
//! rows; products of an order are different and ascending; an order without a date stands before all others; all orders have
//! steps, or none has.

use std::ops::Range;

const SECONDS_PER_DAY: i64 = 86_400;

/// One order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order<'a> {
    /// Ranks of its products, ascending; never empty.
    pub products: &'a [u32],
    /// By product, the how-manieth it was, from 0; empty where nobody knows.
    pub steps: &'a [u16],
    /// What else is known of it.
    pub meta: OrderMeta,
}

/// What is known of an order besides its products.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct OrderMeta {
    /// Seconds since 1970 by the clock on the shop's wall.
    pub time: Option<i64>,
    /// Hash of the order's id.
    pub id: u64,
    /// Hash of the customer's id.
    pub customer: Option<u64>,
    /// Place in the list of countries.
    pub country: Option<u16>,
}

impl OrderMeta {
    /// Days since 1970 by the clock on the shop's wall.
    #[must_use]
    pub fn day(self) -> Option<i64> {
        self.time.map(|time| time.div_euclid(SECONDS_PER_DAY))
    }
}

impl Order<'_> {
    /// The products as they followed on each other; ascending where nobody knows.
    #[must_use]
    pub fn sequence(&self) -> Vec<u32> {
        let mut sequence: Vec<(u16, u32)> = self
            .steps
            .iter()
            .copied()
            .zip(self.products.iter().copied())
            .collect();
        if sequence.is_empty() {
            return self.products.to_vec();
        }
        sequence.sort_unstable();
        sequence.into_iter().map(|(_, product)| product).collect()
    }
}

/// Many orders.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Orders {
    /// Where each order's products end.
    ends: Vec<usize>,
    products: Vec<u32>,
    /// As long as `products`, or empty.
    steps: Vec<u16>,
    meta: Vec<OrderMeta>,
}

impl Orders {
    /// Sorts orders of different products into their places. With `in_sequence`, the products of each follow on each other in time.
    pub(crate) fn new(mut arrived: Vec<(OrderMeta, Vec<u32>)>, in_sequence: bool) -> Self {
        arrived.sort_unstable();
        let mut orders = Self::default();
        for (meta, products) in arrived
            .into_iter()
            .filter(|(_, products)| !products.is_empty())
        {
            let mut stepped: Vec<(u32, u16)> = products
                .into_iter()
                .zip((0..=u16::MAX).chain(std::iter::repeat(u16::MAX)))
                .collect();
            stepped.sort_unstable();
            orders
                .products
                .extend(stepped.iter().map(|(product, _)| product));
            if in_sequence {
                orders.steps.extend(stepped.iter().map(|(_, step)| step));
            }
            orders.ends.push(orders.products.len());
            orders.meta.push(meta);
        }
        orders
    }

    /// All of them.
    #[must_use]
    pub fn all(&self) -> OrderSlice<'_> {
        OrderSlice {
            orders: self,
            start: 0,
            end: self.meta.len(),
        }
    }
}

/// Successive orders.
#[derive(Clone, Copy, Debug)]
pub struct OrderSlice<'a> {
    orders: &'a Orders,
    start: usize,
    end: usize,
}

impl<'a> OrderSlice<'a> {
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
        let start = at
            .checked_sub(1)
            .and_then(|before| self.orders.ends.get(before))
            .copied()
            .unwrap_or(0);
        let range = start..*self.orders.ends.get(at)?;
        let products = self.orders.products.get(range.clone())?;
        Some(Order {
            products,
            steps: self.orders.steps.get(range).unwrap_or_default(),
            meta: *self.orders.meta.get(at)?,
        })
    }

    /// Whether it is known how products followed on each other.
    #[must_use]
    pub fn has_steps(self) -> bool {
        !self.orders.steps.is_empty()
    }

    /// One after the other.
    pub fn iter(self) -> impl Iterator<Item = Order<'a>> + Clone {
        (0..self.len()).filter_map(move |place| self.get(place))
    }

    /// Those between two shares of all: `share(0, 8, 10)` is the first eight tenths.
    #[must_use]
    pub fn share(self, from: usize, to: usize, of: usize) -> Self {
        let at = |part: usize| {
            self.len()
                .saturating_mul(part)
                .checked_div(of)
                .unwrap_or(0)
                .saturating_add(self.start)
        };
        self.range(at(from)..at(to))
    }

    fn range(self, places: Range<usize>) -> Self {
        Self {
            start: places.start.min(self.end),
            end: places.end.min(self.end),
            ..self
        }
    }

    /// The latest date of any.
    #[must_use]
    pub fn newest(self) -> Option<i64> {
        self.len()
            .checked_sub(1)
            .and_then(|last| self.get(last))
            .and_then(|order| order.meta.time)
    }
}

/// A product's number as the place in a list.
pub(crate) fn index(product: u32) -> usize {
    usize::try_from(product).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_stand_by_time_and_are_shared_out_whole() {
        let at = |time, id| OrderMeta {
            time,
            id,
            ..OrderMeta::default()
        };
        let arrived = vec![
            (at(Some(9), 1), vec![4]),
            (at(Some(5), 8), vec![1, 2]),
            (at(None, 3), vec![7]),
            (at(Some(5), 2), vec![]),
        ];
        let orders = Orders::new(arrived, false);
        let all: Vec<&[u32]> = orders.all().iter().map(|order| order.products).collect();
        assert_eq!(all, [&[7][..], &[1, 2], &[4]]);
        assert_eq!(
            orders
                .all()
                .share(2, 3, 3)
                .iter()
                .map(|order| order.products.len())
                .sum::<usize>(),
            1
        );
        assert_eq!(orders.all().newest(), Some(9));
    }

    #[test]
    fn a_sequence_is_found_again() {
        let orders =
            |in_sequence| Orders::new(vec![(OrderMeta::default(), vec![7, 2, 5])], in_sequence);
        let visit = orders(true);
        let visit = visit.all().get(0).unwrap();
        assert_eq!(
            (visit.products, visit.steps),
            (&[2, 5, 7][..], &[1, 2, 0][..])
        );
        assert_eq!(visit.sequence(), [7, 2, 5]);
        assert_eq!(orders(false).all().get(0).unwrap().sequence(), [2, 5, 7]);
    }
}
