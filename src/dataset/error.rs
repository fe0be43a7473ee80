//! Why nothing could be learned, and what to do about it.

use std::fmt;
use std::io;

use crate::model::{Currency, CurrencyError, ManualLinkError};

/// Why nothing could be learned.
#[derive(Debug)]
#[non_exhaustive]
pub enum LearnError {
    /// Lines could not wait on disk.
    Io(io::Error),
    /// Nothing was left to learn from.
    NoOrders,
    /// Neither the options nor the orders name a currency.
    NoCurrency,
    /// The orders name several currencies and nobody said which is the shop's.
    Currencies(Vec<(Currency, u64)>),
    /// A line names a currency that is none.
    BadCurrency(CurrencyError),
    /// The merchant wants and forbids the same link.
    Contradiction(ManualLinkError),
    /// More products or currencies than the graph can number.
    TooMany,
}

impl fmt::Display for LearnError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => write!(
                out,
                "The temporary directory could not be used: {error}. Free some space, or set TMPDIR to a directory that has it."
            ),
            Self::NoOrders => out.write_str(
                "No order is left to learn from: every row was dropped. The summary above says why; check the columns with --column.",
            ),
            Self::NoCurrency => {
                out.write_str("The orders name no currency. Pass --currency GBP, or write currency = \"GBP\" into shop.toml.")
            }
            Self::Currencies(counts) => {
                out.write_str("The orders name several currencies:")?;
                for (currency, lines) in counts {
                    write!(out, " {} ({lines} rows)", currency.code())?;
                }
                out.write_str(". Say which one the shop's prices are in, for example --currency GBP.")
            }
            Self::BadCurrency(error) => write!(out, "{error}"),
            Self::Contradiction(error) => write!(out, "{error}"),
            Self::TooMany => out.write_str("There are more different products or currencies than a graph can hold."),
        }
    }
}

impl std::error::Error for LearnError {}

impl From<io::Error> for LearnError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}
