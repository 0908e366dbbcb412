//! What leaves: the people of an export, or the entries of a calendar.

use std::io::{self, Write};
use std::path::Path;

use foldhash::HashSet;

use super::parts::write_parts;
use crate::app::input::Moment;
use crate::domain::care::calendar::{Calendar, CalendarScope};
use crate::domain::care::clock::FewSettings;
use crate::domain::care::contact::{Contact, ContactFilter, Contacts, contacts};
use crate::domain::decision::ledger::Ledger;
use crate::domain::evidence::network::Network;
use crate::domain::person::key::PersonKey;
use crate::export::{BYTE_ORDER_MARK, Format, Layout, ics};
use crate::store::exports::{ExportContent, ExportRecord, last_calendar};

/// What an export is made from.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    /// The ledger.
    pub ledger: &'a Ledger,
    /// The snapshot.
    pub network: &'a Network,
    /// Settings of today's few.
    pub few: &'a FewSettings,
    /// Now.
    pub moment: Moment,
}

/// What is asked for.
#[derive(Clone, Copy)]
pub struct Wish<'a> {
    /// The format.
    pub format: &'static Format,
    /// Status of the requests.
    pub filter: ContactFilter,
    /// True for the people it is about; everybody if `None`.
    pub only: Option<&'a dyn Fn(&PersonKey) -> bool>,
    /// True if a calendar shows the details.
    pub with_details: bool,
}

/// People or calendar entries on their way out.
pub struct Outgoing<'a> {
    /// The format.
    pub format: &'static Format,
    filter: ContactFilter,
    with_details: bool,
    content: Content<'a>,
}

enum Content<'a> {
    Contacts(Contacts<'a>),
    Calendar(Calendar),
}

impl<'a> Outgoing<'a> {
    /// Collects what is asked for, of this data directory.
    pub fn new(dir: &Path, source: Source<'a>, wish: &Wish) -> Self {
        // Only a calendar compares itself with what was exported before.
        let is_calendar = matches!(wish.format.layout, Layout::Calendar);
        let earlier = if is_calendar { earlier_exports(dir) } else { Vec::new() };
        Self::with_scope(source, wish, &earlier, wish.only.is_none() && wish.filter == ContactFilter::Decided)
    }

    /// Like [`Outgoing::new`], and says whether a calendar has the carry-outs and those to reach out to; `earlier` are the
    /// exports made so far.
    pub fn with_scope(
        Source { ledger, network, few, moment }: Source<'a>,
        wish: &Wish,
        earlier: &[ExportRecord],
        is_whole: bool,
    ) -> Self {
        let &Wish { format, filter, only, with_details } = wish;
        let is_meant = |person: &PersonKey| only.is_none_or(|only| only(person));
        let Moment { today, local, .. } = moment;
        let content = match format.layout {
            Layout::Calendar => {
                let connected = (filter == ContactFilter::Connections).then(|| {
                    let all = contacts(ledger, network, filter, today, local);
                    let keys = |person| std::iter::once(person).chain(ledger.other_keys(person));
                    all.people().flat_map(keys).collect::<HashSet<&PersonKey>>()
                });
                let is_meant = |person: &PersonKey| {
                    is_meant(person) && connected.as_ref().is_none_or(|connected| connected.contains(person))
                };
                let scope = CalendarScope { today, few, local, filter, is_meant: &is_meant, is_whole };
                Content::Calendar(Calendar::new(ledger, network, &scope, last_calendar(earlier)))
            }
            Layout::File(_) | Layout::Sequence(_) | Layout::Folder(_) => {
                let mut all = contacts(ledger, network, filter, today, local);
                all.retain(is_meant);
                Content::Contacts(all.with_utc_days(format.has_utc_days))
            }
        };
        Self { format, filter, with_details, content }
    }

    /// Returns the number of people in it.
    pub fn people(&self) -> usize {
        match &self.content {
            Content::Contacts(contacts) => contacts.count(),
            Content::Calendar(calendar) => calendar.people().len(),
        }
    }

    /// Returns the calendar; `None` for contacts.
    pub fn calendar(&self) -> Option<&Calendar> {
        if let Content::Calendar(calendar) = &self.content { Some(calendar) } else { None }
    }

    /// True for a calendar without an entry, which no program accepts.
    pub fn is_empty_calendar(&self) -> bool {
        self.calendar().is_some_and(|calendar| calendar.entries.is_empty())
    }

    /// Returns the contacts; none for a calendar.
    pub fn contacts(&self) -> impl Iterator<Item = Contact> {
        let contacts = if let Content::Contacts(contacts) = &self.content { Some(contacts.iter()) } else { None };
        contacts.into_iter().flatten()
    }

    /// Writes everything into one stream; of contacts at most `most`. Notes follow one another.
    pub fn write(&self, most: usize, out: &mut dyn Write) -> io::Result<()> {
        match (&self.content, self.format.layout) {
            (Content::Calendar(calendar), _) => ics::write(calendar, self.with_details, out),
            (Content::Contacts(contacts), Layout::Sequence(write)) if contacts.count() <= most => {
                write_parts(contacts, write, out)
            }
            (Content::Contacts(contacts), Layout::File(write) | Layout::Sequence(write)) => {
                write(&mut contacts.iter().take(most), out)
            }
            (Content::Contacts(contacts), Layout::Folder(note)) => {
                contacts.iter().take(most).try_for_each(|contact| out.write_all(note(&contact).text.as_bytes()))
            }
            (Content::Contacts(_), Layout::Calendar) => Ok(()),
        }
    }

    /// Writes everything as a file, with its byte order mark if the format has one.
    pub fn write_file(&self, out: &mut dyn Write) -> io::Result<()> {
        if self.format.byte_order_mark {
            out.write_all(BYTE_ORDER_MARK)?;
        }
        self.write(usize::MAX, out)
    }

    /// Returns what the log of exports remembers of it, without the people.
    pub fn record_of_nobody(&self) -> ExportContent {
        ExportContent {
            format: self.format.name,
            status_filter: self.filter.name(),
            details: self.with_details,
            ..ExportContent::default()
        }
    }

    /// Returns what the log of exports remembers of it.
    pub fn record(&self) -> ExportContent {
        let base = self.record_of_nobody();
        match &self.content {
            Content::Contacts(contacts) => {
                ExportContent { people: contacts.people().map(PersonKey::digest).collect(), ..base }
            }
            Content::Calendar(calendar) => {
                let mut people: Vec<String> = calendar.people().into_iter().map(PersonKey::digest).collect();
                people.sort_unstable();
                ExportContent { people, calendar: calendar.records.clone(), ..base }
            }
        }
    }
}

/// Returns the exports made so far; a log that cannot be read counts as empty.
fn earlier_exports(dir: &Path) -> Vec<ExportRecord> {
    crate::store::exports::load(dir).unwrap_or_default()
}
