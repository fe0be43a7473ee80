//! Repairs of cells that people and programs spoiled in a way that can be undone exactly.
//!
//! *Invariants*: a repair is made in a whole file or not at all; the sample decides.

use encoding_rs::WINDOWS_1252;

use super::sources::Row;

/// What people write for "the same as in the row above".
const SAME_AS_ABOVE: [&str; 10] = [
    "\"", "''", "〃", "″", "”", "“", "ditto", "dito", "idem", "do.",
];

/// With fewer such cells, one of them is something else: a unit of inches.
const LEAST_REPEATS: usize = 2;

/// The repairs of a file.
#[derive(Clone, Debug, Default)]
pub(super) struct Repairs {
    /// Whether some cells contain only a sign that means "as above".
    has_repeats: bool,
    /// Whether UTF-8 was read as windows-1252 and written as UTF-8 again.
    is_encoded_twice: bool,
    /// The cells of the latest row.
    above: Vec<String>,
}

impl Repairs {
    /// The repairs that a header and the first rows need.
    pub(super) fn of(headers: &[String], rows: &[Row]) -> Self {
        let cells = || rows.iter().flat_map(|row| &row.cells);
        let repeats = cells().filter(|cell| is_repeat(cell)).take(LEAST_REPEATS);
        let mut texts = headers.iter().chain(cells());
        Self {
            has_repeats: repeats.count() == LEAST_REPEATS,
            is_encoded_twice: texts.any(|text| decoded_again(text).is_some()),
            above: Vec::new(),
        }
    }

    /// Repairs the next row.
    pub(super) fn repair(&mut self, row: &mut Row) {
        if self.is_encoded_twice {
            repair_texts(&mut row.cells);
        }
        if self.has_repeats {
            for (cell, above) in row.cells.iter_mut().zip(&self.above) {
                if is_repeat(cell) {
                    above.clone_into(cell);
                }
            }
            self.above.clone_from(&row.cells);
        }
    }
}

/// Repairs texts that were encoded twice.
pub(super) fn repair_texts(texts: &mut [String]) {
    for text in texts {
        if let Some(repaired) = decoded_again(text) {
            *text = repaired;
        }
    }
}

fn is_repeat(cell: &str) -> bool {
    cell.len() <= 8 && SAME_AS_ABOVE.contains(&cell.trim().to_lowercase().as_str())
}

/// The text whose UTF-8 was read as windows-1252: `CrÃ¨me` is `Crème`. `None` for other texts, because
/// what people write is hardly ever UTF-8 in that encoding.
fn decoded_again(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let (bytes, _, has_others) = WINDOWS_1252.encode(text);
    if has_others {
        return None;
    }
    let decoded = std::str::from_utf8(&bytes).ok()?;
    (decoded != text).then(|| decoded.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: &[&str]) -> Row {
        Row {
            line: 1,
            cells: cells.iter().map(|cell| (*cell).to_owned()).collect(),
        }
    }

    #[test]
    fn ditto_marks_repeat_the_cell_above() {
        let mut rows = [
            row(&["7", "MUG"]),
            row(&["\"", "BOWL"]),
            row(&["〃", "SPOON"]),
            row(&["8", "MUG"]),
        ];
        let mut repairs = Repairs::of(&[], &rows);
        for row in &mut rows {
            repairs.repair(row);
        }
        let orders = rows.map(|row| row.cells[0].clone());
        assert_eq!(orders, ["7", "7", "7", "8"]);
    }

    #[test]
    fn one_sign_of_inches_is_left_alone() {
        let mut rows = [row(&["7", "cm"]), row(&["7", "\""])];
        let mut repairs = Repairs::of(&[], &rows);
        for row in &mut rows {
            repairs.repair(row);
        }
        assert_eq!(rows[1].cells[1], "\"");
    }

    #[test]
    fn text_that_was_encoded_twice_is_decoded_twice() {
        for (spoiled, text) in [
            ("CrÃ¨me brÃ»lÃ©e", "Crème brûlée"),
            ("KÃ¤semesser Ã–l", "Käsemesser Öl"),
            ("Prix â‚¬", "Prix €"),
        ] {
            assert_eq!(decoded_again(spoiled).as_deref(), Some(text));
        }
        for text in ["Crème", "Köln", "Mug", "青い", "São Paulo – Ñandú"] {
            assert_eq!(decoded_again(text), None, "{text}");
        }
    }
}
