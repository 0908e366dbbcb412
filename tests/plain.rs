//! The plain mode, end to end: lines in, lines out, over the same app, a fake clock and a real journal.

mod common;

use std::fs;
use std::io::{self, BufRead, Cursor, Read};
use std::path::{Path, PathBuf};

use common::{UiTest, known_people, many_people, request, six_people};
use invite_triage::app::action::Action;
use invite_triage::app::vocabulary::{action_named, vocabulary};
use invite_triage::domain::evidence::network::Network;
use invite_triage::domain::inbox::reconcile::ImportReport;
use serde_json::Value;

/// Returns what a decision is in lines and in keys: every fifth person alike.
fn decision(n: usize) -> (&'static [&'static str], &'static str) {
    match n % 5 {
        0 => (&["yes", "n", "maybe", "accept", "at the fair", "", "2", "done"], "ynmaat the fair<tab><tab>h<enter>"),
        1 => (&["n", "no", "n", "d", "", ""], "nnnd<tab><enter>"),
        2 => (&["ask first", "wait", "3w", ""], "f<right><tab><ctrl-u>3w<enter>"),
        3 => (&["n", "n", "n", "a", "she mends clocks", "done"], "nnnashe mends clocks<enter><enter>"),
        _ => (
            &["note", "a seller", "decline", "3", "sells seeds"],
            "ea seller<enter>d<right><right><tab>sells seeds<enter>",
        ),
    }
}

/// Returns fifty decisions with a pause after every ten; after the twentieth one is taken back and made again.
fn sitting() -> (Vec<String>, String) {
    let (mut lines, mut keys) = (vec![String::new()], String::new());
    for n in 0..50 {
        let (said, typed) = decision(n);
        lines.extend(said.iter().map(|line| (*line).to_owned()));
        keys.push_str(typed);
        if n == 20 {
            lines.extend(["undo".to_owned(), "redo".to_owned()]);
            keys.push_str("uU");
        }
        if n % 10 == 9 {
            lines.push(String::new());
            keys.push_str("<enter>");
        }
    }
    (lines, keys)
}

/// Returns the lines of a journal without ids, times and sums; what refers to a line names its number.
fn journal(ui: &UiTest) -> Vec<Value> {
    let lines = ui.lines();
    let ids: Vec<String> = lines.iter().map(|line| line["id"].as_str().expect("an id").to_owned()).collect();
    let number = |id: &Value| ids.iter().position(|other| Some(other.as_str()) == id.as_str());
    let stripped = |line: &Value| {
        let mut line = line.clone();
        for name in ["entry", "again", "batch"] {
            if let Some(id) = line.get(name) {
                line[name] = number(id).into();
            }
        }
        let object = line.as_object_mut().expect("an object");
        object.retain(|name, _| !["id", "at", "c"].contains(&name.as_str()));
        line
    };
    lines.iter().map(stripped).collect()
}

/// Lines after which the power fails: the data directory is copied as it is before the next line would come.
struct UntilPowerFails<'a> {
    lines: Cursor<Vec<u8>>,
    dir: PathBuf,
    copy: &'a Path,
}

impl Read for UntilPowerFails<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.lines.read(buffer)
    }
}

impl BufRead for UntilPowerFails<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.lines.position() == u64::try_from(self.lines.get_ref().len()).expect("short") {
            for entry in fs::read_dir(&self.dir)? {
                let path = entry?.path();
                if path.is_file() {
                    fs::copy(&path, self.copy.join(path.file_name().expect("a name")))?;
                }
            }
        }
        self.lines.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.lines.consume(count);
    }
}

fn assert_plain(said: &str) {
    let acts = |letter: char| letter.is_control() && letter != '\n';
    assert!(!said.contains(acts), "{said:?}");
    assert!(!said.contains(['│', '─', '━', '▌', '◆', '╭']), "{said}");
    assert!(!said.contains("(blank name)") && !said.contains("\n\n"), "{said}");
}

#[test]
fn fifty_decisions_by_lines_with_a_kill_half_way_are_those_of_the_keys() {
    let (lines, keys) = sitting();
    let mut screen = UiTest::with_requests(many_people(50));
    screen.pace = 0;
    screen.keys(&keys);

    let mut plain = UiTest::with_data(Network::default(), vec![common::imported(many_people(50))]);
    let copy = tempfile::tempdir().expect("a folder");
    #[cfg(unix)]
    fs::set_permissions(copy.path(), std::os::unix::fs::PermissionsExt::from_mode(0o700)).expect("ours");
    let middle = lines.len() / 2 + 2;
    let (before, after) = lines.split_at(middle);
    let text = |lines: &[String]| lines.join("\n") + "\n";
    let input = UntilPowerFails {
        lines: Cursor::new(text(before).into_bytes()),
        dir: plain.dir().to_owned(),
        copy: copy.path(),
    };
    let said = plain.say_from(input);
    assert_plain(&said);
    let half = plain.lines().len();
    let mut plain = plain.over(copy);
    assert_eq!(plain.lines().len(), half, "what was said as decided is on disk");
    let said = plain.say(&format!("\n{}", text(after)));
    assert_plain(&said);

    let (by_keys, by_lines) = (journal(&screen), journal(&plain));
    assert_eq!(by_keys.len(), 1 + 50 + 2, "an import, the decisions, a step back and forth");
    for (by_line, by_key) in by_lines.iter().zip(&by_keys) {
        assert_eq!(by_line, by_key);
    }
    assert_eq!(by_lines.len(), by_keys.len());
    plain.assert_replays();
}

#[test]
fn a_week_by_lines() {
    let mut ui = UiTest::new();
    let target = ui.dir().with_file_name(format!("contacts-{}.vcf", std::process::id()));
    let path = target.to_str().expect("a path").to_owned();
    let week = [
        ("", "Triage."), // the requests
        ("y", "Is there a context? yes, no or maybe?"),
        ("y", "Good for both of us?"),
        ("y", "Leaning towards accept. You decide: accept, decline, ask first, or skip?"),
        ("accept", "How we met (1 of 5): a few words, or leave it."),
        ("mending clocks", "Remember (2 of 5)"),
        ("done", "Accepted Fay Hale. On LinkedIn it is still to do."),
        ("skip", "Skipped. The card comes back at the end."),
        ("decline", "Decline "),
        ("done", "Declined "),
        ("to do", "1 click to make on LinkedIn"), // what is to click
        ("done", "Done on LinkedIn: Fay Hale"),
        ("undo", "Undone: Fay Hale is to do again."),
        ("done", "Done on LinkedIn: Fay Hale"),
        ("today", "Today."), // what is due
        ("history", "Row 1 of 2: "),
        ("filter fay", "History, filter: fay.\n1 of 2.\nMon 2 Mar:\n1. Fay Hale"),
        ("page", "You accepted"),
        ("log contact", "In touch with Fay Hale."),
        ("?", "done keeps the rest too"),
        ("tea at the fair", "How (2 of 5): 1 message (now)"),
        ("done", "Logged: message with Fay Hale."),
        ("promise", "Fay Hale"),
        ("send the escapement", ""),
        ("2w", "Promised Fay Hale by Mon 16 Mar: send the escapement."),
        ("message", "Message to Fay Hale."),
        ("", "Add a line of your own first"),
        ("write The clock runs again since you wrote about the escapement.", "The clock runs again since you wrote"),
        ("back", ""),
        ("people", "1 person you accepted, by name."),
        ("find gus", "1. Gus Ito, waits."), // found again
        ("1", "Gus Ito, asked 2 months ago."),
        ("inbox", "4 requests wait"),
        ("export", "Who (1 of 3): 1 accepted (now)"), // and out
        ("accepted", "Format (2 of 3)"),
        ("vcard", "File (3 of 3): now "),
        (path.as_str(), "1 contact to "),
        ("", "Wrote 1 contact"),
        ("insights", "Period: all."),
        ("more", "\n11. "),
        ("previous", "Row 10 of "),
        ("copy as text", "Not copied."),
        ("keep or let go", "Keep or let go."),
        ("look back", "Look back."),
        ("import report", "Import report."),
        ("get your data", "Download the ZIP and leave it as it is."),
        ("quit", "Everything is saved."),
    ];
    let input = week.map(|(line, _)| line).join("\n") + "\n";
    let said = ui.say(&input);
    assert_plain(&said);
    let mut rest = said.as_str();
    for (line, expected) in week {
        let at = rest.find(expected).unwrap_or_else(|| panic!("after {line:?}: {expected:?} is not in\n{rest}"));
        rest = &rest[at + expected.len()..];
    }
    let events: Vec<String> =
        ui.lines().iter().map(|line| line["event"].as_str().unwrap_or_default().to_owned()).collect();
    let wanted = "imported decided decided carried_out retracted carried_out contacted promised";
    assert_eq!(events.join(" "), wanted);
    let card = fs::read_to_string(&target).expect("written");
    fs::remove_file(&target).expect("ours");
    assert!(card.contains("FN:Fay Hale") && card.contains("mending clocks"), "{card}");
    ui.assert_replays();
}

#[test]
fn a_wrong_word_and_an_end_in_the_middle_write_nothing() {
    let mut ui = UiTest::in_triage();
    let before = ui.line_count();
    let said = ui.say("acept\nfly\nquestion 8\n\u{1b}[2J\naccept\ny\nn\nm\naccept\nat the fair\n7\nnever\n3\n");
    assert_plain(&said);
    for expected in [
        "“acept” means nothing here. Did you mean accept? Say ? to hear what does.",
        "“fly” means nothing here. Say ?",
        "There are only 3 questions.",
        "Answer all three first: Have we met?",
        "The input has ended. Everything decided is saved. “Accept Fay Hale” is not done; what you typed is kept.",
    ] {
        assert!(said.contains(expected), "{expected}\n{said}");
    }
    assert_eq!(ui.line_count(), before);
    let mut ui = ui.restart();
    let said = ui.say("\na\ndone\n");
    assert!(said.contains("How we met (1 of 5): now at the fair."), "{said}");
    assert_eq!(ui.last_line()["how_met"], "at the fair");
    let said = ui.say("f\n\nnext year or so\n\ndone\nback\nquit\n");
    assert_eq!(said.matches("I don't understand “next year or so”. Try 3d").count(), 2, "{said}");
    assert_eq!(ui.line_count(), before + 1);
}

#[test]
fn two_people_of_one_name_are_told_apart() {
    let two = vec![
        request("Cy Dee", "cy-dee", "2026-01-10", "I keep bees."),
        request("Cy Dee", "cy-dee-2", "2026-01-11", "I mend clocks."),
    ];
    let mut ui = UiTest::with_data(Network::default(), vec![common::imported(two)]);
    let said = ui.say("find cy dee\nclocks\n1\nd\ndone\n");
    assert!(said.contains("2 matches:\n1. Cy Dee, waits, cy-dee.\n2. Cy Dee, waits, cy-dee-2."), "{said}");
    assert!(said.contains("Their note: “I mend clocks.”"), "{said}");
    assert_eq!(ui.last_line()["person"], "cy-dee-2");
}

#[test]
fn the_words_that_are_listed_are_understood_on_every_screen() {
    let mut ui = UiTest::new();
    ui.say("\ny\ny\ny\na\ndone\nd\ndone\nf\ndone\nto do\ndone\ntoday\n");
    for screen in [
        "inbox",
        "triage",
        "to do",
        "today",
        "history",
        "people",
        "insights",
        "import report",
        "get your data",
        "look back",
        "keep or let go",
        "recommendations",
        "your own requests",
    ] {
        let said = ui.say(&format!("{screen}\n?\nlist\nagain\n"));
        assert_plain(&said);
        assert!(!said.contains("means nothing"), "{screen}: {said}");
        for word in vocabulary(&ui.app) {
            let action = action_named(&word.word, &ui.app);
            assert_eq!(action, Some(word.action), "{screen}: {} ({:?})", word.word, word.keys);
        }
    }
    for action in [Action::Accept, Action::Decline, Action::FollowUp] {
        let name = action.name().replace('_', " ");
        ui.say("triage\n");
        assert_eq!(action_named(&name, &ui.app), Some(action));
    }
}

#[test]
fn what_strangers_wrote_stays_text() {
    let name = "Eve\u{1b}[2J\u{202e} Gee";
    let note = "Hello\r\n\u{1b}]0;you\u{7}\ttwo\u{200b} lines\nquit";
    let mut people = six_people();
    people.push(request(name, "eve", "2026-02-28", note));
    let mut ui = UiTest::with_data(known_people(), vec![common::imported(people)]);
    let said = ui.say("find eve\n1\ny\ny\ny\na\n\u{1b}[2Jx\ndone\nhistory\npage\nto do\npeople\nundo\n");
    assert_plain(&said);
    assert!(said.contains("Accepted Eve"), "{said}");
}

#[test]
fn what_a_damaged_file_says_stays_text() {
    let report = ImportReport { remarks: vec!["x\0\u{1b}[2J".to_owned()], ..ImportReport::default() };
    let mut ui = UiTest::new().with_reports(known_people(), vec![report]);
    let said = ui.say("import report\nlist\n");
    assert_plain(&said);
    assert!(said.contains("Files, x␀␛[2J."), "{said}");
    let config = "[decline]\nreasons = [\"\\u001B[2J\"]\n[keys]\ndecline = \"d D\"\n";
    let said = UiTest::in_triage().with_config(config).say("triage\nd\n\n?\nback\n?\n");
    assert_plain(&said);
    assert!(said.contains("For example ␛[2J."), "{said}");
}

#[test]
fn words_of_a_field_are_text_in_quotes() {
    let mut ui = UiTest::in_triage();
    ui.say("note\n\"back\"\n");
    let said = ui.say("d\n\n\"done\"\n");
    assert!(said.contains("Declined"), "{said}");
    let line = ui.last_line();
    assert_eq!((&line["note"], &line["reason"]), (&Value::from("back"), &Value::from("done")));
    let said = ui.say("f\n\n\n-\n");
    assert!(said.contains("Following up"), "{said}");
    assert_eq!(ui.last_line().get("question"), None, "a field can be emptied");
}

/// Words that end the program or leave the test: files, and other programs.
const AWAY: [&str; 7] = ["quit", "suspend", "export", "import", "made-up people", "demo", "open profile"];

#[test]
fn whatever_is_said_the_answer_is_plain_text() {
    let mut ui = UiTest::with_data(known_people(), vec![common::imported(six_people())]);
    let texts =
        ["", "2", "1w", "done", "back", "ann", "?", "3 bees and a clock", "again", "row 2", "-", "nonsense", "no"];
    let mut seed = 20_261_128_u64;
    let mut pick = |many: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).expect("small") % many.max(1)
    };
    for n in 0..600 {
        let words: Vec<String> = vocabulary(&ui.app).into_iter().map(|word| word.word).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).filter(|word| !AWAY.contains(word)).collect();
        let line = if words.is_empty() || pick(3) == 0 { texts[pick(texts.len())] } else { words[pick(words.len())] };
        let said = ui.say(&format!("{line}\n"));
        assert_plain(&said);
        assert_eq!(ui.exit_reason, None, "line {n}: {line}");
    }
    ui.assert_replays();
    assert!(ui.line_count() > 10, "much was decided: {}", ui.line_count());
}

#[test]
fn only_what_changed_is_said() {
    let mut ui = UiTest::in_triage();
    let said = ui.say("y\nn\n");
    assert_eq!(said.matches("Fay Hale").count(), 1, "the card is said once: {said}");
    let said = ui.say("again\n");
    assert_eq!(said.matches("Their note").count(), 2, "{said}");
    let said = ui.say("prompts\n");
    assert!(said.contains("What to consider.\nSay in one sentence who"), "{said}");
    let said = ui.say("down\ntick\n");
    assert!(said.contains("known under another name, ticked."), "{said}");
    ui.say("back\n");
    assert!(ui.app.overlay().is_none(), "back to the card");
}

#[cfg(unix)]
mod program {
    //! The real binary.

    use std::io::Write;
    use std::process::{Command, Output, Stdio};

    use super::*;

    /// Runs the program over a data directory in `home`, with lines as its standard input.
    fn run(home: &Path, words: &[&str], input: &str) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_invite-triage"));
        command.env_clear().env("HOME", home).env("TMPDIR", home).env("TERM", "xterm-256color").current_dir(home);
        command.args(["--data-dir", "kept"]).args(words);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("starts");
        let mut pipe = child.stdin.take().expect("a pipe");
        let input = input.to_owned();
        // A program that refuses to start may have ended before it reads anything.
        let writer = std::thread::spawn(move || drop(pipe.write_all(input.as_bytes())));
        let output = child.wait_with_output().expect("ends");
        writer.join().expect("a thread");
        output
    }

    fn text(bytes: &[u8]) -> String {
        String::from_utf8(bytes.to_vec()).expect("text")
    }

    #[test]
    fn a_hundred_decisions_from_standard_input_are_taken_back_one_by_one() {
        let home = tempfile::tempdir().expect("a folder");
        let home = home.path();
        let rows = (1..=100).map(|n| format!("Person {n},https://www.linkedin.com/in/person-{n},2026-01-05\n"));
        let table = format!("name,profile,date\n{}", rows.collect::<String>());
        fs::write(home.join("people.csv"), table).expect("written");
        let imported = run(home, &["import", "people.csv"], "");
        assert!(imported.status.success(), "{}", text(&imported.stderr));
        let line = |n: usize| match n % 3 {
            0 => format!(r#"{{"person":"person-{n}","verdict":"decline","kind":"ignore"}}"#),
            1 => format!(
                r#"{{"person":"person-{n}","verdict":"accept","answers":{{"met":"yes","context":"no","value":"no"}}}}"#
            ),
            _ => format!(r#"{{"person":"person-{n}","verdict":"follow_up","due":"2w"}}"#),
        };
        let lines: String = (1..=100).map(|n| line(n) + "\n").collect();
        let decided = run(home, &["decide", "-"], &lines);
        assert!(decided.status.success(), "{}", text(&decided.stderr));
        assert_eq!(text(&decided.stdout).lines().count(), 100);
        let said = run(home, &["--plain"], &"undo\n".repeat(101));
        let said = text(&said.stdout);
        assert_plain(&said);
        assert_eq!(said.matches("Undone: ").count(), 100);
        assert!(said.contains("Nothing to undo."));
        let journal = fs::read_to_string(home.join("kept/journal.jsonl")).expect("a journal");
        let count =
            |event: &str| journal.lines().filter(|line| line.contains(&format!(r#""event":"{event}""#))).count();
        assert_eq!((count("decided"), count("retracted")), (100, 100));
        let stats: Value = serde_json::from_slice(&run(home, &["stats", "--json"], "").stdout).expect("an object");
        assert_eq!((&stats["decisions"], &stats["pending"]), (&Value::from(0), &Value::from(100)));
    }

    #[test]
    fn plain_lines_need_no_terminal_and_can_be_configured() {
        let home = tempfile::tempdir().expect("a folder");
        let home = home.path();
        let refused = run(home, &[], "quit\n");
        assert_eq!(refused.status.code(), Some(2));
        assert!(text(&refused.stderr).contains("--plain"), "{}", text(&refused.stderr));
        let config = home.join("config.toml");
        fs::write(&config, "plain = true\n").expect("written");
        let config = ["--config", config.to_str().expect("a path")];
        for words in [&["--plain"][..], &["triage", "--plain"], &["--plain", "triage"], &config, &["demo", "--plain"]] {
            let ran = run(home, words, "?\nacept\nquit\n");
            let said = text(&ran.stdout);
            assert!(ran.status.success(), "{words:?}: {}", text(&ran.stderr));
            assert_plain(&said);
            assert!(said.ends_with("Everything is saved.\n"), "{words:?}: {said}");
        }
        fs::write(home.join("people.csv"), "name,profile\nAnn Bee,https://www.linkedin.com/in/ann-bee\n")
            .expect("written");
        let imported = text(&run(home, &["--plain"], "import\nnowhere.csv\nimport\npeople.csv\ntriage\n").stdout);
        assert_plain(&imported);
        assert!(imported.contains("Nothing was imported") && imported.contains("Import finished: "), "{imported}");
        assert!(imported.contains("Triage.\nAnn Bee"), "{imported}");
        let demo = text(
            &run(home, &["demo", "--plain"], "\ncopy\nmessage\nwrite I liked your talk about tides and gates.\n\n")
                .stdout,
        );
        assert_plain(&demo);
        assert!(demo.contains("I liked your talk") && demo.contains("The text is above."), "{demo}");
    }
}
