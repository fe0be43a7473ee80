//! After the purchase: what goes with what was bought just now.
//!
//! *Invariants*: nothing of what was bought; nothing dearer than the share of the order that the shop's tact allows.

use super::also_bought::small;
use crate::engine::offer_context::OfferContext;
use crate::model::{Limits, Offer, total};

pub(super) fn follow_up(maker: &mut OfferContext<'_, '_>) -> Option<Offer> {
    let page = maker.page;
    let candidates = maker.companions(&page.purchased);
    let paid = total(
        page.held(&page.context.purchased)
            .iter()
            .map(|line| line.worth_minor),
    );
    small(
        maker,
        candidates,
        Limits::share(page.policy.tact.basket_percent, paid),
    )
}
