//! The words of headers, and their concepts.
//!
//! A header is split into words, and an unknown compound word into known words: `Bestellnummer`
//! means an order and a number, like `Order ID`, `注文番号` and `Número de pedido`.

use std::sync::LazyLock;

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::concepts::Concept::{Gross, Net, Tax};
use super::concepts::Concepts;
use super::header_words::{PARTICLES, WORDS};
use super::{fold, tokens};

static DICTIONARY: LazyLock<FxHashMap<Box<str>, Concepts>> = LazyLock::new(|| {
    let texts = WORDS.iter().map(|(_, text)| *text).chain([PARTICLES]);
    let count = texts.map(|text| text.split_whitespace().count()).sum();
    let mut words = FxHashMap::with_capacity_and_hasher(count, FxBuildHasher);
    for (concepts, text) in WORDS {
        for word in text.split_whitespace() {
            let word = fold(word).into_boxed_str();
            words.entry(word).or_insert(Concepts::of(concepts));
        }
    }
    for word in PARTICLES.split_whitespace() {
        words.entry(fold(word).into_boxed_str()).or_default();
    }
    words
});

/// The meaning of a header.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::import) struct Meaning {
    pub(in crate::import) concepts: Concepts,
    /// Number of its unknown words.
    pub(in crate::import) unknown: u32,
}

/// Words for "with", beside a word for tax.
const WITH: &str = "with mit avec con com cu med z s c с με su ar ile sis";

/// Words for "without", beside a word for tax; `0` is that of `alv 0 %`.
const WITHOUT: &str =
    "without ohne sans sin sem senza zonder utan uden uten bez без fara fără χωρίς be ilman 0";

/// Whether the price in a header contains the tax that the header names; `None` if it is unknown.
fn contains_tax(tokens: &[String]) -> Option<bool> {
    let has = |words: &str| {
        let mut words = words.split(' ');
        words.any(|word| tokens.contains(&fold(word)))
    };
    // `s/ IVA` is "sem" in Portuguese; `s DPH` and `s PDV-om` are "with" in Slavic languages.
    let is_sem = has("s") && has("iva");
    if is_sem || has(WITHOUT) {
        Some(false)
    } else {
        has(WITH).then_some(true)
    }
}

/// Splits a header into known words.
pub(in crate::import) fn meaning(header: &str) -> Meaning {
    let mut meaning = Meaning::default();
    let restored = restored(header);
    let header = restored.as_deref().unwrap_or(header);
    let tokens = tokens(header);
    for token in &tokens {
        if token.bytes().all(|byte| byte.is_ascii_digit()) {
            continue;
        }
        let known = DICTIONARY.get(token.as_str()).copied();
        let (concepts, is_left) = known
            .or_else(|| compound(token))
            .map_or_else(|| parts(token), |concepts| (concepts, false));
        meaning.concepts = meaning.concepts.union(concepts);
        meaning.unknown = meaning.unknown.saturating_add(u32::from(is_left));
    }
    // Short forms whose parts mean nothing or something else alone: `Q.tà`, `Doc No`, `E-post`.
    // Not `Order #`, whose letters are one of its parts.
    let letters = fold(header);
    if tokens.len() > 1
        && (meaning.unknown > 0 || !tokens.contains(&letters))
        && let Some(concepts) = DICTIONARY.get(letters.as_str()).copied()
    {
        return Meaning {
            concepts,
            unknown: 0,
        };
    }
    if meaning.concepts.has(Tax)
        && let Some(is_gross) = contains_tax(&tokens)
    {
        let concept = if is_gross { Gross } else { Net };
        meaning.concepts = meaning.concepts.union(Concepts::of(&[concept]));
    }
    meaning
}

/// A header with the letters that a program replaced by U+FFFD, where a word of the dictionary fits.
fn restored(header: &str) -> Option<String> {
    const LOST: char = '\u{fffd}';
    if !header.contains(LOST) {
        return None;
    }
    let fits = |spoiled: &str, word: &str| {
        let mut letters = word.chars();
        let fit = spoiled.chars().all(|sign| {
            letters.next().is_some_and(|letter| {
                if sign == LOST {
                    !letter.is_ascii()
                } else {
                    sign.to_lowercase().eq(letter.to_lowercase())
                }
            })
        });
        fit && letters.next().is_none()
    };
    // A word of lost letters alone would fit any word of its length.
    let is_spoiled = |word: &str| {
        let lost = word.matches(LOST).count();
        lost > 0 && lost.saturating_mul(2) < word.chars().count()
    };
    let words = header.split(|sign: char| !sign.is_alphanumeric() && sign != LOST);
    let words = words.map(|spoiled| {
        let texts = WORDS.iter().map(|(_, text)| *text).chain([PARTICLES]);
        let mut known = texts.flat_map(str::split_whitespace);
        let found = known.find(|word| is_spoiled(spoiled) && fits(spoiled, word));
        found.unwrap_or(spoiled)
    });
    Some(words.collect::<Vec<_>>().join(" "))
}

/// The concepts of a compound word that consists only of known words and linking letters.
fn compound(word: &str) -> Option<Concepts> {
    if word.chars().count() > 40 {
        return None;
    }
    // For each end position of a part: the concepts of the parts up to it.
    let mut reached: Vec<(usize, Concepts)> = vec![(0, Concepts::default())];
    let places: Vec<usize> = word.char_indices().map(|(place, _)| place).collect();
    for start in places.iter().copied() {
        let Some((_, so_far)) = reached.iter().find(|(end, _)| *end == start).copied() else {
            continue;
        };
        // The longest part comes first and takes precedence.
        for end in places
            .iter()
            .copied()
            .chain([word.len()])
            .rev()
            .take_while(|end| *end > start)
        {
            let part = word.get(start..end).unwrap_or_default();
            let is_joint = start > 0 && matches!(part, "s" | "n" | "e" | "en" | "es" | "er");
            let known = DICTIONARY
                .get(part)
                .copied()
                .filter(|_| part.chars().count() > 1 || !part.is_ascii());
            let named = known.or_else(|| is_joint.then(Concepts::default));
            if let Some(named) = named
                && !reached.iter().any(|(known, _)| *known == end)
            {
                reached.push((end, so_far.union(named)));
            }
        }
    }
    let whole = reached.iter().find(|(end, _)| *end == word.len());
    whole
        .map(|(_, concepts)| *concepts)
        .filter(|concepts| !concepts.is_empty())
}

/// The concepts of a word in a script without spaces, and whether a part of it is unknown.
fn parts(word: &str) -> (Concepts, bool) {
    if word.is_ascii() || word.chars().any(char::is_lowercase) {
        return (Concepts::default(), true);
    }
    let mut concepts = Concepts::default();
    let (mut rest, mut is_left) = (word, false);
    while let Some(first) = rest.chars().next() {
        let ends = rest.char_indices().map(|(place, _)| place).skip(1);
        let known = ends
            .chain([rest.len()])
            .filter_map(|end| rest.split_at_checked(end))
            .filter_map(|(part, after)| Some((*DICTIONARY.get(part)?, after)))
            .last();
        if let Some((found, after)) = known {
            concepts = concepts.union(found);
            rest = after;
        } else {
            is_left = true;
            rest = rest.get(first.len_utf8()..).unwrap_or_default();
        }
    }
    (concepts, is_left)
}

#[cfg(test)]
mod tests {
    use super::super::concepts::Concept::{Name, Number, Order, Paid, Product};
    use super::*;

    #[test]
    fn headers_mean_the_same_in_every_language() {
        for header in [
            "Order ID",
            "order_number",
            "OrderNo",
            "Bestellnummer",
            "Bestell-Nr.",
            "Auftragsnummer",
            "Número de pedido",
            "Nº de orden",
            "Numéro de commande",
            "Numero ordine",
            "Bestelnummer",
            "Ordernummer",
            "Ordrenummer",
            "Tilausnumero",
            "Numer zamówienia",
            "Číslo objednávky",
            "Sipariş No",
            "Номер заказа",
            "注文番号",
            "订单编号",
            "주문번호",
            "Order #",
        ] {
            let found = meaning(header);
            assert!(
                found.concepts.holds(Concepts::of(&[Order, Number])),
                "{header}"
            );
            assert_eq!(found.unknown, 0, "{header}");
        }
        for header in [
            "Item Name",
            "Artikelbezeichnung",
            "Produktname",
            "Nombre del producto",
            "Nom du produit",
            "Nome prodotto",
            "Nome do produto",
            "Productnaam",
            "Produktnamn",
            "Produktnavn",
            "Tuotteen nimi",
            "Nazwa produktu",
            "Název produktu",
            "Ürün adı",
            "Название товара",
            "商品名",
            "商品名称",
            "상품명",
        ] {
            let found = meaning(header);
            assert!(
                found.concepts.holds(Concepts::of(&[Product, Name])),
                "{header}"
            );
            assert_eq!(found.unknown, 0, "{header}");
        }
    }

    #[test]
    fn unknown_words_are_counted() {
        assert_eq!(meaning("Order frobnication").unknown, 1);
        assert_eq!(meaning("paid").concepts, Concepts::of(&[Paid]));
        assert!(!meaning("width").concepts.has(Number));
    }
}
