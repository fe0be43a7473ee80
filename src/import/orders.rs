//! Reads an order export: examines it, decides the reading, then reads row by row.

use std::path::Path;

use super::choose_reading::{Decided, decide};
use super::doubt::{Accept, Doubt};
use super::kept_rows::{is_remark, is_wide};
use super::lines::{InvalidCell, LineReader, RowOutcome};
use super::report::{DropReason, ImportReport};
use super::sources::Row;
use super::{ImportError, ImportOptions, OrderLine, Role, RowLayout, Watch, money_signs, roles};

/// Number of rows between two calls of the observer.
const WATCH_ROWS: u64 = 4096;

/// The share of lost rows is only checked for files with at least this many rows.
const FEW_ROWS: u64 = 10;

/// With fewer rows, orders of one product each may be chance.
const SOME_ROWS: u64 = 30;

/// Reads an order export and hands its lines to `sink`.
///
/// # Errors
/// [`ImportError`], converted to the error type of `sink`, or an error of `sink`.
pub fn read_orders<E: From<ImportError>>(
    path: &Path,
    options: &ImportOptions,
    watch: &mut dyn Watch,
    mut sink: impl FnMut(OrderLine<'_>) -> Result<(), E>,
) -> Result<ImportReport, E> {
    let (mut table, decided) = decide(path, options, roles::OF_ORDERS, watch)?;
    if options.needs_currency && !names_currency(&decided) {
        return Err(ImportError::Doubts {
            path: path.to_owned(),
            doubts: vec![no_currency(&decided)],
        }
        .into());
    }
    let mut report = ImportReport {
        preset: decided.columns.preset,
        reading: decided.reading.clone(),
        ..ImportReport::default()
    };
    if table.has_second_header() {
        report
            .notes
            .push("The row below the header describes the columns; it was left out.".to_owned());
    }
    let mut reader = LineReader::new(&decided, options);
    let width = decided.columns.count();
    let mut row = Row::default();
    while table.next(&mut row)? {
        report.rows = report.rows.saturating_add(1);
        if report.rows.checked_rem(WATCH_ROWS) == Some(0) {
            watch.count_rows(report.rows);
            watch
                .advance(table.bytes_read())
                .map_err(ImportError::from)?;
        }
        if !is_remark(&row, width) && !is_wide(&row, width) {
            if options.skip_bad_rows {
                report.drop_row(DropReason::BadRow);
                continue;
            }
            return Err(ImportError::Ragged {
                path: path.to_owned(),
                line: row.line,
                found: row.cells.len(),
                expected: width,
            }
            .into());
        }
        match reader.read(&row, &mut report) {
            Ok(RowOutcome::Line(line)) => {
                report.kept = report.kept.saturating_add(1);
                sink(line)?;
            }
            Ok(RowOutcome::Dropped(reason)) => report.drop_row(reason),
            Ok(RowOutcome::Undoes(reason, line)) => {
                sink(line)?;
                report.drop_row(reason);
            }
            Err(_) if options.skip_bad_rows => report.drop_row(DropReason::BadRow),
            Err(fault) => return Err(bad_cell(path, &decided, &row, fault).into()),
        }
    }
    for line in reader.reversals.reversed() {
        sink(line)?;
    }
    watch
        .advance(table.bytes_read())
        .map_err(ImportError::from)?;
    (report.repaired_cells, report.encoding) = table.repaired();
    report.notes.extend(table.unread_sheets());
    report.prices = reader.prices.range();
    if decided.has_codes_in_titles {
        report.notes.push(format!(
            "The SKUs are the codes in brackets before the titles of \"{}\"; --column sku=… selects a column.",
            decided.columns.header(Role::Title)
        ));
    }
    if reader.skus_of_titles > 0 {
        report.notes.push(format!(
            "{} rows have no SKU; they have that of other rows with the same title.",
            reader.skus_of_titles
        ));
    }
    if decided.columns.has_line_suffix {
        report.notes.push(format!(
            "The numbers in \"{}\" end with the number of the line, which is left out.",
            decided.columns.header(Role::Order)
        ));
    }
    let doubts = doubts(&reader, &report, options, &decided);
    if doubts.is_empty() {
        Ok(report)
    } else {
        Err(ImportError::Doubts {
            path: path.to_owned(),
            doubts,
        }
        .into())
    }
}

/// Whether the first rows name the currency of their prices; a short file is read to its end instead.
fn names_currency(decided: &Decided) -> bool {
    let Some(price) = decided
        .forms
        .price_place
        .filter(|_| !decided.sample.is_whole)
    else {
        return true;
    };
    let column = |place: usize| decided.sample.column(place);
    let has_prices = column(price).is_some_and(|column| column.cells > 0);
    let mut shown = decided.sample.cells([price]);
    !has_prices
        || decided.columns.has(Role::Currency)
        || decided.currency_in_header().is_some()
        || shown.any(|[cell]| money_signs::currency(cell, None).is_some())
}

fn no_currency(decided: &Decided) -> Doubt {
    let price = decided.forms.price_place;
    let header = price.map_or_else(String::new, |place| decided.columns.header_at(place));
    Doubt {
        what: format!(
            "The orders contain no currency: no column names it, and the prices in \"{header}\" have no sign."
        ),
        rows: Vec::new(),
        remedy: "Pass --currency GBP, or write currency = \"GBP\" into shop.toml.".to_owned(),
    }
}

fn bad_cell(
    path: &Path,
    decided: &Decided,
    row: &Row,
    InvalidCell(role, expected): InvalidCell,
) -> ImportError {
    let columns = &decided.columns;
    let cell = columns.cell(role, &row.cells).unwrap_or_default();
    ImportError::Cell {
        path: path.to_owned(),
        line: row.line,
        column: columns.header(role),
        found: cell.chars().take(40).collect(),
        expected,
    }
}

/// Doubts that only the complete file can raise.
fn doubts(
    reader: &LineReader<'_>,
    report: &ImportReport,
    options: &ImportOptions,
    decided: &Decided,
) -> Vec<Doubt> {
    let mut doubts = Vec::new();
    let mut doubt = |accept: Accept, is: bool, what: String, rows: Vec<String>, else_: &str| {
        if is && !options.accepts(accept) {
            doubts.push(Doubt {
                what,
                rows,
                remedy: format!(
                    "{else_}, or pass --accept {} if this is correct.",
                    accept.word()
                ),
            });
        }
    };
    let surprises = &reader.surprises;
    doubt(
        Accept::RoundedNumbers,
        !surprises.rounded.is_empty(),
        "A spreadsheet removed the last digits of long numbers, so different numbers became equal."
            .to_owned(),
        surprises.rounded.clone(),
        "Export the file again and use it without opening and saving it in Excel",
    );
    doubt(
        Accept::DatesAsSkus,
        !surprises.dated_skus.is_empty(),
        "A spreadsheet turned SKUs into dates, so different SKUs may have become equal.".to_owned(),
        surprises.dated_skus.clone(),
        "Export the file again and use it without opening and saving it in a spreadsheet",
    );
    doubt(
        Accept::OneOrder,
        report.kept >= FEW_ROWS
            && !surprises.has_several_orders
            && options.rows == RowLayout::Orders,
        format!(
            "All rows belong to one order, according to the column \"{}\".",
            decided.columns.header(Role::Order)
        ),
        Vec::new(),
        "Name the column that identifies the order with --column order=…",
    );
    doubt(
        Accept::SingleProducts,
        report.kept >= SOME_ROWS
            && surprises.has_several_orders
            && !surprises.has_pairs
            && options.rows == RowLayout::Orders,
        format!(
            "No order has two different products, so there is nothing to learn: the column \"{}\" may number the lines instead of the orders.",
            decided.columns.header(Role::Order)
        ),
        Vec::new(),
        "Name the column that all rows of an order share with --column order=…",
    );
    doubt(
        Accept::OddYears,
        !surprises.odd_years.is_empty(),
        format!(
            "Dates in \"{}\" are before 1990 or after next year.",
            decided.columns.header(Role::Time)
        ),
        surprises.odd_years.clone(),
        "Pass their form with --dates, or correct the rows",
    );
    let mut doubts_of_forms = Vec::new();
    for (header, cell) in reader.late_forms() {
        doubts_of_forms.push(Doubt {
            what: format!("Later rows of \"{header}\" have a sign in their numbers that the first rows do not have. It can be a decimal comma."),
            rows: vec![cell],
            remedy: "Pass --decimal point or --decimal comma, the shop's decimal sign.".to_owned(),
        });
    }
    let jumps = reader.prices.jumps();
    doubt(
        Accept::PriceJumps,
        !jumps.is_empty(),
        "Prices of one product differ by a factor of a hundred, as if some rows had lost the decimal sign.".to_owned(),
        jumps,
        "Pass the decimal sign with --decimal, or correct the rows",
    );
    doubt_of_lost_rows(report, decided, &mut doubt);
    doubts.extend(doubts_of_forms);
    if options.rows == RowLayout::Orders && !options.accepts(Accept::SharedNumbers) {
        doubts.extend(reader.stores.doubt(&decided.columns));
    }
    if !options.accepts(Accept::FewRows) {
        doubts.extend(doubt_of_statuses(report, surprises.bought));
    }
    doubts
}

/// Reports if nearly no order counts.
fn doubt_of_statuses(report: &ImportReport, bought: u64) -> Option<Doubt> {
    /// Number of statuses to display.
    const SHOWN: usize = 6;
    let undone = report
        .statuses
        .iter()
        .filter(|(_, (_, is_undone))| *is_undone);
    let mut undone: Vec<(u64, &str)> = undone
        .map(|(status, (count, _))| (*count, status.as_str()))
        .collect();
    undone.sort_unstable_by(|one, next| next.cmp(one));
    let lost = report.kept.saturating_sub(bought);
    let is_lost =
        report.kept >= FEW_ROWS && lost.saturating_mul(10) > report.kept.saturating_mul(9);
    (is_lost && !undone.is_empty()).then(|| Doubt {
        what: format!(
            "{lost} of {} lines do not count, because their orders were cancelled, refunded or not paid, according to these \
             statuses:",
            report.kept
        ),
        rows: undone
            .into_iter()
            .take(SHOWN)
            .map(|(count, status)| format!("{status} ({count})"))
            .collect(),
        remedy: "Pass each status of orders that count with --bought-status, or pass --accept few-rows if this is correct."
            .to_owned(),
    })
}

/// Reports if more than half of the rows would be lost.
fn doubt_of_lost_rows(
    report: &ImportReport,
    decided: &Decided,
    doubt: &mut impl FnMut(Accept, bool, String, Vec<String>, &str),
) {
    let columns = &decided.columns;
    let is_lost = |reason: DropReason| {
        report.rows >= FEW_ROWS && report.dropped(reason).saturating_mul(2) > report.rows
    };
    let of_all = |reason: DropReason| format!("{} of {}", report.dropped(reason), report.rows);
    doubt(
        Accept::FewRows,
        is_lost(DropReason::NoSku),
        format!(
            "{} rows have neither a SKU in the column \"{}\" nor a title.",
            of_all(DropReason::NoSku),
            columns.header(Role::Sku)
        ),
        Vec::new(),
        "If each row is a whole order, export one row for each product; otherwise name the column that identifies the product with --column sku=…",
    );
    doubt(
        Accept::FewRows,
        is_lost(DropReason::NoOrder) && !columns.preset.rules().has_other_rows,
        format!(
            "{} rows have no order number in the column \"{}\".",
            of_all(DropReason::NoOrder),
            columns.header(Role::Order)
        ),
        Vec::new(),
        "Export the order's number on every row, or name its column with --column order=…",
    );
    doubt(
        Accept::FewRows,
        is_lost(DropReason::BadRow),
        format!("{} rows are invalid.", of_all(DropReason::BadRow)),
        Vec::new(),
        "Run the command without --skip-bad-rows to see the first error",
    );
}
