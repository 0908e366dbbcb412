//! Forgets a person: the only operation that deletes entries from the journal.
//!
//! Promise: if interrupted, the journal is the old one or the new one, whole. A second attempt completes the old one; of
//! the new one only the backup is left, and the next start removes it.
//! Afterwards nothing in the data directory is about the person: not the journal, its copies and backups, the
//! quarantine, the drafts or the snapshot.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use foldhash::{HashMap, HashSet};
use serde::Serialize;

use super::journal_parser::ParsedJournal;
use super::owned::QUARANTINE;
use super::redact::{PersonMatcher, Redacted};
use super::snapshot::{self, SNAPSHOT, SNAPSHOT_JSON, Snapshot};
use super::{JOURNAL, Journal, StoreError, atomic, backup, files};
use crate::domain::decision::care_event::CareEvent;
use crate::domain::decision::event::{Entry, EntryId, Event};
use crate::domain::decision::ledger::Ledger;
use crate::domain::evidence::network::Network;
use crate::domain::inbox::reconcile::ImportReport;
use crate::domain::person::key::PersonKey;
use crate::domain::request::invitation::InvitationId;

/// Everything that identifies a person.
#[derive(Clone, Debug, Default)]
pub struct PersonIdentity {
    /// Person keys: one request may be imported under a name first and under a profile later.
    pub keys: Vec<PersonKey>,
    /// Names, as written.
    pub names: Vec<String>,
    /// Other people of the same name, who stay.
    pub namesakes: Vec<PersonKey>,
    requests: HashSet<String>,
}

/// Removals from one file, done or previewed.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
pub struct FileReport {
    /// Path within the data directory.
    pub file: String,
    /// Removed lines.
    pub removed: usize,
    /// Lines that lost a part.
    pub changed: usize,
}

impl FileReport {
    /// Returns the removals from a file; `None` if there are none.
    pub(super) fn new(file: &str, pruned: &Redacted) -> Option<Self> {
        let (removed, changed) = (pruned.removed, pruned.changed);
        pruned.differs().then(|| Self { file: file.to_owned(), removed, changed })
    }
}

/// Result of forgetting, done or previewed.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct ForgetReport {
    /// Files with removals.
    pub files: Vec<FileReport>,
    /// Lines about others that mention the person in free text; they stay.
    pub naming: usize,
}

impl PersonIdentity {
    /// Returns what is known about the person with this key. A request under two keys makes them one person, and so does
    /// a line that says so. The key made from a name counts as theirs if nobody else is known by that name.
    pub fn find(key: &PersonKey, entries: &[Entry], network: &Network) -> Self {
        let told: Vec<(&str, &PersonKey, &str)> = entries.iter().flat_map(requests_in).collect();
        let same = same_people(entries);
        let mut keys: HashSet<PersonKey> = HashSet::from_iter([key.clone()]);
        let mut requests: HashSet<String> = HashSet::default();
        loop {
            let before = keys.len() + requests.len();
            for (request, person, _) in &told {
                let sender = request.rsplit_once('@').map_or("", |(sender, _)| sender);
                if !keys.contains(*person) && !keys.contains(sender) && !requests.contains(*request) {
                    continue;
                }
                keys.insert((*person).clone());
                if !sender.is_empty() {
                    keys.insert(PersonKey::from_stored(sender));
                    requests.insert((*request).to_owned());
                }
            }
            for (one, other) in &same {
                if keys.contains(*one) || keys.contains(*other) {
                    keys.extend([(*one).clone(), (*other).clone()]);
                }
            }
            if keys.len() + requests.len() == before {
                break;
            }
        }
        let mut known = Self { keys: keys.iter().cloned().collect(), requests, ..Self::default() };
        let theirs = told.iter().filter(|(_, person, _)| keys.contains(*person)).map(|(.., name)| *name);
        let listed = keys.iter().filter_map(|key| network.get(key)).map(|listed| listed.name.raw());
        for name in theirs.chain(listed) {
            if !name.trim().is_empty() && !known.names.iter().any(|known| known == name) {
                known.names.push(name.to_owned());
            }
        }
        known.add_names(&told, network);
        known.keys.sort_unstable();
        known
    }

    fn add_names(&mut self, told: &[(&str, &PersonKey, &str)], network: &Network) {
        let mut of_name: HashMap<PersonKey, HashSet<&PersonKey>> = HashMap::default();
        let listed = network.people().map(|listed| (&listed.key, listed.name.raw()));
        for (person, name) in told.iter().map(|(_, person, name)| (*person, *name)).chain(listed) {
            of_name.entry(PersonKey::from_name(name)).or_default().insert(person);
        }
        for set_name in self.names.clone() {
            let key = PersonKey::from_name(&set_name);
            let is_told = told.iter().any(|(_, person, _)| **person == key);
            let others = of_name.get(&key).into_iter().flatten().copied();
            let others: Vec<PersonKey> =
                others.filter(|other| !self.keys.contains(other) && (**other != key || is_told)).cloned().collect();
            if others.is_empty() && !self.keys.contains(&key) {
                self.keys.push(key);
            }
            self.namesakes.extend(others);
        }
        self.namesakes.sort_unstable();
        self.namesakes.dedup();
    }

    /// Returns the present keys of everyone with this name. The key made from the name is included only if the journal has
    /// requests under it, or nobody else has the name.
    pub fn find_by_name(name: &str, entries: &[Entry], network: &Network) -> Vec<PersonKey> {
        let key = PersonKey::from_name(name);
        let told: Vec<(&str, &PersonKey, &str)> = entries.iter().flat_map(requests_in).collect();
        let listed = network.people().map(|listed| (&listed.key, listed.name.raw()));
        let all = told.iter().map(|(_, person, name)| (*person, *name)).chain(listed);
        let mut found: Vec<PersonKey> =
            all.filter(|(_, name)| PersonKey::from_name(name) == key).map(|(person, _)| person.clone()).collect();
        found.sort_unstable();
        found.dedup();
        if found.len() > 1 && !told.iter().any(|(_, person, _)| **person == key) {
            found.retain(|person| *person != key);
        }
        if found.len() > 1 && !same_people(entries).is_empty() {
            let ledger = Ledger::replay(entries.iter().cloned());
            found = found.iter().map(|person| ledger.present_key(person).clone()).collect();
            found.sort_unstable();
            found.dedup();
        }
        found
    }

    /// True if anything is known under a key.
    pub fn is_known(key: &PersonKey, entries: &[Entry], network: &Network) -> bool {
        network.get(key).is_some() || entries.iter().flat_map(requests_in).any(|(_, person, _)| person == key)
    }

    /// Returns the matcher that finds this person in stored data.
    pub fn matcher(&self) -> PersonMatcher {
        let mut matcher = PersonMatcher::default();
        self.add_to(&mut matcher);
        matcher
    }

    /// Adds this person to a matcher.
    pub(super) fn add_to(&self, matcher: &mut PersonMatcher) {
        self.keys.iter().for_each(|key| matcher.add_key(key));
        self.requests.iter().for_each(|request| matcher.add_request(request));
        self.names.iter().for_each(|name| matcher.add_name(name));
    }
}

/// Returns the requests of an entry as id (empty if there is none), person and name.
fn requests_in(entry: &Entry) -> Vec<(&str, &PersonKey, &str)> {
    match &entry.event {
        Event::Imported(import) => {
            import.invitations.iter().map(|i| (i.id.as_str(), &i.person, i.name.raw())).collect()
        }
        Event::Decided(decision) => {
            vec![(decision.invitation.as_str(), &decision.person, decision.name.raw())]
        }
        Event::PersonDescribed(described) => vec![("", &described.person, described.name.raw())],
        Event::CarriedOut(done) => vec![(done.invitation.as_str(), &done.person, done.name.raw())],
        Event::GiftGiven(given) => vec![(given.invitation.as_str(), &given.person, given.name.raw())],
        Event::Care(event) => {
            let request = if let CareEvent::Judged(judged) = &**event { judged.invitation.as_str() } else { "" };
            event.parties().iter().map(|party| (request, &party.person, party.name.raw())).collect()
        }
        Event::Retracted { .. } | Event::Reopened { .. } | Event::Forgotten { .. } | Event::Unknown { .. } => {
            Vec::new()
        }
    }
}

/// Returns everybody whom an entry names by a key or by the id of a request.
pub(super) fn people_in(entry: &Entry) -> Vec<PersonKey> {
    let sender = |id: &InvitationId| id.as_str().rsplit_once('@').map(|(person, _)| PersonKey::from_stored(person));
    let mut people: Vec<PersonKey> = requests_in(entry).into_iter().map(|(_, person, _)| person.clone()).collect();
    match &entry.event {
        Event::Imported(import) => {
            people.extend(import.closed.iter().filter_map(|closed| sender(&closed.invitation)));
            people.extend(import.notes.iter().map(|note| note.person.clone()));
        }
        Event::Reopened { invitation } => people.extend(sender(invitation)),
        Event::Care(event) => {
            if let CareEvent::SamePerson { into, .. } = &**event {
                people.push(into.clone());
            }
        }
        Event::Decided(_)
        | Event::PersonDescribed(_)
        | Event::CarriedOut(_)
        | Event::GiftGiven(_)
        | Event::Retracted { .. }
        | Event::Forgotten { .. }
        | Event::Unknown { .. } => {}
    }
    people
}

/// Returns the pairs of keys that are one person, by lines that were not undone.
fn same_people(entries: &[Entry]) -> Vec<(&PersonKey, &PersonKey)> {
    let pairs = entries.iter().filter_map(|entry| match &entry.event {
        Event::Care(event) => match &**event {
            CareEvent::SamePerson { about, into } => Some((&entry.id, (&about.person, into))),
            _ => None,
        },
        _ => None,
    });
    let pairs: Vec<_> = pairs.collect();
    if pairs.is_empty() {
        return Vec::new();
    }
    let ledger = Ledger::replay(entries.iter().cloned());
    pairs.into_iter().filter(|(id, _)| ledger.is_active(id)).map(|(_, pair)| pair).collect()
}

/// Reports what would be removed, and writes nothing.
pub fn preview(dir: &Path, matcher: &PersonMatcher) -> Result<ForgetReport, StoreError> {
    let mut report = remove_beside_journal(dir, matcher, None, true)?;
    let path = dir.join(JOURNAL);
    if let Some(bytes) = read_if_exists(&path)? {
        report.add(dir, &path, &matcher.redact(&bytes));
    }
    Ok(report)
}

/// Removes the person from everything in the data directory and appends a line that somebody was forgotten; with
/// `welcome`, imports may bring them back. The journal is last: as long as it has the name, a failed attempt can be
/// repeated by that name.
pub fn forget(
    mut journal: Journal,
    matcher: &PersonMatcher,
    welcome: bool,
    id: EntryId,
    at: DateTime<Utc>,
) -> Result<ForgetReport, StoreError> {
    let dir = journal.dir().to_owned();
    journal.writable().map_err(|why| why.into_store_error(&dir))?;
    let mut report = remove_beside_journal(&dir, matcher, None, false)?;
    let path = dir.join(JOURNAL);
    let before = read_if_exists(&path)?.unwrap_or_default();
    let mut pruned = matcher.redact(&before);
    report.add(&dir, &path, &pruned);
    check_result(&before, &pruned.bytes, pruned.removed).map_err(StoreError::io("rewrite", &path))?;
    let event = Event::Forgotten { people: matcher.digests(), allow_reimport: welcome };
    let backup_id = id.0.clone();
    let line = journal.next_line(id, at, event).map_err(|e| StoreError::io("write", &path)(e.into()))?;
    pruned.bytes.extend_from_slice(&line);
    replace_journal(&mut journal, &before, &pruned.bytes, &backup_id)?;
    drop(journal); // releases the lock
    Ok(report)
}

/// Removes the people of a matcher from everything in a data directory but the journal, and but the file `kept`;
/// in a dry run, only reports it.
pub(super) fn remove_beside_journal(
    dir: &Path,
    matcher: &PersonMatcher,
    kept: Option<&Path>,
    dry_run: bool,
) -> Result<ForgetReport, StoreError> {
    let mut report = ForgetReport::default();
    for path in related_files(dir)? {
        if kept.is_some_and(|kept| path.canonicalize().is_ok_and(|path| path == kept)) {
            continue;
        }
        let Some(bytes) = read_if_exists(&path)? else { continue };
        let pruned = redact_file(&path, &bytes, matcher);
        report.add(dir, &path, &pruned);
        if dry_run || !pruned.differs() {
            continue;
        }
        if is_drafts(&path) && pruned.bytes.is_empty() {
            files::remove_and_sync(&path)?; // an empty file would not be JSON
        } else {
            atomic::write_atomically(&path, true, |out| out.write_all(&pruned.bytes))?;
        }
    }
    let snapshot = snapshot_without(dir, matcher);
    report.add_snapshot(&snapshot);
    match snapshot.snapshot {
        _ if dry_run => {}
        None => remove_snapshot(dir)?,
        Some(left) if snapshot.removed + snapshot.changed > 0 => snapshot::save(dir, &left.network, &left.report)?,
        Some(_) => {}
    }
    Ok(report)
}

/// Replaces the journal, with a backup next to it until the new one is on disk. The backup guards against a bug in the
/// rewrite, and is removed right after, since the person is still in it: named by the line that says that somebody was
/// forgotten, it is found again if the program is killed before.
pub(super) fn replace_journal(journal: &mut Journal, before: &[u8], after: &[u8], id: &str) -> Result<(), StoreError> {
    let dir = journal.dir().to_owned();
    let (path, backup) = (dir.join(JOURNAL), backup::path(&dir, id));
    atomic::write_atomically(&backup, true, |out| out.write_all(before))?; // there may be one of an earlier attempt
    if let Err(error) = journal.replace(|out| out.write_all(after)) {
        if read_if_exists(&path)?.as_deref() == Some(before) {
            files::remove_and_sync(&backup)?; // else every attempt would leave one more copy of the person
        }
        return Err(error);
    }
    if !matches!(read_if_exists(&path), Ok(Some(bytes)) if bytes == after) {
        let kept = backup::keep(&dir, id)?;
        let error = format!("the rewritten journal does not read back correctly; the old one is in {}", kept.display());
        return Err(StoreError::io("rewrite", &path)(std::io::Error::other(error)));
    }
    files::remove_and_sync(&backup)
}

impl ForgetReport {
    fn add_snapshot(&mut self, snapshot: &WithoutPerson) {
        let &WithoutPerson { snapshot: _, removed, changed } = snapshot;
        if removed + changed > 0 {
            self.files.push(FileReport { file: SNAPSHOT.to_owned(), removed, changed });
        }
    }

    fn add(&mut self, dir: &Path, path: &Path, pruned: &Redacted) {
        if path.ends_with(JOURNAL) {
            self.naming = pruned.mentions;
        }
        self.files.extend(FileReport::new(&path.strip_prefix(dir).unwrap_or(path).to_string_lossy(), pruned));
    }
}

/// Checks the result before writing: every record that was readable and not removed must still be readable.
pub(super) fn check_result(before: &[u8], after: &[u8], removed: usize) -> std::io::Result<()> {
    let entries = |bytes: &[u8]| {
        let mut reading = ParsedJournal::parse(JOURNAL, bytes.to_vec());
        reading.ingest_tail();
        reading.entries.len()
    };
    let (were, are) = (entries(before), entries(after));
    if are + removed >= were {
        return Ok(()); // the removed ones may include damaged ones
    }
    Err(std::io::Error::other("lines about others would have been lost, so nothing was changed"))
}

/// Snapshot without the person.
struct WithoutPerson {
    /// Redacted snapshot; `None` if it is unreadable: nobody can be removed from it, and any import makes it again.
    snapshot: Option<Snapshot>,
    /// People removed from it.
    removed: usize,
    /// Other people, and parts of the import report, that lost something.
    changed: usize,
}

fn snapshot_without(dir: &Path, matcher: &PersonMatcher) -> WithoutPerson {
    let loaded = snapshot::load(dir);
    if loaded.finding.is_some() {
        return WithoutPerson { snapshot: None, removed: snapshot_files(dir).len().min(1), changed: 0 };
    }
    let Snapshot { network, report } = loaded.snapshot;
    let before = network.people().count();
    let files = network.files.clone();
    let network = network.without(|person| matcher.is_key(person));
    let removed = before - network.people().count();
    let (network, mentions) = network.without_mentions(|text| matcher.is_mentioned_in(text));
    let told = |found: &ImportReport| {
        found.clone().without(|person| matcher.is_key(person), |text| matcher.is_mentioned_in(text))
    };
    let left: Vec<ImportReport> = report.iter().map(told).collect();
    let changed = left.iter().zip(&report).filter(|(left, before)| left != before).count();
    let changed = changed + mentions + usize::from(files != network.files);
    WithoutPerson { snapshot: Some(Snapshot { network, report: left }), removed, changed }
}

/// Removes the snapshot, whichever version wrote it.
fn remove_snapshot(dir: &Path) -> Result<(), StoreError> {
    snapshot_files(dir).iter().try_for_each(|path| files::remove_and_sync(path))
}

/// Returns the files of the snapshot; a folder or a link in its place is nobody's data.
fn snapshot_files(dir: &Path) -> Vec<PathBuf> {
    let paths = [SNAPSHOT, SNAPSHOT_JSON].map(|name| dir.join(name));
    paths.into_iter().filter(|path| matches!(files::regular_file(path), Ok(Some(_)))).collect()
}

/// Redacts a file: one JSON document, or lines.
fn redact_file(path: &Path, bytes: &[u8], matcher: &PersonMatcher) -> Redacted {
    if is_drafts(path) { matcher.redact_document(bytes) } else { matcher.redact(bytes) }
}

/// True for the drafts, also if they were set aside.
fn is_drafts(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("drafts"))
}

/// Returns all other files in a data directory that may hold lines of the journal or the snapshot, or drafts.
fn related_files(dir: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let is_other = |name: &str| {
        (name.starts_with("journal") || name.starts_with("network") || name.starts_with("drafts"))
            && ![JOURNAL, SNAPSHOT, SNAPSHOT_JSON].contains(&name)
    };
    let mut found = files_matching(dir, is_other)?;
    found.extend(files_matching(&dir.join(QUARANTINE), is_other)?);
    Ok(found)
}

/// Returns the regular files of a folder whose names match, sorted.
fn files_matching(folder: &Path, is_meant: impl Fn(&str) -> bool) -> Result<Vec<PathBuf>, StoreError> {
    let listed = match fs::read_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        listed => listed.map_err(StoreError::io("list", folder))?,
    };
    let mut found = Vec::new();
    for entry in listed {
        let path = entry.map_err(StoreError::io("list", folder))?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if is_meant(&name) && path.symlink_metadata().is_ok_and(|found| found.is_file()) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

pub(super) fn read_if_exists(path: &Path) -> Result<Option<Vec<u8>>, StoreError> {
    if files::regular_file(path)?.is_none() { Ok(None) } else { files::read_whole(path).map(Some) }
}
