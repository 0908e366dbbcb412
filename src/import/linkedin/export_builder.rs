//! What has been gathered of an export so far, on its way to becoming [`ImportBatch`].

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use foldhash::HashSet;

use super::super::csv_records::CsvRecords;
use super::notes::Notes;
use crate::domain::decision::event::SourceKind;
use crate::domain::evidence::network::{Connection, Fact, FactKind, FileKind, KnownPerson, Network, Owner, SourceRef};
use crate::domain::inbox::import_batch::{ImportBatch, RowIssue};
use crate::domain::person::key::{PersonKey, normal_name};
use crate::domain::text::slice_index::SliceIndex;
use crate::domain::text::untrusted::Untrusted;

/// The index of a file among [`Network::files`].
pub(super) type FileIndex = u16;

/// A date that is so many days later than any other stands alone, and nobody vouches for it.
const ALONE_DAYS: i64 = 7;

/// The newest dates that were seen: one row with a date of some future year must not make every later export look
/// old, so the newest day counts only where another day comes close to it; else that other day does. An export that
/// knows a single day does not tell its age.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct NewestDate {
    last: Option<DateTime<Utc>>,
    /// The newest of an earlier day than the last.
    before: Option<DateTime<Utc>>,
}

impl NewestDate {
    /// Notes that a date was seen.
    pub fn observe(&mut self, at: DateTime<Utc>) {
        if self.before.is_some_and(|before| at <= before) {
            return;
        }
        let last = *self.last.get_or_insert(at);
        let (earlier, later) = (at.min(last), at.max(last));
        self.last = Some(later);
        if earlier.date_naive() != later.date_naive() {
            self.before = self.before.max(Some(earlier));
        }
    }

    fn join(&mut self, other: Self) {
        other.last.into_iter().chain(other.before).for_each(|at| self.observe(at));
    }

    /// The newest date that another one vouches for.
    pub fn as_of(self) -> Option<DateTime<Utc>> {
        let supported =
            |last: &DateTime<Utc>| self.before.is_some_and(|before| *last - before <= TimeDelta::days(ALONE_DAYS));
        self.last.filter(supported).or(self.before)
    }
}

/// The arrivals in the making, and everybody the files speak of.
pub(super) struct ExportBuilder<'a> {
    /// Rows, counts and remarks.
    pub batch: ImportBatch,
    /// Whose export it is.
    pub owner: Owner,
    /// What earlier imports know.
    pub previous: &'a Network,
    /// The notes that went with requests.
    pub notes: Notes,
    newest: NewestDate,
    files: Vec<String>,
    /// In the order of the files: a table of so many would take twice the room.
    people: Vec<KnownPerson>,
    places: SliceIndex,
}

impl<'a> ExportBuilder<'a> {
    /// Nothing yet.
    pub fn new(source: &str, remembered: &'a Network) -> Self {
        let batch = ImportBatch { source: source.into(), origin: SourceKind::Linkedin, ..ImportBatch::default() };
        Self {
            batch,
            owner: Owner::default(),
            previous: remembered,
            notes: Notes::default(),
            newest: NewestDate::default(),
            files: Vec::new(),
            people: Vec::new(),
            places: SliceIndex::default(),
        }
    }

    /// The index under which facts name this file.
    pub fn file(&mut self, name: &str) -> FileIndex {
        let at = self.files.iter().position(|known| known == name).unwrap_or_else(|| {
            self.files.push(name.to_owned());
            self.files.len() - 1
        });
        u16::try_from(at).unwrap_or(u16::MAX)
    }

    /// The name of a file by its index.
    pub fn file_name(&self, file: FileIndex) -> &str {
        self.files.get(usize::from(file)).map_or("", String::as_str)
    }

    /// Something else the person should know.
    pub fn remark(&mut self, remark: String) {
        self.batch.remarks.push(remark);
    }

    /// Notes that a file of this kind was there, even where it says nothing: then nothing of the kind is true.
    pub fn mark_present(&mut self, kind: FileKind) {
        if !self.batch.kinds.contains(&kind) {
            self.batch.kinds.push(kind);
        }
    }

    /// Notes that dates were seen.
    pub fn observe_dates(&mut self, newest: NewestDate) {
        self.newest.join(newest);
    }

    /// Notes that a date was seen.
    pub fn observe_date(&mut self, at: DateTime<Utc>) {
        self.newest.observe(at);
    }

    /// What is said of a person so far.
    pub fn person(&mut self, key: PersonKey, name: &str) -> &mut KnownPerson {
        let Self { people, places, .. } = self;
        let known = places.find(key.as_str(), |at| people[at as usize].key.as_str());
        let place = known.unwrap_or_else(|| {
            let place =
                u32::try_from(people.len()).expect("an export speaks of fewer than four thousand million people");
            people.push(KnownPerson::new(key, Untrusted::new(name)));
            places.insert(place, |at| people[at as usize].key.as_str());
            place
        });
        &mut people[place as usize]
    }

    /// Since when a person is a connection, as this copy says, or the last one where this has no Connections.csv.
    pub fn connected_on(&self, person: &PersonKey) -> Option<NaiveDate> {
        let known = if self.batch.kinds.contains(&FileKind::Connections) {
            let place = self.places.find(person.as_str(), |at| self.people[at as usize].key.as_str());
            place.map(|place| &self.people[place as usize])
        } else {
            self.previous.get(person)
        };
        known?.connection()?.on
    }

    /// Adds that a person is a connection, and goes by this name: an old request keeps the old one.
    pub fn connection(&mut self, key: PersonKey, name: &str, is: Connection, file: FileIndex, record: u64) {
        let known = self.person(key, name);
        if known.is_connected() {
            return; // namesakes without a profile, or a file pasted together: the fact stands already
        }
        if known.name.raw() != name {
            known.name = Untrusted::new(name);
        }
        add(known, FactKind::Connected(is), file, record);
    }

    /// Adds another fact about a person.
    pub fn fact(&mut self, key: PersonKey, name: &str, what: FactKind, file: FileIndex, record: u64) {
        add(self.person(key, name), what, file, record);
    }

    /// Names the record that was not taken in, and why.
    pub fn add_row_issue(&mut self, file: FileIndex, record: u64, reason: impl Into<String>) {
        let file = self.file_name(file).into();
        self.batch.row_issues.push(RowIssue { file, record, reason: reason.into() });
    }

    /// Takes over what had to be done to read a file.
    pub fn add_remarks(&mut self, records: &CsvRecords<'_, '_>) {
        self.batch.remarks.extend(records.remarks());
    }

    /// The names of everybody met in the files so far, for comparison.
    pub fn names(&self) -> HashSet<String> {
        self.people.iter().map(|known| normal_name(known.name.raw())).collect()
    }

    /// Data records of the three great files so far.
    pub fn rows(&self) -> u64 {
        let counts = &self.batch.counts;
        counts.invitations + counts.connections + counts.messages
    }

    /// Whether nobody was found.
    pub fn is_empty(&self) -> bool {
        self.people.is_empty() && self.batch.invitations.is_empty() && self.rows() == 0
    }

    /// The arrivals, whole.
    pub fn finish(self) -> ImportBatch {
        let Self { mut batch, owner, newest, files, people, .. } = self;
        let as_of = newest.as_of();
        batch.network = Network::new(owner, as_of, files, people);
        batch.network.messages_as_of = as_of.filter(|_| batch.kinds.contains(&FileKind::Messages));
        batch
    }
}

fn add(known: &mut KnownPerson, what: FactKind, file: FileIndex, record: u64) {
    let place = SourceRef { file, record: u32::try_from(record).unwrap_or(u32::MAX) };
    known.facts.reserve_exact(1); // most people have one fact, and there are thirty thousand of them
    known.facts.push(Fact { kind: what, source: place });
}
