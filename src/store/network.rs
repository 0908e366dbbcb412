//! The last snapshot of what the exports say of everyone: `network.json`, replaced as a whole by each import.
//!
//! One person a line, so that two snapshots can be compared with `diff`; the connections last, for there are many,
//! and the screen need not wait for them ([`open`]). Losing it loses nothing that was decided.

use std::fmt;
use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;
use std::thread;

use chrono::{DateTime, NaiveDate, Utc};
use foldhash::HashSet;
use serde::de::{Deserializer, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};

use super::escape::write_json;
use super::finding::{Finding, FindingKind};
use super::{StoreError, files, save};
use crate::domain::network::{Acquaintance, Fact, FileKind, Me, Network, Place, Talk, What};
use crate::domain::person::PersonKey;
use crate::domain::unread::Unread;
use crate::domain::untrusted::Untrusted;

/// The snapshot's file name.
pub const NETWORK: &str = "network.json";
/// The version that this program writes.
const VERSION: u64 = 1;
/// So many people are written at once, and as many by another thread meanwhile.
const MANY: usize = 1_000;
/// About as many bytes as a person has.
const USUAL_LINE: usize = 400;
/// How the line of the head ends, behind which the people stand.
const PEOPLE: &str = ",\"people\":[\n";
/// What stands behind the last of them.
const END: &str = "]}\n";
/// As much is read at once of the beginning.
const BEGINNING: usize = 256 * 1024;

/// Replaces the snapshot of a data directory.
pub fn save(dir: &Path, network: &Network) -> Result<(), StoreError> {
    files::make_dir(dir)?;
    save::save(&dir.join(NETWORK), true, |out| write(out, network))
}

/// A snapshot as far as the first picture needs it.
#[derive(Debug)]
pub struct Opened {
    /// What was read of it.
    pub network: Network,
    /// All of it, where that is not read yet.
    pub rest: Option<Rest>,
    /// Why it cannot be read.
    pub finding: Option<Finding>,
}

/// A snapshot that is open.
#[derive(Debug)]
pub struct Rest {
    head: Snapshot,
    /// The lines of those who are no connections.
    others: String,
    /// Stands where the connections begin.
    file: BufReader<File>,
}

impl Rest {
    /// Reads everybody.
    pub fn read(self) -> (Network, Option<Finding>) {
        let Self { head, others, mut file } = self;
        let size = file.get_ref().metadata().map_or(0, |found| found.len());
        let mut lines = String::with_capacity(usize::try_from(size).unwrap_or(0));
        lines.push_str(&others);
        drop(others);
        let read = file.read_to_string(&mut lines).map_err(|error| error.to_string());
        let people = || lines.strip_suffix(END).and_then(people_of);
        let people = read.and_then(|_| people().ok_or_else(|| "holds lines that are no people".to_owned()));
        found(people.and_then(|people| head.network(people)))
    }
}

/// The snapshot of a data directory. What is not there is empty; what cannot be read is empty and a finding.
pub fn load(dir: &Path) -> Result<(Network, Option<Finding>), StoreError> {
    let Some((mut file, size)) = file(dir)? else { return Ok((Network::default(), None)) };
    let mut bytes = Vec::with_capacity(size);
    file.read_to_end(&mut bytes).map_err(StoreError::at("read", &dir.join(NETWORK)))?;
    Ok(found(read(&bytes)))
}

/// The same for these people alone, named by their keys, and for those who have no profile. Everybody else is left
/// to be read while the first picture is looked at, unless one of these people may be among them.
pub fn open(dir: &Path, wanted: &HashSet<&str>) -> Result<Opened, StoreError> {
    if let Some((file, _)) = file(dir)?
        && let Ok(Some((network, rest))) = beginning(BufReader::with_capacity(BEGINNING, file), wanted)
    {
        let enough = wanted.iter().all(|person| network.is_enough_for(&PersonKey::from_stored(*person)));
        let ((network, finding), rest) = if enough { ((network, None), Some(rest)) } else { (rest.read(), None) };
        return Ok(Opened { network, rest, finding });
    }
    let (network, finding) = load(dir)?; // an older snapshot, or none of ours
    Ok(Opened { network, rest: None, finding })
}

fn file(dir: &Path) -> Result<Option<(File, usize)>, StoreError> {
    let path = dir.join(NETWORK);
    let Some(found) = files::ordinary(&path)? else { return Ok(None) };
    let size = usize::try_from(found.len()).unwrap_or(0);
    Ok(Some((files::open(&path, OpenOptions::new().read(true))?, size)))
}

fn found(read: Result<Network, String>) -> (Network, Option<Finding>) {
    match read {
        Ok(network) => (network, None),
        Err(what) => {
            let says =
                format!("{what}; nothing that was decided is lost, and the next import of an export writes it anew");
            (Network::default(), Some(Finding::new(NETWORK, None, FindingKind::Snapshot, says)))
        }
    }
}

fn write(out: &mut dyn Write, network: &Network) -> io::Result<()> {
    let apart = |a: &&Acquaintance| a.is_connected() && a.person.is_profile();
    let mut people: Vec<&Acquaintance> = network.people().collect();
    people.sort_unstable_by(|a, b| (apart(a), &a.person).cmp(&(apart(b), &b.person)));
    let from = people.partition_point(|a| !apart(a));
    let unread = Unread::of(people[from..].iter().copied(), network.mirror());
    let Network { me, as_of, files, kinds, .. } = network;
    let head = Head { v: VERSION, me, as_of: *as_of, files, kinds, rest_from: from, rest: &unread };
    let mut bytes = Vec::with_capacity(512);
    write_json(&mut bytes, &head)?;
    bytes.pop(); // the closing brace
    bytes.extend_from_slice(PEOPLE.as_bytes());
    out.write_all(&bytes)?;
    for (nth, two) in people.chunks(2 * MANY).enumerate() {
        if nth > 0 {
            out.write_all(b",\n")?;
        }
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
    if !people.is_empty() {
        out.write_all(b"\n")?;
    }
    out.write_all(END.as_bytes())
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
    if let Some((head, people)) = text.split_once(PEOPLE)
        && let Some(snapshot) = head_of(head)
        && let Some(people) = people.strip_suffix(END).and_then(people_of)
    {
        return snapshot.network(people);
    }
    let mut snapshot: Snapshot = serde_json::from_str(text).map_err(|error| format!("cannot be read ({error})"))?;
    let people = std::mem::take(&mut snapshot.people);
    snapshot.network(people.into_iter().map(Acquaintance::from))
}

/// What is wanted of everything up to the connections; `None` where those do not stand apart.
fn beginning(mut file: BufReader<File>, wanted: &HashSet<&str>) -> io::Result<Option<(Network, Rest)>> {
    let mut line = String::new();
    file.read_line(&mut line)?;
    let Some(mut head) = line.strip_suffix(PEOPLE).and_then(head_of) else { return Ok(None) };
    let (Some(from), Some(unread)) = (head.rest_from, head.rest.take()) else { return Ok(None) };
    let mut others = String::new();
    let mut people = Vec::new();
    for _ in 0..from {
        let begin = others.len();
        file.read_line(&mut others)?;
        if is_wanted(&others[begin..], wanted) {
            let Some(person) = person_of(&others[begin..]) else { return Ok(None) };
            people.push(person);
        }
    }
    let network = head.clone().network(people.into_iter()).map(|network| network.without(unread));
    Ok(network.ok().map(|network| (network, Rest { head, others, file })))
}

/// Whether the person of a line is wanted, as its first words tell.
fn is_wanted(line: &str, wanted: &HashSet<&str>) -> bool {
    let key = line.strip_prefix("{\"person\":\"").and_then(|rest| rest.split('"').next());
    key.is_none_or(|key| key.contains('\\') || wanted.contains(key) || !PersonKey::from_stored(key).is_profile())
}

fn head_of(line: &str) -> Option<Snapshot> {
    serde_json::from_str(&format!("{line},\"people\":[]}}")).ok()
}

/// The people of so many lines, the second half of them in a thread of its own; `None` where a line is none.
fn people_of(lines: &str) -> Option<impl Iterator<Item = Acquaintance>> {
    let middle = lines.floor_char_boundary(lines.len() / 2);
    let middle = lines[middle..].find('\n').map_or(lines.len(), |newline| middle + newline + 1);
    let (first, second) = lines.split_at(middle);
    let read = |lines: &str| lines.lines().filter(|line| !line.is_empty()).map(person_of).collect::<Option<Vec<_>>>();
    let (first, second) = thread::scope(|scope| {
        let second = scope.spawn(|| read(second));
        (read(first), second.join().ok().flatten())
    });
    Some(first?.into_iter().chain(second?))
}

fn person_of(line: &str) -> Option<Acquaintance> {
    let line = line.trim_end();
    serde_json::from_str::<Known>(line.strip_suffix(',').unwrap_or(line)).ok().map(Acquaintance::from)
}

#[derive(Serialize)]
struct Head<'a> {
    v: u64,
    me: &'a Me,
    as_of: Option<DateTime<Utc>>,
    files: &'a [String],
    kinds: &'a [FileKind],
    rest_from: usize,
    rest: &'a Unread,
}

#[derive(Clone, Debug, Deserialize)]
struct Snapshot {
    v: u64,
    me: Me,
    as_of: Option<DateTime<Utc>>,
    files: Vec<String>,
    #[serde(default)]
    kinds: Vec<FileKind>,
    /// How many people stand before the connections.
    rest_from: Option<usize>,
    /// What is known of the connections before they are read.
    rest: Option<Unread>,
    people: Vec<Known>,
}

impl Snapshot {
    fn network(self, people: impl Iterator<Item = Acquaintance>) -> Result<Network, String> {
        let Self { v, me, as_of, files, kinds, rest_from: _, rest: _, people: _ } = self;
        if v > VERSION {
            return Err(format!("was written by a newer version (v{v})"));
        }
        let mut network = Network::new(me, as_of, files, people);
        network.kinds = kinds;
        Ok(network)
    }
}

/// An [`Acquaintance`] as it is read.
#[derive(Clone, Debug, Deserialize)]
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
#[derive(Clone, Debug, Default)]
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
