//! The product graph as bytes: a directory with a small `manifest.json` and immutable data files ("shards").
//!
//! A product's shard follows from its SKU alone ([`SkuKey::shard`](crate::model::SkuKey::shard)), and a shard is
//! self-contained: its *home* products, their edges, and the facts of every product that an edge leads to. So a page asks
//! for the neighborhood of the few SKUs that it shows and transfers a few kilobytes, whether the shop sells a hundred
//! products or a million; a small shop has one shard.
//!
//! *Invariants*: reading never trusts a byte, never panics, and never allocates by a number that it has not checked against
//! the bytes that are left; the same contents gives the same bytes; data files are named after the graph's content, so they
//! never change under their name.

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
mod manifest_checksum;
#[cfg(not(target_arch = "wasm32"))]
mod output;
#[cfg(not(target_arch = "wasm32"))]
mod quantize;
mod row;
mod rows;

#[cfg(not(target_arch = "wasm32"))]
pub use directory::{DirectoryError, read_directory, write_directory};
#[cfg(not(target_arch = "wasm32"))]
pub use encode::{DataFile, Encoded, GraphContents, encode, encode_edges};
pub use error::ReadError;
pub use format::{Edge, GraphId, STRENGTH_MAX};
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use format::{WEIGHT_MAX, strength};
pub use graph::Graph;
pub use manifest::{Manifest, Settings, Validation};
#[cfg(not(target_arch = "wasm32"))]
pub use manifest_checksum::check_text;
#[cfg(not(target_arch = "wasm32"))]
pub use output::Output;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use quantize::{quantize, quantize_base};

/// Version of the manifest and of the data files; a reader takes exactly its own.
///
/// It grows by one whenever a reader of the version before would misread the bytes. Builder and widget are released
/// together, and a rebuild takes seconds, so there is no reading of older versions.
pub const FORMAT: u8 = 3;
