//! Co-occurrence: how often, and how tellingly, products stand in one order.
//!
//! *Invariants*: all sums are integers, so the order of orders cannot matter, and a query that sums `SCALE / size` in a
//! database gets the same numbers.
//! *Source*: Linden, Smith & York, IEEE Internet Computing 2003, for item-to-item counting.

use rustc_hash::FxHashMap;

/// The weight of an order, shared out equally among its products: an order of `n` products says `SCALE / n` about each.
/// A basket of two is a decision, a restocking list of eight hundred hardly is.
pub(super) const SCALE: u64 = 1 << 32;

/// Orders of more different products than this count for each product but say nothing about pairs: their weight would be
/// lost in the noise, and the number of their pairs would not.
pub(super) const PAIRED_PRODUCTS: usize = 500;

/// What was counted about one product, or about a pair.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    /// Number of orders.
    pub(super) orders: u32,
    /// Sum of the orders' weights.
    pub(super) weight: u64,
}

impl Tally {
    fn add(&mut self, weight: u64) {
        self.orders = self.orders.saturating_add(1);
        self.weight = self.weight.saturating_add(weight);
    }
}

/// The counts of all orders so far.
#[derive(Debug, Default)]
pub(super) struct Counts {
    /// Number of orders that hold anything.
    pub(super) orders: u32,
    /// Number of orders too large to be paired.
    pub(super) oversized: u32,
    /// By product.
    pub(super) products: Vec<Tally>,
    /// By product, then by every product with a larger number.
    pub(super) pairs: Vec<FxHashMap<u32, Tally>>,
}

impl Counts {
    pub(super) fn new(products: usize) -> Self {
        Self { products: vec![Tally::default(); products], pairs: vec![FxHashMap::default(); products], ..Self::default() }
    }

    /// Counts one order of different products in ascending order.
    pub(super) fn add(&mut self, basket: &[u32]) {
        let Some(weight) = SCALE.checked_div(basket.len() as u64) else { return };
        self.orders = self.orders.saturating_add(1);
        let is_paired = basket.len() <= PAIRED_PRODUCTS;
        if !is_paired {
            self.oversized = self.oversized.saturating_add(1);
        }
        for (place, product) in basket.iter().enumerate() {
            let Ok(row) = usize::try_from(*product) else { continue };
            if let Some(tally) = self.products.get_mut(row) {
                tally.add(weight);
            }
            if let Some(pairs) = self.pairs.get_mut(row).filter(|_| is_paired) {
                for later in basket.iter().skip(place.saturating_add(1)) {
                    pairs.entry(*later).or_default().add(weight);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_is_shared_out_among_its_products() {
        let mut counts = Counts::new(3);
        counts.add(&[0, 1]);
        counts.add(&[0, 1, 2]);
        counts.add(&[2]);
        counts.add(&[]);
        assert_eq!(counts.orders, 3);
        assert_eq!(counts.products[2], Tally { orders: 2, weight: SCALE / 3 + SCALE });
        assert_eq!(counts.pairs[0][&1], Tally { orders: 2, weight: SCALE / 2 + SCALE / 3 });
        assert!(!counts.pairs[1].contains_key(&0));
    }

    #[test]
    fn a_restocking_list_makes_no_pairs() {
        let mut counts = Counts::new(600);
        counts.add(&(0..600).collect::<Vec<_>>());
        assert_eq!((counts.orders, counts.oversized, counts.products[0].orders), (1, 1, 1));
        assert!(counts.pairs.iter().all(FxHashMap::is_empty));
    }
}
