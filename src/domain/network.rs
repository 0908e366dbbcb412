//! What the person's exports say of everyone: a snapshot, replaced by each import, never the person's doing.
//!
//! Losing it loses nothing that was decided. Facts are kept per person and name the file and record they came
//! from, so that every word on a card can be looked up.

use chrono::{DateTime, NaiveDate, SecondsFormat, TimeDelta, Utc};
use std::sync::OnceLock;

use foldhash::HashMap;
use serde::{Deserialize, Serialize, Serializer};

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
    #[serde(serialize_with = "at_one_stroke")]
    pub first: DateTime<Utc>,
    /// Time of the last.
    #[serde(serialize_with = "at_one_stroke")]
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
    /// A connection that held another post, or none, in the export before.
    Changed {
        /// *Company* then.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        company: Option<Untrusted>,
        /// *Position* then.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        position: Option<Untrusted>,
    },
    /// A connection that went by another name in the export before.
    Renamed {
        /// The name then.
        name: Untrusted,
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
            Self::Connected { .. } | Self::WasConnected { .. } | Self::Changed { .. } | Self::Renamed { .. } => {
                FileKind::Connections
            }
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
            | Self::Renamed { .. }
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
    fn changes_since(&self, before: &Self) -> Vec<What> {
        let (Some(old), Some(new)) = (before.post(), self.post()) else { return Vec::new() };
        let (position, company) = old;
        let changed = (old != new).then(|| What::Changed { company: company.cloned(), position: position.cloned() });
        let renamed = (before.name != self.name).then(|| What::Renamed { name: before.name.clone() });
        changed.into_iter().chain(renamed).collect()
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
    /// In the order of their keys, each once: a table of so many would take twice the room.
    people: Vec<Acquaintance>,
    /// Those who are not read yet; `None` where everybody is.
    unread: Option<Unread>,
    /// Made when first asked for.
    mirror: OnceLock<Mirror>,
    /// Normalised name to everybody of that name who has no profile, by place; made when first asked for.
    unlinked: OnceLock<HashMap<String, Vec<usize>>>,
    /// The same of those who have one, whom only somebody without a profile may be; in most exports nobody asks.
    linked: OnceLock<HashMap<String, Vec<usize>>>,
    /// First word of a company's name to the companies that begin with it, each with its connections; made likewise.
    companies: OnceLock<HashMap<String, Vec<Company>>>,
}

/// A company and the connections that work there.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Company {
    /// Lower-cased, squeezed.
    normal: String,
    name: String,
    /// By place.
    people: Vec<usize>,
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
        Self { me, as_of, files, people: joined(people.into_iter().collect()), ..Self::default() }
    }

    /// The same, where so many connections are not read yet.
    pub fn lacking(self, unread: Unread) -> Self {
        Self { unread: Some(unread), ..self }
    }

    /// The same, where more connections are to come of which nothing is known.
    pub fn in_part(self) -> Self {
        Self { unread: Some(self.unread.unwrap_or_default()), ..self }
    }

    /// Whether nothing about this person stands among what is not read yet.
    pub fn is_enough_for(&self, person: &PersonKey) -> bool {
        self.unread.as_ref().is_none_or(|unread| !unread.may_hold(person))
    }

    /// The same, so many days later.
    pub fn shifted(mut self, by: TimeDelta) -> Self {
        self.as_of = self.as_of.map(|at| at + by);
        for acquaintance in &mut self.people {
            let facts = std::mem::take(&mut acquaintance.facts);
            acquaintance.facts = facts.into_iter().map(|fact| Fact { what: fact.what.shifted(by), ..fact }).collect();
        }
        self
    }

    /// The same without the people that are meant.
    pub fn without(mut self, is_meant: impl Fn(&PersonKey) -> bool) -> Self {
        self.people.retain(|acquaintance| !is_meant(&acquaintance.person));
        self.renamed()
    }

    /// Everybody, in the order of their keys.
    pub fn people(&self) -> impl Iterator<Item = &Acquaintance> {
        self.people.iter()
    }

    /// The person with this key.
    pub fn get(&self, person: &PersonKey) -> Option<&Acquaintance> {
        place_of(person, &self.people).map(|place| &self.people[place])
    }

    /// Everybody who is, or may be, the sender of a request: the same profile; by name only where one of the
    /// two sides has no usable profile.
    pub fn matching<'a>(&'a self, person: &PersonKey, name: &Untrusted) -> Vec<&'a Acquaintance> {
        if self.people.is_empty() {
            return Vec::new();
        }
        let mut found: Vec<&Acquaintance> = self.get(person).into_iter().collect();
        let name = normal_name(name.as_written());
        let of_name = |with_profile| by_name(&self.people, |a| a.person.is_profile() == with_profile);
        let unlinked = self.unlinked.get_or_init(|| of_name(false)).get(&name);
        let linked = (!person.is_profile()).then(|| self.linked.get_or_init(|| of_name(true)).get(&name)).flatten();
        let others = linked.into_iter().chain(unlinked).flatten().filter_map(|place| self.people.get(*place));
        found.extend(others.filter(|other| other.person != *person));
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
            None => *self.mirror.get_or_init(|| mirror(&self.people)),
        }
    }

    /// The companies that a text names and at which I have connections, with their names as the file writes them;
    /// of connections that are not read yet, none.
    pub fn companies_named_in(&self, text: &Untrusted) -> Vec<(&str, Vec<&Acquaintance>)> {
        let text = words(text.as_written().chars());
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
        let people = |company: &Company| company.people.iter().filter_map(|place| self.people.get(*place)).collect();
        found.into_iter().map(|company| (company.name.as_str(), people(company))).collect()
    }

    /// This snapshot after an import that brought `fresh` and files of these `kinds`: what comes from those
    /// kinds is replaced, the rest and the memory of notes stay; who is no connection any more is remembered, and
    /// what was otherwise about the others.
    pub fn renewed_by(mut self, fresh: Network, kinds: &[FileKind]) -> Self {
        let Network { me, as_of, files, mut people, .. } = fresh;
        let connections_came = kinds.contains(&FileKind::Connections);
        let same_again = self.as_of == as_of;
        for old in &mut self.people {
            let again = place_of(&old.person, &people);
            if connections_came && let Some(new) = again.map(|again| &mut people[again]) {
                let place = new.facts.iter().find(|fact| matches!(fact.what, What::Connected { .. })).map(|f| f.place);
                let mut changes = new.changes_since(old);
                if same_again {
                    let told = old.facts.iter().map(|fact| &fact.what);
                    changes.extend(told.filter(|w| matches!(w, What::Changed { .. } | What::Renamed { .. })).cloned());
                }
                if let Some(place) = place {
                    new.facts.extend(changes.into_iter().map(|what| Fact { what, place }));
                }
            }
            let was = old.facts.iter().find_map(|fact| match fact.what {
                What::Connected { on, .. } | What::WasConnected { on } => Some((on, fact.place)),
                _ => None,
            });
            old.facts.retain(|fact| !kinds.contains(&fact.what.file_kind()));
            if let Some((on, place)) = was.filter(|_| connections_came) {
                let connected_now = again.is_some_and(|again| people[again].is_connected());
                if !connected_now {
                    old.facts.push(Fact { what: What::WasConnected { on }, place });
                }
            }
        }
        let offset: Vec<u16> = files.iter().map(|name| self.file_index(name)).collect();
        for fact in people.iter_mut().flat_map(|new| &mut new.facts) {
            fact.place.file = offset.get(usize::from(fact.place.file)).copied().unwrap_or_default();
        }
        self.people.append(&mut people);
        self.people = joined(std::mem::take(&mut self.people));
        self.people.retain(|a| !a.facts.is_empty() || !a.notes.is_empty());
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
        Self { me, as_of, files, kinds, people, unread, ..Self::default() }
    }
}

fn place_of(person: &PersonKey, people: &[Acquaintance]) -> Option<usize> {
    people.binary_search_by(|other| other.person.cmp(person)).ok()
}

/// These people in order, each once, with all that was said of them.
fn joined(mut people: Vec<Acquaintance>) -> Vec<Acquaintance> {
    people.sort_by(|a, b| a.person.cmp(&b.person));
    people.dedup_by(|later, known| {
        let same = later.person == known.person;
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

fn mirror(people: &[Acquaintance]) -> Mirror {
    let mut mirror = Mirror::default();
    for acquaintance in people.iter().filter(|a| a.is_connected()) {
        mirror.connections += 1;
        if let Some(talk) = acquaintance.talk() {
            mirror.talked += 1;
            mirror.both += usize::from(talk.mine > 0 && talk.theirs > 0);
        }
    }
    mirror
}

fn by_name(people: &[Acquaintance], wanted: impl Fn(&Acquaintance) -> bool) -> HashMap<String, Vec<usize>> {
    let mut names: HashMap<String, Vec<usize>> = HashMap::default();
    for (place, acquaintance) in people.iter().enumerate().filter(|(_, a)| wanted(a)) {
        names.entry(normal_name(acquaintance.name.as_written())).or_default().push(place);
    }
    names
}

/// Companies by the first word of their names. Names of fewer than four letters would be found everywhere.
fn companies(people: &[Acquaintance]) -> HashMap<String, Vec<Company>> {
    let mut employed: HashMap<&Untrusted, Vec<usize>> = HashMap::default();
    for (place, acquaintance) in people.iter().enumerate() {
        for fact in &acquaintance.facts {
            if let What::Connected { company: Some(company), .. } = &fact.what {
                employed.entry(company).or_default().push(place);
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

/// A moment as chrono writes it, which writes it letter by letter.
fn at_one_stroke<S: Serializer>(at: &DateTime<Utc>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&at.to_rfc3339_opts(SecondsFormat::AutoSi, true))
}

/// By which a note is recognised when it comes back among the messages, years later: CRC-32 of its squeezed text.
pub fn note_digest(note: &str) -> u32 {
    crc32fast::hash(squeeze(note).as_bytes())
}
