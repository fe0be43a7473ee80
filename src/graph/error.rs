//! What can be wrong with a graph's bytes, and what to do about it.

use std::fmt;

use super::{FORMAT, GraphId};

/// Why a manifest or data file was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReadError {
    /// The bytes do not begin like a data file; often an HTML error page.
    NotAGraph,
    /// Written by a release with another format.
    Version {
        /// The version in the file.
        found: u32,
    },
    /// The bytes end too early or were changed on the way.
    Corrupt {
        /// Byte at which it showed.
        offset: usize,
        /// What was wrong there.
        what: &'static str,
    },
    /// There is more of it than memory holds, or than 4 GB.
    TooLarge,
    /// The data file belongs to another build of the graph than the manifest.
    Mismatch {
        /// The graph that the manifest names.
        expected: GraphId,
        /// The graph that the file names.
        found: GraphId,
    },
}

impl ReadError {
    /// The stable word for this error at the JavaScript boundary.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotAGraph | Self::Corrupt { .. } | Self::TooLarge => "graph-corrupt",
            Self::Version { .. } => "graph-version",
            Self::Mismatch { .. } => "graph-mismatch",
        }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAGraph => out.write_str(
                "This is not a Tillside graph file. Check the graph's address: the server may have answered with a page.",
            ),
            Self::Version { found } => write!(
                out,
                "The graph has format {found}, this release reads format {FORMAT}. Build the graph again with the `tillside` \
                 command of the same release."
            ),
            Self::Corrupt { offset, what } => {
                write!(out, "The graph file is damaged at byte {offset}: {what}. Upload the graph directory again.")
            }
            Self::TooLarge => out.write_str("The graph does not fit into memory. Build one of fewer products."),
            Self::Mismatch { expected, found } => write!(
                out,
                "The data file belongs to graph {found}, the manifest to graph {expected}. Upload the whole directory of one build."
            ),
        }
    }
}

impl std::error::Error for ReadError {}
