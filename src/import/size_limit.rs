//! How much a file may become when it is read: a few packed bytes can stand for any number of them.
//!
//! *Invariants*: what is counted is what comes out, whatever a file says of itself; reading ends at the limit, not after it.

use std::error::Error;
use std::fmt;
use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// A packed file may become so many times as large. Order exports become ten to thirty times as large, the demo shop's 18 times; gzip
/// alone manages a thousand.
const RATIO: u64 = 200;

/// And it may become this large, whatever its size.
const FLOOR_BYTES: u64 = 64_000_000;

/// What has to be in memory at once may be this large: a row of text.
const ROW_BYTES: u64 = 4_000_000;

/// The same for a page of a Parquet file's column. Writers begin a new one after a megabyte, some after a hundred.
pub(super) const PAGE_BYTES: u64 = 128_000_000;

/// What was too large.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TooLarge {
    /// Everything that comes out of the file.
    File {
        /// The limit in bytes.
        most: u64,
    },
    /// One row, or one page of a column.
    OrderSlice {
        /// `row` or `page`.
        what: &'static str,
        /// The limit in bytes.
        most: u64,
    },
}

impl fmt::Display for TooLarge {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File { most } => write!(out, "it holds more than {most} bytes"),
            Self::OrderSlice { what, most } => write!(out, "a {what} holds more than {most} bytes"),
        }
    }
}

impl Error for TooLarge {}

/// Counts what comes out of one file; clones count together.
#[derive(Clone, Debug)]
pub(super) struct Meter {
    counted: Arc<AtomicU64>,
    most: u64,
}

impl Meter {
    /// For a packed file of this size, or with the limit that the user named.
    pub(super) fn packed(bytes: u64, named: Option<u64>) -> Self {
        Self::up_to(named.unwrap_or_else(|| bytes.saturating_mul(RATIO).max(FLOOR_BYTES)))
    }

    /// For a file that is as large as what comes out of it.
    pub(super) fn plain() -> Self {
        Self::up_to(u64::MAX)
    }

    fn up_to(most: u64) -> Self {
        Self {
            counted: Arc::default(),
            most,
        }
    }

    /// Another count with the same limit.
    pub(super) fn beside(&self) -> Self {
        Self::up_to(self.most)
    }

    /// What may come out yet.
    pub(super) fn left(&self) -> u64 {
        self.most.saturating_sub(self.counted.load(Relaxed))
    }

    /// Whether so much may come out yet.
    pub(super) fn check(&self, bytes: u64) -> Result<(), TooLarge> {
        if bytes > self.left() {
            Err(TooLarge::File { most: self.most })
        } else {
            Ok(())
        }
    }

    /// Counts what came out.
    pub(super) fn count(&self, bytes: u64) -> Result<(), TooLarge> {
        self.check(bytes)?;
        self.counted.fetch_add(bytes, Relaxed);
        Ok(())
    }
}

/// Counts what passes, in all and since the row began.
pub(super) struct Metered<R> {
    inner: R,
    file: Meter,
    row: Arc<AtomicU64>,
}

impl<R: Read> Metered<R> {
    /// The reader, and what to set to nothing when a row begins.
    pub(super) fn new(inner: R, file: Meter) -> (Self, Arc<AtomicU64>) {
        let row = Arc::<AtomicU64>::default();
        (
            Self {
                inner,
                file,
                row: Arc::clone(&row),
            },
            row,
        )
    }
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.row.load(Relaxed) > ROW_BYTES {
            return Err(io::Error::other(TooLarge::OrderSlice {
                what: "row",
                most: ROW_BYTES,
            }));
        }
        let read = self.inner.read(buffer)?;
        self.row.fetch_add(read as u64, Relaxed);
        self.file.count(read as u64).map_err(io::Error::other)?;
        Ok(read)
    }
}
