//! A progress bar, and the handler of Ctrl-C.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use indicatif::{ProgressBar, ProgressStyle};

use crate::import::{Interrupted, Watch};

/// Shows the progress of reading on a terminal, and records Ctrl-C.
pub(super) struct Progress {
    bar: ProgressBar,
    /// When the reading of the file began.
    started: Instant,
    is_quiet: bool,
    is_stopped: Arc<AtomicBool>,
}

impl Progress {
    /// Handles Ctrl-C for the rest of the process.
    pub(super) fn new(is_quiet: bool) -> Self {
        let is_stopped = Arc::new(AtomicBool::new(false));
        let flag = Arc::clone(&is_stopped);
        // Fails only if there is a handler already; then Ctrl-C ends the process, which leaves no
        // partly written graph either.
        let _ = ctrlc::set_handler(move || flag.store(true, Ordering::Relaxed));
        Self {
            bar: ProgressBar::hidden(),
            started: Instant::now(),
            is_quiet,
            is_stopped,
        }
    }

    /// Fails after Ctrl-C.
    pub(super) fn check(&self) -> Result<(), Interrupted> {
        if self.is_stopped.load(Ordering::Relaxed) {
            Err(Interrupted)
        } else {
            Ok(())
        }
    }

    /// Shows a step of unknown length.
    pub(super) fn step(&mut self, what: &'static str) {
        self.bar.finish_and_clear();
        if !self.is_quiet {
            self.bar = ProgressBar::new_spinner().with_message(what);
            self.bar
                .enable_steady_tick(std::time::Duration::from_millis(120));
        }
    }

    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

impl Watch for Progress {
    fn start(&mut self, path: &Path, total_bytes: Option<u64>) {
        self.started = Instant::now();
        self.bar.finish_and_clear();
        if !self.is_quiet {
            // indicatif draws nothing if standard error is not a terminal.
            self.bar = total_bytes.map_or_else(ProgressBar::new_spinner, ProgressBar::new);
            let style = ProgressStyle::with_template(
                "{msg} {wide_bar} {prefix} {binary_bytes}/{binary_total_bytes}, {eta} left",
            );
            self.bar
                .set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
            self.bar.set_message(format!("Reading {}", path.display()));
        }
    }

    fn advance(&mut self, bytes_read: u64) -> Result<(), Interrupted> {
        self.bar.set_position(bytes_read);
        self.check()
    }

    fn count_rows(&mut self, rows: u64) {
        let ms = u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX);
        let per_second = rows.saturating_mul(1_000).checked_div(ms).unwrap_or(0);
        self.bar.set_prefix(format!("{per_second} rows/s"));
    }
}
