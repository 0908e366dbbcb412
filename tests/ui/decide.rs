//! Decisions, each from the first key to the line on disk.

use invite_triage::domain::decision::ledger::Status;
use serde_json::json;

use crate::common::{UiTest, imported, known_people, six_people, time};

#[test]
fn a_considered_accept() {
    let mut ui = UiTest::in_triage();
    ui.keys("yny");
    picture!(ui, "answered");
    ui.keys("a");
    picture!(ui, "accept_form");
    assert_eq!(ui.line_count(), 1, "nothing is done before Enter");
    ui.keys("<enter>");
    picture!(ui, "accepted");
    let mut line = ui.last_line();
    let evidence = line.as_object_mut().and_then(|fields| fields.remove("evidence")).expect("evidence");
    assert_eq!(evidence[0]["kind"], "messages");
    assert_eq!(evidence[0]["file"], "messages.csv:12");
    let checklist = line.as_object_mut().and_then(|fields| fields.remove("checklist"));
    assert!(checklist.is_some_and(|version| version.as_str().is_some_and(|text| !text.is_empty())));
    assert_eq!(
        line,
        json!({
            "id": "00000000-0000-7000-8000-000000000002",
            "event": "decided",
            "invitation": "fay-hale@2025-11-03T12:00:00Z",
            "person": "fay-hale",
            "name": "Fay Hale",
            "verdict": "accept",
            "answers": { "met": "yes", "context": "no", "value": "yes" },
            "questions": {
                "met": "Have we met?",
                "context": "Is there a context?",
                "value": "Good for both of us?",
            },
            "rhythm": "6m",
            "gift": "hello",
        })
    );
    assert_eq!(ui.lines()[1]["n"], 2);
    // Six keys, ten seconds each.
    assert_eq!(ui.lines()[1]["at"], "2026-03-02T09:01:00Z");
    assert_eq!(ui.status_of("Fay Hale"), Status::Accepted);
    ui.assert_shows("decided 1").assert_shows("Accepted Fay Hale").assert_replays();
}

#[test]
fn the_same_keys_in_one_piece() {
    let (mut slow, mut fast) = (UiTest::in_triage(), UiTest::in_triage());
    slow.keys("ynya<enter>d<enter>mmmf<enter>");
    fast.keys_at_once("ynya<enter>d<enter>mmmf<enter>");
    assert_eq!(slow.screen_text(), fast.screen_text());
    assert_eq!(fast.line_count(), 4);
    fast.assert_replays();
}

#[test]
fn everything_about_an_accept_can_be_said() {
    let mut ui = UiTest::in_triage();
    ui.keys("ynma");
    ui.keys("at the fair<down>mends clocks<tab><right><tab><left><enter>");
    let line = ui.last_line();
    assert_eq!(line["how_met"], "at the fair");
    assert_eq!(line["remember"], "mends clocks");
    assert_eq!(line["rhythm"], "1y");
    assert_eq!(line["gift"], "nothing");
    assert_eq!(line["answers"]["value"], "unsure");
    ui.assert_replays();
}

#[test]
fn an_accept_without_answers_is_refused_at_the_open_question() {
    let mut ui = UiTest::in_triage();
    ui.keys("a");
    picture!(ui, "accept_refused");
    ui.assert_shows("Answer all three first: Have we met?");
    assert_eq!(ui.session().focus, 0);
    ui.keys("y2ya");
    ui.assert_shows("Answer all three first: Good for both of us?");
    assert_eq!(ui.session().focus, 2);
    assert_eq!(ui.line_count(), 1);
    ui.keys("na<enter>").assert_shows("decided 1").assert_replays();
}

#[test]
fn an_accept_without_a_yes_asks_for_a_reason() {
    let mut ui = UiTest::in_triage();
    ui.keys("nnna");
    picture!(ui, "reason_form");
    ui.keys("<enter>");
    ui.assert_shows("No answer was yes, so one line, please. Esc goes back");
    assert_eq!(ui.line_count(), 1);
    ui.keys("an old friend of Ann<enter>").assert_shows("How we met");
    ui.keys("<enter>");
    assert_eq!(ui.last_line()["reason"], "an old friend of Ann");
    assert_eq!(ui.last_line()["verdict"], "accept");
    ui.assert_replays();
}

#[test]
fn the_reason_can_be_switched_off() {
    let mut ui = UiTest::new().with_config("[accept]\nneeds_yes_or_reason = false\n");
    ui.keys("<enter>nnna<enter>");
    assert_eq!(ui.last_line()["verdict"], "accept");
    assert_eq!(ui.last_line().get("reason"), None);
    ui.assert_replays();
}

#[test]
fn a_cold_decline_is_two_keys() {
    let mut ui = UiTest::in_triage();
    ui.keys("d");
    picture!(ui, "decline_form");
    ui.keys("<enter>");
    let line = ui.last_line();
    assert_eq!((&line["verdict"], &line["kind"]), (&json!("decline"), &json!("ignore")));
    assert_eq!(line["answers"], json!({}));
    assert_eq!(line.get("reason"), None);
    ui.assert_shows("Declined Fay Hale").assert_card(2, 6).assert_replays();
}

#[test]
fn a_decline_with_kind_and_reason() {
    let mut ui = UiTest::in_triage();
    ui.keys("nnnd<down><down><down>sells lists<enter>");
    let line = ui.last_line();
    assert_eq!((&line["kind"], &line["reason"]), (&json!("spam"), &json!("sells lists")));
    assert_eq!(line["answers"], json!({ "met": "no", "context": "no", "value": "no" }));
    let mut other = UiTest::in_triage();
    other.keys("d<right><enter>");
    assert_eq!(other.last_line()["kind"], "dont_know");
    ui.assert_replays();
    other.assert_replays();
}

#[test]
fn esc_leaves_a_form_and_nothing_is_done() {
    let mut ui = UiTest::in_triage();
    ui.keys("d<tab>not sure why<esc>").assert_shows("Fay Hale").assert_hides("Decline Fay Hale");
    assert_eq!(ui.line_count(), 1);
    ui.keys("d").assert_shows("not sure why");
    ui.keys("<esc>f<esc>ynya<esc>").assert_replays();
    assert_eq!(ui.line_count(), 1);
}

#[test]
fn a_follow_up_comes_back_in_a_week() {
    let mut ui = UiTest::in_triage();
    ui.keys("f");
    picture!(ui, "follow_up_form");
    ui.keys("<enter>");
    let line = ui.last_line();
    assert_eq!((&line["verdict"], &line["due"]), (&json!("follow_up"), &json!("2026-03-09")));
    assert_eq!(line["way"], "ask");
    assert!(line["question"].as_str().is_some_and(|text| text.starts_with("Hello Fay, ") && text.ends_with("\n\nPat")));
    ui.assert_shows("Following up with Fay Hale on Mon 9 Mar").assert_replays();
}

#[test]
fn a_follow_up_with_another_date() {
    let mut ui = UiTest::in_triage();
    ui.keys("f<right><tab><ctrl-u>2w").assert_shows("Mon 16 Mar (in 2 weeks)");
    ui.keys("<enter>");
    let line = ui.last_line();
    assert_eq!((&line["due"], &line["way"]), (&json!("2026-03-16"), &json!("wait")));
    assert_eq!(line.get("question"), None, "who only waits asks nothing");
    assert_eq!(ui.status_of("Fay Hale"), Status::FollowUp(time("2026-03-16T00:00:00Z").date_naive()));
    ui.assert_replays();
}

#[test]
fn a_date_that_is_no_date_is_asked_for_again() {
    let mut ui = UiTest::in_triage();
    ui.keys("f<tab><ctrl-u>soon<enter>");
    picture!(ui, "no_date");
    ui.assert_shows("I don't understand “soon”. Try 3d, 2w, monday, 12 jan");
    assert_eq!(ui.line_count(), 1);
    ui.keys("<ctrl-u>2026-03-02<enter>").assert_shows("2 Mar 2026 is not in the future");
    ui.keys("<ctrl-u>tomorrow<enter>");
    assert_eq!(ui.last_line()["due"], "2026-03-03");
    ui.assert_replays();
}

#[test]
fn a_skipped_card_comes_back_last() {
    let mut ui = UiTest::in_triage();
    ui.keys("s");
    ui.assert_shows("Skipped. The card comes back at the end.").assert_shows("Ann Bee");
    ui.keys("d<enter>d<enter>d<enter>d<enter>d<enter>").assert_shows("Fay Hale").assert_card(6, 6);
    assert_eq!(ui.line_count(), 6);
    ui.assert_replays();
}

#[test]
fn looking_back_and_forward_changes_nothing() {
    let mut ui = UiTest::in_triage();
    ui.keys("d<enter>y");
    let before = ui.lines();
    ui.keys("h");
    picture!(ui, "looked_back");
    ui.assert_shows("Declined on 2 Mar 2026 · to do.");
    ui.keys("h").assert_shows("This is the first card");
    ui.keys("lllll<right>").assert_shows("This is the last card");
    ui.keys("<left>hhh").assert_shows("Ann Bee");
    assert_eq!(ui.lines(), before);
    assert_eq!(ui.session().focus, 1, "the answer that was given is still there");
    ui.assert_replays();
}

#[test]
fn deciding_again_keeps_both_lines() {
    let mut ui = UiTest::in_triage();
    ui.keys("d<enter>hynya<enter>");
    assert_eq!(ui.line_count(), 3);
    assert_eq!(ui.status_of("Fay Hale"), Status::Accepted);
    ui.assert_shows("Ann Bee").assert_shows("decided 2").assert_replays();
    ui.keys("u");
    assert_eq!(ui.status_of("Fay Hale"), Status::Declined);
    ui.assert_replays();
}

#[test]
fn after_the_last_card_everything_is_done() {
    let mut ui = UiTest::in_triage();
    ui.keys("d<enter>d<enter>d<enter>d<enter>d<enter>f<enter>");
    picture!(ui, "all_done");
    let tally = ui.app.model().ledger.status_counts();
    assert_eq!(tally.declined, 5);
    assert_eq!(tally.follow_up, 1);
    ui.keys("<enter>").assert_shows("Nothing waits").assert_replays();
}

#[test]
fn who_is_followed_up_comes_back_first() {
    let mut ui = UiTest::with_data(known_people(), vec![imported(six_people())]);
    ui.keys("<enter>llld<enter>hhf<enter>").assert_replays();
    let due = ui.last_line()["name"].as_str().expect("a name").to_owned();
    let mut early = ui.days_later(6);
    early.assert_hides("due to come back");
    early.keys("<enter>").assert_hides(&due);
    let mut later = early.days_later(1);
    picture!(later, "due");
    later.assert_shows("5 requests wait").assert_row("due to come back", " 1");
    later.keys("<enter>").assert_shows(&due).assert_shows("You asked on 2 Mar 2026. No answer? t asks again, b parks.");
    later.assert_shows("You asked\n    Hello Eve");
    later.keys("d<enter>");
    assert_eq!(later.status_of(&due), Status::Declined);
    later.assert_replays();
}

#[test]
fn days_can_be_chosen_and_months_are_counted() {
    let mut ui = UiTest::in_triage();
    ui.keys("f<tab>").assert_shows("(in 7 days)").assert_shows("Ctrl-n other days");
    ui.keys("<ctrl-n>").assert_shows("tomorrow").assert_shows("(tomorrow)");
    ui.keys("<ctrl-p>").assert_shows("in 6 months").assert_shows("(in 6 months)");
    ui.keys("<ctrl-u>end of month<enter>").assert_hides("I don't understand");
    let mut ui = UiTest::in_triage();
    ui.keys("f<tab><ctrl-u>12/1/2027").assert_shows("can mean 12 Jan 2027 or 1 Dec 2027");
    ui.keys("<tab>").assert_hides("other days");
    ui.keys("<ctrl-n>").assert_shows("There is nothing to choose from here");
}
