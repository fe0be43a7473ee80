//! Errors in `shop.toml` with their positions.

use std::fmt;
use std::io;
use std::ops::Range;
use std::path::PathBuf;

use toml::Spanned;

/// An error with its byte range in the file.
#[derive(Debug)]
pub(crate) struct SpannedDiagnostic {
    pub(crate) span: Range<usize>,
    /// The problem and its remedy.
    pub(crate) message: String,
}

pub(crate) fn diagnostic_at<T>(at: &Spanned<T>, message: impl Into<String>) -> SpannedDiagnostic {
    SpannedDiagnostic {
        span: at.span(),
        message: message.into(),
    }
}

/// An error with line and column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// The problem and its remedy.
    pub message: String,
}

/// Converts byte offsets of a text to lines and columns.
pub(crate) struct LineIndex<'a>(&'a str);

impl<'a> LineIndex<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self(text)
    }

    pub(crate) fn locate(
        &self,
        SpannedDiagnostic { span, message }: SpannedDiagnostic,
    ) -> Diagnostic {
        let before = self.0.get(..span.start).unwrap_or(self.0);
        let line_start = before
            .rfind('\n')
            .map_or(0, |place| place.saturating_add(1));
        Diagnostic {
            line: before.matches('\n').count().saturating_add(1),
            column: before
                .get(line_start..)
                .unwrap_or("")
                .chars()
                .count()
                .saturating_add(1),
            message,
        }
    }
}

/// Reason for refusing `shop.toml`.
#[derive(Debug)]
#[non_exhaustive]
pub enum ShopError {
    /// The file could not be read.
    Io {
        /// The file.
        path: PathBuf,
        /// The reported error.
        source: io::Error,
    },
    /// The file contains errors.
    Content {
        /// The file.
        path: PathBuf,
        /// The errors in the order of the file; at least one.
        diagnostics: Vec<Diagnostic>,
    },
}

impl fmt::Display for ShopError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io { path, source } => {
                write!(out, "{}: could not be read: {source}.", path.display())
            }
            Self::Content {
                path,
                diagnostics: mistakes,
            } => {
                for (
                    place,
                    Diagnostic {
                        line,
                        column,
                        message,
                    },
                ) in mistakes.iter().enumerate()
                {
                    let break_line = if place == 0 { "" } else { "\n" };
                    write!(
                        out,
                        "{break_line}{}:{line}:{column}: {message}",
                        path.display()
                    )?;
                }
                Ok(())
            }
        }
    }
}

impl std::error::Error for ShopError {}
