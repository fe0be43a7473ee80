//! Texts on the host: descriptions, which the page formats in the shopper's language.
//!
//! The host has no language data, and a page may replace strings. So a text stays a description: the
//! string's key with its values, an amount, or a number. As text it is JSON between two control
//! characters, so that views treat it like any other text; [`description`] reads it.
//!
//! | description | meaning |
//! |---|---|
//! | `"White lantern"` | a text of the shop |
//! | `["bundle.viewed"]`, `["bundle.saving", {"saving": [245]}]` | a string with its values |
//! | `["bundle.add", {}, 4]` | a string of the plural category of a count |
//! | `[245]` | an amount in minor units |
//! | `4.6` | a number |
//!
//! *Invariants*: `say` in `www/first_paint.js` gives the text that `messages.rs` gives in the page.

use serde_json::{Value, json};

use super::ENGLISH;
use crate::model::{Currency, Minor};

const START: char = '\u{2}';
const END: char = '\u{3}';

/// The strings of a page; which ones, the page decides.
#[derive(Clone, Debug, Default)]
pub struct Messages;

impl Messages {
    /// The description of a string with its values; empty for an unknown key, as in the page.
    #[must_use]
    pub fn format(&self, key: &str, _: &str, values: &[(&str, &str)]) -> String {
        if !is_known(key) {
            return String::new();
        }
        text(&if values.is_empty() {
            json!([key])
        } else {
            json!([key, described(values)])
        })
    }

    /// The description of a string for a count.
    #[must_use]
    pub fn count(
        &self,
        key: &str,
        count: usize,
        _: (&str, &str),
        values: &[(&str, &str)],
    ) -> String {
        text(&json!([key, described(values), count]))
    }

    /// Whether a language has a string; the host has no languages.
    #[must_use]
    pub fn is_local(&self, _: &str, _: &str) -> bool {
        false
    }
}

/// Whether the widget has such a string.
fn is_known(key: &str) -> bool {
    ENGLISH.iter().any(|(known, _)| *known == key)
}

fn described(values: &[(&str, &str)]) -> Value {
    let values = values
        .iter()
        .map(|(name, value)| ((*name).to_owned(), description(value)));
    Value::Object(values.collect())
}

fn text(description: &Value) -> String {
    format!("{START}{description}{END}")
}

/// Reads a text of this module; any other text describes itself.
#[must_use]
pub fn description(text: &str) -> Value {
    let inner = text
        .strip_prefix(START)
        .and_then(|text| text.strip_suffix(END));
    let read = inner.and_then(|json| serde_json::from_str(json).ok());
    // A title of the shop with these characters loses them, as it would on the screen.
    read.unwrap_or_else(|| Value::String(text.replace([START, END], "")))
}

/// The description of an amount of money.
#[must_use]
pub fn money(amount: Minor, _: &Currency, _: &str) -> String {
    text(&json!([amount]))
}

/// The description of a number.
#[must_use]
pub fn number(number: f64, _: &str) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a whole number of this size is exact"
    )]
    let number = if number.fract() == 0.0 && number.abs() < 1e15 {
        json!(number as i64)
    } else {
        json!(number)
    };
    text(&number)
}

/// A time of day is not described: offers that end are not part of a default plan.
#[must_use]
pub fn time(_: i64, _: &str) -> String {
    String::new()
}

/// A month is not described: a default plan is that of a shopper without earlier orders.
#[must_use]
pub fn month(_: u32, _: &str) -> String {
    String::new()
}

/// The day of an earlier order is not described, for the same reason.
#[must_use]
pub fn days_ago(_: u32, _: &str) -> String {
    String::new()
}
