//! Forgotten people are gone, and stay away unless re-import is allowed.

use std::collections::BTreeSet;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use chrono::DateTime;
use invite_triage::domain::decision::care_event::CareEventKind;
use invite_triage::domain::decision::event::{Entry, EntryId, Event};
use invite_triage::domain::decision::ledger::Ledger;
use invite_triage::domain::evidence::network::{
    Connection, ConversationStats, Fact, FactKind, Network, Owner, PersonFacts, SourceRef,
};
use invite_triage::domain::inbox::import_batch::ImportBatch;
use invite_triage::domain::inbox::reconcile::ImportReport;
use invite_triage::domain::inbox::reconcile::reconcile;
use invite_triage::domain::person::key::PersonKey;
use invite_triage::domain::text::dates::LocalDates;
use invite_triage::import::{ImportInput, read};
use invite_triage::store::forget::{ForgetReport, PersonIdentity, forget, preview};
use invite_triage::store::redact::PersonMatcher;
use invite_triage::store::{Finding, FindingKind, JOURNAL, Journal, StoreError, repair, snapshot};
use percent_encoding::percent_decode_str;
use strum::VariantArray;
use tempfile::TempDir;

#[path = "forget/spelling.rs"]
mod spelling;

const INVITATIONS: &str = "\
From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl
Ann Bee,Pat Owner,\"2/20/26, 3:47 PM\",Hello,INCOMING,https://www.linkedin.com/in/ann-bee,https://www.linkedin.com/in/pat-owner
Kim Lee,Pat Owner,\"1/8/26, 8:46 AM\",,INCOMING,https://www.linkedin.com/in/kim-lee,https://www.linkedin.com/in/pat-owner
Pat Owner,Ann Bee,\"1/7/26, 9:05 AM\",,OUTGOING,https://www.linkedin.com/in/pat-owner,https://www.linkedin.com/in/ann-bee
";

fn arrivals() -> ImportBatch {
    let input = ImportInput::Bytes { name: "Invitations.csv".to_owned(), bytes: INVITATIONS.as_bytes().to_vec() };
    let all = read(vec![input], &Network::default(), &mut |_| ControlFlow::Continue(()));
    all.expect("arrivals").remove(0)
}

fn forgets(n: u64, who: &str, welcome: bool) -> Entry {
    let people = vec![PersonKey::from_stored(who).digest()];
    let event = Event::Forgotten { people, allow_reimport: welcome };
    Entry { n, id: EntryId(n.to_string()), at: DateTime::UNIX_EPOCH, redo_of: None, batch: None, event }
}

#[test]
fn an_import_leaves_out_who_was_forgotten() {
    let ann = PersonKey::from_stored("ann-bee");
    let mut ledger = Ledger::replay([forgets(1, "ann-bee", false)]);
    assert!(ledger.is_forgotten(&ann) && !ledger.is_forgotten(&PersonKey::from_stored("kim-lee")));
    let after = reconcile(arrivals(), Network::default(), &ledger, LocalDates::UTC);
    assert_eq!((after.report.new, after.report.pending, after.report.counts.incoming), (1, 1, 2));
    assert!(after.report.remarks[0].starts_with("1 request left out"), "{:?}", after.report.remarks);
    assert_eq!(after.network.get(&ann), None);
    let Some(Event::Imported(import)) = after.event else { panic!("nothing came") };
    assert_eq!(import.invitations.iter().map(|i| i.person.as_str()).collect::<Vec<_>>(), ["kim-lee"]);

    ledger.post(forgets(2, "ann-bee", true));
    let after = reconcile(arrivals(), Network::default(), &ledger, LocalDates::UTC);
    assert_eq!((after.report.new, after.report.remarks.len()), (2, 0));
    assert!(after.network.get(&ann).is_some());
}

/// Returns a journal line: envelope, these fields and checksum.
fn line(n: u64, fields: &str) -> String {
    let body = format!("{{\"v\":1,\"n\":{n},\"id\":\"id-{n}\",\"at\":\"2026-01-02T03:04:05Z\",{fields}");
    format!("{body},\"c\":\"{:08x}\"}}\n", crc32fast::hash(body.as_bytes()))
}

fn request(id: &str, person: &str, name: &str) -> String {
    format!(r#"{{"id":"{id}","person":"{person}","name":"{name}","sent_at":"2026-01-01T00:00:00Z","later":1e400}}"#)
}

fn imported(requests: &[String], closed: &str) -> String {
    let requests = requests.join(",");
    format!(r#""event":"imported","source":"x.zip","from":"linkedin","invitations":[{requests}],"closed":[{closed}]"#)
}

/// Returns an import of requests that also remembers the notes of these people.
fn imported_with_notes(requests: &[String], people: &[&str]) -> String {
    let notes: Vec<String> = people.iter().map(|who| format!(r#"{{"person":"{who}","digest":"00ab00ab"}}"#)).collect();
    format!(r#"{},"notes":[{}]"#, imported(requests, ""), notes.join(","))
}

fn decided(person: &str, name: &str, more: &str) -> String {
    let whom = format!(r#""invitation":"{person}@2026-01-01T00:00:00Z","person":"{person}","name":"{name}""#);
    format!(r#""event":"decided",{whom},"verdict":"decline","answers":{{}}{more}"#)
}

const KIM_AT: &str = "kim-lee@2026-01-01T00:00:00Z";
const ANN_AT: &str = "ann-bee@2026-01-01T00:00:00Z";

/// Returns journal lines with every possible mention of Ann, and some about Kim.
fn lines() -> [String; 11] {
    let (ann, kim) = (request(ANN_AT, "ann-bee", "Ann Bee"), request(KIM_AT, "kim-lee", "Kim Lee"));
    let named = r#"{"kind":"company","says":"They name Acme, where you know Ann Bee, Al","file":"Connections.csv"}"#;
    let other = r#"{"kind":"messages","says":"2 messages","file":"messages.csv:1"}"#;
    [
        line(1, &imported_with_notes(&[ann, kim], &["ann-bee", "kim-lee"])),
        line(2, &decided("ann-bee", "Ann Bee", "")),
        line(3, &decided("kim-lee", "Kim Lee", &format!(r#","evidence":[{named},{other}],"dreamt":[1.0,{{}}]"#))),
        line(4, r#""event":"described","person":"ann-bee","name":"Ann Bee","offers":"wax""#),
        line(5, r#""event":"retracted","entry":"id-2""#),
        line(6, &format!(r#""event":"reopened","invitation":"{ANN_AT}""#)),
        line(7, r#""event":"dreamt","person":"ann-bee","of":"sheep""#),
        line(8, r#""event":"dreamt","of":[{"person":"kim-lee"},{"person":"ann-bee"}],"deep":{"x":{"id":"x"}}"#),
        line(9, &imported(&[request("name:ann bee@2026-01-01T00:00:00Z", "ann-bee", "Ann  Bee")], "")),
        line(10, &imported(&[], &format!(r#"{{"invitation":"{ANN_AT}","as":"vanished"}}"#))),
        line(11, &decided("kim-lee", "Kim Lee", r#","reason":"Ann Bee says no","again":"id-3""#)),
    ]
}

fn folder(lines: &[String]) -> TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    fs::write(dir.path().join(JOURNAL), lines.concat()).expect("written");
    dir
}

fn text(path: &Path) -> String {
    String::from_utf8_lossy(&fs::read(path).expect("a file")).into_owned()
}

fn ann() -> PersonKey {
    PersonKey::from_stored("ann-bee")
}

fn forget_ann(dir: &Path, welcome: bool) -> ForgetReport {
    let opened = Journal::open(dir).expect("opens");
    let network = snapshot::load(dir).snapshot.network;
    let matcher = PersonIdentity::find(&ann(), &opened.entries, &network).matcher();
    let looked = preview(dir, &matcher).expect("looked");
    let done = forget(opened.journal, &matcher, welcome, EntryId("end".to_owned()), DateTime::UNIX_EPOCH);
    let done = done.expect("forgotten");
    assert_eq!(looked.files.iter().collect::<BTreeSet<_>>(), done.files.iter().collect::<BTreeSet<_>>());
    done
}

/// Returns every file below a folder, with its text.
fn all_below(dir: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() { found.extend(all_below(&path)) } else { found.push((path.clone(), text(&path))) }
    }
    found
}

#[test]
fn every_line_about_them_goes_and_others_stay_byte_by_byte() {
    let lines = lines();
    let dir = folder(&lines);
    let report = forget_ann(dir.path(), false);
    let journal = report.files.last().expect("the journal");
    assert_eq!((journal.file.as_str(), journal.removed, journal.changed), (JOURNAL, 6, 3));
    assert_eq!(report.naming, 1, "the reason about Kim is in the person's own words");
    let kept = text(&dir.path().join(JOURNAL));
    let kept: Vec<&str> = kept.lines().collect();
    assert_eq!(kept.len(), 6);
    let kim = request(KIM_AT, "kim-lee", "Kim Lee");
    assert_eq!(format!("{}\n", kept[0]), line(1, &imported_with_notes(&[kim], &["kim-lee"])));
    assert!(kept[1].contains(r#""evidence":[{"kind":"messages","#) && kept[1].contains(r#""dreamt":[1.0,{}]"#));
    assert_eq!(format!("{}\n", kept[2]), lines[4], "what takes a line back speaks of nobody");
    assert!(kept[3].contains(r#""of":[{"person":"kim-lee"}],"deep":{"x":{"id":"x"}}"#), "{}", kept[3]);
    assert_eq!(format!("{}\n", kept[4]), lines[10]);
    assert!(kept[5].contains(r#""n":12,"id":"end","#) && kept[5].contains(r#""event":"forgotten","people":["#));
    let check = repair::check(dir.path()).expect("checked");
    assert_eq!(check.findings.iter().map(|f| f.kind).collect::<Vec<_>>(), [FindingKind::UnknownEvent]);
    assert!(all_below(dir.path()).iter().all(|(path, _)| !path.to_string_lossy().contains("backup")));
    let ledger = Ledger::replay(Journal::open(dir.path()).expect("opens").entries);
    assert!(ledger.is_forgotten(&ann()) && ledger.is_forgotten(&PersonKey::from_name("Ann Bee")));
    assert_eq!((ledger.decisions(), ledger.cases().count()), (1, 1), "a redo is another name of a line");
}

/// Returns the fields of one line of every event there is, as far as it is about a person.
fn every_event(person: &str, name: &str) -> Vec<String> {
    let id = format!("{person}@2026-01-01T00:00:00Z");
    let of = format!(r#""person":"{person}","name":"{name}""#);
    let request = format!(r#""invitation":"{id}",{of}"#);
    let kim = r#"{"person":"kim-lee","name":"Kim Lee"}"#;
    vec![
        imported_with_notes(&[self::request(&id, person, name)], &[person]),
        imported(&[], &format!(r#"{{"invitation":"{id}","as":"connected"}}"#)),
        decided(person, name, r#","questions":{"met":"Have we met?"},"batch":"id-3""#),
        r#""event":"retracted","entry":"id-3""#.to_owned(),
        format!(r#""event":"described",{of},"goals":"a book by {name}","dreams":"x","i_can":"y""#),
        format!(r#""event":"carried_out",{request},"how":"done""#),
        format!(r#""event":"kept",{request},"gift":"hello""#),
        format!(r#""event":"reopened","invitation":"{id}""#),
        r#""event":"forgotten","people":["5a3c6a0e-0000-5000-8000-000000000000"]"#.to_owned(),
        format!(r#""event":"contacted",{of},"on":"2026-01-01","channel":"call","aim":"give","text":"{name} called""#),
        format!(r#""event":"rhythm_set",{of},"rhythm":"never","because":"left""#),
        format!(r#""event":"postponed",{of},"due":"2026-03-01""#),
        r#""event":"pledged","accepted":"6m","by_tag":{"bees":"3m"}"#.to_owned(),
        format!(r#""event":"promised",{of},"text":"a map for {name}","due":"2026-03-01""#),
        format!(r#""event":"promise_kept","promise":"id-14",{of}"#),
        format!(r#""event":"promise_dropped","promise":"id-14",{of}"#),
        format!(r#""event":"same_person",{of},"into":"new-address""#),
        format!(r#""event":"reviewed",{of},"choice":"reach_out","answers":{{"know":"yes"}},"due":"2026-03-01""#),
        format!(r#""event":"disconnected",{of},"review":"id-18""#),
        format!(r#""event":"recommendable",{of},"could":"unsure""#),
        format!(r#""event":"introduction","between":[{kim},{{{of}}}],"step":"asked","side":2,"text":"to {name}""#),
        format!(r#""event":"judged","entry":"id-3",{request},"right":"yes","learnt":"ask {name}""#),
        format!(r#""event":"no_reply_needed",{of},"last":"2026-01-01T00:00:00Z""#),
        format!(r#""event":"invited",{of},"answers":{{"met":"no"}},"note":"to {name}""#),
        decided("new-address", "Jo New", ""),
    ]
}

#[test]
fn no_byte_of_any_event_speaks_of_them() {
    let (person, name) = ("josé-zweig", "José Zweig");
    let all = every_event(person, name);
    let named = |name: &str| all.iter().any(|fields| fields.starts_with(&format!(r#""event":"{name}","#)));
    let kinds = CareEventKind::VARIANTS.iter().map(|kind| <&str>::from(*kind));
    let others = "imported decided retracted described carried_out kept reopened forgotten".split(' ');
    kinds.chain(others).for_each(|kind| assert!(named(kind), "there is no line of {kind}"));

    for key in [person, "new-address"] {
        let lines: Vec<String> = (1..).zip(&all).map(|(n, fields)| line(n, fields)).collect();
        let dir = folder(&lines);
        let opened = Journal::open(dir.path()).expect("opens");
        let is_read = opened.findings.iter().all(|finding| finding.kind == FindingKind::Rights);
        assert!(is_read && opened.entries.len() == all.len(), "{:?}", opened.findings);
        let known = PersonIdentity::find(&PersonKey::from_stored(key), &opened.entries, &Network::default());
        let matcher = known.matcher();
        forget(opened.journal, &matcher, false, EntryId("end".to_owned()), DateTime::UNIX_EPOCH).expect("forgotten");
        for (path, text) in all_below(dir.path()) {
            let text = percent_decode_str(&text.to_lowercase()).decode_utf8_lossy().into_owned();
            for word in ["josé", "jose", "zweig", "new-address", "jo new"] {
                assert!(!text.contains(word), "{} has {word}: {text}", path.display());
            }
        }
        let left = text(&dir.path().join(JOURNAL));
        let events: Vec<&str> =
            left.lines().filter_map(|line| line.split('"').skip_while(|w| *w != "event").nth(2)).collect();
        assert_eq!(events, ["retracted", "forgotten", "pledged", "forgotten"], "{left}");
    }
}

#[test]
fn an_undone_line_makes_nobody_the_same() {
    let [one, other] = ["old-address", "new-address"].map(PersonKey::from_stored);
    let mut lines = vec![line(1, r#""event":"same_person","person":"old-address","name":"Ann","into":"new-address""#)];
    let keys = |lines: &[String]| {
        let entries = Journal::open(folder(lines).path()).expect("opens").entries;
        let mut known = PersonIdentity::find(&one, &entries, &Network::default());
        known.keys.retain(PersonKey::is_profile);
        known.keys
    };
    assert_eq!(keys(&lines), [other, one.clone()]);
    lines.push(line(2, r#""event":"retracted","entry":"id-1""#));
    assert_eq!(keys(&lines), std::slice::from_ref(&one));
}

#[test]
fn nothing_in_the_directory_speaks_of_them() {
    let mut lines = lines();
    lines[10] = String::new(); // the user's own text about Kim stays, although it names Ann
    let dir = folder(&lines[..8]);
    let put = |name: &str, bytes: &str| {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, bytes).expect("written");
    };
    put("journal.sync-conflict-20260102-030405-ABC.jsonl", &lines[8..].concat());
    put("journal.jsonl.backup-1", &(lines.concat() + "torn {\"person\":\"ann-bee\""));
    put("quarantine/journal.1.damaged", "{\"v\":1,\"name\":\"Ann  Bee\nkeep this\n");
    put("quarantine/journal.1.torn", "{\"v\":1,\"profile\":\"https://www.linkedin.com/in/ann-bee/");
    put(".invite-triage-x.tmp", "half of Ann B");
    put("else.txt", "somebody else's file");
    let listed = |key: &str, name: &str| PersonFacts::new(PersonKey::from_stored(key), name.into());
    let people = [listed("ann-bee", "Ann Bee"), listed("name:ann bee", "Ann Bee"), listed("kim-lee", "Kim Lee")];
    let known = Network::new(Owner::default(), None, Vec::new(), people);
    let report = ImportReport { remarks: vec!["Ann Bee stands in it twice".to_owned()], ..ImportReport::default() };
    snapshot::save(dir.path(), &known, &[report]).expect("saved");
    let report = forget_ann(dir.path(), false);
    assert_eq!(report.files.len(), 6, "{report:?}");
    for (path, text) in all_below(dir.path()) {
        let text = text.to_lowercase();
        assert!(!text.contains("ann") && !text.contains("bee"), "{}: {text}", path.display());
    }
    assert_eq!(text(&dir.path().join("quarantine/journal.1.damaged")), "keep this\n");
    assert!(text(&dir.path().join("journal.jsonl.backup-1")).contains("kim-lee"));
    let left = snapshot::load(dir.path()).snapshot;
    let keys: Vec<&str> = left.network.people().map(|a| a.key.as_str()).collect();
    assert_eq!((keys, left.report), (vec!["kim-lee"], vec![ImportReport::default()]));
    assert!(!dir.path().join(".invite-triage-x.tmp").exists() && dir.path().join("else.txt").exists());
    let again = forget_ann(dir.path(), true);
    assert_eq!(again.files, [], "there is nothing left to take out");
}

#[test]
fn the_words_of_others_do_not_name_them() {
    let dir = folder(&lines()[..3]);
    let of = |kinds: Vec<FactKind>| {
        let fact = |kind| Fact { kind, source: SourceRef { file: 0, record: 2 } };
        let kim = PersonFacts::new(PersonKey::from_stored("kim-lee"), "Kim Lee".into());
        let facts = kinds.into_iter().map(fact).collect();
        let network =
            Network::new(Owner::default(), None, vec!["messages.csv".to_owned()], [PersonFacts { facts, ..kim }]);
        snapshot::save(dir.path(), &network, &[]).expect("saved");
        forget_ann(dir.path(), false);
        let left = snapshot::load(dir.path()).snapshot.network;
        let kim = left.get(&PersonKey::from_stored("kim-lee")).expect("stays");
        kim.facts.iter().map(|fact| fact.kind.clone()).collect::<Vec<_>>()
    };
    let said = |text: &str| {
        let stats = ConversationStats { sent: 2, last_excerpt: text.into(), ..ConversationStats::default() };
        FactKind::Conversation(Box::new(stats))
    };
    let job = |text: &str| {
        FactKind::Connected(Connection {
            company: Some(text.into()),
            position: Some("Cook".into()),
            ..Connection::default()
        })
    };
    let left = of(vec![said("Say hello to ANN  BEE!"), job("Ann Bee & Sons"), said("Hello Annabel Bee")]);
    let without = FactKind::Connected(Connection { position: Some("Cook".into()), ..Connection::default() });
    assert_eq!(left, [said(""), without, said("Hello Annabel Bee")]);
    let left = of(vec![said("see linkedin.com/in/Ann%2DBee, or Ann%20bee")]);
    assert_eq!(left, [said("")]);
}

#[test]
fn drafts_lose_what_is_theirs() {
    let dir = folder(&lines()[..3]);
    let path = dir.path().join("drafts.json");
    let drafts = serde_json::json!({
        "v": 1,
        "order": "oldest",
        "cards": [
            { "deck": "cards", "invitation": "ann-bee@2026-01-01T00:00:00Z", "note": "wax", "skips": 2 },
            { "deck": "cards", "invitation": "kim-lee@2026-01-01T00:00:00Z", "note": "tea", "tags": ["Ann Bee", "Kim"] },
        ],
        "forms": [
            { "form": "details", "person": "name:ann bee", "fields": { "role": "x" } },
            { "form": "add", "fields": { "name": "Ann Bee", "note": "x" } },
        ],
        "messages": [{ "person": "ann-bee", "chosen": "Hello", "drafts": [{ "title": "Hello", "text": "x" }] }],
    });
    fs::write(&path, drafts.to_string()).expect("written");
    let aside = dir.path().join("quarantine");
    fs::create_dir_all(&aside).expect("a folder");
    fs::write(aside.join("drafts.1.damaged"), "{\"note\": \"for Ann Bee").expect("written");
    let report = forget_ann(dir.path(), false);
    assert!(!aside.join("drafts.1.damaged").exists(), "nor in one that was set aside");
    assert!(report.files.iter().any(|file| (file.file.as_str(), file.removed) == ("drafts.json", 5)), "{report:?}");
    let left: serde_json::Value = serde_json::from_str(&text(&path)).expect("JSON");
    let expected = serde_json::json!({
        "v": 1,
        "order": "oldest",
        "cards": [{ "deck": "cards", "invitation": "kim-lee@2026-01-01T00:00:00Z", "note": "tea", "tags": ["Kim"] }],
        "forms": [{ "form": "add", "fields": { "note": "x" } }],
        "messages": [],
    });
    assert_eq!(left, expected);
    let (unfinished, finding) = invite_triage::store::drafts::load(dir.path(), true);
    assert_eq!((unfinished.cards.len(), finding), (1, None), "it is read as before");
    let before = text(&path);
    forget_ann(dir.path(), false);
    assert_eq!(text(&path), before, "nothing is left to take out");
    fs::write(&path, "half of in/Ann-Bee").expect("written");
    forget_ann(dir.path(), false);
    assert!(!path.exists(), "what is not JSON goes whole");
}

#[test]
fn a_path_is_read_in_words() {
    let mut matcher = PersonMatcher::default();
    matcher.add_key(&ann());
    matcher.add_name("Ann Bee");
    for path in ["/home/pat/Ann_BEE.vcf", "/x/ann.bee/all.csv", "/x/ann%20bee.csv", "/x/mail to ann-bee (2).csv"] {
        assert!(matcher.is_mentioned_in_path(Path::new(path)), "{path}");
    }
    for path in ["/home/pat/contacts.csv", "/x/joann-bees.csv", "/ann/x/bee.csv"] {
        assert!(!matcher.is_mentioned_in_path(Path::new(path)), "{path}");
    }
}

#[test]
fn a_snapshot_that_cannot_be_read_goes_whole() {
    for name in ["network.json", "network.bin"] {
        let dir = folder(&lines());
        fs::write(dir.path().join(name), "{\"v\":1,\"people\":[{\"person\":\"ann-").expect("written");
        forget_ann(dir.path(), false);
        assert!(!dir.path().join(name).exists());
    }
}

#[test]
fn a_snapshot_of_0_1_is_left_without_the_person() {
    let dir = folder(&lines());
    let person = r#"{"person":"ann-bee","name":"Ann Bee"},{"person":"kim-lee","name":"Kim Lee","notes":[7]}"#;
    let json = format!(r#"{{"v":1,"me":{{"name":"","person":null}},"as_of":null,"files":[],"people":[{person}]}}"#);
    fs::write(dir.path().join("network.json"), json).expect("written");
    forget_ann(dir.path(), false);
    assert!(!dir.path().join("network.json").exists());
    let left = snapshot::load(dir.path()).snapshot.network;
    assert_eq!(left.people().map(|a| a.key.as_str()).collect::<Vec<_>>(), ["kim-lee"]);
}

#[test]
fn a_namesake_stays() {
    let other = line(12, &imported(&[request("name:ann bee@2025-05-05T00:00:00Z", "name:ann bee", "Ann Bee")], ""));
    let mut all = lines();
    all[8] = other.clone(); // no request of Ann's is keyed by her name
    let dir = folder(&all);
    let entries = Journal::open(dir.path()).expect("opens").entries;
    let named = PersonKey::from_name("Ann Bee");
    let known = PersonIdentity::find(&ann(), &entries, &Network::default());
    assert_eq!((known.keys, known.namesakes), (vec![ann()], vec![named.clone()]));
    assert_eq!(PersonIdentity::find_by_name("ann  BEE", &entries, &Network::default()), [ann(), named.clone()]);
    forget_ann(dir.path(), false);
    assert!(text(&dir.path().join(JOURNAL)).contains(&other));
    assert!(!Ledger::replay(Journal::open(dir.path()).expect("opens").entries).is_forgotten(&named));
}

#[test]
fn who_comes_back_from_another_machine_is_named() {
    let lines = lines();
    let dir = folder(&lines[..3]);
    forget_ann(dir.path(), false);
    fs::write(dir.path().join("journal (conflicted copy).jsonl"), &lines[1]).expect("written");
    let check = repair::check(dir.path()).expect("checked");
    let back = check.findings.iter().find(|finding| finding.kind == FindingKind::CameBack).expect("named");
    assert!(back.text.starts_with("ann-bee was forgotten but is back"), "{}", back.text);
    forget_ann(dir.path(), false);
    let check = repair::check(dir.path()).expect("checked");
    assert!(check.findings.iter().all(|finding| finding.kind != FindingKind::CameBack), "{check:?}");
}

#[test]
fn every_line_about_them_brings_them_back() {
    let (person, name) = ("ann-bee", "Ann Bee");
    for fields in every_event(person, name).iter().filter(|fields| fields.contains(person)) {
        let dir = folder(&lines()[..3]);
        forget_ann(dir.path(), false);
        fs::write(dir.path().join("journal (conflicted copy).jsonl"), line(20, fields)).expect("written");
        let check = repair::check(dir.path()).expect("checked");
        let back = |finding: &&Finding| finding.kind == FindingKind::CameBack && finding.text.starts_with(person);
        assert_eq!(check.findings.iter().filter(back).count(), 1, "{fields}: {check:?}");
    }
}

#[test]
fn a_new_address_is_forgotten_with_the_old_one() {
    let moved = r#""event":"same_person","person":"ann-bee","name":"Ann Bee","into":"anna-bee""#;
    let told = [line(1, moved), line(2, r#""event":"retracted","entry":"id-1""#)];
    let is_forgotten = |lines: &[String]| {
        let mut entries = Journal::open(folder(lines).path()).expect("opens").entries;
        entries.push(forgets(9, "ann-bee", false));
        Ledger::replay(entries).is_forgotten(&PersonKey::from_stored("anna-bee"))
    };
    assert!(is_forgotten(&told[..1]) && !is_forgotten(&told));
}

#[test]
fn one_person_with_two_addresses_is_found_by_name() {
    let lines = [
        line(1, &imported(&[request("old-ann@2026-01-01T00:00:00Z", "old-ann", "Ann Bee")], "")),
        line(2, &imported(&[request("new-ann@2026-02-01T00:00:00Z", "new-ann", "Ann Bee")], "")),
        line(3, r#""event":"same_person","person":"old-ann","name":"Ann Bee","into":"new-ann""#),
        line(4, r#""event":"retracted","entry":"id-3""#),
    ];
    let found = |lines: &[String]| {
        let entries = Journal::open(folder(lines).path()).expect("opens").entries;
        PersonIdentity::find_by_name("ann bee", &entries, &Network::default())
    };
    let [old, new] = ["old-ann", "new-ann"].map(PersonKey::from_stored);
    assert_eq!(found(&lines[..3]), std::slice::from_ref(&new));
    assert_eq!(found(&lines[..2]), [new.clone(), old.clone()], "two people");
    assert_eq!(found(&lines), [new, old], "two people again");
}

#[test]
fn what_a_killed_forget_left_goes_at_the_next_start() {
    let lines = lines();
    let dir = folder(&lines[..3]);
    forget_ann(dir.path(), false);
    let at = |id: &str| dir.path().join(format!("{JOURNAL}.backup-{id}"));
    // Killed after the journal was replaced and before the backup was removed.
    fs::write(at("end"), lines.concat()).expect("written");
    fs::write(at("repair"), lines[..2].concat()).expect("written");
    fs::write(at("end.kept"), "what did not read back").expect("written");
    fs::create_dir_all(dir.path().join("quarantine")).expect("made");
    let half = dir.path().join("quarantine/.invite-triage-x.tmp");
    fs::write(&half, "half of Ann B").expect("written");
    let check = repair::check(dir.path()).expect("checked");
    let found: Vec<_> = check.findings.iter().filter(|finding| finding.kind == FindingKind::LeftBehind).collect();
    assert_eq!(found.len(), 1, "{check:?}");
    assert_eq!(
        found[0].to_string(),
        "journal.jsonl.backup-end: still holds somebody you forgot, since `forget` was interrupted; it is removed at the \
         next start"
    );
    let held = Journal::open(dir.path()).expect("opens");
    assert!(!at("end").exists() && at("repair").exists() && at("end.kept").exists() && !half.exists());
    fs::write(at("end"), lines.concat()).expect("written");
    assert!(matches!(Journal::open(dir.path()), Err(StoreError::Locked { .. })));
    assert!(at("end").exists(), "whoever has the lock may need it");
    drop(held);
    forget_ann(dir.path(), false);
    assert!(!at("end").exists() && !text(&at("repair")).contains("Ann"));
}

#[test]
fn a_journal_of_a_newer_version_is_left_alone() {
    let dir = folder(&[lines()[0].clone(), line(2, r#""event":"x""#).replace("\"v\":1", "\"v\":2")]);
    let before = text(&dir.path().join(JOURNAL));
    let journal = Journal::open(dir.path()).expect("opens").journal;
    let refused = forget(journal, &PersonMatcher::default(), false, EntryId("end".to_owned()), DateTime::UNIX_EPOCH);
    assert!(matches!(refused, Err(StoreError::NewerVersion { version: 2 })), "{refused:?}");
    assert_eq!(text(&dir.path().join(JOURNAL)), before);
}
