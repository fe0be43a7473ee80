//! Errors of an import, each with a remedy.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use bytesize::ByteSize;

use super::text::became_a_date;
use super::{Doubt, Interrupted};

/// Reason why an import ended.
#[derive(Debug)]
#[non_exhaustive]
pub enum ImportError {
    /// The file could not be read.
    Io {
        /// The file.
        path: PathBuf,
        /// The system's error.
        source: io::Error,
    },
    /// There is no header row.
    Empty {
        /// The file.
        path: PathBuf,
    },
    /// Neither text nor Parquet.
    Binary {
        /// The file.
        path: PathBuf,
    },
    /// A damaged Parquet file.
    Parquet {
        /// The file.
        path: PathBuf,
        /// The reader's error.
        message: String,
    },
    /// The file unpacks to more than the limit.
    TooLarge {
        /// The file.
        path: PathBuf,
        /// The limit in bytes.
        most: u64,
    },
    /// A row or page is too large for the memory limit.
    LongPart {
        /// The file.
        path: PathBuf,
        /// `row` or `page`.
        what: &'static str,
        /// The limit in bytes.
        most: u64,
    },
    /// The file has open questions.
    Doubts {
        /// The file.
        path: PathBuf,
        /// All questions; at least one.
        doubts: Vec<Doubt>,
    },
    /// A file in a known format that is not supported.
    OtherFormat {
        /// The file.
        path: PathBuf,
        /// The name of the format.
        what: &'static str,
        /// The remedy.
        instead: &'static str,
    },
    /// An archive that does not contain exactly one file.
    ManyFiles {
        /// The file.
        path: PathBuf,
        /// The names of its files.
        found: Vec<String>,
    },
    /// A quotation mark is never closed, so the rows after it became one cell.
    OpenQuote {
        /// The file.
        path: PathBuf,
        /// The line of the row with the quote.
        line: u64,
    },
    /// The workbook has no sheet with this name.
    NoSheet {
        /// The file.
        path: PathBuf,
        /// The name.
        sheet: String,
        /// The names of its sheets.
        found: Vec<String>,
    },
    /// An argument names a header that does not exist.
    NoHeader {
        /// The file.
        path: PathBuf,
        /// The header.
        header: String,
        /// The argument.
        argument: &'static str,
        /// The headers that exist.
        found: Vec<String>,
    },
    /// A row with more or fewer cells than the header.
    Ragged {
        /// The file.
        path: PathBuf,
        /// Its line.
        line: u64,
        /// Number of cells in the row.
        found: usize,
        /// Number of cells in the header.
        expected: usize,
    },
    /// An invalid cell.
    Cell {
        /// The file.
        path: PathBuf,
        /// Its line.
        line: u64,
        /// The column's header.
        column: String,
        /// Its content.
        found: String,
        /// The expected content.
        expected: &'static str,
    },
    /// A catalog that lists a SKU twice.
    Duplicate {
        /// The file.
        path: PathBuf,
        /// The SKU.
        sku: String,
        /// The line of the first.
        first: u64,
        /// The line of the second.
        second: u64,
        /// Number of further rows that repeat a SKU.
        more: u64,
    },
    /// Ctrl-C.
    Interrupted,
}

impl From<Interrupted> for ImportError {
    fn from(_: Interrupted) -> Self {
        Self::Interrupted
    }
}

impl fmt::Display for ImportError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io { path, source } => {
                write!(out, "{}: could not be read: {source}.", path.display())
            }
            Self::Empty { path } => write!(
                out,
                "{}: the file is empty. The first row should name the columns.",
                path.display()
            ),
            Self::Binary { path } => write!(
                out,
                "{}: this is neither text nor Parquet. Export the orders as CSV (from a spreadsheet: \"Save as\", CSV).",
                path.display()
            ),
            Self::Parquet { path, message } => write!(
                out,
                "{}: the Parquet file could not be read: {message}. Export it again, or as CSV.",
                path.display()
            ),
            Self::TooLarge { path, most } => write!(
                out,
                "{}: the file unpacks to more than {}, so reading stopped. If you trust the file, raise the limit, for example \
                 with --max-input {}.",
                path.display(),
                size(*most),
                size(most.saturating_mul(10))
            ),
            Self::LongPart { path, what, most } => write!(
                out,
                "{}: a {what} is larger than {}. {}",
                path.display(),
                size(*most),
                if *what == "row" {
                    "A quote may be missing in it."
                } else {
                    "Write the file with smaller pages, or as CSV."
                }
            ),
            Self::Doubts { path, doubts } => {
                write!(out, "{}: ", path.display())?;
                match doubts.as_slice() {
                    [only] => write!(out, "{only}"),
                    several => {
                        write!(out, "there are {} open questions.", several.len())?;
                        (1_u32..)
                            .zip(several)
                            .try_for_each(|(number, doubt)| write!(out, "\n  {number}. {doubt}"))
                    }
                }
            }
            Self::OtherFormat {
                path,
                what,
                instead,
            } => write!(out, "{}: this is {what}. {instead}.", path.display()),
            Self::ManyFiles { path, found } if found.is_empty() => {
                write!(out, "{}: the ZIP archive is empty.", path.display())
            }
            Self::ManyFiles { path, found } => write!(
                out,
                "{}: the ZIP archive contains several files: {}. Unpack it and pass the file with the orders.",
                path.display(),
                found.join(", ")
            ),
            Self::OpenQuote { path, line } => write!(
                out,
                "{}:{line}: a quotation mark is opened and never closed, so the following rows become one cell. Fix the row, or \
                 pass --quotes none if quotation marks are ordinary characters in this file (inches).",
                path.display()
            ),
            Self::NoSheet { path, sheet, found } => {
                unknown(out, path, ("sheet", "--sheet"), sheet, found)
            }
            Self::NoHeader {
                path,
                header,
                argument,
                found,
            } => unknown(out, path, ("column", argument), header, found),
            Self::Ragged {
                path,
                line,
                found,
                expected,
            } => write!(
                out,
                "{}:{line}: the row has {found} cells, the header has {expected}. A quote may be missing in it. Fix the row or \
                 pass --skip-bad-rows.",
                path.display()
            ),
            Self::Cell {
                path,
                line,
                column,
                found,
                expected,
            } => write!(
                out,
                "{}:{line}: {column} \"{found}\" is not {expected}. {} or pass --skip-bad-rows.",
                path.display(),
                remedy(found)
            ),
            Self::Duplicate {
                path,
                sku,
                first,
                second,
                more,
            } => write!(
                out,
                "{}:{second}: SKU \"{sku}\" is already listed in line {first}{}. Give each product its own, or pass --accept \
                 repeated-skus to use the first row of each.",
                path.display(),
                others(*more)
            ),
            Self::Interrupted => out.write_str("Stopped."),
        }
    }
}

/// The further rows that repeat a SKU.
fn others(more: u64) -> String {
    match more {
        0 => String::new(),
        1 => ", and another row repeats a SKU".to_owned(),
        _ => format!(", and {more} further rows repeat a SKU"),
    }
}

/// A number of bytes in the form that `--max-input` accepts: `64MB`.
fn size(bytes: u64) -> String {
    ByteSize(bytes)
        .display()
        .si()
        .to_string()
        .replace(".0 ", "")
        .replace(' ', "")
}

impl std::error::Error for ImportError {}

/// What to do about a cell that is not what its column contains.
fn remedy(cell: &str) -> &'static str {
    if is_of_spreadsheet(cell) {
        "A spreadsheet changed or cut it: export the file again and use it without opening and saving it in a spreadsheet,"
    } else {
        "Fix the cell"
    }
}

/// Names something that does not exist, and what does.
fn unknown(
    out: &mut fmt::Formatter<'_>,
    path: &Path,
    (what, argument): (&str, &str),
    name: &str,
    found: &[String],
) -> fmt::Result {
    write!(
        out,
        "{}: the {what} \"{name}\" of {argument} does not exist. The {what}s are: {}.",
        path.display(),
        found.join(", ")
    )
}

/// Whether a spreadsheet turned a cell into a date, or shows only a part of it: `Apr 25`, `12:33.0`,
/// `########`.
fn is_of_spreadsheet(cell: &str) -> bool {
    let is_rest_of_time = || {
        let parts: Vec<&str> = cell.split([':', '.']).collect();
        let is_number = |part: &&str| {
            (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
        };
        parts.len() == 3 && cell.contains('.') && parts.iter().all(is_number)
    };
    became_a_date(cell) || cell.starts_with("###") || is_rest_of_time()
}
