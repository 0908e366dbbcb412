//! Text values shared by several formats, as one line or several.
//!
//! Promise: no control or hidden character passes; each format escapes the result itself.

use chrono::{DateTime, NaiveDate, Utc};
use foldhash::HashSet;
use serde::Serialize;

use super::name::{self, Parts};
use crate::domain::care::clock::ContactKind;
use crate::domain::care::contact::Contact;
use crate::domain::decision::rhythm::Rhythm;
use crate::domain::person::key::PersonKey;
use crate::domain::text::dates;
use crate::domain::text::untrusted::Untrusted;

/// Returns the text as one line, with white space collapsed.
pub fn line(text: &Untrusted) -> String {
    text.sanitized_line()
}

/// Returns one line, or an empty string.
pub fn line_or_none(text: Option<&Untrusted>) -> String {
    text.map(line).unwrap_or_default()
}

/// Returns the text with its line breaks, trimmed.
pub fn lines(text: &Untrusted) -> String {
    text.sanitized().trim().to_owned()
}

/// Returns the text with its line breaks, or an empty string.
pub fn lines_or_none(text: Option<&Untrusted>) -> String {
    text.map(lines).unwrap_or_default()
}

/// Returns the full name, never empty.
pub fn name(contact: &Contact) -> String {
    name_or_key(&contact.name, &contact.person)
}

/// Returns a name, never empty: a blank one is replaced by the profile's slug or a placeholder.
pub fn name_or_key(name: &Untrusted, person: &PersonKey) -> String {
    if !name.is_blank() {
        return line(name);
    }
    let key = Untrusted::from(person.as_str());
    if person.is_profile() && !key.is_blank() { line(&key) } else { "(blank name)".to_owned() }
}

/// Returns the parts of the name: the two cells of a connection as they are, else a guess.
pub fn name_parts(contact: &Contact) -> Parts {
    parts_of_name(contact, &name(contact))
}

/// Returns the parts of the full name, which [`name`] has returned.
pub fn parts_of_name(contact: &Contact, name: &str) -> Parts {
    match &contact.name_cells {
        Some((first, last)) => Parts { given: line(first), family: line(last), ..Parts::default() },
        None => name::split(name),
    }
}

/// Returns the position, or else the headline.
pub fn title(contact: &Contact) -> String {
    line_or_none(contact.position.as_ref().or(contact.headline.as_ref()))
}

/// Returns a key or id as one line.
pub fn key(key: &str) -> String {
    line(&Untrusted::from(key))
}

/// Returns the answers: question id and label.
pub fn answers(contact: &Contact) -> impl Iterator<Item = (String, &'static str)> {
    contact.decided.iter().flat_map(|decided| decided.answers.iter()).map(|(id, answer)| (key(&id.0), answer.name()))
}

/// Returns the tags, each as one line, and each once.
pub fn tags(contact: &Contact) -> Vec<String> {
    unique(contact.tags.iter().map(line))
}

/// Returns the texts that are not empty, each once, in their order.
pub fn unique(texts: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen = HashSet::default();
    texts.filter(|text| !text.is_empty() && seen.insert(text.clone())).collect()
}

/// Returns the day of the last contact; of somebody with whom one only connected, that is told already.
pub fn last_contact(contact: &Contact) -> Option<NaiveDate> {
    let last = contact.last_contact.filter(|last| last.kind != ContactKind::Connected);
    last.map(|last| last.day)
}

/// Returns the note for address books: how we met, what to remember, how to keep in touch, the text of the request.
/// Reasons, answers and own notes stay out, because address books are synchronised and cards are passed on.
pub fn note(contact: &Contact) -> String {
    let rhythm = contact.rhythm.filter(|rhythm| *rhythm != Rhythm::Never);
    let rhythm = rhythm.map(|rhythm| Untrusted::from(rhythm.label()));
    let last_contact = last_contact(contact).map(|day| Untrusted::new(dates::format_long(day)));
    paragraphs(&[
        ("How we met", contact.how_met.as_ref()),
        ("To remember", contact.remember.as_ref()),
        ("In touch", rhythm.as_ref()),
        ("Last contact", last_contact.as_ref()),
        ("Wrote with the request", contact.decided.as_ref().and_then(|decided| decided.message.as_ref())),
    ])
}

/// Returns a labelled paragraph for each text that is present.
pub fn paragraphs(parts: &[(&str, Option<&Untrusted>)]) -> String {
    let mut out = String::new();
    for (label, text) in parts.iter().filter_map(|(label, text)| Some((label, (*text)?))) {
        let before = if out.is_empty() { "" } else { "\n" };
        out.extend([before, label, ": ", text.sanitized().trim()]);
    }
    out
}

/// True for combining marks, except the emoji variation selector (U+FE0F).
pub fn is_mark(c: char) -> bool {
    name::is_mark(c)
}

/// Formats a time for vCard and iCalendar: `20261004T120000Z`.
pub fn ical_timestamp(at: DateTime<Utc>) -> String {
    let mut stamp = dates::format_rfc3339(at);
    stamp.retain(|c| !matches!(c, '-' | ':'));
    stamp
}

/// Returns the serde name of a value, as in the journal: `6m`, `dont_know`.
pub fn serde_name(value: impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}
