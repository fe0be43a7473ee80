//! Data set -> links: which products belong together, and how strongly. Mathematics only.
//!
//! *Invariants*: terms of a sum are integers or are added in a fixed order, and every tie is
//! decided by content, so the same orders give the same links on every machine and with any number
//! of threads.

#![expect(
    clippy::arithmetic_side_effects,
    reason = "sums are numbers of orders, products and pairs in memory, far below the limits of their types"
)]

pub(crate) mod aggregates;
pub(crate) mod co_occurrence;
pub(crate) mod repeats;
pub(crate) mod repurchase;
pub(crate) mod ridge;
mod ridge_system;
mod sample;
pub(crate) mod similarity;
pub(crate) mod title_similarity;
pub(crate) mod tune;

pub use co_occurrence::Weighing;
pub use ridge::{Method, Model, OwnOrderWeights};
pub use similarity::{Link, SimilarityMeasure};
pub use tune::{Hyperparameter, ScoredModel, Tuned, Tuning};
