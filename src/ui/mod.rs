//! Drawing: `&App` in, cells and view metrics out, which the next key or click needs. Never changes the app.

mod agenda;
mod card;
mod carry_out;
mod form;
mod history;
mod import_report;
mod importing;
mod inbox;
mod message;
mod overlay;
mod people;
mod person;
mod questions;
mod search;
mod status;
mod text_input;
pub mod theme;
mod welcome;
mod widget;

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Modifier;

use crate::app::App;
use crate::app::screen::Screen;
use crate::app::view::ViewMetrics;
use crate::domain::text::wrap;

pub use inbox::report_summary;
use theme::Theme;
use widget::Paint;

/// Draws the whole frame.
pub fn draw(frame: &mut Frame, app: &App, theme: Theme) -> ViewMetrics {
    let Rect { width, height, .. } = frame.area();
    let notification = status::notification(app, theme, width, height / 3);
    let [top, body, notice, keys] = frame.area().layout(&Layout::vertical([
        Constraint::Length(1),
        Constraint::Fill(1),
        Constraint::Length(u16::try_from(notification.len()).unwrap_or(u16::MAX).max(1)),
        Constraint::Length(1),
    ]));
    let mut paint = Paint { frame, app, theme, view: ViewMetrics::default() };
    status::title_bar(&mut paint, top);
    let body = with_margin(body);
    match app.screens().current_screen() {
        Screen::Inbox(inbox) => inbox::draw(&mut paint, body, inbox),
        Screen::Review(session) => card::draw(&mut paint, body, session),
        Screen::CarryOut(carry_out) => carry_out::draw(&mut paint, body, carry_out),
        Screen::Agenda(agenda) => agenda::draw(&mut paint, body, agenda),
        Screen::History(history) => history::draw(&mut paint, body, history),
        Screen::People(people) => people::draw(&mut paint, body, people),
        Screen::ImportReport(report) => import_report::draw(&mut paint, body, report),
        Screen::Welcome(welcome) => welcome::draw(&mut paint, body, welcome),
        Screen::Person(page) => person::draw(&mut paint, body, page),
        Screen::Importing(_) => importing::draw(&mut paint, body),
    }
    if let Some(over) = app.overlay() {
        overlay::draw(&mut paint, body, over);
    }
    paint.lines(notice, &notification);
    paint.hints(keys);
    fix_wide_cells(paint.frame.buffer_mut());
    paint.view
}

/// Makes the second cell of every wide character differ from a blank, so that the diff repaints it when something
/// narrow replaces the character; otherwise some terminals keep showing the half.
fn fix_wide_cells(buffer: &mut Buffer) {
    let area = buffer.area;
    for y in area.rows().map(|row| row.y) {
        for x in area.left()..area.right().saturating_sub(1) {
            let symbol = buffer[(x, y)].symbol();
            if symbol.len() > 1 && wrap::width(symbol) > 1 {
                buffer[(x + 1, y)].modifier.insert(Modifier::HIDDEN);
            }
        }
    }
}

/// Returns the area without a margin of one column on each side and one line above, if there is room.
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
