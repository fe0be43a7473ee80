//! `<tillside-bundle>`: frequently bought together.

use std::sync::Arc;

use super::dom::{Element, element};
use super::parts::{asking_button, picture, product_text, section};
use super::{State, View};
use crate::model::{Minor, Offer, OfferItem, Reason};
use crate::widget::platform::{ReadUntracked, Update, event_target_checked};

/// All products are selected at first, except the viewed product if it is in the cart already.
fn is_ticked(state: &State, offer: &Offer, product: &OfferItem) -> bool {
    let choice = state
        .choices
        .iter()
        .rev()
        .find(|(sku, _)| *sku == product.sku);
    choice.map_or(
        !(offer.is_in_cart && product.reason == Reason::Viewed),
        |(_, is_ticked)| *is_ticked,
    )
}

/// The selected products at their current prices: a discount requires several selected products.
fn selected_products(state: &State, offer: &Offer) -> Vec<OfferItem> {
    let mut ticked: Vec<OfferItem> = offer
        .items
        .iter()
        .filter(|product| is_ticked(state, offer, product))
        .map(|product| state.chosen(product).into_owned())
        .collect();
    if let [alone] = ticked.as_mut_slice()
        && !alone.is_deal
    {
        alone.price_minor = alone.was_minor.take().or(alone.price_minor);
    }
    ticked
}

pub(super) fn bundle(view: &Arc<View>, offer: &Offer, state: &State) -> Element {
    let rows = offer
        .items
        .iter()
        .map(|product| row(view, product, state, is_ticked(state, offer, product)));
    let ticked = selected_products(state, offer);
    let is_awaited = state.awaits(&offer.list_id, ticked.iter());
    let till = total_and_button(view, &ticked, state, is_awaited);
    let shelf = element("DIV", "shelf")
        .child(element("UL", "products").children(rows))
        .child(till);
    section(view, offer).child(shelf)
}

fn row(view: &Arc<View>, offered: &OfferItem, state: &State, is_ticked: bool) -> Element {
    let product = &state.chosen(offered);
    let (state, sku) = (view.state.clone(), offered.sku.clone());
    let tick = element("INPUT", "checkbox")
        .attribute("type", "checkbox")
        .attribute("aria-label", &product.title)
        .property("checked", is_ticked)
        .on("change", move |event| {
            let is_ticked = event_target_checked(event);
            state.update(|state| state.choices.push((sku.clone(), is_ticked)));
        });
    let choice = element("LABEL", "choice")
        .child(tick)
        .child(picture(view, product));
    element("LI", "product")
        .child(choice)
        .child(product_text(view, offered, product))
}

/// The total and the button.
fn total_and_button(
    view: &Arc<View>,
    ticked: &[OfferItem],
    state: &State,
    is_awaited: bool,
) -> Element {
    let sum = |price: &dyn Fn(&OfferItem) -> Option<Minor>| {
        ticked.iter().fold(0, |total: Minor, product| {
            total.saturating_add(price(product).unwrap_or(0))
        })
    };
    let (total, full) = (
        sum(&|product| product.price_minor),
        sum(&|product| product.was_minor.or(product.price_minor)),
    );
    let saving = (full > total).then(|| {
        view.message(
            "bundle.saving",
            &[("saving", &view.money(full.saturating_sub(total)))],
        )
    });
    let total = element("P", "total")
        .child(element("SPAN", "label").text(&view.message("bundle.total", &[])))
        .child(element("SPAN", "sum").text(&view.money(total)));
    let button = asking_button(is_awaited)
        .property("disabled", ticked.is_empty())
        .text(&view.count("bundle.add", ticked.len(), &[]));
    let view_to_add = Arc::clone(view);
    let button = button.on("click", move |_| add(&view_to_add));
    element("DIV", "summary")
        .child(total)
        .maybe(saving.map(|saving| element("P", "saving").text(&saving)))
        .child(button)
        .maybe(view.error_message(state))
        .child(view.status_message(state))
}

fn add(view: &View) {
    let plan = view.plan();
    if let Some(offer) = view.offer(&plan) {
        let ticked = selected_products(&view.state.read_untracked(), offer);
        view.add(
            offer.kind,
            &offer.list_id,
            &ticked.iter().collect::<Vec<_>>(),
        );
    }
}
