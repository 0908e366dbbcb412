//! The frame of every screen: tab line, notification, status line.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::App;
use crate::app::action::Action;
use crate::app::bindings::EVERYWHERE;
use crate::app::ids::{Context, ScreenId};
use crate::app::keymap::Binding;
use crate::app::notification::Severity;
use crate::app::screen::{spec, tabs};
use crate::app::view::ClickTarget;
use crate::domain::care::open_tasks::OpenTasks;
use crate::domain::text::plural::number;
use crate::domain::text::wrap::{truncate, width, wrap};

use super::theme::{Role, Theme};
use super::widget::Paint;

/// Width from which the tabs have their names; below it only the current one has.
const NAMED_TABS_MIN_WIDTH: u16 = 72;
/// Tabs in the order in which their counts give way to a narrow window.
const COUNTS_GIVE_WAY: [ScreenId; 4] = [ScreenId::People, ScreenId::Today, ScreenId::CarryOut, ScreenId::Inbox];

/// Keys of a screen's own for which the one that leads to other screens gives way in the status line.
const OWN_HINTS: usize = 5;

/// A tab as it is drawn.
struct Tab {
    id: ScreenId,
    label: &'static str,
    count: Option<String>,
}

impl Tab {
    fn columns(&self) -> usize {
        width(self.label) + self.count.as_ref().map_or(0, |count| width(count) + 1)
    }
}

/// Draws the tabs, the number of decisions on disk, and the rule with the current tab in it.
pub fn tab_line(paint: &mut Paint, area: Rect) {
    let (app, theme) = (paint.app, paint.theme);
    let current = app.screens().tab();
    let aside = decided(app, theme);
    let room = usize::from(area.width).saturating_sub(aside.width() + 4);
    let (tabs, gap) = fitting_tabs(app, current, room, area.width);
    let mut x = area.x.saturating_add(2).min(area.right());
    let mut mark = (x, 0);
    for tab in tabs {
        let columns = u16::try_from(tab.columns()).unwrap_or(u16::MAX).min(area.right().saturating_sub(x));
        let place = Rect { x, width: columns, height: area.height.min(1), ..area };
        let (style, count) = if tab.id == current { (theme.key(), theme.key()) } else { (theme.muted(), theme.text()) };
        let mut spans = vec![Span::styled(tab.label, style)];
        spans.extend(tab.count.map(|text| Span::styled(format!(" {text}"), count)));
        paint.line(place, Line::from(spans));
        paint.add_click_target(place, ClickTarget::Key(Action::Go(tab.id)));
        if tab.id == current {
            mark = (x.saturating_sub(1), columns + 2);
        }
        x = x.saturating_add(columns).saturating_add(gap);
    }
    let end = u16::try_from(aside.width() + 2).unwrap_or(u16::MAX).min(area.width);
    paint.line(Rect { x: area.right() - end, width: end, ..area }, aside);
    if area.height > 1 {
        let y = area.y + 1;
        let rule = Rect { x: area.x + 1, y, width: area.width.saturating_sub(2), height: 1 };
        paint.rule(rule);
        let mark = Rect { x: mark.0, width: mark.1.min(rule.right().saturating_sub(mark.0)), ..rule };
        paint.line(mark, Line::styled("━".repeat(usize::from(mark.width)), theme.accent()));
    }
}

/// Returns what always stands at the end of the tab line.
fn decided(app: &App, theme: Theme) -> Line<'static> {
    let mut spans = Vec::new();
    if app.model().settings.is_demo {
        spans.extend([Span::styled(" DEMO ", theme.chip(Role::Maybe)), Span::raw("  ")]);
    }
    spans.push(Span::styled("decided ", theme.muted()));
    spans.push(Span::styled(app.model().ledger.decisions().to_string(), theme.title()));
    Line::from(spans)
}

/// Returns the tabs that fit, and the columns between them.
fn fitting_tabs(app: &App, current: ScreenId, room: usize, columns: u16) -> (Vec<Tab>, u16) {
    let mut shown: Vec<Tab> = tabs().map(|id| Tab { id, label: spec(id).title, count: count(app, id) }).collect();
    if columns < NAMED_TABS_MIN_WIDTH {
        for tab in shown.iter_mut().filter(|tab| tab.id != current) {
            (tab.label, tab.count) = (spec(tab.id).go_keys.split(' ').next().unwrap_or_default(), None);
        }
        if columns_of(&shown, 1) > room {
            shown.iter_mut().for_each(|tab| tab.count = None);
        }
        while let Some(at) = shown.iter().rposition(|tab| tab.id != current).filter(|_| columns_of(&shown, 1) > room) {
            shown.remove(at);
        }
        return (shown, 1);
    }
    for giving_way in COUNTS_GIVE_WAY {
        if columns_of(&shown, 2) <= room {
            return (shown, 2);
        }
        shown.iter_mut().filter(|tab| tab.id == giving_way).for_each(|tab| tab.count = None);
    }
    let gap = if columns_of(&shown, 2) <= room { 2 } else { 1 };
    (shown, gap)
}

/// Returns the columns of tabs with a gap behind each.
fn columns_of(tabs: &[Tab], gap: usize) -> usize {
    tabs.iter().map(|tab| tab.columns() + gap).sum()
}

/// Returns the count on a tab; `None` if it has none or nothing is there.
fn count(app: &App, id: ScreenId) -> Option<String> {
    let model = app.model();
    let size = match id {
        ScreenId::Inbox => model.inbox.remaining(),
        ScreenId::CarryOut => model.known_open_tasks().map_or(0, OpenTasks::clicks),
        ScreenId::Today => model.known_open_tasks().map_or(0, |tasks| tasks.due_today(&model.ledger)),
        ScreenId::People => model.ledger.status_counts().accepted,
        ScreenId::Triage
        | ScreenId::History
        | ScreenId::Insights
        | ScreenId::ImportReport
        | ScreenId::Welcome
        | ScreenId::Person
        | ScreenId::Importing
        | ScreenId::ReachOut
        | ScreenId::FiveNotes
        | ScreenId::LookBack
        | ScreenId::Pile
        | ScreenId::KeepOrLetGo
        | ScreenId::Recommendations
        | ScreenId::OwnRequests => 0,
    };
    (size > 0).then(|| number(size))
}

/// Draws the keys that do something here, as many as fit: help at the end, before it undo and the way back.
pub fn status_line(paint: &mut Paint, area: Rect) {
    let model = paint.app.model();
    let label = |row: &Binding| paint.app.top_layer().label(row.action, model).unwrap_or(row.hint);
    let has_box = paint.app.context() == Context::GoTo; // which shows the letters
    let rows = paint.app.available().filter(|row| {
        !row.hint.is_empty() && !paint.buttons.contains(&row.action) && (!has_box || row.action == Action::Cancel)
    });
    let mut hints: Vec<Hint> = Vec::new();
    for row in rows {
        let Some(key) = row.keys.first().map(ToString::to_string) else { continue };
        match hints.last_mut().filter(|hint| hint.label == label(row)) {
            Some(hint) => hint.keys.push((key, row.action)),
            None => hints.push(Hint { keys: vec![(key, row.action)], label: label(row) }),
        }
    }
    let mut x = area.x;
    for hint in fitting_hints(hints, usize::from(area.width)) {
        let mut spans = Vec::new();
        for (key, action) in &hint.keys {
            spans.push((format!("{key} "), paint.theme.key(), *action));
        }
        spans.extend(hint.keys.last().map(|(_, action)| (format!("{}  ", hint.label), paint.theme.muted(), *action)));
        for (words, style, action) in spans {
            let columns = u16::try_from(width(&words)).unwrap_or(u16::MAX).min(area.right().saturating_sub(x));
            let place = Rect { x, width: columns, height: area.height.min(1), ..area };
            paint.line(place, Line::styled(words, style));
            paint.add_click_target(place, ClickTarget::Key(action));
            x = x.saturating_add(columns);
        }
    }
}

/// Keys with one label in the status line.
struct Hint {
    keys: Vec<(String, Action)>,
    label: &'static str,
}

impl Hint {
    fn columns(&self) -> usize {
        self.keys.iter().map(|(key, _)| width(key) + 1).sum::<usize>() + width(self.label) + 2
    }

    fn is(&self, wanted: Action) -> bool {
        self.keys.iter().any(|(_, action)| *action == wanted)
    }

    fn is_everywhere(&self) -> bool {
        EVERYWHERE.iter().any(|row| self.is(row.action))
    }

    /// Returns the place at the end of the line; `None` for a key that gives way.
    fn rank(&self) -> Option<usize> {
        let is_way_back = self.keys.iter().any(|(key, _)| key == "Esc");
        [self.is(Action::GoTo), self.is(Action::Undo), is_way_back, self.is(Action::Help)].into_iter().position(|is| is)
    }
}

/// Returns the hints that fit: the screen's own keys as far as there is room, then the way to other screens unless it
/// takes the room of one of the first few, undo, the way back, help.
fn fitting_hints(hints: Vec<Hint>, columns: usize) -> Vec<Hint> {
    let (mut kept, mut own): (Vec<_>, Vec<_>) = hints.into_iter().partition(|hint| hint.rank().is_some());
    kept.sort_by_key(Hint::rank);
    let fitting = |without: Option<Action>| {
        let is_left_out = |hint: &&Hint| without.is_some_and(|action| hint.is(action));
        let taken: usize = kept.iter().filter(|hint| !is_left_out(hint)).map(Hint::columns).sum();
        let mut room = (columns + 2).saturating_sub(taken);
        let fits = |hint: &&Hint| {
            let fits = hint.columns() <= room;
            room = room.saturating_sub(hint.columns());
            fits
        };
        own.iter().take_while(fits).count()
    };
    let (mut count, without) = (fitting(None), fitting(Some(Action::GoTo)));
    if count < OWN_HINTS && without > count && !own[count].is_everywhere() {
        kept.retain(|hint| !hint.is(Action::GoTo));
        count = without;
    }
    own.truncate(count);
    own.into_iter().chain(kept).collect()
}

/// Returns the notification in as many lines as it needs, at most `max_lines`; a failed write takes precedence. Empty if
/// there is nothing to say.
pub fn notification(app: &App, theme: Theme, columns: u16, max_lines: u16) -> Vec<Line<'static>> {
    let model = app.model();
    let is_importing = !model.import_progress.is_empty() && app.screens().current_id() != ScreenId::Importing;
    let (text, end, severity) = match (&model.failed_write, app.notification(), &model.read_only) {
        (Some(failed), ..) => {
            let way_out = format!("; {} tries again", app.keymap().first_key(Action::Retry));
            (failed.why.clone(), way_out, Severity::Failed)
        }
        (None, Some(notice), _) => (notice.text.clone(), String::new(), notice.severity),
        (None, None, Some(why)) => (format!("Read-only: {why}"), String::new(), Severity::Failed),
        (None, None, None) if is_importing => {
            (format!("Importing {}", model.import_progress), String::new(), Severity::Done)
        }
        (None, None, None) => return Vec::new(),
    };
    let style = theme.notification(severity);
    let sign = match (severity, app.notification().and_then(|notice| notice.verdict)) {
        (Severity::Failed, _) => Some(Span::styled("! ", style)),
        (Severity::Done | Severity::Hint, verdict) => {
            verdict.map(|kind| Span::styled(format!("{} ", kind.symbol()), theme.verdict(kind)))
        }
    };
    let lead = if sign.is_some() { 2 } else { 0 };
    let room = usize::from(columns).saturating_sub(lead).max(1);
    let lines = wrap_with_end(&text, &end, room, usize::from(max_lines.max(1)));
    let line = |(at, line): (usize, String)| {
        let lead = if at == 0 { sign.clone() } else { sign.as_ref().map(|_| Span::raw("  ")) };
        Line::from(lead.into_iter().chain([Span::styled(line, style)]).collect::<Vec<_>>())
    };
    lines.into_iter().enumerate().map(line).collect()
}
/// Wraps a text into a number of lines; if it is longer, shortens it, but never its end.
fn wrap_with_end(text: &str, end: &str, columns: usize, max_lines: usize) -> Vec<String> {
    let mut room = width(text).min(columns * max_lines);
    loop {
        let lines = wrap(&format!("{}{end}", truncate(text, room)), columns);
        if lines.len() <= max_lines {
            return lines;
        }
        if room == 0 {
            return vec![truncate(end, columns)];
        }
        room -= 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_is_too_long_keeps_its_end() {
        assert_eq!(wrap_with_end("one two three", "; four", 10, 3), ["one two", "three;", "four"]);
        assert_eq!(wrap_with_end("one two three four five six seven", "; four", 10, 2), ["one two", "thr…; four"]);
        assert_eq!(wrap_with_end("one", "; r tries again", 8, 1), ["; r tri…"]);
        assert_eq!(wrap_with_end("one two three", "", 10, 1), ["one two t…"]);
    }
}
