//! SKUs in brackets before the titles, as Odoo writes products: `[G-204] Sealing ring`.

use super::column_evidence::Sample;
use super::columns::ColumnRoles;
use super::{Role, RowLayout};

/// Maximum number of characters of such a code.
const LONGEST: usize = 40;

/// With fewer rows, brackets may be chance.
const FEWEST: usize = 2;

/// The code before a title, and the title.
pub(super) fn code_and_title(title: &str) -> Option<(&str, &str)> {
    let (code, rest) = title.trim().strip_prefix('[')?.split_once(']')?;
    let (code, rest) = (code.trim(), rest.trim());
    let is_code = !code.is_empty()
        && code.len() <= LONGEST
        && code.contains(|sign: char| sign.is_ascii_digit())
        && !code.contains(char::is_whitespace);
    (is_code && !rest.is_empty()).then_some((code, rest))
}

/// Whether the orders have no SKUs but nearly all titles begin with a code.
pub(super) fn have_titles_codes(columns: &ColumnRoles, sample: &Sample, rows: RowLayout) -> bool {
    let has_skus = columns
        .place(Role::Sku)
        .and_then(|place| sample.column(place))
        .is_some_and(|column| column.cells > 0);
    let Some(title) = columns.place(Role::Title) else {
        return false;
    };
    let titles = sample.cells([title]).filter(|[title]| !title.is_empty());
    let (all, coded) = titles.fold((0_usize, 0_usize), |(all, coded), [title]| {
        let is_coded = code_and_title(title).is_some();
        (
            all.saturating_add(1),
            coded.saturating_add(usize::from(is_coded)),
        )
    });
    rows == RowLayout::Orders
        && !has_skus
        && all >= FEWEST
        && coded.saturating_mul(10) >= all.saturating_mul(9)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_in_brackets_is_told_from_a_remark() {
        assert_eq!(
            code_and_title("[G-204] Sealing ring"),
            Some(("G-204", "Sealing ring"))
        );
        for title in [
            "[new] Ring 5", "[G 204] Ring", "[G-204]", "Ring [G-204]", "[] Ring",
        ] {
            assert_eq!(code_and_title(title), None, "{title}");
        }
    }
}
