//! Decisions, each from the first key to the line on disk.

use invite_triage::domain::decision::ledger::Status;
use serde_json::json;

use crate::common::{Journey, acquaintances, cast, imported, time};

#[test]
fn a_considered_accept() {
    let mut journey = Journey::at_cards();
    journey.keys("yny");
    picture!(journey, "answered");
    journey.keys("a");
    picture!(journey, "accept_form");
    assert_eq!(journey.count(), 1, "nothing is done before Enter");
    journey.keys("<enter>");
    picture!(journey, "accepted");
    let mut line = journey.last_line();
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
            "rhythm": "6m",
            "gift": "hello",
        })
    );
    assert_eq!(journey.lines()[1]["n"], 2);
    // Six keys, ten seconds each.
    assert_eq!(journey.lines()[1]["at"], "2026-03-02T09:01:00Z");
    assert_eq!(journey.standing("Fay Hale"), Status::Accepted);
    journey.shows("decided 1").shows("Accepted Fay Hale").holds();
}

#[test]
fn the_same_keys_in_one_piece() {
    let (mut slow, mut fast) = (Journey::at_cards(), Journey::at_cards());
    slow.keys("ynya<enter>d<enter>mmmf<enter>");
    fast.keys_at_once("ynya<enter>d<enter>mmmf<enter>");
    assert_eq!(slow.picture(), fast.picture());
    assert_eq!(fast.count(), 4);
    fast.holds();
}

#[test]
fn everything_about_an_accept_can_be_said() {
    let mut journey = Journey::at_cards();
    journey.keys("ynma");
    journey.keys("at the fair<down>mends clocks<tab><right><tab><left><enter>");
    let line = journey.last_line();
    assert_eq!(line["how_met"], "at the fair");
    assert_eq!(line["remember"], "mends clocks");
    assert_eq!(line["rhythm"], "1y");
    assert_eq!(line["gift"], "nothing");
    assert_eq!(line["answers"]["value"], "unsure");
    journey.holds();
}

#[test]
fn an_accept_without_answers_is_refused_at_the_open_question() {
    let mut journey = Journey::at_cards();
    journey.keys("a");
    picture!(journey, "accept_refused");
    journey.shows("An accept needs every answer: Have we met? y, n or m");
    assert_eq!(journey.session().focus, 0);
    journey.keys("y2ya");
    journey.shows("Good for both of us? y, n or m");
    assert_eq!(journey.session().focus, 2);
    assert_eq!(journey.count(), 1);
    journey.keys("na<enter>").shows("decided 1").holds();
}

#[test]
fn an_accept_without_a_yes_asks_for_a_reason() {
    let mut journey = Journey::at_cards();
    journey.keys("nnna");
    picture!(journey, "reason_form");
    journey.keys("<enter>");
    journey.shows("No answer was yes: one line of reason, or Esc");
    assert_eq!(journey.count(), 1);
    journey.keys("an old friend of Ann<enter>").shows("How we met");
    journey.keys("<enter>");
    assert_eq!(journey.last_line()["reason"], "an old friend of Ann");
    assert_eq!(journey.last_line()["verdict"], "accept");
    journey.holds();
}

#[test]
fn the_reason_can_be_switched_off() {
    let mut journey = Journey::begin().configured("[accept]\nneeds_yes_or_reason = false\n");
    journey.keys("<enter>nnna<enter>");
    assert_eq!(journey.last_line()["verdict"], "accept");
    assert_eq!(journey.last_line().get("reason"), None);
    journey.holds();
}

#[test]
fn a_cold_decline_is_two_keys() {
    let mut journey = Journey::at_cards();
    journey.keys("d");
    picture!(journey, "decline_form");
    journey.keys("<enter>");
    let line = journey.last_line();
    assert_eq!((&line["verdict"], &line["kind"]), (&json!("decline"), &json!("ignore")));
    assert_eq!(line["answers"], json!({}));
    assert_eq!(line.get("reason"), None);
    journey.shows("Declined Fay Hale").shows("card 2 of 6").holds();
}

#[test]
fn a_decline_with_kind_and_reason() {
    let mut journey = Journey::at_cards();
    journey.keys("nnnd<down><down><down>sells lists<enter>");
    let line = journey.last_line();
    assert_eq!((&line["kind"], &line["reason"]), (&json!("spam"), &json!("sells lists")));
    assert_eq!(line["answers"], json!({ "met": "no", "context": "no", "value": "no" }));
    let mut other = Journey::at_cards();
    other.keys("d<right><enter>");
    assert_eq!(other.last_line()["kind"], "dont_know");
    journey.holds();
    other.holds();
}

#[test]
fn esc_leaves_a_form_and_nothing_is_done() {
    let mut journey = Journey::at_cards();
    journey.keys("d<tab>not sure why<esc>").shows("Fay Hale").hides("Decline Fay Hale");
    assert_eq!(journey.count(), 1);
    journey.keys("d").shows("not sure why");
    journey.keys("<esc>f<esc>ynya<esc>").holds();
    assert_eq!(journey.count(), 1);
}

#[test]
fn a_follow_up_comes_back_in_a_week() {
    let mut journey = Journey::at_cards();
    journey.keys("f");
    picture!(journey, "follow_up_form");
    journey.keys("<enter>");
    let line = journey.last_line();
    assert_eq!((&line["verdict"], &line["due"]), (&json!("follow_up"), &json!("2026-03-09")));
    assert_eq!(line["way"], "ask");
    assert!(line["question"].as_str().is_some_and(|text| text.starts_with("Hello Fay, ") && text.ends_with("\n\nPat")));
    journey.shows("Put off Fay Hale, back on Mon 9 Mar").holds();
}

#[test]
fn a_follow_up_with_another_date() {
    let mut journey = Journey::at_cards();
    journey.keys("f<right><tab><ctrl-u>2w").shows("Mon 16 Mar (in 2 weeks)");
    journey.keys("<enter>");
    let line = journey.last_line();
    assert_eq!((&line["due"], &line["way"]), (&json!("2026-03-16"), &json!("wait")));
    assert_eq!(line.get("question"), None, "who only waits asks nothing");
    assert_eq!(journey.standing("Fay Hale"), Status::FollowUp(time("2026-03-16T00:00:00Z").date_naive()));
    journey.holds();
}

#[test]
fn a_date_that_is_no_date_is_asked_for_again() {
    let mut journey = Journey::at_cards();
    journey.keys("f<tab><ctrl-u>soon<enter>");
    picture!(journey, "no_date");
    journey.shows("\"soon\" is no day that I know");
    assert_eq!(journey.count(), 1);
    journey.keys("<ctrl-u>2026-03-02<enter>").shows("2 Mar 2026 is not in the future");
    journey.keys("<ctrl-u>tomorrow<enter>");
    assert_eq!(journey.last_line()["due"], "2026-03-03");
    journey.holds();
}

#[test]
fn a_skipped_card_comes_back_last() {
    let mut journey = Journey::at_cards();
    journey.keys("s");
    journey.shows("Skipped: it comes back at the end of this sitting").shows("Ann Bee");
    journey.keys("d<enter>d<enter>d<enter>d<enter>d<enter>").shows("Fay Hale").shows("card 6 of 6");
    assert_eq!(journey.count(), 6);
    journey.holds();
}

#[test]
fn looking_back_and_forward_changes_nothing() {
    let mut journey = Journey::at_cards();
    journey.keys("d<enter>y");
    let before = journey.lines();
    journey.keys("h");
    picture!(journey, "looked_back");
    journey.shows("You declined this on 2 Mar 2026 · decided here.");
    journey.keys("h").shows("This is the first card");
    journey.keys("lllll<right>").shows("This is the last card");
    journey.keys("<left>hhh").shows("Ann Bee");
    assert_eq!(journey.lines(), before);
    assert_eq!(journey.session().focus, 1, "the answer that was given is still there");
    journey.holds();
}

#[test]
fn deciding_again_keeps_both_lines() {
    let mut journey = Journey::at_cards();
    journey.keys("d<enter>hynya<enter>");
    assert_eq!(journey.count(), 3);
    assert_eq!(journey.standing("Fay Hale"), Status::Accepted);
    journey.shows("Ann Bee").shows("decided 2").holds();
    journey.keys("u");
    assert_eq!(journey.standing("Fay Hale"), Status::Declined);
    journey.holds();
}

#[test]
fn after_the_last_card_everything_is_done() {
    let mut journey = Journey::at_cards();
    journey.keys("d<enter>d<enter>d<enter>d<enter>d<enter>f<enter>");
    picture!(journey, "all_done");
    let tally = journey.app.model().ledger.status_counts();
    assert_eq!(tally.declined, 5);
    assert_eq!(tally.follow_up, 1);
    journey.keys("<enter>").shows("Nothing waits. So far: 5 declined, 1 put off.").holds();
}

#[test]
fn what_was_put_off_comes_back_first() {
    let mut journey = Journey::over(acquaintances(), vec![imported(cast())]);
    journey.keys("<enter>llld<enter>hhf<enter>").holds();
    let due = journey.last_line()["name"].as_str().expect("a name").to_owned();
    let mut early = journey.days_later(6);
    early.hides("due to come back");
    early.keys("<enter>").hides(&due);
    let mut later = early.days_later(1);
    picture!(later, "due");
    later.shows("5 requests wait.").shows("1  due to come back");
    later.keys("<enter>").shows(&due).shows("You asked on 2 Mar 2026. No answer? t asks again, b parks.");
    later.keys("d<enter>");
    assert_eq!(later.standing(&due), Status::Declined);
    later.holds();
}
