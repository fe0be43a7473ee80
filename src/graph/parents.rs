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

/// The SKUs of the loaded groups.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Parents(Vec<u8>);

impl Parents {
    /// Reads the parents at the end of a file with these products.
    pub(super) fn read(
        bytes: &mut Bytes<'_>,
        ids: &[ProductId],
        homes: Bits<'_>,
    ) -> Result<Self, ReadError> {
        let mut parents = Self::default();
        for _ in 0..bytes.count_of(PARENT_BYTES)? {
            let (sku, place) = (bytes.text()?, bytes.varint()?);
            let place = usize::try_from(place).unwrap_or(usize::MAX);
            let id = ids
                .get(place)
                .filter(|_| homes.at(place) && !sku.is_empty());
            let Some(id) = id else {
                return Err(bytes.corrupt("the SKU of a group leads to no product"));
            };
            parents.add(sku, *id).ok_or(ReadError::TooLarge)?;
        }
        Ok(parents)
    }

    /// Adds those of another file. `None` when memory is exhausted.
    pub(super) fn extend(&mut self, other: &Self) -> Option<()> {
        for (sku, id) in other.iter() {
            self.add(sku, id)?;
        }
        Some(())
    }

    fn add(&mut self, sku: &str, id: ProductId) -> Option<()> {
        if self.find(&SkuKey::new(sku)).is_none() {
            self.0.try_reserve(sku.len().saturating_add(8)).ok()?;
            push_text(&mut self.0, sku);
            self.0.extend(id.0.to_le_bytes());
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
