//! Examines how a file would be read, without importing it.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;

use super::choose_reading::{Decided, decide};
use super::column_evidence::{ColumnEvidence, is_blank};
use super::{ImportError, ImportOptions, Reading, Role, RowLayout, Watch, roles};

/// Number of rows to display.
const ROWS: usize = 8;

/// A file's reading and its first rows.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Inspected {
    /// How the file is read.
    pub reading: Reading,
    /// Roles without a column.
    pub without: Vec<&'static str>,
    /// The statuses in the first rows, and whether they mean that an order was cancelled.
    pub statuses: BTreeMap<String, bool>,
    /// Roles of the columns of [`Inspected::rows`].
    pub shown: Vec<&'static str>,
    /// The cells of the first rows; cells that identify customers are never shown.
    pub rows: Vec<Vec<String>>,
}

/// Examines a file and returns how it would be read.
///
/// # Errors
/// [`ImportError`], also for open questions.
pub fn inspect(
    path: &Path,
    options: &ImportOptions,
    watch: &mut dyn Watch,
) -> Result<Inspected, ImportError> {
    let wanted = if options.rows == RowLayout::Catalog {
        roles::OF_CATALOG
    } else {
        roles::OF_ORDERS
    };
    let (_, decided) = decide(path, options, wanted, watch)?;
    let is_there = |role: &Role| decided.reading.columns.contains_key(role.word());
    let shown: Vec<Role> = wanted
        .iter()
        .copied()
        .filter(|role| *role != Role::Customer && is_there(role))
        .collect();
    let cell = |row: &[String], role: Role| {
        let cell = decided.columns.cell(role, row).unwrap_or_default();
        let cell: String = cell.chars().take(40).collect();
        if is_blank(&cell) { String::new() } else { cell }
    };
    let rows = decided.sample.rows.iter().take(ROWS);
    let rows = rows.map(|row| shown.iter().map(|role| cell(&row.cells, *role)).collect());
    Ok(Inspected {
        rows: rows.collect(),
        without: wanted
            .iter()
            .filter(|role| !is_there(role) && is_expected(**role))
            .map(|role| role.word())
            .collect(),
        statuses: statuses(&decided),
        shown: shown.into_iter().map(Role::word).collect(),
        reading: decided.reading,
    })
}

/// The statuses in the first rows, and whether they mean that an order was cancelled.
fn statuses(decided: &Decided) -> BTreeMap<String, bool> {
    let columns = &decided.columns;
    let named = decided.reading.named_statuses();
    let mut statuses = BTreeMap::new();
    for place in columns.statuses.iter().chain(&columns.line_statuses) {
        let values = decided.sample.column(*place);
        let values = values.into_iter().flat_map(ColumnEvidence::values);
        let words = values.filter_map(|value| columns.status(*place, value));
        statuses.extend(words.map(|word| {
            let is_undone = columns.is_undone(*place, word, named);
            (word.to_owned(), is_undone)
        }));
    }
    statuses
}

/// Roles whose absence is worth reporting.
fn is_expected(role: Role) -> bool {
    matches!(
        role,
        Role::Order
            | Role::Sku
            | Role::Title
            | Role::Quantity
            | Role::Price
            | Role::Time
            | Role::Currency
            | Role::Customer
            | Role::Country
    )
}
