//! TIFU-KNN, a published method for the next basket, for comparison only.
//!
//! A customer is a vector of products: the customer's orders are cut into groups, each order
//! counts [`WITHIN_DECAY`] times as much as the next one in its group, and each group
//! [`GROUP_DECAY`] times as much as the next group. The prediction is a mean of the customer's own
//! vector and that of the nearest other customers.
//!
//! Example: two orders {0} and {0, 1} are two groups. The vector is (0.7 + 1) / 2 = 0.85 for product 0 and 0.5 for product 1.
//!
//! *Source*: Hu, He, Gao & Zhang, SIGIR 2020, with the settings that it publishes for Ta-Feng.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use crate::dataset::Order;

const GROUPS: usize = 7;
const WITHIN_DECAY: f64 = 0.9;
const GROUP_DECAY: f64 = 0.7;
const NEAREST: usize = 300;
/// Weight of the customer's own vector.
const OWN_WEIGHT: f64 = 0.7;

type Vector = FxHashMap<u32, f64>;

/// The vectors of all customers.
pub(super) struct TifuKnn {
    customers: Vec<(f64, Vector)>,
    /// By product: customers with their weight.
    postings: FxHashMap<u32, Vec<(usize, f64)>>,
}

impl TifuKnn {
    /// From the orders of each customer, in time.
    pub(super) fn new<'a>(customers: impl IntoIterator<Item = &'a [Order<'a>]>) -> Self {
        let customers: Vec<(f64, Vector)> = customers
            .into_iter()
            .map(|orders| {
                let vector = vector(orders);
                (square(&vector), vector)
            })
            .collect();
        let mut postings: FxHashMap<u32, Vec<(usize, f64)>> = FxHashMap::default();
        for (place, (_, vector)) in customers.iter().enumerate() {
            for (product, weight) in vector {
                postings.entry(*product).or_default().push((place, *weight));
            }
        }
        Self {
            customers,
            postings,
        }
    }

    /// The products that a customer with these orders is most likely to buy next, at most `limit`.
    pub(super) fn next(&self, orders: &[Order<'_>], limit: usize) -> Vec<u32> {
        let own = vector(orders);
        let mut products: Vec<_> = own.iter().collect();
        products.sort_unstable_by_key(|(product, _)| **product);
        let mut dots: FxHashMap<usize, f64> = FxHashMap::default();
        for (product, weight) in products {
            for (customer, other) in self.postings.get(product).into_iter().flatten() {
                *dots.entry(*customer).or_default() += weight * other;
            }
        }
        // The customer's own square is the same in all distances.
        let distance = |(customer, dot): (usize, f64)| {
            let square = self
                .customers
                .get(customer)
                .map_or(0.0, |(square, _)| *square);
            (2.0f64.mul_add(-dot, square), customer)
        };
        let mut near: Vec<(f64, usize)> = dots.into_iter().map(distance).collect();
        near.sort_unstable_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
        near.truncate(NEAREST);
        #[expect(clippy::cast_precision_loss, reason = "at most a few hundred")]
        let share = (1.0 - OWN_WEIGHT) / near.len().max(1) as f64;
        let mut scores: Vector = own
            .iter()
            .map(|(product, weight)| (*product, OWN_WEIGHT * weight))
            .collect();
        for (_, vector) in near
            .iter()
            .filter_map(|(_, customer)| self.customers.get(*customer))
        {
            for (product, weight) in vector {
                *scores.entry(*product).or_default() += share * weight;
            }
        }
        let mut ranked: Vec<(u32, f64)> = scores.into_iter().collect();
        ranked.sort_unstable_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(&other.0)));
        ranked
            .into_iter()
            .take(limit)
            .map(|(product, _)| product)
            .collect()
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a customer has far fewer than 2^53 orders"
)]
fn vector(orders: &[Order<'_>]) -> Vector {
    let size = orders.len().div_ceil(GROUPS).max(1);
    // From the end, so that all groups but the first are full.
    let groups: Vec<&[Order<'_>]> = orders.rchunks(size).collect();
    let mut vector = Vector::default();
    for (age, group) in (0_i32..).zip(&groups) {
        for (steps, order) in (0_i32..).zip(group.iter().rev()) {
            let weight = GROUP_DECAY.powi(age) * WITHIN_DECAY.powi(steps)
                / (group.len() as f64 * groups.len() as f64);
            for product in order.products {
                *vector.entry(*product).or_default() += weight;
            }
        }
    }
    vector
}

fn square(vector: &Vector) -> f64 {
    // Sorted, because a sum of floats depends on its order.
    let mut squares: Vec<f64> = vector.values().map(|weight| weight * weight).collect();
    squares.sort_unstable_by_key(|square| Reverse(square.to_bits()));
    squares.iter().sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::{OrderMeta, Orders};

    #[test]
    fn the_example_of_the_module_is_computed() {
        let orders = Orders::new(
            [(0, vec![0]), (1, vec![0, 1])]
                .map(|(time, products)| {
                    (
                        OrderMeta {
                            time: Some(time),
                            ..OrderMeta::default()
                        },
                        products,
                    )
                })
                .to_vec(),
            false,
        );
        let orders: Vec<Order<'_>> = orders.all().iter().collect();
        // Two orders make two groups of one order each.
        let found = vector(&orders);
        assert!(
            (found[&0] - 0.85).abs() < 1e-12 && (found[&1] - 0.5).abs() < 1e-12,
            "{found:?}"
        );
        let model = TifuKnn::new([orders.as_slice()]);
        assert_eq!(
            model.next(&orders[..1], 2),
            [0, 1],
            "the other customer adds product 1"
        );
    }
}
