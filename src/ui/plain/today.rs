//! Today.

use crate::app::App;
use crate::app::screen::today::{TodayRow, TodayScreen};
use crate::domain::care::they_wrote::{old_copy_days, old_copy_text};
use crate::domain::care::today::TodaySection;
use crate::domain::text::plural::{capitalized, in_words};
use crate::ui::today::{ItemWords, NOTHING, heading, item_words, portion_words};
use crate::ui::today_details::details;
use crate::ui::today_words::{section_heading, sum_text};

use super::saying::{Saying, rows_said};
use super::words::{self, WIDE, joined};

/// Returns what Today says.
pub fn today(app: &App, screen: &TodayScreen) -> Saying {
    let (model, pen) = (app.model(), words::pen(app));
    let mut saying = Saying::new("Today");
    saying.about = words::of(&[heading(pen, screen, WIDE)]);
    let old_copy = old_copy_days(&model.network, model.moment.today, model.moment.local).map(old_copy_text);
    saying.about.extend(old_copy);
    if screen.rows.is_empty() {
        saying.about.extend([NOTHING.title.to_owned(), NOTHING.words.to_owned()]);
        return saying;
    }
    let few = screen.items_in(TodaySection::ReachOut, model).count();
    let mut first = 0;
    let said = rows_said(screen.cursor.index, screen.rows.len());
    saying.from = said.start;
    for (section, rows) in &screen.sections {
        let of_section = first..first + rows;
        first += rows;
        for at in of_section.clone().filter(|at| said.contains(at)) {
            if at == of_section.start || at == said.start {
                let (title, aside) = section_heading(*section, few);
                saying
                    .rows
                    .push(format!("{}:", joined(&[&capitalized(&title.to_lowercase()), &aside]).trim_end_matches('.')));
            }
            saying.rows.push(format!("{}. {}", at + 1, row(&screen.rows[at], app)));
        }
    }
    let place = format!("Row {} of {}", screen.cursor.index + 1, screen.rows.len());
    let (title, aside, lines) = details(pen, screen, WIDE, false);
    let own = if title.is_empty() { screen.row().map(|row| row_text(row, app)).unwrap_or_default() } else { title };
    let aside = if aside == place.trim_start_matches("Row ") { String::new() } else { aside };
    saying.selected = vec![format!("{place}: {}", joined(&[&own, &aside]))];
    saying.selected.extend(words::of(&lines));
    saying
}

fn row(row: &TodayRow, app: &App) -> String {
    words::sentence(&row_text(row, app))
}

fn row_text(row: &TodayRow, app: &App) -> String {
    match row {
        TodayRow::Item(item) => {
            let ItemWords { name, what, day, .. } = item_words(item, app);
            joined(&[&name, &what, &day])
        }
        TodayRow::More(more) => format!("{} {} more", portion_words(app), capitalized(&in_words(*more))),
        TodayRow::Sum => sum_text(app, usize::MAX),
    }
}
