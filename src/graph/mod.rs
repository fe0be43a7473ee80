//! The product graph as bytes: a directory with a small `manifest.json`, an immutable policy file, and
//! immutable data files ("shards").
//!
//! A product's SKU alone determines its shard ([`SkuKey::shard`](crate::model::SkuKey::shard)), and
//! a shard is self-contained: it contains its *home* products, their edges, and the facts about
//! every product that an edge leads to. A page therefore loads the neighborhood of the few SKUs
//! that it shows, which is a few kilobytes whether the shop sells a hundred products or a million.
//! A small shop has one shard. In a larger one, further data files have all variants of some
//! groups, from which a shopper can choose; only a page that offers one of these products loads them.
//!
//! *Invariants*: reading never trusts a byte, never panics, and never allocates by a number that
//! was not checked against the remaining bytes; the same contents give the same bytes; data files
//! are named after the graph's contents, so a file with a given name never changes.

mod bytes;
mod columns;
mod decode;
#[cfg(not(target_arch = "wasm32"))]
mod directory;
#[cfg(not(target_arch = "wasm32"))]
mod encode;
mod error;
mod format;
#[expect(
    clippy::module_inception,
    reason = "the type `Graph` lives where its name says"
)]
mod graph;
mod manifest;
#[cfg(not(target_arch = "wasm32"))]
mod manifest_file;
#[cfg(not(target_arch = "wasm32"))]
mod markets;
#[cfg(not(target_arch = "wasm32"))]
mod output;
mod parents;
#[cfg(not(target_arch = "wasm32"))]
mod plans;
mod policy_file;
#[cfg(not(target_arch = "wasm32"))]
mod quantize;
mod row;
mod row_store;

#[cfg(not(target_arch = "wasm32"))]
pub use directory::{DirectoryError, read_directory, write_directory};
#[cfg(not(target_arch = "wasm32"))]
pub use encode::{DataFile, Encoded, GraphContents, encode, encode_edges};
pub use error::ReadError;
pub use format::{Edge, GraphId, STRENGTH_MAX};
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use format::{WEIGHT_MAX, strength};
pub use graph::Graph;
pub use manifest::{BuildRecord, BuildSettings, Manifest, Validation};
#[cfg(not(target_arch = "wasm32"))]
pub use markets::{MarketEntry, MarketFiles, market_of, read_markets};
#[cfg(not(target_arch = "wasm32"))]
pub use output::Output;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use quantize::{quantize, quantize_base};

/// Version of the manifest, of the policy file and of the data files; a reader accepts exactly its own.
///
/// It increases whenever a reader of the previous version would misread the bytes. Builder and
/// widget are released together, and a rebuild takes seconds, so older versions are not supported.
pub const FORMAT: u8 = 5;
