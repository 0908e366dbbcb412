//! The screens and overlays that are drawn, each with the keys that lead there.

use invite_triage::domain::evidence::network::Network;
use invite_triage::ui;
use invite_triage::ui::theme::{Background, Theme, ThemeName};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use crate::common::UiTest;
use crate::svg::picture;

/// Folder of the pictures.
pub const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/pictures");

/// Size of a window.
type Size = (u16, u16);

const WIDE: Size = (104, 32);
const NARROW: Size = (80, 24);

/// Decisions of a first sitting: two accepted, three declined, two to follow up.
const SITTING: &str = "gtynyaMakerspace Delft, adapters<tab>runs the Saturday workshop<enter>\
                       yyya<enter>f<enter>nnnd<enter>f<tab><ctrl-u>2w<enter>nynd<tab>a sale<enter>d<enter>";
/// Clicks made on LinkedIn.
const CLICKS: &str = "gc<end><space>";

/// Name, size, and the keys from the scene before.
const SCENES: &[(&str, Size, &str)] = &[
    ("inbox", WIDE, "gi<home>"),
    ("inbox-narrow", NARROW, ""),
    ("go-to", WIDE, "g"),
    ("add-by-hand", WIDE, "<esc>+"),
    ("import", WIDE, "<esc>I"),
    ("export", WIDE, "<esc>E"),
    ("card", WIDE, "<esc>gtyn"),
    ("card-narrow", NARROW, ""),
    ("accept", WIDE, "ya"),
    ("message", WIDE, "<esc>c"),
    ("prompts", WIDE, "<esc>p"),
    ("note", WIDE, "<esc>e"),
    ("details", WIDE, "<esc>r"),
    ("decline", WIDE, "<esc>d"),
    ("follow-up", WIDE, "<esc>f"),
    ("reason", WIDE, "<esc>1nnna"),
    ("help", WIDE, "<esc>?"),
    ("actions", WIDE, "<esc>:"),
    ("break", WIDE, "<esc>d<enter>f<enter>d<enter>"),
    ("to-do", WIDE, "<enter>gc"),
    ("today", WIDE, "gd"),
    ("history", WIDE, "gh<end>"),
    ("history-narrow", NARROW, ""),
    ("filter", WIDE, "wdeclined"),
    ("people", WIDE, "<enter><esc>gp<end>"),
    ("person", WIDE, "<enter>"),
    ("person-narrow", NARROW, ""),
    ("search", WIDE, "/sol"),
    ("insights", WIDE, "<esc>gs"),
    ("import-report", WIDE, "gf"),
    ("all-done", WIDE, "gi<home>j<enter>d<enter>"),
];

/// Returns the pictures with the names of their files.
pub fn pictures() -> Vec<(String, String)> {
    let mut drawn = Vec::new();
    let empty = UiTest::with_data(Network::default(), Vec::new());
    draw(&empty, "get-your-data", WIDE, &mut drawn);
    let mut ui = UiTest::demo();
    ui.keys(SITTING).keys(CLICKS).wait_days(7);
    for (name, size, keys) in SCENES {
        ui.keys(keys);
        draw(&ui, name, *size, &mut drawn);
    }
    drawn
}

fn draw(ui: &UiTest, name: &str, (columns, rows): Size, drawn: &mut Vec<(String, String)>) {
    let themes = [(ThemeName::Dark, Background::Dark, "dark"), (ThemeName::Light, Background::Light, "light")];
    for (theme, background, suffix) in themes {
        let mut terminal = Terminal::new(TestBackend::new(columns, rows)).expect("a terminal");
        let theme = Theme::built_in(theme, Some(background));
        terminal.draw(|frame| drop(ui::draw(frame, &ui.app, theme))).expect("drawn");
        let svg = picture(terminal.backend().buffer(), &format!("invite-triage: {name}"), background);
        drawn.push((format!("{name}-{suffix}.svg"), svg));
    }
}
