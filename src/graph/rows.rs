//! The rows of all data files that were read, and where they are.
//!
//! *Invariants*: a row never moves; a place of four bytes leads to it, from a product's id and from its SKU alike. A row that is
//! taken the place of stays where it is, and nothing leads there.

use std::hash::{BuildHasher, Hash};

use hashbrown::HashTable;
use hashbrown::hash_table::Entry;
use rustc_hash::FxBuildHasher;

use super::bytes::Bytes;
use super::row::Row;
use crate::model::{ProductId, SkuKey};

/// Rows by id and by SKU.
#[derive(Debug, Default)]
pub(super) struct Rows {
    store: Store,
    by_id: HashTable<u32>,
    by_sku: HashTable<u32>,
}

impl Rows {
    pub(super) fn by_id(&self, id: ProductId) -> Option<Row<'_>> {
        let place = self.by_id.find(hash(Some(id)), |place| self.store.id(*place) == Some(id))?;
        self.store.row(*place)
    }

    pub(super) fn by_sku(&self, sku: &SkuKey) -> Option<Row<'_>> {
        let place = self.by_sku.find(hash(Some(sku)), |place| self.store.sku(*place).as_ref() == Some(sku))?;
        self.store.row(*place)
    }

    /// All rows, ascending by id.
    pub(super) fn iter(&self) -> impl Iterator<Item = Row<'_>> {
        let mut places: Vec<(Option<ProductId>, u32)> = self.by_id.iter().map(|place| (self.store.id(*place), *place)).collect();
        places.sort_unstable();
        places.into_iter().filter_map(|(_, place)| self.store.row(place))
    }

    /// Takes so many rows, each in the place of one with the same id or SKU; `None` where there is no room for them.
    pub(super) fn take(&mut self, rows: Vec<u8>, count: usize) -> Option<()> {
        let Self { store, by_id, by_sku } = self;
        let mut place = store.take(rows)?;
        // At once, because a table that grows stands in memory twice for a moment.
        by_id.reserve(count, |place| hash(store.id(*place)));
        by_sku.reserve(count, |place| hash(store.sku(*place)));
        while let Some((row, next)) = store.read(place) {
            put(by_id, place, Some(row.product.id), |place| store.id(place));
            put(by_sku, place, Some(SkuKey::new(row.product.sku)), |place| store.sku(place));
            place = next;
        }
        Some(())
    }
}

/// Lets a key lead to a place; `key_at` tells the keys of places that are known already.
fn put<K: Hash + PartialEq>(table: &mut HashTable<u32>, place: u32, key: K, key_at: impl Fn(u32) -> K) {
    match table.entry(hash(&key), |known| key_at(*known) == key, |known| hash(key_at(*known))) {
        Entry::Occupied(mut known) => *known.get_mut() = place,
        Entry::Vacant(free) => {
            free.insert(place);
        }
    }
}

fn hash(key: impl Hash) -> u64 {
    FxBuildHasher.hash_one(key)
}

/// The bytes themselves, a block for each file; a place counts from the beginning of the first.
#[derive(Debug, Default)]
struct Store {
    blocks: Vec<(u32, Vec<u8>)>,
    end: u32,
}

impl Store {
    /// The place of a block's first row; `None` behind 4 GB.
    fn take(&mut self, block: Vec<u8>) -> Option<u32> {
        let start = self.end;
        self.end = u32::try_from(block.len()).ok().and_then(|length| start.checked_add(length))?;
        self.blocks.push((start, block));
        Some(start)
    }

    fn bytes(&self, place: u32) -> Option<Bytes<'_>> {
        let behind = self.blocks.partition_point(|(start, _)| *start <= place);
        let (start, block) = self.blocks.get(behind.checked_sub(1)?)?;
        block.get(usize::try_from(place.checked_sub(*start)?).ok()?..).map(Bytes::new)
    }

    /// A row and the place behind it.
    fn read(&self, place: u32) -> Option<(Row<'_>, u32)> {
        let mut bytes = self.bytes(place)?;
        let row = Row::read(&mut bytes).ok()?;
        Some((row, place.checked_add(u32::try_from(bytes.offset()).ok()?)?))
    }

    fn row(&self, place: u32) -> Option<Row<'_>> {
        self.read(place).map(|(row, _)| row)
    }

    fn id(&self, place: u32) -> Option<ProductId> {
        self.bytes(place).and_then(|mut bytes| Row::read_id(&mut bytes).ok())
    }

    fn sku(&self, place: u32) -> Option<SkuKey> {
        self.row(place).map(|row| SkuKey::new(row.product.sku))
    }
}
