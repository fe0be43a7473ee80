//! Basket + context + graph + policy -> one plan for the page.
//!
//! *Invariants*: a plan is a function of its inputs alone, byte for byte the same on the host and in the browser: integers only,
//! no clock, no chance, every tie decided. Nothing is offered that is in the basket, sold out, without a price, or a variant of
//! something in the basket or already offered.

mod again;
mod also;
mod bundle;
mod complete;
mod context;
mod links;
mod membership;
mod planner;
mod recency;
mod recommend;
mod rescue;
mod shipping;

pub use again::{Due, Purchase, again};
pub use complete::{Completion, complete};
pub use context::Context;
pub use planner::plan;
pub use recency::Recency;
