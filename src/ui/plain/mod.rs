//! The screens as lines of text, for `--plain`: for screen readers, dumb terminals and scripts. What is important comes
//! first, one thing is asked at a time, and what was said is not said again.

mod card;
mod help;
mod lists;
mod overlay;
mod person;
mod saying;
mod today;
mod words;

use crate::app::App;
use crate::app::screen::Screen;

pub use help::{unknown_word, what_can_be_said};
use saying::Saying;
pub use saying::metrics;
pub use words::clean;

/// Returns what the current screen says.
fn of_screen(app: &App) -> Saying {
    let mut saying = match app.screens().current_screen() {
        Screen::Inbox(inbox) => lists::inbox(app, inbox),
        Screen::Review(session) => return card::of_card(app, session),
        Screen::CarryOut(carry_out) => lists::carry_out(app, carry_out),
        Screen::Today(screen) => today::today(app, screen),
        Screen::History(history) => lists::history(app, history),
        Screen::People(people) => lists::people(app, people),
        Screen::Insights(insights) => lists::insights(insights),
        Screen::ImportReport(report) => lists::import_report(app, report),
        Screen::Welcome(_) => lists::welcome(),
        Screen::Person(page) => person::page(app, page),
        Screen::Importing(_) => Saying::new("Reading your export"),
        Screen::Pile(pile) => lists::pile(app, pile),
        Screen::PersonList(list) => lists::person_list(app, list),
    };
    saying.ask = help::ask(app);
    for line in saying.about.iter_mut().chain(&mut saying.selected) {
        *line = words::sentence(line);
    }
    saying
}

/// Returns a text as lines that are safe to print.
pub fn text_lines(text: &str) -> Vec<String> {
    words::paragraphs(text)
}

/// What was said last, so that only what changed is said.
#[derive(Debug, Default)]
pub struct Voice {
    screen: Saying,
    overlay: Option<Saying>,
}

impl Voice {
    /// Returns what is new to say: what came of the last line, what changed, and what is asked.
    pub fn news(&mut self, app: &App) -> Vec<String> {
        let mut lines: Vec<String> = notification(app).into_iter().collect();
        let is_first = self.screen == Saying::default();
        lines.extend(app.model().read_only.iter().filter(|_| is_first).map(|why| format!("Read-only: {why}.")));
        let overlay = overlay::saying(app);
        if let Some(saying) = &overlay {
            lines.extend(difference(self.overlay.as_ref().unwrap_or(&Saying::default()), saying));
            lines.push(saying.ask.clone());
            self.overlay = overlay;
            return without_empty(lines);
        }
        self.overlay = None;
        let screen = of_screen(app);
        lines.extend(difference(&self.screen, &screen));
        lines.push(screen.ask.clone());
        self.screen = screen;
        without_empty(lines)
    }

    /// Returns what is asked.
    pub fn question(&self) -> String {
        self.overlay.as_ref().unwrap_or(&self.screen).ask.clone()
    }

    /// Forgets what was said, so that everything is said again.
    pub fn forget(&mut self) {
        *self = Self::default();
    }

    /// Returns the rows of the list again.
    pub fn rows(&self) -> Vec<String> {
        let rows = &self.overlay.as_ref().unwrap_or(&self.screen).rows;
        if rows.is_empty() { vec!["There is no list here.".to_owned()] } else { rows.clone() }
    }
}

/// Returns the notification, and why the last decision is not on disk.
fn notification(app: &App) -> Option<String> {
    let model = app.model();
    let said = app.notification().map(|notice| words::sentence(&notice.text));
    let failed = model.failed_write.as_ref().map(|failed| {
        let retry = app.keymap().first_key(crate::app::action::Action::Retry);
        words::sentence(&format!("Not saved: {}. retry, or {retry}, tries again", failed.why))
    });
    failed.or(said)
}

/// Returns what differs between two sayings; all of it in another place. The rows are said on arrival, and when the
/// selected one is not among those said before.
fn difference(before: &Saying, now: &Saying) -> Vec<String> {
    let is_elsewhere = before.title != now.title;
    let mut lines = Vec::new();
    if is_elsewhere {
        lines.push(words::sentence(&now.title));
    }
    if is_elsewhere || before.about != now.about {
        lines.extend(now.about.iter().filter(|line| is_elsewhere || !before.about.contains(line)).cloned());
    }
    let is_another_list = before.from != now.from || !now.rows.iter().any(|row| before.rows.contains(row));
    if is_elsewhere || is_another_list {
        lines.extend(now.rows.iter().cloned());
    }
    // Of the same card, row or person, what is new.
    let is_same = !is_elsewhere && before.selected.first() == now.selected.first();
    lines.extend(now.selected.iter().filter(|line| !(is_same && before.selected.contains(line))).cloned());
    lines
}

fn without_empty(lines: Vec<String>) -> Vec<String> {
    lines.into_iter().map(|line| words::clean(&line)).filter(|line| !line.is_empty()).collect()
}
