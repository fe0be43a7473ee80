//! Orders -> graph.
//!
//! [`import`] turns an export into order lines, [`Learner`] takes them in any order and gathers them to orders, and from those
//! a [`Catalogue`](crate::graph::Catalogue) is learned: which products there are, and which are bought together. How, is chosen
//! by trying settings on the shop's own latest orders.
//!
//! *Invariants*: the same lines in any order give the same catalogue: everything that is added up is an integer or is added in
//! a fixed order, every tie is decided by content. Lines wait on disk; memory grows with orders, products and pairs.

mod attributes;
mod better;
mod catalogue;
mod connect;
mod count;
mod deals;
mod error;
mod hand;
mod holdout;
pub mod import;
mod learner;
mod likeness;
mod lines;
mod measure;
mod model;
mod orders;
mod products;
mod publish;
mod repurchase;
mod settings;
pub mod shop;
mod titles;
mod tune;
mod variants;
mod wishes;

pub use count::Weighing;
pub use error::LearnError;
pub use hand::{HandLink, Wish};
pub use holdout::{Query, Score, ndcg};
pub use learner::{Gathered, Learned, Learner, Noticed, Options, Together};
pub(crate) use lines::hash_id;
pub use measure::{Link, Measure};
pub use model::{Method, Model};
pub use orders::{Facts, Order, Part};
pub use publish::Publish;
pub use titles::TitleCase;
pub use tune::{Knob, Trial, Tuned, Tuning};
pub use variants::VariantRule;
pub use wishes::{DealWish, Pick, Selector};
