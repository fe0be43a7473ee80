//! After the purchase: what goes with what was bought just now.
//!
//! *Invariants*: nothing of what was bought; nothing dearer than the share of the order that the shop's tact allows.

use super::also::small;
use crate::engine::maker::Maker;
use crate::model::{Tact, Unit, total};

pub(super) fn after(maker: &mut Maker<'_, '_>) -> Option<Unit> {
    let page = maker.page;
    let candidates = maker.companions(&page.purchased);
    let paid = total(page.held(&page.context.purchased).iter().map(|line| line.worth_minor));
    small(maker, candidates, Tact::share(page.policy.tact.basket_percent, paid))
}
