//! Detects the encoding of a text.
//!
//! Bytes are passed on unchanged, and each cell is decoded separately, because separators are the
//! same bytes in all encodings that shops use. Only UTF-16 is decoded first.

use std::io::Read;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{
    Encoding, MACINTOSH, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_874, WINDOWS_1250, WINDOWS_1251,
    WINDOWS_1252, WINDOWS_1253, WINDOWS_1254, WINDOWS_1255, WINDOWS_1256, WINDOWS_1257,
};
use encoding_rs_io::DecodeReaderBytesBuilder;

use crate::import::words::headers::meaning;

/// Number of bytes, of lines that are not UTF-8, that the detection uses.
const EVIDENCE_BYTES: usize = 1 << 20;

/// Number of lines, the first that are not UTF-8, of which one may be the header.
const HEADER_LINES: usize = 8;

/// With fewer strange signs inside words, the cause may be a damaged cell.
const LEAST_STRANGE: u32 = 3;

/// Encodings with one byte for each letter, which are hard to distinguish in short texts.
const OF_LETTERS: [&Encoding; 9] = [
    WINDOWS_1252, WINDOWS_1250, WINDOWS_1251, WINDOWS_1253, WINDOWS_1254, WINDOWS_1255,
    WINDOWS_1256, WINDOWS_1257, WINDOWS_874,
];

/// Decodes UTF-16, if it is named or has a byte order mark; other bytes are passed on unchanged.
pub(super) fn from_marks(reader: Box<dyn Read>, named: Option<&'static Encoding>) -> Box<dyn Read> {
    if let Some(utf16) = named.filter(|named| *named == UTF_16LE || *named == UTF_16BE) {
        return decoded(reader, utf16);
    }
    let decoded = DecodeReaderBytesBuilder::new()
        .utf8_passthru(true)
        .strip_bom(true)
        .bom_override(true)
        .build(reader);
    Box::new(decoded)
}

pub(super) fn decoded(reader: Box<dyn Read>, encoding: &'static Encoding) -> Box<dyn Read> {
    let decoded = DecodeReaderBytesBuilder::new()
        .encoding(Some(encoding))
        .strip_bom(true)
        .build(reader);
    Box::new(decoded)
}

/// Detects UTF-16 without a mark: every other byte at the start is 0.
pub(super) fn utf16(start: &[u8]) -> Option<&'static Encoding> {
    let head = start.get(..start.len().min(256)).unwrap_or_default();
    let pairs = head.chunks_exact(2);
    let count = pairs.len();
    let zero = |place: usize| {
        let zeros = pairs.clone().filter(|pair| pair.get(place) == Some(&0));
        zeros.count()
    };
    let (first, second) = (zero(0), zero(1));
    if count < 8 {
        None
    } else if second.saturating_mul(2) > count && first == 0 {
        Some(UTF_16LE)
    } else if first.saturating_mul(2) > count && second == 0 {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Detects the encoding of a text from its lines that are not UTF-8; `None` for the code pages of DOS,
/// which are not supported.
pub(super) fn guess(mut reader: impl Read) -> Option<&'static Encoding> {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let (mut rest, mut buffer) = (Vec::new(), vec![0; 1 << 16]);
    let (mut fed, mut utf8_lines, mut other_lines) = (0_usize, 0_u64, 0_u64);
    let mut are_signs = true;
    let mut first_lines: Vec<Vec<u8>> = Vec::new();
    let mut letters = Letters {
        counts: [0; 256],
        strange: [0; 2],
        inside: 0,
    };
    let mut take = |line: &[u8], fed: &mut usize| {
        if line.is_ascii() {
            return;
        }
        if std::str::from_utf8(line).is_ok() {
            utf8_lines = utf8_lines.saturating_add(1);
        } else {
            other_lines = other_lines.saturating_add(1);
            are_signs &= has_signs_only(line);
            letters.add(line);
            if first_lines.len() < HEADER_LINES && line.len() < 1 << 13 {
                first_lines.push(line.to_vec());
            }
            detector.feed(line, false);
            *fed = fed.saturating_add(line.len());
        }
    };
    while let Ok(read @ 1..) = reader.read(&mut buffer) {
        rest.extend_from_slice(buffer.get(..read).unwrap_or_default());
        let end = rest
            .iter()
            .rposition(|byte| matches!(byte, b'\n' | b'\r'))
            .map_or(0, |place| place.saturating_add(1));
        let after = rest.split_off(end);
        for line in rest.split(|byte| matches!(byte, b'\n' | b'\r')) {
            take(line, &mut fed);
        }
        rest = after;
        if fed > EVIDENCE_BYTES || rest.len() > EVIDENCE_BYTES {
            break;
        }
    }
    take(&rest, &mut fed);
    detector.feed(b"", true);
    // A few invalid cells in a UTF-8 file come from Western spreadsheets.
    if utf8_lines > other_lines || are_signs {
        return Some(WINDOWS_1252);
    }
    let guessed = detector.guess(None, Utf8Detection::Deny);
    let guessed = if guessed == UTF_8 {
        WINDOWS_1252
    } else {
        guessed
    };
    let known = |encoding: &'static Encoding| known_headers(&first_lines, encoding);
    let best = OF_LETTERS
        .into_iter()
        .max_by_key(|encoding| known(encoding));
    let best = best
        .filter(|best| known(best) > known(guessed))
        .unwrap_or(guessed);
    if best != WINDOWS_1252 {
        return Some(best);
    }
    let [in_windows, in_mac] = letters.strange;
    if letters.is_hungarian() {
        Some(WINDOWS_1250)
    } else if in_windows > 0 && in_mac == 0 {
        Some(MACINTOSH)
    } else if in_windows >= LEAST_STRANGE && in_windows.saturating_mul(2) > letters.inside {
        None
    } else {
        Some(WINDOWS_1252)
    }
}

/// Bytes of lines that are not UTF-8, which decide between encodings that differ in few letters.
struct Letters {
    /// Number of each byte.
    counts: [u32; 256],
    /// Number of signs inside words that no word contains, if the encoding is windows-1252, and if it
    /// is that of the classic Mac OS.
    strange: [u32; 2],
    /// Number of all signs inside words that are not ASCII.
    inside: u32,
}

impl Letters {
    fn add(&mut self, line: &[u8]) {
        let pairs = line.iter().zip(line.iter().skip(1));
        let inside = pairs.filter(|(before, byte)| before.is_ascii_lowercase() && !byte.is_ascii());
        let inside = u32::try_from(inside.count()).unwrap_or(u32::MAX);
        self.inside = self.inside.saturating_add(inside);
        for byte in line {
            if let Some(count) = self.counts.get_mut(usize::from(*byte)) {
                *count = count.saturating_add(1);
            }
        }
        for (count, encoding) in self.strange.iter_mut().zip([WINDOWS_1252, MACINTOSH]) {
            let text = encoding.decode_without_bom_handling(line).0;
            let after = text.chars().skip(1);
            let inside = text.chars().zip(after);
            let strange = inside.filter(|(before, sign)| {
                before.is_ascii_lowercase()
                    && !sign.is_ascii()
                    && (sign.is_uppercase() || sign.is_control() || "§¶†‡‰¤¢¿¡ˆ‚„".contains(*sign))
            });
            *count = count.saturating_add(u32::try_from(strange.count()).unwrap_or(u32::MAX));
        }
    }

    /// Whether all letters are Hungarian, and `ő` or `ű` is among them: windows-1252 reads them as `õ`
    /// and `û`. Portuguese and Estonian, which have `õ`, have other letters too (`ã`, `ä`), and French
    /// has no `ö` beside `û`.
    fn is_hungarian(&self) -> bool {
        const ACUTE: [u8; 5] = [0xe1, 0xe9, 0xed, 0xf3, 0xfa];
        const OTHERS: [u8; 13] = [
            0xf6, 0xfc, 0xc1, 0xc9, 0xcd, 0xd3, 0xda, 0xd6, 0xdc, 0xf5, 0xfb, 0xd5, 0xdb,
        ];
        let has = |byte: u8| {
            self.counts
                .get(usize::from(byte))
                .is_some_and(|count| *count > 0)
        };
        let is_hungarian = |byte: &u8| ACUTE.contains(byte) || OTHERS.contains(byte);
        let has_mark = has(0xf5) || has(0xd5) || ((has(0xfb) || has(0xdb)) && has(0xf6));
        has_mark
            && ACUTE.into_iter().any(has)
            && (0xc0..=0xff)
                .filter(|byte| has(*byte))
                .all(|byte| is_hungarian(&byte))
    }
}

/// The number of cells that are headers of exports if the lines have this encoding.
fn known_headers(lines: &[Vec<u8>], encoding: &'static Encoding) -> usize {
    let in_line = |line: &Vec<u8>| {
        let text = encoding.decode_without_bom_handling(line).0;
        let cells = text.split([',', ';', '\t', '|', '"']);
        cells
            .filter(|cell| !cell.is_ascii() && cell.len() < 100)
            .map(meaning)
            .filter(|found| found.unknown == 0 && !found.concepts.is_empty())
            .count()
    };
    lines.iter().map(in_line).sum()
}

/// Whether the bytes that are not ASCII are Western signs: `£5.00`, `12°`, `½ cup`. If they were
/// letters of another encoding, a word would continue after them.
fn has_signs_only(line: &[u8]) -> bool {
    let next = line.iter().copied().skip(1).chain([b' ']);
    line.iter().copied().zip(next).all(|(byte, next)| {
        let is_quote = matches!(byte, 0x91..=0x97);
        let is_sign = matches!(byte, 0x80 | 0x85 | 0x99 | 0xa0..=0xa9 | 0xab..=0xb4 | 0xb6..=0xb9 | 0xbb..=0xbf | 0xd7 | 0xf7);
        byte.is_ascii() || is_quote || (is_sign && next.is_ascii() && !next.is_ascii_alphabetic())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn legacy_encodings_are_told_apart_by_their_text() {
        for (label, text) in [
            (
                "windows-1251",
                "Синяя кружка\nЧайник маленький\nЧёрный чай\n",
            ),
            ("shift_jis", "青いマグカップ\n急須 能\nお茶の缶\n"),
            ("gbk", "蓝色马克杯\n小茶壶\n红茶罐\n"),
            (
                "windows-1252",
                "Café mug\nChampú fórmula\nSérum anticaída\n",
            ),
            ("windows-1252", "Pães de queijo\nLimões e pãezinhos\nCafé\n"),
            ("windows-1252", "Goûter d’été\nCafé d’août\n"),
            (
                "windows-1250",
                "Női póló erős pamut\nTéli kesztyű\nZöld bögre\n",
            ),
            ("macintosh", "Leinentücher blau\nKleine Größe\nKäsemesser\n"),
        ] {
            let encoding = Encoding::for_label(label.as_bytes()).unwrap();
            let (bytes, _, _) = encoding.encode(text);
            assert_eq!(guess(bytes.as_ref()), Some(encoding), "{label}");
        }
    }

    #[test]
    fn a_code_page_of_dos_is_none() {
        // "Crème brûlée", "Thé vert", "Gâteau" in code page 850.
        let text = b"Cr\x8ame br\x96l\x82e\nTh\x82 vert\nG\x83teau\n";
        assert_eq!(guess(text.as_slice()), None);
    }

    #[test]
    fn a_header_settles_what_few_letters_leave_open() {
        for (encoding, header) in [
            (WINDOWS_1257, "Užsakymo numeris;Prekės kodas;Kiekis"),
            (WINDOWS_1250, "Číslo objednávky;Název položky;Množství"),
            (WINDOWS_1254, "Sipariş No;Ürün Adı;Adet"),
        ] {
            let (bytes, _, _) = encoding.encode(header);
            assert_eq!(guess(bytes.as_ref()), Some(encoding), "{header}");
        }
    }

    #[test]
    fn utf16_is_known_without_its_mark() {
        let bytes: Vec<u8> = "order,sku,price\n1,A,2\n"
            .encode_utf16()
            .flat_map(u16::to_be_bytes)
            .collect();
        assert_eq!(utf16(&bytes), Some(UTF_16BE));
        assert_eq!(utf16(b"order,sku,price\n1,A,2\n"), None);
    }
}
