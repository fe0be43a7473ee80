//! The SKUs of titles: a row without a SKU gets that of the other rows with the same title.
//!
//! *Invariants*: a title with several SKUs has none here; a variant is a part of the title.

use rustc_hash::FxHashMap;

use super::column_evidence::{Sample, is_blank};
use super::columns::ColumnRoles;
use super::{Role, RowLayout};

/// Maximum number of titles that are remembered.
const TITLES: usize = 500_000;

/// The SKU of each title, `None` if it has several.
#[derive(Clone, Debug, Default)]
pub(super) struct SkusByTitle {
    codes: FxHashMap<String, Option<String>>,
}

impl SkusByTitle {
    /// Whether rows of the sample have a title and no SKU, while others have both.
    pub(super) fn are_needed(columns: &ColumnRoles, sample: &Sample, rows: RowLayout) -> bool {
        let places = columns.place(Role::Sku).zip(columns.place(Role::Title));
        let Some((sku, title)) = places.filter(|_| rows == RowLayout::Orders) else {
            return false;
        };
        let mut rows = sample.cells([sku, title]);
        rows.any(|[sku, title]| sku.is_empty() && !title.is_empty())
            && sample.column(sku).is_some_and(|column| column.cells > 0)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }

    /// Remembers the SKU and the title of a row.
    pub(super) fn add(&mut self, columns: &ColumnRoles, cells: &[String]) {
        let Some(sku) = columns.cell(Role::Sku, cells) else {
            return;
        };
        let Some(title) = title_of(columns, cells) else {
            return;
        };
        if let Some(known) = self.codes.get_mut(&title) {
            if known.as_deref().is_some_and(|known| known != sku) {
                *known = None;
            }
        } else if self.codes.len() < TITLES {
            self.codes.insert(title, Some(sku.to_owned()));
        }
    }

    /// The SKU of the rows with the same title, if there is only one.
    pub(super) fn of(&self, columns: &ColumnRoles, cells: &[String]) -> Option<&str> {
        if self.is_empty() {
            return None;
        }
        self.codes.get(&title_of(columns, cells)?)?.as_deref()
    }
}

/// The title of a row with its variant.
fn title_of(columns: &ColumnRoles, cells: &[String]) -> Option<String> {
    let title = columns.cell(Role::Title, cells)?;
    let variant = columns.cell(Role::Variant, cells).unwrap_or_default();
    (!is_blank(title)).then(|| format!("{title}\u{1f}{variant}"))
}
