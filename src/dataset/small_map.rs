//! A sorted map for a million owners that have an entry or two each.
//!
//! A tree reserves room for eleven entries, so trees would need a gigabyte for a million products.
//! A list is slow with many entries, as those of a gift card with a price of its own in each order.
//! The map is therefore a list until it has [`FEW`] entries, and a tree from then on.

use std::borrow::Borrow;
use std::collections::BTreeMap;

/// Maximum number of entries of a list.
const FEW: usize = 16;

/// A map, ascending by key.
#[derive(Clone, Debug)]
pub(super) struct SmallMap<K, V> {
    /// Ascending by key; empty once there are more than [`FEW`] entries.
    few: Vec<(K, V)>,
    many: BTreeMap<K, V>,
}

impl<K, V> Default for SmallMap<K, V> {
    fn default() -> Self {
        Self {
            few: Vec::new(),
            many: BTreeMap::new(),
        }
    }
}

impl<K: Ord, V: Default> SmallMap<K, V> {
    /// Changes the value of a key, which begins with the default. Copies the key only if it is new.
    pub(super) fn change<Q>(&mut self, key: &Q, change: impl FnOnce(&mut V))
    where
        K: Borrow<Q>,
        Q: Ord + ToOwned<Owned = K> + ?Sized,
    {
        let known = match self
            .few
            .binary_search_by(|(known, _)| known.borrow().cmp(key))
        {
            Ok(place) => self.few.get_mut(place).map(|(_, value)| value),
            Err(_) => self.many.get_mut(key),
        };
        if let Some(value) = known {
            change(value);
            return;
        }
        let mut value = V::default();
        change(&mut value);
        if self.few.len() >= FEW {
            self.many = std::mem::take(&mut self.few).into_iter().collect();
        }
        if self.many.is_empty() {
            let place = self.few.partition_point(|(known, _)| known.borrow() < key);
            self.few.insert(place, (key.to_owned(), value));
        } else {
            self.many.insert(key.to_owned(), value);
        }
    }

    /// The entries, ascending by key.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        let few = self.few.iter().map(|(key, value)| (key, value));
        few.chain(&self.many)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_and_many_entries_are_counted_in_the_order_of_their_keys() {
        let mut counts: SmallMap<i64, u32> = SmallMap::default();
        let mut expected: BTreeMap<i64, u32> = BTreeMap::new();
        for step in 0..1_000_i64 {
            let key = step.wrapping_mul(37).rem_euclid(1 + step / 5);
            counts.change(&key, |count| *count += 1);
            *expected.entry(key).or_default() += 1;
            assert!(counts.iter().eq(&expected), "{step}");
        }
        assert!(expected.len() > FEW);
    }
}
