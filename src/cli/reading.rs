//! `tillside inspect --orders`: shows how an export would be read.

use std::fmt;
use std::fs;
use std::path::Path;

use super::CliError;
use super::args::InspectArgs;
use super::output::print;
use super::progress::Progress;
use super::source::RowError;
use crate::import::{ImportOptions, Inspected, RowLayout, inspect};

pub(super) fn run(args: &InspectArgs) -> Result<(), CliError> {
    let (path, rows) = match (&args.orders, &args.catalog) {
        (Some(orders), _) => (orders, RowLayout::Orders),
        (None, Some(catalog)) => (catalog, RowLayout::Catalog),
        (None, None) => return Ok(()),
    };
    let options = ImportOptions {
        rows,
        currency: args
            .currency
            .as_ref()
            .map(|currency| currency.code().to_owned()),
        ..args.reading.options()
    };
    let mut progress = Progress::new(args.json);
    let inspected = inspect(path, &options, &mut progress).map_err(RowError::Import)?;
    progress.finish();
    if let Some(to) = &args.write_reading {
        fs::write(to, inspected.reading.to_toml())
            .map_err(|error| CliError::Input(format!("{}: {error}.", to.display())))?;
    }
    if args.json {
        let json = serde_json::to_string_pretty(&inspected).map_err(CliError::input)?;
        return print(|out| writeln!(out, "{json}"));
    }
    print(|out| {
        write!(
            out,
            "{}",
            ReadingText {
                path,
                inspected: &inspected
            }
        )
    })
}

/// Number of statuses to display.
const SHOWN_STATUSES: usize = 20;

struct ReadingText<'a> {
    path: &'a Path,
    inspected: &'a Inspected,
}

impl fmt::Display for ReadingText<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inspected {
            reading,
            without,
            statuses,
            shown,
            rows,
        } = self.inspected;
        writeln!(out, "{}\n{reading}", self.path.display())?;
        for (status, is_cancelled) in statuses.iter().take(SHOWN_STATUSES) {
            let status: String = status.chars().take(60).collect();
            let note = if *is_cancelled {
                "counts as cancelled"
            } else {
                "counts as bought"
            };
            writeln!(out, "  status {status}: {note}")?;
        }
        if !without.is_empty() {
            writeln!(out, "  without a column: {}", without.join(", "))?;
        }
        let width = |place: usize| {
            let cells = rows.iter().filter_map(|row| row.get(place));
            let cells = cells.map(|cell| cell.chars().count());
            let header = shown.get(place).map_or(0, |word| word.len());
            cells.max().unwrap_or(0).max(header)
        };
        let mut line = |cells: &mut dyn Iterator<Item = &str>| {
            write!(out, " ")?;
            for (place, cell) in cells.enumerate() {
                write!(out, " {cell:<width$} ", width = width(place))?;
            }
            writeln!(out)
        };
        line(&mut shown.iter().copied())?;
        for row in rows {
            line(&mut row.iter().map(String::as_str))?;
        }
        Ok(())
    }
}
