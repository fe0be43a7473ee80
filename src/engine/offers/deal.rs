//! The deal of the day: one product at a reduced price, the same for all shoppers on one day.
//!
//! *Invariants*: the product depends on the date alone. The reference price is the lowest price in
//! the orders of the last thirty days; if they contain none, there is no reference price. The deal
//! ends when the shop's day ends.
//!
//! *Source* for the reference price: Directive 98/6/EC of the European Union, article 6a.

use crate::engine::decisions::Outcome;
use crate::engine::offer_context::OfferContext;
use crate::engine::prices::todays;
use crate::model::{Offer, Reason, SkuKey};

pub(super) fn deal(cx: &mut OfferContext<'_, '_>) -> Option<Offer> {
    let input = cx.input;
    let turn = todays(input.policy, input.context)?;
    let product = input.graph.product(&SkuKey::new(&turn.sku))?;
    input
        .prices
        .price(&product)
        .filter(|_| cx.admits(&product))?;
    if !input.prices.is_deal(&product) {
        cx.record(&product, Outcome::NotBetter);
        return None;
    }
    cx.claim(&product);
    let mut item = input.item(&product, Reason::Deal);
    // The deal is one variant; it is shown which one.
    input.keep_variants(&mut item, &|_| false);
    let mut offer = cx.offer(None, vec![item])?;
    offer.ends_at_ms = input.context.today.map(|today| today.ends_at_ms);
    Some(offer)
}
