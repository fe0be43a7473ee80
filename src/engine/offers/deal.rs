//! The deal of the day: one product for less, the same for everyone on a date of the shop.
//!
//! *Invariants*: the product follows from the date alone; a reference price is the lowest that orders of the last thirty days show,
//! or there is none; it ends when the shop's day ends.
//! *Source* for the reference price: Directive 98/6/EC of the European Union, article 6a.

use super::bundle::discount;
use crate::engine::context::Context;
use crate::engine::decision::Outcome;
use crate::engine::offer_context::OfferContext;
use crate::model::{DealProduct, Offer, Policy, Reason, SkuKey};

/// Whose turn it is; `None` without a deal or a date.
pub(crate) fn todays<'a>(policy: &'a Policy, context: &Context) -> Option<&'a DealProduct> {
    let (pool, today) = (&policy.deal.as_ref()?.pool, context.today?);
    let place = today.day.checked_rem_euclid(pool.len().try_into().ok()?)?;
    pool.get(usize::try_from(place).ok()?)
}

pub(super) fn deal(maker: &mut OfferContext<'_, '_>) -> Option<Offer> {
    let page = maker.page;
    let (rule, turn) = (
        page.policy.deal.as_ref()?,
        todays(page.policy, page.context)?,
    );
    let product = page.graph.product(&SkuKey::new(&turn.sku))?;
    let current = page.price(&product).filter(|_| maker.admits(&product))?;
    let mut item = page.offered(&product, Reason::Deal);
    item.price_minor = turn.lowest_minor.or(Some(current));
    discount(&mut item, rule.percent);
    item.was_minor = turn.lowest_minor;
    if item.price_minor.is_none_or(|price| price >= current) {
        maker.tell(&product, Outcome::NotBetter);
        return None;
    }
    maker.offer(&product);
    let mut unit = page.unit(maker.kind, None, vec![item])?;
    unit.ends_at_ms = page.context.today.map(|today| today.ends_at_ms);
    Some(unit)
}
