//! Numbers for orders that have none, because each record of the file is an order.

use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;

use crate::import::Role;
use crate::import::rules::header_score;

/// The name of the additional column.
pub(super) const ORDER_RECORD: &str = "order record";

/// The lowest score of a header that names the order clearly enough.
const CLEAR: u32 = 60;

/// Whether a field of an order is its number.
pub(super) fn is_number_of_order(header: &str) -> bool {
    header_score(Role::Order, header) >= CLEAR
}

/// The number of a record: its place in the file, and a hash of its texts. The hash distinguishes
/// it from the records of another file.
pub(super) fn record_number<'a>(place: u64, texts: impl Iterator<Item = &'a str>) -> String {
    let mut hasher = FxHasher::default();
    for text in texts {
        text.hash(&mut hasher);
    }
    format!("{place}-{:x}", hasher.finish() & 0xff_ffff)
}
