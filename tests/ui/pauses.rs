//! The end of a portion, and the pause after quick accepts.

use invite_triage::app::ids::ScreenId;
use invite_triage::app::overlay::Overlay;
use invite_triage::domain::decision::ledger::Status;

use crate::common::{UiTest, many_people};

/// Starts with twelve people, three per portion.
fn by_threes() -> UiTest {
    let mut ui = UiTest::with_requests(many_people(12)).with_config("portion = 3\n");
    ui.keys("<enter>");
    ui
}

#[test]
fn ten_decisions_are_a_portion() {
    let mut ui = UiTest::with_requests(many_people(12));
    ui.keys(&"d<enter>".repeat(9)).assert_in_portion(9, 10);
    ui.keys("d<enter>");
    picture!(ui, "portion");
    ui.assert_shows("That's ten. 2 still waiting.").assert_replays();
}

#[test]
fn a_break_says_what_is_still_to_be_done_on_linkedin() {
    let mut ui = by_threes();
    ui.keys("d<enter>yyya<enter>d<enter>").assert_shows("Nothing has happened on LinkedIn yet: 1 click to make, g c.");
}

#[test]
fn enter_goes_on_after_a_portion() {
    let mut ui = by_threes();
    ui.keys("d<enter>d<enter>d<enter>").assert_shows("Time for a break");
    ui.keys("<enter>").assert_hides("Time for a break").assert_shows("Person 4").assert_in_portion(0, 3);
    ui.keys("d<enter>d<enter>d<enter>").assert_shows("Time for a break").assert_replays();
}

#[test]
fn esc_stops_after_a_portion() {
    let mut ui = by_threes();
    ui.keys("d<enter>d<enter>d<enter><esc>");
    assert_eq!(ui.app.screens().current_id(), ScreenId::Inbox);
    ui.assert_shows("9 requests wait").assert_shows("decided 3").assert_replays();
}

#[test]
fn a_key_of_the_card_passes_through_the_end_of_a_portion() {
    let mut ui = by_threes();
    ui.keys("d<enter>d<enter>d<enter>").assert_shows("Time for a break");
    ui.keys("y").assert_hides("Time for a break").assert_shows("Person 4");
    assert_eq!(ui.session().focus, 1, "the answer was heard");
    ui.keys("nya<enter>").assert_shows("decided 4").assert_replays();
    assert_eq!(ui.status_of("Person 4"), Status::Accepted);
}

#[test]
fn the_last_decision_of_a_portion_can_be_undone() {
    let mut ui = by_threes();
    ui.keys("d<enter>d<enter>d<enter>u")
        .assert_hides("Time for a break")
        .assert_shows("Person 3")
        .assert_shows("decided 2")
        .assert_replays();
}

#[test]
fn no_portion_ends_where_nothing_is_left() {
    let mut ui = UiTest::with_requests(many_people(3)).with_config("portion = 3\n");
    ui.keys("<enter>d<enter>d<enter>d<enter>")
        .assert_shows("All done.")
        .assert_hides("Time for a break")
        .assert_replays();
}

#[test]
fn five_quick_accepts_make_a_pause() {
    let mut ui = UiTest::with_requests(many_people(12));
    ui.pace = 0;
    ui.keys(&"yyya<enter>".repeat(4)).assert_hides("A moment");
    ui.keys("yyya<enter>");
    picture!(ui, "guard");
    for n in 1..=5 {
        ui.assert_shows(&format!("Person {n}"));
    }
    assert_eq!(ui.app.model().ledger.status_counts().accepted, 5, "all of them are on disk");
    ui.keys("y").assert_shows("A moment"); // this key does not end the pause
    ui.keys("<enter>").assert_hides("A moment").assert_shows("Person 6").assert_replays();
    ui.keys(&"yyya<enter>".repeat(4)).assert_hides("A moment");
    ui.keys("<enter>");
}

#[test]
fn the_pause_can_take_back_the_last_one_or_stop() {
    let mut ui = UiTest::with_requests(many_people(12));
    ui.pace = 0;
    ui.keys(&"yyya<enter>".repeat(5)).assert_shows("A moment");
    ui.keys("u")
        .assert_hides("A moment")
        .assert_shows("Undone: accepted Person 5")
        .assert_shows("decided 4")
        .assert_replays();
    let mut ui = UiTest::with_requests(many_people(12));
    ui.pace = 0;
    ui.keys(&"yyya<enter>".repeat(5)).keys("<esc>");
    assert_eq!(ui.app.screens().current_id(), ScreenId::Inbox);
    ui.assert_replays();
}

#[test]
fn slow_accepts_and_declines_between_make_no_pause() {
    let mut slow = UiTest::with_requests(many_people(12));
    slow.pace = 2;
    slow.keys(&"yyya<enter>".repeat(8)).assert_hides("A moment").assert_replays();
    let mut mixed = UiTest::with_requests(many_people(12));
    mixed.pace = 0;
    mixed
        .keys(&"yyya<enter>".repeat(4))
        .keys("d<enter>")
        .keys(&"yyya<enter>".repeat(4))
        .assert_hides("A moment")
        .assert_replays();
}

#[test]
fn pause_and_portion_one_after_the_other() {
    let mut ui = UiTest::with_requests(many_people(12)).with_config("portion = 5\n");
    ui.pace = 0;
    ui.keys("<enter>").keys(&"yyya<enter>".repeat(5)).assert_shows("A moment");
    ui.keys("<enter>").assert_shows("Time for a break");
    assert!(matches!(ui.app.overlay(), Some(Overlay::Pause(_))));
    ui.keys("<enter>").assert_shows("Person 6").assert_replays();
}

#[test]
fn who_set_a_limit_is_told_of_it() {
    let mut ui = UiTest::with_requests(many_people(12)).with_config("[accept]\nceiling = 2\n");
    ui.keys("<enter>yyya<enter>").assert_hides("you set yourself");
    ui.keys("yyya<enter>").assert_says("That's the 2 accepts you set yourself for one sitting.").assert_replays();
}

#[test]
fn a_new_start_is_a_new_session() {
    let mut ui = UiTest::with_requests(many_people(15));
    ui.keys(&"d<enter>".repeat(10)).assert_shows("Time for a break");
    ui.keys("ghgf<esc><enter>").assert_card(1, 5).assert_in_portion(0, 5).assert_shows("Person 11").assert_replays();
    ui.keys("d<enter>go").keys("gt").assert_card(2, 5).assert_in_portion(1, 5).assert_replays();
}
