//! The control group: a share of the shoppers, who see no offers, so that a shop can measure what
//! offers earn (`src/earnings/`).

use super::Context;
use crate::model::{Policy, SkuKey};

/// Whether this shopper is in the control group. The choice depends on the visitor's id alone, so
/// it is the same on every page.
pub(super) fn is_control_group(policy: &Policy, context: &Context) -> bool {
    let visitor = context.shopper.visitor.as_deref();
    visitor.is_some_and(|visitor| {
        SkuKey::new(visitor).shard(100) < policy.control_group_percent.into()
    })
}
