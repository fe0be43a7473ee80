//! The text of `manifest.json`, which ends with a checksum of what stands before: a shop never sells by terms that were damaged
//! on the way.
//!
//! *Invariants*: white space does not count, because editors and version control change it; a text without a checksum passes, so
//! that a manifest can be written by hand; `isWhole` in `www/hashes.js` says the same.

use super::format::checksum;
use super::{Manifest, ReadError};

/// How a text ends, white space aside: `,"checksum":"0123abcd"}`.
const KEY: &str = ",\"checksum\":\"";
const END_BYTES: usize = KEY.len() + 10;

impl Manifest {
    /// The text of `manifest.json`.
    ///
    /// # Errors
    /// None that anybody has seen: all of its fields are JSON.
    pub fn text(&self) -> serde_json::Result<String> {
        let text = serde_json::to_string_pretty(self)?;
        let said = text.strip_suffix("\n}").unwrap_or(&text);
        let sum = checksum(&bare(said));
        Ok(format!("{said},\n  \"checksum\": \"{sum:08x}\"\n}}\n"))
    }
}

/// Checks the text of a manifest by the checksum at its end.
///
/// # Errors
/// [`ReadError::Corrupt`].
pub fn check_text(text: &str) -> Result<(), ReadError> {
    let text = bare(text);
    let Some((said, end)) = text.split_last_chunk::<END_BYTES>() else {
        return Ok(());
    };
    let Some(sum) = end
        .strip_prefix(KEY.as_bytes())
        .and_then(|sum| sum.first_chunk::<8>())
    else {
        return Ok(());
    };
    if format!("{:08x}", checksum(said)).as_bytes() == sum {
        Ok(())
    } else {
        Err(ReadError::Corrupt {
            offset: said.len(),
            what: "the manifest's checksum does not fit",
        })
    }
}

/// What counts of a text.
fn bare(text: &str) -> Vec<u8> {
    text.bytes()
        .filter(|byte| !b" \n\r\t".contains(byte))
        .collect()
}
