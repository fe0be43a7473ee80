//! Tests on the host: import, build, plans and the command line.
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

mod build;
mod catalog_rules;
mod check;
mod cli;
mod cluster_path;
mod command_line;
mod compressed;
mod default_plans;
mod earnings;
mod engine;
mod fuzz;
mod golden_plans;
mod graph;
mod import;
mod import_catalogs;
mod import_kinds;
mod import_layouts;
mod import_leaks;
mod import_lookalikes;
mod import_presets;
mod import_reading;
mod import_spreadsheets;
mod interrupted;
mod markets;
mod offers;
mod own_orders;
mod parquet;
mod planner;
mod promises;
mod quantity_breaks;
mod room_dependencies;
mod same_graph;
mod selectors;
mod shop_config;
mod till;
mod variants;
