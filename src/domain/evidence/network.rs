//! Snapshot of the exports' data about everyone: replaced by each import, never edited by the person.
//!
//! Losing it loses no decision. Facts are kept per person and name their source file and record, so that every
//! statement on a card can be looked up.

use std::sync::OnceLock;

use chrono::serde::ts_seconds_option;
use chrono::{DateTime, TimeDelta, Utc};
use foldhash::{HashMap, HashSet};
use serde::{Deserialize, Serialize};

pub use crate::domain::evidence::fact::{
    Connection, ConversationStats, Fact, FactKind, FileKind, Job, MonthCount, PersonFacts, SinceConnected, SourceRef,
};
use crate::domain::evidence::file_age::{self, Age, FileAge};
use crate::domain::person::key::{PersonKey, normal_name};
use crate::domain::request::invitation::Invitation;
use crate::domain::text::untrusted::{Untrusted, collapse_whitespace, normalize};

/// Owner of the export.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Owner {
    /// The name as the files write it.
    pub name: Untrusted,
    /// The key of the owner's profile, if a file has it.
    pub person: Option<PersonKey>,
}

/// Share of connections with any conversation (F84).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub struct TalkCounts {
    /// Connections with a name.
    pub connections: usize,
    /// Connections with at least one one-to-one message, either way.
    pub talked: usize,
    /// Connections with messages both ways.
    #[serde(rename = "both")]
    pub both_ways: usize,
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
    /// Sorted by key, unique; a hash map needs twice the memory.
    #[serde(skip)]
    people: Vec<PersonFacts>,
    /// Lazily computed.
    #[serde(skip)]
    talk_share: OnceLock<TalkCounts>,
    /// Index by normalised name of people without a profile; built lazily.
    #[serde(skip)]
    without_profile_by_name: OnceLock<HashMap<String, Vec<usize>>>,
    /// Index by normalised name of people with a profile, for senders without one; rarely needed, built lazily.
    #[serde(skip)]
    with_profile_by_name: OnceLock<HashMap<String, Vec<usize>>>,
    /// Companies by the first word of their name; built lazily.
    #[serde(skip)]
    companies: OnceLock<HashMap<String, Vec<Company>>>,
}

/// A company with connections.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Company {
    /// Normalised name.
    normalized_name: String,
    name: String,
    /// All spellings of the name.
    spellings: Vec<Untrusted>,
}

impl PartialEq for Network {
    fn eq(&self, other: &Self) -> bool {
        let Self {
            owner: me,
            as_of,
            messages_as_of,
            files,
            kinds,
            ages,
            people,
            talk_share: _,
            without_profile_by_name: _,
            with_profile_by_name: _,
            companies: _,
        } = self;
        (me, as_of, messages_as_of) == (&other.owner, &other.as_of, &other.messages_as_of)
            && (files, kinds, ages, people) == (&other.files, &other.kinds, &other.ages, &other.people)
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
        self.without_caches()
    }

    /// Returns the snapshot without texts in which `is_named` finds somebody, and the number of people who lost one.
    pub fn without_mentions(mut self, is_named: impl Fn(&str) -> bool) -> (Self, usize) {
        self.files.iter_mut().filter(|file| is_named(file)).for_each(String::clear);
        let changed = self.people.iter_mut().filter_map(|known| known.remove_mentions(&is_named).then_some(())).count();
        (self.without_caches(), changed)
    }

    /// Returns everybody, sorted by key.
    pub fn people(&self) -> impl Iterator<Item = &PersonFacts> {
        self.people.iter()
    }

    /// Returns the person with this key.
    pub fn get(&self, person: &PersonKey) -> Option<&PersonFacts> {
        index_of(person, &self.people).map(|place| &self.people[place])
    }

    /// Returns everybody who is, or may be, the sender of a request: matched by profile; by name only if one of the two
    /// sides has no usable profile.
    pub fn matching<'a>(&'a self, person: &PersonKey, name: &Untrusted) -> Vec<&'a PersonFacts> {
        if self.people.is_empty() {
            return Vec::new();
        }
        let mut found: Vec<&PersonFacts> = self.get(person).into_iter().collect();
        let name = normal_name(name.raw());
        let of_name = |with_profile| index_by_name(&self.people, |a| a.key.is_profile() == with_profile);
        let unlinked = self.without_profile_by_name.get_or_init(|| of_name(false)).get(&name);
        let linked = (!person.is_profile())
            .then(|| self.with_profile_by_name.get_or_init(|| of_name(true)).get(&name))
            .flatten();
        let others = linked.into_iter().chain(unlinked).flatten().filter_map(|place| self.people.get(*place));
        found.extend(others.filter(|other| other.key != *person));
        found
    }

    /// Returns the connection of a request's sender, if they are connected already.
    pub fn find_connection(&self, invitation: &Invitation) -> Option<&PersonFacts> {
        self.matching(&invitation.person, &invitation.name).into_iter().find(|a| a.is_connected())
    }

    /// Returns the name of a fact's source file.
    pub fn file(&self, place: SourceRef) -> &str {
        self.files.get(usize::from(place.file)).map_or("", String::as_str)
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
            self = self.without_caches();
        }
        self
    }

    /// True if a copy with messages was imported.
    pub fn has_messages(&self) -> bool {
        self.kinds.contains(&FileKind::Messages)
    }

    /// Returns the share of connections with any conversation.
    pub fn talk_counts(&self) -> TalkCounts {
        *self.talk_share.get_or_init(|| mirror(&self.people))
    }

    /// Returns companies named in a text that have connections of mine, each with its name as written in the file.
    pub fn companies_named_in(&self, text: &Untrusted) -> Vec<(&str, Vec<&PersonFacts>)> {
        let text = normalize(text.raw().chars());
        let spaced = format!(" {text} ");
        let mut found: Vec<&Company> = Vec::new();
        let companies = self.companies.get_or_init(|| index_companies(&self.people));
        for word in text.split(' ') {
            for company in companies.get(word).into_iter().flatten() {
                let named = spaced.contains(&format!(" {} ", company.normalized_name));
                if named && !found.iter().any(|other| other.normalized_name == company.normalized_name) {
                    found.push(company);
                }
            }
        }
        let works_at = |company: &Company, known: &PersonFacts| {
            let employer = known.connection().and_then(|connection| connection.company.as_ref());
            employer.is_some_and(|employer| company.spellings.contains(employer))
        };
        let people = |company: &Company| self.people.iter().filter(|known| works_at(company, known)).collect();
        found.into_iter().map(|company| (company.name.as_str(), people(company))).collect()
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
        self.without_caches()
    }

    /// Returns how old the files of these kinds are; of a kind without an age of its own, only the time of the whole is
    /// known.
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
        let Network { owner: me, as_of, messages_as_of, files, mut people, .. } = fresh;
        let connections_came = kinds.contains(&FileKind::Connections);
        for old in &mut self.people {
            let again = index_of(&old.key, &people);
            if messages_again
                && let (Some(before), Some(new)) =
                    (old.conversation_stats(), again.and_then(|at| people[at].conversation_mut()))
            {
                new.new_since_last_copy = before.new_since_last_copy; // reading a copy again still compares it with the one before
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
            let was = old.facts.iter().find_map(|fact| match &fact.kind {
                FactKind::Connected(was) | FactKind::WasConnected(was) if connections_came => {
                    Some((was.clone(), fact.source))
                }
                _ => None,
            });
            old.facts.retain(|fact| !kinds.contains(&fact.kind.file_kind()));
            if let Some((was, place)) = was
                && !again.is_some_and(|again| people[again].is_connected())
            {
                old.facts.push(Fact { kind: FactKind::WasConnected(was), source: place });
            }
        }
        let offset: Vec<u16> = files.iter().map(|name| self.file_index(name)).collect();
        for fact in people.iter_mut().flat_map(|new| &mut new.facts) {
            fact.source.file = offset.get(usize::from(fact.source.file)).copied().unwrap_or_default();
        }
        self.people.append(&mut people);
        self.people = merge_duplicates(std::mem::take(&mut self.people));
        self.people.retain(|a| !a.facts.is_empty() || !a.notes.is_empty());
        self = self.without_caches();
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

    /// Drops the cached indexes, after people were added or removed.
    fn without_caches(self) -> Self {
        let Self {
            owner: me,
            as_of,
            messages_as_of,
            files,
            kinds,
            ages,
            people,
            talk_share: _,
            without_profile_by_name: _,
            with_profile_by_name: _,
            companies: _,
        } = self;
        Self { owner: me, as_of, messages_as_of, files, kinds, ages, people, ..Self::default() }
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
        }
        same
    });
    people
}

fn mirror(people: &[PersonFacts]) -> TalkCounts {
    let mut mirror = TalkCounts::default();
    for known in people.iter().filter(|a| a.is_connected()) {
        mirror.connections += 1;
        if let Some(talk) = known.conversation_stats() {
            mirror.talked += 1;
            mirror.both_ways += usize::from(talk.sent > 0 && talk.received > 0);
        }
    }
    mirror
}

fn index_by_name(people: &[PersonFacts], wanted: impl Fn(&PersonFacts) -> bool) -> HashMap<String, Vec<usize>> {
    let mut names: HashMap<String, Vec<usize>> = HashMap::default();
    for (place, known) in people.iter().enumerate().filter(|(_, a)| wanted(a)) {
        names.entry(normal_name(known.name.raw())).or_default().push(place);
    }
    names
}

/// Returns companies by the first word of their name. Names of fewer than four letters would match everywhere.
fn index_companies(people: &[PersonFacts]) -> HashMap<String, Vec<Company>> {
    let employers = people.iter().filter_map(|known| known.connection()?.company.as_ref());
    let mut seen: HashSet<&Untrusted> = HashSet::default();
    let mut companies: HashMap<String, Vec<Company>> = HashMap::default();
    for spelling in employers.filter(|employer| seen.insert(employer)) {
        let normal = normalize(spelling.raw().chars());
        let Some(first) = normal.split(' ').next().filter(|_| normal.chars().count() >= 4) else { continue };
        let alike = companies.entry(first.to_owned()).or_default();
        match alike.iter_mut().find(|company| company.normalized_name == normal) {
            Some(company) => company.spellings.push(spelling.clone()),
            None => alike.push(Company {
                name: collapse_whitespace(&spelling.display()),
                spellings: vec![spelling.clone()],
                normalized_name: normal,
            }),
        }
    }
    companies
}
