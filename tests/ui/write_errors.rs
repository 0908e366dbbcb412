//! Write errors: nothing is shown as saved, nothing is lost, and one key retries.

use std::fs;

use invite_triage::domain::decision::ledger::Status;
use invite_triage::store::JOURNAL;

use crate::common::UiTest;

/// Replaces the journal by a folder, so that writes fail; `mend` puts the journal back.
fn break_journal(ui: &UiTest) {
    fs::rename(ui.dir().join(JOURNAL), ui.dir().join("aside")).expect("moved");
    fs::create_dir(ui.dir().join(JOURNAL)).expect("made");
}

fn restore_journal(ui: &UiTest) {
    fs::remove_dir(ui.dir().join(JOURNAL)).expect("removed");
    fs::rename(ui.dir().join("aside"), ui.dir().join(JOURNAL)).expect("moved");
}

#[test]
fn a_decision_that_cannot_be_written_is_not_made() {
    let mut ui = UiTest::in_triage();
    break_journal(&ui);
    ui.keys("ynyewords<enter>a<enter>");
    ui.assert_says("; r tries again").assert_card(1, 6);
    for words in ["NOT SAVED", "decided 0", "Fay Hale", "words"] {
        ui.assert_shows(words);
    }
    ui.assert_hides("Accepted Fay Hale");
    assert_eq!(ui.status_of("Fay Hale"), Status::Pending);
    assert!(ui.app.model().failed_write.is_some());
    ui.keys("r").assert_shows("NOT SAVED").assert_shows("decided 0");
    restore_journal(&ui);
    ui.assert_replays();
    assert_eq!(ui.line_count(), 1);
    ui.keys("r").assert_shows("Accepted Fay Hale").assert_shows("decided 1").assert_hides("NOT SAVED").assert_replays();
    let line = ui.last_line();
    assert_eq!(line["id"], "00000000-0000-7000-8000-000000000002", "tried again it is the same line");
    assert_eq!(line["note"], "words");
    assert_eq!(line["verdict"], "accept");
    assert_eq!(ui.line_count(), 2);
}

#[test]
fn the_way_out_of_a_failure_can_be_read_however_long_its_story_is() {
    let mut ui = UiTest::in_triage();
    break_journal(&ui);
    for columns in [120, 80, 60, 40] {
        ui = ui.with_size(columns, 24);
        ui.keys("d<enter>").assert_shows("NOT SAVED").assert_says("; r tries again");
    }
    restore_journal(&ui);
}

#[test]
fn undo_that_cannot_be_written_takes_nothing_back() {
    let mut ui = UiTest::in_triage();
    ui.keys("d<enter>");
    break_journal(&ui);
    ui.keys("u").assert_shows("NOT SAVED").assert_shows("decided 1");
    assert_eq!(ui.status_of("Fay Hale"), Status::Declined);
    restore_journal(&ui);
    ui.assert_replays();
    ui.keys("r").assert_shows("decided 0").assert_shows("Undone: declined Fay Hale").assert_replays();
}

#[test]
fn a_decision_after_a_failure_is_free() {
    let mut ui = UiTest::in_triage();
    break_journal(&ui);
    ui.keys("ynya<enter>").assert_shows("NOT SAVED");
    restore_journal(&ui);
    ui.keys("d<enter>").assert_shows("Declined Fay Hale").assert_hides("NOT SAVED").assert_replays();
    assert_eq!(ui.line_count(), 2, "what was not saved is not saved behind one's back");
}

#[test]
fn what_another_program_did_to_the_journal_is_read_again() {
    let mut ui = UiTest::in_triage();
    ui.keys("d<enter>");
    let path = ui.dir().join(JOURNAL);
    let text = fs::read_to_string(&path).expect("read");
    let first = text.lines().next().expect("a line");
    // A sync tool replaced the journal by an older copy.
    fs::write(ui.dir().join("new"), format!("{first}\n")).expect("written");
    fs::rename(ui.dir().join("new"), &path).expect("moved");
    ui.keys("d<enter>").assert_shows("changed by another program").assert_shows("decided 2").assert_replays();
    ui.assert_shows("1 missing line was").assert_shows("Declined");
    assert_eq!(ui.line_count(), 3, "the line that it lacked is there again");
}
