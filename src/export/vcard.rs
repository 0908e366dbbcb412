//! vCards for address books: 3.0 (RFC 2426), which all of them read, and 4.0 (RFC 6350).

use std::io::{self, Write};

use super::content_line::ContentLines;
use super::{name, text};
use crate::domain::care::contact::Contact;
use crate::domain::care::contact::ContactIter;

/// Writes vCard 3.0.
pub fn write_3(contacts: &mut ContactIter<'_>, out: &mut dyn Write) -> io::Result<()> {
    write(contacts, out, "3.0", |contact| contact.uid().to_string())
}

/// Writes vCard 4.0, where the UID is a URN.
pub fn write_4(contacts: &mut ContactIter<'_>, out: &mut dyn Write) -> io::Result<()> {
    write(contacts, out, "4.0", |contact| contact.uid().urn().to_string())
}

fn write(
    contacts: &mut ContactIter<'_>,
    out: &mut dyn Write,
    version: &str,
    id: fn(&Contact) -> String,
) -> io::Result<()> {
    let mut lines = ContentLines::default();
    for contact in contacts {
        lines.clear();
        lines.begin("VCARD");
        lines.raw_value("VERSION", version);
        lines.raw_value("UID", &id(&contact));
        describe(&contact, &mut lines);
        lines.end("VCARD");
        out.write_all(lines.as_bytes())?;
    }
    Ok(())
}

/// Writes the properties that both versions share.
fn describe(contact: &Contact, lines: &mut ContentLines) {
    let full = text::name(contact);
    let name = name::split(&full);
    lines.text("FN", &full);
    lines.structured("N", &[&name.family, &name.given, "", &name.prefix, &name.suffix]);
    lines.text("ORG", &text::line_or_none(contact.company.as_ref()));
    lines.text("TITLE", &text::title(contact));
    lines.text("EMAIL", &text::line_or_none(contact.email.as_ref()));
    lines.raw_value("URL", &contact.address().unwrap_or_default());
    lines.text("NOTE", &text::note(contact));
    lines.list("CATEGORIES", &text::tags(contact));
    lines.raw_value("REV", &text::ical_timestamp(contact.decided_at));
}
