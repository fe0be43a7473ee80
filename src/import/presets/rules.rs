//! The data about a shop system's exports.

use super::Preset;
use crate::import::Role;
use crate::import::dates::DateForm;
use crate::import::numbers::Decimal;

/// The unit of a price.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PriceIs {
    /// One piece.
    #[default]
    Piece,
    /// All pieces of the line together.
    Line,
}

impl PriceIs {
    /// Reads the value of `--price-for`.
    ///
    /// # Errors
    /// A sentence that lists the valid values.
    pub fn parse(word: &str) -> Result<Self, String> {
        match word {
            "piece" => Ok(Self::Piece),
            "line" => Ok(Self::Line),
            _ => Err("use piece or line".to_owned()),
        }
    }
}

/// The data about a system's exports.
pub(in crate::import) struct Rules {
    pub(super) preset: Preset,
    /// The name for `--preset`.
    pub(in crate::import) word: &'static str,
    /// Description of its exports.
    pub(super) title: &'static str,
    /// Sets of headers, separated by spaces. One of the sets is enough to recognize the system.
    pub(super) signatures: &'static [&'static str],
    /// Headers whose words alone do not determine the role.
    pub(super) columns: &'static [(Role, &'static str)],
    /// Order of day and month, if it is the same in all shops of the system.
    pub(in crate::import) dates: Option<DateForm>,
    pub(in crate::import) price_is: Option<PriceIs>,
    /// The unit of amounts without a decimal sign, if it is a small one.
    pub(in crate::import) amounts: Option<Decimal>,
    /// Further columns that contain the status of an order, separated by spaces.
    pub(in crate::import) statuses: &'static str,
    /// Statuses of undone orders whose words mean something else in other systems, folded.
    pub(in crate::import) undone: &'static [&'static str],
    /// Statuses of orders that count, although their words mean something else in other systems,
    /// folded.
    pub(in crate::import) bought: &'static [&'static str],
    /// Columns whose word separates rows with products from rows with fees, payments and totals:
    /// the header, and the words of the rows that are kept, all folded.
    pub(in crate::import) kept_rows: &'static [(&'static str, &'static [&'static str])],
    /// Whether rows without an order are other records, which may be dropped.
    pub(in crate::import) has_other_rows: bool,
    /// Whether the variants of a product are rows without a title below it.
    pub(in crate::import) has_variants_below: bool,
}

pub(super) const fn rules(preset: Preset, word: &'static str, title: &'static str) -> Rules {
    Rules {
        preset,
        word,
        title,
        signatures: &[],
        columns: &[],
        dates: None,
        price_is: None,
        amounts: None,
        statuses: "",
        undone: &[],
        bought: &[],
        kept_rows: &[],
        has_other_rows: false,
        has_variants_below: false,
    }
}

pub(super) const PLAIN: Rules = rules(
    Preset::Plain,
    "plain",
    "Usual column names, no special rules",
);
