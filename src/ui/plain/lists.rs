//! Screens that are lists: Inbox, To do, History, People, Insights, the import report, a pile, lists of people; and the
//! screen that tells how to get one's data.

use crate::app::App;
use crate::app::ids::{ScreenId, Selection};
use crate::app::list_filter::ListFilter;
use crate::app::screen::carry_out::CarryOutScreen;
use crate::app::screen::history::HistoryScreen;
use crate::app::screen::import_report::ImportReportScreen;
use crate::app::screen::inbox::InboxScreen;
use crate::app::screen::insights::InsightsScreen;
use crate::app::screen::people::PeopleScreen;
use crate::app::screen::person_list::PersonListScreen;
use crate::app::screen::pile::PileScreen;
use crate::app::screen::spec;
use crate::domain::care::summary::PersonSummary;
use crate::domain::decision::carry_out::CarryOutState;
use crate::domain::request::invitation::InvitationId;
use crate::domain::text::dates;
use crate::domain::text::plural::{capitalized, number, plural};
use crate::ui::widget::detail::EmptyState;
use crate::ui::{carry_out as to_do, history as past, import_report as report, inbox as home, insights as figures};
use crate::ui::{people as everybody, pile as piles, welcome as start};

use super::saying::{Saying, rows_said};
use super::words::{self, WIDE, joined, sentence, theme};

fn empty(saying: &mut Saying, state: &EmptyState) {
    saying.about.extend([state.title.to_owned(), state.words.to_owned()]);
    let way = |(screen, words): &(ScreenId, &str)| format!("{} {words}", spec(*screen).title.to_lowercase());
    saying.about.extend(state.ways.iter().map(way));
}

/// Returns how much of a list a filter leaves, or why it cannot be read; `None` without a filter.
fn filter_line(filter: &ListFilter, shown: usize, all: usize) -> Option<String> {
    let why = filter.error.as_deref().map(sentence);
    why.or_else(|| (!filter.text().is_empty()).then(|| format!("{} of {}.", number(shown), number(all))))
}

/// Returns the title of a list with its filter: another filter is another list.
fn filtered(title: &str, filter: &ListFilter) -> String {
    if filter.text().is_empty() { title.to_owned() } else { format!("{title}, filter: {}", filter.text()) }
}

/// Adds the rows said at once, numbered, each with its heading if it differs from the one before.
fn add_rows(saying: &mut Saying, selected: usize, count: usize, row: impl Fn(usize) -> (String, String)) {
    let mut heading = String::new();
    saying.from = rows_said(selected, count).start;
    for at in rows_said(selected, count) {
        let (title, text) = row(at);
        if title != heading && !title.is_empty() {
            saying.rows.push(format!("{}:", title.trim_end_matches(['.', ':'])));
        }
        heading = title;
        saying.rows.push(format!("{}. {text}", at + 1));
    }
    let said = rows_said(selected, count).end;
    if said < count {
        saying.rows.push(format!("{} more rows; more says them.", number(count - said)));
    }
}

fn place(selected: usize, count: usize, text: &str) -> String {
    format!("Row {} of {}: {}", number(selected + 1), number(count), sentence(text))
}

pub fn inbox(app: &App, screen: &InboxScreen) -> Saying {
    let pen = words::pen(app);
    let mut saying = Saying::new("Inbox");
    let head = home::heading(pen, screen, WIDE);
    saying.about = words::of(&[head]).iter().map(|line| sentence(line)).collect();
    saying.about.extend(words::of(&home::caution(pen, screen, WIDE)));
    let row = |at: usize| match at.checked_sub(1) {
        None => format!("Everything, {}: {}", app.drafts().order.label(), number(screen.pending())),
        Some(at) => match screen.piles.get(at) {
            Some((pile, size)) => format!("{}: {}", pile.label(), number(*size)),
            None => {
                let desk = screen.desk.get(at - screen.piles.len());
                desk.map(|row| home::desk_text(row, app)).unwrap_or_default()
            }
        },
    };
    let count = 1 + screen.piles.len() + screen.desk.len();
    if screen.pending() == 0 {
        empty(&mut saying, home::nothing_waits(app.model()));
    }
    let desk = 1 + screen.piles.len();
    let heading = |at: usize| if at < desk { "Where to begin" } else { "On your desk" }.to_owned();
    add_rows(&mut saying, screen.cursor.index, count, |at| (heading(at), sentence(&row(at))));
    saying.selected = vec![place(screen.cursor.index, count, &row(screen.cursor.index))];
    let name = |id: &InvitationId| app.model().ledger.case(id).map(|case| case.invitation().name.display_name());
    let next: Vec<String> = screen.next_cards().iter().take(3).filter_map(|card| name(&card.id)).collect();
    if !next.is_empty() {
        saying.selected.push(format!("Next: {}.", next.join(", ")));
    }
    saying
}

pub fn carry_out(app: &App, screen: &CarryOutScreen) -> Saying {
    let (model, pen) = (app.model(), words::pen(app));
    let mut saying = Saying::new("To do");
    let Some(current) = screen.current() else {
        empty(&mut saying, if screen.has_finished() { &to_do::ALL_DONE } else { &to_do::NOTHING_YET });
        saying.about.extend(words::of(&to_do::ignores_lines(screen, WIDE, pen.theme)));
        return saying;
    };
    saying.about = words::of(&[to_do::heading(screen, WIDE, pen.theme)]).iter().map(|line| sentence(line)).collect();
    saying.about.extend(words::of(&to_do::ignores_lines(screen, WIDE, pen.theme)));
    let count = screen.rows().len();
    let name = |target: &Selection| target.name(&model.ledger, &model.network).display_name();
    add_rows(&mut saying, screen.cursor.index, count, |at| {
        let text = screen.row(at).map(|row| {
            joined(&[&name(&row.target), row.task.label(), to_do::state_words(row, model).unwrap_or_default()])
        });
        (String::new(), text.unwrap_or_default())
    });
    let text = joined(&[&name(&current.target), current.task.label()]);
    saying.selected = vec![place(screen.cursor.index, count, &text)];
    let lines = match (&current.target, current.target.case(&model.ledger)) {
        (Selection::Person(person), _) => to_do::let_go_lines(pen, person, WIDE, false),
        (_, Some(case)) => to_do::detail_lines(pen, current, case, WIDE, false),
        (_, None) => Vec::new(),
    };
    saying.selected.extend(words::of(&lines));
    saying
}

pub fn history(app: &App, screen: &HistoryScreen) -> Saying {
    let (model, theme) = (app.model(), theme());
    let mut saying = Saying::new(&filtered("History", &screen.filter));
    let all = screen.total_decisions();
    if all == 0 {
        empty(&mut saying, &past::NO_DECISIONS);
        return saying;
    }
    let count = screen.rows.len();
    saying.about = vec![filter_line(&screen.filter, count, all).unwrap_or_else(|| sentence(&plural(all, "decision")))];
    add_rows(&mut saying, screen.cursor.index, count, |at| {
        let Some(one) = screen.decision_at(at, &model.ledger) else { return Default::default() };
        let kind = one.decision.verdict.kind().label();
        let state = past::carry_out_state_of(&one, app).map_or("", CarryOutState::label);
        let changed = if one.is_current { "" } else { "changed later" };
        let text = joined(&[&one.decision.name.display_name(), kind, &past::summary(one.decision), state, changed]);
        (dates::format_short(model.moment.local.of(one.entry.at), model.moment.today), text)
    });
    if let Some(one) = screen.selected_decision(&model.ledger) {
        saying.selected = vec![place(screen.cursor.index, count, &one.decision.name.display_name())];
        saying.selected.extend(words::of(&past::detail_lines(&one, app, WIDE, theme)));
    }
    saying
}

pub fn people(app: &App, screen: &PeopleScreen) -> Saying {
    let mut saying = Saying::new(&filtered("People", &screen.filter));
    let (count, all) = (screen.shown(), screen.total());
    if all == 0 {
        empty(&mut saying, everybody::nobody(screen.scope));
        return saying;
    }
    let whose = match &screen.only {
        Some((heading, _)) => heading.clone(),
        None => format!("{}, by name", everybody::of_scope(screen.scope)),
    };
    let heading = || format!("{} {whose}.", plural(all, "person"));
    saying.about = vec![filter_line(&screen.filter, count, all).unwrap_or_else(heading)];
    let text = |person: &PersonSummary| {
        joined(&[&person.name.display_name(), &everybody::aside(person, app).replace(" · ", ", ")])
    };
    add_rows(&mut saying, screen.cursor.index, count, |at| (String::new(), text(screen.person_at(at))));
    if let Some(person) = screen.person() {
        saying.selected = vec![place(screen.cursor.index, count, &person.name.display_name())];
        saying.selected.extend(words::of(&everybody::short(person, app, WIDE, theme())));
    }
    saying
}

pub fn insights(screen: &InsightsScreen) -> Saying {
    let mut saying = Saying::new("Insights");
    saying.about = vec![format!("Period: {}.", screen.period.label())];
    let parts: Vec<_> =
        screen.blocks.iter().flat_map(|block| block.parts.iter().map(move |part| (block, part))).collect();
    add_rows(&mut saying, screen.cursor.index, parts.len(), |at| {
        let (block, part) = parts[at];
        let notes = block.notes.join(" ");
        let heading = format!("{} {notes}", joined(&[&block.title, &block.aside]));
        (heading, sentence(&format!("{}: {}{}", part.label, part.figure, figures::shares_text(part))))
    });
    if let Some((block, part)) = screen.selected_part() {
        let text = format!("{}, {}: {}{}", block.title, part.label, part.figure, figures::shares_text(part));
        saying.selected = vec![place(screen.cursor.index, parts.len(), &text)];
    }
    saying
}

pub fn import_report(app: &App, screen: &ImportReportScreen) -> Saying {
    let pen = words::pen(app);
    let mut saying = Saying::new("Import report");
    saying.about = words::of(&[report::heading(pen, WIDE)]);
    let read = words::of(&report::read_lines(pen, screen, WIDE));
    saying.about.extend(read.into_iter().filter(|line| !line.starts_with("rows"))); // a heading of columns
    let text = |at: usize| screen.rows.get(at).map(|(_, row)| report::row_text(row));
    let text = |at: usize| text(at).map(|(name, text)| joined(&[&name, &text])).unwrap_or_default();
    let heading = |at: usize| screen.rows.get(at).map(|(section, _)| section.heading().to_owned()).unwrap_or_default();
    let count = screen.rows.len();
    add_rows(&mut saying, screen.cursor.index, count, |at| (heading(at), text(at)));
    if count > 0 {
        saying.selected = vec![place(screen.cursor.index, count, &text(screen.cursor.index))];
    }
    saying
}

pub fn welcome() -> Saying {
    let mut saying = Saying::new("Get your data");
    saying.about = vec![start::TITLE.to_owned()];
    saying.about.extend(start::STEPS.iter().enumerate().map(|(at, step)| format!("{}. {step}", at + 1)));
    saying.about.extend(start::PROMISES.map(str::to_owned));
    saying
}

pub fn pile(app: &App, screen: &PileScreen) -> Saying {
    let (model, theme) = (app.model(), theme());
    let mut saying = Saying::new("A pile");
    saying.about = words::of(&[piles::heading(screen, theme)]);
    let (page, number) = (screen.page(), screen.page_number().0);
    let name = |id: &InvitationId| {
        let kept = if screen.is_kept(id) { "kept for its card" } else { "" };
        let invitation = piles::invitation(id, model);
        let note = invitation.and_then(|one| one.note.as_ref()).map(|note| format!("“{}”", note.display_name()));
        let name = invitation.map(|one| one.name.display_name()).unwrap_or_default();
        let age = invitation.and_then(|one| one.age_days(model.moment.now)).map(dates::format_age).unwrap_or_default();
        joined(&[&name, &age, kept, &note.unwrap_or_default()])
    };
    add_rows(&mut saying, screen.cursor.index, page.len(), |at| (String::new(), name(&page[at])));
    saying.from = number;
    match screen.current().and_then(|id| piles::invitation(id, model)) {
        Some(invitation) => {
            let kept = if screen.is_kept(&invitation.id) { "kept for its card" } else { "" };
            let text = joined(&[&invitation.name.display_name(), kept]);
            saying.selected = vec![place(screen.cursor.index, page.len(), &text)];
            saying.selected.extend(words::of(&piles::details(invitation, model, WIDE, theme)));
        }
        None => saying.about.push("No one waits in this pile.".to_owned()),
    }
    saying
}

pub fn person_list(app: &App, screen: &PersonListScreen) -> Saying {
    let model = app.model();
    let mut saying = Saying::new(screen.list.spec.title);
    saying.about = vec![sentence(&(screen.list.summary)(model))];
    let Some(selected) = screen.person() else {
        saying.about.extend(screen.list.nobody.map(str::to_owned));
        return saying;
    };
    let headed = |section: &'_ crate::app::screen::person_list::ListSection| {
        let heading = capitalized(&section.heading.to_lowercase());
        section.people.iter().map(|one| (heading.clone(), one.clone())).collect::<Vec<_>>()
    };
    let people: Vec<_> = screen.sections.iter().flat_map(headed).collect();
    add_rows(&mut saying, screen.cursor.index, people.len(), |at| {
        let (heading, one) = &people[at];
        (heading.clone(), joined(&[&one.name.display_name(), &one.text]))
    });
    let text = joined(&[&selected.name.display_name(), &selected.text]);
    saying.selected = vec![place(screen.cursor.index, people.len(), &text)];
    saying.selected.extend(selected.clicks.into_iter().flatten().map(str::to_owned));
    saying
}
