//! Text on its way out: one line or several, and the words that more than one format needs.
//!
//! Promise: nothing here lets a character pass that acts or hides; the escaping of a format comes after it.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::domain::care::contact::Contact;
use crate::domain::text::dates;
use crate::domain::text::untrusted::{Untrusted, collapse_whitespace};

/// One line, white space squeezed.
pub fn line(text: &Untrusted) -> String {
    collapse_whitespace(&text.sanitized())
}

/// One line, or nothing.
pub fn line_or_none(text: Option<&Untrusted>) -> String {
    text.map(line).unwrap_or_default()
}

/// Lines as they are, without blanks around the whole.
pub fn lines(text: &Untrusted) -> String {
    text.sanitized().trim().to_owned()
}

/// Lines as they are, or nothing.
pub fn lines_or_none(text: Option<&Untrusted>) -> String {
    text.map(lines).unwrap_or_default()
}

/// The full name, never empty: where there is nothing to see in it, what the person is known by.
pub fn name(contact: &Contact) -> String {
    if !contact.name.is_blank() {
        return line(&contact.name);
    }
    let key = Untrusted::from(contact.person.as_str());
    if contact.person.is_profile() && !key.is_blank() { line(&key) } else { "(blank name)".to_owned() }
}

/// The position, or else the line under the name.
pub fn title(contact: &Contact) -> String {
    line_or_none(contact.position.as_ref().or(contact.headline.as_ref()))
}

/// A key or id, on one line.
pub fn key(key: &str) -> String {
    line(&Untrusted::from(key))
}

/// The answers: the question's id and the word.
pub fn answers(contact: &Contact) -> impl Iterator<Item = (String, &'static str)> {
    contact.answers.iter().map(|(id, answer)| (key(&id.0), answer.label()))
}

/// Tags, each on one line.
pub fn tags(contact: &Contact) -> Vec<String> {
    contact.tags.iter().map(line).collect()
}

/// The note of an address book: how we met, what to remember, the words of the request. Reasons, answers and own
/// notes stay out: address books are synchronised, and cards are passed on.
pub fn note(contact: &Contact) -> String {
    paragraphs(&[
        ("How we met", contact.how_met.as_ref()),
        ("To remember", contact.remember.as_ref()),
        ("Wrote with the request", contact.message.as_ref()),
    ])
}

/// Labelled lines of those that are there.
pub fn paragraphs(parts: &[(&str, Option<&Untrusted>)]) -> String {
    let mut out = String::new();
    for (label, text) in parts.iter().filter_map(|(label, text)| Some((label, (*text)?))) {
        let before = if out.is_empty() { "" } else { "\n" };
        out.extend([before, label, ": ", text.sanitized().trim()]);
    }
    out
}

/// A time as vCard and iCalendar write it: `20261004T120000Z`.
pub fn ical_timestamp(at: DateTime<Utc>) -> String {
    let mut stamp = dates::format_rfc3339(at);
    stamp.retain(|c| !matches!(c, '-' | ':'));
    stamp
}

/// The word by which the journal knows a value, such as `6m` or `dont_know`.
pub fn serde_name(value: impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}
