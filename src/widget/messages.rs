//! Every string that the widget shows, and money and counts in the shopper's language.
//!
//! *Invariants*: each string has a key under which a shop can replace it; placeholders stand in braces; numbers are written by the
//! browser's `Intl`, so no language data is shipped; what is filled in keeps together whichever way it and the words are written.
//!
//! *Source*: Unicode Standard Annex #9, "Unicode Bidirectional Algorithm", 2.4 (isolates) and 3.2 (bidirectional classes).

use js_sys::{Array, Date, Intl, Object, Reflect};
use wasm_bindgen::JsValue;

use crate::model::{Currency, Minor};

/// The strings in English, by key. Keys that end in a plural category (`.one`, `.other`) are chosen by the count.
const ENGLISH: &[(&str, &str)] = &[
    ("bundle.title", "Frequently bought together"),
    ("bundle.viewed", "This product"),
    (
        "bundle.reason",
        "In {together} of {orders} orders with {title}",
    ),
    ("bundle.reason.uncounted", "Goes with {title}"),
    ("bundle.total", "Total"),
    ("bundle.saving", "You save {saving}"),
    ("bundle.add.one", "Add to basket"),
    ("bundle.add.other", "Add {count} to basket"),
    ("bundle.added.one", "Added to your basket"),
    (
        "bundle.added.other",
        "{count} products added to your basket",
    ),
    ("add.refused", "Could not be added: {titles}"),
    ("rescue.title", "Sold out. These come closest"),
    ("rescue.reason", "Instead of {title}"),
    ("rescue.reason.upgrade", "One better than {title}"),
    ("upgrade.title", "One step up"),
    ("upgrade.add", "Choose this one instead"),
    ("addons.title", "Goes with it"),
    ("addons.reason", "{title} does not work without it"),
    ("services.title", "At your service"),
    ("services.reason", "For {title}"),
    ("services.add", "Add"),
    ("also.title", "Customers also bought"),
    ("trial.title", "Try something new"),
    ("trial.add", "Add the sample"),
    ("points.title", "Your points"),
    ("points.earned", "This basket earns {earned} points"),
    (
        "points.next",
        "This basket earns {earned} points; {missing} more bring you {reward}",
    ),
    (
        "points.reason",
        "Earns {extra} points more and brings you {reward}",
    ),
    ("deal.title", "Deal of the day"),
    ("deal.until", "Until {time}"),
    ("recovery.title", "You left these last time"),
    ("recovery.add", "Put back {total}"),
    ("after.title", "Goes well with your order"),
    ("again.title", "Time to buy again?"),
    ("again.title.later", "When you may need it again"),
    ("again.later.one", "Most come back for it after a day"),
    (
        "again.later.other",
        "Most come back for it after {count} days",
    ),
    (
        "again.reason.one",
        "Most come back for it after a day; you bought it {ago} days ago",
    ),
    (
        "again.reason.other",
        "Most come back for it after {count} days; you bought it {ago} days ago",
    ),
    ("again.reason.often", "You buy it often"),
    ("single.add", "Add to basket"),
    ("single.add.named", "{add}: {title}"),
    ("dismiss", "No thanks: {title}"),
    ("price.free", "Free"),
    ("price.extra", "{extra} more"),
    ("price.was", "before: {price}"),
    ("price.count", "× {count}"),
    ("rating.one", "★ {stars} ({count} review)"),
    ("rating.other", "★ {stars} ({count} reviews)"),
    ("quote", "“{quote}”"),
    ("shipping.empty", "Free shipping from {threshold}"),
    ("shipping.remaining", "Add {remaining} for free shipping"),
    ("shipping.earned", "Free shipping is yours"),
    (
        "shipping.nearer",
        "With these it is {remaining} to free shipping",
    ),
    ("shipping.restored", "With these, shipping is free"),
    ("shipping.progress", "{subtotal} of {threshold}"),
    ("shipping.fill.one", "This gets you there"),
    ("shipping.fill.other", "These {count} get you there"),
    ("shipping.add.one", "Add {total}"),
    ("shipping.add.other", "Add all {total}"),
    ("gift.empty", "From {threshold} on, {name} is yours"),
    ("gift.remaining", "Add {remaining} and get {name} free"),
    ("gift.earned", "{name} is yours, free"),
    (
        "gift.nearer",
        "With these it is {remaining} to {name}, free",
    ),
    ("gift.restored", "With these, {name} is yours, free"),
    ("percent.empty", "{percent}% off from {threshold}"),
    ("percent.remaining", "Add {remaining} for {percent}% off"),
    ("percent.earned", "{percent}% off is yours"),
    (
        "percent.nearer",
        "With these it is {remaining} to {percent}% off",
    ),
    ("percent.restored", "With these, {percent}% off is yours"),
    ("plans.title", "Memberships"),
    ("plans.best", "Pays with this basket"),
    ("plans.best.yearly", "Best for the way you shop"),
    ("plans.saving", "Saves {saving} on this basket"),
    (
        "plans.saving.yearly",
        "Would have saved {saving} in the last year",
    ),
    ("plans.pays.one", "Pays for itself with this basket"),
    (
        "plans.pays.other",
        "Pays for itself after {count} baskets like this",
    ),
    ("plans.by", "Pay by"),
    ("plans.by.month", "Month"),
    ("plans.by.year", "Year"),
    ("plans.month", "{price} a month"),
    ("plans.year", "{price} a year"),
    ("plans.join", "Join {name}"),
    ("plans.more", "More about {name}"),
];

/// Between these a text has the direction of its own first letter, and stands in the words around it as one sign would.
const FIRST_STRONG_ISOLATE: &str = "\u{2068}";
const POP_DIRECTIONAL_ISOLATE: &str = "\u{2069}";

/// The strings of one page.
#[derive(Clone, Debug, Default)]
pub struct Messages {
    replaced: Vec<(String, String)>,
}

impl Messages {
    /// English, but for the keys that the shop replaced, each with its text.
    #[must_use]
    pub fn new(replaced: Vec<(String, String)>) -> Self {
        Self { replaced }
    }

    /// The string of a key with its placeholders filled; an unknown key gives an empty string.
    ///
    /// Where something in it is written from right to left, each value is isolated: an Arabic amount begins with a mark of its
    /// direction, which would otherwise turn English words around it.
    #[must_use]
    pub fn say(&self, key: &str, values: &[(&str, &str)]) -> String {
        let replaced = self
            .replaced
            .iter()
            .find(|(known, _)| known == key)
            .map(|(_, text)| text.as_str());
        let built_in = || {
            ENGLISH
                .iter()
                .find(|(known, _)| *known == key)
                .map(|(_, text)| *text)
        };
        let text = replaced.or_else(built_in).unwrap_or_default();
        let is_mixed =
            runs_right_to_left(text) || values.iter().any(|(_, value)| runs_right_to_left(value));
        // A single pass: a product title with braces in it is not a placeholder.
        let mut said = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, behind)) = rest.split_once('{') {
            said.push_str(before);
            let (name, after) = behind.split_once('}').unwrap_or((behind, ""));
            let value = values
                .iter()
                .find(|(known, _)| *known == name)
                .map_or("", |(_, value)| value);
            if is_mixed && !value.is_empty() {
                said.extend([FIRST_STRONG_ISOLATE, value, POP_DIRECTIONAL_ISOLATE]);
            } else {
                said.push_str(value);
            }
            rest = after;
        }
        said.push_str(rest);
        said
    }

    /// The string for a count, by the plural rules of the locale; `{count}` is filled.
    #[must_use]
    pub fn count(&self, key: &str, count: usize, locale: &str, values: &[(&str, &str)]) -> String {
        #[expect(clippy::cast_precision_loss, reason = "a handful of products")]
        let category = Intl::PluralRules::new(&Array::of1(&locale.into()), &Object::new())
            .select(count as f64);
        #[expect(
            clippy::cast_precision_loss,
            reason = "a double is exact far beyond any count"
        )]
        let written = number(count as f64, locale);
        let mut values = values.to_vec();
        values.push(("count", &written));
        let in_category = self.say(&format!("{key}.{}", String::from(category)), &values);
        if in_category.is_empty() {
            self.say(&format!("{key}.other"), &values)
        } else {
            in_category
        }
    }
}

/// Whether something in a text is written from right to left: Hebrew, Arabic and their neighbors, or a mark that says so.
fn runs_right_to_left(text: &str) -> bool {
    let is_right_to_left = |letter| matches!(letter, '\u{590}'..='\u{8ff}' | '\u{200f}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}');
    text.chars().any(is_right_to_left)
}

/// Money as the locale writes it; a currency that the browser does not know is written as its code and a plain decimal.
#[must_use]
pub fn money(amount: Minor, currency: &Currency, locale: &str) -> String {
    let options = Object::new();
    let set = |key: &str, value: &str| Reflect::set(&options, &key.into(), &value.into()).is_ok();
    // `Intl` throws for a code that is not three letters long, so it is not asked.
    if currency.code().len() != 3 || !set("style", "currency") || !set("currency", currency.code())
    {
        return currency.format(amount);
    }
    // The decimal as text keeps amounts exact that a double could not hold.
    written(&currency.decimal(amount).into(), &options, locale)
        .unwrap_or_else(|| currency.format(amount))
}

/// A number as the locale writes it: `1,988`, `4.6`.
#[must_use]
pub fn number(number: f64, locale: &str) -> String {
    // Writing numbers in Rust would bring 4 KB of wasm along.
    let plain = || {
        js_sys::Number::from(number)
            .to_string_with_radix(10)
            .unwrap_or_default()
            .into()
    };
    written(&number.into(), &Object::new(), locale).unwrap_or_else(plain)
}

/// The time of day as the locale writes it and the shopper's clock shows it: `23:59`.
#[must_use]
pub fn time(at_ms: i64, locale: &str) -> String {
    let options = Object::new();
    for part in ["hour", "minute"] {
        // Cannot fail: the object is new and extensible.
        let _ = Reflect::set(&options, &part.into(), &"2-digit".into());
    }
    #[expect(
        clippy::cast_precision_loss,
        reason = "milliseconds since 1970 fit into 53 bits"
    )]
    let date = Date::new(&(at_ms as f64).into());
    let format = Intl::DateTimeFormat::new(&Array::of1(&locale.into()), &options);
    format
        .format()
        .call1(&JsValue::UNDEFINED, &date)
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_default()
}

fn written(number: &JsValue, options: &Object, locale: &str) -> Option<String> {
    let format = Intl::NumberFormat::new(&Array::of1(&locale.into()), options);
    format
        .format()
        .call1(&JsValue::UNDEFINED, number)
        .ok()?
        .as_string()
}
