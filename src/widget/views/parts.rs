//! Shared parts of views: a section with its heading, and a product's picture, title, price, rating
//! and reason.

use std::sync::Arc;

use super::View;
use super::dom::{Element, element};
use super::variants::variant_list;
use crate::model::{Offer, OfferItem, Rating, Reason, Relation};
use crate::widget::{safe_address, safe_picture};

/// A month's name alone would be ambiguous for older purchases.
const MONTH_DAYS: u32 = 300;

/// A section with the heading that names it. Offers that do not belong to the product of the page
/// can be dismissed.
pub(super) fn section(view: &Arc<View>, offer: &Offer) -> Element {
    let title = view.message(&title_key(offer), &[]);
    let heading = element("H2", "heading")
        .attribute("id", "heading")
        .text(&title);
    let dismiss = offer.sku.is_none().then(|| {
        let (view_to_leave, list_id) = (Arc::clone(view), offer.list_id.clone());
        element("BUTTON", "dismiss")
            .attribute("type", "button")
            .attribute("aria-label", &view.message("dismiss", &[("title", &title)]))
            .text("×")
            .on("click", move |_| view_to_leave.emit.dismiss(&list_id))
    });
    let head = element("DIV", "head").child(heading).maybe(dismiss);
    element("SECTION", offer.kind.tag())
        .attribute("aria-labelledby", "heading")
        .child(head)
}

/// A button that asks the page to add something; `is_awaited` until the page has answered.
pub(super) fn asking_button(is_awaited: bool) -> Element {
    element("BUTTON", "button")
        .attribute("type", "button")
        .attribute("aria-busy", if is_awaited { "true" } else { "false" })
}

/// The key of an offer's heading.
fn title_key(offer: &Offer) -> String {
    let is_reminder = offer
        .items
        .iter()
        .any(|item| matches!(item.reason, Reason::Due { days_ago: 0, .. }));
    [
        offer.kind.name(),
        if is_reminder {
            ".title.later"
        } else {
            ".title"
        },
    ]
    .concat()
}

/// A picture next to its title, hidden from screen readers; an empty frame if there is none.
pub(super) fn picture(view: &View, product: &OfferItem) -> Element {
    let takes_inline = view.takes_inline_pictures();
    let picture = product
        .image
        .as_deref()
        .and_then(|address| safe_picture(address, takes_inline))
        .map(|source| {
            let fixed = [
                ("alt", ""),
                ("width", "96"),
                ("height", "96"),
                ("decoding", "async"),
                ("src", source),
            ];
            fixed
                .into_iter()
                .fold(element("IMG", "picture"), |picture, (name, value)| {
                    picture.attribute(name, value)
                })
        });
    element("DIV", "frame").maybe(picture)
}

/// The title (a link if the product has a page), price, variants, rating and reason of an offered
/// product, of which a variant is chosen.
pub(super) fn product_text(view: &Arc<View>, offered: &OfferItem, product: &OfferItem) -> Element {
    let title = match product.url.as_deref().and_then(safe_address) {
        Some(address) => element("A", "title").attribute("href", address),
        None => element("SPAN", "title"),
    };
    let text = |class, text: Option<String>| text.map(|text| element("SPAN", class).text(&text));
    element("DIV", "details")
        .child(title.text(&product.title))
        .child(price(view, product))
        .maybe(variant_list(view, offered, product))
        .maybe(text(
            "rating",
            product.rating.map(|rating| stars(view, rating)),
        ))
        .maybe(text("note", product.note.clone()))
        .child(element("SPAN", "reason").text(&reason(view, &product.reason)))
        .maybe(text(
            "quote",
            product
                .testimonial
                .as_ref()
                .map(|quote| view.message("quote", &[("quote", quote)])),
        ))
}

/// The price, the price without the offer if it is higher, and the added cost of a replacement.
fn price(view: &View, product: &OfferItem) -> Element {
    let price = match product.price_minor {
        Some(0) => view.message("price.free", &[]),
        Some(price) => view.money(price),
        None => String::new(),
    };
    let extra = product
        .extra_minor
        .map(|extra| view.message("price.extra", &[("extra", &view.money(extra))]));
    let was = product.was_minor.map(|was| {
        let was = view.money(was);
        // Screen readers do not announce that a text is struck through.
        let label = view.message("price.was", &[("price", &was)]);
        element("S", "was")
            .attribute("aria-label", &label)
            .text(&was)
    });
    let count = (product.quantity > 1)
        .then(|| view.message("price.count", &[("count", &view.number(product.quantity))]));
    let price = element("SPAN", "price").text(&price);
    element("SPAN", "prices").child(price).maybe(was).maybe(
        extra
            .or(count)
            .map(|more| element("SPAN", "extra").text(&more)),
    )
}

/// `★ 4.6 (128 reviews)`
fn stars(
    view: &View,
    Rating {
        hundredths,
        reviews,
    }: Rating,
) -> String {
    let tenths = u32::from(hundredths)
        .saturating_add(5)
        .checked_div(10)
        .unwrap_or(0);
    let stars = view.decimal(f64::from(tenths) / 10.0);
    view.count(
        "rating",
        reviews.try_into().unwrap_or(usize::MAX),
        &[("stars", &stars)],
    )
}

/// The text of a reason.
fn reason(view: &View, reason: &Reason) -> String {
    match reason {
        Reason::OftenBoughtWith {
            title,
            together,
            orders,
            ..
        } => view.message(
            "bundle.reason",
            &[
                ("together", &view.number(*together)),
                ("orders", &view.number(*orders)),
                ("title", title),
            ],
        ),
        Reason::GoesWith {
            title,
            relation: Relation::RequiredPart,
            ..
        } => view.message("addons.reason", &[("title", title)]),
        Reason::GoesWith { title, .. } => {
            view.message("bundle.reason.uncounted", &[("title", title)])
        }
        Reason::Instead {
            title,
            relation: Relation::Upgrade,
            ..
        } => view.message("sold_out_alternatives.reason.upgrade", &[("title", title)]),
        Reason::Instead { title, .. } => {
            view.message("sold_out_alternatives.reason", &[("title", title)])
        }
        Reason::Serves { title, .. } => view.message("services.reason", &[("title", title)]),
        Reason::Due {
            days_ago,
            interval_days,
        } => {
            let days = |days: u32| days.try_into().unwrap_or(usize::MAX);
            match interval_days {
                Some(interval) if *days_ago == 0 => {
                    view.count("buy_again.later", days(*interval), &[])
                }
                Some(interval) => view.count(
                    "buy_again.reason",
                    days(*interval),
                    &[
                        ("ago", &view.number(*days_ago)),
                        ("when", &view.days_ago(*days_ago, "buy_again.reason")),
                    ],
                ),
                None => view.message("buy_again.reason.often", &[]),
            }
        }
        Reason::BoughtBefore { days_ago } => match days_ago.filter(|days| *days < MONTH_DAYS) {
            Some(days) => {
                let key = "also_bought.reason.month";
                view.message(key, &[("month", &view.month(days, key))])
            }
            None => view.message("also_bought.reason.before", &[]),
        },
        Reason::Loyalty { extra, reward } => view.message(
            "loyalty.reason",
            &[("extra", &view.points(*extra)), ("reward", reward)],
        ),
        Reason::Viewed => view.message("bundle.viewed", &[]),
        // The heading contains the reason, or there is none.
        Reason::Left
        | Reason::QuantityBreak
        | Reason::Deal
        | Reason::Saves { .. }
        | Reason::Popular { .. } => String::new(),
    }
}
