//! The facts about a graph as a whole: its data files, the terms of the shop, and its build.
//!
//! On disk these facts are two files. `manifest.json` contains the names of the other files, and is
//! the only file whose contents change without a new name (`manifest_file.rs`). The policy file
//! contains the data that a page needs before it plans (`policy_file.rs`).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{GraphId, ReadError};
use crate::model::{Currency, Policy, RepeatModel};

/// The manifest of a graph.
#[derive(Clone, Debug, PartialEq)]
pub struct Manifest {
    /// Hash of the graph's contents; the name of every file starts with it.
    pub graph: GraphId,
    /// Number of data files, at least 1.
    pub shards: u32,
    /// Number of further data files, each with all variants of some groups; `0` if the shards
    /// contain them.
    pub variant_files: u32,
    /// The currency of all prices in the graph.
    pub currency: Currency,
    /// The date of the prices, such as `2011-12-09`; `None` if no order has a date.
    pub as_of: Option<String>,
    /// The terms of `shop.toml`.
    pub policy: Policy,
    /// How the shop's customers repeat purchases.
    pub repeat: RepeatModel,
    /// The record of the build; a page does not read it.
    pub record: BuildRecord,
}

/// The record of a build: information for people.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct BuildRecord {
    /// Number of products.
    pub products: u32,
    /// Number of orders from which the graph was learned.
    pub orders: u32,
    /// Number of sessions from which the graph was learned.
    pub visits: u32,
    /// The settings.
    pub settings: BuildSettings,
}

/// The settings of a build.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct BuildSettings {
    /// Name of the method.
    pub method: String,
    /// An order of `n` products has the weight `n^-size_exponent`.
    pub size_exponent: f64,
    /// An order this much older than the newest one has half its weight; `None` for no decay.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub half_life_days: Option<f64>,
    /// A pair `n` steps apart in a session has the weight `step_decay^n`; `None` if the sequence of
    /// the products is unknown or ignored.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step_decay: Option<f64>,
    /// Weight of each product of a session relative to the next one; `None` for a graph of orders,
    /// where all products count the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recency: Option<f64>,
    /// Exponent by which popularity lowers the rank of a consequent.
    pub popularity_exponent: f64,
    /// Evidence that a link needs, in mean order weights.
    pub ridge: f64,
    /// Weight of shared title words, in mean order weights.
    pub title_weight: f64,
    /// Number of best-sellers that have a strength in every cart.
    pub bestsellers: u32,
    /// Maximum number of learned edges per product.
    pub neighbors: u32,
    /// Maximum number of edges per product with two-step links, as a multiple of `neighbors`.
    pub reach: f64,
    /// Counts below this number of orders are not published.
    pub min_support: u32,
    /// Results of tuning; `None` when there were too few orders.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub validation: Option<Validation>,
}

/// Scores of the settings on the shop's latest orders, which were held out of the trials.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Validation {
    /// NDCG@10 of completing a cart.
    pub ndcg_at_10: f64,
    /// The same score for recommending best-sellers only. If it is higher, the shop's products
    /// hardly depend on each other.
    pub popularity_ndcg_at_10: f64,
    /// Share of product pages whose ten links contain another product of the order.
    pub page_hit_at_10: f64,
    /// Share of the products that appear among the ten links of some page.
    pub coverage: f64,
    /// Number of settings tried.
    pub trials: u32,
    /// By hyperparameter, each value with the best objective of its trials.
    pub curve: BTreeMap<String, Vec<(f64, f64)>>,
}

impl Validation {
    /// Whether links predict better than best-sellers.
    #[must_use]
    pub fn links_win(&self) -> bool {
        self.ndcg_at_10 > self.popularity_ndcg_at_10
    }
}

impl Manifest {
    /// The name of data file number `shard`.
    #[must_use]
    pub fn file_name(&self, shard: u32) -> String {
        file_name(self.graph, shard)
    }

    /// The graph's id.
    ///
    /// # Errors
    /// [`ReadError::Corrupt`] for a manifest without data files.
    pub fn check(&self) -> Result<GraphId, ReadError> {
        if self.shards == 0 {
            return Err(ReadError::Corrupt {
                offset: 0,
                what: "the graph has no data files",
            });
        }
        Ok(self.graph)
    }
}

/// The name of a data file of a graph.
pub(super) fn file_name(graph: GraphId, shard: u32) -> String {
    format!("{graph}-{shard:04x}.bin")
}
