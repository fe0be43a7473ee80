//! A cursor over bytes that nobody vouches for.
//!
//! *Invariants*: every step either moves forward inside the slice or returns [`ReadError::Corrupt`] with the offset.

use super::ReadError;

/// What is left to read, and how far the reading has come.
pub(super) struct Bytes<'a> {
    rest: &'a [u8],
    offset: usize,
}

impl<'a> Bytes<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes, offset: 0 }
    }

    pub(super) fn corrupt(&self, what: &'static str) -> ReadError {
        ReadError::Corrupt { offset: self.offset, what }
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
        taken.try_into().map_err(|_| self.corrupt("it ends too early"))
    }

    pub(super) fn byte(&mut self) -> Result<u8, ReadError> {
        self.array::<1>().map(|[byte]| byte)
    }

    /// LEB128: seven bits a byte, the lowest first, the high bit says that more follow. At most 63 bits.
    pub(super) fn varint(&mut self) -> Result<u64, ReadError> {
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
        count.filter(is_held).ok_or_else(|| self.corrupt("a count is too large"))
    }

    /// A place in a list of this length.
    pub(super) fn place(&mut self, length: usize) -> Result<usize, ReadError> {
        let place = usize::try_from(self.varint()?).ok().filter(|place| *place < length);
        place.ok_or_else(|| self.corrupt("a note is of no product"))
    }

    /// A text behind its length.
    pub(super) fn text(&mut self) -> Result<String, ReadError> {
        let length = self.count()?;
        let text = self.take(length)?;
        Ok(std::str::from_utf8(text).map_err(|_| self.corrupt("a text is not UTF-8"))?.to_owned())
    }

    /// One bit for each of `count` things, the lowest bit first.
    pub(super) fn bits(&mut self, count: usize) -> Result<Vec<bool>, ReadError> {
        let mut bits = Vec::new();
        for byte in self.take(count.div_ceil(8))? {
            bits.extend([0, 1, 2, 3, 4, 5, 6, 7].map(|bit| byte >> bit & 1 == 1));
        }
        bits.truncate(count);
        Ok(bits)
    }

    /// All lengths, then all texts: equal things stand together, which general compression likes.
    pub(super) fn texts(&mut self, count: usize) -> Result<Vec<String>, ReadError> {
        let mut lengths = Vec::new();
        for _ in 0..count {
            lengths.push(self.count()?);
        }
        let mut texts = Vec::new();
        for length in lengths {
            let text = self.take(length)?;
            texts.push(std::str::from_utf8(text).map_err(|_| self.corrupt("a text is not UTF-8"))?.to_owned());
        }
        Ok(texts)
    }

    /// Like [`Bytes::texts`] with a leading byte: 0 when none of the things has one, so that the column costs a byte and nothing
    /// is returned.
    pub(super) fn optional_texts(&mut self, count: usize) -> Result<Vec<String>, ReadError> {
        if self.has_column()? { self.texts(count) } else { Ok(Vec::new()) }
    }

    /// A number for each of `count` things, with a leading byte as [`Bytes::optional_texts`] has it.
    pub(super) fn optional_numbers(&mut self, count: usize) -> Result<Vec<u64>, ReadError> {
        let mut numbers = Vec::new();
        if self.has_column()? {
            for _ in 0..count {
                numbers.push(self.varint()?);
            }
        }
        Ok(numbers)
    }

    fn has_column(&mut self) -> Result<bool, ReadError> {
        match self.byte()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(self.corrupt("a column is of no known kind")),
        }
    }
}
