//! Notes: a Markdown file per person with YAML front matter, for a folder of Obsidian, Logseq and the like.
//!
//! Promise: the name of a file depends on the person's key alone, so it stays when the name changes; it is a plain file
//! name on every system. In the front matter every text is a double-quoted string, below it Markdown text as in the
//! page ([`super::markdown`]).

use chrono::NaiveDate;

use super::markdown::{facts, person};
use super::markdown_text::escaped;
use super::text;
use crate::domain::care::contact::Contact;

/// Longest stem of a file name, in bytes: file systems allow 255, some sync tools less.
const MAX_STEM_LEN: usize = 100;

/// A note.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Note {
    /// Its file name.
    pub file_name: String,
    /// Its text.
    pub text: String,
}

/// Returns the note about a contact.
pub fn note(contact: &Contact) -> Note {
    let mut out = String::from("---\n");
    for (key, value) in front_matter(contact) {
        out.push_str(&format!("{key}: {value}\n"));
    }
    out.push_str(&format!("---\n\n# {}\n\n{}\n", escaped(&text::name(contact)), person(contact)));
    for (at, (label, value)) in facts(contact).enumerate() {
        out.push_str(&format!("{}- {label}: {value}\n", if at == 0 { "\n" } else { "" }));
    }
    Note { file_name: format!("{}.md", stem(contact)), text: out }
}

/// Returns the keys and values of the front matter, without empty ones.
fn front_matter(contact: &Contact) -> Vec<(&'static str, String)> {
    let parts = text::name_parts(contact);
    let name = text::name(contact);
    let of_word = |word: String| if word.is_empty() { word } else { quoted(&word) };
    let line = |text: Option<&_>| of_word(text::line_or_none(text));
    let tags = text::unique(text::tags(contact).iter().map(|tag| tag_word(tag)));
    let answers: Vec<String> =
        text::answers(contact).map(|(id, answer)| format!("{}: {}", quoted(&id), quoted(answer))).collect();
    let decided = contact.decided.as_ref();
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let all = [
        ("name", quoted(&name)),
        ("aliases", list(&[name])),
        ("given_name", of_word(parts.given)),
        ("family_name", of_word(parts.family)),
        ("tags", list(&tags)),
        ("headline", line(contact.headline.as_ref())),
        ("company", line(contact.company.as_ref())),
        ("position", line(contact.position.as_ref())),
        ("email", line(contact.email.as_ref())),
        ("profile", of_word(contact.address().unwrap_or_default())),
        ("connected_on", day(contact.connected_on)),
        ("verdict", of_word(text::serde_name(decided.map(|d| d.verdict)))),
        ("decided_on", day(decided.map(|d| d.decided_on))),
        ("answers", if answers.is_empty() { String::new() } else { format!("{{{}}}", answers.join(", ")) }),
        ("last_contact", day(contact.last_contact.map(|last| last.day))),
        ("rhythm", of_word(text::serde_name(contact.rhythm))),
        ("gift", of_word(text::serde_name(decided.and_then(|d| d.gift)))),
        ("kind", of_word(text::serde_name(decided.and_then(|d| d.decline)))),
        ("due", day(decided.and_then(|d| d.due))),
        ("asked_on", day(decided.and_then(|d| d.sent_on))),
        ("person", quoted(&text::key(contact.person.as_str()))),
        ("uid", quoted(&contact.uid().to_string())),
    ];
    all.into_iter().filter(|(_, value)| !value.is_empty()).collect()
}

/// Returns a double-quoted string, with the two escapes that one line of visible text can need: JSON's are YAML's too.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Returns a list; empty for no values.
fn list(values: &[String]) -> String {
    let values: Vec<String> = values.iter().map(|value| quoted(value)).collect();
    if values.is_empty() { String::new() } else { format!("[{}]", values.join(", ")) }
}

/// Returns a tag as these programs know them: letters, digits and `_`, with `-` for everything else; `/` nests tags.
fn tag_word(tag: &str) -> String {
    let is_word = |c: char| c.is_alphanumeric() || c == '_' || text::is_mark(c);
    let joined = |parts: Vec<&str>| parts.join("-");
    let level = |level: &str| joined(level.split(|c| !is_word(c)).filter(|part| !part.is_empty()).collect());
    let levels: Vec<String> = tag.split('/').map(level).filter(|level| !level.is_empty()).collect();
    let word = levels.join("/");
    let is_number = word.chars().all(|c| c.is_ascii_digit()) && !word.is_empty();
    if is_number { format!("tag-{word}") } else { word }
}

/// Returns the stem of the file name: the slug of the profile if it is a plain name, else what is plain in the key and
/// the beginning of the contact's id.
fn stem(contact: &Contact) -> String {
    let (key, written) = (text::key(contact.person.as_str()), contact.person.as_str());
    let plain: String = key.chars().map(|c| if is_plain(c) { c } else { '-' }).collect();
    if plain == written && key.len() <= MAX_STEM_LEN && !key.starts_with(['-', '.']) && !is_device(&key) {
        return plain;
    }
    let short = &plain[..plain.floor_char_boundary(MAX_STEM_LEN)];
    let words: Vec<&str> = short.split(['-', '.']).filter(|part| !part.is_empty() && *part != "name").collect();
    let id = contact.uid().simple().to_string();
    [words.join("-").as_str(), &id[..8]].iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join("-")
}

/// True for characters that mean nothing in a path, a link or a shell.
fn is_plain(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_') || text::is_mark(c)
}

/// True for names that are devices on Windows, whatever their ending.
fn is_device(name: &str) -> bool {
    let numbered = |device: &str| name.strip_prefix(device).is_some_and(|rest| rest.chars().count() == 1);
    ["con", "prn", "aux", "nul", "conin$", "conout$"].contains(&name) || numbered("com") || numbered("lpt")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_string_is_quoted_and_a_tag_is_one_word() {
        assert_eq!(quoted("a \"b\" \\ c: # d"), "\"a \\\"b\\\" \\\\ c: # d\"");
        for (tag, word) in [
            ("garden", "garden"),
            ("Köln, Süd", "Köln-Süd"),
            ("a/b_c", "a/b_c"),
            ("https://x.y", "https/x-y"),
            ("#2026", "tag-2026"),
            ("हिन्दी", "हिन्दी"),
            ("!?", ""),
        ] {
            assert_eq!(tag_word(tag), word);
        }
    }

    #[test]
    fn devices_are_no_file_names() {
        assert_eq!(["con", "com1", "lpt9", "nul"].map(is_device), [true; 4]);
        assert_eq!(["connie", "com10", "ann"].map(is_device), [false; 3]);
    }
}
