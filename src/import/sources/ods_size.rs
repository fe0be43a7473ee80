//! The size of the tables in an `OpenDocument` spreadsheet, before they are built.
//!
//! One element can describe a million rows or sixteen thousand columns, so a few bytes can become
//! gigabytes of cells. A pass over the XML counts the cells without keeping any.
//!
//! *Invariants*: memory does not depend on the file; no count overflows.

use std::io::{BufReader, Cursor};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::TooLarge;
use super::size_limit::Meter;

/// Bytes that the library keeps for a cell besides its text: the value, and its formula.
const CELL_BYTES: u64 = 56;

/// What a table needs.
#[derive(Debug, Default)]
struct Size {
    /// Rows up to the last one with a value.
    rows: u64,
    /// Empty rows that only count if a row with a value follows.
    empty_rows: u64,
    /// The widest row up to its last value.
    width: u64,
    text_bytes: u64,
}

/// The row that is being counted.
#[derive(Debug, Default)]
struct RowSize {
    repeated: u64,
    cells: u64,
    empty_cells: u64,
    text_bytes: u64,
}

impl Size {
    fn end_row(&mut self, row: &RowSize) {
        if row.cells == 0 {
            self.empty_rows = self.empty_rows.saturating_add(row.repeated);
            return;
        }
        let new_rows = self.empty_rows.saturating_add(row.repeated);
        self.rows = self.rows.saturating_add(new_rows);
        self.empty_rows = 0;
        self.width = self.width.max(row.cells);
        let text = row.text_bytes.saturating_mul(row.repeated);
        self.text_bytes = self.text_bytes.saturating_add(text);
    }

    fn bytes(&self) -> u64 {
        let cells = self.rows.saturating_mul(self.width);
        cells
            .saturating_mul(CELL_BYTES)
            .saturating_add(self.text_bytes)
    }
}

/// Checks that the tables of a workbook fit the limit; XML that cannot be read is left to the library.
pub(super) fn check(archive: &[u8], meter: &Meter) -> Result<(), TooLarge> {
    let Ok(mut zip) = zip::ZipArchive::new(Cursor::new(archive)) else {
        return Ok(());
    };
    let Ok(content) = zip.by_name("content.xml") else {
        return Ok(());
    };
    let mut reader = Reader::from_reader(BufReader::new(content));
    reader.config_mut().check_end_names = false;
    let (mut buffer, mut size, mut row) = (Vec::new(), Size::default(), RowSize::default());
    let mut is_in_cell = 0_u64;
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(start)) => match start.local_name().as_ref() {
                "table" => size = Size::default(),
                "table-row" => row = RowSize::new(&start),
                "table-cell" | "covered-table-cell" => is_in_cell = row.add(&start),
                _ => {}
            },
            Ok(Event::Empty(start)) => match start.local_name().as_ref() {
                "table-row" => size.end_row(&RowSize::new(&start)),
                "table-cell" | "covered-table-cell" => {
                    row.add(&start);
                }
                _ => {}
            },
            Ok(Event::Text(text)) => {
                let bytes = (text.len() as u64).saturating_mul(is_in_cell);
                row.text_bytes = row.text_bytes.saturating_add(bytes);
            }
            Ok(Event::End(end)) => match end.local_name().as_ref() {
                "table-row" => {
                    size.end_row(&row);
                    meter.check(size.bytes())?;
                }
                "table-cell" | "covered-table-cell" => is_in_cell = 0,
                _ => {}
            },
            Ok(Event::Eof) | Err(_) => return Ok(()),
            Ok(_) => {}
        }
    }
}

impl RowSize {
    fn new(start: &BytesStart<'_>) -> Self {
        Self {
            repeated: repeats(start, "number-rows-repeated"),
            ..Self::default()
        }
    }

    /// Counts a cell; returns how often it is repeated.
    fn add(&mut self, start: &BytesStart<'_>) -> u64 {
        let repeated = repeats(start, "number-columns-repeated");
        let has_value = start.attributes().flatten().any(|attribute| {
            let name = attribute.key.local_name();
            matches!(name.as_ref(), "value-type" | "value" | "formula") || {
                name.as_ref().ends_with("-value")
            }
        });
        if has_value {
            let cells = self.empty_cells.saturating_add(repeated);
            self.cells = self.cells.saturating_add(cells);
            self.empty_cells = 0;
        } else {
            self.empty_cells = self.empty_cells.saturating_add(repeated);
        }
        repeated
    }
}

fn repeats(start: &BytesStart<'_>, name: &str) -> u64 {
    let mut attributes = start.attributes().flatten();
    let found = attributes.find(|attribute| attribute.key.local_name().as_ref() == name);
    let text = found.map(|attribute| attribute.value.as_ref().to_owned());
    text.and_then(|text| text.trim().parse().ok()).unwrap_or(1)
}
