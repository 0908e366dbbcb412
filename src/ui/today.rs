//! Today: who comes back, what is owed, who wrote, and whom to reach out to.

use chrono::NaiveDate;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::App;
use crate::app::action::Action;
use crate::app::form::contact;
use crate::app::ids::{ScreenId, Selection};
use crate::app::screen::today::{TodayRow, TodayScreen};
use crate::domain::care::agenda::{AgendaItem, AgendaKind, Author};
use crate::domain::care::clock::ReachOut;
use crate::domain::care::log::aims_so_far;
use crate::domain::care::summary::how_met_and_notes;
use crate::domain::care::they_wrote::{WaitingMessage, news_about, old_copy_days, old_copy_text};
use crate::domain::care::today::{TodayItem, TodaySection, name_of};
use crate::domain::decision::FollowUpMode;
use crate::domain::decision::care_event::CareEvent;
use crate::domain::decision::ledger::InvitationCase;
use crate::domain::decision::rhythm::Rhythm;
use crate::domain::person::key::PersonKey;
use crate::domain::text::dates;
use crate::domain::text::plural::{capitalized, in_words, number, plural};
use crate::domain::text::untrusted::Untrusted;
use crate::domain::text::wrap::{truncate, width};

use super::layout::{DetailPlace, detail_columns, list_and_details, take_rows};
use super::status::standing;
use super::theme::{Role, Theme};
use super::widget::chart::bar;
use super::widget::detail::{EmptyState, labelled, spread, wrapped};
use super::widget::{Group, Paint};

/// Columns of a name.
const NAME_COLUMNS: usize = 22;
/// Columns of the bar between two contacts.
const BAR_COLUMNS: usize = 38;

/// Draws the screen.
pub fn draw(paint: &mut Paint, mut area: Rect, screen: &TodayScreen) {
    let head = take_rows(&mut area, 2);
    paint.line(head, heading(paint, screen));
    if screen.rows.is_empty() {
        let lines = paint.empty_state(&NOTHING, usize::from(area.width));
        return paint.lines(area, &lines);
    }
    let is_beside = matches!(list_and_details(area, 0).1, Some(DetailPlace::Beside(_)));
    let (title, aside, lines) = details(paint, screen, detail_columns(area), is_beside);
    let (list, details) = list_and_details(area, lines.len());
    draw_list(paint, list, screen);
    if let Some(place) = details.filter(|_| !lines.is_empty()) {
        paint.details(place, &title, &aside, lines);
    }
}

/// Returns the day, and what it brings.
fn heading(paint: &Paint, screen: &TodayScreen) -> Line<'static> {
    let (theme, model) = (paint.theme, paint.app.model());
    let size = |section| screen.items_in(section, model).count();
    let is_open = |item: &&TodayItem| !matches!(item, TodayItem::ReachOut(one) if one.is_done);
    let count = |count: usize, one: &str, many: &str| match count {
        0 => None,
        1 => Some(format!("one {one}")),
        count => Some(format!("{} {many}", in_words(count))),
    };
    let reach_out = screen.items_in(TodaySection::ReachOut, model).filter(is_open).count();
    let parts = [
        count(reach_out, "to reach out to", "to reach out to"),
        count(size(TodaySection::ComeBack), "comes back", "come back"),
        count(size(TodaySection::Owed), "thing owed", "things owed"),
        count(size(TodaySection::TheyWrote), "wrote", "wrote"),
    ];
    let parts = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let parts = if parts.is_empty() { "nothing is due".to_owned() } else { parts };
    let day = model.moment.today.format("%A %-d %B").to_string();
    let late = model.ledger.newest_day(model.moment.local).filter(|newest| *newest > model.moment.today);
    let late = late.map_or(String::new(), |day| {
        format!("   Your journal has a line of {}; today goes by the clock.", dates::format_long(day))
    });
    Line::from(vec![Span::styled(day, theme.title()), Span::styled(format!("   {parts}{late}"), theme.muted())])
}

/// Returns the heading of a section, and what stands beside it.
fn section_heading(section: TodaySection, few: usize) -> (&'static str, String) {
    match section {
        TodaySection::ComeBack => ("THEY COME BACK", String::new()),
        TodaySection::Owed => ("YOU OWE", String::new()),
        TodaySection::TheyWrote => ("THEY WROTE", String::new()),
        TodaySection::ReachOut if few > 0 => ("REACH OUT", format!("  today's {}", in_words(few))),
        TodaySection::ReachOut => ("REACH OUT", String::new()),
        TodaySection::News => ("NEWS", String::new()),
        TodaySection::Later => ("COMING BACK LATER", String::new()),
        TodaySection::Parked => ("PARKED", String::new()),
    }
}

/// Where nothing is due.
const NOTHING: EmptyState = EmptyState {
    title: "Nothing is due, and you owe nothing.",
    words: "People you follow up with come back here on their day, and what you owe to those you accepted is listed until \
            it is done.",
    ways: &[(ScreenId::Triage, "goes on with the requests")],
};

fn draw_list(paint: &mut Paint, area: Rect, screen: &TodayScreen) {
    let (app, theme, columns) = (paint.app, paint.theme, usize::from(area.width));
    let sections = &screen.sections;
    let lines: usize = sections.iter().map(|(_, rows)| rows + 2).sum();
    // Where there is little room, no empty row stands before a heading.
    let gap = usize::from(lines <= usize::from(area.height) || area.height > 14);
    let above = |at: usize| if at == 0 { 1 } else { 1 + gap };
    let groups: Vec<Group> = sections
        .iter()
        .enumerate()
        .map(|(at, (_, rows))| Group { lines_above: above(at), rows: *rows, pins_heading: true })
        .collect();
    let few = screen.items_in(TodaySection::ReachOut, app.model()).count();
    let heading = |group: usize, line: usize| {
        if line + 1 != groups[group].lines_above {
            return Line::default();
        }
        let (heading, aside) = section_heading(sections[group].0, few);
        Line::from(vec![Span::styled(heading, theme.muted()), Span::styled(aside, theme.muted())])
    };
    let row = |at: usize| row(&screen.rows[at], at == screen.cursor.index, app, columns, theme);
    paint.list(area, &groups, Some(screen.cursor.index), &heading, &row);
}

fn row(row: &TodayRow, is_selected: bool, app: &App, columns: usize, theme: Theme) -> Line<'static> {
    let item = match row {
        TodayRow::Item(item) => item,
        TodayRow::More(more) => {
            let shown = app.model().reach_out.few().len();
            let words = format!("That's today's {}. ", in_words(shown));
            let key = app.keymap().key_label(app.screens().current().context(), Action::OpenPerson);
            let left = vec![
                Span::styled(words, theme.muted()),
                Span::styled(key, theme.key()),
                Span::styled(format!(": {} more.", in_words(*more)), theme.muted()),
            ];
            return spread(left, Vec::new(), columns);
        }
        TodayRow::Sum => return spread(vec![Span::styled(sum_text(app), theme.muted())], Vec::new(), columns),
    };
    let model = app.model();
    let today = model.moment.today;
    let of_person = |person: &PersonKey| name_of(person, &model.ledger, &model.network).display_name();
    let (sign, role, name, what, (day, is_late)) = match item {
        TodayItem::Request(item) => {
            let case = model.ledger.case(&item.id);
            let name = case.map(|case| case.invitation().name.display_name()).unwrap_or_default();
            let (sign, role) = match item.kind {
                AgendaKind::FollowUp { .. } => ("◷ ", Role::Maybe),
                AgendaKind::OwedGift(_) => ("♡ ", Role::Yes),
            };
            let what = match item.wrote_since {
                Some(Author::Other) => "they wrote since".to_owned(),
                Some(Author::Me) => format!("{}; you wrote since", what(item, case, app)),
                None => what(item, case, app),
            };
            (sign, role, name, what, day_words(item, today))
        }
        TodayItem::Promise(promise) => {
            let name = promise.about.name.display_name();
            ("♡ ", Role::Yes, name, promise.text.display_name(), owed_day(promise.due, today))
        }
        TodayItem::Wrote(message) => {
            let what = format!("“{}”", message.excerpt.display_name());
            ("● ", Role::Fact, message.name.display_name(), what, (message_day(message, app), false))
        }
        TodayItem::Greetings(messages) => {
            let what = format!("{} short greetings and thanks", number(messages.len()));
            let what = if messages.len() == 1 { "a short greeting".to_owned() } else { what };
            return spread(
                vec![Span::styled("● ", theme.fact()), Span::styled(what, theme.muted())],
                Vec::new(),
                columns,
            );
        }
        TodayItem::ReachOut(one) => {
            let (sign, role) = if one.is_done { ("✓ ", Role::Yes) } else { ("○ ", Role::Accent) };
            let (what, aside) = reach_out_words(one, app);
            (sign, role, of_person(&one.person), what, (aside, false))
        }
        TodayItem::News(news) => {
            let day = dates::format_short(model.moment.local.of(news.at), today);
            ("· ", Role::Fact, news.name.display_name(), format!("now {}", news.now), (format!("copy of {day}"), false))
        }
    };
    let name_columns = NAME_COLUMNS.min(columns * 2 / 5);
    let name = truncate(&name, name_columns);
    let gap = " ".repeat(name_columns + 1 - width(&name));
    let name_style = if is_selected { theme.title() } else { theme.text() };
    let left = vec![
        Span::styled(sign, theme.style(role)),
        Span::styled(format!("{name}{gap}"), name_style),
        Span::styled(what, theme.muted()),
    ];
    let day_style = if is_late { theme.warning() } else { theme.muted() };
    spread(left, vec![Span::styled(day, day_style)], columns)
}

/// Returns the honest sum, or what choosing a rhythm would do.
fn sum_text(app: &App) -> String {
    let model = app.model();
    let sum = model.reach_out.sum();
    let people = if sum.people == 1 { "1 person".to_owned() } else { format!("{} people", number(sum.people)) };
    match (sum.people, model.has_chosen_rhythm()) {
        (0, _) => "No one is in your rhythm yet. Choose how often you want to be in touch.".to_owned(),
        (_, false) => {
            let due = model.reach_out.due_by_rhythm();
            let people = if due == 1 {
                "1 person you accepted is".to_owned()
            } else {
                format!("{} people you accepted are", number(due))
            };
            let a_day = capitalized(&in_words(model.reach_out.a_day()));
            format!("{people} due by the rhythm you chose. {a_day} a day is enough; Enter changes it.")
        }
        (_, true) => {
            let rhythm = model.reach_out.one_rhythm().map_or(String::new(), |rhythm| format!(", {},", rhythm.label()));
            format!("{people}{rhythm} is {} a business day.", sum.a_day_in_words())
        }
    }
}

fn message_day(message: &WaitingMessage, app: &App) -> String {
    let moment = app.model().moment;
    dates::format_ago(moment.local.of(message.at), moment.today)
}

/// Returns what one knows about somebody to reach out to, and the rhythm or what was done.
fn reach_out_words(one: &ReachOut, app: &App) -> (String, String) {
    let model = app.model();
    let (data, today) = (model.plan_data(), model.moment.today);
    if one.is_done {
        let newest = model.ledger.care_of(&one.person).next_back();
        let what = newest.map_or(String::new(), |line| match line.event {
            CareEvent::Contacted(contact) if contact.text.is_empty() => {
                format!("you logged: {}", contact.channel.label())
            }
            CareEvent::Contacted(contact) => Untrusted::from(contact.text.as_str()).display_name(),
            CareEvent::Postponed { due, .. } => format!("put off to {}", dates::format_short(*due, today)),
            CareEvent::RhythmSet(choice) if choice.rhythm == Some(Rhythm::Never) => "no reminders any more".to_owned(),
            CareEvent::RhythmSet(_) => "another rhythm".to_owned(),
            _ => String::new(),
        });
        return (what, "done".to_owned());
    }
    let clock = data.clock().of(&one.person);
    let news = model.network.get(&one.person).and_then(|known| news_about(known, data));
    let what = match (news, clock.last_contact) {
        (Some(news), _) => format!("now {}", news.now),
        (None, Some(last)) => format!("last: {}", last.in_words(today)),
        (None, None) => "no contact known".to_owned(),
    };
    let aside = match (one.is_own_date, &clock.rhythm) {
        (true, _) => format!("set for {}", dates::format_day(one.due, today)),
        (false, Some(applied)) => applied.rhythm.span().to_owned(),
        (false, None) => String::new(),
    };
    (what, aside)
}

fn owed_day(day: NaiveDate, today: NaiveDate) -> (String, bool) {
    match (today - day).num_days() {
        late @ 1.. => (format!("{} late", plural(late.unsigned_abs(), "day")), true),
        0 => ("today".to_owned(), false),
        _ => (format!("by {}", dates::format_day(day, today)), false),
    }
}

/// Returns when an item is due, and whether it is late.
fn day_words(item: &AgendaItem, today: NaiveDate) -> (String, bool) {
    let late = (today - item.day).num_days();
    match (late, &item.kind) {
        (1.., _) => (format!("{} late", plural(late.unsigned_abs(), "day")), true),
        (0, _) => ("today".to_owned(), false),
        (_, AgendaKind::OwedGift(_)) => (format!("by {}", dates::format_day(item.day, today)), false),
        (_, AgendaKind::FollowUp { .. }) => (dates::format_day(item.day, today), false),
    }
}

/// Returns what an item is about. A question counts as asked only once it was sent.
fn what(item: &AgendaItem, case: Option<&InvitationCase>, app: &App) -> String {
    match &item.kind {
        AgendaKind::OwedGift(gift) => gift.label().to_owned(),
        AgendaKind::FollowUp { mode: FollowUpMode::Wait, .. } => "you wanted to wait".to_owned(),
        AgendaKind::FollowUp { mode: FollowUpMode::Park, .. } => "parked".to_owned(),
        AgendaKind::FollowUp { mode: FollowUpMode::Ask, question } => {
            let is_sent = case.is_some_and(|case| app.model().ledger.carried_out(case).is_some());
            let verb = if is_sent { "asked" } else { "to ask" };
            let question = Untrusted::from(question.as_str());
            if question.is_blank() { verb.to_owned() } else { format!("{verb}: {}", question.display_name()) }
        }
    }
}

/// Returns the title of the details, what stands beside it, and the selected row in full.
fn details(
    paint: &Paint,
    screen: &TodayScreen,
    columns: usize,
    has_keys: bool,
) -> (String, String, Vec<Line<'static>>) {
    let (model, theme) = (paint.app.model(), paint.theme);
    let place = format!("{} of {}", number(screen.cursor.index + 1), number(screen.rows.len()));
    let name = |person: &PersonKey| name_of(person, &model.ledger, &model.network).display_name();
    match screen.row() {
        Some(TodayRow::Item(TodayItem::Request(item))) => match model.ledger.case(&item.id) {
            Some(case) => {
                let title = case.invitation().name.display_name();
                (title, place, request_lines(paint, item, case, columns, has_keys))
            }
            None => Default::default(),
        },
        Some(TodayRow::Item(TodayItem::Greetings(messages))) => {
            let mut lines = Vec::new();
            for message in messages {
                let text = format!("“{}”", message.excerpt.display_name());
                lines.extend(labelled_wide(&message.name.display_name(), &text, columns, theme));
            }
            ("Greetings and thanks".to_owned(), place, lines)
        }
        Some(TodayRow::Item(item)) => match item.person(&model.ledger) {
            Some(person) => {
                let clock = model.plan_data().clock().of(person);
                let aside = clock.rhythm.map_or(place, |applied| applied.rhythm.label().to_owned());
                (name(person), aside, person_lines(paint, item, person, columns, has_keys))
            }
            None => Default::default(),
        },
        Some(TodayRow::Sum) => ("Your pledge".to_owned(), String::new(), pledge_lines(paint, columns)),
        Some(TodayRow::More(_)) | None => Default::default(),
    }
}

fn labelled_wide(label: &str, text: &str, columns: usize, theme: Theme) -> Vec<Line<'static>> {
    let mut lines = vec![Line::styled(truncate(label, columns), theme.text())];
    lines.extend(wrapped(text, columns, theme.muted()));
    lines
}

/// Returns what the pledge says for each group, and how old the copy is.
fn pledge_lines(paint: &Paint, columns: usize) -> Vec<Line<'static>> {
    let (model, theme) = (paint.app.model(), paint.theme);
    let pledge = model.ledger.pledges().next_back().map(|(.., pledge)| pledge.clone()).unwrap_or_default();
    let said = |rhythm: Option<Rhythm>| rhythm.map_or("nothing chosen", Rhythm::label);
    let mut lines = Vec::new();
    lines.extend(labelled("Accepted here", said(pledge.accepted), columns, theme));
    lines.extend(labelled("Both ways", said(pledge.both), columns, theme));
    lines.extend(labelled("Everybody else", said(pledge.others), columns, theme));
    for (tag, rhythm) in &pledge.by_tag {
        lines.extend(labelled(&format!("#{tag}"), rhythm.label(), columns, theme));
    }
    if let Some(days) = old_copy_days(&model.network, model.moment.today, model.moment.local) {
        lines.push(Line::default());
        lines.extend(wrapped(&old_copy_text(days), columns, theme.muted()));
    }
    lines.push(Line::default());
    let words = vec![Span::styled("change it", theme.muted())];
    lines.extend(paint.key_line(Action::OpenPerson, words));
    lines
}

/// Returns a person in full: news, what this row is about, the last contact, what you know, the keys.
fn person_lines(
    paint: &Paint,
    item: &TodayItem,
    person: &PersonKey,
    columns: usize,
    has_keys: bool,
) -> Vec<Line<'static>> {
    let (model, theme) = (paint.app.model(), paint.theme);
    let (today, local) = (model.moment.today, model.moment.local);
    let known = model.network.get(person);
    let mut lines = Vec::new();
    if let Some(news) = known.and_then(|known| news_about(known, model.plan_data())) {
        lines.extend(wrapped(&format!("Now {}", news.now), columns, theme.title()));
        if !news.before.is_empty() {
            lines.extend(wrapped(&format!("{} until your last copy", news.before), columns, theme.muted()));
        }
        lines.push(Line::default());
    }
    match item {
        TodayItem::Promise(promise) => {
            let (day, _) = owed_day(promise.due, today);
            let day = format!("{}, {day}", promise.text.display_name());
            lines.extend(labelled("You owe", &day, columns, theme));
        }
        TodayItem::Wrote(message) => {
            let day = dates::format_long(local.of(message.at));
            lines.extend(labelled("They wrote", &day, columns, theme));
            lines.extend(wrapped(&format!("“{}”", message.excerpt.display_paragraphs()), columns, theme.text()));
            lines.push(Line::default());
        }
        TodayItem::Request(_) | TodayItem::Greetings(_) | TodayItem::ReachOut(_) | TodayItem::News(_) => {}
    }
    let clock = model.plan_data().clock().of(person);
    let last = clock.last_contact.map_or("none known".to_owned(), |last| last.in_words(today));
    lines.extend(labelled("Last contact", &last, columns, theme));
    let talk = known.and_then(|known| known.conversation_stats());
    if let Some(talk) = talk.filter(|_| !matches!(item, TodayItem::Wrote(_))) {
        let who = if talk.last_by_me { "you" } else { "they" };
        let quote = format!("{who}: “{}”", talk.last_excerpt.display_paragraphs());
        lines.extend(labelled("", &quote, columns, theme));
    }
    let due = clock.due.filter(|due| !due.is_own_date).map(|due| due.day);
    if let (Some(last), Some(due)) = (clock.last_contact.map(|last| last.day), due) {
        lines.push(Line::default());
        let columns = columns.min(BAR_COLUMNS);
        let days = |from: NaiveDate, to: NaiveDate| usize::try_from((to - from).num_days()).unwrap_or_default();
        let passed = days(last, today).min(days(last, due));
        lines.push(Line::from(bar(passed, days(last, due), columns, theme.fact(), theme)));
        let [from, to] = [last, due].map(|day| vec![Span::styled(dates::format_short(day, today), theme.muted())]);
        lines.push(spread(from, to, columns));
    }
    lines.push(Line::default());
    let (how_met, remember) = how_met_and_notes(person, &model.ledger);
    let described = model.ledger.description_of(person).cloned().unwrap_or_default();
    let before = lines.len();
    lines.extend(labelled("How we met", &how_met, columns, theme));
    lines.extend(labelled("Remember", &remember, columns, theme));
    lines.extend(labelled("Goals", &described.goals, columns, theme));
    lines.extend(labelled("Looks for", &described.seeks, columns, theme));
    lines.extend(labelled("Can offer", &described.offers, columns, theme));
    let aims = aims_so_far(person, &model.ledger);
    if aims.given + aims.asked > 0 {
        lines.extend(labelled("You gave", &format!("{}, asked {}", aims.given, aims.asked), columns, theme));
    }
    if has_keys {
        if lines.len() > before {
            lines.push(Line::default());
        }
        lines.extend(key_lines(paint, item, person));
    }
    lines
}

/// Returns the keys that lead on from a row.
fn key_lines(paint: &Paint, item: &TodayItem, person: &PersonKey) -> Vec<Line<'static>> {
    let words = |words: &str| vec![Span::styled(words.to_owned(), paint.theme.muted())];
    let target = Selection::Person(person.clone());
    let mut lines = Vec::new();
    lines.extend(paint.key_line(Action::ComposeMessage, words("message")));
    match item {
        TodayItem::ReachOut(_) => {
            let log = format!("log it: {}", contact::defaults_in_words(&target, paint.app.model()));
            lines.extend(paint.key_line(Action::GiveGift, words(&log)));
            lines.extend(paint.key_line(Action::FollowUp, words("later")));
            lines.extend(paint.key_line(Action::SetRhythm, words("other rhythm")));
        }
        TodayItem::Promise(_) => {
            lines.extend(paint.key_line(Action::GiveGift, words("kept; counts as contact")));
            lines.extend(paint.key_line(Action::NoAnswer, words("no longer owed")));
        }
        TodayItem::Wrote(_) => lines.extend(paint.key_line(Action::NoAnswer, words("no answer needed"))),
        TodayItem::News(_) => lines.extend(paint.key_line(Action::NoAnswer, words("seen"))),
        TodayItem::Request(_) | TodayItem::Greetings(_) => {}
    }
    lines
}

/// Returns a request in full.
fn request_lines(
    paint: &Paint,
    item: &AgendaItem,
    case: &InvitationCase,
    columns: usize,
    has_keys: bool,
) -> Vec<Line<'static>> {
    let (app, model, theme) = (paint.app, paint.app.model(), paint.theme);
    let invitation = case.invitation();
    let (day, is_late) = day_words(item, model.moment.today);
    let day = if is_late { format!("{}, {day}", dates::format_long(item.day)) } else { day };
    let mut lines = vec![Line::from(standing(&invitation.person, Some(case), model, theme).span()), Line::default()];
    match &item.kind {
        AgendaKind::OwedGift(gift) => {
            lines.extend(labelled("You owe", &format!("{}, {day}", gift.label()), columns, theme));
            let (how_met, remember) = how_met_and_notes(&invitation.person, &model.ledger);
            lines.extend(labelled("How we met", &how_met, columns, theme));
            lines.extend(labelled("Remember", &remember, columns, theme));
        }
        AgendaKind::FollowUp { question, .. } => {
            lines.extend(labelled("Comes back", &day, columns, theme));
            if let Some((entry, decision)) = model.ledger.decision_of(case) {
                let since = dates::format_long(model.moment.local.of(entry.at));
                lines.extend(labelled("Decided", &since, columns, theme));
                lines.extend(labelled("Reason", &decision.reason, columns, theme));
            }
            let label = if what(item, Some(case), app).starts_with("asked") { "You asked" } else { "Your question" };
            lines.extend(labelled(label, question, columns, theme));
        }
    }
    if item.wrote_since == Some(Author::Other) {
        lines.extend(labelled("Since then", "they wrote to you", columns, theme));
    }
    let note = invitation.note.as_ref().map(|note| format!("“{}”", note.display_paragraphs())).unwrap_or_default();
    lines.extend(labelled("Their note", &note, columns, theme));
    if has_keys {
        let is_card = TodayItem::Request(item.clone()).section(model.moment.today) == TodaySection::ComeBack;
        let opens = if is_card { "their card" } else { "their page" };
        let words = |words: &str| vec![Span::styled(words.to_owned(), theme.muted())];
        lines.push(Line::default());
        lines.extend(paint.key_line(Action::OpenPerson, words(opens)));
        lines.extend(paint.key_line(Action::GiveGift, words("done; counts as contact")));
        lines.extend(paint.key_line(Action::AskAgain, words("ask again")));
        lines.extend(paint.key_line(Action::ComposeMessage, words("message")));
    }
    lines
}
