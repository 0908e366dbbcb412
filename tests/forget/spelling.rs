//! Names and addresses are found however they are written.

use std::fs;
use std::path::Path;

use chrono::DateTime;
use invite_triage::domain::decision::event::EntryId;
use invite_triage::domain::evidence::network::Network;
use invite_triage::domain::person::key::PersonKey;
use invite_triage::store::forget::{PersonIdentity, forget};
use invite_triage::store::redact::PersonMatcher;
use invite_triage::store::{JOURNAL, Journal};
use serde_json::json;
use tempfile::TempDir;

use super::{decided, folder, imported, line, request, text};

/// Returns the fields of a decision about Kim, with evidence that says this.
fn evidence(says: &str) -> String {
    let fact = json!({ "kind": "company", "says": says, "file": "Connections.csv" });
    decided("kim-lee", "Kim Lee", &format!(r#","evidence":[{fact}]"#))
}

/// Returns the fields of a request of somebody.
fn asked(key: &str, name: &str) -> String {
    let name = json!(name).to_string();
    imported(&[request(&format!("{key}@2026-01-01T00:00:00Z"), key, name.trim_matches('"'))], "")
}

/// Puts bytes into a file of a data directory.
fn put(dir: &TempDir, name: &str, bytes: &str) {
    let path = dir.path().join(name);
    fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    fs::write(path, bytes).expect("written");
}

fn forget_person(dir: &Path, key: &str) {
    let opened = Journal::open(dir).expect("opens");
    let known = PersonIdentity::find(&PersonKey::from_stored(key), &opened.entries, &Network::default());
    forget(opened.journal, &known.matcher(), false, EntryId("end".to_owned()), DateTime::UNIX_EPOCH)
        .expect("forgotten");
}

/// Forgets a person of this key and name and returns what Kim's evidence says afterwards, for each of `texts`.
fn left_of(key: &str, name: &str, texts: &[&str]) -> Vec<bool> {
    let about_kim = (2..).zip(texts).map(|(n, says)| line(n, &evidence(says)));
    let dir = folder(&[line(1, &asked(key, name))].into_iter().chain(about_kim).collect::<Vec<_>>());
    forget_person(dir.path(), key);
    let left = text(&dir.path().join(JOURNAL));
    let decisions: Vec<&str> = left.lines().filter(|line| line.contains(r#""event":"decided""#)).collect();
    assert_eq!(decisions.len(), texts.len(), "the decisions about Kim stay: {left}");
    decisions.iter().map(|line| line.contains(r#""says""#)).collect()
}

#[test]
fn a_name_that_json_escapes_is_found() {
    for name in ["Jo \"JJ\" Lee", "Jo \\ Lee", "Jo\u{200c}han Lee", "Jo\u{200d}han Lee", "Jo\u{ad}han Lee"] {
        let shown = invite_triage::domain::text::untrusted::Untrusted::from(name).display_name();
        let says = [format!("Mentions Acme, where you know {name}, Al"), format!("You know {shown}"), "Jo".to_owned()];
        let [raw, shown, other] = &says;
        assert_eq!(left_of("jj", name, &[raw, shown, other]), [false, false, true], "{name:?}");

        let source = json!(format!("mail from {name}.eml")).to_string();
        let imports = imported(&[request("kim-lee@2026-01-01T00:00:00Z", "kim-lee", "Kim Lee")], "");
        let dir = folder(&[line(1, &asked("jj", name)), line(2, &imports.replace(r#""x.zip""#, &source))]);
        let escaped: String = name.encode_utf16().fold(String::new(), |text, unit| format!("{text}\\u{unit:04X}"));
        let damaged = format!("{{\"v\":1,\"says\":{}\nkeep this\n{{\"name\":\"\\n{escaped}\n", json!(name));
        put(&dir, "quarantine/journal.1.damaged", &damaged);
        put(&dir, "journal.jsonl.backup-1", &damaged);
        put(&dir, "quarantine/drafts.1.damaged", &damaged);
        forget_person(dir.path(), "jj");
        let left = text(&dir.path().join(JOURNAL));
        assert!(left.contains(r#""source":"","#), "{left}");
        for file in ["quarantine/journal.1.damaged", "journal.jsonl.backup-1"] {
            assert_eq!(text(&dir.path().join(file)), "keep this\n", "{name:?}");
        }
        assert!(!dir.path().join("quarantine/drafts.1.damaged").exists());
    }
}

#[test]
fn a_name_behind_a_line_break_is_found() {
    assert_eq!(
        left_of("ann-bee", "Ann Bee", &["You know\nAnn Bee", "You know\tAnn\nBee", "nAnn Bee"]),
        [false, false, true]
    );
}

#[test]
fn a_file_named_after_them_is_not_named_any_more() {
    for source in ["Ann_Bee.eml", "mail-ann bee.eml", "ann%20bee.eml"] {
        let imports = imported(&[request("kim-lee@2026-01-01T00:00:00Z", "kim-lee", "Kim Lee")], "");
        let dir = folder(&[line(1, &asked("ann-b", "Ann Bee")), line(2, &imports.replace("x.zip", source))]);
        forget_person(dir.path(), "ann-b");
        let left = text(&dir.path().join(JOURNAL));
        assert!(left.contains(r#""source":"","#) && left.contains("Kim Lee"), "{left}");
    }
}

#[test]
fn a_short_name_or_slug_is_found_where_it_is_one() {
    let url = "see https://www.linkedin.com/in/bo and linkedin.com/in/Bo/, http://de.linkedin.com/in/b%6F?x";
    let says =
        [url, "www.linkedin.com/in/bobby", "linkedin.com/in/bo-li", "linkedin/bo", "bo", "in/bo%C3%A9", "Bo said so"];
    assert_eq!(left_of("bo", "Bo Lindqvist", &says), [false, true, true, true, true, true, true]);
    let says = [
        "You know Bo, Al at Acme",
        "You know Al, Bo and 3 more",
        "Mentions Acme, where you know Bo",
        "Bo",
        "In the \
                note: bo is here",
        "You know Bob, Boa at Acme",
    ];
    assert_eq!(left_of("bo-x", "Bo", &says), [false, false, false, false, true, true]);
    let says = ["urn:li:member:7, again", "urn:li:member:77", "7"];
    assert_eq!(left_of("urn:li:member:7", "Seven Up", &says), [false, true, true]);
    assert_eq!(left_of("x-y-z", "李", &["李", "您认识李四", "You know 李, Al"]), [false, true, false]);
}

#[test]
fn a_short_slug_leaves_the_texts_of_others() {
    let dir = folder(&[line(1, &asked("ey", "Eve Young")), line(2, &decided("kim-lee", "Kim Lee", ""))]);
    let drafts = json!({ "v": 1, "messages": [{ "person": "kim-lee", "drafts": [
        { "title": "a", "text": "Ey, how is EY? ey" },
        { "title": "b", "text": "see www.linkedin.com/in/ey" },
    ] }] });
    put(&dir, "drafts.json", &drafts.to_string());
    let damaged = "{\"person\":\"ey\",\"x\n{\"id\":\"ey@2026-01-01T00:00:00Z\n{\"company\":\"EY\",\"x\nhey, ey\n";
    put(&dir, "quarantine/journal.1.damaged", damaged);
    put(&dir, "journal.jsonl.backup-1", "half of https://www.linkedin.com/in/ey\nkeep this\n");
    forget_person(dir.path(), "ey");
    assert_eq!(text(&dir.path().join("quarantine/journal.1.damaged")), "{\"company\":\"EY\",\"x\nhey, ey\n");
    assert_eq!(text(&dir.path().join("journal.jsonl.backup-1")), "keep this\n");
    let left: serde_json::Value = serde_json::from_str(&text(&dir.path().join("drafts.json"))).expect("JSON");
    assert_eq!(left["messages"][0]["drafts"], json!([{ "title": "a", "text": "Ey, how is EY? ey" }, { "title": "b" }]));
}

#[test]
fn a_name_is_found_where_nothing_parts_words() {
    let all = [
        ("王小明", "您认识王小明和李四", "您认识王小红"),
        ("李雷", "您认识李雷和李四", "李先生"),
        ("高瀬 みどり", "高瀬 みどりさんによろしく", "高瀬さん"),
        ("高瀬 みどり", "高瀬みどりさんによろしく", "みどりの日"),
        ("สมชาย ใจดี", "สวัสดีสมชาย ใจดีครับ", "ใจดีครับ"),
        ("김민수", "김민수님께", "이김민수"),
        ("Ann Bee", "您认识Ann Bee和李四", "您认识Joann Bee"),
        ("Ann Bee", "Ann Bee가", "Ann Beer"),
    ];
    for (name, theirs, other) in all {
        assert_eq!(left_of("x-y-z", name, &[theirs, other]), [false, true], "{name}");
    }
    let mut matcher = PersonMatcher::default();
    ["李雷", "Bo", "Ann Bee"].iter().for_each(|name| matcher.add_name(name));
    for (path, named) in
        [("/x/给李雷的信.csv", true), ("/李雷/all.csv", false), ("/x/bo.vcf", true), ("/x/bo list.vcf", false)]
    {
        assert_eq!(matcher.is_mentioned_in_path(Path::new(path)), named, "{path}");
    }
}

#[test]
fn a_name_in_capitals_is_the_same_name() {
    for (name, theirs) in
        [("Zoë Weiß", "see ZOË WEISS"), ("İpek Işık", "ipek ışık, IPEK IŞIK"), ("Οδυσσεύς Κας", "ΟΔΥΣΣΕΎΣ ΚΑΣ")]
    {
        assert_eq!(left_of("x-y-z", name, &[theirs, "see ZOË WEIS"]), [false, true], "{name}");
    }
    assert_eq!(PersonKey::from_name("Weiß").as_str(), "name:weiß", "a key stays what it is");
}
