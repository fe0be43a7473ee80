//! The form of a column of dates, from the forms that can read its cells.
//!
//! `10/11/2024` fits two forms; `10/13/2024` in the same column only fits the month first, and so
//! decides for both.

use super::parts::parts;
use super::{DateForm, serial, unix};

/// Statistics of a column's cells, from which the order of day, month and year follows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::import) struct DateEvidence {
    pub(in crate::import) cells: u64,
    /// Number of cells that each form can read, in the order of [`DateForm::ALL`].
    fits: [u64; 5],
    pub(in crate::import) first: Option<String>,
    /// A cell that is only valid with the day first, and one that is only valid with the month
    /// first.
    pub(in crate::import) apart: [Option<String>; 2],
    /// Lowest and highest first and third number of the cells in which all three have one or two
    /// digits.
    short: Option<[(i64, i64); 2]>,
    pointed: u64,
    /// Number of cells with a year of four digits at the start. A spreadsheet may
    /// have such date cells among dates that remained texts; they fit any form.
    iso: u64,
    /// The highest day of these cells, and the number of the other cells that fit only one of the
    /// orders of day and month.
    iso_days: i64,
    settled: u64,
}

/// The decision about a column of dates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::import) enum ChosenDate {
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
    pub(in crate::import) fn add(&mut self, cell: &str) {
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
    pub(in crate::import) fn is_open(&self) -> bool {
        matches!(self.chosen(), ChosenDate::Doubt(_))
    }

    /// Whether points separate the numbers. Other columns may then have another form.
    pub(in crate::import) fn has_points(&self) -> bool {
        self.pointed > 0
    }

    /// Whether nearly every cell is a date in some form.
    pub(in crate::import) fn is_date(&self) -> bool {
        !matches!(self.chosen(), ChosenDate::None)
    }

    pub(in crate::import) fn chosen(&self) -> ChosenDate {
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
