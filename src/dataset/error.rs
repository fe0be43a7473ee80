//! Errors that prevent learning, with their remedies.

use std::fmt;
use std::io;

use crate::model::{Currency, CurrencyError, ManualLinkError};

/// Reason why no graph can be learned.
#[derive(Debug)]
#[non_exhaustive]
pub enum DatasetError {
    /// The temporary file for lines could not be written or read.
    Io(io::Error),
    /// No order remained.
    NoOrders,
    /// Neither the options nor the orders name a currency.
    NoCurrency,
    /// The orders name several currencies, and none was selected.
    Currencies(Vec<(Currency, u64)>),
    /// A line has an invalid currency.
    BadCurrency(CurrencyError),
    /// The merchant links and blocks the same pair.
    Contradiction(ManualLinkError),
    /// There are more products or currencies than a graph can number.
    TooMany,
}

impl fmt::Display for DatasetError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => write!(
                out,
                "The temporary directory could not be used: {error}. Free some space, or set TMPDIR to another directory."
            ),
            Self::NoOrders => out.write_str(
                "No order remains: every row was dropped. The summary above lists the reasons; check the columns with --column.",
            ),
            Self::NoCurrency => {
                out.write_str("The orders contain no currency. Pass --currency GBP, or write currency = \"GBP\" into shop.toml.")
            }
            Self::Currencies(counts) => {
                out.write_str("The orders contain several currencies:")?;
                for (currency, lines) in counts {
                    write!(out, " {} ({lines} rows)", currency.code())?;
                }
                let most = counts.iter().max_by_key(|(_, lines)| *lines);
                let code = most.map_or("GBP", |(currency, _)| currency.code());
                write!(
                    out,
                    ". Select the shop's currency, for example --currency {code}; prices in the others are then ignored."
                )
            }
            Self::BadCurrency(error) => write!(out, "{error}"),
            Self::Contradiction(error) => write!(out, "{error}"),
            Self::TooMany => out.write_str("There are more products or currencies than a graph can hold."),
        }
    }
}

impl std::error::Error for DatasetError {}

impl From<io::Error> for DatasetError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}
