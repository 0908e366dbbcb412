//! Text that the user writes: notes, details of a card, requests by hand.

use invite_triage::domain::decision::ledger::Status;
use invite_triage::domain::evidence::network::Network;
use invite_triage::shell::ExitReason;
use serde_json::json;

use crate::common::UiTest;

#[test]
fn a_thin_card_can_be_completed() {
    let mut ui = UiTest::in_triage();
    ui.keys("r");
    picture!(ui, "complete_form");
    ui.keys("Clockmaker<tab>Hale & Sons<tab>Ann, Cy<enter>");
    picture!(ui, "completed");
    assert_eq!(
        ui.last_line(),
        json!({
            "id": "00000000-0000-7000-8000-000000000002",
            "event": "described",
            "person": "fay-hale",
            "name": "Fay Hale",
            "headline": "Clockmaker",
            "company": "Hale & Sons",
            "mutuals": "Ann, Cy",
        })
    );
    ui.assert_shows("Clockmaker at Hale & Sons · you both know Ann, Cy").assert_shows("decided 0").assert_replays();
    ui.keys("r<enter>");
    assert_eq!(ui.line_count(), 2, "what is known already is not written again");
    ui.keys("u").assert_hides("Clockmaker at").assert_shows("Undone: what you wrote about Fay Hale").assert_replays();
    ui.keys("U").assert_shows("Clockmaker at").assert_replays();
}

#[test]
fn an_own_note_is_kept_with_the_decision() {
    let mut ui = UiTest::in_triage();
    ui.keys("e");
    picture!(ui, "note_form");
    ui.keys("ask about<alt-enter>the escapement<enter>");
    ui.assert_shows("Note saved with this card").assert_shows("Your note\n  ask about\n  the escapement");
    assert_eq!(ui.line_count(), 1, "a note alone is no decision");
    ui.keys("d<enter>");
    assert_eq!(ui.last_line()["note"], "ask about\nthe escapement");
    ui.assert_replays();
    ui.keys("q");
    assert_eq!(ui.exit_reason, Some(ExitReason::Quit), "nothing would be lost any more");
}

#[test]
fn a_form_that_was_left_is_as_it_was() {
    let mut ui = UiTest::in_triage();
    ui.keys("eremember me<enter>").assert_shows("Your note\n  remember me");
    ui.keys("eand more<esc>").assert_shows("Your note\n  remember meand more");
    ui.keys("r<tab>at the mill<tab><ctrl-z>r<esc>l").keys("hr").assert_shows("at the mill").assert_shows("▌Role");
}

#[test]
fn a_note_stays_when_other_cards_are_looked_at() {
    let mut ui = UiTest::in_triage();
    ui.keys("eremember me<enter>sld<enter>goo<enter>");
    ui.keys("q");
    assert_eq!(ui.exit_reason, Some(ExitReason::Quit));
    let mut ui = ui.restart();
    ui.keys("<enter>");
    while ui.card_name().as_deref() != Some("Fay Hale") {
        ui.keys("l").assert_hides("This is the last card");
    }
    ui.assert_shows("Your note\n  remember me");
}

#[test]
fn pasted_words_go_into_a_field_without_what_acts() {
    let mut ui = UiTest::in_triage();
    ui.keys("e").paste("one\u{1b}[2Jtwo\u{202e}\r\nthree").keys("<enter>d<enter>");
    assert_eq!(ui.last_line()["note"], "one[2Jtwo\nthree");
    ui.assert_replays();
}

#[test]
fn keys_of_a_text_field_act_on_the_line_and_can_be_undone() {
    let mut ui = UiTest::in_triage();
    ui.keys("efirst<alt-enter>second<ctrl-u>third").assert_shows("first").assert_hides("second");
    ui.keys("<ctrl-_>").assert_hides("third");
    ui.keys("<ctrl-7>").assert_shows("second");
    ui.keys("<enter>d<enter>");
    assert_eq!(ui.last_line()["note"], "first\nsecond");
    ui.assert_replays();
}

#[test]
fn a_request_can_be_added_by_hand() {
    let mut ui = UiTest::new();
    ui.keys("+");
    picture!(ui, "add_form");
    ui.keys("<enter>").assert_shows("A request needs a name");
    ui.keys("Zoë Ży<tab>https://www.linkedin.com/in/zoë-ży/<tab>Hello from the fair<tab>Smith<tab>Acme<enter>");
    let line = ui.last_line();
    assert_eq!((&line["event"], &line["from"]), (&json!("imported"), &json!("hand")));
    let told = &line["invitations"][0];
    assert_eq!(told["person"], "zoë-ży");
    assert_eq!(told["id"], format!("zoë-ży@{}", told["sent_at"].as_str().expect("a time")));
    assert_eq!(
        (&told["note"], &told["headline"], &told["company"]),
        (&json!("Hello from the fair"), &json!("Smith"), &json!("Acme"))
    );
    assert_eq!(ui.status_of("Zoë Ży"), Status::Pending);
    ui.assert_shows("Added the request from Zoë Ży").assert_shows("7 requests wait").assert_replays();
    ui.keys("+Somebody<tab>linkedin.com/in/zoë-ży<enter>")
        .assert_shows("A request from this person is waiting already");
    ui.keys("<esc>u").assert_shows("6 requests wait").assert_replays();
    ui.keys("U").assert_shows("7 requests wait").assert_replays();
    let mut again = ui.restart();
    again.keys("<enter>lll").assert_shows("Zoë Ży").assert_replays();
}

#[test]
fn the_first_request_may_come_by_hand() {
    let mut ui = UiTest::with_data(Network::default(), Vec::new());
    ui.keys("+Ann Bee<enter>").assert_shows("1 request waits").assert_replays();
    ui.keys("<enter>ynya<enter>").assert_shows("All done.").assert_replays();
    assert_eq!(ui.last_line()["person"], "name:ann bee");
}

#[test]
fn a_draft_wants_a_line_of_ones_own_before_it_is_copied() {
    let mut ui = UiTest::in_triage();
    ui.keys("c").assert_shows("Ask first: how do we know each other?, 1 of 14").assert_shows("Hello Fay, thank");
    ui.keys("c").assert_shows("Add a line of your own first (e), then copy.").assert_shows("Message to Fay Hale");
    ui.keys("eYour note about the escapement made me smile.");
    picture!(ui, "letter_writing");
    ui.keys("<enter>").assert_shows("Enter copies it; nothing is sent.");
    picture!(ui, "letter");
    ui.keys("l").assert_shows(", 2 of 14");
    ui.keys("h<esc>c").assert_shows("escapement made me smile");
    ui.keys("<enter>").assert_shows("Not copied").assert_hides("Message to Fay Hale");
    assert_eq!(ui.line_count(), 1);
    ui.assert_replays();
}

#[test]
fn piled_up_marks_in_what_is_typed_are_cut_like_everywhere() {
    let mut ui = UiTest::in_triage();
    let marks = "\u{301}".repeat(50);
    ui.keys("ce").paste(&format!("ne{marks}xt"));
    ui.assert_shows(&format!("ne{}…xt", "\u{301}".repeat(4))).assert_hides(&"\u{301}".repeat(5));
    for keys in ["<esc><esc>e", "<esc>/", "<esc>:", "<esc>gtd<enter>ghw"] {
        ui.keys(keys).paste(&format!("ne{marks}xt"));
        ui.assert_shows("…xt").assert_hides(&"\u{301}".repeat(5));
    }
}

#[test]
fn a_message_is_written_like_any_text() {
    let mut ui = UiTest::in_triage();
    ui.keys("ce").paste("Do have a look at https://example.com/offer when you can.");
    ui.keys("<esc>").assert_shows("reads like a sale (a link)");
    ui.keys("e<up><up><down><ctrl-a>Dear Fay!<alt-enter><esc><esc>").assert_hides("Message to Fay Hale");
    let mut free = UiTest::in_triage().with_config("[message]\nneeds_own_line = false\n");
    free.keys("<enter>cc").assert_shows("Not copied").assert_replays();
    let own = "[[template]]\nid = \"mine\"\ntitle = \"Mine\"\ntext = \"Ahoy {first_name}!\"\n";
    let mut own = UiTest::in_triage().with_config(own);
    own.keys("<enter>ch").assert_shows("Mine, 15 of 15").assert_shows("Ahoy Fay!").assert_replays();
    ui.assert_replays();
}

#[test]
fn keys_can_be_changed() {
    let mut ui = UiTest::new().with_config("[keys]\ndecline = \"z\"\n");
    ui.keys("<enter>d").assert_hides("Decline Fay Hale").assert_shows("z decline");
    ui.keys("z<enter>").assert_shows("decided 1").assert_replays();
}

#[test]
fn own_questions_are_asked_behind_the_three() {
    let config = "[[question]]\nid = \"again\"\nask = \"Would I enjoy a talk?\"\nprompt = \"Half an hour.\"\n";
    let mut ui = UiTest::new().with_config(config);
    ui.keys("<enter>yny").assert_shows("4 Would I enjoy a talk?");
    ui.keys("a").assert_shows("Answer all four first: Would I enjoy a talk?");
    ui.keys("ma<enter>");
    assert_eq!(ui.last_line()["answers"]["again"], "unsure");
    ui.assert_replays();
}

#[test]
fn a_text_that_is_too_long_for_a_field_is_cut_and_that_is_said() {
    let mut ui = UiTest::in_triage();
    ui.keys("e").paste(&"a word ".repeat(3_000));
    ui.assert_shows("Too long for a field: only its beginning is here");
    ui.keys("<enter>d<enter>");
    assert_eq!(ui.last_line()["note"].as_str().map(str::len), Some(16 * 1024));
    ui.assert_replays();
}

#[test]
fn a_draft_is_chosen_by_a_click() {
    let mut ui = UiTest::in_triage().with_size(120, 40);
    ui.keys("c").assert_shows("1 of 14");
    let text = ui.screen_text();
    let row = text.lines().position(|line| line.contains("▌Ask first")).expect("the chosen draft");
    let (x, y) = (30, u16::try_from(row).expect("a row"));
    ui.click(x, y + 3).assert_shows("4 of 14");
    ui.click(x, y).assert_shows("1 of 14");
    assert_eq!(ui.line_count(), 1);
}

#[test]
fn what_linkedin_shows_of_somebody_is_parted_into_the_fields() {
    let mut ui = UiTest::new();
    ui.keys("+");
    ui.paste("Lea Ochs\nLea Ochs\nGlazier at \u{1b}[31mPane & Sons\n2 weeks ago\nHello Pat,\nnice windows.\nAccept");
    ui.assert_shows("▌Name        Lea Ochs").assert_shows("Glazier at").assert_shows("nice windows.");
    assert_eq!(ui.line_count(), 1, "pasting writes nothing");
    ui.keys("<enter>").assert_shows("Added the request from Lea Ochs");
    let request = &ui.last_line()["invitations"][0];
    assert_eq!((&request["name"], &request["note"]), (&json!("Lea Ochs"), &json!("Hello Pat,\nnice windows.")));
    let role = request["headline"].as_str().expect("a role");
    assert!(role.starts_with("Glazier at") && !role.contains('\u{1b}'), "{role:?}");
    ui.keys("+<tab><tab>").paste("one line\nand another").assert_shows("and another").assert_replays();
}
