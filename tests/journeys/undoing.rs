//! Undo and redo: lines that take back lines, also after a restart.

use invite_triage::app::ids::ScreenId;
use invite_triage::domain::decision::ledger::Status;
use invite_triage::domain::evidence::network::Network;
use serde_json::json;

use crate::common::{Journey, asks, cast};

#[test]
fn undo_brings_the_card_back_with_its_answers() {
    let mut journey = Journey::at_cards();
    journey.keys("nyme<enter>d<tab>not now<enter>").shows("decided 1");
    journey.keys("u");
    picture!(journey, "undone");
    let line = journey.last_line();
    assert_eq!((&line["event"], &line["entry"]), (&json!("retracted"), &json!("00000000-0000-7000-8000-000000000002")));
    assert_eq!(journey.standing("Fay Hale"), Status::Pending);
    journey.shows("Undone: declined Fay Hale").shows("decided 0").holds();
    journey.keys("d").shows("not now");
}

#[test]
fn undo_and_redo_many_levels() {
    let mut journey = Journey::at_cards();
    journey.keys("d<enter>ynya<enter>f<enter>").shows("decided 3");
    let done = journey.app.model().ledger.status_counts();
    journey.keys("uuu").shows("decided 0").shows("Undone: declined Fay Hale").holds();
    assert_eq!(journey.app.model().ledger.status_counts().pending, 6);
    journey.keys("U<ctrl-r>U").shows("decided 3").shows("Done again: put off Eve Gee").holds();
    assert_eq!(journey.app.model().ledger.status_counts(), done);
    assert_eq!(journey.count(), 1 + 3 + 3 + 3, "nothing is ever removed");
    let line = journey.last_line();
    assert_eq!(line["again"], "00000000-0000-7000-8000-000000000004");
    assert_eq!(line["event"], "decided");
    journey.keys("U").shows("There is nothing to redo");
    journey.keys("uu").shows("decided 1").holds();
}

#[test]
fn a_new_decision_leaves_nothing_to_redo() {
    let mut journey = Journey::at_cards();
    journey.keys("d<enter>uynya<enter>U").shows("There is nothing to redo");
    assert_eq!(journey.standing("Fay Hale"), Status::Accepted);
    journey.holds();
}

#[test]
fn undo_and_redo_after_a_restart() {
    let mut journey = Journey::at_cards();
    journey.keys("d<enter>ynya<enter>u").holds();
    let mut second = journey.restarted();
    second.shows("decided 1").holds();
    second.keys("U").shows("decided 2").shows("Done again: accepted Ann Bee").holds();
    second.keys("uu").shows("decided 0").holds();
    let mut third = second.restarted();
    third.shows("decided 0").shows("6 requests wait.");
    third.keys("UU").shows("decided 2").holds();
    assert_eq!(third.standing("Fay Hale"), Status::Declined);
    assert_eq!(third.standing("Ann Bee"), Status::Accepted);
}

#[test]
fn a_card_that_comes_back_after_a_restart_has_its_pile() {
    let mut journey = Journey::at_cards();
    journey.keys("d<enter>");
    let mut second = journey.restarted();
    second.keys("u").shows("Undone: declined Fay Hale").shows("known before · 3 months ago").holds();
}

#[test]
fn undo_when_all_is_done() {
    let mut journey = Journey::among(cast().into_iter().take(2).collect());
    journey.keys("d<enter>d<enter>").shows("All done.").shows("A slip? u takes back what was done last.");
    journey.keys("u").shows("Undone: declined Cy Dee").shows("card 2 of 2").holds();
    journey.keys("U").shows("All done.").holds();
    journey.keys("uuu").shows("There is nothing to undo").shows("2 wait").holds();
}

#[test]
fn undo_on_the_opening_screen_goes_to_the_card() {
    let mut journey = Journey::at_cards();
    journey.keys("d<enter><esc>").shows("5 requests wait.");
    journey.keys("u").shows("Undone: declined Fay Hale").holds();
    assert_eq!(journey.app.screens().at(), ScreenId::Triage);
    journey.shows("Are you still mending clocks?");
}

#[test]
fn one_undo_too_many_leaves_the_import() {
    let mut journey = Journey::begin();
    journey.keys("u").shows("There is nothing to undo").shows("6 requests wait.").holds();
    assert_eq!(journey.count(), 1, "nothing was written");
}

#[test]
fn with_nothing_done_there_is_nothing_to_undo() {
    let mut journey = Journey::over(Network::default(), Vec::new());
    journey.keys("u").shows("There is nothing to undo");
    journey.keys("U").shows("There is nothing to redo");
    assert!(journey.lines().is_empty());
    journey.holds();
}

#[test]
fn two_requests_of_one_person_are_two_cards() {
    let (old, new) = (asks("Ann Bee", "ann-bee", "2025-01-01", ""), asks("Ann Bee", "ann-bee", "2026-01-01", "Hello"));
    let mut journey = Journey::among(vec![old, new]);
    journey.shows("Asked before, on 1 Jan 2025; nothing was decided");
    journey.keys("ld<tab>too early<enter>");
    journey.shows("Asked before, on 1 Jan 2025; you declined on 2 Mar 2026: too early").holds();
    journey.keys("d<enter>uu").shows("decided 0").hides("too early").holds();
}
