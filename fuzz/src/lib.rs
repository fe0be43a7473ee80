//! What the fuzz targets do with bytes.
//!
//! *Invariants*: every function takes any bytes and panics for nothing but a broken promise of the product; it keeps nothing
//! between two calls. The fuzzer calls them with bytes of its own (`targets/`), `cargo test` with the seeds of `tests/data/seeds/`.

mod files;
mod given;
pub mod graphs;
pub mod rules;

pub use files::{import_catalog, import_orders, shop_toml};
pub use graphs::{plan, read_graph, round_trip};

/// All targets by the names of their seeds' directories.
pub const TARGETS: [(&str, fn(&[u8])); 6] = [
    ("import_catalog", import_catalog),
    ("import_orders", import_orders),
    ("plan", plan),
    ("read_graph", read_graph),
    ("round_trip", round_trip),
    ("shop_toml", shop_toml),
];
