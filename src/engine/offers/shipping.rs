//! The shipping bar: the progress to the next reward of a large cart, and products that reach it.
//!
//! *Invariants*: the bar shows the nearest reward that is not reached; if all are reached, the
//! highest.

use super::threshold_fill::threshold_fill;
use crate::engine::offer_context::OfferContext;
use crate::engine::tiers::CartAfter;
use crate::model::{OfferKind, ShippingOffer};

/// The bar for the cart; `None` if the shop has no tier for it. Products that close the gap are
/// searched only if the page has a slot for them.
pub(in crate::engine) fn shipping(cx: &mut OfferContext<'_, '_>) -> Option<ShippingOffer> {
    let input = cx.input;
    let (tier, progress) = CartAfter::unchanged(input).progress()?;
    let has_place = input
        .context
        .slots
        .iter()
        .any(|slot| slot.kind == Some(OfferKind::Shipping));
    let fill = if has_place {
        threshold_fill(cx, tier)
    } else {
        None
    };
    Some(ShippingOffer {
        list_id: OfferKind::Shipping.name().to_owned(),
        progress_percent: progress.goal.percent(),
        is_earned: progress.goal.remaining() == 0,
        progress,
        fill,
    })
}
