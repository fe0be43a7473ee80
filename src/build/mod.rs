//! Data set + links + catalog + manual links -> the contents of a graph: products and edges.
//!
//! *Invariants*: the same data set, catalog and settings give the same contents; what the merchant linked wins over what orders
//! say, and that over what titles suggest.

pub(crate) mod content_links;
mod deals;
mod disclosure;
mod edges;
mod graph;
pub(crate) mod products;
mod repurchase;
mod settings;
mod title_comparison;
mod variants;

pub use disclosure::Disclosure;
pub use graph::{BuiltGraph, Options, PairSummary};
pub use variants::VariantRule;
