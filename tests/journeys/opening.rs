//! The opening screen, and the ways between the screens.

use invite_triage::app::ids::ScreenId;
use invite_triage::app::layer::Place;
use invite_triage::app::screen::specs;
use invite_triage::domain::evidence::network::Network;
use invite_triage::shell::ExitReason;

use crate::common::{Journey, imported};

#[test]
fn what_waits_stands_in_piles_and_one_key_starts() {
    let mut journey = Journey::begin();
    picture!(journey, "opening");
    journey.shows("decided 0").shows("6 requests wait.");
    journey.keys("<enter>");
    picture!(journey, "first_card");
    journey.shows("card 1 of 6").shows("Fay Hale").shows("Are you still mending clocks?");
    assert_eq!(journey.count(), 1, "looking writes nothing");
    journey.holds();
}

#[test]
fn a_pile_can_be_chosen() {
    let mut journey = Journey::begin();
    journey.keys("jj<enter>");
    journey.shows("card 1 of 2").shows("Ann Bee");
    journey.keys("d<enter>d<enter>");
    journey.shows("All done.").shows("4 wait in other piles.").holds();
}

#[test]
fn the_order_can_be_changed() {
    let mut journey = Journey::begin();
    journey.keys("o").shows("oldest first");
    journey.keys("<enter>").shows("Fay Hale");
    journey.keys("l").shows("Gus Ito");
    journey.keys("l").shows("Cy Dee");
    journey.holds();
}

#[test]
fn every_screen_is_a_tab_or_two_letters_away() {
    let mut journey = Journey::begin();
    let tabs: Vec<ScreenId> = specs().filter(|spec| spec.place == Place::Tab).map(|spec| spec.id).collect();
    for tab in tabs.iter().copied().cycle().skip(1).take(tabs.len()) {
        journey.keys("<tab>");
        assert_eq!(journey.app.screens().at(), tab);
    }
    journey.keys("<shift-tab>");
    assert_eq!(journey.app.screens().at(), ScreenId::Welcome);
    for (keys, tab) in [
        ("go", ScreenId::Inbox),
        ("gt", ScreenId::Triage),
        ("gc", ScreenId::CarryOut),
        ("gd", ScreenId::Agenda),
        ("gh", ScreenId::History),
        ("gp", ScreenId::People),
        ("gf", ScreenId::ImportReport),
        ("gw", ScreenId::Welcome),
    ] {
        journey.keys(keys);
        assert_eq!(journey.app.screens().at(), tab, "{keys}");
    }
    journey.holds();
}

#[test]
fn without_any_request_the_way_to_the_file_is_shown() {
    let mut journey = Journey::over(Network::default(), Vec::new());
    picture!(journey, "welcome");
    assert!(journey.lines().is_empty());
    journey.keys("<enter>");
    assert_eq!(journey.ending, Some(ExitReason::Demo));
}

#[test]
fn an_empty_deck_breaks_nothing() {
    let mut journey = Journey::over(Network::default(), vec![imported(Vec::new())]);
    journey.keys("gtydafsnmhl123epco<enter><esc>?<esc>:<esc>gtjk<pgdn><pgup><home><end>");
    assert_eq!(journey.count(), 1);
    journey.holds();
}

#[test]
fn leaving_is_one_key_where_nothing_would_be_lost() {
    for keys in ["q", "<ctrl-c>", "<enter>q", "<enter>yn<ctrl-c>", "<enter>d<ctrl-c>", "g<ctrl-c>", ":<ctrl-c>"] {
        let mut journey = Journey::begin();
        journey.keys(keys);
        assert_eq!(journey.ending, Some(ExitReason::Quit), "{keys}");
        assert_eq!(journey.count(), 1);
    }
}

#[test]
fn pasted_text_is_never_heard_as_keys() {
    let mut journey = Journey::at_cards();
    journey.paste("d\ra\rq");
    journey.shows("Pasted text goes into text fields only");
    assert_eq!(journey.count(), 1);
    journey.holds();
}
