//! Reads ZIP archives that are a workbook or contain one file.

use std::io::{Cursor, Read};
use std::path::Path;

use super::size_limit::Meter;
use super::{Metered, TREE_BYTES, io_error, read_whole};
use crate::import::ImportError;

/// The format of a workbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WorkbookFormat {
    Xlsx,
    Ods,
}

/// The contents of an archive.
pub(super) enum Found {
    /// The whole archive is a workbook.
    Workbook(Vec<u8>, WorkbookFormat),
    /// The bytes of the only file in the archive.
    File(Vec<u8>),
}

/// Opens an archive. All of its files are decompressed once, to check the limit.
pub(super) fn open(path: &Path, archive: Vec<u8>, meter: &Meter) -> Result<Found, ImportError> {
    let mut zip = zip::ZipArchive::new(Cursor::new(archive.as_slice()))
        .map_err(|_| refused(path, "a damaged ZIP archive"))?;
    let names: Vec<String> = zip
        .file_names()
        .map(|name| name.map(std::borrow::Cow::into_owned).unwrap_or_default())
        .collect();
    let has = |name: &str| names.iter().any(|known| known == name);
    let format = if has("xl/workbook.xml") {
        Some(WorkbookFormat::Xlsx)
    } else if has("content.xml") {
        Some(WorkbookFormat::Ods)
    } else if has("xl/workbook.bin") {
        return Err(refused(path, "a binary workbook (.xlsb)"));
    } else {
        None
    };
    let files: Vec<usize> = names
        .iter()
        .enumerate()
        .filter(|(_, name)| format.is_some() || is_file(name))
        .map(|(place, _)| place)
        .collect();
    if format.is_none() && files.len() != 1 {
        return Err(ImportError::ManyFiles {
            path: path.to_owned(),
            found: names.into_iter().filter(|name| is_file(name)).collect(),
        });
    }
    let mut bytes = Vec::new();
    for place in files {
        let file = zip
            .by_index(place)
            .map_err(|_| refused(path, "a locked or damaged ZIP archive"))?;
        let (mut metered, row) = Metered::new(file, meter.clone());
        row.forever();
        bytes.clear();
        if format.is_some() {
            std::io::copy(&mut metered, &mut std::io::sink())
                .map_err(|source| io_error(path, source))?;
        } else {
            metered
                .read_to_end(&mut bytes)
                .map_err(|source| io_error(path, source))?;
        }
    }
    Ok(match format {
        Some(format) => Found::Workbook(archive, format),
        None => Found::File(bytes),
    })
}

/// The text in an archive that has been opened.
pub(super) fn text_of(path: &Path) -> Option<Vec<u8>> {
    let file = std::fs::File::open(path).ok()?;
    let archive = read_whole(path, file, TREE_BYTES).ok()?;
    match open(path, archive, &Meter::plain()).ok()? {
        Found::File(bytes) => Some(bytes),
        Found::Workbook(..) => None,
    }
}

/// Whether an entry is a folder, or metadata of the macOS archiver.
fn is_file(name: &str) -> bool {
    let hidden = |part: &str| part.starts_with('.') || part == "__MACOSX";
    !name.ends_with('/') && !name.split('/').any(hidden)
}

fn refused(path: &Path, what: &'static str) -> ImportError {
    ImportError::OtherFormat {
        path: path.to_owned(),
        what,
        instead: "Pass the CSV, JSON or .xlsx file that it contains",
    }
}
