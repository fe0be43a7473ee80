//! Converts cells that were written for a browser or a spreadsheet to plain text.

use std::borrow::Cow;

use super::words::months::month;

/// Removes the marks that make a spreadsheet read a number as text: `="00123"`, `'00789`.
pub(super) fn unquoted(cell: &str) -> &str {
    let cell = cell.trim();
    let formula = cell
        .strip_prefix("=\"")
        .and_then(|rest| rest.strip_suffix('"'));
    let apostrophe = || {
        cell.strip_prefix('\'')
            .filter(|rest| !rest.is_empty() && !rest.contains('\''))
    };
    formula.or_else(apostrophe).unwrap_or(cell).trim()
}

/// Removes the decimals of a whole number such as `22423.0` or `4001234500000,00`.
pub(super) fn without_decimals(cell: &str) -> &str {
    let whole = cell
        .split_once(['.', ','])
        .filter(|(_, decimals)| matches!(*decimals, "0" | "00"));
    whole
        .map(|(whole, _)| whole)
        .filter(|whole| whole.bytes().all(|byte| byte.is_ascii_digit()) && !whole.is_empty())
        .unwrap_or(cell)
}

/// Whether a spreadsheet rounded the number: `5.01235E+12`.
pub(super) fn is_rounded(cell: &str) -> bool {
    let Some((number, power)) = cell.trim().split_once(['E', 'e']) else {
        return false;
    };
    let is_number = |text: &str| {
        text.bytes().any(|byte| byte.is_ascii_digit())
            && text
                .bytes()
                .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','))
    };
    is_number(number)
        && power.strip_prefix('+').is_some_and(|power| {
            !power.is_empty() && power.bytes().all(|byte| byte.is_ascii_digit())
        })
}

/// Whether a spreadsheet turned a code or a price into a date: `01-Mar`, `Apr 25`,
/// `2024-03-01 00:00:00`.
pub(super) fn became_a_date(cell: &str) -> bool {
    let cell = cell.trim();
    if cell.len() > 20 || !cell.starts_with(|first: char| first.is_alphanumeric()) {
        return false;
    }
    let parts: Vec<&str> = cell
        .split(|sign: char| !sign.is_alphanumeric())
        .filter(|part| !part.is_empty())
        .collect();
    let is_day = |text: &str| text.len() <= 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    // `NIS 25` is an amount of money, `MAR-24` a code.
    let is_month = |text: &str| {
        text.chars().count() > 2 && text.chars().any(char::is_lowercase) && month(text).is_some()
    };
    match parts.as_slice() {
        [one, other] => (is_day(one) && is_month(other)) || (is_month(one) && is_day(other)),
        [_, _, _, "00", "00", "00"] => cell.ends_with(" 00:00:00"),
        _ => false,
    }
}

/// Decodes entities and removes tags: `Salt &amp; Pepper` becomes `Salt & Pepper`.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<']) {
        return Cow::Borrowed(text);
    }
    let decoded = html_escape::decode_html_entities(text);
    let untagged = without_tags(&decoded);
    Cow::Owned(untagged.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Removes tags, but keeps a single `<` in a sentence.
fn without_tags(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        let (before, tag) = rest.split_at(start);
        plain.push_str(before);
        let is_tag = tag
            .chars()
            .nth(1)
            .is_some_and(|next| next.is_ascii_alphabetic() || matches!(next, '/' | '!'));
        if let Some(end) = tag.find('>').filter(|_| is_tag) {
            plain.push(' ');
            rest = tag.get(end.saturating_add(1)..).unwrap_or_default();
        } else {
            plain.push('<');
            rest = tag.get(1..).unwrap_or_default();
        }
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_becomes_plain_text() {
        assert_eq!(plain("Salt &amp; Pepper"), "Salt & Pepper");
        assert_eq!(plain("Mug &#8211; Blue"), "Mug – Blue");
        assert_eq!(plain("<p>Blue <b>mug</b></p>"), "Blue mug");
        assert_eq!(plain("size < 5 & red"), "size < 5 & red");
        assert_eq!(plain("I <3 tea"), "I <3 tea");
    }

    #[test]
    fn marks_for_spreadsheets_are_removed() {
        assert_eq!(unquoted("=\"00123\""), "00123");
        assert_eq!(unquoted("'00789"), "00789");
        assert_eq!(unquoted("'t Huis'"), "'t Huis'");
        assert_eq!(without_decimals("22423.0"), "22423");
        assert_eq!(without_decimals("A.0"), "A.0");
        assert!(is_rounded("5.01235E+12") && is_rounded("5,76461E+17"));
        assert!(became_a_date("01-Mar") && became_a_date("Apr 25") && became_a_date("3. Mrz"));
        assert!(became_a_date("2024-03-01 00:00:00"));
        assert!(!became_a_date("MAR-24") && !became_a_date("9,50 pro") && !became_a_date("12-345"));
        assert!(!is_rounded("5E12") && !is_rounded("RED+1") && !is_rounded("12E"));
    }
}
