//! What the person's exports say of everyone: a snapshot, replaced by each import, never the person's doing.
//!
//! Losing it loses nothing that was decided. Facts are kept per person and name the file and record they came
//! from, so that every word on a card can be looked up.

use std::sync::OnceLock;

use chrono::serde::ts_seconds_option;
use chrono::{DateTime, TimeDelta, Utc};
use foldhash::{HashMap, HashSet};
use serde::{Deserialize, Serialize};

pub use crate::domain::evidence::fact::{
    Connection, ConversationStats, Fact, FactKind, FileKind, Job, KnownPerson, MonthCount, SinceConnected, SourceRef,
};
use crate::domain::person::key::{PersonKey, normal_name};
use crate::domain::request::invitation::Invitation;
use crate::domain::text::untrusted::{Untrusted, collapse_whitespace, normalize};

/// The owner of the export.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Owner {
    /// The name as the files write it.
    pub name: Untrusted,
    /// The key of the own profile, where a file tells it.
    pub person: Option<PersonKey>,
}

/// With how many of the connections the person has really talked (F84).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub struct TalkShare {
    /// Connections that are not blank.
    pub connections: usize,
    /// Those with at least one one-to-one message, either way.
    pub talked: usize,
    /// Those with messages both ways.
    pub both: usize,
}

/// What the last exports said of everyone, whole. Written and read with serde it is what stands before the people; these
/// come one by one ([`Network::people`], [`Network::with_people`]).
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Network {
    /// Whose exports these are.
    pub me: Owner,
    /// The newest date that was seen in them.
    #[serde(with = "ts_seconds_option")]
    pub as_of: Option<DateTime<Utc>>,
    /// The same, of the last copy that had messages.csv.
    #[serde(with = "ts_seconds_option")]
    pub messages_as_of: Option<DateTime<Utc>>,
    /// Names of the files that facts refer to.
    pub files: Vec<String>,
    /// The kinds of files that were there: only of these is absence a fact.
    pub kinds: Vec<FileKind>,
    /// In the order of their keys, each once: a table of so many would take twice the room.
    #[serde(skip)]
    people: Vec<KnownPerson>,
    /// Made when first asked for.
    #[serde(skip)]
    mirror: OnceLock<TalkShare>,
    /// Normalised name to everybody of that name who has no profile, by place; made when first asked for.
    #[serde(skip)]
    unlinked: OnceLock<HashMap<String, Vec<usize>>>,
    /// The same of those who have one, whom only somebody without a profile may be; in most exports nobody asks.
    #[serde(skip)]
    linked: OnceLock<HashMap<String, Vec<usize>>>,
    /// First word of a company's name to the companies that begin with it; made likewise.
    #[serde(skip)]
    companies: OnceLock<HashMap<String, Vec<Company>>>,
}

/// A company at which connections work.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Company {
    /// Lower-cased, squeezed.
    normal: String,
    name: String,
    /// Every way in which it is written.
    spellings: Vec<Untrusted>,
}

impl PartialEq for Network {
    fn eq(&self, other: &Self) -> bool {
        let Self { me, as_of, messages_as_of, files, kinds, people, mirror: _, unlinked: _, linked: _, companies: _ } =
            self;
        (me, as_of, messages_as_of) == (&other.me, &other.as_of, &other.messages_as_of)
            && (files, kinds, people) == (&other.files, &other.kinds, &other.people)
    }
}

impl Eq for Network {}

impl Network {
    /// The snapshot that holds these people.
    pub fn new(
        me: Owner,
        as_of: Option<DateTime<Utc>>,
        files: Vec<String>,
        people: impl IntoIterator<Item = KnownPerson>,
    ) -> Self {
        Self { me, as_of, files, people: merge_duplicates(people.into_iter().collect()), ..Self::default() }
    }

    /// The same with these people; `None` unless they come in the order of their keys, each once.
    pub fn with_people(self, people: Vec<KnownPerson>) -> Option<Self> {
        people.is_sorted_by(|a, b| a.key < b.key).then_some(Self { people, ..self })
    }

    /// The same, so many days later.
    pub fn with_shifted_dates(mut self, by: TimeDelta) -> Self {
        self.as_of = self.as_of.map(|at| at + by);
        self.messages_as_of = self.messages_as_of.map(|at| at + by);
        for acquaintance in &mut self.people {
            let facts = std::mem::take(&mut acquaintance.facts);
            acquaintance.facts =
                facts.into_iter().map(|fact| Fact { kind: fact.kind.with_shifted_dates(by), ..fact }).collect();
        }
        self
    }

    /// The same without the people that are meant.
    pub fn without(mut self, is_meant: impl Fn(&PersonKey) -> bool) -> Self {
        self.people.retain(|acquaintance| !is_meant(&acquaintance.key));
        self.without_caches()
    }

    /// Everybody, in the order of their keys.
    pub fn people(&self) -> impl Iterator<Item = &KnownPerson> {
        self.people.iter()
    }

    /// The person with this key.
    pub fn get(&self, person: &PersonKey) -> Option<&KnownPerson> {
        index_of(person, &self.people).map(|place| &self.people[place])
    }

    /// Everybody who is, or may be, the sender of a request: the same profile; by name only where one of the
    /// two sides has no usable profile.
    pub fn matching<'a>(&'a self, person: &PersonKey, name: &Untrusted) -> Vec<&'a KnownPerson> {
        if self.people.is_empty() {
            return Vec::new();
        }
        let mut found: Vec<&KnownPerson> = self.get(person).into_iter().collect();
        let name = normal_name(name.raw());
        let of_name = |with_profile| by_name(&self.people, |a| a.key.is_profile() == with_profile);
        let unlinked = self.unlinked.get_or_init(|| of_name(false)).get(&name);
        let linked = (!person.is_profile()).then(|| self.linked.get_or_init(|| of_name(true)).get(&name)).flatten();
        let others = linked.into_iter().chain(unlinked).flatten().filter_map(|place| self.people.get(*place));
        found.extend(others.filter(|other| other.key != *person));
        found
    }

    /// The connection that the sender of a request already is.
    pub fn find_connection(&self, invitation: &Invitation) -> Option<&KnownPerson> {
        self.matching(&invitation.person, &invitation.name).into_iter().find(|a| a.is_connected())
    }

    /// The name of the file a fact stands in.
    pub fn file(&self, place: SourceRef) -> &str {
        self.files.get(usize::from(place.file)).map_or("", String::as_str)
    }

    /// Among the connections: with how many there was a conversation.
    pub fn talk_share(&self) -> TalkShare {
        *self.mirror.get_or_init(|| mirror(&self.people))
    }

    /// The companies that a text names and at which I have connections, with their names as the file writes them.
    pub fn companies_named_in(&self, text: &Untrusted) -> Vec<(&str, Vec<&KnownPerson>)> {
        let text = normalize(text.raw().chars());
        let spaced = format!(" {text} ");
        let mut found: Vec<&Company> = Vec::new();
        let companies = self.companies.get_or_init(|| companies(&self.people));
        for word in text.split(' ') {
            for company in companies.get(word).into_iter().flatten() {
                let named = spaced.contains(&format!(" {} ", company.normal));
                if named && !found.iter().any(|other| other.normal == company.normal) {
                    found.push(company);
                }
            }
        }
        let works_at = |company: &Company, known: &KnownPerson| {
            let employer = known.connection().and_then(|connection| connection.company.as_ref());
            employer.is_some_and(|employer| company.spellings.contains(employer))
        };
        let people = |company: &Company| self.people.iter().filter(|known| works_at(company, known)).collect();
        found.into_iter().map(|company| (company.name.as_str(), people(company))).collect()
    }

    /// This snapshot after an import that brought `fresh` and files of these `kinds`: what comes from those
    /// kinds is replaced, the rest and the memory of notes stay; who is no connection any more is remembered, and
    /// what was otherwise about the others.
    pub fn merged_with_import(mut self, fresh: Network, kinds: &[FileKind]) -> Self {
        let Network { me, as_of, messages_as_of, files, mut people, .. } = fresh;
        let connections_came = kinds.contains(&FileKind::Connections);
        let same_again = self.as_of == as_of;
        for old in &mut self.people {
            let again = index_of(&old.key, &people);
            if same_again
                && let (Some(before), Some(new)) =
                    (old.conversation(), again.and_then(|at| people[at].conversation_mut()))
            {
                new.new = before.new; // the copy is compared with the one before it, however often it is read
            }
            if connections_came && let Some(new) = again.map(|again| &mut people[again]) {
                let place = new.facts.iter().find(|fact| matches!(fact.kind, FactKind::Connected(_))).map(|f| f.source);
                let mut changes = new.changes_since(old);
                if same_again {
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
        if !me.name.is_blank() {
            self.me = me;
        }
        self.as_of = self.as_of.max(as_of);
        self.messages_as_of = self.messages_as_of.max(messages_as_of);
        self
    }

    /// The index of a file's name among [`Network::files`], added if it is new.
    pub fn file_index(&mut self, name: &str) -> u16 {
        let index = self.files.iter().position(|known| known == name).unwrap_or_else(|| {
            self.files.push(name.to_owned());
            self.files.len() - 1
        });
        u16::try_from(index).unwrap_or(u16::MAX)
    }

    /// The same, to be looked up anew: somebody came or went.
    fn without_caches(self) -> Self {
        let Self { me, as_of, messages_as_of, files, kinds, people, mirror: _, unlinked: _, linked: _, companies: _ } =
            self;
        Self { me, as_of, messages_as_of, files, kinds, people, ..Self::default() }
    }
}

fn index_of(person: &PersonKey, people: &[KnownPerson]) -> Option<usize> {
    people.binary_search_by(|other| other.key.cmp(person)).ok()
}

/// These people in order, each once, with all that was said of them.
fn merge_duplicates(mut people: Vec<KnownPerson>) -> Vec<KnownPerson> {
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

fn mirror(people: &[KnownPerson]) -> TalkShare {
    let mut mirror = TalkShare::default();
    for acquaintance in people.iter().filter(|a| a.is_connected()) {
        mirror.connections += 1;
        if let Some(talk) = acquaintance.conversation() {
            mirror.talked += 1;
            mirror.both += usize::from(talk.sent > 0 && talk.received > 0);
        }
    }
    mirror
}

fn by_name(people: &[KnownPerson], wanted: impl Fn(&KnownPerson) -> bool) -> HashMap<String, Vec<usize>> {
    let mut names: HashMap<String, Vec<usize>> = HashMap::default();
    for (place, acquaintance) in people.iter().enumerate().filter(|(_, a)| wanted(a)) {
        names.entry(normal_name(acquaintance.name.raw())).or_default().push(place);
    }
    names
}

/// Companies by the first word of their names. Names of fewer than four letters would be found everywhere.
fn companies(people: &[KnownPerson]) -> HashMap<String, Vec<Company>> {
    let employers = people.iter().filter_map(|known| known.connection()?.company.as_ref());
    let mut seen: HashSet<&Untrusted> = HashSet::default();
    let mut companies: HashMap<String, Vec<Company>> = HashMap::default();
    for spelling in employers.filter(|employer| seen.insert(employer)) {
        let normal = normalize(spelling.raw().chars());
        let Some(first) = normal.split(' ').next().filter(|_| normal.chars().count() >= 4) else { continue };
        let alike = companies.entry(first.to_owned()).or_default();
        match alike.iter_mut().find(|company| company.normal == normal) {
            Some(company) => company.spellings.push(spelling.clone()),
            None => alike.push(Company {
                name: collapse_whitespace(&spelling.display()),
                spellings: vec![spelling.clone()],
                normal,
            }),
        }
    }
    companies
}

/// By which a note is recognised when it comes back among the messages, years later: CRC-32 of its squeezed text.
pub fn note_digest(note: &str) -> u32 {
    crc32fast::hash(collapse_whitespace(note).as_bytes())
}
