//! Strings with their placeholders filled, and the formatting of money, numbers and times in the
//! shopper's language.
//!
//! *Invariants*: each string has a key under which a shop can replace it; the shop's string comes
//! before that of the language file, and that before the English one; placeholders are in braces;
//! the browser's `Intl` formats numbers and selects plurals, so no language data is compiled in; an
//! inserted value stays intact, whatever its writing direction and that of the text.
//!
//! *Source*: Unicode Standard Annex #9, "Unicode Bidirectional Algorithm", 2.4 (isolates) and 3.2
//! (bidirectional classes).

use js_sys::{Array, Date, Intl, Object, Reflect};
use wasm_bindgen::JsValue;

use super::ENGLISH;
use crate::model::{Currency, Minor};

/// Text between these two characters has the direction of its first letter, and is placed in the
/// surrounding text like one character.
const FIRST_STRONG_ISOLATE: &str = "\u{2068}";
const POP_DIRECTIONAL_ISOLATE: &str = "\u{2069}";

/// A string's key and its text.
type Entry = (String, String);

/// The strings of one page.
#[derive(Clone, Debug, Default)]
pub struct Messages {
    replaced: Vec<Entry>,
    /// Language files by name, such as `pt-BR`.
    languages: Vec<(String, Vec<Entry>)>,
}

impl Messages {
    /// Replaces strings in all languages; the previous replacements are gone.
    pub fn replace(&mut self, replaced: Vec<Entry>) {
        self.replaced = replaced;
    }

    /// Sets the loaded language files.
    pub fn set_languages(&mut self, languages: Vec<(String, Vec<Entry>)>) {
        self.languages = languages;
    }

    /// The string of a key with its placeholders filled; an unknown key gives an empty string.
    /// `language` is the name of a language file; without it the string is English.
    #[must_use]
    pub fn format(&self, key: &str, language: &str, values: &[(&str, &str)]) -> String {
        let local = || self.local(key, language, values);
        let said = self.own(key, values).or_else(local);
        said.or_else(|| english(key, values)).unwrap_or_default()
    }

    /// The string for a count, by the plural rules of the locale; `{count}` is filled.
    ///
    /// English strings follow the English plural rules: "1 item", also where the page's language has
    /// one form for all numbers.
    #[must_use]
    pub fn count(
        &self,
        key: &str,
        count: usize,
        (locale, language): (&str, &str),
        values: &[(&str, &str)],
    ) -> String {
        #[expect(
            clippy::cast_precision_loss,
            reason = "a double is exact far beyond any count"
        )]
        let count = count as f64;
        let written = number(count, locale);
        let mut values = values.to_vec();
        values.push(("count", &written));
        let exact = plural_key(key, count, locale);
        let fallback = plural_key(key, count, "en");
        let other = [key, ".other"].concat();
        let said = self.own(&exact, &values);
        let said = said.or_else(|| self.local(&exact, language, &values));
        let is_english = language.is_empty() && exact == fallback;
        let said = said.or_else(|| is_english.then(|| english(&exact, &values)).flatten());
        let said = said.or_else(|| self.own(&other, &values));
        let said = said.or_else(|| self.local(&other, language, &values));
        said.or_else(|| english(&fallback, &values))
            .unwrap_or_default()
    }

    /// Whether a string is in the page's language, not in English for want of a translation.
    #[must_use]
    pub fn is_local(&self, key: &str, language: &str) -> bool {
        find(&self.replaced, key)
            .or_else(|| find(self.language(language), key))
            .is_some()
    }

    /// The shop's string.
    fn own(&self, key: &str, values: &[(&str, &str)]) -> Option<String> {
        find(&self.replaced, key).map(|text| filled(text, values).0)
    }

    /// The string of a language file, unless it wants a value that there is not: a file of another
    /// release must not leave half a sentence.
    fn local(&self, key: &str, language: &str, values: &[(&str, &str)]) -> Option<String> {
        let text = find(self.language(language), key)?;
        let (said, is_complete) = filled(text, values);
        is_complete.then_some(said)
    }

    fn language(&self, name: &str) -> &[Entry] {
        let language = self.languages.iter().find(|(known, _)| known == name);
        language.map_or(&[], |(_, entries)| entries)
    }
}

fn find<'a>(entries: &'a [Entry], key: &str) -> Option<&'a str> {
    let entry = entries.iter().find(|(known, _)| known == key);
    entry.map(|(_, text)| text.as_str())
}

fn english(key: &str, values: &[(&str, &str)]) -> Option<String> {
    let entry = ENGLISH.iter().find(|(known, _)| *known == key);
    entry.map(|(_, text)| filled(text, values).0)
}

/// The key of the plural category of a count.
fn plural_key(key: &str, count: f64, locale: &str) -> String {
    let rules = Intl::PluralRules::new(&Array::of1(&locale.into()), &Object::new());
    [key, ".", &String::from(rules.select(count))].concat()
}

/// A text with its placeholders filled, and whether there was a value for each of them.
///
/// If the text or a value contains right-to-left text, each value is isolated. An Arabic amount, for
/// example, starts with a direction mark, which would otherwise reorder the English words around it.
fn filled(text: &str, values: &[(&str, &str)]) -> (String, bool) {
    let is_mixed =
        runs_right_to_left(text) || values.iter().any(|(_, value)| runs_right_to_left(value));
    let mut is_complete = true;
    // In a single pass, so that a product title with braces is not treated as a placeholder.
    let mut said = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('{') {
        said.push_str(before);
        let (name, after) = behind.split_once('}').unwrap_or((behind, ""));
        let value = values.iter().find(|(known, _)| *known == name);
        is_complete &= value.is_some();
        let value = value.map_or("", |(_, value)| value);
        if is_mixed && !value.is_empty() {
            said.extend([FIRST_STRONG_ISOLATE, value, POP_DIRECTIONAL_ISOLATE]);
        } else {
            said.push_str(value);
        }
        rest = after;
    }
    said.push_str(rest);
    (said, is_complete)
}

/// Whether a text contains right-to-left characters (Hebrew, Arabic and related scripts) or
/// direction marks.
fn runs_right_to_left(text: &str) -> bool {
    let is_right_to_left = |letter| matches!(letter, '\u{590}'..='\u{8ff}' | '\u{200f}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}');
    text.chars().any(is_right_to_left)
}

/// Formats money for the locale. A currency that the browser does not know is written as its code
/// and a plain decimal.
#[must_use]
pub fn money(amount: Minor, currency: &Currency, locale: &str) -> String {
    let options = Object::new();
    let set = |key: &str, value: &str| Reflect::set(&options, &key.into(), &value.into()).is_ok();
    // `Intl` throws for a code that does not have three letters, so it is not called.
    if currency.code().len() != 3 || !set("style", "currency") || !set("currency", currency.code())
    {
        return currency.format(amount);
    }
    let decimal = currency.decimal(amount);
    let parts = decimal.split_once('.').map_or("", |(_, parts)| parts);
    if parts.bytes().any(|digit| digit != b'0') {
        // Browsers show some currencies, such as HUF, without decimals: 12.50 would become 12.
        let digits = currency.exponent().into();
        // Cannot fail: the object is new and extensible.
        let _ = Reflect::set(&options, &"minimumFractionDigits".into(), &digits);
    }
    // The decimal is passed as text, because a double could lose digits.
    written(&decimal.into(), &options, locale).unwrap_or_else(|| currency.format(amount))
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
    written(&number.into(), &Object::new(), locale).unwrap_or_else(plain)
}

/// Formats the time of day for the locale, in the shopper's time zone: `23:59`.
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
    dated(at_ms as f64, &options, locale)
}

/// The name of the month so many days ago, for the locale: `March`.
#[must_use]
pub fn month(days_ago: u32, locale: &str) -> String {
    const DAY_MS: f64 = 86_400_000.0;
    let options = Object::new();
    // Cannot fail: the object is new and extensible.
    let _ = Reflect::set(&options, &"month".into(), &"long".into());
    dated(Date::now() - f64::from(days_ago) * DAY_MS, &options, locale)
}

fn dated(at_ms: f64, options: &Object, locale: &str) -> String {
    let date = Date::new(&at_ms.into());
    let format = Intl::DateTimeFormat::new(&Array::of1(&locale.into()), options);
    format
        .format()
        .call1(&JsValue::UNDEFINED, &date)
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_default()
}

/// A number of days before today in the words of the locale: `yesterday`, `12 days ago`.
#[must_use]
pub fn days_ago(days: u32, locale: &str) -> String {
    let options = Object::new();
    // Cannot fail: the object is new and extensible.
    let _ = Reflect::set(&options, &"numeric".into(), &"auto".into());
    let format = Intl::RelativeTimeFormat::new(&Array::of1(&locale.into()), &options);
    String::from(format.format(-f64::from(days), "day"))
}

fn written(number: &JsValue, options: &Object, locale: &str) -> Option<String> {
    let format = Intl::NumberFormat::new(&Array::of1(&locale.into()), options);
    format
        .format()
        .call1(&JsValue::UNDEFINED, number)
        .ok()?
        .as_string()
}
