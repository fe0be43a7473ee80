//! The rows of all loaded data files, with indexes.
//!
//! *Invariants*: a row never moves; two indexes, by id and by SKU, contain its four-byte offset. A
//! replaced row stays in memory, but no index contains it.

use std::hash::{BuildHasher, Hash};

use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use rustc_hash::FxBuildHasher;

use super::bytes::Bytes;
use super::row::ProductRow;
use crate::model::{ProductId, SkuKey};

/// Rows by id and by SKU.
#[derive(Debug)]
pub(super) struct ProductRows {
    store: Store,
    by_id: Index,
    by_sku: Index,
}

impl ProductRows {
    pub(super) fn new() -> Self {
        Self {
            store: Store::default(),
            by_id: Index::new(
                |store, place| hash(store.id(place)),
                |store, one, other| store.id(one) == store.id(other),
            ),
            by_sku: Index::new(|store, place| hash(store.key(place)), Store::is_same_sku),
        }
    }

    pub(super) fn by_id(&self, id: ProductId) -> Option<ProductRow<'_>> {
        let place = self
            .by_id
            .places
            .find(hash(Some(id)), |place| self.store.id(*place) == Some(id))?;
        self.store.row(*place)
    }

    pub(super) fn by_sku(&self, sku: &SkuKey) -> Option<ProductRow<'_>> {
        let place = self.by_sku.places.find(hash(Some(sku)), |place| {
            self.store.sku(*place).is_some_and(|known| sku.is(known))
        })?;
        // Another row may have replaced this one.
        self.by_id(self.store.id(*place)?)
    }

    /// All rows, ascending by id.
    pub(super) fn iter(&self) -> impl Iterator<Item = ProductRow<'_>> {
        let mut places: Vec<(Option<ProductId>, u32)> = self
            .by_id
            .places
            .iter()
            .map(|place| (self.store.id(*place), *place))
            .collect();
        places.sort_unstable();
        places
            .into_iter()
            .filter_map(|(_, place)| self.store.row(place))
    }

    /// Adds `count` rows; each replaces a row with the same id or SKU. `None` when memory is
    /// exhausted.
    pub(super) fn take(&mut self, rows: Vec<u8>, count: usize) -> Option<()> {
        if rows.is_empty() {
            return Some(());
        }
        let Self {
            store,
            by_id,
            by_sku,
        } = self;
        let mut place = store.take(rows)?;
        // Reserved at once, because a growing table briefly needs memory for both copies.
        by_id.reserve(store, count);
        by_sku.reserve(store, count);
        while let Some(behind) = store.behind(place) {
            by_id.put(store, place);
            by_sku.put(store, place);
            place = behind;
        }
        Some(())
    }
}

/// Offsets of rows, indexed by a key that the row contains.
#[derive(Debug)]
struct Index {
    places: HashTable<u32>,
    hash: fn(&Store, u32) -> u64,
    is_same: fn(&Store, u32, u32) -> bool,
}

impl Index {
    fn new(hash: fn(&Store, u32) -> u64, is_same: fn(&Store, u32, u32) -> bool) -> Self {
        Self {
            places: HashTable::new(),
            hash,
            is_same,
        }
    }

    /// One closure type for all calls, so that the table's code exists once.
    fn hasher<'a>(&self, store: &'a Store) -> impl Fn(&u32) -> u64 + use<'a> {
        let hash = self.hash;
        move |place| hash(store, *place)
    }

    fn reserve(&mut self, store: &Store, count: usize) {
        let hasher = self.hasher(store);
        self.places.reserve(count, hasher);
    }

    /// Indexes a row; it replaces a row with the same key.
    fn put(&mut self, store: &Store, place: u32) {
        let hasher = self.hasher(store);
        let is_same = |known: &u32| (self.is_same)(store, *known, place);
        match self.places.entry(hasher(&place), is_same, hasher) {
            Entry::Occupied(mut known) => *known.get_mut() = place,
            Entry::Vacant(free) => {
                free.insert(place);
            }
        }
    }
}

fn hash(key: impl Hash) -> u64 {
    FxBuildHasher.hash_one(key)
}

/// The bytes: one block per file. Offsets count from the start of the first block.
#[derive(Debug, Default)]
struct Store {
    blocks: Vec<(u32, Vec<u8>)>,
    end: u32,
}

impl Store {
    /// The offset of a block's first row; `None` above 4 GB.
    fn take(&mut self, block: Vec<u8>) -> Option<u32> {
        let start = self.end;
        self.end = u32::try_from(block.len())
            .ok()
            .and_then(|length| start.checked_add(length))?;
        self.blocks.push((start, block));
        Some(start)
    }

    fn bytes(&self, place: u32) -> Option<Bytes<'_>> {
        let behind = self.blocks.partition_point(|(start, _)| *start <= place);
        let (start, block) = self.blocks.get(behind.checked_sub(1)?)?;
        block
            .get(usize::try_from(place.checked_sub(*start)?).ok()?..)
            .map(Bytes::new)
    }

    fn row(&self, place: u32) -> Option<ProductRow<'_>> {
        self.bytes(place).and_then(ProductRow::read)
    }

    /// The offset after a row.
    fn behind(&self, place: u32) -> Option<u32> {
        let length = self.row(place)?.behind()?.offset();
        place.checked_add(u32::try_from(length).ok()?)
    }

    fn id(&self, place: u32) -> Option<ProductId> {
        self.bytes(place)
            .and_then(|mut bytes| ProductRow::read_id(&mut bytes))
    }

    fn sku(&self, place: u32) -> Option<&str> {
        self.row(place).and_then(ProductRow::sku)
    }

    fn key(&self, place: u32) -> Option<SkuKey> {
        self.sku(place).map(SkuKey::new)
    }

    /// Whether the SKUs of two rows have the same key.
    fn is_same_sku(&self, one: u32, other: u32) -> bool {
        let skus = self.sku(one).zip(self.sku(other));
        skus.is_some_and(|(one, other)| one.trim().eq_ignore_ascii_case(other.trim()))
    }
}
