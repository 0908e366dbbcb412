//! One user, two machines: journals combined by a sync tool, git's union merge or `merge` replay the same.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use invite_triage::domain::decision::care_event::CareEventKind;
use invite_triage::domain::decision::event::{Entry, EntryId, Event};
use invite_triage::domain::decision::ledger::Ledger;
use invite_triage::domain::decision::{Decision, DeclineKind, Verdict};
use invite_triage::domain::person::key::PersonKey;
use invite_triage::domain::request::invitation::Invitation;
use invite_triage::store::merge::{MergeError, MergeReport, compare, merge};
use invite_triage::store::redact::PersonMatcher;
use invite_triage::store::{FindingKind, JOURNAL, Journal, StoreError, journal, line, repair};
use strum::VariantArray;
use tempfile::TempDir;

fn at() -> DateTime<Utc> {
    "2026-01-02T03:04:05Z".parse().expect("a time")
}

fn request(who: &str) -> Invitation {
    Invitation::new(who, &format!("https://www.linkedin.com/in/{who}"), at())
}

fn decided(who: &str, kind: DeclineKind) -> Event {
    let Invitation { id, person, name, .. } = request(who);
    Event::decided(Decision {
        invitation: id,
        person,
        name,
        verdict: Verdict::Decline(kind),
        answers: [].into_iter().collect(),
        checklist: String::new(),
        reason: String::new(),
        note: String::new(),
        tags: Vec::new(),
        evidence: Vec::new(),
        questions: Vec::new(),
    })
}

fn written(n: u64, id: &str, event: Event) -> String {
    let entry = Entry { n, id: EntryId(id.to_owned()), at: at(), redo_of: None, batch: None, event };
    String::from_utf8(line::encode(&entry).expect("a line").bytes).expect("text")
}

fn retracts(id: &str) -> Event {
    Event::Retracted { entry: EntryId(id.to_owned()) }
}

fn folder(text: &str) -> TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    fs::write(dir.path().join(JOURNAL), text).expect("written");
    dir
}

fn elsewhere(dir: &TempDir, text: &str) -> PathBuf {
    let path = dir.path().join("from the laptop.jsonl");
    fs::write(&path, text).expect("written");
    path
}

fn text(dir: &Path) -> String {
    fs::read_to_string(dir.join(JOURNAL)).expect("a journal")
}

fn merged(dir: &Path, other: &Path) -> MergeReport {
    let mut journal = Journal::open(dir).expect("opens").journal;
    merge(&mut journal, other, &PersonMatcher::default()).expect("merged")
}

/// Returns the lines both machines share, and the lines each added; their numbers collide.
fn two_machines() -> (String, String, String) {
    let base =
        written(1, "a1", decided("ann", DeclineKind::Ignore)) + &written(2, "a2", decided("bob", DeclineKind::Spam));
    let desk = written(3, "d3", retracts("a1")) + &written(4, "d4", decided("cy", DeclineKind::DontKnow));
    let laptop = written(3, "l3", decided("ann", DeclineKind::Spam)) + &written(4, "l4", retracts("d4"));
    (base, desk, laptop)
}

#[test]
fn a_union_merge_replays_the_same_on_both_machines() {
    let (base, desk, laptop) = two_machines();
    let lines: Vec<&str> = desk.lines().chain(laptop.lines()).collect();
    let shuffled = [2, 0, 3, 1].map(|at| lines[at]).join("\n");
    let glued = format!("{base}{}{laptop}", desk.trim_end());
    let unions = [
        format!("{base}{desk}{laptop}"),
        format!("{base}{laptop}{desk}"),
        format!("{shuffled}\n{base}"),
        format!("{base}{desk}{base}{laptop}"),
        format!("{base}<<<<<<< ours\n{desk}=======\n{laptop}>>>>>>> theirs\n"),
        glued,
    ];
    let first = journal::read(folder(&unions[0]).path()).expect("read").entries;
    let ids: Vec<&str> = first.iter().map(|entry| entry.id.0.as_str()).collect();
    assert_eq!(ids, ["a1", "a2", "d3", "l3", "d4", "l4"]);
    let ledger = Ledger::replay(first.clone());
    assert_eq!((ledger.decisions(), ledger.status_counts().declined), (2, 2));
    for union in &unions {
        let dir = folder(union);
        assert_eq!(journal::read(dir.path()).expect("read").entries, first, "{union}");
        let mut opened = Journal::open(dir.path()).expect("opens");
        assert_eq!(opened.entries, first, "{union}");
        let next = opened.journal.append(EntryId("next".into()), at(), None, retracts("l3")).expect("appended");
        assert_eq!(next.entries[0].n, 5, "{union}");
    }
}

#[test]
fn merging_takes_what_is_missing_as_it_is() {
    let (base, desk, laptop) = two_machines();
    let strange = "{\"n\":9, \"id\":\"u\", \"at\":\"2026-01-02T04:04:05Z\", \"event\":\"dreamt\", \"x\":[1]}\n";
    let dir = folder(&format!("{base}{desk}"));
    let other = elsewhere(&dir, &format!("{base}{laptop}nonsense\n{strange}{{\"v\":1,\"n\":"));
    let before = text(dir.path());
    let tried = compare(dir.path(), &other, &PersonMatcher::default()).expect("compared");
    assert_eq!(text(dir.path()), before);
    let report = merged(dir.path(), &other);
    assert_eq!(report, tried);
    assert_eq!((report.taken, report.known, report.forgotten), (3, 2, 0));
    let found: Vec<_> = report.findings.iter().map(|finding| (finding.line, finding.kind)).collect();
    assert_eq!(found, [(Some(5), FindingKind::Damaged), (Some(7), FindingKind::Torn)]);
    assert_eq!(text(dir.path()), format!("{before}{laptop}{strange}"));
    let again = merged(dir.path(), &other);
    assert_eq!((again.taken, again.known), (0, 5));
    assert!(repair::check(dir.path()).expect("checked").is_sound());
}

#[test]
fn an_unfinished_end_elsewhere_counts_as_little_as_here() {
    let (base, desk, _) = two_machines();
    let dir = folder(&base);
    let damaged = desk.replacen("\"n\":4", "\"n\":5", 1);
    let report = merged(dir.path(), &elsewhere(&dir, &format!("{}and more", damaged.trim_end())));
    assert_eq!((report.taken, report.findings[0].kind), (1, FindingKind::Torn));
    let report = merged(dir.path(), &elsewhere(&dir, desk.trim_end()));
    assert_eq!((report.taken, report.known, report.findings.len()), (1, 1, 0));
}

#[test]
fn merging_both_ways_gives_the_same() {
    let (base, desk, laptop) = two_machines();
    let (one, two) = (folder(&format!("{base}{desk}")), folder(&format!("{base}{laptop}")));
    let (from_one, from_two) = (elsewhere(&two, &text(one.path())), elsewhere(&one, &text(two.path())));
    merged(one.path(), &from_two);
    merged(two.path(), &from_one);
    let read = |dir: &TempDir| journal::read(dir.path()).expect("read").entries;
    assert_eq!(read(&one), read(&two));
}

#[test]
fn a_copy_beside_the_journal_is_taken_in_and_can_go() {
    let (base, desk, laptop) = two_machines();
    let dir = folder(&format!("{base}{desk}"));
    let copy = dir.path().join("journal.sync-conflict-20260102-030405-ABC.jsonl");
    fs::write(&copy, format!("{base}{laptop}")).expect("written");
    let before = journal::read(dir.path()).expect("read").entries;
    assert_eq!(merged(dir.path(), &copy).taken, 2);
    fs::remove_file(copy).expect("removed");
    assert_eq!(journal::read(dir.path()).expect("read").entries, before);
}

#[test]
fn what_is_no_journal_is_refused_and_nothing_is_written() {
    let (base, ..) = two_machines();
    let dir = folder(&base);
    let refused = |text: &str| {
        let other = elsewhere(&dir, text);
        let mut journal = Journal::open(dir.path()).expect("opens").journal;
        merge(&mut journal, &other, &PersonMatcher::default()).expect_err("refused")
    };
    assert!(matches!(refused("First Name,Last Name\nAnn,Bee\n"), MergeError::NoJournal));
    let newer = r#"{"v":7,"n":9,"id":"z","at":"2026-01-02T04:04:05Z","event":"x"}"#;
    assert!(matches!(refused(newer), MergeError::Store(StoreError::NewerVersion { version: 7 })));
    let mut journal = Journal::open(dir.path()).expect("opens").journal;
    let folder = merge(&mut journal, dir.path(), &PersonMatcher::default()).expect_err("refused");
    assert!(matches!(folder, MergeError::Store(StoreError::NotRegularFile { .. })));
    drop(journal);
    assert_eq!(text(dir.path()), base);
    assert_eq!(merged(dir.path(), &elsewhere(&dir, "\n")), MergeReport::default());
}

#[test]
fn a_counter_at_the_end_of_the_range_does_not_win_for_ever() {
    let (base, _, laptop) = two_machines();
    let highest = written(1 << 53, "h", decided("cy", DeclineKind::Spam));
    let absurd = [u64::MAX, (1 << 53) + 1].map(|n| written(n, &format!("z{n}"), decided("ann", DeclineKind::DontKnow)));
    let dir = folder(&base);
    let other = elsewhere(&dir, &format!("{laptop}{}{highest}{}", absurd[0], absurd[1]));
    let report = merged(dir.path(), &other);
    assert_eq!((report.taken, report.findings.len()), (3, 2), "{report:?}");
    assert_eq!((report.findings[0].line, report.findings[1].line), (Some(3), Some(5)));
    assert!(report.findings[0].text.contains("the counter `n` is larger than any journal's"), "{report:?}");
    assert_eq!(text(dir.path()), format!("{base}{laptop}{highest}"));
    // The same lines in a copy that a sync tool left next to the journal.
    fs::rename(&other, dir.path().join("journal (conflicted copy).jsonl")).expect("renamed");
    let mut opened = Journal::open(dir.path()).expect("opens");
    assert_eq!(opened.entries.len(), 5);
    assert!(
        opened.findings.iter().any(|finding| finding.text.starts_with("2 lines left out: ")),
        "{:?}",
        opened.findings
    );
    let next = opened.journal.append(EntryId("next".into()), at(), None, decided("ann", DeclineKind::Ignore));
    assert_eq!(next.expect("appended").entries[0].n, (1 << 53) + 1);
}

#[test]
fn ones_own_journal_with_such_a_counter_reads_as_before() {
    let line = written(u64::MAX, "a", decided("ann", DeclineKind::Spam));
    let dir = folder(&line);
    let mut opened = Journal::open(dir.path()).expect("opens");
    assert_eq!(opened.entries.len(), 1);
    let next = opened.journal.append(EntryId("b".into()), at(), None, decided("ann", DeclineKind::Ignore));
    assert_eq!(next.expect("appended").entries[0].n, u64::MAX, "equal counters go by id");
}

#[test]
fn who_was_forgotten_does_not_come_back_by_a_merge() {
    let together = Event::Imported {
        source: "x.zip".into(),
        origin: invite_triage::domain::decision::event::SourceKind::Linkedin,
        invitations: vec![request("ann"), request("bob")],
        closed: Vec::new(),
        as_of: None,
        notes: Vec::new(),
    };
    let dir = folder("");
    let other = elsewhere(&dir, &(written(1, "a", together) + &written(2, "b", decided("ann", DeclineKind::Spam))));
    let forgotten = PersonMatcher::from_digests([&PersonKey::from_stored("ann").digest()]);
    let mut journal = Journal::open(dir.path()).expect("opens").journal;
    let report = merge(&mut journal, &other, &forgotten).expect("merged");
    assert_eq!((report.taken, report.forgotten), (1, 2));
    assert!(!text(dir.path()).contains("ann"), "{}", text(dir.path()));
    let check = repair::check(dir.path()).expect("checked");
    assert!(check.is_sound() && check.entries == 1, "{check:?}");
}

#[test]
fn every_event_of_keeping_in_touch_is_merged() {
    let of = r#""person":"ann","name":"Ann""#;
    let between = r#""between":[{"person":"ann"},{"person":"bob"}]"#;
    let fields = |kind: CareEventKind| match kind {
        CareEventKind::Contacted => format!(r#"{of},"on":"2026-01-01""#),
        CareEventKind::RhythmSet => of.to_owned(),
        CareEventKind::Postponed => format!(r#"{of},"due":"2026-01-01""#),
        CareEventKind::Pledged => r#""others":"1y""#.to_owned(),
        CareEventKind::Promised => format!(r#"{of},"text":"a map","due":"2026-01-01""#),
        CareEventKind::PromiseKept | CareEventKind::PromiseDropped => format!(r#"{of},"promise":"a1""#),
        CareEventKind::SamePerson => format!(r#"{of},"into":"anna""#),
        CareEventKind::Reviewed => format!(r#"{of},"choice":"keep","answers":{{}}"#),
        CareEventKind::Disconnected => format!(r#"{of},"review":"a1""#),
        CareEventKind::Recommendable => format!(r#"{of},"could":"yes""#),
        CareEventKind::Introduction => format!(r#"{between},"step":"proposed""#),
        CareEventKind::Judged => format!(r#"{of},"entry":"a1","invitation":"ann@2026-01-02T03:04:05Z""#),
        CareEventKind::Invited => format!(r#"{of},"answers":{{"met":"yes"}},"note":"pumps""#),
        CareEventKind::NoReplyNeeded => format!(r#"{of},"last":"2026-01-01T00:00:00Z""#),
    };
    let line = |(n, kind): (usize, &CareEventKind)| {
        let name: &str = kind.into();
        let envelope = format!(r#""v":1,"n":{n},"id":"c{n}","at":"2026-01-02T03:04:05Z","event":"{name}""#);
        format!("{{{envelope},{}}}\n", fields(*kind))
    };
    let lines: String = (9..).zip(CareEventKind::VARIANTS).map(line).collect();
    let (base, ..) = two_machines();
    let dir = folder(&base);
    let report = merged(dir.path(), &elsewhere(&dir, &lines));
    assert_eq!((report.taken, report.findings.len()), (CareEventKind::VARIANTS.len(), 0), "{report:?}");
    assert_eq!(text(dir.path()), base + &lines);
    let read = journal::read(dir.path()).expect("read");
    let care = read.entries.iter().filter(|entry| matches!(entry.event, Event::Care(_))).count();
    assert_eq!(care, CareEventKind::VARIANTS.len());
}
