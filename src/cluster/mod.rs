//! The cluster path: a database counts the orders, and the build reads its tables instead of an
//! export.
//!
//! [`order_script`] prints the statements that clean the order lines and aggregate everything that
//! needs no weights. [`TableFolder::read`] reads their tables, [`Tables::pair_script`] tunes on the latest
//! orders and prints the statements that count pairs with these weights, and [`Tables::learn`] finishes
//! the graph.
//!
//! *Invariants*: the tables contain integers and texts alone, so every database gets the same
//! aggregates, and the graph is that of a build from the same lines, byte for byte; each row names its
//! run, and the tables of two runs are refused; every table has the number of rows that the database
//! counted.

#![expect(
    clippy::arithmetic_side_effects,
    reason = "sums are numbers of orders and rows in memory, far below the limits of their types"
)]

mod dialect;
mod error;
mod learn;
mod read;
mod script;
mod tables;

pub use dialect::Dialect;
pub use error::ClusterError;
pub use read::{TableFolder, Tables};
pub use script::{OrderScript, PairScript, order_script, pair_script};
