//! Reconciliation of an import with known data: new requests, closed requests, changed connections.

use chrono::{DateTime, TimeDelta, Utc};
use foldhash::{HashMap, HashSet};
use serde::{Deserialize, Serialize};

use crate::domain::decision::carry_out::{CarryOutTask, task};
use crate::domain::decision::event::{CloseReason, ClosedRequest, Event, Import, NoteRecord, SourceKind};
use crate::domain::decision::ledger::{InvitationCase, Ledger, Status};
use crate::domain::evidence::file_age::Age;
use crate::domain::evidence::network::{FileKind, Network};
use crate::domain::inbox::import_batch::{ImportBatch, RowCounts, RowIssue};
use crate::domain::inbox::import_diff::{self, ImportDiff};
use crate::domain::person::key::{PersonKey, normal_name};
use crate::domain::request::invitation::{Invitation, InvitationId};
use crate::domain::request::note_analysis::note_digest;
use crate::domain::text::dates::LocalDates;
use crate::domain::text::plural::{number, plural};
use crate::domain::text::untrusted::Untrusted;

/// Result of reconciling an import.
#[derive(Clone, Debug)]
pub struct Reconciliation {
    /// The journal event; `None` if nothing is new and nothing closes.
    pub event: Option<Event>,
    /// The snapshot after the import.
    pub network: Network,
    /// The report for the person.
    pub report: ImportReport,
}

/// Report of an import: counts and messages.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct ImportReport {
    /// Name of the file or folder as typed.
    pub source: Untrusted,
    /// Kind of source.
    pub origin: SourceKind,
    /// Row counts.
    pub counts: RowCounts,
    /// Rows that were not imported, or only partly.
    pub row_issues: Vec<RowIssue>,
    /// Other remarks, in sentences.
    pub remarks: Vec<String>,
    /// Received requests of people who are connected already.
    pub already_connected: usize,
    /// Received requests of people who are not connected.
    pub pending: usize,
    /// People behind the pending requests: one person is one card. Not kept with the report.
    #[serde(skip)]
    pub cards: usize,
    /// Pending requests that the journal did not know.
    pub new: usize,
    /// Open requests closed by this import.
    pub closed: usize,
    /// Effect on old decisions, and changed connections.
    pub diff: ImportDiff,
    /// True if the export is older than the last one: it closes and replaces nothing.
    pub outdated: bool,
    /// True if no copy so far had Connections.csv: most of the requests may be connections already.
    pub lacks_connections: bool,
}

impl ImportReport {
    /// Returns what was received and what of it waits, in a few words.
    pub fn summary(&self) -> String {
        let received = number(self.counts.incoming);
        let connected = number(self.already_connected);
        match self.origin {
            SourceKind::Linkedin if self.lacks_connections => format!("{received} received, none of them compared"),
            SourceKind::Linkedin => {
                format!("{received} received, {connected} already connected, {} waiting", number(self.pending))
            }
            SourceKind::Mail | SourceKind::Table | SourceKind::Hand => {
                format!("{received} received, {} new", number(self.new))
            }
        }
    }

    /// Returns what must be said before the counts, if anything.
    pub fn caution(&self) -> Option<&'static str> {
        self.lacks_connections.then_some(
            "Most of these requests may be connections already: there is no Connections.csv to tell. Ask LinkedIn for \
            a copy with Connections ticked and import it too; whoever is connected then leaves the list.",
        )
    }

    /// Returns the rows that were not imported, or those that were imported without what could not be read.
    pub fn issues(&self, is_imported: bool) -> impl Iterator<Item = &RowIssue> {
        self.row_issues.iter().filter(move |row| row.is_imported == is_imported)
    }

    /// Returns the report without certain people: drops their items (`is_meant`) and all text naming them (`is_named`).
    pub fn without(mut self, is_meant: impl Fn(&PersonKey) -> bool, is_named: impl Fn(&str) -> bool) -> Self {
        if is_named(self.source.raw()) {
            self.source = Untrusted::default();
        }
        self.row_issues.retain(|row| !is_named(&row.reason) && !is_named(row.file.raw()));
        self.remarks.retain(|remark| !is_named(remark));
        self.diff = self.diff.without(|named| is_meant(&named.person) || is_named(&named.text));
        self
    }
}

/// Said of a copy when the journal knows an earlier one and the snapshot is missing.
const NO_COPY_BEFORE: &str = "There is no earlier copy here to compare with: who changed jobs or names, left, joined or \
    wrote since is told from the next copy on";

/// Days within which two requests of one person from different sources (an e-mail and a row) count as one.
const SAME_REQUEST_DAYS: i64 = 21;

/// Compares an import with the snapshot and the ledger.
pub fn reconcile(batch: ImportBatch, snapshot: Network, ledger: &Ledger, local: LocalDates) -> Reconciliation {
    let batch = if ledger.has_forgotten() { without_forgotten(batch, ledger) } else { batch };
    let ImportBatch { source, origin, invitations, network: fresh, kinds, counts, row_issues, mut remarks } = batch;
    let newest = fresh.as_of;
    let ages = snapshot.compare_ages(&fresh, &kinds);
    let CopyAge { outdated, lists_changes, older, renewed } = CopyAge::new(&ages);
    let is_current_copy = origin == SourceKind::Linkedin && !outdated;
    let mut diff = ImportDiff::default();
    if lists_changes && import_diff::both_list_connections(&snapshot, &kinds) {
        diff.add_connection_changes(&snapshot, &fresh);
    }
    let last_whole = ledger.last_full_import_date();
    let is_newer = newest > last_whole;
    let lacks_copy_before = origin == SourceKind::Linkedin && last_whole.is_some() && snapshot.kinds.is_empty();
    let (connected, unconnected, network) = merge(invitations, snapshot, fresh, &older, &renewed);
    let listed = ListedIndex::new(&unconnected);
    let mut closed =
        if is_current_copy { closings(ledger, &network, &renewed, newest, &listed, &mut diff) } else { Vec::new() };
    let cards = unconnected.iter().map(|invitation| &invitation.person).collect::<HashSet<_>>().len();
    let pending = unconnected.len();
    let matched = matches(&unconnected, ledger, &listed, origin);
    let (recorded, mut new) = recorded_requests(&unconnected, &matched, origin, ledger);
    let closings = closed.len();
    // What a newer whole copy does not list is gone there, though an older copy brings it only now.
    if let (SourceKind::Linkedin, Some(whole)) = (origin, last_whole.filter(|whole| newest < Some(*whole))) {
        let gone =
            unconnected.iter().zip(&matched).filter(|(row, known)| known.is_none() && row.sent_at <= Some(whole));
        closed.extend(gone.map(|(row, _)| ClosedRequest { invitation: row.id.clone(), reason: CloseReason::Vanished }));
        new -= closed.len() - closings;
    }
    for (row, known) in unconnected.iter().zip(&matched) {
        if known.is_none() && !closed[closings..].iter().any(|closed| closed.invitation == row.id) {
            diff.add_repeat(ledger, row, None, local);
        }
    }
    // Requests that an export does not close were still there. That counts, so a newer export is always recorded.
    let lists_all =
        is_current_copy && [FileKind::Invitations, FileKind::Connections].iter().all(|kind| renewed.contains(kind));
    let notes = new_notes(ledger, &recorded, &network);
    let lacks_connections = origin == SourceKind::Linkedin && counts.incoming > 0 && network.lacks_connections();
    let mut about_copies = age_remarks(&kinds, &network, &older, outdated);
    about_copies.extend(lacks_copy_before.then(|| NO_COPY_BEFORE.to_owned()));
    remarks.splice(0..0, about_copies);
    let report = ImportReport {
        source,
        origin,
        counts,
        row_issues,
        remarks,
        already_connected: connected,
        pending,
        cards,
        new,
        closed: closings,
        diff: diff.sorted(),
        outdated,
        lacks_connections,
    };
    let has_news = !notes.is_empty() || !recorded.is_empty() || !closed.is_empty() || (lists_all && is_newer);
    let event = has_news.then(|| {
        Event::imported(Import {
            source: report.source.clone(),
            origin,
            invitations: recorded,
            closed,
            as_of: newest.filter(|_| lists_all && is_newer),
            notes,
        })
    });
    Reconciliation { event, network, report }
}

/// What the ages of its files say about a copy.
struct CopyAge {
    /// True if it is older than what is known.
    outdated: bool,
    /// True if its connections can be compared with those of the copy before.
    lists_changes: bool,
    /// Kinds of files that are left as they are known.
    older: Vec<FileKind>,
    /// Kinds of files that it renews; of an older copy, those that no copy had.
    renewed: Vec<FileKind>,
}

impl CopyAge {
    fn new(ages: &[(FileKind, Age)]) -> Self {
        let is_any = |wanted: &[Age]| ages.iter().any(|(_, age)| wanted.contains(age));
        let outdated = is_any(&[Age::Older]) && !is_any(&[Age::Same, Age::Newer]);
        let is_older = |age: Age| age == Age::Older || (outdated && age == Age::Unknown);
        let kinds =
            |older: bool| ages.iter().filter(|(_, age)| is_older(*age) == older).map(|(kind, _)| *kind).collect();
        let lists_changes =
            |(kind, age): &(FileKind, Age)| *kind == FileKind::Connections && matches!(age, Age::Newer | Age::Unknown);
        let lists_changes = !outdated && ages.iter().any(lists_changes);
        Self { outdated, lists_changes, older: kinds(true), renewed: kinds(false) }
    }
}

/// Merges the files that are not older than the snapshot's into it, and tells the requests of people who are connected,
/// there or in the copy itself, from the others. Returns the number of the former, the latter, and the new snapshot.
fn merge(
    mut invitations: Vec<Invitation>,
    snapshot: Network,
    mut fresh: Network,
    older: &[FileKind],
    renewed: &[FileKind],
) -> (usize, Vec<Invitation>, Network) {
    let all = invitations.len();
    if older.contains(&FileKind::Connections) {
        invitations.retain(|invitation| fresh.find_connection(invitation).is_none());
    }
    if !older.is_empty() && !snapshot.owner.name.is_blank() {
        fresh.owner = snapshot.owner.clone();
    }
    let network = snapshot.merged_with_import(fresh.without_kinds(older), renewed);
    invitations.retain(|invitation| network.find_connection(invitation).is_none());
    (all - invitations.len(), invitations, network)
}

/// Says which files of a copy were not used, and what it leaves as it was.
fn age_remarks(kinds: &[FileKind], network: &Network, older: &[FileKind], outdated: bool) -> Vec<String> {
    let mut remarks = Vec::new();
    if !outdated && !older.is_empty() {
        let names: Vec<&str> = older.iter().map(|kind| kind.file_name()).collect();
        remarks.push(format!("{}: older than before, so what is known from there stays", names.join(", ")));
    }
    let stays = [
        (FileKind::Connections, "There is no Connections.csv in it: who is connected is as in the copy before"),
        (FileKind::Messages, "There is no messages.csv in it: messages and last contacts are as in the copy before"),
    ];
    let is_copy = kinds.contains(&FileKind::Invitations) || kinds.contains(&FileKind::Connections);
    let is_left = |kind: &FileKind| is_copy && !kinds.contains(kind) && network.kinds.contains(kind);
    remarks.extend(stays.iter().filter(|(kind, _)| is_left(kind)).map(|(_, words)| (*words).to_owned()));
    remarks
}

/// Returns the requests that a copy closes, and adds what it says about known ones to the diff.
fn closings(
    ledger: &Ledger,
    network: &Network,
    kinds: &[FileKind],
    newest: Option<DateTime<Utc>>,
    listed: &ListedIndex<'_>,
    diff: &mut ImportDiff,
) -> Vec<ClosedRequest> {
    let mut closed = Vec::new();
    for case in ledger.open_cases() {
        let invitation = case.invitation();
        let may_be_listed = kinds.contains(&FileKind::Invitations) && ledger.is_from_linkedin(case);
        let is_listed = listed.contains(invitation);
        let reason = if network.find_connection(invitation).is_some() {
            Some(CloseReason::Connected)
        } else if may_be_listed && !is_listed && newest.is_some_and(|newest| invitation.sent_at <= Some(newest)) {
            Some(CloseReason::Vanished)
        } else {
            None
        };
        if reason.is_some() || is_listed {
            diff.add_known_request(ledger, case, reason);
        }
        closed.extend(reason.map(|reason| ClosedRequest { invitation: invitation.id.clone(), reason }));
    }
    if kinds.contains(&FileKind::Connections) {
        closed.extend(removed_connections(ledger, network));
    }
    closed
}

/// Returns, for each row, the known request that it repeats.
fn matches<'a>(
    rows: &[Invitation],
    ledger: &'a Ledger,
    listed: &ListedIndex<'_>,
    origin: SourceKind,
) -> Vec<Option<&'a Invitation>> {
    let mut names: HashMap<String, Vec<&Invitation>> = HashMap::default();
    for known in ledger.cases().map(InvitationCase::invitation) {
        names.entry(normal_name(known.name.raw())).or_default().push(known);
    }
    let find = |row: &Invitation| {
        // A request with its own row here is not matched by another row.
        let is_same = |known: &&Invitation| {
            row.id == known.id || (!listed.ids.contains(&known.id) && is_same_request(row, known, origin))
        };
        candidates(row, ledger, &names).find(is_same)
    };
    rows.iter().map(find).collect()
}

/// Returns the requests to write to the journal, and how many of them are new: new ones, and known ones with a new
/// field, or which LinkedIn is the first time seen to list (only then can a later export say that they are gone).
fn recorded_requests(
    rows: &[Invitation],
    matched: &[Option<&Invitation>],
    origin: SourceKind,
    ledger: &Ledger,
) -> (Vec<Invitation>, usize) {
    let is_first_listing = |known: &Invitation| {
        origin == SourceKind::Linkedin && ledger.case(&known.id).is_some_and(|case| !ledger.is_from_linkedin(case))
    };
    let mut recorded = Vec::new();
    for (row, known) in rows.iter().zip(matched) {
        match known {
            None => recorded.push(row.clone()),
            Some(known) if has_new_fields(row, known) || is_first_listing(known) => {
                let mut row = Invitation { id: known.id.clone(), ..row.clone() };
                if row.sent_at.is_none() {
                    (row.sent_at, row.raw_date) = (known.sent_at, known.raw_date.clone());
                }
                recorded.push(row);
            }
            Some(_) => {}
        }
    }
    (recorded, matched.iter().filter(|known| known.is_none()).count())
}

/// Returns the notes that the journal does not know yet, apart from those of the requests recorded with them.
fn new_notes(ledger: &Ledger, requests: &[Invitation], network: &Network) -> Vec<NoteRecord> {
    let known = ledger.note_digests();
    let recorded: HashSet<(&PersonKey, u32)> = requests
        .iter()
        .filter_map(|request| Some((&request.person, note_digest(request.note.as_ref()?.raw()))))
        .collect();
    let all = network.people().flat_map(|person| person.notes.iter().map(|digest| (&person.key, *digest)));
    let is_new = |(person, digest): &(&PersonKey, u32)| {
        !known.get(*person).is_some_and(|known| known.contains(digest)) && !recorded.contains(&(*person, *digest))
    };
    all.filter(is_new).map(|(person, digest)| NoteRecord { person: person.clone(), digest }).collect()
}

/// Returns the requests that were declined although they were connected, and whose connection is gone now.
fn removed_connections<'a>(ledger: &'a Ledger, network: &'a Network) -> impl Iterator<Item = ClosedRequest> + 'a {
    let is_removed = |case: &&InvitationCase| {
        ledger.close_reason_of(case) == Some(CloseReason::Connected)
            && task(ledger, case) == Some(CarryOutTask::RemoveConnection)
            && network.find_connection(case.invitation()).is_none()
    };
    let closing = |case: &InvitationCase| ClosedRequest {
        invitation: case.invitation().id.clone(),
        reason: CloseReason::Vanished,
    };
    ledger.cases().filter(is_removed).map(closing)
}

/// Removes people who must stay forgotten, and adds a remark with the number of their requests.
fn without_forgotten(arrivals: ImportBatch, ledger: &Ledger) -> ImportBatch {
    let ImportBatch { invitations, network, mut remarks, .. } = arrivals;
    let came = invitations.len();
    let invitations: Vec<Invitation> = invitations.into_iter().filter(|i| !ledger.is_forgotten(&i.person)).collect();
    let left_out = came - invitations.len();
    if left_out > 0 {
        let requests = plural(left_out, "request");
        remarks.push(format!("{requests} left out: from people you forgot (`forget --welcome-back` lets them in)"));
    }
    let network = network.without(|person| ledger.is_forgotten(person));
    ImportBatch { invitations, network, remarks, ..arrivals }
}

/// Returns known requests that `row` may repeat: the one with the same id first, then the person's, then those of
/// namesakes.
fn candidates<'a>(
    row: &Invitation,
    ledger: &'a Ledger,
    names: &HashMap<String, Vec<&'a Invitation>>,
) -> impl Iterator<Item = &'a Invitation> {
    let same_id = ledger.case(&row.id).filter(|case| ledger.status_of(case) != Status::Removed);
    let namesakes = names.get(&normal_name(row.name.raw())).into_iter().flatten().copied();
    same_id.into_iter().chain(ledger.cases_of(&row.person)).map(InvitationCase::invitation).chain(namesakes)
}

/// Index of an export's rows, to check if a known request is still listed.
struct ListedIndex<'a> {
    ids: HashSet<&'a InvitationId>,
    people: HashMap<&'a PersonKey, Vec<&'a Invitation>>,
    names: HashMap<String, Vec<&'a Invitation>>,
}

impl<'a> ListedIndex<'a> {
    fn new(rows: &'a [Invitation]) -> Self {
        let mut people: HashMap<&PersonKey, Vec<&Invitation>> = HashMap::default();
        let mut names: HashMap<String, Vec<&Invitation>> = HashMap::default();
        for row in rows {
            people.entry(&row.person).or_default().push(row);
            names.entry(normal_name(row.name.raw())).or_default().push(row);
        }
        Self { ids: rows.iter().map(|row| &row.id).collect(), people, names }
    }

    fn contains(&self, known: &Invitation) -> bool {
        let of_person = || self.people.get(&known.person).into_iter().flatten();
        let of_name = || self.names.get(&normal_name(known.name.raw())).into_iter().flatten();
        self.ids.contains(&known.id)
            || of_person().chain(of_name()).any(|row| is_same_request(row, known, SourceKind::Linkedin))
    }
}

/// True if a row repeats a known request: same id; same name and minute, if an older export had no profile; or, from
/// a source other than LinkedIn's rows, same person within [`SAME_REQUEST_DAYS`]. If either has no date, only the
/// person is compared.
fn is_same_request(row: &Invitation, known: &Invitation, origin: SourceKind) -> bool {
    if row.id == known.id {
        return true;
    }
    let same_name = || normal_name(row.name.raw()) == normal_name(known.name.raw());
    let same_person =
        row.person == known.person || (!(row.person.is_profile() && known.person.is_profile()) && same_name());
    if !same_person {
        return false;
    }
    let (Some(told), Some(before)) = (row.sent_at, known.sent_at) else { return true };
    let apart = (told - before).abs();
    apart < TimeDelta::minutes(1) || (origin != SourceKind::Linkedin && apart.num_days() <= SAME_REQUEST_DAYS)
}

fn has_new_fields(row: &Invitation, known: &Invitation) -> bool {
    (row.sent_at.is_some() && known.sent_at.is_none())
        || (row.note.is_some() && known.note.is_none())
        || (row.headline.is_some() && known.headline.is_none())
        || (row.company.is_some() && known.company.is_none())
}
