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

/// Most bytes of a length and an id, for texts of a usual length.
const LENGTH_AND_ID: usize = 6;

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
        let (mut parents, mut before) = (Self::default(), None);
        for _ in 0..bytes.count_of(PARENT_BYTES)? {
            let (sku, place) = (bytes.text()?, bytes.varint()?);
            let place = usize::try_from(place).unwrap_or(usize::MAX);
            let id = ids
                .get(place)
                .filter(|_| homes.at(place) && !sku.is_empty());
            let Some(id) = id else {
                return Err(bytes.corrupt("the SKU of a group leads to no product"));
            };
            // Strictly ascending, so that no SKU is there twice.
            if before.replace(sku).is_some_and(|before| before >= sku) {
                return Err(bytes.corrupt("the SKUs of groups do not ascend"));
            }
            let length = sku.len().saturating_add(LENGTH_AND_ID);
            parents
                .0
                .try_reserve(length)
                .map_err(|_| ReadError::TooLarge)?;
            push_text(&mut parents.0, sku);
            parents.0.extend(id.0.to_le_bytes());
        }
        Ok(parents)
    }

    /// Adds those of another file, unless it was added before: a SKU belongs to one file. `None`
    /// when memory is exhausted.
    pub(super) fn extend(&mut self, other: &Self) -> Option<()> {
        let is_known = |(sku, _): (&str, _)| self.find(&SkuKey::new(sku)).is_some();
        if !other.iter().next().is_some_and(is_known) {
            self.0.try_reserve(other.0.len()).ok()?;
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
