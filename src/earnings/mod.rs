//! What the offers earned: orders and events -> figures, sentences and a page for a shop owner.
//!
//! [`OrderBook`] collects the lines of the orders and [`EventLog`] the lines of the event log;
//! [`earnings`] compares the groups and attributes products to offers; [`page`] writes the result as
//! HTML.
//!
//! *Invariants*: no file, clock or randomness, so that the room works in a browser as well; the same
//! input, in any order of rows, gives the same report.

mod attribution;
mod charts;
mod compare;
mod error;
mod group;
mod html;
mod log;
mod order_book;
mod page;
mod report;
mod sentences;
pub mod statistics;

pub use attribution::BoughtAdditions;
pub use compare::{ComparedMeasure, GroupComparison, GroupRow, Verdict};
pub use error::EarningsError;
pub use group::{Group, Spellings};
pub use log::{EventLog, LogCounts};
pub use order_book::{BookCounts, OrderBook, SoldLine};
pub use page::page;
pub use report::{
    Attached, Earnings, OfferEarnings, ReportOrders, ReportPeriod, ReportSettings, Split, earnings,
};
pub use sentences::{Sentence, sentences};
