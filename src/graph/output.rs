//! The directory that one build writes to, and nobody else meanwhile.
//!
//! What is written waits beside the directory, in `.NAME.tillside`, until it is whole. A file in there is locked as long as the
//! build runs, by the system, which unlocks it however the build ends; what a build that was killed left there goes with the next.
//!
//! *Invariants*: of two builds into one directory one is refused before it begins; when a build ends, nothing of it stays but the
//! graph.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf, absolute};

use same_file::Handle;

use super::directory::{DirectoryError, check_output, io_error};

/// What the file is called that the build holds.
const LOCK: &str = "lock";

/// A claim to a directory; it ends when this is dropped.
#[derive(Debug)]
#[must_use = "another build may begin once this is dropped"]
pub struct Output {
    pub(super) directory: PathBuf,
    /// On the same file system, so that what is in it becomes the graph by renaming.
    pub(super) staging: PathBuf,
    /// Directories that were not there before, the innermost first.
    created: Vec<PathBuf>,
    _lock: File,
}

impl Output {
    /// Claims a directory, which need not exist, without changing anything in it.
    ///
    /// # Errors
    /// [`DirectoryError::Foreign`] when something else is kept there, [`DirectoryError::Busy`] when another build writes to it,
    /// [`DirectoryError::Io`] when it is not a directory or cannot be written beside.
    pub fn claim(directory: &Path) -> Result<Self, DirectoryError> {
        check_output(directory)?;
        // By one name, however it is called.
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

    /// Removes what a build that was killed left.
    fn clear(&self) -> Result<(), DirectoryError> {
        let staged = self.staged();
        match fs::remove_dir_all(&staged) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(io_error(
                &staged,
                "remove what an interrupted build left",
            )(error)),
            _ => Ok(()),
        }
    }

    /// Where the graph waits until it is whole.
    pub(super) fn staged(&self) -> PathBuf {
        self.staging.join("graph")
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        // What cannot be removed now is removed by the next build.
        let _ = fs::remove_dir_all(&self.staging);
        for directory in &self.created {
            // Only where it is empty.
            let _ = fs::remove_dir(directory);
        }
    }
}

/// Locks the file in a directory, both of which need not exist; `None` where another process holds it.
fn lock(staging: &Path) -> Result<Option<File>, DirectoryError> {
    let path = staging.join(LOCK);
    loop {
        fs::create_dir_all(staging).map_err(io_error(staging, "create a directory to write to"))?;
        let lock = match File::create(&path) {
            // A build that ends at this moment has removed the directory.
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            opened => opened.map_err(io_error(
                &path,
                "create the file that says that a build runs",
            ))?,
        };
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(None),
            // Some file systems have no locks; a build of its own is all that most shops have.
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {}
            Err(TryLockError::Error(error)) => {
                return Err(io_error(&path, "lock the file that says that a build runs")(error));
            }
        }
        // The same build may have removed the file after it was opened here, so that the next one would lock another.
        let held = lock.try_clone().and_then(Handle::from_file);
        if held.is_ok_and(|held| Handle::from_path(&path).is_ok_and(|found| found == held)) {
            return Ok(Some(lock));
        }
    }
}
