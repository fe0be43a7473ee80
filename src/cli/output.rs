//! Standard output, and files that are written as a whole.

use std::io::{self, Write};
use std::path::Path;

use super::CliError;

/// Passes standard output to `write`. The reader may close the pipe (`tillside export … | head`),
/// which ends the work without an error.
pub(super) fn print(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), CliError> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    match write(&mut out).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written
            .map_err(|error| CliError::input(format!("The output could not be written: {error}."))),
    }
}

/// Writes a file completely or not at all.
pub(super) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), CliError> {
    let directory = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let write = || {
        let mut file = tempfile::NamedTempFile::new_in(directory)?;
        file.write_all(bytes)?;
        file.persist(path).map_err(|error| error.error)
    };
    write().map(drop).map_err(|error| {
        CliError::input(format!(
            "{}: could not be written: {error}.",
            path.display()
        ))
    })
}
