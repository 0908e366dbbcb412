//! Overlays to read, and screens in other window sizes and without colours.

use invite_triage::app::action::Action;
use invite_triage::app::ids::{Context, ScreenId};
use invite_triage::app::screen::specs;
use invite_triage::shell::ExitReason;
use ratatui::style::Color;

use crate::common::{UiTest, many_people, request};

#[test]
fn the_prompts_are_a_key_away() {
    let mut ui = UiTest::in_triage();
    ui.keys("p");
    picture!(ui, "prompts");
    ui.keys("y").assert_shows("8. ");
    assert_eq!(ui.session().focus, 0, "a key that is not heard does nothing below");
    ui.keys("p").assert_hides("8. ").assert_replays();
}

#[test]
fn help_tells_the_keys_of_where_one_is() {
    let mut ui = UiTest::in_triage();
    ui.keys("?");
    picture!(ui, "help_card");
    ui.assert_shows("Keys: card").assert_shows("more lines");
    ui.keys("<end>").assert_shows("Previous screen");
    ui.keys("<home>").assert_row("│  a  ", "Accept                                                     │");
    ui.keys("<pgdn>").assert_hides("Accept  ");
    ui.keys("q").assert_hides("Keys: card");
    assert_eq!(ui.exit_reason, None, "q closes the help, and only that");
    let mut ui = UiTest::new();
    ui.keys("?").assert_shows("Keys: inbox").assert_hides("Accept  ").assert_replays();
}

#[test]
fn help_leaves_out_what_is_not_possible() {
    let mut ui = UiTest::in_triage().with_size(80, 60);
    ui.keys("?").assert_hides("Undo ").assert_hides("Redo ");
    ui.assert_hides("Try again to save");
    ui.keys("<esc>d<enter>u?").assert_shows("U Ctrl-r     Redo ").assert_replays();
}

#[test]
fn the_palette_finds_any_action() {
    let mut ui = UiTest::in_triage();
    ui.keys("d<enter>:");
    picture!(ui, "palette");
    ui.keys("undo");
    picture!(ui, "palette_undo");
    ui.assert_shows("u         Undo ");
    ui.keys("<enter>").assert_shows("Undone: declined Fay Hale").assert_shows("decided 0").assert_replays();
    assert_eq!(ui.line_count(), 3);
    ui.keys(":qqqzzz").assert_shows("No matches");
    ui.keys("<enter>").assert_hides("What do you want to do?");
    assert_eq!(ui.exit_reason, None);
    ui.keys(":<down><down><up><esc>").assert_replays();
    ui.keys(":go inbox<enter>");
    assert_eq!(ui.app.screens().current_id(), ScreenId::Inbox);
    ui.keys(":quit<enter>");
    assert_eq!(ui.exit_reason, Some(ExitReason::Quit));
}

#[test]
fn go_shows_the_letters() {
    let mut ui = UiTest::in_triage();
    ui.keys("g");
    picture!(ui, "go");
    assert_eq!(ui.app.context(), Context::GoTo);
    ui.keys("x");
    assert_eq!(ui.app.context(), Context::Screen(ScreenId::Triage), "any other letter goes nowhere");
    ui.keys("g<esc>gg").assert_replays();
    assert_eq!(ui.app.context(), Context::Screen(ScreenId::Triage));
}

#[test]
fn a_long_card_can_be_scrolled() {
    let mut people = many_people(1);
    people[0] = people[0].clone().with_note(&"So many words, line by line by line by line. ".repeat(60));
    let mut ui = UiTest::with_requests(people);
    ui.assert_shows("more lines: j").assert_shows("Have we met?");
    ui.keys("<end>").assert_hides("more lines").assert_shows("Have we met?");
    ui.keys("k").assert_shows("more lines: j");
    ui.keys("<home><pgdn><pgup>jk").assert_replays();
    let first = ui.screen_text();
    ui.keys("<pgdn>");
    assert_ne!(ui.screen_text(), first);
}

#[test]
fn without_colours_no_cell_has_one() {
    let mut ui = UiTest::new().with_config("theme = \"mono\"\n");
    let steps =
        ["", "<enter>", "ynm", "a", "x", "<enter>", "d", "<enter>", "h", "l", "a", "f", "<tab><ctrl-u>no<enter>"];
    for keys in
        steps.into_iter().chain(["<esc>", "?", "<esc>", "p", "<esc>", ":un", "<esc>", "g", "f", "go", "u", "gw"])
    {
        ui.keys(keys);
        for cell in &ui.terminal.backend().buffer().content {
            assert_eq!((cell.fg, cell.bg), (Color::Reset, Color::Reset), "after {keys}\n{}", ui.screen_text());
        }
    }
    ui.assert_replays();
}

/// What colours tell is told without them too: chosen answers stand in brackets, and the dots of a portion are the
/// signs of the verdicts. All else is the same text.
#[test]
fn colours_never_speak_alone() {
    let (mut plain, mut coloured) = (UiTest::new().with_config("theme = \"mono\"\n"), UiTest::new());
    let is_portion = |line: &str| line.contains(" of 6 · ");
    let words = |ui: &UiTest| -> Vec<String> {
        let text = ui.screen_text();
        let dots =
            |line: &str| if is_portion(line) { line.replace(['✓', '✗', '◷'], "●") } else { line.to_owned() };
        text.lines().map(|line| dots(line).replace(['[', ']'], " ").trim_end().to_owned()).collect()
    };
    for keys in ["<enter>", "ynm", "a", "<enter>", "h", "l", "d", "<down>", "<enter>", "a"] {
        assert_eq!(words(plain.keys(keys)), words(coloured.keys(keys)), "after {keys}");
        if keys == "ynm" {
            plain.assert_row("1 Have we met?           [yes]    no      maybe", "maybe");
            plain.assert_row("2 Is there a context?     yes    [no]     maybe", "maybe");
            plain.assert_row("3 Good for both of us?    yes     no     [maybe]", "[maybe]");
            coloured.assert_hides("[");
        }
    }
    plain.assert_shows("✓ ✗ ○ ·").assert_hides("●");
    coloured.assert_shows("● ● ○ ·");
}

#[test]
fn a_wide_window_has_two_columns() {
    let mut ui = UiTest::new().with_size(120, 40);
    picture!(ui, "opening_wide");
    ui.keys("<enter>");
    picture!(ui, "card_wide");
    ui.keys("f");
    picture!(ui, "follow_up_wide");
    ui.keys("<enter>").assert_replays();
}

#[test]
fn the_prompt_stands_with_its_question() {
    let prompt = "In person, on a call, in a thread: any real exchange counts.";
    let mut ui = UiTest::in_triage().with_size(120, 40);
    ui.keys("1").assert_row("1 Have we met?", prompt);
    let mut ui = UiTest::in_triage().with_size(100, 40);
    let below = |text: &str, question: &str| {
        let at = text.lines().position(|line| line.contains(question)).expect("the question");
        text.lines().nth(at + 1).unwrap_or_default().trim().to_owned()
    };
    assert_eq!(below(&ui.keys("1").screen_text(), "1 Have we met?"), prompt);
    let mut ui = UiTest::in_triage();
    assert_eq!(below(&ui.keys("1").screen_text(), "1 Have we met?"), prompt);
    assert!(below(&ui.keys("3").screen_text(), "3 Good for both").starts_with("One thing you could do"));
}

#[test]
fn what_one_came_for_is_not_cut_in_a_small_window() {
    let mut ui = UiTest::in_triage().with_size(60, 20);
    ui.keys("p").assert_shows("▴ 6 more").assert_shows("▾ 2 more");
    ui.keys("<home>").assert_hides("▴").assert_shows("▾ ");
    UiTest::with_requests(Vec::new()).with_size(60, 20).keys("gw").assert_says("one deliberate decision at a time.");
    let mut ui = UiTest::in_triage();
    ui.keys("c").assert_says("Ask first: how do we know each other?");
    ui.keys("<esc>yyya<enter>gp<enter>T").assert_says("What would they do if nothing stood in the");
    ui.assert_shows(" way? ");
}

#[test]
fn a_small_window_has_what_counts() {
    let mut ui = UiTest::new().with_size(60, 20);
    picture!(ui, "opening_small");
    ui.keys("<enter>");
    picture!(ui, "card_small");
    ui.keys("yyya");
    picture!(ui, "accept_small");
    ui.keys("<enter>").assert_shows("decided 1").assert_replays();
}

#[test]
fn the_note_has_room_in_a_low_and_in_a_tiny_window() {
    for (columns, rows) in [(110, 20), (100, 24), (60, 20), (40, 14)] {
        let mut ui = UiTest::new().with_size(columns, rows);
        ui.keys("<enter>").assert_shows("Are you still mending clocks?").assert_shows("maybe");
    }
}

#[test]
fn what_has_no_room_is_left_out_whole_or_goes_on_below() {
    let mut ui = UiTest::new().with_size(100, 24);
    ui.assert_shows("the oldest 3 months ").assert_hides("newest");
    ui = ui.with_size(40, 14);
    ui.assert_row("6 requests wait", "6 requests wait");
    ui.keys("<enter>").assert_row("3 Good for both …  yes   no   maybe", "maybe").assert_row("○ · ", "1 of 6 · 6 wait");
    ui.keys("d").assert_shows("They aren't notified,").assert_shows("and may ask again.");
    ui.keys("<enter>gh").assert_row("all 1", "◷ 0");
    ui.keys("u");
    ui = ui.with_size(30, 10);
    ui.keys("gi").assert_row("Inbox t c d h p", "  decided 0").assert_row("Everything, warmest fir…", "… 6");
}

/// Every key that is bound on a screen does something there.
#[test]
fn no_key_is_bound_to_nothing() {
    let begin = || {
        let mut ui = UiTest::in_triage();
        ui.keys("yyya<enter>d<enter>f<enter>go");
        ui
    };
    // Somebody to reach out to is in `today.rs`, a connection to look at in `whom_one_has.rs`, an old decision in
    // `look_back.rs`.
    let elsewhere =
        [ScreenId::Importing, ScreenId::ReachOut, ScreenId::FiveNotes, ScreenId::KeepOrLetGo, ScreenId::LookBack];
    for spec in specs().filter(|spec| !elsewhere.contains(&spec.id)) {
        let there = match spec.id {
            ScreenId::Pile => "gi<home>jjv".to_owned(),
            _ if spec.go_keys.is_empty() => "gp<enter>".to_owned(),
            _ => format!("g{}", spec.go_keys),
        };
        let mut ui = begin();
        ui.keys(&there);
        let keymap = ui.app.keymap().clone();
        // Tests start no browser.
        let rows = keymap.bindings_in(Context::Screen(spec.id)).filter(|row| row.action != Action::Open);
        for key in rows.flat_map(|row| &row.keys) {
            assert_eq!(ui.app.context(), Context::Screen(spec.id), "before {key}:\n{}", ui.screen_text());
            ui.keys(&format!("<{key}>")).assert_hides("does nothing here");
            let is_there = |ui: &UiTest| {
                ui.exit_reason.is_none() && ui.app.overlay().is_none() && ui.app.screens().current_id() == spec.id
            };
            let is_back = |ui: &UiTest| is_there(ui) && ui.app.context() == Context::Screen(spec.id);
            // The way back by keys is the fast one; a new program takes it only where they lead elsewhere.
            if !is_back(&ui) && ui.exit_reason.is_none() {
                ui.keys("<esc><esc>").keys(&there);
            }
            if !is_back(&ui) {
                ui = begin();
                ui.keys(&there);
            }
        }
        ui.assert_replays();
    }
}

/// A click hits what the last frame drew there.
#[test]
fn a_click_means_what_is_there() {
    let mut ui = UiTest::new();
    let row = |ui: &UiTest, words: &str| {
        let row = ui.screen_text().lines().position(|line| line.contains(words)).expect("a line");
        u16::try_from(row).expect("a row")
    };
    let pile = row(&ui, "personal note");
    ui.click(10, pile).keys("<enter>").assert_card(1, 2).assert_shows("Ann Bee");
    let keys = row(&ui, "a accept");
    ui.click(2, keys).assert_shows("Answer all three first");
    ui.keys("?").click(2, keys - 2).assert_shows("Keys: card"); // nothing under it can be clicked
    ui.click(2, keys).assert_hides("Keys: card"); // "Esc back" is there now
    ui.click(60, 3).assert_card(1, 2).assert_replays();
}

/// Details that are longer than their pane scroll, by keys and by the wheel, and begin anew with every row.
#[test]
fn long_details_scroll() {
    let note = |word: &str| (1..=200).map(|n| format!("{word}{n}")).collect::<Vec<_>>().join(" ");
    let people = ["Ann", "Bea"].map(|name| request(name, name, "2026-02-20", &note(name)));
    let mut ui = UiTest::with_requests(people.to_vec());
    ui.keys("yyya<enter>yyya<enter>gp");
    for (columns, rows) in [(120, 30), (80, 24)] {
        ui = ui.with_size(columns, rows);
        ui.keys("<home>").assert_shows("more lines: ]").assert_hides("Ann200");
        ui.keys(&"]".repeat(40)).assert_shows("Ann200").assert_hides("more lines");
        ui.keys("[").assert_shows("more lines: ]");
        ui.keys("j").assert_shows("Bea1 ").assert_hides("Bea200");
        for _ in 0..40 {
            ui.wheel_down(columns - 20, 15);
        }
        ui.assert_shows("Bea200");
        ui.keys("k").assert_shows("Ann1 ");
    }
    ui.keys("gh<end>gi").assert_replays();
}
