//! The text of one cell, taken apart into the numbers and words of a date.
//!
//! `Wed, 01 Dec 2010 08:26` has the numbers 1 and 2010, the month 12 and the time 08:26. Which number
//! is the day depends on the form of the column.

use jiff::civil::{Date, Time};

use super::DateForm;
use crate::import::words::months::month;

/// The parts of a date in a cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Parts {
    /// The first three numbers, and how many digits each has.
    pub(super) numbers: [(i64, u32); 3],
    /// The count of these numbers.
    pub(super) count: usize,
    /// The month, if it is a word.
    month: Option<i8>,
    /// Whether that word comes before the first number.
    month_leads: bool,
    time: Option<Time>,
    /// Whether points separate the numbers. No country that writes the month first does that.
    pub(super) has_points: bool,
}

/// The longest text that can be a date.
const LONGEST: usize = 64;

/// Splits a cell into the numbers of a date and the time after them; `None` if it is not a date.
pub(super) fn parts(text: &str) -> Option<Parts> {
    let text = text.trim();
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    let mut parts = Parts::default();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if first.is_ascii_digit() {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            let (number, after) = rest.split_at_checked(digits)?;
            if parts.count == 2 && parts.is_weekday_led() && digits == 4 {
                parts.month = None;
            }
            if parts.is_complete() || after.starts_with(':') {
                parts.time = Some(clock(rest)?);
                return parts
                    .is_complete()
                    .then_some(parts)
                    .or_else(|| parts.time_led(rest));
            }
            if digits > 14 {
                return None;
            }
            let slot = parts.numbers.get_mut(parts.count)?;
            *slot = (number.parse().ok()?, u32::try_from(digits).ok()?);
            parts.count = parts.count.saturating_add(1);
            if after.starts_with('.') && !parts.is_complete() {
                parts.has_points = true;
            }
            rest = after;
        } else if first.is_alphabetic() {
            let letters = rest
                .find(|letter: char| !is_in_word(letter, first))
                .unwrap_or(rest.len());
            let (word, after) = rest.split_at_checked(letters)?;
            parts.word(word)?;
            rest = after;
        } else {
            // An apostrophe comes before years, other signs separate the parts.
            if !" -/.,()'’\u{a0}\u{202f}_[]+º°ª第\u{200e}\u{200f}".contains(first) {
                return None;
            }
            rest = rest.get(first.len_utf8()..)?;
        }
    }
    parts.is_complete().then_some(parts)
}

/// Whether a word continues with this letter. Thai shortens the names of months with points inside:
/// `ม.ค.`.
fn is_in_word(letter: char, first: char) -> bool {
    const THAI: std::ops::RangeInclusive<char> = '\u{e00}'..='\u{e7f}';
    letter.is_alphabetic()
        || unicode_normalization::char::is_combining_mark(letter)
        || (letter == '.' && THAI.contains(&first))
}

impl Parts {
    fn is_complete(&self) -> bool {
        let needed = if self.month.is_some() { 2 } else { 3 };
        let is_compact = self.count == 1 && matches!(self.numbers, [(_, 8 | 12 | 14), ..]);
        self.count >= needed || is_compact
    }

    /// Whether the word before the numbers may be a day of the week that looks like a month: `mar 2
    /// gen 2024` is a Tuesday of January, `mar 05/03/2024` one of March.
    fn is_weekday_led(&self) -> bool {
        let [_, (_, digits), _] = self.numbers;
        self.month_leads && self.count > 0 && digits <= 2
    }

    /// Takes a word: a month, a day of the week, or a word between the parts.
    fn word(&mut self, word: &str) -> Option<()> {
        let is_free = self.month.is_none() || self.is_weekday_led();
        if let Some(number) = month(word).filter(|_| word.chars().count() > 2)
            && is_free
            && self.count < 2
        {
            self.month = Some(number);
            self.month_leads = self.count == 0;
            return Some(());
        }
        // Days of the week, "de", "at", "Uhr", "年": short words that are not months.
        let is_between = word.chars().count() <= 10 && !word.chars().any(char::is_numeric);
        is_between.then_some(())
    }

    /// Takes a time before the date: `08:26 01/12/2010`.
    fn time_led(mut self, text: &str) -> Option<Self> {
        if self.count > 0 {
            return None;
        }
        let (time, date) = text.split_once(' ')?;
        let later = parts(date).filter(|later| later.time.is_none())?;
        self.time = Some(clock(time)?);
        Some(Self {
            time: self.time,
            ..later
        })
    }

    /// The day, if the year has four digits and comes first. It has no other meaning in any form.
    pub(super) fn iso_date(&self) -> Option<Date> {
        let [(_, digits), ..] = self.numbers;
        (digits == 4 && self.count == 3)
            .then(|| self.date(DateForm::YearFirst))
            .flatten()
    }

    /// The day in this form; `None` if the form cannot read the cell.
    pub(super) fn date(&self, form: DateForm) -> Option<Date> {
        let [first, second, third] = self.numbers;
        if let [(compact, digits @ (8 | 12 | 14)), _, _] = self.numbers
            && self.count == 1
        {
            let day = compact.checked_div(10_i64.pow(digits.saturating_sub(8)))?;
            return compact_date(day, form).filter(|_| digits == 8 || form == DateForm::YearFirst);
        }
        let (year, month, day) = match (self.month, form) {
            (Some(month), DateForm::DayFirst) if !self.month_leads && first.1 <= 2 => {
                (second, i64::from(month), first.0)
            }
            (Some(month), DateForm::MonthFirst) if self.month_leads => {
                (second, i64::from(month), first.0)
            }
            (Some(month), DateForm::YearFirst) if first.1 == 4 => {
                (first, i64::from(month), second.0)
            }
            (None, DateForm::YearFirst) if first.1 == 4 || first.1 == 2 => {
                (first, second.0, third.0)
            }
            (None, DateForm::DayFirst) if first.1 <= 2 => (third, second.0, first.0),
            (None, DateForm::MonthFirst) if first.1 <= 2 && !self.has_points => {
                (third, first.0, second.0)
            }
            _ => return None,
        };
        Date::new(
            full_year(year)?,
            i8::try_from(month).ok()?,
            i8::try_from(day).ok()?,
        )
        .ok()
    }

    /// The time of day; midnight if the cell has none.
    pub(super) fn time(&self) -> Time {
        self.time.unwrap_or_else(|| self.compact_time())
    }

    /// The time after the date in a number of 12 or 14 digits.
    fn compact_time(&self) -> Time {
        let [(number, digits), ..] = self.numbers;
        if self.count != 1 || digits < 12 {
            return Time::midnight();
        }
        let clock = number
            .checked_rem(10_i64.pow(digits.saturating_sub(8)))
            .unwrap_or(0);
        let seconds = if digits == 14 {
            clock
        } else {
            clock.saturating_mul(100)
        };
        let part = |over: i64| {
            let part = seconds
                .checked_div(over)
                .and_then(|part| part.checked_rem(100));
            i8::try_from(part.unwrap_or(0)).unwrap_or(0)
        };
        Time::new(part(10_000), part(100), part(1), 0).unwrap_or_else(|_| Time::midnight())
    }
}

/// `20240321`, `21032024` or `03212024`. At most one of the first and one of the others is a date.
fn compact_date(number: i64, form: DateForm) -> Option<Date> {
    let part = |over: i64, of: i64| number.checked_div(over)?.checked_rem(of);
    let (year, month, day) = match form {
        DateForm::YearFirst => (part(10_000, 10_000)?, part(100, 100)?, part(1, 100)?),
        DateForm::DayFirst => (part(1, 10_000)?, part(10_000, 100)?, part(1_000_000, 100)?),
        DateForm::MonthFirst => (part(1, 10_000)?, part(1_000_000, 100)?, part(10_000, 100)?),
        DateForm::Serial | DateForm::Unix => return None,
    };
    let year = i16::try_from(year).ok()?;
    let month = i8::try_from(month).ok()?;
    let day = i8::try_from(day).ok()?;
    Date::new(year, month, day)
        .ok()
        .filter(|_| (1900..=2200).contains(&year))
}

/// A year of two digits is between 1970 and 2069. Thailand counts from the year 543 before ours.
fn full_year((year, digits): (i64, u32)) -> Option<i16> {
    const BUDDHIST: std::ops::RangeInclusive<i64> = 2533..=2643;
    let year = match digits {
        4 if BUDDHIST.contains(&year) => year.checked_sub(543)?,
        4 => year,
        2 if year < 70 => year.checked_add(2000)?,
        2 => year.checked_add(1900)?,
        _ => return None,
    };
    i16::try_from(year).ok()
}

/// Parses a time of day, with optional seconds, AM or PM, and time zone.
fn clock(text: &str) -> Option<Time> {
    let mut numbers = [0_i8; 3];
    let mut rest = text;
    let mut count = 0_usize;
    for slot in &mut numbers {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 || digits > 2 {
            break;
        }
        let (number, after) = rest.split_at_checked(digits)?;
        *slot = number.parse().ok()?;
        count = count.saturating_add(1);
        rest = after;
        match rest.chars().next() {
            Some(':' | '：' | '.' | 'h' | '時' | '时' | '点' | '點' | '분' | '分' | '시')
                if rest
                    .chars()
                    .nth(1)
                    .is_some_and(|next| next.is_ascii_digit()) =>
            {
                let sign = rest.chars().next()?;
                rest = rest.get(sign.len_utf8()..)?;
            }
            _ => break,
        }
    }
    let half: String = rest
        .chars()
        .filter(|letter| letter.is_alphabetic())
        .take(2)
        .flat_map(char::to_lowercase)
        .collect();
    let [mut hour, minute, second] = numbers;
    match half.as_str() {
        "pm" if hour < 12 => hour = hour.checked_add(12)?,
        "am" if hour == 12 => hour = 0,
        "am" | "pm" => {}
        _ if count < 2 && !rest.starts_with(['h', '時', '点', '시']) => return None,
        _ => {}
    }
    if hour == 24 {
        hour = 0;
    }
    Time::new(hour, minute, second.min(59), 0).ok()
}
