//! `<tillside-shipping>`: how far it is to free delivery, and what ends the way.

use leptos::ev;
use leptos::html::{button, div, li, p, section, span, ul};
use leptos::prelude::*;

use super::Shared;
use super::parts::{picture, reason, title};
use crate::model::{Fill, Offered, ShippingOffer};

pub(super) fn shipping(shared: Shared) -> impl IntoView {
    let offer = Memo::new(move |_| shared.plan.with(|plan| plan.shipping.clone()));
    let is_shown = Memo::new(move |_| offer.with(Option::is_some));
    move || is_shown.get().then(|| filled(shared, offer))
}

fn filled(shared: Shared, offer: Memo<Option<ShippingOffer>>) -> impl IntoView {
    let read = move |read: fn(&ShippingOffer) -> i64| offer.with(|offer| offer.as_ref().map(read).unwrap_or_default());
    let threshold = move || shared.money(read(|offer| offer.threshold_minor));
    let is_earned = Memo::new(move |_| offer.with(|offer| offer.as_ref().is_some_and(|offer| offer.is_earned)));
    let message = move || {
        if is_earned.get() {
            shared.say("shipping.earned", &[])
        } else if shared.plan.with(|plan| plan.subtotal_minor) == 0 {
            shared.say("shipping.empty", &[("threshold", &threshold())])
        } else {
            shared.say("shipping.remaining", &[("remaining", &shared.money(read(|offer| offer.remaining_minor)))])
        }
    };
    let percent = Memo::new(move |_| read(|offer| offer.progress_percent.into()));
    let progress_text = move || {
        let subtotal = shared.money(shared.plan.with(|plan| plan.subtotal_minor));
        shared.say("shipping.progress", &[("subtotal", &subtotal), ("threshold", &threshold())])
    };
    let fill = Memo::new(move |_| offer.with(|offer| offer.as_ref().and_then(|offer| offer.fill.clone())));
    section().class("shipping").attr("part", "shipping").class(("earned", move || is_earned.get())).child((
        // Polite, and there before its text changes: screen readers announce changes, not arrivals.
        p().class("message").attr("part", "message").role("status").child(message),
        div()
            .class("track")
            .attr("part", "track")
            .role("progressbar")
            .aria_label(move || shared.say("shipping.empty", &[("threshold", &threshold())]))
            .aria_valuemin("0")
            .aria_valuemax("100")
            .aria_valuenow(move || percent.get().to_string())
            .aria_valuetext(progress_text)
            .child(div().class("bar").attr("part", "bar").style(("inline-size", move || format!("{}%", percent.get())))),
        move || fill.get().map(|fill| closing(shared, &fill)),
    ))
}

/// The one or two products that close the gap, and the button that adds them.
fn closing(shared: Shared, fill: &Fill) -> impl IntoView + use<> {
    let products = fill.items.clone();
    let (count, total_minor) = (products.len(), fill.total_minor);
    let rows: Vec<_> = products.iter().map(|product| row(shared, product)).collect();
    let add = move |_| {
        let currency = shared.plan.with_untracked(|plan| plan.currency.clone());
        // The page answers by setting the basket, which changes the message above; a refusal changes nothing.
        let _ = shared.emit.with_value(|emit| emit.add("shipping", currency.code(), &products));
    };
    div().class("fill").attr("part", "fill").child((
        p().class("hint").child(move || shared.count("shipping.fill", count, &[])),
        ul().class("fillers").child(rows),
        button()
            .r#type("button")
            .attr("part", "button")
            .on(ev::click, add)
            .child(move || shared.count("shipping.add", count, &[("total", &shared.money(total_minor))])),
    ))
}

fn row(shared: Shared, product: &Offered) -> impl IntoView + use<> {
    let (worded, price) = (product.clone(), product.price_minor);
    li().class("filler").attr("part", "product").child((
        picture(product),
        div().class("words").child((
            title(product),
            span().class("price").attr("part", "price").child(move || shared.money(price)),
            span().class("reason").attr("part", "reason").child(move || reason(shared, &worded)),
        )),
    ))
}
