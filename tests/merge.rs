//! One user, two machines: journals combined by a sync tool, git's union merge or `merge` replay the same.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use invite_triage::domain::decision::care_event::{CareEvent, CareEventKind, LoggedContact, Party};
use invite_triage::domain::decision::event::{Entry, EntryId, Event, Import};
use invite_triage::domain::decision::ledger::Ledger;
use invite_triage::domain::decision::{Decision, DeclineKind, Verdict};
use invite_triage::domain::person::key::PersonKey;
use invite_triage::domain::request::invitation::Invitation;
use invite_triage::store::merge::{MergeError, MergeReport, compare, merge};
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
    merge(&mut journal, other).expect("merged")
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
    let tried = compare(dir.path(), &other).expect("compared");
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
        merge(&mut journal, &other).expect_err("refused")
    };
    assert!(matches!(refused("First Name,Last Name\nAnn,Bee\n"), MergeError::NoJournal));
    let newer = r#"{"v":7,"n":9,"id":"z","at":"2026-01-02T04:04:05Z","event":"x"}"#;
    assert!(matches!(refused(newer), MergeError::Store(StoreError::NewerVersion { version: 7 })));
    let mut journal = Journal::open(dir.path()).expect("opens").journal;
    let folder = merge(&mut journal, dir.path()).expect_err("refused");
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
    let together = Event::imported(Import {
        source: "x.zip".into(),
        origin: invite_triage::domain::decision::event::SourceKind::Linkedin,
        invitations: vec![request("ann"), request("bob")],
        closed: Vec::new(),
        as_of: None,
        notes: Vec::new(),
    });
    let dir = folder(&written(7, "t", forgets("ann", false)));
    let other = elsewhere(&dir, &(written(1, "a", together) + &written(2, "b", decided("ann", DeclineKind::Spam))));
    let report = merged(dir.path(), &other);
    assert_eq!((report.taken, report.forgotten, report.files.len()), (1, 2, 0));
    assert!(!text(dir.path()).contains("ann"), "{}", text(dir.path()));
    let check = repair::check(dir.path()).expect("checked");
    assert!(check.is_sound() && check.entries == 2, "{check:?}");
}

fn forgets(who: &str, welcome: bool) -> Event {
    Event::Forgotten { people: vec![PersonKey::from_stored(who).digest()], allow_reimport: welcome }
}

fn contacted(who: &str) -> Event {
    let about = Party { person: PersonKey::from_stored(who), name: who.into() };
    let on = at().date_naive();
    let (channel, aim, answered, text) = Default::default();
    Event::care(CareEvent::Contacted(LoggedContact { about, on, channel, aim, answered, text }))
}

fn same_person(earlier: &str, now: &str) -> Event {
    let about = Party { person: PersonKey::from_stored(earlier), name: earlier.into() };
    Event::care(CareEvent::SamePerson { about, into: PersonKey::from_stored(now) })
}

fn imported(people: &[&str]) -> Event {
    let invitations = people.iter().map(|who| request(who)).collect();
    let origin = invite_triage::domain::decision::event::SourceKind::Linkedin;
    Event::imported(Import {
        source: "x.zip".into(),
        origin,
        invitations,
        closed: Vec::new(),
        as_of: None,
        notes: Vec::new(),
    })
}

/// Merges two journals both ways; returns what each then holds, and checks that merging again changes nothing.
fn both_ways(one: &str, two: &str) -> [String; 2] {
    [(one, two), (two, one)].map(|(ours, theirs)| {
        let dir = folder(ours);
        let other = elsewhere(&dir, theirs);
        let tried = compare(dir.path(), &other).expect("compared");
        assert_eq!(merged(dir.path(), &other), tried, "a dry run says the same");
        let left = text(dir.path());
        let again = merged(dir.path(), &other);
        assert_eq!((again.taken, again.files, text(dir.path())), (0, Vec::new(), left.clone()));
        let check = repair::check(dir.path()).expect("checked");
        assert!(check.is_sound() && check.findings.is_empty(), "{check:?}");
        assert_eq!(fs::read_dir(dir.path()).expect("a folder").count(), 3, "journal, lock and the other journal");
        left
    })
}

fn sorted(text: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = text.lines().collect();
    lines.sort_unstable();
    lines
}

#[test]
fn who_was_forgotten_elsewhere_goes_here() {
    let kim = written(1, "a", imported(&["kim"]));
    let desk = kim.clone() + &written(3, "t", forgets("ann", false));
    let base = written(1, "a", imported(&["ann", "kim"])) + &written(2, "b", decided("ann", DeclineKind::Spam));
    let laptop = base + &written(3, "c", contacted("ann")) + &written(4, "k", contacted("kim"));
    let [one, two] = both_ways(&desk, &laptop);
    assert_eq!(sorted(&one), sorted(&two));
    assert_eq!(sorted(&one), sorted(&(desk.clone() + &written(4, "k", contacted("kim")))));

    let dir = folder(&laptop);
    let other = elsewhere(&dir, &desk);
    fs::write(dir.path().join("journal.jsonl.backup-1"), &laptop).expect("written");
    let report = merged(dir.path(), &other);
    let files: Vec<_> = report.files.iter().map(|file| (file.file.as_str(), file.removed, file.changed)).collect();
    assert_eq!(files, [("journal.jsonl.backup-1", 2, 1), (JOURNAL, 2, 1)]);
    assert!(report.newly_forgotten.is_key(&PersonKey::from_stored("ann")));
    assert!(!fs::read_to_string(dir.path().join("journal.jsonl.backup-1")).expect("there").contains("\"ann"));
    assert_eq!(fs::read_to_string(other).expect("there"), desk, "the other journal is only read");
}

#[test]
fn whoever_may_come_back_is_gone_before_that_only() {
    let laptop = written(1, "a", imported(&["ann", "kim"])) + &written(5, "c", contacted("ann"));
    let desk = written(1, "a", imported(&["kim"])) + &written(3, "t", forgets("ann", true));
    let [one, two] = both_ways(&desk, &laptop);
    assert_eq!(sorted(&one), sorted(&two));
    assert_eq!(sorted(&one), sorted(&(desk + &written(5, "c", contacted("ann")))));
}

#[test]
fn somebody_with_a_new_address_is_forgotten_under_both() {
    let desk = written(1, "a", imported(&["kim"])) + &written(3, "t", forgets("ann", false));
    let laptop = written(1, "a", imported(&["ann", "kim"]))
        + &written(2, "b", imported(&["anna"]))
        + &written(3, "s", same_person("ann", "anna"))
        + &written(4, "c", contacted("anna"));
    let [one, two] = both_ways(&desk, &laptop);
    assert_eq!(sorted(&one), sorted(&two));
    assert!(!one.contains("ann") && one.lines().count() == 3, "{one}");
    for journal in [&one, &two] {
        let ledger = Ledger::replay(journal::read(folder(journal).path()).expect("read").entries);
        assert!(["ann", "anna"].iter().all(|who| ledger.is_forgotten(&PersonKey::from_stored(*who))));
    }
    let third = written(9, "z", contacted("anna"));
    let dir = folder(&one);
    assert_eq!(merged(dir.path(), &elsewhere(&dir, &third)).forgotten, 1, "and stays away");
}

#[test]
fn what_links_two_addresses_outlives_the_order_of_merges() {
    let kim = written(1, "a", imported(&["kim"]));
    let forgotten = kim.clone() + &written(9, "t", forgets("anna", true));
    let linked = kim.clone() + &written(3, "s", same_person("ann", "anna"));
    let told = kim + &written(5, "c", contacted("ann"));
    let all = [&forgotten, &linked, &told];
    let merge_all = |order: [usize; 3]| {
        let dir = folder(all[order[0]]);
        order[1..].iter().for_each(|at| drop(merged(dir.path(), &elsewhere(&dir, all[*at]))));
        sorted(&text(dir.path())).iter().map(|line| (*line).to_owned()).collect::<Vec<_>>()
    };
    let first = merge_all([0, 1, 2]);
    assert!(first.len() == 3 && !first.concat().contains("ann\""), "{first:?}");
    for order in [[0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        assert_eq!(merge_all(order), first, "{order:?}");
    }
}

#[test]
fn a_line_added_after_forgetting_stays_here() {
    let ours = written(3, "t", forgets("ann", false)) + &written(4, "c", contacted("ann"));
    let dir = folder(&ours);
    let report = merged(dir.path(), &elsewhere(&dir, &written(5, "k", contacted("kim"))));
    assert_eq!((report.taken, report.files.len()), (1, 0));
    assert_eq!(text(dir.path()), ours + &written(5, "k", contacted("kim")), "`check` names it");
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
