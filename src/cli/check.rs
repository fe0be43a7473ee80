//! `tillside check`: prints the errors and hints in `shop.toml`.

use std::fmt;

use serde::Serialize;

use super::CliError;
use super::args::CheckArgs;
use super::output::print;
use super::progress::Progress;
use super::source;
use crate::check::{Against, Diagnostic, Report, Severity, check, check_market};
use crate::graph::{market_of, read_directory};
use crate::shop_config::{read_text, shop_schema};

pub(super) fn run(args: &CheckArgs) -> Result<(), CliError> {
    let Some(path) = args.file.as_deref().filter(|_| !args.schema) else {
        return print(|out| {
            serde_json::to_writer_pretty(&mut *out, &shop_schema())?;
            writeln!(out)
        });
    };
    let text = read_text(path).map_err(CliError::input)?;
    let graph = args
        .graph
        .as_deref()
        .map(read_directory)
        .transpose()
        .map_err(CliError::input)?;
    let mut progress = Progress::new(args.json);
    let spending = if args.orders.is_empty() {
        None
    } else {
        Some(source::read_spending(args, &mut progress)?)
    };
    progress.finish();
    let against = Against {
        graph: graph.as_ref().map(|(manifest, graph)| (manifest, graph)),
        spending: spending.as_ref(),
    };
    let file = path.display().to_string();
    let report = match args.graph.as_deref().and_then(market_of) {
        Some((market, _)) => check_market(&text, market, against).map_err(|known| {
            let known = match known.as_slice() {
                [] => "The file has no [[markets]].".to_owned(),
                known => format!("Its markets are {}.", known.join(", ")),
            };
            CliError::Input(format!("{file}: there is no market \"{market}\". {known}"))
        })?,
        None => check(&text, against),
    };
    print(|out| {
        if args.json {
            serde_json::to_writer_pretty(&mut *out, &Json::new(&file, &report))?;
            writeln!(out)
        } else {
            write!(
                out,
                "{}",
                CheckText {
                    file: &file,
                    is_empty: is_without_statements(&text),
                    report: &report
                }
            )
        }
    })?;
    if report.count(Severity::Error) > 0 {
        Err(CliError::Found)
    } else {
        Ok(())
    }
}

fn is_without_statements(text: &str) -> bool {
    text.lines()
        .map(str::trim_start)
        .all(|line| line.is_empty() || line.starts_with('#'))
}

#[derive(Serialize)]
struct Json<'a> {
    file: &'a str,
    errors: usize,
    hints: usize,
    findings: &'a [Diagnostic],
    unchecked: &'a [String],
}

impl<'a> Json<'a> {
    fn new(file: &'a str, report: &'a Report) -> Self {
        let (errors, hints) = (report.count(Severity::Error), report.count(Severity::Hint));
        Self {
            file,
            errors,
            hints,
            findings: &report.diagnostics,
            unchecked: &report.unchecked,
        }
    }
}

struct CheckText<'a> {
    file: &'a str,
    is_empty: bool,
    report: &'a Report,
}

impl fmt::Display for CheckText<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            file,
            is_empty,
            report,
        } = self;
        for Diagnostic {
            line,
            column,
            severity,
            message,
        } in &report.diagnostics
        {
            writeln!(
                out,
                "{file}:{line}:{column}: {}: {message}",
                severity.name()
            )?;
        }
        match (report.count(Severity::Error), report.count(Severity::Hint)) {
            (0, 0) if *is_empty => writeln!(
                out,
                "{file} is empty, which is valid: the shop has no terms."
            )?,
            (0, 0) => writeln!(out, "{file}: no errors, no hints.")?,
            (errors, hints) => writeln!(
                out,
                "{file}: {}, {}.",
                counted(errors, "error"),
                counted(hints, "hint")
            )?,
        }
        for unchecked in &report.unchecked {
            writeln!(out, "Not checked: {unchecked}.")?;
        }
        Ok(())
    }
}

fn counted(number: usize, what: &str) -> String {
    if number == 1 {
        format!("1 {what}")
    } else {
        format!("{number} {what}s")
    }
}
