//! Data set + links + catalog + manual links -> the contents of a graph: products and edges.
//!
//! *Invariants*: the same data set, catalog and settings give the same contents; manual links take
//! precedence over links from orders, and those over inferred links.

pub(crate) mod content_links;
mod deals;
mod default_plans;
mod disclosure;
mod edges;
mod element_html;
mod graph;
mod groups;
mod manifest;
mod markets;
pub(crate) mod products;
mod settings;
mod title_comparison;
mod variants;

pub use default_plans::{DEFAULT_PLAN_KINDS, DefaultPlans, plan_files, plan_name};
pub use disclosure::Disclosure;
pub use element_html::Unpainted;
pub use graph::{BuiltGraph, Options, PairSummary};
pub use markets::{Catalogs, MarketCatalog, complete, in_language};
pub use variants::VariantRule;
