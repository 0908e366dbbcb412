//! Redacts stored lines: removes certain people from them.
//!
//! Promise: a line about others keeps every byte except its checksum; removed parts are gone whole. It works on raw
//! JSON, so that fields and events of other versions pass through.

use std::borrow::Cow;
use std::path::Path;

use foldhash::HashSet;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;
use serde_json::value::RawValue;

use super::journal_parser::trim_line;
use super::line::{self, ObjectMembers};
use super::mention::{Mentions, decoded};
use crate::domain::person::key::PersonKey;
use crate::domain::text::untrusted::{Untrusted, is_blank};

/// Maximum nesting depth that is parsed; deeper values are searched as text.
const MAX_DEPTH: usize = 32;

/// Identifiers of the people to be removed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct PersonMatcher {
    /// Digests of their person keys.
    digests: HashSet<String>,
    /// Ids of their requests.
    requests: HashSet<String>,
    /// Their names and slugs, for text that is not a record.
    mentions: Mentions,
}

/// Redacted lines of a file.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Redacted {
    /// Remaining lines.
    pub bytes: Vec<u8>,
    /// Number of records, or lines that are not records, that were removed.
    pub removed: usize,
    /// Number of records that lost a part.
    pub changed: usize,
    /// Number of other lines that mention one of the people in free text.
    pub mentions: usize,
}

impl Redacted {
    /// Appends further lines.
    pub(super) fn add(&mut self, more: Self) {
        let Self { bytes, removed, changed, mentions } = more;
        self.bytes.extend_from_slice(&bytes);
        self.removed += removed;
        self.changed += changed;
        self.mentions += mentions;
    }

    /// True if anything was removed.
    pub fn differs(&self) -> bool {
        self.removed + self.changed > 0
    }
}

impl PersonMatcher {
    /// Adds a key: as a digest, and as words.
    pub fn add_key(&mut self, person: &PersonKey) {
        self.digests.insert(person.digest());
        match person.as_str().strip_prefix("name:") {
            Some(name) => self.mentions.add(name),
            None if person.is_profile() => self.mentions.add_slug(person.as_str()),
            None => self.mentions.add(person.as_str()),
        }
    }

    /// Adds digests of keys that are no longer known.
    pub fn add_digests(&mut self, digests: &[String]) {
        self.digests.extend(digests.iter().cloned());
    }

    /// True if it finds nobody.
    pub fn is_empty(&self) -> bool {
        self.digests.is_empty()
    }

    /// Adds the id of a request.
    pub fn add_request(&mut self, id: &str) {
        self.requests.insert(id.to_owned());
    }

    /// Adds a name, and how evidence about others shows it.
    pub fn add_name(&mut self, name: &str) {
        self.mentions.add(name);
        if !is_blank(name) {
            self.mentions.add(&Untrusted::from(name).display_name());
        }
    }

    /// Returns the digests, sorted.
    pub fn digests(&self) -> Vec<String> {
        let mut digests: Vec<String> = self.digests.iter().cloned().collect();
        digests.sort_unstable();
        digests
    }

    /// True if the key is one of theirs.
    pub fn is_key(&self, person: &PersonKey) -> bool {
        self.digests.contains(&person.digest())
    }

    /// True if a text names one of the people, however it is written; a name of one or two letters only if it is all of
    /// the text or in quotes.
    pub fn is_mentioned_in(&self, text: &str) -> bool {
        self.mentions.are_in(text)
    }

    /// True if a piece of JSON names one of the people, also behind escapes; it need not be whole.
    fn is_mentioned_in_json(&self, json: &[u8]) -> bool {
        self.mentions.are_in_json(&String::from_utf8_lossy(json))
    }

    /// True if a path is named after one of the people, whatever separates the words of the name. A single word counts
    /// in the file name only, since folders are often named after the user.
    pub fn is_mentioned_in_path(&self, path: &Path) -> bool {
        self.mentions.are_in_path(path)
    }

    /// Redacts a JSON document: removes every text that names one of the people or is a key of theirs, every member
    /// under such a key, and every object with such a `person`, `invitation` or `id`. Anything but JSON that names them
    /// goes whole.
    pub fn redact_document(&self, bytes: &[u8]) -> Redacted {
        let Ok(mut document) = serde_json::from_slice::<Value>(bytes) else {
            let named = self.is_mentioned_in_json(bytes);
            let bytes = if named { Vec::new() } else { bytes.to_vec() };
            return Redacted { bytes, removed: usize::from(named), ..Redacted::default() };
        };
        let removed = if self.is_theirs(&document) { 1 } else { self.remove_from(&mut document) };
        let mut left = Vec::new();
        match removed {
            0 => left.extend_from_slice(bytes),
            _ if self.is_theirs(&document) => {}
            _ => left = document.to_string().into_bytes(),
        }
        Redacted { bytes: left, removed, ..Redacted::default() }
    }

    /// Removes what is theirs inside a value; returns the number of removed parts.
    fn remove_from(&self, value: &mut Value) -> usize {
        let mut removed = 0;
        match value {
            Value::Array(values) => values.retain_mut(|value| {
                let theirs = self.is_theirs(value);
                removed += if theirs { 1 } else { self.remove_from(value) };
                !theirs
            }),
            Value::Object(members) => members.retain(|name, value| {
                let theirs = self.is_named_by(name) || self.is_theirs(value);
                removed += if theirs { 1 } else { self.remove_from(value) };
                !theirs
            }),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
        removed
    }

    fn is_theirs(&self, value: &Value) -> bool {
        match value {
            Value::String(text) => self.is_named_by(text),
            Value::Object(members) => ["person", "invitation", "id"]
                .iter()
                .filter_map(|name| members.get(*name)?.as_str())
                .any(|text| self.is_named_by(text)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) => false,
        }
    }

    /// True if a text names one of the people, or is the key or a request of one.
    fn is_named_by(&self, text: &str) -> bool {
        self.is_key(&PersonKey::from_stored(text)) || self.is_request(text) || self.is_mentioned_in(text)
    }

    /// Redacts the lines of a journal, or of anything else that has lines.
    pub fn redact(&self, bytes: &[u8]) -> Redacted {
        let mut pruned = Redacted::default();
        for raw in bytes.split_inclusive(|b| *b == b'\n') {
            self.redact_line(raw, &mut pruned);
        }
        pruned
    }

    fn redact_line(&self, raw: &[u8], pruned: &mut Redacted) {
        let (records, rest) = line::split_records(trim_line(raw));
        let mut kept: Vec<Cow<[u8]>> = Vec::with_capacity(1);
        let before = pruned.removed + pruned.changed;
        for record in records {
            match self.redact_record(record) {
                Redaction::Keep => kept.push(Cow::Borrowed(record)),
                Redaction::Drop => pruned.removed += 1,
                Redaction::Replace(text) => {
                    pruned.changed += 1;
                    let text = text.into_bytes();
                    kept.push(Cow::Owned(line::with_fixed_checksum(&text).unwrap_or(text)));
                }
            }
        }
        if self.is_mentioned_in_json(rest) {
            pruned.removed += 1;
        } else if !rest.is_empty() {
            kept.push(Cow::Borrowed(rest));
        }
        pruned.mentions += usize::from(kept.iter().any(|piece| self.is_mentioned_in_json(piece)));
        if pruned.removed + pruned.changed == before {
            pruned.bytes.extend_from_slice(raw);
            return;
        }
        for piece in kept {
            pruned.bytes.extend_from_slice(&piece);
            pruned.bytes.push(b'\n');
        }
    }

    fn redact_record(&self, record: &[u8]) -> Redaction {
        let Ok(text) = std::str::from_utf8(record) else {
            let named = self.is_mentioned_in_json(record);
            return if named { Redaction::Drop } else { Redaction::Keep };
        };
        match self.redact_object("", text, 0) {
            Redaction::Replace(text) if ImportFields::is_empty(&text) => Redaction::Drop, // nobody else is in it
            left => left,
        }
    }

    fn redact_value(&self, within: &str, text: &str, depth: usize) -> Redaction {
        match text.bytes().next() {
            Some(b'{' | b'[') if depth > MAX_DEPTH => {
                if self.is_mentioned_in_json(text.as_bytes()) {
                    Redaction::Drop
                } else {
                    Redaction::Keep
                }
            }
            Some(b'{') => self.redact_object(within, text, depth),
            Some(b'[') => self.redact_list(within, text, depth),
            // The file of a single e-mail is often named after a person.
            Some(b'"') if within == "source" && self.is_file_of(&decoded(text)) => {
                Redaction::Replace("\"\"".to_owned())
            }
            _ => Redaction::Keep,
        }
    }

    fn redact_object(&self, within: &str, text: &str, depth: usize) -> Redaction {
        let Ok(ObjectMembers(members)) = serde_json::from_str(text) else { return Redaction::Keep };
        let theirs = |(name, value): &(String, &RawValue)| match name.as_str() {
            "person" | "into" => self.is_key_in(value),
            "invitation" => self.is_request_in(value),
            "id" => depth > 0 && self.is_request_in(value),
            // Evidence about others may name them as somebody at the same company.
            "says" => within == "evidence" && self.mentions.are_in_list(&decoded(value.get())),
            _ => false,
        };
        if members.iter().any(theirs) {
            return Redaction::Drop;
        }
        let mut changed = false;
        let mut left: Vec<(String, Cow<str>)> = Vec::with_capacity(members.len());
        for (name, value) in members {
            let value = match self.redact_value(&name, value.get(), depth + 1) {
                Redaction::Keep => Cow::Borrowed(value.get()),
                // A line between two people says nothing once one of them is forgotten.
                Redaction::Replace(_) | Redaction::Drop if name == "between" => return Redaction::Drop,
                Redaction::Replace(part) => {
                    changed = true;
                    Cow::Owned(part)
                }
                Redaction::Drop => {
                    changed = true;
                    continue;
                }
            };
            left.push((name, value));
        }
        if changed { Redaction::Replace(line::object(&left)) } else { Redaction::Keep }
    }

    fn redact_list(&self, within: &str, text: &str, depth: usize) -> Redaction {
        let Ok(all) = serde_json::from_str::<Vec<&RawValue>>(text) else { return Redaction::Keep };
        let mut changed = false;
        let mut left = Vec::with_capacity(all.len());
        for value in all {
            match self.redact_value(within, value.get(), depth + 1) {
                Redaction::Keep => left.push(Cow::Borrowed(value.get())),
                Redaction::Replace(part) => {
                    changed = true;
                    left.push(Cow::Owned(part));
                }
                Redaction::Drop => changed = true,
            }
        }
        if changed { Redaction::Replace(format!("[{}]", left.join(","))) } else { Redaction::Keep }
    }

    fn is_file_of(&self, name: &str) -> bool {
        self.is_mentioned_in(name) || self.is_mentioned_in_path(Path::new(name))
    }

    fn is_key_in(&self, value: &RawValue) -> bool {
        serde_json::from_str::<String>(value.get()).is_ok_and(|key| self.is_key(&PersonKey::from_stored(key)))
    }

    fn is_request_in(&self, value: &RawValue) -> bool {
        serde_json::from_str::<String>(value.get()).is_ok_and(|id| self.is_request(&id))
    }

    fn is_request(&self, id: &str) -> bool {
        let sender = id.rsplit_once('@').map_or("", |(person, _)| person);
        self.requests.contains(id) || self.is_key(&PersonKey::from_stored(sender))
    }
}

/// Result of redacting a piece of JSON.
enum Redaction {
    Keep,
    Replace(String),
    Drop,
}

/// Fields of a line that show if an import still adds or closes anything.
#[derive(Deserialize)]
struct ImportFields {
    event: Option<String>,
    #[serde(default)]
    invitations: Vec<IgnoredAny>,
    #[serde(default)]
    closed: Vec<IgnoredAny>,
    #[serde(default)]
    notes: Vec<IgnoredAny>,
    /// Present if every request that the import did not close was still pending then.
    as_of: Option<IgnoredAny>,
}

impl ImportFields {
    fn is_empty(text: &str) -> bool {
        serde_json::from_str(text).is_ok_and(|Self { event, invitations, closed, notes, as_of }| {
            let adds_nothing = invitations.is_empty() && closed.is_empty() && notes.is_empty();
            event.as_deref() == Some("imported") && adds_nothing && as_of.is_none()
        })
    }
}
