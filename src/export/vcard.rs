//! vCards for address books: 3.0 (RFC 2426), which all of them read, and 4.0 (RFC 6350).

use std::borrow::Cow;
use std::io::{self, Write};

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::content_line::ContentLines;
use super::text;
use crate::domain::care::contact::Contact;
use crate::domain::care::contact::ContactIter;

/// What differs between the two versions.
struct Version {
    number: &'static str,
    /// Name and parameters of the id, a plain UUID in both, so that a card of the other version updates the same contact.
    uid: &'static str,
    /// Name and parameters of the LinkedIn profile: Apple's property, and that of RFC 9554.
    social_profile: &'static str,
}

const V3: Version = Version { number: "3.0", uid: "UID", social_profile: "X-SOCIALPROFILE;TYPE=linkedin" };
const V4: Version =
    Version { number: "4.0", uid: "UID;VALUE=text", social_profile: "SOCIALPROFILE;SERVICE-TYPE=LinkedIn" };

/// What is percent-encoded in a web address: what no address may hold (RFC 3986), and `,` `;` `\`, at which readers of
/// cards end a value, though an address has no escapes.
const NOT_IN_A_URL: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}')
    .add(b'\\')
    .add(b',')
    .add(b';');

/// Writes vCard 3.0.
pub fn write_3(contacts: &mut ContactIter<'_>, out: &mut dyn Write) -> io::Result<()> {
    write(contacts, out, &V3)
}

/// Writes vCard 4.0.
pub fn write_4(contacts: &mut ContactIter<'_>, out: &mut dyn Write) -> io::Result<()> {
    write(contacts, out, &V4)
}

fn write(contacts: &mut ContactIter<'_>, out: &mut dyn Write, version: &Version) -> io::Result<()> {
    let mut lines = ContentLines::default();
    for contact in contacts {
        lines.clear();
        lines.begin("VCARD");
        lines.raw_value("VERSION", version.number);
        lines.raw_value(version.uid, &contact.uid().to_string());
        describe(&contact, version, &mut lines);
        lines.end("VCARD");
        out.write_all(lines.as_bytes())?;
    }
    Ok(())
}

/// Writes the properties of a contact.
fn describe(contact: &Contact, version: &Version, lines: &mut ContentLines) {
    let full_name = text::name(contact);
    let name = text::parts_of_name(contact, &full_name);
    let profile = contact.person.profile_url();
    let address = profile.as_ref().or(contact.other_address.as_ref()).map_or("", String::as_str);
    lines.text("FN", &full_name);
    lines.structured("N", &[&name.family, &name.given, "", &name.prefix, &name.suffix]);
    lines.text("ORG", &text::line_or_none(contact.company.as_ref()));
    lines.text("TITLE", &text::title(contact));
    lines.text("EMAIL", &text::line_or_none(contact.email.as_ref()));
    lines.raw_value("URL", &Cow::from(utf8_percent_encode(address, NOT_IN_A_URL)));
    lines.raw_value(version.social_profile, profile.as_deref().unwrap_or_default());
    lines.text("NOTE", &text::note(contact));
    lines.list("CATEGORIES", &text::tags(contact));
    if let Some(decided) = &contact.decided {
        lines.raw_value("REV", &text::ical_timestamp(decided.decided_at));
    }
}
