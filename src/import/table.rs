//! A table: the header, which is searched for in the first rows, and the rows below it.

use std::cmp::Reverse;
use std::collections::VecDeque;
use std::path::{Path, PathBuf};

use super::dates::DateEvidence;
use super::numbers::NumberEvidence;
use super::repairs::{Repairs, repair_texts};
use super::sources::{HEADER_ROWS, Kind, Row, Source, TextForm, Unpacked, clearest_header};
use super::{ImportError, ImportOptions, Watch};

/// An open table.
pub(super) struct Table {
    pub(super) path: PathBuf,
    pub(super) headers: Vec<String>,
    pub(super) header_line: u64,
    source: Source,
    unpacked: Option<Unpacked>,
    repairs: Repairs,
    ahead: VecDeque<Row>,
    /// The header's cells, to recognize a repeated header.
    header: Vec<String>,
    is_second_header_skipped: bool,
}

impl Table {
    /// Opens a file and finds its header.
    pub(super) fn open(
        path: &Path,
        options: &ImportOptions,
        watch: &mut dyn Watch,
    ) -> Result<Self, ImportError> {
        let mut source = Source::open(path, options, watch)?;
        let mut rows = Vec::new();
        let wanted = if source.has_names { 1 } else { HEADER_ROWS };
        let mut row = Row::default();
        while rows.len() < wanted && source.next(&mut row)? {
            rows.push(row.clone());
        }
        let place = if source.has_names {
            0
        } else {
            header_place(&rows)
        };
        let below = rows.split_off(place.saturating_add(1).min(rows.len()));
        let Some(mut header) = rows.pop() else {
            return Err(ImportError::Empty {
                path: path.to_owned(),
            });
        };
        if has_row_names(&header, &below) {
            header.cells.insert(0, String::new());
        }
        source.put_back(below);
        let mut headers: Vec<String> = header.cells.iter().map(|cell| tidy(cell)).collect();
        repair_texts(&mut headers);
        if headers.len() > 1 && source.kind == Kind::Workbook {
            while headers.last().is_some_and(String::is_empty) {
                headers.pop();
            }
        }
        let mut table = Self {
            path: path.to_owned(),
            headers,
            header_line: header.line,
            source,
            unpacked: None,
            repairs: Repairs::default(),
            ahead: VecDeque::new(),
            header: header.cells,
            is_second_header_skipped: false,
        };
        table.skip_second_header()?;
        Ok(table)
    }

    /// Reads the next row that is not blank; `false` at the end.
    pub(super) fn next(&mut self, row: &mut Row) -> Result<bool, ImportError> {
        loop {
            if let Some(next) = self.ahead.pop_front() {
                *row = next;
                if self.unpacked.is_none() {
                    self.repairs.repair(row);
                }
                return Ok(true);
            }
            if !self.source.next(row)? {
                return Ok(false);
            }
            if self.source.kind == Kind::Workbook && row.cells.len() < self.headers.len() {
                // A row of a workbook ends with its last filled cell.
                row.cells.resize(self.headers.len(), String::new());
            }
            if row.is_blank() || row.cells == self.header {
                continue;
            }
            self.repairs.repair(row);
            let Some(unpacked) = &self.unpacked else {
                return Ok(true);
            };
            let line = row.line;
            let rows = unpacked.rows(line, &row.cells).into_iter();
            self.ahead.extend(rows.map(|cells| Row { line, cells }));
        }
    }

    /// Repairs the first rows, and from now on all others.
    pub(super) fn repair(&mut self, rows: &mut [Row]) {
        self.repairs = Repairs::of(&self.headers, rows);
        for row in rows {
            self.repairs.repair(row);
        }
    }

    /// The repairs that the rows need.
    pub(super) fn repairs(&self) -> Repairs {
        self.repairs.clone()
    }

    /// Repairs all rows like those of the same file before.
    pub(super) fn repair_as(&mut self, repairs: Repairs) {
        self.repairs = repairs;
    }

    /// Puts rows back, to be read again before the others.
    pub(super) fn put_back(&mut self, rows: Vec<Row>) {
        for row in rows.into_iter().rev() {
            self.ahead.push_front(row);
        }
    }

    /// From now on, returns a row for each product of a packed cell.
    pub(super) fn unpack(&mut self, unpacked: Unpacked) {
        self.headers = unpacked.headers(&self.headers);
        let packed: Vec<Row> = self.ahead.drain(..).collect();
        for row in packed {
            let line = row.line;
            let rows = unpacked.rows(line, &row.cells).into_iter();
            self.ahead.extend(rows.map(|cells| Row { line, cells }));
        }
        self.unpacked = Some(unpacked);
    }

    /// The column that is unpacked, if there is one.
    pub(super) fn unpacked(&self) -> Option<Unpacked> {
        self.unpacked.clone()
    }

    pub(super) fn bytes_read(&self) -> u64 {
        self.source.bytes_read()
    }

    pub(super) fn repaired(&self) -> (u64, Option<&'static str>) {
        self.source.repaired()
    }

    /// A sentence about the sheets of a workbook that are not read, if there are any.
    pub(super) fn unread_sheets(&self) -> Option<String> {
        let names = &self.source.other_sheets;
        (!names.is_empty()).then(|| {
            format!(
                "{}: other sheets were not read, because their header differs: \"{}\"; --sheet reads one of them",
                self.path.display(),
                names.join("\", \"")
            )
        })
    }

    pub(super) fn kind(&self) -> Kind {
        self.source.kind
    }

    pub(super) fn text(&self) -> TextForm {
        self.source.text
    }

    pub(super) fn has_second_header(&self) -> bool {
        self.is_second_header_skipped
    }

    /// Skips a row below the header that describes the columns, as some systems write it.
    fn skip_second_header(&mut self) -> Result<(), ImportError> {
        if self.source.kind == Kind::Parquet {
            return Ok(());
        }
        let (mut rows, mut row) = (Vec::new(), Row::default());
        while rows.len() < 20 && self.next(&mut row)? {
            rows.push(std::mem::take(&mut row));
        }
        if let [first, others @ ..] = rows.as_slice()
            && explains(&first.cells, others)
        {
            rows.remove(0);
            self.is_second_header_skipped = true;
        }
        self.put_back(rows);
        Ok(())
    }
}

/// Whether a column of row numbers has no header, as R writes tables.
fn has_row_names(header: &Row, below: &[Row]) -> bool {
    let width = header.cells.len().saturating_add(1);
    let number = |row: &Row| row.cells.first()?.parse::<u64>().ok();
    let is_numbered = |(row, before): (&Row, &Row)| {
        let next = number(before).and_then(|before| before.checked_add(1));
        next.is_some() && number(row) == next
    };
    below.len() > 1
        && below.iter().all(|row| row.cells.len() == width)
        && below.iter().skip(1).zip(below).all(is_numbered)
}

fn tidy(header: &str) -> String {
    let header = header.trim_start_matches('\u{feff}');
    header.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a row has words in at least two columns in which all other rows have numbers or dates.
fn explains(first: &[String], others: &[Row]) -> bool {
    if others.len() < 2 {
        return false;
    }
    let is_value = |cell: &str| {
        let (mut dates, mut numbers) = (DateEvidence::default(), NumberEvidence::default());
        dates.add(cell);
        numbers.add(cell);
        dates.is_date() || numbers.is_numeric()
    };
    let columns = first.iter().enumerate().filter(|(place, cell)| {
        let below = others.iter().filter_map(|row| row.cells.get(*place));
        let mut below = below.filter(|cell| !cell.trim().is_empty()).peekable();
        cell.trim()
            .chars()
            .filter(|letter| letter.is_alphabetic())
            .count()
            > 2
            && !is_value(cell)
            && below.peek().is_some()
            && below.all(|cell| is_value(cell))
    });
    columns.count() >= 2
}

/// The index of the header in the first rows: the row with the most cells of known words.
fn header_place(rows: &[Row]) -> usize {
    if let (2.., Reverse(place)) = clearest_header(rows) {
        return place;
    }
    let filled = |row: &Row| {
        row.cells
            .iter()
            .filter(|cell| !cell.trim().is_empty())
            .count()
    };
    let widest = rows.iter().map(filled).max().unwrap_or(0);
    let is_named = |row: &&Row| {
        !row.cells
            .iter()
            .any(|cell| cell.to_lowercase().starts_with("sep="))
    };
    let first_wide = rows.iter().position(|row| {
        filled(row).saturating_mul(2) >= widest && filled(row) > 0 && is_named(&row)
    });
    first_wide.unwrap_or(0)
}
