//! Person keys: the same key for the same person in every file and every export.

use std::borrow::{Borrow, Cow};

use compact_str::{CompactString, format_compact};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use crate::domain::text::untrusted::{Untrusted, collapse_whitespace, is_printable_ascii, is_unsafe_char, is_usual};

/// Bytes that are percent-encoded in a profile URL: all but those that RFC 3986 leaves unreserved.
const PERCENT_ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Base URL of profile pages.
const PROFILE_BASE_URL: &str = "https://www.linkedin.com/in/";

/// A person's identity: the profile's slug (percent-decoded, NFC, without invisible characters, lower-cased, raw
/// UTF-8), else `urn:li:member:N`, else `name:` and the normalised name. People with a known profile are never merged by
/// name. A key of an older journal is normalised when it is read.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PersonKey(#[serde(deserialize_with = "stored_key")] CompactString);

fn stored_key<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<CompactString, D::Error> {
    CompactString::deserialize(deserializer).map(|key| PersonKey::from_stored(key).0)
}

impl PersonKey {
    /// Beginnings of the keys of people without a profile.
    pub const PREFIXES_WITHOUT_PROFILE: [&str; 2] = ["name:", "urn:li:member:"];

    /// Returns the best key for a row's profile cell (URL or URN) and name.
    pub fn new(profile: &str, name: &str) -> Self {
        if let Some(key) = Self::from_url(profile) {
            return key;
        }
        if let Some(urn) = member_urn(profile) {
            return Self(urn.into());
        }
        Self::from_name(name)
    }

    /// Returns the key for a profile URL; `None` if the URL leads to no profile.
    pub fn from_url(address: &str) -> Option<Self> {
        slug(address).map(|slug| Self(slug.into()))
    }

    /// Returns the key of a person known by name only.
    pub fn from_name(name: &str) -> Self {
        Self(format_compact!("name:{}", normal_name(name)))
    }

    /// Returns the key read from a journal or a snapshot, normalised.
    pub fn from_stored(key: impl Into<CompactString>) -> Self {
        let key = key.into();
        if is_printable_ascii(&key) {
            return Self(key);
        }
        key.strip_prefix("name:").map_or_else(|| Self(lowered(visible(&key).into_owned()).into()), Self::from_name)
    }

    /// Reads a key that is normalised already, as this program keeps it in a file of its own: normalising thirty thousand
    /// keys again takes longer than reading them.
    pub fn deserialize_normalized<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        CompactString::deserialize(deserializer).map(Self)
    }

    /// Returns the key as stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns a one-way digest by which a forgotten person is recognised: the UUIDv5, in the URL namespace, of
    /// `invite-triage:forgotten:` and the key. Anyone who guesses the key can check the guess.
    pub fn digest(&self) -> String {
        let name = ["invite-triage:forgotten:", &self.0].concat();
        uuid::Uuid::new_v5(&uuid::Uuid::NAMESPACE_URL, name.as_bytes()).to_string()
    }

    /// True if the key is a profile's slug, not a member number or a name.
    pub fn is_profile(&self) -> bool {
        !Self::PREFIXES_WITHOUT_PROFILE.iter().any(|prefix| self.0.starts_with(prefix))
    }

    /// Returns the URL of the profile page: always `https://www.linkedin.com/in/…`, with every unusual byte encoded.
    pub fn profile_url(&self) -> Option<String> {
        let is_page = self.is_profile() && self.0.len() <= 600 && !is_dot_segment(&self.0);
        is_page.then(|| [PROFILE_BASE_URL].into_iter().chain(utf8_percent_encode(&self.0, PERCENT_ENCODED)).collect())
    }
}

impl Borrow<str> for PersonKey {
    fn borrow(&self) -> &str {
        &self.0
    }
}

/// Returns an address as people read it, fit for a terminal: of a profile page without the part that all have, decoded.
pub fn short_address(address: &str) -> String {
    let slug = slug(address).map(|slug| format!("in/{slug}"));
    Untrusted::new(slug.unwrap_or_else(|| address.to_owned())).display_name()
}

/// Returns a name for comparison: without invisible characters, white space collapsed, lower-cased, NFC.
pub fn normal_name(name: &str) -> String {
    lowered(collapse_whitespace(&visible(name)))
}

/// Returns text in lower case and NFC.
fn lowered(mut text: String) -> String {
    if text.is_ascii() {
        text.make_ascii_lowercase();
        return text;
    }
    if is_usual(&text) && text.chars().all(is_lower) {
        return text; // most slugs
    }
    text = text.to_lowercase();
    if is_usual(&text) { text } else { text.nfc().collect() }
}

/// True for a usual character that is in lower case, or has none: no such script behind Cyrillic has.
fn is_lower(usual: char) -> bool {
    if usual.is_ascii() { !usual.is_ascii_uppercase() } else { usual >= '\u{0590}' || usual.is_lowercase() }
}

/// Returns text without invisible characters; white space stays.
fn visible(text: &str) -> Cow<'_, str> {
    if is_usual(text) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter(|c| c.is_whitespace() || !is_unsafe_char(*c)).collect())
}

/// Returns the slug of a LinkedIn profile URL, decoded and normalised; `None` for a URL without one
/// (`https://www.linkedin.com/in`), another site, or a slug that decodes to non-UTF-8, control characters, spaces, `/`, or a
/// dot segment.
pub fn slug(address: &str) -> Option<String> {
    let rest = address.trim();
    let rest = strip_prefix_ignoring_case(rest, "https://")
        .or_else(|| strip_prefix_ignoring_case(rest, "http://"))
        .unwrap_or(rest);
    let (host, path) = rest.split_once('/')?;
    if !is_linkedin(host) {
        return None;
    }
    let path = path.strip_prefix("comm/").unwrap_or(path);
    let path = path.strip_prefix("in/")?;
    let end = path.bytes().position(|byte| matches!(byte, b'/' | b'?' | b'#'));
    let raw = end.map_or(path, |end| &path[..end]);
    if !raw.is_empty() && raw.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')) {
        return Some(raw.to_ascii_lowercase()); // most slugs: nothing in them is decoded or removed
    }
    let decoded = percent_decoded(raw)?;
    let is_usual = is_usual(&decoded); // then it has no control character and no white space but the space
    let is_out_of_place = |c: char| c.is_control() || c.is_whitespace() || c == '/';
    let usable = if is_usual { !decoded.contains([' ', '/']) } else { !decoded.contains(is_out_of_place) };
    let slug = lowered(if is_usual { decoded } else { visible(&decoded).into_owned() });
    (usable && !slug.is_empty() && !is_dot_segment(&slug)).then_some(slug)
}

/// True for `.` and `..`: in a path they lead to another page, also percent-encoded.
fn is_dot_segment(slug: &str) -> bool {
    matches!(slug, "." | "..")
}

fn member_urn(cell: &str) -> Option<String> {
    let number = cell.trim().strip_prefix("urn:li:member:")?;
    (!number.is_empty() && number.len() <= 20 && number.bytes().all(|b| b.is_ascii_digit()))
        .then(|| cell.trim().to_owned())
}

/// True if a host is LinkedIn's, in any country: `linkedin.com`, `www.linkedin.com`, `es.linkedin.com`.
fn is_linkedin(host: &str) -> bool {
    const DOMAIN: &str = "linkedin.com";
    let halves = host.len().checked_sub(DOMAIN.len()).and_then(|at| host.split_at_checked(at));
    halves.is_some_and(|(sub, domain)| {
        let is_country = |sub: &str| sub.len() <= 3 && sub.bytes().all(|b| b.is_ascii_alphabetic());
        domain.eq_ignore_ascii_case(DOMAIN) && (sub.is_empty() || sub.strip_suffix('.').is_some_and(is_country))
    })
}

fn strip_prefix_ignoring_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    text.get(..prefix.len()).filter(|head| head.eq_ignore_ascii_case(prefix)).map(|_| &text[prefix.len()..])
}

/// Percent-decodes a text; `None` if the result is not UTF-8.
fn percent_decoded(text: &str) -> Option<String> {
    if !text.contains('%') {
        return Some(text.to_owned());
    }
    let mut bytes = Vec::with_capacity(text.len()); // growing on demand, as `decode_utf8` does, takes a third longer
    bytes.extend(percent_decode_str(text));
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_person_however_it_is_spelled() {
        for address in [
            "https://www.linkedin.com/in/jos%C3%A9-mu%C3%B1oz",
            "https://www.linkedin.com/in/josé-muñoz",
            "www.linkedin.com/in/José-Muñoz/",
            "http://es.linkedin.com/in/jos%c3%a9-mu%c3%b1oz?trk=x",
            "https://www.linkedin.com/comm/in/josé-muñoz?midToken=1",
        ] {
            assert_eq!(PersonKey::new(address, "x").as_str(), "josé-muñoz", "{address}");
        }
    }

    #[test]
    fn one_key_in_every_normal_form() {
        for address in ["zoe\u{308}-b\u{200b}", "Zoë-B\u{2060}", "zo%C3%AB-b", "zoe%CC%88-b%E2%80%8B"] {
            let address = format!("https://www.linkedin.com/in/{address}");
            assert_eq!(PersonKey::new(&address, "x").as_str(), "zoë-b", "{address}");
        }
        for name in ["Zoë  Bäcker", "zoe\u{308} \u{200b} Ba\u{308}cker\u{ad}", "ZOË BÄCKER"] {
            assert_eq!(PersonKey::new("", name).as_str(), "name:zoë bäcker", "{name:?}");
        }
        assert_eq!(PersonKey::from_stored("zoe\u{308}-b\u{200b}").as_str(), "zoë-b");
        assert_eq!(PersonKey::from_stored("name:zoe\u{308} \u{200b} b").as_str(), "name:zoë b");
        assert_eq!(PersonKey::new("https://www.linkedin.com/in/%E2%80%8B", "Ann").as_str(), "name:ann");
    }

    proptest::proptest! {
        #[test]
        fn usual_letters_are_normalised_as_all_are(text in "\\PC*|[a-zA-Zà-ÿĀ-žA-Я가-힣一-龥\u{0300}\u{11a8}İΣ \u{200b}]{0,12}") {
            let visible: String = text.chars().filter(|c| c.is_whitespace() || !is_unsafe_char(*c)).collect();
            let words = visible.split_whitespace().collect::<Vec<_>>().join(" ");
            proptest::prop_assert_eq!(normal_name(&text), words.to_lowercase().nfc().collect::<String>());
        }
    }

    #[test]
    fn what_is_no_profile_falls_back() {
        assert_eq!(PersonKey::new("https://www.linkedin.com/in", " Ann  BEE ").as_str(), "name:ann bee");
        assert_eq!(PersonKey::new("urn:li:member:123456", "Ann").as_str(), "urn:li:member:123456");
        for address in [
            "javascript:alert(1)",
            "https://evil.example/in/x",
            "https://linkedin.com.evil.example/in/x",
            "https://www.linkedin.com/in/%ff",
            "https://www.linkedin.com/in/.",
            "https://www.linkedin.com/in/../feed",
            "https://www.linkedin.com/in/%2e%2E",
        ] {
            assert_eq!(PersonKey::new(address, "Ann").as_str(), "name:ann", "{address}");
        }
    }

    #[test]
    fn a_sign_that_encodes_nothing_stays() {
        for slug in ["100%", "a%2", "a%zz", "a%+f"] {
            assert_eq!(PersonKey::new(&format!("https://www.linkedin.com/in/{slug}"), "x").as_str(), slug);
        }
    }

    #[test]
    fn the_page_is_always_linkedins() {
        let key = PersonKey::new("https://www.linkedin.com/in/a;rm%20-b", "x");
        assert_eq!(key.profile_url(), None); // white space makes a slug invalid
        let key = PersonKey::new("https://www.linkedin.com/in/żak-1", "x");
        assert_eq!(key.profile_url().as_deref(), Some("https://www.linkedin.com/in/%C5%BCak-1"));
        assert_eq!(short_address("https://www.linkedin.com/in/%C5%BCak-1"), "in/żak-1", "a person reads letters");
        assert_eq!(short_address("https://example.org/a\u{202e}b"), "https://example.org/a<U+202E>b");
        for dots in [".", ".."] {
            assert_eq!(PersonKey::from_stored(dots).profile_url(), None, "a key of an old journal leads nowhere");
        }
        assert_eq!(
            PersonKey::from_stored("-._~!").profile_url().as_deref(),
            Some("https://www.linkedin.com/in/-._~%21")
        );
    }
}
