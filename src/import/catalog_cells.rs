//! Parses cells of a catalog: addresses, availability, ratings.

use jiff::civil::Date;

use super::DateForm;
use super::Decimal;
use super::dates::{ChosenDate, DateEvidence, SECONDS_PER_DAY, seconds};
use super::numbers::micros;
use super::words::fold;

/// Maximum length of a testimonial in characters.
const TESTIMONIAL: usize = 280;

/// The first of several addresses in a cell.
pub(super) fn first_address(cell: &str) -> String {
    let is_several = cell.matches("://").count() > 1;
    let first = cell
        .split([',', '|', ';', '\n', ' '])
        .find(|part| part.contains("://"));
    match first.filter(|_| is_several) {
        Some(first) => first.trim().to_owned(),
        None => cell.to_owned(),
    }
}

/// Stars, `4.6`, `4,6` or `4.6/5`, in hundredths; at most five. A comma is always a decimal comma.
pub(super) fn hundredths(text: &str) -> Option<u16> {
    let stars = text
        .strip_suffix('5')
        .and_then(|text| text.trim_end().strip_suffix('/'))
        .unwrap_or(text);
    let stars = micros(&stars.trim().replace(',', "."), Decimal::Point)?;
    let hundredths = stars.checked_add(5_000)?.checked_div(10_000)?;
    u16::try_from(hundredths)
        .ok()
        .filter(|hundredths| *hundredths <= 500)
}

/// A whole number of at least zero.
pub(super) fn count(text: &str) -> Option<u32> {
    let count = micros(text, Decimal::Point)?;
    let whole = count.checked_div(1_000_000)?;
    (count.checked_rem(1_000_000)? == 0)
        .then(|| u32::try_from(whole).ok())
        .flatten()
}

/// Cuts a long text at the end of a word.
pub(super) fn shorten(text: &str) -> String {
    if text.chars().nth(TESTIMONIAL).is_none() {
        return text.to_owned();
    }
    let mut head: String = text.chars().take(TESTIMONIAL).collect();
    // At the end of a word, else before the last character, so that the dots fit.
    let end = head
        .rfind(char::is_whitespace)
        .or_else(|| head.char_indices().next_back().map(|(last, _)| last));
    head.truncate(end.unwrap_or(0));
    format!("{}…", head.trim_end())
}

/// Beginnings of folded words that mean that a product cannot be bought. They are compared first.
const OUT: &[&str] = &[
    "outofstock", "soldout", "unavailable", "discontinued", "notavailable", "notinstock", "false",
    "no", "ausverkauft", "nichtverfugbar", "nichtauflager", "nichtlieferbar", "vergriffen",
    "rupture", "epuise", "indisponible", "agotado", "sinstock", "esgotado", "indisponivel",
    "esaurito", "nondisponibile", "uitverkocht", "nietopvoorraad", "slutsald", "udsolgt",
    "utsolgt", "slut", "loppu", "eivarastossa", "niedostepn", "brak", "vyprodano", "nenisklade",
    "tukendi", "stoktayok", "нетвналичии", "нет", "распродан", "немає", "在庫なし", "在庫切れ",
    "売り切れ", "缺货", "售罄", "无货", "품절",
];

/// Beginnings of folded words that mean that a product can be bought.
const IN: &[&str] = &[
    "instock", "true", "yes", "backorder", "onbackorder", "preorder", "available", "limited",
    "lowstock", "auflager", "verfugbar", "lieferbar", "ja", "vorbestell", "enstock", "disponible",
    "oui", "si", "emestoque", "disponivel", "sim", "disponibile", "opvoorraad", "ilager",
    "palager", "palager", "varastossa", "dostepn", "tak", "skladem", "ano", "stoktavar",
    "вналичии", "есть", "да", "在庫あり", "有货", "有貨", "재고있음", "판매중", "onlineonly",
    "instoreonly",
];

/// Whether a product can be bought, according to words, a number of pieces or a schema.org address.
pub(super) fn availability(text: &str) -> Option<bool> {
    if let Some(pieces) =
        micros(text, Decimal::Point).filter(|_| !text.contains(char::is_alphabetic))
    {
        return Some(pieces > 0);
    }
    let word = text.rsplit('/').next().unwrap_or(text);
    let folded = fold(word);
    let begins = |words: &[&str]| {
        words.iter().any(|known| {
            let known = fold(known);
            // Short words must match completely.
            if known.chars().count() <= 3 {
                folded == known
            } else {
                folded.starts_with(&known)
            }
        })
    };
    if begins(OUT) {
        Some(false)
    } else {
        begins(IN).then_some(true)
    }
}

/// Whether the shop accepts orders for a product that is out of stock. Adobe Commerce writes 2 if
/// it also informs the shopper.
pub(super) fn is_backorder(text: &str) -> Option<bool> {
    match fold(text).as_str() {
        "continue" | "1" | "2" | "yes" | "true" | "notify" | "allow" | "ja" | "oui" | "si" => {
            Some(true)
        }
        "deny" | "0" | "no" | "false" | "nein" | "non" => Some(false),
        _ => None,
    }
}

/// Whether a product is published in the shop.
pub(super) fn is_published(text: &str) -> Option<bool> {
    if text.trim() == "-1" {
        return Some(false);
    }
    match fold(text).as_str() {
        "active" | "1" | "true" | "yes" | "y" | "published" | "publish" | "visible" | "enabled"
        | "live" | "si" | "sim" | "ja" | "oui" | "tak" | "ano" | "aktiv" | "actif" | "activo"
        | "ativo" | "attivo" | "actief" | "aktywny" | "wahr" => Some(true),
        "draft" | "archived" | "false" | "no" | "n" | "0" | "hidden" | "disabled"
        | "unpublished" | "private" | "inactive" | "trash" | "pending" | "deleted" | "nao"
        | "nein" | "non" | "nee" | "nie" | "ne" | "inaktiv" | "inactif" | "inactivo"
        | "inativo" | "inattivo" | "inactief" | "nieaktywny" | "entwurf" | "brouillon"
        | "borrador" | "rascunho" | "bozza" | "concept" | "szkic" | "versteckt" | "verborgen"
        | "masque" | "oculto" | "nascosto" | "ukryty" | "skryty" | "falsch" => Some(false),
        word if fold("非公開") == word || fold("非表示") == word || fold("미진열") == word => {
            Some(false)
        }
        word if fold("公開") == word || fold("表示") == word || fold("진열") == word => {
            Some(true)
        }
        _ => None,
    }
}

/// The days of a sale since 1970, both included; a missing one is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SalePeriod {
    pub(super) first: Option<i64>,
    pub(super) last: Option<i64>,
}

/// The days of a sale: between two dates, or in a range `from/to`.
pub(super) fn sale_period(start: Option<&str>, end: Option<&str>) -> SalePeriod {
    let (start, end) = match start.and_then(|start| start.split_once("/20")) {
        Some((from, to)) => (Some(from.to_owned()), Some(format!("20{to}"))),
        None => (start.map(str::to_owned), end.map(str::to_owned)),
    };
    let day = |cell: Option<String>| {
        let cell = cell?;
        let mut look = DateEvidence::default();
        look.add(&cell);
        let form = match look.chosen() {
            ChosenDate::Sure(form) => form,
            _ => DateForm::YearFirst,
        };
        Some(seconds(&cell, form)?.div_euclid(SECONDS_PER_DAY))
    };
    SalePeriod {
        first: day(start),
        last: day(end),
    }
}

/// Days since 1970.
pub(super) fn day_number(date: Date) -> i64 {
    let midnight = date.to_zoned(jiff::tz::TimeZone::UTC).ok();
    midnight.map_or(0, |midnight| {
        midnight.timestamp().as_second().div_euclid(SECONDS_PER_DAY)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn availability_is_said_in_many_ways() {
        for text in [
            "in stock",
            "In Stock (ships in 2 days)",
            "https://schema.org/InStock",
            "37",
            "preorder",
        ] {
            assert_eq!(availability(text), Some(true), "{text}");
        }
        for text in [
            "out_of_stock", "0", "-2", "Sold out", "Ausverkauft", "OutOfStock", "no",
        ] {
            assert_eq!(availability(text), Some(false), "{text}");
        }
        assert_eq!(availability("perhaps"), None);
    }

    #[test]
    fn a_sale_has_a_first_and_a_last_day() {
        let march = |day| Some(day_number(jiff::civil::date(2024, 3, day)));
        let period = |first, last| SalePeriod { first, last };
        let days = sale_period(Some("2024-03-01"), Some("2024-03-31"));
        assert_eq!(days, period(march(1), march(31)));
        assert_eq!(
            sale_period(None, Some("2024-03-09")),
            period(None, march(9))
        );
        let range = "2024-03-01T00:00-0800/2024-03-05T23:59-0800";
        assert_eq!(sale_period(Some(range), None), period(march(1), march(5)));
        assert_eq!(sale_period(None, None), period(None, None));
    }

    #[test]
    fn the_first_picture_is_taken() {
        assert_eq!(
            first_address("https://a/1.jpg, https://a/2.jpg"),
            "https://a/1.jpg"
        );
        assert_eq!(first_address("/a,b.jpg"), "/a,b.jpg");
    }
}
