//! `<tillside-shipping>`: how far it is to free delivery, and what ends the way.

use std::sync::Arc;

use super::View;
use super::dom::{Element, element};
use super::parts::{picture, words};
use crate::model::{Fill, Plan, ShippingOffer};

pub(super) fn shipping(view: &Arc<View>, plan: &Plan, offer: &ShippingOffer) -> Element {
    let threshold = view.money(offer.threshold_minor);
    let threshold = ("threshold", threshold.as_str());
    let message = if offer.is_earned {
        view.say("shipping.earned", &[])
    } else if plan.subtotal_minor == 0 {
        view.say("shipping.empty", &[threshold])
    } else {
        view.say("shipping.remaining", &[("remaining", &view.money(offer.remaining_minor))])
    };
    let percent = offer.progress_percent.to_string();
    let progress = [("subtotal", &*view.money(plan.subtotal_minor)), threshold];
    let track = element("DIV", "track")
        .attribute("role", "progressbar")
        .attribute("aria-label", &view.say("shipping.empty", &[threshold]))
        .attribute("aria-valuemin", "0")
        .attribute("aria-valuemax", "100")
        .attribute("aria-valuenow", &percent)
        .attribute("aria-valuetext", &view.say("shipping.progress", &progress))
        .child(element("DIV", "bar").style("inline-size", &(percent + "%")));
    element("SECTION", "shipping")
        .attribute("data-earned", if offer.is_earned { "true" } else { "false" })
        // Polite, and there before its text changes: screen readers announce changes, not arrivals.
        .child(element("P", "message").attribute("role", "status").text(&message))
        .child(track)
        .maybe(offer.fill.as_ref().map(|fill| closing(view, fill)))
}

/// The one or two products that close the gap, and the button that adds them.
fn closing(view: &Arc<View>, fill: &Fill) -> Element {
    let count = fill.items.len();
    let rows = fill.items.iter().map(|product| element("LI", "filler").child(picture(product)).child(words(view, product)));
    let total = view.money(fill.total_minor);
    let view_to_add = Arc::clone(view);
    let button = element("BUTTON", "button").attribute("type", "button");
    let button = button.text(&view.count("shipping.add", count, &[("total", &total)])).on("click", move |_| add(&view_to_add));
    element("DIV", "fill")
        .child(element("P", "hint").text(&view.count("shipping.fill", count, &[])))
        .child(element("UL", "fillers").children(rows))
        .child(button)
}

/// The page answers by setting the basket, which changes the message; a refusal changes nothing.
fn add(view: &View) {
    let plan = view.plan();
    if let Some(fill) = plan.shipping.as_ref().and_then(|offer| offer.fill.as_ref()) {
        view.add("shipping", &fill.items.iter().collect::<Vec<_>>());
    }
}
