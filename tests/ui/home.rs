//! The inbox screen, and navigation between screens.

use invite_triage::app::ids::ScreenId;
use invite_triage::app::layer::Place;
use invite_triage::app::screen::specs;
use invite_triage::domain::evidence::network::Network;
use invite_triage::shell::ExitReason;

use crate::common::{UiTest, imported};

#[test]
fn what_waits_stands_in_piles_and_one_key_starts() {
    let mut ui = UiTest::new();
    picture!(ui, "opening");
    ui.assert_shows("decided 0").assert_shows("6 requests wait");
    ui.keys("<enter>");
    picture!(ui, "first_card");
    ui.assert_card(1, 6).assert_shows("Fay Hale").assert_shows("Are you still mending clocks?");
    assert_eq!(ui.line_count(), 1, "looking writes nothing");
    ui.assert_replays();
}

#[test]
fn a_pile_can_be_chosen() {
    let mut ui = UiTest::new();
    ui.keys("jj<enter>");
    ui.assert_card(1, 2).assert_shows("Ann Bee");
    ui.keys("d<enter>d<enter>");
    ui.assert_shows("All done.").assert_shows("4 wait in other piles.").assert_replays();
}

#[test]
fn the_order_can_be_changed() {
    let mut ui = UiTest::new();
    ui.keys("o").assert_shows("oldest first");
    ui.keys("<enter>").assert_shows("Fay Hale");
    ui.keys("l").assert_shows("Gus Ito");
    ui.keys("l").assert_shows("Cy Dee");
    ui.assert_replays();
}

#[test]
fn every_screen_is_a_tab_or_two_letters_away() {
    let mut ui = UiTest::new();
    let tabs: Vec<ScreenId> = specs().filter(|spec| spec.place == Place::Tab).map(|spec| spec.id).collect();
    for tab in tabs.iter().copied().cycle().skip(1).take(tabs.len()) {
        ui.keys("<tab>");
        assert_eq!(ui.app.screens().current_id(), tab);
    }
    ui.keys("<shift-tab>");
    assert_eq!(Some(ui.app.screens().current_id()), tabs.last().copied());
    for (keys, tab) in [
        ("go", ScreenId::Inbox),
        ("gt", ScreenId::Triage),
        ("gc", ScreenId::CarryOut),
        ("gd", ScreenId::Today),
        ("gh", ScreenId::History),
        ("gp", ScreenId::People),
        ("gf", ScreenId::ImportReport),
        ("gw", ScreenId::Welcome),
    ] {
        ui.keys(keys);
        assert_eq!(ui.app.screens().current_id(), tab, "{keys}");
    }
    ui.assert_replays();
}

#[test]
fn without_any_request_the_way_to_the_file_is_shown() {
    let mut ui = UiTest::with_data(Network::default(), Vec::new());
    picture!(ui, "welcome");
    assert!(ui.lines().is_empty());
    ui.keys("m");
    assert_eq!(ui.exit_reason, Some(ExitReason::Demo));
    let mut ui = UiTest::with_data(Network::default(), Vec::new());
    ui.keys("go").assert_shows("Nothing is here yet.").assert_hides("you decided");
}

#[test]
fn an_empty_deck_breaks_nothing() {
    let mut ui = UiTest::with_data(Network::default(), vec![imported(Vec::new())]);
    ui.keys("gtydafsnmhl123epco<enter><esc>?<esc>:<esc>gtjk<pgdn><pgup><home><end>");
    assert_eq!(ui.line_count(), 1);
    ui.assert_replays();
}

#[test]
fn leaving_is_one_key_where_nothing_would_be_lost() {
    for keys in ["q", "<ctrl-c>", "<enter>q", "<enter>yn<ctrl-c>", "<enter>d<ctrl-c>", "g<ctrl-c>", ":<ctrl-c>"] {
        let mut ui = UiTest::new();
        ui.keys(keys);
        assert_eq!(ui.exit_reason, Some(ExitReason::Quit), "{keys}");
        assert_eq!(ui.line_count(), 1);
    }
}

#[test]
fn pasted_text_is_never_heard_as_keys() {
    let mut ui = UiTest::in_triage();
    ui.paste("d\ra\rq");
    ui.assert_shows("Nothing pasted. Open a text field first.");
    assert_eq!(ui.line_count(), 1);
    ui.assert_replays();
}

#[test]
fn the_number_that_linkedin_shows_tells_what_the_copy_lacks() {
    let mut ui = UiTest::new();
    for (typed, said) in [
        ("many", "Write a number, such as 249"),
        ("(1,006)", "LinkedIn shows 1,006, here are 6: 1,000 came after your copy."),
        ("4", "LinkedIn shows 4, here are 6: 2 were answered or withdrawn since."),
        ("6", "Nothing is missing: 6 on LinkedIn, 6 here."),
    ] {
        ui.keys(&format!("<esc>#<ctrl-u>{typed}<enter>")).assert_says(said);
    }
    ui.keys("<enter>d<enter>gi#5<enter>").assert_says("here are 6");
    ui.keys("gcv").keys(" gi#5<enter>").assert_says("Nothing is missing: 5 on LinkedIn");
    ui.assert_replays();
}

#[test]
fn the_keys_one_looks_for_first_are_in_the_status_line() {
    for (columns, rows) in [(80, 24), (120, 40)] {
        let mut ui = UiTest::new().with_size(columns, rows);
        ui.keys("<enter>yyya<enter>gi");
        for hint in ["Enter start", "I import", "E export", "g go to", "u undo", "? help"] {
            ui.assert_shows(hint);
        }
        ui.keys("g").assert_shows("h  history");
        ui.keys("h");
        for hint in ["w filter", "x take back", "u undo", "Esc inbox", "? help"] {
            ui.assert_shows(hint);
        }
    }
}

#[test]
fn keys_with_one_label_are_one_hint() {
    let mut ui = UiTest::new().with_size(120, 40);
    ui.keys("<enter>yyya<enter>").assert_shows("h l look around");
    ui.keys("gh").assert_shows("a d f change").assert_shows("E export");
    let line = ui.screen_text().lines().last().expect("a status line").to_owned();
    let at = line.find("d f change").expect("the second key");
    let (x, y) = (u16::try_from(at).expect("a column"), 39);
    ui.click(x, y).assert_shows("Decline");
}
