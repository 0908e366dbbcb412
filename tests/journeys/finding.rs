//! What imports bring and close.

use std::io::{Cursor, Write};
use std::ops::ControlFlow;
use std::sync::mpsc::{Sender, channel};

use chrono::{DateTime, Utc};
use invite_triage::domain::decision::event::{CloseReason, Event};
use invite_triage::domain::decision::ledger::{InvitationCase, Ledger, Status};
use invite_triage::domain::evidence::network::{Connection, Fact, FactKind, KnownPerson, Network, Owner, SourceRef};
use invite_triage::domain::evidence::pile::Pile;
use invite_triage::domain::inbox::evidence_finder::EvidenceFinder;
use invite_triage::domain::inbox::import_batch::ImportBatch;
use invite_triage::domain::inbox::reconcile::{ImportReport, reconcile};
use invite_triage::domain::person::key::PersonKey;
use invite_triage::domain::request::note_analysis::{DuplicateNotes, NormalizedNote};
use invite_triage::import::{Input, read};
use invite_triage::shell::{Arrived, BackgroundEvent, ExitReason};
use invite_triage::store::snapshot;
use serde_json::json;

use crate::common::{Journey, acquaintances, asks, cast, closes, imported, time};

#[test]
fn a_closed_request_can_be_opened_again() {
    let people = cast();
    let closed = closes(&[(&people[0], CloseReason::Connected), (&people[1], CloseReason::Vanished)]);
    let mut journey = Journey::over(acquaintances(), vec![imported(people), closed]);
    journey.shows("4 requests wait.").shows("2 closed by an import");
    journey.keys("r");
    picture!(journey, "found_closed");
    journey.shows("Ann Bee · connected now").shows("Cy Dee · no longer listed");
    journey.keys("jr");
    let line = journey.last_line();
    assert_eq!((&line["event"], &line["invitation"]), (&json!("reopened"), &json!("cy-dee@2026-01-10T12:00:00Z")));
    assert_eq!(journey.standing("Cy Dee"), Status::Pending);
    journey.shows("Opened the request of Cy Dee again").hides("Cy Dee · no longer").holds();
    journey.keys("u").shows("Undone: opening a request again").shows("Cy Dee · no longer").holds();
    assert_eq!(journey.standing("Cy Dee"), Status::Closed(CloseReason::Vanished));
    journey.keys("U").hides("Cy Dee · no longer").holds();
    journey.keys("<esc>").shows("5 requests wait.").holds();
    let mut again = journey.restarted();
    again.shows("5 requests wait.").holds();
    again.keys("<enter>").shows("card 1 of 5");
}

#[test]
fn a_request_that_was_opened_again_is_among_the_cards_at_once() {
    let people = cast();
    let closed = closes(&[(&people[1], CloseReason::Vanished)]);
    let mut journey = Journey::over(acquaintances(), vec![imported(people), closed]);
    journey.keys("gt").shows("card 1 of 5");
    journey.keys("gfrgt").shows("card 1 of 6").holds();
    journey.keys("lllll").shows("Cy Dee").shows("no note · 7 weeks ago");
    journey.keys("u<esc>gt").shows("card 1 of 5").holds();
}

#[test]
fn opening_again_needs_a_closed_one() {
    let mut journey = Journey::begin();
    journey.keys("rr").shows("Mark a closed request first");
    assert_eq!(journey.count(), 1);
    journey.holds();
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

fn zipped(name: &str, files: &[(&str, &str)]) -> Input {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).expect("a file");
        zip.write_all(text.as_bytes()).expect("written");
    }
    Input::Bytes { name: name.to_owned(), bytes: zip.finish().expect("an archive").into_inner() }
}

fn arrived(input: Input, known: &Network) -> ImportBatch {
    let mut all = read(vec![input], known, &mut |_| ControlFlow::Continue(())).expect("an export");
    assert_eq!(all.len(), 1);
    all.remove(0)
}

/// Takes an archive in beside a journal that exists, as the command does, and begins a journey over both.
fn after(arrivals: ImportBatch, known: Network, before: Vec<Event>) -> (Journey, Network, ImportReport) {
    let earlier = Journey::over(known.clone(), before.clone());
    let ledger: &Ledger = &earlier.app.model().ledger;
    let reconciled = reconcile(arrivals, known, ledger);
    drop(earlier);
    let events = before.into_iter().chain(reconciled.event).collect();
    let journey = Journey::over(reconciled.network.clone(), events);
    let journey = journey.finding(reconciled.network.clone(), vec![reconciled.report.clone()]);
    (journey, reconciled.network, reconciled.report)
}

/// The pile that a glance tells is the one that all evidence tells.
fn piles_are_told_at_a_glance(ledger: &Ledger, network: &Network) {
    let same =
        DuplicateNotes::new(ledger.cases().filter_map(|case| case.invitation().note.as_ref()).map(NormalizedNote::new));
    let witness = EvidenceFinder { network, ledger, duplicates: &same };
    for invitation in ledger.cases().map(InvitationCase::invitation) {
        assert_eq!(
            witness.pile(invitation, invitation.note.as_ref().map(NormalizedNote::new).as_ref()),
            Pile::from_evidence(invitation, &witness.evidence(invitation), &same)
        );
    }
}

#[test]
fn a_company_that_a_note_names_is_told_with_whom_you_know_there() {
    let works = Connection { company: Some("Acme".into()), ..Connection::default() };
    let mut cai = KnownPerson::new(PersonKey::from_stored("cai-dee"), "Cai Dee".into());
    cai.facts.push(Fact { kind: FactKind::Connected(works), source: SourceRef { file: 0, record: 2 } });
    let network = Network::new(Owner::default(), None, vec!["Connections.csv".to_owned()], [cai]);
    let note = asks("Ann Bee", "ann-bee", "2026-01-02", "Hi Robin, we met at Acme");
    let mut journey = Journey::over(network, vec![imported(vec![note])]);
    journey.keys("<enter>").shows("They name Acme, where you know Cai Dee");
    journey.keys("yyya<enter>").holds();
    assert_eq!(journey.last_line()["evidence"][0]["kind"], "company");
}

/// Somebody named an archive at the start, and it is being read.
fn importing(before: Vec<Event>) -> (Journey, Sender<BackgroundEvent>) {
    let journey = Journey::over(Network::default(), before);
    let (say, hear) = channel();
    (journey.awaiting(hear), say)
}

#[test]
fn an_archive_that_is_named_at_the_start_is_on_disk_before_anything_can_be_decided() {
    let files = [("Invitations.csv", INVITATIONS), ("Connections.csv", CONNECTIONS), ("messages.csv", MESSAGES)];
    let (mut journey, say) = importing(vec![imported(vec![asks("Yan Zed", "yan-zed", "2026-03-01", "")])]);
    say.send(BackgroundEvent::Reading("messages.csv: 1 of 2 MB, 1 MB a second, 1 s left".to_owned())).expect("heard");
    journey.keys("<enter>ynya<enter>gtu").shows("Reading your export").shows("messages.csv: 1 of 2 MB");
    picture!(journey, "importing");
    assert_eq!((journey.count(), journey.app.model().ledger.decisions()), (1, 0));
    let arrivals = arrived(zipped("export.zip", &files), &Network::default());
    say.send(BackgroundEvent::Arrived(Arrived { arrivals: vec![arrivals], network: Box::default() })).expect("heard");
    drop(say);
    journey.keys("").shows("export.zip: 1 connection, 2 messages").holds();
    assert_eq!((journey.count(), journey.app.model().found.len()), (2, 1));
    let kept = snapshot::load(journey.dir()).expect("loaded").snapshot;
    assert_eq!((&kept.network, &kept.report), (&journey.app.model().network, &journey.app.model().found));
    journey.keys("<enter>nd<enter>").holds();
    assert_eq!(journey.count(), 3);
}

#[test]
fn who_leaves_while_an_archive_is_read_has_taken_in_nothing() {
    let (mut journey, say) = importing(Vec::new());
    journey.keys("q");
    assert_eq!((journey.ending, journey.count()), (Some(ExitReason::Quit), 0));
    drop(journey);
    assert!(
        say.send(BackgroundEvent::Reading(String::new())).is_err(),
        "the reading thread learns that nobody listens"
    );
}

#[test]
fn an_archive_that_cannot_be_read_ends_the_program_and_says_why() {
    let (mut journey, say) = importing(Vec::new());
    say.send(BackgroundEvent::Failed(anyhow::anyhow!("torn"))).expect("heard");
    assert_eq!(journey.fails(), "torn");
    assert_eq!(journey.count(), 0);
}

#[test]
fn from_the_archive_to_the_decision() {
    let files = [("Invitations.csv", INVITATIONS), ("Connections.csv", CONNECTIONS), ("messages.csv", MESSAGES)];
    let arrivals = arrived(zipped("export.zip", &files), &Network::default());
    let (mut journey, network, found) = after(arrivals, Network::default(), Vec::new());
    assert_eq!((found.counts.incoming, found.already_connected, found.new), (4, 1, 3));
    picture!(journey, "imported");
    journey.shows("3 requests wait.").shows("1 row not understood (r shows them)");
    journey.keys("r");
    picture!(journey, "found_rows");
    journey.shows("Invitations.csv, record 6");
    piles_are_told_at_a_glance(&journey.app.model().ledger, &network);
    journey.keys("go<enter>");
    picture!(journey, "known_before");
    journey.shows("Ann Bee").shows("2 messages between you and them").shows("messages.csv:");
    journey.keys("yyya<enter>").shows("José Muñoz").holds();
    assert_eq!(journey.last_line()["evidence"][0]["kind"], "messages");
    journey.keys("d<enter>d<enter>").shows("All done.").holds();
    let sent = time("2026-02-20T23:47:00Z"); // a quarter to four in California
    assert_eq!(journey.lines()[1]["invitation"], format!("ann-bee@{}", sent.format("%Y-%m-%dT%H:%M:%SZ")));

    // A month later she is a connection, and he is gone.
    let later = [
        ("Invitations.csv", "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl\nRex Sol,Pat Owner,\"3/20/26, 3:47 PM\",,INCOMING,https://www.linkedin.com/in/rex-sol,https://www.linkedin.com/in/pat-owner\n".to_owned()),
        ("Connections.csv", format!("{CONNECTIONS}Ann,Bee,https://www.linkedin.com/in/ann-bee,,,,05 Mar 2026\n")),
    ];
    let later: Vec<(&str, &str)> = later.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let arrivals = arrived(zipped("later.zip", &later), &network);
    let reconciled = reconcile(arrivals, network, &journey.app.model().ledger);
    assert_eq!((reconciled.report.new, reconciled.report.closed), (1, 3));
    assert!(matches!(reconciled.event, Some(Event::Imported { ref closed, .. }) if closed.len() == 3));
}

#[test]
fn the_same_archive_again_brings_nothing() {
    let arrivals = || arrived(zipped("export.zip", &[("Invitations.csv", INVITATIONS)]), &Network::default());
    let first = reconcile(arrivals(), Network::default(), &Ledger::default());
    let (journey, _, found) = after(arrivals(), first.network, first.event.into_iter().collect());
    assert_eq!((found.new, found.closed), (0, 0));
    assert_eq!(journey.count(), 1, "an import without news writes no line");
    journey.shows("0 new.").holds();
}

#[test]
fn a_request_that_comes_again_tells_what_was_decided_then() {
    let first = asks("Ann Bee", "ann-bee", "2025-01-01", "");
    let mut journey = Journey::among(vec![first.clone()]);
    journey.keys("d<tab>no idea who this is<enter>").holds();
    let when: DateTime<Utc> = time("2026-03-01T00:00:00Z");
    let mut ledger = Ledger::replay(journey.app.model().ledger.entries().iter().map(|posted| posted.entry.clone()));
    assert_eq!(ledger.decisions(), 1);
    let arrivals = ImportBatch {
        source: "again.zip".into(),
        invitations: vec![first, asks("Ann Bee", "ann-bee", "2026-02-01", "")],
        network: Network::new(Owner::default(), Some(when), Vec::new(), []),
        ..ImportBatch::default()
    };
    let reconciled = reconcile(arrivals, Network::default(), &ledger);
    assert_eq!(reconciled.report.new, 1);
    let event = reconciled.event.expect("news");
    let entry = invite_triage::domain::decision::event::Entry {
        n: 99,
        id: invite_triage::domain::decision::event::EntryId("later".to_owned()),
        at: when,
        redo_of: None,
        event,
    };
    ledger.post(entry);
    let inbox = invite_triage::domain::inbox::Inbox::new(&ledger, &reconciled.network, when.date_naive());
    assert_eq!(inbox.piles().iter().map(|(_, size)| size).sum::<usize>(), 1);
    assert_eq!(inbox.piles(), [(invite_triage::domain::evidence::pile::Pile::AskedBefore, 1)]);
}
