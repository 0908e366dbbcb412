//! Property tests of the journal and its ledger.

use std::collections::HashSet;
use std::fs;

use chrono::{DateTime, NaiveDate, Utc};
use invite_triage::domain::care::contact::{ContactFilter, contacts};
use invite_triage::domain::decision::care_event::{
    Absence, Aim, CareEvent, Channel, IntroductionEntry, IntroductionStep, Invite, Judgement, LoggedContact, Party,
    Pledge, Promise, Review, ReviewChoice, RhythmChoice,
};
use invite_triage::domain::decision::checklist::{Answer, Answers, QuestionId};
use invite_triage::domain::decision::event::SourceKind;
use invite_triage::domain::decision::event::{
    CarryOut, CarryOutResult, CloseReason, ClosedRequest, DescribedPerson, Description, Entry, EntryId, Event,
    GivenGift, Import,
};
use invite_triage::domain::decision::ledger::{Ledger, Status, StatusCounts};
use invite_triage::domain::decision::rhythm::Rhythm;
use invite_triage::domain::decision::{AcceptDetails, Decision, DeclineKind, FollowUpMode, Gift, GiftBy, Verdict};
use invite_triage::domain::evidence::network::Network;
use invite_triage::domain::evidence::{Evidence, EvidenceKind};
use invite_triage::domain::person::key::PersonKey;
use invite_triage::domain::request::invitation::{Invitation, InvitationId};
use invite_triage::domain::text::dates::LocalDates;
use invite_triage::domain::text::untrusted::{Untrusted, is_unsafe_char};
use invite_triage::store::redact::PersonMatcher;
use invite_triage::store::{FindingKind, JOURNAL, Journal, journal, line, repair};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::FileFailurePersistence;
use strum::VariantArray;

const PEOPLE: [&str; 4] = ["ann", "bob", "名前", "zoë"];

fn time(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_700_000_000 + seconds, 0).expect("a time")
}

fn request(who: usize) -> Invitation {
    let url = format!("https://www.linkedin.com/in/{}", PEOPLE[who % PEOPLE.len()]);
    Invitation::new(PEOPLE[who % PEOPLE.len()], &url, time(i64::try_from(who).expect("few people")))
}

fn entry_id(number: u64) -> EntryId {
    EntryId(format!("id-{number:04}"))
}

prop_compose! {
    fn hostile()(text in prop_oneof![
        "\\PC{0,12}", ".{0,12}", Just("\u{1b}]0;x\u{7}\u{9b}\u{202e}\u{2028}\u{e0069}\u{200d}\"\\".to_owned()),
        prop::collection::vec(any::<char>(), 0..12).prop_map(String::from_iter),
    ]) -> String { text }
}

fn answers() -> impl Strategy<Value = Answers> {
    let answer = select(vec![Answer::Yes, Answer::No, Answer::Unsure]);
    prop::collection::vec((hostile().prop_map(|id| QuestionId(id.into())), answer), 0..4).prop_map(Answers::from_iter)
}

fn verdict() -> impl Strategy<Value = Verdict> {
    let kind = select(vec![DeclineKind::Ignore, DeclineKind::DontKnow, DeclineKind::Spam]);
    let accept = (hostile(), hostile(), select(Rhythm::VARIANTS.to_vec()), select(Gift::VARIANTS.to_vec()), gift_by())
        .prop_map(|(how_met, remember, rhythm, gift, gift_by)| {
            Verdict::Accept(AcceptDetails { how_met, remember, rhythm: Some(rhythm), gift, gift_by })
        });
    let later = (0_i32..4_000, select(FollowUpMode::VARIANTS.to_vec()), hostile()).prop_map(|(days, way, question)| {
        let due = NaiveDate::from_num_days_from_ce_opt(738_000 + days).expect("a day");
        Verdict::FollowUp { due, mode: way, question }
    });
    prop_oneof![accept, kind.prop_map(Verdict::Decline), later]
}

fn gift_by() -> impl Strategy<Value = GiftBy> {
    let day = NaiveDate::from_ymd_opt(2026, 4, 1).expect("a day");
    prop_oneof![(0_u32..400).prop_map(GiftBy::Days), Just(GiftBy::On(day))]
}

fn decision() -> impl Strategy<Value = Decision> {
    let evidence = prop::collection::vec((hostile(), hostile()), 0..3).prop_map(|all| {
        all.into_iter()
            .map(|(says, file)| Evidence {
                kind: EvidenceKind::Pitch,
                text: Untrusted::new(says),
                file: Untrusted::new(file),
                present: true,
            })
            .collect()
    });
    let words = (hostile(), hostile(), hostile(), hostile(), prop::collection::vec(hostile(), 0..3));
    (0..PEOPLE.len(), verdict(), answers(), words, evidence).prop_map(|(who, verdict, answers, words, evidence)| {
        let (name, checklist, reason, note, tags) = words;
        Decision {
            invitation: request(who).id,
            person: request(who).person,
            name: Untrusted::new(name),
            verdict,
            answers,
            checklist,
            reason,
            note,
            tags,
            evidence,
            questions: Vec::new(),
        }
    })
}

fn event() -> impl Strategy<Value = Event> {
    let closing = select(vec![CloseReason::Connected, CloseReason::Vanished]);
    let origin = select(vec![SourceKind::Linkedin, SourceKind::Mail, SourceKind::Table, SourceKind::Hand]);
    let closed = (0..PEOPLE.len(), closing)
        .prop_map(|(who, closing)| ClosedRequest { invitation: request(who).id, reason: closing });
    let imported = (
        hostile(),
        origin,
        prop::collection::vec((0..PEOPLE.len(), hostile()).prop_map(|(who, note)| request(who).with_note(&note)), 0..4),
        prop::collection::vec(closed, 0..3),
        prop::option::of((0_i64..4_000_000_000).prop_filter_map("a time", |at| DateTime::from_timestamp(at, 0))),
    )
        .prop_map(|(source, origin, invitations, closed, as_of)| {
            Event::imported(Import {
                source: Untrusted::new(source),
                origin,
                invitations,
                closed,
                as_of,
                notes: Vec::new(),
            })
        });
    let how = select(vec![CarryOutResult::Done, CarryOutResult::NotThere]);
    let carried_out = (0..PEOPLE.len(), hostile(), how).prop_map(|(who, name, how)| {
        Event::carried_out(CarryOut {
            invitation: request(who).id,
            person: request(who).person,
            name: Untrusted::new(name),
            result: how,
        })
    });
    let kept = (0..PEOPLE.len(), hostile(), select(Gift::VARIANTS.to_vec())).prop_map(|(who, name, gift)| {
        Event::gift_given(GivenGift {
            invitation: request(who).id,
            person: request(who).person,
            name: Untrusted::new(name),
            gift,
        })
    });
    let described = (0..PEOPLE.len(), hostile(), hostile(), hostile(), hostile()).prop_map(
        |(who, name, headline, company, mutuals)| {
            Event::person_described(DescribedPerson {
                person: request(who).person,
                name: Untrusted::new(name),
                description: Description {
                    tags: vec![headline.clone()],
                    seeks: company.clone(),
                    how_met: mutuals.clone(),
                    headline,
                    company,
                    mutuals,
                    ..Description::default()
                },
            })
        },
    );
    prop_oneof![
        2 => imported,
        5 => decision().prop_map(Event::decided),
        // Some retract entries that come later, or never.
        3 => (1_u64..24).prop_map(|n| Event::Retracted { entry: entry_id(n) }),
        1 => described,
        2 => carried_out,
        1 => kept,
        4 => care_event().prop_map(Event::care),
        1 => (0..PEOPLE.len()).prop_map(|who| Event::Reopened { invitation: request(who).id }),
        1 => (0..PEOPLE.len(), any::<bool>()).prop_map(|(who, welcome)| Event::Forgotten {
            people: vec![request(who).person.digest()],
            allow_reimport: welcome,
        }),
        1 => Just(Event::Unknown { name: "dreamt".to_owned() }),
    ]
}

fn party() -> impl Strategy<Value = Party> {
    (0..PEOPLE.len(), hostile())
        .prop_map(|(who, name)| Party { person: request(who).person, name: Untrusted::new(name) })
}

fn day() -> impl Strategy<Value = NaiveDate> {
    (0_i32..4_000).prop_map(|after| NaiveDate::default() + chrono::Days::new(18_000 + u64::from(after.unsigned_abs())))
}

fn care_event() -> impl Strategy<Value = CareEvent> {
    let rhythm = || prop::option::of(select(Rhythm::VARIANTS.to_vec()));
    let answer = || select(vec![Answer::Yes, Answer::No, Answer::Unsure]);
    let (channel, aim) = (select(Channel::VARIANTS.to_vec()), select(Aim::VARIANTS.to_vec()));
    let contacted = (party(), day(), channel, aim, prop::option::of(any::<bool>()), hostile()).prop_map(
        |(about, on, channel, aim, answered, text)| {
            CareEvent::Contacted(LoggedContact { about, on, channel, aim, answered, text })
        },
    );
    let because = prop::option::of(select(Absence::VARIANTS.to_vec()));
    let rhythm_set = (party(), rhythm(), because)
        .prop_map(|(about, rhythm, because)| CareEvent::RhythmSet(RhythmChoice { about, rhythm, because }));
    let by_tag = prop::collection::btree_map(hostile(), select(Rhythm::VARIANTS.to_vec()), 0..3);
    let pledged = (rhythm(), rhythm(), rhythm(), by_tag)
        .prop_map(|(accepted, both, others, by_tag)| CareEvent::Pledged(Pledge { accepted, both, others, by_tag }));
    let promised = (party(), hostile(), day(), prop::option::of(1_u64..24)).prop_map(|(about, text, due, earlier)| {
        CareEvent::Promised(Promise { about, text, due, promise: earlier.map(entry_id) })
    });
    let choice = select(vec![ReviewChoice::Keep, ReviewChoice::LetGo, ReviewChoice::ReachOut]);
    let reviewed = (party(), choice, answers(), rhythm(), prop::option::of(day()), hostile()).prop_map(
        |(about, choice, answers, rhythm, due, note)| {
            CareEvent::Reviewed(Review { about, choice, answers, rhythm, due, note })
        },
    );
    let step = select(vec![IntroductionStep::Proposed, IntroductionStep::Asked, IntroductionStep::Made]);
    let between = (party(), party());
    let introduction = (prop::option::of(1_u64..24), between, step, prop::option::of(1_u8..3), hostile()).prop_map(
        |(first, (one, two), step, side, text)| {
            let introduction = first.map(entry_id);
            CareEvent::Introduction(IntroductionEntry { introduction, between: [one, two], step, side, text })
        },
    );
    let judged = (1_u64..24, 0..PEOPLE.len(), party(), prop::option::of(answer()), hostile(), prop::option::of(day()))
        .prop_map(|(entry, who, about, right, learnt, due)| {
            let seen = right.map(|_| true);
            CareEvent::Judged(Judgement {
                entry: entry_id(entry),
                invitation: request(who).id,
                about,
                right,
                seen,
                learnt,
                due,
            })
        });
    let ids = || 1_u64..24;
    prop_oneof![
        contacted,
        rhythm_set,
        pledged,
        promised,
        reviewed,
        introduction,
        judged,
        (party(), day()).prop_map(|(about, due)| CareEvent::Postponed { about, due }),
        (party(), ids()).prop_map(|(about, id)| CareEvent::PromiseKept { promise: entry_id(id), about }),
        (party(), ids()).prop_map(|(about, id)| CareEvent::PromiseDropped { promise: entry_id(id), about }),
        (party(), 0..PEOPLE.len()).prop_map(|(about, who)| CareEvent::SamePerson { about, into: request(who).person }),
        (party(), ids()).prop_map(|(about, id)| CareEvent::Disconnected { about, review: entry_id(id) }),
        (party(), answer()).prop_map(|(about, could)| CareEvent::Recommendable { about, could }),
        (party(), answers(), hostile()).prop_map(|(about, answers, note)| CareEvent::Invited(Invite {
            about,
            answers,
            note
        })),
        (party(), 0_i64..4_000_000_000).prop_map(|(about, at)| CareEvent::NoReplyNeeded { about, last: time(at) }),
    ]
}

fn entry() -> impl Strategy<Value = Entry> {
    (1_u64..20, event(), prop::option::of(1_u64..20), 0_i64..100_000_000).prop_map(|(n, event, again, at)| Entry {
        n,
        id: entry_id(n),
        at: time(at),
        redo_of: again.map(|n| Box::new(entry_id(n))),
        batch: None,
        event,
    })
}

/// Entries in any order, with repeated ids.
fn entries() -> impl Strategy<Value = Vec<Entry>> {
    prop::collection::vec(entry(), 0..16)
}

/// Entries as in a journal: unique ids, in order.
fn history() -> impl Strategy<Value = Vec<Entry>> {
    entries().prop_map(|mut all| {
        all.sort_by_key(|entry| entry.n);
        all.dedup_by(|later, earlier| later.id == earlier.id);
        all
    })
}

/// Observable state of a ledger.
#[derive(PartialEq, Debug)]
struct ObservableState {
    tally: StatusCounts,
    decisions: usize,
    standings: Vec<Status>,
    undoable: Option<EntryId>,
    redoable: Option<EntryId>,
    described: Vec<Option<Description>>,
    forgotten: Vec<bool>,
}

fn seen(ledger: &Ledger) -> ObservableState {
    let requests: Vec<Invitation> = (0..PEOPLE.len()).map(request).collect();
    ObservableState {
        tally: ledger.status_counts(),
        decisions: ledger.decisions(),
        standings: requests.iter().map(|request| ledger.status(&request.id)).collect(),
        undoable: ledger.undoable().map(|entry| entry.id.clone()),
        redoable: ledger.redo().and_then(|events| events.into_iter().next()?.redo_of),
        described: requests.iter().map(|request| ledger.description_of(&request.person).cloned()).collect(),
        forgotten: requests.iter().map(|request| ledger.is_forgotten(&request.person)).collect(),
    }
}

/// Returns a folder in memory if possible: these tests create thousands of journals, and a busy disk takes
/// milliseconds for each sync.
fn folder() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).expect("a folder")
}

fn line_of(entry: &Entry) -> Vec<u8> {
    line::encode(entry).expect("an entry is JSON").bytes
}

fn bytes_of<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Vec<u8> {
    entries.into_iter().flat_map(line_of).collect()
}

fn hello() -> Event {
    let person = PersonKey::from_stored("new");
    Event::person_described(DescribedPerson {
        person,
        name: Untrusted::from("New"),
        description: Description::default(),
    })
}

/// Returns the jq programs of `assets/journal.md`.
fn recipes() -> [String; 2] {
    let page = include_str!("../assets/journal.md");
    let programs: Vec<String> = page
        .split("```sh\ngrep -ah . journal*.jsonl | jq -nR")
        .skip(1)
        .map(|code| code.split('\'').nth(1).expect("a program in quotes").to_owned())
        .collect();
    programs.try_into().expect("two recipes")
}

/// Runs a jq program that reads lines as `inputs`.
fn jq(program: &str, lines: &str) -> Vec<serde_json::Value> {
    use jaq_core::load::{Arena, File, Loader};
    use jaq_core::{Compiler, Ctx, Vars, data, unwrap_valr};
    use jaq_json::{Val, read};

    let code = &program.replacen("inputs", ".[]", 1);
    let defs = jaq_core::defs().chain(jaq_std::defs()).chain(jaq_json::defs());
    let funs = jaq_core::funs().chain(jaq_std::funs()).chain(jaq_json::funs());
    let (loader, arena) = (Loader::new(defs), Arena::default());
    let modules = loader.load(&arena, File { path: (), code }).expect("it parses");
    let filter = Compiler::default().with_funs(funs).compile(modules).expect("it compiles");
    let lines: Vec<&str> = lines.lines().collect();
    let input = read::parse_single(&serde_json::to_vec(&lines).expect("JSON")).expect("a list of lines");
    let context = Ctx::<data::JustLut<Val>>::new(&filter.lut, Vars::new([]));
    let found = filter.id.run((context, input)).map(unwrap_valr);
    found.map(|value| serde_json::from_str(&value.expect("a value").to_string()).expect("JSON")).collect()
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 64,
        // Failing cases are saved next to this file and run again.
        failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("proptest-regressions"))),
        ..ProptestConfig::default()
    })]

    #[test]
    fn replay_is_posting_one_by_one(a in entries(), b in entries()) {
        let whole = Ledger::replay(a.iter().chain(&b).cloned());
        let mut grown = Ledger::replay(a);
        b.into_iter().for_each(|entry| grown.post(entry));
        prop_assert_eq!(seen(&whole), seen(&grown));
    }

    #[test]
    fn posting_is_total_and_counts_everyone_once(all in entries()) {
        let ledger = Ledger::replay(all);
        prop_assert_eq!(ledger.status_counts().total(), ledger.cards().count());
        let mut counts = StatusCounts::default();
        for case in ledger.cards() {
            if let Some(count) = counts.count_mut(ledger.status_of(case)) {
                *count += 1;
            }
        }
        prop_assert_eq!(ledger.status_counts(), counts);
        let standing = ledger
            .entries()
            .iter()
            .filter(|posted| matches!(posted.entry.event, Event::Decided(_)) && posted.is_active());
        prop_assert_eq!(ledger.decisions(), standing.count());
    }

    #[test]
    fn what_is_taken_back_was_never_decided(all in history(), decision in decision()) {
        let before = Ledger::replay(all.clone());
        let mut after = Ledger::replay(all);
        let (id, back) = (EntryId("the decision".to_owned()), EntryId("its end".to_owned()));
        let at = time(0);
        after.post(Entry { n: 100, id: id.clone(), at, redo_of: None, batch: None, event: Event::decided(decision) });
        after.post(Entry { n: 101, id: back, at, redo_of: None, batch: None, event: Event::Retracted { entry: id } });
        prop_assert_eq!(seen(&before).tally, seen(&after).tally);
        prop_assert_eq!(seen(&before).standings, seen(&after).standings);
        prop_assert_eq!(seen(&before).decisions, seen(&after).decisions);
        prop_assert_eq!(seen(&before).undoable, seen(&after).undoable);
    }

    #[test]
    fn a_union_replays_the_same_in_any_order(
        (all, shuffled) in history().prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle())),
        cut in any::<prop::sample::Index>(),
    ) {
        let cut = cut.index(all.len() + 1);
        let one = folder();
        fs::write(one.path().join(JOURNAL), bytes_of(&all)).expect("written");
        let two = folder();
        // The second half, and one line that both files have.
        fs::write(two.path().join(JOURNAL), bytes_of(&shuffled[cut..])).expect("written");
        let both = &shuffled[..(cut + 1).min(shuffled.len())];
        fs::write(two.path().join("journal.sync-conflict-1.jsonl"), bytes_of(both)).expect("written");
        let (one, two) = (journal::read(one.path()).expect("read"), journal::read(two.path()).expect("read"));
        prop_assert_eq!(&one.entries, &all);
        prop_assert_eq!(&one.entries, &two.entries);
        prop_assert_eq!(seen(&Ledger::replay(one.entries)), seen(&Ledger::replay(two.entries)));
    }

    #[test]
    fn the_recipes_for_jq_say_what_the_ledger_says(mut all in history()) {
        // They go by the keys on the lines, as journal.md says.
        all.retain(|entry| !matches!(&entry.event, Event::Care(event) if matches!(**event, CareEvent::SamePerson { .. })));
        let text = String::from_utf8(bytes_of(&all)).expect("text");
        let ledger = Ledger::replay(all);
        let current = |case| ledger.decision_of(case);
        let mut decisions: Vec<&Entry> = ledger.cases().filter_map(current).map(|(entry, _)| entry).collect();
        decisions.sort_by_key(|entry| (entry.n, &entry.id));
        let [lines, accepted] = recipes();
        let ids: Vec<String> = jq(&lines, &text).iter().map(|line| line["id"].as_str().expect("an id").to_owned()).collect();
        prop_assert_eq!(ids, decisions.iter().map(|entry| entry.id.0.clone()).collect::<Vec<_>>());
        let network = Network::default();
        let mut people: Vec<String> =
            contacts(&ledger, &network, ContactFilter::Accepted, NaiveDate::MAX, LocalDates::UTC).people().map(|person| person.as_str().to_owned()).collect();
        people.sort();
        let accepted = accepted.replace("[] | .name", "[]");
        let mut named: Vec<String> =
            jq(&accepted, &text).iter().map(|line| line["person"].as_str().expect("a person").to_owned()).collect();
        named.sort();
        prop_assert_eq!(named, people);
    }

    #[test]
    fn a_line_reads_back_and_hides_nothing(entry in entry()) {
        let bytes = line_of(&entry);
        let text = std::str::from_utf8(&bytes).expect("UTF-8");
        prop_assert_eq!(text.matches('\n').count(), 1);
        let line = text.strip_suffix('\n').expect("ended by a newline");
        prop_assert!(!line.chars().any(is_unsafe_char), "{:?}", line);
        let told = line::parse(line.as_bytes()).expect("reads");
        prop_assert_eq!(told.entry, entry);
        prop_assert_eq!(told.checksum, line::ChecksumStatus::Right);
    }

    #[test]
    fn any_bytes_give_a_state_and_findings(
        bytes in prop_oneof![
            prop::collection::vec(any::<u8>(), 0..400),
            "(\\{|\\}|\"|:|,|\n|v|n|id|at|event|decided|1|\\[|\\]|null| ){0,60}".prop_map(String::into_bytes),
        ],
        whole in history(),
    ) {
        let dir = folder();
        let path = dir.path().join(JOURNAL);
        fs::write(&path, [bytes_of(&whole), b"\n".to_vec(), bytes].concat()).expect("written");
        let read = journal::read(dir.path()).expect("read");
        prop_assert!(whole.iter().all(|entry| read.entries.contains(entry)));
        repair::check(dir.path()).expect("checked");
        let opened = Journal::open(dir.path()).expect("opened");
        seen(&Ledger::replay(opened.entries));
        drop(opened.journal);
        repair::repair(dir.path(), "1").expect("repaired");
        let check = repair::check(dir.path()).expect("checked");
        prop_assert!(check.is_sound(), "{:?}", check);
    }

    #[test]
    fn forgetting_takes_one_and_leaves_all_others(
        all in history(), who in 0..PEOPLE.len(), rubbish in prop::collection::vec(any::<u8>(), 0..40),
    ) {
        let mut matcher = PersonMatcher::default();
        matcher.add_key(&request(who).person);
        let speaks = |invitation: &InvitationId| *invitation == request(who).id;
        let pruned = matcher.redact(&[bytes_of(&all), rubbish].concat());
        let dir = folder();
        fs::write(dir.path().join(JOURNAL), &pruned.bytes).expect("written");
        let left = journal::read(dir.path()).expect("read").entries;
        for entry in &all {
            let after = left.iter().find(|after| after.id == entry.id);
            match &entry.event {
                Event::Decided(decision) if speaks(&decision.invitation) => prop_assert_eq!(after, None),
                Event::Reopened { .. } | Event::CarriedOut(_) | Event::GiftGiven(_)
                    if entry.event.invitation_id().is_some_and(speaks) =>
                {
                    prop_assert_eq!(after, None);
                }
                Event::PersonDescribed(described) if described.person == request(who).person => {
                    prop_assert_eq!(after, None);
                }
                Event::Imported(import) => {
                    let Import { invitations, closed, as_of, .. } = &**import;
                    let mut others = (invitations.clone(), closed.clone(), *as_of);
                    others.0.retain(|invitation| !speaks(&invitation.id));
                    others.1.retain(|closed| !speaks(&closed.invitation));
                    let kept = after.map(|entry| match &entry.event {
                        Event::Imported(import) => (import.invitations.clone(), import.closed.clone(), import.as_of),
                        other => panic!("{other:?}"),
                    });
                    let nobody = others.0.is_empty() && others.1.is_empty() && as_of.is_none();
                    let gone = nobody && !(invitations.is_empty() && closed.is_empty());
                    prop_assert_eq!(kept, (!gone).then_some(others));
                }
                Event::Care(event) => {
                    let is_theirs = |person: &PersonKey| *person == request(who).person;
                    let gone = match &**event {
                        CareEvent::SamePerson { about, into } => is_theirs(&about.person) || is_theirs(into),
                        CareEvent::Judged(judged) => speaks(&judged.invitation) || is_theirs(&judged.about.person),
                        event => event.parties().iter().any(|party| is_theirs(&party.person)),
                    };
                    prop_assert_eq!(after, (!gone).then_some(entry));
                }
                // Evidence that names the person is removed from decisions about others.
                Event::Decided(_) => prop_assert!(after.is_some()),
                _ => prop_assert_eq!(after, Some(entry)),
            }
        }
        prop_assert!(!matcher.redact(&pruned.bytes).differs());
    }

    #[test]
    fn a_flipped_bit_costs_one_line_and_is_told(
        all in history(), place in any::<prop::sample::Index>(), bit in 0..8,
    ) {
        prop_assume!(!all.is_empty());
        let mut bytes = bytes_of(&all);
        let at = place.index(bytes.len() - 1);
        prop_assume!(bytes[at] != b'\n');
        bytes[at] ^= 1_u8 << bit;
        let dir = folder();
        fs::write(dir.path().join(JOURNAL), &bytes).expect("written");
        let read = journal::read(dir.path()).expect("read");
        prop_assert!(!read.findings.is_empty());
        let kept = all.iter().filter(|entry| read.entries.contains(entry)).count();
        prop_assert!(kept + 1 >= all.len());
    }
}

#[test]
fn a_journal_cut_at_every_byte_opens_and_goes_on() {
    let all: Vec<Entry> = (1..5)
        .map(|n| Entry { n, id: entry_id(n), at: time(0), redo_of: None, batch: None, event: short(n) })
        .collect();
    let bytes = bytes_of(&all);
    let ends: Vec<usize> = (0..=all.len()).map(|count| bytes_of(&all[..count]).len()).collect();
    for cut in 0..=bytes.len() {
        let dir = folder();
        fs::write(dir.path().join(JOURNAL), &bytes[..cut]).expect("written");
        let mut opened = Journal::open(dir.path()).expect("opens");
        // A record that lacks only its newline is complete.
        let whole = ends.iter().filter(|end| **end > 0 && cut + 1 >= **end).count();
        assert_eq!(opened.entries, all[..whole], "cut at {cut}");
        let torn = cut > ends[whole];
        let damage = opened.findings.iter().filter(|finding| finding.kind != FindingKind::Rights).count();
        assert_eq!(damage, usize::from(torn), "cut at {cut}");
        let appended = opened.journal.append(entry_id(9), time(1), None, hello()).expect("appended");
        assert_eq!(appended.reloaded, None);
        drop(opened);
        let again = Journal::open(dir.path()).expect("opens again");
        assert_eq!(again.findings, []);
        assert_eq!(again.entries.len(), whole + 1);
        let ids: HashSet<&EntryId> = again.entries.iter().map(|entry| &entry.id).collect();
        assert_eq!(ids.len(), whole + 1);
        if torn {
            let kept = fs::read(dir.path().join("quarantine/journal.1.torn")).expect("kept");
            assert_eq!(kept, &bytes[ends[whole]..cut]);
        }
    }
}

fn short(n: u64) -> Event {
    match n {
        1 => Event::imported(Import {
            source: Untrusted::from("x.zip"),
            origin: SourceKind::Linkedin,
            invitations: vec![request(2)],
            closed: Vec::new(),
            as_of: None,
            notes: Vec::new(),
        }),
        2 => Event::Reopened { invitation: InvitationId::from_stored("ann@2025-12-05T00:24:00Z") },
        3 => Event::Retracted { entry: entry_id(2) },
        _ => hello(),
    }
}
