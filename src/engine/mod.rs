//! Basket + context + graph + policy -> one plan for the page.
//!
//! *Invariants*: a plan is a function of its inputs alone, byte for byte the same on the host and in the browser: integers only,
//! no clock, no chance, every tie decided. Nothing is offered that is in the basket, sold out, without a price that was ever known,
//! or a variant of something in the basket or already offered.

mod cart_completion;
mod context;
mod decision;
mod input;
mod offer_context;
mod offers;
mod planner;
mod rank;
mod recency;
mod repeat_purchases;
mod stage;
mod urls;

pub use cart_completion::{Completion, Shelf};
pub use context::{Bought, Context, Live, PastOrder, Shopper, Slot, Today};
pub use decision::{Decision, Outcome};
pub use planner::{explain, plan, wants};
pub use recency::RecencyWeight;
pub use repeat_purchases::{Due, Purchase, again};
