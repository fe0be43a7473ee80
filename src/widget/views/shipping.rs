//! `<tillside-shipping>`: how far it is to free delivery, and what ends the way.

use std::sync::Arc;

use super::dom::{Element, element};
use super::parts::{picture, words};
use super::{State, View};
use crate::model::{OfferKind, Plan, RewardProgress, ShippingOffer, ThresholdFill};

pub(super) fn shipping(
    view: &Arc<View>,
    plan: &Plan,
    offer: &ShippingOffer,
    state: &State,
) -> Element {
    let way = &offer.way;
    let threshold = view.money(way.threshold_minor);
    let message = if offer.is_earned {
        said(view, "earned", way)
    } else if plan.subtotal_minor == 0 {
        said(view, "empty", way)
    } else {
        said(view, "remaining", way)
    };
    let percent = offer.progress_percent.to_string();
    let progress = [
        ("subtotal", &*view.money(way.counted_minor)),
        ("threshold", &*threshold),
    ];
    let track = element("DIV", "track")
        .attribute("role", "progressbar")
        .attribute("aria-label", &said(view, "empty", way))
        .attribute("aria-valuemin", "0")
        .attribute("aria-valuemax", "100")
        .attribute("aria-valuenow", &percent)
        .attribute("aria-valuetext", &view.say("shipping.progress", &progress))
        .child(element("DIV", "bar").style("inline-size", &(percent + "%")));
    element("SECTION", "shipping")
        .attribute(
            "data-earned",
            if offer.is_earned { "true" } else { "false" },
        )
        // Polite, and there before its text changes: screen readers announce changes, not arrivals.
        .child(
            element("P", "message")
                .attribute("role", "status")
                .text(&message),
        )
        .child(track)
        .maybe(view.refusal(state))
        .maybe(offer.fill.as_ref().map(|fill| closing(view, fill)))
}

/// What is said of a reward: `shipping.remaining`, for other rewards than delivery `gift.remaining` and `percent.remaining`.
pub(super) fn said(view: &View, what: &str, way: &RewardProgress) -> String {
    let RewardProgress {
        reward,
        name,
        percent,
        threshold_minor,
        remaining_minor,
        ..
    } = way;
    let values = [
        ("threshold", &*view.money(*threshold_minor)),
        ("remaining", &*view.money(*remaining_minor)),
        ("name", name),
        ("percent", &*percent.to_string()),
    ];
    view.say(&[*reward, ".", what].concat(), &values)
}

/// The products that close the gap, and the button that adds them.
fn closing(view: &Arc<View>, fill: &ThresholdFill) -> Element {
    let count = fill.items.len();
    let rows = fill.items.iter().map(|product| {
        element("LI", "filler")
            .child(picture(view, product))
            .child(words(view, product))
    });
    let total = view.money(fill.total_minor);
    let view_to_add = Arc::clone(view);
    let button = element("BUTTON", "button").attribute("type", "button");
    let button = button
        .text(&view.count("shipping.add", count, &[("total", &total)]))
        .on("click", move |_| add(&view_to_add));
    element("DIV", "fill")
        .child(element("P", "hint").text(&view.count("shipping.fill", count, &[])))
        .child(element("UL", "fillers").children(rows))
        .child(button)
}

/// The page answers by setting the basket, which changes the message; a refusal changes nothing.
fn add(view: &View) {
    let plan = view.plan();
    if let Some(fill) = plan.shipping.as_ref().and_then(|offer| offer.fill.as_ref()) {
        let items: Vec<_> = fill.items.iter().collect();
        let _ = view.emit.add(
            OfferKind::Shipping,
            OfferKind::Shipping.word(),
            plan.currency.code(),
            &items,
        );
    }
}
