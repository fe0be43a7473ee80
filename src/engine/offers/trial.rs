//! Trial products: one sample with the order, of what baskets like this go on to hold.
//!
//! *Invariants*: one sample a basket; nothing is sampled that the shopper has.

use crate::engine::decision::Outcome;
use crate::engine::offer_context::OfferContext;
use crate::model::{Offer, OfferItem, SkuKey, Trial};

/// The sample of what goes best with the basket.
pub(super) fn trial(maker: &mut OfferContext<'_, '_>) -> Option<Offer> {
    let page = maker.page;
    let trials = || {
        page.policy
            .trials
            .iter()
            .filter(|trial| trial.currency == page.context.currency)
    };
    let key = |trial: &Trial| SkuKey::new(&trial.sku);
    if trials().any(|trial| page.context.basket.keys().any(|held| held == key(trial))) {
        return None;
    }
    let candidates = maker.basket_companions();
    let mut found = None;
    for candidate in candidates {
        let sku = SkuKey::new(candidate.product.sku);
        let trial = trials().find(|trial| {
            SkuKey::new(&trial.of) == sku && !page.context.unavailable.contains(&key(trial))
        });
        if let Some(trial) = trial {
            if found.is_none() {
                maker.tell(&candidate.product, Outcome::Shown);
                found = Some((trial, candidate));
            } else {
                maker.tell(&candidate.product, Outcome::Outranked);
            }
        }
    }
    let (trial, candidate) = found?;
    let whole = page.suggested(&candidate);
    let item = OfferItem {
        sku: trial.sku.clone(),
        title: trial.name.clone(),
        price_minor: Some(trial.price_minor),
        ..whole
    };
    page.unit(maker.kind, None, vec![item])
}
