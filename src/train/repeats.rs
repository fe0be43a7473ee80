//! Repeat purchases: how likely a customer's next order contains a product of the earlier ones.
//!
//! The chance depends on how many orders had the product and on how many orders were placed since. A table has the chance for
//! each pair of these; it is `(bought again + 0.02) / (cases + 1)` over all customers. A product's
//! own factor is how much more often it was bought again than the table expects:
//! `(bought again + 1) / (expected + 1)`.
//!
//! Example: a customer orders {0, 1}, then {0}, then {1}. For the second order both are cases "in 1 order, 1 order ago", and 0 is
//! bought again. For the third order 0 is a case "in 2 orders, 1 order ago", and 1 one of "in 1 order, 2 orders ago", which is
//! bought again. The cell "1, 1" has (1 + 0.02) / (2 + 1) = 0.34.
//!
//! *Invariants*: several orders of one day are one order; all counts are integers, and the sum of a product's expected purchases
//! goes through its cells in one order, so the result does not depend on the order of the customers; a product has the average
//! factor if it was a case for fewer customers than the minimum support.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::dataset::{OrderSlice, index};
use crate::model::{AGE_BUCKETS, CHANCE_ONE, COUNT_BUCKETS, RepeatFactor, RepeatModel};
use crate::offline::OrderHistories;

/// Number of latest days with an order that count for each customer. More would let one account outvote the others.
pub(crate) const MOST_DAYS: usize = 100;

/// Number of cells of the table.
pub(crate) const CELLS: usize = COUNT_BUCKETS * AGE_BUCKETS;

/// What is learned about repeat purchases.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Repeats {
    /// [`RepeatModel::chances`]; empty if nobody ordered twice.
    pub(crate) chances: Vec<u32>,
    /// By product.
    pub(crate) factors: Vec<RepeatFactor>,
}

/// The cases of one product, or of all, in one cell of the table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct CellCount {
    /// Number of times that a customer who had bought the product placed an order.
    pub(crate) cases: u32,
    /// Number of these orders that contained the product again.
    pub(crate) bought: u32,
}

/// The counts about repeat purchases.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct RepeatCounts {
    /// By product and cell.
    cells: FxHashMap<(u32, u8), CellCount>,
    /// Number of customers with a case, by product.
    customers: Vec<u32>,
}

/// One product that a customer had bought before an order.
struct Case {
    product: u32,
    cell: u8,
    is_bought: bool,
}

impl CellCount {
    fn add(&mut self, other: Self) {
        self.cases = self.cases.saturating_add(other.cases);
        self.bought = self.bought.saturating_add(other.bought);
    }
}

impl RepeatCounts {
    /// Counts of no orders.
    pub(crate) fn empty(products: usize) -> Self {
        Self {
            cells: FxHashMap::default(),
            customers: vec![0; products],
        }
    }

    /// Counts the orders that name customers.
    pub(crate) fn new(part: OrderSlice<'_>, products: usize) -> Self {
        let mut counts = Self::empty(products);
        for orders in OrderHistories::new(part).customers() {
            let mut days: Vec<(Option<i64>, Vec<u32>)> = Vec::new();
            for order in orders {
                match days.last_mut() {
                    Some((day, products)) if *day == order.meta.day() => {
                        products.extend(order.products);
                    }
                    _ => days.push((order.meta.day(), order.products.to_vec())),
                }
            }
            let days = days.split_off(days.len().saturating_sub(MOST_DAYS));
            let mut met: FxHashSet<u32> = FxHashSet::default();
            for case in cases_of(days.into_iter().map(|(_, products)| products)) {
                let count = CellCount {
                    cases: 1,
                    bought: case.is_bought.into(),
                };
                counts.add(case.product, case.cell, count);
                if met.insert(case.product) {
                    counts.add_customers(case.product, 1);
                }
            }
        }
        counts
    }

    /// Adds cases of a product.
    pub(crate) fn add(&mut self, product: u32, cell: u8, count: CellCount) {
        self.cells.entry((product, cell)).or_default().add(count);
    }

    /// Adds customers with a case of a product.
    pub(crate) fn add_customers(&mut self, product: u32, customers: u32) {
        if let Some(sum) = self.customers.get_mut(index(product)) {
            *sum = sum.saturating_add(customers);
        }
    }

    /// The table of chances, and the factor of each product.
    #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
    pub(crate) fn learn(&self, min_support: u32) -> Repeats {
        if self.cells.is_empty() {
            return Repeats {
                chances: Vec::new(),
                factors: vec![RepeatFactor::AVERAGE; self.customers.len()],
            };
        }
        let mut cells: Vec<((u32, u8), CellCount)> = self
            .cells
            .iter()
            .map(|(place, count)| (*place, *count))
            .collect();
        cells.sort_unstable_by_key(|(place, _)| *place);
        let mut all = [(0_u64, 0_u64); CELLS];
        for ((_, cell), count) in &cells {
            if let Some((cases, bought)) = all.get_mut(usize::from(*cell)) {
                *cases = cases.saturating_add(count.cases.into());
                *bought = bought.saturating_add(count.bought.into());
            }
        }
        let chances = all.map(|(cases, bought)| (bought as f64 + 0.02) / (cases as f64 + 1.0));
        let mut sums: Vec<Sum> = self
            .customers
            .iter()
            .map(|customers| Sum {
                customers: *customers,
                ..Sum::default()
            })
            .collect();
        for ((product, cell), count) in cells {
            let chance = chances.get(usize::from(cell));
            if let (Some(sum), Some(chance)) = (sums.get_mut(index(product)), chance) {
                sum.bought += f64::from(count.bought);
                sum.expected += chance * f64::from(count.cases);
            }
        }
        Repeats {
            chances: chances.into_iter().map(in_units).collect(),
            factors: sums
                .into_iter()
                .map(|sum| sum.factor(min_support))
                .collect(),
        }
    }
}

/// All cases of one customer; the products of each day are distinct after sorting.
fn cases_of(days: impl Iterator<Item = Vec<u32>>) -> Vec<Case> {
    // By product: number of days with it, and the latest of them.
    let mut known: FxHashMap<u32, (u32, u32)> = FxHashMap::default();
    let mut cases = Vec::new();
    for (day, mut products) in (0_u32..).zip(days) {
        products.sort_unstable();
        products.dedup();
        let mut earlier: Vec<(u32, (u32, u32))> = known
            .iter()
            .map(|(product, known)| (*product, *known))
            .collect();
        earlier.sort_unstable();
        cases.extend(earlier.into_iter().map(|(product, (orders, last))| Case {
            product,
            cell:
                u8::try_from(RepeatModel::cell(orders, day.wrapping_sub(last))).unwrap_or(u8::MAX),
            is_bought: products.binary_search(&product).is_ok(),
        }));
        for product in products {
            let entry = known.entry(product).or_default();
            *entry = (entry.0.wrapping_add(1), day);
        }
    }
    cases
}

#[derive(Clone, Copy, Default)]
struct Sum {
    bought: f64,
    expected: f64,
    /// Number of customers with a case.
    customers: u32,
}

impl Sum {
    fn factor(self, min_support: u32) -> RepeatFactor {
        if self.customers < min_support.max(1) {
            RepeatFactor::AVERAGE
        } else {
            RepeatFactor::new((self.bought + 1.0) / (self.expected + 1.0))
        }
    }
}

fn in_units(chance: f64) -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a chance is in 0..=1"
    )]
    let units = (chance.clamp(0.0, 1.0) * f64::from(CHANCE_ONE)).round() as u32;
    units
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::{OrderMeta, Orders};
    use crate::model::SECONDS_PER_DAY;

    fn orders(days: &[(u64, i64, &[u32])]) -> Orders {
        let order = |(id, (customer, day, products)): (u64, &(u64, i64, &[u32]))| {
            let meta = OrderMeta {
                time: Some(day * SECONDS_PER_DAY),
                id,
                customer: Some(*customer),
                ..OrderMeta::default()
            };
            (meta, products.to_vec())
        };
        Orders::new((0..).zip(days).map(order).collect(), false)
    }

    fn repeats(part: OrderSlice<'_>, products: usize, min_support: u32) -> Repeats {
        RepeatCounts::new(part, products).learn(min_support)
    }

    #[test]
    fn the_example_of_the_module_is_computed() {
        let orders = orders(&[(1, 0, &[0, 1]), (1, 5, &[0]), (1, 9, &[1])]);
        let repeats = repeats(orders.all(), 2, 1);
        assert_eq!(repeats.chances.len(), CELLS);
        assert_eq!(repeats.chances[RepeatModel::cell(1, 1)], 3400);
        assert_eq!(repeats.chances[RepeatModel::cell(1, 2)], 5100);
        assert_eq!(repeats.chances[RepeatModel::cell(2, 1)], 100);
    }

    #[test]
    fn a_product_that_few_customers_bought_has_the_average_factor() {
        let mut days: Vec<(u64, i64, &[u32])> = Vec::new();
        for customer in 0..9 {
            days.extend([
                (customer, 0, &[0, 1][..]),
                (customer, 7, &[0]),
                (customer, 14, &[0]),
            ]);
        }
        days.extend([(100, 0, &[2][..]), (100, 7, &[2]), (100, 14, &[2])]);
        let factors = repeats(orders(&days).all(), 3, 5).factors;
        assert!(
            factors[0] > RepeatFactor::AVERAGE && factors[1] < RepeatFactor::AVERAGE,
            "{factors:?}"
        );
        assert_eq!(factors[2], RepeatFactor::AVERAGE);
    }

    #[test]
    fn two_orders_of_one_day_are_one() {
        let orders = orders(&[(1, 3, &[0]), (1, 3, &[0]), (1, 3, &[1])]);
        assert_eq!(repeats(orders.all(), 2, 1).chances, Vec::<u32>::new());
    }
}
