//! The part of a graph that is in memory.
//!
//! *Invariants*: data files may come in any order, twice, or not at all; what is known about a product does not depend on
//! which of them came.

use std::collections::{BTreeMap, BTreeSet};

use super::{Edge, GraphId, Manifest, ReadError, read};
use crate::model::{Product, ProductId, SkuKey};

/// The neighbourhoods that were loaded so far.
#[derive(Debug)]
pub struct Graph {
    id: GraphId,
    shards: u32,
    loaded: BTreeSet<u32>,
    products: BTreeMap<ProductId, Product>,
    by_sku: BTreeMap<SkuKey, ProductId>,
    edges: BTreeMap<ProductId, Vec<Edge>>,
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
            loaded: BTreeSet::new(),
            products: BTreeMap::new(),
            by_sku: BTreeMap::new(),
            edges: BTreeMap::new(),
        })
    }

    /// Takes the bytes of one data file; nothing changes when they are refused or known already.
    ///
    /// # Errors
    /// [`ReadError`] as the decoder finds it, and [`ReadError::Mismatch`] for a file of another graph.
    pub fn absorb(&mut self, file: &[u8]) -> Result<(), ReadError> {
        let shard = read::decode(file)?;
        if shard.graph != self.id {
            return Err(ReadError::Mismatch { expected: self.id, found: shard.graph });
        }
        if shard.number >= self.shards {
            return Err(ReadError::Corrupt { offset: 0, what: "its number is beyond the manifest's" });
        }
        if self.loaded.insert(shard.number) {
            for product in shard.products {
                self.by_sku.insert(SkuKey::new(&product.sku), product.id);
                // Only the home copy knows the number of orders, so it replaces what a neighbour's file brought.
                if product.orders.is_some() || !self.products.contains_key(&product.id) {
                    self.products.insert(product.id, product);
                }
            }
            self.edges.extend(shard.neighbourhoods);
        }
        Ok(())
    }

    /// Whether the data file of this SKU has been absorbed; its product may still not exist.
    #[must_use]
    pub fn has_neighbourhood(&self, sku: &SkuKey) -> bool {
        self.loaded.contains(&sku.shard(self.shards))
    }

    /// The product with this SKU, as far as it was loaded.
    #[must_use]
    pub fn product(&self, sku: &SkuKey) -> Option<&Product> {
        self.by_sku.get(sku).and_then(|id| self.products.get(id))
    }

    /// The product at this place, as far as it was loaded.
    #[must_use]
    pub fn product_at(&self, id: ProductId) -> Option<&Product> {
        self.products.get(&id)
    }

    /// What is bought with a product: strongest first, ties by id; empty when its neighbourhood is not loaded.
    #[must_use]
    pub fn neighbours(&self, id: ProductId) -> &[Edge] {
        self.edges.get(&id).map_or(&[], Vec::as_slice)
    }

    /// All loaded products, the most popular first.
    pub fn products(&self) -> impl Iterator<Item = &Product> {
        self.products.values()
    }
}
