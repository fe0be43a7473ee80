//! What bundles and shipping show alike: a product's picture, title, price and reason.

use leptos::prelude::*;

use super::Shared;
use super::dom::{attribute, element, live_text, text};
use crate::model::{Offered, Reason};
use crate::widget::safe_address;

/// A picture beside its title, so it says nothing of its own to a screen reader; an empty frame where there is none.
pub(super) fn picture(product: &Offered) -> AnyView {
    let picture = product.image.as_deref().and_then(safe_address).map(|source| {
        let fixed = [("src", source), ("alt", ""), ("width", "96"), ("height", "96"), ("decoding", "async")];
        element("img", "picture", fixed.map(|(name, value)| attribute(name, value)).into(), Vec::new())
    });
    element("div", "frame", Vec::new(), picture.into_iter().collect())
}

/// Title (a link where the product has a page), price and reason.
pub(super) fn words(shared: Shared, product: &Offered) -> AnyView {
    let title = vec![text(&product.title)];
    let title = match product.url.as_deref().and_then(safe_address) {
        Some(address) => element("a", "title", vec![attribute("href", address)], title),
        None => element("span", "title", Vec::new(), title),
    };
    let (price, why) = (product.price_minor, product.reason.clone());
    let children = vec![
        title,
        element("span", "price", Vec::new(), vec![live_text(move || shared.money(price))]),
        element("span", "reason", Vec::new(), vec![live_text(move || reason(shared, &why))]),
    ];
    element("div", "words", Vec::new(), children)
}

/// Why a product is offered, in words.
fn reason(shared: Shared, reason: &Reason) -> String {
    match reason {
        Reason::OftenBoughtWith { title, together: Some(together), orders: Some(orders), .. } => {
            shared.say("bundle.reason", &[("together", &together.to_string()), ("orders", &orders.to_string()), ("title", title)])
        }
        Reason::OftenBoughtWith { title, .. } => shared.say("bundle.reason.uncounted", &[("title", title)]),
        Reason::Viewed => shared.say("bundle.viewed", &[]),
        Reason::Saves { .. } => String::new(),
    }
}

/// All that a row shows of a product, as one key.
pub(super) fn key(product: &Offered) -> String {
    let evidence = match &product.reason {
        Reason::OftenBoughtWith { sku, together, .. } => (sku.as_str(), together.unwrap_or(0)),
        _ => ("", 0),
    };
    [&product.sku, &product.price_minor.to_string(), evidence.0, &evidence.1.to_string()].join("\n")
}
