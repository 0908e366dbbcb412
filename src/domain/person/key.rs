//! Who somebody is: the same key for the same person in every file and every export.

use std::borrow::{Borrow, Cow};

use compact_str::{CompactString, format_compact};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde::{Deserialize, Serialize};

use crate::domain::text::untrusted::collapse_whitespace;

/// Every byte but those that RFC 3986 leaves unreserved.
const UNUSUAL: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Where profiles are.
const PROFILES: &str = "https://www.linkedin.com/in/";

/// Identifies a person: the profile's slug (percent-decoded, lower-cased, raw UTF-8), else `urn:li:member:N`,
/// else `name:` and the squeezed, lower-cased name. Never merged by name where a profile is known.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PersonKey(CompactString);

impl PersonKey {
    /// The best key that a row's profile cell (URL or URN) and name allow.
    pub fn new(profile: &str, name: &str) -> Self {
        if let Some(key) = Self::from_url(profile) {
            return key;
        }
        if let Some(urn) = member_urn(profile) {
            return Self(urn.into());
        }
        Self::from_name(name)
    }

    /// The key of whoever has this profile address; `None` where it leads to no profile.
    pub fn from_url(address: &str) -> Option<Self> {
        slug(address).map(|slug| Self(slug.into()))
    }

    /// The key of somebody of whom only the name is known.
    pub fn from_name(name: &str) -> Self {
        Self(format_compact!("name:{}", normal_name(name)))
    }

    /// A key as it stands in a journal or a snapshot.
    pub fn from_stored(key: impl Into<CompactString>) -> Self {
        Self(key.into())
    }

    /// The key as it is stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// By which a forgotten person is recognised and not known: the UUIDv5, in the URL namespace, of
    /// `invite-triage:forgotten:` and the key. Whoever guesses the key can check the guess.
    pub fn digest(&self) -> String {
        let name = format!("invite-triage:forgotten:{}", self.0);
        uuid::Uuid::new_v5(&uuid::Uuid::NAMESPACE_URL, name.as_bytes()).to_string()
    }

    /// Whether the key is a profile's slug; a member number or a name is not.
    pub fn is_profile(&self) -> bool {
        !self.0.starts_with("name:") && !self.0.starts_with("urn:li:member:")
    }

    /// The address of the profile page, always `https://www.linkedin.com/in/…` with every unusual byte encoded.
    pub fn profile_url(&self) -> Option<String> {
        (self.is_profile() && self.0.len() <= 600)
            .then(|| format!("{PROFILES}{}", utf8_percent_encode(&self.0, UNUSUAL)))
    }

    /// True if an address is, letter by letter, the one that [`PersonKey::profile_url`] gives.
    pub fn is_at(&self, address: &str) -> bool {
        let slug = address.strip_prefix(PROFILES);
        slug.is_some_and(|slug| slug == Cow::from(utf8_percent_encode(&self.0, UNUSUAL)))
    }
}

impl Borrow<str> for PersonKey {
    fn borrow(&self) -> &str {
        &self.0
    }
}

/// A name for comparison: white space squeezed, lower-cased.
pub fn normal_name(name: &str) -> String {
    lowered(collapse_whitespace(name))
}

fn lowered(mut text: String) -> String {
    if text.is_ascii() {
        text.make_ascii_lowercase();
        return text;
    }
    text.to_lowercase()
}

/// The slug of a LinkedIn profile address: decoded, lower-cased; `None` for an address without one
/// (`https://www.linkedin.com/in`), another site, or a slug that decodes to nothing readable.
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
    let raw = path.split(['/', '?', '#']).next().filter(|s| !s.is_empty())?;
    let decoded = percent_decoded(raw)?;
    let usable = !decoded.chars().any(|c| c.is_control() || c.is_whitespace() || c == '/');
    usable.then(|| lowered(decoded))
}

fn member_urn(cell: &str) -> Option<String> {
    let number = cell.trim().strip_prefix("urn:li:member:")?;
    (!number.is_empty() && number.len() <= 20 && number.bytes().all(|b| b.is_ascii_digit()))
        .then(|| cell.trim().to_owned())
}

/// Whether a host is LinkedIn's, of any country: `linkedin.com`, `www.linkedin.com`, `es.linkedin.com`.
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

/// Percent-decodes a text; `None` where the bytes are not UTF-8.
fn percent_decoded(text: &str) -> Option<String> {
    if !text.contains('%') {
        return Some(text.to_owned());
    }
    let mut bytes = Vec::with_capacity(text.len()); // grown bit by bit, as `decode_utf8` does, it takes a third longer
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
    fn what_is_no_profile_falls_back() {
        assert_eq!(PersonKey::new("https://www.linkedin.com/in", " Ann  BEE ").as_str(), "name:ann bee");
        assert_eq!(PersonKey::new("urn:li:member:123456", "Ann").as_str(), "urn:li:member:123456");
        for address in [
            "javascript:alert(1)",
            "https://evil.example/in/x",
            "https://linkedin.com.evil.example/in/x",
            "https://www.linkedin.com/in/%ff",
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
        assert_eq!(key.profile_url(), None); // white space in a slug makes it no slug
        let key = PersonKey::new("https://www.linkedin.com/in/żak-1", "x");
        assert_eq!(key.profile_url().as_deref(), Some("https://www.linkedin.com/in/%C5%BCak-1"));
        assert_eq!(
            PersonKey::from_stored("-._~!").profile_url().as_deref(),
            Some("https://www.linkedin.com/in/-._~%21")
        );
    }
}
