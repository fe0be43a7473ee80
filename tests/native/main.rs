//! Tests on the host: exports in, graphs out, plans made.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    clippy::similar_names,
    clippy::type_complexity,
    clippy::panic
)]
#![cfg(not(target_arch = "wasm32"))]

mod arrows;
mod build;
mod check;
mod cli;
mod command_line;
mod compressed;
mod engine;
mod fuzz;
mod golden_plans;
mod graph;
mod import;
mod interrupted;
mod offers;
mod parquet;
mod planner;
mod same_graph;
mod selectors;
mod shop_config;
