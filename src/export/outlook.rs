//! CSV table in Outlook.com's own export format of 61 columns, which it also imports; so does classic Outlook.

use std::io::{self, Write};

use super::{csv_injection, text};
use crate::domain::care::contact::Contact;
use crate::domain::care::contact::ContactIter;

const HEADER: [&str; 61] = [
    "First Name",
    "Middle Name",
    "Last Name",
    "Title",
    "Suffix",
    "Nickname",
    "Given Yomi",
    "Surname Yomi",
    "E-mail Address",
    "E-mail 2 Address",
    "E-mail 3 Address",
    "Home Phone",
    "Home Phone 2",
    "Business Phone",
    "Business Phone 2",
    "Mobile Phone",
    "Car Phone",
    "Other Phone",
    "Primary Phone",
    "Pager",
    "Business Fax",
    "Home Fax",
    "Other Fax",
    "Company Main Phone",
    "Callback",
    "Radio Phone",
    "Telex",
    "TTY/TDD Phone",
    "IMAddress",
    "Job Title",
    "Department",
    "Company",
    "Office Location",
    "Manager's Name",
    "Assistant's Name",
    "Assistant's Phone",
    "Company Yomi",
    "Business Street",
    "Business City",
    "Business State",
    "Business Postal Code",
    "Business Country/Region",
    "Home Street",
    "Home City",
    "Home State",
    "Home Postal Code",
    "Home Country/Region",
    "Other Street",
    "Other City",
    "Other State",
    "Other Postal Code",
    "Other Country/Region",
    "Personal Web Page",
    "Spouse",
    "Schools",
    "Hobby",
    "Location",
    "Web Page",
    "Birthday",
    "Anniversary",
    "Notes",
];

/// Writes the table.
pub fn write(contacts: &mut ContactIter<'_>, out: &mut dyn Write) -> io::Result<()> {
    csv_injection::write_table(&HEADER, contacts.map(|contact| row(&contact)), csv_injection::imported, out)
}

/// Returns a row. *Title* is the prefix of a name, *Job Title* the position. There is no column for tags.
fn row(contact: &Contact) -> Vec<String> {
    let name = text::name_parts(contact);
    csv_injection::table_row(
        &HEADER,
        &[
            ("First Name", name.given),
            ("Last Name", name.family),
            ("Title", name.prefix),
            ("Suffix", name.suffix),
            ("E-mail Address", text::line_or_none(contact.email.as_ref())),
            ("Job Title", text::title(contact)),
            ("Company", text::line_or_none(contact.company.as_ref())),
            ("Web Page", contact.address().unwrap_or_default()),
            ("Notes", text::note(contact)),
        ],
    )
}
