//! Amounts and quantities: one form for a whole column, chosen by all of its cells.
//!
//! *Invariants*: the meaning of a point or comma is never decided for a single cell; an ambiguous
//! column is reported as a doubt, never guessed.

use super::money_signs;
use super::text::became_a_date;

/// The notation of the amounts in a column: the decimal sign, or whole hundredths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Decimal {
    /// `1,234.50`.
    #[default]
    Point,
    /// `1.234,50`.
    Comma,
    /// `123450`: APIs of shop systems often give cents.
    Hundredths,
    /// `12500000` for 12.50: the products of Google Analytics 360.
    Millionths,
}

impl Decimal {
    /// The value for `--decimal`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Point => "point",
            Self::Comma => "comma",
            Self::Hundredths => "hundredths",
            Self::Millionths => "millionths",
        }
    }

    /// Reads the value of `--decimal`.
    ///
    /// # Errors
    /// A sentence that lists the valid values.
    pub fn parse(word: &str) -> Result<Self, String> {
        match word {
            "point" => Ok(Self::Point),
            "comma" => Ok(Self::Comma),
            "hundredths" => Ok(Self::Hundredths),
            "millionths" => Ok(Self::Millionths),
            _ => Err(
                "use point (1,234.50), comma (1.234,50), hundredths (123450) or millionths (1234500000)"
                    .to_owned(),
            ),
        }
    }

    fn sign(self) -> char {
        match self {
            Self::Point | Self::Hundredths | Self::Millionths => '.',
            Self::Comma => ',',
        }
    }
}

/// The number in a cell, without the text around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Bare<'a> {
    digits: &'a str,
    is_negative: bool,
}

fn is_blank(character: char) -> bool {
    character.is_whitespace() || character == '\u{feff}'
}

/// Removes signs, currencies and units: `Rs. 1,299.00`, `450,00 kr.`, `12.-`, `(3.00)`, `3,00-`.
fn bare(text: &str) -> Option<Bare<'_>> {
    let text = text.trim_matches(is_blank);
    // Fast path for the usual case.
    if text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.')
    {
        return first_digit(text).map(|_| Bare {
            digits: text,
            is_negative: false,
        });
    }
    let start = text.find(|character: char| character.is_numeric())?;
    let last = text
        .char_indices()
        .rfind(|(_, character)| character.is_numeric())?;
    let end = last.0.saturating_add(last.1.len_utf8());
    let (before, number, after) = (text.get(..start)?, text.get(start..end)?, text.get(end..)?);
    // `.5` and `-,50` begin with their decimal sign; the point of `Rs.99` belongs to the word
    // before it.
    let lead = before
        .strip_suffix(['.', ','])
        .filter(|rest| rest.chars().all(|character| "+-− (".contains(character)));
    let (before, number) = match lead {
        Some(rest) => (rest, text.get(rest.len()..end)?),
        None => (before, number),
    };
    let in_brackets = before.trim_start().starts_with('(') && after.trim_end().ends_with(')');
    let minus = |part: &str| part.contains(['-', '−', '–', '—']);
    let is_dashed = after.starts_with([',', '.']) && minus(after);
    let is_negative = in_brackets || minus(before) || (minus(after) && !is_dashed);
    if became_a_date(text) {
        return None;
    }
    (is_around(before) && is_around(after) && dashes(before) <= 1).then_some(Bare {
        digits: number,
        is_negative,
    })
}

fn first_digit(text: &str) -> Option<char> {
    text.chars().find(char::is_ascii_digit)
}

fn dashes(text: &str) -> usize {
    text.chars()
        .filter(|character| "-−–—".contains(*character))
        .count()
}

/// Whether a text may come before or after a number: a currency, a unit, a sign.
fn is_around(text: &str) -> bool {
    text.chars().count() <= 12
        && text.chars().all(|character| {
            is_blank(character)
                || character.is_alphabetic()
                || ".,-−–—+()'’*/".contains(character)
                || money_signs::is_sign(character)
        })
}

/// Statistics of a column's cells, from which the meaning of points and commas follows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct NumberEvidence {
    /// Number of cells that are numbers, and of other cells.
    pub(super) numbers: u64,
    pub(super) others: u64,
    /// Number of cells that are only valid with a decimal point, and with a decimal comma.
    points: u64,
    commas: u64,
    /// Number of cells such as `1.234` and `1,234`, and of those that end in a zero.
    maybe_point: u64,
    maybe_comma: u64,
    zeros_at_end: u64,
    /// Number of cells that contain only digits.
    plain: u64,
    /// Whether every doubtful cell ends in `000`.
    all_thousands: bool,
    pub(super) first_doubtful: Option<String>,
    pub(super) both: Option<[String; 2]>,
    first_of: [Option<String>; 2],
}

/// Information about the column's currency for the choice of a form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct MoneyHint {
    /// Usual number of decimals of the currency; `None` if the currency is unknown.
    pub(super) decimals: Option<u32>,
}

/// The decision about a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Chosen {
    /// The column has this decimal sign.
    Sure(Decimal),
    /// `1.234` can mean one or a thousand, and there is no evidence.
    Doubt,
    /// Some cells are only valid with a decimal point, others only with a decimal comma.
    Mixed,
}

impl NumberEvidence {
    pub(super) fn add(&mut self, cell: &str) {
        let Some(Bare { digits, .. }) = bare(cell) else {
            self.others = self.others.saturating_add(1);
            return;
        };
        let (points, commas) = (count(digits, '.'), count(digits, ','));
        let form = match (points, commas) {
            (0, 0) => {
                let is_number = whole_number(digits, Decimal::Point).is_some();
                let count = if is_number {
                    &mut self.numbers
                } else {
                    &mut self.others
                };
                *count = count.saturating_add(1);
                self.plain = self.plain.saturating_add(is_number.into());
                return;
            }
            (0, 1) => single(digits, Decimal::Comma),
            (1, 0) => single(digits, Decimal::Point),
            (0, _) => Some(Decimal::Point),
            (_, 0) => Some(Decimal::Comma),
            _ if digits.rfind('.') > digits.rfind(',') => Some(Decimal::Point),
            _ => Some(Decimal::Comma),
        };
        let is_readable = form.map_or_else(
            || micros_of(digits, Decimal::Point).is_some(),
            |form| micros_of(digits, form).is_some(),
        );
        if !is_readable {
            self.others = self.others.saturating_add(1);
            return;
        }
        self.numbers = self.numbers.saturating_add(1);
        match form {
            Some(form) => self.count_sure(form, cell),
            None => self.count_doubtful(digits, points == 1, cell),
        }
    }

    fn count_sure(&mut self, form: Decimal, cell: &str) {
        let (count, place) = match form {
            Decimal::Point | Decimal::Hundredths | Decimal::Millionths => (&mut self.points, 0),
            Decimal::Comma => (&mut self.commas, 1),
        };
        *count = count.saturating_add(1);
        if let Some(first) = self.first_of.get_mut(place) {
            first.get_or_insert_with(|| short(cell));
        }
        if let [Some(point), Some(comma)] = &self.first_of {
            self.both = Some([point.clone(), comma.clone()]);
        }
    }

    fn count_doubtful(&mut self, digits: &str, is_point: bool, cell: &str) {
        let seen = self.maybe_point.saturating_add(self.maybe_comma);
        self.all_thousands = digits.ends_with("000") && (seen == 0 || self.all_thousands);
        let count = if is_point {
            &mut self.maybe_point
        } else {
            &mut self.maybe_comma
        };
        *count = count.saturating_add(1);
        self.zeros_at_end = self
            .zeros_at_end
            .saturating_add(digits.ends_with('0').into());
        self.first_doubtful.get_or_insert_with(|| short(cell));
    }

    /// Whether any cell contains a point or a comma.
    pub(super) fn has_signs(&self) -> bool {
        self.plain < self.numbers
    }

    /// Whether some cell is unambiguous.
    pub(super) fn is_settled(&self) -> bool {
        self.points > 0 || self.commas > 0
    }

    /// Whether more cells could still decide the meaning of a sign.
    pub(super) fn is_open(&self) -> bool {
        !self.is_settled() && self.has_signs()
    }

    /// An unambiguous cell, else a doubtful one.
    pub(super) fn example(&self) -> String {
        let told = self.first_of.iter().flatten().next();
        told.or(self.first_doubtful.as_ref())
            .cloned()
            .unwrap_or_default()
    }

    /// Whether nearly all cells are numbers.
    pub(super) fn is_numeric(&self) -> bool {
        self.numbers > 0 && self.others.saturating_mul(9) <= self.numbers
    }

    /// The form of a column of amounts.
    pub(super) fn money(&self, hint: MoneyHint) -> Chosen {
        match (self.points, self.commas) {
            (0, 0) => self.doubtful_money(hint),
            (_, 0) => Chosen::Sure(Decimal::Point),
            (0, _) => Chosen::Sure(Decimal::Comma),
            _ => Chosen::Mixed,
        }
    }

    fn doubtful_money(&self, hint: MoneyHint) -> Chosen {
        let (decimal, group) = match (self.maybe_point, self.maybe_comma) {
            (0, 0) => return Chosen::Sure(Decimal::Point),
            (_, 0) => (Decimal::Point, Decimal::Comma),
            (0, _) => (Decimal::Comma, Decimal::Point),
            // `1.234` and `5,678` in one column: one of them has decimals, but it is unknown which.
            _ => return Chosen::Doubt,
        };
        // Three decimals are written for every number, or without trailing zeros.
        let is_ragged = self.plain > 0 && self.zeros_at_end > 0;
        match hint.decimals {
            Some(3) => Chosen::Sure(decimal),
            Some(0) => Chosen::Sure(group),
            _ if is_ragged => Chosen::Sure(group),
            // A column that also has whole numbers never has three decimals if the currency has
            // two.
            Some(2) if self.plain > 0 => Chosen::Sure(group),
            _ => Chosen::Doubt,
        }
    }

    /// The form of a column of quantities.
    pub(super) fn quantity(&self) -> Chosen {
        match (self.points, self.commas) {
            (0, 0) => {}
            (_, 0) => return Chosen::Sure(Decimal::Point),
            (0, _) => return Chosen::Sure(Decimal::Comma),
            _ => return Chosen::Mixed,
        }
        match (self.maybe_point, self.maybe_comma) {
            (0, 0) => Chosen::Sure(Decimal::Point),
            // `1.000` in every cell: an accounting program that writes three decimals.
            (_, 0) if self.all_thousands && self.plain == 0 => Chosen::Sure(Decimal::Point),
            (0, _) if self.all_thousands && self.plain == 0 => Chosen::Sure(Decimal::Comma),
            (_, 0) => Chosen::Sure(Decimal::Comma),
            (0, _) => Chosen::Sure(Decimal::Point),
            _ => Chosen::Doubt,
        }
    }
}

fn short(cell: &str) -> String {
    cell.trim().chars().take(40).collect()
}

fn count(digits: &str, sign: char) -> usize {
    digits
        .chars()
        .filter(|character| *character == sign)
        .count()
}

/// The form of a number with one sign; `None` if the sign can separate decimals or groups.
fn single(digits: &str, decimal: Decimal) -> Option<Decimal> {
    let (whole, decimals) = digits.split_once(decimal.sign())?;
    let has_other_groups = whole.chars().any(|character| !character.is_ascii_digit());
    let may_group = decimals.len() == 3
        && (1..=3).contains(&whole.len())
        && !whole.starts_with('0')
        && !has_other_groups;
    if may_group { None } else { Some(decimal) }
}

/// The amount in a cell in millionths; further decimals are rounded half up.
pub(super) fn micros(cell: &str, form: Decimal) -> Option<i64> {
    let Bare {
        digits,
        is_negative,
    } = bare(cell)?;
    let amount = micros_of(digits, form)?;
    let amount = match form {
        Decimal::Hundredths => amount.checked_div(100)?,
        Decimal::Millionths => amount.checked_div(1_000_000)?,
        Decimal::Point | Decimal::Comma => amount,
    };
    if is_negative {
        amount.checked_neg()
    } else {
        Some(amount)
    }
}

fn micros_of(digits: &str, form: Decimal) -> Option<i64> {
    let (whole, decimals) = digits.rsplit_once(form.sign()).unwrap_or((digits, ""));
    let whole_part = whole_number(whole, form)?;
    if !decimals.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mut micros: i64 = 0;
    let mut digits_left = decimals.bytes();
    for _ in 0..6 {
        let digit = digits_left
            .next()
            .map_or(0, |byte| byte.saturating_sub(b'0'));
        micros = micros.checked_mul(10)?.checked_add(digit.into())?;
    }
    let round = i64::from(digits_left.next().is_some_and(|digit| digit >= b'5'));
    whole_part
        .checked_mul(1_000_000)?
        .checked_add(micros)?
        .checked_add(round)
}

/// The digits before the decimal sign, which may be grouped.
fn whole_number(whole: &str, form: Decimal) -> Option<i64> {
    let mut number: i64 = 0;
    let mut in_group = 0_u32;
    let mut is_grouped = false;
    for character in whole.chars() {
        if let Some(digit) = character.to_digit(10) {
            number = number.checked_mul(10)?.checked_add(digit.into())?;
            in_group = in_group.saturating_add(1);
        } else {
            let may_part = match form {
                Decimal::Point | Decimal::Hundredths | Decimal::Millionths => character == ',',
                Decimal::Comma => character == '.',
            } || "'’ \u{a0}\u{202f}\u{2009}٬".contains(character);
            // India groups lakhs by two digits; no country groups by one or by more than four.
            if !may_part || in_group == 0 || in_group > 4 || (is_grouped && in_group < 2) {
                return None;
            }
            is_grouped = true;
            in_group = 0;
        }
    }
    (!is_grouped || in_group == 3 || in_group == 4).then_some(number)
}

/// Converts digits of other scripts to `0` to `9`; `None` if the cell has none.
pub(super) fn western(cell: &str) -> Option<String> {
    let digit = |character: char| -> Option<char> {
        let code = u32::from(character);
        [0xff10_u32, 0x0660, 0x06f0, 0x0966]
            .into_iter()
            .find_map(|zero| code.checked_sub(zero).filter(|digit| *digit < 10))
            .and_then(|digit| char::from_digit(digit, 10))
    };
    cell.chars()
        .any(|character| digit(character).is_some())
        .then(|| {
            cell.chars()
                .map(|character| match character {
                    '．' | '٫' => '.',
                    '，' => ',',
                    other => digit(other).unwrap_or(other),
                })
                .collect()
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn looked(cells: &[&str]) -> NumberEvidence {
        let mut look = NumberEvidence::default();
        for cell in cells {
            look.add(cell);
        }
        look
    }

    fn read(cells: &[&str], hint: MoneyHint) -> Option<Vec<i64>> {
        match looked(cells).money(hint) {
            Chosen::Sure(form) => cells.iter().map(|cell| micros(cell, form)).collect(),
            Chosen::Doubt | Chosen::Mixed => None,
        }
    }

    #[test]
    fn amounts_are_read_as_people_write_them() {
        let cases = [
            ("2.55", 2_550_000),
            ("£4.95", 4_950_000),
            ("4,95 €", 4_950_000),
            ("1,234.50", 1_234_500_000),
            ("1.234,50", 1_234_500_000),
            ("1.234.567", 1_234_567_000_000),
            ("12,34,567.00", 1_234_567_000_000),
            ("-11.5", -11_500_000),
            ("(3.00)", -3_000_000),
            ("3,00-", -3_000_000),
            (".5", 500_000),
            ("0.1666666666", 166_667),
            ("GBP 7", 7_000_000),
            ("Rs. 1,299.00", 1_299_000_000),
            ("Rs.99", 99_000_000),
            ("450,00 kr.", 450_000_000),
            ("12.-", 12_000_000),
            ("12,-", 12_000_000),
            ("12.– CHF", 12_000_000),
            ("Fr. 12.50", 12_500_000),
            ("1'299.00", 1_299_000_000),
            ("1 234,50 zł", 1_234_500_000),
            ("￥1200", 1_200_000_000),
            ("1200円", 1_200_000_000),
            ("R$ 10,50", 10_500_000),
            ("2.5 m", 2_500_000),
            ("3x", 3_000_000),
        ];
        for (text, amount) in cases {
            assert_eq!(
                read(&[text], MoneyHint::default()),
                Some(vec![amount]),
                "{text}"
            );
        }
        for text in [
            "", "free", "12x3", "--2", "1e5", "99999999999999999999", "on request", "1,2,3",
        ] {
            let look = looked(&[text]);
            assert_eq!((look.numbers, look.others), (0, 1), "{text}");
        }
    }

    #[test]
    fn the_column_says_what_a_sign_means() {
        let euros = read(&["12,50", "1.250", "1.234,50"], MoneyHint::default());
        assert_eq!(euros, Some(vec![12_500_000, 1_250_000_000, 1_234_500_000]));
        let pesos = ["$45.990", "$9.990"];
        assert_eq!(read(&pesos, MoneyHint::default()), None);
        let none = MoneyHint { decimals: Some(0) };
        assert_eq!(
            read(&pesos, none),
            Some(vec![45_990_000_000, 9_990_000_000])
        );
        let dinars = MoneyHint { decimals: Some(3) };
        assert_eq!(read(&["1.234"], dinars), Some(vec![1_234_000]));
        // Either every number has decimals or none has, so these signs separate groups.
        let grouped = read(&["950", "1,250"], MoneyHint::default());
        assert_eq!(grouped, Some(vec![950_000_000, 1_250_000_000]));
        assert_eq!(
            looked(&["1.50", "1,50"]).money(MoneyHint::default()),
            Chosen::Mixed
        );
    }

    #[test]
    fn three_decimals_of_an_accounting_program_are_no_thousands() {
        assert_eq!(
            looked(&["1.000", "2.000"]).quantity(),
            Chosen::Sure(Decimal::Point)
        );
        assert_eq!(
            looked(&["1,000", "500"]).quantity(),
            Chosen::Sure(Decimal::Point)
        );
        assert_eq!(
            looked(&["2,5", "1"]).quantity(),
            Chosen::Sure(Decimal::Comma)
        );
    }

    #[test]
    fn digits_of_other_scripts_are_digits() {
        assert_eq!(western("１２．５０").as_deref(), Some("12.50"));
        assert_eq!(western("12.50"), None);
    }
}
