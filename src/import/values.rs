//! Numbers, dates and words as people and shop systems write them.

use jiff::civil::{Date, DateTime};
use jiff::fmt::strtime;
use jiff::tz::TimeZone;

/// Reads an amount in millionths: `1234.5`, `1,234.50`, `1.234,50`, `£4.95`, `4.95 GBP`, `(3.00)` for minus three.
///
/// Where only one kind of separator stands, a comma before exactly three last digits groups thousands (`1,234`); a point never
/// does unless it stands twice. Further decimals are rounded half up.
pub(super) fn amount_micros(text: &str) -> Option<i64> {
    let is_unit = |character: char| {
        character.is_whitespace() || "£$€¥₹'".contains(character) || character.is_ascii_alphabetic()
    };
    let bare = text.trim_matches(|character: char| is_unit(character));
    let in_brackets = bare
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'));
    let (bare, is_negative) = match (in_brackets, bare.strip_prefix('-')) {
        (Some(inner), _) | (None, Some(inner)) => (inner.trim_matches(is_unit), true),
        (None, None) => (bare, false),
    };
    let (whole, decimals) = split_decimals(bare);
    let whole: String = whole
        .chars()
        .filter(|character| !",.' \u{a0}\u{202f}".contains(*character))
        .collect();
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if (whole.is_empty() && decimals.is_empty()) || !is_digits(&whole) || !is_digits(decimals) {
        return None;
    }
    let whole: i64 = if whole.is_empty() {
        0
    } else {
        whole.parse().ok()?
    };
    let (kept, rest) = decimals.split_at_checked(6).unwrap_or((decimals, ""));
    let round = i64::from(rest.bytes().next().is_some_and(|digit| digit >= b'5'));
    let micros: i64 = format!("{kept:0<6}").parse().ok()?;
    let amount = whole
        .checked_mul(1_000_000)?
        .checked_add(micros)?
        .checked_add(round)?;
    if is_negative {
        amount.checked_neg()
    } else {
        Some(amount)
    }
}

fn split_decimals(number: &str) -> (&str, &str) {
    let last = number.rfind(['.', ',']).map(|place| number.split_at(place));
    let Some((whole, tail)) = last else {
        return (number, "");
    };
    let decimals = tail.get(1..).unwrap_or("");
    let separator = tail.chars().next().unwrap_or('.');
    let repeats = whole.contains(separator);
    let groups =
        separator == ',' && decimals.len() == 3 && !whole.is_empty() && !whole.contains('.');
    if repeats || groups {
        (number, "")
    } else {
        (whole, decimals)
    }
}

/// Reads a whole number: `12`, `12.0`, `1,200`, `-3`.
pub(super) fn whole(text: &str) -> Option<i64> {
    let micros = if text
        .trim()
        .starts_with(|first: char| first.is_ascii_alphabetic())
    {
        None
    } else {
        amount_micros(text)
    }?;
    let ends_in_letter = text
        .trim()
        .ends_with(|last: char| last.is_ascii_alphabetic());
    if ends_in_letter || micros.checked_rem(1_000_000)? != 0 {
        None
    } else {
        micros.checked_div(1_000_000)
    }
}

/// Day before month first: the month before the day is understood where the day says so (`12/25/2024`).
const FORMATS: &[&str] = &[
    "%Y-%m-%d %H:%M:%S %z", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y", "%m/%d/%Y %H:%M:%S",
    "%m/%d/%Y %H:%M", "%m/%d/%Y", "%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%d.%m.%Y",
    "%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y/%m/%d", "%b %d, %Y",
];

/// Reads a date with or without time as seconds since 1970 by the clock on the wall, zones left aside: orders of one shop only
/// have to be put in order. ISO 8601 and its usual spellings, `31/12/2024 08:26`, `31.12.2024`, `Dec 31, 2024`, Unix seconds.
pub(super) fn seconds(text: &str) -> Option<i64> {
    let text = text.trim().trim_end_matches(" UTC").trim_end_matches('Z');
    // Unix time, with or without decimals, in seconds or (13 digits) in milliseconds.
    let whole = text
        .split_once('.')
        .filter(|(_, decimals)| decimals.bytes().all(|byte| byte.is_ascii_digit()))
        .map_or(text, |(whole, _)| whole);
    if whole.len() >= 9 && whole.bytes().all(|byte| byte.is_ascii_digit()) {
        let number: i64 = whole.parse().ok()?;
        return if whole.len() >= 13 {
            number.checked_div(1000)
        } else {
            Some(number)
        };
    }
    let iso = text
        .parse::<DateTime>()
        .ok()
        .or_else(|| text.parse::<Date>().ok().map(DateTime::from));
    let read = || {
        FORMATS.iter().find_map(|format| {
            let broken_down = strtime::parse(format, text).ok()?;
            broken_down
                .to_datetime()
                .ok()
                .or_else(|| broken_down.to_date().ok().map(DateTime::from))
        })
    };
    let time = iso.or_else(read)?;
    Some(time.to_zoned(TimeZone::UTC).ok()?.timestamp().as_second())
}

/// Whether a status says that an order came to nothing.
pub(super) fn is_cancelled(status: &str) -> bool {
    let status = status.trim().to_ascii_lowercase();
    let status = status.strip_prefix("wc-").unwrap_or(&status);
    [
        "cancelled", "canceled", "refunded", "voided", "failed", "trash", "expired",
        "checkout-draft",
    ]
    .contains(&status)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_people_write_them() {
        let cases = [
            ("2.55", 2_550_000),
            ("£4.95", 4_950_000),
            ("4,95 €", 4_950_000),
            ("1,234.50", 1_234_500_000),
            ("1.234,50", 1_234_500_000),
            ("1,234", 1_234_000_000),
            ("1.234", 1_234_000),
            ("1.234.567", 1_234_567_000_000),
            ("-11.5", -11_500_000),
            ("(3.00)", -3_000_000),
            (".5", 500_000),
            ("0.1666666666", 166_667),
            ("GBP 7", 7_000_000),
        ];
        for (text, micros) in cases {
            assert_eq!(amount_micros(text), Some(micros), "{text}");
        }
        for text in ["", "free", "12x3", "--2", "1e5", "99999999999999999999"] {
            assert_eq!(amount_micros(text), None, "{text}");
        }
    }

    #[test]
    fn quantities_are_whole() {
        assert_eq!(whole("12"), Some(12));
        assert_eq!(whole("12.0"), Some(12));
        assert_eq!(whole("-3"), Some(-3));
        assert_eq!(whole("1.5"), None);
        assert_eq!(whole("12x"), None);
    }

    #[test]
    fn dates_of_many_systems_fall_on_one_line() {
        for text in [
            "2010-12-01 08:26:00",
            "2010-12-01T08:26",
            "01/12/2010 08:26",
            "2010-12-01 08:26:00 +0100",
            "2010-12-01T08:26:00Z",
            "2010-12-01T08:26:00+01:00",
            "1291191960",
            "1291191960.0",
            "1291191960000",
        ] {
            assert_eq!(seconds(text), Some(1_291_191_960), "{text}");
        }
        assert_eq!(seconds("12/25/2010"), seconds("2010-12-25"));
        assert_eq!(seconds("yesterday"), None);
    }
}
