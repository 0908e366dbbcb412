//! What it looks like: `&App` in, cells out. Never changes the app; what the picture showed comes back as [`Drawn`].

mod agenda;
mod card;
mod carry;
mod form;
mod importing;
mod finder;
mod letter;
mod found;
mod history;
mod people;
mod person;
mod opening;
mod overlay;
mod questions;
mod scroll;
mod status;
pub mod text;
pub mod theme;
mod welcome;

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Modifier;

use crate::app::App;
use crate::app::drawn::Drawn;
use crate::app::screen::Screen;

pub use opening::summary;
use theme::Theme;

/// Draws the whole screen.
pub fn draw(frame: &mut Frame, app: &App, theme: Theme) -> Drawn {
    let [top, body, notice, keys] = frame.area().layout(&Layout::vertical([
        Constraint::Length(1),
        Constraint::Fill(1),
        Constraint::Length(1),
        Constraint::Length(1),
    ]));
    status::top(frame, top, app, theme);
    let body = with_margin(body);
    let screen = match &app.screen {
        Screen::Welcome { scroll } => welcome::draw(frame, body, *scroll, app, theme),
        Screen::Opening(opening) => opening::draw(frame, body, opening, app, theme),
        Screen::Cards => card::draw(frame, body, app, theme),
        Screen::Carry(carry) => carry::draw(frame, body, carry, app, theme),
        Screen::Agenda(agenda) => agenda::draw(frame, body, agenda, app, theme),
        Screen::Found(found) => found::draw(frame, body, found, app, theme),
        Screen::History(history) => history::draw(frame, body, history, app, theme),
        Screen::People(people) => people::draw(frame, body, people, app, theme),
        Screen::Person(page) => person::draw(frame, body, page, app, theme),
        Screen::Importing { progress } => importing::draw(frame, body, progress, theme),
    };
    status::notice(frame, notice, app, theme);
    status::keys(frame, keys, app, theme);
    let drawn = match &app.overlay {
        Some(over) => overlay::draw(frame, body, over, app, theme),
        None => screen,
    };
    mark_second_halves(frame.buffer_mut());
    drawn
}

/// Makes the second half of every wide letter differ from a blank. Only so is it painted over when something
/// narrow takes the letter's place; terminals that keep the half would show it otherwise.
fn mark_second_halves(buffer: &mut Buffer) {
    let area = buffer.area;
    for y in area.rows().map(|row| row.y) {
        for x in area.left()..area.right().saturating_sub(1) {
            let symbol = buffer[(x, y)].symbol();
            if symbol.len() > 1 && text::width(symbol) > 1 {
                buffer[(x + 1, y)].modifier.insert(Modifier::HIDDEN);
            }
        }
    }
}

/// One column of air on both sides, where there is room, and one line above.
fn with_margin(area: Rect) -> Rect {
    let side = u16::from(area.width > 20);
    let above = u16::from(area.height > 12);
    Rect {
        x: area.x + side,
        y: area.y + above,
        width: area.width.saturating_sub(2 * side),
        height: area.height.saturating_sub(above),
    }
}
