//! Dates: one form for a whole column, chosen by all of its cells.
//!
//! *Invariants*: the order of day, month and year is never decided for a single cell; time zones
//! are ignored, because the shop's local time is enough to sort the orders of one shop.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;

use super::words::months::month;

pub(super) use crate::model::SECONDS_PER_DAY;

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

/// The parts of a date in a cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Parts {
    /// The first three numbers, and how many digits each has.
    numbers: [(i64, u32); 3],
    /// The count of these numbers.
    count: usize,
    /// The month, if it is a word.
    month: Option<i8>,
    /// Whether that word comes before the first number.
    month_leads: bool,
    time: Option<Time>,
    /// Whether points separate the numbers. No country that writes the month first does that.
    has_points: bool,
}

/// The longest text that can be a date.
const LONGEST: usize = 64;

/// Splits a cell into the numbers of a date and the time after them; `None` if it is not a date.
fn parts(text: &str) -> Option<Parts> {
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
    fn iso_date(&self) -> Option<Date> {
        let [(_, digits), ..] = self.numbers;
        (digits == 4 && self.count == 3)
            .then(|| self.date(DateForm::YearFirst))
            .flatten()
    }

    /// The day that the parts mean in a form.
    fn date(&self, form: DateForm) -> Option<Date> {
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

/// The time in a cell in seconds since 1970, in the form of its column.
pub(super) fn seconds(text: &str, form: DateForm) -> Option<i64> {
    match form {
        DateForm::Serial => serial(text),
        DateForm::Unix => unix(text),
        _ => {
            let parts = parts(text)?;
            let day = parts.date(form).or_else(|| parts.iso_date())?;
            let time = parts.time.unwrap_or_else(|| parts.compact_time());
            since_1970(DateTime::from_parts(day, time))
        }
    }
}

impl Parts {
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

/// Statistics of a column's cells, from which the order of day, month and year follows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct DateEvidence {
    pub(super) cells: u64,
    /// Number of cells that each form can read, in the order of [`DateForm::ALL`].
    fits: [u64; 5],
    pub(super) first: Option<String>,
    /// A cell that is only valid with the day first, and one that is only valid with the month
    /// first.
    pub(super) apart: [Option<String>; 2],
    /// Lowest and highest first and third number of the cells in which all three have one or two
    /// digits.
    short: Option<[(i64, i64); 2]>,
    pointed: u64,
    /// Number of cells with a year of four digits at the start. Date cells of a spreadsheet stand
    /// beside dates that remained texts, and fit any form.
    iso: u64,
    /// The highest day of these cells, and the number of the other cells that fit only one of the
    /// orders of day and month.
    iso_days: i64,
    settled: u64,
}

/// The decision about a column of dates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ChosenDate {
    /// All cells have this form.
    Sure(DateForm),
    /// Several forms can read every cell.
    Doubt(Vec<DateForm>),
    /// The cells are dates, but no form can read all of them.
    Mixed,
    /// The column does not contain dates.
    None,
}

impl DateEvidence {
    pub(super) fn add(&mut self, cell: &str) {
        self.cells = self.cells.saturating_add(1);
        let parts = parts(cell);
        let fits = DateForm::ALL.map(|form| match form {
            DateForm::Serial => serial(cell).is_some(),
            DateForm::Unix => unix(cell).is_some(),
            _ => parts.is_some_and(|parts| parts.date(form).is_some()),
        });
        let [year, ..] = fits;
        if year && parts.is_some_and(|parts| parts.iso_date().is_some()) {
            self.iso = self.iso.saturating_add(1);
            let [_, _, (day, _)] = parts.unwrap_or_default().numbers;
            self.iso_days = self.iso_days.max(day);
        }
        for (count, fits) in self.fits.iter_mut().zip(fits) {
            *count = count.saturating_add(fits.into());
        }
        if parts.is_some_and(|parts| parts.has_points) {
            self.pointed = self.pointed.saturating_add(1);
        }
        let short = || Some(cell.trim().chars().take(40).collect());
        if self.first.is_none() && fits.contains(&true) {
            self.first = short();
        }
        if let Some(parts) = parts.filter(|parts| parts.count == 3)
            && parts.numbers.iter().all(|(_, digits)| *digits <= 2)
        {
            let [(first, _), _, (third, _)] = parts.numbers;
            let now = self.short.unwrap_or([(first, first), (third, third)]);
            let [one, other] = now;
            self.short = Some([
                (one.0.min(first), one.1.max(first)),
                (other.0.min(third), other.1.max(third)),
            ]);
        }
        let [_, day, month, ..] = fits;
        let [only_day, only_month] = &mut self.apart;
        match (day, month) {
            (true, false) if only_day.is_none() => *only_day = short(),
            (false, true) if only_month.is_none() => *only_month = short(),
            _ => {}
        }
        self.settled = self.settled.saturating_add(u64::from(day != month));
    }

    /// Whether more cells could still change the form.
    pub(super) fn is_open(&self) -> bool {
        matches!(self.chosen(), ChosenDate::Doubt(_))
    }

    /// Whether points separate the numbers. Other columns may then have another form.
    pub(super) fn has_points(&self) -> bool {
        self.pointed > 0
    }

    /// Whether nearly every cell is a date in some form.
    pub(super) fn is_date(&self) -> bool {
        !matches!(self.chosen(), ChosenDate::None)
    }

    pub(super) fn chosen(&self) -> ChosenDate {
        // One cell in twenty may be invalid, and one in a short column, such as that of a total: the
        // second pass reports it.
        let invalid = self.cells.checked_div(20).unwrap_or(0);
        let invalid = invalid.max(u64::from(self.cells > 5));
        let enough = self.cells.saturating_sub(invalid);
        let fitting = |least: u64| -> Vec<DateForm> {
            let fits = DateForm::ALL.into_iter().zip(self.fits);
            let with_iso = |form: DateForm, fits: u64| match form {
                DateForm::DayFirst | DateForm::MonthFirst => fits.saturating_add(self.iso),
                _ => fits,
            };
            fits.filter(|(form, fits)| {
                *fits > 0 && with_iso(*form, *fits) >= least && self.can_be(*form)
            })
            .map(|(form, _)| form)
            .collect()
        };
        if self.is_swapped() {
            return ChosenDate::Mixed;
        }
        let (whole, most) = (fitting(self.cells), fitting(enough));
        match (whole.as_slice(), most.as_slice()) {
            ([only], _) | ([], [only]) => ChosenDate::Sure(*only),
            ([], []) if self.cells > 0 && self.any_order() >= enough => ChosenDate::Mixed,
            ([], []) => ChosenDate::None,
            ([], several) | (several, _) => ChosenDate::Doubt(several.to_vec()),
        }
    }

    /// Whether a spreadsheet of another country swapped day and month wherever that gave a date, and
    /// left the other cells as they were: `3/14/2024` beside `2024-02-03`, which was `3/2/2024`.
    fn is_swapped(&self) -> bool {
        self.iso > 0
            && self.settled > 0
            && self.iso_days <= 12
            && self.iso.saturating_add(self.settled) >= self.cells
    }

    /// Whether a form is possible with years of two digits: the number that varies least is the
    /// year.
    fn can_be(&self, form: DateForm) -> bool {
        let Some([first, third]) = self.short else {
            return true;
        };
        let spread = |(low, high): (i64, i64)| high.saturating_sub(low);
        let is_year_first = spread(first) < spread(third);
        match form {
            DateForm::YearFirst => is_year_first,
            DateForm::DayFirst | DateForm::MonthFirst => !is_year_first,
            _ => true,
        }
    }

    fn any_order(&self) -> u64 {
        let [year, day, month, ..] = self.fits;
        let [only_day, only_month] = &self.apart;
        if only_day.is_some() && only_month.is_some() {
            // Cells that both forms can read are counted twice, which has no effect here.
            year.saturating_add(day).saturating_add(month)
        } else {
            year.saturating_add(day.max(month))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(cells: &[&str]) -> ChosenDate {
        let mut look = DateEvidence::default();
        for cell in cells {
            look.add(cell);
        }
        look.chosen()
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
    fn dates_of_many_systems_fall_on_one_line() {
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
    fn the_column_says_which_number_is_the_month() {
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
    fn the_year_of_two_digits_is_where_numbers_change_least() {
        let days = ["24-03-11", "24-03-12", "24-04-13"];
        assert_eq!(chosen(&days), ChosenDate::Sure(DateForm::YearFirst));
        let days = ["11-03-24", "12-03-24", "13-04-24"];
        assert_eq!(chosen(&days), ChosenDate::Sure(DateForm::DayFirst));
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "yesterday", "soon", "17", "711", "A-1", "", "2024", "9.99", "12:30",
        ] {
            assert_eq!(chosen(&[text]), ChosenDate::None, "{text}");
        }
    }
}
