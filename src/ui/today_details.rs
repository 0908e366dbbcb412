//! The details of a row of Today.

use crate::app::action::Action;
use crate::app::form::contact;
use crate::app::ids::Selection;
use crate::app::screen::today::{TodayRow, TodayScreen};
use crate::domain::care::agenda::{AgendaItem, AgendaKind, Author};
use crate::domain::care::aims::aims_so_far;
use crate::domain::care::introduction::{Introduction, SideState};
use crate::domain::care::summary::{how_met_and_notes, name_of};
use crate::domain::care::they_wrote::news_about;
use crate::domain::care::today::{TodayItem, TodaySection};
use crate::domain::decision::ledger::InvitationCase;
use crate::domain::decision::rhythm::Rhythm;
use crate::domain::person::key::PersonKey;
use crate::domain::text::dates;
use crate::domain::text::plural::number;
use crate::domain::text::untrusted::Untrusted;
use crate::domain::text::wrap::truncate;
use ratatui::text::{Line, Span};

use super::status::standing;
use super::theme::Theme;
use super::today_words::{day_words, next_words, owed_day, pair, what};
use super::touch::due_bar;
use super::widget::Pen;
use super::widget::detail::{labelled, wrapped};

/// Columns of the bar between two contacts.
const BAR_COLUMNS: usize = 38;

/// Returns the title of the details, what stands beside it, and the selected row in full.
pub fn details(pen: Pen, screen: &TodayScreen, columns: usize, has_keys: bool) -> (String, String, Vec<Line<'static>>) {
    let (model, theme) = (pen.app.model(), pen.theme);
    let is_item = |row: &&TodayRow| matches!(row, TodayRow::Item(_));
    let until = screen.rows.iter().take(screen.cursor.index + 1).filter(is_item).count();
    let place = format!("{} of {}", number(until), number(screen.rows.iter().filter(is_item).count()));
    let name = |person: &PersonKey| name_of(person, &model.ledger, &model.network).display_name();
    match screen.row() {
        Some(TodayRow::Item(TodayItem::Request(item))) => match model.ledger.case(&item.id) {
            Some(case) => {
                let title = case.invitation().name.display_name();
                (title, place, request_lines(pen, item, case, columns, has_keys))
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
        Some(TodayRow::Item(TodayItem::Introduction(introduction))) => {
            ("An introduction".to_owned(), place, introduction_lines(pen, introduction, columns, has_keys))
        }
        Some(TodayRow::Item(TodayItem::LookBack(_))) => {
            let words = "Your old words first, then what happened since, and one question. Ten a week at most.";
            ("Was it right?".to_owned(), place, wrapped(words, columns, theme.text()))
        }
        Some(TodayRow::Item(item)) => match item.person(&model.ledger) {
            Some(person) => {
                let clock = model.plan_data().clock().of(person);
                let aside = clock.rhythm.map_or(place, |applied| applied.rhythm.label().to_owned());
                (name(person), aside, person_lines(pen, item, person, columns, has_keys))
            }
            None => Default::default(),
        },
        Some(TodayRow::Sum) => ("Your pledge".to_owned(), String::new(), pledge_lines(pen, columns)),
        Some(TodayRow::More(_)) | None => Default::default(),
    }
}

/// Returns both sides of an introduction, why, and the next step with its key.
fn introduction_lines(pen: Pen, introduction: &Introduction, columns: usize, has_keys: bool) -> Vec<Line<'static>> {
    let (theme, today) = (pen.theme, pen.app.model().moment.today);
    let mut lines = wrapped(&pair(introduction), columns, theme.title());
    let why = Untrusted::from(introduction.why.as_str()).display_paragraphs();
    lines.extend(labelled("Why", &why, columns, theme));
    for (party, state) in introduction.between.iter().zip(introduction.sides) {
        let words = match state {
            SideState::Asked(day) => format!("asked {}", dates::format_ago(day, today)),
            SideState::NotAsked | SideState::Agreed | SideState::Declined => state.label().to_owned(),
        };
        lines.extend(labelled(&party.name.display_name(), &words, columns, theme));
    }
    lines.extend(labelled("Next", &next_words(introduction, today), columns, theme));
    if has_keys {
        let words = |words: &str| vec![Span::styled(words.to_owned(), theme.muted())];
        lines.push(Line::default());
        lines.extend(pen.key_line(Action::GiveGift, words("next step")));
        let name = introduction.turn().name.display_name();
        lines.extend(pen.key_line(Action::ComposeMessage, words(&format!("message to {name}"))));
        lines.extend(pen.key_line(Action::OpenPerson, words(&format!("page of {name}"))));
    }
    lines
}

fn labelled_wide(label: &str, text: &str, columns: usize, theme: Theme) -> Vec<Line<'static>> {
    let mut lines = vec![Line::styled(truncate(label, columns), theme.text())];
    lines.extend(wrapped(text, columns, theme.muted()));
    lines
}

/// Returns what the pledge says for each group.
fn pledge_lines(pen: Pen, columns: usize) -> Vec<Line<'static>> {
    let (model, theme) = (pen.app.model(), pen.theme);
    let pledge = model.ledger.pledges().next_back().map(|(.., pledge)| pledge.clone()).unwrap_or_default();
    let said = |rhythm: Option<Rhythm>| rhythm.map_or("nothing chosen", Rhythm::label);
    let mut lines = Vec::new();
    lines.extend(labelled("Accepted", said(pledge.accepted), columns, theme));
    lines.extend(labelled("Both ways", said(pledge.both), columns, theme));
    lines.extend(labelled("Others", said(pledge.others), columns, theme));
    for (tag, rhythm) in &pledge.by_tag {
        lines.extend(labelled(&format!("#{tag}"), rhythm.label(), columns, theme));
    }
    lines.push(Line::default());
    lines.extend(pen.key_line(Action::OpenPerson, vec![Span::styled("change it", theme.muted())]));
    lines
}

/// Returns a person in full: news, what this row is about, the last contact, what you know, the keys.
fn person_lines(pen: Pen, item: &TodayItem, person: &PersonKey, columns: usize, has_keys: bool) -> Vec<Line<'static>> {
    let (model, theme) = (pen.app.model(), pen.theme);
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
        TodayItem::Request(_)
        | TodayItem::Introduction(_)
        | TodayItem::Greetings(_)
        | TodayItem::ReachOut(_)
        | TodayItem::News(_)
        | TodayItem::LookBack(_) => {}
    }
    let clock = model.plan_data().clock().of(person);
    let (label, last) = clock
        .last_contact
        .map_or(("Last contact", "none known".to_owned()), |last| (last.label(), last.under_label(today)));
    lines.extend(labelled(label, &last, columns, theme));
    let talk = known.and_then(|known| known.conversation_stats());
    if let Some(talk) = talk.filter(|_| !matches!(item, TodayItem::Wrote(_))) {
        let who = if talk.last_by_me { "you" } else { "they" };
        let quote = format!("{who}: “{}”", talk.last_excerpt.display_paragraphs());
        lines.extend(labelled("", &quote, columns, theme));
    }
    let due = clock.due.filter(|due| !due.is_own_date).map(|due| due.day);
    if let (true, Some(due)) = (pen.is_plain, due) {
        lines.extend(labelled("Due", &dates::format_plain(due, today), columns, theme));
    } else if let (Some(last), Some(due)) = (clock.last_contact.map(|last| last.day), due) {
        lines.push(Line::default());
        lines.extend(due_bar(last, due, today, columns.min(BAR_COLUMNS), theme));
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
        lines.extend(key_lines(pen, item, person));
    }
    lines
}

/// Returns the keys that lead on from a row.
fn key_lines(pen: Pen, item: &TodayItem, person: &PersonKey) -> Vec<Line<'static>> {
    let words = |words: &str| vec![Span::styled(words.to_owned(), pen.theme.muted())];
    let target = Selection::Person(person.clone());
    let mut lines = Vec::new();
    lines.extend(pen.key_line(Action::ComposeMessage, words("message")));
    match item {
        TodayItem::ReachOut(_) => {
            let log = format!("log it: {}", contact::defaults_in_words(&target, pen.app.model()));
            lines.extend(pen.key_line(Action::GiveGift, words(&log)));
            lines.extend(pen.key_line(Action::FollowUp, words("later")));
            lines.extend(pen.key_line(Action::SetRhythm, words("other rhythm")));
        }
        TodayItem::Promise(_) => {
            lines.extend(pen.key_line(Action::GiveGift, words("kept; counts as contact")));
            lines.extend(pen.key_line(Action::NoAnswer, words("no longer owed")));
        }
        TodayItem::Wrote(_) => lines.extend(pen.key_line(Action::NoAnswer, words("no answer needed"))),
        TodayItem::News(_) => lines.extend(pen.key_line(Action::NoAnswer, words("seen"))),
        TodayItem::Request(_) | TodayItem::Introduction(_) | TodayItem::Greetings(_) | TodayItem::LookBack(_) => {}
    }
    lines
}

/// Returns a request in full.
fn request_lines(
    pen: Pen,
    item: &AgendaItem,
    case: &InvitationCase,
    columns: usize,
    has_keys: bool,
) -> Vec<Line<'static>> {
    let (app, model, theme) = (pen.app, pen.app.model(), pen.theme);
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
        lines.extend(pen.key_line(Action::OpenPerson, words(opens)));
        lines.extend(pen.key_line(Action::GiveGift, words("done; counts as contact")));
        lines.extend(pen.key_line(Action::AskAgain, words("ask again")));
        lines.extend(pen.key_line(Action::ComposeMessage, words("message")));
    }
    lines
}
