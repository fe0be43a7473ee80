//! Text with separated cells.

use std::fs::File;
use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};

use encoding_rs::Encoding;
use flate2::read::MultiGzDecoder;

use super::size_limit::RowBytes;
use super::text_form::TextForm;
use super::text_lines::{UnixLines, UnquotedLines};
use super::{Row, encoding, io_error};
use crate::import::ImportError;

/// The byte order mark of UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// An open text.
pub(super) struct Delimited {
    path: PathBuf,
    reader: csv::Reader<Box<dyn Read>>,
    record: csv::ByteRecord,
    row_bytes: RowBytes,
    form: TextForm,
    /// The encoding of all cells, if the user named it.
    named: Option<&'static Encoding>,
    /// The encoding that is detected at the first cell that is not UTF-8.
    guessed: Option<&'static Encoding>,
    repaired: u64,
}

impl Delimited {
    pub(super) fn open(
        path: &Path,
        text: Box<dyn Read>,
        form: TextForm,
        row_bytes: RowBytes,
        named: Option<&'static Encoding>,
    ) -> Self {
        let lines = UnixLines::new(text);
        let lines: Box<dyn Read> = if form.has_quoted_rows {
            Box::new(UnquotedLines::new(lines))
        } else {
            Box::new(lines)
        };
        Self {
            path: path.to_owned(),
            reader: form.builder().from_reader(lines),
            record: csv::ByteRecord::new(),
            row_bytes,
            form,
            named,
            guessed: None,
            repaired: 0,
        }
    }

    pub(super) fn next(&mut self, row: &mut Row) -> Result<bool, ImportError> {
        self.row_bytes.restart();
        let is_read = self.reader.read_byte_record(&mut self.record);
        if !is_read.map_err(|error| csv_error(&self.path, error))? {
            return Ok(false);
        }
        row.line = self.record.position().map_or(0, csv::Position::line);
        row.cells.resize_with(self.record.len(), String::new);
        let mut spans_lines = false;
        // The mark of a second file, if files were joined.
        let marked = self.record.get(0).and_then(|cell| cell.strip_prefix(MARK));
        let marked = marked.map(<[u8]>::to_vec);
        for (place, (cell, bytes)) in row.cells.iter_mut().zip(self.record.iter()).enumerate() {
            let bytes = marked.as_deref().filter(|_| place == 0).unwrap_or(bytes);
            cell.clear();
            spans_lines |= bytes.contains(&b'\n');
            match (std::str::from_utf8(bytes), self.named) {
                (Ok(text), None) => cell.push_str(text),
                (Ok(text), Some(_)) if bytes.is_ascii() => cell.push_str(text),
                (_, Some(named)) => cell.push_str(&named.decode_without_bom_handling(bytes).0),
                (Err(_), None) => {
                    self.repaired = self.repaired.saturating_add(1);
                    let guessed = match self.guessed {
                        Some(guessed) => guessed,
                        None => guess(&self.path).ok_or_else(|| of_dos(&self.path))?,
                    };
                    self.guessed = Some(guessed);
                    cell.push_str(&guessed.decode_without_bom_handling(bytes).0);
                }
            }
        }
        if spans_lines && self.form.has_quotes && swallows_rows(row, self.form.delimiter) {
            return Err(ImportError::OpenQuote {
                path: self.path.clone(),
                line: row.line,
            });
        }
        Ok(true)
    }

    pub(super) fn repaired(&self) -> (u64, Option<&'static str>) {
        let encoding = self.named.or(self.guessed);
        (self.repaired, encoding.map(Encoding::name))
    }
}

/// Whether a quotation mark that is never closed turned the rows after it into one cell.
fn swallows_rows(row: &Row, delimiter: u8) -> bool {
    let delimiter = char::from(delimiter);
    let between = row.cells.len().saturating_sub(1);
    row.cells.iter().any(|cell| {
        let count = cell.lines().count();
        let inner = cell.lines().skip(1);
        let like_rows = inner
            .filter(|line| line.matches(delimiter).count() == between)
            .count();
        let wanted = if between >= 4 { 1 } else { 2 };
        like_rows >= wanted && like_rows.saturating_mul(2) >= count.saturating_sub(1)
    })
}

/// Detects the encoding of a text with a cell that is not UTF-8, from the whole file.
fn guess(path: &Path) -> Option<&'static Encoding> {
    let Ok(mut file) = File::open(path) else {
        return Some(encoding_rs::WINDOWS_1252);
    };
    let mut magic = [0; 2];
    let read = file.read(&mut magic).unwrap_or(0);
    let start = Cursor::new(magic.get(..read).unwrap_or_default().to_vec());
    let whole = start.chain(file);
    if magic == [0x1f, 0x8b] {
        encoding::guess(MultiGzDecoder::new(whole))
    } else if magic == *b"PK" {
        // A file in an archive is small enough to be read again.
        super::zip::text_of(path).map_or(Some(encoding_rs::WINDOWS_1252), |bytes| {
            encoding::guess(bytes.as_slice())
        })
    } else {
        encoding::guess(whole)
    }
}

fn of_dos(path: &Path) -> ImportError {
    ImportError::OtherFormat {
        path: path.to_owned(),
        what: "a text in a code page of DOS, such as 850",
        instead: "Save it as UTF-8, for example with iconv -f CP850 -t UTF-8, or name its encoding \
                  with --encoding",
    }
}

fn csv_error(path: &Path, error: csv::Error) -> ImportError {
    match error.into_kind() {
        csv::ErrorKind::Io(source) => io_error(path, source),
        other => ImportError::Io {
            path: path.to_owned(),
            source: io::Error::other(format!("{other:?}")),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_of_rows_is_told_from_a_text_of_lines() {
        let row = |cells: &[&str]| Row {
            line: 1,
            cells: cells.iter().map(|cell| (*cell).to_owned()).collect(),
        };
        let swallowed =
            "Best of 12 inch\n4,MUG,9.00,2024-03-04,Blue mug\n4,VINYL,19.00,2024-03-04,Disc";
        assert!(swallows_rows(
            &row(&["3", "VINYL", "19", "2024-03-03", swallowed]),
            b','
        ));
        let text = "First line\nSecond line, with a comma\nThird";
        assert!(!swallows_rows(
            &row(&["3", "VINYL", "19", "2024-03-03", text]),
            b','
        ));
    }
}
