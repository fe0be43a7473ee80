//! Errors in a graph's bytes, with their remedies.

use std::fmt;

use super::{FORMAT, GraphId};

/// Reason for refusing a manifest or data file.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReadError {
    /// The bytes do not start like a data file; often an HTML error page.
    NotAGraph,
    /// Written by a release with another format.
    Version {
        /// The version in the file.
        found: u32,
    },
    /// The policy file was written by a release with other fields.
    Layout,
    /// The bytes are truncated or changed.
    Corrupt {
        /// Offset of the byte where the error was detected.
        offset: usize,
        /// Description of the error.
        what: &'static str,
    },
    /// The graph exceeds the memory or 4 GB.
    TooLarge,
    /// The file belongs to another build of the graph than the manifest.
    Mismatch {
        /// The graph of the manifest.
        expected: GraphId,
        /// The graph of the file.
        found: GraphId,
    },
}

impl ReadError {
    /// The stable error code at the JavaScript boundary.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotAGraph | Self::Corrupt { .. } | Self::TooLarge => "graph-corrupt",
            Self::Version { .. } | Self::Layout => "graph-version",
            Self::Mismatch { .. } => "graph-mismatch",
        }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAGraph => out.write_str(
                "This is not a Tillside graph file. Check the graph's address: the server may have answered with an HTML page.",
            ),
            Self::Version { found } => write!(
                out,
                "The graph has format {found}, but this release reads format {FORMAT}. Build the graph again with the `tillside` \
                 command of the same release."
            ),
            Self::Layout => out.write_str(
                "Another release wrote the policy of this graph. Build the graph again with the `tillside` command of the \
                 same release.",
            ),
            Self::Corrupt { offset, what } => {
                write!(out, "The graph file is damaged at byte {offset}: {what}. Upload the graph directory again.")
            }
            Self::TooLarge => out.write_str("The graph does not fit into memory. Build a graph with fewer products."),
            Self::Mismatch { expected, found } => write!(
                out,
                "The file belongs to graph {found}, but the manifest to graph {expected}. Upload the whole directory of one build."
            ),
        }
    }
}

impl std::error::Error for ReadError {}
