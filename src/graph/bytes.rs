//! A cursor over bytes that nobody vouches for.
//!
//! *Invariants*: every step either moves forward inside the slice or returns [`ReadError::Corrupt`] with the offset; nothing is
//! copied, nothing is allocated.

use super::ReadError;

/// What is left to read, and how far the reading has come.
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

    /// Number of bytes that were read.
    pub(super) fn offset(&self) -> usize {
        self.offset
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

    /// LEB128: seven bits a byte, the lowest first, the high bit says that more follow. At most 63 bits.
    pub(super) fn varint(&mut self) -> Result<u64, ReadError> {
        // Most numbers are one byte.
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

    /// A number of things of which each takes at least one of the bytes that are left.
    pub(super) fn count(&mut self) -> Result<usize, ReadError> {
        self.count_of(1)
    }

    /// A number of things of which each takes at least so many of the bytes that are left.
    pub(super) fn count_of(&mut self, bytes: usize) -> Result<usize, ReadError> {
        let count = usize::try_from(self.varint()?).ok();
        let is_held = |count: &usize| count.saturating_mul(bytes) <= self.rest.len();
        count
            .filter(is_held)
            .ok_or_else(|| self.corrupt("a count is too large"))
    }

    /// The next number of an ascending list: absolute at first, then the distance to the one before.
    pub(super) fn ascend(&mut self, before: Option<u32>) -> Result<u32, ReadError> {
        let step = self.varint32()?;
        let Some(before) = before else {
            return Ok(step);
        };
        let next = before.checked_add(step).filter(|_| step > 0);
        next.ok_or_else(|| self.corrupt("an ascending list does not ascend"))
    }

    /// A text behind its length.
    pub(super) fn text(&mut self) -> Result<&'a str, ReadError> {
        let length = self.count()?;
        self.utf8(length)
    }

    fn utf8(&mut self, length: usize) -> Result<&'a str, ReadError> {
        let text = self.take(length)?;
        std::str::from_utf8(text).map_err(|_| self.corrupt("a text is not UTF-8"))
    }

    /// Goes past so many numbers; what is returned reads them.
    pub(super) fn numbers(&mut self, count: usize) -> Result<Self, ReadError> {
        let column = self.clone();
        for _ in 0..count {
            self.varint()?;
        }
        Ok(column)
    }

    /// Goes past a bit for each of `count` things; what is returned reads them.
    pub(super) fn bits(&mut self, count: usize) -> Result<Bits<'a>, ReadError> {
        self.take(count.div_ceil(8)).map(Bits)
    }

    /// Goes past `count` lengths and as many texts (equal things stand together, which general compression likes); what is
    /// returned reads them.
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

    /// Like [`Bytes::texts`] with a leading byte: 0 when none of the things has one, so that the column costs a byte.
    pub(super) fn optional_texts(&mut self, count: usize) -> Result<Option<Texts<'a>>, ReadError> {
        if self.has_column()? {
            self.texts(count).map(Some)
        } else {
            Ok(None)
        }
    }

    /// Like [`Bytes::numbers`], with a leading byte as [`Bytes::optional_texts`] has it.
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

/// A column of bits, the lowest of each byte first.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bits<'a>(&'a [u8]);

impl Bits<'_> {
    /// The bit at a place; `false` behind the end.
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

/// Appends a number as [`Bytes::varint`] reads it.
pub(super) fn push_varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    out.push((value & 0x7f) as u8);
}

/// Appends a text as [`Bytes::text`] reads it.
pub(super) fn push_text(out: &mut Vec<u8>, text: &str) {
    push_varint(out, text.len() as u64);
    out.extend(text.bytes());
}
