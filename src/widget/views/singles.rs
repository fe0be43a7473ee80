//! Products that are added one by one: `<tillside-also>`, and in `<tillside-bundle>` what comes closest to a sold-out product.

use std::sync::Arc;

use super::dom::{Element, element};
use super::parts::{picture, section, words};
use super::{State, View};
use crate::model::{Offered, Plan, RescueOffer, SkuKey};

/// The offer for the sold-out product that the view is for.
pub(super) fn rescue<'a>(plan: &'a Plan, state: &State) -> Option<&'a RescueOffer> {
    plan.rescues.iter().find(|rescue| state.sku.as_ref() == Some(&SkuKey::new(&rescue.sku)))
}

/// Products with a button each; `source` names the section and the event.
pub(super) fn singles(
    view: &Arc<View>,
    source: &'static str,
    title: &'static str,
    products: &[Offered],
    state: &State,
) -> Element {
    let rows = products.iter().map(|product| single(view, source, product));
    section(view, source, title).child(element("UL", "singles").children(rows)).child(view.thanks(state))
}

fn single(view: &Arc<View>, source: &'static str, product: &Offered) -> Element {
    let (view_to_add, product_to_add) = (Arc::clone(view), product.clone());
    let button = element("BUTTON", "button")
        .attribute("type", "button")
        .attribute("aria-label", &view.say("single.add.named", &[("title", &product.title)]))
        .text(&view.say("single.add", &[]))
        .on("click", move |_| {
            if view_to_add.add(source, &[&product_to_add]) {
                view_to_add.thank(1);
            }
        });
    element("LI", "single").child(picture(product)).child(words(view, product)).child(button)
}
