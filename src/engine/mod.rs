//! Cart + context + graph + policy -> one plan for the page.
//!
//! A plan is made in these steps, each in a file of its own:
//!
//! 1. `input` looks up every SKU once; `prices` returns the price and stock of a product,
//!    `quantity_breaks` the price of several pieces.
//! 2. `stage` returns the kinds of offers that fit this page, in their order.
//! 3. `planner` goes through these kinds and finds a slot for each.
//! 4. `offers` makes each offer. It ranks candidates (`rank`), drops those that may not be offered
//!    (`eligibility`), and computes rewards (`tiers`).
//! 5. `decisions` records all outcomes, if they are requested.
//!
//! *Invariants*: a plan is a function of its inputs alone, byte for byte the same on the host and
//! in the browser: integers only, no clock, no randomness, every tie decided. A product is not
//! offered if it is in the cart, sold out, without a known price, or a variant of a product in the
//! cart or in another offer.

mod cart_completion;
mod context;
mod control_group;
mod decisions;
mod eligibility;
mod history;
mod input;
mod items;
mod offer_context;
mod offers;
mod planner;
mod prices;
mod quantity_breaks;
mod rank;
mod recency;
mod repeat_purchases;
mod stage;
mod tiers;
mod urls;
mod variants;

pub use cart_completion::{Completion, Shelf};
pub use context::{Context, Live, PastOrder, PastPurchase, Shopper, Slot, Today};
pub use decisions::{Decision, EvidenceParts, Outcome};
pub use history::History;
#[cfg(not(target_arch = "wasm32"))]
pub use planner::kinds;
pub use planner::{explain, extra_skus, plan};
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use rank::relevance;
pub use recency::RecencyWeight;
pub use repeat_purchases::{Due, Purchase, again, popularity};
pub use variants::variant_files;
