//! The decoder of a data file.
//!
//! The format is described in `format.rs`.
//!
//! *Invariants*: every product of a file is at home there, the target of a home product's edge, or a
//! variant that shoppers can choose, so the memory of a graph is bounded by its files: at most four times their size plus 64 KB.

use super::bytes::{Bytes, push_varint};
use super::columns::DataColumns;
use super::format::{CHECKSUM_BYTES, MAGIC, checksum};
use super::parents::Parents;
use super::row;
use super::{FORMAT, GraphId, ReadError};
use crate::model::ProductId;

/// A row takes at most this many times the bytes of the file; edges are the worst case (`row.rs`).
const ROW_FACTOR: usize = 3;

/// One decoded data file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Shard {
    pub(super) graph: GraphId,
    pub(super) number: u32,
    /// The rows of the wanted products.
    pub(super) rows: Vec<u8>,
    /// Number of rows.
    pub(super) count: usize,
    /// The SKUs of groups.
    pub(super) parents: Parents,
}

/// Decodes a data file into rows of the products for which `is_wanted(id, is_home)` holds.
///
/// # Errors
/// [`ReadError`] for all bytes that the encoder of this version did not write; the checksum is
/// checked first.
pub(super) fn decode(
    file: &[u8],
    is_wanted: impl Fn(ProductId, bool) -> bool,
) -> Result<Shard, ReadError> {
    let mut head = Bytes::new(file);
    if head.take(MAGIC.len()).ok() != Some(MAGIC.as_slice()) {
        return Err(ReadError::NotAGraph);
    }
    let version = head.byte()?;
    if version != FORMAT {
        return Err(ReadError::Version {
            found: version.into(),
        });
    }
    let Some((body, sum)) = file.split_last_chunk::<CHECKSUM_BYTES>() else {
        return Err(head.corrupt("it ends too early"));
    };
    if checksum(body) != u32::from_le_bytes(*sum) {
        return Err(ReadError::Corrupt {
            offset: body.len(),
            what: "the checksum does not match",
        });
    }

    let mut bytes = Bytes::new(body);
    bytes.take(MAGIC.len().saturating_add(1))?;
    let graph = GraphId(bytes.array()?);
    let number = bytes.varint32()?;
    let turn = Turn::new(DataColumns::find(&mut bytes)?, &bytes)?;
    let (rows, count, parents) = turn.all(is_wanted)?;
    Ok(Shard {
        graph,
        number,
        rows,
        count,
        parents,
    })
}

/// The columns while they become rows; contradictions between values are detected here.
struct Turn<'a> {
    columns: DataColumns<'a>,
    rows: Vec<u8>,
    /// Whether an edge leads to the product, by index in the table of products.
    is_reached: Vec<bool>,
    end: Bytes<'a>,
}

impl<'a> Turn<'a> {
    fn new(columns: DataColumns<'a>, end: &Bytes<'a>) -> Result<Self, ReadError> {
        let mut rows = Vec::new();
        // Reserved at once, because a growing list briefly needs memory for both copies.
        rows.try_reserve_exact(end.offset().saturating_mul(ROW_FACTOR))
            .map_err(|_| ReadError::TooLarge)?;
        let is_reached = vec![false; columns.ids.len()];
        Ok(Self {
            columns,
            rows,
            is_reached,
            end: end.clone(),
        })
    }

    /// The wanted rows, their number, and the SKUs of groups.
    fn all(
        mut self,
        is_wanted: impl Fn(ProductId, bool) -> bool,
    ) -> Result<(Vec<u8>, usize, Parents), ReadError> {
        let mut count = 0_usize;
        for place in 0..self.is_reached.len() {
            let start = self.rows.len();
            let product = self.columns.product(place)?;
            row::push_head(&mut self.rows, &product, self.columns.notes.is_of(place));
            let is_home = self.columns.homes.at(place);
            if is_home {
                reach(&mut self.is_reached, place);
                self.edges()?;
            }
            if product.variant.is_some() {
                reach(&mut self.is_reached, place);
            }
            row::push_facts(&mut self.rows, &product);
            self.notes(place)?;
            if is_wanted(product.id, is_home) {
                count = count.saturating_add(1);
            } else {
                self.rows.truncate(start);
            }
        }
        if self.columns.notes.next.is_some() {
            return Err(self.columns.notes.corrupt());
        }
        if self.is_reached.contains(&false) {
            return Err(self
                .end
                .corrupt("no edge leads to a product that is not at home"));
        }
        self.rows.shrink_to_fit();
        let DataColumns {
            parents,
            ids,
            homes,
            ..
        } = self.columns;
        Ok((self.rows, count, parents.read(&ids, homes)?))
    }

    /// Appends the edges of the next home product to its row.
    fn edges(&mut self) -> Result<(), ReadError> {
        let Self {
            columns: DataColumns { ids, sections, .. },
            rows,
            is_reached,
            ..
        } = self;
        let mut count = 0_usize;
        for section in sections.iter() {
            count = count.saturating_add(section.degrees.clone().count()?);
        }
        push_varint(rows, count as u64);
        let start = rows.len();
        for section in sections {
            let mut before = None;
            for _ in 0..section.degrees.count()? {
                let place = section.targets.ascend(before)?;
                before = Some(place);
                let place = usize::try_from(place).unwrap_or(usize::MAX);
                let to = ids
                    .get(place)
                    .copied()
                    .ok_or_else(|| section.targets.corrupt("an edge leads to no product"))?;
                reach(is_reached, place);
                row::push_edge(rows, &section.edge(to)?);
            }
        }
        row::sort_edges(rows, start);
        Ok(())
    }

    /// Appends the notes on a product's edges to its row.
    fn notes(&mut self, place: usize) -> Result<(), ReadError> {
        let Self {
            columns: DataColumns {
                ids, homes, notes, ..
            },
            rows,
            ..
        } = self;
        if !notes.is_of(place) {
            return Ok(());
        }
        while let Some((_, to, text)) = notes.next.filter(|(from, ..)| *from == place) {
            let to = ids.get(to).copied().filter(|_| homes.at(place));
            row::push_note(rows, Some((to.ok_or_else(|| notes.corrupt())?, text)));
            notes.advance()?;
        }
        row::push_note(rows, None);
        Ok(())
    }
}

fn reach(is_reached: &mut [bool], place: usize) {
    if let Some(is_reached) = is_reached.get_mut(place) {
        *is_reached = true;
    }
}
