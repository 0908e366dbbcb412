//! Searches text for the names and profile pages of people.
//!
//! Promise: a name is found in any case and normal form, with or without invisible characters, percent-encoded, and in
//! a piece of JSON also behind its escapes.

use std::borrow::Cow;
use std::path::Path;

use percent_encoding::percent_decode_str;

use crate::domain::person::key::normal_name;

/// Shortest word that is searched for, in characters; shorter ones occur everywhere.
const MIN_WORD_CHARS: usize = 3;

/// Names and slugs that are searched for.
#[derive(Clone, Debug, Default)]
pub(super) struct Mentions(Vec<String>);

impl Mentions {
    /// Adds a name or a slug.
    pub(super) fn add(&mut self, word: &str) {
        let word = normal_name(word);
        if word.chars().count() >= MIN_WORD_CHARS && !self.0.contains(&word) {
            self.0.push(word);
        }
    }

    /// True if a text has one of the words, also percent-encoded.
    pub(super) fn are_in(&self, text: &str) -> bool {
        self.finds(text) || (text.contains('%') && self.finds(&percent_decode_str(text).decode_utf8_lossy()))
    }

    /// True if a piece of JSON, which may be damaged, has one of the words.
    pub(super) fn are_in_json(&self, json: &str) -> bool {
        self.are_in(json) || (json.contains('\\') && self.are_in(&unescaped(json)))
    }

    fn finds(&self, text: &str) -> bool {
        let text = normal_name(text);
        let inside = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
        self.0.iter().any(|word| {
            text.match_indices(word.as_str()).any(|(at, _)| {
                let (before, after) = (&text[..at], &text[at + word.len()..]);
                !before.ends_with(inside) && !after.starts_with(inside)
            })
        })
    }

    /// True if a path is named after one of the people, whatever separates the words of the name. A single word counts
    /// in the file name only, since folders are often named after the user.
    pub(super) fn are_in_path(&self, path: &Path) -> bool {
        let words = |text: &str| {
            let text = normal_name(&percent_decode_str(text).decode_utf8_lossy());
            let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
            format!(" {} ", words.join(" "))
        };
        let whole = words(&path.to_string_lossy());
        let file = words(&path.file_name().unwrap_or_default().to_string_lossy());
        self.0.iter().map(|word| words(word)).any(|word| {
            let text = if word.trim().contains(' ') { &whole } else { &file };
            !word.trim().is_empty() && text.contains(&word)
        })
    }
}

/// Returns a piece of JSON with the escapes of its strings undone, so that it can be searched although it does not parse.
fn unescaped(json: &str) -> String {
    let mut units: Vec<u16> = Vec::with_capacity(json.len());
    let mut rest = json.chars();
    while let Some(c) = rest.next() {
        let escaped = if c == '\\' { rest.next() } else { None };
        match escaped {
            None => units.extend(c.encode_utf16(&mut [0; 2]).iter()),
            Some('b' | 'f' | 'n' | 'r' | 't') => units.push(u16::from(b' ')),
            Some('u') => {
                let digits = rest.as_str().get(..4);
                if let Some(unit) = digits.and_then(|digits| u16::from_str_radix(digits, 16).ok()) {
                    units.push(unit);
                    rest = rest.as_str()[4..].chars();
                }
            }
            Some(other) => units.extend(other.encode_utf16(&mut [0; 2]).iter()),
        }
    }
    String::from_utf16_lossy(&units)
}

/// Returns a JSON string without its quotes and escapes; anything else as it is.
pub(super) fn decoded(json: &str) -> Cow<'_, str> {
    serde_json::from_str(json).map_or(Cow::Borrowed(json), Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_undone_also_in_a_damaged_piece() {
        assert_eq!(unescaped(r#"{"a":"\"b\"\u00e9\ud83d\ude00\n\/\\"#), "{\"a\":\"\"b\"é😀 /\\");
        assert_eq!(unescaped(r"cut off \u12"), "cut off 12");
        assert_eq!(unescaped("cut off \\"), "cut off \\");
    }
}
