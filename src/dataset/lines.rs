//! Storage for order lines until their order is complete.
//!
//! The rows of an order may be anywhere in an export, so no order is complete before the last row.
//! Lines are stored in partitions by a hash of their order id. A partition that grows moves from
//! memory to an unnamed temporary file, and one partition at a time is read back.
//!
//! *Invariants*: all lines of an order are in one partition; the result is sorted and does not
//! depend on the order of arrival.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};

use tempfile::SpooledTempFile;

/// Number of partitions. An export of a hundred million lines then has partitions of about 50 MB.
const PARTITIONS: usize = 64;

/// A partition stays in memory up to this size: 16 MiB for all partitions.
const PARTITION_MEMORY_BYTES: usize = 256 << 10;

/// Lines are written to a partition in pieces of this size; a small one, because a shop of a few
/// orders has all partitions, too.
const WRITTEN_BYTES: usize = 512;

/// The product index of a row without a product.
pub(crate) const NO_PRODUCT: u32 = u32::MAX;

/// One product of one order in compact form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Line {
    /// [`hash_id`] of the order's id.
    pub(crate) order: u64,
    /// Index of the product in the order of first appearance.
    pub(crate) product: u32,
    /// Seconds since 1970; `i64::MIN` if the line has no time.
    pub(crate) time: i64,
    /// Millionths of the major unit; `i64::MIN` if the line has no price.
    pub(crate) price_micros: i64,
    /// [`hash_id`] of the customer's id; `0` if the line has none.
    pub(crate) customer: u64,
    /// Index of the country plus 1; `0` if the line has none.
    pub(crate) country: u16,
    /// Index of the currency plus 1; `0` if the line has none.
    pub(crate) currency: u8,
    pub(crate) is_cancelled: bool,
    /// Whether it is a single piece.
    pub(crate) is_single: bool,
}

const LINE_BYTES: usize = 8 + 4 + 8 + 8 + 8 + 2 + 1 + 1 + 1;

/// Hash of an order's or a customer's id. Among a million orders, two have the same hash with a
/// probability of 1 in 37 million.
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
        out.write_all(&[
            self.currency,
            self.is_cancelled.into(),
            self.is_single.into(),
        ])
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
        let [currency, is_cancelled, is_single] = array(&mut from)?;
        Ok(Self {
            order,
            product,
            time,
            price_micros,
            customer,
            country,
            currency,
            is_cancelled: is_cancelled != 0,
            is_single: is_single != 0,
        })
    }
}

/// All lines of an export.
pub(crate) struct OrderLines {
    partitions: Vec<BufWriter<SpooledTempFile>>,
}

impl Default for OrderLines {
    fn default() -> Self {
        Self {
            partitions: (0..PARTITIONS)
                .map(|_| SpooledTempFile::new(PARTITION_MEMORY_BYTES))
                .map(|file| BufWriter::with_capacity(WRITTEN_BYTES, file))
                .collect(),
        }
    }
}

impl OrderLines {
    pub(crate) fn push(&mut self, line: Line) -> io::Result<()> {
        // The high bits, because the low bits of a weak hash can follow a sequence number.
        let place = usize::try_from(line.order >> 58).unwrap_or(0);
        let mut buffer = [0; LINE_BYTES];
        line.write(&mut buffer.as_mut_slice())?;
        match self.partitions.get_mut(place) {
            Some(partition) => partition.write_all(&buffer),
            None => Ok(()),
        }
    }

    /// Passes the lines of each order to `each`. The order of the orders is arbitrary but
    /// deterministic.
    pub(crate) fn for_each_order(self, mut each: impl FnMut(&[Line])) -> io::Result<()> {
        for partition in self.partitions {
            let mut partition = partition.into_inner()?;
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
