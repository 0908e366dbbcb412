//! The story of a person: what happened between you, newest first, and what else your files say.

use chrono::{DateTime, Utc};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::app::ids::Selection;
use crate::app::model::Model;
use crate::domain::care::agenda::has_written_since_connected;
use crate::domain::decision::care_event::{Aim, CareEvent, IntroductionStep, ReviewChoice};
use crate::domain::decision::carry_out::carry_out_state;
use crate::domain::decision::checklist::{Answer, Answers, QuestionId};
use crate::domain::decision::event::{CarryOutResult, CloseReason};
use crate::domain::decision::ledger::{CareEntry, InvitationCase};
use crate::domain::decision::rhythm::Rhythm;
use crate::domain::decision::{Decision, FollowUpMode, Gift, Verdict};
use crate::domain::evidence::EvidenceKind;
use crate::domain::evidence::network::ConversationStats;
use crate::domain::evidence::timestamp::Timestamp;
use crate::domain::person::key::PersonKey;
use crate::domain::request::invitation::Invitation;
use crate::domain::text::dates;
use crate::domain::text::plural::{capitalized, plural};
use crate::domain::text::untrusted::Untrusted;
use crate::domain::text::wrap::{self, width};

use super::theme::{Role, Theme};
use super::widget::Pen;
use super::widget::chart::sparkline;
use super::widget::detail::{fact_sign, signed};

/// Columns of a day.
const DAY_COLUMNS: usize = 12;
/// Columns before the text of an event.
const LEAD_COLUMNS: usize = DAY_COLUMNS + 3;

/// Something that happened.
struct Happening {
    /// When; unknown ones come last.
    at: Option<DateTime<Utc>>,
    /// Day, or span of months, as it is shown.
    day: String,
    sign: Span<'static>,
    title: String,
    body: Vec<Text>,
}

/// A text under a title.
enum Text {
    Muted(String),
    Styled(String, Style),
    Line(Vec<Span<'static>>),
}

/// Returns the story as lines; with empty rows between the events if it is airy.
pub fn lines(pen: Pen, person: &PersonKey, target: &Selection, columns: usize, airy: bool) -> Vec<Line<'static>> {
    let (model, theme) = (pen.app.model(), pen.theme);
    let mut happened: Vec<Happening> =
        model.ledger.cases_of(person).flat_map(|case| of_case(case, model, theme)).collect();
    let talk = model.network.get(person).and_then(|known| known.conversation_stats());
    happened.extend(talk.map(|talk| of_talk(talk, model, theme)).unwrap_or_default());
    happened.extend(connected(person, model, theme));
    happened.extend(model.ledger.care_of(person).rev().filter_map(|line| of_care(&line, person, model, theme)));
    happened.sort_by_key(|event| std::cmp::Reverse(event.at)); // stable: of one time, in the order above
    let mut lines = Vec::new();
    let count = happened.len();
    for (at, event) in happened.into_iter().enumerate() {
        let is_last = at + 1 == count;
        lines.extend(event_lines(event, columns, is_last, theme));
        if airy && !is_last {
            lines.push(thread(theme));
        }
    }
    let known = evidence_lines(pen, person, target, talk.is_some(), columns);
    if !known.is_empty() {
        lines.extend((!lines.is_empty()).then(Line::default));
        lines.push(Line::styled("ALSO IN YOUR FILES", theme.muted()));
        lines.extend(known);
    }
    if lines.is_empty() {
        lines.push(Line::styled("Nothing has happened yet.", theme.muted()));
    }
    lines
}

/// Returns the line that joins two events.
fn thread(theme: Theme) -> Line<'static> {
    Line::from(vec![Span::raw(" ".repeat(DAY_COLUMNS)), Span::styled("│", theme.rule())])
}

fn event_lines(event: Happening, columns: usize, is_last: bool, theme: Theme) -> Vec<Line<'static>> {
    let gap = " ".repeat(DAY_COLUMNS.saturating_sub(width(&event.day)));
    let room = columns.saturating_sub(LEAD_COLUMNS);
    let lead = || {
        let mut line = if is_last { Line::from(Span::raw(" ".repeat(DAY_COLUMNS + 1))) } else { thread(theme) };
        line.spans.push(Span::raw("  "));
        line
    };
    let mut lines = vec![Line::from(vec![
        Span::styled(format!("{}{gap}", event.day), theme.muted()),
        event.sign,
        Span::styled(format!("  {}", event.title), theme.title()),
    ])];
    for text in event.body {
        let spans: Vec<Vec<Span>> = match text {
            Text::Line(spans) => vec![spans],
            Text::Muted(words) => styled(&words, room, theme.muted()),
            Text::Styled(words, style) => styled(&words, room, style),
        };
        lines.extend(spans.into_iter().map(|spans| {
            let mut line = lead();
            line.spans.extend(spans);
            line
        }));
    }
    lines
}

fn styled(words: &str, columns: usize, style: Style) -> Vec<Vec<Span<'static>>> {
    wrap::wrap(words, columns).into_iter().map(|line| vec![Span::styled(line, style)]).collect()
}

/// Returns what happened with a request, the latest first where the times are the same.
fn of_case(case: &InvitationCase, model: &Model, theme: Theme) -> Vec<Happening> {
    let (ledger, invitation) = (&model.ledger, case.invitation());
    let event = |at: Option<DateTime<Utc>>, sign: &'static str, style: Style, title: &str, body: Vec<Text>| Happening {
        day: at.map_or("some day".to_owned(), |at| dates::format_plain(model.moment.local.of(at), model.moment.today)),
        at,
        sign: Span::styled(sign, style),
        title: title.to_owned(),
        body,
    };
    let mut happened = Vec::new();
    if let Some((entry, closing)) = ledger.closed_by(case) {
        let title = match closing {
            CloseReason::Connected => "Your export showed you as connected",
            CloseReason::Vanished => "Your export no longer listed the request",
        };
        happened.push(event(Some(entry.at), "·", theme.muted(), title, Vec::new()));
    }
    if let Some(entry) = ledger.gift_given(case) {
        happened.push(event(Some(entry.at), "♡", theme.style(Role::Yes), "You kept your promise", Vec::new()));
    }
    if let Some((entry, how)) = ledger.carried_out(case) {
        let title = match how {
            CarryOutResult::Done => "Done on LinkedIn",
            CarryOutResult::NotThere => "The request was gone from LinkedIn",
        };
        happened.push(event(Some(entry.at), "◆", theme.muted(), title, Vec::new()));
    }
    let current = ledger.decision_of(case).map(|(entry, _)| entry.id.clone());
    for (entry, decision) in ledger.decisions_of(case) {
        let mut body = decision_texts(decision, model);
        let state = carry_out_state(ledger, case).filter(|_| current.as_ref() == Some(&entry.id));
        body.extend(state.map(|state| {
            Text::Styled(format!("on LinkedIn: {}", state.label()), super::widget::detail::state_style(state, theme))
        }));
        let kind = decision.verdict.kind();
        happened.push(event(Some(entry.at), "◆", theme.verdict(kind), decision_title(decision), body));
    }
    let note = invitation.note.as_ref().map(|note| Text::Muted(format!("“{}”", note.display_paragraphs())));
    happened.push(event(invitation.sent_at, "●", theme.accent(), "They asked", note.into_iter().collect()));
    happened
}

fn decision_title(decision: &Decision) -> &'static str {
    match &decision.verdict {
        Verdict::Accept(_) => "You accepted",
        Verdict::Decline(_) => "You declined",
        Verdict::FollowUp { mode: FollowUpMode::Ask, .. } => "You decided to ask first",
        Verdict::FollowUp { mode: FollowUpMode::Wait, .. } => "You decided to wait",
        Verdict::FollowUp { mode: FollowUpMode::Park, .. } => "You parked the request",
    }
}

/// Returns the answers in one line.
fn answers_text(answers: &Answers) -> String {
    let one = |(id, answer): (&QuestionId, Answer)| {
        format!("{} {}", Untrusted::from(&*id.0).display_paragraphs(), answer.label())
    };
    answers.iter().map(one).collect::<Vec<_>>().join(" · ")
}

/// Returns the answers, the reason and what else was said with a decision.
fn decision_texts(decision: &Decision, model: &Model) -> Vec<Text> {
    let said = |text: &str| Untrusted::from(text).display_paragraphs();
    let mut texts = Vec::new();
    let mut say = |words: String| texts.extend((!words.trim().is_empty()).then_some(Text::Muted(words)));
    say(answers_text(&decision.answers));
    match &decision.verdict {
        Verdict::Accept(details) => {
            let talk = model.network.get(&decision.person).and_then(|known| known.conversation_stats());
            if details.gift == Gift::Hello && talk.is_some_and(has_written_since_connected) {
                say("you wrote since, so no hello is owed".to_owned());
            }
        }
        Verdict::Decline(how) => say(how.label().to_owned()),
        Verdict::FollowUp { due, question, .. } => {
            if !question.trim().is_empty() {
                say(format!("“{}”", said(question.trim())));
            }
            say(format!("until {}", dates::format_long(*due)));
        }
    }
    say(said(&decision.reason));
    if !decision.note.trim().is_empty() {
        say(format!("your note: {}", said(&decision.note)));
    }
    texts
}

/// Returns what the messages tell: the last one, how many, the first one.
fn of_talk(talk: &ConversationStats, model: &Model, theme: Theme) -> Vec<Happening> {
    let today = model.moment.today;
    let day = |at: Timestamp| dates::format_plain(model.moment.local.of(at), today);
    let quote = || {
        let words = talk.last_excerpt.display_paragraphs();
        (!talk.last_excerpt.is_blank()).then(|| Text::Muted(format!("“{words}”")))
    };
    let who = |by_me: bool, mine: &str, theirs: &str| if by_me { mine.to_owned() } else { theirs.to_owned() };
    let event = |at: Timestamp, day, sign, title, body| Happening {
        at: Some(at.utc()),
        day,
        sign: Span::styled(sign, theme.fact()),
        title,
        body,
    };
    let total = talk.sent + talk.received;
    if total <= 1 {
        let title = who(talk.last_by_me, "You wrote", "They wrote");
        return vec![event(talk.last, day(talk.last), "●", title, quote().into_iter().collect())];
    }
    let last = who(talk.last_by_me, "Last message, from you", "Last message, from them");
    let sides = format!("{} from you, {} from them", talk.sent, talk.received);
    let months: Vec<u32> = talk.by_month().into_iter().map(|(_, count)| count).collect();
    let spark = if months.len() > 1 {
        vec![sparkline(&months, theme.fact()), Span::styled(format!("   {sides}"), theme.muted())]
    } else {
        vec![Span::styled(sides, theme.muted())]
    };
    vec![
        event(talk.last, day(talk.last), "●", last, quote().into_iter().collect()),
        event(talk.first, month_span(talk, model), "┃", plural(total, "message"), vec![Text::Line(spark)]),
        event(
            talk.first,
            day(talk.first),
            "●",
            who(talk.started_by_me, "You wrote first", "They wrote first"),
            Vec::new(),
        ),
    ]
}

/// Returns the months from the first to the last message: `Aug–Sep`, `2019–2025`.
fn month_span(talk: &ConversationStats, model: &Model) -> String {
    let [first, last] = [talk.first, talk.last].map(|at| model.moment.local.of(at));
    let form = |form: &str| [first, last].map(|day| day.format(form).to_string());
    let [[from, to], [from_year, to_year]] = [form("%b"), form("%Y")];
    let today = model.moment.today.format("%Y").to_string();
    match () {
        () if from_year != to_year => format!("{from_year}–{to_year}"),
        () if to_year != today => to_year,
        () if from == to => from,
        () => format!("{from}–{to}"),
    }
}

/// Returns a contact, a promise or a rhythm.
fn of_care(line: &CareEntry, person: &PersonKey, model: &Model, theme: Theme) -> Option<Happening> {
    let said = |text: &str| Untrusted::from(text).display_paragraphs();
    let muted = |text: String| if text.trim().is_empty() { Vec::new() } else { vec![Text::Muted(text)] };
    let written = line.entry.at;
    let yes = theme.style(Role::Yes);
    let (at, sign, title, body) = match line.event {
        CareEvent::Contacted(contact) => {
            // Of an earlier day no time is known.
            let is_of_its_day = model.moment.local.of(written) == contact.on;
            let noon = contact.on.and_hms_opt(12, 0, 0).filter(|_| !is_of_its_day);
            let at = noon.map_or(written, |at| at.and_utc());
            let aim = match contact.aim {
                Aim::Give => ", you gave",
                Aim::Ask => ", you asked",
                Aim::Neutral => "",
            };
            let answered = match contact.answered {
                Some(true) => ", they answered",
                Some(false) => ", no answer",
                None => "",
            };
            let title = format!("{}{aim}{answered}", capitalized(contact.channel.label()));
            (at, Span::styled("●", theme.fact()), title, muted(said(&contact.text)))
        }
        CareEvent::Promised(promise) => {
            let title = format!("You promised, by {}", dates::format_plain(promise.due, model.moment.today));
            (written, Span::styled("♡", yes), title, muted(said(&promise.text)))
        }
        CareEvent::PromiseKept { .. } => {
            (written, Span::styled("♡", yes), "You kept your promise".to_owned(), Vec::new())
        }
        CareEvent::PromiseDropped { .. } => {
            (written, Span::styled("♡", theme.muted()), "No longer owed".to_owned(), Vec::new())
        }
        CareEvent::RhythmSet(choice) => {
            let title = match (choice.rhythm, choice.because) {
                (_, Some(because)) => capitalized(because.label()),
                (Some(Rhythm::Never), None) => "No reminders any more".to_owned(),
                (Some(rhythm), None) => format!("In touch {}", rhythm.label()),
                (None, None) => "In touch as your pledge says".to_owned(),
            };
            (written, Span::styled("◆", theme.muted()), title, Vec::new())
        }
        CareEvent::Reviewed(review) => {
            let title = match review.choice {
                ReviewChoice::Keep => "You kept the connection".to_owned(),
                ReviewChoice::LetGo => "You let go".to_owned(),
                ReviewChoice::ReachOut => "You wanted to reach out first".to_owned(),
            };
            (written, Span::styled("◆", theme.muted()), title, muted(said(&review.note)))
        }
        CareEvent::Introduction(step) => {
            let other = step.between.iter().find(|party| party.person != *person)?.name.display_name();
            let is_theirs = step.party().is_some_and(|party| party.person == *person);
            let who = if is_theirs { "They".to_owned() } else { other.clone() };
            let title = match step.step {
                IntroductionStep::Proposed => format!("Introduce to {other}?"),
                IntroductionStep::Asked if is_theirs => format!("You asked: meet {other}?"),
                IntroductionStep::Asked => format!("You asked {other}"),
                IntroductionStep::Agreed => format!("{who} agreed to meet"),
                IntroductionStep::Declined => format!("{who} declined to meet"),
                IntroductionStep::Made => format!("You introduced {other}"),
                IntroductionStep::Outcome => format!("What came of meeting {other}"),
                IntroductionStep::Dropped => format!("You dropped introducing {other}"),
            };
            (written, Span::styled("◆", theme.fact()), title, muted(said(&step.text)))
        }
        CareEvent::Invited(invite) => {
            let mut body = muted(answers_text(&invite.answers));
            body.extend((!invite.note.trim().is_empty()).then(|| Text::Muted(format!("“{}”", said(&invite.note)))));
            (written, Span::styled("◆", theme.fact()), "You wanted to invite them".to_owned(), body)
        }
        CareEvent::Disconnected { .. } => {
            let title = "You removed the connection on LinkedIn".to_owned();
            (written, Span::styled("◆", theme.muted()), title, Vec::new())
        }
        CareEvent::Postponed { due, .. } => {
            let title = format!("Put off to {}", dates::format_plain(*due, model.moment.today));
            (written, Span::styled("◷", theme.muted()), title, Vec::new())
        }
        _ => return None,
    };
    let day = dates::format_plain(model.moment.local.of(at), model.moment.today);
    Some(Happening { at: Some(at), day, sign, title, body })
}

/// Returns the day of the connection.
fn connected(person: &PersonKey, model: &Model, theme: Theme) -> Option<Happening> {
    let day = model.network.get(person)?.connection()?.connected_on?;
    Some(Happening {
        at: day.and_hms_opt(0, 0, 0).map(|at| at.and_utc()),
        day: dates::format_plain(day, model.moment.today),
        sign: Span::styled("◆", theme.fact()),
        title: "You connected".to_owned(),
        body: Vec::new(),
    })
}

/// Returns the evidence that your files hold today, without what the messages told.
fn evidence_lines(
    pen: Pen,
    person: &PersonKey,
    target: &Selection,
    tells_messages: bool,
    columns: usize,
) -> Vec<Line<'static>> {
    let (model, theme) = (pen.app.model(), pen.theme);
    let latest = target.case(&model.ledger).map(|case| case.invitation().clone());
    let who = latest.unwrap_or_else(|| {
        // Evidence is looked up for a request; somebody who never sent one has a stand-in.
        let name = target.name(&model.ledger, &model.network);
        Invitation { person: person.clone(), ..Invitation::with_raw_date(name.raw(), "", "") }
    });
    let is_told =
        |kind: EvidenceKind| kind == EvidenceKind::AskedBefore || (kind == EvidenceKind::Messages && tells_messages);
    let evidence = model.evidence_finder().evidence(&who, model.moment.local);
    evidence
        .into_iter()
        .filter(|fact| fact.present && !is_told(fact.kind))
        .flat_map(|fact| {
            let mut lines = signed(&fact_sign(fact.kind, theme), &fact.text.display(), columns, theme.text());
            let file = fact.file.display();
            let has_room = lines.last().is_some_and(|line| line.width() + width(&file) + 2 <= columns);
            let span = Span::styled(format!("  {file}"), theme.muted());
            match lines.last_mut().filter(|_| has_room) {
                Some(line) => line.spans.push(span),
                None => lines.push(Line::from(span)),
            }
            lines
        })
        .collect()
}
