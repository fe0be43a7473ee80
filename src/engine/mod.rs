//! Basket + context + graph + policy -> one plan for the page.
//!
//! *Invariants*: a plan is a function of its inputs alone, byte for byte the same on the host and in the browser: integers only,
//! no clock, no chance, every tie decided. Nothing is offered that is in the basket, sold out, without a price that was ever known,
//! or a variant of something in the basket or already offered.

mod again;
mod complete;
mod context;
mod links;
mod maker;
mod offers;
mod page;
mod planner;
mod recency;
mod recommend;
mod stage;
mod verdict;

pub use again::{Due, Purchase, again};
pub use complete::{Completion, Shelf};
pub use context::{Bought, Context, Live, PastOrder, Shopper, Slot, Today};
pub use planner::{explain, plan, wants};
pub use recency::Recency;
pub use verdict::{Considered, Verdict};
