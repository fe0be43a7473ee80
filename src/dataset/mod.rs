//! Rows -> data set: lines become orders, and what they say about each product is put together.
//!
//! [`DatasetBuilder`] takes the lines of exports in any order; [`DatasetBuilder::gather`] returns the [`Dataset`]. No other room
//! knows lines and currencies.
//!
//! *Invariants*: the same lines in any order give the same data set. Lines wait on disk; memory grows with orders and products.

mod builder;
mod error;
mod lines;
mod orders;
mod products;
mod titles;

pub use builder::{Dataset, DatasetBuilder, DatasetWarnings};
pub use error::LearnError;
pub(crate) use lines::hash_id;
#[cfg(test)]
pub(crate) use orders::Orders;
pub(crate) use orders::index;
pub use orders::{Order, OrderMeta, OrderSlice};
pub(crate) use products::{ProductRecord, RankedProducts};
pub(crate) use titles::{best_title, tidy};
