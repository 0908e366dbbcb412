//! Export of contacts for other programs.
//!
//! Promise: untrusted text stays text in every format, without control or hidden characters. The same contacts give
//! the same bytes: dates come from the decisions, never from a clock.
//!
//! A new format needs a file in this folder, a row in [`FORMATS`] and a golden file in `tests/golden`.

use std::io::{self, Write};

use crate::domain::care::contact::{ContactFilter, ContactIter};

mod name;
mod text;

mod csv_injection;
mod csv;
mod google;
mod outlook;

mod content_line;
mod ics;
mod vcard;

mod json;
mod markdown;

/// An export format.
pub struct Format {
    /// Name on the command line.
    pub name: &'static str,
    /// Alternative names.
    pub aliases: &'static [&'static str],
    /// File name extension, without the dot.
    pub extension: &'static str,
    /// Description in help and on the screen.
    pub description: &'static str,
    /// Default filter.
    pub default_filter: ContactFilter,
    /// Function that writes the contacts.
    pub write: fn(&mut ContactIter<'_>, &mut dyn Write) -> io::Result<()>,
}

/// All formats, in the order of help and screen.
pub static FORMATS: &[Format] = &[
    Format {
        name: "csv",
        aliases: &[],
        extension: "csv",
        description: "every field, for a spreadsheet",
        default_filter: ContactFilter::Accepted,
        write: csv::write,
    },
    Format {
        name: "google",
        aliases: &[],
        extension: "csv",
        description: "the table that Google Contacts imports",
        default_filter: ContactFilter::Accepted,
        write: google::write,
    },
    Format {
        name: "outlook",
        aliases: &[],
        extension: "csv",
        description: "the table that Outlook imports",
        default_filter: ContactFilter::Accepted,
        write: outlook::write,
    },
    Format {
        name: "vcard",
        aliases: &["vcf"],
        extension: "vcf",
        description: "vCard 3.0, for every address book and phone",
        default_filter: ContactFilter::Accepted,
        write: vcard::write_3,
    },
    Format {
        name: "vcard4",
        aliases: &["vcf4"],
        extension: "vcf",
        description: "vCard 4.0, for address books that ask for it",
        default_filter: ContactFilter::Accepted,
        write: vcard::write_4,
    },
    Format {
        name: "json",
        aliases: &[],
        extension: "json",
        description: "every field, for programs",
        default_filter: ContactFilter::Accepted,
        write: json::write,
    },
    Format {
        name: "markdown",
        aliases: &["md"],
        extension: "md",
        description: "every field, for notes and to read",
        default_filter: ContactFilter::Accepted,
        write: markdown::write,
    },
    Format {
        name: "ics",
        aliases: &[],
        extension: "ics",
        description: "the days on which follow-ups are due, for a calendar",
        default_filter: ContactFilter::FollowUp,
        write: ics::write,
    },
];

/// Returns the format with this name or alias.
pub fn find(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name || format.aliases.contains(&name))
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
}
