//! Export of contacts for other programs.
//!
//! Promise: untrusted text stays text in every format, without control or hidden characters. The same contacts give
//! the same bytes: dates come from the decisions, never from a clock.
//!
//! A new format needs a file in this folder, a row in [`FORMATS`] and a golden file in `tests/golden`.

use std::io::{self, Write};

use crate::domain::care::contact::{Contact, ContactFilter, ContactIter};

pub use notes::Note;

mod name;
mod text;

mod csv_injection;
mod csv;
mod google;
mod outlook;

mod content_line;
pub mod ics;
mod vcard;

mod json;
pub mod letter;
mod markdown;
mod markdown_text;
mod notes;
pub mod talk_sheet;

/// An export format.
pub struct Format {
    /// Name on the command line.
    pub name: &'static str,
    /// Alternative names.
    pub aliases: &'static [&'static str],
    /// File name extensions, without the dot, the usual one first; none for a folder.
    pub extensions: &'static [&'static str],
    /// Description in help and on the screen.
    pub description: &'static str,
    /// Default filter.
    pub default_filter: ContactFilter,
    /// True if a file begins with a byte order mark, by which Excel and Outlook know UTF-8.
    pub byte_order_mark: bool,
    /// True if the day of the last contact is that of UTC: in every time zone the same, for tables and programs.
    pub has_utc_days: bool,
    /// What is written.
    pub layout: Layout,
}

/// Writes contacts.
pub type WriteContacts = fn(&mut ContactIter<'_>, &mut dyn Write) -> io::Result<()>;

/// What an export consists of.
#[derive(Clone, Copy)]
pub enum Layout {
    /// One file with all contacts.
    File(WriteContacts),
    /// One file in which contacts follow one another, with nothing before, between or after them: a part of them gives
    /// that part of the file.
    Sequence(WriteContacts),
    /// A folder with a file per contact.
    Folder(fn(&Contact) -> Note),
    /// One file with what is due ([`ics::write`]).
    Calendar,
}

/// The byte order mark of UTF-8.
pub const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// All formats, in the order of help and screen.
pub static FORMATS: &[Format] = &[
    Format {
        name: "csv",
        aliases: &[],
        extensions: &["csv"],
        description: "every field, for a spreadsheet",
        default_filter: ContactFilter::Accepted,
        byte_order_mark: true,
        has_utc_days: true,
        layout: Layout::File(csv::write),
    },
    Format {
        name: "google",
        aliases: &[],
        extensions: &["csv"],
        description: "the table that Google Contacts imports",
        default_filter: ContactFilter::Accepted,
        byte_order_mark: false,
        has_utc_days: false,
        layout: Layout::File(google::write),
    },
    Format {
        name: "outlook",
        aliases: &[],
        extensions: &["csv"],
        description: "the table that Outlook imports",
        default_filter: ContactFilter::Accepted,
        byte_order_mark: true,
        has_utc_days: false,
        layout: Layout::File(outlook::write),
    },
    Format {
        name: "vcard",
        aliases: &["vcf"],
        extensions: &["vcf", "vcard"],
        description: "vCard 3.0, for every address book and phone",
        default_filter: ContactFilter::Accepted,
        byte_order_mark: false,
        has_utc_days: false,
        layout: Layout::Sequence(vcard::write_3),
    },
    Format {
        name: "vcard4",
        aliases: &["vcf4"],
        extensions: &["vcf"],
        description: "vCard 4.0, for address books that ask for it",
        default_filter: ContactFilter::Accepted,
        byte_order_mark: false,
        has_utc_days: false,
        layout: Layout::Sequence(vcard::write_4),
    },
    Format {
        name: "json",
        aliases: &[],
        extensions: &["json"],
        description: "every field, for programs",
        default_filter: ContactFilter::Accepted,
        byte_order_mark: false,
        has_utc_days: true,
        layout: Layout::File(json::write),
    },
    Format {
        name: "markdown",
        aliases: &["md"],
        extensions: &["md", "markdown"],
        description: "every field, for notes and to read",
        default_filter: ContactFilter::Accepted,
        byte_order_mark: false,
        has_utc_days: false,
        layout: Layout::File(markdown::write),
    },
    Format {
        name: "notes",
        aliases: &[],
        extensions: &[],
        description: "a folder with a note per person, for Obsidian and Logseq",
        default_filter: ContactFilter::Accepted,
        byte_order_mark: false,
        has_utc_days: false,
        layout: Layout::Folder(notes::note),
    },
    Format {
        name: "ics",
        aliases: &[],
        extensions: &["ics", "ical"],
        description: "what is due, for a calendar",
        default_filter: ContactFilter::Decided,
        byte_order_mark: false,
        has_utc_days: false,
        layout: Layout::Calendar,
    },
];

/// Returns the format with this name or alias.
pub fn find(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name || format.aliases.contains(&name))
}

/// Returns the first format whose files have this extension, in any case.
pub fn find_by_extension(extension: &str) -> Option<&'static Format> {
    let has = |format: &&Format| format.extensions.iter().any(|known| known.eq_ignore_ascii_case(extension));
    FORMATS.iter().find(has)
}

/// Returns the names of all formats, for a sentence.
pub fn names() -> String {
    FORMATS.iter().map(|format| format.name).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_name_leads_to_one_format() {
        let names: Vec<&str> =
            FORMATS.iter().flat_map(|f| [f.name].into_iter().chain(f.aliases.iter().copied())).collect();
        assert_eq!(names.iter().collect::<HashSet<_>>().len(), names.len());
        assert_eq!(find("vcf").map(|f| f.name), Some("vcard"));
        assert_eq!(find("md").map(|f| f.name), Some("markdown"));
        assert!(find("xlsx").is_none());
    }

    #[test]
    fn an_ending_leads_to_one_format() {
        let by = |ending| find_by_extension(ending).map(|format| format.name);
        for (ending, name) in
            [("csv", "csv"), ("VCF", "vcard"), ("vcard", "vcard"), ("ical", "ics"), ("markdown", "markdown")]
        {
            assert_eq!(by(ending), Some(name));
        }
        assert_eq!(["xlsx", "tsv", "jsonl", ""].map(by), [None; 4]);
    }
}
