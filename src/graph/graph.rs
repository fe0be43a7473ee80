//! The part of a graph that is in memory.
//!
//! *Invariants*: data files may come in any order, twice, or not at all; what is known about a product does not depend on
//! which of them came.

use super::decode::decode;
use super::row::{Row, edge};
use super::rows::Rows;
use super::{Edge, GraphId, Manifest, ReadError};
use crate::model::{Product, ProductId, SkuKey};

/// The neighborhoods that were loaded so far.
#[derive(Debug)]
pub struct Graph {
    id: GraphId,
    shards: u32,
    rows: Rows,
}

impl Graph {
    /// An empty graph that takes data files of this manifest.
    ///
    /// # Errors
    /// See [`Manifest::check`].
    pub fn new(manifest: &Manifest) -> Result<Self, ReadError> {
        Ok(Self {
            id: manifest.check()?,
            shards: manifest.shards,
            rows: Rows::new(),
        })
    }

    /// Takes the bytes of one data file; nothing changes when they are refused or known already.
    ///
    /// # Errors
    /// [`ReadError`] as the decoder finds it, and [`ReadError::Mismatch`] for a file of another graph.
    pub fn add_shard(&mut self, file: &[u8]) -> Result<(), ReadError> {
        // Only a home copy has edges and the number of orders, so nothing takes its place.
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
                what: "its number is beyond the manifest's",
            });
        }
        self.rows
            .take(shard.rows, shard.count)
            .ok_or(ReadError::TooLarge)
    }

    /// The product with this SKU, as far as it was loaded.
    #[must_use]
    pub fn product(&self, sku: &SkuKey) -> Option<Product<&str>> {
        self.rows.by_sku(sku).and_then(Row::product)
    }

    /// The product at this place, as far as it was loaded.
    #[must_use]
    pub fn product_at(&self, id: ProductId) -> Option<Product<&str>> {
        self.rows.by_id(id).and_then(Row::product)
    }

    /// What is bought with a product: strongest first, ties by id; empty when its neighborhood is not loaded.
    pub fn neighbors(&self, id: ProductId) -> impl Iterator<Item = Edge> + Clone + '_ {
        self.rows
            .by_id(id)
            .map(|row| row.edges)
            .unwrap_or_default()
            .iter()
            .map(edge)
    }

    /// What is better about a product that another one leads to, or special, in words.
    #[must_use]
    pub fn note(&self, from: ProductId, to: ProductId) -> Option<&str> {
        let mut notes = self.rows.by_id(from).and_then(Row::notes)?;
        notes.find(|(known, _)| *known == to).map(|(_, text)| text)
    }

    /// All loaded products, ascending by id: the most popular come first.
    pub fn products(&self) -> impl Iterator<Item = Product<&str>> {
        self.rows.iter().filter_map(Row::product)
    }
}
