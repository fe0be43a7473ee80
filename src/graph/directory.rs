//! A graph's directory on disk.
//!
//! *Invariants*: a reader of the directory sees the graph before or the graph after, never a mixture: new data files come
//! first (their names are new), then the manifest is replaced in one step, then the files of the build before go. A directory
//! that holds anything else is not touched.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::output::Output;
use super::{Encoded, Graph, Manifest, ReadError, check_text};

const MANIFEST: &str = "manifest.json";

/// Why a graph's directory could not be read or written.
#[derive(Debug)]
#[non_exhaustive]
pub enum DirectoryError {
    /// The file system said no.
    Io {
        /// The file or directory.
        path: PathBuf,
        /// What was tried.
        doing: &'static str,
        /// Its answer.
        source: io::Error,
    },
    /// The directory holds something that is not part of a graph.
    Foreign {
        /// The directory.
        directory: PathBuf,
        /// One such entry.
        entry: String,
    },
    /// Another build writes to the directory at this moment.
    Busy {
        /// The directory.
        directory: PathBuf,
    },
    /// `manifest.json` is not a manifest.
    Manifest {
        /// The file.
        path: PathBuf,
        /// Where and what.
        source: serde_json::Error,
    },
    /// The manifest or a data file was refused.
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: ReadError,
    },
}

impl std::fmt::Display for DirectoryError {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Io {
                path,
                doing,
                source,
            } => write!(out, "{}: could not {doing}: {source}.", path.display()),
            Self::Foreign { directory, entry } => write!(
                out,
                "{}: the directory holds \"{entry}\", which is not part of a graph. Name an empty or a new directory with --out.",
                directory.display()
            ),
            Self::Busy { directory } => write!(
                out,
                "{}: another build is writing to this directory. Wait until it is done, or name another directory with --out.",
                directory.display()
            ),
            Self::Manifest { path, source } => {
                write!(
                    out,
                    "{}: not the manifest of a graph: {source}. Build the graph again.",
                    path.display()
                )
            }
            Self::Read { path, source } => write!(out, "{}: {source}", path.display()),
        }
    }
}

impl std::error::Error for DirectoryError {}

pub(super) fn io_error(
    path: &Path,
    doing: &'static str,
) -> impl FnOnce(io::Error) -> DirectoryError {
    let path = path.to_owned();
    move |source| DirectoryError::Io {
        path,
        doing,
        source,
    }
}

/// Reads the manifest and all data files of a graph.
///
/// # Errors
/// [`DirectoryError`] names the file at fault.
pub fn read_directory(directory: &Path) -> Result<(Manifest, Graph), DirectoryError> {
    let path = directory.join(MANIFEST);
    let text = fs::read_to_string(&path).map_err(io_error(&path, "read the graph's manifest"))?;
    let manifest: Manifest =
        serde_json::from_str(&text).map_err(|source| DirectoryError::Manifest {
            path: path.clone(),
            source,
        })?;
    let graph = Graph::new(&manifest).and_then(|graph| check_text(&text).map(|()| graph));
    let mut graph = graph.map_err(|source| DirectoryError::Read { path, source })?;
    for shard in 0..manifest.shards {
        let path = directory.join(manifest.file_name(shard));
        let file = fs::read(&path).map_err(io_error(&path, "read the data file"))?;
        graph
            .add_shard(&file)
            .map_err(|source| DirectoryError::Read { path, source })?;
    }
    Ok((manifest, graph))
}

/// Checks that a graph may be written to this directory and names the files of the one that stands there.
pub(super) fn check_output(directory: &Path) -> Result<Vec<PathBuf>, DirectoryError> {
    let entries = match fs::read_dir(directory) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(io_error(directory, "look into the output directory")(error)),
    };
    entries
        .map(|entry| {
            let name = entry
                .map_err(io_error(directory, "look into the output directory"))?
                .file_name();
            let is_ours = name
                .to_str()
                .is_some_and(|name| name == MANIFEST || is_data_file(name));
            if is_ours {
                Ok(directory.join(name))
            } else {
                Err(DirectoryError::Foreign {
                    directory: directory.to_owned(),
                    entry: name.to_string_lossy().into_owned(),
                })
            }
        })
        .collect()
}

/// Whether this is how a data file of any graph is named: `9f2c41d0a7be0011-0004.bin`.
fn is_data_file(name: &str) -> bool {
    let parts = name
        .strip_suffix(".bin")
        .and_then(|stem| stem.split_once('-'));
    parts.is_some_and(|(graph, shard)| {
        graph.len() == 16
            && shard.len() >= 4
            && [graph, shard]
                .iter()
                .all(|part| part.bytes().all(|byte| byte.is_ascii_hexdigit()))
    })
}

/// Writes a graph into a directory that nobody else writes to; see [`Output::write`].
///
/// # Errors
/// [`DirectoryError`]; the graph that stood there before is whole then.
pub fn write_directory(
    directory: &Path,
    manifest: &Manifest,
    encoded: &Encoded,
) -> Result<u64, DirectoryError> {
    Output::claim(directory)?.write(manifest, encoded)
}

impl Output {
    /// Writes a graph, replacing one that stands there, and returns the number of bytes written.
    ///
    /// # Errors
    /// [`DirectoryError`]; the graph that stood there before is whole then.
    pub fn write(self, manifest: &Manifest, encoded: &Encoded) -> Result<u64, DirectoryError> {
        let directory = self.directory.as_path();
        let before = check_output(directory)?;
        let json = manifest.text().map_err(|source| DirectoryError::Manifest {
            path: directory.join(MANIFEST),
            source,
        })?;

        let staged = self.staged();
        fs::create_dir(&staged).map_err(io_error(&staged, "create a temporary directory"))?;
        let files = encoded
            .files
            .iter()
            .map(|file| (file.name.as_str(), file.bytes.as_slice()));
        let mut written = 0_u64;
        for (name, bytes) in files.chain([(MANIFEST, json.as_bytes())]) {
            let path = staged.join(name);
            fs::write(&path, bytes).map_err(io_error(&path, "write the graph"))?;
            written = written.saturating_add(bytes.len() as u64);
        }

        if before.is_empty() {
            // An empty directory gives way to the staged one as a whole.
            if directory.exists() {
                fs::remove_dir(directory)
                    .map_err(io_error(directory, "replace the empty directory"))?;
            }
            fs::rename(&staged, directory)
                .map_err(io_error(directory, "put the graph in place"))?;
            return Ok(written);
        }
        for name in encoded
            .files
            .iter()
            .map(|file| file.name.as_str())
            .chain([MANIFEST])
        {
            let path = directory.join(name);
            fs::rename(staged.join(name), &path)
                .map_err(io_error(&path, "put the graph in place"))?;
        }
        let is_current = |path: &Path| {
            encoded.files.iter().any(|file| path.ends_with(&file.name)) || path.ends_with(MANIFEST)
        };
        for stale in before.iter().filter(|path| !is_current(path)) {
            fs::remove_file(stale)
                .map_err(io_error(stale, "remove the file of the build before"))?;
        }
        Ok(written)
    }
}
