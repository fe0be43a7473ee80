//! Rows -> order lines: what counts as bought.

use std::path::Path;

use super::columns::Columns;
use super::table::{Row, Table};
use super::values::{amount_micros, is_cancelled, seconds, whole};
use super::{DropReason, ImportError, ImportOptions, ImportReport, OrderLine, Preset, Role, Watch};

/// Rows between two looks at the watch.
const WATCH_ROWS: u64 = 4096;

/// Codes that shop systems use for what is not a product.
const SERVICE_CODES: &[&str] = &[
    "ADJUST", "AMAZONFEE", "BANK CHARGES", "CRUK", "DISCOUNT", "DOT", "FEE", "GIFT CARD",
    "GIFTCARD", "GIFT-CARD", "PACKAGING", "POST", "POSTAGE", "SHIPPING", "TIP", "VOUCHER",
];

/// Reads an order export and hands its lines to `sink`.
///
/// # Errors
/// [`ImportError`], as `sink`'s error type takes it, or what `sink` answers.
pub fn read_orders<E: From<ImportError>>(
    path: &Path,
    options: &ImportOptions,
    watch: &mut dyn Watch,
    mut sink: impl FnMut(OrderLine<'_>) -> Result<(), E>,
) -> Result<ImportReport, E> {
    let mut table = Table::open(path, options, watch)?;
    let columns = Columns::recognise(path, &table.headers, options, &[Role::Order, Role::Sku])?;
    let mut report = ImportReport {
        preset: columns.preset,
        ..ImportReport::default()
    };
    let mut row = Row::default();
    while table.next(&mut row)? {
        report.rows = report.rows.saturating_add(1);
        if report.rows.checked_rem(WATCH_ROWS) == Some(0) {
            watch
                .advance(table.bytes_read())
                .map_err(ImportError::from)?;
        }
        match understand(path, &columns, &row) {
            Ok(Ok(line)) => {
                report.kept = report.kept.saturating_add(1);
                sink(line)?;
            }
            Ok(Err(reason)) => report.drop_row(reason),
            Err(_) if options.skip_bad_rows => report.drop_row(DropReason::BadRow),
            Err(error) => return Err(error.into()),
        }
    }
    watch
        .advance(table.bytes_read())
        .map_err(ImportError::from)?;
    report.repaired_cells = table.repaired_cells;
    Ok(report)
}

/// What a row says: a line, a reason to drop it, or something that is not understood.
fn understand<'a>(
    path: &Path,
    columns: &Columns,
    row: &'a Row,
) -> Result<Result<OrderLine<'a>, DropReason>, ImportError> {
    let Row { line, cells } = row;
    check_width(path, columns, row)?;
    let cell = |role| columns.cell(role, cells);
    let bad_cell = |role, expected| ImportError::Cell {
        path: path.to_owned(),
        line: *line,
        column: columns.header(role),
        found: cell(role).unwrap_or_default().chars().take(40).collect(),
        expected,
    };
    let Some(order) = cell(Role::Order) else {
        return Ok(Err(DropReason::NoOrder));
    };
    let Some(sku) = cell(Role::Sku) else {
        return Ok(Err(DropReason::NoSku));
    };
    let is_uci = columns.preset == Preset::Uci;
    if is_uci && order.starts_with(['C', 'c']) {
        return Ok(Err(DropReason::Cancelled));
    }
    if is_service(sku, columns.preset) {
        return Ok(Err(DropReason::NotAProduct));
    }
    let quantity = cell(Role::Quantity)
        .map(|text| whole(text).ok_or_else(|| bad_cell(Role::Quantity, "a whole number")));
    let quantity = quantity.transpose()?.unwrap_or(1);
    if quantity <= 0 {
        return Ok(Err(DropReason::Quantity));
    }
    let price = cell(Role::Price)
        .map(|text| amount_micros(text).ok_or_else(|| bad_cell(Role::Price, "an amount of money")));
    let price = price.transpose()?;
    let is_gift = price.unwrap_or(0) == 0;
    if price.is_some_and(|price| price < 0) || (is_uci && columns.has(Role::Price) && is_gift) {
        return Ok(Err(DropReason::Price));
    }
    let time =
        cell(Role::Time).map(|text| seconds(text).ok_or_else(|| bad_cell(Role::Time, "a date")));
    Ok(Ok(OrderLine {
        order,
        sku,
        title: cell(Role::Title),
        price_micros: price.filter(|_| !is_gift),
        quantity: u32::try_from(quantity).unwrap_or(u32::MAX),
        time: time.transpose()?,
        customer: cell(Role::Customer),
        country: cell(Role::Country),
        currency: cell(Role::Currency),
        is_cancelled: cell(Role::Status).is_some_and(is_cancelled)
            || cell(Role::CancelledAt).is_some(),
    }))
}

/// A row must be as wide as the header; blank cells beyond it are forgiven, spreadsheets add them.
pub(super) fn check_width(path: &Path, columns: &Columns, row: &Row) -> Result<(), ImportError> {
    let beyond = row
        .cells
        .iter()
        .skip(columns.count())
        .all(|cell| cell.trim().is_empty());
    if row.cells.len() < columns.count() || !beyond {
        return Err(ImportError::Ragged {
            path: path.to_owned(),
            line: row.line,
            found: row.cells.len(),
            expected: columns.count(),
        });
    }
    Ok(())
}

fn is_service(sku: &str, preset: Preset) -> bool {
    if preset == Preset::Uci {
        return sku.bytes().take_while(u8::is_ascii_digit).count() < 5;
    }
    SERVICE_CODES
        .iter()
        .any(|code| code.eq_ignore_ascii_case(sku))
}
