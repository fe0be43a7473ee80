//! How often the customers of a shop buy a product again: the numbers that `tillside build` learns from orders with
//! customers.
//!
//! *Invariants*: everything is a number about all customers together; a shop whose orders name no customer has
//! [`RepeatModel::default`], which is the same for everybody.

use postcard_schema::Schema;
use serde::{Deserialize, Serialize};

/// Number of buckets of [`RepeatModel::count_bucket`].
pub const COUNT_BUCKETS: usize = 5;

/// Number of buckets of [`RepeatModel::age_bucket`].
pub const AGE_BUCKETS: usize = 6;

/// The unit of [`RepeatModel::chances`].
pub const CHANCE_ONE: u32 = 10_000;

/// How customers repeat purchases.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Schema)]
pub struct RepeatModel {
    /// Relevance of a product in any cart because the shopper bought it before, in the unit of
    /// [`Edge::strength`](crate::graph::Edge::strength).
    pub bought: u32,
    /// Additional relevance of one that was bought today; it halves every sixty days.
    pub recent: u32,
    /// Additional relevance of one that all orders of the shopper contained; in proportion for fewer.
    pub share: u32,
    /// The chance that the next order contains a product again, in units of 1 / [`CHANCE_ONE`]: for each bucket of the number
    /// of orders with it, one for each bucket of the orders since. Empty if no order names a customer.
    pub chances: Vec<u32>,
    /// Number of lines of all orders.
    pub lines: u32,
}

impl RepeatModel {
    /// Whether nothing was learned.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The bucket of a number of orders: 1, 2, 3, 4–5, more.
    #[must_use]
    pub fn count_bucket(orders: u32) -> usize {
        match orders {
            0 | 1 => 0,
            2 => 1,
            3 => 2,
            4 | 5 => 3,
            _ => 4,
        }
    }

    /// The bucket of a number of orders, counted from the last one with the product to the next one: 1, 2, 3, 4–5, 6–9, more.
    #[must_use]
    pub fn age_bucket(orders_since: u32) -> usize {
        match orders_since {
            0 | 1 => 0,
            2 => 1,
            3 => 2,
            4 | 5 => 3,
            6..=9 => 4,
            _ => 5,
        }
    }

    /// The index of a pair of buckets in [`RepeatModel::chances`].
    #[must_use]
    pub fn cell(orders: u32, orders_since: u32) -> usize {
        Self::count_bucket(orders)
            .saturating_mul(AGE_BUCKETS)
            .saturating_add(Self::age_bucket(orders_since))
    }

    /// The chance that the next order contains a product again.
    #[must_use]
    pub fn chance(&self, orders: u32, orders_since: u32) -> u32 {
        self.chances
            .get(Self::cell(orders, orders_since))
            .copied()
            .unwrap_or(0)
    }
}

/// How much more often than the average product one is bought again, on a scale that fits into a byte: the square root of the
/// factor, in units of 1 / [`RepeatFactor::AVERAGE`].
///
/// Example: a product that is bought again four times as often as the average has 2 x 32 = 64, one that is bought again a
/// quarter as often has 16.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RepeatFactor(u8);

impl RepeatFactor {
    /// The factor 1, also that of a product of which too little is known.
    pub const AVERAGE: Self = Self(32);

    /// The square of [`RepeatFactor::AVERAGE`]: the unit of [`RepeatFactor::squared`].
    pub const ONE: u32 = 32 * 32;

    /// From the byte of a data file; `0` is the average.
    #[must_use]
    pub fn from_level(level: u8) -> Self {
        if level == 0 {
            Self::AVERAGE
        } else {
            Self(level)
        }
    }

    /// The byte of a data file.
    #[must_use]
    pub fn level(self) -> u8 {
        self.0
    }

    /// From the factor itself, at least 0.
    #[must_use]
    pub fn new(factor: f64) -> Self {
        let level = (factor.max(0.0).sqrt() * f64::from(Self::AVERAGE.0)).round();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "in 1..=127, which a varint stores in a byte"
        )]
        let level = level.clamp(1.0, 127.0) as u8;
        Self(level)
    }

    /// The factor in units of 1 / [`RepeatFactor::ONE`].
    #[must_use]
    pub fn squared(self) -> u32 {
        let level = u32::from(self.0);
        level.saturating_mul(level)
    }
}

impl Default for RepeatFactor {
    fn default() -> Self {
        Self::AVERAGE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_of_orders_has_a_cell_of_the_table() {
        let cells: Vec<usize> = [
            (1, 1),
            (1, 2),
            (2, 1),
            (5, 5),
            (6, 9),
            (u32::MAX, u32::MAX),
            (0, 0),
        ]
        .map(|(orders, since)| RepeatModel::cell(orders, since))
        .to_vec();
        assert_eq!(cells, [0, 1, 6, 21, 28, 29, 0]);
        assert_eq!(COUNT_BUCKETS * AGE_BUCKETS, 30);
        assert_eq!(RepeatModel::default().chance(3, 1), 0);
    }

    #[test]
    fn a_factor_survives_the_byte_within_its_step() {
        for factor in [0.1, 0.5, 1.0, 2.0, 9.0] {
            let read = RepeatFactor::from_level(RepeatFactor::new(factor).level());
            let read = f64::from(read.squared()) / f64::from(RepeatFactor::ONE);
            assert!((read / factor - 1.0).abs() < 0.12, "{factor} {read}");
        }
        assert_eq!(RepeatFactor::new(1.0), RepeatFactor::AVERAGE);
        assert_eq!(RepeatFactor::new(f64::INFINITY).level(), 127);
        assert_eq!(RepeatFactor::new(f64::NAN).level(), 1);
    }
}
