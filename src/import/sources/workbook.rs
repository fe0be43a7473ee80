//! Reads workbooks: the cells of the sheet with the clearest header, and of those that repeat it.

use std::cmp::Reverse;
use std::io::Cursor;
use std::path::Path;

use calamine::{Data, DataRef, DataType, ExcelDateTime, Ods, Reader, Xlsx, open_workbook_from_rs};

use super::Row;
use super::catch_panic::guarded;
use super::ods_size;
use super::size_limit::Meter;
use super::text_form::{HEADER_ROWS, clearest_header, is_table};
use super::too_large;
use super::zip::WorkbookFormat;
use crate::import::ImportError;

/// Maximum number of columns.
const COLUMNS: u32 = 4_000;

/// The rows of a workbook.
pub(super) struct Book {
    pub(super) rows: Vec<Row>,
    /// Names of the other sheets with rows.
    pub(super) others: Vec<String>,
}

/// Reads a named sheet, or the sheet whose header has the most known words and those with the same
/// header.
pub(super) fn read(
    path: &Path,
    bytes: Vec<u8>,
    format: WorkbookFormat,
    sheet: Option<&str>,
    meter: &Meter,
) -> Result<Book, ImportError> {
    let read = || match format {
        WorkbookFormat::Xlsx => xlsx(path, bytes, meter),
        WorkbookFormat::Ods => ods(path, bytes, meter),
    };
    let sheets = guarded(read).unwrap_or_else(|| Err(damaged(path)))?;
    let found = match sheet {
        Some(name) => named(path, sheets, name)?,
        None => joined(sheets),
    };
    found.ok_or_else(|| ImportError::Empty {
        path: path.to_owned(),
    })
}

/// The sheet with this name.
fn named(
    path: &Path,
    sheets: Vec<(String, Sheet)>,
    wanted: &str,
) -> Result<Option<Book>, ImportError> {
    let wanted = wanted.trim().to_lowercase();
    let names = sheets.iter().map(|(name, _)| name.clone()).collect();
    let mut sheets = sheets.into_iter();
    let found = sheets.find(|(name, _)| name.trim().to_lowercase() == wanted);
    let Some((_, sheet)) = found else {
        return Err(ImportError::NoSheet {
            path: path.to_owned(),
            sheet: wanted,
            found: names,
        });
    };
    Ok((!sheet.rows.is_empty()).then_some(Book {
        rows: sheet.rows,
        others: Vec::new(),
    }))
}

/// The sheet with the clearest header, with the rows of the sheets that repeat this header.
fn joined(sheets: Vec<(String, Sheet)>) -> Option<Book> {
    let found: Vec<_> = sheets
        .iter()
        .map(|(_, sheet)| clearest_header(&sheet.rows))
        .collect();
    let best = found.iter().zip(&sheets).enumerate();
    let (best, _) = best.max_by_key(|(at, ((known, _), (_, sheet)))| {
        (sheet.rows.len() > 1, *known, Reverse(*at))
    })?;
    let (_, Reverse(row)) = *found.get(best)?;
    let header = sheets.get(best)?.1.rows.get(row)?.cells.clone();
    let (mut rows, mut others) = (Vec::new(), Vec::new());
    for (at, (name, sheet)) in sheets.into_iter().enumerate() {
        let is_same = || {
            sheet
                .rows
                .iter()
                .take(HEADER_ROWS)
                .position(|row| row.cells == header)
        };
        if at == best {
            rows.extend(sheet.rows);
        } else if let Some(start) = is_same() {
            rows.extend(sheet.rows.into_iter().skip(start.saturating_add(1)));
        } else if sheet.rows.len() > 1 {
            others.push(name);
        }
    }
    (!rows.is_empty()).then_some(Book { rows, others })
}

fn xlsx(path: &Path, bytes: Vec<u8>, meter: &Meter) -> Result<Vec<(String, Sheet)>, ImportError> {
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).map_err(|_| damaged(path))?;
    let meter = meter.beside();
    let mut sheets = Vec::new();
    for name in book.sheet_names() {
        let Ok(mut cells) = book.worksheet_cells_reader(&name) else {
            continue;
        };
        let mut sheet = Sheet::new(meter.clone());
        while let Some(cell) = cells.next_cell().map_err(|_| damaged(path))? {
            sheet
                .put(cell.get_position(), shown(cell.get_value()))
                .map_err(|large| too_large(path, large))?;
        }
        drop(cells);
        let blank = sheet.blank_columns();
        if !blank.is_empty()
            && let Ok(mut cells) = book.worksheet_cells_reader(&name)
        {
            while let Some(formula) = cells.next_formula().map_err(|_| damaged(path))? {
                let (_, column) = formula.get_position();
                if blank.contains(&column) && !formula.get_value().is_empty() {
                    return Err(not_computed(path));
                }
            }
        }
        sheets.push((name, sheet));
    }
    Ok(sheets)
}

fn ods(path: &Path, bytes: Vec<u8>, meter: &Meter) -> Result<Vec<(String, Sheet)>, ImportError> {
    ods_size::check(&bytes, &meter.beside()).map_err(|large| too_large(path, large))?;
    let mut book: Ods<_> = open_workbook_from_rs(Cursor::new(bytes)).map_err(|_| damaged(path))?;
    let meter = meter.beside();
    let mut sheets = Vec::new();
    for name in book.sheet_names() {
        let Ok(range) = book.worksheet_range(&name) else {
            continue;
        };
        let mut sheet = Sheet::new(meter.clone());
        let (top, left) = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            let at = (
                u32::try_from(row).unwrap_or(u32::MAX).saturating_add(top),
                u32::try_from(column)
                    .unwrap_or(u32::MAX)
                    .saturating_add(left),
            );
            sheet
                .put(at, shown_data(value))
                .map_err(|large| too_large(path, large))?;
        }
        sheets.push((name, sheet));
    }
    Ok(sheets)
}

/// The text of a sheet whose rows have one cell each, if the cells are the lines of a text with
/// separators.
pub(super) fn text_in_one_column(rows: &[Row]) -> Option<String> {
    let cell = |row: &Row| {
        let (first, others) = row.cells.split_first()?;
        others.iter().all(String::is_empty).then(|| first.clone())
    };
    let lines: Vec<String> = rows.iter().map(cell).collect::<Option<_>>()?;
    let text = lines.join("\n");
    is_table(text.as_bytes()).then_some(text)
}

/// Rows with at least one cell, so that a single distant cell needs no memory for the empty rows
/// before it.
struct Sheet {
    rows: Vec<Row>,
    meter: Meter,
}

impl Sheet {
    fn new(meter: Meter) -> Self {
        Self {
            rows: Vec::new(),
            meter,
        }
    }

    /// The columns with a header and no other cell.
    fn blank_columns(&self) -> Vec<u32> {
        let Some((header, rows)) = self.rows.split_first() else {
            return Vec::new();
        };
        let is_blank = |place: &usize| {
            let mut cells = rows.iter().filter_map(|row| row.cells.get(*place));
            rows.len() > 1 && cells.all(String::is_empty)
        };
        let named = header.cells.iter().enumerate();
        let named = named.filter(|(_, name)| !name.is_empty());
        named
            .map(|(place, _)| place)
            .filter(is_blank)
            .filter_map(|place| u32::try_from(place).ok())
            .collect()
    }

    fn put(&mut self, (row, column): (u32, u32), text: String) -> Result<(), super::TooLarge> {
        if text.is_empty() || column >= COLUMNS {
            return Ok(());
        }
        let line = u64::from(row).saturating_add(1);
        if self.rows.last().is_none_or(|last| last.line != line) {
            self.rows.push(Row {
                line,
                cells: Vec::new(),
            });
        }
        let Some(last) = self.rows.last_mut() else {
            return Ok(());
        };
        let place = usize::try_from(column).unwrap_or(usize::MAX);
        let before = last.cells.len();
        if place >= before {
            last.cells.resize(place.saturating_add(1), String::new());
        }
        // A blank cell needs the memory of an empty string.
        let grown = last.cells.len().saturating_sub(before).saturating_mul(24);
        self.meter.count(grown.saturating_add(text.len()) as u64)?;
        if let Some(cell) = last.cells.get_mut(place) {
            *cell = text;
        }
        Ok(())
    }
}

fn shown(value: &DataRef<'_>) -> String {
    match value {
        DataRef::DateTime(time) => moment(*time),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.clone()
        }
        DataRef::Float(number) => number.to_string(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Bool(is) => is.to_string(),
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}

fn shown_data(value: &Data) -> String {
    match value {
        Data::DateTime(time) => moment(*time),
        Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Error(_) => String::new(),
        other => other.as_string().unwrap_or_default(),
    }
}

/// A day number of a spreadsheet as a date; durations stay numbers.
fn moment(time: ExcelDateTime) -> String {
    if !time.is_datetime() {
        return time.as_f64().to_string();
    }
    let (year, month, day, hour, minute, second, _) = time.to_ymd_hms_milli();
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
}

fn not_computed(path: &Path) -> ImportError {
    ImportError::OtherFormat {
        path: path.to_owned(),
        what: "a workbook with formulas that were never computed",
        instead: "Open it in a spreadsheet program and save it, or save it as CSV",
    }
}

fn damaged(path: &Path) -> ImportError {
    ImportError::OtherFormat {
        path: path.to_owned(),
        what: "a damaged or locked workbook",
        instead: "Save it again without a password, or as CSV",
    }
}
