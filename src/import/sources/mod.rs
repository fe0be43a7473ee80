//! Reads rows of cells from a file in any format. The first bytes determine the format, never the
//! file name.
//!
//! *Invariants*: memory contains one row of a text, or one page of each Parquet column; a workbook,
//! JSON or XML is completely in memory, up to the limit of the file; every cell is text, also
//! numbers and dates.

mod catch_panic;
mod delimited;
mod encoding;
mod json;
mod numbered_columns;
mod ods_size;
mod packed_cells;
mod parquet;
mod parquet_nesting;
mod parquet_pages;
mod record_numbers;
mod size_limit;
mod text_form;
mod text_lines;
mod workbook;
mod xml;
mod zip;

use std::cell::Cell;
use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, Cursor, Read, Seek};
use std::path::Path;
use std::rc::Rc;

use flate2::read::MultiGzDecoder;

use self::delimited::Delimited;
use self::parquet::ParquetRows;
use self::size_limit::{Meter, Metered, TooLarge};
use self::text_lines::UnixLines;
use super::{ImportError, ImportOptions, Watch};

pub(super) use self::packed_cells::{Unpacked, is_packed};
pub(super) use self::text_form::{HEADER_ROWS, TextForm, clearest_header};

/// Number of bytes that are examined to detect the format.
const SNIFFED_BYTES: u64 = 1 << 16;

/// Default limit of a file that is completely in memory.
const TREE_BYTES: u64 = 1_000_000_000;

/// One row, reused for the next.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Row {
    /// Line in a text file, number of the row elsewhere; from 1.
    pub(super) line: u64,
    pub(super) cells: Vec<String>,
}

impl Row {
    pub(super) fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }
}

/// The format of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Kind {
    #[default]
    Text,
    Parquet,
    Workbook,
    Json,
    Xml,
}

impl Kind {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Parquet => "parquet",
            Self::Workbook => "workbook",
            Self::Json => "json",
            Self::Xml => "xml",
        }
    }
}

/// An open file with all of its rows, including the header.
pub(super) struct Source {
    pub(super) kind: Kind,
    pub(super) text: TextForm,
    /// Whether the format guarantees that the first row is the header.
    pub(super) has_names: bool,
    rows: Rows,
    bytes_read: Rc<Cell<u64>>,
    /// Names of the sheets of a workbook that are not read.
    pub(super) other_sheets: Vec<String>,
    /// Rows that were read ahead, to be read again.
    ahead: VecDeque<Row>,
}

enum Rows {
    Delimited(Box<Delimited>),
    Parquet(Box<ParquetRows>),
    Whole { rows: std::vec::IntoIter<Row> },
}

/// Opens a Parquet file.
pub(super) fn open_parquet(
    path: &Path,
    max_bytes: Option<u64>,
    watch: &mut dyn Watch,
) -> Result<ParquetRows, ImportError> {
    let file = File::open(path).map_err(|source| io_error(path, source))?;
    let total = file.metadata().map_err(|source| io_error(path, source))?;
    let total = total.len();
    watch.start(path, Some(total));
    let meter = Meter::packed(total, max_bytes);
    ParquetRows::open(path, (file, total), meter, Rc::new(Cell::new(0)))
}

/// Counts the bytes that are read.
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

/// The bytes of a file, unpacked.
struct Unwrapped {
    reader: Box<dyn Read>,
    meter: Meter,
}

impl Source {
    /// Opens a file and detects its format.
    pub(super) fn open(
        path: &Path,
        options: &ImportOptions,
        watch: &mut dyn Watch,
    ) -> Result<Self, ImportError> {
        let io_error = |source| io_error(path, source);
        let mut file = File::open(path).map_err(io_error)?;
        let total = file.metadata().map_err(io_error)?.len();
        watch.start(path, Some(total));
        let mut magic = Vec::new();
        file.by_ref()
            .take(8)
            .read_to_end(&mut magic)
            .map_err(io_error)?;
        file.rewind().map_err(io_error)?;
        let bytes_read = Rc::new(Cell::new(0));
        let packed = || Meter::packed(total, options.max_bytes);
        if magic.starts_with(b"PAR1") {
            let rows = ParquetRows::open(path, (file, total), packed(), Rc::clone(&bytes_read))?;
            return Ok(Self::new(
                Kind::Parquet,
                Rows::Parquet(Box::new(rows)),
                bytes_read,
            ));
        }
        let counted = Counted {
            inner: file,
            bytes: Rc::clone(&bytes_read),
        };
        if magic.starts_with(b"PK\x03\x04") {
            return Self::open_zip(path, counted, &packed(), bytes_read, options);
        }
        let unwrapped = if magic.starts_with(&[0x1f, 0x8b]) {
            Unwrapped {
                reader: Box::new(MultiGzDecoder::new(counted)),
                meter: packed(),
            }
        } else {
            Unwrapped {
                reader: Box::new(counted),
                meter: Meter::plain(),
            }
        };
        Self::open_unwrapped(path, unwrapped, bytes_read, options)
    }

    fn new(kind: Kind, rows: Rows, bytes_read: Rc<Cell<u64>>) -> Self {
        Self {
            kind,
            text: TextForm::default(),
            has_names: kind != Kind::Workbook && kind != Kind::Text,
            rows,
            bytes_read,
            other_sheets: Vec::new(),
            ahead: VecDeque::new(),
        }
    }

    fn whole(kind: Kind, rows: Vec<Row>, bytes_read: Rc<Cell<u64>>) -> Self {
        let rows = rows.into_iter();
        Self::new(kind, Rows::Whole { rows }, bytes_read)
    }

    /// A workbook, or an archive of one file.
    fn open_zip(
        path: &Path,
        counted: Counted<File>,
        meter: &Meter,
        bytes_read: Rc<Cell<u64>>,
        options: &ImportOptions,
    ) -> Result<Self, ImportError> {
        let archive = read_whole(path, counted, TREE_BYTES)?;
        match zip::open(path, archive, meter)? {
            zip::Found::Workbook(bytes, format) => {
                let sheet = options.sheet.as_deref();
                let book = workbook::read(path, bytes, format, sheet, meter)?;
                if let Some(text) = workbook::text_in_one_column(&book.rows) {
                    let unwrapped = Unwrapped {
                        reader: Box::new(Cursor::new(text)),
                        meter: Meter::plain(),
                    };
                    return Self::open_unwrapped(path, unwrapped, bytes_read, options);
                }
                let mut source = Self::whole(Kind::Workbook, book.rows, bytes_read);
                source.other_sheets = book.others;
                Ok(source)
            }
            zip::Found::File(bytes) => {
                let unwrapped = Unwrapped {
                    reader: Box::new(Cursor::new(bytes)),
                    meter: Meter::plain(),
                };
                Self::open_unwrapped(path, unwrapped, bytes_read, options)
            }
        }
    }

    fn open_unwrapped(
        path: &Path,
        unwrapped: Unwrapped,
        bytes_read: Rc<Cell<u64>>,
        options: &ImportOptions,
    ) -> Result<Self, ImportError> {
        let most = unwrapped.meter.left().min(TREE_BYTES);
        let (mut decoded, row_bytes) = Metered::new(
            encoding::from_marks(unwrapped.reader, options.encoding),
            unwrapped.meter,
        );
        let mut start = Vec::new();
        decoded
            .by_ref()
            .take(SNIFFED_BYTES)
            .read_to_end(&mut start)
            .map_err(|source| io_error(path, source))?;
        let named = |what, instead| ImportError::OtherFormat {
            path: path.to_owned(),
            what,
            instead,
        };
        let text = start.trim_ascii_start();
        if text.is_empty() {
            return Err(ImportError::Empty {
                path: path.to_owned(),
            });
        }
        if let Some((what, instead)) = foreign(text) {
            return Err(named(what, instead));
        }
        let is_utf16 = encoding::utf16(&start);
        let is_text = |byte: &u8| *byte >= b' ' || byte.is_ascii_whitespace() || *byte == 0x1a;
        if is_utf16.is_none() && !start.iter().all(is_text) {
            return Err(ImportError::Binary {
                path: path.to_owned(),
            });
        }
        let is_json =
            matches!(text, [b'{', ..]) || (matches!(text, [b'[', ..]) && !text.starts_with(b"[]"));
        let is_xml = text.starts_with(b"<");
        let mut all: Box<dyn Read> = Box::new(Cursor::new(start.clone()).chain(decoded));
        if let Some(utf16) = is_utf16 {
            all = encoding::decoded(all, utf16);
            start = Vec::new();
            all.by_ref()
                .take(SNIFFED_BYTES)
                .read_to_end(&mut start)
                .map_err(|source| io_error(path, source))?;
            all = Box::new(Cursor::new(start.clone()).chain(all));
        }
        if is_json || is_xml {
            let mut bytes = Vec::new();
            let limited = &mut all.take(most.saturating_add(1));
            row_bytes.forever();
            limited
                .read_to_end(&mut bytes)
                .map_err(|source| io_error(path, source))?;
            if bytes.len() as u64 > most {
                return Err(too_large(path, TooLarge::File { most }));
            }
            let (kind, rows) = if is_json {
                (Kind::Json, json::rows(path, &bytes)?)
            } else {
                (Kind::Xml, xml::rows(path, &bytes)?)
            };
            return Ok(Self::whole(kind, rows, bytes_read));
        }
        let mut lines = Vec::new();
        UnixLines::new(start.as_slice())
            .read_to_end(&mut lines)
            .map_err(|source| io_error(path, source))?;
        let form = TextForm::of(&lines, options).map_err(|()| ImportError::Empty {
            path: path.to_owned(),
        })?;
        let rows = Delimited::open(path, all, form, row_bytes, options.encoding);
        let mut source = Self::new(Kind::Text, Rows::Delimited(Box::new(rows)), bytes_read);
        source.text = form;
        Ok(source)
    }

    /// Reads the next row; `false` at the end.
    pub(super) fn next(&mut self, row: &mut Row) -> Result<bool, ImportError> {
        if let Some(ahead) = self.ahead.pop_front() {
            *row = ahead;
            return Ok(true);
        }
        match &mut self.rows {
            Rows::Delimited(rows) => rows.next(row),
            Rows::Parquet(rows) => rows.next(row),
            Rows::Whole { rows } => Ok(match rows.next() {
                Some(next) => {
                    *row = next;
                    true
                }
                None => false,
            }),
        }
    }

    /// Puts rows back, to be read again before the others.
    pub(super) fn put_back(&mut self, rows: Vec<Row>) {
        for row in rows.into_iter().rev() {
            self.ahead.push_front(row);
        }
    }

    /// Number of bytes of the file that have been read.
    pub(super) fn bytes_read(&self) -> u64 {
        self.bytes_read.get()
    }

    /// Number of cells that were not UTF-8, and the encoding in which they were read.
    pub(super) fn repaired(&self) -> (u64, Option<&'static str>) {
        match &self.rows {
            Rows::Delimited(rows) => rows.repaired(),
            _ => (0, None),
        }
    }
}

/// Beginnings of a dump of a database.
const SQL: [&[u8]; 3] = [b"insert into ", b"create table ", b"drop table "];

/// The name of an unsupported format, and the remedy.
fn foreign(start: &[u8]) -> Option<(&'static str, &'static str)> {
    let head: Vec<u8> = start.iter().take(512).map(u8::to_ascii_lowercase).collect();
    let holds = |word: &[u8]| head.windows(word.len()).any(|window| window == word);
    if start.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        Some((
            "a workbook in an old format (.xls)",
            "Open it in the spreadsheet and save it as .xlsx or CSV",
        ))
    } else if start.starts_with(b"%PDF") {
        Some(("a PDF", "Export the orders as CSV or as a spreadsheet"))
    } else if head.starts_with(b"<")
        && (holds(b"<html") || holds(b"<table") || holds(b"<!doctype html"))
    {
        Some((
            "an HTML page, whatever its file name",
            "Open it in a spreadsheet and save it as .xlsx or CSV",
        ))
    } else if SQL.iter().any(|word| head.starts_with(word))
        || (head.starts_with(b"--") && holds(b" dump"))
    {
        Some((
            "a dump of a database (SQL)",
            "Load it into the database and export the rows of the orders as CSV",
        ))
    } else if start.starts_with(b"SQLite format 3") {
        Some((
            "a SQLite database",
            "Export the table of order lines as CSV",
        ))
    } else if head.starts_with(b"rar!") || head.starts_with(b"7z\xbc\xaf") {
        Some((
            "an archive (RAR or 7z)",
            "Unpack it and pass the file inside",
        ))
    } else {
        None
    }
}

fn read_whole(path: &Path, reader: impl Read, most: u64) -> Result<Vec<u8>, ImportError> {
    let mut bytes = Vec::new();
    reader
        .take(most.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(|source| io_error(path, source))?;
    if bytes.len() as u64 > most {
        return Err(too_large(path, TooLarge::File { most }));
    }
    Ok(bytes)
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
