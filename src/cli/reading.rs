//! `tillside inspect --orders --catalog`: shows how exports would be read.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::Path;

use super::CliError;
use super::args::InspectArgs;
use super::output::print;
use super::progress::Progress;
use super::source::catalog_options;
use crate::import::{ImportError, ImportOptions, Inspected, RowLayout, inspect};

pub(super) fn run(args: &InspectArgs) -> Result<(), CliError> {
    let orders = ImportOptions {
        currency: args
            .currency
            .as_ref()
            .map(|currency| currency.code().to_owned()),
        ..args.reading.options()
    };
    let catalog = if args.orders.is_some() {
        catalog_options(&args.catalog, orders.clone())
    } else {
        // All options are about the only file.
        let mut alone = ImportOptions {
            rows: RowLayout::Catalog,
            ..orders.clone()
        };
        alone.columns.extend(args.catalog.catalog_columns.clone());
        alone
    };
    let files = [
        ("orders", args.orders.as_deref(), orders),
        ("catalog", args.catalog.catalog.as_deref(), catalog),
    ];
    let mut progress = Progress::new(args.json);
    let (mut read, mut refusals) = (Vec::new(), Vec::new());
    for (name, path, options) in files {
        let Some(path) = path else { continue };
        match inspect(path, &options, &mut progress) {
            Ok(inspected) => read.push((name, path, inspected)),
            Err(ImportError::Interrupted) => return Err(CliError::Interrupted),
            Err(error) => refusals.push(error.to_string()),
        }
    }
    progress.finish();
    // The questions about both files are asked at once.
    if !refusals.is_empty() {
        return Err(CliError::Input(refusals.join("\n")));
    }
    if let (Some(to), Some((_, _, inspected))) = (&args.write_reading, read.first()) {
        fs::write(to, inspected.reading.to_toml())
            .map_err(|error| CliError::Input(format!("{}: {error}.", to.display())))?;
    }
    if args.json {
        return print(|out| writeln!(out, "{}", json_of(&read)?));
    }
    print(|out| {
        for (_, path, inspected) in &read {
            write!(out, "{}", ReadingText { path, inspected })?;
        }
        Ok(())
    })
}

/// The reading of the only file, or those of both by their names.
fn json_of(read: &[(&str, &Path, Inspected)]) -> serde_json::Result<String> {
    match read {
        [(_, _, inspected)] => serde_json::to_string_pretty(inspected),
        all => {
            let all = all.iter().map(|(name, _, inspected)| (*name, inspected));
            serde_json::to_string_pretty(&all.collect::<BTreeMap<_, _>>())
        }
    }
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
