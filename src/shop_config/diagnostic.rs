//! Errors and hints about `shop.toml`, with their positions.

use std::fmt;
use std::io;
use std::ops::Range;
use std::path::PathBuf;

use serde::Serialize;
use toml::Spanned;

/// Severity of a diagnostic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// It must be fixed.
    Error,
    /// It should be reviewed.
    Hint,
}

impl Severity {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Hint => "hint",
        }
    }
}

/// A diagnostic with its byte range in the file.
#[derive(Debug)]
pub(crate) struct SpannedDiagnostic {
    pub(crate) span: Range<usize>,
    pub(crate) severity: Severity,
    /// The problem and its remedy.
    pub(crate) message: String,
}

impl SpannedDiagnostic {
    pub(crate) fn error(span: Range<usize>, message: impl Into<String>) -> Self {
        Self {
            span,
            severity: Severity::Error,
            message: message.into(),
        }
    }
}

/// An error at a value.
pub(crate) fn error_at<T>(at: &Spanned<T>, message: impl Into<String>) -> SpannedDiagnostic {
    SpannedDiagnostic::error(at.span(), message)
}

/// A diagnostic with line and column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// Its severity.
    pub severity: Severity,
    /// The problem and its remedy.
    pub message: String,
}

/// Converts byte offsets of a text to lines and columns.
pub(crate) struct LineIndex<'a>(&'a str);

impl<'a> LineIndex<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self(text)
    }

    pub(crate) fn locate(&self, diagnostic: SpannedDiagnostic) -> Diagnostic {
        let SpannedDiagnostic {
            span,
            severity,
            message,
        } = diagnostic;
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
            severity,
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
                        ..
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
