//! Undo and redo: entries that retract entries, also after a restart.

use invite_triage::app::ids::ScreenId;
use invite_triage::domain::decision::ledger::Status;
use invite_triage::domain::evidence::network::Network;
use serde_json::json;

use crate::common::{UiTest, imported, request, six_people};

#[test]
fn undo_brings_the_card_back_with_its_answers() {
    let mut ui = UiTest::in_triage();
    ui.keys("nyme<enter>d<tab>not now<enter>").assert_shows("decided 1");
    ui.keys("u");
    picture!(ui, "undone");
    let line = ui.last_line();
    assert_eq!((&line["event"], &line["entry"]), (&json!("retracted"), &json!("00000000-0000-7000-8000-000000000002")));
    assert_eq!(ui.status_of("Fay Hale"), Status::Pending);
    ui.assert_shows("Undone: declined Fay Hale").assert_shows("decided 0").assert_replays();
    ui.keys("d").assert_shows("not now");
}

#[test]
fn undo_and_redo_many_levels() {
    let mut ui = UiTest::in_triage();
    ui.keys("d<enter>ynya<enter>f<enter>").assert_shows("decided 3");
    let done = ui.app.model().ledger.status_counts();
    ui.keys("uuu").assert_shows("decided 0").assert_shows("Undone: declined Fay Hale").assert_replays();
    assert_eq!(ui.app.model().ledger.status_counts().pending, 6);
    ui.keys("U<ctrl-r>U").assert_shows("decided 3").assert_shows("Redone: following up with Eve Gee").assert_replays();
    assert_eq!(ui.app.model().ledger.status_counts(), done);
    assert_eq!(ui.line_count(), 1 + 3 + 3 + 3, "nothing is ever removed");
    let line = ui.last_line();
    assert_eq!(line["again"], "00000000-0000-7000-8000-000000000004");
    assert_eq!(line["event"], "decided");
    ui.keys("U").assert_shows("Nothing to redo");
    ui.keys("uu").assert_shows("decided 1").assert_replays();
}

#[test]
fn a_new_decision_leaves_nothing_to_redo() {
    let mut ui = UiTest::in_triage();
    ui.keys("d<enter>uynya<enter>U").assert_shows("Nothing to redo");
    assert_eq!(ui.status_of("Fay Hale"), Status::Accepted);
    ui.assert_replays();
}

#[test]
fn undo_and_redo_after_a_restart() {
    let mut ui = UiTest::in_triage();
    ui.keys("d<enter>ynya<enter>u").assert_replays();
    let mut second = ui.restart();
    second.assert_shows("decided 1").assert_replays();
    second.keys("U").assert_shows("decided 2").assert_shows("Redone: accepted Ann Bee").assert_replays();
    second.keys("uu").assert_shows("decided 0").assert_replays();
    let mut third = second.restart();
    third.assert_shows("decided 0").assert_shows("6 requests wait");
    third.keys("UU").assert_shows("decided 2").assert_replays();
    assert_eq!(third.status_of("Fay Hale"), Status::Declined);
    assert_eq!(third.status_of("Ann Bee"), Status::Accepted);
}

#[test]
fn a_card_that_comes_back_after_a_restart_has_its_pile() {
    let mut ui = UiTest::in_triage();
    ui.keys("d<enter>");
    let mut second = ui.restart();
    second
        .keys("u")
        .assert_shows("Undone: declined Fay Hale")
        .assert_shows("known before · asked 3 months ago")
        .assert_replays();
}

#[test]
fn undo_when_all_is_done() {
    let mut ui = UiTest::with_requests(six_people().into_iter().take(2).collect());
    ui.keys("d<enter>d<enter>").assert_shows("All done.").assert_shows("Changed your mind? u undoes the last.");
    ui.keys("u").assert_shows("Undone: declined Cy Dee").assert_card(2, 2).assert_replays();
    ui.keys("U").assert_shows("All done.").assert_replays();
    ui.keys("uuu").assert_shows("Nothing to undo").assert_shows("2 wait").assert_replays();
}

#[test]
fn undo_on_the_opening_screen_goes_to_the_card() {
    let mut ui = UiTest::in_triage();
    ui.keys("d<enter><esc>").assert_shows("5 requests wait");
    ui.keys("u").assert_shows("Undone: declined Fay Hale").assert_replays();
    assert_eq!(ui.app.screens().current_id(), ScreenId::Triage);
    ui.assert_shows("Are you still mending clocks?");
}

#[test]
fn one_undo_too_many_leaves_the_import() {
    let mut ui = UiTest::new();
    ui.keys("u").assert_shows("Nothing to undo").assert_shows("6 requests wait").assert_replays();
    assert_eq!(ui.line_count(), 1, "nothing was written");
}

#[test]
fn with_nothing_done_there_is_nothing_to_undo() {
    let mut ui = UiTest::with_data(Network::default(), Vec::new());
    ui.keys("u").assert_shows("Nothing to undo");
    ui.keys("U").assert_shows("Nothing to redo");
    assert!(ui.lines().is_empty());
    ui.assert_replays();
}

#[test]
fn two_requests_of_one_person_are_one_card() {
    let (old, new) =
        (request("Ann Bee", "ann-bee", "2025-01-01", ""), request("Ann Bee", "ann-bee", "2026-01-01", "Hello"));
    let ids = [old.id.clone(), new.id.clone()];
    let mut ui = UiTest::with_requests(vec![old, new]);
    ui.assert_shows("Also asked on 1 Jan 2025; you didn't decide").assert_shows("Hello");
    ui.keys("d<tab>too early<enter>").assert_shows("All done.").assert_replays();
    assert_eq!(ui.line_count(), 2, "one decision answers both");
    assert_eq!(ui.last_line()["invitation"], ids[1].as_str());
    let ledger = &ui.app.model().ledger;
    assert_eq!(ids.each_ref().map(|id| ledger.status(id)), [Status::Declined; 2]);
    assert_eq!(ledger.status_counts().total(), 1, "counted once");
    ui.keys("u").assert_shows("Hello").assert_replays();
    assert_eq!(ids.each_ref().map(|id| ui.app.model().ledger.status(id)), [Status::Pending; 2]);
}

#[test]
fn who_asks_again_after_a_decision_has_a_card_of_their_own() {
    let (old, new) =
        (request("Ann Bee", "ann-bee", "2025-01-01", ""), request("Ann Bee", "ann-bee", "2026-01-01", "Hello"));
    let ids = [old.id.clone(), new.id.clone()];
    let mut ui = UiTest::with_requests(vec![old]);
    ui.keys("d<enter>").append(imported(vec![new]));
    let mut ui = ui.restart();
    ui.keys("gt").assert_shows("you declined on 2 Mar 2026").assert_replays();
    assert_eq!(ids.map(|id| ui.app.model().ledger.status(&id)), [Status::Declined, Status::Pending]);
}

#[test]
fn undo_right_after_taking_back_an_old_decision_brings_that_one_back() {
    let mut ui = UiTest::in_triage();
    ui.keys("d<enter>ynya<enter>f<enter>");
    ui.keys("gh<end>x").assert_shows("Undone: declined Fay Hale").assert_shows("decided 2");
    ui.keys("u").assert_shows("Redone: declined Fay Hale").assert_shows("decided 3").assert_replays();
    // Bringing it back was an action of its own, so the next undo takes it back once more, then the one before.
    ui.keys("uu").assert_shows("decided 1").assert_replays();
    assert_eq!((ui.status_of("Fay Hale"), ui.status_of("Ann Bee")), (Status::Pending, Status::Accepted));
}
