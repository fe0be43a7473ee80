//! Orders -> graph.
//!
//! [`import`] turns an export into order lines, [`Learner`] takes them in any order and learns a
//! [`Catalogue`](crate::graph::Catalogue): which products there are, and which are bought together.
//!
//! *Invariants*: the same lines in any order give the same catalogue: everything that is added up is an integer, every tie is
//! decided by content. Memory grows with products and pairs; the lines themselves wait on disk.

mod count;
pub mod import;
mod learner;
mod lines;
mod products;
pub mod shop;
mod titles;
mod variants;
mod weigh;

pub use learner::{LearnError, Learned, Learner, Options, Pair};
pub use titles::TitleCase;
pub use variants::VariantRule;
