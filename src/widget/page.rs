//! The data that all views of a page read.

use std::sync::Arc;

use super::Messages;
use crate::model::Plan;

/// The data that all views of a page read.
#[derive(Clone, Debug)]
pub struct Page {
    /// The current plan.
    pub plan: Arc<Plan>,
    /// The strings.
    pub words: Messages,
    /// Whether pictures that are embedded in the graph (`data:image/…`) are shown.
    pub takes_inline_pictures: bool,
}
