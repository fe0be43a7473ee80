//! Restores the lines of a text to the form that the writing program intended, before the cells
//! are read.

use std::io::{BufRead, BufReader, Read, Result};

/// Reads a text with `\n` for every `\r\n`, so that lines are counted alike on all systems.
pub(super) struct UnixLines<R> {
    inner: BufReader<R>,
    /// Whether the last byte was a `\r` whose successor is not known yet.
    is_held: bool,
}

impl<R: Read> UnixLines<R> {
    pub(super) fn new(inner: R) -> Self {
        Self {
            inner: BufReader::with_capacity(1 << 16, inner),
            is_held: false,
        }
    }
}

impl<R: Read> Read for UnixLines<R> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        loop {
            let ahead = self.inner.fill_buf()?;
            let (Some(first), Some(slot)) = (ahead.first().copied(), buffer.first_mut()) else {
                // The last byte of the text.
                let is_held = std::mem::take(&mut self.is_held);
                return Ok(match buffer.first_mut().filter(|_| is_held) {
                    Some(slot) => {
                        *slot = b'\r';
                        1
                    }
                    None => 0,
                });
            };
            if std::mem::take(&mut self.is_held) && first != b'\n' {
                *slot = b'\r';
                return Ok(1);
            }
            if first == b'\r' {
                self.is_held = true;
                self.inner.consume(1);
                continue;
            }
            let end = ahead.iter().position(|byte| *byte == b'\r');
            let length = end.unwrap_or(ahead.len()).min(buffer.len());
            for (slot, byte) in buffer.iter_mut().zip(ahead.iter().take(length)) {
                *slot = *byte;
            }
            self.inner.consume(length);
            return Ok(length);
        }
    }
}

/// Reads a text whose lines a spreadsheet saved as single cells: it quoted the lines that contain
/// quotation marks, and added its own separators at their ends.
///
/// `"1001,""Mug, blue"",9.50";;` is the line `1001,"Mug, blue",9.50`.
pub(super) struct UnquotedLines<R> {
    inner: BufReader<R>,
    line: Vec<u8>,
    /// Number of bytes of the line that were passed on.
    passed: usize,
}

impl<R: Read> UnquotedLines<R> {
    pub(super) fn new(inner: R) -> Self {
        Self {
            inner: BufReader::new(inner),
            line: Vec::new(),
            passed: 0,
        }
    }
}

impl<R: Read> Read for UnquotedLines<R> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        if self.passed >= self.line.len() {
            let mut line = Vec::new();
            self.inner.read_until(b'\n', &mut line)?;
            self.line = unquoted_line(&line);
            self.passed = 0;
        }
        let mut rest = self.line.get(self.passed..).unwrap_or_default();
        let read = rest.read(buffer)?;
        self.passed = self.passed.saturating_add(read);
        Ok(read)
    }
}

/// A line without the quotation marks around it, and without the separators after them.
pub(super) fn unquoted_line(line: &[u8]) -> Vec<u8> {
    let (text, end) = match line {
        [text @ .., b'\n'] => (text, &b"\n"[..]),
        text => (text, &b""[..]),
    };
    let last = text.iter().rposition(|byte| *byte != b';');
    let text = last.and_then(|last| text.get(..=last)).unwrap_or_default();
    let mut unquoted = inner(text).unwrap_or_else(|| text.to_vec());
    unquoted.extend_from_slice(end);
    unquoted
}

/// The text between two quotation marks, in which all others are doubled.
fn inner(text: &[u8]) -> Option<Vec<u8>> {
    let text = text.strip_prefix(b"\"")?.strip_suffix(b"\"")?;
    let mut inner = Vec::with_capacity(text.len());
    let mut bytes = text.iter().copied();
    while let Some(byte) = bytes.next() {
        if byte == b'"' && bytes.next() != Some(b'"') {
            return None;
        }
        inner.push(byte);
    }
    Some(inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_of_lines_become_those_of_unix() {
        let text = b"a,b\r\n\r\nc\rd\n\r";
        for size in 1..6 {
            let mut read = Vec::new();
            let mut lines = UnixLines {
                inner: BufReader::with_capacity(size, &text[..]),
                is_held: false,
            };
            lines.read_to_end(&mut read).unwrap();
            assert_eq!(read, b"a,b\n\nc\rd\n\r", "{size}");
        }
    }

    #[test]
    fn a_line_loses_the_marks_around_it_and_no_others() {
        for (line, expected) in [
            (
                "\"1001,\"\"Mug, blue\"\",9.50\";;\n",
                "1001,\"Mug, blue\",9.50\n",
            ),
            ("1002,Bowl,7;\n", "1002,Bowl,7\n"),
            ("\"1003\",\"Mug\"\n", "\"1003\",\"Mug\"\n"),
            ("\"1004\",Mug,\"blue\"", "\"1004\",Mug,\"blue\""),
            (";;\n", "\n"),
        ] {
            assert_eq!(
                unquoted_line(line.as_bytes()),
                expected.as_bytes(),
                "{line}"
            );
        }
        let mut text = String::new();
        let lines = &b"\"a,\"\"b\"\"\"\nc,d;\n"[..];
        UnquotedLines::new(lines).read_to_string(&mut text).unwrap();
        assert_eq!(text, "a,\"b\"\nc,d\n");
    }
}
