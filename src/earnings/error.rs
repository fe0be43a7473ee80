//! Why there is no report.

use std::fmt;

use super::log::LogCounts;
use super::order_book::BookCounts;

/// Why there is no report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EarningsError {
    /// The orders are in several currencies, each with its number of orders.
    Currencies(Vec<(String, u64)>),
    /// The currency is not a code.
    BadCurrency(String),
    /// The orders have prices, but no currency.
    NoCurrency,
    /// Cells of the group's column that are not groups, each with its number of lines.
    UnknownGroups(Vec<(String, u64)>),
    /// No order is left.
    NoOrders(BookCounts),
    /// No line of the log is an event of the widget.
    ForeignLog(LogCounts),
    /// No order has a group, and there are no events.
    NothingToSay,
}

impl fmt::Display for EarningsError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Currencies(found) => write!(
                out,
                "The orders are in several currencies: {}. Amounts of different currencies have no sum. Write one \
                 report for each, with --currency {}.",
                listed(found, "orders"),
                found.first().map_or("", |(code, _)| code.as_str())
            ),
            Self::BadCurrency(error) => out.write_str(error),
            Self::NoCurrency => out.write_str(
                "The orders have prices, but no currency. Pass --currency, such as --currency GBP.",
            ),
            Self::UnknownGroups(found) => write!(
                out,
                "The group of an order must be treatment or control, but the orders contain: {}. Say what they mean, \
                 such as --group {}=control, or name another column with --column group=….",
                listed(found, "lines"),
                quoted(found.first().map_or("", |(word, _)| word.as_str()))
            ),
            Self::NoOrders(counts) => {
                out.write_str("No order is left for the report.")?;
                for (count, why) in [
                    (counts.cancelled_orders, "were cancelled or refunded"),
                    (counts.orders_in_both_groups, "are in both groups"),
                    (counts.other_currency, "are in another currency"),
                    (counts.outside_period, "are outside of the period or have no date"),
                ] {
                    if count > 0 {
                        write!(out, " {count} {why}.")?;
                    }
                }
                out.write_str(" Export more orders, or change --since, --until or --currency.")
            }
            Self::ForeignLog(counts) => {
                if counts.lines == 0 {
                    return out.write_str(
                        "The event log is empty. Leave out --events, or record the events of the widget (docs/report.md).",
                    );
                }
                if counts.outside_period > 0 {
                    return write!(
                        out,
                        "No event of the log is in the period: {} are before or after it. Change --since or --until.",
                        counts.outside_period
                    );
                }
                write!(
                    out,
                    "No line of the event log is an event of the widget with what docs/report.md asks for. {} lines were read; the first is: {}",
                    counts.lines,
                    counts.first_foreign.as_deref().unwrap_or("an event that the report does not use")
                )
            }
            Self::NothingToSay => out.write_str(
                "No order has a group, so offers cannot be compared with no offers. Write the group into each order and \
                 name its column with --column group=…, or pass an event log with --events; docs/report.md explains both.",
            ),
        }
    }
}

impl std::error::Error for EarningsError {}

fn listed(found: &[(String, u64)], unit: &str) -> String {
    let one = |(word, count): &(String, u64)| format!("{} ({count} {unit})", quoted(word));
    let some: Vec<String> = found.iter().take(6).map(one).collect();
    let more = found.len().saturating_sub(6);
    if more == 0 {
        some.join(", ")
    } else {
        format!("{} and {more} more", some.join(", "))
    }
}

fn quoted(word: &str) -> String {
    if word.chars().all(char::is_alphanumeric) {
        word.to_owned()
    } else {
        format!("\"{}\"", word.escape_debug())
    }
}
