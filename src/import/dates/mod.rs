//! Dates: one form for a whole column, chosen by all of its cells.
//!
//! *Invariants*: the order of day, month and year is never decided for a single cell; time zones
//! are ignored, because the shop's local time is enough to sort the orders of one shop.

mod evidence;
mod parts;

use jiff::civil::DateTime;
use jiff::tz::TimeZone;

pub(super) use crate::model::SECONDS_PER_DAY;
pub(super) use evidence::{ChosenDate, DateEvidence};

/// How the dates of a column are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateForm {
    /// `2024-03-21`, `2024/3/21`, `2024年3月21日`, `20240321`.
    YearFirst,
    /// `21/03/2024`, `21.3.24`, `21 March 2024`.
    DayFirst,
    /// `03/21/2024`, `March 21, 2024`, `Sep-11-25`.
    MonthFirst,
    /// The day number of a spreadsheet: `45371.58`.
    Serial,
    /// Time since 1970 in seconds, milliseconds, microseconds or nanoseconds, by the number of
    /// digits.
    Unix,
}

impl DateForm {
    const ALL: [Self; 5] = [
        Self::YearFirst,
        Self::DayFirst,
        Self::MonthFirst,
        Self::Serial,
        Self::Unix,
    ];

    /// The value for `--dates`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::YearFirst => "year-first",
            Self::DayFirst => "day-first",
            Self::MonthFirst => "month-first",
            Self::Serial => "spreadsheet-days",
            Self::Unix => "unix",
        }
    }

    /// Reads the value of `--dates`.
    ///
    /// # Errors
    /// A sentence that lists the valid values.
    pub fn parse(word: &str) -> Result<Self, String> {
        let words = || Self::ALL.map(Self::word).join(", ");
        let found = Self::ALL.into_iter().find(|form| form.word() == word);
        found.ok_or_else(|| format!("use one of {}", words()))
    }
}

/// The time in a cell in seconds since 1970, in the form of its column.
pub(super) fn seconds(text: &str, form: DateForm) -> Option<i64> {
    match form {
        DateForm::Serial => serial(text),
        DateForm::Unix => unix(text),
        _ => {
            let parts = parts::parts(text)?;
            let day = parts.date(form).or_else(|| parts.iso_date())?;
            since_1970(DateTime::from_parts(day, parts.time()))
        }
    }
}

fn since_1970(time: DateTime) -> Option<i64> {
    Some(time.to_zoned(TimeZone::UTC).ok()?.timestamp().as_second())
}

/// The digits before a decimal sign, if the text contains only digits before and after it.
fn whole_digits(text: &str) -> Option<&str> {
    let text = text.trim();
    let (whole, decimals) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    (!whole.is_empty() && is_digits(whole) && is_digits(decimals)).then_some(whole)
}

/// Days since the end of 1899, as spreadsheets count: from 1970 to 2064.
fn serial(text: &str) -> Option<i64> {
    let whole: i64 = whole_digits(text)
        .filter(|whole| whole.len() == 5)?
        .parse()
        .ok()?;
    let days = whole
        .checked_sub(25_569)
        .filter(|days| (0..35_000).contains(days))?;
    let text = text.trim().replace(',', ".");
    let share = text.parse::<f64>().ok()?.fract();
    // Rounded to milliseconds, because a second is not an exact fraction of a day.
    #[expect(clippy::cast_possible_truncation, reason = "a day has 86,400 seconds")]
    let of_day = (share * 86_400_000.0).round() as i64;
    days.checked_mul(SECONDS_PER_DAY)?
        .checked_add(of_day.checked_div(1000)?)
}

/// Seconds, milliseconds, microseconds or nanoseconds since 1970, by the number of digits.
fn unix(text: &str) -> Option<i64> {
    // A spreadsheet may separate thousands: `1,291,191,960`.
    let grouped = text.trim().split(',').enumerate();
    let is_grouped = text.contains(',')
        && grouped.fold(true, |is, (place, group)| {
            is && (group.len() == 3 || (place == 0 && group.len() < 3))
        });
    let joined = if is_grouped {
        text.replace(',', "")
    } else {
        text.to_owned()
    };
    let whole = whole_digits(&joined)?;
    let number: i64 = whole.parse().ok()?;
    let per_second = match whole.len() {
        9 | 10 => 1,
        12 | 13 => 1_000,
        15 | 16 => 1_000_000,
        18 | 19 => 1_000_000_000,
        _ => return None,
    };
    number.checked_div(per_second)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(cells: &[&str]) -> ChosenDate {
        let mut evidence = DateEvidence::default();
        for cell in cells {
            evidence.add(cell);
        }
        evidence.chosen()
    }

    fn sure(cells: &[&str]) -> Vec<i64> {
        let ChosenDate::Sure(form) = chosen(cells) else {
            panic!("{cells:?}: {:?}", chosen(cells));
        };
        cells
            .iter()
            .map(|cell| seconds(cell, form).unwrap())
            .collect()
    }

    const MOMENT: i64 = 1_291_191_960; // 2010-12-01 08:26
    const DAY: i64 = 1_711_065_600; // 2024-03-22

    #[test]
    fn dates_of_many_systems_are_the_same_moment() {
        for text in [
            "2010-12-01 08:26:00",
            "2010-12-01T08:26",
            "2010-12-01 08:26:00 +0100",
            "2010-12-01T08:26:00Z",
            "2010-12-01T08:26:00.000+01:00",
            "2010-12-01 08:26:00 UTC",
            "1291191960",
            "1291191960.0",
            "1291191960000",
            "1291191960000000",
            "1291191960000000000",
            "01.12.2010 08:26",
            "1 December 2010 08:26",
            "December 1, 2010 8:26 am",
            "Dec-01-10 08:26",
            "2010年12月1日 8:26",
            "20101201082600",
            "1. Dezember 2010, 08:26 Uhr",
            "1 de diciembre de 2010 08:26",
            "Wed, 01 Dec 2010 08:26:00 +0000",
            "Wed Dec 01 2010 08:26:00 GMT+0000 (Coordinated Universal Time)",
            "mer 1 dic 2010 08:26",
            "1 ธ.ค. 2553 08:26",
            "1 ธันวาคม 2553 08:26",
            "1,291,191,960",
        ] {
            assert_eq!(sure(&[text]), [MOMENT], "{text}");
        }
        for text in [
            "2024-03-22", "22/03/2024", "3/22/2024", "22.3.24", "03/22/24", "20240322", "45373",
            "Mar 22, 2024", "mar 22 mar 2024", "mar 22/03/2024", "22/3/2567", "22 mars 2024",
            "22-Mar-2024", "22. März 2024", "Fri Mar 22 2024",
        ] {
            assert_eq!(sure(&[text]), [DAY], "{text}");
        }
        assert_eq!(sure(&["45373.5"]), [DAY + 43_200]);
        assert_eq!(sure(&["3/22/2024 2:31 PM"]), [DAY + 52_260]);
        assert_eq!(sure(&["3/22/2024 12:00:00 AM"]), [DAY]);
    }

    #[test]
    fn the_cells_of_a_column_decide_which_number_is_the_month() {
        assert_eq!(
            chosen(&["10/11/2024", "10/13/2024"]),
            ChosenDate::Sure(DateForm::MonthFirst)
        );
        assert_eq!(
            chosen(&["10/11/2024", "13/10/2024"]),
            ChosenDate::Sure(DateForm::DayFirst)
        );
        let both = vec![DateForm::DayFirst, DateForm::MonthFirst];
        assert_eq!(
            chosen(&["10/11/2024", "12/1/2024"]),
            ChosenDate::Doubt(both)
        );
        assert_eq!(chosen(&["31/12/2024", "12/31/2024"]), ChosenDate::Mixed);
        // Dates with points never begin with the month.
        assert_eq!(
            chosen(&["10.11.2024"]),
            ChosenDate::Sure(DateForm::DayFirst)
        );
    }

    #[test]
    fn a_year_of_two_digits_is_the_number_that_varies_least() {
        let days = ["24-03-11", "24-03-12", "24-04-13"];
        assert_eq!(chosen(&days), ChosenDate::Sure(DateForm::YearFirst));
        let days = ["11-03-24", "12-03-24", "13-04-24"];
        assert_eq!(chosen(&days), ChosenDate::Sure(DateForm::DayFirst));
    }

    #[test]
    fn a_text_without_a_date_has_no_form() {
        for text in [
            "yesterday", "soon", "17", "711", "A-1", "", "2024", "9.99", "12:30",
        ] {
            assert_eq!(chosen(&[text]), ChosenDate::None, "{text}");
        }
    }
}
