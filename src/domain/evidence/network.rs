//! Snapshot of the exports' data about everyone: replaced by each import, never edited by the person.
//!
//! Losing it loses no decision. Facts are kept per person and name their source file and record, so that every
//! statement on a card can be looked up.

use chrono::serde::ts_seconds_option;
use chrono::{DateTime, TimeDelta, Utc};
use foldhash::HashMap;
use serde::{Deserialize, Serialize};

use crate::domain::evidence::company::Companies;
pub use crate::domain::evidence::fact::{
    Connection, ConversationStats, Fact, FactKind, FileKind, Job, MonthCount, PersonFacts, SinceConnected, SourceRef,
    UnansweredMessage, describe_job,
};
use crate::domain::evidence::file_age::{self, Age, FileAge};
use crate::domain::evidence::indexes::Indexes;
pub use crate::domain::evidence::indexes::TalkCounts;
use crate::domain::person::key::{PersonKey, normal_name};
use crate::domain::request::invitation::Invitation;
use crate::domain::text::untrusted::Untrusted;

/// Owner of the export.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Owner {
    /// The name as the files write it.
    pub name: Untrusted,
    /// The key of the owner's profile, if a file has it.
    pub person: Option<PersonKey>,
}

/// Snapshot of all exports. Serde reads and writes only the header, all but the people, who are stored one by one
/// ([`Network::people`], [`Network::with_sorted_people`]).
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Network {
    /// Owner of the exports.
    pub owner: Owner,
    /// Time of the newest export: its newest date, or its day.
    #[serde(with = "ts_seconds_option")]
    pub as_of: Option<DateTime<Utc>>,
    /// Time of the last copy with messages.csv.
    #[serde(with = "ts_seconds_option")]
    pub messages_as_of: Option<DateTime<Utc>>,
    /// Names of the files that facts refer to.
    pub files: Vec<String>,
    /// Kinds of files that were imported: absence is a fact only for these.
    pub kinds: Vec<FileKind>,
    /// How old the files of these kinds are.
    pub ages: Vec<FileAge>,
    /// Files of each kind in the last export that had the kind, as indices into `files`.
    pub kind_files: Vec<(FileKind, u16)>,
    /// Sorted by key, unique; a hash map needs twice the memory.
    #[serde(skip)]
    people: Vec<PersonFacts>,
    #[serde(skip)]
    indexes: Indexes,
}

/// A company where connections work.
#[derive(Clone, Debug)]
pub struct KnownCompany<'a> {
    /// Its name, as Connections.csv writes it, for display.
    pub name: String,
    /// The connections there, each with its row.
    pub people: Vec<(&'a PersonFacts, SourceRef)>,
}

impl PartialEq for Network {
    fn eq(&self, other: &Self) -> bool {
        let Self { owner: me, as_of, messages_as_of, files, kinds, ages, kind_files, people, indexes: _ } = self;
        (me, as_of, messages_as_of) == (&other.owner, &other.as_of, &other.messages_as_of)
            && (files, kinds, ages, kind_files) == (&other.files, &other.kinds, &other.ages, &other.kind_files)
            && *people == other.people
    }
}

impl Eq for Network {}

impl Network {
    /// Returns a snapshot of these people.
    pub fn new(
        me: Owner,
        as_of: Option<DateTime<Utc>>,
        files: Vec<String>,
        people: impl IntoIterator<Item = PersonFacts>,
    ) -> Self {
        Self { owner: me, as_of, files, people: merge_duplicates(people.into_iter().collect()), ..Self::default() }
    }

    /// Returns the snapshot with these people; `None` unless they are sorted by key and unique.
    pub fn with_sorted_people(self, people: Vec<PersonFacts>) -> Option<Self> {
        people.is_sorted_by(|a, b| a.key < b.key).then_some(Self { people, ..self })
    }

    /// Returns the snapshot with all dates shifted.
    pub fn with_shifted_dates(mut self, by: TimeDelta) -> Self {
        self.as_of = self.as_of.map(|at| at + by);
        self.messages_as_of = self.messages_as_of.map(|at| at + by);
        self.ages = self.ages.into_iter().map(|age| age.with_shifted_dates(by)).collect();
        for known in &mut self.people {
            let facts = std::mem::take(&mut known.facts);
            known.facts =
                facts.into_iter().map(|fact| Fact { kind: fact.kind.with_shifted_dates(by), ..fact }).collect();
        }
        self
    }

    /// Returns the snapshot without the people that `is_meant` selects.
    pub fn without(mut self, is_meant: impl Fn(&PersonKey) -> bool) -> Self {
        self.people.retain(|known| !is_meant(&known.key));
        self.without_indexes()
    }

    /// Returns the snapshot without texts in which `is_named` finds somebody, and the number of people who lost one.
    pub fn without_mentions(mut self, is_named: impl Fn(&str) -> bool) -> (Self, usize) {
        self.files.iter_mut().filter(|file| is_named(file)).for_each(String::clear);
        let changed = self.people.iter_mut().filter_map(|known| known.remove_mentions(&is_named).then_some(())).count();
        (self.without_indexes(), changed)
    }

    /// Returns everybody, sorted by key.
    pub fn people(&self) -> impl Iterator<Item = &PersonFacts> {
        self.people.iter()
    }

    /// Returns the person with this key.
    pub fn get(&self, person: &PersonKey) -> Option<&PersonFacts> {
        index_of(person, &self.people).map(|place| &self.people[place])
    }

    /// Returns the place of a person in the order of keys: it stays as long as this network does.
    pub fn place_of(&self, person: &PersonKey) -> Option<u32> {
        index_of(person, &self.people).and_then(|place| u32::try_from(place).ok())
    }

    /// Returns the person at a place.
    pub fn at(&self, place: u32) -> Option<&PersonFacts> {
        self.people.get(usize::try_from(place).ok()?)
    }

    /// Returns everybody who is, or may be, the sender of a request: matched by profile; by name only if one of the two
    /// sides has no usable profile.
    pub fn matching<'a>(&'a self, person: &PersonKey, name: &Untrusted) -> Vec<&'a PersonFacts> {
        if self.people.is_empty() {
            return Vec::new();
        }
        self.get(person).into_iter().chain(self.namesakes(person, name)).collect()
    }

    /// Returns those of [`Network::matching`] who are found by name.
    pub fn namesakes<'a, 'p>(
        &'a self,
        person: &'p PersonKey,
        name: &Untrusted,
    ) -> impl Iterator<Item = &'a PersonFacts> + use<'a, 'p> {
        // Most copies have nobody without a profile: then there is no name to compare.
        let is_one_unlinked = !person.is_profile() || self.indexes.is_anybody_without_profile(&self.people);
        let name = if is_one_unlinked { normal_name(name.raw()) } else { String::new() };
        let linked = (!person.is_profile()).then(|| self.linked_of_name(&name)).into_iter().flatten();
        linked.chain(self.unlinked_of_name(&name)).filter(|other| other.key != *person)
    }

    /// Returns the connection of a request's sender, if they are connected already.
    pub fn find_connection(&self, invitation: &Invitation) -> Option<&PersonFacts> {
        self.matching(&invitation.person, &invitation.name).into_iter().find(|a| a.is_connected())
    }

    /// Returns the name of a fact's source file.
    pub fn file(&self, place: SourceRef) -> &str {
        self.files.get(usize::from(place.file)).map_or("", String::as_str)
    }

    /// Returns the names of the files of a kind that were really there, as their export wrote them.
    pub fn files_of(&self, kind: FileKind) -> impl Iterator<Item = &str> {
        let of_kind = self.kind_files.iter().filter(move |(of, _)| *of == kind);
        of_kind.filter_map(|(_, file)| self.files.get(usize::from(*file)).map(String::as_str))
    }

    /// Adds digests of notes that the journal remembers; a snapshot that is missing or from another machine lacks them.
    pub fn with_notes(mut self, digests: &HashMap<PersonKey, Vec<u32>>) -> Self {
        let missing = |(person, digests): (&PersonKey, &Vec<u32>)| {
            let known = self.get(person).map_or(&[][..], |known| &known.notes);
            let notes: Vec<u32> = digests.iter().copied().filter(|digest| !known.contains(digest)).collect();
            (!notes.is_empty()).then(|| PersonFacts { notes, ..PersonFacts::new(person.clone(), Untrusted::default()) })
        };
        let missing: Vec<PersonFacts> = digests.iter().filter_map(missing).collect();
        if !missing.is_empty() {
            self.people.extend(missing);
            self.people = merge_duplicates(std::mem::take(&mut self.people));
            self = self.without_indexes();
        }
        self
    }

    /// True if requests came from a copy and none had Connections.csv: most of them may be connections already.
    pub fn lacks_connections(&self) -> bool {
        self.kinds.contains(&FileKind::Invitations) && !self.kinds.contains(&FileKind::Connections)
    }

    /// True if a copy with messages was imported.
    pub fn has_messages(&self) -> bool {
        self.kinds.contains(&FileKind::Messages)
    }

    /// Builds what the first card asks for, so that it is there; otherwise it is built when asked for.
    pub fn build_indexes(&self) {
        self.companies();
        self.talk_counts();
    }

    /// Returns the share of connections with any conversation.
    pub fn talk_counts(&self) -> TalkCounts {
        *self.indexes.talk_share.get_or_init(|| self.count_talks())
    }

    fn count_talks(&self) -> TalkCounts {
        let mut counts = TalkCounts::default();
        for known in self.people.iter().filter(|known| known.is_connected()) {
            let rows = known.connections().count();
            let talks = self.talks_with(known);
            counts.connections += rows;
            counts.talked += talks.len().min(rows);
            counts.both_ways += talks.iter().filter(|(mine, theirs)| *mine > 0 && *theirs > 0).count().min(rows);
        }
        counts
    }

    /// Returns the numbers of one-to-one messages, mine and theirs, with a person; empty if there are none. Somebody
    /// without a profile may have written from one: then their messages are found by name, and namesakes give several.
    pub fn talks_with(&self, known: &PersonFacts) -> Vec<(u32, u32)> {
        let count = |known: &PersonFacts| known.conversation_stats().map(|talk| (talk.sent, talk.received));
        let own = count(known);
        if known.key.is_profile() {
            return own.into_iter().collect();
        }
        let linked = self.linked_of_name(&normal_name(known.name.raw())).filter(|other| !other.is_connected());
        let linked: Vec<(u32, u32)> = linked.filter_map(count).collect();
        let is_one = known.connections().count() <= 1;
        match (is_one, own, &linked[..]) {
            (true, Some((mine, theirs)), [(more_mine, more_theirs)]) => vec![(mine + more_mine, theirs + more_theirs)],
            (true, None, [_, _, ..]) => Vec::new(), // whose they are cannot be told
            (true, Some(own), _) => vec![own],
            (true, None, linked) => linked.to_vec(),
            (false, own, linked) => own.into_iter().chain(linked.iter().copied()).collect(),
        }
    }

    fn unlinked_of_name<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a PersonFacts> + use<'a> {
        self.indexes.without_profile(&self.people, name)
    }

    fn linked_of_name<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a PersonFacts> + use<'a> {
        self.indexes.with_profile(&self.people, name)
    }

    /// Returns the companies of connections that a text names, in order of appearance.
    pub fn companies_named_in(&self, text: &Untrusted) -> Vec<KnownCompany<'_>> {
        self.companies().rows_of_companies_in(text).filter_map(|rows| self.known_company(rows)).collect()
    }

    /// Returns the company of this name, if connections work there; `None` for words that name none (*Self-employed*).
    pub fn company_called(&self, name: &Untrusted) -> Option<KnownCompany<'_>> {
        self.known_company(self.companies().rows_of_company_called(name))
    }

    fn companies(&self) -> &Companies {
        self.indexes.companies(&self.people)
    }

    fn known_company(&self, rows: impl Iterator<Item = (usize, SourceRef)>) -> Option<KnownCompany<'_>> {
        let people: Vec<(&PersonFacts, SourceRef)> =
            rows.filter_map(|(person, row)| Some((self.people.get(person)?, row))).collect();
        let (first, row) = people.first()?;
        let fact = first.facts.iter().find(|fact| fact.source == *row)?;
        let FactKind::Connected(Connection { company: Some(name), .. }) = &fact.kind else { return None };
        Some(KnownCompany { name: name.display_name(), people })
    }

    /// Returns the snapshot without the facts of these kinds of files.
    pub fn without_kinds(mut self, kinds: &[FileKind]) -> Self {
        if !kinds.is_empty() {
            self.kinds.retain(|kind| !kinds.contains(kind));
            self.ages.retain(|age| !kinds.contains(&age.kind));
            for known in &mut self.people {
                known.facts.retain(|fact| !kinds.contains(&fact.kind.file_kind()));
            }
        }
        self.without_indexes()
    }

    /// Returns the time of the last copy that had a kind of file.
    pub fn time_of(&self, kind: FileKind) -> Option<DateTime<Utc>> {
        self.ages_of(&[kind]).first().and_then(FileAge::copy_time)
    }

    /// Returns how old the files of these kinds are; one without an age of its own has the time of the whole.
    fn ages_of(&self, kinds: &[FileKind]) -> Vec<FileAge> {
        let age = |kind: &FileKind| {
            let known = self.ages.iter().find(|age| age.kind == *kind);
            known.cloned().unwrap_or_else(|| FileAge::new(*kind, None, self.as_of, self.as_of, self.as_of))
        };
        kinds.iter().map(age).collect()
    }

    /// Compares the files of an import with those that the snapshot has.
    pub fn compare_ages(&self, fresh: &Network, kinds: &[FileKind]) -> Vec<(FileKind, Age)> {
        file_age::compare(&fresh.ages_of(kinds), &self.ages_of(&self.kinds))
    }

    /// Merges an import of `fresh` with files of these `kinds`: facts of those kinds are replaced, the rest and the
    /// note digests stay. Connections that are gone become [`FactKind::WasConnected`]; changes of the others since the
    /// previous export are recorded. An import that is not newer changes nothing of what compares two exports.
    pub fn merged_with_import(mut self, fresh: Network, kinds: &[FileKind]) -> Self {
        let is_same_again = |kind: FileKind, ages: &[(FileKind, Age)]| {
            ages.iter().any(|(other, age)| *other == kind && matches!(age, Age::Same | Age::Unknown))
        };
        let ages = self.compare_ages(&fresh, kinds);
        let connections_again = is_same_again(FileKind::Connections, &ages);
        let messages_again = is_same_again(FileKind::Messages, &ages);
        let fresh_ages = fresh.ages_of(kinds);
        let Network { owner: me, as_of, messages_as_of, files, kind_files, mut people, .. } = fresh;
        let connections_came = kinds.contains(&FileKind::Connections);
        for old in &mut self.people {
            let again = index_of(&old.key, &people);
            if messages_again
                && let (Some(before), Some(new)) =
                    (old.conversation_stats(), again.and_then(|at| people[at].conversation_mut()))
            {
                new.new_after = before.new_after; // reading a copy again still compares it with the one before
            }
            if connections_came && let Some(new) = again.map(|again| &mut people[again]) {
                let place = new.facts.iter().find(|fact| matches!(fact.kind, FactKind::Connected(_))).map(|f| f.source);
                let mut changes = new.changes_since(old);
                if connections_again {
                    let told = old.facts.iter().map(|fact| &fact.kind);
                    changes
                        .extend(told.filter(|w| matches!(w, FactKind::Changed(_) | FactKind::Renamed { .. })).cloned());
                }
                if let Some(place) = place {
                    new.facts.extend(changes.into_iter().map(|what| Fact { kind: what, source: place }));
                }
            }
            let was_connected = |fact: &Fact| match &fact.kind {
                FactKind::Connected(was) | FactKind::WasConnected(was) => {
                    Some(Fact { kind: FactKind::WasConnected(was.clone()), source: fact.source })
                }
                _ => None,
            };
            let is_gone = connections_came && !again.is_some_and(|again| people[again].is_connected());
            let unlisted = again.filter(|_| is_gone || !connections_came);
            old.keep_outcome(unlisted.and_then(|at| people[at].conversation_mut()));
            let was: Vec<Fact> = old.facts.iter().filter(|_| is_gone).filter_map(was_connected).collect();
            old.facts.retain(|fact| !kinds.contains(&fact.kind.file_kind()));
            old.facts.extend(was);
        }
        let offset: Vec<u16> = files.iter().map(|name| self.file_index(name)).collect();
        self.kind_files.retain(|(kind, _)| !kinds.contains(kind));
        self.kind_files
            .extend(kind_files.into_iter().filter_map(|(kind, file)| Some((kind, *offset.get(usize::from(file))?))));
        for fact in people.iter_mut().flat_map(|new| &mut new.facts) {
            fact.source.file = offset.get(usize::from(fact.source.file)).copied().unwrap_or_default();
        }
        let mut all = std::mem::take(if self.people.is_empty() { &mut people } else { &mut self.people });
        all.append(&mut people);
        self.people = merge_duplicates(all);
        self.people.retain(|a| !a.facts.is_empty() || !a.notes.is_empty());
        self = self.without_indexes();
        self.kinds.extend(kinds);
        self.kinds.sort_unstable();
        self.kinds.dedup();
        self.ages.retain(|age| !kinds.contains(&age.kind));
        self.ages.extend(fresh_ages);
        self.ages.sort_by_key(|age| age.kind);
        if !me.name.is_blank() {
            self.owner = me;
        }
        self.as_of = self.as_of.max(as_of);
        self.messages_as_of = self.messages_as_of.max(messages_as_of);
        self
    }

    /// Returns the index of a file's name in [`Network::files`]; adds the name if it is new.
    pub fn file_index(&mut self, name: &str) -> u16 {
        let index = self.files.iter().position(|known| known == name).unwrap_or_else(|| {
            self.files.push(name.to_owned());
            self.files.len() - 1
        });
        u16::try_from(index).unwrap_or(u16::MAX)
    }

    /// Drops the indexes, after people were added or removed.
    fn without_indexes(self) -> Self {
        let Self { owner: me, as_of, messages_as_of, files, kinds, ages, kind_files, people, indexes: _ } = self;
        Self { owner: me, as_of, messages_as_of, files, kinds, ages, kind_files, people, ..Self::default() }
    }
}

fn index_of(person: &PersonKey, people: &[PersonFacts]) -> Option<usize> {
    people.binary_search_by(|other| other.key.cmp(person)).ok()
}

/// Returns the people sorted by key, merging the facts and notes of duplicates.
fn merge_duplicates(mut people: Vec<PersonFacts>) -> Vec<PersonFacts> {
    people.sort_by(|a, b| a.key.cmp(&b.key));
    people.dedup_by(|later, known| {
        let same = later.key == known.key;
        if same {
            if later.is_connected() {
                known.name = std::mem::take(&mut later.name);
            }
            known.facts.append(&mut later.facts);
            later.notes.retain(|digest| !known.notes.contains(digest));
            known.notes.append(&mut later.notes);
            known.separate_note_copies();
        }
        same
    });
    people
}
