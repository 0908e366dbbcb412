//! CSV table in Google Contacts' own export format (header as of 2024), which it also imports.

use std::io::{self, Write};

use super::{csv_injection, text};
use crate::domain::care::contact::Contact;
use crate::domain::care::contact::ContactIter;

const HEADER: [&str; 23] = [
    "First Name",
    "Middle Name",
    "Last Name",
    "Phonetic First Name",
    "Phonetic Middle Name",
    "Phonetic Last Name",
    "Name Prefix",
    "Name Suffix",
    "Nickname",
    "File As",
    "Organization Name",
    "Organization Title",
    "Organization Department",
    "Birthday",
    "Notes",
    "Photo",
    "Labels",
    "E-mail 1 - Label",
    "E-mail 1 - Value",
    "Phone 1 - Label",
    "Phone 1 - Value",
    "Website 1 - Label",
    "Website 1 - Value",
];

/// Separator between several values of one cell.
const VALUE_SEPARATOR: &str = " ::: ";

/// Google's system group of everybody shown under *Contacts*.
const MY_CONTACTS: &str = "* myContacts";

/// Writes the table.
pub fn write(contacts: &mut ContactIter<'_>, out: &mut dyn Write) -> io::Result<()> {
    csv_injection::write_table(&HEADER, contacts.map(|contact| row(&contact)), csv_injection::imported, out)
}

fn row(contact: &Contact) -> Vec<String> {
    let name = text::name_parts(contact);
    let email = text::line_or_none(contact.email.as_ref());
    let profile = contact.address().unwrap_or_default();
    csv_injection::table_row(
        &HEADER,
        &[
            ("First Name", name.given),
            ("Last Name", name.family),
            ("Name Prefix", name.prefix),
            ("Name Suffix", name.suffix),
            ("Organization Name", single_value(&text::line_or_none(contact.company.as_ref()))),
            ("Organization Title", single_value(&text::title(contact))),
            ("Notes", text::note(contact)),
            ("Labels", labels(contact)),
            ("E-mail 1 - Label", label_for(&email, "Other")),
            ("E-mail 1 - Value", email),
            (
                "Website 1 - Label",
                label_for(&profile, if contact.person.is_profile() { "LinkedIn" } else { "Profile" }),
            ),
            ("Website 1 - Value", profile),
        ],
    )
}

/// Returns the tags without leading `*`, which marks Google's system groups, and the system group itself.
fn labels(contact: &Contact) -> String {
    let tags = text::tags(contact).into_iter().map(|tag| single_value(tag.trim_start_matches(['*', ' '])));
    text::unique(tags.chain([MY_CONTACTS.to_owned()])).join(VALUE_SEPARATOR)
}

/// Replaces the separator, so that Google does not split the value.
fn single_value(value: &str) -> String {
    value.replace(VALUE_SEPARATOR.trim(), ":")
}

fn label_for(value: &str, label: &str) -> String {
    if value.is_empty() { String::new() } else { label.to_owned() }
}
