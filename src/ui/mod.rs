//! Drawing: `&App` in, cells and view metrics out, which the next key or click needs. Never changes the app.

mod ascii;
mod card;
mod carry_out;
mod export;
mod filter_line;
mod form;
mod frame;
mod history;
mod import_report;
mod import_summary;
mod importing;
mod inbox;
mod insights;
mod layout;
mod links;
mod message;
mod overlay;
mod people;
mod person;
mod person_list;
mod pile;
pub mod plain;
mod prompts;
mod questions;
mod search;
mod status;
mod story;
pub mod theme;
mod today;
mod today_details;
mod today_words;
mod touch;
mod welcome;
mod widget;

use ratatui::Frame;
use ratatui::buffer::{Buffer, CellWidth};
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use crate::app::App;
use crate::app::screen::Screen;
use crate::app::view::ViewMetrics;

pub use import_summary::{remark_text, report_summary};
pub use links::add_links;
use theme::Theme;
use widget::Paint;

/// Draws the whole frame.
pub fn draw(frame: &mut Frame, app: &App, theme: Theme) -> ViewMetrics {
    let area = frame.area();
    let Rect { width, .. } = layout::window(area, 1).notification;
    let notification = frame::notification(app, theme, width, area.height / 3);
    let rows = u16::try_from(notification.len()).unwrap_or(u16::MAX);
    let window = layout::window(area, rows);
    let mut paint = Paint { frame, app, theme, view: ViewMetrics::default(), buttons: Vec::new(), popup_place: None };
    frame::tab_line(&mut paint, window.tabs);
    let body = window.body;
    match app.screens().current_screen() {
        Screen::Inbox(inbox) => inbox::draw(&mut paint, body, inbox),
        Screen::Review(session) => card::draw(&mut paint, body, session),
        Screen::CarryOut(carry_out) => carry_out::draw(&mut paint, body, carry_out),
        Screen::Today(today) => today::draw(&mut paint, body, today),
        Screen::History(history) => history::draw(&mut paint, body, history),
        Screen::People(people) => people::draw(&mut paint, body, people),
        Screen::Insights(insights) => insights::draw(&mut paint, body, insights),
        Screen::ImportReport(report) => import_report::draw(&mut paint, body, report),
        Screen::Welcome(welcome) => welcome::draw(&mut paint, body, welcome),
        Screen::Person(page) => person::draw(&mut paint, body, page),
        Screen::Importing(_) => importing::draw(&mut paint, body),
        Screen::Pile(pile) => pile::draw(&mut paint, body, pile),
        Screen::PersonList(list) => person_list::draw(&mut paint, body, list),
    }
    if let Some(over) = app.overlay() {
        overlay::draw(&mut paint, body, over);
    }
    paint.lines(window.notification, &notification);
    frame::status_line(&mut paint, window.status);
    fix_wide_cells(paint.frame.buffer_mut());
    if theme.ascii {
        ascii::replace_symbols(paint.frame.buffer_mut());
    }
    paint.view
}

/// Makes every cell that a wide character covers differ from a blank, so that the diff repaints it when something
/// narrow replaces the character; otherwise some terminals keep showing what was in it.
fn fix_wide_cells(buffer: &mut Buffer) {
    let area = buffer.area;
    for y in area.rows().map(|row| row.y) {
        let mut x = area.left();
        while x < area.right() {
            let cell = &buffer[(x, y)];
            let end = if cell.symbol().len() == 1 { x + 1 } else { x + cell.cell_width().max(1) };
            for covered in x + 1..end.min(area.right()) {
                buffer[(covered, y)].modifier.insert(Modifier::HIDDEN);
            }
            x = end;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::style::Style;

    fn row(text: &str) -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 12, 1));
        buffer.set_string(0, 0, text, Style::new());
        fix_wide_cells(&mut buffer);
        buffer
    }

    /// Returns the columns that are drawn when one text replaces another.
    fn drawn(before: &str, after: &str) -> Vec<u16> {
        row(before).diff(&row(after)).into_iter().map(|(x, ..)| x).collect()
    }

    #[test]
    fn every_column_of_a_wide_character_is_drawn_again() {
        for (wide, columns) in [("字", 2), ("रा", 2), ("र्मा", 3), ("ကြေ", 3)] {
            assert_eq!(drawn(wide, ""), (0..columns).collect::<Vec<_>>(), "{wide}");
            assert_eq!(drawn(wide, "a"), (0..columns).collect::<Vec<_>>(), "{wide}");
            assert_eq!(drawn("", wide), [0], "{wide}");
            assert_eq!(drawn(wide, wide), [0; 0], "{wide}");
        }
    }
}
