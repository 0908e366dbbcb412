//! The last snapshot of what the exports say of everyone: `network.json`, replaced as a whole by each import.
//!
//! One person a line, so that two snapshots can be compared with `diff`; the connections last, for there are many,
//! and the screen need not wait for them ([`open`]). Losing it loses nothing that was decided.

use std::fmt;
use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Read, Seek, Write};
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
use crate::domain::when::Stored;

/// The snapshot's file name.
pub const NETWORK: &str = "network.json";
/// The version that this program writes.
const VERSION: u64 = 1;
/// So many people are written at once, and as many by another thread meanwhile.
const MANY: usize = 1_000;
/// About as many bytes as a person has.
const USUAL_LINE: usize = 300;
/// How the line of the head ends, behind which the people stand.
const PEOPLE: &str = ",\"people\":[\n";
/// What stands behind the last of them.
const END: &str = "]}\n";
/// As much is read at once where not all is wanted.
const BEGINNING: usize = 256 * 1024;
/// As much is read at once where it is.
const BLOCK: usize = 1024 * 1024;

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
pub struct Rest(File);

/// On how many threads a snapshot is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Threads {
    /// On this one.
    One,
    /// On this one and another.
    Two,
}

impl Rest {
    /// Reads everybody, on as many threads; beside a screen on one, which leaves the other core to the screen.
    pub fn read(self, threads: Threads) -> (Network, Option<Finding>) {
        let network = everybody(self.0, threads).unwrap_or_else(|error| Err(format!("cannot be read ({error})")));
        network.map_or_else(unreadable, |network| (network, None))
    }
}

/// The snapshot of a data directory. What is not there is empty; what cannot be read is empty and a finding.
pub fn load(dir: &Path) -> Result<(Network, Option<Finding>), StoreError> {
    let Some(file) = file(dir)? else { return Ok((Network::default(), None)) };
    let network = everybody(file, Threads::Two).map_err(StoreError::at("read", &dir.join(NETWORK)))?;
    Ok(network.map_or_else(unreadable, |network| (network, None)))
}

/// The same for these people alone, named by their keys, and for those who have no profile. Everybody else is left
/// to be read while the first picture is looked at, unless one of these people may be among them.
pub fn open(dir: &Path, wanted: &HashSet<&str>) -> Result<Opened, StoreError> {
    let whole = |(network, finding)| Opened { network, rest: None, finding };
    let Some(file) = file(dir)? else { return Ok(whole(Default::default())) };
    match beginning(&file, wanted).map_err(StoreError::at("read", &dir.join(NETWORK)))? {
        Some(network) if wanted.iter().all(|person| network.is_enough_for(&PersonKey::from_stored(*person))) => {
            Ok(Opened { network, rest: Some(Rest(file)), finding: None })
        }
        _ => Ok(whole(Rest(file).read(Threads::Two))), // an older snapshot, or none of ours, or more of it is wanted
    }
}

fn file(dir: &Path) -> Result<Option<File>, StoreError> {
    let path = dir.join(NETWORK);
    files::ordinary(&path)?.map(|_| files::open(&path, OpenOptions::new().read(true))).transpose()
}

fn unreadable(what: String) -> (Network, Option<Finding>) {
    let says = format!("{what}; nothing that was decided is lost, and the next import of an export writes it anew");
    (Network::default(), Some(Finding::new(NETWORK, None, FindingKind::Snapshot, says)))
}

fn write(out: &mut dyn Write, network: &Network) -> io::Result<()> {
    let apart = |a: &&Acquaintance| a.is_connected() && a.person.is_profile();
    let (rest, mut people): (Vec<&Acquaintance>, Vec<_>) = network.people().partition(apart);
    let (from, unread) = (people.len(), Unread::of(rest.iter().copied(), network.mirror()));
    people.extend(rest);
    let Network { me, as_of, files, kinds, .. } = network;
    let head = Head { v: VERSION, me, as_of: *as_of, files, kinds, rest_from: from, unread: &unread };
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

/// Reads a snapshot from its beginning; as we write it, or as any other program does.
fn everybody(mut file: File, threads: Threads) -> io::Result<Result<Network, String>> {
    if let Some((head, people)) = by_lines(&file, threads)? {
        return Ok(head.network(people));
    }
    let mut bytes = Vec::new();
    file.rewind()?;
    file.read_to_end(&mut bytes)?;
    let whole = serde_json::from_slice::<Snapshot>(&bytes).map_err(|error| format!("cannot be read ({error})"));
    Ok(whole.and_then(|mut snapshot| {
        let people = std::mem::take(&mut snapshot.people).into_iter().map(Acquaintance::from).collect();
        snapshot.network(people)
    }))
}

/// As we write it: the head on a line, then one person a line, block by block. `None` where it is otherwise.
fn by_lines(mut file: &File, threads: Threads) -> io::Result<Option<(Snapshot, Vec<Acquaintance>)>> {
    file.rewind()?;
    let size = usize::try_from(file.metadata()?.len()).unwrap_or(0);
    let mut file = BufReader::with_capacity(BEGINNING, file);
    let Some(head) = head(&mut file)? else { return Ok(None) };
    let mut people = Vec::with_capacity(size / USUAL_LINE);
    let mut block = Vec::with_capacity(BLOCK + USUAL_LINE);
    while !block.ends_with(END.as_bytes()) {
        block.clear();
        file.by_ref().take(BLOCK as u64).read_to_end(&mut block)?;
        file.read_until(b'\n', &mut block)?;
        let lines = std::str::from_utf8(&block).ok().filter(|lines| !lines.is_empty());
        let Some(more) = lines.and_then(|lines| people_of(lines.strip_suffix(END).unwrap_or(lines), threads)) else {
            return Ok(None);
        };
        people.extend(more);
    }
    Ok(Some((head, people)))
}

/// What is wanted of everything up to the connections; `None` where those do not stand apart.
fn beginning(file: &File, wanted: &HashSet<&str>) -> io::Result<Option<Network>> {
    let mut file = BufReader::with_capacity(BEGINNING, file);
    let Some(mut head) = head(&mut file)? else { return Ok(None) };
    let (Some(from), Some(unread)) = (head.rest_from, head.unread.take()) else { return Ok(None) };
    let (mut line, mut people) = (String::new(), Vec::new());
    for _ in 0..from {
        line.clear();
        file.read_line(&mut line)?;
        if is_wanted(&line, wanted) {
            let Some(person) = person_of(&line) else { return Ok(None) };
            people.push(person);
        }
    }
    Ok(head.network(people).ok().map(|network| network.lacking(unread)))
}

/// What stands before the people; `None` where that is not a line of its own.
fn head(file: &mut impl BufRead) -> io::Result<Option<Snapshot>> {
    let mut line = Vec::new();
    file.read_until(b'\n', &mut line)?;
    let head = line.strip_suffix(PEOPLE.as_bytes());
    Ok(head.and_then(|head| serde_json::from_slice(&[head, b"}"].concat()).ok()))
}

/// Whether the person of a line is wanted, as its first words tell.
fn is_wanted(line: &str, wanted: &HashSet<&str>) -> bool {
    let key = line.strip_prefix("{\"person\":\"").and_then(|rest| rest.split('"').next());
    key.is_none_or(|key| key.contains('\\') || wanted.contains(key) || !PersonKey::from_stored(key).is_profile())
}

/// The people of so many lines; `None` where a line is none.
fn people_of(lines: &str, threads: Threads) -> Option<Vec<Acquaintance>> {
    let read = |lines: &str| lines.lines().filter(|line| !line.is_empty()).map(person_of).collect::<Option<Vec<_>>>();
    if threads == Threads::One {
        return read(lines);
    }
    let middle = lines.floor_char_boundary(lines.len() / 2);
    let middle = lines[middle..].find('\n').map_or(lines.len(), |newline| middle + newline + 1);
    let (first, second) = lines.split_at(middle);
    let (first, second) = thread::scope(|scope| {
        let second = scope.spawn(|| read(second));
        (read(first), second.join().ok().flatten())
    });
    let mut people = first?;
    people.append(&mut second?);
    Some(people)
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
    unread: &'a Unread,
}

#[derive(Deserialize)]
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
    unread: Option<Unread>,
    #[serde(default)]
    people: Vec<Known>,
}

impl Snapshot {
    fn network(self, people: Vec<Acquaintance>) -> Result<Network, String> {
        let Self { v, me, as_of, files, kinds, rest_from: _, unread: _, people: _ } = self;
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
    Renamed,
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
    first: Option<Stored>,
    last: Option<Stored>,
    i_began: Option<bool>,
    i_was_last: Option<bool>,
    last_line: Option<Untrusted>,
    messages: Option<u32>,
    at: Option<Stored>,
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
            Is::Changed => What::Changed { company: self.company, position: self.position },
            Is::Renamed => What::Renamed { name: self.name? },
            Is::Talked => What::Talked(Talk {
                mine: self.mine?,
                theirs: self.theirs?,
                first: self.first?.0,
                last: self.last?.0,
                i_began: self.i_began?,
                i_was_last: self.i_was_last?,
                last_line: self.last_line?,
            }),
            Is::InGroups => What::InGroups { messages: self.messages? },
            Is::NoteAmongMessages => What::NoteAmongMessages { at: self.at?.0 },
            Is::InAddressBook => What::InAddressBook { role: self.role },
            Is::RecommendedByMe => What::RecommendedByMe,
            Is::RecommendedMe => What::RecommendedMe,
            Is::EndorsedByMe => What::EndorsedByMe { skills: self.skills? },
            Is::EndorsedMe => What::EndorsedMe { skills: self.skills? },
            Is::Followed => What::Followed,
            Is::InvitedByMe => What::InvitedByMe { at: self.at?.0 },
        };
        Some(Fact { what, place })
    }
}
