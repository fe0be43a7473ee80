//! What bundles and shipping show alike: a product's picture, title and reason.

use leptos::html::{a, div, img, span};
use leptos::prelude::*;

use super::Shared;
use crate::model::{Offered, Reason};
use crate::widget::safe_address;

/// A picture beside its title, so it says nothing of its own to a screen reader; an empty frame where there is none.
pub(super) fn picture(product: &Offered) -> impl IntoView + use<> {
    let source = product.image.as_deref().and_then(safe_address).map(str::to_owned);
    let picture = source.map(|source| {
        img().class("picture").attr("part", "picture").src(source).alt("").width("96").height("96").attr("loading", "lazy").attr("decoding", "async")
    });
    div().class("frame").child(picture)
}

/// The title, a link where the product has a page.
pub(super) fn title(product: &Offered) -> impl IntoView + use<> {
    let text = product.title.clone();
    match product.url.as_deref().and_then(safe_address).map(str::to_owned) {
        Some(address) => a().class("title").attr("part", "title").href(address).child(text).into_any(),
        None => span().class("title").attr("part", "title").child(text).into_any(),
    }
}

/// Why a product is offered, in words.
pub(super) fn reason(shared: Shared, product: &Offered) -> String {
    match &product.reason {
        Reason::OftenBoughtWith { title, together: Some(together), orders: Some(orders), .. } => shared.say(
            "bundle.reason",
            &[("together", &together.to_string()), ("orders", &orders.to_string()), ("title", title)],
        ),
        Reason::OftenBoughtWith { title, .. } => shared.say("bundle.reason.uncounted", &[("title", title)]),
        Reason::Viewed => shared.say("bundle.viewed", &[]),
        Reason::Saves { .. } => String::new(),
    }
}
