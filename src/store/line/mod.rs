//! One line of the journal and the entry it stands for.
//!
//! `{"v":1,"n":17,"id":"…","at":"2026-01-02T03:04:05Z","event":"decided",…,"c":"9ae0daaf"}`: the envelope, the
//! event's own fields, and last the CRC-32 of all bytes before `,"c":`. The sum is advice: a person may edit the
//! journal, so a line whose sum differs is used as long as it reads.

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

/// Of a word in a damaged line so many characters are told.
const MAX_WORD_CHARS: usize = 80;

/// A line as it is appended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EncodedLine {
    /// Its bytes, the newline included.
    pub bytes: Vec<u8>,
    /// Whether a text was too long and was cut.
    pub cut: bool,
}

/// What a line says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ParsedLine {
    /// The entry.
    pub entry: Entry,
    /// Its version, where that is newer than ours.
    pub newer: Option<u64>,
    /// How its checksum compares.
    pub checksum: ChecksumStatus,
}

/// How the checksum of a line compares with its bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ChecksumStatus {
    /// There is one and it is right.
    Right,
    /// There is one and it is not right: the line was changed by hand or is damaged.
    Differs,
    /// There is none.
    Absent,
}

/// The line that stands for an entry.
pub fn write(entry: &Entry) -> Result<EncodedLine, serde_json::Error> {
    let mut bytes = Vec::with_capacity(512);
    let cut = super::escape::write_json(&mut bytes, &encode::Line(entry))?;
    bytes.pop(); // the closing brace
    let sum = hex(crc32fast::hash(&bytes));
    for piece in [ChecksumSuffix::KEY, &sum, ChecksumSuffix::END, b"\n"] {
        bytes.extend_from_slice(piece);
    }
    Ok(EncodedLine { bytes, cut })
}

/// Reads one line that holds one record.
pub fn read(line: &[u8]) -> Result<ParsedLine, LineError> {
    let text = std::str::from_utf8(line).map_err(|_| LineError::NotText)?;
    let fields: RawLine = match serde_json::from_str(text) {
        Ok(fields) => fields,
        // A newer version may give our fields' names other kinds of values; its envelope is read all the same.
        Err(error) => match serde_json::from_str::<Envelope>(text) {
            Ok(envelope) if !envelope.is_ours() => envelope.into(),
            _ => return Err(LineError::NotARecord(error)),
        },
    };
    let newer = fields.version().filter(|version| *version > VERSION);
    let sum = checksum_status(line, fields.has_checksum());
    Ok(ParsedLine { entry: fields.into_entry(newer.is_some())?, newer, checksum: sum })
}

/// The records on a line, which is one but for two lines that a merge glued together, and what is left over.
pub fn split(line: &[u8]) -> (Vec<&[u8]>, &[u8]) {
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

/// What a damaged line seems to say, by the words that can still be found in it: the one thing that is known of what
/// is missing without it.
pub fn describe_damage(line: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(line);
    let word = |name: &str| {
        let (_, after) = text.split_once(&format!("\"{name}\":\""))?;
        after.split_once('"').map(|(word, _)| word.chars().take(MAX_WORD_CHARS).collect::<String>())
    };
    if word("event").as_deref() == Some("imported") {
        let requests = text.matches("\"sent_at\"").count();
        return Some(plural(requests, "imported request"));
    }
    let words: Vec<String> = ["event", "verdict", "name", "at"].into_iter().filter_map(word).collect();
    (!words.is_empty()).then(|| words.join(", "))
}

/// The line with the sum that is right for it, at its end; `None` where it has none.
pub fn with_fixed_checksum(line: &[u8]) -> Option<Vec<u8>> {
    if let Some(ChecksumSuffix { body, key, sum }) = ChecksumSuffix::find(line) {
        let found = hex(crc32fast::hash(body));
        if key == ChecksumSuffix::KEY || sum == found {
            return Some([body, ChecksumSuffix::KEY, &found, ChecksumSuffix::END].concat());
        }
    }
    let ObjectMembers(mut members) = serde_json::from_slice(line).ok()?;
    let all = members.len();
    members.retain(|(name, _)| name != "c"); // it stands elsewhere, or is no sum at all
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
        // The sum fits and its name does not: even that was damaged.
        (true, false) | (false, true) => ChecksumStatus::Differs,
        (false, false) if named => ChecksumStatus::Differs,
        (false, false) => ChecksumStatus::Absent,
    }
}

/// Eight digits, without the detour of a format string: every line read needs it.
fn hex(sum: u32) -> [u8; 8] {
    std::array::from_fn(|place| b"0123456789abcdef"[(sum >> (28 - 4 * place)) as usize & 15])
}

/// A line that may end with its sum.
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
