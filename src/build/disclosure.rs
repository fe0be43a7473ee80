//! Disclosure: which counts a graph may publish. A graph is public, and a count of few orders could
//! identify a person.
//!
//! Example: two products were bought together in 41 of the 120 orders with the first one. Exact
//! counts give "41 of 120". With rounding, the 41 is rounded down to 20 and the 120 up to 200, so
//! that "20 of 200" never claims more than the exact counts. Four common orders are below the
//! minimum support of 5 and are not published at all.
//!
//! *Invariants*: no count below the minimum support leaves the builder; a rounded pair of counts
//! never claims more than the exact one.

/// The rules for publishing counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Disclosure {
    /// Counts below this number of orders (or customers) are not published.
    pub min_support: u32,
    /// Whether counts are rounded to the steps 1, 2, 5, 10, 20, 50 …, so that sales cannot be read
    /// from them.
    pub is_rounded: bool,
}

impl Disclosure {
    /// The number of orders with two products, rounded down; `None` below the minimum support.
    pub(crate) fn together(self, orders: u32) -> Option<u32> {
        let published = if self.is_rounded {
            steps()
                .take_while(|step| *step <= orders)
                .last()
                .unwrap_or(0)
        } else {
            orders
        };
        Some(published).filter(|_| orders >= self.min_support)
    }

    /// The number of orders with one product, rounded up, so that a share of it is never too large;
    /// 0 below the minimum support.
    pub(crate) fn orders(self, orders: u32) -> u32 {
        if orders < self.min_support {
            0
        } else if self.is_rounded {
            steps().find(|step| *step >= orders).unwrap_or(u32::MAX)
        } else {
            orders
        }
    }
}

/// 1, 2, 5, 10, 20, 50 …
fn steps() -> impl Iterator<Item = u32> {
    (0..10).flat_map(|power| {
        [1_u32, 2, 5]
            .into_iter()
            .filter_map(move |step| 10_u32.checked_pow(power)?.checked_mul(step))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_counts_are_suppressed_and_rounding_never_claims_more() {
        let exact = Disclosure {
            min_support: 5,
            is_rounded: false,
        };
        assert_eq!(
            [4, 5, 41].map(|orders| exact.together(orders)),
            [None, Some(5), Some(41)]
        );
        assert_eq!([4, 120].map(|orders| exact.orders(orders)), [0, 120]);
        let buckets = Disclosure {
            is_rounded: true,
            ..exact
        };
        assert_eq!(
            [4, 5, 41, 4_000_000_000].map(|orders| buckets.together(orders)),
            [None, Some(5), Some(20), Some(2_000_000_000)]
        );
        assert_eq!(
            [4, 120, 200, u32::MAX].map(|orders| buckets.orders(orders)),
            [0, 200, 200, u32::MAX]
        );
    }
}
