//! Price and quantity of a line.

use super::Role;
use super::column_evidence::is_blank;
use super::column_forms::Forms;
use super::columns::ColumnRoles;
use super::numbers::{Decimal, micros, western};
use super::presets::PriceIs;

/// Millionths of one.
const MICROS: i64 = 1_000_000;

/// Price and quantity of a line, in millionths.
#[derive(Clone, Copy, Debug)]
pub(super) struct Amounts {
    pub(super) price: Option<i64>,
    pub(super) quantity: i64,
}

/// Converts a quantity in millionths to whole pieces, at least one.
pub(super) fn rounded(quantity: i64) -> i64 {
    let half = quantity.saturating_add(500_000);
    half.checked_div(MICROS).unwrap_or(1).max(1)
}

/// The price of one piece: the sale price of the row, if it has one below its price; `None` if the
/// row has no price.
///
/// # Errors
/// The role of the cell that contains no amount.
pub(super) fn price(
    columns: &ColumnRoles,
    forms: &Forms,
    cells: &[String],
) -> Result<Option<i64>, Role> {
    let role = if columns.has(Role::Price) {
        Role::Price
    } else {
        Role::LineTotal
    };
    let price = amount(cells, forms.price_place, forms.price).map_err(|()| role)?;
    let place = columns.place(Role::SalePrice);
    let place = place.filter(|_| role == Role::Price && forms.price_is == PriceIs::Piece);
    let sale = amount(cells, place, forms.sale_price).map_err(|()| Role::SalePrice)?;
    let is_paid = |sale: &i64| *sale > 0 && price.is_none_or(|price| *sale < price);
    Ok(sale.filter(is_paid).or(price))
}

/// The number in a column, in millionths; `None` if the cell is blank.
pub(super) fn amount(
    cells: &[String],
    place: Option<usize>,
    form: Decimal,
) -> Result<Option<i64>, ()> {
    let Some(cell) = place.and_then(|place| cells.get(place)) else {
        return Ok(None);
    };
    if is_blank(cell) {
        return Ok(None);
    }
    let read = micros(cell, form).or_else(|| micros(&western(cell)?, form));
    read.map(Some).ok_or(())
}

/// The price of one piece of a line, rounded half up.
///
/// Two mugs for 18.00: 18 000 000 × 1 000 000 / 2 000 000 = 9 000 000, which is 9.00.
pub(super) fn divided(total: i64, quantity: i64) -> Option<i64> {
    let quantity = i128::from(quantity);
    let total = i128::from(total).checked_mul(i128::from(MICROS))?;
    let half = quantity.checked_div(2)?;
    i64::try_from(total.checked_add(half)?.checked_div(quantity)?).ok()
}
