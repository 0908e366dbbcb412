//! Styles of the themes, where they stand on the screen.

use invite_triage::ui::theme::{Background, Role, Theme, ThemeName};
use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier, Style};

use crate::common::UiTest;

/// Returns the cells of the first place where a text stands.
#[track_caller]
fn cells<'u>(ui: &'u UiTest, words: &str) -> &'u [Cell] {
    let buffer = ui.terminal.backend().buffer();
    let letters: Vec<String> = words.chars().map(String::from).collect();
    let rows = buffer.content.chunks(buffer.area.width.into());
    let mut places = rows.flat_map(|row| row.windows(letters.len()));
    let place = places.find(|cells| cells.iter().zip(&letters).all(|(cell, letter)| cell.symbol() == letter));
    place.unwrap_or_else(|| panic!("{words:?} is not in\n{}", ui.screen_text()))
}

/// Asserts colours and modifiers of the first letter of a text.
#[track_caller]
fn assert_style(ui: &UiTest, words: &str, wanted: Style) {
    let cell = &cells(ui, words)[0];
    let style = (cell.fg, cell.bg, cell.modifier);
    let [fg, bg] = [wanted.fg, wanted.bg].map(|color| color.unwrap_or(Color::Reset));
    assert_eq!(style, (fg, bg, wanted.add_modifier), "{words:?} in\n{}", ui.screen_text());
}

/// Returns the inbox in a theme.
fn inbox(name: ThemeName, background: Option<Background>) -> UiTest {
    let mut ui = UiTest::new();
    ui.theme = Theme::built_in(name, background);
    ui.keys("");
    ui
}

#[test]
fn every_role_is_seen_where_it_belongs() {
    for background in [Background::Dark, Background::Light] {
        let mut ui = inbox(ThemeName::Auto, Some(background));
        let theme = ui.theme;
        assert_style(&ui, "Inbox 6", theme.key());
        assert_style(&ui, "Triage", theme.muted());
        assert_style(&ui, "━", theme.accent());
        assert_style(&ui, "6 requests wait", theme.title());
        assert_style(&ui, "WHERE TO BEGIN", theme.muted());
        assert_style(&ui, "known before", theme.text());
        assert_style(&ui, "Enter", theme.key());
        assert_style(&ui, "start  I", theme.muted());
        let pile = cells(&ui, "known before            ━");
        assert_eq!(pile.last().map(|cell| cell.fg), theme.style(Role::Data).fg);
        ui.keys("<enter>y");
        assert_style(&ui, " yes ", theme.chip(Role::Yes));
        ui.keys("1n");
        assert_style(&ui, " no ", theme.chip(Role::No));
        assert_style(&ui, "Fay Hale", theme.title());
        assert_style(&ui, "▎ Are you", theme.accent());
        assert_style(&ui, "· 3 messages", theme.fact());
        assert_style(&ui, "last, from them", theme.muted().add_modifier(Modifier::ITALIC));
        assert_style(&ui, "– nothing", theme.muted());
        while ui.card_name().as_deref() != Some("Eve Gee") {
            ui.keys("l");
        }
        assert_style(&ui, "! In the note", theme.warning());
        ui.keys("d<enter>");
        assert_style(&ui, "✗ Declined Eve Gee", theme.style(Role::No));
        assert_style(&ui, "● ", theme.style(Role::No));
        ui.keys("f");
        assert_style(&ui, " ask first ", theme.chip(Role::Accent));
        ui.keys("<esc>~");
        assert_style(&ui, "~ does nothing here", theme.style(Role::Maybe));
    }
}

#[test]
fn the_selection_is_one_background_from_the_gutter_to_the_end() {
    for background in [Background::Dark, Background::Light] {
        let ui = inbox(ThemeName::Auto, Some(background));
        let theme = ui.theme;
        let buffer = ui.terminal.backend().buffer();
        let row = buffer.content.chunks(80).find(|row| row[1].symbol() == "▌").expect("a selected row");
        assert_eq!(row[1].fg, theme.accent().fg.expect("a colour"));
        let selected = theme.selected().bg.expect("a colour");
        assert!(row[1..78].iter().all(|cell| cell.bg == selected), "{}", ui.screen_text());
        assert!([0, 78, 79].iter().all(|at| row[*at].bg == Color::Reset), "nothing beyond the row is selected");
    }
}

#[test]
fn nothing_is_told_by_colour_alone() {
    let mut ui = inbox(ThemeName::Mono, None);
    let selected = Modifier::REVERSED | Modifier::BOLD;
    assert_eq!(cells(&ui, "Everything, warmest first")[0].modifier, selected);
    ui.keys("<enter>yn").assert_shows("[yes]").assert_shows("[no]");
    let cells = &ui.terminal.backend().buffer().content;
    assert!(cells.iter().all(|cell| (cell.fg, cell.bg) == (Color::Reset, Color::Reset)), "no colour at all");
}
