//! Every string that the widget shows, and money and counts in the shopper's language.
//!
//! *Invariants*: each string has a key under which a shop can replace it; placeholders stand in braces; numbers are written by the
//! browser's `Intl`, so no language data is shipped; what is filled in keeps together whichever way it and the words are written.
//!
//! *Source*: Unicode Standard Annex #9, "Unicode Bidirectional Algorithm", 2.4 (isolates) and 3.2 (bidirectional classes).

use js_sys::{Array, Intl, Object, Reflect};
use wasm_bindgen::JsValue;

use crate::model::{Currency, Minor};

/// The strings in English, by key. Keys that end in a plural category (`.one`, `.other`) are chosen by the count.
const ENGLISH: &[(&str, &str)] = &[
    ("bundle.title", "Frequently bought together"),
    ("bundle.viewed", "This product"),
    ("bundle.reason", "In {together} of {orders} orders with {title}"),
    ("bundle.reason.uncounted", "Goes with {title}"),
    ("bundle.total", "Total"),
    ("bundle.add.one", "Add to basket"),
    ("bundle.add.other", "Add {count} to basket"),
    ("bundle.added.one", "Added to your basket"),
    ("bundle.added.other", "{count} products added to your basket"),
    ("rescue.title", "Sold out. These come closest"),
    ("rescue.reason", "Instead of {title}"),
    ("rescue.reason.upgrade", "One better than {title}"),
    ("also.title", "Customers also bought"),
    ("single.add", "Add to basket"),
    ("single.add.named", "Add to basket: {title}"),
    ("shipping.empty", "Free shipping from {threshold}"),
    ("shipping.remaining", "Add {remaining} for free shipping"),
    ("shipping.earned", "Free shipping is yours"),
    ("shipping.progress", "{subtotal} of {threshold}"),
    ("shipping.fill.one", "This gets you there"),
    ("shipping.fill.other", "These two get you there"),
    ("shipping.add.one", "Add {total}"),
    ("shipping.add.other", "Add both {total}"),
    ("plans.title", "Memberships"),
    ("plans.best", "Best for this basket"),
    ("plans.saving", "Saves {saving} on this basket"),
    ("plans.pays.one", "Pays for itself with this basket"),
    ("plans.pays.other", "Pays for itself after {count} baskets like this"),
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
pub struct Words {
    replaced: Vec<(String, String)>,
}

impl Words {
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
        let replaced = self.replaced.iter().find(|(known, _)| known == key).map(|(_, text)| text.as_str());
        let built_in = || ENGLISH.iter().find(|(known, _)| *known == key).map(|(_, text)| *text);
        let text = replaced.or_else(built_in).unwrap_or_default();
        let is_mixed = runs_right_to_left(text) || values.iter().any(|(_, value)| runs_right_to_left(value));
        // A single pass: a product title with braces in it is not a placeholder.
        let mut said = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, behind)) = rest.split_once('{') {
            said.push_str(before);
            let (name, after) = behind.split_once('}').unwrap_or((behind, ""));
            let value = values.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value);
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
        let category = Intl::PluralRules::new(&Array::of1(&locale.into()), &Object::new()).select(count as f64);
        let written = count.to_string();
        let mut values = values.to_vec();
        values.push(("count", &written));
        let in_category = self.say(&format!("{key}.{}", String::from(category)), &values);
        if in_category.is_empty() { self.say(&format!("{key}.other"), &values) } else { in_category }
    }
}

/// Whether something in a text is written from right to left: Hebrew, Arabic and their neighbours, or a mark that says so.
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
    if currency.code().len() != 3 || !set("style", "currency") || !set("currency", currency.code()) {
        return currency.format(amount);
    }
    // The decimal as text keeps amounts exact that a double could not hold.
    written(&currency.decimal(amount).into(), &options, locale).unwrap_or_else(|| currency.format(amount))
}

/// A count as the locale writes it: `1,988`.
#[must_use]
pub fn number(count: u32, locale: &str) -> String {
    written(&count.into(), &Object::new(), locale).unwrap_or_else(|| count.to_string())
}

fn written(number: &JsValue, options: &Object, locale: &str) -> Option<String> {
    let format = Intl::NumberFormat::new(&Array::of1(&locale.into()), options);
    format.format().call1(&JsValue::UNDEFINED, number).ok()?.as_string()
}
