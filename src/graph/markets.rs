//! The further markets of a graph's directory.
//!
//! ```text
//! manifest.json  plans/  *.bin     the shop itself, and the data files of all markets
//! markets.json                     the list of the markets
//! markets/ID/manifest.json         a market, with other prices, titles and terms
//! markets/ID/plans/                its default plans
//! ```
//!
//! A page loads the manifest of its market and no file of another one. It needs the list only where
//! the market is not clear: the currency of its cart is another one, or there is no such market.
//!
//! *Invariants*: a graph without further markets has neither the list nor the folder.

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{Encoded, Manifest};

/// Name of the folder.
pub(super) const MARKETS: &str = "markets";

/// Name of the list.
pub(super) const LIST: &str = "markets.json";

/// One market in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MarketEntry {
    /// Its name for pages; empty for the shop itself.
    pub id: String,
    /// The currency of its prices.
    pub currency: String,
    /// Language tags of its pages.
    pub languages: Vec<String>,
    /// Its countries by ISO 3166 codes.
    pub countries: Vec<String>,
}

/// The content of the list.
#[derive(Serialize, Deserialize)]
struct MarketList {
    markets: Vec<MarketEntry>,
}

/// The text of the list.
pub(super) fn list(markets: &[MarketEntry]) -> serde_json::Result<String> {
    let markets = markets.to_vec();
    Ok(serde_json::to_string_pretty(&MarketList { markets })? + "\n")
}

/// The markets of the graph in a directory, which may be the folder of one of them; empty for a graph
/// without further markets, and for a list that cannot be read.
#[must_use]
pub fn read_markets(directory: &Path) -> Vec<MarketEntry> {
    let graph = market_of(directory).map_or(directory, |(_, graph)| graph);
    let text = fs::read_to_string(graph.join(LIST)).unwrap_or_default();
    let list: Option<MarketList> = serde_json::from_str(&text).ok();
    list.map_or_else(Vec::new, |list| list.markets)
}

/// What a build writes for one market.
#[derive(Debug)]
pub struct MarketFiles<'a> {
    /// The market's name for pages; empty for the shop itself.
    pub id: &'a str,
    /// Its manifest.
    pub manifest: &'a Manifest,
    /// Its data files.
    pub encoded: &'a Encoded,
    /// Its default plans, by name.
    pub plans: &'a [(String, Vec<u8>)],
}

impl MarketFiles<'_> {
    /// The folder of its manifest inside a graph's directory.
    pub(super) fn folder(&self) -> PathBuf {
        if self.id.is_empty() {
            PathBuf::new()
        } else {
            Path::new(MARKETS).join(self.id)
        }
    }
}

/// The market whose folder this is, and the directory of its graph; `None` for a graph's directory.
#[must_use]
pub fn market_of(directory: &Path) -> Option<(&str, &Path)> {
    let folder = directory.parent()?;
    let is_market = folder.file_name().is_some_and(|name| name == MARKETS);
    let id = directory.file_name()?.to_str()?;
    is_market.then_some((id, folder.parent()?))
}
