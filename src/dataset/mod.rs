//! Rows -> data set: groups lines into orders, and collects the facts about each product.
//!
//! [`DatasetBuilder`] accepts the lines of exports in any order; [`DatasetBuilder::gather`] returns
//! the [`Dataset`]. No other room handles lines and their currencies.
//!
//! *Invariants*: the same lines in any order give the same data set. Lines are stored on disk;
//! memory grows with orders and products.

mod builder;
mod counted;
mod error;
mod lines;
mod orders;
mod products;
mod reused_numbers;
mod small_map;
mod titles;

pub use builder::{Dataset, DatasetBuilder, DatasetWarnings};
pub(crate) use counted::CountedBuilder;
pub use error::DatasetError;
pub(crate) use lines::hash_id;
pub use orders::{Order, OrderMeta, OrderSlice};
pub(crate) use orders::{Orders, index};
pub(crate) use products::{
    CountedPrice, PRICE_HALF_LIFE_DAYS, PRICE_REFERENCE_DAYS, PRICE_SINGLE_WEIGHT, ProductRecord,
    RankedProducts, price_weight,
};
pub(crate) use titles::{best_title, tidy};
