//! Imports: new requests, closed requests, evidence.

use std::io::{Cursor, Write};
use std::ops::ControlFlow;
use std::sync::mpsc::{Sender, channel};

use chrono::{DateTime, Utc};
use invite_triage::app::effect::Outcome;
use invite_triage::domain::decision::event::{CloseReason, Event};
use invite_triage::domain::decision::ledger::{InvitationCase, Ledger, Status};
use invite_triage::domain::evidence::network::{
    Connection, Fact, FactKind, FileKind, Network, Owner, PersonFacts, SourceRef,
};
use invite_triage::domain::evidence::pile::Pile;
use invite_triage::domain::inbox::evidence_finder::EvidenceFinder;
use invite_triage::domain::inbox::import_batch::ImportBatch;
use invite_triage::domain::inbox::reconcile::{ImportReport, reconcile};
use invite_triage::domain::person::key::PersonKey;
use invite_triage::domain::request::note_analysis::{NormalizedNote, NoteCounts};
use invite_triage::domain::text::dates::LocalDates;
use invite_triage::import::{ImportInput, read};
use invite_triage::shell::{BackgroundEvent, ExitReason, ReadImport};
use invite_triage::store::snapshot;
use serde_json::json;

use crate::common::{UiTest, closing_import, imported, known_people, request, six_people, time};

#[test]
fn all_closed_requests_are_opened_again_in_one_batch() {
    let people = six_people();
    let closed = closing_import(&[(&people[0], CloseReason::Connected), (&people[1], CloseReason::Vanished)]);
    let mut ui = UiTest::with_data(known_people(), vec![imported(people), closed]);
    ui.keys("rX").assert_shows("Reopened 2 requests").assert_hides("no longer listed").assert_replays();
    let lines = ui.lines();
    assert_eq!(lines.len(), 2 + 2);
    assert!(lines[2..].iter().all(|line| line["event"] == "reopened" && line["batch"] == lines[2]["id"]));
    ui.keys("X").assert_shows("No closed request is listed");
    ui.keys("u").assert_shows("Undone: reopened 2 requests").assert_row("Cy Dee", "no longer listed").assert_replays();
    ui.keys("<esc>").assert_shows("4 requests wait");
}

#[test]
fn a_closed_request_can_be_opened_again() {
    let people = six_people();
    let closed = closing_import(&[(&people[0], CloseReason::Connected), (&people[1], CloseReason::Vanished)]);
    let mut ui = UiTest::with_data(known_people(), vec![imported(people), closed]);
    ui.assert_shows("4 requests wait");
    ui.keys("r");
    picture!(ui, "found_closed");
    ui.assert_row("Ann Bee", "connected now").assert_row("Cy Dee", "no longer listed");
    ui.keys("jr");
    let line = ui.last_line();
    assert_eq!((&line["event"], &line["invitation"]), (&json!("reopened"), &json!("cy-dee@2026-01-10T12:00:00Z")));
    assert_eq!(ui.status_of("Cy Dee"), Status::Pending);
    ui.assert_shows("Reopened the request from Cy Dee").assert_hides("no longer listed").assert_replays();
    ui.keys("u").assert_shows("Undone: reopening a request").assert_row("Cy Dee", "no longer listed").assert_replays();
    assert_eq!(ui.status_of("Cy Dee"), Status::Closed(CloseReason::Vanished));
    ui.keys("U").assert_hides("no longer listed").assert_replays();
    ui.keys("<esc>").assert_shows("5 requests wait").assert_replays();
    let mut again = ui.restart();
    again.assert_shows("5 requests wait").assert_replays();
    again.keys("<enter>").assert_card(1, 5);
}

#[test]
fn a_request_that_was_opened_again_is_among_the_cards_at_once() {
    let people = six_people();
    let closed = closing_import(&[(&people[1], CloseReason::Vanished)]);
    let mut ui = UiTest::with_data(known_people(), vec![imported(people), closed]);
    ui.keys("gt").assert_card(1, 5);
    ui.keys("gfrgt").assert_card(1, 6).assert_replays();
    ui.keys("lllll").assert_shows("Cy Dee").assert_shows("no note · asked 7 weeks ago");
    ui.keys("u<esc>gt").assert_card(1, 5).assert_replays();
}

#[test]
fn opening_again_needs_a_closed_one() {
    let mut ui = UiTest::new();
    ui.keys("rr").assert_shows("Select a closed request first");
    assert_eq!(ui.line_count(), 1);
    ui.assert_replays();
}

const INVITATIONS: &str = "\
From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl
Ann Bee,Pat Owner,\"2/20/26, 3:47 PM\",\"Hello Pat,  we met in Ghent\",INCOMING,https://www.linkedin.com/in/ann-bee,https://www.linkedin.com/in/pat-owner
José Muñoz,Pat Owner,\"1/9/26, 8:46 AM\",,INCOMING,https://www.linkedin.com/in/jos%C3%A9-m,https://www.linkedin.com/in/pat-owner
Kim Lee,Pat Owner,\"1/8/26, 8:46 AM\",,INCOMING,https://www.linkedin.com/in/kim-lee,https://www.linkedin.com/in/pat-owner
Pat Owner,Li Mo,\"1/7/26, 9:05 AM\",Let us talk,OUTGOING,https://www.linkedin.com/in/pat-owner,https://www.linkedin.com/in/li-mo
Ned Oh,Pat Owner,some day,,INCOMING,https://www.linkedin.com/in/ned-oh,https://www.linkedin.com/in/pat-owner
";

const CONNECTIONS: &str = "\
First Name,Last Name,URL,Email Address,Company,Position,Connected On
Kim,Lee,https://www.linkedin.com/in/kim-lee,,Acme,Cook,20 Jan 2026
";

const MESSAGES: &str = "\
CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,SUBJECT,CONTENT,FOLDER
2-a,,Ann Bee,https://www.linkedin.com/in/ann-bee,Pat Owner,https://www.linkedin.com/in/pat-owner,2025-06-01 10:00:00 UTC,,Thank you for the wax,INBOX
2-a,,Pat Owner,https://www.linkedin.com/in/pat-owner,Ann Bee,https://www.linkedin.com/in/ann-bee,2025-06-02 10:00:00 UTC,,With pleasure,INBOX
";

fn zipped(name: &str, files: &[(&str, &str)]) -> ImportInput {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).expect("a file");
        zip.write_all(text.as_bytes()).expect("written");
    }
    ImportInput::Bytes { name: name.to_owned(), bytes: zip.finish().expect("an archive").into_inner() }
}

fn arrived(input: ImportInput, known: &Network) -> ImportBatch {
    let mut all = read(vec![input], known, &mut |_| ControlFlow::Continue(())).expect("an export");
    assert_eq!(all.len(), 1);
    all.remove(0)
}

/// Imports an archive over an existing journal, as the command does, and starts the user interface over both.
fn after(arrivals: ImportBatch, known: Network, before: Vec<Event>) -> (UiTest, Network, ImportReport) {
    let earlier = UiTest::with_data(known.clone(), before.clone());
    let ledger: &Ledger = &earlier.app.model().ledger;
    let reconciled = reconcile(arrivals, known, ledger, LocalDates::UTC);
    drop(earlier);
    let events = before.into_iter().chain(reconciled.event).collect();
    let ui = UiTest::with_data(reconciled.network.clone(), events);
    let ui = ui.with_reports(reconciled.network.clone(), vec![reconciled.report.clone()]);
    (ui, reconciled.network, reconciled.report)
}

/// Asserts that the quickly computed pile equals the one from the full evidence.
fn piles_are_told_at_a_glance(ledger: &Ledger, network: &Network) {
    let same =
        NoteCounts::new(ledger.cases().filter_map(|case| case.invitation().note.as_ref()).map(NormalizedNote::new));
    let witness = EvidenceFinder { network, ledger, duplicates: &same };
    for invitation in ledger.cases().map(InvitationCase::invitation) {
        assert_eq!(
            witness.pile(invitation, invitation.note.as_ref().map(NormalizedNote::new).as_ref()),
            Pile::from_evidence(invitation, &witness.evidence(invitation, LocalDates::UTC), &same)
        );
    }
}

#[test]
fn a_company_that_a_note_names_is_told_with_whom_you_know_there() {
    let works = Connection { company: Some("Acme".into()), ..Connection::default() };
    let mut cai = PersonFacts::new(PersonKey::from_stored("cai-dee"), "Cai Dee".into());
    cai.facts.push(Fact { kind: FactKind::Connected(works), source: SourceRef { file: 0, record: 2 } });
    let network = Network::new(Owner::default(), None, vec!["Connections.csv".to_owned()], [cai]);
    let note = request("Ann Bee", "ann-bee", "2026-01-02", "Hi Robin, we met at Acme");
    let mut ui = UiTest::with_data(network, vec![imported(vec![note])]);
    ui.keys("<enter>").assert_shows("Mentions Acme, where you know Cai Dee");
    ui.keys("yyya<enter>").assert_replays();
    assert_eq!(ui.last_line()["evidence"][0]["kind"], "company");
}

/// Starts while an archive named on the command line is being read.
fn importing(before: Vec<Event>) -> (UiTest, Sender<BackgroundEvent>) {
    let ui = UiTest::with_data(Network::default(), before);
    let (say, hear) = channel();
    (ui.awaiting_import(hear), say)
}

#[test]
fn an_archive_that_is_named_at_the_start_is_on_disk_before_anything_can_be_decided() {
    let files = [("Invitations.csv", INVITATIONS), ("Connections.csv", CONNECTIONS), ("messages.csv", MESSAGES)];
    let (mut ui, say) = importing(vec![imported(vec![request("Yan Zed", "yan-zed", "2026-03-01", "")])]);
    say.send(BackgroundEvent::Progress("messages.csv: 1 of 2 MB, 1 MB a second, 1 s left".to_owned(), 50))
        .expect("heard");
    ui.keys("<enter>ynya<enter>gtu").assert_shows("Reading your export").assert_shows("messages.csv: 1 of 2 MB");
    picture!(ui, "importing");
    assert_eq!((ui.line_count(), ui.app.model().ledger.decisions()), (1, 0));
    let arrivals = arrived(zipped("export.zip", &files), &Network::default());
    say.send(BackgroundEvent::ReadDone(ReadImport { batches: vec![arrivals], network: Box::default() }))
        .expect("heard");
    drop(say);
    ui.keys("").assert_shows("4 requests wait");
    ui.keys("r").assert_shows("export.zip").assert_row("messages.csv", "–").assert_replays();
    ui.keys("<esc>");
    assert_eq!((ui.line_count(), ui.app.model().import_reports.len()), (2, 1));
    let kept = snapshot::load(ui.dir()).snapshot;
    let without_cards = |report: &ImportReport| ImportReport { cards: 0, ..report.clone() };
    let reports: Vec<ImportReport> = ui.app.model().import_reports.iter().map(without_cards).collect();
    assert_eq!((&kept.network, &kept.report), (&*ui.app.model().network, &reports));
    ui.keys("<enter>nd<enter>").assert_replays();
    assert_eq!(ui.line_count(), 3);
}

#[test]
fn who_leaves_while_an_archive_is_read_has_taken_in_nothing() {
    let (mut ui, say) = importing(Vec::new());
    ui.keys("q");
    assert_eq!((ui.exit_reason, ui.line_count()), (Some(ExitReason::Quit), 0));
    drop(ui);
    assert!(
        say.send(BackgroundEvent::Progress(String::new(), 0)).is_err(),
        "the reading thread learns that nobody listens"
    );
}

#[test]
fn an_archive_that_cannot_be_read_ends_the_program_and_says_why() {
    let (mut ui, say) = importing(Vec::new());
    say.send(BackgroundEvent::Failed(anyhow::anyhow!("torn"))).expect("heard");
    assert_eq!(ui.run_to_error(), "torn");
    assert_eq!(ui.line_count(), 0);
}

#[test]
fn a_path_that_leads_nowhere_is_still_there() {
    let mut ui = UiTest::with_data(Network::default(), vec![imported(six_people())]);
    ui.keys("gi").keys("I<ctrl-u>/nope/Q.zip").assert_shows("Tab complete").assert_hides("next field");
    ui.keys("<enter>");
    ui.app.apply(Outcome::ImportFailed("Nothing was imported: there is no file".to_owned()));
    ui.keys("").assert_says("Nothing was imported: there is no file").assert_shows("File or folder  /nope/Q.zip");
}

#[test]
fn from_the_archive_to_the_decision() {
    let files = [("Invitations.csv", INVITATIONS), ("Connections.csv", CONNECTIONS), ("messages.csv", MESSAGES)];
    let arrivals = arrived(zipped("export.zip", &files), &Network::default());
    let (mut ui, network, found) = after(arrivals, Network::default(), Vec::new());
    assert_eq!((found.counts.incoming, found.already_connected, found.new), (4, 1, 3));
    picture!(ui, "imported");
    ui.assert_shows("3 requests wait");
    ui.keys("r").assert_says("1 row imported without what could not be read.");
    picture!(ui, "found_rows");
    ui.assert_shows("Invitations.csv:6");
    piles_are_told_at_a_glance(&ui.app.model().ledger, &network);
    ui.keys("go<enter>");
    picture!(ui, "known_before");
    ui.assert_shows("Ann Bee").assert_shows("2 messages with them").assert_shows("messages.csv:");
    ui.keys("yyya<enter>").assert_shows("José Muñoz").assert_replays();
    assert_eq!(ui.last_line()["evidence"][0]["kind"], "messages");
    ui.keys("d<enter>d<enter>").assert_shows("All done.").assert_replays();
    let sent = time("2026-02-20T23:47:00Z"); // 3:47 PM in California
    assert_eq!(ui.lines()[1]["invitation"], format!("ann-bee@{}", sent.format("%Y-%m-%dT%H:%M:%SZ")));

    // A month later Ann is a connection, and the other requests are gone.
    let later = [
        ("Invitations.csv", "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl\nRex Sol,Pat Owner,\"3/20/26, 3:47 PM\",,INCOMING,https://www.linkedin.com/in/rex-sol,https://www.linkedin.com/in/pat-owner\n".to_owned()),
        ("Connections.csv", format!("{CONNECTIONS}Ann,Bee,https://www.linkedin.com/in/ann-bee,,,,05 Mar 2026\n")),
    ];
    let later: Vec<(&str, &str)> = later.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let arrivals = arrived(zipped("later.zip", &later), &network);
    let reconciled = reconcile(arrivals, network, &ui.app.model().ledger, LocalDates::UTC);
    assert_eq!((reconciled.report.new, reconciled.report.closed), (1, 3));
    assert!(matches!(reconciled.event, Some(Event::Imported(ref import)) if import.closed.len() == 3));
}

#[test]
fn the_same_archive_again_brings_nothing() {
    let arrivals = || arrived(zipped("export.zip", &[("Invitations.csv", INVITATIONS)]), &Network::default());
    let first = reconcile(arrivals(), Network::default(), &Ledger::default(), LocalDates::UTC);
    let (ui, _, found) = after(arrivals(), first.network, first.event.into_iter().collect());
    assert_eq!((found.new, found.closed), (0, 0));
    assert_eq!(ui.line_count(), 1, "an import without news writes no line");
    let mut ui = ui;
    ui.keys("r").assert_shows("Nothing new.").assert_replays();
}

#[test]
fn a_request_that_comes_again_tells_what_was_decided_then() {
    let first = request("Ann Bee", "ann-bee", "2025-01-01", "");
    let mut ui = UiTest::with_requests(vec![first.clone()]);
    ui.keys("d<tab>no idea who this is<enter>").assert_replays();
    let when: DateTime<Utc> = time("2026-03-01T00:00:00Z");
    let mut ledger = Ledger::replay(ui.app.model().ledger.entries().iter().map(|posted| posted.entry.clone()));
    assert_eq!(ledger.decisions(), 1);
    let arrivals = ImportBatch {
        source: "again.zip".into(),
        invitations: vec![first, request("Ann Bee", "ann-bee", "2026-02-01", "")],
        network: Network::new(Owner::default(), Some(when), Vec::new(), []),
        ..ImportBatch::default()
    };
    let reconciled = reconcile(arrivals, Network::default(), &ledger, LocalDates::UTC);
    assert_eq!(reconciled.report.new, 1);
    let event = reconciled.event.expect("news");
    let entry = invite_triage::domain::decision::event::Entry {
        n: 99,
        id: invite_triage::domain::decision::event::EntryId("later".to_owned()),
        at: when,
        redo_of: None,
        batch: None,
        event,
    };
    ledger.post(entry);
    let inbox = invite_triage::domain::inbox::Inbox::new(&ledger, &reconciled.network, when.date_naive());
    assert_eq!(inbox.piles().iter().map(|(_, size)| size).sum::<usize>(), 1);
    assert_eq!(inbox.piles(), [(invite_triage::domain::evidence::pile::Pile::AskedBefore, 1)]);
}

#[test]
fn as_long_as_no_copy_has_the_connections_the_inbox_says_so() {
    let words = "Most may be connections already. A copy with Connections.csv tells.";
    let mut network = known_people();
    network.kinds.retain(|kind| *kind != FileKind::Connections);
    let mut ui = UiTest::with_data(network, vec![imported(six_people())]);
    ui.assert_shows(words);
    ui.keys("gtg").keys("i").assert_shows(words);
    let ui = ui.with_size(40, 20);
    ui.assert_says(words);
    UiTest::with_data(known_people(), vec![imported(six_people())]).assert_hides("may be connections");
    UiTest::with_requests(six_people()).keys("gi").assert_hides("may be connections");
}

#[test]
fn where_everybody_is_connected_already_the_inbox_says_that_nothing_waits() {
    let mut ui = UiTest::with_data(known_people(), Vec::new());
    ui.assert_shows("Nothing waits").assert_hides("made-up people");
    ui.keys("<enter>").assert_hides("DEMO").assert_hides("Daniel Hill");
    ui.restart().assert_shows("Nothing waits");
}
