//! The page of a person.

use crate::app::App;
use crate::app::screen::person::PersonScreen;
use crate::ui::{person, story, touch};

use super::saying::Saying;
use super::words::{self, WIDE};

/// Returns what the page says: who it is, how you keep in touch, what you wrote down, your story.
pub fn page(app: &App, screen: &PersonScreen) -> Saying {
    let model = app.model();
    let mut saying = Saying::new("A person");
    let Some(key) = screen.target.person(&model.ledger) else { return saying };
    let (pen, case) = (words::pen(app), screen.target.case(&model.ledger));
    saying.selected = words::of(&person::head_lines(pen, &key, case, screen, WIDE));
    let parts = [
        ("Keeping in touch", touch::lines(pen, &key, case, WIDE)),
        ("About them", person::about_lines(pen, &key, WIDE, false)),
        ("Your story together, newest first", story::lines(pen, &key, &screen.target, WIDE, false)),
    ];
    for (heading, lines) in parts {
        let lines = words::of(&lines);
        if !lines.is_empty() {
            saying.selected.push(format!("{heading}:"));
            saying.selected.extend(lines);
        }
    }
    saying
}
