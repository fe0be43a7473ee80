//! Detects how the cells of a text are separated, by reading its first rows in every usual form.

use std::cmp::Reverse;

use super::Row;
use super::text_lines::unquoted_line;
use crate::import::ImportOptions;
use crate::import::words::headers::meaning;

/// The possible separators.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Number of rows that are compared.
const ROWS: usize = 200;

/// The form of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::import) struct TextForm {
    pub(in crate::import) delimiter: u8,
    /// Whether quotation marks enclose cells.
    pub(in crate::import) has_quotes: bool,
    /// Whether a backslash escapes quotation marks.
    pub(in crate::import) has_backslashes: bool,
    /// Whether quotation marks enclose whole rows: a spreadsheet that expected another separator
    /// saved each row as one cell.
    pub(in crate::import) has_quoted_rows: bool,
}

impl Default for TextForm {
    fn default() -> Self {
        Self {
            delimiter: b',',
            has_quotes: true,
            has_backslashes: false,
            has_quoted_rows: false,
        }
    }
}

impl TextForm {
    /// Detects the form of a text from its start.
    pub(super) fn of(start: &[u8], options: &ImportOptions) -> Result<Self, ()> {
        if let Some(form) = options.text_form() {
            return Ok(form);
        }
        let (score, form) = Self::best(start, options).ok_or(())?;
        // A spreadsheet that expected another separator saved each line as one cell.
        let text: Vec<u8> = start
            .split_inclusive(|byte| *byte == b'\n')
            .flat_map(unquoted_line)
            .collect();
        let other = Self::best(&text, options).filter(|_| !options.no_quotes);
        Ok(match other {
            Some((other, unquoted)) if other > score && unquoted.known(&text) > 1 => Self {
                has_quoted_rows: true,
                ..unquoted
            },
            _ => form,
        })
    }

    /// The form with the highest score.
    fn best(start: &[u8], options: &ImportOptions) -> Option<(u64, Self)> {
        let has_quotes = !options.no_quotes;
        let backslashed = has_quotes && start.windows(2).any(|pair| pair == b"\\\"");
        let forms = DELIMITERS.into_iter().flat_map(|delimiter| {
            let form = move |has_backslashes| Self {
                delimiter,
                has_quotes,
                has_backslashes,
                has_quoted_rows: false,
            };
            [Some(form(false)), backslashed.then(|| form(true))]
        });
        let named = named_delimiter(start);
        let mut best: Option<(u64, Self)> = None;
        for form in forms.flatten() {
            if named.is_some_and(|named| named != form.delimiter) {
                continue;
            }
            let score = form.score(start);
            if best.is_none_or(|(known, _)| score > known) {
                best = Some((score, form));
            }
        }
        best
    }

    pub(super) fn builder(self) -> csv::ReaderBuilder {
        let mut builder = csv::ReaderBuilder::new();
        builder
            .delimiter(self.delimiter)
            .has_headers(false)
            .flexible(true)
            .quoting(self.has_quotes)
            .escape(self.has_backslashes.then_some(b'\\'));
        builder
    }

    /// Number of known headers in the best of the first rows.
    fn known(self, start: &[u8]) -> u64 {
        let mut reader = self.builder().from_reader(start);
        let rows = reader.byte_records().map_while(Result::ok);
        let filled = rows.filter(|record| !record.iter().all(<[u8]>::is_empty));
        let known = filled.take(12).map(|record| known_headers(&record));
        known.max().unwrap_or(0)
    }

    /// The score of a form: many rows of one width, and headers with known words.
    fn score(self, start: &[u8]) -> u64 {
        let mut reader = self.builder().from_reader(start);
        let mut widths = Vec::new();
        let mut record = csv::ByteRecord::new();
        while widths.len() < ROWS && reader.read_byte_record(&mut record).unwrap_or(false) {
            if record.iter().all(<[u8]>::is_empty) {
                continue;
            }
            widths.push(record.len());
        }
        let most = most_frequent(&widths);
        let fitting = widths
            .iter()
            .filter(|width| **width == most && most > 1)
            .count();
        let share = (fitting as u64)
            .saturating_mul(1000)
            .checked_div(widths.len() as u64)
            .unwrap_or(0);
        let known = self.known(start);
        // Headers count most, because a title can contain more commas than its row has semicolons.
        known
            .saturating_mul(600)
            .saturating_add(share)
            .saturating_add((most as u64).min(100))
    }
}

/// The separator that a first line such as `sep=;` declares.
fn named_delimiter(start: &[u8]) -> Option<u8> {
    let line = start.split(|byte| matches!(byte, b'\n' | b'\r')).next()?;
    let line = line.strip_prefix(b"\"").unwrap_or(line);
    let after = line
        .get(..4)
        .filter(|word| word.eq_ignore_ascii_case(b"sep="))
        .and_then(|_| line.get(4..))?;
    after
        .first()
        .copied()
        .filter(|sign| DELIMITERS.contains(sign))
}

/// Number of cells that are headers with known words.
fn known_headers(record: &csv::ByteRecord) -> u64 {
    // A separator of another form inside a cell shows that the form is wrong.
    let is_whole = |cell: &&[u8]| {
        !cell
            .iter()
            .any(|byte| matches!(byte, b';' | b'\t' | b'|' | b'"'))
    };
    let cells = record.iter().filter(is_whole).filter(|cell| {
        let text = String::from_utf8_lossy(cell);
        is_header(&text)
    });
    cells.count() as u64
}

/// Whether a cell consists of words of headers and is not a value.
pub(in crate::import) fn is_header(text: &str) -> bool {
    if text.len() > 120 || text.bytes().filter(u8::is_ascii_digit).count() > 3 {
        return false;
    }
    let found = meaning(text);
    !found.concepts.is_empty() && found.unknown <= 1
}

/// Number of rows in which the header is searched for.
pub(in crate::import) const HEADER_ROWS: usize = 60;

/// The number of known headers in the row with the most of them, among the first rows, and the index
/// of that row.
pub(in crate::import) fn clearest_header(rows: &[Row]) -> (usize, Reverse<usize>) {
    let known = rows
        .iter()
        .take(HEADER_ROWS)
        .enumerate()
        .map(|(place, row)| {
            let cells = row.cells.iter().filter(|cell| is_header(cell));
            (cells.count(), Reverse(place))
        });
    known.max().unwrap_or_default()
}

/// Whether a text is a table with separators: three of the cells of a row are known headers.
pub(super) fn is_table(text: &[u8]) -> bool {
    DELIMITERS.into_iter().any(|delimiter| {
        let form = TextForm {
            delimiter,
            ..TextForm::default()
        };
        form.known(text) >= 3
    })
}

pub(in crate::import) fn most_frequent(widths: &[usize]) -> usize {
    let count = |width: usize| widths.iter().filter(|known| **known == width).count();
    let best = widths
        .iter()
        .copied()
        .max_by_key(|width| (count(*width), *width));
    best.unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn delimiter(text: &str) -> char {
        let form = TextForm::of(text.as_bytes(), &ImportOptions::default()).unwrap();
        char::from(form.delimiter)
    }

    #[test]
    fn the_sign_between_cells_is_the_one_that_makes_even_rows() {
        assert_eq!(delimiter("order,sku\n1,A\n2,B\n"), ',');
        assert_eq!(delimiter("order;price\n1;2,50\n2;3,50\n"), ';');
        assert_eq!(
            delimiter("order;sku;\"Price, incl. VAT, net, gross\"\n1;A;2\n"),
            ';'
        );
        assert_eq!(
            delimiter("order\tsku\ttitle\n1\tA\tone, two, three\n"),
            '\t'
        );
        assert_eq!(delimiter("sep=|\norder|sku\n1|A\n"), '|');
    }

    #[test]
    fn rows_in_quotation_marks_are_told_from_texts_with_commas() {
        let has_quoted_rows = |text: &str| {
            let form = TextForm::of(text.as_bytes(), &ImportOptions::default());
            form.unwrap().has_quoted_rows
        };
        assert!(has_quoted_rows(
            "order,sku,title\n\"1,A,\"\"Mug, blue\"\"\"\n2,B,Bowl\n"
        ));
        assert!(has_quoted_rows("\"order,sku,title\"\n\"1,A,Mug\"\n"));
        assert!(!has_quoted_rows(
            "order,sku,title\n1,A,\"Mug, blue, large\"\n"
        ));
        assert!(!has_quoted_rows(
            "title\n\"Mug, blue, large\"\n\"Bowl, red, small\"\n"
        ));
    }

    #[test]
    fn backslashes_before_quotes_are_known_by_what_they_hold_together() {
        let text =
            "\"order\",\"sku\",\"title\"\n\"1\",\"A\",\"12\\\" disc, red\"\n\"1\",\"B\",\"Mug\"\n";
        let form = TextForm::of(text.as_bytes(), &ImportOptions::default()).unwrap();
        assert!(form.has_backslashes);
    }
}
