//! Reads workbooks: the cells of the first sheet with a table.

use std::io::Cursor;
use std::path::Path;

use calamine::{Data, DataRef, DataType, ExcelDateTime, Ods, Reader, Xlsx, open_workbook_from_rs};

use super::Row;
use super::catch_panic::guarded;
use super::ods_size;
use super::size_limit::Meter;
use super::too_large;
use super::zip::WorkbookFormat;
use crate::import::ImportError;

/// Maximum number of columns.
const COLUMNS: u32 = 4_000;

/// Reads the first sheet with at least two rows.
pub(super) fn rows(
    path: &Path,
    bytes: Vec<u8>,
    format: WorkbookFormat,
    meter: &Meter,
) -> Result<Vec<Row>, ImportError> {
    let read = || match format {
        WorkbookFormat::Xlsx => xlsx(path, bytes, meter),
        WorkbookFormat::Ods => ods(path, bytes, meter),
    };
    guarded(read).unwrap_or_else(|| Err(damaged(path)))
}

fn xlsx(path: &Path, bytes: Vec<u8>, meter: &Meter) -> Result<Vec<Row>, ImportError> {
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).map_err(|_| damaged(path))?;
    let mut best = Vec::new();
    for name in book.sheet_names() {
        let Ok(mut cells) = book.worksheet_cells_reader(&name) else {
            continue;
        };
        let mut sheet = Sheet::new(meter.beside());
        while let Some(cell) = cells.next_cell().map_err(|_| damaged(path))? {
            sheet
                .put(cell.get_position(), shown(cell.get_value()))
                .map_err(|large| too_large(path, large))?;
        }
        if sheet.rows.len() > 1 {
            return Ok(sheet.rows);
        }
        if sheet.rows.len() > best.len() {
            best = sheet.rows;
        }
    }
    if best.is_empty() {
        return Err(ImportError::Empty {
            path: path.to_owned(),
        });
    }
    Ok(best)
}

fn ods(path: &Path, bytes: Vec<u8>, meter: &Meter) -> Result<Vec<Row>, ImportError> {
    ods_size::check(&bytes, &meter.beside()).map_err(|large| too_large(path, large))?;
    let mut book: Ods<_> = open_workbook_from_rs(Cursor::new(bytes)).map_err(|_| damaged(path))?;
    for name in book.sheet_names() {
        let Ok(range) = book.worksheet_range(&name) else {
            continue;
        };
        let mut sheet = Sheet::new(meter.beside());
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
        if sheet.rows.len() > 1 {
            return Ok(sheet.rows);
        }
    }
    Err(ImportError::Empty {
        path: path.to_owned(),
    })
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

fn damaged(path: &Path) -> ImportError {
    ImportError::OtherFormat {
        path: path.to_owned(),
        what: "a damaged or locked workbook",
        instead: "Save it again without a password, or as CSV",
    }
}
