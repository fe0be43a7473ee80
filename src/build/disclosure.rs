//! Which counts a graph may tell: the graph is public, and a count of few orders can point at a person.
//!
//! *Invariants*: no count below the minimum support leaves the builder; a bucketed pair of counts never claims more than the
//! exact one does.

/// What may be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Disclosure {
    /// Counts below this number of orders (or customers) are not told.
    pub min_support: u32,
    /// Whether counts are told in steps of 1, 2, 5, 10, 20, 50 … only, so that nobody can read sales from them.
    pub is_rounded: bool,
}

impl Disclosure {
    /// The number of orders with two products; in buckets it is rounded down.
    pub(crate) fn together(self, orders: u32) -> Option<u32> {
        let told = if self.is_rounded {
            steps()
                .take_while(|step| *step <= orders)
                .last()
                .unwrap_or(0)
        } else {
            orders
        };
        Some(told).filter(|_| orders >= self.min_support)
    }

    /// The number of orders with one product, 0 for too few; in buckets it is rounded up, so that a share of it is never too large.
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
    fn few_orders_are_not_told_and_buckets_never_claim_more() {
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
