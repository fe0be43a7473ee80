//! Measures how deeply the schema of a Parquet file is nested, because the library reads it
//! recursively and could overflow the stack.
//!
//! *Source*: Thrift's compact protocol; `FileMetaData` and `SchemaElement` of `parquet.thrift`.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};

/// Maximum depth. Exports are flat, or nested a few levels deep.
const MOST: usize = 64;

/// The length of the footer and `PAR1`, at the end of every file.
const TAIL_BYTES: u64 = 8;

/// The field of `FileMetaData` that lists the schema, and the field of its elements that counts their children.
const SCHEMA: i64 = 2;
const CHILDREN: i64 = 5;

/// Types of the protocol.
const STOP: u8 = 0;
const I32: u8 = 5;
const BINARY: u8 = 8;
const LIST: u8 = 9;
const SET: u8 = 10;
const MAP: u8 = 11;
const STRUCT: u8 = 12;

/// Whether the schema of a file may be read. A file without a schema passes; the library then
/// reports the error.
pub(super) fn is_shallow(file: &mut File, bytes: u64) -> io::Result<bool> {
    let Some(end) = bytes.checked_sub(TAIL_BYTES) else {
        return Ok(true);
    };
    file.seek(SeekFrom::Start(end))?;
    let mut length = [0; 4];
    file.read_exact(&mut length)?;
    let length = u64::from(u32::from_le_bytes(length));
    let Some(start) = end.checked_sub(length) else {
        return Ok(true);
    };
    file.seek(SeekFrom::Start(start))?;
    let mut footer = Vec::new();
    file.take(length).read_to_end(&mut footer)?;
    Ok(nesting(&mut footer.as_slice()).is_some_and(|depth| depth <= MOST))
}

/// The depth of the schema, at most [`MOST`] + 1; `None` if the bytes are not valid metadata.
fn nesting(footer: &mut &[u8]) -> Option<usize> {
    let mut field = 0;
    loop {
        match next_field(footer, &mut field)? {
            STOP => return None,
            LIST if field == SCHEMA => break,
            kind => skip(footer, kind, MOST)?,
        }
    }
    // Number of missing children of each open group, from the root.
    let mut waiting: Vec<u64> = Vec::new();
    let mut deepest = 0;
    let (elements, _) = list(footer)?;
    for _ in 0..elements {
        while waiting.pop_if(|left| *left == 0).is_some() {}
        if let Some(left) = waiting.last_mut() {
            *left = left.saturating_sub(1);
        }
        let children = children(footer)?;
        if children > 0 {
            waiting.push(children);
        }
        deepest = deepest.max(waiting.len());
        if deepest > MOST {
            break;
        }
    }
    Some(deepest)
}

/// The number of children of the next element.
fn children(bytes: &mut &[u8]) -> Option<u64> {
    let (mut field, mut children) = (0, 0);
    loop {
        match next_field(bytes, &mut field)? {
            STOP => return Some(children),
            I32 if field == CHILDREN => children = u64::try_from(signed(bytes)?).unwrap_or(0),
            kind => skip(bytes, kind, MOST)?,
        }
    }
}

/// The type of the next field. Its number is relative to the previous one.
fn next_field(bytes: &mut &[u8], field: &mut i64) -> Option<u8> {
    let head = byte(bytes)?;
    if head != STOP {
        *field = if head >> 4 == 0 {
            signed(bytes)?
        } else {
            field.saturating_add((head >> 4).into())
        };
    }
    Some(head & 15)
}

/// Skips a value; `None` if it ends too early or is nested too deeply.
fn skip(bytes: &mut &[u8], kind: u8, depth: usize) -> Option<()> {
    let depth = depth.checked_sub(1)?;
    match kind {
        // The type of a field contains a boolean's value.
        1 | 2 => {}
        3 => drop(byte(bytes)?),
        4..=6 => drop(varint(bytes)?),
        7 => drop(take(bytes, 8)?),
        BINARY => {
            let length = varint(bytes)?;
            take(bytes, length)?;
        }
        LIST | SET => {
            let (length, kind) = list(bytes)?;
            for _ in 0..length {
                skip_element(bytes, kind, depth)?;
            }
        }
        MAP => {
            let length = varint(bytes)?;
            let kinds = if length == 0 { 0 } else { byte(bytes)? };
            for _ in 0..length {
                skip_element(bytes, kinds >> 4, depth)?;
                skip_element(bytes, kinds & 15, depth)?;
            }
        }
        STRUCT => {
            let mut field = 0;
            loop {
                match next_field(bytes, &mut field)? {
                    STOP => break,
                    kind => skip(bytes, kind, depth)?,
                }
            }
        }
        _ => return None,
    }
    Some(())
}

/// A boolean in lists and maps is a byte.
fn skip_element(bytes: &mut &[u8], kind: u8, depth: usize) -> Option<()> {
    skip(bytes, if kind <= 2 { 3 } else { kind }, depth)
}

/// Length and type of a list.
fn list(bytes: &mut &[u8]) -> Option<(u64, u8)> {
    let head = byte(bytes)?;
    let length = if head >> 4 == 15 {
        varint(bytes)?
    } else {
        (head >> 4).into()
    };
    Some((length, head & 15))
}

fn signed(bytes: &mut &[u8]) -> Option<i64> {
    let zigzag = varint(bytes)?;
    let half = i64::try_from(zigzag >> 1).ok()?;
    Some(if zigzag & 1 == 0 {
        half
    } else {
        half.saturating_neg().saturating_sub(1)
    })
}

fn varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let byte = byte(bytes)?;
        value |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(value);
        }
    }
    None
}

fn byte(bytes: &mut &[u8]) -> Option<u8> {
    let (first, rest) = bytes.split_first()?;
    *bytes = rest;
    Some(*first)
}

fn take(bytes: &mut &[u8], length: u64) -> Option<()> {
    *bytes = bytes.get(usize::try_from(length).ok()?..)?;
    Some(())
}
