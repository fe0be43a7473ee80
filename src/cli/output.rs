//! Standard output, for whoever reads it.

use std::io::{self, Write};

use super::CliError;

/// Hands standard output to `write`. Whoever reads may stop reading (`tillside export … | head`), which ends the work and is no failure.
pub(super) fn print(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), CliError> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    match write(&mut out).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written
            .map_err(|error| CliError::input(format!("The answer could not be written: {error}."))),
    }
}
