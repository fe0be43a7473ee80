//! A graph's directory on disk.
//!
//! *Invariants*: a reader of the directory sees either the previous graph or the new one, never a
//! mixture. New data files and policy files, which have new names, are written first; then each
//! manifest is replaced atomically; then the previous files are removed. A directory with other
//! contents is not changed.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::manifest_file::ManifestFile;
use super::markets::{LIST, MARKETS, MarketEntry, MarketFiles, list, market_of};
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

/// Reads the manifest and all data files of a graph. The folder of a further market is read with the
/// data files of its graph.
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
    let directory = market_of(directory).map_or(directory, |(_, graph)| graph);
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

/// Checks that a graph may be written to this directory, and returns the names of the files and
/// folders of the existing graph, the folder of each market by itself.
pub(super) fn check_output(directory: &Path) -> Result<Vec<PathBuf>, DirectoryError> {
    let foreign = |entry: &Path| DirectoryError::Foreign {
        directory: directory.to_owned(),
        entry: entry.to_string_lossy().into_owned(),
    };
    let check = |entry: &Path, is_ours: bool| {
        if !is_ours {
            return Err(foreign(entry));
        }
        let is_folder = entry.ends_with(PLANS);
        let other = is_folder.then(|| foreign_plan(&directory.join(entry)));
        other
            .transpose()?
            .flatten()
            .map_or(Ok(()), |other| Err(foreign(&entry.with_file_name(other))))
    };
    let mut found = Vec::new();
    for name in names(directory)? {
        if name == Path::new(MARKETS) {
            let folder = directory.join(&name);
            for id in names(&folder)? {
                let market = name.join(id);
                for entry in names(&directory.join(&market))? {
                    let entry = market.join(entry);
                    let is_ours = entry.ends_with(MANIFEST) || entry.ends_with(PLANS);
                    check(&entry, is_ours)?;
                }
                found.push(market);
            }
            continue;
        }
        let is_ours = name
            .to_str()
            .is_some_and(|name| [MANIFEST, LIST, PLANS].contains(&name) || is_data_file(name));
        check(&name, is_ours)?;
        found.push(name);
    }
    Ok(found)
}

/// The names in a directory; none if it does not exist.
fn names(directory: &Path) -> Result<Vec<PathBuf>, DirectoryError> {
    let entries = match fs::read_dir(directory) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(io_error(directory, "read the output directory")(error)),
    };
    let name = |entry: io::Result<fs::DirEntry>| {
        let entry = entry.map_err(io_error(directory, "read the output directory"))?;
        Ok(PathBuf::from(entry.file_name()))
    };
    entries.map(name).collect()
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
    let files = MarketFiles {
        id: "",
        manifest,
        encoded,
        plans: &[],
    };
    Output::claim(directory)?.write(&[files], &[])
}

impl Output {
    /// Writes the graph of a shop and those of its further markets with their default plans,
    /// replaces the previous ones, and returns the number of bytes written. `markets` is the list
    /// for pages; empty without further markets.
    ///
    /// # Errors
    /// [`DirectoryError`]; the previous graph stays intact.
    pub fn write(
        self,
        graphs: &[MarketFiles<'_>],
        markets: &[MarketEntry],
    ) -> Result<u64, DirectoryError> {
        let directory = self.directory.as_path();
        let before = check_output(directory)?;
        let staged = self.staged();
        let files = Staged::new(directory, graphs, markets)?;
        let mut written = files.write(&staged)?;
        for (number, graph) in graphs.iter().enumerate() {
            let plans = stage_plans(
                &directory.join(graph.folder()),
                &self.staged_plans(number),
                graph.plans,
            )?;
            written = written.saturating_add(plans);
        }
        let publish = |directory: &Path| {
            for (number, graph) in graphs.iter().enumerate() {
                let folder = directory.join(graph.folder());
                publish_plans(&folder, &self.staged_plans(number), graph.plans)?;
            }
            Ok(())
        };
        if before.is_empty() {
            publish(&staged)?;
            // An empty directory is replaced by the staged one as a whole.
            if directory.exists() {
                // This only succeeds if it is empty.
                let _ = fs::remove_dir(directory.join(MARKETS));
                fs::remove_dir(directory)
                    .map_err(io_error(directory, "replace the empty directory"))?;
            }
            fs::rename(&staged, directory)
                .map_err(io_error(directory, "put the graph in place"))?;
            return Ok(written);
        }
        for (name, _) in &files.0 {
            let path = directory.join(name);
            create_folder_of(&path)?;
            fs::rename(staged.join(name), &path)
                .map_err(io_error(&path, "put the graph in place"))?;
        }
        let is_current = |name: &PathBuf| {
            name == Path::new(PLANS)
                || files.contains(name)
                || graphs.iter().any(|graph| graph.folder() == *name)
        };
        for name in before.iter().filter(|name| !is_current(name)) {
            let path = directory.join(name);
            let removed = if path.is_dir() {
                fs::remove_dir_all(&path)
            } else {
                fs::remove_file(&path)
            };
            removed.map_err(io_error(&path, "remove a file of the previous build"))?;
        }
        publish(directory)?;
        // This only succeeds if it is empty.
        let _ = fs::remove_dir(directory.join(MARKETS));
        Ok(written)
    }
}

/// The files of a build without the default plans, by name. Manifests come last, that of the shop
/// after those of the markets, because they name the others.
struct Staged<'a>(Vec<(PathBuf, Cow<'a, [u8]>)>);

impl<'a> Staged<'a> {
    fn new(
        directory: &Path,
        graphs: &[MarketFiles<'a>],
        markets: &[MarketEntry],
    ) -> Result<Self, DirectoryError> {
        let mut data: BTreeMap<PathBuf, Cow<'a, [u8]>> = BTreeMap::new();
        let mut manifests: Vec<(PathBuf, Cow<'a, [u8]>)> = Vec::new();
        let not_written = |source| DirectoryError::Manifest {
            path: directory.join(MANIFEST),
            source,
        };
        for graph in graphs {
            // Markets with the same products share their data files.
            let files = graph.encoded.files.iter();
            data.extend(
                files.map(|file| (PathBuf::from(&file.name), file.bytes.as_slice().into())),
            );
            let policy = graph.manifest.policy_file();
            let mut file = ManifestFile::new(graph.manifest, &policy);
            file.markets = markets.len();
            data.insert(file.policy_name().into(), policy.into());
            let text = file.text().map_err(not_written)?;
            manifests.push((graph.folder().join(MANIFEST), text.into_bytes().into()));
        }
        if !markets.is_empty() {
            let text = list(markets).map_err(not_written)?;
            manifests.push((LIST.into(), text.into_bytes().into()));
        }
        manifests.reverse();
        Ok(Self(data.into_iter().chain(manifests).collect()))
    }

    /// Writes the files into a new directory, and returns the number of their bytes.
    fn write(&self, staged: &Path) -> Result<u64, DirectoryError> {
        fs::create_dir(staged).map_err(io_error(staged, "create a temporary directory"))?;
        let mut written = 0_u64;
        for (name, bytes) in &self.0 {
            let path = staged.join(name);
            create_folder_of(&path)?;
            fs::write(&path, bytes).map_err(io_error(&path, "write the graph"))?;
            written = written.saturating_add(bytes.len() as u64);
        }
        Ok(written)
    }

    fn contains(&self, name: &Path) -> bool {
        self.0.iter().any(|(known, _)| known == name)
    }
}

fn create_folder_of(path: &Path) -> Result<(), DirectoryError> {
    path.parent().map_or(Ok(()), |folder| {
        fs::create_dir_all(folder).map_err(io_error(folder, "create the folder of a market"))
    })
}
