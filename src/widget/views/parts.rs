//! What views show alike: a product's picture, title, price and reason, and a list of products that are added one by one.

use std::sync::Arc;

use super::dom::{Element, element};
use super::{State, View};
use crate::model::{Offered, Reason, Relation};
use crate::widget::safe_address;

/// A picture beside its title, so it says nothing of its own to a screen reader; an empty frame where there is none.
pub(super) fn picture(product: &Offered) -> Element {
    let picture = product.image.as_deref().and_then(safe_address).map(|source| {
        let fixed = [("alt", ""), ("width", "96"), ("height", "96"), ("decoding", "async"), ("src", source)];
        fixed.into_iter().fold(element("IMG", "picture"), |picture, (name, value)| picture.attribute(name, value))
    });
    element("DIV", "frame").maybe(picture)
}

/// Title (a link where the product has a page), price and reason.
pub(super) fn words(view: &View, product: &Offered) -> Element {
    let title = match product.url.as_deref().and_then(safe_address) {
        Some(address) => element("A", "title").attribute("href", address),
        None => element("SPAN", "title"),
    };
    element("DIV", "words")
        .child(title.text(&product.title))
        .child(element("SPAN", "price").text(&view.money(product.price_minor)))
        .child(element("SPAN", "reason").text(&reason(view, &product.reason)))
}

/// Why a product is offered, in words.
fn reason(view: &View, reason: &Reason) -> String {
    match reason {
        Reason::OftenBoughtWith { title, together, orders, .. } => view
            .say("bundle.reason", &[("together", &view.number(*together)), ("orders", &view.number(*orders)), ("title", title)]),
        Reason::GoesWith { title, .. } => view.say("bundle.reason.uncounted", &[("title", title)]),
        Reason::Instead { title, relation: Relation::Upgrade, .. } => view.say("rescue.reason.upgrade", &[("title", title)]),
        Reason::Instead { title, .. } => view.say("rescue.reason", &[("title", title)]),
        Reason::Viewed => view.say("bundle.viewed", &[]),
        // Neither is a reason for a product in a bundle.
        Reason::Saves { .. } | Reason::Popular { .. } => String::new(),
    }
}

/// Products with a button each; `source` names the section and the event.
pub(super) fn singles(view: &Arc<View>, source: &'static str, products: &[Offered], state: &State, heading: Element) -> Element {
    let rows = products.iter().map(|product| single(view, source, product));
    let status = element("P", "status").attribute("role", "status").text(&view.thanks(state));
    element("SECTION", source)
        .attribute("aria-labelledby", "heading")
        .child(heading)
        .child(element("UL", "singles").children(rows))
        .child(status)
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
