//! A progress bar for people, and the ear for Ctrl-C.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use indicatif::{ProgressBar, ProgressStyle};

use crate::import::{Interrupted, Watch};

/// Shows how far a file is read, on a terminal only, and notices Ctrl-C.
pub(super) struct Progress {
    bar: ProgressBar,
    is_quiet: bool,
    is_stopped: Arc<AtomicBool>,
}

impl Progress {
    /// Takes Ctrl-C over for the rest of the process.
    pub(super) fn new(is_quiet: bool) -> Self {
        let is_stopped = Arc::new(AtomicBool::new(false));
        let flag = Arc::clone(&is_stopped);
        // Fails only where a handler stands already; then Ctrl-C ends the process, which leaves nothing half-written either.
        let _ = ctrlc::set_handler(move || flag.store(true, Ordering::Relaxed));
        Self {
            bar: ProgressBar::hidden(),
            is_quiet,
            is_stopped,
        }
    }

    /// Fails once Ctrl-C was pressed.
    pub(super) fn check(&self) -> Result<(), Interrupted> {
        if self.is_stopped.load(Ordering::Relaxed) {
            Err(Interrupted)
        } else {
            Ok(())
        }
    }

    /// Shows a step whose length is not known.
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
        self.bar.finish_and_clear();
        if !self.is_quiet {
            // indicatif draws nothing where standard error is no terminal.
            self.bar = total_bytes.map_or_else(ProgressBar::new_spinner, ProgressBar::new);
            let style = ProgressStyle::with_template(
                "{msg} {wide_bar} {binary_bytes}/{binary_total_bytes} {eta}",
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
}
