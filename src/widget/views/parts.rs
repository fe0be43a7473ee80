//! What views show alike: a section under its heading, and a product's picture, title, price and reason.

use super::View;
use super::dom::{Element, element};
use crate::model::{Offered, Reason, Relation};
use crate::widget::safe_address;

/// A section with the heading that names it.
pub(super) fn section(view: &View, class: &str, title: &str) -> Element {
    let heading = element("H2", "heading").attribute("id", "heading").text(&view.say(title, &[]));
    element("SECTION", class).attribute("aria-labelledby", "heading").child(heading)
}

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
