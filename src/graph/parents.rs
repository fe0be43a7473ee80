//! The SKUs of groups of variants, each with the product that represents the group.
//!
//! They stay bytes, because a list of texts would take many times the memory of the file:
//!
//! ```text
//! parents = (length byte* id)*       id = u32, little endian
//! ```
//!
//! *Invariants*: a SKU is known once; two groups never have the same SKU.

use super::ReadError;
use super::bytes::{Bits, Bytes, push_text};
use crate::model::{ProductId, SkuKey};

/// Minimum number of bytes of a parent in a file: its length, its SKU and the index.
const PARENT_BYTES: usize = 3;

/// The SKUs of groups at the end of a file, which have not been read yet.
pub(super) struct ParentColumn<'a> {
    bytes: Bytes<'a>,
    count: usize,
}

impl<'a> ParentColumn<'a> {
    /// Finds the end of the column.
    pub(super) fn find(bytes: &mut Bytes<'a>) -> Result<Self, ReadError> {
        let count = bytes.count_of(PARENT_BYTES)?;
        let column = bytes.clone();
        for _ in 0..count {
            bytes.text()?;
            bytes.varint()?;
        }
        Ok(Self {
            bytes: column,
            count,
        })
    }

    /// The parents of a file with these products.
    pub(super) fn read(mut self, ids: &[ProductId], homes: Bits<'_>) -> Result<Parents, ReadError> {
        let (mut parents, mut before) = (Parents::default(), None);
        // Reserved at once, because a growing list briefly needs memory for both copies. An index
        // of one byte becomes an id of four.
        let length = self
            .bytes
            .rest()
            .len()
            .saturating_add(self.count.saturating_mul(3));
        let reserved = parents.0.try_reserve_exact(length);
        reserved.map_err(|_| ReadError::TooLarge)?;
        for _ in 0..self.count {
            let (sku, place) = (self.bytes.text()?, self.bytes.varint()?);
            let place = usize::try_from(place).unwrap_or(usize::MAX);
            let id = ids
                .get(place)
                .filter(|_| homes.at(place) && !sku.is_empty());
            let Some(id) = id else {
                return Err(self.bytes.corrupt("the SKU of a group leads to no product"));
            };
            // Strictly ascending, so that no SKU is there twice.
            if before.replace(sku).is_some_and(|before| before >= sku) {
                return Err(self.bytes.corrupt("the SKUs of groups do not ascend"));
            }
            push_text(&mut parents.0, sku);
            parents.0.extend(id.0.to_le_bytes());
        }
        Ok(parents)
    }
}

/// The SKUs of the loaded groups.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Parents(Vec<u8>);

impl Parents {
    /// Adds those of another file, unless it was added before: a SKU belongs to one file. `None`
    /// when memory is exhausted.
    pub(super) fn extend(&mut self, other: &Self) -> Option<()> {
        let is_known = |(sku, _): (&str, _)| self.find(&SkuKey::new(sku)).is_some();
        if !other.iter().next().is_some_and(is_known) {
            self.0.try_reserve_exact(other.0.len()).ok()?;
            self.0.extend(&other.0);
        }
        Some(())
    }

    /// The product that represents a group.
    pub(super) fn find(&self, sku: &SkuKey) -> Option<ProductId> {
        self.iter()
            .find(|(known, _)| sku.is(known))
            .map(|(_, id)| id)
    }

    fn iter(&self) -> impl Iterator<Item = (&str, ProductId)> {
        let mut bytes = Bytes::new(&self.0);
        std::iter::from_fn(move || {
            let sku = bytes.text().ok()?;
            Some((sku, ProductId(u32::from_le_bytes(bytes.array().ok()?))))
        })
    }
}
