//! Order lines waiting until their order is complete.
//!
//! The rows of an order may stand anywhere in an export, so nothing can be counted before the last row was read. Lines wait in
//! partitions by a hash of their order id; a partition that grows moves from memory to an unnamed temporary file, and one
//! partition at a time is brought back.
//!
//! *Invariants*: all lines of an order are in one partition; what comes back is sorted, whatever the order of arrival.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, Read, Seek, SeekFrom, Write};

use tempfile::SpooledTempFile;

/// An export of a hundred million lines makes partitions of about 50 MB.
const PARTITIONS: usize = 64;

/// A partition stays in memory up to this size: 16 MiB for all of them.
const PARTITION_MEMORY_BYTES: usize = 256 << 10;

/// One product in one order, as short as it can wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Line {
    /// [`hash_id`] of the order's id.
    pub(crate) order: u64,
    /// Place of the product in the order of its first appearance.
    pub(crate) product: u32,
    /// Seconds since 1970; `i64::MIN` when this line does not say.
    pub(crate) time: i64,
    /// Millionths of the major unit; `i64::MIN` when this line does not say.
    pub(crate) price_micros: i64,
    /// [`hash_id`] of the customer's id; `0` when this line does not say.
    pub(crate) customer: u64,
    /// Place of the country + 1; `0` when this line does not say.
    pub(crate) country: u16,
    /// Place of the currency + 1; `0` when this line does not say.
    pub(crate) currency: u8,
    pub(crate) is_cancelled: bool,
}

const LINE_BYTES: usize = 8 + 4 + 8 + 8 + 8 + 2 + 1 + 1;

/// What stands for an order's or a customer's id: two of a million orders share one with a chance of 1 in 37 million.
pub(crate) fn hash_id(id: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    hasher.finish()
}

impl Line {
    fn write(self, out: &mut impl Write) -> io::Result<()> {
        out.write_all(&self.order.to_le_bytes())?;
        out.write_all(&self.product.to_le_bytes())?;
        out.write_all(&self.time.to_le_bytes())?;
        out.write_all(&self.price_micros.to_le_bytes())?;
        out.write_all(&self.customer.to_le_bytes())?;
        out.write_all(&self.country.to_le_bytes())?;
        out.write_all(&[self.currency, self.is_cancelled.into()])
    }

    fn read(mut from: &[u8]) -> io::Result<Self> {
        fn array<const N: usize>(from: &mut &[u8]) -> io::Result<[u8; N]> {
            let mut array = [0; N];
            from.read_exact(&mut array).map(|()| array)
        }
        let order = u64::from_le_bytes(array(&mut from)?);
        let product = u32::from_le_bytes(array(&mut from)?);
        let time = i64::from_le_bytes(array(&mut from)?);
        let price_micros = i64::from_le_bytes(array(&mut from)?);
        let customer = u64::from_le_bytes(array(&mut from)?);
        let country = u16::from_le_bytes(array(&mut from)?);
        let [currency, is_cancelled] = array(&mut from)?;
        Ok(Self {
            order,
            product,
            time,
            price_micros,
            customer,
            country,
            currency,
            is_cancelled: is_cancelled != 0,
        })
    }
}

/// All lines of an export.
pub(crate) struct Lines {
    partitions: Vec<SpooledTempFile>,
}

impl Default for Lines {
    fn default() -> Self {
        Self {
            partitions: (0..PARTITIONS)
                .map(|_| SpooledTempFile::new(PARTITION_MEMORY_BYTES))
                .collect(),
        }
    }
}

impl Lines {
    pub(crate) fn push(&mut self, line: Line) -> io::Result<()> {
        // The high bits: the low ones may be those of a sequence number in a weak hash.
        let place = usize::try_from(line.order >> 58).unwrap_or(0);
        let mut buffer = [0; LINE_BYTES];
        line.write(&mut buffer.as_mut_slice())?;
        match self.partitions.get_mut(place) {
            Some(partition) => partition.write_all(&buffer),
            None => Ok(()),
        }
    }

    /// Hands over the lines of each order, the orders in no particular but always the same order.
    pub(crate) fn for_each_order(self, mut each: impl FnMut(&[Line])) -> io::Result<()> {
        for mut partition in self.partitions {
            let mut bytes = Vec::new();
            partition.seek(SeekFrom::Start(0))?;
            partition.read_to_end(&mut bytes)?;
            let mut lines = bytes
                .chunks_exact(LINE_BYTES)
                .map(Line::read)
                .collect::<io::Result<Vec<_>>>()?;
            drop(bytes);
            lines.sort_unstable();
            lines
                .chunk_by(|one, other| one.order == other.order)
                .for_each(&mut each);
        }
        Ok(())
    }
}
