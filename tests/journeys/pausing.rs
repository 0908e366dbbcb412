//! The end of a portion, and the pause after quick accepts.

use invite_triage::app::ids::ScreenId;
use invite_triage::app::overlay::Overlay;
use invite_triage::domain::decision::ledger::Status;

use crate::common::{Journey, crowd};

/// Twelve people, three of them a portion.
fn by_threes() -> Journey {
    let mut journey = Journey::among(crowd(12)).configured("portion = 3\n");
    journey.keys("<enter>");
    journey
}

#[test]
fn ten_decisions_are_a_portion() {
    let mut journey = Journey::among(crowd(12));
    journey.keys(&"d<enter>".repeat(9)).shows("9 of 10 in this portion");
    journey.keys("d<enter>");
    picture!(journey, "portion");
    journey.shows("10 done, 2 wait.").holds();
}

#[test]
fn enter_goes_on_after_a_portion() {
    let mut journey = by_threes();
    journey.keys("d<enter>d<enter>d<enter>").shows("A portion is done");
    journey.keys("<enter>").hides("A portion is done").shows("Person 4").shows("0 of 3 in this portion");
    journey.keys("d<enter>d<enter>d<enter>").shows("A portion is done").holds();
}

#[test]
fn esc_stops_after_a_portion() {
    let mut journey = by_threes();
    journey.keys("d<enter>d<enter>d<enter><esc>");
    assert_eq!(journey.app.screens().at(), ScreenId::Inbox);
    journey.shows("9 requests wait.").shows("decided 3").holds();
}

#[test]
fn a_key_of_the_card_passes_through_the_end_of_a_portion() {
    let mut journey = by_threes();
    journey.keys("d<enter>d<enter>d<enter>").shows("A portion is done");
    journey.keys("y").hides("A portion is done").shows("Person 4");
    assert_eq!(journey.session().focus, 1, "the answer was heard");
    journey.keys("nya<enter>").shows("decided 4").holds();
    assert_eq!(journey.standing("Person 4"), Status::Accepted);
}

#[test]
fn the_last_decision_of_a_portion_can_be_undone() {
    let mut journey = by_threes();
    journey.keys("d<enter>d<enter>d<enter>u").hides("A portion is done").shows("Person 3").shows("decided 2").holds();
}

#[test]
fn no_portion_ends_where_nothing_is_left() {
    let mut journey = Journey::among(crowd(3)).configured("portion = 3\n");
    journey.keys("<enter>d<enter>d<enter>d<enter>").shows("All done.").hides("A portion is done").holds();
}

#[test]
fn five_quick_accepts_make_a_pause() {
    let mut journey = Journey::among(crowd(12));
    journey.pace = 0;
    journey.keys(&"yyya<enter>".repeat(4)).hides("A moment");
    journey.keys("yyya<enter>");
    picture!(journey, "guard");
    for n in 1..=5 {
        journey.shows(&format!("Person {n}"));
    }
    assert_eq!(journey.app.model().ledger.status_counts().accepted, 5, "all of them are on disk");
    journey.keys("y").shows("A moment"); // only a thought goes on from here
    journey.keys("<enter>").hides("A moment").shows("Person 6").holds();
    journey.keys(&"yyya<enter>".repeat(4)).hides("A moment");
    journey.keys("<enter>");
}

#[test]
fn the_pause_can_take_back_the_last_one_or_stop() {
    let mut journey = Journey::among(crowd(12));
    journey.pace = 0;
    journey.keys(&"yyya<enter>".repeat(5)).shows("A moment");
    journey.keys("u").hides("A moment").shows("Undone: accepted Person 5").shows("decided 4").holds();
    let mut journey = Journey::among(crowd(12));
    journey.pace = 0;
    journey.keys(&"yyya<enter>".repeat(5)).keys("<esc>");
    assert_eq!(journey.app.screens().at(), ScreenId::Inbox);
    journey.holds();
}

#[test]
fn slow_accepts_and_declines_between_make_no_pause() {
    let mut slow = Journey::among(crowd(12));
    slow.pace = 2;
    slow.keys(&"yyya<enter>".repeat(8)).hides("A moment").holds();
    let mut mixed = Journey::among(crowd(12));
    mixed.pace = 0;
    mixed.keys(&"yyya<enter>".repeat(4)).keys("d<enter>").keys(&"yyya<enter>".repeat(4)).hides("A moment").holds();
}

#[test]
fn pause_and_portion_one_after_the_other() {
    let mut journey = Journey::among(crowd(12)).configured("portion = 5\n");
    journey.pace = 0;
    journey.keys("<enter>").keys(&"yyya<enter>".repeat(5)).shows("A moment");
    journey.keys("<enter>").shows("A portion is done");
    assert!(matches!(journey.app.overlay(), Some(Overlay::Pause(_))));
    journey.keys("<enter>").shows("Person 6").holds();
}

#[test]
fn who_set_a_limit_is_told_of_it() {
    let mut journey = Journey::among(crowd(12)).configured("[accept]\nceiling = 2\n");
    journey.keys("<enter>yyya<enter>").hides("you set yourself");
    journey.keys("yyya<enter>").shows("that is the 2 you set yourself for one sitting").holds();
}

#[test]
fn a_new_start_is_a_new_session() {
    let mut journey = Journey::among(crowd(15));
    journey.keys(&"d<enter>".repeat(10)).shows("A portion is done");
    journey.keys("ghgf<esc><enter>").shows("card 1 of 5 · 0 of 10 in this portion").shows("Person 11").holds();
    journey.keys("d<enter>go").keys("gt").shows("card 2 of 5 · 1 of 10 in this portion").holds();
}
