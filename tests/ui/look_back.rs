//! Looking back at decisions half a year old, and the figures over them.

use invite_triage::app::action::Action;
use invite_triage::app::ids::{Context, ScreenId};

use crate::common::UiTest;

/// Returns the program half a year after the first request was accepted.
fn half_a_year_later() -> UiTest {
    let mut ui = UiTest::in_triage();
    ui.keys("yyya<enter>");
    ui.days_later(190)
}

#[test]
fn a_decision_comes_up_half_a_year_later() {
    let mut ui = half_a_year_later();
    ui.keys("gd").assert_says("1 decision half a year old: was it right?");
    ui.keys("gb").assert_says("Accepted on 2 Mar 2026").assert_says("Was it right?");
    assert_eq!(ui.app.screens().current_id(), ScreenId::LookBack);
    ui.keys("y<space>").assert_says("Since then");
    ui.keys("<esc>eAsk sooner<enter>").assert_says("Ask sooner");
    ui.keys("a");
    let line = ui.last_line();
    assert_eq!((&line["event"], &line["right"], &line["seen"]), (&"judged".into(), &"yes".into(), &false.into()));
    assert_eq!(line["learnt"], "Ask sooner");
    ui.assert_says("That's it for this week.");
    ui.keys("gd").assert_hides("was it right?");
    ui.keys("u").keys("gb").assert_says("Ask sooner");
    ui.assert_replays();
}

#[test]
fn its_keys_and_what_the_answer_leans_towards_are_shown_whole() {
    let mut ui = half_a_year_later();
    ui.keys("gb").assert_shows("Space result  a stands  d reopen  f later  e learn");
    ui.keys("y").assert_shows("Leaning towards letting it stand");
    let mut ui = UiTest::in_triage().with_size(60, 20);
    ui.keys("ymm").assert_shows("Leaning towards asking first");
}

#[test]
fn an_answer_after_a_look_counts_as_seen_and_none_as_looked_at() {
    let mut ui = half_a_year_later();
    ui.keys("gb<space><esc>ma");
    assert_eq!((&ui.last_line()["right"], &ui.last_line()["seen"]), (&"unsure".into(), &true.into()));
    ui.keys("u").keys("gb");
    let mut ui = half_a_year_later();
    ui.keys("gba");
    assert_eq!((ui.last_line().get("right"), ui.last_line().get("seen")), (None, None));
}

#[test]
fn a_changed_mind_decides_anew_in_one_batch() {
    let mut ui = half_a_year_later();
    let before = ui.line_count();
    ui.keys("gbd").assert_says("You changed your mind about");
    let lines = ui.lines();
    let [judged, reopened] = &lines[before..] else { panic!("{lines:?}") };
    assert_eq!((&judged["right"], &reopened["event"]), (&"no".into(), &"reopened".into()));
    assert_eq!(judged["batch"], reopened["batch"]);
    let name = judged["name"].as_str().expect("a name").to_owned();
    assert_eq!(ui.status_of(&name), invite_triage::domain::decision::ledger::Status::Pending);
    ui.keys("u");
    assert_eq!(ui.status_of(&name), invite_triage::domain::decision::ledger::Status::Accepted);
    ui.assert_replays();
}

#[test]
fn asking_again_comes_back_on_its_day() {
    let mut ui = half_a_year_later();
    ui.keys("gbf<enter>");
    assert!(ui.last_line().get("right").is_none() && ui.last_line()["due"].is_string());
    ui.keys("gd").assert_hides("was it right?");
    let mut ui = ui.days_later(190);
    ui.keys("gd").assert_says("was it right?");
}

#[test]
fn no_key_of_the_deck_does_nothing() {
    let keymap = half_a_year_later().app.keymap().clone();
    let rows = keymap.bindings_in(Context::Screen(ScreenId::LookBack)).filter(|row| row.action != Action::Open);
    let mut ui = half_a_year_later();
    for key in rows.flat_map(|row| &row.keys) {
        if ui.exit_reason.is_some() || ui.app.context() != Context::Screen(ScreenId::LookBack) {
            ui = half_a_year_later();
            ui.keys("gb");
        }
        ui.keys(&format!("<{key}>")).assert_hides("does nothing here");
    }
}

#[test]
fn insights_move_by_part_and_period_and_open_people() {
    let mut ui = half_a_year_later();
    ui.keys("gs").assert_says("Requests by month").assert_says("[all]");
    ui.keys("h").assert_says("[year]");
    ui.keys("hh").assert_says("[month]").assert_says("Requests by week");
    ui.keys("lll").assert_says("[all]");
    // The first part is the month of the oldest request.
    ui.keys("<home><enter>");
    assert_eq!(ui.app.screens().current_id(), ScreenId::People);
    ui.assert_says("Requests by month: Nov 2025").assert_says("Fay Hale");
    ui.keys("<esc>").assert_says("you accepted, by name");
    for size in [(80, 24), (60, 20), (120, 40), (160, 50)] {
        let mut ui = half_a_year_later().with_size(size.0, size.1);
        ui.keys("gs");
        for _ in 0..30 {
            ui.keys("j");
        }
        ui.assert_says("Decisions by month");
    }
}
