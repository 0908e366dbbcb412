//! When the disk says no: nothing pretends, nothing is lost, and one key tries again.

use std::fs;

use invite_triage::domain::decision::ledger::Status;
use invite_triage::store::JOURNAL;

use crate::common::Journey;

/// A folder stands where the journal was; `mended` puts the journal back.
fn break_it(journey: &Journey) {
    fs::rename(journey.dir().join(JOURNAL), journey.dir().join("aside")).expect("moved");
    fs::create_dir(journey.dir().join(JOURNAL)).expect("made");
}

fn mend(journey: &Journey) {
    fs::remove_dir(journey.dir().join(JOURNAL)).expect("removed");
    fs::rename(journey.dir().join("aside"), journey.dir().join(JOURNAL)).expect("moved");
}

#[test]
fn a_decision_that_cannot_be_written_is_not_made() {
    let mut journey = Journey::at_cards();
    break_it(&journey);
    journey.keys("ynyewords<enter>a<enter>");
    for words in ["NOT SAVED", "r tries again", "decided 0", "card 1 of 6", "Fay Hale", "words"] {
        journey.shows(words);
    }
    journey.hides("Accepted Fay Hale");
    assert_eq!(journey.standing("Fay Hale"), Status::Pending);
    assert!(journey.app.model().failed_write.is_some());
    journey.keys("r").shows("NOT SAVED").shows("decided 0");
    mend(&journey);
    journey.holds();
    assert_eq!(journey.count(), 1);
    journey.keys("r").shows("Accepted Fay Hale").shows("decided 1").hides("NOT SAVED").holds();
    let line = journey.last_line();
    assert_eq!(line["id"], "00000000-0000-7000-8000-000000000002", "tried again it is the same line");
    assert_eq!(line["note"], "words");
    assert_eq!(line["verdict"], "accept");
    assert_eq!(journey.count(), 2);
}

#[test]
fn the_way_out_of_a_failure_can_be_read_however_long_its_story_is() {
    let mut journey = Journey::at_cards();
    break_it(&journey);
    for columns in [120, 80, 60, 40] {
        journey = journey.sized(columns, 24);
        journey.keys("d<enter>").shows("NOT SAVED").shows("; r tries again");
    }
    mend(&journey);
}

#[test]
fn undo_that_cannot_be_written_takes_nothing_back() {
    let mut journey = Journey::at_cards();
    journey.keys("d<enter>");
    break_it(&journey);
    journey.keys("u").shows("NOT SAVED").shows("decided 1");
    assert_eq!(journey.standing("Fay Hale"), Status::Declined);
    mend(&journey);
    journey.holds();
    journey.keys("r").shows("decided 0").shows("Undone: declined Fay Hale").holds();
}

#[test]
fn a_decision_after_a_failure_is_free() {
    let mut journey = Journey::at_cards();
    break_it(&journey);
    journey.keys("ynya<enter>").shows("NOT SAVED");
    mend(&journey);
    journey.keys("d<enter>").shows("Declined Fay Hale").hides("NOT SAVED").holds();
    assert_eq!(journey.count(), 2, "what was not saved is not saved behind one's back");
}

#[test]
fn what_another_program_did_to_the_journal_is_read_again() {
    let mut journey = Journey::at_cards();
    journey.keys("d<enter>");
    let path = journey.dir().join(JOURNAL);
    let text = fs::read_to_string(&path).expect("read");
    let first = text.lines().next().expect("a line");
    // A sync tool put an older copy in its place.
    fs::write(journey.dir().join("new"), format!("{first}\n")).expect("written");
    fs::rename(journey.dir().join("new"), &path).expect("moved");
    journey.keys("d<enter>").shows("changed by another program").shows("decided 2").holds();
    assert_eq!(journey.count(), 3, "the line that it lacked is there again");
}
