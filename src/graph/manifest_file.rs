//! `manifest.json`: the names of a graph's other files.
//!
//! *Invariants*: the file is small for a shop of any size, and the only file of a graph whose
//! contents change without a new name. Its checksum covers the values that a page reads (`isWhole`
//! in `www/hashes.js` computes it too), so the file may be reformatted.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{BuildRecord, FORMAT, GraphId, Manifest, ReadError};
use crate::model::fnv1a;

/// The fields of the file.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct ManifestFile {
    /// Version of the graph's files.
    format: u32,
    /// The graph's id in sixteen hexadecimal digits.
    graph: String,
    /// Number of data files.
    shards: u32,
    /// Hash of the policy file in sixteen hexadecimal digits.
    policy: String,
    /// Checksum of the three fields above.
    checksum: u32,
    /// The currency of the prices, for people and programs; a page reads it in the policy file.
    #[serde(default)]
    currency: String,
    /// The date of the prices, likewise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    as_of: Option<String>,
    /// Number of markets in the list next to the shop's manifest; a page without a clear market then
    /// reads the list.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub(super) markets: usize,
    /// The record of the build, which no page reads.
    #[serde(flatten)]
    record: BuildRecord,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
fn is_zero(number: &usize) -> bool {
    *number == 0
}

/// The field that files of all versions have.
#[derive(Deserialize)]
struct Version {
    format: u32,
}

impl ManifestFile {
    pub(super) fn new(manifest: &Manifest, policy_file: &[u8]) -> Self {
        let mut hash = [0; 8];
        hash.iter_mut()
            .zip(Sha256::digest(policy_file))
            .for_each(|(byte, hashed)| *byte = hashed);
        let mut file = Self {
            format: FORMAT.into(),
            graph: manifest.graph.to_string(),
            shards: manifest.shards,
            policy: GraphId(hash).to_string(),
            checksum: 0,
            currency: manifest.currency.code().to_owned(),
            as_of: manifest.as_of.clone(),
            markets: 0,
            record: manifest.record.clone(),
        };
        file.checksum = file.sum();
        file
    }

    /// Parses and checks the text of the file.
    pub(super) fn read(text: &str) -> serde_json::Result<Result<Self, ReadError>> {
        let Version { format } = serde_json::from_str(text)?;
        if format != u32::from(FORMAT) {
            return Ok(Err(ReadError::Version { found: format }));
        }
        let file: Self = serde_json::from_str(text)?;
        let is_whole = file.checksum == file.sum();
        Ok(is_whole.then_some(file).ok_or(ReadError::Corrupt {
            offset: 0,
            what: "the manifest's checksum does not match",
        }))
    }

    fn sum(&self) -> u32 {
        let Self {
            graph,
            shards,
            policy,
            ..
        } = self;
        fnv1a(format!("{graph},{shards},{policy}").bytes())
    }

    /// The text of the file.
    pub(super) fn text(&self) -> serde_json::Result<String> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }

    /// The name of the policy file.
    pub(super) fn policy_name(&self) -> String {
        format!("{}-{}.bin", self.graph, self.policy)
    }

    /// The manifest, of this file and the policy file that it names.
    pub(super) fn manifest(self, policy_file: &[u8]) -> Result<Manifest, ReadError> {
        Ok(Manifest {
            record: self.record,
            ..Manifest::of_graph(&self.graph, policy_file)?
        })
    }
}
