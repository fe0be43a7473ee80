//! Rows of cells, whatever the file: CSV, gzipped CSV or Parquet, told apart by their first bytes.
//!
//! *Invariants*: one row is in memory at a time, and of Parquet a page of each column; a cell is text, numbers and dates included.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, Cursor, Read, Seek};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use encoding_rs_io::DecodeReaderBytesBuilder;
use flate2::read::MultiGzDecoder;
use parquet::errors::ParquetError;
use parquet::file::reader::FileReader;
use parquet::record::Field;
use parquet::record::reader::RowIter;

use super::catch_panic::guarded;
use super::parquet_pages::Pages;
use super::size_limit::{Meter, Metered, TooLarge};
use super::{ImportError, ImportOptions, Watch};

/// How much of a text is looked at to tell what it is.
const SNIFFED_BYTES: u64 = 1 << 16;

/// One row, reused for the next.
#[derive(Debug, Default)]
pub(super) struct Row {
    /// Line in a text file, number of the row in a Parquet file; from 1.
    pub(super) line: u64,
    pub(super) cells: Vec<String>,
}

/// An open export.
pub(super) struct Table {
    pub(super) path: PathBuf,
    pub(super) headers: Vec<String>,
    /// Cells that were not UTF-8.
    pub(super) repaired_cells: u64,
    bytes_read: Rc<Cell<u64>>,
    rows: Rows,
}

enum Rows {
    Csv {
        reader: Box<csv::Reader<Box<dyn Read>>>,
        record: csv::ByteRecord,
        row_bytes: Arc<AtomicU64>,
    },
    Parquet {
        rows: RowIter<'static>,
        number: u64,
        total: u64,
        bytes: u64,
        texts: Meter,
    },
}

/// Counts what passes.
struct Counted<R> {
    inner: R,
    bytes: Rc<Cell<u64>>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.bytes.set(self.bytes.get().saturating_add(read as u64));
        Ok(read)
    }
}

impl Table {
    /// Opens a file and reads its header row.
    pub(super) fn open(
        path: &Path,
        options: &ImportOptions,
        watch: &mut dyn Watch,
    ) -> Result<Self, ImportError> {
        let io_error = |source| ImportError::Io {
            path: path.to_owned(),
            source,
        };
        let mut file = File::open(path).map_err(io_error)?;
        let total = file.metadata().map_err(io_error)?.len();
        watch.start(path, Some(total));
        let mut magic = Vec::new();
        file.by_ref()
            .take(4)
            .read_to_end(&mut magic)
            .map_err(io_error)?;
        file.rewind().map_err(io_error)?;
        let packed = || Meter::packed(total, options.max_bytes);
        if magic == b"PAR1" {
            Self::open_parquet(path, (file, total), packed())
        } else if magic.starts_with(&[0x1f, 0x8b]) {
            Self::open_csv(
                path,
                |counted| Box::new(MultiGzDecoder::new(counted)),
                file,
                packed(),
            )
        } else {
            Self::open_csv(path, |counted| Box::new(counted), file, Meter::plain())
        }
    }

    fn open_csv(
        path: &Path,
        unpack: impl FnOnce(Counted<File>) -> Box<dyn Read>,
        file: File,
        meter: Meter,
    ) -> Result<Self, ImportError> {
        let io_error = |source| io_error(path, source);
        let bytes_read = Rc::new(Cell::new(0));
        let raw = unpack(Counted {
            inner: file,
            bytes: Rc::clone(&bytes_read),
        });
        // A byte order mark decides between UTF-8 and UTF-16; bytes without one pass as they are.
        let decoded = DecodeReaderBytesBuilder::new()
            .utf8_passthru(true)
            .strip_bom(true)
            .bom_override(true)
            .build(raw);
        let (mut decoded, row_bytes) = Metered::new(decoded, meter);
        let mut start = Vec::new();
        decoded
            .by_ref()
            .take(SNIFFED_BYTES)
            .read_to_end(&mut start)
            .map_err(io_error)?;
        if start.iter().all(u8::is_ascii_whitespace) {
            return Err(ImportError::Empty {
                path: path.to_owned(),
            });
        }
        if start
            .iter()
            .any(|byte| *byte < b' ' && !byte.is_ascii_whitespace())
        {
            return Err(ImportError::Binary {
                path: path.to_owned(),
            });
        }
        let first_line = start
            .split(|byte| *byte == b'\n')
            .find(|line| !line.trim_ascii().is_empty())
            .unwrap_or_default();
        let delimiter = delimiter(first_line);
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            .from_reader(Box::new(Cursor::new(start).chain(decoded)) as Box<dyn Read>);
        let mut record = csv::ByteRecord::new();
        reader
            .read_byte_record(&mut record)
            .map_err(|error| csv_error(path, error))?;
        let rows = Rows::Csv {
            reader: Box::new(reader),
            record: csv::ByteRecord::new(),
            row_bytes,
        };
        let mut table = Self {
            path: path.to_owned(),
            headers: Vec::new(),
            repaired_cells: 0,
            bytes_read,
            rows,
        };
        table.headers = record
            .iter()
            .map(|cell| text_of(cell, &mut table.repaired_cells))
            .collect();
        Ok(table)
    }

    fn open_parquet(
        path: &Path,
        (file, bytes): (File, u64),
        meter: Meter,
    ) -> Result<Self, ImportError> {
        let texts = meter.beside();
        let open = || Pages::open(file, bytes, meter).map_err(|error| parquet_error(path, &error));
        let pages = guarded(open).unwrap_or_else(|| Err(damaged(path)))?;
        let metadata = pages.metadata().file_metadata();
        let headers = metadata
            .schema_descr()
            .root_schema()
            .get_fields()
            .iter()
            .map(|field| field.name().to_owned())
            .collect();
        let total = metadata.num_rows().try_into().unwrap_or(0);
        let rows = Rows::Parquet {
            rows: RowIter::from_file_into(Box::new(pages)),
            number: 0,
            total,
            bytes,
            texts,
        };
        Ok(Self {
            path: path.to_owned(),
            headers,
            repaired_cells: 0,
            bytes_read: Rc::default(),
            rows,
        })
    }

    /// Reads the next row; `false` at the end.
    pub(super) fn next(&mut self, row: &mut Row) -> Result<bool, ImportError> {
        let path = &self.path;
        match &mut self.rows {
            Rows::Csv {
                reader,
                record,
                row_bytes,
            } => {
                row_bytes.store(0, Relaxed);
                if !reader
                    .read_byte_record(record)
                    .map_err(|error| csv_error(path, error))?
                {
                    return Ok(false);
                }
                row.line = record.position().map_or(0, csv::Position::line);
                row.cells.resize_with(record.len(), String::new);
                for (cell, bytes) in row.cells.iter_mut().zip(record.iter()) {
                    cell.clear();
                    match std::str::from_utf8(bytes) {
                        Ok(text) => cell.push_str(text),
                        Err(_) => cell.push_str(&text_of(bytes, &mut self.repaired_cells)),
                    }
                }
            }
            Rows::Parquet {
                rows,
                number,
                total,
                bytes,
                texts,
            } => {
                let cells = || {
                    rows.next().map(|row| {
                        row.map(|row| {
                            row.into_columns()
                                .into_iter()
                                .map(|(_, field)| field_text(field))
                                .collect()
                        })
                    })
                };
                let Some(cells) = guarded(cells).ok_or_else(|| damaged(path))? else {
                    return Ok(false);
                };
                row.cells = cells.map_err(|error| parquet_error(path, &error))?;
                *number = number.saturating_add(1);
                row.line = *number;
                // A dictionary and a count make rows without end out of a few bytes; each counts as the text that it stands for.
                let length = row.cells.iter().fold(0, |sum: u64, cell| {
                    sum.saturating_add(cell.len() as u64).saturating_add(1)
                });
                texts
                    .count(length.max(1))
                    .map_err(|large| too_large(path, large))?;
                // The library reads ahead by row group; the share of the rows tells the progress just as well.
                self.bytes_read.set(
                    number
                        .saturating_mul(*bytes)
                        .checked_div(*total)
                        .unwrap_or(0),
                );
            }
        }
        Ok(true)
    }

    /// Bytes of the file that were read so far.
    pub(super) fn bytes_read(&self) -> u64 {
        self.bytes_read.get()
    }
}

/// The one of comma, semicolon, tab and bar that a header row holds most of, outside quotes.
fn delimiter(header: &[u8]) -> u8 {
    let mut in_quotes = false;
    let mut counts = [(b',', 0_usize), (b';', 0), (b'\t', 0), (b'|', 0)];
    for byte in header {
        in_quotes ^= *byte == b'"';
        if let Some((_, count)) = counts
            .iter_mut()
            .find(|(delimiter, _)| delimiter == byte && !in_quotes)
        {
            *count = count.saturating_add(1);
        }
    }
    // Of equal counts the first: `rev` because `max_by_key` takes the last.
    counts
        .iter()
        .rev()
        .max_by_key(|(_, count)| *count)
        .map_or(b',', |(delimiter, _)| *delimiter)
}

/// UTF-8, else Windows-1252, which every byte is and which the spreadsheets of the West write.
fn text_of(bytes: &[u8], repaired: &mut u64) -> String {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_owned();
    }
    *repaired = repaired.saturating_add(1);
    encoding_rs::WINDOWS_1252
        .decode_without_bom_handling(bytes)
        .0
        .into_owned()
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

fn io_error(path: &Path, source: io::Error) -> ImportError {
    match source.get_ref().and_then(|inner| inner.downcast_ref()) {
        Some(large) => too_large(path, *large),
        None => ImportError::Io {
            path: path.to_owned(),
            source,
        },
    }
}

fn csv_error(path: &Path, error: csv::Error) -> ImportError {
    match error.into_kind() {
        csv::ErrorKind::Io(source) => io_error(path, source),
        other => ImportError::Io {
            path: path.to_owned(),
            source: io::Error::other(format!("{other:?}")),
        },
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

fn too_large(path: &Path, large: TooLarge) -> ImportError {
    match large {
        TooLarge::File { most } => ImportError::TooLarge {
            path: path.to_owned(),
            most,
        },
        TooLarge::OrderSlice { what, most } => ImportError::LongPart {
            path: path.to_owned(),
            what,
            most,
        },
    }
}

fn damaged(path: &Path) -> ImportError {
    ImportError::Parquet {
        path: path.to_owned(),
        message: "it is damaged".to_owned(),
    }
}
