//! `<tillside-bundle>`: frequently bought together.

use std::sync::Arc;

use leptos::prelude::*;

use super::dom::{Element, element};
use super::parts::{picture, section, words};
use super::{State, View};
use crate::model::{BundleOffer, Minor, Offered, Plan, Reason, SkuKey};

/// The offer for the product that the view is for.
pub(super) fn offer<'a>(plan: &'a Plan, state: &State) -> Option<&'a BundleOffer> {
    plan.bundles.iter().find(|bundle| state.sku.as_ref() == Some(&SkuKey::new(&bundle.sku)))
}

/// Everything is ticked at first, except what the shopper holds already.
fn is_ticked(state: &State, offer: &BundleOffer, product: &Offered) -> bool {
    let choice = state.choices.iter().rev().find(|(sku, _)| *sku == product.sku);
    choice.map_or(!(offer.is_in_basket && product.reason == Reason::Viewed), |(_, is_ticked)| *is_ticked)
}

fn ticked<'a>(state: &State, offer: &'a BundleOffer) -> Vec<&'a Offered> {
    offer.items.iter().filter(|product| is_ticked(state, offer, product)).collect()
}

pub(super) fn bundle(view: &Arc<View>, offer: &BundleOffer, state: &State) -> Element {
    let rows = offer.items.iter().map(|product| row(view, product, is_ticked(state, offer, product)));
    let till = till(view, &ticked(state, offer), state);
    let shelf = element("DIV", "shelf").child(element("UL", "products").children(rows)).child(till);
    section(view, "bundle", "bundle.title").child(shelf)
}

fn row(view: &Arc<View>, product: &Offered, is_ticked: bool) -> Element {
    let (state, sku) = (view.state.clone(), product.sku.clone());
    let tick = element("INPUT", "tick")
        .attribute("type", "checkbox")
        .attribute("aria-label", &product.title)
        .property("checked", is_ticked)
        .on("change", move |event| {
            let is_ticked = event_target_checked(event);
            state.update(|state| state.choices.push((sku.clone(), is_ticked)));
        });
    let choice = element("LABEL", "choice").child(tick).child(picture(product));
    element("LI", "product").child(choice).child(words(view, product))
}

/// The running total and the one button.
fn till(view: &Arc<View>, ticked: &[&Offered], state: &State) -> Element {
    let total = ticked.iter().fold(0, |total: Minor, product| total.saturating_add(product.price_minor));
    let total = element("P", "total")
        .child(element("SPAN", "label").text(&view.say("bundle.total", &[])))
        .child(element("SPAN", "sum").text(&view.money(total)));
    let button = element("BUTTON", "button")
        .attribute("type", "button")
        .property("disabled", ticked.is_empty())
        .text(&view.count("bundle.add", ticked.len(), &[]));
    let view_to_add = Arc::clone(view);
    let button = button.on("click", move |_| add(&view_to_add));
    element("DIV", "till").child(total).child(button).child(view.thanks(state))
}

fn add(view: &View) {
    let plan = view.plan();
    let offer = offer(&plan, &view.state.read_untracked());
    let products = offer.map(|offer| ticked(&view.state.read_untracked(), offer)).unwrap_or_default();
    if !products.is_empty() && view.add("bundle", &products) {
        view.thank(products.len());
    }
}
