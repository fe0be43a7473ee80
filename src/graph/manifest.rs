//! `manifest.json`: what a page must know before it asks for a data file.
//!
//! *Invariants*: small (about a kilobyte, whatever the size of the shop), and the only file of a graph that changes under its
//! name.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{FORMAT, GraphId, ReadError};
use crate::model::{Currency, Policy};

/// The manifest; its JSON has these fields in snake case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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
    /// The date that its prices are of, such as `2011-12-09`; `None` where no order has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<String>,
    /// Number of orders it was learned from.
    pub orders: u32,
    /// Number of visits it was learned from.
    #[serde(default)]
    pub visits: u32,
    /// How it was learned; information for people.
    #[serde(default)]
    pub settings: Settings,
    /// What `shop.toml` says.
    #[serde(default)]
    pub policy: Policy,
}

/// How a graph was learned.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// How links are chosen and weighed, in words.
    pub method: String,
    /// An order of `n` products weighs `n` to the power of minus this.
    pub size_exponent: f64,
    /// An order this much older than the newest one weighs half; none forgets nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub half_life_days: Option<f64>,
    /// A pair `n` steps apart in a visit weighs this to the power of `n`; none where steps are not known, or do not matter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step_decay: Option<f64>,
    /// Of two products that follow on each other in a visit, the earlier one says this much of what the later one says; none in
    /// a graph of orders, where all products say the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recency: Option<f64>,
    /// How much popularity is held against a product when links are chosen.
    pub popularity_exponent: f64,
    /// How much evidence a link needs, in mean order weights.
    pub ridge: f64,
    /// How much shared words of two titles count, in mean order weights.
    pub title_weight: f64,
    /// So many best-sellers are weighed against the edges in every basket.
    pub bestsellers: u32,
    /// At most this many learned edges a product.
    pub neighbors: u32,
    /// At most this many times as many edges a product, those at second hand among them.
    pub reach: f64,
    /// Counts below this number of orders are not published.
    pub min_support: u32,
    /// What the settings are worth; none when there were too few orders to try any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub validation: Option<Validation>,
}

/// What settings were worth on the shop's latest orders, which the trials did not learn from.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Validation {
    /// NDCG@10 of completing a basket.
    pub ndcg_at_10: f64,
    /// The same of naming what sells best: where it is more, the shop's products hardly depend on each other.
    pub popularity_ndcg_at_10: f64,
    /// Share of product pages whose ten links hold another product of the order.
    pub page_hit_at_10: f64,
    /// Share of the products that some page shows.
    pub coverage: f64,
    /// Number of settings tried.
    pub trials: u32,
    /// By setting: its values with what the best of their trials was worth.
    pub curve: BTreeMap<String, Vec<(f64, f64)>>,
}

impl Validation {
    /// Whether links told more than what sells best does.
    #[must_use]
    pub fn links_win(&self) -> bool {
        self.ndcg_at_10 > self.popularity_ndcg_at_10
    }
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
        id.ok_or(ReadError::Corrupt {
            offset: 0,
            what: "the manifest names no graph",
        })
    }
}

/// The name of a data file of a graph.
pub(super) fn file_name(graph: &str, shard: u32) -> String {
    format!("{graph}-{shard:04x}.bin")
}
