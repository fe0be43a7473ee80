//! The orders from which links are learned, as flat arrays.
//!
//! A session is also an order, of viewed products; its products have a sequence in time.
//!
//! *Invariants*: orders are sorted by time, then by a hash of their id, so that "the last tenth"
//! does not depend on the order of the rows; the products of an order are distinct and ascending;
//! orders without a date come first; either all orders have steps, or none has.

use std::ops::Range;

use crate::model::SECONDS_PER_DAY;

/// One order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order<'a> {
    /// Ranks of its products, ascending; never empty.
    pub products: &'a [u32],
    /// Position of each product in the session, starting at 0; empty if the positions are unknown.
    pub steps: &'a [u16],
    /// Other facts about the order.
    pub meta: OrderMeta,
}

/// Facts about an order besides its products.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct OrderMeta {
    /// Seconds since 1970 in the shop's local time.
    pub time: Option<i64>,
    /// Hash of the order's id.
    pub id: u64,
    /// Hash of the customer's id.
    pub customer: Option<u64>,
    /// Index in the list of countries.
    pub country: Option<u16>,
}

impl OrderMeta {
    /// Days since 1970 in the shop's local time.
    #[must_use]
    pub fn day(self) -> Option<i64> {
        self.time.map(|time| time.div_euclid(SECONDS_PER_DAY))
    }
}

impl Order<'_> {
    /// The products by position; ascending if the positions are unknown.
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

/// A list of orders.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Orders {
    /// End of each order's products.
    ends: Vec<usize>,
    products: Vec<u32>,
    /// As long as `products`, or empty.
    steps: Vec<u16>,
    meta: Vec<OrderMeta>,
}

impl Orders {
    /// Sorts orders. With `in_sequence`, the products of each order are given by position in time.
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

    /// All orders.
    #[must_use]
    pub fn all(&self) -> OrderSlice<'_> {
        OrderSlice {
            orders: self,
            start: 0,
            end: self.meta.len(),
        }
    }
}

/// Consecutive orders.
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

    /// Whether there are no orders.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The order at an index.
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

    /// Whether the positions of products are known.
    #[must_use]
    pub fn has_steps(self) -> bool {
        !self.orders.steps.is_empty()
    }

    /// The orders, one after another.
    pub fn iter(self) -> impl Iterator<Item = Order<'a>> + Clone {
        (0..self.len()).filter_map(move |place| self.get(place))
    }

    /// The orders between two fractions of the list: `share(0, 8, 10)` is the first eight tenths.
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

    /// At most `most` of the orders with several products, at equal distances.
    pub(crate) fn spread(self, most: usize) -> Orders {
        let several = self.iter().filter(|order| order.products.len() > 1);
        let distance = several.clone().count().div_ceil(most.max(1)).max(1);
        let mut kept = Orders::default();
        for order in several.step_by(distance) {
            kept.products.extend(order.products);
            kept.steps.extend(order.steps);
            kept.ends.push(kept.products.len());
            kept.meta.push(order.meta);
        }
        kept
    }

    fn range(self, places: Range<usize>) -> Self {
        Self {
            start: places.start.min(self.end),
            end: places.end.min(self.end),
            ..self
        }
    }

    /// The latest date.
    #[must_use]
    pub fn newest(self) -> Option<i64> {
        self.len()
            .checked_sub(1)
            .and_then(|last| self.get(last))
            .and_then(|order| order.meta.time)
    }
}

/// A product's number as an index.
pub(crate) fn index(product: u32) -> usize {
    usize::try_from(product).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_are_sorted_by_time_and_split_as_a_whole() {
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
    fn a_sequence_of_views_is_predicted() {
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
