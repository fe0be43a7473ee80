//! Offline evaluation: held-out orders, ranking metrics, and confidence intervals.
//!
//! Tuning, `evaluate` and `simulate` all measure with what is here.

mod intervals;
pub(crate) mod leave_one_out;
mod metrics;

pub use intervals::{Interval, interval};
pub(crate) use leave_one_out::QuantizedLinks;
pub use leave_one_out::{LeaveOneOut, Score, ndcg};
pub use metrics::{CartMetrics, PageMetrics};
