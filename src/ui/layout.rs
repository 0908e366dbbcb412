//! Division of the window: tab line, body, notification, status line. Columns and panes of a body.

use ratatui::layout::{Constraint, Layout, Rect};

/// Width from which a body has a list and a pane beside it.
pub const PANE_MIN_WIDTH: u16 = 100;
/// Width from which the whole is centred, at most [`MAX_WIDTH`] wide.
const CENTRED_MIN_WIDTH: u16 = 140;
const MAX_WIDTH: u16 = 132;
/// Height from which there are an empty row and a rule under the tab line.
const SPACIOUS_MIN_HEIGHT: u16 = 14;

/// The parts of the window.
#[derive(Clone, Copy, Debug)]
pub struct Window {
    /// The tabs, with a rule under them if there is room.
    pub tabs: Rect,
    /// The screen. The column to its left is the gutter, where the bar of the selected row stands.
    pub body: Rect,
    /// The notification.
    pub notification: Rect,
    /// The keys.
    pub status: Rect,
}

/// Divides the window; the notification takes `rows` rows, at least one.
pub fn window(area: Rect, rows: u16) -> Window {
    let area = centred(area);
    let spacious = area.height >= SPACIOUS_MIN_HEIGHT;
    let [tabs, _, body, notification, status] = area.layout(&Layout::vertical([
        Constraint::Length(if spacious { 2 } else { 1 }),
        Constraint::Length(u16::from(spacious)),
        Constraint::Fill(1),
        Constraint::Length(rows.max(1)),
        Constraint::Length(1),
    ]));
    Window { tabs, body: indented(body), notification: indented(notification), status: indented(status) }
}

fn centred(area: Rect) -> Rect {
    if area.width < CENTRED_MIN_WIDTH {
        return area;
    }
    Rect { x: area.x + (area.width - MAX_WIDTH) / 2, width: MAX_WIDTH, ..area }
}

/// Returns an area without its two outer columns on each side: a margin, and the gutter.
pub fn indented(area: Rect) -> Rect {
    let side = if area.width > 20 { 2 } else { u16::from(area.width > 4) };
    Rect { x: area.x + side, width: area.width.saturating_sub(2 * side), ..area }
}

/// Divides a body into a list and, from [`PANE_MIN_WIDTH`] columns of the window on, a pane beside it.
pub fn list_and_pane(body: Rect) -> (Rect, Option<Rect>) {
    if body.width + 4 < PANE_MIN_WIDTH {
        return (body, None);
    }
    let [list, pane] = body.layout(&Layout::horizontal([Constraint::Percentage(55), Constraint::Fill(1)]).spacing(3));
    (list, Some(pane))
}

/// Place of the details of a selected row.
#[derive(Clone, Copy, Debug)]
pub enum DetailPlace {
    /// A pane beside the list.
    Beside(Rect),
    /// Rows below the list.
    Below(Rect),
}

/// Least rows of details below a list.
const MIN_DETAIL_ROWS: u16 = 3;

/// Returns the columns of a text in the details beside or below a list.
pub fn detail_columns(body: Rect) -> usize {
    list_and_pane(body).1.map_or(body.width, |pane| pane.width.saturating_sub(6)).into()
}

/// Divides a body into a list and the details of its selected row: beside it if there is room, else below, at most
/// three fifths of the height for `rows` rows of text.
pub fn list_and_details(body: Rect, rows: usize) -> (Rect, Option<DetailPlace>) {
    if let (list, Some(pane)) = list_and_pane(body) {
        return (list, Some(DetailPlace::Beside(pane)));
    }
    let rows = u16::try_from(rows + 2).unwrap_or(u16::MAX).min(body.height * 3 / 5);
    if rows < MIN_DETAIL_ROWS {
        return (body, None);
    }
    let [list, below] = body.layout(&Layout::vertical([Constraint::Fill(1), Constraint::Length(rows)]));
    (list, Some(DetailPlace::Below(below)))
}

/// Takes the first `rows` rows off an area.
pub fn take_rows(area: &mut Rect, rows: u16) -> Rect {
    let rows = rows.min(area.height);
    let taken = Rect { height: rows, ..*area };
    area.y += rows;
    area.height -= rows;
    taken
}
