//! A graph's directory on disk.
//!
//! *Invariants*: a reader of the directory sees either the previous graph or the new one, never a
//! mixture. New data files and the policy file, which have new names, are written first; then the manifest is replaced
//! atomically; then the previous files are removed. A directory with other contents is not changed.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::manifest_file::ManifestFile;
use super::output::Output;
use super::plans::{PLANS, foreign_plan, publish_plans, stage_plans};
use super::{Encoded, Graph, Manifest, ReadError};

const MANIFEST: &str = "manifest.json";

/// Error while reading or writing a graph's directory.
#[derive(Debug)]
#[non_exhaustive]
pub enum DirectoryError {
    /// The file system reported an error.
    Io {
        /// The file or directory.
        path: PathBuf,
        /// The attempted action, as a verb phrase.
        doing: &'static str,
        /// The reported error.
        source: io::Error,
    },
    /// The directory contains a file that is not part of a graph.
    Foreign {
        /// The directory.
        directory: PathBuf,
        /// One such entry.
        entry: String,
    },
    /// Another build is writing to the directory.
    Busy {
        /// The directory.
        directory: PathBuf,
    },
    /// `manifest.json` is not a manifest.
    Manifest {
        /// The file.
        path: PathBuf,
        /// Position and description of the error.
        source: serde_json::Error,
    },
    /// The manifest or a data file is invalid.
    Read {
        /// The file.
        path: PathBuf,
        /// The reason.
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
                "{}: the directory holds \"{entry}\", which is not part of a graph. Use an empty or a new directory for --out.",
                directory.display()
            ),
            Self::Busy { directory } => write!(
                out,
                "{}: another build is writing to this directory. Wait until it is done, or use another directory for --out.",
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
/// [`DirectoryError`] with the path of the invalid file.
pub fn read_directory(directory: &Path) -> Result<(Manifest, Graph), DirectoryError> {
    let path = directory.join(MANIFEST);
    let text = fs::read_to_string(&path).map_err(io_error(&path, "read the graph's manifest"))?;
    let file = ManifestFile::read(&text).map_err(|source| DirectoryError::Manifest {
        path: path.clone(),
        source,
    })?;
    let file = file.map_err(|source| DirectoryError::Read { path, source })?;
    let path = directory.join(file.policy_name());
    let policy = fs::read(&path).map_err(io_error(&path, "read the policy file"))?;
    let manifest = file.manifest(&policy);
    let read = manifest.and_then(|manifest| Ok((Graph::new(&manifest)?, manifest)));
    let (mut graph, manifest) = read.map_err(|source| DirectoryError::Read { path, source })?;
    for shard in 0..manifest.shards.saturating_add(manifest.variant_files) {
        let path = directory.join(manifest.file_name(shard));
        let file = fs::read(&path).map_err(io_error(&path, "read the data file"))?;
        graph
            .add_shard(&file)
            .map_err(|source| DirectoryError::Read { path, source })?;
    }
    Ok((manifest, graph))
}

/// Checks that a graph may be written to this directory, and returns the data files of the existing
/// graph.
pub(super) fn check_output(directory: &Path) -> Result<Vec<PathBuf>, DirectoryError> {
    let entries = match fs::read_dir(directory) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(io_error(directory, "read the output directory")(error)),
    };
    entries
        .map(|entry| {
            let name = entry
                .map_err(io_error(directory, "read the output directory"))?
                .file_name();
            let is_ours = name
                .to_str()
                .is_some_and(|name| name == MANIFEST || is_data_file(name));
            if name == PLANS {
                let folder = directory.join(&name);
                match foreign_plan(&folder)? {
                    None => Ok(folder),
                    Some(entry) => Err(DirectoryError::Foreign {
                        directory: directory.to_owned(),
                        entry,
                    }),
                }
            } else if is_ours {
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

/// Whether a file has the name of a data file or a policy file of any graph:
/// `9f2c41d0a7be0011-0004.bin`.
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

/// Writes a graph into a directory that no other process writes to; see [`Output::write`].
///
/// # Errors
/// [`DirectoryError`]; the previous graph stays intact.
pub fn write_directory(
    directory: &Path,
    manifest: &Manifest,
    encoded: &Encoded,
) -> Result<u64, DirectoryError> {
    Output::claim(directory)?.write(manifest, encoded, &[])
}

impl Output {
    /// Writes a graph with its default plans, by name, replaces the previous one, and returns the
    /// number of bytes written.
    ///
    /// # Errors
    /// [`DirectoryError`]; the previous graph stays intact.
    pub fn write(
        self,
        manifest: &Manifest,
        encoded: &Encoded,
        plans: &[(String, Vec<u8>)],
    ) -> Result<u64, DirectoryError> {
        let directory = self.directory.as_path();
        let before = check_output(directory)?;
        let policy = manifest.policy_file();
        let file = ManifestFile::new(manifest, &policy);
        let json = file.text().map_err(|source| DirectoryError::Manifest {
            path: directory.join(MANIFEST),
            source,
        })?;
        let policy_name = file.policy_name();

        let staged = self.staged();
        fs::create_dir(&staged).map_err(io_error(&staged, "create a temporary directory"))?;
        let files = encoded
            .files
            .iter()
            .map(|file| (file.name.as_str(), file.bytes.as_slice()))
            .chain([(policy_name.as_str(), policy.as_slice())]);
        let files: Vec<_> = files.chain([(MANIFEST, json.as_bytes())]).collect();
        let mut written = 0_u64;
        for (name, bytes) in &files {
            let path = staged.join(name);
            fs::write(&path, bytes).map_err(io_error(&path, "write the graph"))?;
            written = written.saturating_add(bytes.len() as u64);
        }

        let staged_plans = self.staging.join(PLANS);
        written = written.saturating_add(stage_plans(directory, &staged_plans, plans)?);

        if before.is_empty() {
            publish_plans(&staged, &staged_plans, plans)?;
            // An empty directory is replaced by the staged one as a whole.
            if directory.exists() {
                fs::remove_dir(directory)
                    .map_err(io_error(directory, "replace the empty directory"))?;
            }
            fs::rename(&staged, directory)
                .map_err(io_error(directory, "put the graph in place"))?;
            return Ok(written);
        }
        for (name, _) in &files {
            let path = directory.join(name);
            fs::rename(staged.join(name), &path)
                .map_err(io_error(&path, "put the graph in place"))?;
        }
        let is_current = |path: &Path| files.iter().any(|(name, _)| path.ends_with(name));
        let is_stale = |path: &&PathBuf| !is_current(path) && !path.ends_with(PLANS);
        for stale in before.iter().filter(is_stale) {
            fs::remove_file(stale)
                .map_err(io_error(stale, "remove a file of the previous build"))?;
        }
        publish_plans(directory, &staged_plans, plans)?;
        Ok(written)
    }
}
