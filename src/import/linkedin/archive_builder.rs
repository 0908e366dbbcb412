//! Builds an [`ImportBatch`] from the files of an export.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use foldhash::HashSet;

use super::super::csv_records::CsvRecords;
use super::notes::Notes;
use crate::domain::decision::event::SourceKind;
use crate::domain::evidence::file_age::{FileAge, time_of_copy};
use crate::domain::evidence::network::{Connection, Fact, FactKind, FileKind, Network, Owner, PersonFacts, SourceRef};
use crate::domain::inbox::import_batch::{ImportBatch, RowIssue};
use crate::domain::person::key::{PersonKey, normal_name};
use crate::domain::text::slice_index::SliceIndex;
use crate::domain::text::untrusted::Untrusted;

/// Index of a file in [`Network::files`].
pub(super) type FileIndex = u16;

/// Days: a newest date further than this from any other is an outlier.
const MAX_GAP_DAYS: i64 = 7;

/// Newest dates seen, to date the export: one row with a date of some future year must not make every later export look
/// old, so the newest day counts only if another day is close to it; else that other day does. An export with a single
/// day has no known age.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct NewestDate {
    last: Option<DateTime<Utc>>,
    /// Newest date of an earlier day than `last`.
    previous_day: Option<DateTime<Utc>>,
}

impl NewestDate {
    /// Adds a date.
    pub fn observe(&mut self, at: DateTime<Utc>) {
        if self.previous_day.is_some_and(|before| at <= before) {
            return;
        }
        let last = *self.last.get_or_insert(at);
        let (earlier, later) = (at.min(last), at.max(last));
        self.last = Some(later);
        if earlier.date_naive() != later.date_naive() {
            self.previous_day = self.previous_day.max(Some(earlier));
        }
    }

    fn merge(&mut self, other: Self) {
        other.last.into_iter().chain(other.previous_day).for_each(|at| self.observe(at));
    }

    /// Returns the newest date, also if no other supports it.
    pub fn last(self) -> Option<DateTime<Utc>> {
        self.last
    }

    /// Returns the newest date that another one supports.
    pub fn as_of(self) -> Option<DateTime<Utc>> {
        let supported = |last: &DateTime<Utc>| {
            self.previous_day.is_some_and(|before| *last - before <= TimeDelta::days(MAX_GAP_DAYS))
        };
        self.last.filter(supported).or(self.previous_day)
    }
}

/// Batch under construction, and everyone in the files.
pub(super) struct ArchiveBuilder<'a> {
    /// Rows, counts and remarks.
    pub batch: ImportBatch,
    /// Owner of the export.
    pub owner: Owner,
    /// Network of earlier imports.
    pub previous: &'a Network,
    /// Notes sent with requests.
    pub notes: Notes,
    newest: NewestDate,
    /// Newest dates of each kind of file, with the day of its copy.
    dates: Vec<(FileKind, Option<NaiveDate>, NewestDate)>,
    files: Vec<String>,
    kind_files: Vec<(FileKind, FileIndex)>,
    /// In file order: a hash map of this size needs twice the memory.
    people: Vec<PersonFacts>,
    index: SliceIndex,
}

impl<'a> ArchiveBuilder<'a> {
    /// Creates an empty builder.
    pub fn new(source: &str, previous: &'a Network) -> Self {
        let batch = ImportBatch { source: source.into(), origin: SourceKind::Linkedin, ..ImportBatch::default() };
        Self {
            batch,
            owner: Owner::default(),
            previous,
            notes: Notes::default(),
            newest: NewestDate::default(),
            dates: Vec::new(),
            files: Vec::new(),
            kind_files: Vec::new(),
            people: Vec::new(),
            index: SliceIndex::default(),
        }
    }

    /// Returns the index of a file, added if new.
    pub fn file_index(&mut self, name: &str) -> FileIndex {
        let at = self.files.iter().position(|known| known == name).unwrap_or_else(|| {
            self.files.push(name.to_owned());
            self.files.len() - 1
        });
        u16::try_from(at).unwrap_or(u16::MAX)
    }

    /// Returns the name of a file by its index.
    pub fn file_name(&self, file: FileIndex) -> &str {
        self.files.get(usize::from(file)).map_or("", String::as_str)
    }

    /// Adds a remark for the user.
    pub fn add_remark(&mut self, remark: String) {
        self.batch.remarks.push(remark);
    }

    /// Begins a file of a copy of this day. From now on its kind is present, even if it is empty: then there are no
    /// facts of its kind.
    pub fn begin_file(&mut self, kind: FileKind, file: FileIndex, copied_on: Option<NaiveDate>) {
        if !self.batch.kinds.contains(&kind) {
            self.batch.kinds.push(kind);
            self.dates.push((kind, copied_on, NewestDate::default()));
        }
        if !self.kind_files.contains(&(kind, file)) {
            self.kind_files.push((kind, file));
        }
    }

    /// Leaves out a file that cannot be read: nothing is known of its kind.
    pub fn skip_file(&mut self, kind: FileKind, why: &str) {
        self.leave_out(kind);
        self.add_remark(format!("skipped: {why}"));
    }

    /// Takes back that a kind is present.
    pub fn leave_out(&mut self, kind: FileKind) {
        self.batch.kinds.retain(|known| *known != kind);
        self.dates.retain(|(known, ..)| *known != kind);
        self.kind_files.retain(|(known, _)| *known != kind);
    }

    /// Adds dates of the file begun last.
    pub fn observe_dates(&mut self, newest: NewestDate) {
        self.newest.merge(newest);
        if let Some((_, _, of_kind)) = self.dates.last_mut() {
            of_kind.merge(newest);
        }
    }

    /// Adds a date of the file begun last.
    pub fn observe_date(&mut self, at: DateTime<Utc>) {
        self.newest.observe(at);
        if let Some((_, _, of_kind)) = self.dates.last_mut() {
            of_kind.observe(at);
        }
    }

    /// Returns the facts about a person so far, added if new.
    pub fn person_mut(&mut self, key: PersonKey, name: &str) -> &mut PersonFacts {
        let Self { people, index: places, .. } = self;
        let known = places.find(key.as_str(), |at| people[at as usize].key.as_str());
        let place = known.unwrap_or_else(|| {
            let place =
                u32::try_from(people.len()).expect("an export speaks of fewer than four thousand million people");
            people.push(PersonFacts::new(key, Untrusted::new(name)));
            places.insert(place, |at| people[at as usize].key.as_str());
            place
        });
        &mut people[place as usize]
    }

    /// Returns the date of a connection from this export, or from the last one if this has no Connections.csv; `None`
    /// for namesakes without profiles, who share a key.
    pub fn connected_on(&self, person: &PersonKey) -> Option<NaiveDate> {
        let known = if self.batch.kinds.contains(&FileKind::Connections) {
            let place = self.index.find(person.as_str(), |at| self.people[at as usize].key.as_str());
            place.map(|place| &self.people[place as usize])
        } else {
            self.previous.get(person)
        };
        known?.connection()?.connected_on
    }

    /// Adds a connection and updates the person's name, since an old request has the old one.
    pub fn add_connection(&mut self, key: PersonKey, name: &str, is: Connection, file: FileIndex, record: u64) {
        let known = self.person_mut(key, name);
        if known.is_connected() && known.key.is_profile() {
            return; // a file pasted together: the fact exists already; namesakes without a profile are several
        }
        if known.name.raw() != name {
            known.name = Untrusted::new(name);
        }
        add(known, FactKind::Connected(is), file, record);
    }

    /// Adds a fact about a person.
    pub fn add_fact(&mut self, key: PersonKey, name: &str, what: FactKind, file: FileIndex, record: u64) {
        add(self.person_mut(key, name), what, file, record);
    }

    /// Adds a record that is not imported, with the reason.
    pub fn add_row_issue(&mut self, file: FileIndex, record: u64, reason: impl Into<String>) {
        let file = self.file_name(file).into();
        self.batch.row_issues.push(RowIssue { file, record, reason: reason.into(), is_imported: false });
    }

    /// Adds a record that is imported without what could not be read.
    pub fn add_partly_read(&mut self, file: FileIndex, record: u64, reason: impl Into<String>) {
        let file = self.file_name(file).into();
        self.batch.row_issues.push(RowIssue { file, record, reason: reason.into(), is_imported: true });
    }

    /// Adds the decoding remarks of a file.
    pub fn add_remarks(&mut self, records: &CsvRecords<'_, '_>) {
        self.batch.remarks.extend(records.remarks());
    }

    /// Returns the normalized names of everyone found so far.
    pub fn names(&self) -> HashSet<String> {
        self.people.iter().map(|known| normal_name(known.name.raw())).collect()
    }

    /// Returns the number of data records in the three large files so far.
    pub fn rows(&self) -> u64 {
        let counts = &self.batch.counts;
        counts.invitations + counts.connections + counts.messages
    }

    /// True if nobody was found.
    pub fn is_empty(&self) -> bool {
        self.people.is_empty() && self.batch.invitations.is_empty() && self.rows() == 0
    }

    /// Returns the complete batch.
    pub fn finish(self) -> ImportBatch {
        let Self { mut batch, owner, newest, dates, files, kind_files, people, .. } = self;
        let copied_on = dates.iter().filter_map(|(_, copied_on, _)| *copied_on).min();
        let as_of = time_of_copy(copied_on, newest.as_of());
        let age = |(kind, copied_on, newest): (FileKind, Option<NaiveDate>, NewestDate)| {
            FileAge::new(kind, copied_on, newest.as_of(), newest.last(), as_of)
        };
        batch.network = Network::new(owner, as_of, files, people);
        batch.network.ages = dates.into_iter().map(age).collect();
        batch.network.kind_files = kind_files;
        batch.network.messages_as_of = as_of.filter(|_| batch.kinds.contains(&FileKind::Messages));
        batch
    }
}

fn add(known: &mut PersonFacts, what: FactKind, file: FileIndex, record: u64) {
    let place = SourceRef { file, record: u32::try_from(record).unwrap_or(u32::MAX) };
    known.facts.reserve_exact(1); // most people have one fact, and there are thirty thousand of them
    known.facts.push(Fact { kind: what, source: place });
}
