//! `<tillside-shipping>`: how far it is to free delivery, and what ends the way.

use leptos::prelude::*;

use super::Shared;
use super::dom::{attribute, element, live_attribute, live_style, live_text, maybe, on_click};
use super::parts::{key, picture, words};
use crate::model::{Fill, Offered, ShippingOffer};

fn read<T: Default>(shared: Shared, read: impl FnOnce(&ShippingOffer) -> T) -> T {
    shared.plan.read().shipping.as_ref().map(read).unwrap_or_default()
}

pub(super) fn shipping(shared: Shared) -> AnyView {
    let is_shown = Memo::new(move |_| read(shared, |_| true));
    maybe(move || is_shown.get().then(|| filled(shared)))
}

fn filled(shared: Shared) -> AnyView {
    let threshold = move || shared.money(read(shared, |offer| offer.threshold_minor));
    let subtotal = move || shared.plan.read().subtotal_minor;
    let message = move || {
        if read(shared, |offer| offer.is_earned) {
            shared.say("shipping.earned", &[])
        } else if subtotal() == 0 {
            shared.say("shipping.empty", &[("threshold", &threshold())])
        } else {
            shared.say("shipping.remaining", &[("remaining", &shared.money(read(shared, |offer| offer.remaining_minor)))])
        }
    };
    let percent = move || read(shared, |offer| offer.progress_percent).to_string();
    let track = vec![
        attribute("role", "progressbar"),
        live_attribute("aria-label", move || shared.say("shipping.empty", &[("threshold", &threshold())])),
        attribute("aria-valuemin", "0"),
        attribute("aria-valuemax", "100"),
        live_attribute("aria-valuenow", percent),
        live_attribute("aria-valuetext", move || {
            shared.say("shipping.progress", &[("subtotal", &shared.money(subtotal())), ("threshold", &threshold())])
        }),
    ];
    let bar = element("div", "bar", vec![live_style("inline-size", move || percent() + "%")], Vec::new());
    // The products that close the gap are shown anew only when they are others.
    let fill_key = Memo::new(move |_| fill(shared).iter().flat_map(|fill| &fill.items).map(key).collect::<String>());
    let closing = maybe(move || {
        let is_filled = !fill_key.get().is_empty();
        untrack(|| fill(shared)).filter(|_| is_filled).map(|fill| closing(shared, fill))
    });
    let earned = live_attribute("data-earned", move || read(shared, |offer| offer.is_earned).to_string());
    let children = vec![
        // Polite, and there before its text changes: screen readers announce changes, not arrivals.
        element("p", "message", vec![attribute("role", "status")], vec![live_text(message)]),
        element("div", "track", track, vec![bar]),
        closing,
    ];
    element("section", "shipping", vec![earned], children)
}

fn fill(shared: Shared) -> Option<Fill> {
    read(shared, |offer| offer.fill.clone())
}

/// The one or two products that close the gap, and the button that adds them.
fn closing(shared: Shared, fill: Fill) -> AnyView {
    let Fill { items, total_minor, .. } = fill;
    let count = items.len();
    let rows = items.iter().map(|product| row(shared, product)).collect();
    // The page answers by setting the basket, which changes the message above; a refusal changes nothing.
    let add = on_click(move || {
        shared.add("shipping", &items);
    });
    let button = live_text(move || shared.count("shipping.add", count, &[("total", &shared.money(total_minor))]));
    let children = vec![
        element("p", "hint", Vec::new(), vec![live_text(move || shared.count("shipping.fill", count, &[]))]),
        element("ul", "fillers", Vec::new(), rows),
        element("button", "button", vec![attribute("type", "button"), add], vec![button]),
    ];
    element("div", "fill", Vec::new(), children)
}

fn row(shared: Shared, product: &Offered) -> AnyView {
    element("li", "filler", Vec::new(), vec![picture(product), words(shared, product)])
}
