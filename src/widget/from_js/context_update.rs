//! Updates of the context by the page.

use wasm_bindgen::JsValue;

use super::{InvalidField, Plain};
use crate::engine::{Context, Live, PastOrder, PastPurchase, Shopper, Slot, Today};
use crate::model::{Cart, LineItem, MOST_MINOR, Minor, OfferKind, SkuKey, Stage};
use crate::widget::Messages;

/// Applies a value of the page, by its name in `www/session.js`; `None` for an unknown name.
///
/// # Errors
/// [`InvalidField`] for the first invalid field; the previous value is kept.
pub fn update(
    what: &str,
    value: JsValue,
    context: &mut Context,
    words: &mut Messages,
) -> Option<Result<(), InvalidField>> {
    let mut is_known = true;
    let heard = Plain::read(value, what, |said| match what {
        "cart" => {
            let amount = |name| amount(said, name).unwrap_or(0);
            let (cart, coupon_minor, tax_minor) = (
                lines(&said.field("lines")),
                amount("couponMinor"),
                amount("taxMinor"),
            );
            put(said, &mut context.cart, cart);
            put(said, &mut context.coupon_minor, coupon_minor);
            put(said, &mut context.tax_minor, tax_minor);
            let percent = said.maybe("couponPercent");
            let percent = percent.map_or(0, |percent| percent.as_percent());
            put(said, &mut context.coupon_percent, percent);
            let is_free = said.flag("isShippingFree");
            put(said, &mut context.is_shipping_free, is_free);
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
            // Consent and membership are set separately.
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
        "membership" => put(said, &mut context.shopper.membership, said.maybe_text("id")),
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
        "slots" => put(said, &mut context.slots, said.list(slot)),
        "clock" => {
            let today = Today {
                day: said.number("day"),
                ends_at_ms: said.number("endsAtMs"),
            };
            let graph_age_days = said.maybe_number("graphAgeDays");
            put(said, &mut context.today, Some(today));
            put(said, &mut context.graph_age_days, graph_age_days);
        }
        "messages" => {
            let replaced = entries(said);
            if is_whole(said) {
                words.replace(replaced);
            }
        }
        "languages" => {
            let languages = said.list(|pair| (pair.text("0"), entries(&pair.field("1"))));
            if is_whole(said) {
                words.set_languages(languages);
            }
        }
        _ => is_known = false,
    });
    is_known.then_some(heard)
}

/// Stores a value, unless a field of the update is invalid.
fn put<T>(said: &Plain<'_>, place: &mut T, read: T) {
    if is_whole(said) {
        *place = read;
    }
}

/// Whether all that was read so far was as it should be.
fn is_whole(said: &Plain<'_>) -> bool {
    said.fault.borrow().is_none()
}

/// Strings by key, as pairs.
fn entries(said: &Plain<'_>) -> Vec<(String, String)> {
    said.list(|pair| (pair.text("0"), pair.text("1")))
}

/// A mounted element: `kind` is the part of its tag after `tillside-`; the SKU may be empty.
fn slot(element: &Plain<'_>) -> Slot {
    let tag = element.text("kind");
    let kind = OfferKind::from_tag(&tag);
    if kind.is_none() && tag != "offers" {
        element.field("kind").refuse("an element");
    }
    Slot {
        id: element.number("id"),
        kind,
        sku: Some(SkuKey::new(&element.text("sku"))).filter(|sku| !sku.as_str().is_empty()),
    }
}

fn lines(said: &Plain<'_>) -> Cart {
    Cart::new(said.list(line))
}

fn line(line: &Plain<'_>) -> LineItem {
    let price_minor = line.maybe_number("priceMinor");
    let measure = line.field("quantity").value.as_f64();
    let measure = measure.filter(|measure| *measure > 0.0 && measure.fract() > 0.0);
    LineItem {
        sku: line.text("sku"),
        quantity: measure.map_or_else(|| line.number("quantity"), |_| 1),
        price_minor: match measure {
            Some(measure) => price_minor.map(|price| price_of(measure, price)),
            None => price_minor,
        },
        tax_minor: amount(line, "taxMinor"),
        is_measured: measure.is_some(),
    }
}

/// The price of a measured amount, rounded down after a correction for binary fractions: 0.29 of
/// 100 is 29.
fn price_of(measure: f64, price_minor: Minor) -> Minor {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        reason = "a safe integer, and a cast that saturates"
    )]
    let price = (measure * price_minor as f64 + 1e-6).floor() as Minor;
    price.min(MOST_MINOR)
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
        tax_minor: amount(live, "taxMinor"),
        is_available: live.field("isAvailable").value.as_bool(),
        minimum_quantity: live.maybe_number("minimumQuantity"),
    }
}

fn shopper(said: &Plain<'_>) -> Shopper {
    Shopper {
        has_consent: false,
        membership: None,
        country: said.maybe_text("country"),
        visitor: said.maybe_text("visitor"),
        points: said.maybe_number("points"),
        history: said.maybe_list("history", |bought| PastPurchase {
            sku: SkuKey::new(&bought.text("sku")),
            orders: bought.maybe_number("orders").unwrap_or(1),
            days_ago: bought.maybe_number("daysAgo"),
        }),
        orders: said.maybe_list("orders", |order| PastOrder {
            subtotal_minor: amount(order, "subtotalMinor").unwrap_or(0),
            days_ago: order.number("daysAgo"),
        }),
    }
}

fn stage(name: &Plain<'_>) -> Option<Stage> {
    let found = Stage::from_name(&name.as_text());
    if found.is_none() {
        name.refuse("\"browse\", \"checkout\" or \"post_purchase\"");
    }
    found
}
