//! The policy file: the data about a shop that a page needs before it plans.
//!
//! ```text
//! file     = "TSP" version layout graph shards variants terms checksum
//! version  = u8                  the version of the data files
//! layout   = 8 bytes             hash of the names and types of all fields of the terms
//! graph    = 8 bytes             the graph that the file belongs to
//! shards   = varint              number of data files, at least 1
//! variants = varint              number of data files with the variants of groups
//! terms    = currency date policy repeat
//! checksum = u32, little endian  CRC-32 (ISO-HDLC) of everything before it
//! ```
//!
//! The terms are the currency of the graph, the date of its prices, the [`Policy`], and how customers
//! repeat purchases ([`RepeatModel`]), in the encoding that `serde` derives. A new field of the policy
//! changes the layout automatically, so a release never misreads the terms of another release.
//!
//! *Invariants*: the file is named after its contents (`manifest_file.rs`), so a file with a given
//! name never changes; reading never panics, and a false length allocates at most one megabyte.
//! *Source*: the postcard wire format, version 1.

use postcard_schema::key::Key;

use super::bytes::Bytes;
use super::format::{CHECKSUM_BYTES, checksum};
use super::{BuildRecord, FORMAT, GraphId, Manifest, ReadError};
use crate::model::{Currency, Policy, RepeatModel};

/// First bytes of the file.
const MAGIC: &[u8; 3] = b"TSP";

/// Currency, date of the prices, policy, repeat purchases.
type Terms = (Currency, Option<String>, Policy, RepeatModel);

/// Computed at compile time from the definitions of the types.
const LAYOUT: [u8; 8] = Key::for_path::<Terms>("tillside/terms").to_bytes();

impl Manifest {
    /// Reads the policy file of the graph with this id, in sixteen hexadecimal digits.
    ///
    /// # Errors
    /// As [`read_policy_file`](Self::read_policy_file), and [`ReadError::Mismatch`] for a file of
    /// another graph.
    pub fn of_graph(graph: &str, file: &[u8]) -> Result<Self, ReadError> {
        let manifest = Self::read_policy_file(file)?;
        match GraphId::parse(graph) {
            Some(expected) if expected != manifest.graph => Err(ReadError::Mismatch {
                expected,
                found: manifest.graph,
            }),
            Some(_) => Ok(manifest),
            None => Err(ReadError::Corrupt {
                offset: 0,
                what: "the manifest names no graph",
            }),
        }
    }

    /// Reads a policy file; the record of the build is empty.
    ///
    /// # Errors
    /// [`ReadError`] for all bytes that [`policy_file`](Self::policy_file) of this release did not
    /// write.
    pub fn read_policy_file(file: &[u8]) -> Result<Self, ReadError> {
        let Some((body, sum)) = file.split_last_chunk::<CHECKSUM_BYTES>() else {
            return Err(ReadError::NotAGraph);
        };
        let mut bytes = Bytes::new(body);
        if bytes.take(MAGIC.len()).ok() != Some(MAGIC.as_slice()) {
            return Err(ReadError::NotAGraph);
        }
        let version = bytes.byte()?;
        if version != FORMAT {
            return Err(ReadError::Version {
                found: version.into(),
            });
        }
        if checksum(body) != u32::from_le_bytes(*sum) {
            return Err(bytes.corrupt("the checksum does not match"));
        }
        if bytes.array()? != LAYOUT {
            return Err(ReadError::Layout);
        }
        let graph = GraphId(bytes.array()?);
        let (shards, variant_files) = (bytes.varint32()?, bytes.varint32()?);
        let terms = postcard::take_from_bytes::<Terms>(bytes.rest());
        let Some((terms, [])) = terms.ok().filter(|_| shards > 0) else {
            return Err(bytes.corrupt("the terms cannot be read"));
        };
        let (currency, as_of, policy, repeat) = terms;
        Ok(Self {
            graph,
            shards,
            variant_files,
            currency,
            as_of,
            policy,
            repeat,
            record: BuildRecord::default(),
        })
    }

    /// The bytes of the policy file.
    #[cfg(not(target_arch = "wasm32"))]
    #[must_use]
    pub fn policy_file(&self) -> Vec<u8> {
        let mut out = [MAGIC.as_slice(), &[FORMAT], &LAYOUT, &self.graph.0].concat();
        for count in [self.shards, self.variant_files] {
            super::bytes::push_varint(&mut out, count.into());
        }
        let terms = (&self.currency, &self.as_of, &self.policy, &self.repeat);
        // Cannot fail: the sizes of all lists are known, and memory is the only limit.
        out.extend(postcard::to_allocvec(&terms).unwrap_or_default());
        out.extend(checksum(&out).to_le_bytes());
        out
    }
}
