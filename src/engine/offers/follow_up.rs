//! Follow-up: companions of an order that was just placed.
//!
//! *Invariants*: the offer contains no product of the order; each item costs at most the share of
//! the order that the shop's limits allow.

use super::also_bought::small;
use crate::engine::offer_context::OfferContext;
use crate::model::{Limits, Offer, total};

pub(super) fn follow_up(cx: &mut OfferContext<'_, '_>) -> Option<Offer> {
    let input = cx.input;
    let candidates = cx.companions(&input.purchased);
    let paid = total(input.purchased_lines.iter().map(|line| line.worth_minor));
    small(
        cx,
        candidates,
        Limits::share(input.policy.limits.cart_percent, paid),
    )
}
