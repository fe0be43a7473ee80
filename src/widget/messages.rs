//! Strings with their placeholders filled, in the shopper's language.
//!
//! *Invariants*: each string has a key under which a shop can replace it; the shop's string comes
//! before that of the language file, and that before the English one; the browser's
//! `Intl` formats numbers and selects plurals, so no language data is compiled in.

mod formats;

pub use formats::{days_ago, money, month, number, time};

use super::ENGLISH;
use super::placeholders::filled;
use formats::plural_category;

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

    /// Whether a string is in the page's language, not in English because a translation is missing.
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

    /// The string of a language file, unless it contains a placeholder without a value: a file of
    /// another release must not leave half a sentence.
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
    [key, ".", &plural_category(count, locale)].concat()
}
