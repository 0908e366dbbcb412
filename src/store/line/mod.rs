//! One line of the journal and its entry.
//!
//! `{"v":1,"n":17,"id":"…","at":"2026-01-02T03:04:05Z","event":"decided",…,"c":"9ae0daaf"}`: the envelope, the event's
//! own fields, and last the CRC-32 of all bytes before `,"c":`. The checksum is advisory: users may edit the journal,
//! so a line with a wrong checksum is used as long as it parses.

mod error;
mod decode;
mod members;
mod encode;

use serde::de::IgnoredAny;

use crate::domain::decision::event::Entry;
use crate::domain::text::plural::plural;
use decode::{Envelope, RawLine};
pub use error::{LineError, VERSION};
pub(super) use members::{ObjectMembers, object};

/// Longest value quoted from a damaged line, in characters.
const MAX_QUOTED_CHARS: usize = 80;

/// Encoded line, ready to be appended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EncodedLine {
    /// Bytes, newline included.
    pub bytes: Vec<u8>,
    /// True if a text was too long and was cut.
    pub truncated: bool,
}

/// Decoded line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ParsedLine {
    /// Entry on the line.
    pub entry: Entry,
    /// Version of the line, if newer than ours.
    pub newer_version: Option<u64>,
    /// State of its checksum.
    pub checksum: ChecksumStatus,
}

/// State of a line's checksum.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ChecksumStatus {
    /// Present and correct.
    Right,
    /// Present but wrong: the line was edited by hand or is damaged.
    Differs,
    /// Missing.
    Absent,
}

/// Encodes an entry as a line with its checksum.
pub fn encode(entry: &Entry) -> Result<EncodedLine, serde_json::Error> {
    let mut bytes = Vec::with_capacity(512);
    let cut = super::escape::write_json(&mut bytes, &encode::Line(entry))?;
    bytes.pop(); // the closing brace
    let sum = hex(crc32fast::hash(&bytes));
    for piece in [ChecksumSuffix::KEY, &sum, ChecksumSuffix::END, b"\n"] {
        bytes.extend_from_slice(piece);
    }
    Ok(EncodedLine { bytes, truncated: cut })
}

/// Parses a line that holds one record.
pub fn parse(line: &[u8]) -> Result<ParsedLine, LineError> {
    let text = std::str::from_utf8(line).map_err(|_| LineError::NotText)?;
    let mut fields = RawLine::default();
    if let Err(error) = fields.parse(text) {
        // A newer version may use our field names with other types; its envelope still parses.
        match serde_json::from_str::<Envelope>(text) {
            Ok(envelope) if !envelope.is_supported() => fields = envelope.into(),
            _ => return Err(LineError::NotARecord(error)),
        }
    }
    let newer = fields.version().filter(|version| *version > VERSION);
    let sum = checksum_status(line, fields.has_checksum());
    Ok(ParsedLine { entry: fields.take_entry(newer.is_some())?, newer_version: newer, checksum: sum })
}

/// Splits a line into its records (several only if a merge glued lines together) and the rest.
pub fn split_records(line: &[u8]) -> (Vec<&[u8]>, &[u8]) {
    let mut records = Vec::new();
    let mut rest = line.trim_ascii();
    while rest.first() == Some(&b'{') {
        let mut objects = serde_json::Deserializer::from_slice(rest).into_iter::<IgnoredAny>();
        match objects.next() {
            Some(Ok(_)) => {
                let (record, after) = rest.split_at(objects.byte_offset());
                records.push(record);
                rest = after.trim_ascii_start();
            }
            _ => break,
        }
    }
    (records, rest)
}

/// Describes a damaged line by the values still found in it, the only clue to what is missing.
pub fn guess_content(line: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(line);
    let word = |name: &str| {
        let (_, after) = text.split_once(&format!("\"{name}\":\""))?;
        after.split_once('"').map(|(word, _)| word.chars().take(MAX_QUOTED_CHARS).collect::<String>())
    };
    if word("event").as_deref() == Some("imported") {
        let requests = text.matches("\"sent_at\"").count();
        return Some(plural(requests, "imported request"));
    }
    let words: Vec<String> = ["event", "verdict", "name", "at"].into_iter().filter_map(word).collect();
    (!words.is_empty()).then(|| words.join(", "))
}

/// Returns the line with its correct checksum at the end; `None` if it has none.
pub fn with_fixed_checksum(line: &[u8]) -> Option<Vec<u8>> {
    if let Some(ChecksumSuffix { body, key, sum }) = ChecksumSuffix::find(line) {
        let found = hex(crc32fast::hash(body));
        if key == ChecksumSuffix::KEY || sum == found {
            return Some([body, ChecksumSuffix::KEY, &found, ChecksumSuffix::END].concat());
        }
    }
    let ObjectMembers(mut members) = serde_json::from_slice(line).ok()?;
    let all = members.len();
    members.retain(|(name, _)| name != "c"); // not at the end, or not a checksum
    let members: Vec<(String, &str)> = members.into_iter().map(|(name, value)| (name, value.get())).collect();
    let mut body = object(&members).into_bytes();
    body.pop(); // the closing brace
    let found = hex(crc32fast::hash(&body));
    (members.len() < all).then(|| [&body[..], ChecksumSuffix::KEY, &found, ChecksumSuffix::END].concat())
}

fn checksum_status(line: &[u8], named: bool) -> ChecksumStatus {
    let Some(ChecksumSuffix { body, key, sum }) = ChecksumSuffix::find(line) else {
        return if named { ChecksumStatus::Differs } else { ChecksumStatus::Absent };
    };
    let right = sum == hex(crc32fast::hash(body));
    match (key == ChecksumSuffix::KEY, right) {
        (true, true) => ChecksumStatus::Right,
        // The checksum fits, but its key is damaged.
        (true, false) | (false, true) => ChecksumStatus::Differs,
        (false, false) if named => ChecksumStatus::Differs,
        (false, false) => ChecksumStatus::Absent,
    }
}

/// Returns eight hex digits without a format string, since every parsed line needs them.
fn hex(sum: u32) -> [u8; 8] {
    std::array::from_fn(|place| b"0123456789abcdef"[(sum >> (28 - 4 * place)) as usize & 15])
}

/// Parts of a line that may end with a checksum.
struct ChecksumSuffix<'a> {
    body: &'a [u8],
    key: &'a [u8],
    sum: &'a [u8],
}

impl<'a> ChecksumSuffix<'a> {
    const KEY: &'static [u8] = br#","c":""#;
    const END: &'static [u8] = br#""}"#;

    fn find(line: &'a [u8]) -> Option<Self> {
        let line = line.strip_suffix(Self::END)?;
        let (line, sum) = line.split_at(line.len().checked_sub(8)?);
        let (body, key) = line.split_at(line.len().checked_sub(Self::KEY.len())?);
        Some(Self { body, key, sum })
    }
}
