//! Lengths of time.

/// The shop's local time has no leap seconds and no summer time.
pub const SECONDS_PER_DAY: i64 = 86_400;

/// Maximum time between two lines of one order. Some shops restart their order numbers each year,
/// so a number that appears later belongs to another order.
pub const LONGEST_ORDER_SECONDS: i64 = 60 * SECONDS_PER_DAY;
