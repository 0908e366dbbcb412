//! The back door: contacts become bytes for other programs.
//!
//! Promise: whatever a stranger wrote stays text in every format, with nothing in it that acts or hides; the same
//! contacts give the same bytes, for dates come from the decisions and never from a clock.
//!
//! A new format is a file beside these, a row in [`FORMATS`] and a golden file in `tests/golden`.

use std::io::{self, Write};

use crate::domain::care::contact::{ContactIter, Filter};

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

/// A way to write contacts.
pub struct Format {
    /// What it is called on the command line.
    pub name: &'static str,
    /// Other names for it.
    pub aliases: &'static [&'static str],
    /// The usual end of a file's name, without the dot.
    pub extension: &'static str,
    /// What it is good for.
    pub sentence: &'static str,
    /// Whom it is about where nobody says otherwise.
    pub usual: Filter,
    /// Writes the contacts.
    pub write: fn(&mut ContactIter<'_>, &mut dyn Write) -> io::Result<()>,
}

/// Every format, in the order of help and screen.
pub static FORMATS: &[Format] = &[
    Format {
        name: "csv",
        aliases: &[],
        extension: "csv",
        sentence: "every field, for a spreadsheet",
        usual: Filter::Accepted,
        write: csv::write,
    },
    Format {
        name: "google",
        aliases: &[],
        extension: "csv",
        sentence: "the table that Google Contacts imports",
        usual: Filter::Accepted,
        write: google::write,
    },
    Format {
        name: "outlook",
        aliases: &[],
        extension: "csv",
        sentence: "the table that Outlook imports",
        usual: Filter::Accepted,
        write: outlook::write,
    },
    Format {
        name: "vcard",
        aliases: &["vcf"],
        extension: "vcf",
        sentence: "vCard 3.0, for every address book and phone",
        usual: Filter::Accepted,
        write: vcard::write_3,
    },
    Format {
        name: "vcard4",
        aliases: &["vcf4"],
        extension: "vcf",
        sentence: "vCard 4.0, for address books that ask for it",
        usual: Filter::Accepted,
        write: vcard::write_4,
    },
    Format {
        name: "json",
        aliases: &[],
        extension: "json",
        sentence: "every field, for programs",
        usual: Filter::Accepted,
        write: json::write,
    },
    Format {
        name: "markdown",
        aliases: &["md"],
        extension: "md",
        sentence: "every field, for notes and to read",
        usual: Filter::Accepted,
        write: markdown::write,
    },
    Format {
        name: "ics",
        aliases: &[],
        extension: "ics",
        sentence: "the days on which follow-ups are due, for a calendar",
        usual: Filter::FollowUp,
        write: ics::write,
    },
];

/// The format of this name or alias.
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
