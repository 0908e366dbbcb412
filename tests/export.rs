//! Exports: golden files, and read back with independent parsers.

#[path = "golden/everybody.rs"]
mod everybody;

use std::fs;
use std::path::Path;

use chrono::{DateTime, NaiveDate, Utc};
use everybody::{accept, at, connected, day, decision, everybody, invitation, ledger, network};
use invite_triage::domain::care::calendar::{
    Calendar, CalendarDetails, CalendarEntry, CalendarRecord, CalendarScope, CalendarTask,
};
use invite_triage::domain::care::clock::{BusinessDays, FewSettings};
use invite_triage::domain::care::contact::{Contact, ContactFilter, DecidedRequest, contacts};
use invite_triage::domain::care::log::{ContactInput, RhythmOption, contacted, promised, rhythm_set};
use invite_triage::domain::decision::care_event::{CareEvent, Party, Review, ReviewChoice};
use invite_triage::domain::decision::checklist::Answers;
use invite_triage::domain::decision::event::{
    CarryOut, CarryOutResult, DescribedPerson, Description, EntryId, Event, GivenGift,
};
use invite_triage::domain::decision::ledger::Ledger;
use invite_triage::domain::decision::rhythm::Rhythm;
use invite_triage::domain::decision::{DeclineKind, Gift, Verdict, VerdictKind};
use invite_triage::domain::evidence::network::{ConversationStats, Fact, FactKind, Network, SourceRef};
use invite_triage::domain::person::key::PersonKey;
use invite_triage::domain::request::invitation::Invitation;
use invite_triage::domain::text::dates::LocalDates;
use invite_triage::domain::text::untrusted::{Untrusted, collapse_whitespace, is_unsafe_char};
use invite_triage::export::{FORMATS, Layout, Note, find, ics};
use proptest::prelude::*;

fn written(format: &str, contacts: &[Contact]) -> String {
    let format = find(format).expect("a format of this name");
    let mut bytes = Vec::new();
    match format.layout {
        Layout::File(write) | Layout::Sequence(write) => {
            write(&mut contacts.iter().cloned(), &mut bytes).expect("memory takes everything");
        }
        Layout::Folder(note) => contacts.iter().for_each(|contact| {
            let Note { file_name, text } = note(contact);
            bytes.extend_from_slice(format!("{file_name}\n\n{text}\n").as_bytes());
        }),
        Layout::Calendar => {
            let entries = contacts.iter().map(calendar_entry).collect();
            return calendar_text(&Calendar { entries, records: Vec::new() }, true);
        }
    }
    String::from_utf8(bytes).expect("UTF-8")
}

fn calendar_text(calendar: &Calendar, with_details: bool) -> String {
    let mut bytes = Vec::new();
    ics::write(calendar, with_details, &mut bytes).expect("memory takes everything");
    String::from_utf8(bytes).expect("UTF-8")
}

/// Returns an entry with the texts of a contact.
fn calendar_entry(contact: &Contact) -> CalendarEntry {
    let Contact { person, name, tags, .. } = contact.clone();
    let decided = contact.decided.as_ref();
    let [question, note, message] = [
        decided.and_then(|decided| decided.question.clone()),
        decided.and_then(|decided| decided.note.clone()),
        decided.and_then(|decided| decided.message.clone()),
    ];
    CalendarEntry {
        source: decided.map_or("a-promise", |decided| decided.invitation.as_str()).to_owned(),
        person: Some(person),
        name,
        task: CalendarTask::FollowUp,
        day: decided.and_then(|decided| decided.due).unwrap_or_else(|| day("2026-01-05")),
        changed_at: decided.map_or_else(|| at("2026-01-05T10:00:00Z"), |decided| decided.decided_at),
        sequence: 0,
        is_cancelled: false,
        details: CalendarDetails { question, note, message, tags, address: contact.address() },
    }
}

/// Returns what is due on 12 December 2025, after an export that remembered `previous`.
fn calendar_of(ledger: &Ledger, previous: &[CalendarRecord]) -> Calendar {
    let scope = CalendarScope {
        today: day("2025-12-12"),
        few: &FewSettings::default(),
        local: LocalDates::UTC,
        filter: ContactFilter::Decided,
        is_meant: &|_| true,
        is_whole: true,
    };
    Calendar::new(ledger, &Network::default(), &scope, previous)
}

/// The day of the exports, by which last contacts are told.
fn today() -> NaiveDate {
    day("2026-01-05")
}

fn fixture(filter: ContactFilter) -> Vec<Contact> {
    let (ledger, network) = everybody();
    contacts(&ledger, &network, filter, today(), LocalDates::UTC).iter().collect()
}

/// Returns the decision of a contact.
fn decided_on(contact: &Contact) -> &DecidedRequest {
    contact.decided.as_ref().expect("a decision")
}

/// Returns the full name that every format must contain.
fn name_of(contact: &Contact) -> String {
    if contact.name.is_blank() { "(blank name)".to_owned() } else { collapse_whitespace(&contact.name.sanitized()) }
}

/// Compares with the golden file.
#[track_caller]
fn golden(format: &str, filter: ContactFilter) {
    let extension = find(format).expect("a format of this name").extensions.first().unwrap_or(&"txt");
    golden_text(&format!("{format}.{extension}"), &written(format, &fixture(filter)));
}

/// Compares with the golden file; on a mismatch writes the output to the build directory, to compare or copy.
#[track_caller]
fn golden_text(name: &str, out: &str) {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if fs::read(&kept).ok().as_deref() != Some(out.as_bytes()) {
        let fresh = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::write(&fresh, out).expect("the build's own folder can be written");
        panic!("{} differs; compare with {}", kept.display(), fresh.display());
    }
}

#[test]
fn csv_is_golden() {
    golden("csv", ContactFilter::Decided);
}

#[test]
fn google_is_golden() {
    golden("google", ContactFilter::Accepted);
}

#[test]
fn outlook_is_golden() {
    golden("outlook", ContactFilter::Accepted);
}

#[test]
fn vcard_is_golden() {
    golden("vcard", ContactFilter::Accepted);
}

#[test]
fn vcard4_is_golden() {
    golden("vcard4", ContactFilter::Accepted);
}

#[test]
fn json_is_golden() {
    golden("json", ContactFilter::Decided);
}

#[test]
fn markdown_is_golden() {
    golden("markdown", ContactFilter::Decided);
}

#[test]
fn notes_are_golden() {
    golden("notes", ContactFilter::Decided);
}

#[test]
fn ics_is_golden() {
    let calendar = calendar_of(&everybody().0, &[]);
    golden_text("ics.ics", &calendar_text(&calendar, false));
    golden_text("details.ics", &calendar_text(&calendar, true));
}

#[test]
fn only_a_standing_accept_leaves_the_house() {
    let names = |filter| -> Vec<String> { fixture(filter).iter().map(|c| c.name.display_name()).collect() };
    assert!(!names(ContactFilter::Accepted).iter().any(|name| name.contains("Carl") || name.contains("Tim")));
    assert_eq!(names(ContactFilter::Declined), ["Carl Cold"]);
    assert_eq!(names(ContactFilter::FollowUp).len(), 2);
    assert_eq!(names(ContactFilter::Decided).len(), 11);

    let ann = invitation("Ann Bee", "ann-bee");
    let decided = Event::decided(decision(&ann, accept("", "")));
    let undone = ledger([decided, Event::Retracted { entry: EntryId("entry-1".to_owned()) }]);
    assert_eq!(contacts(&undone, &Network::default(), ContactFilter::Decided, today(), LocalDates::UTC).count(), 0);
}

#[test]
fn one_person_is_one_contact_and_the_latest_decision_counts() {
    let first = invitation("Ann Bee", "ann-bee");
    let mut second = first.clone();
    second.sent_at = Some(at("2026-01-01T00:00:00Z"));
    second.id = invite_triage::domain::request::invitation::InvitationId::new(&second.person, second.sent_at);
    let mut third = second.clone();
    third.sent_at = Some(at("2026-02-01T00:00:00Z"));
    third.id = invite_triage::domain::request::invitation::InvitationId::new(&third.person, third.sent_at);
    let mut events = vec![
        Event::decided(decision(&second, accept("later request", ""))),
        Event::decided(decision(&first, accept("decided last", ""))),
    ];
    let nobody = Network::default();
    let accepts = ledger(events.clone());
    let accepted: Vec<_> =
        contacts(&accepts, &nobody, ContactFilter::Accepted, today(), LocalDates::UTC).iter().collect();
    assert_eq!(accepted.len(), 1);
    assert_eq!(accepted[0].how_met, Some(Untrusted::from("decided last")));
    events.push(Event::decided(decision(&third, Verdict::Decline(DeclineKind::Ignore))));
    let ledger = ledger(events);
    assert_eq!(
        contacts(&ledger, &nobody, ContactFilter::Accepted, today(), LocalDates::UTC).count(),
        0,
        "declined since"
    );
    let all = contacts(&ledger, &nobody, ContactFilter::Decided, today(), LocalDates::UTC);
    assert_eq!(all.iter().map(|c| decided_on(&c).verdict).collect::<Vec<_>>(), [VerdictKind::Decline]);
}

#[test]
fn a_connection_without_a_decision_is_exported_without_one() {
    let [ann, bo, carl, dee, eve, fay] = ["Ann Bee", "Bo Cole", "Carl Cold", "Dee Gone", "Eve Lost", "Fay Hale"]
        .map(|name| invitation(name, &name.to_lowercase().replace(' ', "-")));
    let party = |of: &Invitation| Party { person: of.person.clone(), name: of.name.clone() };
    let let_go = Review {
        about: party(&dee),
        choice: ReviewChoice::LetGo,
        answers: Answers::default(),
        rhythm: None,
        due: None,
        note: String::new(),
    };
    let described = Event::person_described(DescribedPerson {
        person: bo.person.clone(),
        name: bo.name.clone(),
        description: Description { tags: vec!["bees".to_owned()], ..Description::default() },
    });
    let ledger = ledger([
        Event::decided(decision(&ann, accept("at the pump", ""))),
        Event::decided(decision(&carl, Verdict::Decline(DeclineKind::Ignore))),
        Event::decided(decision(&fay, accept("", ""))),
        described,
        Event::care(CareEvent::Reviewed(let_go)),
    ]);
    let row = |of: &Invitation| connected(&of.person, of.name.raw(), "Acorn", "Keeper", "one@acorn.example");
    let mut released = row(&dee);
    let FactKind::Connected(earlier) = &mut released.facts[0].kind else { panic!("a connection") };
    earlier.connected_on = Some(day("2020-01-01"));
    let mut lost = row(&eve);
    let FactKind::Connected(earlier) = lost.facts[0].kind.clone() else { panic!("a connection") };
    lost.facts[0].kind = FactKind::WasConnected(earlier);
    let network = network(vec![row(&carl), released, row(&bo), row(&ann), lost]);
    let of =
        |filter| -> Vec<Contact> { contacts(&ledger, &network, filter, today(), LocalDates::UTC).iter().collect() };

    let all = of(ContactFilter::Connections);
    let names: Vec<String> = all.iter().map(name_of).collect();
    assert_eq!(names, ["Ann Bee", "Bo Cole", "Carl Cold"], "not who was let go, is gone, or is no connection yet");
    let decided = of(ContactFilter::Decided);
    assert_eq!((&all[0], &all[2]), (&decided[0], &decided[1]), "a decision is exported as ever");

    let without = std::slice::from_ref(&all[1]);
    let table = written("csv", without);
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let header = reader.headers().expect("a header").clone();
    let cells = reader.records().next().expect("a row").expect("a record");
    let filled: Vec<(&str, &str)> = header.iter().zip(cells.iter()).filter(|(_, cell)| !cell.is_empty()).collect();
    assert_eq!(
        filled,
        [
            ("name", "Bo Cole"),
            ("given_name", "Bo"),
            ("family_name", "Cole"),
            ("company", "Acorn"),
            ("position", "Keeper"),
            ("email", "one@acorn.example"),
            ("profile", "https://www.linkedin.com/in/bo-cole"),
            ("connected_on", "2025-12-11"),
            ("tags", "bees"),
            ("last_contact", "2025-12-11"),
            ("person", "bo-cole"),
            // python3 -c 'import uuid; print(uuid.uuid5(uuid.NAMESPACE_URL, "https://www.linkedin.com/in/bo-cole"))'
            ("uid", "1f3e083a-1fde-51c5-8bad-a6c769206d90"),
        ]
    );
    let object: serde_json::Value = serde_json::from_str(&written("json", without)).expect("JSON");
    let decided_fields = ["verdict", "decided_at", "reason", "note", "gift", "kind", "due", "way", "question"];
    for field in decided_fields.iter().chain(&["invitation", "sent_at", "message"]) {
        assert_eq!(object[0].get(field), Some(&serde_json::Value::Null), "{field}");
    }
    for (format, has_not) in
        [("vcard", "REV:"), ("vcard4", "REV:"), ("markdown", "Decided"), ("notes", "decided_on"), ("notes", "verdict")]
    {
        assert!(!written(format, without).contains(has_not), "{format} has {has_not}");
        assert!(written(format, &decided).contains(has_not), "{format} has no {has_not}");
    }
    for format in FORMATS.iter().filter(|format| !matches!(format.layout, Layout::Calendar)) {
        let out = written(format.name, without);
        assert!(out.contains("Bo") && out.contains("Cole"), "{}: {out}", format.name);
    }
}

#[test]
fn one_person_with_a_new_address_is_one_contact() {
    let [before, between, now] = ["ann-old", "ann-mid", "ann-new"].map(|slug| invitation("Ann Bee", slug));
    let about = |of: &Invitation| Party { person: of.person.clone(), name: of.name.clone() };
    let same = |from: &Invitation, into: &Invitation| {
        Event::care(CareEvent::SamePerson { about: about(from), into: into.person.clone() })
    };
    let decided = Event::decided(decision(&before, accept("at the pump", "")));
    let row = |of: &Invitation| connected(&of.person, "Ann Bee", "Acorn", "Keeper", "ann@acorn.example");
    let mut gone = row(&before);
    let FactKind::Connected(earlier) = gone.facts[0].kind.clone() else { panic!("a connection") };
    gone.facts[0].kind = FactKind::WasConnected(earlier);
    let of = |events: &[Event], people: Vec<_>, filter| -> Vec<Contact> {
        let (ledger, network) = (ledger(events.iter().cloned()), network(people));
        contacts(&ledger, &network, filter, today(), LocalDates::UTC).iter().collect()
    };
    // python3 -c 'import uuid; print(uuid.uuid5(uuid.NAMESPACE_URL, "https://www.linkedin.com/in/ann-new"))'
    let (id, former_id) = ("80ee4ce6-8532-57b5-91b3-637bdb73cc24", "ef84895c-a165-5552-a2c9-09ffa3d5d643");
    let (one, two) = (same(&before, &between), same(&between, &now));
    for events in [
        vec![decided.clone(), same(&before, &now)],
        vec![decided.clone(), one.clone(), two.clone()],
        vec![two.clone(), decided.clone(), one.clone()],
        vec![decided.clone(), same(&now, &before), same(&before, &now)],
    ] {
        for people in [vec![gone.clone(), row(&now)], vec![row(&before), row(&now)]] {
            for filter in [ContactFilter::Accepted, ContactFilter::Decided, ContactFilter::Connections] {
                let all = of(&events, people.clone(), filter);
                let [ann] = &all[..] else { panic!("{filter:?}: {all:?}") };
                assert_eq!((ann.person.as_str(), ann.uid().to_string().as_str()), ("ann-new", id), "{filter:?}");
                assert_eq!(ann.address().as_deref(), Some("https://www.linkedin.com/in/ann-new"));
                assert_eq!(ann.email, Some(Untrusted::from("ann@acorn.example")));
                assert_eq!((ann.connected_on, decided_on(ann).verdict), (Some(day("2025-12-11")), VerdictKind::Accept));
            }
        }
    }
    // A decision under the new address is the later one.
    let declined = Event::decided(decision(&now, Verdict::Decline(DeclineKind::Ignore)));
    let both = [decided.clone(), declined, same(&before, &now)];
    assert_eq!(of(&both, vec![], ContactFilter::Accepted), []);
    assert_eq!(of(&both, vec![], ContactFilter::Decided).len(), 1);
    // Taken back, and without such a line, everything is as it was.
    let undone = Event::Retracted { entry: EntryId("entry-2".to_owned()) };
    for events in [vec![decided.clone()], vec![decided, same(&before, &now), undone]] {
        let people = || vec![gone.clone(), row(&now)];
        let ids =
            |filter| -> Vec<String> { of(&events, people(), filter).iter().map(|c| c.uid().to_string()).collect() };
        assert_eq!(
            (ids(ContactFilter::Accepted), ids(ContactFilter::Connections)),
            (vec![former_id.into()], vec![id.into()])
        );
    }
}

#[test]
fn a_list_has_somebody_by_either_address() {
    let [before, now, other] = ["ann-old", "ann-new", "bo-cole"].map(|slug| invitation("Ann Bee", slug));
    let about = Party { person: before.person.clone(), name: before.name.clone() };
    let ledger = ledger([
        Event::decided(decision(&before, accept("", ""))),
        Event::care(CareEvent::SamePerson { about, into: now.person.clone() }),
    ]);
    let nobody = Network::default();
    for (listed, count) in [(&before, 1), (&now, 1), (&other, 0)] {
        let mut all = contacts(&ledger, &nobody, ContactFilter::Accepted, today(), LocalDates::UTC);
        all.retain(|person| *person == listed.person);
        assert_eq!(all.count(), count, "{}", listed.person.as_str());
    }
}

#[test]
fn a_calendar_has_the_present_address() {
    let [before, now] = ["ann-old", "ann-new"].map(|slug| invitation("Ann Bee", slug));
    let about = Party { person: before.person.clone(), name: before.name.clone() };
    let wait = Verdict::FollowUp {
        due: day("2025-12-31"),
        mode: invite_triage::domain::decision::FollowUpMode::Wait,
        question: String::new(),
    };
    let map = promised(about.clone(), "the map", "2026-01-05", &Ledger::default(), day("2025-12-10"));
    let ledger = ledger([
        Event::decided(decision(&before, wait)),
        Event::care(map.expect("a promise")),
        Event::care(CareEvent::SamePerson { about, into: now.person }),
    ]);
    let addresses: Vec<Option<String>> =
        calendar_of(&ledger, &[]).entries.into_iter().map(|entry| entry.details.address).collect();
    assert_eq!(addresses, ["https://www.linkedin.com/in/ann-new"; 2].map(|address| Some(address.to_owned())));
}

#[test]
fn a_date_that_is_not_known_is_left_out() {
    let ann = Invitation::with_raw_date("Ann Bee", "", "yesterday-ish");
    let ledger = ledger([Event::decided(decision(&ann, accept("", "")))]);
    let contacts: Vec<_> =
        contacts(&ledger, &Network::default(), ContactFilter::Accepted, today(), LocalDates::UTC).iter().collect();
    assert_eq!(decided_on(&contacts[0]).sent_at, None);
    assert!(written("json", &contacts).contains("\"sent_at\": null"));
    assert!(written("csv", &contacts).contains(",\"\",\"name:ann bee\""), "{}", written("csv", &contacts));
    assert!(!written("markdown", &contacts).contains("Asked"));
}

#[test]
fn nobody_gets_a_namesakes_address() {
    let unknown = invitation("Ann Bee", "");
    let decided = [Event::decided(decision(&unknown, accept("", "")))];
    let namesake = |slug: &str| {
        let key = PersonKey::from_stored(slug);
        connected(&key, "Ann Bee", "Co", "", &format!("{slug}@example.org"))
    };
    let email = |people| {
        let (ledger, network) = (ledger(decided.clone()), network(people));
        contacts(&ledger, &network, ContactFilter::Accepted, today(), LocalDates::UTC).iter().next().expect("one").email
    };
    assert_eq!(email(vec![namesake("ann-1")]), Some(Untrusted::from("ann-1@example.org")));
    assert_eq!(email(vec![namesake("ann-1"), namesake("ann-2")]), None);
}

#[test]
fn ids_stay_for_ever() {
    let ann = &fixture(ContactFilter::Accepted).into_iter().find(|c| c.person.as_str() == "ann-bee").expect("Ann");
    // python3 -c 'import uuid; print(uuid.uuid5(uuid.NAMESPACE_URL, "https://www.linkedin.com/in/ann-bee"))'
    assert_eq!(ann.uid().to_string(), "b6e9d061-18ab-59c8-846b-04b423bf5bc2");
}

#[test]
fn a_table_reads_back() {
    let accepted = fixture(ContactFilter::Accepted);
    let out = written("csv", &accepted);
    let mut reader = csv::Reader::from_reader(out.as_bytes());
    let header = reader.headers().expect("a header").clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a record")).collect();
    let cell = |row: usize, name: &str| {
        let at = header.iter().position(|column| column == name).expect("a column of this name");
        rows[row][at].to_owned()
    };
    assert_eq!(rows.len(), accepted.len());
    for (i, contact) in accepted.iter().enumerate() {
        assert_eq!(cell(i, "name"), name_of(contact).replace("=HY", "'=HY"));
        assert_eq!(cell(i, "person"), Untrusted::from(contact.person.as_str()).sanitized());
        assert_eq!(cell(i, "uid"), contact.uid().to_string());
        assert_eq!(cell(i, "profile"), contact.person.profile_url().unwrap_or_default());
    }
    assert_eq!(cell(2, "note"), "'- has the key\n- asks for Bo");
    for (format, columns) in [("google", 23), ("outlook", 61)] {
        let out = written(format, &accepted);
        let mut reader = csv::Reader::from_reader(out.as_bytes());
        assert_eq!(reader.headers().expect("a header").len(), columns, "{format}");
        assert_eq!(reader.records().flatten().count(), accepted.len(), "{format}");
    }
}

#[test]
fn json_reads_back() {
    let decided = fixture(ContactFilter::Decided);
    let read: Vec<serde_json::Value> = serde_json::from_str(&written("json", &decided)).expect("JSON");
    assert_eq!(read.len(), decided.len());
    for (object, contact) in read.iter().zip(&decided) {
        assert_eq!(object["name"], name_of(contact));
        assert_eq!(object["person"], Untrusted::from(contact.person.as_str()).sanitized());
        assert_eq!(
            object["message"].as_str(),
            decided_on(contact).message.as_ref().map(|m| m.sanitized().trim().to_owned()).as_deref()
        );
        assert_eq!(object["due"].as_str().map(day), decided_on(contact).due);
    }
}

#[test]
fn a_calendar_reads_back() {
    use icalendar::{Calendar, CalendarComponent, Component, DatePerhapsTime};
    let due = calendar_of(&everybody().0, &[]);
    let text = calendar_text(&due, false);
    assert_eq!(text.matches("TRIGGER:PT9H\r\n").count(), due.entries.len());
    assert!(text.contains("X-WR-CALNAME:") && !text.contains("evil.example\r\nURL"));
    let calendar: Calendar = text.parse().expect("a calendar");
    assert_eq!((calendar.components.len(), due.entries.len()), (6, 3));
    for (pair, entry) in calendar.components.chunks(2).zip(&due.entries) {
        let [CalendarComponent::Todo(task), CalendarComponent::Event(event)] = pair else {
            panic!("a task and an event")
        };
        let name = collapse_whitespace(&entry.name.sanitized());
        let says =
            if entry.person.is_some() { format!("Follow up: {name}") } else { "To do on LinkedIn: 9 decisions".into() };
        assert_eq!(task.get_summary(), Some(says.as_str()));
        assert_eq!(task.get_due(), Some(DatePerhapsTime::Date(entry.day)));
        assert_eq!(event.get_start(), Some(DatePerhapsTime::Date(entry.day)));
        assert_eq!(event.get_timestamp(), Some(entry.changed_at));
        assert_ne!(event.get_uid(), task.get_uid());
        for private in ["ATTACH", "URL", "CATEGORIES"] {
            assert_eq!(task.property_value(private), None);
        }
        assert_eq!((task.get_description(), event.property_value("CLASS")), (None, Some("PRIVATE")));
    }
}

/// Returns the sources, sequence numbers and cancellations of a calendar.
fn told(calendar: &Calendar) -> Vec<(&str, u32, bool)> {
    calendar.entries.iter().map(|entry| (entry.source.as_str(), entry.sequence, entry.is_cancelled)).collect()
}

#[test]
fn what_was_done_goes_out_once_more() {
    let (tim, ann) = (invitation("Tim Later", "tim-later"), invitation("Ann Bee", "ann-bee"));
    let wait = Verdict::FollowUp {
        due: day("2025-12-31"),
        mode: invite_triage::domain::decision::FollowUpMode::Wait,
        question: "private".to_owned(),
    };
    let carried_out = Event::carried_out(CarryOut {
        invitation: ann.id.clone(),
        person: ann.person.clone(),
        name: ann.name.clone(),
        result: CarryOutResult::Done,
    });
    let mut events = vec![Event::decided(decision(&tim, wait)), Event::decided(decision(&ann, accept("", "")))];
    let first = calendar_of(&ledger(events.clone()), &[]);
    assert_eq!(told(&first), [("carry-outs", 0, false), ("entry-1", 0, false)]);
    assert_eq!(first.entries[0].task, CalendarTask::CarryOut(1));
    let same = calendar_of(&ledger(events.clone()), &first.records);
    assert_eq!(same, first, "the same again");

    events.push(carried_out);
    let second = calendar_of(&ledger(events.clone()), &first.records);
    assert_eq!(told(&second), [("entry-2", 0, false), ("entry-1", 0, false), ("carry-outs", 1, true)]);
    assert_eq!(
        (second.entries[0].task.clone(), second.entries[0].day),
        (CalendarTask::OwedGift(Gift::Hello), day("2025-12-12"))
    );
    assert_eq!(second.entries[0].changed_at, at("2025-12-10T18:03:00Z"), "the line that carried it out");

    let gift = Event::gift_given(GivenGift {
        invitation: ann.id.clone(),
        person: ann.person.clone(),
        name: ann.name.clone(),
        gift: Gift::Hello,
    });
    events.extend([gift, Event::Retracted { entry: EntryId("entry-1".to_owned()) }]);
    let third = calendar_of(&ledger(events.clone()), &second.records);
    assert_eq!(told(&third), [("entry-2", 1, true), ("entry-1", 1, true)], "the carry-outs were taken back already");
    let times: Vec<_> = third.entries.iter().map(|entry| entry.changed_at).collect();
    assert_eq!(times, [at("2025-12-10T18:04:00Z"), at("2025-12-10T18:05:00Z")]);
    let text = calendar_text(&third, true);
    assert_eq!(text.matches("STATUS:CANCELLED\r\n").count(), 4);
    assert!(
        text.contains("SUMMARY:Owed: a hello to Ann Bee") && text.contains("SUMMARY:Follow up: Tim Later"),
        "{text}"
    );
    assert!(!text.contains("private") && !text.contains("VALARM"), "{text}");
    let fourth = calendar_of(&ledger(events.clone()), &third.records);
    assert_eq!(told(&fourth), [], "once");

    // The gift was not given after all: the same entry, newer than its cancellation.
    events.push(Event::Retracted { entry: EntryId("entry-4".to_owned()) });
    assert_eq!(told(&calendar_of(&ledger(events), &fourth.records)), [("entry-2", 2, false)]);
    // A line that is gone, as after forgetting somebody: no name, but the entry goes.
    let gone = calendar_of(&ledger([]), &first.records);
    assert_eq!(told(&gone), [("carry-outs", 1, true), ("entry-1", 1, true)]);
    assert!(!calendar_text(&gone, false).contains("Tim"));
}

/// Returns what is due on 12 December 2025, a Friday, for somebody with such business days.
fn calendar_ahead(ledger: &Ledger, few: &FewSettings, previous: &[CalendarRecord]) -> Calendar {
    let is_meant = &|_: &PersonKey| true;
    let (today, local, filter) = (day("2025-12-12"), LocalDates::UTC, ContactFilter::Decided);
    let scope = CalendarScope { today, few, local, filter, is_meant, is_whole: true };
    Calendar::new(ledger, &Network::default(), &scope, previous)
}

#[test]
fn a_promise_has_an_entry_until_it_is_kept() {
    let ole = Party { person: PersonKey::from_stored("ole"), name: "Ole Berg".into() };
    let promise = |due, ledger: &Ledger| {
        Event::care(promised(ole.clone(), "send, the map", due, ledger, day("2025-12-10")).expect("a promise"))
    };
    let mut events = vec![promise("2026-01-05", &Ledger::default())];
    let first = calendar_of(&ledger(events.clone()), &[]);
    assert_eq!((told(&first), first.entries[0].day), (vec![("entry-1", 0, false)], day("2026-01-05")));
    let text = calendar_text(&first, false);
    assert!(text.contains("SUMMARY:Promised to Ole Berg: send\\, the map\r\n"), "{text}");
    assert!(!text.contains("URL:") && calendar_text(&first, true).contains("URL:https://www.linkedin.com/in/ole\r\n"));

    events.push(promise("2026-01-07", &ledger(events.clone())));
    let moved = calendar_of(&ledger(events.clone()), &first.records);
    assert_eq!((told(&moved), moved.entries[0].day), (vec![("entry-1", 1, false)], day("2026-01-07")));
    assert_eq!(moved.entries[0].changed_at, at("2025-12-10T18:02:00Z"), "the line that moved it");
    events.push(Event::care(CareEvent::PromiseKept { promise: EntryId("entry-1".to_owned()), about: ole }));
    let kept = calendar_of(&ledger(events.clone()), &moved.records);
    assert_eq!((told(&kept), kept.entries[0].changed_at), (vec![("entry-1", 2, true)], at("2025-12-10T18:03:00Z")));
    assert!(calendar_text(&kept, false).contains("SUMMARY:Promised to Ole Berg: send"));
    assert_eq!(told(&calendar_of(&ledger(events), &kept.records)), [], "once");
}

#[test]
fn whom_to_reach_out_to_is_an_entry_a_day_for_twenty_business_days() {
    let party = |n: usize| {
        let name = if n < 2 { format!("Mina Kraus {n}") } else { format!("Person{n} Kraus") };
        Party { person: PersonKey::from_stored(format!("p-{n:02}")), name: name.as_str().into() }
    };
    let rhythm = |n| Event::care(rhythm_set(party(n), RhythmOption::Every(Rhythm::Month)));
    // Nobody was ever in touch: all wait from the first day on. 45 people a month are three a day.
    let mut events: Vec<Event> = (0..45).map(rhythm).collect();
    let few = FewSettings::default();
    let names = |calendar: &Calendar| -> Vec<(String, Vec<String>)> {
        let of = |entry: &CalendarEntry| match &entry.task {
            CalendarTask::ReachOut(people) => {
                (entry.day.to_string(), people.iter().map(|party| party.person.as_str().to_owned()).collect())
            }
            other => panic!("{other:?}"),
        };
        calendar.entries.iter().filter(|entry| !entry.is_cancelled).map(of).collect()
    };
    let first = calendar_ahead(&ledger(events.clone()), &few, &[]);
    let days = names(&first);
    assert_eq!(days[0].0, "2025-12-12");
    assert!(days.iter().all(|(_, people)| people.len() <= 3), "{days:?}");
    assert!(days.iter().all(|(day, _)| few.days.has(day.parse().expect("a date"))), "no weekend: {days:?}");
    let all: Vec<&String> = days.iter().flat_map(|(_, people)| people).collect();
    assert!(all.len() > 40, "{all:?}");
    assert_eq!(all.iter().collect::<std::collections::BTreeSet<_>>().len(), all.len(), "nobody twice");
    let text = calendar_text(&first, true);
    assert!(text.contains("SUMMARY:Reach out: Person") && !text.contains("overdue"), "{text}");
    let sources: Vec<&str> = first.entries.iter().map(|entry| entry.source.as_str()).collect();
    assert_eq!(sources[0], "reach-out:2025-12-12", "known by its day");
    assert_eq!(calendar_ahead(&ledger(events.clone()), &few, &first.records), first);

    // Days away: nobody on them, and still twenty business days.
    let away = vec![(day("2025-12-15"), day("2026-01-02"))];
    let later = FewSettings { days: BusinessDays { away, ..BusinessDays::default() }, ..FewSettings::default() };
    let with_holidays = names(&calendar_ahead(&ledger(events.clone()), &later, &[]));
    assert_eq!((with_holidays[0].0.as_str(), with_holidays[1].0.as_str()), ("2025-12-12", "2026-01-05"));

    // A date of one's own comes on top, on its day, be it a Sunday.
    events.push(Event::care(CareEvent::Postponed { about: party(7), due: day("2025-12-14") }));
    let own = calendar_ahead(&ledger(events.clone()), &few, &first.records);
    assert!(names(&own).contains(&("2025-12-14".to_owned(), vec!["p-07".to_owned()])), "{own:?}");
    let day_of_7 = days.iter().position(|(_, people)| people.contains(&"p-07".to_owned())).expect("a day");
    let changed = own.entries.iter().find(|entry| entry.source == first.entries[day_of_7].source).expect("the day");
    assert_eq!(changed.sequence, 1, "other people on the same day are a change");

    // Everybody without reminders: each entry goes out once more.
    events.extend((0..45).map(|n| Event::care(rhythm_set(party(n), RhythmOption::Every(Rhythm::Never)))));
    let none = calendar_ahead(&ledger(events.clone()), &few, &first.records);
    assert!(none.entries.iter().all(|entry| entry.is_cancelled) && none.entries.len() == first.entries.len());
    assert!(calendar_text(&none, false).contains("SUMMARY:Reach out\r\n"));
}

#[test]
fn namesakes_of_a_day_have_their_full_names() {
    let party = |key: &str, name: &str| Party { person: PersonKey::from_stored(key), name: name.into() };
    let events = [("a", "Mina Kraus"), ("b", "Mina Ott"), ("c", "Ole Berg")]
        .map(|(key, name)| Event::care(CareEvent::Postponed { about: party(key, name), due: day("2025-12-12") }));
    let every = Event::care(rhythm_set(party("d", "Dee"), RhythmOption::Every(Rhythm::Never)));
    let calendar = calendar_of(&ledger(events.into_iter().chain([every])), &[]);
    let text = calendar_text(&calendar, false);
    assert!(text.contains("SUMMARY:Reach out: Mina Kraus\\, Mina Ott\\, Ole\r\n"), "{text}");
}

#[test]
fn a_narrowed_calendar_takes_nothing_else_back() {
    let (ledger, _) = everybody();
    let all = calendar_of(&ledger, &[]);
    let scope = CalendarScope {
        today: day("2025-12-13"),
        few: &FewSettings::default(),
        local: LocalDates::UTC,
        filter: ContactFilter::Decided,
        is_meant: &|person| person.as_str() == "tim-later",
        is_whole: false,
    };
    let narrowed = Calendar::new(&ledger, &Network::default(), &scope, &all.records);
    assert_eq!(narrowed.entries.len(), 1);
    let again = calendar_of(&ledger, &narrowed.records);
    assert_eq!(told(&again), told(&all), "nothing was forgotten meanwhile");
}

#[test]
fn the_cells_of_a_connection_are_its_names() {
    let request = invitation("Maria da Silva Santos", "maria");
    let ledger = ledger([Event::decided(decision(&request, accept("", "")))]);
    let parts = |first: &str, last: &str, len: Option<u16>| -> (String, String) {
        let mut maria = connected(&request.person, format!("{first} {last}").trim(), "", "", "");
        let FactKind::Connected(row) = &mut maria.facts[0].kind else { panic!("a connection") };
        row.first_name_len = len;
        let network = network(vec![maria]);
        let contacts: Vec<_> =
            contacts(&ledger, &network, ContactFilter::Accepted, today(), LocalDates::UTC).iter().collect();
        let json: serde_json::Value = serde_json::from_str(&written("json", &contacts)).expect("JSON");
        let [given, family] = ["given_name", "family_name"].map(|key| json[0][key].as_str().expect("text").to_owned());
        for format in ["vcard", "vcard4"] {
            let card = written(format, &contacts);
            assert!(card.contains(&format!("\r\nN:{family};{given};;;\r\n")), "{card}");
        }
        for format in ["csv", "google", "outlook"] {
            assert!(written(format, &contacts).contains(&format!("\"{family}\"")), "{format}");
        }
        (given, family)
    };
    let names = |given: &str, family: &str| (given.to_owned(), family.to_owned());
    assert_eq!(parts("Maria da", "Silva Santos", Some(8)), names("Maria da", "Silva Santos"));
    assert_eq!(parts("", "Silva", Some(0)), names("", "Silva"));
    assert_eq!(parts("Maria", "Silva", None), names("Maria da Silva", "Santos"), "guessed");
}

#[test]
fn every_full_format_has_every_field() {
    let ann = invitation("Ann Bee", "ann-bee");
    let words = ["Bo and Cy", "a lending library", "a plumber", "pumps", "a well", "a boat", "a pump", "2026-01-03"];
    let described = Event::person_described(DescribedPerson {
        person: ann.person.clone(),
        name: ann.name.clone(),
        description: Description {
            mutuals: words[0].into(),
            offers: words[1].into(),
            seeks: words[2].into(),
            goals: words[4].into(),
            dreams: words[5].into(),
            i_can: words[6].into(),
            tags: [words[3], "a", "pumps", "a"].map(str::to_owned).to_vec(),
            ..Description::default()
        },
    });
    let mut decided = decision(&ann, accept("", ""));
    decided.tags = ["a", "b", "a", "b"].map(str::to_owned).to_vec();
    let about = Party { person: ann.person.clone(), name: ann.name.clone() };
    let walk = ContactInput { on: words[7], ..ContactInput::default() };
    let logged = contacted(about.clone(), walk, today()).expect("a contact");
    let every_year = rhythm_set(about, RhythmOption::Every(Rhythm::Year));
    let events = [Event::decided(decided), described, Event::care(logged), Event::care(every_year)];
    let ledger = ledger(events);
    let contacts: Vec<_> =
        contacts(&ledger, &Network::default(), ContactFilter::Accepted, today(), LocalDates::UTC).iter().collect();
    for format in ["csv", "json", "markdown", "notes"] {
        let out = written(format, &contacts);
        words.iter().for_each(|word| assert!(out.contains(word), "{word} is not in {format}: {out}"));
    }
    let card = written("vcard", &contacts).replace("\r\n ", "");
    assert!(card.contains("In touch: every year\\nLast contact: 3 Jan 2026\r\n"), "{card}");
    assert!(card.contains("CATEGORIES:a,b,pumps\r\n"));
    for (format, rhythm) in
        [("csv", "\"1y\""), ("json", "\"rhythm\": \"1y\""), ("notes", "rhythm: \"1y\""), ("markdown", "every year")]
    {
        assert!(written(format, &contacts).contains(rhythm), "the rhythm that applies, not that of the accept");
    }
    assert!(written("google", &contacts).contains("\"a ::: b ::: pumps ::: * myContacts\""));
}

#[test]
fn tables_and_programs_read_the_last_contact_in_utc() {
    let ann = invitation("Ann Bee", "ann-bee");
    let about = Party { person: ann.person.clone(), name: ann.name.clone() };
    let written_on = |sent: Option<&str>, logged: Option<&str>, local| -> [String; 3] {
        let log = |on| {
            let walk = ContactInput { on, ..ContactInput::default() };
            Event::care(contacted(about.clone(), walk, today()).expect("a contact"))
        };
        let decided = Event::decided(decision(&ann, accept("", "")));
        let ledger = ledger([decided].into_iter().chain(logged.map(log)));
        let mut known = connected(&ann.person, "Ann Bee", "", "", "");
        let talk =
            ConversationStats { sent: 1, last_sent: sent.map(|day| at(day).into()), ..ConversationStats::default() };
        known
            .facts
            .push(Fact { kind: FactKind::Conversation(Box::new(talk)), source: SourceRef { file: 0, record: 3 } });
        let network = network(vec![known]);
        ["json", "csv", "markdown"].map(|format| {
            let all = contacts(&ledger, &network, ContactFilter::Accepted, today(), local);
            let all = all.with_utc_days(find(format).expect("a format").has_utc_days);
            written(format, &all.iter().collect::<Vec<_>>())
        })
    };
    let east = LocalDates(|at| (at + chrono::TimeDelta::hours(14)).date_naive());
    let west = LocalDates(|at| (at - chrono::TimeDelta::hours(8)).date_naive());
    let day_in = |sent, logged, local| -> [String; 2] {
        let [json, csv, markdown] = written_on(sent, logged, local);
        let read: serde_json::Value = serde_json::from_str(&json).expect("JSON");
        let utc = read[0]["last_contact"].as_str().expect("a day").to_owned();
        assert!(csv.contains(&format!("\"{utc}\"")), "{csv}");
        let own = markdown.split_once("Last contact: ").expect("a day").1[..10].to_owned();
        [utc, own]
    };
    // A message, in UTC and as Markdown has it. It is 5 January everywhere.
    for (sent, local, days) in [
        ("2026-01-03T11:00:00Z", LocalDates::UTC, ["2026-01-03", "2026-01-03"]),
        ("2026-01-03T11:00:00Z", east, ["2026-01-03", "2026-01-04"]),
        ("2026-01-03T07:00:00Z", west, ["2026-01-03", "2026-01-02"]),
        ("2026-01-06T02:00:00Z", west, ["2026-01-06", "2026-01-05"]),
        ("2026-01-04T12:00:00Z", east, ["2026-01-04", "2026-01-05"]),
    ] {
        assert_eq!(day_in(Some(sent), None, local), days, "{sent}");
    }
    // A day that was said is that day, and with the same journal the bytes are the same.
    for local in [LocalDates::UTC, east, west] {
        assert_eq!(day_in(None, Some("2026-01-05"), local), ["2026-01-05", "2026-01-05"]);
        let both = (Some("2026-01-03T11:00:00Z"), Some("2026-01-02"));
        let [utc, here] = [LocalDates::UTC, local].map(|local| written_on(both.0, both.1, local));
        assert_eq!(utc[..2], here[..2]);
    }
}

#[test]
fn both_cards_have_one_id_and_the_profile() {
    let accepted = fixture(ContactFilter::Accepted);
    let cards = |format| -> Vec<Vec<String>> {
        let text = written(format, &accepted).replace("\r\n ", "");
        text.split("END:VCARD").map(|card| card.lines().map(str::to_owned).collect()).collect()
    };
    for (three, four) in cards("vcard").iter().zip(&cards("vcard4")) {
        let value = |card: &[String], start: &str| {
            card.iter()
                .find(|line| line.starts_with(start))
                .map(|line| line.split_once(':').expect("a value").1.to_owned())
        };
        assert_eq!(value(three, "UID:"), value(four, "UID;VALUE=text:"));
        let profile = value(three, "URL:");
        assert_eq!(value(three, "X-SOCIALPROFILE;TYPE=linkedin:"), profile);
        assert_eq!(value(four, "SOCIALPROFILE;SERVICE-TYPE=LinkedIn:"), profile);
    }
}

#[test]
fn a_note_is_a_file_with_front_matter() {
    let decided = fixture(ContactFilter::Decided);
    let Layout::Folder(note) = find("notes").expect("notes").layout else { panic!("a folder") };
    let notes: Vec<Note> = decided.iter().map(note).collect();
    let names: std::collections::BTreeSet<String> = notes.iter().map(|note| note.file_name.to_lowercase()).collect();
    assert_eq!(names.len(), notes.len(), "{names:?}");
    for (Note { file_name, text }, contact) in notes.iter().zip(&decided) {
        let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
        let stem = file_name.strip_suffix(".md").expect("Markdown");
        assert!(!stem.is_empty() && stem.chars().all(plain) && !stem.starts_with('-'), "{file_name}");
        let (front, body) =
            text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")).expect("front matter");
        let values: std::collections::BTreeMap<&str, serde_json::Value> = front
            .lines()
            .map(|line| {
                let (key, value) = line.split_once(": ").expect("a key");
                (
                    key,
                    serde_json::from_str(value)
                        .unwrap_or_else(|_| value.parse::<chrono::NaiveDate>().expect("a date").to_string().into()),
                )
            })
            .collect();
        assert_eq!(values["name"], name_of(contact));
        assert_eq!(values["uid"], contact.uid().to_string());
        assert_eq!(values["aliases"][0], name_of(contact));
        assert!(body.starts_with("\n# ") && !body.contains("\n---"), "{body}");
        let mut renamed = contact.clone();
        renamed.name = "Somebody Else".into();
        assert_eq!(&note(&renamed).file_name, file_name, "the name stays");
    }
    let ann = decided.iter().position(|contact| contact.person.as_str() == "ann-bee").expect("Ann");
    assert_eq!(notes[ann].file_name, "ann-bee.md");
    assert!(notes[ann].text.contains("tags: [\"garden\", \"Köln-Süd\"]"), "{}", notes[ann].text);
    for key in ["con", "com1", "a/../b", "..", ".hidden", "-x", "a:b", &"x".repeat(300), "name:ann bee", "name:"] {
        let mut odd = decided[ann].clone();
        odd.person = PersonKey::from_stored(key);
        let file_name = note(&odd).file_name;
        let stem = file_name.strip_suffix(".md").expect("Markdown");
        assert!(stem.len() <= 120 && stem.chars().all(|c| c.is_alphanumeric() || c == '-'), "{key}: {file_name}");
        assert!(stem.ends_with(&odd.uid().simple().to_string()[..8]), "{key}: {file_name}");
    }
}

#[test]
fn cards_read_back() {
    use calcard::vcard::{VCard, VCardProperty};
    let accepted = fixture(ContactFilter::Accepted);
    for format in ["vcard", "vcard4"] {
        let out = written(format, &accepted);
        let cards: Vec<&str> = out.split_inclusive("\r\nEND:VCARD\r\n").collect();
        assert_eq!(cards.len(), accepted.len());
        for (card, contact) in cards.into_iter().zip(&accepted) {
            let card = VCard::parse(card).expect("a card");
            let text = |what: VCardProperty| {
                card.property(&what).and_then(|entry| entry.values.first()?.as_text().map(str::to_owned))
            };
            assert_eq!(text(VCardProperty::Fn), Some(name_of(contact)));
            assert_eq!(text(VCardProperty::Url), contact.person.profile_url());
            assert_eq!(text(VCardProperty::Email), contact.email.as_ref().map(Untrusted::sanitized));
        }
    }
}

#[test]
fn a_reader_of_cards_gets_the_whole_address() {
    use calcard::vcard::VCardProperty;
    let mut ann = fixture(ContactFilter::Accepted).remove(0);
    ann.person = PersonKey::from_name("Ann Bee");
    for (address, encoded) in [
        ("https://xing.example/profile/Ann_Bee?x=1,2;3#a", "https://xing.example/profile/Ann_Bee?x=1%2C2%3B3#a"),
        ("https://example.org/back\\slash", "https://example.org/back%5Cslash"),
        ("https://exämple.org/ü;x", "https://ex%C3%A4mple.org/%C3%BC%3Bx"),
        ("http://example.org/a%20b/(c)'!*$&+=@:[1]~", "http://example.org/a%20b/(c)'!*$&+=@:[1]~"),
        ("https://example.org/{a}|b^`c", "https://example.org/%7Ba%7D%7Cb%5E%60c"),
    ] {
        ann.other_address = Some(address.to_owned());
        for format in ["vcard", "vcard4"] {
            let card = written(format, std::slice::from_ref(&ann));
            assert!(card.replace("\r\n ", "").contains(&format!("\r\nURL:{encoded}\r\n")), "{card}");
            assert_eq!(card_texts(&card, &VCardProperty::Url), [encoded]);
        }
    }
}

/// Texts of pieces that are special in some format, and of any other characters.
fn text() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "=",
        "+",
        "-",
        "@",
        "＝",
        ";",
        ",",
        "\\",
        "\"",
        "\n",
        "\r",
        "\r\n",
        "\t",
        ":",
        "END:VCARD",
        "BEGIN:VEVENT",
        "<b>",
        "[x](y)",
        "\u{1b}[2J",
        "\u{202e}",
        "\u{2028}",
        "\u{feff}",
        "\u{200d}",
        "\u{85}",
        "é",
        "名",
        "عمر",
        "👩\u{200d}💻",
        " ",
        "word",
        "#",
        "|",
        "```",
        "---",
        "'",
        "&lt;",
        "\u{0}",
    ]);
    prop::collection::vec(prop_oneof![4 => pieces.prop_map(str::to_owned), 1 => ".{0,40}"], 0..40)
        .prop_map(|parts| parts.concat())
}

prop_compose! {
    /// A contact with such texts in every field.
    fn contact()(name in text(), key in text(), cell in text(), own in text(), message in text(), tags in prop::collection::vec(text(), 0..3), seconds in 0i64..4_000_000_000, profile: bool, is_decided: bool) -> Contact {
        let person = if profile { PersonKey::from_stored(key) } else { PersonKey::from_name(&key) };
        let mut contact = fixture(ContactFilter::FollowUp).remove(0);
        let some = |text: &str| Some(Untrusted::from(text)).filter(|text| !text.is_blank());
        contact.person = person;
        contact.name = Untrusted::new(name);
        (contact.company, contact.position, contact.email, contact.headline) = (some(&cell), some(&cell), some(&cell), some(&cell));
        (contact.how_met, contact.remember) = (some(&own), some(&own));
        let decided = contact.decided.as_mut().expect("a decision");
        (decided.reason, decided.note, decided.question) = (some(&own), some(&own), some(&own));
        decided.message = some(&message);
        decided.decided_at = DateTime::<Utc>::from_timestamp(seconds, 0).expect("a time");
        contact.decided = contact.decided.filter(|_| is_decided);
        contact.tags = tags.iter().filter_map(|tag| some(tag)).collect();
        contact
    }
}

fn is_forbidden(c: char) -> bool {
    is_unsafe_char(c) && !matches!(c, '\n' | '\r' | '\u{200C}' | '\u{200D}')
}

/// True if a formula begins the cell; a program that imports the table knows only `=`.
fn is_formula(cell: &str, is_opened: bool) -> bool {
    let cell = cell.trim_start();
    cell.starts_with('=') || is_opened && cell.starts_with(['+', '-', '@', '＝', '＋', '－', '＠'])
}

/// Possible beginnings of a content line. Untrusted text can begin a line only after the space of a folded one.
const PROPERTIES: &[&str] = &[
    "BEGIN:VCARD",
    "END:VCARD",
    "VERSION:",
    "UID:",
    "UID;VALUE=text:",
    "X-SOCIALPROFILE;TYPE=linkedin:https://www.linkedin.com/in/",
    "SOCIALPROFILE;SERVICE-TYPE=LinkedIn:https://www.linkedin.com/in/",
    "FN:",
    "N:",
    "ORG:",
    "TITLE:",
    "EMAIL:",
    "URL:https://www.linkedin.com/in/",
    "NOTE:",
    "CATEGORIES:",
    "REV:",
    "BEGIN:VCALENDAR",
    "END:VCALENDAR",
    "PRODID:",
    "CALSCALE:",
    "X-WR-CALNAME:",
    "SEQUENCE:0",
    "BEGIN:VALARM",
    "END:VALARM",
    "ACTION:DISPLAY",
    "TRIGGER:PT9H",
    "BEGIN:VTODO",
    "END:VTODO",
    "BEGIN:VEVENT",
    "END:VEVENT",
    "DTSTAMP:",
    "CLASS:",
    "SUMMARY:",
    "DESCRIPTION:",
    "DUE;",
    "STATUS:",
    "DTSTART;",
    "DTEND;",
    "TRANSP:",
];

fn one_line(text: Option<&Untrusted>) -> Vec<String> {
    text.into_iter().map(|text| collapse_whitespace(&text.sanitized())).collect()
}

/// Returns the values of all properties of this name, as an independent parser reads the card.
fn card_texts(card: &str, what: &calcard::vcard::VCardProperty) -> Vec<String> {
    use calcard::vcard::{VCard, VCardValue};
    let card = VCard::parse(card).expect("a card");
    let values = card.properties(what).flat_map(|entry| &entry.values);
    values
        .flat_map(|value| match value {
            VCardValue::Component(parts) => parts.clone(),
            value => vec![value.as_text().expect("text").to_owned()],
        })
        .collect()
}

proptest! {
    #[test]
    fn nothing_that_acts_leaves_the_house(contacts in prop::collection::vec(contact(), 0..3)) {
        for format in FORMATS {
            let out = written(format.name, &contacts);
            let bad: Vec<char> = out.chars().filter(|c| is_forbidden(*c)).collect();
            prop_assert!(bad.is_empty(), "{}: {:?}", format.name, bad);
        }
    }

    #[test]
    fn no_cell_is_a_formula(contact in contact()) {
        for format in FORMATS.iter().filter(|format| format.extensions == ["csv"]) {
            let out = written(format.name, std::slice::from_ref(&contact));
            let records = csv::ReaderBuilder::new().has_headers(false).from_reader(out.as_bytes()).into_records();
            let records: Vec<csv::StringRecord> = records.map(|row| row.expect("a record")).collect();
            prop_assert_eq!(records.len(), 2);
            for cell in records.iter().flatten() {
                prop_assert!(!is_formula(cell, format.name == "csv"), "{}: {:?}", format.name, cell);
            }
        }
    }

    #[test]
    fn lines_are_folded_and_begin_with_what_is_ours(contact in contact()) {
        for format in ["vcard", "vcard4", "ics"] {
            let out = written(format, std::slice::from_ref(&contact));
            prop_assert!(!out.replace("\r\n", "").contains(['\r', '\n']));
            for line in out.split_terminator("\r\n") {
                prop_assert!(line.len() <= 75, "{}: {} octets", format, line.len());
                let ours = line.starts_with(' ') || PROPERTIES.iter().any(|property| line.starts_with(property));
                prop_assert!(ours, "{}: {:?}", format, line);
            }
        }
    }

    #[test]
    fn a_reader_of_cards_gets_the_same_texts(contact in contact()) {
        use calcard::vcard::VCardProperty as P;
        let mut tags: Vec<String> = Vec::new();
        for tag in contact.tags.iter().map(|tag| collapse_whitespace(&tag.sanitized())) {
            if !tags.contains(&tag) {
                tags.push(tag);
            }
        }
        let own = contact.how_met.as_ref().map_or(String::new(), |text| text.sanitized().trim().to_owned());
        let decided = contact.decided.iter();
        let message = decided.filter_map(|decided| decided.message.as_ref());
        let message = message.map(|text| format!("Wrote with the request: {}", text.sanitized().trim()));
        let said = ["How we met", "To remember"].map(|label| format!("{label}: {own}"));
        let note: Vec<String> = said.into_iter().filter(|_| !own.is_empty()).chain(message).collect();
        for format in ["vcard", "vcard4"] {
            let card = written(format, std::slice::from_ref(&contact));
            prop_assert_eq!(card_texts(&card, &P::Org), one_line(contact.company.as_ref()));
            prop_assert_eq!(card_texts(&card, &P::Title), one_line(contact.position.as_ref()));
            prop_assert_eq!(card_texts(&card, &P::Email), one_line(contact.email.as_ref()));
            prop_assert_eq!(card_texts(&card, &P::Categories), tags.clone());
            prop_assert_eq!(card_texts(&card, &P::Note).concat(), note.join("\n"));
            prop_assert_eq!(card_texts(&card, &P::Url), Vec::from_iter(contact.person.profile_url()));
            if !contact.name.is_blank() {
                prop_assert_eq!(card_texts(&card, &P::Fn), [name_of(&contact)]);
            }
        }
    }

    #[test]
    fn readers_of_calendars_get_the_same_texts(contact in contact()) {
        use calcard::icalendar::{ICalendar, ICalendarProperty as P};
        use icalendar::{Calendar, Component};
        let calendar = written("ics", std::slice::from_ref(&contact));
        let theirs: Calendar = calendar.parse().expect("a calendar");
        let ours = ICalendar::parse(&calendar).expect("a calendar");
        let task = theirs.components[0].as_todo().expect("a task");
        let text = |what: P| ours.components[1].property(&what).and_then(|entry| entry.values.first()?.as_text());
        prop_assert_eq!(task.get_summary(), text(P::Summary));
        prop_assert_eq!(task.get_description(), text(P::Description));
        if !contact.name.is_blank() {
            let summary = format!("Follow up: {}", name_of(&contact));
            prop_assert_eq!(text(P::Summary), Some(summary.as_str()));
        }
        let message = contact.decided.as_ref().and_then(|decided| decided.message.as_ref()).map(|text| text.sanitized().trim().to_owned()).unwrap_or_default();
        prop_assert!(text(P::Description).unwrap_or_default().ends_with(&message));
    }
}
