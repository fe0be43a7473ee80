//! The folder of default plans in a graph's directory.
//!
//! *Invariants*: a file whose content stays the same is not touched, so that the caches of browsers and
//! servers keep it over a new build; a file is replaced as a whole; files of former products are
//! removed.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use super::directory::{DirectoryError, io_error};

/// Name of the folder.
pub(super) const PLANS: &str = "plans";

/// Writes the plans that differ from those in the directory of a graph into another folder, and returns
/// the number of bytes of all plans.
pub(super) fn stage_plans(
    directory: &Path,
    staged: &Path,
    plans: &[(String, Vec<u8>)],
) -> Result<u64, DirectoryError> {
    let folder = directory.join(PLANS);
    let mut bytes = 0_u64;
    fs::create_dir_all(staged).map_err(io_error(staged, "create a temporary directory"))?;
    for (name, content) in plans {
        bytes = bytes.saturating_add(content.len() as u64);
        if fs::read(folder.join(name)).is_ok_and(|before| before == *content) {
            continue;
        }
        let path = staged.join(name);
        fs::write(&path, content).map_err(io_error(&path, "write a plan"))?;
    }
    Ok(bytes)
}

/// Puts staged plans into the directory of a graph, and removes those of former products.
pub(super) fn publish_plans(
    directory: &Path,
    staged: &Path,
    plans: &[(String, Vec<u8>)],
) -> Result<(), DirectoryError> {
    let folder = directory.join(PLANS);
    if !plans.is_empty() {
        fs::create_dir_all(&folder).map_err(io_error(&folder, "create the folder of plans"))?;
    }
    for name in names(staged)? {
        let path = folder.join(&name);
        fs::rename(staged.join(name), &path).map_err(io_error(&path, "put a plan in place"))?;
    }
    let current: BTreeSet<&str> = plans.iter().map(|(name, _)| name.as_str()).collect();
    for name in names(&folder)? {
        if !current.contains(name.as_str()) {
            let path = folder.join(name);
            fs::remove_file(&path)
                .map_err(io_error(&path, "remove a plan of the previous build"))?;
        }
    }
    if plans.is_empty() && folder.exists() {
        fs::remove_dir(&folder).map_err(io_error(&folder, "remove the folder of plans"))?;
    }
    Ok(())
}

/// A file in the folder that is not a plan.
pub(super) fn foreign_plan(folder: &Path) -> Result<Option<String>, DirectoryError> {
    if !folder.is_dir() {
        return Ok(Some(PLANS.to_owned()));
    }
    let is_plan = |name: &str| Path::new(name).extension().is_some_and(|end| end == "json");
    let foreign = names(folder)?.into_iter().find(|name| !is_plan(name));
    Ok(foreign.map(|name| format!("{PLANS}/{name}")))
}

/// The names of the files in the folder; none, if there is no folder.
fn names(folder: &Path) -> Result<Vec<String>, DirectoryError> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(io_error(folder, "read the folder of plans")(error)),
    };
    entries
        .map(|entry| {
            let entry = entry.map_err(io_error(folder, "read the folder of plans"))?;
            Ok(entry.file_name().to_string_lossy().into_owned())
        })
        .collect()
}
