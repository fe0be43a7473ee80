//! `manifest.json`: what a page must know before it asks for a data file.
//!
//! *Invariants*: small (about a kilobyte, whatever the size of the shop), and the only file of a graph that changes under its
//! name.

use serde::{Deserialize, Serialize};

use super::{FORMAT, GraphId, ReadError};
use crate::model::{Currency, Policy};

/// The manifest; its JSON has these fields in snake case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// [`FORMAT`] of the release that wrote it.
    pub format: u32,
    /// The graph's content in sixteen hexadecimal digits; every data file begins its name with them.
    pub graph: String,
    /// Number of data files, at least 1.
    pub shards: u32,
    /// The currency of all prices in the graph.
    pub currency: Currency,
    /// Number of products.
    pub products: u32,
    /// Number of orders it was learned from.
    pub orders: u32,
    /// How it was learned; information for people.
    #[serde(default)]
    pub settings: Settings,
    /// What `shop.toml` says.
    #[serde(default)]
    pub policy: Policy,
}

/// How a graph was learned.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// The strength of an edge, in a word.
    pub method: String,
    /// At most this many edges a product.
    pub neighbours: u32,
    /// Counts below this number of orders are not published.
    pub min_support: u32,
}

impl Manifest {
    /// The name of data file number `shard`.
    #[must_use]
    pub fn file_name(&self, shard: u32) -> String {
        file_name(&self.graph, shard)
    }

    /// Checks that this release can read the graph and returns its id.
    ///
    /// # Errors
    /// [`ReadError::Version`] for another format, [`ReadError::Corrupt`] for an impossible manifest.
    pub fn check(&self) -> Result<GraphId, ReadError> {
        if self.format != u32::from(FORMAT) {
            return Err(ReadError::Version { found: self.format });
        }
        let id = GraphId::parse(&self.graph).filter(|_| self.shards > 0);
        id.ok_or(ReadError::Corrupt { offset: 0, what: "the manifest names no graph" })
    }
}

/// The name of a data file of a graph.
pub(super) fn file_name(graph: &str, shard: u32) -> String {
    format!("{graph}-{shard:04x}.bin")
}
