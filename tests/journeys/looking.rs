//! What can be read over a screen, and what the screens look like in other windows and without colours.

use invite_triage::app::action::Action;
use invite_triage::app::ids::{Context, ScreenId};
use invite_triage::app::screen::specs;
use invite_triage::shell::ExitReason;
use ratatui::style::Color;

use crate::common::{Journey, crowd};

#[test]
fn the_prompts_are_a_key_away() {
    let mut journey = Journey::at_cards();
    journey.keys("p");
    picture!(journey, "prompts");
    journey.keys("y").shows("8. ");
    assert_eq!(journey.session().focus, 0, "a key that is not heard does nothing below");
    journey.keys("p").hides("8. ").holds();
}

#[test]
fn help_tells_the_keys_of_where_one_is() {
    let mut journey = Journey::at_cards();
    journey.keys("?");
    picture!(journey, "help_card");
    journey.shows("Keys: card").shows("more lines");
    journey.keys("<end>").shows("Nothing here touches the network.");
    journey.keys("<home>").shows("Accept: how met");
    journey.keys("<pgdn>").hides("Accept: how met");
    journey.keys("q").hides("Keys: card");
    assert_eq!(journey.ending, None, "q closes the help, and only that");
    let mut journey = Journey::begin();
    journey.keys("?").shows("Keys: opening screen").hides("Accept: how met").holds();
}

#[test]
fn help_leaves_out_what_is_not_possible() {
    let mut journey = Journey::at_cards().sized(80, 60);
    journey.keys("?").hides("Take back what was done last").hides("Bring back what was taken back last");
    journey.hides("Try again to write");
    journey.keys("<esc>d<enter>u?").shows("Bring back what was taken back last").holds();
}

#[test]
fn the_palette_finds_any_action() {
    let mut journey = Journey::at_cards();
    journey.keys("d<enter>:");
    picture!(journey, "palette");
    journey.keys("undo");
    picture!(journey, "palette_undo");
    journey.shows("u  Take back what was done last");
    journey.keys("<enter>").shows("Undone: declined Fay Hale").shows("decided 0").holds();
    assert_eq!(journey.count(), 3);
    journey.keys(":qqqzzz").shows("nothing like that");
    journey.keys("<enter>").hides("What do you want to do?");
    assert_eq!(journey.ending, None);
    journey.keys(":<down><down><up><esc>").holds();
    journey.keys(":go opening<enter>");
    assert_eq!(journey.app.screens().at(), ScreenId::Inbox);
    journey.keys(":quit<enter>");
    assert_eq!(journey.ending, Some(ExitReason::Quit));
}

#[test]
fn go_shows_the_letters() {
    let mut journey = Journey::at_cards();
    journey.keys("g");
    picture!(journey, "go");
    assert_eq!(journey.app.context(), Context::GoTo);
    journey.keys("x");
    assert_eq!(journey.app.context(), Context::Screen(ScreenId::Triage), "any other letter goes nowhere");
    journey.keys("g<esc>gg").holds();
    assert_eq!(journey.app.context(), Context::Screen(ScreenId::Triage));
}

#[test]
fn a_long_card_can_be_scrolled() {
    let mut people = crowd(1);
    people[0] = people[0].clone().with_note(&"So many words, line by line by line by line. ".repeat(60));
    let mut journey = Journey::among(people);
    journey.shows("more lines: j or Down").shows("Have we met?");
    journey.keys("<end>").hides("more lines").shows("Have we met?");
    journey.keys("k").shows("more lines: j or Down");
    journey.keys("<home><pgdn><pgup>jk").holds();
    let first = journey.picture();
    journey.keys("<pgdn>");
    assert_ne!(journey.picture(), first);
}

#[test]
fn without_colours_no_cell_has_one() {
    let mut journey = Journey::begin().configured("theme = \"mono\"\n");
    let steps =
        ["", "<enter>", "ynm", "a", "x", "<enter>", "d", "<enter>", "h", "l", "a", "f", "<tab><ctrl-u>no<enter>"];
    for keys in
        steps.into_iter().chain(["<esc>", "?", "<esc>", "p", "<esc>", ":un", "<esc>", "g", "f", "go", "u", "gw"])
    {
        journey.keys(keys);
        for cell in &journey.terminal.backend().buffer().content {
            assert_eq!((cell.fg, cell.bg), (Color::Reset, Color::Reset), "after {keys}\n{}", journey.picture());
        }
    }
    journey.holds();
}

#[test]
fn colours_never_speak_alone() {
    // The picture in plain text is the same with and without them.
    let (mut plain, mut coloured) = (Journey::begin().configured("theme = \"mono\"\n"), Journey::begin());
    for keys in ["<enter>", "ynm", "a", "<enter>", "h", "l", "d", "<down>", "<enter>", "a"] {
        assert_eq!(plain.keys(keys).picture(), coloured.keys(keys).picture());
    }
}

#[test]
fn a_wide_window_has_two_columns() {
    let mut journey = Journey::begin().sized(120, 40);
    picture!(journey, "opening_wide");
    journey.keys("<enter>");
    picture!(journey, "card_wide");
    journey.keys("f");
    picture!(journey, "follow_up_wide");
    journey.keys("<enter>").holds();
}

#[test]
fn a_small_window_has_what_counts() {
    let mut journey = Journey::begin().sized(60, 20);
    picture!(journey, "opening_small");
    journey.keys("<enter>");
    picture!(journey, "card_small");
    journey.keys("yyya");
    picture!(journey, "accept_small");
    journey.keys("<enter>").shows("decided 1").holds();
}

/// Every key of every screen: whatever is bound is heard by somebody.
#[test]
fn no_key_is_bound_to_nothing() {
    let begin = || {
        let mut journey = Journey::at_cards();
        journey.keys("yyya<enter>d<enter>f<enter>go");
        journey
    };
    for spec in specs().filter(|spec| spec.id != ScreenId::Importing) {
        let there = if spec.go_keys.is_empty() { "gp<enter>".to_owned() } else { format!("g{}", spec.go_keys) };
        let mut journey = begin();
        journey.keys(&there);
        let keymap = journey.app.keymap().clone();
        // A test starts no browser.
        let rows = keymap.rows_in(Context::Screen(spec.id)).filter(|row| row.action != Action::Open);
        for key in rows.flat_map(|row| &row.keys) {
            assert_eq!(journey.app.context(), Context::Screen(spec.id), "before {key}:\n{}", journey.picture());
            journey.keys(&format!("<{key}>")).hides("does nothing here");
            let is_there = |journey: &Journey| {
                journey.ending.is_none() && journey.app.overlay().is_none() && journey.app.screens().at() == spec.id
            };
            if !is_there(&journey) || journey.app.context() != Context::Screen(spec.id) {
                journey = begin();
                journey.keys(&there);
            }
        }
        journey.holds();
    }
}

/// What is clicked on is what lay there in the last picture.
#[test]
fn a_click_means_what_is_there() {
    let mut journey = Journey::begin();
    let row = |journey: &Journey, words: &str| {
        let row = journey.picture().lines().position(|line| line.contains(words)).expect("a line");
        u16::try_from(row).expect("a row")
    };
    let pile = row(&journey, "personal note");
    journey.click(10, pile).keys("<enter>").shows("card 1 of 2").shows("Ann Bee");
    let keys = row(&journey, "a accept");
    journey.click(2, keys).shows("An accept needs every answer");
    journey.keys("?").click(2, keys - 2).shows("Keys: card"); // what lies under it can't be clicked
    journey.click(2, keys).hides("Keys: card"); // "Esc back" stands there now
    journey.click(60, 3).shows("card 1 of 2").holds();
}
