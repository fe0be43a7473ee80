//! Errors of the cluster path, each with its remedy.

use std::fmt;
use std::io;
use std::path::PathBuf;

use crate::dataset::DatasetError;
use crate::import::ImportError;

/// Reason why no graph is built from tables.
#[derive(Debug)]
#[non_exhaustive]
pub enum ClusterError {
    /// A file could not be read.
    Import(ImportError),
    /// A folder could not be read.
    Io {
        /// The folder.
        path: PathBuf,
        /// The system's error.
        source: io::Error,
    },
    /// Nothing can be learned from the tables.
    Dataset(DatasetError),
    /// A table is not in the folder.
    MissingTable {
        /// The folder.
        folder: PathBuf,
        /// The table.
        table: &'static str,
        /// Whether the first script writes it.
        is_first: bool,
    },
    /// The tables have other columns or rules than this program.
    OtherVersion {
        /// The version in the tables.
        found: i64,
        /// The version of this program.
        expected: u32,
    },
    /// A file belongs to another run of the first script.
    OtherRun {
        /// The file.
        path: PathBuf,
        /// The run in the file.
        found: String,
        /// The run of the table `totals`.
        expected: String,
    },
    /// A table has more or fewer rows than the database counted, or other sums.
    Incomplete {
        /// The table.
        table: &'static str,
        /// What was counted.
        what: &'static str,
        /// The number in the files.
        found: u64,
        /// The number in the database.
        expected: u64,
    },
    /// A number or text is invalid.
    Cell {
        /// The file.
        path: PathBuf,
        /// The column.
        column: &'static str,
        /// The cell.
        found: String,
        /// The expected content.
        expected: &'static str,
    },
    /// The order lines break a rule that the one-machine build would repair.
    Orders(String),
    /// The pairs have other weights than tuning chose.
    OtherWeights {
        /// Exponent and half-life in the tables.
        found: [String; 2],
        /// Those of tuning.
        expected: [String; 2],
    },
}

impl fmt::Display for ClusterError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        const AGAIN: &str = "Copy the tables again; if that does not help, run the script again.";
        match self {
            Self::Import(ImportError::Parquet { path, message }) => write!(
                out,
                "{}: the file could not be read: {message}. {AGAIN}",
                path.display()
            ),
            Self::Import(error) => write!(out, "{error}"),
            Self::Dataset(error) => write!(out, "{error}"),
            Self::Io { path, source } => write!(out, "{}: {source}.", path.display()),
            Self::MissingTable {
                folder,
                table,
                is_first,
            } => {
                let command = if *is_first { "--table" } else { "--tables" };
                write!(
                    out,
                    "{}: the table {table} is missing. Run the script that `tillside sql {command}` prints to its end, and copy all of its tables into this folder.",
                    folder.display()
                )
            }
            Self::OtherVersion { found, expected } => write!(
                out,
                "The tables have version {found}, and this program reads version {expected}. Print both scripts with this program, and run them again."
            ),
            Self::OtherRun {
                path,
                found,
                expected,
            } => write!(
                out,
                "{}: the file belongs to the run {found}, and the table totals to {expected}. Empty the folder, and run both scripts again.",
                path.display()
            ),
            Self::Incomplete {
                table,
                what,
                found,
                expected,
            } => write!(
                out,
                "The table {table} has {found} {what}, and the database counted {expected}: a file is missing or exists twice. {AGAIN}"
            ),
            Self::Cell {
                path,
                column,
                found,
                expected,
            } => write!(
                out,
                "{}: \"{found}\" in the column {column} is not {expected}. {AGAIN}",
                path.display()
            ),
            Self::Orders(message) => out.write_str(message),
            Self::OtherWeights { found, expected } => {
                let [exponent, half_life] = found;
                let [tuned_exponent, tuned_half_life] = expected;
                write!(
                    out,
                    "The pairs were counted with size_exponent {exponent} and half_life_days {half_life}, and tuning chooses {tuned_exponent} and {tuned_half_life}. Pass the same --catalog, --coverage and --neighbors to `tillside sql --tables` as to `tillside build`, and run the second script again."
                )
            }
        }
    }
}

impl std::error::Error for ClusterError {}

impl From<ImportError> for ClusterError {
    fn from(error: ImportError) -> Self {
        Self::Import(error)
    }
}

impl From<DatasetError> for ClusterError {
    fn from(error: DatasetError) -> Self {
        Self::Dataset(error)
    }
}
