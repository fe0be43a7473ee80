//! What a shop owner wants to know after a build.

use std::fmt;
use std::path::Path;

use crate::build::BuiltGraph;
use crate::import::ImportReport;

/// The end of a build in words.
pub(super) struct Summary<'a> {
    pub(super) imported: &'a ImportReport,
    pub(super) learned: &'a BuiltGraph,
    pub(super) out: &'a Path,
    /// Number of data files.
    pub(super) files: usize,
    pub(super) bytes: u64,
}

/// Several files as one.
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

/// The part about rows, which helps even where nothing could be learned.
pub(super) struct Rows<'a>(pub(super) &'a ImportReport);

impl fmt::Display for Rows<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ImportReport {
            rows,
            kept,
            dropped,
            repaired_cells,
            preset,
        } = self.0;
        writeln!(
            out,
            "Rows read       {:>11}  (columns of: {preset})",
            grouped(*rows)
        )?;
        writeln!(out, "Rows kept       {:>11}", grouped(*kept))?;
        for (reason, count) in dropped {
            writeln!(out, "  left out      {:>11}  {reason}", grouped(*count))?;
        }
        if *repaired_cells > 0 {
            writeln!(
                out,
                "  repaired      {:>11}  cells that were not UTF-8, read as Windows-1252",
                grouped(*repaired_cells)
            )?;
        }
        Ok(())
    }
}

impl fmt::Display for Summary<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            imported, learned, ..
        } = self;
        let products = &learned.contents.products;
        let edges: usize = learned.contents.edges.iter().map(Vec::len).sum();
        let linked = learned
            .contents
            .edges
            .iter()
            .filter(|edges| !edges.is_empty())
            .count();
        write!(out, "{}", Rows(imported))?;
        let count = |count: usize| grouped(count as u64);
        writeln!(
            out,
            "Orders          {:>11}",
            grouped(learned.orders.into())
        )?;
        if learned.visits > 0 {
            writeln!(
                out,
                "Visits          {:>11}",
                grouped(learned.visits.into())
            )?;
        }
        let notes = [
            (
                u64::from(learned.warnings.cancelled_orders),
                "cancelled or refunded, left out",
            ),
            (
                u64::from(learned.oversized_orders),
                "too large to say what goes together (over 500 products)",
            ),
            (
                learned.warnings.foreign_prices,
                "rows priced in another currency, whose price was not used",
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
        if learned.uncatalogued > 0 {
            writeln!(
                out,
                "  not listed    {:>11}  bought once, but not in the catalog: never offered",
                count(learned.uncatalogued)
            )?;
        }
        writeln!(out, "Links           {:>11}", count(edges))?;
        if learned.unknown_manual_links > 0 {
            writeln!(
                out,
                "  not possible  {:>11}  made by hand to or from a product that neither orders nor catalog have",
                count(learned.unknown_manual_links)
            )?;
        }
        for first in &learned.empty_selections {
            writeln!(
                out,
                "  no product    {:>11}  in \"{first}\" of shop.toml: its rule is for nothing",
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
                "                             Naming what sells best does as well as these links: products hardly depend on each other."
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
