//! The real binary in a pseudo-terminal: whatever ends the program, the terminal is restored.

#![cfg(unix)]

#[path = "common/pty.rs"]
mod session;

use std::io::Write;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use session::{PtySession, home, script, settings, wait_for_file};

#[test]
fn the_demo_opens_and_quits_clean() {
    let home = home();
    let mut sitting = PtySession::start(home.path(), &["demo"]);
    sitting.wait_for_text("requests wait");
    sitting.wait_until("the pictures' screen", |screen| screen.alternate_screen() && screen.bracketed_paste());
    assert_ne!(settings(sitting.master.as_deref().expect("a terminal")), sitting.initial_settings);
    sitting.send_keys("\r");
    sitting.wait_for_text("Have we met?");
    sitting.send_keys("d\r");
    sitting.wait_for_text("decided 1");
    sitting.send_keys("u");
    sitting.wait_for_text("decided 0");
    sitting.send_keys("q");
    assert_eq!(sitting.wait_for_exit().exit_code(), 0);
    sitting.assert_restored();
    let left: Vec<_> = std::fs::read_dir(home.path()).expect("a folder").collect();
    assert!(left.is_empty(), "the throw-away directory is gone: {left:?}");
}

#[test]
fn what_a_killed_demo_left_goes_with_the_next() {
    let home = home();
    let folder = |name: &str| {
        let dir = home.path().join(name);
        std::fs::create_dir(&dir).expect("made");
        std::fs::write(dir.join("lock"), "").expect("written");
        dir
    };
    let (killed, running, other) = (folder("invite-triage-demo-a"), folder("invite-triage-demo-b"), folder("demo-c"));
    let lock = std::fs::File::open(running.join("lock")).expect("opened");
    lock.lock().expect("locked");
    let mut sitting = PtySession::start(home.path(), &["demo"]);
    sitting.wait_for_text("requests wait");
    assert!(!killed.exists() && running.exists() && other.exists());
    sitting.send_keys("q");
    assert_eq!(sitting.wait_for_exit().exit_code(), 0);
}

#[test]
fn from_the_first_start_the_made_up_people_are_one_key_away() {
    let home = home();
    let mut sitting = PtySession::start(home.path(), &[]);
    sitting.wait_for_text("one deliberate decision at a time");
    sitting.send_keys("m");
    sitting.wait_for_text(" DEMO ");
    sitting.send_keys("\rd\r");
    sitting.wait_for_text("decided 1");
    sitting.send_keys("q");
    assert_eq!(sitting.wait_for_exit().exit_code(), 0);
    sitting.assert_restored();
    let journal = home.path().join("data/invite-triage/journal.jsonl");
    assert!(
        !std::fs::read_to_string(journal).unwrap_or_default().contains("decided"),
        "one's own journal is untouched"
    );
}

#[test]
fn what_is_wrong_on_disk_is_told_at_the_start() {
    let home = home();
    let data = home.path().join("data/invite-triage");
    std::fs::create_dir_all(&data).expect("a folder");
    std::fs::write(data.join("journal.jsonl"), "{\"v\":1,\"n\":1,\"id\":\"x\"}\nno line at all\n").expect("written");
    let mut sitting = PtySession::start(home.path(), &["triage"]);
    sitting.wait_for_text("journal.jsonl line 1: lacks \"at\"; skipped and kept");
    sitting.wait_for_text("No card waits here.");
    sitting.send_keys("q");
    assert_eq!(sitting.wait_for_exit().exit_code(), 0);
}

/// Waits until a file contains a text and returns its content.
#[track_caller]
#[test]
fn the_browser_variable_is_tried_first() {
    let home = home();
    let opened = home.path().join("opened");
    let browser = script(&home, "browser.sh", &format!("echo \"$@\" > '{}'", opened.display()));
    let list = format!("/no/such/browser %s:{browser} --page=%s --new");
    let program = env!("CARGO_BIN_EXE_invite-triage");
    let mut sitting = PtySession::run(home.path(), program, &[], &[("BROWSER", &list)]);
    sitting.wait_for_text("add by hand");
    sitting.send_keys("+Ann Bee\thttps://www.linkedin.com/in/ann-bee\r");
    sitting.wait_for_text("1 request waits");
    sitting.send_keys("\r");
    sitting.wait_for_text("Have we met?");
    sitting.send_keys("o");
    sitting.wait_for_text("Opened in the browser");
    assert_eq!(wait_for_file(&opened, "\n").trim(), "--page=https://www.linkedin.com/in/ann-bee --new");
}

/// Starts the program over one request that was added by hand; returns the journal's text too.
fn with_one_request(home: &TempDir, journal: &Path) -> (PtySession, String) {
    let mut sitting = PtySession::start(home.path(), &[]);
    sitting.wait_for_text("add by hand");
    sitting.send_keys("+");
    sitting.wait_for_text("as they spell it");
    sitting.send_keys("Ann Bee\r");
    let text = || std::fs::read_to_string(journal).unwrap_or_default();
    sitting.wait_until("one whole line", |_| text().ends_with('\n'));
    (sitting, text())
}

#[test]
fn a_journal_that_was_removed_is_written_again_at_the_end() {
    use rustix::process::Signal;
    for signal in [None, Some(Signal::TERM), Some(Signal::INT), Some(Signal::HUP), Some(Signal::QUIT)] {
        let home = home();
        let journal = home.path().join("data/invite-triage/journal.jsonl");
        let (mut sitting, before) = with_one_request(&home, &journal);
        std::fs::remove_file(&journal).expect("removed");
        match signal {
            Some(signal) => sitting.signal(signal),
            None => sitting.send_keys("\u{3}"),
        }
        assert_eq!(sitting.wait_for_exit().exit_code() == 0, signal.is_none());
        assert_eq!(std::fs::read_to_string(&journal).expect("written again"), before, "{signal:?}");
        sitting.wait_for_text("1 missing line was written again");
    }
}

#[test]
fn a_journal_that_was_removed_is_written_again_when_the_window_closes() {
    let home = home();
    let journal = home.path().join("data/invite-triage/journal.jsonl");
    let (mut sitting, before) = with_one_request(&home, &journal);
    std::fs::remove_file(&journal).expect("removed");
    sitting.close();
    sitting.wait_for_exit();
    assert_eq!(std::fs::read_to_string(&journal).expect("written again"), before);
}

#[test]
fn a_note_can_be_written_in_an_editor_of_ones_own() {
    let home = home();
    let editor = script(&home, "editor.sh", "printf '%s, and more' \"$(cat \"$2\")\" > \"$2\"");
    let command = format!("{editor} --wait");
    let mut sitting =
        PtySession::run(home.path(), env!("CARGO_BIN_EXE_invite-triage"), &["demo"], &[("EDITOR", &command)]);
    sitting.wait_for_text("requests wait");
    sitting.send_keys("\re");
    sitting.wait_for_text("Your note on");
    sitting.send_keys("we met\u{5}");
    sitting.wait_for_text("we met, and more");
    sitting.send_keys("\r");
    sitting.wait_for_text("Note saved with this card");
    sitting.wait_for_own_note("we met, and more");
    sitting.wait_until("the pictures' screen", |screen| screen.alternate_screen() && screen.bracketed_paste());
    let mut without = PtySession::start(home.path(), &["demo"]);
    without.wait_for_text("requests wait");
    without.send_keys("\re");
    without.wait_for_text("Your note on");
    without.send_keys("\u{5}");
    without.wait_for_text("Set $EDITOR, or editor in the configuration");
}

#[test]
fn what_an_editor_did_to_a_text_is_said() {
    let home = home();
    let long = script(&home, "long.sh", "yes 'a long note' | head -c 20000 > \"$1\"");
    for (editor, said) in [(&*long, "only its beginning is here"), ("false", "false could not be used")] {
        let program = env!("CARGO_BIN_EXE_invite-triage");
        let mut sitting = PtySession::run(home.path(), program, &["demo"], &[("EDITOR", editor)]);
        sitting.wait_for_text("requests wait");
        sitting.send_keys("\re");
        sitting.wait_for_text("Your note on");
        sitting.send_keys("we met\u{5}");
        sitting.wait_for_text(said);
        sitting.wait_for_text(if editor == "false" { "we met" } else { "a long note" });
    }
}

/// Returns the temporary files of editors in the home directory.
fn editor_files(home: &TempDir) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(home.path()).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries.filter(|path| path.extension().is_some_and(|ending| ending == "txt")).collect()
}

/// Opens the note of a card in an editor that goes on when the file `go` is there, and waits until it has begun.
fn sitting_in_an_editor(home: &TempDir) -> PtySession {
    let wait = "trap '' INT; echo begun > begun; until test -e go; do sleep 0.02; done";
    let editor = script(home, "editor.sh", &format!("{wait}; printf ', and more' >> \"$1\""));
    let program = env!("CARGO_BIN_EXE_invite-triage");
    let mut sitting = PtySession::run(home.path(), program, &[], &[("EDITOR", &editor)]);
    sitting.wait_for_text("add by hand");
    sitting.send_keys("+Ann Bee\r");
    sitting.wait_for_text("1 request waits");
    sitting.send_keys("\re");
    sitting.wait_for_text("Your note on");
    sitting.send_keys("we met\u{5}");
    wait_for_file(&home.path().join("begun"), "begun");
    sitting
}

#[test]
fn ctrl_c_in_the_editor_does_not_end_the_program_under_it() {
    use std::os::unix::fs::PermissionsExt;
    let home = home();
    let mut sitting = sitting_in_an_editor(&home);
    sitting.send_keys("\u{3}");
    sitting.signal(rustix::process::Signal::INT);
    let files = editor_files(&home);
    let modes: Vec<_> =
        files.iter().map(|path| std::fs::metadata(path).expect("a file").permissions().mode() & 0o777).collect();
    assert_eq!(modes, [0o600]);
    thread::sleep(Duration::from_millis(50));
    std::fs::write(home.path().join("go"), "").expect("written");
    sitting.wait_for_text("we met, and more");
    assert_eq!(editor_files(&home), [""; 0].map(std::path::PathBuf::from));
    sitting.send_keys("\r");
    sitting.wait_for_text("Note saved");
}

#[test]
fn a_signal_waits_for_the_editor() {
    use rustix::process::Signal;
    for signal in [Signal::TERM, Signal::HUP] {
        let home = home();
        let mut sitting = sitting_in_an_editor(&home);
        sitting.signal(signal);
        thread::sleep(Duration::from_millis(100));
        assert!(sitting.child.try_wait().expect("waits").is_none(), "it does not end under the editor");
        std::fs::write(home.path().join("go"), "").expect("written");
        assert!(!sitting.wait_for_exit().success(), "{signal:?}");
        sitting.assert_restored();
        let again = PtySession::start(home.path(), &["triage"]);
        again.wait_for_own_note("we met, and more");
        assert_eq!(editor_files(&home), [""; 0].map(std::path::PathBuf::from));
    }
}

#[test]
fn ctrl_z_gives_the_terminal_back_until_it_goes_on() {
    let home = home();
    // Suspension needs a shell with job control.
    let program = env!("CARGO_BIN_EXE_invite-triage");
    let words = format!("'{program}' demo; echo it stands still; read line; fg");
    let mut sitting = PtySession::run(home.path(), "/bin/sh", &["-mc", &words], &[]);
    sitting.wait_for_text("requests wait");
    sitting.send_keys("\u{1a}");
    sitting.wait_for_text("it stands still");
    sitting.assert_restored();
    sitting.send_keys("\r");
    sitting.wait_until("its screen again", |screen| {
        screen.alternate_screen() && screen.contents().contains("requests wait")
    });
    sitting.send_keys("\r");
    sitting.wait_for_text("Have we met?");
    sitting.send_keys("q");
    assert_eq!(sitting.wait_for_exit().exit_code(), 0);
}

/// No shell started it, so none would continue it.
#[test]
fn ctrl_z_stops_nothing_in_a_window_of_its_own() {
    let home = home();
    let mut sitting = PtySession::start(home.path(), &["demo"]);
    sitting.wait_for_text("requests wait");
    sitting.send_keys("\u{1a}");
    sitting.wait_for_bytes("\u{1b}[?1049l");
    sitting.wait_until("its screen again", vt100::Screen::alternate_screen);
    sitting.send_keys("\r");
    sitting.wait_for_text("Have we met?");
    sitting.send_keys("q");
    assert_eq!(sitting.wait_for_exit().exit_code(), 0);
    sitting.assert_restored();
}

#[test]
fn the_window_has_a_title_while_the_program_has_it() {
    let home = home();
    let mut sitting = PtySession::start(home.path(), &["demo"]);
    sitting.wait_for_text("requests wait");
    let waiting: usize = {
        let contents = sitting.screen().contents();
        let words = contents.split_once(" requests wait").expect("a number").0.split_whitespace();
        words.last().expect("a number").parse().expect("a number")
    };
    let title = |waiting: usize| format!("\u{1b}]2;invite-triage: {waiting} waiting\u{7}");
    sitting.wait_for_bytes(&title(waiting));
    sitting.send_keys("\r");
    sitting.wait_for_text("Have we met?");
    sitting.send_keys("lhd\r");
    sitting.wait_for_bytes(&title(waiting - 1));
    sitting.send_keys("q");
    assert_eq!(sitting.wait_for_exit().exit_code(), 0);
    sitting.assert_restored();
    assert_eq!(sitting.written().matches(&title(waiting)).count(), 1, "only when it changes");
}

#[test]
fn the_address_of_a_profile_is_a_link() {
    let home = home();
    let mut sitting = PtySession::start(home.path(), &["demo"]);
    sitting.wait_for_text("requests wait");
    sitting.send_keys("\r");
    sitting.wait_for_text("Have we met?");
    sitting.wait_for_bytes("\u{1b}]8;;https://www.linkedin.com/in/");
    let written = sitting.written();
    let (_, link) = written.rsplit_once("\u{1b}]8;;https://www.linkedin.com/").expect("a link");
    let (address, rest) = link.split_once("\u{1b}\\").expect("its end");
    assert!(rest.starts_with(&format!("{address}\u{1b}]8;;\u{1b}\\")), "{link:?}");
    assert!(sitting.screen().contents().contains(address), "{address}");
}

/// The screen stands before the terminal answers, and without an answer it stays as it is.
#[test]
fn the_colours_follow_the_background_that_the_terminal_tells() {
    let home = home();
    let (question, light, dark) = ("\u{1b}]11;?\u{7}", "38;5;25;", "38;5;111;");
    for (reply, accent) in [("ffff/ffff/ffff", light), ("1c1c/1c1c/1c1c", dark)] {
        let mut sitting = PtySession::start(home.path(), &["demo"]);
        sitting.wait_for_text("requests wait");
        let written = sitting.written();
        assert!(written.contains(question) && ![light, dark].iter().any(|accent| written.contains(accent)));
        sitting.send_keys(&format!("\u{1b}]11;rgb:{reply}\u{1b}\\"));
        sitting.wait_for_bytes(accent);
        assert!(sitting.screen().contents().contains("requests wait"));
    }
    let program = env!("CARGO_BIN_EXE_invite-triage");
    for variable in [("COLORFGBG", "0;15"), ("NO_COLOR", "1"), ("TERM", "linux")] {
        let sitting = PtySession::run(home.path(), program, &["demo"], &[variable]);
        sitting.wait_for_text("requests wait");
        assert!(!sitting.written().contains(question), "{variable:?}");
        assert_eq!(sitting.written().contains(light), variable.0 == "COLORFGBG", "{variable:?}");
    }
}

#[test]
fn the_progress_of_an_import_shows_on_the_window_until_it_ends() {
    let home = home();
    std::fs::write(home.path().join("people.csv"), "Name,Date\nAnn Bee,2026-02-20\n").expect("written");
    let mut sitting = PtySession::start(home.path(), &["people.csv"]);
    sitting.wait_for_text("1 request waits");
    let written = sitting.written();
    let (on, off) = (written.find("\u{1b}]9;4;1;"), written.find("\u{1b}]9;4;0\u{7}"));
    assert!(on < off || on.is_none(), "{on:?} {off:?}");
    sitting.send_keys("q");
    assert_eq!(sitting.wait_for_exit().exit_code(), 0);
    sitting.assert_restored();
}

#[test]
fn ctrl_z_without_a_shell_to_return_to_stops_nothing() {
    let home = home();
    let mut sitting = PtySession::start(home.path(), &["demo"]);
    sitting.wait_for_text("requests wait");
    sitting.send_keys("\u{1a}");
    sitting.signal(rustix::process::Signal::TSTP);
    sitting.send_keys("\r");
    sitting.wait_for_text("Have we met?");
    sitting.send_keys("q");
    assert_eq!(sitting.wait_for_exit().exit_code(), 0);
}

#[test]
fn the_picture_follows_the_window() {
    let home = home();
    let mut sitting = PtySession::start(home.path(), &["demo"]);
    sitting.wait_for_text("requests wait");
    for (rows, columns) in [(30, 120), (12, 44)] {
        sitting.resize(rows, columns);
        let ends_there = |screen: &vt100::Screen| {
            let contents = screen.contents();
            let first = contents.lines().next().unwrap_or_default().trim_end();
            first.ends_with("decided 0") && first.chars().count() == usize::from(columns) - 2
        };
        sitting.wait_until("a top line as wide as the window", ends_there);
    }
    sitting.send_keys("q");
    assert_eq!(sitting.wait_for_exit().exit_code(), 0);
}

#[test]
fn signals_leave_the_terminal_as_it_was() {
    use rustix::process::Signal;
    for signal in [Signal::TERM, Signal::HUP, Signal::INT, Signal::QUIT] {
        let home = home();
        let mut sitting = PtySession::start(home.path(), &[]);
        sitting.wait_for_text("one deliberate decision at a time");
        sitting.wait_for_text("add by hand");
        sitting.signal(signal);
        let status = sitting.wait_for_exit();
        assert!(!status.success(), "{signal:?}: {status:?}");
        sitting.assert_restored();
    }
}

/// Kills the program a little later each round, while keys make it draw: no frame is painted on the normal screen.
#[test]
fn nothing_is_painted_after_the_terminal_was_restored() {
    use rustix::process::Signal;
    let home = home();
    for round in 0..24 {
        let mut sitting = PtySession::start(home.path(), &["demo"]);
        sitting.resize(50, 160);
        sitting.wait_for_text("requests wait");
        sitting.send_keys("\r");
        let writer = sitting.writer.as_mut().expect("a writer");
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_micros(8_000 + round * 731) {
            writer.write_all(b"lh").and_then(|()| writer.flush()).expect("typed");
        }
        sitting.signal(Signal::TERM);
        sitting.wait_for_exit();
        sitting.assert_restored();
        let written = sitting.written.lock().expect("bytes").clone();
        let text = String::from_utf8_lossy(&written);
        let (_, after) = text.rsplit_once("\u{1b}[?1049l").expect("it is restored");
        assert!(!after.replace("\u{1b}[?25h", "").contains('\u{1b}'), "round {round}: {after:?}");
    }
}

#[test]
fn ctrl_c_is_a_key_that_quits() {
    let home = home();
    let mut sitting = PtySession::start(home.path(), &[]);
    sitting.wait_for_text("add by hand");
    sitting.send_keys("\u{3}");
    assert_eq!(sitting.wait_for_exit().exit_code(), 0);
    sitting.assert_restored();
}

/// Queued input is longer than one read: keys, then a paste, typed while the program was stopped.
#[test]
fn everything_that_was_typed_ahead_is_read_to_its_end() {
    use rustix::process::Signal;
    let home = home();
    let mut sitting = PtySession::start(home.path(), &[]);
    sitting.wait_for_text("add by hand");
    sitting.send_keys("+");
    sitting.wait_for_text("as they spell it");
    sitting.signal(Signal::STOP);
    // A terminal buffers 4 KB for a program that does not read.
    sitting.send_keys(&format!("ab\u{1b}[200~{}\u{1b}[201~ the end", "x".repeat(3_500)));
    sitting.signal(Signal::CONT);
    sitting.wait_for_text("the end");
}

#[test]
fn a_second_one_is_refused_politely() {
    let home = home();
    let data = home.path().join("people");
    let words = ["--data-dir", data.to_str().expect("a name")];
    let mut first = PtySession::start(home.path(), &words);
    first.wait_for_text("add by hand");
    let mut second = PtySession::start(home.path(), &words);
    assert_eq!(second.wait_for_exit().exit_code(), 1);
    second.wait_for_text("invite-triage is already open in another window");
    second.assert_restored();
    first.send_keys("q");
    assert_eq!(first.wait_for_exit().exit_code(), 0);
}

#[test]
fn the_program_ends_with_its_window() {
    let home = home();
    let mut sitting = PtySession::start(home.path(), &[]);
    sitting.wait_for_text("add by hand");
    sitting.close();
    assert!(!sitting.wait_for_exit().success());
}

#[test]
fn a_decision_outlives_the_window() {
    let home = home();
    let mut sitting = PtySession::start(home.path(), &[]);
    sitting.wait_for_text("add by hand");
    sitting.send_keys("+Ann Bee\r");
    sitting.wait_for_text("1 request waits");
    sitting.send_keys("\rd\r");
    sitting.wait_for_text("decided 1");
    sitting.signal(rustix::process::Signal::KILL);
    sitting.wait_for_exit();
    let mut again = PtySession::start(home.path(), &[]);
    again.wait_for_text("decided 1");
    again.send_keys("q");
    assert_eq!(again.wait_for_exit().exit_code(), 0);
}

#[test]
fn what_was_typed_outlives_the_window() {
    let home = home();
    let mut sitting = PtySession::start(home.path(), &[]);
    sitting.wait_for_text("add by hand");
    sitting.send_keys("+Ann Bee\r");
    sitting.wait_for_text("1 request waits");
    sitting.send_keys("\rye");
    sitting.wait_for_text("Your note on");
    sitting.send_keys("we met at the fair");
    let drafts = home.path().join("data/invite-triage/drafts.json");
    wait_for_file(&drafts, "we met at the fair");
    sitting.signal(rustix::process::Signal::KILL);
    sitting.wait_for_exit();
    let mut again = PtySession::start(home.path(), &["triage"]);
    again.wait_for_own_note("we met at the fair");
    again.wait_until("the answer", |screen| {
        is_chosen(screen, "Have we met?", "yes") && !is_chosen(screen, "Have we met?", "no")
    });
    again.send_keys("q");
    assert_eq!(again.wait_for_exit().exit_code(), 0, "nothing is asked");
    std::fs::write(&drafts, "half of it").expect("written");
    let damaged = PtySession::start(home.path(), &["triage"]);
    damaged.wait_for_text("drafts.json: is damaged; moved to quarantine/drafts.1.damaged");
}

/// True if an answer of a question is chosen: then it is filled.
fn is_chosen(screen: &vt100::Screen, question: &str, answer: &str) -> bool {
    let contents = screen.contents();
    let Some((row, line)) = contents.lines().enumerate().find(|(_, line)| line.contains(question)) else {
        return false;
    };
    let Some(at) = line.find(&format!(" {answer} ")) else { return false };
    let column = line[..at].chars().count() + 1;
    let place = |number: usize| u16::try_from(number).expect("a place");
    let cell = screen.cell(place(row), place(column)).expect("a cell");
    cell.inverse() || cell.bgcolor() != vt100::Color::Default
}

/// Returns the number of decisions in the tab line.
fn decided(screen: &vt100::Screen) -> usize {
    let contents = screen.contents();
    let said = contents.split_once("decided ").map_or("", |(_, after)| after);
    said.split_whitespace().next().and_then(|number| number.parse().ok()).unwrap_or_default()
}

/// Kills the program a little later each round, while keys decide: every decision shown on the screen is on disk.
#[test]
fn no_kill_takes_back_what_the_screen_said() {
    let home = home();
    let mut table = String::from("Name,Profile URL,Date\n");
    (0..60).for_each(|n| table.push_str(&format!("Person {n},https://www.linkedin.com/in/person-{n},2026-01-02\n")));
    std::fs::write(home.path().join("people.csv"), table).expect("written");
    let mut sitting = PtySession::start(home.path(), &["people.csv"]);
    sitting.wait_for_text("60 requests wait");
    sitting.send_keys("q");
    sitting.wait_for_exit();
    let mut said = 0;
    for round in 0..8 {
        let mut sitting = PtySession::start(home.path(), &["triage"]);
        sitting
            .wait_until("what was decided", |screen| screen.contents().contains("decided ") && decided(screen) >= said);
        sitting.send_keys(&"d\r".repeat(5));
        thread::sleep(Duration::from_millis(round * 7));
        sitting.signal(rustix::process::Signal::KILL);
        sitting.wait_for_exit();
        said = decided(&sitting.screen());
    }
    let checked = std::process::Command::new(env!("CARGO_BIN_EXE_invite-triage"))
        .args(["check", "--json", "--data-dir"])
        .arg(home.path().join("data/invite-triage"))
        .output()
        .expect("runs");
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stdout));
    assert!(said > 5, "{said} decisions");
}

#[test]
fn stopped_from_outside_it_comes_back_as_it_was() {
    use rustix::process::{Pid, Signal, kill_process};
    for signal in [Signal::STOP, Signal::TSTP] {
        let home = home();
        let program = env!("CARGO_BIN_EXE_invite-triage");
        // A shell that sets the terminal to its own modes, as interactive ones do.
        let inner = format!("echo $$ > pid; exec '{program}' demo");
        let words =
            format!("sh -c \"{}\"; stty sane; echo; echo it stands still; read line; fg", inner.replace('$', "\\$"));
        let mut sitting = PtySession::run(home.path(), "/bin/sh", &["-mc", &words], &[]);
        sitting.wait_for_text("requests wait");
        let id = wait_for_file(&home.path().join("pid"), "\n");
        kill_process(Pid::from_raw(id.trim().parse().expect("a number")).expect("an id"), signal).expect("sent");
        sitting.wait_for_text("it stands still");
        if signal == Signal::TSTP {
            assert!(!sitting.screen().alternate_screen(), "the shell has its own screen");
        }
        sitting.send_keys("typed in the shell\n");
        sitting.wait_until("its whole screen again", |screen| {
            let contents = screen.contents();
            let is_whole = contents.contains("requests wait") && contents.contains("decided 0");
            screen.alternate_screen() && is_whole && !contents.contains("still") && !contents.contains("shell")
        });
        sitting.send_keys("\r");
        sitting.wait_for_text("Have we met?");
        sitting.send_keys("q");
        assert_eq!(sitting.wait_for_exit().exit_code(), 0);
    }
}

#[test]
fn a_late_reply_of_the_terminal_is_no_key() {
    let home = home();
    let mut sitting = PtySession::start(home.path(), &["demo"]);
    sitting.wait_for_text("requests wait");
    sitting.send_keys("\r");
    sitting.wait_for_text("Have we met?");
    let is_answered = |screen: &vt100::Screen| {
        let chosen = |question, answers: [&str; 3]| answers.map(|answer| is_chosen(screen, question, answer));
        let answers = ["yes", "no", "maybe"];
        chosen("Have we met?", answers) == [true, false, false]
            && chosen("Good for both of us?", answers) == [false, false, false]
    };
    for reply in ["\u{1b}]11;rgb:1d1f/1f21/2b2d\u{1b}\\", "\u{1b}P>|XTerm(370)\u{1b}\\", "\u{1b}]10;rgb:0/0/0\u{7}"] {
        sitting.send_keys(reply);
    }
    sitting.send_keys("y");
    sitting.wait_until("one answer", is_answered);
    sitting.send_keys("e");
    sitting.wait_for_text("Your note on");
    sitting.send_keys("bees");
    sitting.send_keys("\u{1b}]11;rgb:1d1f/");
    thread::sleep(Duration::from_millis(100));
    sitting.send_keys("1f21/2b2d\u{1b}\\");
    sitting.send_keys(" and wax");
    sitting.wait_for_text("bees and wax");
    assert!(!sitting.screen().contents().contains("1f21"));
}

#[test]
fn copied_is_said_of_a_clipboard_that_has_it() {
    let home = home();
    let copied = home.path().join("clipboard");
    script(&home, "wl-copy", &format!("cat > '{}'", copied.display()));
    let path = format!("{}:/usr/bin:/bin", home.path().display());
    let program = env!("CARGO_BIN_EXE_invite-triage");
    for (desktop, said) in
        [("wayland-0", "Copied to the clipboard by wl-copy"), ("", "Sent to the terminal's clipboard")]
    {
        let variables = [("PATH", path.as_str()), ("WAYLAND_DISPLAY", desktop)];
        let mut sitting = PtySession::run(home.path(), program, &["demo"], &variables);
        sitting.wait_for_text("requests wait");
        sitting.send_keys("\rce");
        sitting.wait_for_text("Enter done");
        sitting.send_keys("See you at the fair\r\r");
        sitting.wait_for_text(said);
        assert_eq!(copied.exists(), !desktop.is_empty());
        if copied.exists() {
            assert!(std::fs::read_to_string(&copied).expect("read").contains("See you at the fair"));
            std::fs::remove_file(&copied).expect("removed");
        }
    }
}

#[test]
fn a_journal_that_is_gone_is_asked_about() {
    let home = home();
    let data = home.path().join("data/invite-triage");
    std::fs::write(home.path().join("people.csv"), "Name,Date\nAnn Bee,2026-02-20\n").expect("written");
    let mut sitting = PtySession::start(home.path(), &["import", "people.csv"]);
    assert_eq!(sitting.wait_for_exit().exit_code(), 0);
    std::fs::remove_file(data.join("journal.jsonl")).expect("removed");
    let mut sitting = PtySession::start(home.path(), &[]);
    sitting.wait_for_text("is missing, though network.bin is there");
    sitting.wait_for_text("Type n and Enter to begin a new journal");
    sitting.send_keys("\r");
    assert_eq!(sitting.wait_for_exit().exit_code(), 0);
    assert!(!data.join("journal.jsonl").exists());
    let mut sitting = PtySession::start(home.path(), &[]);
    sitting.wait_for_text("Type n and Enter to begin a new journal");
    sitting.send_keys("n\r");
    sitting.wait_for_text("decided 0");
    assert!(data.join("journal.jsonl").exists());
    sitting.send_keys("q");
    assert_eq!(sitting.wait_for_exit().exit_code(), 0);
}

#[test]
fn a_mistake_in_the_configuration_is_told_on_the_screen() {
    let home = home();
    std::fs::write(home.path().join("c.toml"), "portoin = 5\nx = 1\n").expect("written");
    let mut sitting = PtySession::start(home.path(), &["demo", "--config", "c.toml"]);
    sitting.wait_for_text("did you mean \"portion\"?");
    sitting.wait_for_text("requests wait");
    let contents = sitting.screen().contents();
    assert!(contents.contains("(and 1 more)") && !contents.contains('␊'), "{contents}");
    sitting.send_keys("q");
    assert_eq!(sitting.wait_for_exit().exit_code(), 0);
}
