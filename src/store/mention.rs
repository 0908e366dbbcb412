//! Searches text for the names and profile pages of people.
//!
//! Promise: a name is found in any case and normal form, with or without invisible characters, percent-encoded, and in
//! a piece of JSON also behind its escapes; in scripts without spaces it is found inside a sentence. A name of one or two
//! letters is a word of some language, so that it counts only where it is written as a name: alone, in quotes, or in a
//! list of the people one knows.

use std::borrow::Cow;
use std::path::Path;

use percent_encoding::percent_decode_str;
use unicode_normalization::UnicodeNormalization;

use crate::domain::person::key::normal_name;

/// Shortest word that is searched for everywhere, in characters.
const MIN_WORD_CHARS: usize = 3;
/// What evidence writes before the name of somebody one knows, and behind it.
const LISTED: (&[&str], &[&str]) = (&["know ", ", "], &[", ", " and ", " at "]);

/// Names and slugs that are searched for.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Mentions(Vec<Word>);

/// A name or a slug, folded, and where it counts.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Word {
    text: String,
    kind: WordKind,
}

/// Where a word counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum WordKind {
    /// Wherever it is a word of its own.
    Word,
    /// Where it is written as a name, since it is short.
    Short,
    /// In an address, or as a key: a short slug is the name of many companies too.
    Slug,
}

impl Mentions {
    /// Adds a name.
    pub(super) fn add(&mut self, name: &str) {
        let name = folded(name);
        let unspaced = name.replace(' ', "");
        if unspaced.chars().all(|c| is_unspaced(c) || is_hangul(c) || !c.is_alphanumeric()) {
            self.add_word(unspaced, WordKind::Short); // only a form with two fields puts a space between
        }
        self.add_word(name, WordKind::Short);
    }

    /// Adds the slug of a profile page.
    pub(super) fn add_slug(&mut self, slug: &str) {
        self.add_word(folded(slug), WordKind::Slug);
    }

    fn add_word(&mut self, text: String, if_short: WordKind) {
        let kind = if is_short(&text) { if_short } else { WordKind::Word };
        let word = Word { text, kind };
        if word.text.chars().any(char::is_alphanumeric) && !self.0.contains(&word) {
            self.0.push(word);
        }
    }

    /// True if a text has one of the words, also percent-encoded.
    pub(super) fn are_in(&self, text: &str) -> bool {
        self.find(text, Word::is_in)
    }

    /// True if a text that lists people one knows has one of the words.
    pub(super) fn are_in_list(&self, text: &str) -> bool {
        self.find(text, Word::is_in_list)
    }

    /// True if a piece of JSON, which may be damaged, has one of the words.
    pub(super) fn are_in_json(&self, json: &str) -> bool {
        self.are_in_list(json) || (json.contains('\\') && self.are_in_list(&unescaped(json)))
    }

    fn find(&self, text: &str, has: fn(&Word, &str) -> bool) -> bool {
        let finds = |text: &str| {
            let text = folded(text);
            self.0.iter().any(|word| has(word, &text))
        };
        finds(text) || (text.contains('%') && finds(&percent_decode_str(text).decode_utf8_lossy()))
    }

    /// True if a path is named after one of the people, whatever separates the words of the name. A single word counts
    /// in the file name only, since folders are often named after the user, and a short one only if it is all of it.
    pub(super) fn are_in_path(&self, path: &Path) -> bool {
        let words = |text: &str| {
            let text = folded(&percent_decode_str(text).decode_utf8_lossy());
            let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
            words.join(" ")
        };
        let whole = words(&path.to_string_lossy());
        let file = words(&path.file_name().unwrap_or_default().to_string_lossy());
        let stem = words(&path.file_stem().unwrap_or_default().to_string_lossy());
        self.0.iter().any(|Word { text, kind }| {
            let text = words(text);
            match kind {
                WordKind::Slug => false,
                WordKind::Short => text == stem,
                WordKind::Word => {
                    let place = if text.contains(' ') { &whole } else { &file };
                    Word { text, kind: *kind }.is_in(place)
                }
            }
        })
    }
}

impl Word {
    fn is_in(&self, text: &str) -> bool {
        match self.kind {
            WordKind::Word => self.occurs(text, |before, after| !self.goes_on_before(before) && !self.goes_on(after)),
            WordKind::Short => self.occurs(text, |before, after| is_start(before) && is_end(after)),
            WordKind::Slug => self.occurs(text, |before, after| {
                (is_address(before) && !self.goes_on(after))
                    || (is_key(before) && is_end(after))
                    || (is_start(before) && is_of_id(after))
            }),
        }
    }

    fn is_in_list(&self, text: &str) -> bool {
        let (starts, ends) = LISTED;
        let is_listed = |before: &str, after: &str| {
            let begins = is_start(before) || starts.iter().any(|start| before.ends_with(start));
            begins && (is_end(after) || ends.iter().any(|end| after.starts_with(end)))
        };
        self.is_in(text) || (self.kind == WordKind::Short && self.occurs(text, is_listed))
    }

    /// True if the word is somewhere in a text, and what is before and behind it fits.
    fn occurs(&self, text: &str, fits: impl Fn(&str, &str) -> bool) -> bool {
        let mut from = 0;
        while let Some(found) = text[from..].find(&self.text) {
            let (at, end) = (from + found, from + found + self.text.len());
            if fits(&text[..at], &text[end..]) {
                return true;
            }
            from = at + text[at..].chars().next().map_or(1, char::len_utf8);
        }
        false
    }

    /// True if the word is the end of a longer one.
    fn goes_on_before(&self, before: &str) -> bool {
        before.chars().next_back().zip(self.text.chars().next()).is_some_and(|(one, next)| is_one_word(one, next))
    }

    /// True if the word is the beginning of a longer one. Korean has its particles right behind a name.
    fn goes_on(&self, after: &str) -> bool {
        let next = self.text.chars().next_back().zip(after.chars().next());
        next.is_some_and(|(one, next)| is_one_word(one, next) && !is_hangul(next)) || is_encoded_letter(after)
    }
}

/// Returns text for comparison: as names are compared, and so that it is the same in small letters and capitals (ß, SS).
fn folded(text: &str) -> String {
    let text = normal_name(text);
    if text.is_ascii() {
        return text;
    }
    let folded: String = text.chars().flat_map(char::to_uppercase).flat_map(char::to_lowercase).nfkc().collect();
    folded.replace("i\u{307}", "i") // the small letter of the Turkish İ
}

/// True for a word that occurs in everybody's text: one letter, or two of an alphabet. Two ideographs are a name.
fn is_short(word: &str) -> bool {
    let count = word.chars().count();
    count < MIN_WORD_CHARS && !(count == 2 && word.chars().all(|c| is_ideograph(c) || is_hangul(c)))
}

/// True if one character follows the other in the same word.
fn is_one_word(one: char, next: char) -> bool {
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    inside(one) && inside(next) && !is_unspaced(one) && !is_unspaced(next) && is_hangul(one) == is_hangul(next)
}

/// True for letters of scripts that are written without spaces between words.
fn is_unspaced(c: char) -> bool {
    is_ideograph(c)
        || matches!(c,
            '\u{e00}'..='\u{eff}' // Thai, Lao
            | '\u{1000}'..='\u{109f}' | '\u{a9e0}'..='\u{a9ff}' | '\u{aa60}'..='\u{aa7f}' // Myanmar
            | '\u{1780}'..='\u{17ff}' | '\u{19e0}'..='\u{19ff}' // Khmer
            | '\u{3040}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}') // Hiragana, Katakana
}

fn is_ideograph(c: char) -> bool {
    matches!(c,
        '\u{3005}' | '\u{3007}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}

fn is_hangul(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11ff}' | '\u{3130}'..='\u{318f}' | '\u{ac00}'..='\u{d7af}')
}

fn is_start(before: &str) -> bool {
    before.is_empty() || before.ends_with('"')
}

fn is_end(after: &str) -> bool {
    after.is_empty() || after.starts_with('"')
}

/// True before the slug in the address of a profile page.
fn is_address(before: &str) -> bool {
    before.strip_suffix("in/").is_some_and(|before| !before.ends_with(char::is_alphanumeric))
}

/// True before a key in a piece of JSON.
fn is_key(before: &str) -> bool {
    let name = before.strip_suffix('"').unwrap_or_default().trim_end();
    ["person\":", "into\":"].iter().any(|key| name.ends_with(key))
}

/// True behind the person in the id of a request.
fn is_of_id(after: &str) -> bool {
    after.strip_prefix('@').is_some_and(|at| at.starts_with(|c: char| c.is_ascii_digit()))
}

/// True if a percent-encoded letter follows: then the word is longer than it looks.
fn is_encoded_letter(after: &str) -> bool {
    let Some(encoded) = after.strip_prefix('%') else { return false };
    let is_byte = encoded.bytes().take(2).filter(u8::is_ascii_hexdigit).count() == 2;
    is_byte && !percent_decode_str(after).next().is_some_and(|byte| byte.is_ascii() && !byte.is_ascii_alphanumeric())
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

    #[test]
    fn capitals_and_small_letters_are_the_same() {
        for (one, other) in [("Weiß", "WEISS"), ("İpek IŞIK", "ipek ışık"), ("ΟΔΥΣΣΕΥΣ", "οδυσσευς"), ("Ａｎｎ", "ann")]
        {
            assert_eq!(folded(one), folded(other));
        }
        assert_eq!(folded("Zoe\u{308} Ba\u{ad}r"), "zoë bar");
    }
}
