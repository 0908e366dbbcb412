//! Figures of the insights: what became of accepts, the backlog, and the log, which a second and simpler way of counting
//! must agree with.

mod common;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use common::{closing_import, imported, request, time};
use invite_triage::domain::care::aims::done_contacts;
use invite_triage::domain::care::clock::{FewSettings, PlanData, ReachOutPlan};
use invite_triage::domain::care::recommendation::asked_until;
use invite_triage::domain::care::today::due_promises;
use invite_triage::domain::decision::care_event::{
    Aim, CareEvent, Channel, Judgement, LoggedContact, Party, Promise, Review, ReviewChoice,
};
use invite_triage::domain::decision::checklist::{Answer, Answers, QuestionId};
use invite_triage::domain::decision::event::{CarryOut, CarryOutResult, CloseReason, Entry, EntryId, Event, GivenGift};
use invite_triage::domain::decision::ledger::Ledger;
use invite_triage::domain::decision::{AcceptDetails, Decision, DeclineKind, FollowUpMode, Gift, Verdict};
use invite_triage::domain::evidence::network::{
    Connection, ConversationStats, Fact, FactKind, FileKind, Network, Owner, PersonFacts, SinceConnected, SourceRef,
};
use invite_triage::domain::insight::backlog::{declines_in_a_row, month_ends};
use invite_triage::domain::insight::blocks::{Period, blocks};
use invite_triage::domain::insight::letter::letter;
use invite_triage::domain::insight::outcome::{AcceptOutcome, OutcomeCounts, accepts};
use invite_triage::domain::insight::patterns::{AnswerPattern, judged, letters};
use invite_triage::domain::person::key::PersonKey;
use invite_triage::domain::request::invitation::Invitation;
use invite_triage::domain::text::dates::LocalDates;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn answers(letters: &str) -> Answers {
    let answer = |letter| match letter {
        'y' => Answer::Yes,
        'n' => Answer::No,
        _ => Answer::Unsure,
    };
    ["met", "context", "value"]
        .iter()
        .zip(letters.chars())
        .map(|(id, c)| (QuestionId((*id).into()), answer(c)))
        .collect()
}

fn decided(invitation: &Invitation, verdict: Verdict, letters: &str) -> Event {
    Event::decided(Decision {
        invitation: invitation.id.clone(),
        person: invitation.person.clone(),
        name: invitation.name.clone(),
        verdict,
        answers: answers(letters),
        checklist: String::new(),
        questions: Vec::new(),
        reason: String::new(),
        note: String::new(),
        tags: Vec::new(),
        evidence: Vec::new(),
    })
}

fn accept(invitation: &Invitation, letters: &str) -> Event {
    decided(invitation, Verdict::Accept(AcceptDetails::default()), letters)
}

/// Replays events, each at its time.
fn ledger(events: Vec<(&str, Event)>) -> Ledger {
    let entry = |(n, (at, event)): (u64, (&str, Event))| Entry {
        n,
        id: EntryId(format!("line-{n}")),
        at: time(at),
        redo_of: None,
        batch: None,
        event,
    };
    Ledger::replay((1..).zip(events).map(entry))
}

fn connected(slug: &str, on: &str, sent: u32, received: u32, first: Option<&str>) -> PersonFacts {
    let source = SourceRef { file: 0, record: 2 };
    let mut known = PersonFacts::new(PersonKey::from_stored(slug), slug.into());
    let row = Connection { connected_on: Some(day(on)), ..Connection::default() };
    known.facts.push(Fact { kind: FactKind::Connected(row), source });
    if sent + received > 0 {
        let since_connected = SinceConnected { sent, received, first_received: first.map(|at| time(at).into()) };
        let talk = ConversationStats { sent, received, since_connected, ..ConversationStats::default() };
        known.facts.push(Fact { kind: FactKind::Conversation(Box::new(talk)), source });
    }
    known
}

fn copy(at: &str, people: Vec<PersonFacts>) -> Network {
    let mut network = Network::new(Owner::default(), Some(time(at)), vec!["messages.csv".to_owned()], people);
    network.kinds = vec![FileKind::Invitations, FileKind::Connections, FileKind::Messages];
    network.messages_as_of = Some(time(at));
    network
}

#[test]
fn a_letter_has_the_words_without_marks_of_the_screen() {
    // A Monday.
    let [mut ann, bo, cy] = ["ann", "bo", "cy"].map(|slug| request(slug, slug, "2026-11-23", ""));
    ann.name = "\u{2066}Ann\u{2069}\n Bee".into();
    let party = |of: &Invitation| Party { person: of.person.clone(), name: of.name.clone() };
    let why = Verdict::Accept(AcceptDetails { how_met: "multi\nline; \"x\".".to_owned(), ..AcceptDetails::default() });
    let met = |of: &Invitation, text: &str| {
        Event::care(CareEvent::Contacted(LoggedContact {
            about: party(of),
            on: day("2026-11-24"),
            channel: Channel::Call,
            aim: Aim::Neutral,
            answered: None,
            text: text.to_owned(),
        }))
    };
    let promise =
        Promise { about: party(&ann), text: "a\tbook\u{200b}".to_owned(), due: day("2026-11-27"), promise: None };
    let ledger = ledger(vec![
        ("2026-11-23T13:00:00Z", imported(vec![ann.clone(), bo.clone(), cy.clone()])),
        ("2026-11-23T13:01:00Z", decided(&ann, why, "ynn")),
        ("2026-11-23T13:02:00Z", decided(&bo, Verdict::Decline(DeclineKind::Ignore), "nnn")),
        ("2026-11-23T13:03:00Z", decided(&cy, Verdict::Decline(DeclineKind::Ignore), "nnn")),
        ("2026-11-24T09:00:00Z", met(&ann, "about\u{7}\nhoney")),
        ("2026-11-24T09:01:00Z", met(&bo, "")),
        ("2026-11-24T09:02:00Z", Event::care(CareEvent::Promised(promise))),
    ]);
    let (settings, network) = (FewSettings::default(), Network::default());
    let (today, local) = (day("2026-11-25"), LocalDates::UTC);
    let letter = letter(PlanData { ledger: &ledger, network: &network, settings: &settings, today, local });
    let said: Vec<&str> = letter.sections.iter().flat_map(|one| &one.sentences).map(String::as_str).collect();
    assert_eq!(
        said,
        [
            "Ann Bee, bo and cy asked to connect.",
            "You accepted Ann Bee. Ann Bee: “multi line; \"x\"”.",
            "You declined cy and bo.",
            "You called Ann Bee on Tuesday: about honey.",
            "You called bo on Tuesday.",
            "You promised Ann Bee: a book, by Fri 27 Nov.",
        ]
    );
}

#[test]
fn what_became_of_accepts() {
    let people = [
        (
            "both",
            connected("both", "2026-01-10", 1, 1, Some("2026-03-01T08:00:00Z")),
            Some(AcceptOutcome::Conversation),
        ),
        ("third", connected("third", "2026-01-10", 0, 2, Some("2026-01-13T23:00:00Z")), Some(AcceptOutcome::Pitched)),
        (
            "fourth",
            connected("fourth", "2026-01-10", 0, 2, Some("2026-01-14T00:00:00Z")),
            Some(AcceptOutcome::OneSided),
        ),
        ("mine", connected("mine", "2026-01-10", 3, 0, None), Some(AcceptOutcome::OneSided)),
        ("none", connected("none", "2026-01-10", 0, 0, None), Some(AcceptOutcome::Silent)),
    ];
    let mut requests: Vec<Invitation> = people.iter().map(|(slug, ..)| request(slug, slug, "2026-01-01", "")).collect();
    requests.push(request("not there", "not-there", "2026-01-01", ""));
    let mut events = vec![("2026-01-05T09:00:00Z", imported(requests.clone()))];
    events.extend(requests.iter().map(|request| ("2026-01-06T09:00:00Z", accept(request, "yny"))));
    let ledger = ledger(events);
    let facts: Vec<PersonFacts> = people.iter().map(|(_, known, _)| known.clone()).collect();
    let network = copy("2026-04-10T00:00:00Z", facts.clone());
    let found = accepts(&ledger, &network);
    let expected: Vec<Option<AcceptOutcome>> = people.iter().map(|(.., outcome)| *outcome).chain([None]).collect();
    assert_eq!(found.iter().map(|one| one.outcome).collect::<Vec<_>>(), expected);
    // 10 January to 10 April are 90 days.
    assert_eq!(found.iter().filter(|one| one.is_old_enough).count(), 5);
    let early = copy("2026-04-09T23:00:00Z", facts.clone());
    assert_eq!(accepts(&ledger, &early).iter().filter(|one| one.is_old_enough).count(), 0);
    let counts = OutcomeCounts::of(found.iter());
    assert_eq!((counts.accepted, counts.connected(), counts.silent), (6, 5, 1));
    // Who is gone keeps what the last copy that had them said, however many copies come after it.
    let gone = |day: &str| {
        let mut known = connected("both", "2026-01-10", 0, 0, None);
        let talk = ConversationStats { sent: 1, received: 1, ..ConversationStats::default() };
        known.facts =
            vec![Fact { kind: FactKind::Conversation(Box::new(talk)), source: SourceRef { file: 0, record: 2 } }];
        copy(day, vec![known])
    };
    let kinds = [FileKind::Connections, FileKind::Messages];
    let later = network.merged_with_import(gone("2026-05-10T00:00:00Z"), &kinds);
    let later = later.merged_with_import(gone("2026-06-10T00:00:00Z"), &kinds);
    assert_eq!(accepts(&ledger, &later)[0].outcome, Some(AcceptOutcome::Conversation));
    // A connection that was gone before the accept is none of it.
    let before = connected("both", "2026-01-05", 1, 1, None);
    let before = copy("2026-04-10T00:00:00Z", vec![before]).merged_with_import(gone("2026-05-10T00:00:00Z"), &kinds);
    assert_eq!(accepts(&ledger, &before)[0].outcome, None);
    // Without messages nothing is said.
    let mut silent = copy("2026-04-10T00:00:00Z", facts);
    silent.kinds.retain(|kind| *kind != FileKind::Messages);
    assert!(accepts(&ledger, &silent).is_empty());
}

#[test]
fn backlog_at_month_ends() {
    let [ann, cy, dov] = ["ann", "cy", "dov"].map(|slug| request(slug, slug, "2026-01-20", ""));
    let follow_up = Verdict::FollowUp { due: day("2026-03-15"), mode: FollowUpMode::Ask, question: String::new() };
    let ledger = ledger(vec![
        ("2026-01-25T09:00:00Z", imported(vec![ann.clone(), cy.clone(), dov.clone()])),
        ("2026-02-10T09:00:00Z", decided(&ann, follow_up, "")),
        ("2026-02-28T23:59:59Z", decided(&cy, Verdict::Decline(DeclineKind::Ignore), "nnn")),
        ("2026-03-20T09:00:00Z", accept(&ann, "ynn")),
        ("2026-03-21T09:00:00Z", closing_import(&[(&dov, CloseReason::Vanished)])),
        ("2026-04-02T09:00:00Z", Event::Reopened { invitation: dov.id.clone() }),
    ]);
    let ends = month_ends(&ledger, day("2026-05-01"), LocalDates::UTC);
    let shown: Vec<_> = ends.iter().map(|end| (end.month.to_string(), end.undecided, end.following_up)).collect();
    let expected = [("2026-01-01", 3, 0), ("2026-02-01", 1, 1), ("2026-03-01", 0, 0), ("2026-04-01", 1, 0)];
    assert_eq!(shown, expected.map(|(month, undecided, following)| (month.to_owned(), undecided, following)));
    assert_eq!(month_ends(&ledger, day("2026-04-30"), LocalDates::UTC).len(), 3, "April is not over");
    assert_eq!(declines_in_a_row(&ledger), 0, "the newest decision is an accept");
}

#[test]
fn a_letter_says_what_is_owed_and_each_act_once() {
    // A Monday.
    let [ann, bo, cy] = ["ann", "bo", "cy"].map(|slug| request(slug, slug, "2026-11-02", ""));
    let party = |of: &Invitation| Party { person: of.person.clone(), name: of.name.clone() };
    let done = |of: &Invitation| {
        let (invitation, person) = (of.id.clone(), of.person.clone());
        Event::carried_out(CarryOut { invitation, person, name: of.name.clone(), result: CarryOutResult::Done })
    };
    let called = |of: &Invitation, aim, text: &str| {
        let (about, on, text) = (party(of), day("2026-11-23"), text.to_owned());
        Event::care(CareEvent::Contacted(LoggedContact {
            about,
            on,
            channel: Channel::Call,
            aim,
            answered: None,
            text,
        }))
    };
    let promise = Promise { about: party(&ann), text: "a book".to_owned(), due: day("2026-11-24"), promise: None };
    let gift = |of: &Invitation| {
        let (invitation, person) = (of.id.clone(), of.person.clone());
        Event::gift_given(GivenGift { invitation, person, name: of.name.clone(), gift: Gift::Hello })
    };
    let ledger = ledger(vec![
        ("2026-11-02T13:00:00Z", imported(vec![ann.clone(), bo.clone(), cy.clone()])),
        ("2026-11-03T13:01:00Z", accept(&ann, "ynn")),
        ("2026-11-03T13:02:00Z", accept(&bo, "ynn")),
        ("2026-11-03T13:03:00Z", accept(&cy, "ynn")),
        ("2026-11-23T08:00:00Z", done(&ann)),
        ("2026-11-24T08:00:00Z", done(&bo)),
        ("2026-11-23T08:00:00Z", done(&cy)),
        ("2026-11-23T09:00:00Z", gift(&cy)),
        ("2026-11-23T09:01:00Z", called(&ann, Aim::Give, "coffee")),
        ("2026-11-23T09:02:00Z", Event::care(CareEvent::Promised(promise))),
    ]);
    let (settings, network) = (FewSettings::default(), Network::default());
    let (today, local) = (day("2026-11-25"), LocalDates::UTC);
    let letter = letter(PlanData { ledger: &ledger, network: &network, settings: &settings, today, local });
    let section = |heading: &str| {
        let found = letter.sections.iter().find(|one| one.heading == heading);
        found.map(|one| one.sentences.iter().map(String::as_str).collect::<Vec<_>>()).unwrap_or_default()
    };
    assert_eq!(section("Whom you met"), ["You called ann on Monday: coffee.", "You gave something to cy."]);
    let owed = ["You promised ann: a book, by Tue 24 Nov.", "You owe a hello to ann and bo, the first by Wed 25 Nov."];
    assert_eq!(section("What you owe"), owed);
}

#[test]
fn all_shows_everything_in_columns_as_long_as_it_needs() {
    let mut undated = request("dov", "dov", "2026-01-01", "");
    undated.sent_at = None;
    let parts = |first: &str| {
        let requests = vec![request("ann", "ann", first, ""), request("bo", "bo", "2025-10-02", ""), undated.clone()];
        let ledger = ledger(vec![("2026-04-01T09:00:00Z", imported(requests))]);
        let (settings, network) = (FewSettings::default(), Network::default());
        let (today, local) = (day("2026-05-01"), LocalDates::UTC);
        let data = PlanData { ledger: &ledger, network: &network, settings: &settings, today, local };
        let block = blocks(data, &ReachOutPlan::new(data), Period::All).swap_remove(0);
        let columns: Vec<(String, usize)> = block.parts.iter().map(|part| (part.label.clone(), part.count())).collect();
        (block.title, columns[0].clone(), block.notes)
    };
    let expected = |title: &str, first: &str, note: &str| {
        let notes = vec![note.to_owned(), "1 request without a date".to_owned()];
        (title.to_owned(), (first.to_owned(), 1), notes)
    };
    assert_eq!(parts("2025-02-01"), expected("Requests by month", "Feb 2025", "2 requests in 16 months"));
    assert_eq!(parts("2025-01-31"), expected("Requests by quarter", "Jan–Mar 2025", "2 requests in 6 quarters"));
    assert_eq!(parts("2022-06-30"), expected("Requests by year", "2022", "2 requests in 5 years"));
}

#[test]
fn patterns_are_the_first_yes() {
    let of = |letters| AnswerPattern::of(&answers(letters)).label();
    assert_eq!(["yyn", "nyy", "nny", "nun"].map(of), ["met before", "context only", "value only", "no yes"]);
    assert_eq!([letters(&answers("yu")), letters(&Answers::default())], ["yu-".to_owned(), String::new()]);
}

/// A small generator of numbers, the same at every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

/// Returns seeded lines about a dozen people, among them ones that are taken back and repeated.
fn seeded_lines(seed: u64) -> Vec<Entry> {
    let mut numbers = Numbers(seed);
    let mut lines: Vec<Entry> = Vec::new();
    let requests: Vec<Invitation> =
        (0..12).map(|n| request(&format!("person {n}"), &format!("person-{n}"), "2025-01-01", "")).collect();
    for n in 1..=400 {
        let at = time("2025-01-02T09:00:00Z") + chrono::TimeDelta::hours(i64::try_from(n).expect("few") * 12);
        let invitation = &requests[usize::try_from(numbers.below(12)).expect("few")];
        let about = Party { person: invitation.person.clone(), name: invitation.name.clone() };
        let on = at.date_naive() - chrono::Days::new(numbers.below(9));
        let answer = [Answer::Yes, Answer::No, Answer::Unsure][usize::try_from(numbers.below(3)).expect("few")];
        let old = |numbers: &mut Numbers, wanted: fn(&Event) -> bool| {
            let found: Vec<&Entry> = lines.iter().filter(|line| wanted(&line.event)).collect();
            let place = numbers.below(u64::try_from(found.len().max(1)).expect("few"));
            found.get(usize::try_from(place).expect("few")).map(|line| (*line).clone())
        };
        let event = match numbers.below(10) {
            0..=2 => Event::care(CareEvent::Contacted(LoggedContact {
                about,
                on,
                channel: Channel::Call,
                aim: [Aim::Give, Aim::Ask, Aim::Neutral][usize::try_from(numbers.below(3)).expect("few")],
                answered: None,
                text: String::new(),
            })),
            3 => Event::care(CareEvent::Promised(Promise {
                about,
                text: "a book".into(),
                due: on + chrono::Days::new(90),
                promise: None,
            })),
            4 => match old(
                &mut numbers,
                |event| matches!(event, Event::Care(event) if matches!(**event, CareEvent::Promised(_))),
            ) {
                Some(made) => {
                    let Event::Care(event) = &made.event else { continue };
                    let about = event.parties()[0].clone();
                    let kept = numbers.below(3) > 0;
                    let promise = made.id.clone();
                    Event::care(if kept {
                        CareEvent::PromiseKept { promise, about }
                    } else {
                        CareEvent::PromiseDropped { promise, about }
                    })
                }
                None => continue,
            },
            5 => Event::care(CareEvent::Recommendable { about, could: answer }),
            6 => Event::care(CareEvent::Reviewed(Review {
                about,
                choice: ReviewChoice::Keep,
                answers: [(QuestionId("recommend".into()), answer)]
                    .into_iter()
                    .filter(|_| numbers.below(2) > 0)
                    .collect(),
                rhythm: None,
                due: None,
                note: String::new(),
            })),
            7 => accept(invitation, ["yyy", "nyn", "nnn"][usize::try_from(numbers.below(3)).expect("few")]),
            8 => match old(&mut numbers, |event| matches!(event, Event::Decided(_))) {
                Some(line) => {
                    let Event::Decided(decision) = &line.event else { continue };
                    let about = Party { person: decision.person.clone(), name: decision.name.clone() };
                    Event::care(CareEvent::Judged(Judgement {
                        entry: line.id.clone(),
                        invitation: decision.invitation.clone(),
                        about,
                        right: Some(answer).filter(|_| numbers.below(4) > 0),
                        seen: None,
                        learnt: String::new(),
                        due: None,
                    }))
                }
                None => continue,
            },
            _ => match old(&mut numbers, |event| matches!(event, Event::Care(_))) {
                // Takes a line back.
                Some(line) => {
                    let is_back =
                        lines.iter().any(|back| matches!(&back.event, Event::Retracted { entry } if *entry == line.id));
                    if is_back {
                        continue;
                    }
                    Event::Retracted { entry: line.id }
                }
                None => continue,
            },
        };
        lines.push(Entry { n, id: EntryId(format!("line-{n}")), at, redo_of: None, batch: None, event });
    }
    lines
}

#[test]
fn figures_of_the_log_equal_a_naive_count() {
    for seed in 1..=40 {
        let lines = seeded_lines(seed);
        let today = day("2025-06-10");
        let taken_back: Vec<&EntryId> = lines
            .iter()
            .filter_map(|line| if let Event::Retracted { entry } = &line.event { Some(entry) } else { None })
            .collect();
        let stands: Vec<&Entry> = lines.iter().filter(|line| !taken_back.contains(&&line.id)).collect();
        let care: Vec<(&Entry, &CareEvent)> = stands
            .iter()
            .filter_map(|line| if let Event::Care(event) = &line.event { Some((*line, &**event)) } else { None })
            .collect();
        let ledger = Ledger::replay(lines.clone());

        // Give, ask, neutral.
        let mut naive = BTreeMap::new();
        let mut kept: Vec<&EntryId> = Vec::new();
        let made =
            |id: &EntryId| care.iter().any(|(line, event)| line.id == *id && matches!(event, CareEvent::Promised(_)));
        for (_, event) in &care {
            match event {
                CareEvent::Contacted(contact) => *naive.entry(contact.aim.label()).or_insert(0) += 1,
                CareEvent::PromiseKept { .. } => *naive.entry("give").or_insert(0) += 1,
                _ => {}
            }
        }
        let mut counted = BTreeMap::new();
        for done in done_contacts(&ledger, LocalDates::UTC) {
            *counted.entry(done.aim.label()).or_insert(0) += 1;
        }
        assert_eq!(counted, naive, "seed {seed}");

        // Promises kept of those due.
        let mut open = 0;
        for (line, event) in &care {
            if let CareEvent::Promised(promise) = event {
                let end = care.iter().find(|(end, event)| {
                        end.n > line.n
                            && matches!(event, CareEvent::PromiseKept { promise, .. } | CareEvent::PromiseDropped { promise, .. } if *promise == line.id)
                    });
                match end.map(|(_, event)| event) {
                    Some(CareEvent::PromiseKept { .. }) => kept.push(&line.id),
                    Some(_) => {}
                    None => open += usize::from(promise.due <= today),
                }
            }
        }
        assert!(kept.iter().all(|id| made(id)));
        let promises = due_promises(&ledger, today, LocalDates::UTC);
        let counted = (promises.iter().filter(|promise| promise.is_kept).count(), promises.len());
        assert_eq!(counted, (kept.len(), kept.len() + open), "seed {seed}");

        // Judged: the newest answer about each decision that stands.
        let mut naive: BTreeMap<&EntryId, Answer> = BTreeMap::new();
        for (_, event) in &care {
            if let CareEvent::Judged(Judgement { entry, right: Some(right), .. }) = event {
                naive.insert(entry, *right);
            }
        }
        let count = |wanted: Answer| naive.values().filter(|answer| **answer == wanted).count();
        let found = judged(&ledger);
        let counted = |wanted: Answer| found.iter().filter(|one| one.judgement.right == Some(wanted)).count();
        for answer in [Answer::Yes, Answer::No, Answer::Unsure] {
            assert_eq!(counted(answer), count(answer), "seed {seed}");
        }

        // Recommendable: the newest answer about each person.
        let mut naive: BTreeMap<String, Answer> = BTreeMap::new();
        for (_, event) in &care {
            let answer = match event {
                CareEvent::Recommendable { could, .. } => Some(*could),
                CareEvent::Reviewed(review) => review.answers.iter().map(|(_, answer)| answer).next(),
                _ => None,
            };
            if let Some(answer) = answer {
                naive.insert(event.parties()[0].person.as_str().to_owned(), answer);
            }
        }
        let mut counted = BTreeMap::new();
        for (person, answer) in asked_until(&ledger, NaiveDate::MAX, LocalDates::UTC) {
            counted.insert(person.as_str().to_owned(), answer);
        }
        assert_eq!(counted, naive, "seed {seed}");
    }
}

#[test]
fn whom_one_could_recommend_is_shown_over_time() {
    let person = |slug: &str| Party { person: PersonKey::from_stored(slug), name: slug.into() };
    let asked = |slug, could| Event::care(CareEvent::Recommendable { about: person(slug), could });
    let ledger = ledger(vec![
        ("2026-01-10T09:00:00Z", asked("ann", Answer::No)),
        ("2026-03-10T09:00:00Z", asked("bob", Answer::Yes)),
        ("2026-11-10T09:00:00Z", asked("ann", Answer::Yes)),
    ]);
    let (settings, network) = (FewSettings::default(), Network::default());
    let (today, local) = (day("2026-11-25"), LocalDates::UTC);
    let data = PlanData { ledger: &ledger, network: &network, settings: &settings, today, local };
    let shown = |period| -> Vec<(String, String)> {
        let blocks = blocks(data, &ReachOutPlan::new(data), period);
        let block = blocks.into_iter().find(|block| block.title == "Whom you could recommend").expect("a block");
        block.parts.into_iter().map(|part| (part.label, part.figure)).collect()
    };
    let all = [
        ("until 28 Feb 2026", "0 of 1"),
        ("until 30 Apr 2026", "1 of 2"),
        ("until 30 Jun 2026", "1 of 2"),
        ("until 31 Aug 2026", "1 of 2"),
        ("until 31 Oct 2026", "1 of 2"),
        ("today", "2 of 2"),
    ];
    assert_eq!(shown(Period::All), all.map(|(label, figure)| (label.to_owned(), figure.to_owned())));
    let month = shown(Period::Month);
    assert_eq!(month.first().map(|(label, _)| label.as_str()), Some("until 1 Nov 2026"), "{month:?}");
    assert!(month.len() <= 6, "{month:?}");
}
