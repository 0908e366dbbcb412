//! What the person's exports say of everyone: a snapshot, replaced by each import, never the person's doing.
//!
//! Losing it loses nothing that was decided. Facts are kept per person and name the file and record they came
//! from, so that every word on a card can be looked up.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use std::collections::hash_map::Entry;
use std::sync::OnceLock;

use foldhash::HashMap;
use serde::{Deserialize, Serialize};

use super::invitation::Invitation;
use super::person::{PersonKey, normal_name};
use super::unread::Unread;
use super::untrusted::{Untrusted, squeeze, words};

/// The kinds of files that speak about people. An import that brings a kind replaces all that was known from it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// `Invitations.csv`
    Invitations,
    /// `Connections.csv`
    Connections,
    /// `messages.csv`
    Messages,
    /// `Contacts.csv`, `ImportedContacts.csv`, `Imported Contacts.csv`
    AddressBook,
    /// `Recommendations_Given.csv`
    RecommendationsGiven,
    /// `Recommendations_Received.csv`
    RecommendationsReceived,
    /// `Endorsement_Given_Info.csv`
    EndorsementsGiven,
    /// `Endorsement_Received_Info.csv`
    EndorsementsReceived,
    /// `Member_Follows.csv`
    Follows,
}

/// Where a fact stands: an index into [`Network::files`] and the number of the record (the header's is 1).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Place {
    /// Index into [`Network::files`].
    #[serde(rename = "f")]
    pub file: u16,
    /// Record number in that file, counting from 1 (the first line that is a record, header included).
    #[serde(rename = "r")]
    pub record: u32,
}

/// One-to-one messages with somebody; sponsored, draft and spam ones and copies of notes are not among them.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Talk {
    /// Messages from me.
    pub mine: u32,
    /// Messages from the other.
    pub theirs: u32,
    /// Time of the first.
    pub first: DateTime<Utc>,
    /// Time of the last.
    pub last: DateTime<Utc>,
    /// Whether the first was mine.
    pub i_began: bool,
    /// Whether the last was mine.
    pub i_was_last: bool,
    /// The beginning of the last one, at most 120 characters.
    pub last_line: Untrusted,
}

/// What one place in an export says of a person.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum What {
    /// Is a connection.
    Connected {
        /// *Connected On*, a UTC date; absent where it could not be read.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        on: Option<NaiveDate>,
        /// *Company*.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        company: Option<Untrusted>,
        /// *Position*.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        position: Option<Untrusted>,
        /// *Email Address*, where the person shares it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        email: Option<Untrusted>,
    },
    /// Was a connection in an earlier export and is none any more.
    WasConnected {
        /// The day of the connection that is gone.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        on: Option<NaiveDate>,
    },
    /// A connection that held another post, or went by another name, in the export before.
    Changed {
        /// *Company* then.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        company: Option<Untrusted>,
        /// *Position* then.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        position: Option<Untrusted>,
        /// The name then, where it was another.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<Untrusted>,
    },
    /// Messages one to one.
    Talked(Talk),
    /// Messages with more than two people, theirs and mine.
    InGroups {
        /// How many.
        messages: u32,
    },
    /// The note of a request stands among the messages, which happens when the request is accepted.
    NoteAmongMessages {
        /// When it was accepted.
        at: DateTime<Utc>,
    },
    /// Somebody of this name is in the address book.
    InAddressBook {
        /// Employer or title there.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        role: Option<Untrusted>,
    },
    /// I recommended the person.
    RecommendedByMe,
    /// The person recommended me.
    RecommendedMe,
    /// I endorsed the person.
    EndorsedByMe {
        /// For how many skills.
        skills: u32,
    },
    /// The person endorsed me.
    EndorsedMe {
        /// For how many skills.
        skills: u32,
    },
    /// I follow the person.
    Followed,
    /// I asked the person to connect.
    InvitedByMe {
        /// The last time.
        at: DateTime<Utc>,
    },
}

impl What {
    /// The kind of file that says such a thing.
    pub fn file_kind(&self) -> FileKind {
        match self {
            Self::Connected { .. } | Self::WasConnected { .. } | Self::Changed { .. } => FileKind::Connections,
            Self::Talked(_) | Self::InGroups { .. } | Self::NoteAmongMessages { .. } => FileKind::Messages,
            Self::InAddressBook { .. } => FileKind::AddressBook,
            Self::RecommendedByMe => FileKind::RecommendationsGiven,
            Self::RecommendedMe => FileKind::RecommendationsReceived,
            Self::EndorsedByMe { .. } => FileKind::EndorsementsGiven,
            Self::EndorsedMe { .. } => FileKind::EndorsementsReceived,
            Self::Followed => FileKind::Follows,
            Self::InvitedByMe { .. } => FileKind::Invitations,
        }
    }
}

impl What {
    /// The same, so many days later: for made-up people, whose last word was yesterday.
    pub fn shifted(mut self, by: TimeDelta) -> Self {
        match &mut self {
            Self::Connected { on, .. } | Self::WasConnected { on } => *on = on.map(|on| on + by),
            Self::Talked(talk) => {
                talk.first += by;
                talk.last += by;
            }
            Self::NoteAmongMessages { at } | Self::InvitedByMe { at } => *at += by,
            Self::Changed { .. }
            | Self::InGroups { .. }
            | Self::InAddressBook { .. }
            | Self::RecommendedByMe
            | Self::RecommendedMe
            | Self::EndorsedByMe { .. }
            | Self::EndorsedMe { .. }
            | Self::Followed => {}
        }
        self
    }
}

/// One fact and where it stands.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Fact {
    /// The fact.
    #[serde(flatten)]
    pub what: What,
    /// Its file and record.
    #[serde(flatten)]
    pub place: Place,
}

/// All that the exports say of one person.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Acquaintance {
    /// Who.
    pub person: PersonKey,
    /// The name as the file writes it.
    pub name: Untrusted,
    /// What is known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<Fact>,
    /// Digests of the notes that went with requests between us, both ways ([`note_digest`]).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<u32>,
}

impl Acquaintance {
    /// Somebody of whom nothing is known yet.
    pub fn new(person: PersonKey, name: Untrusted) -> Self {
        Self { person, name, facts: Vec::new(), notes: Vec::new() }
    }

    /// Whether the person is a connection.
    pub fn is_connected(&self) -> bool {
        self.facts.iter().any(|fact| matches!(fact.what, What::Connected { .. }))
    }

    /// The position and company of a connection; `None` for anybody else.
    pub fn post(&self) -> Option<(Option<&Untrusted>, Option<&Untrusted>)> {
        self.facts.iter().find_map(|fact| match &fact.what {
            What::Connected { position, company, .. } => Some((position.as_ref(), company.as_ref())),
            _ => None,
        })
    }

    /// What was otherwise about a connection in the export before: the post, the name.
    fn changed_since(&self, before: &Self) -> Option<What> {
        let (old, new) = (before.post()?, self.post()?);
        let name = (before.name != self.name).then(|| before.name.clone());
        let (position, company) = if old == new { (None, None) } else { old };
        (old != new || name.is_some()).then(|| What::Changed {
            company: company.cloned(),
            position: position.cloned(),
            name,
        })
    }

    /// The one-to-one messages, if there were any.
    pub fn talk(&self) -> Option<&Talk> {
        self.facts.iter().find_map(|fact| match &fact.what {
            What::Talked(talk) => Some(talk),
            _ => None,
        })
    }
}

/// The owner of the export.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Me {
    /// The name as the files write it.
    pub name: Untrusted,
    /// The key of the own profile, where a file tells it.
    pub person: Option<PersonKey>,
}

/// With how many of the connections the person has really talked (F84).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Mirror {
    /// Connections that are not blank.
    pub connections: usize,
    /// Those with at least one one-to-one message, either way.
    pub talked: usize,
    /// Those with messages both ways.
    pub both: usize,
}

/// What the last exports said of everyone.
#[derive(Clone, Debug, Default)]
pub struct Network {
    /// Whose exports these are.
    pub me: Me,
    /// The newest date that was seen in them.
    pub as_of: Option<DateTime<Utc>>,
    /// Names of the files that facts refer to.
    pub files: Vec<String>,
    /// The kinds of files that were there: only of these is absence a fact.
    pub kinds: Vec<FileKind>,
    people: HashMap<PersonKey, Acquaintance>,
    /// Those who are not read yet; `None` where everybody is.
    unread: Option<Unread>,
    /// Made when first asked for.
    mirror: OnceLock<Mirror>,
    /// Normalised name to everybody of that name who has no profile; made when first asked for.
    unlinked: OnceLock<HashMap<String, Vec<PersonKey>>>,
    /// The same of those who have one, whom only somebody without a profile may be; in most exports nobody asks.
    linked: OnceLock<HashMap<String, Vec<PersonKey>>>,
    /// First word of a company's name to the companies that begin with it, each with its connections; made likewise.
    companies: OnceLock<HashMap<String, Vec<Company>>>,
}

/// A company and the connections that work there.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Company {
    /// Lower-cased, squeezed.
    normal: String,
    name: String,
    people: Vec<PersonKey>,
}

impl PartialEq for Network {
    fn eq(&self, other: &Self) -> bool {
        let Self { me, as_of, files, kinds, people, unread, mirror: _, unlinked: _, linked: _, companies: _ } = self;
        (me, as_of, files, kinds) == (&other.me, &other.as_of, &other.files, &other.kinds)
            && (people, unread) == (&other.people, &other.unread)
    }
}

impl Eq for Network {}

impl Network {
    /// The snapshot that holds these people.
    pub fn new(
        me: Me,
        as_of: Option<DateTime<Utc>>,
        files: Vec<String>,
        people: impl IntoIterator<Item = Acquaintance>,
    ) -> Self {
        let people = people.into_iter();
        let mut network = Self::of(me, as_of, files, HashMap::default());
        network.people.reserve(people.size_hint().0);
        for acquaintance in people {
            network.insert(acquaintance);
        }
        network
    }

    /// The snapshot that holds these people, each under their own key.
    pub fn of(
        me: Me,
        as_of: Option<DateTime<Utc>>,
        files: Vec<String>,
        people: HashMap<PersonKey, Acquaintance>,
    ) -> Self {
        Self { me, as_of, files, people, ..Self::default() }
    }

    /// The same, where so many connections are not read yet.
    pub fn without(self, unread: Unread) -> Self {
        Self { unread: Some(unread), ..self }
    }

    /// Whether nothing about this person stands among what is not read yet.
    pub fn is_enough_for(&self, person: &PersonKey) -> bool {
        self.unread.as_ref().is_none_or(|unread| !unread.may_hold(person))
    }

    /// The same, so many days later.
    pub fn shifted(mut self, by: TimeDelta) -> Self {
        self.as_of = self.as_of.map(|at| at + by);
        for acquaintance in self.people.values_mut() {
            let facts = std::mem::take(&mut acquaintance.facts);
            acquaintance.facts = facts.into_iter().map(|fact| Fact { what: fact.what.shifted(by), ..fact }).collect();
        }
        self
    }

    /// Everybody, in no order.
    pub fn people(&self) -> impl Iterator<Item = &Acquaintance> {
        self.people.values()
    }

    /// The person with this key.
    pub fn get(&self, person: &PersonKey) -> Option<&Acquaintance> {
        self.people.get(person)
    }

    /// Everybody who is, or may be, the sender of a request: the same profile; by name only where one of the
    /// two sides has no usable profile.
    pub fn matching<'a>(&'a self, person: &PersonKey, name: &Untrusted) -> Vec<&'a Acquaintance> {
        let mut found: Vec<&Acquaintance> = self.people.get(person).into_iter().collect();
        let name = normal_name(name.as_written());
        let of_name = |with_profile| by_name(self.people.values().filter(|a| a.person.is_profile() == with_profile));
        let unlinked = self.unlinked.get_or_init(|| of_name(false)).get(&name);
        let linked = (!person.is_profile()).then(|| self.linked.get_or_init(|| of_name(true)).get(&name)).flatten();
        let others = linked.into_iter().chain(unlinked).flatten().filter(|key| *key != person);
        found.extend(others.filter_map(|key| self.people.get(key)));
        found
    }

    /// The connection that the sender of a request already is.
    pub fn connection_of(&self, invitation: &Invitation) -> Option<&Acquaintance> {
        self.matching(&invitation.person, &invitation.name).into_iter().find(|a| a.is_connected())
    }

    /// The name of the file a fact stands in.
    pub fn file(&self, place: Place) -> &str {
        self.files.get(usize::from(place.file)).map_or("", String::as_str)
    }

    /// Among the connections: with how many there was a conversation.
    pub fn mirror(&self) -> Mirror {
        match &self.unread {
            Some(unread) => unread.mirror,
            None => *self.mirror.get_or_init(|| mirror(self.people.values())),
        }
    }

    /// The companies that a text names and at which I have connections, with their names as the file writes them;
    /// of connections that are not read yet, none.
    pub fn companies_named_in(&self, text: &Untrusted) -> Vec<(&str, Vec<&Acquaintance>)> {
        let text = words(text.as_written().chars());
        let spaced = format!(" {text} ");
        let mut found: Vec<&Company> = Vec::new();
        let companies = self.companies.get_or_init(|| companies(self.people.values()));
        for word in text.split(' ') {
            for company in companies.get(word).into_iter().flatten() {
                let named = spaced.contains(&format!(" {} ", company.normal));
                if named && !found.iter().any(|other| other.normal == company.normal) {
                    found.push(company);
                }
            }
        }
        let people = |company: &Company| company.people.iter().filter_map(|key| self.people.get(key)).collect();
        found.into_iter().map(|company| (company.name.as_str(), people(company))).collect()
    }

    /// This snapshot after an import that brought `fresh` and files of these `kinds`: what comes from those
    /// kinds is replaced, the rest and the memory of notes stay; who is no connection any more is remembered, and
    /// what was otherwise about the others.
    pub fn renewed_by(mut self, fresh: Network, kinds: &[FileKind]) -> Self {
        let Network { me, as_of, files, mut people, .. } = fresh;
        let connections_came = kinds.contains(&FileKind::Connections);
        let same_again = self.as_of == as_of;
        for old in self.people.values_mut() {
            if connections_came && let Some(new) = people.get_mut(&old.person) {
                let told = old.facts.iter().find(|fact| matches!(fact.what, What::Changed { .. }));
                let place = new.facts.iter().find(|fact| matches!(fact.what, What::Connected { .. })).map(|f| f.place);
                let changed = match told {
                    Some(told) if same_again => Some(told.what.clone()),
                    _ => new.changed_since(old),
                };
                new.facts.extend(changed.zip(place).map(|(what, place)| Fact { what, place }));
            }
            let was = old.facts.iter().find_map(|fact| match fact.what {
                What::Connected { on, .. } | What::WasConnected { on } => Some((on, fact.place)),
                _ => None,
            });
            old.facts.retain(|fact| !kinds.contains(&fact.what.file_kind()));
            if let Some((on, place)) = was.filter(|_| connections_came) {
                let connected_now = people.get(&old.person).is_some_and(Acquaintance::is_connected);
                if !connected_now {
                    old.facts.push(Fact { what: What::WasConnected { on }, place });
                }
            }
        }
        let offset: Vec<u16> = files.iter().map(|name| self.file_index(name)).collect();
        for fact in people.values_mut().flat_map(|new| &mut new.facts) {
            fact.place.file = offset.get(usize::from(fact.place.file)).copied().unwrap_or_default();
        }
        if self.people.is_empty() {
            self.people = people; // the first import of all: there is nothing to join them with
        } else {
            people.into_values().for_each(|new| self.insert(new));
        }
        self.people.retain(|_, a| !a.facts.is_empty() || !a.notes.is_empty());
        self = self.renamed();
        self.kinds.extend(kinds);
        self.kinds.sort_unstable();
        self.kinds.dedup();
        if !me.name.is_blank() {
            self.me = me;
        }
        self.as_of = self.as_of.max(as_of);
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
    fn renamed(self) -> Self {
        let Self { me, as_of, files, kinds, people, unread, mirror: _, unlinked: _, linked: _, companies: _ } = self;
        Self { kinds, unread, ..Self::of(me, as_of, files, people) }
    }

    /// Takes in what is said of a person, beside what is already there.
    fn insert(&mut self, new: Acquaintance) {
        let known = match self.people.entry(new.person.clone()) {
            Entry::Vacant(place) => {
                place.insert(new);
                return;
            }
            Entry::Occupied(known) => known.into_mut(),
        };
        if new.is_connected() {
            known.name = new.name;
        }
        known.facts.extend(new.facts);
        for digest in new.notes {
            if !known.notes.contains(&digest) {
                known.notes.push(digest);
            }
        }
    }
}

fn mirror<'a>(people: impl Iterator<Item = &'a Acquaintance>) -> Mirror {
    let mut mirror = Mirror::default();
    for acquaintance in people.filter(|a| a.is_connected()) {
        mirror.connections += 1;
        if let Some(talk) = acquaintance.talk() {
            mirror.talked += 1;
            mirror.both += usize::from(talk.mine > 0 && talk.theirs > 0);
        }
    }
    mirror
}

fn by_name<'a>(people: impl Iterator<Item = &'a Acquaintance>) -> HashMap<String, Vec<PersonKey>> {
    let mut names: HashMap<String, Vec<PersonKey>> = HashMap::default();
    for acquaintance in people {
        names.entry(normal_name(acquaintance.name.as_written())).or_default().push(acquaintance.person.clone());
    }
    names
}

/// Companies by the first word of their names. Names of fewer than four letters would be found everywhere.
fn companies<'a>(people: impl Iterator<Item = &'a Acquaintance>) -> HashMap<String, Vec<Company>> {
    let mut employed: HashMap<&Untrusted, Vec<PersonKey>> = HashMap::default();
    for acquaintance in people {
        for fact in &acquaintance.facts {
            if let What::Connected { company: Some(company), .. } = &fact.what {
                employed.entry(company).or_default().push(acquaintance.person.clone());
            }
        }
    }
    let mut companies: HashMap<String, Vec<Company>> = HashMap::default();
    for (employer, people) in employed {
        let normal = words(employer.as_written().chars());
        let Some(first) = normal.split(' ').next().filter(|_| normal.chars().count() >= 4) else { continue };
        let alike = companies.entry(first.to_owned()).or_default();
        match alike.iter_mut().find(|company| company.normal == normal) {
            Some(company) => company.people.extend(people),
            None => alike.push(Company { name: squeeze(&employer.shown()), people, normal }),
        }
    }
    companies
}

/// By which a note is recognised when it comes back among the messages, years later: CRC-32 of its squeezed text.
pub fn note_digest(note: &str) -> u32 {
    crc32fast::hash(squeeze(note).as_bytes())
}
