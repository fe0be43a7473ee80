//! Limits the decompressed size of a file: a few compressed bytes can produce any number of bytes.
//!
//! *Invariants*: the decompressed bytes are counted, regardless of the sizes in the file; reading
//! ends at the limit, not after it.

use std::error::Error;
use std::fmt;
use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// Maximum ratio of decompressed to compressed size. Order exports have a ratio of ten to thirty,
/// the demo shop's 18; gzip alone can reach a thousand.
const RATIO: u64 = 200;

/// Decompressed size that is always permitted.
const FLOOR_BYTES: u64 = 64_000_000;

/// Maximum size of a row of text, which is in memory at once.
const ROW_BYTES: u64 = 4_000_000;

/// Maximum size of a page of a Parquet column. Most writers begin a new page after 1 MB, some after
/// 100 MB.
pub(super) const PAGE_BYTES: u64 = 128_000_000;

/// The part of a file that was too large.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TooLarge {
    /// The whole decompressed file.
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
            Self::File { most } => write!(out, "it is larger than {most} bytes"),
            Self::OrderSlice { what, most } => write!(out, "a {what} is larger than {most} bytes"),
        }
    }
}

impl Error for TooLarge {}

/// Counts the decompressed bytes of one file; clones share the count.
#[derive(Clone, Debug)]
pub(super) struct Meter {
    counted: Arc<AtomicU64>,
    most: u64,
}

impl Meter {
    /// A meter for a compressed file of this size, or with the user's limit.
    pub(super) fn packed(bytes: u64, named: Option<u64>) -> Self {
        Self::up_to(named.unwrap_or_else(|| bytes.saturating_mul(RATIO).max(FLOOR_BYTES)))
    }

    /// A meter for an uncompressed file.
    pub(super) fn plain() -> Self {
        Self::up_to(u64::MAX)
    }

    fn up_to(most: u64) -> Self {
        Self {
            counted: Arc::default(),
            most,
        }
    }

    /// A separate meter with the same limit.
    pub(super) fn beside(&self) -> Self {
        Self::up_to(self.most)
    }

    /// The remaining number of bytes.
    pub(super) fn left(&self) -> u64 {
        self.most.saturating_sub(self.counted.load(Relaxed))
    }

    /// Whether this many bytes remain.
    pub(super) fn check(&self, bytes: u64) -> Result<(), TooLarge> {
        if bytes > self.left() {
            Err(TooLarge::File { most: self.most })
        } else {
            Ok(())
        }
    }

    /// Counts decompressed bytes.
    pub(super) fn count(&self, bytes: u64) -> Result<(), TooLarge> {
        self.check(bytes)?;
        self.counted.fetch_add(bytes, Relaxed);
        Ok(())
    }
}

/// Number of bytes since the start of a row.
#[derive(Clone, Debug)]
pub(super) struct RowBytes(Arc<AtomicU64>);

/// Marks a file that is not a sequence of rows.
const NO_ROWS: u64 = u64::MAX;

impl RowBytes {
    /// Starts a row.
    pub(super) fn restart(&self) {
        self.0.store(0, Relaxed);
    }

    /// Disables the limit of rows, for a file that is read as a whole.
    pub(super) fn forever(&self) {
        self.0.store(NO_ROWS, Relaxed);
    }
}

/// Counts the bytes that are read, in total and since the start of the row.
pub(super) struct Metered<R> {
    inner: R,
    file: Meter,
    row: Arc<AtomicU64>,
}

impl<R: Read> Metered<R> {
    /// The reader, and the counter to reset at the start of each row.
    pub(super) fn new(inner: R, file: Meter) -> (Self, RowBytes) {
        let row = Arc::<AtomicU64>::default();
        let reader = Self {
            inner,
            file,
            row: Arc::clone(&row),
        };
        (reader, RowBytes(row))
    }
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let row = self.row.load(Relaxed);
        if row > ROW_BYTES && row != NO_ROWS {
            return Err(io::Error::other(TooLarge::OrderSlice {
                what: "row",
                most: ROW_BYTES,
            }));
        }
        let read = self.inner.read(buffer)?;
        if row != NO_ROWS {
            self.row.fetch_add(read as u64, Relaxed);
        }
        self.file.count(read as u64).map_err(io::Error::other)?;
        Ok(read)
    }
}
