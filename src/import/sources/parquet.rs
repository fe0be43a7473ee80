//! Reads Parquet; numbers and times become text in the form of other exports.

use std::cell::Cell;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use parquet::errors::ParquetError;
use parquet::file::reader::FileReader;
use parquet::record::Field;
use parquet::record::reader::RowIter;

use super::catch_panic::guarded;
use super::parquet_pages::Pages;
use super::size_limit::Meter;
use super::{Row, too_large};
use crate::import::ImportError;

/// The rows of a Parquet file, after a row with its column names.
pub(in crate::import) struct ParquetRows {
    path: PathBuf,
    names: Option<Vec<String>>,
    rows: RowIter<'static>,
    number: u64,
    total: u64,
    bytes: u64,
    texts: Meter,
    bytes_read: Rc<Cell<u64>>,
}

impl ParquetRows {
    pub(super) fn open(
        path: &Path,
        (file, bytes): (File, u64),
        meter: Meter,
        bytes_read: Rc<Cell<u64>>,
    ) -> Result<Self, ImportError> {
        let texts = meter.beside();
        let open = || Pages::open(file, bytes, meter).map_err(|error| parquet_error(path, &error));
        let pages = guarded(open).unwrap_or_else(|| Err(damaged(path)))?;
        let metadata = pages.metadata().file_metadata();
        let fields = metadata.schema_descr().root_schema().get_fields();
        let names = fields.iter().map(|field| field.name().to_owned()).collect();
        let total = metadata.num_rows().try_into().unwrap_or(0);
        Ok(Self {
            path: path.to_owned(),
            names: Some(names),
            rows: RowIter::from_file_into(Box::new(pages)),
            number: 0,
            total,
            bytes,
            texts,
            bytes_read,
        })
    }

    /// The number of bytes of the file that correspond to the rows read.
    pub(in crate::import) fn bytes_read(&self) -> u64 {
        self.bytes_read.get()
    }

    pub(in crate::import) fn next(&mut self, row: &mut Row) -> Result<bool, ImportError> {
        if let Some(names) = self.names.take() {
            *row = Row {
                line: 0,
                cells: names,
            };
            return Ok(true);
        }
        let path = &self.path;
        let rows = &mut self.rows;
        let cells = || {
            rows.next().map(|row| {
                row.map(|row| {
                    let columns = row.into_columns().into_iter();
                    columns.map(|(_, field)| field_text(field)).collect()
                })
            })
        };
        let Some(cells) = guarded(cells).ok_or_else(|| damaged(path))? else {
            return Ok(false);
        };
        row.cells = cells.map_err(|error| parquet_error(path, &error))?;
        self.number = self.number.saturating_add(1);
        row.line = self.number;
        // With a dictionary, a few bytes can describe any number of rows, so the text of each value
        // is counted.
        let length = row.cells.iter().fold(0, |sum: u64, cell| {
            sum.saturating_add(cell.len() as u64).saturating_add(1)
        });
        self.texts
            .count(length.max(1))
            .map_err(|large| too_large(path, large))?;
        // The library reads whole row groups ahead, so progress is the share of the rows.
        let share = self.number.saturating_mul(self.bytes);
        self.bytes_read
            .set(share.checked_div(self.total).unwrap_or(0));
        Ok(true)
    }
}

fn field_text(field: Field) -> String {
    let time = |microseconds: i64| {
        jiff::Timestamp::from_microsecond(microseconds)
            .map(|time| time.to_string())
            .unwrap_or_default()
    };
    match field {
        Field::Null => String::new(),
        Field::Str(text) => text,
        Field::Bytes(bytes) => String::from_utf8_lossy(bytes.data()).into_owned(),
        Field::TimestampMillis(milliseconds) => time(milliseconds.saturating_mul(1000)),
        Field::TimestampMicros(microseconds) => time(microseconds),
        // A number without decimals is written with a point.
        Field::Decimal(_) => field.to_string().trim_end_matches('.').to_owned(),
        Field::Float(number) if number.is_nan() => String::new(),
        Field::Double(number) if number.is_nan() => String::new(),
        Field::Float(number) => number.to_string(),
        Field::Double(number) => number.to_string(),
        other => other
            .to_string()
            .split(" +")
            .next()
            .unwrap_or_default()
            .to_owned(),
    }
}

fn parquet_error(path: &Path, error: &ParquetError) -> ImportError {
    let large = match error {
        ParquetError::External(inner) => inner.downcast_ref(),
        _ => None,
    };
    let refused = || ImportError::Parquet {
        path: path.to_owned(),
        message: error.to_string(),
    };
    large.map_or_else(refused, |large| too_large(path, *large))
}

fn damaged(path: &Path) -> ImportError {
    ImportError::Parquet {
        path: path.to_owned(),
        message: "it is damaged".to_owned(),
    }
}
