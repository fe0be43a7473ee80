//! Co-occurrence: the weighted number of orders that contain both of two products.
//!
//! The rows of the (product x product) matrix are computed one by one: a row is the sum of the
//! orders that contain its product. Rows are independent, so all processors can compute them in
//! parallel, and no results need merging.
//!
//! Example: two orders, {0, 1} from today and {0, 1, 2, 3} from 60 days ago. With `size_exponent`
//! 0.5 they weigh 2^-0.5 = 0.707 and 4^-0.5 = 0.5; with `half_life_days` 60 the second weighs 0.5 *
//! 0.5 = 0.25. The pair (0, 1) then has 2 orders and the weight 0.957, the pair (0, 2) has 1 order
//! and the weight 0.25.
//!
//! In integers: the sizes 2 and 4 weigh 3,037,000,499 and 2,147,483,648 units of 2^-32; the ages of 0
//! and 60 days weigh 2^30 and 2^29 units of 2^-30. The second order weighs 2,147,483,648 * 2^29 / 2^30 =
//! 1,073,741,824, and the pair (0, 1) has the weight 4,110,742,323.
//!
//! *Invariants*: all sums are integers, so the result does not depend on the order of the orders or
//! the number of threads. The weight of an order is a product of two integers that fits into 63 bits,
//! so a database with a table of each factor gets the same numbers (`src/cluster/`).
//! *Source*: Linden, Smith & York, IEEE Internet Computing 2003, for item-to-item counting.

use rayon::prelude::*;

use crate::dataset::{Order, OrderSlice, index};
use crate::model::SECONDS_PER_DAY;

/// The largest weight of an order, which represents 1.0.
pub(crate) const SCALE: u64 = 1 << 32;

/// Orders with more distinct products count for each product, but not for pairs. The weight of such
/// a restocking list would be negligible, and the number of its pairs would not.
pub(crate) const PAIRED_PRODUCTS: usize = 500;

/// Maximum number of pairs that a product keeps, those with the highest cosine. Weaker pairs are
/// useless and would use most of the memory.
pub(crate) const ROW_PAIRS: usize = 1024;

/// The largest weight of an age, which represents 1.0. Its product with [`SCALE`] fits into a signed
/// number of 64 bits, the only one that every database has.
pub(crate) const AGE_SCALE: u64 = 1 << 30;

/// A row is dense if its orders contain more than one in this many products, counting repetitions.
const DENSE_SHARE: usize = 8;

/// Weights of orders by size and age.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weighing {
    /// An order of `n` products has the weight `n` to the power of minus this, because the products
    /// of a small order are more closely related than those of a restocking list. `0` gives all
    /// orders the same weight.
    pub size_exponent: f64,
    /// An order this much older than the newest one has half its weight; `None` for no decay.
    pub half_life_days: Option<f64>,
    /// A pair `n` steps apart in a session is multiplied by this to the power of `n`; `None` if the
    /// positions are unknown or ignored.
    pub step_decay: Option<f64>,
}

impl Weighing {
    /// All orders have the same weight.
    pub const EQUAL: Self = Self {
        size_exponent: 0.0,
        half_life_days: None,
        step_decay: None,
    };

    /// The weight of an order in units of 1 / [`SCALE`], at least 1.
    fn weight(self, order: Order<'_>, newest: Option<i64>) -> u64 {
        let age = newest
            .zip(order.meta.time)
            .map_or(0, |(newest, time)| newest.saturating_sub(time));
        let days = u32::try_from(age / SECONDS_PER_DAY).unwrap_or(0);
        let size = u32::try_from(order.products.len()).unwrap_or(u32::MAX);
        (self.of_size(size) * self.of_age(days) / AGE_SCALE).max(1)
    }

    /// The weight of an order of so many products, in `1..=SCALE`.
    ///
    /// Powers come from `libm`, whose results are the same on every machine.
    pub(crate) fn of_size(self, products: u32) -> u64 {
        let share = libm::pow(f64::from(products), -self.size_exponent);
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "in 1..=SCALE"
        )]
        let weight = (SCALE as f64 * share).clamp(1.0, SCALE as f64) as u64;
        weight
    }

    /// The weight of an order that is this number of whole days older than the newest one, in
    /// `0..=AGE_SCALE`.
    pub(crate) fn of_age(self, days: u32) -> u64 {
        let decay = self
            .half_life_days
            .map_or(1.0, |half_life| libm::exp2(-f64::from(days) / half_life));
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "in 0..=AGE_SCALE"
        )]
        let weight = (AGE_SCALE as f64 * decay).clamp(0.0, AGE_SCALE as f64) as u64;
        weight
    }

    /// The weights by distance in steps, in units of 1 / [`SCALE`]; empty if distance is ignored.
    fn by_distance(self) -> Vec<u64> {
        let share = |distance: u16| {
            self.step_decay
                .map(|decay| libm::pow(decay, distance.into()).clamp(0.0, 1.0))
        };
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "in 0..=SCALE"
        )]
        let weight = |share: f64| (SCALE as f64 * share) as u64;
        (0_u16..)
            .take(PAIRED_PRODUCTS)
            .map_while(share)
            .map(weight)
            .collect()
    }
}

/// The counts of one product, or of a pair.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct OrderCount {
    /// Number of orders.
    pub(crate) orders: u32,
    /// Sum of the orders' weights.
    pub(crate) weight: u64,
}

impl OrderCount {
    fn add(&mut self, weight: u64) {
        self.orders += 1;
        self.weight += weight;
    }
}

/// An entry of a product's row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Pair {
    pub(crate) other: u32,
    /// Number of orders with both.
    pub(crate) orders: u32,
    /// Sum of their weights, rounded once after the summation.
    pub(crate) weight: f32,
}

/// The counts of a list of orders.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Counts {
    /// The counts of all orders.
    pub(crate) orders: OrderCount,
    /// Number of orders that are too large for pairs.
    pub(crate) oversized: u32,
    /// Counts by product.
    pub(crate) products: Vec<OrderCount>,
    /// Pairs by product, ascending by the other product.
    pub(crate) rows: Vec<Vec<Pair>>,
    /// By product, the pairs that its own row lost when it was cut, but the other row kept.
    pub(crate) lost: Vec<Vec<Pair>>,
}

impl Counts {
    /// Counts a list of orders; `products` is the number of all products.
    pub(crate) fn new(part: OrderSlice<'_>, products: usize, weighing: Weighing) -> Self {
        let lists = Lists::new(part, products, |_| true);
        Self::of_lists(part, &lists, weighing)
    }

    /// Counts a list of orders, with the pairs of those products that have a list.
    pub(super) fn of_lists(part: OrderSlice<'_>, lists: &Lists, weighing: Weighing) -> Self {
        let products = lists.starts.len();
        let newest = part.newest();
        let mut counts = Self {
            products: vec![OrderCount::default(); products],
            ..Self::default()
        };
        let by_distance = if part.has_steps() {
            weighing.by_distance()
        } else {
            Vec::new()
        };
        let mut weights: Vec<u64> = Vec::with_capacity(part.len());
        for order in part.iter() {
            let weight = weighing.weight(order, newest);
            counts.orders.add(weight);
            counts.oversized += u32::from(order.products.len() > PAIRED_PRODUCTS);
            for product in order.products {
                if let Some(tally) = counts.products.get_mut(index(*product)) {
                    tally.add(weight);
                }
            }
            weights.push(weight);
        }
        let row = |scratch: &mut Scratch, product: usize| {
            let met = lists.of(product).iter().filter_map(|place| {
                let place = index(*place);
                Some((part.get(place)?, *weights.get(place)?))
            });
            scratch.start(met.clone().map(|(order, _)| order.products.len()).sum());
            for (order, weight) in met {
                if by_distance.is_empty() {
                    scratch.add(order.products, weight);
                } else {
                    scratch.add_by_distance(order, product, weight, &by_distance);
                }
            }
            scratch.take(product, &counts.products)
        };
        let rows: Vec<Vec<Pair>> = (0..products)
            .into_par_iter()
            .map_init(|| Scratch::new(products), row)
            .collect();
        Self {
            lost: lost(&rows),
            rows,
            ..counts
        }
    }

    /// The counts of rows that were counted elsewhere; each has at least the strongest pairs of its
    /// product.
    pub(crate) fn of_rows(
        (orders, oversized): (OrderCount, u32),
        products: Vec<OrderCount>,
        rows: Vec<Vec<(u32, OrderCount)>>,
    ) -> Self {
        let rows: Vec<Vec<Pair>> = rows
            .into_par_iter()
            .map(|mut row| {
                row.sort_unstable_by_key(|(other, _)| *other);
                strongest_pairs(row, &products)
            })
            .collect();
        Self {
            orders,
            oversized,
            products,
            lost: lost(&rows),
            rows,
        }
    }

    /// The counts of a product; 0 for an unknown one.
    pub(crate) fn product(&self, product: u32) -> OrderCount {
        self.products
            .get(index(product))
            .copied()
            .unwrap_or_default()
    }

    /// The row of a product; empty for an unknown one.
    pub(crate) fn row(&self, product: u32) -> &[Pair] {
        self.rows.get(index(product)).map_or(&[], Vec::as_slice)
    }

    /// All counted pairs of a product, in two runs of ascending others.
    pub(crate) fn pairs(&self, product: u32) -> impl Iterator<Item = &Pair> {
        let lost = self.lost.get(index(product)).into_iter().flatten();
        self.row(product).iter().chain(lost)
    }

    /// The counts of a pair; `None` for products that were never in one order, or in so few that
    /// neither row kept the pair.
    pub(crate) fn pair(&self, one: u32, other: u32) -> Option<Pair> {
        let find = |row: u32, wanted: u32| {
            let row = self.row(row);
            row.binary_search_by_key(&wanted, |pair| pair.other)
                .ok()
                .and_then(|place| row.get(place))
                .copied()
        };
        find(one, other).or_else(|| find(other, one))
    }

    /// Whether two products are expected in at least one common order by chance. If there is none,
    /// they are probably alternatives.
    pub(crate) fn should_have_met(&self, one: u32, other: u32) -> bool {
        let orders = |product: u32| u64::from(self.product(product).orders);
        orders(one) * orders(other) >= u64::from(self.orders.orders)
    }
}

/// The pairs that only one of their rows kept, by the product of the other row.
fn lost(rows: &[Vec<Pair>]) -> Vec<Vec<Pair>> {
    let mut lost: Vec<Vec<Pair>> = vec![Vec::new(); rows.len()];
    // Only a full row was cut.
    let is_full: Vec<bool> = rows.iter().map(|row| row.len() == ROW_PAIRS).collect();
    // The products ascend, as do those of each row, so a row is gone through once: with a binary search
    // for each pair, this took a fifth of a whole build.
    let mut places: Vec<usize> = vec![0; rows.len()];
    for (product, row) in (0_u32..).zip(rows) {
        for pair in row {
            let other = index(pair.other);
            if is_full.get(other) != Some(&true) {
                continue;
            }
            let (Some(row), Some(place)) = (rows.get(other), places.get_mut(other)) else {
                continue;
            };
            while row.get(*place).is_some_and(|pair| pair.other < product) {
                *place = place.saturating_add(1);
            }
            let has_lost = row.get(*place).is_none_or(|pair| pair.other != product);
            if let Some(lost) = lost.get_mut(other).filter(|_| has_lost) {
                lost.push(Pair {
                    other: product,
                    ..*pair
                });
            }
        }
    }
    lost
}

/// The orders that contain each product.
pub(super) struct Lists {
    /// The current end of each product's list, and its start.
    ends: Vec<usize>,
    starts: Vec<usize>,
    orders: Vec<u32>,
}

impl Lists {
    /// The lists of the wanted products, of orders that are small enough for pairs, by their place
    /// in the part.
    pub(super) fn new(
        part: OrderSlice<'_>,
        products: usize,
        is_wanted: impl Fn(u32) -> bool,
    ) -> Self {
        let paired = || {
            let orders = (0_u32..).zip(part.iter());
            orders.filter(|(_, order)| order.products.len() <= PAIRED_PRODUCTS)
        };
        let mut lengths = vec![0_usize; products];
        let products = paired().flat_map(|(_, order)| order.products);
        for product in products.filter(|product| is_wanted(**product)) {
            if let Some(length) = lengths.get_mut(index(*product)) {
                *length += 1;
            }
        }
        let mut all = 0_usize;
        let starts: Vec<usize> = lengths
            .iter()
            .map(|length| {
                let start = all;
                all += *length;
                start
            })
            .collect();
        let mut lists = Self {
            ends: starts.clone(),
            starts,
            orders: vec![0; all],
        };
        for (place, order) in paired() {
            for product in order.products.iter().filter(|product| is_wanted(**product)) {
                lists.push(*product, place);
            }
        }
        lists
    }

    fn push(&mut self, product: u32, order: u32) {
        let Some(end) = self.ends.get_mut(index(product)) else {
            return;
        };
        if let Some(slot) = self.orders.get_mut(*end) {
            *slot = order;
            *end += 1;
        }
    }

    pub(super) fn of(&self, product: usize) -> &[u32] {
        let range = self.starts.get(product).zip(self.ends.get(product));
        range
            .and_then(|(start, end)| self.orders.get(*start..*end))
            .unwrap_or_default()
    }
}

/// One row during summation.
struct Scratch {
    tallies: Vec<OrderCount>,
    /// The products with a tally; not maintained for a dense row.
    touched: Vec<u32>,
    is_dense: bool,
}

impl Scratch {
    fn new(products: usize) -> Self {
        Self {
            tallies: vec![OrderCount::default(); products],
            touched: Vec::new(),
            is_dense: false,
        }
    }

    /// Starts a row to which `added` products will be added. If there are many, one scan over all
    /// products at the end is faster than recording and sorting each.
    fn start(&mut self, added: usize) {
        self.is_dense = added * DENSE_SHARE > self.tallies.len();
    }

    fn add(&mut self, others: &[u32], weight: u64) {
        for other in others {
            self.add_one(*other, weight);
        }
    }

    /// Like [`Scratch::add`], but the weight of a product decreases with its distance from the
    /// row's product.
    fn add_by_distance(
        &mut self,
        order: Order<'_>,
        product: usize,
        weight: u64,
        by_distance: &[u64],
    ) {
        let place = order
            .products
            .iter()
            .position(|other| index(*other) == product);
        let Some(here) = place.and_then(|place| order.steps.get(place)) else {
            return;
        };
        for (other, step) in order.products.iter().zip(order.steps) {
            let share = by_distance
                .get(usize::from(step.abs_diff(*here)))
                .copied()
                .unwrap_or(0);
            let weight = u128::from(weight).wrapping_mul(share.into()) >> SCALE.trailing_zeros();
            self.add_one(*other, u64::try_from(weight).unwrap_or(SCALE));
        }
    }

    fn add_one(&mut self, other: u32, weight: u64) {
        let Some(tally) = self.tallies.get_mut(index(other)) else {
            return;
        };
        if !self.is_dense && tally.orders == 0 {
            self.touched.push(other);
        }
        // Neither can overflow: a weight is at most 2^32, and there are fewer than 2^32 orders.
        tally.orders = tally.orders.wrapping_add(1);
        tally.weight = tally.weight.wrapping_add(weight);
    }

    /// The row, ascending; the scratch space is empty again afterwards.
    fn take(&mut self, product: usize, products: &[OrderCount]) -> Vec<Pair> {
        if self.is_dense {
            self.touched.extend(
                (0_u32..)
                    .zip(&self.tallies)
                    .filter(|(_, tally)| tally.orders > 0)
                    .map(|(other, _)| other),
            );
        } else {
            self.touched.sort_unstable();
        }
        let mut row = Vec::with_capacity(self.touched.len());
        for other in self.touched.drain(..) {
            let Some(tally) = self.tallies.get_mut(index(other)).map(std::mem::take) else {
                continue;
            };
            if index(other) != product {
                row.push((other, tally));
            }
        }
        strongest_pairs(row, products)
    }
}

/// Cuts a row, ascending, to [`ROW_PAIRS`] and keeps its order.
#[expect(
    clippy::cast_precision_loss,
    reason = "sums stay far below 2^53 units of what matters, and are rounded once"
)]
fn strongest_pairs(mut row: Vec<(u32, OrderCount)>, products: &[OrderCount]) -> Vec<Pair> {
    if row.len() > ROW_PAIRS {
        // The square of the cosine, without the factor that is the same in the whole row. A database
        // ranks with the same operations on the same numbers (`src/cluster/`).
        let squared_cosine = |(other, tally): &(u32, OrderCount)| {
            let all = products
                .get(index(*other))
                .map_or(1.0, |tally| tally.weight as f64);
            tally.weight as f64 * tally.weight as f64 / all
        };
        let mut ranked: Vec<f64> = row.iter().map(squared_cosine).collect();
        let (_, least, _) =
            ranked.select_nth_unstable_by(ROW_PAIRS - 1, |one, other| other.total_cmp(one));
        let least = *least;
        // Among the pairs that equal the last kept one, the first products remain.
        let above = row.iter().filter(|pair| squared_cosine(pair) > least);
        let mut equal = ROW_PAIRS - above.count();
        row.retain(|pair| {
            let cosine = squared_cosine(pair);
            let is_kept = cosine > least || (cosine >= least && equal > 0);
            equal -= usize::from(is_kept && cosine <= least);
            is_kept
        });
    }
    let pairs = row.into_iter().map(|(other, tally)| Pair {
        other,
        orders: tally.orders,
        weight: tally.weight as f32,
    });
    let mut pairs: Vec<Pair> = pairs.collect();
    // The list keeps the memory of the larger elements that it was made of.
    pairs.shrink_to_fit();
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::{OrderMeta, Orders};

    fn orders(carts: &[&[u32]]) -> Orders {
        Orders::new(
            (0..)
                .zip(carts)
                .map(|(id, cart)| {
                    (
                        OrderMeta {
                            id,
                            ..OrderMeta::default()
                        },
                        cart.to_vec(),
                    )
                })
                .collect(),
            false,
        )
    }

    #[test]
    fn the_pairs_of_some_products_are_counted_like_those_of_all() {
        let orders = orders(&[&[0, 1], &[0, 1, 2], &[2, 3], &[0, 3]]);
        let all = Counts::new(orders.all(), 4, Weighing::EQUAL);
        let lists = Lists::new(orders.all(), 4, |product| product % 2 == 0);
        let some = Counts::of_lists(orders.all(), &lists, Weighing::EQUAL);
        assert_eq!(some.products, all.products);
        assert_eq!(some.orders, all.orders);
        assert_eq!((some.row(0), some.row(2)), (all.row(0), all.row(2)));
        assert_eq!((some.row(1), some.row(3)), (&[][..], &[][..]));
    }

    #[test]
    fn an_order_counts_for_each_product_and_each_pair() {
        let orders = orders(&[&[0, 1], &[0, 1, 2], &[2], &[]]);
        let counts = Counts::new(
            orders.all(),
            3,
            Weighing {
                size_exponent: 1.0,
                ..Weighing::EQUAL
            },
        );
        assert_eq!(counts.orders.orders, 3);
        assert_eq!(
            counts.product(2),
            OrderCount {
                orders: 2,
                weight: SCALE / 3 + SCALE
            }
        );
        let pair = counts.pair(0, 1).unwrap();
        assert_eq!((pair.other, pair.orders), (1, 2));
        assert!((f64::from(pair.weight) / 4_294_967_296.0 - 5.0 / 6.0).abs() < 1e-6);
        assert_eq!(counts.pair(1, 0), Some(Pair { other: 0, ..pair }));
        assert_eq!(counts.pair(1, 2).map(|pair| pair.orders), Some(1));
    }

    #[test]
    fn old_orders_have_less_weight() {
        let at = |time, id| OrderMeta {
            time: Some(time),
            id,
            ..OrderMeta::default()
        };
        let orders = Orders::new(
            vec![(at(0, 1), vec![0]), (at(SECONDS_PER_DAY * 30, 2), vec![1])],
            false,
        );
        let counts = Counts::new(
            orders.all(),
            2,
            Weighing {
                size_exponent: 0.5,
                half_life_days: Some(30.0),
                step_decay: None,
            },
        );
        assert_eq!(counts.product(0).weight, SCALE / 2);
        assert_eq!(counts.product(1).weight, SCALE);
    }

    #[test]
    fn adjacent_views_weigh_more() {
        let visit = Orders::new(vec![(OrderMeta::default(), vec![2, 0, 1])], true);
        let counts = Counts::new(
            visit.all(),
            3,
            Weighing {
                step_decay: Some(0.5),
                ..Weighing::EQUAL
            },
        );
        let is_quarter = |one, other| {
            counts.pair(one, other).unwrap().weight.to_bits() == (2.0_f32).powi(30).to_bits()
        };
        assert_eq!(
            [
                is_quarter(2, 0),
                is_quarter(0, 1),
                is_quarter(2, 1),
                is_quarter(1, 2)
            ],
            [false, false, true, true]
        );
        assert!(counts.pair(2, 0).unwrap().weight > counts.pair(2, 1).unwrap().weight);
        assert_eq!(counts.product(0).weight, SCALE);
    }

    #[test]
    fn a_restocking_list_makes_no_pairs() {
        let list: Vec<u32> = (0..600).collect();
        let orders = orders(&[&list, &list]);
        let counts = Counts::new(orders.all(), 600, Weighing::EQUAL);
        assert_eq!(
            (
                counts.orders.orders,
                counts.oversized,
                counts.product(0).orders
            ),
            (2, 2, 2)
        );
        assert!(counts.rows.iter().all(Vec::is_empty));
    }
}
