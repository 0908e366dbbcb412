//! Unfinished work: what was typed, answered and skipped is there again after a restart, until it is decided.

use std::fs;

use invite_triage::shell::ExitReason;
use serde_json::{Value, json};

use crate::common::{UiTest, known_people, make_private};

/// Returns the drafts on disk; `Null` without a file.
fn kept(ui: &UiTest) -> Value {
    let text = fs::read_to_string(ui.dir().join("drafts.json")).unwrap_or_else(|_| "null".to_owned());
    serde_json::from_str(&text).expect("drafts are JSON")
}

#[test]
fn answers_and_a_note_on_a_card_are_there_again() {
    let mut ui = UiTest::in_triage();
    ui.keys("yneremember me<enter>");
    assert_eq!(
        kept(&ui)["cards"],
        json!([{
            "deck": "cards",
            "invitation": "fay-hale@2025-11-03T12:00:00Z",
            "answers": { "met": "yes", "context": "no" },
            "note": "remember me",
        }])
    );
    let mut ui = ui.restart();
    ui.keys("<enter>").assert_shows("Your note\n  remember me");
    ui.keys("ma<enter>").assert_replays();
    assert_eq!(ui.last_line()["note"], "remember me");
    assert_eq!(kept(&ui), Value::Null, "a decision holds it now");
}

#[test]
fn the_inbox_shows_the_next_cards_in_the_order_that_was_chosen_before() {
    let mut ui = UiTest::new().with_size(120, 40);
    let next_up = |ui: &UiTest| ui.screen_text().lines().take(36).map(ToOwned::to_owned).collect::<Vec<_>>();
    let warmest = next_up(&ui);
    ui.keys("o");
    let oldest = next_up(&ui);
    assert_ne!(oldest, warmest);
    assert_eq!(next_up(&ui.restart()), oldest);
}

#[test]
fn quitting_asks_nothing_and_keeps_what_a_form_holds() {
    let mut ui = UiTest::in_triage();
    ui.keys("eshe mends clocks<ctrl-c>");
    assert_eq!((ui.exit_reason, ui.line_count()), (Some(ExitReason::Quit), 1));
    let mut ui = ui.restart();
    ui.keys("<enter>").assert_shows("Your note\n  she mends clocks");
    ui.keys("r<tab>at the mill");
    let mut ui = ui.restart();
    ui.keys("<enter>r").assert_shows("at the mill").assert_shows("▌Role");
    ui.keys("<esc>q");
    assert_eq!(ui.exit_reason, Some(ExitReason::Quit));
}

#[test]
fn a_choice_in_a_form_is_kept_by_its_words_and_a_default_not_at_all() {
    let mut ui = UiTest::in_triage();
    ui.keys("d<down><tab>no clocks<esc>");
    let form = json!({ "form": "decline", "invitation": "fay-hale@2025-11-03T12:00:00Z", "fields": {
        "decline_kind": kept(&ui)["forms"][0]["fields"]["decline_kind"], "reason": "no clocks" } });
    assert_eq!(kept(&ui)["forms"], json!([form]));
    let mut ui = ui.restart();
    ui.keys("<enter>d").assert_shows("no clocks");
    ui.keys("<enter>");
    assert_ne!(ui.last_line()["kind"], "ignore");
    ui.keys("f<esc>r<esc>+<esc>");
    assert_eq!(kept(&ui), Value::Null, "a form that was only looked at is not kept");
    ui.assert_replays();
}

#[test]
fn a_message_is_there_again_with_its_own_line() {
    let mut ui = UiTest::in_triage();
    ui.keys("cle").paste("Your note about the escapement made me smile.");
    let messages = kept(&ui)["messages"].clone();
    assert_eq!((&messages[0]["person"], messages[0]["drafts"].as_array().map(Vec::len)), (&json!("fay-hale"), Some(1)));
    let mut ui = ui.restart();
    ui.keys("<enter>c").assert_shows(", 2 of 14").assert_shows("escapement made me smile");
    ui.keys("<enter>").assert_shows("Not copied");
    ui.keys("ch").assert_shows(", 1 of 14").assert_hides("escapement made me smile").assert_replays();
}

#[test]
fn skips_are_counted_on_the_card_until_it_is_decided() {
    let mut ui = UiTest::in_triage();
    ui.keys("s").assert_hides("skipped");
    ui.keys("sssss").assert_shows("Fay Hale").assert_shows("skipped once");
    let mut ui = ui.restart();
    ui.keys("<enter>").assert_shows("skipped once");
    ui.keys("ssssss").assert_shows("skipped twice");
    picture!(ui, "skipped_twice");
    ui.keys("d<enter>u").assert_shows("Fay Hale").assert_hides("skipped").assert_replays();
}

#[test]
fn the_order_of_cards_is_kept() {
    let mut ui = UiTest::new();
    ui.keys("o").assert_shows("Order: oldest first");
    assert_eq!(kept(&ui)["order"], "oldest");
    let mut ui = ui.restart();
    ui.keys("<enter>ll").assert_shows("Cy Dee");
    ui.keys("goo").assert_shows("Order: with a note first").assert_replays();
}

#[test]
fn what_is_decided_elsewhere_or_gone_is_not_kept() {
    let mut ui = UiTest::in_triage();
    ui.keys("eremember me<enter>");
    let path = ui.dir().join("drafts.json");
    let mut drafts = kept(&ui);
    let cards = drafts["cards"].as_array_mut().expect("cards");
    cards.push(json!({ "deck": "cards", "invitation": "nobody@2020-01-01T00:00:00Z", "note": "gone" }));
    cards.push(json!({ "deck": "no such deck", "invitation": "x", "a_later_member": 1 }));
    drafts["messages"] = json!([{ "person": "nobody", "drafts": [{ "title": "Hello", "text": "gone" }] }]);
    fs::write(&path, drafts.to_string()).expect("written");
    let mut ui = ui.restart();
    ui.keys("<enter>").assert_shows("Your note\n  remember me");
    assert_eq!(kept(&ui)["cards"].as_array().map(Vec::len), Some(1));
    assert_eq!(kept(&ui)["messages"], json!([]));
    let text = fs::read_to_string(&path).expect("read");
    ui.keys("d<enter>");
    // As if the program had been killed right after the decision.
    fs::write(&path, text).expect("written");
    make_private(&path);
    let mut ui = ui.restart();
    ui.keys("q");
    assert_eq!(kept(&ui), Value::Null);
}

#[test]
fn drafts_that_cannot_be_kept_are_said_once() {
    let mut ui = UiTest::in_triage();
    fs::create_dir(ui.dir().join("drafts.json")).expect("a folder in the way");
    ui.finish_background = true;
    ui.keys("y").assert_shows("What you typed is not kept: cannot put in place");
    ui.keys("n").assert_hides("not kept");
    assert_eq!(ui.exit_reason, None);
    ui.assert_replays();
}

#[test]
fn drafts_of_people_without_a_request_are_kept() {
    let mut ui = UiTest::with_data(known_people(), Vec::new());
    ui.keys("g+").keys("<esc>+Zoë<tab><tab>Hello");
    let mut ui = ui.restart();
    ui.keys("+").assert_shows("Zoë").assert_shows("Hello").assert_replays();
}

#[test]
fn what_another_program_did_to_the_file_is_undone_at_the_end() {
    let mut ui = UiTest::in_triage();
    ui.keys("ewax<enter>");
    let path = ui.dir().join("drafts.json");
    let before = std::fs::read(&path).expect("kept");
    for meanwhile in [None, Some(&b""[..]), Some(b"{}"), Some(b"no json")] {
        match meanwhile {
            None => std::fs::remove_file(&path).expect("removed"),
            Some(bytes) => std::fs::write(&path, bytes).expect("written"),
        }
        ui.keys("?<esc>");
        assert!(std::fs::read(&path).expect("kept") == before, "{meanwhile:?}");
    }
    ui.restart().keys("<enter>").assert_shows("wax");
}
