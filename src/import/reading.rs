//! The reading of a file: all decisions that are made before its rows are read.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::columns::NamedStatuses;
use super::sources::TextForm;

/// Which rows are one order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OrderRows {
    /// Rows with the same number.
    #[default]
    SameNumber,
    /// Rows with the same number on the same day: a till begins to count anew each day.
    NumberAndDay,
    /// A row with a number, and the rows without one below it.
    FirstRow,
    /// The rows of a customer on one day.
    CustomerDay,
}

/// How a file is read. It can be saved to a small file and passed again, so that the next export is
/// read in the same way.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Reading {
    /// The system that wrote the file; `plain` if none was recognized.
    pub preset: String,
    /// `text`, `parquet`, `workbook`, `json` or `xml`.
    pub format: String,
    /// The sign that separates the cells of a text.
    pub delimiter: Option<char>,
    /// Whether quotation marks enclose cells of a text.
    pub quotes: bool,
    /// Whether a backslash escapes quotation marks.
    pub backslashes: bool,
    /// Whether quotation marks enclose whole rows of a text.
    pub quoted_rows: bool,
    /// Line of the header in a text file, otherwise its row.
    pub header_line: u64,
    /// The header of each role, by the names of `--column`.
    pub columns: BTreeMap<String, String>,
    /// Headers of the columns with the status of an order or a payment.
    pub statuses: Vec<String>,
    /// Headers of the columns that record returns of lines or orders: date, reason, or yes and no.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub undone: Vec<String>,
    /// Statuses of cancelled orders that the user named.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cancelled_statuses: Vec<String>,
    /// Statuses of orders that count, although they are words for other orders, as the user named
    /// them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub bought_statuses: Vec<String>,
    /// The column that replaces a missing SKU.
    pub without_sku: Option<String>,
    /// The form of the dates, a value of `--dates`.
    pub dates: Option<String>,
    /// The decimal sign of each role.
    pub decimals: BTreeMap<String, String>,
    /// The unit of the price: `piece` or `line`.
    pub price_is_for: Option<String>,
    /// Which rows are one order.
    pub order_rows: OrderRows,
    /// Headers of the columns of stores and tills, each of which numbers its own orders.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub stores: Vec<String>,
    /// The column whose cells contain all products of an order.
    pub packed: Option<String>,
}

impl Reading {
    /// Parses a saved reading.
    ///
    /// # Errors
    /// A sentence that describes the error.
    pub fn from_toml(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|error| error.to_string())
    }

    /// Writes the reading for [`Reading::from_toml`].
    #[must_use]
    pub fn to_toml(&self) -> String {
        let body = toml::to_string(self).unwrap_or_default();
        format!("# How tillside reads this export. Pass this file with --reading.\n{body}")
    }

    /// The statuses whose meaning the user named.
    pub(super) fn named_statuses(&self) -> NamedStatuses<'_> {
        NamedStatuses {
            cancelled: &self.cancelled_statuses,
            bought: &self.bought_statuses,
        }
    }

    /// The form of the text.
    pub(super) fn text_form(&self) -> Option<TextForm> {
        Some(TextForm {
            delimiter: u8::try_from(self.delimiter?).ok()?,
            has_quotes: self.quotes,
            has_backslashes: self.backslashes,
            has_quoted_rows: self.quoted_rows,
        })
    }

    /// The differences from the reading of an earlier file, as sentences.
    pub(super) fn differences(&self, earlier: &Self) -> Vec<String> {
        let mut found = Vec::new();
        let mut compare = |what: &str, now: String, before: String| {
            if now != before {
                found.push(format!("{what} was {before} and is {now}"));
            }
        };
        let optional = |text: &Option<String>| text.clone().unwrap_or_else(|| "nothing".to_owned());
        compare("the format", self.format.clone(), earlier.format.clone());
        compare(
            "the sign that separates cells",
            shown(self.delimiter),
            shown(earlier.delimiter),
        );
        for word in earlier.columns.keys().chain(self.columns.keys()) {
            let header = |of: &Self| {
                let header = of.columns.get(word);
                header.map_or_else(|| "no column".to_owned(), |header| format!("\"{header}\""))
            };
            compare(&format!("the {word}"), header(self), header(earlier));
        }
        compare(
            "the status",
            self.statuses.join(", "),
            earlier.statuses.join(", "),
        );
        compare(
            "the store",
            self.stores.join(", "),
            earlier.stores.join(", "),
        );
        compare(
            "the form of dates",
            optional(&self.dates),
            optional(&earlier.dates),
        );
        compare(
            "the unit of the price",
            optional(&self.price_is_for),
            optional(&earlier.price_is_for),
        );
        for word in earlier.decimals.keys() {
            let sign = |of: &Self| of.decimals.get(word).cloned().unwrap_or_default();
            // A file without decimals gives no evidence about their sign.
            if self.decimals.contains_key(word) {
                compare(
                    &format!("the decimal sign of the {word}"),
                    sign(self),
                    sign(earlier),
                );
            }
        }
        found.dedup();
        found
    }
}

fn shown(delimiter: Option<char>) -> String {
    match delimiter {
        None => "none".to_owned(),
        Some('\t') => "a tab".to_owned(),
        Some(sign) => format!("\"{sign}\""),
    }
}

impl fmt::Display for Reading {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "  format        {}", self.format)?;
        if let Some(delimiter) = self.delimiter {
            write!(out, ", cells separated by {}", shown(Some(delimiter)))?;
            if self.backslashes {
                write!(out, ", backslashes before quotes")?;
            }
        }
        if self.header_line > 1 {
            write!(out, ", header in line {}", self.header_line)?;
        }
        writeln!(out, ", columns of: {}", self.preset)?;
        for (word, header) in &self.columns {
            write!(
                out,
                "  {word:<13} \"{}\"",
                header.replace(['\n', '\r'], " ")
            )?;
            match (word.as_str(), &self.dates, &self.price_is_for) {
                ("time", Some(dates), _) => write!(out, ", dates {dates}")?,
                ("price" | "line-total", _, Some(of)) => write!(out, ", for the {of}")?,
                _ => {}
            }
            if let Some(sign) = self.decimals.get(word) {
                write!(out, ", decimal {sign}")?;
            }
            writeln!(out)?;
        }
        for header in &self.statuses {
            writeln!(out, "  status        \"{header}\"")?;
        }
        for header in &self.undone {
            writeln!(out, "  not bought    \"{header}\", where it is filled")?;
        }
        if let Some(header) = &self.without_sku {
            writeln!(out, "  without SKU   \"{header}\" is used")?;
        }
        match self.order_rows {
            OrderRows::SameNumber => {}
            OrderRows::NumberAndDay => {
                writeln!(out, "  order         rows with the same number on one day")?;
            }
            OrderRows::FirstRow => {
                writeln!(out, "  order         on the first row of each order only")?;
            }
            OrderRows::CustomerDay => {
                writeln!(out, "  order         all rows of a customer on one day")?;
            }
        }
        for header in &self.stores {
            writeln!(
                out,
                "  order         each \"{header}\" has numbers of its own"
            )?;
        }
        if let Some(header) = &self.packed {
            writeln!(
                out,
                "  products      from the cells of \"{header}\", one row for each"
            )?;
        }
        Ok(())
    }
}
