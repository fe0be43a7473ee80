//! Offline evaluation: held-out orders, ranking metrics and confidence intervals.
//!
//! Tuning, `evaluate` and `simulate` share these measurements.

#![expect(
    clippy::arithmetic_side_effects,
    reason = "sums are numbers of orders and ranks in memory, far below the limits of their types"
)]

mod histories;
mod intervals;
pub(crate) mod leave_one_out;
mod metrics;
mod own_orders;

pub(crate) use histories::OrderHistories;
pub use intervals::{Interval, interval};
pub(crate) use leave_one_out::QuantizedLinks;
pub use leave_one_out::{LeaveOneOut, Score, ndcg};
pub use metrics::{CartMetrics, PageMetrics};
pub(crate) use own_orders::OwnOrders;
