//! The words of headers and cells, in the languages of shops.
//!
//! Words are data: [`headers`] lists the concept of each word, [`statuses`] the words that cancel
//! an order, [`stores`] those of places of sale, [`events`] the kinds of events in logs of visits,
//! [`services`] the names of lines that are not products, [`months`] the names of months.
//!
//! *Invariants*: words are folded before they are compared, so that case, accents and signs make no
//! difference.

pub(super) mod concepts;
pub(super) mod events;
mod header_words;
pub(super) mod headers;
pub(super) mod months;
pub(super) mod services;
pub(super) mod statuses;
pub(super) mod stores;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Folds a text to lowercase letters and digits without accents: `Número de orden` becomes
/// `numerodeorden`.
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    if text.is_ascii() {
        let letters = text.bytes().filter(u8::is_ascii_alphanumeric);
        folded.extend(letters.map(|byte| char::from(byte.to_ascii_lowercase())));
        return folded;
    }
    let characters = text
        .nfkd()
        .filter(|character| !is_combining_mark(*character));
    for character in characters.flat_map(char::to_lowercase) {
        match character {
            // The dotless ı has no decomposition.
            '\u{131}' => folded.push('i'),
            'ß' => folded.push_str("ss"),
            'ø' => folded.push('o'),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'ł' => folded.push('l'),
            'đ' | 'ð' => folded.push('d'),
            other if other.is_alphanumeric() => folded.push(other),
            _ => {}
        }
    }
    folded
}

/// The folded words of a text, in order. A word ends at signs and spaces, and between a lowercase
/// and a capital letter.
pub(super) fn tokens(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut before = ' ';
    let end = |word: &mut String, words: &mut Vec<String>| {
        let folded = fold(word);
        if !folded.is_empty() {
            words.push(folded);
        }
        word.clear();
    };
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let ends_capitals = before.is_uppercase()
            && character.is_uppercase()
            && characters.peek().is_some_and(|next| next.is_lowercase());
        if (before.is_lowercase() && character.is_uppercase()) || ends_capitals {
            end(&mut word, &mut words);
        }
        match character {
            '#' => {
                end(&mut word, &mut words);
                words.push("no".to_owned());
            }
            letter if letter.is_alphanumeric() || is_combining_mark(letter) || letter == '№' => {
                word.push(letter);
            }
            _ => end(&mut word, &mut words),
        }
        before = character;
    }
    end(&mut word, &mut words);
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_case_and_signs_make_no_difference() {
        for text in ["Número de orden", "NUMERO_DE_ORDEN", "numero-de orden"] {
            assert_eq!(fold(text), "numerodeorden");
        }
        assert_eq!(fold("Größe"), "grosse");
        assert_eq!(fold("SİPARİŞ No"), "siparisno");
        assert_eq!(fold("№ заказа"), "noзаказа");
    }

    #[test]
    fn words_end_at_signs_and_capitals() {
        assert_eq!(tokens("OrderID"), ["order", "id"]);
        assert_eq!(tokens("lineItem_SKU"), ["line", "item", "sku"]);
        assert_eq!(tokens("Item #"), ["item", "no"]);
        assert_eq!(tokens("SKUCode"), ["sku", "code"]);
    }
}
