//! What can be wrong with an export, and what to do about it.

use std::fmt;
use std::io;
use std::path::PathBuf;

use bytesize::ByteSize;

use super::Interrupted;

/// Why an import ended.
#[derive(Debug)]
#[non_exhaustive]
pub enum ImportError {
    /// The file could not be read.
    Io {
        /// The file.
        path: PathBuf,
        /// The system's answer.
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
    /// A broken Parquet file.
    Parquet {
        /// The file.
        path: PathBuf,
        /// Its reader's answer.
        message: String,
    },
    /// More comes out of the file than it may hold.
    TooLarge {
        /// The file.
        path: PathBuf,
        /// The limit in bytes.
        most: u64,
    },
    /// What has to be in memory at once does not fit.
    LongPart {
        /// The file.
        path: PathBuf,
        /// `row` or `page`.
        what: &'static str,
        /// The limit in bytes.
        most: u64,
    },
    /// A needed column was not recognised.
    NoColumn {
        /// The file.
        path: PathBuf,
        /// What it should hold, as the argument calls it.
        role: &'static str,
        /// The argument that names columns.
        argument: &'static str,
        /// The headers that exist.
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
        /// Cells in the row.
        found: usize,
        /// Cells in the header.
        expected: usize,
    },
    /// A cell that cannot be understood.
    Cell {
        /// The file.
        path: PathBuf,
        /// Its line.
        line: u64,
        /// The column's header.
        column: String,
        /// What it says.
        found: String,
        /// What it should be.
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
            Self::Empty { path } => {
                write!(
                    out,
                    "{}: the file is empty. The first row should name the columns.",
                    path.display()
                )
            }
            Self::Binary { path } => write!(
                out,
                "{}: this is neither text nor Parquet. Export the orders as CSV (from a spreadsheet: \"Save as\", CSV).",
                path.display()
            ),
            Self::Parquet { path, message } => {
                write!(
                    out,
                    "{}: the Parquet file could not be read: {message}. Export it again, or as CSV.",
                    path.display()
                )
            }
            Self::TooLarge { path, most } => write!(
                out,
                "{}: the file unpacks to more than {}, and was read no further. If it is no bomb but yours, allow more, for example \
                 --max-input {}.",
                path.display(),
                size(*most),
                size(most.saturating_mul(10))
            ),
            Self::LongPart { path, what, most } => write!(
                out,
                "{}: a {what} holds more than {}. {}",
                path.display(),
                size(*most),
                if *what == "row" {
                    "A quote may be missing in it."
                } else {
                    "Write the file with smaller pages, or as CSV."
                }
            ),
            Self::NoColumn {
                path,
                role,
                argument,
                found,
            } => write!(
                out,
                "{}: no column for the {role} was recognised. The columns are: {}. Say which it is, for example {argument} \
                 {role}=\"{}\".",
                path.display(),
                found.join(", "),
                found.last().map_or("", String::as_str)
            ),
            Self::NoHeader {
                path,
                header,
                argument,
                found,
            } => write!(
                out,
                "{}: there is no column \"{header}\", which {argument} names. The columns are: {}.",
                path.display(),
                found.join(", ")
            ),
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
                "{}:{line}: {column} \"{found}\" is not {expected}. Fix the cell or pass --skip-bad-rows.",
                path.display()
            ),
            Self::Duplicate {
                path,
                sku,
                first,
                second,
            } => write!(
                out,
                "{}:{second}: SKU \"{sku}\" was listed in line {first} already. Remove one of the rows, or pass --skip-bad-rows \
                 to take the first.",
                path.display()
            ),
            Self::Interrupted => out.write_str("Stopped."),
        }
    }
}

/// Bytes as `--max-input` takes them: `64MB`.
fn size(bytes: u64) -> String {
    ByteSize(bytes)
        .display()
        .si()
        .to_string()
        .replace(".0 ", "")
        .replace(' ', "")
}

impl std::error::Error for ImportError {}
