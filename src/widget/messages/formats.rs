//! Money, numbers and times as the browser's `Intl` writes them.
//!
//! *Invariants*: a formatter is created once per locale and options, because creating one takes
//! far longer than using it; the number of formatters is bounded, however often the page's language
//! changes.

use std::cell::RefCell;

use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use crate::model::{Currency, Minor};

/// A page needs about ten.
const MAX_FORMATTERS: usize = 64;

thread_local! {
    /// The formatters of the page, by kind, locale and options.
    static FORMATTERS: RefCell<Vec<(String, JsValue)>> = const { RefCell::new(Vec::new()) };
}

/// Formats money for the locale. A currency that the browser does not know is written as its code
/// and a plain decimal.
#[must_use]
pub fn money(amount: Minor, currency: &Currency, locale: &str) -> String {
    let code = currency.code();
    // `Intl` throws for a code that does not have three letters, so it is not called.
    if code.len() != 3 {
        return currency.format(amount);
    }
    let decimal = currency.decimal(amount);
    let parts = decimal.split_once('.').map_or("", |(_, parts)| parts);
    // Browsers show some currencies, such as HUF, without decimals: 12.50 would become 12.
    let is_fraction = parts.bytes().any(|digit| digit != b'0');
    let kind = ["money ", code, if is_fraction { "." } else { "" }].concat();
    let options = [
        ("style", "currency".into()),
        ("currency", code.into()),
        ("minimumFractionDigits", currency.exponent().into()),
    ];
    let options = if is_fraction {
        &options[..]
    } else {
        &options[..2]
    };
    // The decimal is passed as text, because a double could lose digits.
    numeral(&kind, &decimal.into(), options, locale).unwrap_or_else(|| currency.format(amount))
}

/// Formats a number for the locale: `1,988`, `4.6`.
#[must_use]
pub fn number(number: f64, locale: &str) -> String {
    // Formatting numbers in Rust would add 4 KB to the wasm.
    let plain = || {
        js_sys::Number::from(number)
            .to_string_with_radix(10)
            .unwrap_or_default()
            .into()
    };
    numeral("number", &number.into(), &[], locale).unwrap_or_else(plain)
}

/// Formats the time of day for the locale, in the shopper's time zone: `23:59`.
#[must_use]
pub fn time(at_ms: i64, locale: &str) -> String {
    #[expect(
        clippy::cast_precision_loss,
        reason = "milliseconds since 1970 fit into 53 bits"
    )]
    let at_ms = at_ms as f64;
    let options = [("hour", "2-digit".into()), ("minute", "2-digit".into())];
    dated("time", at_ms, &options, locale)
}

/// The name of the month so many days ago, for the locale: `March`.
#[must_use]
pub fn month(days_ago: u32, locale: &str) -> String {
    const DAY_MS: f64 = 86_400_000.0;
    let at_ms = Date::now() - f64::from(days_ago) * DAY_MS;
    dated("month", at_ms, &[("month", "long".into())], locale)
}

/// A number of days before today in the words of the locale: `yesterday`, `12 days ago`.
#[must_use]
pub fn days_ago(days: u32, locale: &str) -> String {
    let format: Intl::RelativeTimeFormat = formatter("days", locale, &|locales| {
        Intl::RelativeTimeFormat::new(locales, &object(&[("numeric", "auto".into())])).into()
    })
    .unchecked_into();
    String::from(format.format(-f64::from(days), "day"))
}

/// The plural category of a count: `one`, `few`, `other` and so on.
pub(super) fn plural_category(count: f64, locale: &str) -> String {
    let rules: Intl::PluralRules = formatter("plural", locale, &|locales| {
        Intl::PluralRules::new(locales, &Object::new()).into()
    })
    .unchecked_into();
    rules.select(count).into()
}

fn numeral(
    kind: &str,
    number: &JsValue,
    options: &[(&str, JsValue)],
    locale: &str,
) -> Option<String> {
    let format = formatter(kind, locale, &|locales| {
        Intl::NumberFormat::new(locales, &object(options))
            .format()
            .into()
    });
    written(&format, number)
}

fn dated(kind: &str, at_ms: f64, options: &[(&str, JsValue)], locale: &str) -> String {
    let format = formatter(kind, locale, &|locales| {
        Intl::DateTimeFormat::new(locales, &object(options))
            .format()
            .into()
    });
    written(&format, &Date::new(&at_ms.into())).unwrap_or_default()
}

fn written(format: &JsValue, value: &JsValue) -> Option<String> {
    let format: &Function = format.unchecked_ref();
    format.call1(&JsValue::UNDEFINED, value).ok()?.as_string()
}

/// The formatter of this kind for the locale. `create` is given the list of locales that the
/// constructors of `Intl` take.
#[inline(never)]
fn formatter(kind: &str, locale: &str, create: &dyn Fn(&Array) -> JsValue) -> JsValue {
    let name = [kind, " ", locale].concat();
    let known = FORMATTERS.with_borrow(|formatters| {
        let known = formatters.iter().find(|(known, _)| *known == name);
        known.map(|(_, formatter)| formatter.clone())
    });
    // Outside of the borrow, because a constructor may throw.
    known.unwrap_or_else(|| {
        let created = create(&Array::of1(&locale.into()));
        FORMATTERS.with_borrow_mut(|formatters| {
            if formatters.len() == MAX_FORMATTERS {
                formatters.clear();
            }
            formatters.push((name, created.clone()));
        });
        created
    })
}

#[inline(never)]
fn object(entries: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (key, value) in entries {
        // Cannot fail: the object is new and extensible.
        let _ = Reflect::set(&object, &(*key).into(), value);
    }
    object
}
