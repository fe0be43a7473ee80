//! `<tillside-bundle>` of a product that is sold out: what comes closest.

use std::sync::Arc;

use super::dom::{Element, element};
use super::parts::{picture, words};
use super::{State, View};
use crate::model::{Offered, Plan, RescueOffer, SkuKey};

/// The offer for the product that the view is for.
pub(super) fn offer<'a>(plan: &'a Plan, state: &State) -> Option<&'a RescueOffer> {
    plan.rescues.iter().find(|rescue| state.sku.as_ref() == Some(&SkuKey::new(&rescue.sku)))
}

pub(super) fn rescue(view: &Arc<View>, offer: &RescueOffer, state: &State) -> Element {
    let rows = offer.items.iter().map(|product| row(view, product));
    let heading = element("H2", "heading").attribute("id", "heading").text(&view.say("rescue.title", &[]));
    let status = element("P", "status").attribute("role", "status").text(&view.thanks(state));
    element("SECTION", "rescue")
        .attribute("aria-labelledby", "heading")
        .child(heading)
        .child(element("UL", "fillers").children(rows))
        .child(status)
}

fn row(view: &Arc<View>, product: &Offered) -> Element {
    let (view_to_add, product_to_add) = (Arc::clone(view), product.clone());
    let button = element("BUTTON", "button")
        .attribute("type", "button")
        .attribute("aria-label", &view.say("rescue.add.named", &[("title", &product.title)]))
        .text(&view.say("rescue.add", &[]))
        .on("click", move |_| {
            if view_to_add.add("rescue", &[&product_to_add]) {
                view_to_add.thank(1);
            }
        });
    element("LI", "instead").child(picture(product)).child(words(view, product)).child(button)
}
