//! How good a graph is at its job, measured on orders that it was not learned from.
//!
//! Orders are split by time: nine tenths to learn from (and to tune on, within them), the last tenth to test. What is tested is
//! what ships: the graph is encoded, read back from its bytes, and asked through the engine.
//!
//! *Invariants*: nothing is chosen on the test orders; every random choice has a fixed seed, so the same export gives the same
//! table.

mod again;
mod bootstrap;
mod method;
mod metrics;
mod report;
mod run;

pub use again::BuyAgain;
pub use bootstrap::{Interval, interval};
pub use method::Named;
pub use metrics::{BasketMetrics, PageMetrics};
pub use report::report;
pub use run::{Evaluation, Row, by_links, evaluate};
