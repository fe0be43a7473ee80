//! The directory that one build writes to, locked against other builds.
//!
//! The build writes into `.NAME.tillside` next to the directory until the graph is complete. The
//! operating system locks a file in it while the build runs, and unlocks the file however the build
//! ends. The next build removes the files of a killed one.
//!
//! *Invariants*: while a build writes to a directory, a second one is refused before it starts;
//! when a build ends, only the graph remains.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf, absolute};

use same_file::Handle;

use super::directory::{DirectoryError, check_output, io_error};
use super::plans::PLANS;

/// Name of the lock file.
const LOCK: &str = "lock";

/// A claim on a directory, which ends when this value is dropped.
#[derive(Debug)]
#[must_use = "another build may begin once this is dropped"]
pub struct Output {
    pub(super) directory: PathBuf,
    /// On the same file system, so that renaming it publishes the graph.
    pub(super) staging: PathBuf,
    /// Directories that this build created, the innermost first.
    created: Vec<PathBuf>,
    _lock: File,
}

impl Output {
    /// Claims a directory, which need not exist, without changing anything in it.
    ///
    /// # Errors
    /// [`DirectoryError::Foreign`] when the directory contains other files,
    /// [`DirectoryError::Busy`] when another build writes to it, [`DirectoryError::Io`] when it is
    /// not a directory or its parent is not writable.
    pub fn claim(directory: &Path) -> Result<Self, DirectoryError> {
        check_output(directory)?;
        // The canonical name of the given path.
        let directory = directory
            .canonicalize()
            .or_else(|_| absolute(directory))
            .map_err(io_error(directory, "find the directory"))?;
        let name = directory
            .file_name()
            .map(|name| format!(".{}.tillside", name.to_string_lossy()));
        let (Some(parent), Some(name)) = (directory.parent(), name) else {
            return Err(DirectoryError::Foreign {
                directory,
                entry: "everything".to_owned(),
            });
        };
        let staging = parent.join(name);
        let created = parent
            .ancestors()
            .take_while(|ancestor| !ancestor.exists())
            .map(Path::to_owned)
            .collect();
        let lock = lock(&staging)?.ok_or_else(|| DirectoryError::Busy {
            directory: directory.clone(),
        })?;
        let output = Self {
            directory,
            staging,
            created,
            _lock: lock,
        };
        output.clear()?;
        Ok(output)
    }

    /// Removes the files of a killed build.
    fn clear(&self) -> Result<(), DirectoryError> {
        for staged in [self.staged(), self.staging.join(PLANS)] {
            match fs::remove_dir_all(&staged) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    let doing = "remove the files of an interrupted build";
                    return Err(io_error(&staged, doing)(error));
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// The staging directory of the default plans of one market, by its number.
    pub(super) fn staged_plans(&self, market: usize) -> PathBuf {
        self.staging.join(PLANS).join(market.to_string())
    }

    /// The staging directory of the graph.
    pub(super) fn staged(&self) -> PathBuf {
        self.staging.join("graph")
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        // A leftover is removed by the next build.
        let _ = fs::remove_dir_all(&self.staging);
        for directory in &self.created {
            // This only succeeds if it is empty.
            let _ = fs::remove_dir(directory);
        }
    }
}

/// Locks the file in a directory; creates both if necessary. `None` when another process holds the
/// lock.
fn lock(staging: &Path) -> Result<Option<File>, DirectoryError> {
    let path = staging.join(LOCK);
    loop {
        fs::create_dir_all(staging).map_err(io_error(staging, "create a directory to write to"))?;
        let lock = match File::create(&path) {
            // A build that ends at this moment has removed the directory.
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            opened => opened.map_err(io_error(&path, "create the lock file"))?,
        };
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(None),
            // Some file systems have no locks, and most shops run a single build anyway.
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {}
            Err(TryLockError::Error(error)) => {
                return Err(io_error(&path, "lock the lock file")(error));
            }
        }
        // The other build may have removed the file after it was opened here; then the next build
        // would lock another file.
        let held = lock.try_clone().and_then(Handle::from_file);
        if held.is_ok_and(|held| Handle::from_path(&path).is_ok_and(|found| found == held)) {
            return Ok(Some(lock));
        }
    }
}
