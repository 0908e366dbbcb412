//! Rules of the journal, one by one, on real files.

use std::fs;
use std::path::Path;

use chrono::{DateTime, Utc};
use invite_triage::domain::decision::event::{Entry, EntryId, Event, Import};
use invite_triage::domain::decision::{Decision, DeclineKind, Verdict};
use invite_triage::domain::request::invitation::Invitation;
use invite_triage::store::{
    AppendError, FindingKind, JOURNAL, Journal, Opened, ReadOnly, StoreError, atomic, journal, line, repair,
};
use tempfile::TempDir;

fn at() -> DateTime<Utc> {
    "2026-01-02T03:04:05.678Z".parse().expect("a time")
}

fn id(text: &str) -> EntryId {
    EntryId(text.to_owned())
}

fn decided(who: &str) -> Event {
    let asks = Invitation::new(who, &format!("https://www.linkedin.com/in/{who}"), at());
    Event::decided(Decision {
        invitation: asks.id,
        person: asks.person,
        name: asks.name,
        verdict: Verdict::Decline(DeclineKind::Ignore),
        answers: [].into_iter().collect(),
        checklist: String::new(),
        reason: String::new(),
        note: String::new(),
        tags: Vec::new(),
        evidence: Vec::new(),
        questions: Vec::new(),
    })
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

fn open(dir: &Path) -> Opened {
    Journal::open(dir).expect("opens")
}

fn append(opened: &mut Opened, name: &str) -> journal::Appended {
    opened.journal.append(id(name), at(), None, decided(name)).expect("appended")
}

/// Returns a folder whose journal has one entry per name.
fn journal_of(names: &[&str]) -> TempDir {
    let dir = folder();
    let mut opened = open(dir.path());
    for name in names {
        append(&mut opened, name);
    }
    dir
}

fn text(dir: &Path) -> String {
    fs::read_to_string(dir.join(JOURNAL)).expect("a journal")
}

fn ids(entries: &[Entry]) -> Vec<&str> {
    entries.iter().map(|entry| entry.id.0.as_str()).collect()
}

fn kinds(findings: &[invite_triage::store::Finding]) -> Vec<FindingKind> {
    findings.iter().map(|finding| finding.kind).collect()
}

fn rewrite(dir: &Path, change: impl FnOnce(String) -> String) {
    let changed = change(text(dir));
    fs::write(dir.join(JOURNAL), changed).expect("written");
}

#[test]
fn a_decision_is_one_documented_line() {
    let dir = journal_of(&["jane-doe"]);
    let line = text(dir.path());
    let (body, sum) = line.trim_end().split_once(",\"c\":").expect("a sum");
    assert_eq!(
        body,
        r#"{"v":1,"n":1,"id":"jane-doe","at":"2026-01-02T03:04:05Z","event":"decided","invitation":"jane-doe@2026-01-02T03:04:05Z","person":"jane-doe","name":"jane-doe","verdict":"decline","answers":{},"kind":"ignore""#
    );
    assert_eq!(sum, format!("\"{:08x}\"}}", crc32fast::hash(body.as_bytes())));
}

#[test]
fn nothing_is_made_before_the_first_line() {
    let dir = folder();
    let data = dir.path().join("a/b");
    let mut opened = open(&data);
    assert_eq!(opened.entries, []);
    assert!(!data.join(JOURNAL).exists());
    let appended = append(&mut opened, "one");
    assert_eq!((appended.entries[0].n, appended.reloaded), (1, None));
    assert_eq!(append(&mut opened, "two").entries[0].n, 2);
    drop(opened);
    let opened = open(&data);
    assert_eq!(ids(&opened.entries), ["one", "two"]);
    assert_eq!(opened.entries[0].at, "2026-01-02T03:04:05Z".parse::<DateTime<Utc>>().expect("a time"));
    assert_eq!(opened.findings, []);
}

#[cfg(unix)]
#[test]
fn everything_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
    let outer = folder();
    let dir = outer.path().join("data");
    append(&mut open(&dir), "one");
    invite_triage::store::snapshot::save(&dir, &invite_triage::domain::evidence::network::Network::default(), &[])
        .expect("saved");
    assert_eq!(mode(&dir), 0o700);
    for name in [JOURNAL, "lock", "network.bin"] {
        assert_eq!(mode(&dir.join(name)), 0o600, "{name}");
    }
    assert_eq!(open(&dir).findings, []);
    let loose = |path: &Path, mode: u32| fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("changed");
    fs::create_dir(dir.join("quarantine")).expect("made");
    let set_aside = dir.join("quarantine/journal.1.torn");
    fs::write(&set_aside, "").expect("written");
    loose(outer.path(), 0o755);
    [dir.clone(), dir.join("quarantine")].iter().for_each(|path| loose(path, 0o777));
    [dir.join(JOURNAL), dir.join("network.bin"), set_aside.clone()].iter().for_each(|path| loose(path, 0o666));
    let findings = open(&dir).findings;
    assert_eq!(kinds(&findings), [FindingKind::Rights]);
    let said = "data: 5 files and folders were open to other users of this computer; now only you have access";
    assert_eq!(findings[0].to_string(), said);
    for path in [&dir, &dir.join("quarantine"), outer.path()] {
        assert_eq!(mode(path), if path == outer.path() { 0o755 } else { 0o700 }, "{}", path.display());
    }
    for path in [dir.join(JOURNAL), dir.join("network.bin"), set_aside] {
        assert_eq!(mode(&path), 0o600, "{}", path.display());
    }
    assert_eq!(open(&dir).findings, [], "said once");

    // A folder with other things in it, such as a home directory, is left as it is.
    fs::write(dir.join("letter.txt"), "").expect("written");
    for (rights, said) in [(0o755, false), (0o1777, false), (0o777, true)] {
        loose(&dir, rights);
        loose(&dir.join("letter.txt"), 0o644);
        let findings = open(&dir).findings;
        assert_eq!(findings.iter().any(|finding| finding.text.contains("chmod 700")), said, "{findings:?}");
        assert_eq!((mode(&dir), mode(&dir.join("letter.txt"))), (rights & 0o777, 0o644));
    }
}

#[test]
fn a_second_writer_is_told_so() {
    let dir = journal_of(&["one"]);
    let first = open(dir.path());
    assert!(matches!(Journal::open(dir.path()), Err(StoreError::Locked { .. })));
    assert!(matches!(repair::repair(dir.path(), "x"), Err(StoreError::Locked { .. })));
    assert_eq!(ids(&journal::read(dir.path()).expect("read").entries), ["one"]);
    drop(first);
    open(dir.path());
}

#[cfg(unix)]
#[test]
fn only_ordinary_files_are_opened() {
    for name in [JOURNAL, "lock"] {
        let dir = folder();
        fs::write(dir.path().join("other"), "").expect("written");
        std::os::unix::fs::symlink("other", dir.path().join(name)).expect("a link");
        assert!(matches!(Journal::open(dir.path()), Err(StoreError::NotRegularFile { .. })), "{name}");
        fs::remove_file(dir.path().join(name)).expect("removed");
        fs::create_dir(dir.path().join(name)).expect("a folder");
        assert!(matches!(Journal::open(dir.path()), Err(StoreError::NotRegularFile { .. })), "{name}");
    }
    let dir = folder();
    let made = std::process::Command::new("mkfifo").arg(dir.path().join(JOURNAL)).status();
    if made.is_ok_and(|status| status.success()) {
        let error = Journal::open(dir.path()).expect_err("a pipe is no journal");
        assert!(error.to_string().starts_with("cannot use "));
        assert!(error.to_string().ends_with("it is not a regular file"));
        assert!(matches!(journal::read(dir.path()), Err(StoreError::NotRegularFile { .. })));
    }
    for name in ["network.bin", "network.json"] {
        let dir = folder();
        std::os::unix::fs::symlink("/dev/zero", dir.path().join(name)).expect("a link");
        let finding = invite_triage::store::snapshot::load(dir.path()).finding.expect("not read");
        assert!(finding.text.starts_with("is not a regular file; nothing you decided is lost"), "{finding}");
    }
}

#[test]
fn a_missing_folder_reads_as_empty() {
    let dir = folder();
    assert_eq!(journal::read(&dir.path().join("nowhere")).expect("read"), journal::Loaded::default());
    assert_eq!(repair::check(&dir.path().join("nowhere")).expect("read"), repair::CheckReport::default());
    assert!(!dir.path().join("nowhere").exists());
}

#[test]
fn damage_in_the_middle_costs_its_line_only() {
    let dir = journal_of(&["one", "two", "three"]);
    rewrite(dir.path(), |text| text.replacen("{\"v\":1,\"n\":2", "<<<<<<< HEAD\n\0\0\0\n\n{\"v\":1;\"n\":2", 1));
    let before = text(dir.path());
    let opened = open(dir.path());
    assert_eq!(ids(&opened.entries), ["one", "three"]);
    let lines: Vec<Option<u64>> = opened.findings.iter().map(|finding| finding.line).collect();
    assert_eq!(lines, [Some(2), Some(3), Some(5)]);
    assert!(kinds(&opened.findings).iter().all(|kind| *kind == FindingKind::Damaged));
    let said =
        "it seems to be: decided, decline, two, 2026-01-02T03:04:05Z; skipped and kept (`check --repair` moves it";
    assert!(opened.findings[2].text.contains(said), "{}", opened.findings[2].text);
    assert_eq!(text(dir.path()), before);
}

#[test]
fn a_changed_line_is_used_and_told() {
    let dir = journal_of(&["one", "two"]);
    rewrite(dir.path(), |text| text.replacen("\"kind\":\"ignore\"", "\"kind\":\"spam\"", 1));
    let opened = open(dir.path());
    assert_eq!(ids(&opened.entries), ["one", "two"]);
    assert_eq!(kinds(&opened.findings), [FindingKind::ChecksumDiffers]);
    assert_eq!(opened.findings[0].line, Some(1));
}

#[test]
fn what_editors_and_merges_do_is_read() {
    let dir = journal_of(&["one", "two", "three"]);
    rewrite(dir.path(), |text| {
        let mut lines: Vec<&str> = text.lines().collect();
        lines.swap(0, 1);
        format!("\u{feff}{}{}\r\n\r\n{}\r\n", lines[0], lines[1], lines[2])
    });
    let read = journal::read(dir.path()).expect("read");
    assert_eq!(ids(&read.entries), ["one", "two", "three"]);
    assert_eq!(kinds(&read.findings), [FindingKind::Glued]);
}

#[test]
fn a_request_without_a_date_says_what_stood_there() {
    let told = Invitation::with_raw_date("Ann", "", "yesterday-ish\u{1b}");
    let event = Event::imported(Import {
        source: "x".into(),
        origin: invite_triage::domain::decision::event::SourceKind::Linkedin,
        invitations: vec![told, Invitation::new("Bob", "", at())],
        closed: Vec::new(),
        as_of: None,
        notes: Vec::new(),
    });
    let entry = Entry {
        n: 1,
        id: id("one"),
        at: "2026-01-02T03:04:05Z".parse().expect("a time"),
        redo_of: None,
        batch: None,
        event,
    };
    let bytes = line::encode(&entry).expect("written").bytes;
    let text = String::from_utf8_lossy(&bytes);
    assert!(text.contains(r#""sent_at":"1970-01-01T00:00:00Z","sent_as":"yesterday-ish\u001b"}"#), "{text}");
    assert_eq!(text.matches("sent_as").count(), 1);
    assert_eq!(line::parse(bytes.trim_ascii_end()).expect("read").entry, entry);
}

#[test]
fn hand_written_lines_need_no_sum() {
    let dir = folder();
    let lines = r#"{"n":1,"id":"a","at":"2026-01-02T04:04:05+01:00","event":"reopened","invitation":"x","extra":{"y":[1]}}
{"n":2,"id":"b","at":"2026-01-02T04:04:05Z","event":"dreamt","note":5}
{"n":3,"id":"c","at":"2026-01-02T04:04:05Z","event":"decided","verdict":"decline"}
{"n":4,"id":"d","at":"yesterday","event":"reopened","invitation":"x"}
{"id":"e","at":"2026-01-02T04:04:05Z","event":"reopened","invitation":"x"}
"#;
    fs::write(dir.path().join(JOURNAL), lines).expect("written");
    let read = journal::read(dir.path()).expect("read");
    // A line without a counter sorts before numbered ones.
    assert_eq!(ids(&read.entries), ["e", "a", "b"]);
    assert_eq!(read.entries[1].at.to_rfc3339(), "2026-01-02T03:04:05+00:00");
    assert_eq!(read.entries[2].event, Event::Unknown { name: "dreamt".to_owned() });
    let found: Vec<_> = read.findings.iter().map(|finding| (finding.line, finding.kind)).collect();
    let damaged = FindingKind::Damaged;
    assert_eq!(found, [(Some(3), damaged), (Some(4), damaged), (None, FindingKind::UnknownEvent)]);
}

#[test]
fn an_unfinished_end_is_set_aside_once() {
    for tail in [&b"{\"v\":1,\"n\":3,\"id\":\"thr"[..], b"\0\0\0\0", b"garbage {}"] {
        let dir = journal_of(&["one", "two"]);
        let whole = text(dir.path());
        fs::write(dir.path().join(JOURNAL), [whole.as_bytes(), tail].concat()).expect("written");
        let read = journal::read(dir.path()).expect("read");
        assert_eq!(kinds(&read.findings), [FindingKind::Torn]);
        assert_ne!(text(dir.path()), whole, "a reader repairs nothing");
        let opened = open(dir.path());
        assert_eq!(ids(&opened.entries), ["one", "two"]);
        assert_eq!(kinds(&opened.findings), [FindingKind::Torn]);
        let says = &opened.findings[0].text;
        assert!(says.starts_with(&format!("1 unfinished record ({} bytes) moved to quarantine/", tail.len())));
        assert_eq!(text(dir.path()), whole);
        assert_eq!(fs::read(dir.path().join("quarantine/journal.1.torn")).expect("kept"), tail);
        drop(opened);
        assert_eq!(open(dir.path()).findings, []);
    }
}

#[test]
fn a_record_that_lacks_its_newline_is_completed() {
    let dir = journal_of(&["one", "two"]);
    let whole = text(dir.path());
    for tail in ["", "{\"v\":1,"] {
        rewrite(dir.path(), |_| format!("{}{tail}", whole.trim_end()));
        let mut opened = open(dir.path());
        assert_eq!(ids(&opened.entries), ["one", "two"]);
        assert_eq!(opened.findings.len(), usize::from(!tail.is_empty()));
        assert_eq!(text(dir.path()), whole);
        append(&mut opened, "three");
        assert_eq!(text(dir.path()).lines().count(), 3);
    }
}

#[test]
fn copies_of_sync_tools_are_read_and_not_written() {
    let dir = journal_of(&["one", "two", "three"]);
    let lines: Vec<String> = text(dir.path()).lines().map(str::to_owned).collect();
    rewrite(dir.path(), |_| format!("{}\n", lines[0]));
    let copy = dir.path().join("journal.sync-conflict-20260102-030405-ABC.jsonl");
    fs::write(&copy, format!("{}\n{}\n", lines[0], lines[1])).expect("written");
    fs::write(dir.path().join("journal (conflicted copy).jsonl"), &lines[2]).expect("written");
    fs::write(dir.path().join("journal.jsonl.backup-1"), "nothing").expect("written");
    let mut opened = open(dir.path());
    assert_eq!(ids(&opened.entries), ["one", "two", "three"]);
    assert_eq!(kinds(&opened.findings)[..2], [FindingKind::ConflictCopy; 2]);
    let damaged = dir.path().join("journal (1).jsonl");
    fs::write(&damaged, "nonsense\n").expect("written");
    let check = repair::check(dir.path()).expect("checked");
    assert!(check.findings.iter().any(|finding| finding.text.ends_with("(`merge` this copy, then delete it)")));
    fs::remove_file(damaged).expect("removed");
    assert_eq!(append(&mut opened, "four").entries[0].n, 4);
    assert_eq!(text(dir.path()).lines().count(), 2);
    assert_eq!(fs::read_to_string(copy).expect("read").lines().count(), 2);
}

#[test]
fn a_newer_journal_is_read_only() {
    let dir = journal_of(&["one"]);
    rewrite(dir.path(), |text| {
        format!(
            "{text}{{\"v\":2,\"n\":2,\"id\":\"b\",\"at\":\"2026-01-02T04:04:05Z\",\"event\":\"decided\",\"note\":5}}\ntorn"
        )
    });
    let before = text(dir.path());
    let mut opened = open(dir.path());
    assert_eq!(ids(&opened.entries), ["one", "b"]);
    assert!(kinds(&opened.findings).contains(&FindingKind::NewerVersion));
    assert_eq!(opened.journal.writable(), Err(ReadOnly::Newer(2)));
    let result = opened.journal.append(id("c"), at(), None, decided("c"));
    assert!(matches!(result, Err(AppendError::ReadOnly(_))));
    drop(opened);
    assert!(matches!(repair::repair(dir.path(), "x"), Err(StoreError::NewerVersion { version: 2 })));
    assert_eq!(text(dir.path()), before);
}

#[cfg(unix)]
#[test]
fn what_may_not_be_written_is_read() {
    use std::os::unix::fs::PermissionsExt;
    let dir = journal_of(&["one"]);
    // Read-only files make the journal read-only, except for root.
    fs::set_permissions(dir.path().join(JOURNAL), fs::Permissions::from_mode(0o400)).expect("changed");
    fs::set_permissions(dir.path().join("lock"), fs::Permissions::from_mode(0o400)).expect("changed");
    let root = fs::OpenOptions::new().write(true).open(dir.path().join("lock")).is_ok();
    let mut opened = open(dir.path());
    assert_eq!(ids(&opened.entries), ["one"]);
    assert_eq!(opened.journal.writable().is_ok(), root);
    if !root {
        let result = opened.journal.append(id("two"), at(), None, decided("two"));
        assert!(matches!(result, Err(AppendError::ReadOnly(ReadOnly::NoPermission(_)))));
    }
}

#[test]
fn what_another_program_appends_is_taken_in() {
    let dir = journal_of(&["one"]);
    let other = journal_of(&["one", "zwei"]);
    let mut opened = open(dir.path());
    append(&mut opened, "two");
    let foreign = text(other.path()).lines().last().expect("a line").to_owned();
    rewrite(dir.path(), |text| format!("{text}{foreign}\n"));
    let appended = append(&mut opened, "three");
    assert_eq!(appended.entries[0].n, 3);
    let reloaded = appended.reloaded.expect("reloaded");
    assert_eq!(ids(&reloaded.entries), ["one", "two", "zwei", "three"]);
    assert_eq!(kinds(&reloaded.findings), [FindingKind::Reloaded]);
    assert_eq!(append(&mut opened, "four").reloaded, None);
    assert_eq!(text(dir.path()).lines().count(), 5);
}

#[test]
fn what_another_program_takes_away_is_written_again() {
    type Vandal = fn(&Path);
    let vandals: [(&str, Vandal); 5] = [
        ("replaced", |path| {
            fs::write(path.with_extension("new"), "").expect("written");
            fs::rename(path.with_extension("new"), path).expect("renamed");
        }),
        ("deleted", |path| fs::remove_file(path).expect("removed")),
        ("cut in a line", |path| {
            let file = fs::OpenOptions::new().write(true).open(path).expect("opened");
            file.set_len(300).expect("cut");
        }),
        ("emptied", |path| fs::write(path, "").expect("written")),
        ("the folder too", |path| fs::remove_dir_all(path.parent().expect("a folder")).expect("removed")),
    ];
    for (what, vandal) in vandals {
        let outer = folder();
        let dir = outer.path().join("data");
        append(&mut open(&dir), "one");
        let mut opened = open(&dir);
        append(&mut opened, "two");
        vandal(&dir.join(JOURNAL));
        let reloaded = append(&mut opened, "three").reloaded.expect(what);
        assert_eq!(ids(&reloaded.entries), ["one", "two", "three"], "{what}");
        assert!(kinds(&reloaded.findings).contains(&FindingKind::Reloaded), "{what}");
        assert_eq!(append(&mut opened, "four").reloaded, None, "{what}");
        assert!(matches!(Journal::open(&dir), Err(StoreError::Locked { .. })), "{what}");
        drop(opened);
        let opened = open(&dir);
        assert_eq!(ids(&opened.entries), ["one", "two", "three", "four"], "{what}");
        assert_eq!(opened.findings, [], "{what}");
    }
}

#[test]
fn a_newer_version_that_took_our_lines_away_loses_none() {
    let dir = journal_of(&["one"]);
    let mut opened = open(dir.path());
    append(&mut opened, "two");
    rewrite(dir.path(), |_| r#"{"v":2,"n":9,"id":"z","at":"2026-01-02T04:04:05Z","event":"x"}"#.to_owned() + "\n");
    let result = opened.journal.append(id("three"), at(), None, decided("three"));
    assert!(matches!(result, Err(AppendError::ReadOnly(ReadOnly::Newer(2)))));
    assert_eq!(ids(&journal::read(dir.path()).expect("read").entries), ["one", "two", "z"]);
}

#[test]
fn a_link_in_the_place_of_the_journal_is_refused_and_nothing_is_lost() {
    let dir = journal_of(&["one"]);
    let mut opened = open(dir.path());
    append(&mut opened, "two");
    let path = dir.path().join(JOURNAL);
    fs::remove_file(&path).expect("removed");
    fs::create_dir(&path).expect("made");
    let result = opened.journal.append(id("three"), at(), None, decided("three"));
    assert!(matches!(result, Err(AppendError::Store(StoreError::NotRegularFile { .. }))));
    fs::remove_dir(&path).expect("removed");
    let reloaded = append(&mut opened, "three").reloaded.expect("reloaded");
    assert_eq!(ids(&reloaded.entries), ["one", "two", "three"]);
}

#[test]
fn a_long_text_is_cut_and_the_entry_says_so() {
    let dir = folder();
    let mut opened = open(dir.path());
    let Event::Decided(decision) = decided("one") else { unreachable!() };
    let event = Event::decided(Decision { note: "x".repeat(100_000), ..*decision });
    let entry = opened.journal.append(id("one"), at(), None, event).expect("appended").entries.remove(0);
    drop(opened);
    assert_eq!(open(dir.path()).entries, std::slice::from_ref(&entry));
    let Event::Decided(decision) = entry.event else { unreachable!() };
    assert!(decision.note.ends_with("x … (cut at 64 KiB)"));
}

/// Returns lines of 60 kB, 24 MB together.
fn long_journal() -> Vec<u8> {
    let Event::Decided(decision) = decided("one") else { unreachable!() };
    let mut bytes = Vec::new();
    for n in 1..=400 {
        let event = Event::decided(Decision { note: "x".repeat(60_000), ..*decision.clone() });
        let entry = Entry { n, id: id(&format!("{n:04}")), at: at(), redo_of: None, batch: None, event };
        bytes.extend(line::encode(&entry).expect("a line").bytes);
    }
    bytes
}

#[test]
fn a_long_journal_is_written_again_whole() {
    type Vandal = fn(&Path);
    let vandals: [Vandal; 3] = [
        |path| fs::remove_file(path).expect("removed"),
        |path| fs::write(path, "").expect("emptied"),
        |path| {
            let file = fs::OpenOptions::new().write(true).open(path).expect("opened");
            file.set_len(10_000_000).expect("cut");
        },
    ];
    let bytes = long_journal();
    for vandal in vandals {
        let dir = folder();
        fs::write(dir.path().join(JOURNAL), &bytes).expect("written");
        let mut opened = open(dir.path());
        assert_eq!(opened.entries.len(), 400);
        append(&mut opened, "0401");
        vandal(&dir.path().join(JOURNAL));
        let reloaded = append(&mut opened, "0402").reloaded.expect("reloaded");
        assert_eq!(reloaded.entries.len(), 402);
        drop(opened);
        assert!(fs::read(dir.path().join(JOURNAL)).expect("read").starts_with(&bytes), "in place, every byte");
        assert_eq!(journal::read(dir.path()).expect("read").entries.len(), 402);
    }
}

#[test]
fn a_line_without_end_is_damage() {
    let dir = journal_of(&["one", "two"]);
    rewrite(dir.path(), |text| {
        let (first, second) = text.split_once('\n').expect("two lines");
        format!("{first}\n{}\n{second}", "{".repeat((64 << 20) + 1))
    });
    let read = journal::read(dir.path()).expect("read");
    assert_eq!(ids(&read.entries), ["one", "two"]);
    assert_eq!((read.findings[0].kind, read.findings[0].line), (FindingKind::Damaged, Some(2)));
    assert!(read.findings[0].text.starts_with("is longer than 64 MiB; skipped and kept"), "{}", read.findings[0].text);
}

#[test]
fn a_last_look_writes_again_what_is_missing() {
    type Vandal = fn(&Path);
    let vandals: [(&str, Vandal, Option<&str>); 5] = [
        ("deleted", |path| fs::remove_file(path).expect("removed"), Some("4 missing lines were")),
        ("emptied", |path| fs::write(path, "").expect("written"), Some("4 missing lines were")),
        (
            "an older copy renamed over it",
            |path| {
                let text = fs::read_to_string(path).expect("read");
                let old: String = text.split_inclusive('\n').take(3).collect();
                fs::write(path.with_extension("new"), old).expect("written");
                fs::rename(path.with_extension("new"), path).expect("renamed");
            },
            Some("1 missing line was"),
        ),
        (
            "the folder too",
            |path| fs::remove_dir_all(path.parent().expect("a folder")).expect("removed"),
            Some("4 missing lines were"),
        ),
        ("nothing", |_| {}, None),
    ];
    for (what, vandal, said) in vandals {
        let outer = folder();
        let dir = outer.path().join("data");
        append(&mut open(&dir), "one");
        let path = dir.join(JOURNAL);
        fs::write(&path, text(&dir) + "damaged\n").expect("written");
        let mut opened = open(&dir);
        append(&mut opened, "two");
        append(&mut opened, "three");
        let before = text(&dir);
        vandal(&path);
        let finding = opened.journal.restore_missing().expect(what);
        assert_eq!(finding.as_ref().map(|finding| finding.kind), said.map(|_| FindingKind::Reloaded), "{what}");
        if let (Some(finding), Some(said)) = (finding, said) {
            assert!(finding.text.contains(&format!("{said} written again")), "{what}: {}", finding.text);
        }
        assert_eq!(text(&dir), before, "{what}");
        assert_eq!(opened.journal.restore_missing().expect(what), None, "{what}: said once");
    }
}

#[test]
fn a_last_look_at_a_journal_that_only_grew_says_nothing() {
    let dir = journal_of(&["one"]);
    let other = journal_of(&["one", "zwei"]);
    let mut opened = open(dir.path());
    append(&mut opened, "two");
    let foreign = text(other.path()).lines().last().expect("a line").to_owned();
    rewrite(dir.path(), |text| format!("{text}{foreign}\n"));
    let before = text(dir.path());
    assert_eq!(opened.journal.restore_missing().expect("looked"), None);
    assert_eq!(text(dir.path()), before);
    let reloaded = append(&mut opened, "three").reloaded.expect("what came is still told");
    assert_eq!(reloaded.entries.len(), 4);
}

#[test]
fn what_a_killed_process_left_half_written_goes_with_the_next_start() {
    let dir = journal_of(&["one"]);
    for name in [".invite-triage-x.tmp", ".invite-triage-notes", "x.tmp"] {
        fs::write(dir.path().join(name), "half").expect("written");
    }
    let first = open(dir.path());
    assert!(!dir.path().join(".invite-triage-x.tmp").exists());
    assert!(dir.path().join(".invite-triage-notes").exists() && dir.path().join("x.tmp").exists());
    fs::write(dir.path().join(".invite-triage-y.tmp"), "in hand").expect("written");
    assert!(Journal::open(dir.path()).is_err());
    assert!(dir.path().join(".invite-triage-y.tmp").exists(), "whoever is refused touches nothing");
    drop(first);
}

#[test]
fn a_clock_that_goes_back_changes_no_order() {
    let dir = folder();
    let mut opened = open(dir.path());
    for (name, day) in [("one", "2199-01-01"), ("two", "2026-01-01"), ("three", "1969-12-31")] {
        let at = format!("{day}T00:00:00Z").parse().expect("a time");
        opened.journal.append(id(name), at, None, decided(name)).expect("appended");
    }
    drop(opened);
    assert_eq!(ids(&open(dir.path()).entries), ["one", "two", "three"]);
}

#[test]
fn a_redo_names_what_it_repeats() {
    let dir = folder();
    let mut opened = open(dir.path());
    let entry =
        opened.journal.append(id("b"), at(), Some(id("a")), decided("one")).expect("appended").entries.remove(0);
    assert_eq!(entry.redo_of.as_deref(), Some(&id("a")));
    drop(opened);
    assert_eq!(open(dir.path()).entries, [entry]);
}

#[test]
fn repair_throws_nothing_away() {
    let dir = journal_of(&["one", "two", "three", "four"]);
    rewrite(dir.path(), |text| {
        let lines: Vec<&str> = text.lines().collect();
        let changed = lines[1].replace("ignore", "spam");
        let unknown = r#"{"n":9,"id":"u","at":"2026-01-02T04:04:05Z","event":"dreamt","x":1}"#;
        format!("{}\nnonsense\n{changed}\n{}{}\n{unknown}\n{{\"v\"", lines[0], lines[2], lines[3])
    });
    let damaged = text(dir.path());
    let check = repair::check(dir.path()).expect("checked");
    assert!(!check.is_sound());
    assert_eq!((check.lines, check.entries), (5, 5));
    let torn = &check.findings[0];
    assert_eq!((torn.kind, torn.line, torn.file.as_str()), (FindingKind::Torn, Some(6), JOURNAL));
    let report = repair::repair(dir.path(), "abc").expect("repaired");
    assert_eq!(report.damaged, 2);
    let backup = report.backup.expect("a backup");
    assert_eq!(backup, dir.path().join("journal.jsonl.backup-abc"));
    assert_eq!(fs::read_to_string(backup).expect("read"), damaged);
    assert_eq!(fs::read_to_string(report.set_aside.expect("set aside")).expect("read"), "nonsense\n{\"v\"\n");
    let check = repair::check(dir.path()).expect("checked");
    assert!(check.is_sound(), "{check:?}");
    assert_eq!((check.lines, check.entries), (5, 5));
    assert!(text(dir.path()).contains(r#""event":"dreamt","x":1}"#));
    assert_eq!(repair::repair(dir.path(), "abc").expect("nothing to do").backup, None);
}

#[test]
fn a_sum_in_the_wrong_place_is_put_right() {
    let dir = folder();
    let odd = "{\"c\":\"12345678\",\"n\":1,\"id\":\"a\",\"at\":\"2026-01-02T04:04:05Z\",\"event\":\"reopened\",\"x\":1e400,\"invitation\":\"x\"}";
    let short = odd.replace("12345678", "x");
    fs::write(dir.path().join(JOURNAL), format!("{odd}\n{}\n", short.replace("\"a\"", "\"b\""))).expect("written");
    let before = journal::read(dir.path()).expect("read");
    assert_eq!(kinds(&before.findings), [FindingKind::ChecksumDiffers; 2]);
    repair::repair(dir.path(), "1").expect("repaired");
    assert!(repair::check(dir.path()).expect("checked").is_sound());
    assert_eq!(journal::read(dir.path()).expect("read").entries, before.entries);
    assert!(text(dir.path()).starts_with("{\"n\":1,\"id\":\"a\",") && text(dir.path()).contains("\"x\":1e400"));
}

#[test]
fn findings_are_safe_to_print() {
    let dir = journal_of(&["one"]);
    rewrite(dir.path(), |text| format!("{text}{{\"n\":2,\"verdict\":\"\u{1b}[2J\u{202e}\"}}\n"));
    fs::write(dir.path().join("journal\u{1b}[2J.jsonl"), "x\n").expect("written");
    for finding in repair::check(dir.path()).expect("checked").findings {
        let shown = format!("{}{}", finding.file, finding.text);
        assert!(!shown.chars().any(|c| c == '\u{1b}' || c == '\u{202e}'), "{shown:?}");
    }
}

#[test]
fn a_whole_file_is_old_or_new() {
    let dir = folder();
    let path = dir.path().join("contacts.csv");
    atomic::write_atomically(&path, false, |out| out.write_all(b"old")).expect("saved");
    assert!(matches!(
        atomic::write_atomically(&path, false, |out| out.write_all(b"new")),
        Err(StoreError::AlreadyExists { .. })
    ));
    let failed =
        atomic::write_atomically(&path, true, |out| out.write_all(b"half").and(Err(std::io::Error::other("no"))));
    assert!(matches!(failed, Err(StoreError::Io { .. })));
    assert_eq!(fs::read(&path).expect("read"), b"old");
    atomic::write_atomically(&path, true, |out| out.write_all(b"new")).expect("saved");
    assert_eq!(fs::read(&path).expect("read"), b"new");
    assert_eq!(fs::read_dir(dir.path()).expect("listed").count(), 1);
}
