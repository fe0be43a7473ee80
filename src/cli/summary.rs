//! The summary of a build.

use std::fmt;
use std::path::Path;

use crate::build::BuiltGraph;
use crate::import::{ImportReport, shown};
use crate::shop_config::Market;

/// The summary, printed after a build.
pub(super) struct Summary<'a> {
    pub(super) orders: &'a OrderSource,
    pub(super) catalog: Option<&'a ImportReport>,
    pub(super) learned: &'a BuiltGraph,
    pub(super) markets: &'a [Market],
    pub(super) out: &'a Path,
    /// Number of data files.
    pub(super) files: usize,
    pub(super) bytes: u64,
}

/// Where the orders of a build come from.
pub(super) enum OrderSource {
    /// Rows of exports.
    Rows(Box<ImportReport>),
    /// Tables of a database, with the number of its lines.
    Tables(u64),
}

/// Combines the reports of several files.
pub(super) fn merge(reports: &[ImportReport]) -> ImportReport {
    let mut all = reports.first().cloned().unwrap_or_default();
    for report in reports.iter().skip(1) {
        all.rows = all.rows.saturating_add(report.rows);
        all.kept = all.kept.saturating_add(report.kept);
        all.repaired_cells = all.repaired_cells.saturating_add(report.repaired_cells);
        for (reason, count) in &report.dropped {
            let sum = all.dropped.entry(*reason).or_default();
            *sum = sum.saturating_add(*count);
        }
    }
    all
}

/// The part about rows. It is printed even if no links could be learned.
pub(super) struct RowsSummary<'a>(pub(super) &'a ImportReport);

impl fmt::Display for RowsSummary<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let report = self.0;
        writeln!(
            out,
            "Rows read       {:>11}  (columns of: {})",
            grouped(report.rows),
            report.preset
        )?;
        write!(out, "{}", report.reading)?;
        let missing = [
            "title", "quantity", "price", "time", "currency", "customer", "country",
        ];
        let has = |word: &str| {
            report.reading.columns.contains_key(word)
                || (word == "price" && report.reading.columns.contains_key("line-total"))
        };
        let missing: Vec<&str> = missing.into_iter().filter(|word| !has(word)).collect();
        if !missing.is_empty() && !report.reading.columns.is_empty() {
            writeln!(out, "  no column for {}", missing.join(", "))?;
        }
        write!(
            out,
            "{}{}",
            DroppedSummary(report, "Rows kept"),
            ContentsSummary(report)
        )
    }
}

/// Numbers of kept rows, and of dropped rows by reason.
struct DroppedSummary<'a>(&'a ImportReport, &'a str);

impl fmt::Display for DroppedSummary<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(report, what) = self;
        writeln!(out, "{what:<15} {:>11}", grouped(report.kept))?;
        for (reason, count) in &report.dropped {
            writeln!(out, "  left out      {:>11}  {reason}", grouped(*count))?;
        }
        if report.repaired_cells > 0 {
            writeln!(
                out,
                "  repaired      {:>11}  cells that were not UTF-8, read as {}",
                grouped(report.repaired_cells),
                report.encoding.unwrap_or("windows-1252")
            )?;
        }
        Ok(())
    }
}

/// Contents of the rows: dates, prices, statuses, services.
struct ContentsSummary<'a>(&'a ImportReport);

impl fmt::Display for ContentsSummary<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let report = self.0;
        if report.stand_ins > 0 {
            writeln!(
                out,
                "  no SKU        {:>11}  rows, identified by \"{}\"; --column sku=… selects another column",
                grouped(report.stand_ins),
                report.reading.without_sku.as_deref().unwrap_or("title")
            )?;
        }
        if let Some((first, last)) = report
            .times
            .and_then(|(first, last)| Some((day(first)?, day(last)?)))
        {
            writeln!(out, "Dates           {first} to {last}")?;
        }
        for (name, (micros, product)) in ["lowest", "middle", "highest"].iter().zip(&report.prices)
        {
            let product: String = product.chars().take(60).collect();
            writeln!(out, "  {name:<8} price {:>10}  {product}", shown(*micros))?;
        }
        if !report.statuses.is_empty() {
            writeln!(out, "Statuses")?;
        }
        for (status, (orders, is_cancelled)) in &report.statuses {
            let note = if *is_cancelled {
                "counts as cancelled"
            } else {
                "counts as bought"
            };
            writeln!(
                out,
                "                {:>11}  {status}: {note}",
                grouped(*orders)
            )?;
        }
        let mut services: Vec<(&String, &u64)> = report.services.iter().collect();
        services.sort_by_key(|(name, rows)| (std::cmp::Reverse(**rows), *name));
        for (name, rows) in services.into_iter().take(8) {
            writeln!(
                out,
                "  no product    {:>11}  rows of \"{name}\"",
                grouped(*rows)
            )?;
        }
        for note in &report.notes {
            writeln!(out, "  {note}")?;
        }
        Ok(())
    }
}

fn day(seconds: i64) -> Option<jiff::civil::Date> {
    let time = jiff::Timestamp::from_second(seconds).ok()?;
    Some(time.to_zoned(jiff::tz::TimeZone::UTC).date())
}

/// Numbers of rows of the catalog.
struct ExamplesList<'a>(&'a ImportReport);

impl fmt::Display for ExamplesList<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "Catalog rows    {:>11}", grouped(self.0.rows))?;
        write!(
            out,
            "{}{}",
            self.0.reading,
            DroppedSummary(self.0, "Catalog kept")
        )
    }
}

impl fmt::Display for Summary<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            orders, learned, ..
        } = self;
        let products = &learned.contents.products;
        let edges: usize = learned.contents.edges.iter().map(Vec::len).sum();
        let linked = learned
            .contents
            .edges
            .iter()
            .filter(|edges| !edges.is_empty())
            .count();
        match orders {
            OrderSource::Rows(imported) => write!(out, "{}", RowsSummary(imported))?,
            OrderSource::Tables(lines) => {
                writeln!(
                    out,
                    "Lines counted   {:>11}  by the database",
                    grouped(*lines)
                )?;
            }
        }
        if let Some(catalog) = self.catalog {
            write!(out, "{}", ExamplesList(catalog))?;
        }
        let count = |count: usize| grouped(count as u64);
        writeln!(
            out,
            "Orders          {:>11}",
            grouped(learned.orders.into())
        )?;
        if learned.sessions > 0 {
            writeln!(
                out,
                "Sessions        {:>11}",
                grouped(learned.sessions.into())
            )?;
        }
        let notes = [
            (
                u64::from(learned.warnings.cancelled_orders),
                "cancelled or refunded, left out",
            ),
            (
                u64::from(learned.oversized_orders),
                "too large for pairs (over 500 products)",
            ),
            (
                learned.warnings.foreign_prices,
                "rows with a price in another currency, which was ignored",
            ),
        ];
        for (number, note) in notes.into_iter().filter(|(number, _)| *number > 0) {
            writeln!(out, "                {:>11}  {note}", grouped(number))?;
        }
        writeln!(
            out,
            "Products        {:>11}  of which {} have companions",
            count(products.len()),
            count(linked)
        )?;
        if learned.unpriced > 0 {
            writeln!(
                out,
                "  without price {:>11}  never offered: add a price column or --catalog",
                count(learned.unpriced)
            )?;
        }
        if learned.missing_from_catalog > 0 {
            writeln!(
                out,
                "  not listed    {:>11}  bought, but not in the catalog: never offered",
                count(learned.missing_from_catalog)
            )?;
        }
        write!(out, "{}", MarketsSummary(self.markets, learned))?;
        writeln!(out, "Links           {:>11}", count(edges))?;
        if learned.unknown_manual_links > 0 {
            writeln!(
                out,
                "  not possible  {:>11}  manual links with a product that is in neither orders nor catalog",
                count(learned.unknown_manual_links)
            )?;
        }
        for first in &learned.empty_selections {
            writeln!(
                out,
                "  no product    {:>11}  in \"{first}\" of shop.toml: its rule never applies",
                0
            )?;
        }
        if learned
            .settings
            .validation
            .as_ref()
            .is_some_and(|validation| !validation.links_win())
        {
            writeln!(
                out,
                "                             Best-sellers predict as well as these links: products hardly depend on each other."
            )?;
        }
        if !learned.pairs.is_empty() {
            writeln!(out, "\nStrongest pairs")?;
        }
        for pair in &learned.pairs {
            let [one, other] = &pair.titles;
            writeln!(
                out,
                "  {:>6} orders  {one} + {other}",
                grouped(pair.orders.into())
            )?;
        }
        writeln!(
            out,
            "\nWrote {} files, {} bytes, to {}",
            count(self.files.saturating_add(1)),
            grouped(self.bytes),
            self.out.display()
        )
    }
}

/// The products of each further market.
struct MarketsSummary<'a>(&'a [Market], &'a BuiltGraph);

impl fmt::Display for MarketsSummary<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (market, built) in self.0.iter().zip(&self.1.markets) {
            let products = built.contents.products.len() as u64;
            let unpriced = built.unpriced as u64;
            writeln!(
                out,
                "Market {:<8} {:>11}  products with a price in {}, {} without, which it never offers",
                market.id,
                grouped(products.saturating_sub(unpriced)),
                built.currency.code(),
                grouped(unpriced)
            )?;
        }
        Ok(())
    }
}

/// Digits in groups of three: `1,234,567`.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> = digits
        .as_bytes()
        .rchunks(3)
        .rev()
        .filter_map(|group| std::str::from_utf8(group).ok())
        .collect();
    groups.join(",")
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn long_numbers_can_be_read() {
        assert_eq!(
            [0, 999, 1000, 1_234_567].map(grouped),
            ["0", "999", "1,000", "1,234,567"]
        );
    }
}
