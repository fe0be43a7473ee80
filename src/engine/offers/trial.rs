//! Trial: one sample with the order, of a product that goes with the cart.
//!
//! *Invariants*: one sample per cart; no sample of a product in the cart.

use crate::engine::decisions::Outcome;
use crate::engine::offer_context::OfferContext;
use crate::model::{Offer, OfferItem, SkuKey, Trial};

/// The sample of the most relevant companion with a sample.
pub(super) fn trial(cx: &mut OfferContext<'_, '_>) -> Option<Offer> {
    let input = cx.input;
    let trials = || {
        input
            .policy
            .trials
            .iter()
            .filter(|trial| trial.currency == input.context.currency)
    };
    let key = |trial: &Trial| SkuKey::new(&trial.sku);
    if trials().any(|trial| input.context.cart.keys().any(|held| held == key(trial))) {
        return None;
    }
    let candidates = cx.cart_companions();
    let mut found = None;
    for candidate in candidates {
        let sku = SkuKey::new(candidate.product.sku);
        let trial = trials().find(|trial| {
            SkuKey::new(&trial.of) == sku && !input.context.unavailable.contains(&key(trial))
        });
        if let Some(trial) = trial {
            if found.is_none() {
                cx.record(&candidate.product, Outcome::Shown);
                found = Some((trial, candidate));
            } else {
                cx.record(&candidate.product, Outcome::Outranked);
            }
        }
    }
    let (trial, candidate) = found?;
    let whole = input.suggestion(&candidate);
    let item = OfferItem {
        sku: trial.sku.clone(),
        title: trial.name.clone(),
        price_minor: Some(trial.price_minor),
        was_minor: None,
        is_deal: false,
        // A sample is one product.
        choice: None,
        is_chosen_on_page: false,
        ..whole
    };
    cx.offer(None, vec![item])
}
