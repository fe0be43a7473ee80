//! The loaded part of a graph.
//!
//! Wherever a SKU is looked up, the SKU of a group of variants finds one of its products.
//!
//! *Invariants*: data files may be added in any order, twice, or not at all; the facts about a
//! product do not depend on which files are loaded.

use super::decode::decode;
use super::parents::Parents;
use super::row::{ProductRow, edge};
use super::row_store::ProductRows;
use super::{Edge, GraphId, Manifest, ReadError};
use crate::model::{Product, ProductId, RepeatModel, SkuKey};

/// The neighborhoods that have been loaded.
#[derive(Debug)]
pub struct Graph {
    id: GraphId,
    shards: u32,
    repeat: RepeatModel,
    rows: ProductRows,
    /// Number of files with the variants of groups, whose numbers follow the shards.
    variant_files: u32,
    parents: Parents,
}

impl Graph {
    /// An empty graph for the data files of this manifest.
    ///
    /// # Errors
    /// See [`Manifest::check`].
    pub fn new(manifest: &Manifest) -> Result<Self, ReadError> {
        Ok(Self {
            id: manifest.check()?,
            shards: manifest.shards,
            repeat: manifest.repeat.clone(),
            rows: ProductRows::new(),
            variant_files: manifest.variant_files,
            parents: Parents::default(),
        })
    }

    /// Adds the bytes of one data file. Nothing changes if the file is refused or was added before.
    ///
    /// # Errors
    /// [`ReadError`] from the decoder, and [`ReadError::Mismatch`] for a file of another graph.
    pub fn add_shard(&mut self, file: &[u8]) -> Result<(), ReadError> {
        // Only a home copy has edges and the number of orders, so no other copy replaces it.
        let is_wanted = |id, is_home| {
            self.rows
                .by_id(id)
                .is_none_or(|known| is_home && !known.is_home())
        };
        let shard = decode(file, is_wanted)?;
        if shard.graph != self.id {
            return Err(ReadError::Mismatch {
                expected: self.id,
                found: shard.graph,
            });
        }
        if shard.number >= self.shards.saturating_add(self.variant_files) {
            return Err(ReadError::Corrupt {
                offset: 0,
                what: "its number exceeds the manifest's number of data files",
            });
        }
        self.parents
            .extend(&shard.parents)
            .ok_or(ReadError::TooLarge)?;
        self.rows
            .take(shard.rows, shard.count)
            .ok_or(ReadError::TooLarge)
    }

    /// The product with this SKU, if it is loaded; for the SKU of a group the variant that
    /// represents it, which has another SKU.
    #[must_use]
    pub fn product(&self, sku: &SkuKey) -> Option<Product<&str>> {
        let by_sku = self.rows.by_sku(sku).and_then(ProductRow::product);
        by_sku.or_else(|| self.product_at(self.parents.find(sku)?))
    }

    /// Number of the data file with all variants of a group; `None` if the shards contain them.
    #[must_use]
    pub fn variant_file(&self, group: u32) -> Option<u32> {
        let place = group.checked_rem(self.variant_files)?;
        self.shards.checked_add(place)
    }

    /// The loaded products that differ visibly from the other variants of their group: the group,
    /// the place in the catalog's order, and the product, ascending.
    #[must_use]
    pub fn variants(&self) -> Vec<(u32, u32, ProductId)> {
        let variants = self.products().filter_map(|product| {
            let place = product.variant?.place;
            Some((product.group?, place, product.id))
        });
        let mut variants: Vec<_> = variants.collect();
        variants.sort_unstable();
        variants
    }

    /// The product with this id, if it is loaded.
    #[must_use]
    pub fn product_at(&self, id: ProductId) -> Option<Product<&str>> {
        self.rows.by_id(id).and_then(ProductRow::product)
    }

    /// The edges of a product, the strongest first, ties by id; empty if its neighborhood is not
    /// loaded.
    pub fn neighbors(&self, id: ProductId) -> impl Iterator<Item = Edge> + Clone + '_ {
        self.rows
            .by_id(id)
            .map(|row| row.edges)
            .unwrap_or_default()
            .iter()
            .map(edge)
    }

    /// The note on an edge.
    #[must_use]
    pub fn note(&self, from: ProductId, to: ProductId) -> Option<&str> {
        let mut notes = self.rows.by_id(from).and_then(ProductRow::notes)?;
        notes.find(|(known, _)| *known == to).map(|(_, text)| text)
    }

    /// How the shop's customers repeat purchases.
    #[must_use]
    pub fn repeat(&self) -> &RepeatModel {
        &self.repeat
    }

    /// All loaded products, ascending by id: the most popular first.
    pub fn products(&self) -> impl Iterator<Item = Product<&str>> {
        self.rows.iter().filter_map(ProductRow::product)
    }
}
