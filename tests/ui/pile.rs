//! A pile looked through: pages of ten, some kept for their cards, the rest declined together.

use invite_triage::app::ids::ScreenId;
use invite_triage::domain::decision::ledger::Status;
use invite_triage::domain::evidence::network::Network;
use invite_triage::domain::request::invitation::Invitation;
use serde_json::json;

use crate::common::{UiTest, imported, many_people};

/// Starts at the only pile, of people without a note.
fn pile_of(size: usize) -> UiTest {
    let people = many_people(size).into_iter().map(|person| Invitation { note: None, ..person }).collect();
    let mut ui = UiTest::with_data(Network::default(), vec![imported(people)]);
    ui.keys("jv");
    assert_eq!(ui.app.screens().current_id(), ScreenId::Pile, "{}", ui.screen_text());
    ui
}

#[test]
fn the_rest_is_declined_in_one_batch_that_undo_takes_back() {
    let mut ui = pile_of(23);
    picture!(ui, "pile");
    ui.assert_shows("page 1 of 3").assert_shows("Person 10").assert_hides("Person 11");
    ui.keys("j <pgdn>").assert_shows("page 2 of 3").assert_shows("1 kept");
    ui.keys("D").assert_shows("Look at every page first: PgDn");
    assert_eq!(ui.line_count(), 1, "looking writes nothing");
    ui.keys("<pgdn> D").assert_says("Decline 21 people you have just looked through? They aren't notified.");
    ui.assert_says("2 people you kept stay for their cards.");
    picture!(ui, "pile_declined");
    ui.keys("<esc>").assert_shows("page 3 of 3");
    ui.keys("D<enter>").assert_shows("Declined 21 requests").assert_shows("2 requests wait").assert_shows("decided 21");
    let lines = ui.lines();
    assert_eq!(lines.len(), 1 + 21);
    assert!(lines[1..].iter().all(|line| line["batch"] == lines[1]["id"]), "one write, taken back together");
    assert_eq!((&lines[1]["verdict"], &lines[1]["kind"]), (&json!("decline"), &json!("ignore")));
    assert_eq!([2, 21].map(|n| ui.status_of(&format!("Person {n}"))), [Status::Pending; 2], "kept");
    ui.assert_replays();
    ui.keys("u").assert_shows("Undone: declined 21 requests").assert_shows("23 requests wait").assert_replays();
    assert_eq!(ui.app.screens().current_id(), ScreenId::Inbox, "no single card is shown");
    ui.keys("U").assert_shows("Redone: declined 21 requests").assert_shows("decided 21").assert_replays();
    let mut later = ui.restart();
    later.keys("u").assert_shows("decided 0").assert_shows("23 requests wait").assert_replays();
}

#[test]
fn what_was_typed_on_a_card_goes_with_the_decision_and_comes_back() {
    let mut ui = pile_of(2);
    ui.keys("gtemy own words<enter>gi<home>jvD<enter>").assert_shows("Declined 2 requests");
    assert_eq!(ui.lines()[1]["note"], "my own words");
    ui.keys("ugt").assert_card(1, 2).assert_shows("my own words").assert_replays();
}

#[test]
fn one_who_is_kept_stays_for_their_card() {
    let mut ui = pile_of(3);
    ui.keys(" D").assert_says("1 person you kept stays for their card.");
}

#[test]
fn rows_lead_over_the_edge_of_a_page() {
    let mut ui = pile_of(12);
    ui.keys("jjjjjjjjjj").assert_shows("page 2 of 2").assert_shows("Person 12");
    ui.keys("k").assert_shows("page 1 of 2");
    ui.keys("<end>").assert_shows("page 2 of 2");
    ui.keys("<home>").assert_shows("page 1 of 2");
    ui.keys("<enter>").assert_shows("Person 1");
    ui.keys("<esc>").assert_shows("page 1 of 2");
    ui.keys("<esc>").assert_shows("12 requests wait").assert_replays();
}

#[test]
fn known_people_and_personal_notes_have_cards_of_their_own() {
    let mut ui = UiTest::new();
    for (row, why) in [
        ("<home>", "Select a pile first"),
        ("<home>j", "Known before: each has a card of its own"),
        ("<home>jj", "Personal note: each has a card of its own"),
    ] {
        ui.keys(&format!("{row}v")).assert_shows(why);
        assert_eq!(ui.app.screens().current_id(), ScreenId::Inbox);
    }
    ui.keys("<home>jjjv").assert_shows("page 1 of 1");
    assert_eq!(ui.app.screens().current_id(), ScreenId::Pile);
}

#[test]
fn a_batch_that_cannot_be_written_is_tried_again_whole() {
    let mut ui = pile_of(3);
    let journal = ui.dir().join(invite_triage::store::JOURNAL);
    std::fs::rename(&journal, ui.dir().join("aside")).expect("moved");
    std::fs::create_dir(&journal).expect("made");
    ui.keys("D<enter>").assert_shows("NOT SAVED").assert_shows("page 1 of 1");
    std::fs::remove_dir(&journal).expect("removed");
    std::fs::rename(ui.dir().join("aside"), &journal).expect("moved");
    ui.keys("r").assert_shows("Declined 3 requests").assert_hides("NOT SAVED").assert_replays();
    assert!(ui.app.model().failed_write.is_none());
    assert_eq!(ui.line_count(), 1 + 3);
}
