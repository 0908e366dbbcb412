//! The ledger's statements about requests: each derived once, the same before and after a restart.

mod common;

use chrono::NaiveDate;
use invite_triage::app::ids::Selection;
use invite_triage::domain::care::agenda::{Author, agenda};
use invite_triage::domain::care::summary::{PersonSummary, connections, everybody, name_of, people_among};
use invite_triage::domain::decision::care_event::{CareEvent, LoggedContact, Party};
use invite_triage::domain::decision::carry_out::{CarryOutState, CarryOutTask, carry_out_state, task};
use invite_triage::domain::decision::event::{
    CarryOut, CarryOutResult, CloseReason, ClosedRequest, Entry, EntryId, Event, GivenGift, Import, SourceKind,
};
use invite_triage::domain::decision::ledger::{Ledger, Status};
use invite_triage::domain::decision::{AcceptDetails, DeclineKind, Draft, FollowUpMode, Gift, Verdict};
use invite_triage::domain::evidence::network::{
    Connection, ConversationStats, Fact, FactKind, FileKind, Network, Owner, PersonFacts, SinceConnected, SourceRef,
};
use invite_triage::domain::inbox::import_batch::ImportBatch;
use invite_triage::domain::inbox::import_diff::DiffKind;
use invite_triage::domain::inbox::reconcile::reconcile;
use invite_triage::domain::person::key::PersonKey;
use invite_triage::domain::request::invitation::Invitation;
use invite_triage::domain::text::dates::LocalDates;

use common::{imported, request, time};

/// A journal in memory: entries with counted ids.
#[derive(Default)]
struct Log {
    entries: Vec<Entry>,
}

impl Log {
    fn with(events: impl IntoIterator<Item = Event>) -> Self {
        let mut log = Self::default();
        events.into_iter().for_each(|event| log.push(event, None));
        log
    }

    fn push(&mut self, event: Event, redo_of: Option<usize>) {
        let n = self.entries.len() + 1;
        let at = time("2026-03-01T09:00:00Z") + chrono::TimeDelta::minutes(i64::try_from(n).expect("few"));
        let redo_of = redo_of.map(|n| Box::new(EntryId(format!("entry-{n}"))));
        self.entries.push(Entry { n: n as u64, id: EntryId(format!("entry-{n}")), at, redo_of, batch: None, event });
    }

    fn retract(&mut self, n: usize) {
        self.push(Event::Retracted { entry: EntryId(format!("entry-{n}")) }, None);
    }

    fn redo(&mut self, n: usize) {
        let event = self.entries[n - 1].event.clone();
        self.push(event, Some(n));
    }

    fn ledger(&self) -> Ledger {
        Ledger::replay(self.entries.iter().cloned())
    }
}

fn decide(request: &Invitation, verdict: Verdict) -> Event {
    let questions = invite_triage::shell::Config::parse("").expect("the default").settings.checklist;
    let answers = questions.questions().iter();
    let yes = invite_triage::domain::decision::checklist::Answer::Yes;
    let draft = Draft { answers: answers.map(|question| (question.id.clone(), yes)).collect(), ..Draft::default() };
    Event::decided(draft.decide(request, verdict, &questions, true, Vec::new()).expect("a decision"))
}

fn accept(request: &Invitation) -> Event {
    decide(request, Verdict::Accept(AcceptDetails::default()))
}

fn carried_out(request: &Invitation) -> Event {
    let (invitation, person, name) = (request.id.clone(), request.person.clone(), request.name.clone());
    Event::carried_out(CarryOut { invitation, person, name, result: CarryOutResult::Done })
}

fn closed(request: &Invitation, reason: CloseReason) -> Event {
    export(vec![], vec![ClosedRequest { invitation: request.id.clone(), reason }])
}

/// An import of an export that listed all requests and connections.
fn export(invitations: Vec<Invitation>, closed: Vec<ClosedRequest>) -> Event {
    let as_of = Some(time("2026-02-20T00:00:00Z"));
    Event::imported(Import {
        source: "export.zip".into(),
        origin: SourceKind::Linkedin,
        invitations,
        closed,
        as_of,
        notes: Vec::new(),
    })
}

fn state(ledger: &Ledger, request: &Invitation) -> Option<CarryOutState> {
    carry_out_state(ledger, ledger.case(&request.id).expect("a request"))
}

fn ann() -> Invitation {
    request("Ann Bee", "ann-bee", "2026-01-05", "Hello")
}

/// A batch of LinkedIn's with these requests and connections.
fn batch(invitations: Vec<Invitation>, connections: &[&Invitation], day: &str) -> ImportBatch {
    let connection = |request: &&Invitation| {
        let mut known = PersonFacts::new(request.person.clone(), request.name.clone());
        let fact = FactKind::Connected(Connection::default());
        known.facts.push(Fact { kind: fact, source: SourceRef { file: 0, record: 2 } });
        known
    };
    let people: Vec<PersonFacts> = connections.iter().map(connection).collect();
    let as_of = Some(time(&format!("{day}T00:00:00Z")));
    let kinds = vec![FileKind::Invitations, FileKind::Connections];
    let mut network = Network::new(Owner::default(), as_of, vec!["Connections.csv".into()], people);
    network.kinds.clone_from(&kinds);
    ImportBatch { source: "export.zip".into(), invitations, network, kinds, ..ImportBatch::default() }
}

#[test]
fn a_reopened_request_is_undecided_everywhere() {
    let ann = ann();
    let mut log = Log::with([imported(vec![ann.clone()]), accept(&ann), closed(&ann, CloseReason::Vanished)]);
    assert_eq!(log.ledger().status(&ann.id), Status::Accepted);
    log.push(Event::Reopened { invitation: ann.id.clone() }, None);
    let ledger = log.ledger();
    assert_eq!(ledger.status(&ann.id), Status::Pending);
    assert_eq!((ledger.status_counts().pending, ledger.status_counts().accepted), (1, 0));
    assert_eq!(state(&ledger, &ann), None);
    log.retract(4);
    assert_eq!(log.ledger().status(&ann.id), Status::Accepted);
}

#[test]
fn a_redo_restores_the_day_the_carrying_out_and_the_gift() {
    let ann = ann();
    let gift = Event::gift_given(GivenGift {
        invitation: ann.id.clone(),
        person: ann.person.clone(),
        name: ann.name.clone(),
        gift: invite_triage::domain::decision::Gift::Hello,
    });
    let mut log = Log::with([imported(vec![ann.clone()]), accept(&ann), carried_out(&ann), gift]);
    let before = log.ledger();
    log.retract(2);
    assert_eq!(log.ledger().status(&ann.id), Status::Pending);
    let redone = log.ledger().redo().expect("something to redo");
    assert_eq!(redone[0].redo_of, Some(EntryId("entry-2".to_owned())));
    log.redo(2);
    let after = log.ledger();
    let case = after.case(&ann.id).expect("a request");
    let at = |ledger: &Ledger| ledger.decision_of(ledger.case(&ann.id).expect("a request")).map(|(entry, _)| entry.at);
    assert_eq!(at(&after), at(&before));
    assert_eq!(state(&after, &ann), Some(CarryOutState::Done));
    assert!(after.gift_given(case).is_some());
    assert_eq!((after.decisions(), after.status_counts()), (1, before.status_counts()));
    assert_eq!(
        after.undoable().map(|entry| entry.id.0.clone()),
        Some("entry-2".to_owned()),
        "undo takes back the redo"
    );
    // Either name undoes it.
    log.retract(6);
    assert_eq!(log.ledger().status(&ann.id), Status::Pending);
}

#[test]
fn what_was_carried_out_for_an_undone_decision_is_not_said_of_the_one_before() {
    let ann = ann();
    let decline = decide(&ann, Verdict::Decline(DeclineKind::Ignore));
    let mut log = Log::with([imported(vec![ann.clone()]), accept(&ann), decline, carried_out(&ann)]);
    assert_eq!(state(&log.ledger(), &ann), Some(CarryOutState::Done));
    log.retract(3);
    assert_eq!(state(&log.ledger(), &ann), Some(CarryOutState::Decided));
}

#[test]
fn an_accept_done_there_that_becomes_a_decline_asks_to_remove_the_connection() {
    let ann = ann();
    let decline = || decide(&ann, Verdict::Decline(DeclineKind::Ignore));
    let task_of = |ledger: &Ledger| task(ledger, ledger.case(&ann.id).expect("a request"));
    let by_hand = Log::with([imported(vec![ann.clone()]), accept(&ann), carried_out(&ann), decline()]).ledger();
    assert_eq!(task_of(&by_hand), Some(CarryOutTask::RemoveConnection));
    assert_eq!(state(&by_hand, &ann), Some(CarryOutState::Decided));
    let events = [imported(vec![ann.clone()]), accept(&ann), closed(&ann, CloseReason::Connected), decline()];
    let mut log = Log::with(events);
    assert_eq!(task_of(&log.ledger()), Some(CarryOutTask::RemoveConnection));
    assert_eq!(state(&log.ledger(), &ann), Some(CarryOutState::Contradicted));
    log.push(carried_out(&ann), None);
    assert_eq!(state(&log.ledger(), &ann), Some(CarryOutState::Done));
    // The next export no longer has the connection.
    let known = batch(vec![], &[&ann], "2026-02-20").network;
    let reconciled = reconcile(batch(vec![], &[], "2026-04-01"), known, &log.ledger(), LocalDates::UTC);
    log.push(reconciled.event.expect("a change"), None);
    assert_eq!(state(&log.ledger(), &ann), Some(CarryOutState::Confirmed));
    let never_done = Log::with([imported(vec![ann.clone()]), accept(&ann), decline()]).ledger();
    assert_eq!(task_of(&never_done), Some(CarryOutTask::Ignore));
}

#[test]
fn an_export_that_still_lists_an_accepted_request_of_another_source_says_so_after_a_restart_too() {
    let mut ann = Invitation::with_raw_date("Ann Bee", "https://www.linkedin.com/in/ann-bee", "");
    ann.note = Some("Hello".into());
    let table = Event::imported(Import {
        source: "list.csv".into(),
        origin: SourceKind::Table,
        invitations: vec![ann.clone()],
        closed: vec![],
        as_of: None,
        notes: Vec::new(),
    });
    let mut log = Log::with([table, accept(&ann), carried_out(&ann)]);
    assert_eq!(state(&log.ledger(), &ann), Some(CarryOutState::Done));
    let mut row = request("Ann Bee", "ann-bee", "2026-01-05", "Hello");
    row.note = ann.note.clone();
    let reconciled = reconcile(batch(vec![row], &[], "2026-04-01"), Network::default(), &log.ledger(), LocalDates::UTC);
    assert_eq!(reconciled.report.diff.items(DiffKind::StillPending).count(), 1);
    assert_eq!(reconciled.report.new, 0);
    log.push(reconciled.event.expect("LinkedIn lists it"), None);
    assert_eq!(state(&log.ledger(), &ann), Some(CarryOutState::StillPending));
    // And once it is gone, it is gone.
    let gone = reconcile(batch(vec![], &[], "2026-05-01"), Network::default(), &log.ledger(), LocalDates::UTC);
    log.push(gone.event.expect("a closing"), None);
    assert_eq!(state(&log.ledger(), &ann), Some(CarryOutState::Vanished));
}

#[test]
fn one_decision_answers_the_older_requests_that_were_open_then() {
    let ask = |day: &str| request("Ann Bee", "ann-bee", day, "");
    let (first, second, third) = (ask("2025-01-01"), ask("2026-01-01"), ask("2026-02-01"));
    let mut log = Log::with([imported(vec![first.clone(), second.clone()])]);
    let ledger = log.ledger();
    let cards: Vec<_> = ledger.cards().map(|case| case.invitation().id.clone()).collect();
    assert_eq!(cards, vec![second.id.clone()]);
    assert_eq!(ledger.status_counts().pending, 1);
    let due = NaiveDate::from_ymd_opt(2026, 4, 1).expect("a day");
    let follow_up = Verdict::FollowUp { due, mode: FollowUpMode::Wait, question: String::new() };
    log.push(decide(&second, follow_up), None);
    log.push(imported(vec![third.clone()]), None);
    let ledger = log.ledger();
    let statuses = [&first, &second, &third].map(|request| ledger.status(&request.id));
    assert_eq!(statuses, [Status::FollowUp(due), Status::FollowUp(due), Status::Pending]);
    let older = ledger.stands_for(ledger.case(&second.id).expect("a request"));
    assert_eq!(older.map(|case| case.invitation().id.clone()).collect::<Vec<_>>(), vec![first.id.clone()]);
    assert_eq!((ledger.status_counts().pending, ledger.status_counts().follow_up), (1, 1));
    log.retract(2);
    let ledger = log.ledger();
    assert_eq!([&first, &second, &third].map(|request| ledger.status(&request.id)), [Status::Pending; 3]);
    assert_eq!(ledger.status_counts().pending, 1, "one card again");
}

#[test]
fn two_decisions_of_an_old_journal_on_two_requests_of_one_person_both_stay() {
    let ask = |day: &str| request("Ann Bee", "ann-bee", day, "");
    let (first, second) = (ask("2025-01-01"), ask("2026-01-01"));
    let decline = decide(&first, Verdict::Decline(DeclineKind::Spam));
    let ledger = Log::with([imported(vec![first.clone(), second.clone()]), decline, accept(&second)]).ledger();
    assert_eq!([&first, &second].map(|request| ledger.status(&request.id)), [Status::Declined, Status::Accepted]);
    assert_eq!(ledger.status_counts().total(), 2);
}

#[test]
fn days_are_local_ones() {
    let ann = ann();
    let mut log = Log::with([imported(vec![ann.clone()]), accept(&ann), carried_out(&ann)]);
    log.entries[2].at = time("2026-03-03T01:30:00Z"); // still the second of March in California
    let ledger = log.ledger();
    let today = NaiveDate::from_ymd_opt(2026, 3, 2).expect("a day");
    let due =
        |local| agenda(&ledger, &Network::default(), today, local).first().expect("a hello is owed").day.to_string();
    assert_eq!(due(LocalDates::UTC), "2026-03-05");
    assert_eq!(due(LocalDates(|at| (at - chrono::TimeDelta::hours(8)).date_naive())), "2026-03-04");
}

#[test]
fn a_message_since_the_connection_is_the_hello_that_was_owed() {
    let ann = ann();
    let network = |sent| {
        let since_connected = SinceConnected { sent, ..SinceConnected::default() };
        let mut facts = PersonFacts::new(ann.person.clone(), ann.name.clone());
        let talk = ConversationStats { sent: 4, since_connected, ..ConversationStats::default() };
        facts
            .facts
            .push(Fact { kind: FactKind::Conversation(Box::new(talk)), source: SourceRef { file: 0, record: 1 } });
        Network::new(Owner::default(), None, vec!["messages.csv".to_owned()], [facts])
    };
    let today = NaiveDate::from_ymd_opt(2026, 3, 2).expect("a day");
    let owed = |gift, sent| {
        let details = AcceptDetails { gift, ..AcceptDetails::default() };
        let accept = decide(&ann, Verdict::Accept(details));
        let ledger = Log::with([imported(vec![ann.clone()]), accept, carried_out(&ann)]).ledger();
        let items = agenda(&ledger, &network(sent), today, LocalDates::UTC);
        items.first().map(|item| item.wrote_since)
    };
    assert_eq!(owed(Gift::Hello, 0), Some(None), "messages before the connection keep no promise");
    assert_eq!(owed(Gift::Hello, 1), None);
    assert_eq!(owed(Gift::Article, 1), Some(Some(Author::Me)), "a message need not have been the article");
}

#[test]
fn lines_of_one_write_are_undone_and_redone_together() {
    let people: Vec<Invitation> = ["ann", "bea", "cy"].map(|who| request(who, who, "2026-01-05", "")).to_vec();
    let mut log = Log::with([imported(people.clone())]);
    for person in &people {
        log.push(decide(person, Verdict::Decline(DeclineKind::Ignore)), None);
    }
    let batch = log.entries[1].id.clone();
    log.entries[1..].iter_mut().for_each(|entry| entry.batch = Some(Box::new(batch.clone())));
    let ledger = log.ledger();
    let last = ledger.undoable().expect("a decision");
    let together: Vec<EntryId> = ledger.batch_of(last).into_iter().map(|entry| entry.id.clone()).collect();
    assert_eq!(together, log.entries[1..].iter().map(|entry| entry.id.clone()).collect::<Vec<_>>());
    for entry in together {
        log.push(Event::Retracted { entry }, None);
    }
    let undone = log.ledger();
    assert_eq!((undone.decisions(), undone.undoable()), (0, None));
    let redone = undone.redo().expect("three to redo");
    assert_eq!(redone.len(), 3);
    for again in redone {
        let n = log.entries.iter().position(|entry| Some(&entry.id) == again.redo_of.as_ref());
        log.push(again.event, n.map(|at| at + 1));
    }
    assert_eq!((log.ledger().decisions(), log.ledger().redo()), (3, None));
}

/// Invitations.csv may list the newest first, so that the last to arrive is the oldest.
#[test]
fn the_latest_request_is_the_one_that_was_sent_last_however_the_file_is_sorted() {
    let earlier = request("Ann Bee", "ann-bee", "2025-01-05", "Hello");
    let later = request("Ann B. Lee", "ann-bee", "2026-01-05", "Hello again");
    for order in [[&earlier, &later], [&later, &earlier]] {
        let log = Log::with([imported(order.map(Clone::clone).to_vec()), accept(&later)]);
        let ledger = log.ledger();
        assert_eq!(ledger.latest_case_of(&later.person).map(|case| &case.invitation().id), Some(&later.id));
        let shown = Selection::Person(later.person.clone());
        assert_eq!(shown.case(&ledger).map(|case| &case.invitation().id), Some(&later.id));
        assert_eq!(name_of(&later.person, &ledger, &Network::default()).raw(), "Ann B. Lee");
        let summary = people_among(std::slice::from_ref(&later.person), &ledger, &Network::default());
        assert_eq!(summary[0].status(), Some(Status::Accepted));
    }
}

fn contacted(who: &str, name: &str) -> Event {
    let about = Party { person: PersonKey::from_stored(who), name: name.into() };
    let on = time("2026-03-01T09:00:00Z").date_naive();
    let (channel, aim, answered, text) = Default::default();
    Event::care(CareEvent::Contacted(LoggedContact { about, on, channel, aim, answered, text }))
}

#[test]
fn everybody_is_whom_the_journal_has_a_line_about() {
    let asked = request("Ann Bee", "ann-bee", "2025-01-05", "Hello");
    let moved = |earlier: &str, name: &str, now: &str| {
        let about = Party { person: PersonKey::from_stored(earlier), name: name.into() };
        Event::care(CareEvent::SamePerson { about, into: PersonKey::from_stored(now) })
    };
    let mut log = Log::with([
        imported(vec![asked.clone()]),
        contacted("kim-lee", "Kim Lee"),
        contacted("ann-bee", "Ann Bee"),
        contacted("undone", "Undone"),
        contacted("name:con nect", "Con Nect"),
        moved("old-ole", "Ole Ny", "new-ole"),
        moved("ann-bee", "Ann Bee", "ann-b"),
        moved("con-old", "Old Con", "con-new"),
    ]);
    log.retract(4);
    let connection = |key: &str, name: &str| {
        let fact = Fact { kind: FactKind::Connected(Connection::default()), source: SourceRef { file: 0, record: 2 } };
        PersonFacts { facts: vec![fact], ..PersonFacts::new(PersonKey::from_stored(key), name.into()) }
    };
    let people = [connection("con-nect", "Con Nect"), connection("con-old", "Old Con")];
    let network = Network::new(Owner::default(), None, vec!["Connections.csv".to_owned()], people);
    let ledger = log.ledger();
    let keys = |all: Vec<PersonSummary>| all.into_iter().map(|one| one.key.as_str().to_owned()).collect::<Vec<_>>();
    let all = everybody(&ledger, &network);
    let names: Vec<&str> = all.iter().map(|one| one.name.raw()).collect();
    assert_eq!(names, ["Ann Bee", "Con Nect", "Kim Lee", "Old Con", "Ole Ny"]);
    assert_eq!(keys(all), ["ann-bee", "con-nect", "kim-lee", "con-old", "new-ole"]);
    assert_eq!(keys(connections(&ledger, &network)), ["con-nect", "con-old"], "those are no more than before");
    let kim = people_among(&[PersonKey::from_stored("kim-lee"), PersonKey::from_stored("undone")], &ledger, &network);
    assert_eq!(keys(kim), ["kim-lee"]);
}
