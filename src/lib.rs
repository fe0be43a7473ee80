//! Tillside, the rack beside the till: small offers at the right moment inside any shop's page, computed in the shopper's
//! own browser from a product graph that was built out of the shop's own orders.
//!
//! The compile target decides what this crate is. On the host it is the graph builder (the `tillside` command line), on
//! `wasm32` it is the widget, and in the middle is a pure core that both share:
//!
//! # Layout
//!
//! - [`model`]: the shop's nouns. Money, SKUs, products, baskets, policies, kinds of offers, plans.
//! - [`graph`]: the product graph as bytes. Grammar, decoder, encoder, and (on the host) the directory on disk.
//! - [`engine`]: context + graph + policy -> plan. The planner, and one file for each kind of offer.
//! - `import` (host): exports -> rows. CSV, gzipped CSV, Parquet.
//! - `shop_config` (host): `shop.toml` -> the shop's settings and policy.
//! - `dataset` (host): rows -> data set. Lines become orders and sessions.
//! - `offline` (host): held-out orders, ranking metrics, confidence intervals.
//! - `train` (host): data set -> links. Counting, similarity, ridge regression, tuning.
//! - `build` (host): data set + links + catalog + manual links -> the contents of a graph.
//! - `evaluate` (host): how good a graph is on orders it was not learned from, and the report.
//! - `simulate` (host): orders replayed through the offers of a shop.
//! - `check` (host): what in `shop.toml` a graph and orders contradict.
//! - `cli` (host): arguments, progress, summaries, exit codes.
//! - `widget`, `boundary` (wasm32): the Leptos views and the only `#[wasm_bindgen]` file.
//!
//! Arrows point one way: `boundary -> widget -> engine -> graph -> model`, and on the host `cli -> {evaluate, simulate,
//! check} -> build -> train -> {offline, dataset}`. `tests/native/arrows.rs` has the whole list.
//!
//! # Scope of this crate
//!
//! It recommends from what a shop sold. It does not track shoppers, does not talk to a server while a page is open, and
//! does not read a page beyond its own elements.
//!
//! # Example
//!
//! A graph of two products, written to bytes, read back and asked what goes with a lantern:
//!
//! ```
//! use tillside::engine::{self, Context, Slot};
//! use tillside::graph::{GraphContents, Edge, Graph, Manifest, encode};
//! use tillside::model::{Currency, OfferKind, Policy, Product, ProductId, Relation, SkuKey};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let product = |id, sku: &str, price_minor| Product {
//!     id: ProductId(id), sku: sku.into(), title: format!("The {sku}"), price_minor: Some(price_minor),
//!     orders: Some(120), is_available: true, ..Product::default()
//! };
//! let contents = GraphContents {
//!     products: vec![product(0, "lantern", 1299), product(1, "candle", 349)],
//!     edges: vec![vec![Edge { to: ProductId(1), relation: Relation::OftenBoughtWith, is_manual: false, weight: 9, together: Some(41) }], vec![]],
//!     ..GraphContents::default()
//! };
//! let gbp = Currency::new("GBP")?;
//! let encoded = encode(&contents);
//! let manifest = Manifest::new(&encoded, &contents, gbp.clone(), 500, Policy::default());
//!
//! let mut graph = Graph::new(&manifest)?;
//! for file in &encoded.files {
//!     graph.add_shard(&file.bytes)?;
//! }
//! let bundle = Slot::of(0, OfferKind::Bundle, Some(SkuKey::new("lantern")));
//! let context = Context { slots: vec![bundle], ..Context::new(gbp) };
//! let plan = engine::plan(&graph, &manifest.policy, &context);
//! assert_eq!(plan.units[0].items[1].title, "The candle");
//! assert_eq!(plan.units[0].total_minor, 1648);
//! # Ok(())
//! # }
//! ```

pub mod engine;
pub mod graph;
pub mod model;

#[cfg(not(target_arch = "wasm32"))]
pub mod build;
#[cfg(not(target_arch = "wasm32"))]
pub mod check;
#[cfg(not(target_arch = "wasm32"))]
pub mod cli;
#[cfg(not(target_arch = "wasm32"))]
pub mod dataset;
#[cfg(not(target_arch = "wasm32"))]
pub mod evaluate;
#[cfg(not(target_arch = "wasm32"))]
pub mod import;
#[cfg(not(target_arch = "wasm32"))]
pub mod offline;
#[cfg(not(target_arch = "wasm32"))]
pub mod shop_config;
#[cfg(not(target_arch = "wasm32"))]
pub mod simulate;
#[cfg(not(target_arch = "wasm32"))]
mod suggest;
#[cfg(not(target_arch = "wasm32"))]
pub mod train;

#[cfg(target_arch = "wasm32")]
pub mod boundary;
#[cfg(target_arch = "wasm32")]
pub mod widget;
