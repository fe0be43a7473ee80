//! Tillside: product recommendations and cart offers for shop pages, computed in the shopper's
//! browser from a product graph that is built from the shop's own orders.
//!
//! On the host this crate is the graph builder (the `tillside` command), on `wasm32` it is the
//! widget. Both share a pure core.
//!
//! # The idea
//!
//! An order contains products that were bought together. From many orders the builder learns
//! *links*: a product with its best companions, each with a strength and, if it may be published,
//! the number of orders behind it. Products and links are the *graph*, written as static files: a
//! small manifest, a *policy file* with the shop's terms, and *data files* that contain a few
//! products each, with all facts about their neighbors that a page needs. The SKU of a product
//! determines its data file, so a page loads only the few files that it needs.
//!
//! In the page, the engine combines the graph, the shop's terms (the *policy*) and the state of the
//! page (the *context*: cart, viewed product, shopper) into a *plan*: all offers that the page
//! shows at this moment, each with its reason. The views render the plan.
//!
//! # Layout
//!
//! - [`model`]: the data types. Money, SKUs, products, carts, policies, kinds of offers, plans.
//! - [`graph`]: the product graph as bytes. Format, decoder, encoder, and (on the host) the
//!   directory on disk.
//! - [`engine`]: context + graph + policy -> plan. The planner, and one file for each kind of
//!   offer.
//! - `import` (host): exports -> rows. CSV, spreadsheets, JSON, XML, Parquet.
//! - `shop_config` (host): `shop.toml` -> the shop's settings and policy.
//! - `dataset` (host): rows -> data set. Lines become orders and sessions.
//! - `offline` (host): held-out orders, ranking metrics, confidence intervals.
//! - `train` (host): data set -> links. Counting, similarity, ridge regression, tuning.
//! - `build` (host): data set + links + catalog + manual links -> the contents of a graph.
//! - `evaluate` (host): recommendations measured on held-out orders, and the report.
//! - `simulate` (host): orders replayed through the offers of a shop.
//! - `earnings` (host, and wasm32 with the feature of that name): orders and events -> what the offers
//!   earned.
//! - `html_page` (as `earnings`): the pieces of HTML that the reports of `evaluate` and `earnings` share.
//! - `cluster` (host): the SQL with which a database counts orders, and the reader of its tables.
//! - `check` (host): `shop.toml` compared with a graph and orders.
//! - `cli` (host): arguments, progress, summaries, exit codes.
//! - [`widget`]: the English strings and the views: Leptos on wasm32, descriptions of
//!   nodes on the host.
//! - `wasm_exports` (wasm32): the only `#[wasm_bindgen]` file.
//!
//! Arrows point one way: `wasm_exports -> widget -> engine -> graph -> model`, and on the host `cli ->
//! {evaluate, simulate, check} -> build -> train -> {offline, dataset}`.
//! `tests/native/room_dependencies.rs` lists all arrows, and `CONTRIBUTING.md` follows an order line and a cart through the rooms.
//!
//! # Scope of this crate
//!
//! It recommends products on the basis of past orders. It does not track shoppers, does not send
//! data to a server, and does not read a page beyond its own elements.
//!
//! # Example
//!
//! Encodes a graph of two products, decodes it, and plans the bundle of a lantern:
//!
//! ```
//! use tillside::engine::{self, Context, Slot};
//! use tillside::graph::{GraphContents, Edge, Graph, Manifest, encode};
//! use tillside::model::{Currency, OfferKind, Policy, Product, ProductId, Relation, SkuKey};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let product = |id, sku: &str, price_minor| Product {
//!     id: ProductId(id), sku: sku.into(), title: format!("The {sku}"), orders: Some(120),
//!     price_minor: Some(price_minor), is_available: true, ..Product::default()
//! };
//! let to_candle = Edge {
//!     to: ProductId(1), relation: Relation::OftenBoughtWith, is_manual: false, weight: 9,
//!     together: Some(41),
//! };
//! let contents = GraphContents {
//!     products: vec![product(0, "lantern", 1299), product(1, "candle", 349)],
//!     edges: vec![vec![to_candle], vec![]],
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
//! assert_eq!(plan.offers[0].items[1].title, "The candle");
//! assert_eq!(plan.offers[0].total_minor, 1648);
//! # Ok(())
//! # }
//! ```

pub mod engine;
pub mod graph;
pub mod model;
pub mod widget;

#[cfg(not(target_arch = "wasm32"))]
pub mod build;
#[cfg(not(target_arch = "wasm32"))]
pub mod check;
#[cfg(not(target_arch = "wasm32"))]
pub mod cli;
#[cfg(not(target_arch = "wasm32"))]
pub mod cluster;
#[cfg(not(target_arch = "wasm32"))]
pub mod dataset;
#[cfg(not(target_arch = "wasm32"))]
mod did_you_mean;
#[cfg(any(not(target_arch = "wasm32"), feature = "earnings"))]
pub mod earnings;
#[cfg(not(target_arch = "wasm32"))]
pub mod evaluate;
#[cfg(any(not(target_arch = "wasm32"), feature = "earnings"))]
mod html_page;
#[cfg(not(target_arch = "wasm32"))]
pub mod import;
#[cfg(not(target_arch = "wasm32"))]
pub mod offline;
#[cfg(not(target_arch = "wasm32"))]
pub mod shop_config;
#[cfg(not(target_arch = "wasm32"))]
pub mod simulate;
#[cfg(not(target_arch = "wasm32"))]
pub mod train;

#[cfg(target_arch = "wasm32")]
pub mod wasm_exports;
