//! A sample of a large shop for tuning: the products whose links a trial learns, and the held-out
//! orders that it completes.
//!
//! The choice of hyperparameters depends on how many orders the products of a shop have, so a
//! sample of orders or a random sample of products would lead to other choices. A trial therefore
//! counts exactly what all orders contain, but for some products only: those of a sample of
//! held-out orders, which are completed; those of a random sample of products, whose coverage is
//! measured; and the closest companions of both, which compete for the same links and lead
//! to them.
//!
//! Example: the orders are {0, 1}, {0, 1, 5}, {1, 2}, {7, 8}; {7, 8} is held out, and the random
//! sample of products is {0}. Product 0 is twice in an order with 1 and once with 5. A trial learns the
//! links of 7 and 8, of 0, and of its companions 1 and 5.
//!
//! *Invariants*: the sample depends on the orders alone.

use rustc_hash::FxHashMap;

use crate::dataset::{OrderSlice, Orders, index};
use crate::train::co_occurrence::Lists;

/// Number of held-out orders that are completed.
const ASKED_ORDERS: usize = 2_000;

/// Number of products whose coverage is measured.
const COVERED_PRODUCTS: usize = 1_000;

/// Number of companions of each of these products.
const COMPANIONS: usize = 6;

/// Number of a product's orders that are searched for companions, the latest ones.
const SEARCHED_ORDERS: usize = 500;

/// What a trial learns and measures.
pub(super) struct Sample {
    /// The held-out orders that are completed.
    pub(super) held_out: Orders,
    /// Whose coverage is measured.
    pub(super) covered: Vec<u32>,
    /// By rank: whether the links of a product are learned.
    is_learned: Vec<bool>,
}

impl Sample {
    /// Whether the links of a product are learned.
    pub(super) fn learns(&self, product: u32) -> bool {
        self.is_learned.get(index(product)) == Some(&true)
    }

    /// A sample of a shop with this number of products.
    pub(super) fn new(training: OrderSlice<'_>, held_out: OrderSlice<'_>, products: usize) -> Self {
        let lists = Lists::new(training, products, |_| true);
        let held_out = held_out.spread(ASKED_ORDERS);
        let asked = held_out.all();
        let asked = asked.iter().flat_map(|order| order.products).copied();
        let covered = random(&lists, products);
        let mut is_learned = vec![false; products];
        let mut learn = |product: u32| {
            if let Some(is_learned) = is_learned.get_mut(index(product)) {
                *is_learned = true;
            }
        };
        let mut all: Vec<u32> = asked.chain(covered.iter().copied()).collect();
        all.sort_unstable();
        all.dedup();
        let mut together = FxHashMap::default();
        for product in all {
            learn(product);
            closest(&lists, training, product, &mut together)
                .into_iter()
                .for_each(&mut learn);
        }
        Self {
            held_out,
            covered,
            is_learned,
        }
    }
}

/// A random sample of the products that were sold.
fn random(lists: &Lists, products: usize) -> Vec<u32> {
    // Multiplication by an odd number and rotation change the order, and no two products get the
    // same key.
    let key = |product: &u32| product.wrapping_mul(0x9e37_79b1).rotate_left(15);
    let mut sold: Vec<u32> = (0_u32..)
        .take(products)
        .filter(|product| !lists.of(index(*product)).is_empty())
        .collect();
    sold.sort_unstable_by_key(key);
    sold.truncate(COVERED_PRODUCTS);
    sold
}

/// The products that are bought most often with one, relative to their own popularity; `together`
/// is reused from product to product.
fn closest(
    lists: &Lists,
    training: OrderSlice<'_>,
    product: u32,
    together: &mut FxHashMap<u32, u32>,
) -> Vec<u32> {
    together.clear();
    let latest = lists.of(index(product)).iter().rev().take(SEARCHED_ORDERS);
    for order in latest.filter_map(|place| training.get(index(*place))) {
        for other in order.products {
            *together.entry(*other).or_default() += 1;
        }
    }
    together.remove(&product);
    let mut closest: Vec<(f64, u32)> = together
        .iter()
        .map(|(other, orders)| {
            #[expect(clippy::cast_precision_loss, reason = "fewer than 2^32 orders")]
            let popularity = lists.of(index(*other)).len() as f64;
            (f64::from(*orders).powi(2) / popularity, *other)
        })
        .collect();
    closest.sort_unstable_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
    closest.truncate(COMPANIONS);
    closest.into_iter().map(|(_, other)| other).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::OrderMeta;

    fn orders(carts: &[&[u32]]) -> Orders {
        let arrived = (0..).zip(carts).map(|(id, cart)| {
            let meta = OrderMeta {
                time: Some(id),
                ..OrderMeta::default()
            };
            (meta, cart.to_vec())
        });
        Orders::new(arrived.collect(), false)
    }

    #[test]
    fn the_asked_products_and_their_companions_are_learned() {
        let (training, held_out) = (
            orders(&[&[0, 1], &[0, 1, 5], &[1, 2], &[3, 4], &[7, 8]]),
            orders(&[&[7, 9]]),
        );
        let lists = Lists::new(training.all(), 10, |_| true);
        let mut together = FxHashMap::default();
        assert_eq!(closest(&lists, training.all(), 0, &mut together), [1, 5]);
        assert_eq!(closest(&lists, training.all(), 7, &mut together), [8]);
        let sample = Sample::new(training.all(), held_out.all(), 10);
        assert!([7, 8, 9].into_iter().all(|product| sample.learns(product)));
        let mut covered = sample.covered;
        covered.sort_unstable();
        assert_eq!(covered, [0, 1, 2, 3, 4, 5, 7, 8]);
    }

    /// Ten thousand held-out orders of two products each.
    #[test]
    fn the_asked_orders_are_spread_over_the_held_out_ones() {
        let carts: Vec<[u32; 2]> = (0..10_000).map(|order| [order, order + 1]).collect();
        let held_out = orders(&carts.iter().map(<[u32; 2]>::as_slice).collect::<Vec<_>>());
        let sample = Sample::new(held_out.all(), held_out.all(), 10_001);
        let asked = sample.held_out.all();
        assert_eq!(asked.len(), ASKED_ORDERS);
        assert_eq!(asked.get(1).unwrap().products, [5, 6]);
        assert_eq!(sample.covered.len(), COVERED_PRODUCTS);
        let learned = sample.is_learned.iter().filter(|is_learned| **is_learned);
        assert!((2_000..10_001).contains(&learned.count()));
    }
}
