//! Cards for address books: vCard 3.0 (RFC 2426), which all of them read, and 4.0 (RFC 6350).
//!
//! `calcard` escapes and folds (75 octets, on character borders, CR LF). Its cards of version 3.0 are not used as a
//! whole: they carry `CHARSET=UTF-8` on every line that is not ASCII, a parameter which that version abolished. So
//! the frame is written here and each line by calcard as it does for 4.0; the escapes are the same in both.

use std::io::{self, Write};

use calcard::vcard::{VCardEntry, VCardProperty, VCardValue};

use super::{name, text};
use crate::domain::contact::Contact;

/// Writes cards of version 3.0.
pub fn write_3(contacts: &[Contact], out: &mut dyn Write) -> io::Result<()> {
    write(contacts, out, "3.0", |contact| contact.uid().to_string())
}

/// Writes cards of version 4.0, in which an id is an address.
pub fn write_4(contacts: &[Contact], out: &mut dyn Write) -> io::Result<()> {
    write(contacts, out, "4.0", |contact| contact.uid().urn().to_string())
}

fn write(contacts: &[Contact], out: &mut dyn Write, version: &str, id: fn(&Contact) -> String) -> io::Result<()> {
    let mut lines = String::new();
    for contact in contacts {
        lines.clear();
        for entry in entries(contact, id(contact)) {
            entry.write_to(&mut lines, true).map_err(io::Error::other)?;
        }
        write!(out, "BEGIN:VCARD\r\nVERSION:{version}\r\n{lines}END:VCARD\r\n")?;
    }
    Ok(())
}

fn entries(contact: &Contact, id: String) -> Vec<VCardEntry> {
    let full = text::name(contact);
    let name = name::split(&full);
    let mut entries = vec![
        entry(VCardProperty::Uid, [id]),
        entry(VCardProperty::Fn, [full]),
        entry(VCardProperty::N, [name.family, name.given, String::new(), name.prefix, name.suffix]),
    ];
    let optional = [
        (VCardProperty::Org, text::line_or_none(contact.company.as_ref())),
        (VCardProperty::Title, text::title(contact)),
        (VCardProperty::Email, text::line_or_none(contact.email.as_ref())),
        (VCardProperty::Url, contact.person.profile_url().unwrap_or_default()),
        (VCardProperty::Note, text::note(contact)),
    ];
    entries.extend(optional.into_iter().filter(|(_, text)| !text.is_empty()).map(|(what, text)| entry(what, [text])));
    let tags = text::tags(contact);
    if !tags.is_empty() {
        entries.push(entry(VCardProperty::Categories, tags));
    }
    entries.push(entry(VCardProperty::Rev, [text::stamp(contact.decided_at)]));
    entries
}

fn entry(what: VCardProperty, values: impl IntoIterator<Item = String>) -> VCardEntry {
    VCardEntry::new(what).with_values(values.into_iter().map(VCardValue::Text).collect())
}
