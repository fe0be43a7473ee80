//! How good a graph is at its job, measured on orders that it was not learned from.
//!
//! Orders are split by time: nine tenths to learn from (and to tune on, within them), the last tenth to test. What is tested is
//! what ships: the graph is encoded, read back from its bytes, and asked through the engine.
//!
//! *Invariants*: nothing is chosen on the test orders; every random choice has a fixed seed, so the same export gives the same
//! table.

mod buy_again;
mod method;
mod report;
mod run;

pub use buy_again::BuyAgain;
pub use method::Named;
pub use report::report;
pub use run::{Evaluation, Row, by_links, evaluate};
