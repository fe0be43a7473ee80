//! Tells the rows of order lines from other rows: fees, payments, totals, remarks.

use super::Role;
use super::choose_reading::Decided;
use super::column_evidence::{ColumnEvidence, Sample};
use super::columns::ColumnRoles;
use super::report::DropReason;
use super::sources::Row;
use super::words::concepts::{Concept, Concepts};
use super::words::events::{OTHER_ROWS, PRODUCT_ROWS, PURCHASES, is_event, is_event_kind};
use super::words::fold;
use super::words::headers::meaning;

/// Rows that are lines of orders have one of these words in a column.
pub(super) struct KeptRows {
    pub(super) place: usize,
    pub(super) words: &'static [&'static str],
    /// Why the others are dropped.
    pub(super) reason: DropReason,
}

/// The columns that separate lines of orders from other rows: those of the preset, and the kinds of
/// events in a log of visits.
pub(super) fn kept_rows(columns: &ColumnRoles, sample: &Sample) -> Vec<KeptRows> {
    let preset = columns.preset.rules().kept_rows.iter();
    let place = |header: &str| {
        columns
            .headers
            .iter()
            .position(|known| fold(known) == header)
    };
    let preset = preset.filter_map(|(header, words)| {
        let (place, reason) = (place(header)?, DropReason::NotAProduct);
        Some(KeptRows {
            place,
            words,
            reason,
        })
    });
    let of_events = (0..columns.headers.len()).filter(|place| {
        let column = sample.column(*place);
        is_event_kind(&columns.header_at(*place))
            && column.is_some_and(|column| column.has(is_event))
    });
    let events = of_events.map(|place| KeptRows {
        place,
        words: PURCHASES,
        reason: DropReason::NotAPurchase,
    });
    let of_rows = (0..columns.headers.len()).filter(|place| {
        let column = sample.column(*place);
        is_row_kind(&columns.header_at(*place)) && column.is_some_and(tells_products)
    });
    let rows = of_rows.map(|place| KeptRows {
        place,
        words: PRODUCT_ROWS,
        reason: DropReason::NotAProduct,
    });
    preset.chain(events).chain(rows).collect()
}

/// Whether a header names the kind of a line: `Item type`.
fn is_row_kind(header: &str) -> bool {
    let found = meaning(header);
    let may = Concepts::of(&[
        Concept::Category,
        Concept::Line,
        Concept::Product,
        Concept::Order,
    ]);
    found.unknown == 0
        && found.concepts.has(Concept::Category)
        && (found.concepts.has(Concept::Line) || found.concepts.has(Concept::Product))
        && may.holds(found.concepts)
}

/// Whether the cells of a column are only words for products and for other lines, and both occur.
fn tells_products(column: &ColumnEvidence) -> bool {
    let is_product = |cell: &str| PRODUCT_ROWS.contains(&fold(cell).as_str());
    let is_other = |cell: &str| OTHER_ROWS.contains(&fold(cell).as_str());
    column.has(is_product)
        && column.has(is_other)
        && !column.has(|cell| !is_product(cell) && !is_other(cell))
}

/// A settlement names the currency once, in a row of totals; other files name it in the header of the
/// price.
pub(super) fn only_currency(decided: &Decided) -> String {
    let Some(place) = decided.columns.place(Role::Currency) else {
        return decided.currency_in_header().unwrap_or_default();
    };
    decided
        .sample
        .column(place)
        .filter(|column| column.distinct() == 1)
        .and_then(|column| column.first_value())
        .filter(|code| code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_alphabetic()))
        .unwrap_or_default()
        .to_owned()
}

/// Whether a row is as wide as the header. Blank cells beyond the header are permitted, because
/// spreadsheets add them.
pub(super) fn is_wide(row: &Row, width: usize) -> bool {
    let mut beyond = row.cells.iter().skip(width);
    row.cells.len() >= width && beyond.all(|cell| cell.trim().is_empty())
}

/// Whether a row is a total or a remark below the table: one or two filled cells with words.
pub(super) fn is_remark(row: &Row, width: usize) -> bool {
    let cells = || row.cells.iter().filter(|cell| !cell.trim().is_empty());
    let most = if width >= 6 { 2 } else { 1 };
    row.cells.len() < width
        && (1..=most).contains(&cells().count())
        && cells().any(|cell| cell.chars().any(char::is_alphabetic))
}
