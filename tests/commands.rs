//! The real binary without a terminal: output, files written, exit status.

#![cfg(unix)]

#[path = "commands/care.rs"]
mod care;
#[path = "commands/decide.rs"]
mod decide;
#[path = "commands/doctor.rs"]
mod doctor;
#[path = "commands/schemas.rs"]
mod schemas;

use std::collections::BTreeSet;
use std::fs;
use std::io::{Cursor, Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use invite_triage::domain::decision::care_event::{CareEvent, Party};
use invite_triage::domain::decision::checklist::Answer;
use invite_triage::domain::decision::event::{CarryOut, CarryOutResult, DescribedPerson, Description, EntryId, Event};
use invite_triage::domain::decision::ledger::Ledger;
use invite_triage::domain::decision::rhythm::Rhythm;
use invite_triage::domain::decision::{
    AcceptDetails, Decision, DeclineKind, Draft, FollowUpMode, Gift, GiftBy, Verdict,
};
use invite_triage::domain::person::key::PersonKey;
use invite_triage::domain::request::invitation::Invitation;
use invite_triage::domain::text::untrusted::is_unsafe_char;
use invite_triage::export::FORMATS;
use invite_triage::shell::Config;
use invite_triage::store::{JOURNAL, Journal, Opened};
use serde_json::{Value, json};
use strum::VariantArray;
use tempfile::TempDir;

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

/// A temporary home directory, empty at first.
struct Home(TempDir);

impl Home {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    /// Returns a home with the archive imported.
    fn imported() -> Self {
        let home = Self::new();
        let zip = home.archive();
        home.succeeds(&["import", zip.to_str().expect("a path")]);
        home
    }

    /// Returns a home with two people decided: Ann accepted, then declined, then accepted again; José declined.
    fn decided() -> Self {
        let home = Self::imported();
        let opened = Journal::open(&home.data()).expect("opens");
        let (mut journal, ledger) = (opened.journal, Ledger::replay(opened.entries));
        let of = |name: &str| {
            let case = ledger.cases().find(|case| case.invitation().name.raw() == name);
            case.expect("a request").invitation().clone()
        };
        let (ann, jose) = (of("Ann Bee"), of("José Muñoz"));
        let accept = Verdict::Accept(AcceptDetails {
            how_met: "at the fair".into(),
            remember: "wax".into(),
            rhythm: Some(Rhythm::VARIANTS[0]),
            gift: Gift::VARIANTS[0],
            gift_by: GiftBy::default(),
        });
        let decisions = [
            ("2026-03-01T10:00:00Z", decision(&ann, Verdict::Decline(DeclineKind::Ignore), Answer::No, "too early")),
            (
                "2026-03-02T10:00:00Z",
                decision(&jose, Verdict::Decline(DeclineKind::Spam), Answer::No, "sells \u{1b}[2Jseeds"),
            ),
            ("2026-03-03T10:00:00Z", decision(&ann, accept, Answer::Yes, "")),
        ];
        for (n, (at, decision)) in decisions.into_iter().enumerate() {
            let id = EntryId(format!("00000000-0000-7000-8000-00000000000{n}"));
            journal.append(id, at.parse().expect("a time"), None, Event::decided(decision)).expect("appended");
        }
        home
    }

    fn data(&self) -> PathBuf {
        self.0.path().join("kept")
    }

    fn path(&self, name: &str) -> String {
        self.0.path().join(name).to_str().expect("a path").to_owned()
    }

    fn archive(&self) -> PathBuf {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in
            [("Invitations.csv", INVITATIONS), ("Connections.csv", CONNECTIONS), ("messages.csv", MESSAGES)]
        {
            zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("a file");
            zip.write_all(text.as_bytes()).expect("written");
        }
        let path = self.0.path().join("export.zip");
        fs::write(&path, zip.finish().expect("an archive").into_inner()).expect("written");
        path
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_invite-triage"));
        command.env_clear().env("HOME", self.0.path()).env("TMPDIR", self.0.path());
        command.env("INVITE_TRIAGE_DATA_DIR", self.data()).current_dir(self.0.path());
        command.args(words).stdin(Stdio::null());
        command
    }

    fn run(&self, words: &[&str]) -> Output {
        self.command(words).output().expect("runs")
    }

    /// Runs a command that must succeed; returns its standard output.
    #[track_caller]
    fn succeeds(&self, words: &[&str]) -> String {
        let output = self.run(words);
        assert_eq!(output.status.code(), Some(0), "{words:?}: {}", text(&output.stderr));
        assert!(!text(&output.stdout).contains('\u{1b}'), "{words:?} sends an escape");
        text(&output.stdout)
    }

    /// Runs a command that must exit with this status; returns its standard error.
    #[track_caller]
    fn fails(&self, status: i32, words: &[&str]) -> String {
        let output = self.run(words);
        assert_eq!(output.status.code(), Some(status), "{words:?}: {}", text(&output.stderr));
        text(&output.stderr)
    }

    /// Runs a command that must succeed; returns its output lines as JSON.
    #[track_caller]
    fn json_lines(&self, words: &[&str]) -> Vec<Value> {
        let lines = self.succeeds(words);
        lines.lines().map(|line| serde_json::from_str(line).expect("an object a line")).collect()
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("text")
}

fn decision(invitation: &Invitation, verdict: Verdict, answer: Answer, reason: &str) -> Decision {
    let checklist = Config::parse("").expect("a configuration").settings.checklist;
    let mut draft = Draft { reason: reason.to_owned(), ..Draft::default() };
    for question in checklist.questions() {
        draft.answers.set(question.id.clone(), answer);
    }
    draft.decide(invitation, verdict, &checklist, true, Vec::new()).expect("complete")
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).expect("a file").permissions().mode() & 0o777
}

#[test]
fn an_import_says_what_it_found() {
    let home = Home::new();
    let zip = home.archive();
    let zip = zip.to_str().expect("a path");
    let dry = home.succeeds(&["import", "--dry-run", zip]);
    assert!(dry.contains("Dry run: nothing written."), "{dry}");
    assert!(!home.data().join(JOURNAL).exists());
    let said = home.succeeds(&["import", zip]);
    assert!(said.contains("Invitations.csv, record 6") && said.contains("Next: invite-triage"), "{said}");
    assert_eq!((mode(&home.data()), mode(&home.data().join(JOURNAL))), (0o700, 0o600));
    let again = home.json_lines(&["import", "--json", zip]);
    assert_eq!(again.len(), 1);
    let counts = &again[0]["invitations"];
    let of = |name: &str| counts[name].as_u64().expect("a number");
    assert_eq!(["rows", "incoming", "outgoing", "already_connected", "pending", "new"].map(of), [5, 4, 1, 1, 3, 0]);
    assert_eq!(again[0]["connections"], json!({ "rows": 1, "blank": 0 }));
    assert_eq!(again[0]["messages"]["rows"], 2);
    assert_eq!(again[0]["not_understood"][0]["record"], 6);
    assert!(home.fails(1, &["import", "nowhere.zip"]).contains("nowhere.zip"));
    assert!(home.fails(2, &["import"]).contains("PATH"));
}

#[test]
fn a_list_has_one_object_a_line() {
    let home = Home::imported();
    let all = home.json_lines(&["list", "--json"]);
    assert_eq!(all.len(), 3);
    for object in &all {
        let mut fields: Vec<&str> = object.as_object().expect("an object").keys().map(String::as_str).collect();
        fields.sort_unstable();
        let all = "company due evidence headline id message name note parked person pile profile sent_at status tags";
        assert_eq!(fields.join(" "), all);
        assert_eq!(object["message"], object["note"]);
    }
    let ann = all.iter().find(|object| object["person"] == "ann-bee").expect("Ann");
    assert_eq!(ann["id"], "ann-bee@2026-02-20T23:47:00Z");
    assert_eq!((&ann["name"], &ann["status"], &ann["pile"]), (&json!("Ann Bee"), &json!("pending"), &json!("known")));
    assert_eq!(
        (&ann["sent_at"], &ann["profile"]),
        (&json!("2026-02-20T23:47:00Z"), &json!("https://www.linkedin.com/in/ann-bee"))
    );
    assert_eq!(ann["evidence"][0]["kind"], "messages");
    let ned = all.iter().find(|object| object["person"] == "ned-oh").expect("Ned");
    assert_eq!((&ned["sent_at"], &ned["note"]), (&Value::Null, &Value::Null));
    assert_eq!(home.json_lines(&["list", "--pile", "known", "--json"]).len(), 1);
    assert_eq!(home.json_lines(&["list", "--status", "accepted", "--json"]).len(), 0);
    assert!(home.succeeds(&["list"]).contains("José Muñoz"));
    assert!(home.fails(2, &["list", "--pile", "nobody"]).contains("no_note"));
    assert_eq!(home.run(&["list", "--status", "nothing"]).status.code(), Some(2));
}

#[test]
fn the_history_is_newest_first() {
    let home = Home::decided();
    let said = home.succeeds(&["history"]);
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(lines.len(), 3, "{said}");
    assert!(lines[0].contains("2026-03-03") && lines[0].contains("✓ accepted      Ann Bee"), "{said}");
    assert!(lines[1].contains("✗ declined      José Muñoz") && lines[1].contains("seeds"), "{said}");
    assert!(lines[2].contains("too early") && lines[2].ends_with("(changed later)"), "{said}");
    assert_eq!(home.succeeds(&["history", "munoz"]).lines().count(), 1);
    assert_eq!(home.succeeds(&["history", "--since", "2026-03-02"]).lines().count(), 2);
    assert_eq!(home.succeeds(&["history", "--since", "2026-03-02", "bee"]).lines().count(), 1);
    assert_eq!(home.succeeds(&["history", "--since", "2026-03"]).lines().count(), 3);
    assert_eq!(home.succeeds(&["history", "since:2026-03-02", "until:2026-03-02"]).lines().count(), 1);
    assert!(home.fails(2, &["history", "--since", "some day"]).contains("Try 3d, 2w, monday, 12 jan"));
    assert_eq!(Home::new().succeeds(&["history"]), "");
}

#[test]
fn anybody_is_found_and_a_wrong_query_is_told() {
    let home = Home::decided();
    let export = home.path("copy");
    fs::create_dir(&export).expect("a folder");
    let connections = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n\
        Nikola,Zed,https://www.linkedin.com/in/nikola-zed,,Acorn Mills,Baker,04 Apr 2026\n\
        Agnieszka,Bar,https://www.linkedin.com/in/agnieszka-bar,,Birch,Nurse,05 Apr 2026\n\
        Otto,Ulm,https://www.linkedin.com/in/otto-ulm,,Nikkel,Nurse,05 May 2026\n";
    fs::write(Path::new(&export).join("Connections.csv"), connections).expect("written");
    home.succeeds(&["import", &export]);
    let names = |words: &[&str]| -> Vec<String> {
        home.json_lines(words).iter().map(|object| object["name"].as_str().expect("a name").to_owned()).collect()
    };
    assert_eq!(names(&["find", "--json", "nik"]), ["Nikola Zed", "Otto Ulm"]);
    assert_eq!(names(&["find", "--json", "company:\"acorn mills\""]), ["Nikola Zed"]);
    assert_eq!(names(&["find", "--json", "since:2026-05", "until:2026"]), ["Otto Ulm"]);
    assert_eq!(names(&["find", "--json", "status:declined"]), ["José Muñoz"]);
    let otto = &home.json_lines(&["find", "--json", "nikkel"])[0];
    assert_eq!(otto["matched"], json!({ "field": "company", "says": "Nikkel" }));
    let of_otto = ["person", "profile", "headline", "company", "status", "connected_on", "tags"].map(|key| &otto[key]);
    let values = [
        json!("otto-ulm"),
        json!("https://www.linkedin.com/in/otto-ulm"),
        json!("Nurse"),
        json!("Nikkel"),
        Value::Null,
        json!("2026-05-05"),
        json!([]),
    ];
    assert_eq!(of_otto, values.each_ref());
    assert!(home.succeeds(&["find", "nikkel"]).contains("connection  Otto Ulm  Nurse, Nikkel  company: Nikkel"));
    assert_eq!(names(&["people", "--json"]), ["Ann Bee"]);
    assert_eq!(names(&["people", "--json", "met:no"]), [""; 0]);
    assert_eq!(home.json_lines(&["people", "--json", "rhythm:1m"])[0]["rhythm"], "1m");
    assert_eq!(names(&["list", "--json", "--status", "all", "--query", "munoz"]), ["José Muñoz"]);
    assert!(home.succeeds(&["export", "--status", "all", "--query", "seeds"]).contains("José"));
    assert!(!home.succeeds(&["export", "--status", "all", "--query", "seeds"]).contains("Ann Bee"));
    for words in [
        &["find", "compny:acorn"][..],
        &["people", "compny:acorn"],
        &["history", "compny:acorn"],
        &["list", "--query", "compny:acorn"],
        &["export", "--query", "compny:acorn"],
    ] {
        assert!(
            home.fails(2, words).contains("No query word \"compny:\"; quote it as text, or use company: since: until:"),
            "{words:?}"
        );
    }
    assert!(home.fails(2, &["find", "pile:warm"]).contains("pile: knows no \"warm\"; it takes due, known"));
}

#[test]
fn the_history_as_json_is_the_line_of_the_journal() {
    let home = Home::decided();
    let all = home.json_lines(&["history", "--json", "met:yes"]);
    assert_eq!(all.len(), 1);
    let line = &all[0];
    assert_eq!(line["id"], "00000000-0000-7000-8000-000000000002");
    assert_eq!(
        (&line["event"], &line["verdict"], &line["person"]),
        (&json!("decided"), &json!("accept"), &json!("ann-bee"))
    );
    assert_eq!((&line["standing"], line.get("c")), (&json!(true), None));
    let standing: Vec<Value> =
        home.json_lines(&["history", "--json"]).iter().map(|line| line["standing"].clone()).collect();
    assert_eq!(standing, [json!(true), json!(true), json!(false)]);
}

#[test]
fn an_export_goes_to_a_file_of_ones_own() {
    let home = Home::decided();
    let file = home.path("people.vcf");
    let words = ["export", "-o", &file];
    let output = home.run(&words);
    assert_eq!((output.status.code(), text(&output.stdout).as_str()), (Some(0), ""));
    assert!(text(&output.stderr).contains("1 person written to"), "{}", text(&output.stderr));
    assert_eq!(mode(Path::new(&file)), 0o600);
    let first = fs::read_to_string(&file).expect("written");
    assert!(first.contains("BEGIN:VCARD") && first.contains("Ann Bee") && !first.contains("Mu"), "{first}");
    fs::write(&file, "precious").expect("written");
    let said = home.fails(1, &words);
    assert!(said.contains("people.vcf") && said.contains("--force overwrites"), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
    assert_eq!(fs::read_to_string(&file).expect("read"), "precious");
    home.succeeds(&["export", "--format", "vcf", "-o", &file, "--force"]);
    assert_eq!(fs::read_to_string(&file).expect("read"), first);
    assert_eq!(mode(Path::new(&file)), 0o600);
    assert_eq!(home.succeeds(&["export", "--format", "vcard", "-o", "-"]), first, "the same to standard output");
    let all = home.succeeds(&["export", "--format", "json", "--status", "all"]);
    assert!(all.contains("Mu") && all.contains("Ann Bee"), "{all}");
    let said = home.fails(1, &["export", "-o", &home.path("no/such/file.csv")]);
    assert!(said.contains("the export failed") && !said.contains("--data-dir"), "{said}");
}

#[test]
fn the_ending_of_a_file_names_its_format() {
    let home = Home::decided();
    for name in ["people.xlsx", "people.tsv", "people.jsonl", "people"] {
        let said = home.fails(2, &["export", "-o", name]);
        assert!(said.contains(name) && said.contains("csv, google, outlook, vcard") && said.contains("ics"), "{said}");
        assert!(!Path::new(&home.path(name)).exists());
        home.succeeds(&["export", "--format", "csv", "-o", name]);
    }
    for (name, start) in [("a.vcard", "BEGIN:VCARD"), ("a.ical", "BEGIN:VCALENDAR"), ("a.Markdown", "# Contacts")] {
        home.succeeds(&["export", "-o", name]);
        assert!(fs::read_to_string(home.path(name)).expect("written").starts_with(start), "{name}");
    }
}

#[test]
fn a_folder_a_link_and_a_socket_are_no_files() {
    let home = Home::decided();
    fs::create_dir(home.path("folder")).expect("made");
    std::os::unix::fs::symlink("elsewhere.csv", home.path("link.csv")).expect("a link");
    let _socket = std::os::unix::net::UnixListener::bind(home.path("socket.csv")).expect("a socket");
    let said = home.fails(2, &["export", "-o", "folder"]);
    assert!(said.contains("folder is a folder; name a file in it, or choose --format notes"), "{said}");
    for (path, says) in [
        ("folder", "folder is a folder; name a file in it, such as folder/contacts.csv"),
        ("new/", "new/ is a folder; name a file in it"),
        ("link.csv", "link.csv is a link; name the file itself"),
        ("socket.csv", "socket.csv is neither a file nor a pipe"),
    ] {
        for more in [&[][..], &["--force"], &["--dry-run"]] {
            let said = home.fails(1, &[&["export", "--format", "csv", "-o", path], more].concat());
            assert!(said.contains("nothing written") && said.contains(says) && !said.contains("journal"), "{said}");
        }
    }
    let said = home.fails(1, &["export", "--format", "notes", "-o", "link.csv"]);
    assert!(said.contains("link.csv is not a folder; notes need one"), "{said}");
}

#[test]
fn pipes_and_devices_are_written_to() {
    let home = Home::decided();
    let plain = home.succeeds(&["export", "--format", "csv"]);
    assert!(plain.starts_with("\"name\""), "no byte order mark on standard output");
    for path in ["-", "/dev/stdout"] {
        assert_eq!(home.succeeds(&["export", "-o", path]), plain);
    }
    home.succeeds(&["export", "-o", "/dev/null"]);
    let said = home.fails(1, &["export", "-o", "/dev/full"]);
    assert!(said.to_lowercase().contains("space"), "{said}");
    let pipe = home.path("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().expect("runs").success());
    let reader = std::thread::spawn({
        let pipe = pipe.clone();
        move || fs::read_to_string(pipe).expect("read")
    });
    home.succeeds(&["export", "-o", &pipe]);
    assert_eq!(reader.join().expect("reads"), plain);
    assert!(!home.data().join("exports.jsonl").exists(), "what went through a pipe is nowhere to be found again");
}

#[test]
fn files_for_excel_and_outlook_begin_with_a_mark() {
    let home = Home::decided();
    for (format, has_mark) in [("csv", true), ("outlook", true), ("google", false), ("vcard", false), ("json", false)] {
        let file = home.path(format);
        home.succeeds(&["export", "--format", format, "-o", &file]);
        let bytes = fs::read(&file).expect("written");
        assert_eq!(bytes.starts_with(b"\xef\xbb\xbf"), has_mark, "{format}");
        let told = home.json_lines(&["forget", "kim-lee", "--dry-run", "--json"]);
        assert_eq!(told[0]["exports"], json!([]));
        let printed = home.succeeds(&["export", "--format", format]);
        assert!(text(&bytes).trim_start_matches('\u{feff}') == printed, "{format}");
    }
}

#[test]
fn connections_are_exported_whether_decided_or_not() {
    let home = Home::decided();
    let connections = ["export", "--status", "connections", "--format", "json"];
    let exported = |words: &[&str]| -> Vec<Value> { serde_json::from_str(&home.succeeds(words)).expect("a list") };
    let told = exported(&connections);
    assert_eq!(told.len(), 1, "Ann and José are not connected yet");
    assert_eq!((&told[0]["name"], &told[0]["company"]), (&json!("Kim Lee"), &json!("Acme")));
    assert_eq!((&told[0]["verdict"], &told[0]["invitation"]), (&json!(null), &json!(null)));
    let narrowed = |query: &str| exported(&[&connections[..], &["--query", query]].concat()).len();
    let found = ["company:acme", "kim", "kim met:yes", "fair"].map(narrowed);
    assert_eq!(found, [1, 1, 0, 0], "people are found, not decisions");
    home.succeeds(&["export", "--status", "connections", "-o", "people.vcf"]);
    let card = fs::read_to_string(home.path("people.vcf")).expect("written");
    assert!(card.contains("FN:Kim Lee") && !card.contains("REV"), "{card}");
    let told = &home.json_lines(&["forget", "kim-lee", "--dry-run", "--json"])[0];
    assert_eq!(told["exports"].as_array().map(Vec::len), Some(1), "forget knows of the file: {told}");
}

#[test]
fn a_new_address_is_followed_into_files_lists_and_calendars() {
    let home = Home::imported();
    home.succeeds(&["decide", "ned-oh", "follow_up", "--due", "3w"]);
    let about = Party { person: PersonKey::from_stored("ned-oh"), name: "Ned Oh".into() };
    let same = Event::care(CareEvent::SamePerson { about, into: PersonKey::from_stored("kim-lee") });
    let mut journal = Journal::open(&home.data()).expect("opens").journal;
    journal.append(EntryId("a-new-address".to_owned()), chrono::Utc::now(), None, same).expect("appended");
    drop(journal);
    let keys = |words: &[&str]| -> Vec<Value> {
        let words = [&["export", "--format", "json"], words].concat();
        let told: Vec<Value> = serde_json::from_str(&home.succeeds(&words)).expect("a list");
        told.into_iter().map(|contact| json!([contact["person"], contact["verdict"]])).collect()
    };
    let ned = [json!(["kim-lee", "follow_up"])];
    for words in [
        &["--status", "follow_up"][..],
        &["--status", "connections"],
        &["--status", "follow_up", "--query", "ned"],
        &["--status", "connections", "--query", "company:acme"],
    ] {
        assert_eq!(keys(words), ned, "{words:?}");
    }
    let calendar = home.succeeds(&["export", "--format", "ics", "--status", "connections", "--details"]);
    assert!(calendar.contains("SUMMARY:Follow up: Ned Oh\r\n"), "{calendar}");
    assert!(calendar.contains("URL:https://www.linkedin.com/in/kim-lee\r\n"), "{calendar}");
    home.succeeds(&["export", "--status", "follow_up", "-o", "people.vcf"]);
    for person in ["ned-oh", "kim-lee"] {
        let told = &home.json_lines(&["forget", person, "--dry-run", "--json"])[0];
        assert_eq!(told["exports"].as_array().map(Vec::len), Some(1), "{person}: {told}");
    }
}

#[test]
fn an_export_reports_as_json_and_tries_first() {
    let home = Home::decided();
    let told = &home.json_lines(&["export", "-o", "people.vcf", "--dry-run", "--json"])[0];
    assert_eq!(told, &json!({ "path": "people.vcf", "format": "vcard", "people": 1, "dry_run": true }));
    assert!(!Path::new(&home.path("people.vcf")).exists() && !home.data().join("exports.jsonl").exists());
    let told = &home.json_lines(&["export", "-o", "people.vcf", "--json"])[0];
    assert_eq!(told, &json!({ "path": "people.vcf", "format": "vcard", "people": 1, "dry_run": false }));
    let said = home.fails(1, &["export", "-o", "people.vcf", "--dry-run"]);
    assert!(said.contains("--force overwrites"), "{said}");
    let output = home.run(&["export", "-o", "people.vcf", "--dry-run", "--force"]);
    assert!(text(&output.stderr).starts_with("dry run, nothing written: 1 person"), "{}", text(&output.stderr));
    let told = &home.json_lines(&["export", "--dry-run", "--json"])[0];
    assert_eq!(told, &json!({ "path": null, "format": "csv", "people": 1, "dry_run": true }));
    let said = home.fails(2, &["export", "--json"]);
    assert!(said.contains("name it with -o") && said.contains("--format json"), "{said}");
    assert!(home.fails(2, &["export", "--details"]).contains("--format ics"));
}

#[test]
fn the_log_of_exports_does_not_grow_for_ever() {
    let home = Home::decided();
    home.succeeds(&["export", "-o", "people.vcf"]);
    for _ in 0..40 {
        home.succeeds(&["export", "--force", "-o", "due.ics"]);
    }
    let log = fs::read_to_string(home.data().join("exports.jsonl")).expect("read");
    assert!(log.lines().count() < 30 && log.contains("people.vcf") && log.contains("carry-outs"), "{log}");
}

#[test]
fn a_calendar_without_an_entry_is_not_written() {
    let home = Home::imported();
    let output = home.run(&["export", "-o", "due.ics"]);
    assert_eq!((output.status.code(), text(&output.stdout).as_str()), (Some(0), ""));
    assert!(text(&output.stderr).contains("nothing is due, so no calendar was written"), "{}", text(&output.stderr));
    assert!(!Path::new(&home.path("due.ics")).exists());
    assert_eq!(home.succeeds(&["export", "--format", "ics"]), "");
    let told = &home.json_lines(&["export", "-o", "due.ics", "--json"])[0];
    assert_eq!(told, &json!({ "path": null, "format": "ics", "people": 0, "dry_run": false }));
    let home = Home::decided();
    let told = &home.json_lines(&["export", "-o", "due.ics", "--json"])[0];
    assert_eq!((&told["entries"], &told["cancelled"], &told["people"]), (&json!(1), &json!(0), &json!(0)));
    let first = fs::read_to_string(home.path("due.ics")).expect("written");
    assert!(first.contains("SUMMARY:To do on LinkedIn: 2 decisions"), "{first}");
    home.succeeds(&["forget", "josé-m"]);
    home.succeeds(&["forget", "ann-bee"]);
    let told = &home.json_lines(&["export", "-o", "due.ics", "--json", "--force"])[0];
    assert_eq!((&told["entries"], &told["cancelled"]), (&json!(0), &json!(1)));
    let then = fs::read_to_string(home.path("due.ics")).expect("written");
    assert!(then.contains("STATUS:CANCELLED") && then.contains("SEQUENCE:1"), "{then}");
}

#[test]
fn notes_are_rewritten_only_if_nobody_changed_them() {
    let home = Home::decided();
    let words = ["export", "--format", "notes", "--status", "all", "-o", "vault", "--json"];
    fs::create_dir(home.path("vault")).expect("made");
    let (ann, jose) = (home.path("vault/ann-bee.md"), home.path("vault/josé-m.md"));
    fs::write(&jose, "mine").expect("written");
    let left = |path: &str, why: &str| json!([{ "path": fs::canonicalize(path).expect("a path"), "why": why }]);
    let foreign = left(&jose, "this program did not write it");
    let told = &home.json_lines(&[&words[..], &["--dry-run"]].concat())[0];
    assert_eq!((&told["written"], &told["left"]), (&json!(1), &foreign));
    assert!(!Path::new(&ann).exists());
    let told = &home.json_lines(&words)[0];
    assert_eq!((&told["path"], &told["people"], &told["written"]), (&json!("vault"), &json!(2), &json!(1)));
    assert_eq!((&told["unchanged"], &told["left"]), (&json!(0), &foreign));
    assert_eq!(mode(Path::new(&ann)), 0o600);
    let first = fs::read_to_string(&ann).expect("written");
    assert!(first.starts_with("---\nname: \"Ann Bee\"\n") && first.contains("# Ann Bee"), "{first}");
    let told = &home.json_lines(&words)[0];
    assert_eq!((&told["written"], &told["unchanged"]), (&json!(0), &json!(1)));

    let opened = Journal::open(&home.data()).expect("opens");
    let mut journal = opened.journal;
    let described = Event::person_described(DescribedPerson {
        person: invite_triage::domain::person::key::PersonKey::from_stored("ann-bee"),
        name: "Ann Bee".into(),
        description: Description { seeks: "hives".to_owned(), ..Description::default() },
    });
    let id = EntryId("00000000-0000-7000-8000-000000000009".to_owned());
    journal.append(id, "2026-03-05T10:00:00Z".parse().expect("a time"), None, described).expect("appended");
    drop(journal);
    assert_eq!(home.json_lines(&words)[0]["written"], 1);
    assert!(fs::read_to_string(&ann).expect("written").contains("- Looks for: hives"));

    fs::write(&ann, "my own words").expect("written");
    let told = &home.json_lines(&words)[0];
    let mut both = foreign.clone();
    both.as_array_mut().expect("a list").insert(0, left(&ann, "it was changed by hand")[0].clone());
    assert_eq!((&told["written"], &told["left"]), (&json!(0), &both));
    let said = text(&home.run(&words[..7]).stderr);
    assert!(said.starts_with("vault: 0 notes written, 2 left as they are\n"), "{said}");
    assert_eq!(fs::read_to_string(&ann).expect("read"), "my own words");
    assert_eq!(fs::read_to_string(&jose).expect("read"), "mine");
    fs::remove_file(&ann).expect("removed");
    assert_eq!(home.json_lines(&words)[0]["written"], 1, "a note that is gone comes back");
    let said = home.fails(2, &["export", "--format", "notes"]);
    assert!(said.contains("name their folder with -o"), "{said}");
}

#[test]
fn a_forgotten_person_has_no_note() {
    let home = Home::decided();
    let words = ["export", "--format", "notes", "--status", "all", "-o", "vault"];
    home.succeeds(&words);
    let (ann, jose) = (home.path("vault/ann-bee.md"), home.path("vault/josé-m.md"));
    let dry = home.succeeds(&["forget", "ann-bee", "--dry-run"]);
    assert!(dry.contains("vault/ann-bee.md: "), "{dry}");
    assert!(Path::new(&ann).exists());
    let said = home.succeeds(&["forget", "ann-bee"]);
    assert!(said.contains("vault/ann-bee.md: removed") && !said.contains("check it yourself"), "{said}");
    assert!(!Path::new(&ann).exists() && Path::new(&jose).exists());
    assert_eq!(files_mentioning(&home.data(), &["ann", "bee"]), Vec::<PathBuf>::new());
    fs::write(&jose, "José, and my own words").expect("written");
    let said = home.succeeds(&["forget", "https://www.linkedin.com/in/jos%C3%A9-m"]);
    assert!(said.contains("check it yourself: NOT rewritten: it was changed after"), "{said}");
    assert_eq!(fs::read_to_string(&jose).expect("read"), "José, and my own words");
    assert_eq!(files_mentioning(&home.data(), &["josé", "muñoz"]), Vec::<PathBuf>::new());
}

#[test]
fn an_export_never_replaces_the_programs_own_files() {
    let home = Home::decided();
    home.succeeds(&["export", "-o", "people.csv"]); // so that exports.jsonl is there too
    fs::create_dir(home.data().join("quarantine")).expect("made");
    fs::create_dir(home.0.path().join("folder")).expect("made");
    std::os::unix::fs::symlink(home.data(), home.0.path().join("link")).expect("a link");
    std::os::unix::fs::symlink(home.data().join(JOURNAL), home.0.path().join("people.vcf")).expect("a link");
    let files = || -> Vec<(PathBuf, Vec<u8>)> {
        let paths = fs::read_dir(home.data()).expect("a folder").map(|entry| entry.expect("an entry").path());
        let mut files: Vec<_> =
            paths.filter(|path| path.is_file()).map(|path| (path.clone(), fs::read(path).expect("a file"))).collect();
        files.sort();
        files
    };
    let before = files();
    let own = [
        "kept/journal.jsonl",
        "kept/JOURNAL.jsonl",
        "kept/journal-x.jsonl",
        "kept/journal.jsonl.backup-1",
        "kept/network.bin",
        "kept/network.json",
        "kept/lock",
        "kept/drafts.json",
        "kept/exports.jsonl",
        "kept/.invite-triage-x.tmp",
        "kept/quarantine/x.csv",
        "./kept/../folder/../kept/journal.jsonl",
        "link/journal.jsonl",
        "people.vcf",
    ];
    for path in own.iter().map(|path| (*path).to_owned()).chain([home.path("kept/journal.jsonl")]) {
        let said = home.fails(1, &["export", "--force", "--format", "csv", "-o", &path]);
        let expected = format!("nothing written: {path} would replace invite-triage's own data; choose another name");
        assert!(said.contains(&expected), "{said}");
        assert_eq!(files(), before, "{path}");
    }
    home.succeeds(&["export", "-o", "kept/people.csv"]);
    home.succeeds(&["export", "--format", "csv", "-o", "folder/journal.jsonl"]);
}

#[test]
fn words_that_make_no_sense_end_with_2() {
    let home = Home::decided();
    let said = home.fails(2, &["export", "--format", "pdf"]);
    assert!(said.contains("pdf") && said.contains("vcard") && said.contains("markdown"), "{said}");
    assert!(home.fails(2, &["export", "--status", "nice"]).contains("follow_up"));
    let said = home.fails(2, &[]);
    assert!(said.contains("needs a terminal"), "{said}");
    // A pipe that has ended is no terminal that hung up.
    for _ in 0..5 {
        let output = after(&home, "exec </dev/null", &["triage"]);
        assert_eq!(output.status.code(), Some(2));
        let mut child = home.command(&["triage"]).stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("starts");
        drop(child.stdin.take());
        assert_eq!(child.wait().expect("ends").code(), Some(2));
    }
}

#[test]
fn a_reader_that_left_is_no_failure() {
    let home = Home::decided();
    let formats = FORMATS.iter().filter(|format| format.name != "notes");
    let exports: Vec<[&str; 5]> =
        formats.map(|format| ["export", "--status", "all", "--format", format.name]).collect();
    let others = [&["history"][..], &["list", "--json"], &["man"]];
    for words in exports.iter().map(<[&str; 5]>::as_slice).chain(others) {
        let mut child = home.command(words).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("starts");
        drop(child.stdout.take());
        let mut said = String::new();
        child.stderr.take().expect("piped").read_to_string(&mut said).expect("text");
        assert_eq!((child.wait().expect("ends").code(), said.as_str()), (Some(0), ""), "{words:?}");
    }
}

#[test]
fn figures_as_json() {
    let home = Home::decided();
    let figures = &home.json_lines(&["stats", "--json"])[0];
    let of = |name: &str| figures[name].as_u64().expect("a number");
    assert_eq!(["accepted", "declined", "follow_up", "pending", "damaged", "torn"].map(of), [1, 1, 0, 1, 0, 0]);
    assert_eq!(
        home.succeeds(&["stats"]).lines().take(3).collect::<Vec<_>>(),
        [
            "3 requests: 1 waiting, 1 accepted, 1 declined",
            "3 decisions in the journal",
            "messages exchanged with 0 of 1 connections"
        ]
    );
}

#[test]
fn shown_days_are_local_and_json_is_utc() {
    let home = Home::decided();
    let history = |zone: &str, words: &[&str]| {
        let output = home.command(words).env("TZ", zone).output().expect("runs");
        text(&output.stdout)
    };
    // 14 hours ahead of UTC; a POSIX zone needs no zone files.
    let ahead = history("<ahead>-14", &["history"]);
    assert!(ahead.starts_with("2026-03-04  "), "{ahead}");
    assert!(history("UTC0", &["history"]).starts_with("2026-03-03  "));
    assert_eq!(history("<ahead>-14", &["history", "--since", "2026-03-04"]).lines().count(), 1);
    assert!(history("<ahead>-14", &["history", "--json"]).contains("\"at\":\"2026-03-03T10:00:00Z\""));
}

#[test]
fn the_last_contact_is_a_day_in_utc_for_other_programs() {
    let home = Home::decided();
    let Opened { mut journal, entries, .. } = Journal::open(&home.data()).expect("opens");
    let accept = entries.iter().rev().find_map(|entry| match &entry.event {
        Event::Decided(decision) => Some(decision),
        _ => None,
    });
    let Decision { invitation, person, name, .. } = (**accept.expect("an accept")).clone();
    let done = Event::carried_out(CarryOut { invitation, person, name, result: CarryOutResult::Done });
    let id = EntryId("00000000-0000-7000-8000-000000000009".to_owned());
    journal.append(id, "2026-03-04T20:00:00Z".parse().expect("a time"), None, done).expect("appended");
    drop(journal);
    for words in [&["find", "ann", "--json"][..], &["talk-sheet", "ann bee", "--json"], &["export", "--format", "json"]]
    {
        for zone in ["UTC0", "<ahead>-14", "<behind>10"] {
            let output = home.command(words).env("TZ", zone).output().expect("runs");
            let said = text(&output.stdout).replace(": ", ":");
            assert!(said.contains("\"last_contact\":\"2026-03-04\""), "{words:?} {zone}: {said}");
        }
    }
}

/// Returns every key of a JSON value, as paths with list indices left out.
fn key_paths(value: &Value, prefix: &str, out: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(key, value)| {
            let path = format!("{prefix}{key}");
            key_paths(value, &format!("{path}."), out);
            out.insert(path);
        }),
        Value::Array(items) => items.iter().for_each(|item| key_paths(item, prefix, out)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn json_keys_stay_whatever_the_code_calls_them() {
    let home = Home::decided();
    let keys = |words: &[&str]| {
        let mut keys = BTreeSet::new();
        home.json_lines(words).iter().for_each(|object| key_paths(object, "", &mut keys));
        keys.into_iter().collect::<Vec<_>>().join(" ")
    };
    let archive = home.archive();
    let found = [
        keys(&["stats", "--json"]),
        keys(&["today", "--json"]),
        keys(&["list", "--status", "all", "--json"]),
        keys(&["history", "--json"]),
        keys(&["import", "--dry-run", "--json", archive.to_str().expect("a path")]),
        keys(&["check", "--json"]),
        keys(&["forget", "--dry-run", "--json", "Ann Bee"]),
    ];
    insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!("json_keys", found.join("\n")) });
}

#[test]
fn a_damaged_journal_is_named_and_repaired() {
    let home = Home::decided();
    let path = home.data().join(JOURNAL);
    assert!(home.succeeds(&["check"]).starts_with("4 lines in 1 file, 4 entries"));
    let mut lines: Vec<String> = fs::read_to_string(&path).expect("read").lines().map(str::to_owned).collect();
    lines.insert(2, "{\"v\":1,\"n\":3 what is this".to_owned());
    fs::write(&path, lines.join("\n") + "\n").expect("written");
    let output = home.run(&["check"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).contains("journal.jsonl line 3: "), "{}", text(&output.stdout));
    assert!(text(&output.stderr).contains("check --repair"), "{}", text(&output.stderr));
    let report: Value = serde_json::from_slice(&home.run(&["check", "--json"]).stdout).expect("an object");
    assert_eq!(report["findings"][0]["line"], 3);
    assert_eq!(home.succeeds(&["history"]).lines().count(), 3, "the damaged line costs itself only");
    let said = home.succeeds(&["check", "--repair"]);
    assert!(said.contains("1 damaged line moved to") && said.contains("4 lines in 1 file"), "{said}");
    home.succeeds(&["check"]);
    assert_eq!(home.succeeds(&["history"]).lines().count(), 3);
}

#[test]
fn a_request_by_hand() {
    let home = Home::new();
    let words = ["add", "Ann Bee", "--profile", "https://www.linkedin.com/in/ann-bee/", "--note", "Hi!"];
    assert_eq!(home.succeeds(&words), "Added a request from Ann Bee\n");
    assert!(home.fails(1, &words).contains("a request from Ann Bee is already waiting"));
    assert!(home.fails(1, &["add", "\u{3164} "]).contains("needs a name"));
    let refused = home.fails(2, &["add", "Bo Cee", "--profile", "bo"]);
    assert!(refused.contains("“bo” is no address of a profile; copy it from the browser"), "{refused}");
    let all = home.json_lines(&["list", "--json"]);
    assert_eq!((all.len(), &all[0]["person"], &all[0]["note"]), (1, &json!("ann-bee"), &json!("Hi!")));
    assert_eq!(mode(&home.data().join(JOURNAL)), 0o600);
}

#[test]
fn what_is_printed_for_other_programs() {
    let home = Home::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        assert!(home.succeeds(&["completions", shell]).contains("invite-triage"));
    }
    let page = home.succeeds(&["man"]);
    assert!(page.contains(".TH INVITE") && page.contains("history"), "{page}");
    let config = home.succeeds(&["config"]);
    let file = home.path("config.toml");
    fs::write(&file, &config).expect("written");
    assert!(config.contains("portion"), "{config}");
    assert_eq!(Config::parse(&config).expect("a configuration").mistakes, [""; 0]);
    assert!(home.succeeds(&["--help"]).contains("history"));
    assert!(home.succeeds(&["people", "--help"]).contains("accents and case are ignored"));
    assert!(!home.data().exists(), "none of them makes a folder");
}

#[test]
fn today_names_what_is_due_and_nothing_else() {
    let home = Home::new();
    let line = |id: &str, due: &str| {
        let decided = r#""at":"2020-01-01T00:00:00Z","event":"decided","verdict":"follow_up","answers":{}"#;
        format!(
            "{{\"id\":\"{id}\",{decided},\"invitation\":\"{id}@2019-12-01T00:00:00Z\",\"person\":\"{id}\",\"name\":\"{id} Bee\",\"due\":\"{due}\",\"question\":\"When?\"}}\n"
        )
    };
    fs::create_dir_all(home.data()).expect("a folder");
    let journal = line("late", "2020-03-01") + &line("later", "2020-02-01") + &line("never", "2999-01-01");
    fs::write(home.data().join(JOURNAL), journal).expect("written");
    let said = home.succeeds(&["today"]);
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(lines[2..], ["look back: 3 decisions", "to do on LinkedIn: 3 clicks"], "{said}");
    assert!(
        lines[0].starts_with("follow up: later Bee (due ") && lines[1].starts_with("follow up: late Bee"),
        "{said}"
    );
    let object: Value = serde_json::from_str(&home.succeeds(&["today", "--json"])).expect("an object");
    assert_eq!(object["follow_ups"][0]["question"], "When?");
    assert_eq!(object["follow_ups"][1]["due"], "2020-03-01");
}

#[test]
fn a_journal_from_elsewhere_is_merged() {
    let (home, laptop) = (Home::imported(), Home::decided());
    let other = laptop.data().join(JOURNAL);
    let other = other.to_str().expect("a path");
    let dry = home.succeeds(&["merge", "--dry-run", other]);
    assert!(dry.contains("Dry run: nothing written."), "{dry}");
    assert_eq!(home.json_lines(&["stats", "--json"])[0]["decisions"], 0);
    assert_eq!(home.succeeds(&["merge", other]), "4 lines added, 0 already known\n");
    assert_eq!(
        home.json_lines(&["merge", "--json", other])[0],
        json!({ "taken": 0, "known": 4, "forgotten": 0, "files": [], "findings": [], "exports": [], "exports_left": [] })
    );
    assert_eq!(home.json_lines(&["stats", "--json"])[0]["accepted"], 1);
    let said = home.fails(1, &["merge", &home.path("export.zip")]);
    assert!(said.contains("export.zip was not merged") && said.lines().count() == 1, "{said}");
    assert!(home.fails(1, &["merge", "nowhere.jsonl"]).contains("nowhere.jsonl"));
}

/// Returns the files below a folder that have one of these words; `bee` within the digits of an id is none.
fn files_mentioning(folder: &Path, words: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files_mentioning(&path, words));
        } else {
            let text = String::from_utf8_lossy(&fs::read(&path).expect("read")).to_lowercase();
            let is_whole = |at: usize, word: &str| {
                let around = [text[..at].chars().next_back(), text[at + word.len()..].chars().next()];
                around.into_iter().flatten().all(|c| !c.is_alphanumeric())
            };
            let has = |word: &&str| text.match_indices(*word).any(|(at, word)| is_whole(at, word));
            found.extend(words.iter().any(has).then_some(path));
        }
    }
    found
}

#[test]
fn somebody_is_forgotten_everywhere() {
    let home = Home::decided();
    let (cards, table, moved) = (home.path("people.vcf"), home.path("all.csv"), home.path("moved.json"));
    home.succeeds(&["export", "--format", "vcard", "-o", &cards]);
    home.succeeds(&["export", "--status", "all", "-o", &table]);
    home.succeeds(&["export", "--format", "json", "-o", &moved]);
    home.succeeds(&["export", "--status", "declined", "-o", &home.path("others.md")]);
    let others = fs::read(home.path("others.md")).expect("read");
    fs::rename(&moved, home.path("elsewhere.json")).expect("moved");
    let before = fs::read(home.data().join(JOURNAL)).expect("read");

    let dry = home.succeeds(&["forget", "ann bee", "--dry-run"]);
    assert!(dry.contains("journal.jsonl: 2 lines removed, 1 line shortened"), "{dry}");
    assert_eq!(fs::read(home.data().join(JOURNAL)).expect("read"), before);
    let told = &home.json_lines(&["forget", "https://www.linkedin.com/in/Ann-Bee/", "--json"])[0];
    assert_eq!((&told["person"], &told["names"]), (&json!("ann-bee"), &json!(["Ann Bee"])));
    assert_eq!(told["exports"], json!([cards, table]));
    assert_eq!(told["exports_left"][0]["path"], json!(moved));
    assert_eq!(files_mentioning(&home.data(), &["ann", "bee"]), Vec::<PathBuf>::new());
    assert!(!fs::read_to_string(&cards).expect("read").contains("Ann"));
    let table_now = fs::read_to_string(&table).expect("read");
    assert!(!table_now.contains("Ann") && table_now.contains("Muñoz"), "{table_now}");
    assert_eq!(fs::read(home.path("others.md")).expect("read"), others);
    home.succeeds(&["check"]);
    assert_eq!(home.json_lines(&["stats", "--json"])[0]["decisions"], 1);

    let zip = home.archive();
    let said = home.succeeds(&["import", zip.to_str().expect("a path")]);
    assert!(said.contains("1 request left out"), "{said}");
    assert_eq!(files_mentioning(&home.data(), &["ann", "bee"]), Vec::<PathBuf>::new());
    let again = ["add", "Ann Bee", "--profile", "https://www.linkedin.com/in/ann-bee"];
    let refused = home.fails(1, &again);
    assert!(refused.contains("`invite-triage forget PERSON --welcome-back` lets them return"), "{refused}");
    home.succeeds(&["check"]);
    assert!(home.succeeds(&["forget", "Ann Bee", "--welcome-back"]).contains("Nothing is stored about"));
    home.succeeds(&["import", zip.to_str().expect("a path")]);
    assert_eq!(home.json_lines(&["list", "--json"]).iter().filter(|line| line["person"] == "ann-bee").count(), 1);
}

#[test]
fn forgetting_asks_whom() {
    let home = Home::decided();
    home.succeeds(&["add", "Ann Bee"]);
    let before = fs::read(home.data().join(JOURNAL)).expect("read");
    let said = home.fails(1, &["forget", "Ann Bee"]);
    assert!(said.contains("Choose one by key: ann-bee, name:ann bee"), "{said}");
    assert!(home.fails(1, &["forget", "Nobody At All"]).contains("nobody is known as"));
    assert_eq!(fs::read(home.data().join(JOURNAL)).expect("read"), before);
    let said = home.succeeds(&["forget", "name:ann bee"]);
    assert!(said.contains("ann-bee has the same name and stays"), "{said}");
    assert_eq!(home.json_lines(&["stats", "--json"])[0]["decisions"], 3);
}

#[test]
fn an_export_that_was_changed_since_is_named_and_left() {
    let home = Home::decided();
    let cards = home.path("people.vcf");
    home.succeeds(&["export", "--format", "vcard", "-o", &cards]);
    fs::write(&cards, "Ann Bee, and my own words").expect("written");
    let said = home.succeeds(&["forget", "ann-bee"]);
    assert!(said.contains("people.vcf: check it yourself: NOT rewritten: it was changed after"), "{said}");
    assert_eq!(fs::read_to_string(&cards).expect("read"), "Ann Bee, and my own words");
}

#[test]
fn an_export_named_after_a_forgotten_person_is_not_remembered() {
    let home = Home::decided();
    let (theirs, others) = (home.path("Ann_BEE.vcf"), home.path("everybody.csv"));
    home.succeeds(&["export", "-o", &theirs]);
    home.succeeds(&["export", "--status", "all", "-o", &others]);
    let said = home.succeeds(&["forget", "ann-bee"]);
    assert!(said.contains(&format!("{theirs}: rewritten without them")), "{said}");
    assert!(said.contains(&format!("{theirs}: check it yourself: its name names them")), "{said}");
    assert_eq!(files_mentioning(&home.data(), &["ann", "bee"]), Vec::<PathBuf>::new());
    let log = fs::read_to_string(home.data().join("exports.jsonl")).expect("read");
    assert!(log.lines().count() == 1 && log.contains("everybody.csv"), "{log}");
}

#[test]
fn a_planted_line_makes_forget_overwrite_nothing() {
    let home = Home::decided();
    home.succeeds(&["export", "--status", "all", "-o", "people.csv"]);
    let log = home.data().join("exports.jsonl");
    let line = fs::read_to_string(&log).expect("read");
    let mut record: Value = serde_json::from_str(&line).expect("a record");
    let of = |bytes: &[u8]| (bytes.len(), crc32fast::hash(bytes));
    let precious = home.0.path().join("precious.txt");
    fs::write(&precious, "mine").expect("written");
    std::os::unix::fs::symlink(&precious, home.0.path().join("link.txt")).expect("a link");
    let own = home.data().join("network.bin");
    let before = fs::read(&own).expect("read");
    let mut planted = String::new();
    for (path, bytes) in [
        (json!("precious.txt"), b"mine".to_vec()),
        (json!(home.path("link.txt")), b"mine".to_vec()),
        (json!(home.path("kept/../kept/network.bin")), before.clone()),
        (json!(precious), b"other".to_vec()),
    ] {
        let (len, sum) = of(&bytes);
        (record["path"], record["len"], record["sum"]) = (path, json!(len), json!(sum));
        planted += &format!("{record}\n");
    }
    fs::write(&log, planted).expect("written");
    let told = &home.json_lines(&["forget", "kim-lee", "--json"])[0];
    assert_eq!(told["exports"], json!([]));
    let told = &home.json_lines(&["forget", "ann-bee", "--json"])[0];
    assert_eq!((&told["exports"], told["exports_left"].as_array().map(Vec::len)), (&json!([]), Some(4)), "{told}");
    assert_eq!(fs::read_to_string(&precious).expect("read"), "mine");
    assert!(fs::read(&own).expect("read").starts_with(&before[..8]), "still a snapshot");
    home.succeeds(&["check"]);
}

/// Runs the program from a shell, after the shell command `first`.
fn after(home: &Home, first: &str, words: &[&str]) -> Output {
    let mut command = home.command(words);
    let mut shell = Command::new("/bin/sh");
    shell.args(["-c", &format!("{first}; exec \"$0\" \"$@\"")]).arg(command.get_program()).args(words);
    shell.env_clear().envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    command = shell;
    command.current_dir(home.0.path()).stdin(Stdio::null()).output().expect("runs")
}

#[test]
fn whatever_the_umask_everything_is_for_its_owner_alone() {
    for umask in ["000", "022", "777"] {
        let home = Home::decided();
        let journal = home.data().join(JOURNAL);
        fs::write(&journal, fs::read_to_string(&journal).expect("read") + "damage\ntorn").expect("written");
        let cards = home.path("people.vcf");
        let zip = home.archive();
        for words in [
            &["import", zip.to_str().expect("a path")][..],
            &["check", "--repair"],
            &["export", "--format", "vcf", "-o", &cards],
            &["forget", "kim-lee"],
        ] {
            let output = after(&home, &format!("umask {umask}"), words);
            assert_eq!(output.status.code(), Some(0), "{umask} {words:?}: {}", text(&output.stderr));
        }
        let mut seen = vec![home.data(), PathBuf::from(&cards)];
        seen.extend(
            [home.data(), home.data().join("quarantine")].iter().flat_map(|folder| {
                fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path())
            }),
        );
        assert!(seen.len() > 7, "{seen:?}");
        for path in seen {
            let expected = if path.is_dir() { 0o700 } else { 0o600 };
            assert_eq!(mode(&path), expected, "umask {umask}: {}", path.display());
        }
    }
}

#[test]
fn a_snapshot_that_cannot_be_read_stops_nothing() {
    for name in ["network.bin", "network.json"] {
        let home = Home::decided();
        let path = home.data().join(name);
        let _ = fs::remove_file(home.data().join("network.bin"));
        fs::create_dir(&path).expect("made");
        for words in [&["list"][..], &["stats"], &["export"], &["add", "Gil Jo"], &["forget", "ann-bee"]] {
            home.succeeds(words);
        }
        let output = home.run(&["check"]);
        assert_eq!(output.status.code(), Some(1));
        let said = format!("{name}: is not a regular file; nothing you decided is lost");
        assert!(text(&output.stdout).contains(&said), "{}", text(&output.stdout));
        assert!(path.is_dir(), "it is nobody's to remove");
        fs::remove_dir(&path).expect("removed");
        // Permission does not stop root.
        fs::write(&path, "").expect("written");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).expect("changed");
        home.succeeds(&["stats"]);
        let zip = home.archive();
        home.succeeds(&["import", zip.to_str().expect("a path")]);
        if name == "network.bin" {
            home.succeeds(&["check"]);
        }
    }
}

#[test]
fn an_empty_variable_is_unset() {
    let home = Home::new();
    let run = |words: &[&str], variable: &str| {
        let mut command = home.command(words);
        command.env("XDG_DATA_HOME", home.path("data")).env("INVITE_TRIAGE_DATA_DIR", "").env(variable, "");
        command.output().expect("runs")
    };
    let output = run(&["add", "Gil Jo"], "INVITE_TRIAGE_CONFIG");
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), String::new()));
    assert!(home.0.path().join("data/invite-triage").join(JOURNAL).exists());
    assert!(text(&run(&["--help"], "X").stdout).contains("[env: INVITE_TRIAGE_CONFIG]"));
    assert_eq!(home.run(&["--data-dir", "", "list"]).status.code(), Some(2), "an empty option is a mistake");
}

#[test]
fn a_configuration_that_is_no_file_is_refused() {
    let home = Home::new();
    let pipe = home.path("pipe");
    if !Command::new("mkfifo").arg(&pipe).status().is_ok_and(|status| status.success()) {
        return;
    }
    for path in [pipe, home.path("")] {
        let said = home.fails(1, &["--config", &path, "demo"]);
        assert!(said.contains(&format!("the configuration {path} is not a regular file")), "{said}");
    }
}

#[test]
fn what_a_killed_export_left_goes_with_the_next() {
    let home = Home::decided();
    let (left, in_use) = (home.path(".invite-triage-a1.tmp"), home.path(".invite-triage-b2.tmp"));
    let link = home.path(".invite-triage-c3.tmp");
    fs::write(&left, "half").expect("written");
    fs::write(home.path(".invite-triage-notes"), "mine").expect("written");
    std::os::unix::fs::symlink(home.path(".invite-triage-notes"), &link).expect("a link");
    let other = fs::File::create(&in_use).expect("made");
    other.lock().expect("locked");
    home.succeeds(&["export", "-o", "people.csv"]);
    assert!(!Path::new(&left).exists() && Path::new(&in_use).exists() && Path::new(&link).exists());
    other.unlock().expect("unlocked"); // closing is not enough while another test starts a program
    home.succeeds(&["export", "--force", "-o", &home.path("people.csv")]);
    assert!(!Path::new(&in_use).exists() && Path::new(&home.path(".invite-triage-notes")).exists());
}

#[test]
fn rights_that_were_too_wide_are_mended_and_said() {
    let home = Home::decided();
    let journal = home.data().join(JOURNAL);
    for words in [&["add", "Gil Jo"][..], &["merge", journal.to_str().expect("a path")], &["forget", "kim-lee"]] {
        fs::set_permissions(&journal, fs::Permissions::from_mode(0o666)).expect("changed");
        let output = home.run(words);
        assert_eq!((output.status.code(), mode(&journal)), (Some(0), 0o600), "{words:?}");
        let said = "kept: 1 file or folder was open to other users of this computer; now only you have access\n";
        assert_eq!(text(&output.stderr), said, "{words:?}");
    }
}

#[test]
fn a_standard_error_that_takes_nothing_stops_nothing() {
    let home = Home::decided();
    for (words, status) in [
        (&["export", "-o", "people.csv"][..], 0),
        (&["stats"], 0),
        (&["export", "--format", "nonsense"], 2),
        (&["merge", "nowhere.jsonl"], 1),
    ] {
        let output = after(&home, "exec 2>/dev/full", words);
        assert_eq!(output.status.code(), Some(status), "{words:?}");
    }
    assert!(home.0.path().join("people.csv").exists());
}

#[test]
fn a_disk_without_room_leaves_nothing_half_written() {
    let home = Home::new();
    let zip = home.archive();
    let words = ["import", zip.to_str().expect("a path")];
    let output = after(&home, "ulimit -f 0", &words);
    assert_eq!((output.status.code(), text(&output.stderr).lines().count()), (Some(1), 1));
    assert!(text(&output.stderr).contains("NOT SAVED: "), "{}", text(&output.stderr));
    let sizes = fs::read_dir(home.data()).expect("a folder").map(|entry| entry.expect("an entry"));
    assert!(sizes.into_iter().all(|file| file.metadata().expect("a file").len() == 0));
    home.succeeds(&words);
    home.succeeds(&["check"]);
    assert_eq!(home.json_lines(&["stats", "--json"])[0]["pending"], 3);
}

#[test]
fn of_a_conversation_no_more_is_kept_than_a_card_shows() {
    let home = Home::new();
    let last = format!("{} and then what nobody needs to keep", "wax ".repeat(60));
    let messages = MESSAGES.replace("With pleasure", &last).replace("Thank you for the wax", "an older word");
    fs::create_dir(home.path("export")).expect("a folder");
    for (name, text) in [("export/Invitations.csv", INVITATIONS), ("export/messages.csv", &messages)] {
        fs::write(home.path(name), text).expect("written");
    }
    home.succeeds(&["import", &home.path("export")]);
    assert_ne!(files_mentioning(&home.data(), &["wax wax wax"]), Vec::<PathBuf>::new());
    assert_eq!(files_mentioning(&home.data(), &["nobody needs", "an older word"]), Vec::<PathBuf>::new());
}

/// A data directory written by version 0.1, with every kind of fact in its snapshot; `list.jsonl` and `history.jsonl`
/// are the output of that version.
#[test]
fn a_data_directory_of_0_1_opens_and_says_the_same() {
    let home = Home::new();
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/data-0.1");
    let read = |name: &str| fs::read_to_string(kept.join(name)).expect("a fixture");
    fs::create_dir_all(home.data()).expect("a folder");
    for name in ["journal.jsonl", "network.json"] {
        fs::write(home.data().join(name), read(name)).expect("written");
    }
    let told = read("list.jsonl");
    let told = told.lines().map(|line| serde_json::from_str(line).expect("an object a line"));
    // Fields came since, and facts have other words; the pile depends on today's date: a follow-up comes back.
    let list = home.json_lines(&["list", "--status", "all", "--json"]);
    let told: Vec<Value> = told.collect();
    assert_eq!(list.len(), told.len());
    for (now, told) in list.iter().zip(told) {
        let facts = |line: &Value| -> Vec<Value> {
            let facts = line["evidence"].as_array().expect("a list").iter();
            facts.map(|fact| Value::Object(object_without(fact.clone(), "says"))).collect()
        };
        assert_eq!(facts(now), facts(&told), "the same facts from the same rows");
        let told = object_without(Value::Object(object_without(told, "pile")), "evidence");
        told.iter().for_each(|(field, value)| assert_eq!(&now[field], value, "{field}"));
    }
    assert_eq!(home.succeeds(&["history", "--json"]), read("history.jsonl"));
}

#[test]
fn what_strangers_wrote_is_escaped_in_json() {
    let home = Home::new();
    home.succeeds(&["add", "Ann \u{9b}31m\u{202e}Bee", "--note", "one\u{2066}two"]);
    for words in [&["list", "--status", "all", "--json"][..], &["stats", "--json"], &["check", "--json"]] {
        let printed = home.succeeds(words);
        assert!(!printed.contains(|c: char| c != '\n' && is_unsafe_char(c)), "{words:?}: {printed:?}");
    }
    // A person without a profile is keyed by name.
    assert_eq!(home.json_lines(&["list", "--json"])[0]["person"], "name:ann 31mbee");
}

fn object_without(object: Value, field: &str) -> serde_json::Map<String, Value> {
    let Value::Object(mut fields) = object else { panic!("{object} is no object") };
    fields.remove(field);
    fields
}

#[test]
fn a_refused_import_leaves_no_trace() {
    let home = Home::new();
    let page = home.path("page.zip");
    fs::write(&page, "<html>").expect("written");
    assert_eq!(home.fails(1, &["import", &page]).lines().count(), 1);
    assert!(!home.data().exists(), "nothing was opened for writing");
    let home = Home::imported();
    let before = fs::read(home.data().join("journal.jsonl")).expect("a journal");
    let foreign = home.path("Invitations.csv");
    fs::write(&foreign, INVITATIONS.replace("Pat Owner", "Ola Nord").replace("pat-owner", "ola-nord"))
        .expect("written");
    let said = home.fails(1, &["import", &foreign]);
    assert!(said.contains("is the copy of Ola Nord") && said.contains("--as-mine"), "{said}");
    home.fails(1, &["import", "--dry-run", &foreign]);
    assert_eq!(fs::read(home.data().join("journal.jsonl")).expect("a journal"), before);
    home.succeeds(&["import", "--as-mine", &foreign]);
}
