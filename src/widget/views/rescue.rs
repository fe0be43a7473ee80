//! `<tillside-bundle>` of a product that is sold out: what comes closest.

use std::sync::Arc;

use super::dom::{Element, element};
use super::parts::singles;
use super::{State, View};
use crate::model::{Plan, RescueOffer, SkuKey};

/// The offer for the product that the view is for.
pub(super) fn offer<'a>(plan: &'a Plan, state: &State) -> Option<&'a RescueOffer> {
    plan.rescues.iter().find(|rescue| state.sku.as_ref() == Some(&SkuKey::new(&rescue.sku)))
}

pub(super) fn rescue(view: &Arc<View>, offer: &RescueOffer, state: &State) -> Element {
    let heading = element("H2", "heading").attribute("id", "heading").text(&view.say("rescue.title", &[]));
    singles(view, "rescue", &offer.items, state, heading)
}
