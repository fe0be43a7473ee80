//! Columns of Parquet tables that a database wrote, and the rules for texts of exports, which apply to
//! its texts, too.

use std::borrow::Cow;
use std::path::Path;

use super::column_evidence::is_blank;
use super::columns::is_placeholder;
use super::sources::{Row, open_parquet};
use super::text::{plain, unquoted};
use super::words::services;
use super::{ImportError, Watch};

/// Number of rows between two calls of the observer.
const WATCH_ROWS: u64 = 4096;

/// Reads named columns of a Parquet file; `each` gets the cells of each row in the order of `columns`,
/// an empty text for NULL. Upper and lower case of a name are the same, because some databases write
/// all names in upper case.
///
/// # Errors
/// [`ImportError`], converted to the error type of `each`, or an error of `each`.
pub(crate) fn read_columns<E: From<ImportError>>(
    path: &Path,
    columns: &[&str],
    max_bytes: Option<u64>,
    watch: &mut dyn Watch,
    mut each: impl FnMut(&[String]) -> Result<(), E>,
) -> Result<(), E> {
    let mut file = open_parquet(path, max_bytes, watch)?;
    let mut row = Row::default();
    file.next(&mut row)?;
    let mut places = Vec::with_capacity(columns.len());
    for column in columns {
        let place = row
            .cells
            .iter()
            .position(|name| name.eq_ignore_ascii_case(column));
        let missing = || ImportError::Parquet {
            path: path.to_owned(),
            message: format!("it has no column {column}"),
        };
        places.push(place.ok_or_else(missing)?);
    }
    let mut cells = vec![String::new(); columns.len()];
    while file.next(&mut row)? {
        for (cell, place) in cells.iter_mut().zip(&places) {
            *cell = row
                .cells
                .get_mut(*place)
                .map(std::mem::take)
                .unwrap_or_default();
        }
        each(&cells)?;
        if row.line.checked_rem(WATCH_ROWS) == Some(0) {
            watch.count_rows(row.line);
            watch
                .advance(file.bytes_read())
                .map_err(ImportError::from)?;
        }
    }
    Ok(())
}

/// The title in a cell; `None` for a blank one.
pub(crate) fn title_of(cell: &str) -> Option<Cow<'_, str>> {
    let cell = cell.trim();
    let title = Some(plain(cell)).filter(|title| !title.is_empty());
    let is_known = !is_blank(cell) && !is_placeholder(cell);
    is_known.then(|| title.unwrap_or(Cow::Borrowed(cell)))
}

/// Whether the SKU of an export would be read as it is.
pub(crate) fn is_clean_sku(cell: &str) -> bool {
    !is_blank(cell) && !is_placeholder(cell) && unquoted(cell) == cell
}

/// Whether a line is not a product but a service.
pub(crate) fn is_service(sku: &str, title: &str) -> bool {
    let title = title.trim();
    services::is_code(sku)
        || (!is_blank(title) && !is_placeholder(title) && services::is_title(title))
}
