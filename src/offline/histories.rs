//! Earlier orders of customers: the history that a shopper's own browser has at the time of an
//! order.
//!
//! *Invariants*: an order's history has only orders that were placed before it; an order without a customer or a time has none;
//! at most [`MOST_ORDERS`] orders are considered, so an account that a whole company shares costs no more than others.

use rustc_hash::FxHashMap;

use crate::dataset::{Order, OrderSlice};
use crate::engine::History;
use crate::model::ProductId;

/// Number of latest orders of a customer that are considered.
pub(crate) const MOST_ORDERS: usize = 100;

/// The orders of every customer, in time.
#[derive(Clone, Debug, Default)]
pub(crate) struct OrderHistories<'a> {
    by_customer: FxHashMap<u64, Vec<Order<'a>>>,
}

impl<'a> OrderHistories<'a> {
    /// The orders that name a customer and a time.
    pub(crate) fn new(part: OrderSlice<'a>) -> Self {
        let mut histories = Self::default();
        // Orders are sorted by time.
        for order in part.iter().filter(|order| order.meta.time.is_some()) {
            if let Some(customer) = order.meta.customer {
                histories
                    .by_customer
                    .entry(customer)
                    .or_default()
                    .push(order);
            }
        }
        histories
    }

    /// The orders of every customer, in time; customers in no particular order.
    pub(crate) fn customers(&self) -> impl Iterator<Item = &[Order<'a>]> {
        self.by_customer.values().map(Vec::as_slice)
    }

    /// The latest orders of a customer that were placed before this one of theirs.
    pub(crate) fn earlier(&self, order: Order<'_>) -> &[Order<'a>] {
        let orders = order
            .meta
            .customer
            .and_then(|customer| self.by_customer.get(&customer));
        let orders = orders.map_or(&[][..], Vec::as_slice);
        let earlier = orders.partition_point(|known| known.meta.time < order.meta.time);
        orders
            .get(earlier.saturating_sub(MOST_ORDERS)..earlier)
            .unwrap_or_default()
    }

    /// What the shopper of an order had bought before; `None` if that is nothing. Products without an id are left out.
    pub(crate) fn before(
        &self,
        order: Order<'_>,
        id: impl Fn(u32) -> Option<ProductId>,
    ) -> Option<History> {
        let earlier = self.earlier(order);
        let today = order.meta.day()?;
        let days_ago = |order: &Order<'_>| {
            order
                .meta
                .day()
                .map(|day| u32::try_from(today.saturating_sub(day)).unwrap_or(0))
        };
        let bought = earlier.iter().flat_map(|order| {
            let products = order.products.iter().filter_map(|product| id(*product));
            products.map(|product| (product, 1, days_ago(order)))
        });
        let history = History::new(bought, earlier.iter().filter_map(days_ago));
        (!history.purchases().is_empty()).then_some(history)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::{OrderMeta, Orders};
    use crate::model::SECONDS_PER_DAY;

    fn order(customer: Option<u64>, day: i64, products: &[u32]) -> (OrderMeta, Vec<u32>) {
        let meta = OrderMeta {
            time: Some(day * SECONDS_PER_DAY),
            id: day.unsigned_abs(),
            customer,
            ..OrderMeta::default()
        };
        (meta, products.to_vec())
    }

    #[test]
    fn a_history_ends_before_its_order() {
        let orders = Orders::new(
            vec![
                order(Some(1), 0, &[5]),
                order(Some(1), 10, &[5, 6]),
                order(Some(1), 40, &[7]),
                order(Some(2), 20, &[8]),
                order(None, 30, &[9]),
            ],
            false,
        );
        let histories = OrderHistories::new(orders.all());
        let at = |place: usize| {
            histories.before(orders.all().get(place).unwrap(), |rank| {
                Some(ProductId(rank))
            })
        };
        assert_eq!(at(0), None, "the first order of a customer");
        assert_eq!(at(3), None, "an order without a customer");
        let found = at(4).unwrap();
        let found: Vec<_> = found
            .purchases()
            .iter()
            .map(|one| (one.product.0, one.orders, one.days_ago, one.orders_since))
            .collect();
        assert_eq!(found, [(5, 2, Some(30), 1), (6, 1, Some(30), 1)]);
    }

    #[test]
    fn the_orders_of_a_whole_company_are_bounded() {
        let orders = Orders::new(
            (0..1_000)
                .map(|day| order(Some(1), day, &[u32::try_from(day).unwrap()]))
                .collect(),
            false,
        );
        let last = orders.all().get(999).unwrap();
        assert_eq!(
            OrderHistories::new(orders.all()).earlier(last).len(),
            MOST_ORDERS
        );
    }
}
