//! Decompresses Parquet pages within a limit, without trusting the sizes in the file.
//!
//! The library allocates memory according to the sizes in a file's headers, and decompresses a page
//! to its end. Therefore it is told that the pages are uncompressed, and each page is decompressed
//! here, up to the limit.
//!
//! *Invariants*: a number in the file causes no allocation before it was compared with the existing
//! bytes.

use std::fs::File;
use std::io::{BufReader, Read};
use std::sync::Arc;

use bytes::Bytes;
use flate2::read::MultiGzDecoder;
use parquet::basic::{Compression, Encoding};
use parquet::bloom_filter::Sbbf;
use parquet::column::page::{Page, PageMetadata, PageReader};
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::{ParquetMetaData, ParquetMetaDataReader, RowGroupMetaData};
use parquet::file::reader::{ChunkReader, FileReader, Length, RowGroupReader};
use parquet::file::serialized_reader::SerializedPageReader;
use parquet::record::reader::RowIter;
use parquet::schema::types::Type;
use ruzstd::decoding::StreamingDecoder;

use super::parquet_nesting::is_shallow;
use super::size_limit::{Meter, PAGE_BYTES, TooLarge};

/// Maximum expansion of a snappy block: a copy of two bytes produces at most 64.
const SNAPPY_RATIO: usize = 32;

/// A Parquet file whose pages are counted as they are decompressed.
pub(super) struct Pages {
    file: Arc<Checked>,
    metadata: ParquetMetaData,
    meter: Meter,
}

impl Pages {
    pub(super) fn open(mut file: File, bytes: u64, meter: Meter) -> Result<Self> {
        if !is_shallow(&mut file, bytes)? {
            return Err(ParquetError::General(
                "its columns are damaged, or nested too deeply".to_owned(),
            ));
        }
        let file = Checked { file, bytes };
        let metadata = ParquetMetaDataReader::new().parse_and_finish(&file)?;
        Ok(Self {
            file: Arc::new(file),
            metadata,
            meter,
        })
    }
}

impl FileReader for Pages {
    fn metadata(&self) -> &ParquetMetaData {
        &self.metadata
    }

    fn num_row_groups(&self) -> usize {
        self.metadata.num_row_groups()
    }

    fn get_row_group(&self, place: usize) -> Result<Box<dyn RowGroupReader + '_>> {
        Ok(Box::new(Group {
            pages: self,
            metadata: self.metadata.row_group(place),
        }))
    }

    fn get_row_iter(&self, projection: Option<Type>) -> Result<RowIter<'_>> {
        RowIter::from_file(projection, self)
    }
}

struct Group<'a> {
    pages: &'a Pages,
    metadata: &'a RowGroupMetaData,
}

impl RowGroupReader for Group<'_> {
    fn metadata(&self) -> &RowGroupMetaData {
        self.metadata
    }

    fn num_columns(&self) -> usize {
        self.metadata.num_columns()
    }

    fn get_column_page_reader(&self, place: usize) -> Result<Box<dyn PageReader>> {
        let column = self.metadata.column(place);
        let codec = column.compression();
        let as_it_stands = column
            .clone()
            .into_builder()
            .set_compression(Compression::UNCOMPRESSED)
            .build()?;
        let rows = usize::try_from(self.metadata.num_rows())?;
        let raw =
            SerializedPageReader::new(Arc::clone(&self.pages.file), &as_it_stands, rows, None)?;
        Ok(Box::new(Column {
            raw,
            codec,
            meter: self.pages.meter.clone(),
        }))
    }

    fn get_column_bloom_filter(&self, _: usize) -> Option<&Sbbf> {
        None
    }

    fn get_row_iter(&self, projection: Option<Type>) -> Result<RowIter<'_>> {
        RowIter::from_row_group(projection, self)
    }
}

/// The pages of one column of a row group.
struct Column {
    raw: SerializedPageReader<Checked>,
    codec: Compression,
    meter: Meter,
}

impl Iterator for Column {
    type Item = Result<Page>;

    fn next(&mut self) -> Option<Self::Item> {
        self.get_next_page().transpose()
    }
}

impl PageReader for Column {
    fn get_next_page(&mut self) -> Result<Option<Page>> {
        let Some(mut page) = self.raw.get_next_page()? else {
            return Ok(None);
        };
        match &mut page {
            Page::DataPage { buf, encoding, .. } => {
                check_encoding(*encoding)?;
                *buf = self.unpack(buf, 0)?;
            }
            Page::DataPageV2 {
                buf,
                encoding,
                def_levels_byte_len,
                rep_levels_byte_len,
                is_compressed,
                ..
            } => {
                check_encoding(*encoding)?;
                let levels =
                    u64::from(*def_levels_byte_len).saturating_add((*rep_levels_byte_len).into());
                let levels = usize::try_from(levels)?;
                if levels > buf.len() {
                    return Err(corrupt("its levels are longer than the page"));
                }
                *buf = if *is_compressed {
                    self.unpack(buf, levels)?
                } else {
                    self.counted(buf.clone())?
                };
            }
            Page::DictionaryPage {
                buf, num_values, ..
            } => {
                *buf = self.unpack(buf, 0)?;
                // The library allocates memory for all values before it reads the first, and each
                // value needs some bytes of the page.
                if usize::try_from(*num_values)? > buf.len() {
                    return Err(corrupt("it has more values than bytes"));
                }
            }
        }
        Ok(Some(page))
    }

    fn peek_next_page(&mut self) -> Result<Option<PageMetadata>> {
        self.raw.peek_next_page()
    }

    fn skip_next_page(&mut self) -> Result<()> {
        self.raw.skip_next_page()
    }
}

impl Column {
    /// Decompresses a page after its first bytes, which are never compressed.
    fn unpack(&self, packed: &Bytes, plain: usize) -> Result<Bytes> {
        if self.codec == Compression::UNCOMPRESSED {
            return self.counted(packed.clone());
        }
        let (plain, packed) = packed
            .split_at_checked(plain)
            .ok_or_else(|| corrupt("it ends too early"))?;
        let most = self.meter.left().min(PAGE_BYTES);
        let mut unpacked = plain.to_vec();
        match self.codec {
            _ if packed.is_empty() => {}
            Compression::SNAPPY => self.snappy(packed, &mut unpacked)?,
            Compression::GZIP(_) => read(MultiGzDecoder::new(packed), most, &mut unpacked)?,
            Compression::ZSTD(_) => read_zstd(packed, most, &mut unpacked)?,
            other => {
                return Err(ParquetError::NYI(format!(
                    "its columns are compressed with {other}. Write it with snappy, gzip, zstd or uncompressed"
                )));
            }
        }
        self.counted(unpacked.into())
    }

    /// Unlike the other formats, a snappy block is decompressed at once, and begins with its
    /// length.
    fn snappy(&self, packed: &[u8], into: &mut Vec<u8>) -> Result<()> {
        let fail = |error: snap::Error| corrupt(&error.to_string());
        let length = snap::raw::decompress_len(packed).map_err(fail)?;
        if length > packed.len().saturating_mul(SNAPPY_RATIO) {
            return Err(corrupt("it claims to be longer than its bytes permit"));
        }
        self.check(length)?;
        into.extend(
            snap::raw::Decoder::new()
                .decompress_vec(packed)
                .map_err(fail)?,
        );
        Ok(())
    }

    fn counted(&self, page: Bytes) -> Result<Bytes> {
        self.check(page.len())?;
        self.meter.count(page.len() as u64).map_err(refuse)?;
        Ok(page)
    }

    fn check(&self, length: usize) -> Result<()> {
        self.meter.check(length as u64).map_err(refuse)?;
        if length as u64 > PAGE_BYTES {
            Err(refuse(TooLarge::OrderSlice {
                what: "page",
                most: PAGE_BYTES,
            }))
        } else {
            Ok(())
        }
    }
}

/// Reads the output up to one byte beyond the limit, so that an excess is detected.
fn read(from: impl Read, most: u64, into: &mut Vec<u8>) -> Result<()> {
    from.take(most.saturating_add(1)).read_to_end(into)?;
    Ok(())
}

/// A page is usually one frame, but it may be several.
fn read_zstd(mut packed: &[u8], most: u64, into: &mut Vec<u8>) -> Result<()> {
    let start = into.len();
    while !packed.is_empty() {
        let unpacked = into.len().saturating_sub(start) as u64;
        let Some(left) = most.checked_sub(unpacked) else {
            break;
        };
        let frame =
            StreamingDecoder::new(&mut packed).map_err(|error| corrupt(&error.to_string()))?;
        read(frame, left, into)?;
    }
    Ok(())
}

/// The encodings that need no more memory than the bytes of the page, apart from one batch of
/// values. In the others, a few bytes can repeat a long text any number of times.
fn check_encoding(encoding: Encoding) -> Result<()> {
    match encoding {
        Encoding::PLAIN
        | Encoding::PLAIN_DICTIONARY
        | Encoding::RLE_DICTIONARY
        | Encoding::RLE
        | Encoding::DELTA_BINARY_PACKED
        | Encoding::BYTE_STREAM_SPLIT => Ok(()),
        other => Err(ParquetError::NYI(format!(
            "its columns are encoded with {other}. Write them plain or with a dictionary, as most programs do by default"
        ))),
    }
}

fn corrupt(what: &str) -> ParquetError {
    ParquetError::General(format!("a page is damaged: {what}"))
}

fn refuse(what: TooLarge) -> ParquetError {
    ParquetError::External(Box::new(what))
}

/// The file, with a check for reads beyond its end.
struct Checked {
    file: File,
    bytes: u64,
}

impl Length for Checked {
    fn len(&self) -> u64 {
        self.bytes
    }
}

impl ChunkReader for Checked {
    type T = BufReader<File>;

    fn get_read(&self, start: u64) -> Result<Self::T> {
        self.file.get_read(start)
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        if start
            .checked_add(length as u64)
            .is_none_or(|end| end > self.bytes)
        {
            return Err(ParquetError::EOF(
                "a page extends beyond the end of the file".to_owned(),
            ));
        }
        self.file.get_bytes(start, length)
    }
}
