//! The part of a graph that is in memory.
//!
//! *Invariants*: data files may come in any order, twice, or not at all; what is known about a product does not depend on
//! which of them came.

use rustc_hash::FxHashMap;

use super::read::{Node, decode};
use super::{Edge, GraphId, Manifest, ReadError};
use crate::model::{Product, ProductId, SkuKey};

/// The neighbourhoods that were loaded so far.
#[derive(Debug)]
pub struct Graph {
    id: GraphId,
    shards: u32,
    nodes: FxHashMap<ProductId, Box<Node>>,
    by_sku: FxHashMap<SkuKey, ProductId>,
}

impl Graph {
    /// An empty graph that takes data files of this manifest.
    ///
    /// # Errors
    /// See [`Manifest::check`].
    pub fn new(manifest: &Manifest) -> Result<Self, ReadError> {
        Ok(Self { id: manifest.check()?, shards: manifest.shards, nodes: FxHashMap::default(), by_sku: FxHashMap::default() })
    }

    /// Takes the bytes of one data file; nothing changes when they are refused or known already.
    ///
    /// # Errors
    /// [`ReadError`] as the decoder finds it, and [`ReadError::Mismatch`] for a file of another graph.
    pub fn absorb(&mut self, file: &[u8]) -> Result<(), ReadError> {
        let shard = decode(file)?;
        if shard.graph != self.id {
            return Err(ReadError::Mismatch { expected: self.id, found: shard.graph });
        }
        if shard.number >= self.shards {
            return Err(ReadError::Corrupt { offset: 0, what: "its number is beyond the manifest's" });
        }
        // Tables that grow stand in memory twice for a moment.
        self.nodes.reserve(shard.nodes.len());
        self.by_sku.reserve(shard.nodes.len());
        for node in shard.nodes {
            let id = node.product.id;
            // Only a home copy has edges and the number of orders, so nothing takes its place.
            if node.is_home() || !self.nodes.contains_key(&id) {
                self.by_sku.insert(SkuKey::new(&node.product.sku), id);
                self.nodes.insert(id, node);
            }
        }
        Ok(())
    }

    /// The product with this SKU, as far as it was loaded.
    #[must_use]
    pub fn product(&self, sku: &SkuKey) -> Option<&Product> {
        self.by_sku.get(sku).and_then(|id| self.product_at(*id))
    }

    /// The product at this place, as far as it was loaded.
    #[must_use]
    pub fn product_at(&self, id: ProductId) -> Option<&Product> {
        self.nodes.get(&id).map(|node| &node.product)
    }

    /// What is bought with a product: strongest first, ties by id; empty when its neighbourhood is not loaded.
    #[must_use]
    pub fn neighbours(&self, id: ProductId) -> &[Edge] {
        self.nodes.get(&id).map_or(&[], |node| node.edges.as_slice())
    }

    /// What is better about a product that another one leads to, or special, in words.
    #[must_use]
    pub fn note(&self, from: ProductId, to: ProductId) -> Option<&str> {
        let notes = self.nodes.get(&from).map(|node| node.notes.as_slice()).unwrap_or_default();
        notes.iter().find(|(known, _)| *known == to).map(|(_, text)| text.as_str())
    }

    /// All loaded products, in no particular order; sorted by id the most popular come first.
    pub fn products(&self) -> impl Iterator<Item = &Product> {
        let mut products: Vec<&Product> = self.nodes.values().map(|node| &node.product).collect();
        products.sort_unstable_by_key(|product| product.id);
        products.into_iter()
    }
}
