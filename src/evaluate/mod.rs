//! Measures recommendations on orders that the graph was not learned from.
//!
//! Orders are split by time: nine tenths for learning (tuning included), and the last tenth for the
//! test. The test uses the shipped format: the graph is encoded, decoded again and queried with the
//! engine.
//!
//! *Invariants*: the test orders influence no choice; every random choice has a fixed seed, so the
//! same export gives the same table.

mod age;
mod buy_again;
mod method;
mod report;
mod run;
mod tifu_knn;

pub use age::AgeCost;
pub use buy_again::{BuyAgain, BuyAgainRow};
pub use method::MethodName;
pub use report::report;
pub use run::{Evaluation, MethodResult, OwnOrdersRow, by_links, evaluate};
