//! What a person writes: notes, completed cards, requests by hand.

use invite_triage::domain::decision::ledger::Status;
use invite_triage::domain::evidence::network::Network;
use invite_triage::shell::ExitReason;
use serde_json::json;

use crate::common::Journey;

#[test]
fn a_thin_card_can_be_completed() {
    let mut journey = Journey::at_cards();
    journey.keys("r");
    picture!(journey, "complete_form");
    journey.keys("Clockmaker<tab>Hale & Sons<tab>Ann, Cy<enter>");
    picture!(journey, "completed");
    assert_eq!(
        journey.last_line(),
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
    journey.shows("Clockmaker at Hale & Sons · you both know Ann, Cy").shows("decided 0").holds();
    journey.keys("r<enter>");
    assert_eq!(journey.count(), 2, "what is known already is not written again");
    journey.keys("u").hides("Clockmaker at").shows("Undone: what you wrote about Fay Hale").holds();
    journey.keys("U").shows("Clockmaker at").holds();
}

#[test]
fn an_own_note_is_kept_with_the_decision() {
    let mut journey = Journey::at_cards();
    journey.keys("e");
    picture!(journey, "note_form");
    journey.keys("ask about<alt-enter>the escapement<enter>");
    journey.shows("Noted; it is kept with your decision").shows("Your note").shows("│ the escapement");
    assert_eq!(journey.count(), 1, "a note alone is no decision");
    journey.keys("d<enter>");
    assert_eq!(journey.last_line()["note"], "ask about\nthe escapement");
    journey.holds();
    journey.keys("q");
    assert_eq!(journey.ending, Some(ExitReason::Quit), "nothing would be lost any more");
}

#[test]
fn a_note_in_no_decision_is_asked_about_on_leaving() {
    let mut journey = Journey::at_cards();
    journey.keys("eremember me<enter>q");
    picture!(journey, "leaving");
    journey.shows("What you wrote on the card of Fay Hale is in no decision yet; it would be");
    journey.keys("<esc>").hides("in no decision yet").shows("remember me");
    assert_eq!(journey.ending, None);
    journey.keys("eand more<esc>").shows("remember meand more");
    journey.keys("q<enter>");
    assert_eq!(journey.ending, Some(ExitReason::Quit));
    assert_eq!(journey.count(), 1);
}

#[test]
fn leaving_from_within_a_form_asks_too() {
    let mut journey = Journey::at_cards();
    journey.keys("eshe mends clocks<ctrl-c>").shows("What you wrote on the card of Fay Hale");
    journey.keys("<esc>").shows("│ she mends clocks");
    journey.keys("e").shows("she mends clocks");
    journey.keys("<esc>").holds();
    journey.keys("r<tab>at the mill<tab><ctrl-z>r<esc>l").keys("hr").shows("at the mill").shows("›Role");
}

#[test]
fn a_note_stays_when_other_cards_are_looked_at() {
    let mut journey = Journey::at_cards();
    journey.keys("eremember me<enter>sld<enter>goo<enter>");
    journey.keys("q").shows("Fay Hale is in no decision yet");
    journey.keys("q");
    assert_eq!(journey.ending, Some(ExitReason::Quit));
}

#[test]
fn pasted_words_go_into_a_field_without_what_acts() {
    let mut journey = Journey::at_cards();
    journey.keys("e").paste("one\u{1b}[2Jtwo\u{202e}\r\nthree").keys("<enter>d<enter>");
    assert_eq!(journey.last_line()["note"], "one[2Jtwo\nthree");
    journey.holds();
}

#[test]
fn a_request_can_be_added_by_hand() {
    let mut journey = Journey::begin();
    journey.keys("+");
    picture!(journey, "add_form");
    journey.keys("<enter>").shows("A request needs a name");
    journey.keys("Zoë Ży<tab>https://www.linkedin.com/in/zoë-ży/<tab>Hello from the fair<tab>Smith<tab>Acme<enter>");
    let line = journey.last_line();
    assert_eq!((&line["event"], &line["from"]), (&json!("imported"), &json!("hand")));
    let told = &line["invitations"][0];
    assert_eq!(told["person"], "zoë-ży");
    assert_eq!(told["id"], format!("zoë-ży@{}", told["sent_at"].as_str().expect("a time")));
    assert_eq!(
        (&told["note"], &told["headline"], &told["company"]),
        (&json!("Hello from the fair"), &json!("Smith"), &json!("Acme"))
    );
    assert_eq!(journey.standing("Zoë Ży"), Status::Pending);
    journey.shows("Added the request of Zoë Ży").shows("7 requests wait.").holds();
    journey.keys("+Somebody<tab>linkedin.com/in/zoë-ży<enter>").shows("A request of this person waits already");
    journey.keys("<esc>u").shows("6 requests wait.").holds();
    journey.keys("U").shows("7 requests wait.").holds();
    let mut again = journey.restarted();
    again.keys("<enter>lll").shows("Zoë Ży").holds();
}

#[test]
fn the_first_request_may_come_by_hand() {
    let mut journey = Journey::over(Network::default(), Vec::new());
    journey.keys("+Ann Bee<enter>").shows("1 request waits.").holds();
    journey.keys("<enter>ynya<enter>").shows("All done.").holds();
    assert_eq!(journey.last_line()["person"], "name:ann bee");
}

#[test]
fn a_draft_wants_a_line_of_ones_own_before_it_is_copied() {
    let mut journey = Journey::at_cards();
    journey.keys("c").shows("To Fay Hale: Ask first: how do we know each other? (1 of 11)").shows("Hello Fay, thank");
    journey.keys("c").shows("One line of your own first: e writes it").shows("To Fay Hale");
    journey.keys("eYour note about the escapement made me smile.");
    picture!(journey, "letter_writing");
    journey.keys("<enter>").shows("Enter copies it; nothing is sent.");
    picture!(journey, "letter");
    journey.keys("l").shows("(2 of 11)");
    journey.keys("h<esc>c").shows("escapement made me smile");
    journey.keys("<enter>").shows("Copied nowhere").hides("To Fay Hale:");
    assert_eq!(journey.count(), 1);
    journey.holds();
}

#[test]
fn a_message_is_written_like_any_text() {
    let mut journey = Journey::at_cards();
    journey.keys("ce").paste("Do have a look at https://example.com/offer when you can.");
    journey.keys("<esc>").shows("reads like a sale (a link)");
    journey.keys("e<up><up><down><ctrl-a>Dear Fay!<alt-enter><esc><esc>").hides("To Fay Hale:");
    let mut free = Journey::at_cards().configured("[message]\nneeds_own_line = false\n");
    free.keys("<enter>cc").shows("Copied nowhere").holds();
    let own = "[[template]]\nid = \"mine\"\ntitle = \"Mine\"\ntext = \"Ahoy {first_name}!\"\n";
    let mut own = Journey::at_cards().configured(own);
    own.keys("<enter>ch").shows("To Fay Hale: Mine (12 of 12)").shows("Ahoy Fay!").holds();
    journey.holds();
}

#[test]
fn keys_can_be_changed() {
    let mut journey = Journey::begin().configured("[keys]\ndecline = \"z\"\n");
    journey.keys("<enter>d").hides("Decline Fay Hale").shows("z decline");
    journey.keys("z<enter>").shows("decided 1").holds();
}

#[test]
fn own_questions_are_asked_behind_the_three() {
    let config = "[[question]]\nid = \"again\"\nask = \"Would I enjoy a talk?\"\nprompt = \"Half an hour.\"\n";
    let mut journey = Journey::begin().configured(config);
    journey.keys("<enter>yny").shows("4 Would I enjoy a talk?");
    journey.keys("a").shows("An accept needs every answer: Would I enjoy a talk?");
    journey.keys("ma<enter>");
    assert_eq!(journey.last_line()["answers"]["again"], "unsure");
    journey.holds();
}
