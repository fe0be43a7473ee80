//! What a page says while it is open.

use wasm_bindgen::JsValue;

use super::{InvalidField, Plain};
use crate::engine::{Bought, Context, Live, PastOrder, Shopper, Today};
use crate::model::{Basket, LineItem, Minor, SkuKey, Stage};
use crate::widget::Messages;

/// Takes what a page said to heart, by the name that `www/session.js` gives it; `None` for a name that is not known.
///
/// # Errors
/// [`InvalidField`] names the first field at fault; what was said before stays.
pub fn update(
    what: &str,
    value: JsValue,
    context: &mut Context,
    words: &mut Messages,
) -> Option<Result<(), InvalidField>> {
    let mut is_known = true;
    let heard = Plain::read(value, what, |said| match what {
        "basket" => {
            let amount = |name| amount(said, name).unwrap_or(0);
            let (basket, coupon_minor, tax_minor) = (
                lines(&said.field("lines")),
                amount("couponMinor"),
                amount("taxMinor"),
            );
            put(said, &mut context.basket, basket);
            put(said, &mut context.coupon_minor, coupon_minor);
            put(said, &mut context.tax_minor, tax_minor);
        }
        "purchase" => put(said, &mut context.purchased, lines(said)),
        "left" => put(said, &mut context.left, lines(said)),
        "unavailable" => put(
            said,
            &mut context.unavailable,
            said.list(|sku| SkuKey::new(&sku.as_text())),
        ),
        "products" => put(said, &mut context.live, said.list(live)),
        "shopper" => {
            // Consent and membership are said apart from the rest.
            let Shopper {
                has_consent,
                membership,
                ..
            } = &context.shopper;
            let shopper = Shopper {
                has_consent: *has_consent,
                membership: membership.clone(),
                ..shopper(said)
            };
            put(said, &mut context.shopper, shopper);
        }
        "plan" => put(said, &mut context.shopper.membership, said.maybe_text("id")),
        "consent" => put(said, &mut context.shopper.has_consent, said.flag("given")),
        "stage" => put(
            said,
            &mut context.stage,
            said.maybe("name").and_then(|name| stage(&name)),
        ),
        "dismissed" => put(said, &mut context.dismissed, said.texts()),
        "seen" => put(
            said,
            &mut context.seen,
            said.list(|pair| (pair.text("0"), pair.number("1"))),
        ),
        "clock" => {
            let today = Today {
                day: said.number("day"),
                ends_at_ms: said.number("endsAtMs"),
            };
            let graph_age_days = said.maybe_number("graphAgeDays");
            put(said, &mut context.today, Some(today));
            put(said, &mut context.graph_age_days, graph_age_days);
        }
        "messages" => put(
            said,
            words,
            Messages::new(said.list(|pair| (pair.text("0"), pair.text("1")))),
        ),
        _ => is_known = false,
    });
    is_known.then_some(heard)
}

/// Puts what was read into its place, unless something was wrong with it.
fn put<T>(said: &Plain<'_>, place: &mut T, read: T) {
    if said.fault.borrow().is_none() {
        *place = read;
    }
}

fn lines(said: &Plain<'_>) -> Basket {
    Basket::new(said.list(|line| LineItem {
        sku: line.text("sku"),
        quantity: line.number("quantity"),
        price_minor: line.maybe_number("priceMinor"),
    }))
}

/// An amount that is not below 0.
fn amount(said: &Plain<'_>, name: &str) -> Option<Minor> {
    let amount = said.maybe_number(name);
    if amount.is_some_and(|amount: Minor| amount < 0) {
        said.field(name).refuse("0 or more");
    }
    amount
}

fn live(live: &Plain<'_>) -> Live {
    Live {
        sku: SkuKey::new(&live.text("sku")),
        price_minor: amount(live, "priceMinor").filter(|price| *price > 0),
        is_available: live.field("isAvailable").value.as_bool(),
    }
}

fn shopper(said: &Plain<'_>) -> Shopper {
    Shopper {
        has_consent: false,
        membership: None,
        country: said.maybe_text("country"),
        visitor: said.maybe_text("visitor"),
        points: said.maybe_number("points"),
        history: said.maybe_list("history", |bought| Bought {
            sku: SkuKey::new(&bought.text("sku")),
            orders: bought.maybe_number("orders").unwrap_or(1),
            days_ago: bought.number("daysAgo"),
        }),
        orders: said.maybe_list("orders", |order| PastOrder {
            subtotal_minor: amount(order, "subtotalMinor").unwrap_or(0),
            days_ago: order.number("daysAgo"),
        }),
    }
}

fn stage(name: &Plain<'_>) -> Option<Stage> {
    let known = [
        ("before", Stage::Before),
        ("during", Stage::During),
        ("after", Stage::After),
    ];
    let word = name.as_text();
    let found = known
        .into_iter()
        .find(|(known, _)| *known == word)
        .map(|(_, stage)| stage);
    if found.is_none() {
        name.refuse("\"before\", \"during\" or \"after\"");
    }
    found
}
