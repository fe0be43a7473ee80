//! A cursor over untrusted bytes.
//!
//! *Invariants*: every step either moves forward inside the slice or returns [`ReadError::Corrupt`]
//! with the offset; no bytes are copied and no memory is allocated.

use std::num::{NonZeroI64, NonZeroU32};

use super::ReadError;
use crate::model::{Minor, PriceChange};

/// The unread bytes, and the offset of the next one.
#[derive(Clone, Debug, Default)]
pub(super) struct Bytes<'a> {
    rest: &'a [u8],
    offset: usize,
}

impl<'a> Bytes<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self {
            rest: bytes,
            offset: 0,
        }
    }

    pub(super) fn corrupt(&self, what: &'static str) -> ReadError {
        ReadError::Corrupt {
            offset: self.offset,
            what,
        }
    }

    /// Number of bytes read so far.
    pub(super) fn offset(&self) -> usize {
        self.offset
    }

    /// The unread bytes.
    pub(super) fn rest(&self) -> &'a [u8] {
        self.rest
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    pub(super) fn take(&mut self, length: usize) -> Result<&'a [u8], ReadError> {
        let Some((taken, rest)) = self.rest.split_at_checked(length) else {
            return Err(self.corrupt("it ends too early"));
        };
        self.rest = rest;
        self.offset = self.offset.saturating_add(length);
        Ok(taken)
    }

    pub(super) fn array<const N: usize>(&mut self) -> Result<[u8; N], ReadError> {
        let taken = self.take(N)?;
        taken
            .try_into()
            .map_err(|_| self.corrupt("it ends too early"))
    }

    pub(super) fn byte(&mut self) -> Result<u8, ReadError> {
        self.array::<1>().map(|[byte]| byte)
    }

    /// LEB128: seven bits per byte, the lowest first; the high bit marks that more bytes follow. At
    /// most 63 bits.
    pub(super) fn varint(&mut self) -> Result<u64, ReadError> {
        // Fast path: most numbers are one byte.
        if let Some((byte, rest)) = self.rest.split_first().filter(|(byte, _)| **byte < 0x80) {
            self.rest = rest;
            self.offset = self.offset.saturating_add(1);
            return Ok(u64::from(*byte));
        }
        let mut value = 0_u64;
        for shift in (0..63).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(self.corrupt("a number is too long"))
    }

    pub(super) fn varint32(&mut self) -> Result<u32, ReadError> {
        let value = self.varint()?;
        u32::try_from(value).map_err(|_| self.corrupt("a number is too large"))
    }

    /// A number of elements, each of which takes at least one of the remaining bytes.
    pub(super) fn count(&mut self) -> Result<usize, ReadError> {
        self.count_of(1)
    }

    /// A number of elements, each of which takes at least `bytes` of the remaining bytes.
    pub(super) fn count_of(&mut self, bytes: usize) -> Result<usize, ReadError> {
        let count = usize::try_from(self.varint()?).ok();
        let is_held = |count: &usize| count.saturating_mul(bytes) <= self.rest.len();
        count
            .filter(is_held)
            .ok_or_else(|| self.corrupt("a count is too large"))
    }

    /// The next number of an ascending list: the first is absolute, the others are distances to the
    /// previous one.
    pub(super) fn ascend(&mut self, before: Option<u32>) -> Result<u32, ReadError> {
        let step = self.varint32()?;
        let Some(before) = before else {
            return Ok(step);
        };
        let next = before.checked_add(step).filter(|_| step > 0);
        next.ok_or_else(|| self.corrupt("an ascending list does not ascend"))
    }

    /// A text after its length.
    pub(super) fn text(&mut self) -> Result<&'a str, ReadError> {
        let length = self.count()?;
        self.utf8(length)
    }

    fn utf8(&mut self, length: usize) -> Result<&'a str, ReadError> {
        let text = self.take(length)?;
        std::str::from_utf8(text).map_err(|_| self.corrupt("a text is not UTF-8"))
    }

    /// Skips `count` numbers and returns a cursor over them.
    pub(super) fn numbers(&mut self, count: usize) -> Result<Self, ReadError> {
        let column = self.clone();
        for _ in 0..count {
            self.varint()?;
        }
        Ok(column)
    }

    /// Skips one bit for each of `count` elements and returns them.
    pub(super) fn bits(&mut self, count: usize) -> Result<Bits<'a>, ReadError> {
        self.take(count.div_ceil(8)).map(Bits)
    }

    /// Skips `count` lengths and `count` texts and returns them. Lengths and texts are separate
    /// because general compression works best on equal kinds of bytes.
    pub(super) fn texts(&mut self, count: usize) -> Result<Texts<'a>, ReadError> {
        let lengths = self.clone();
        let mut total = 0_usize;
        for _ in 0..count {
            total = total.saturating_add(self.count()?);
        }
        let texts = self.clone();
        self.take(total)?;
        Ok(Texts { lengths, texts })
    }

    /// Like [`Bytes::texts`] with a leading byte: 0 if no element has a text, so that an empty
    /// column costs one byte.
    pub(super) fn optional_texts(&mut self, count: usize) -> Result<Option<Texts<'a>>, ReadError> {
        if self.has_column()? {
            self.texts(count).map(Some)
        } else {
            Ok(None)
        }
    }

    /// Like [`Bytes::numbers`], with a leading byte as in [`Bytes::optional_texts`].
    pub(super) fn optional_numbers(&mut self, count: usize) -> Result<Option<Self>, ReadError> {
        if self.has_column()? {
            self.numbers(count).map(Some)
        } else {
            Ok(None)
        }
    }

    fn has_column(&mut self) -> Result<bool, ReadError> {
        match self.byte()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(self.corrupt("a column is of no known kind")),
        }
    }
}

/// A column of bits, the lowest bit of each byte first.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bits<'a>(&'a [u8]);

impl Bits<'_> {
    /// The bit at an index; `false` after the end.
    pub(super) fn at(self, place: usize) -> bool {
        self.0
            .get(place >> 3)
            .is_some_and(|byte| byte >> (place & 7) & 1 == 1)
    }
}

/// A column of texts.
#[derive(Clone, Debug)]
pub(super) struct Texts<'a> {
    lengths: Bytes<'a>,
    texts: Bytes<'a>,
}

impl<'a> Texts<'a> {
    pub(super) fn corrupt(&self, what: &'static str) -> ReadError {
        self.texts.corrupt(what)
    }

    pub(super) fn next(&mut self) -> Result<&'a str, ReadError> {
        let length = self.lengths.count()?;
        self.texts.utf8(length)
    }
}

/// Appends a number in the format of [`Bytes::varint`].
pub(super) fn push_varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    out.push((value & 0x7f) as u8);
}

/// A price as a number of the format: 0 = unknown, else minor units + 1.
pub(super) fn price_code(price_minor: Option<Minor>) -> u64 {
    let price = price_minor.and_then(|price| u64::try_from(price).ok());
    price.map_or(0, |price| price.saturating_add(1))
}

/// The price with a code, see [`price_code`].
pub(super) fn price_of(code: u64) -> Option<Minor> {
    code.checked_sub(1).and_then(|price| price.try_into().ok())
}

/// The end of a price, from its last day and the code of the next price; day 0 for none.
pub(super) fn price_change(last_day: u32, next: u64) -> Option<PriceChange> {
    Some(PriceChange {
        last_day: NonZeroU32::new(last_day)?,
        next_minor: price_of(next).and_then(NonZeroI64::new),
    })
}

/// Appends a text in the format of [`Bytes::text`].
pub(super) fn push_text(out: &mut Vec<u8>, text: &str) {
    push_varint(out, text.len() as u64);
    out.extend(text.bytes());
}
