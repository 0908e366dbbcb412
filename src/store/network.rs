//! The last snapshot of what the exports say of everyone: `network.json`, replaced as a whole by each import.
//!
//! One person a line, in the order of keys, so that two snapshots can be compared with `diff`. Losing it loses
//! nothing that was decided.

use std::fmt;
use std::fs::OpenOptions;
use std::io::{self, Read, Write};
use std::path::Path;
use std::thread;

use chrono::{DateTime, NaiveDate, Utc};
use serde::de::{Deserializer, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};

use super::escape::write_json;
use super::finding::{Finding, FindingKind};
use super::{StoreError, files, save};
use crate::domain::network::{Acquaintance, Fact, FileKind, Me, Network, Place, Talk, What};
use crate::domain::person::PersonKey;
use crate::domain::untrusted::Untrusted;

/// The snapshot's file name.
pub const NETWORK: &str = "network.json";
/// The version that this program writes.
const VERSION: u64 = 1;
/// So many people are written at once, and as many by another thread meanwhile.
const MANY: usize = 1_000;
/// About as many bytes as a person has.
const USUAL_LINE: usize = 400;

/// Replaces the snapshot of a data directory.
pub fn save(dir: &Path, network: &Network) -> Result<(), StoreError> {
    files::make_dir(dir)?;
    save::save(&dir.join(NETWORK), true, |out| write(out, network))
}

/// The snapshot of a data directory. What is not there is empty; what cannot be read is empty and a finding.
pub fn load(dir: &Path) -> Result<(Network, Option<Finding>), StoreError> {
    let path = dir.join(NETWORK);
    let Some(found) = files::ordinary(&path)? else { return Ok((Network::default(), None)) };
    let mut bytes = Vec::with_capacity(usize::try_from(found.len()).unwrap_or(0));
    files::open(&path, OpenOptions::new().read(true))?
        .read_to_end(&mut bytes)
        .map_err(StoreError::at("read", &path))?;
    Ok(match read(&bytes) {
        Ok(network) => (network, None),
        Err(what) => {
            let says =
                format!("{what}; nothing that was decided is lost, and the next import of an export writes it anew");
            (Network::default(), Some(Finding::new(NETWORK, None, FindingKind::Snapshot, says)))
        }
    })
}

fn write(out: &mut dyn Write, network: &Network) -> io::Result<()> {
    let mut people: Vec<&Acquaintance> = network.people().collect();
    people.sort_unstable_by(|a, b| a.person.cmp(&b.person));
    let head = Head { v: VERSION, me: &network.me, as_of: network.as_of, files: &network.files, kinds: &network.kinds };
    let mut bytes = Vec::with_capacity(512);
    write_json(&mut bytes, &head)?;
    bytes.pop(); // the closing brace
    bytes.extend_from_slice(b",\"people\":[");
    out.write_all(&bytes)?;
    for (nth, two) in people.chunks(2 * MANY).enumerate() {
        out.write_all(if nth == 0 { b"\n" } else { b",\n" })?;
        let (first, second) = two.split_at(two.len().min(MANY));
        let (first, second) = thread::scope(|scope| {
            let second = (!second.is_empty()).then(|| scope.spawn(|| lines(second)));
            (lines(first), second.map(|thread| thread.join()))
        });
        out.write_all(&first?)?;
        if let Some(second) = second {
            out.write_all(b",\n")?;
            out.write_all(&second.map_err(|_| io::Error::other("a thread has stopped"))??)?;
        }
    }
    out.write_all(b"\n]}\n")
}

/// People, one a line, with a comma between.
fn lines(people: &[&Acquaintance]) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(people.len() * USUAL_LINE);
    for (nth, acquaintance) in people.iter().enumerate() {
        if nth > 0 {
            bytes.extend_from_slice(b",\n");
        }
        write_json(&mut bytes, acquaintance)?;
    }
    Ok(bytes)
}

fn read(bytes: &[u8]) -> Result<Network, String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "is not text".to_owned())?;
    // As we write it: the head on a line, then one person a line.
    if let Some((head, people)) = text.split_once(",\"people\":[\n")
        && let Ok(snapshot) = serde_json::from_str::<Snapshot>(&format!("{head},\"people\":[]}}"))
        && let Some(people) = people.strip_suffix("\n]}\n").and_then(people_of)
    {
        return snapshot.network(people);
    }
    let mut snapshot: Snapshot = serde_json::from_str(text).map_err(|error| format!("cannot be read ({error})"))?;
    let people = std::mem::take(&mut snapshot.people);
    snapshot.network(people.into_iter().map(Acquaintance::from))
}

/// The people of so many lines, the second half of them in a thread of its own; `None` where a line is none.
fn people_of(lines: &str) -> Option<impl Iterator<Item = Acquaintance>> {
    let middle = lines.floor_char_boundary(lines.len() / 2);
    let middle = lines[middle..].find('\n').map_or(lines.len(), |newline| middle + newline + 1);
    let (first, second) = lines.split_at(middle);
    let read = |lines: &str| -> Option<Vec<Acquaintance>> {
        let line = |line: &str| serde_json::from_str::<Known>(line.strip_suffix(',').unwrap_or(line)).ok();
        lines.lines().map(|one| line(one).map(Acquaintance::from)).collect()
    };
    let (first, second) = thread::scope(|scope| {
        let second = scope.spawn(|| read(second));
        (read(first), second.join().ok().flatten())
    });
    Some(first?.into_iter().chain(second?))
}

#[derive(Serialize)]
struct Head<'a> {
    v: u64,
    me: &'a Me,
    as_of: Option<DateTime<Utc>>,
    files: &'a [String],
    kinds: &'a [FileKind],
}

#[derive(Deserialize)]
struct Snapshot {
    v: u64,
    me: Me,
    as_of: Option<DateTime<Utc>>,
    files: Vec<String>,
    #[serde(default)]
    kinds: Vec<FileKind>,
    people: Vec<Known>,
}

impl Snapshot {
    fn network(self, people: impl Iterator<Item = Acquaintance>) -> Result<Network, String> {
        let Self { v, me, as_of, files, kinds, people: _ } = self;
        if v > VERSION {
            return Err(format!("was written by a newer version (v{v})"));
        }
        let mut network = Network::new(me, as_of, files, people);
        network.kinds = kinds;
        Ok(network)
    }
}

/// An [`Acquaintance`] as it is read.
#[derive(Deserialize)]
struct Known {
    person: PersonKey,
    name: Untrusted,
    #[serde(default)]
    facts: Facts,
    #[serde(default)]
    notes: Vec<u32>,
}

impl From<Known> for Acquaintance {
    fn from(Known { person, name, facts, notes }: Known) -> Self {
        Self { facts: facts.0, notes, ..Self::new(person, name) }
    }
}

/// Facts, each turned into what it is as it is read: a list of [`Told`] in between would leave large holes in memory.
#[derive(Default)]
struct Facts(Vec<Fact>);

impl<'de> Deserialize<'de> for Facts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(FactsVisitor)
    }
}

struct FactsVisitor;

impl<'de> Visitor<'de> for FactsVisitor {
    type Value = Facts;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a list of facts")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Facts, A::Error> {
        let mut facts = Vec::new();
        while let Some(told) = list.next_element::<Told>()? {
            facts.reserve_exact(1); // most people have one
            facts.extend(told.into_fact());
        }
        Ok(Facts(facts))
    }
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Is {
    Connected,
    WasConnected,
    Changed,
    Talked,
    InGroups,
    NoteAmongMessages,
    InAddressBook,
    RecommendedByMe,
    RecommendedMe,
    EndorsedByMe,
    EndorsedMe,
    Followed,
    InvitedByMe,
}

/// A [`Fact`] as it is read: the fields of all of them flat, in one pass (a tagged enum would be read twice).
#[derive(Deserialize)]
struct Told {
    is: Is,
    f: u16,
    r: u32,
    on: Option<NaiveDate>,
    company: Option<Untrusted>,
    position: Option<Untrusted>,
    email: Option<Untrusted>,
    mine: Option<u32>,
    theirs: Option<u32>,
    first: Option<DateTime<Utc>>,
    last: Option<DateTime<Utc>>,
    i_began: Option<bool>,
    i_was_last: Option<bool>,
    last_line: Option<Untrusted>,
    messages: Option<u32>,
    at: Option<DateTime<Utc>>,
    role: Option<Untrusted>,
    name: Option<Untrusted>,
    skills: Option<u32>,
}

impl Told {
    /// The fact, unless it lacks what it needs.
    fn into_fact(self) -> Option<Fact> {
        let place = Place { file: self.f, record: self.r };
        let what = match self.is {
            Is::Connected => {
                What::Connected { on: self.on, company: self.company, position: self.position, email: self.email }
            }
            Is::WasConnected => What::WasConnected { on: self.on },
            Is::Changed => What::Changed { company: self.company, position: self.position, name: self.name },
            Is::Talked => What::Talked(Talk {
                mine: self.mine?,
                theirs: self.theirs?,
                first: self.first?,
                last: self.last?,
                i_began: self.i_began?,
                i_was_last: self.i_was_last?,
                last_line: self.last_line?,
            }),
            Is::InGroups => What::InGroups { messages: self.messages? },
            Is::NoteAmongMessages => What::NoteAmongMessages { at: self.at? },
            Is::InAddressBook => What::InAddressBook { role: self.role },
            Is::RecommendedByMe => What::RecommendedByMe,
            Is::RecommendedMe => What::RecommendedMe,
            Is::EndorsedByMe => What::EndorsedByMe { skills: self.skills? },
            Is::EndorsedMe => What::EndorsedMe { skills: self.skills? },
            Is::Followed => What::Followed,
            Is::InvitedByMe => What::InvitedByMe { at: self.at? },
        };
        Some(Fact { what, place })
    }
}
