//! The loaded part of a graph.
//!
//! *Invariants*: data files may be added in any order, twice, or not at all; the facts about a
//! product do not depend on which files are loaded.

use super::decode::decode;
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
        if shard.number >= self.shards {
            return Err(ReadError::Corrupt {
                offset: 0,
                what: "its number exceeds the manifest's number of data files",
            });
        }
        self.rows
            .take(shard.rows, shard.count)
            .ok_or(ReadError::TooLarge)
    }

    /// The product with this SKU, if it is loaded.
    #[must_use]
    pub fn product(&self, sku: &SkuKey) -> Option<Product<&str>> {
        self.rows.by_sku(sku).and_then(ProductRow::product)
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
