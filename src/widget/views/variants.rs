//! The choice of a variant of an offered product: a native list with a label.
//!
//! The offered variant is chosen at first, so the shopper sees which one the button adds. The list is
//! there from the first paint, with that variant alone until the page has loaded the others.
//!
//! *Invariants*: an amount, a title or a picture of a view is that of the chosen variant; a variant
//! that is sold out cannot be chosen.

use std::borrow::Cow;
use std::sync::Arc;

use super::dom::{Element, element};
use super::{State, View};
use crate::model::{OfferItem, OfferVariant};
use crate::widget::platform::{Update, event_target_value};

impl State {
    /// An offered product, or the variant that the shopper has chosen in its place.
    pub(super) fn chosen<'a>(&self, item: &'a OfferItem) -> Cow<'a, OfferItem> {
        let mut chosen = self.variants.iter().rev();
        let chosen = chosen.find(|(offered, _)| *offered == item.sku);
        let variant = chosen.and_then(|(_, chosen)| item.with_variant(chosen));
        variant.map_or(Cow::Borrowed(item), Cow::Owned)
    }
}

/// The list of variants of an offered product, if it has any; `chosen` is the chosen one.
pub(super) fn variant_list(
    view: &Arc<View>,
    offered: &OfferItem,
    chosen: &OfferItem,
) -> Option<Element> {
    let choice = offered.choice.as_ref()?;
    let label = || view.message("variant.label", &[]);
    let name = choice.name.clone().unwrap_or_else(label);
    // Screen readers list controls without the texts around them.
    let values = [("add", &*name), ("title", &*chosen.title)];
    let options = choice.variants.iter();
    let options = options.map(|variant| option(view, variant, &chosen.sku));
    let (state, sku) = (view.state.clone(), offered.sku.clone());
    let list = element("SELECT", "variant-list")
        .attribute("aria-label", &view.message("single.add.named", &values))
        .children(options)
        .on("change", move |event| {
            let chosen = event_target_value(event);
            state.update(|state| state.variants.push((sku.clone(), chosen)));
        });
    let name = element("SPAN", "variant-name").text(&name);
    Some(element("LABEL", "variant").child(name).child(list))
}

fn option(view: &View, variant: &OfferVariant, chosen: &str) -> Element {
    let text = if variant.is_available {
        variant.option.clone()
    } else {
        view.message("variant.unavailable", &[("option", &variant.option)])
    };
    element("OPTION", "variant-option")
        .attribute("value", &variant.sku)
        .property("disabled", !variant.is_available)
        .property("selected", variant.sku == chosen)
        .text(&text)
}
