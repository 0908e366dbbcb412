//! The decks of people to reach out to: today's few, and five notes.

use chrono::NaiveDate;

use super::person_card::{subtitle, what_you_know};
use super::spec::{CardPane, CardView, Deck, EarlierDecision, Part};
use crate::app::action::Action;
use crate::app::bindings::{BindingRow, Bindings, EVERYWHERE, MOVE, RETRY, UNDO, default_keys, with_keys};
use crate::app::command::{Cx, Handled, Paragraph};
use crate::app::form;
use crate::app::ids::{ScreenId, Selection};
use crate::app::layer::{Place, ScreenSpec};
use crate::app::model::Model;
use crate::domain::care::clock::{ContactKind, PersonClock};
use crate::domain::care::summary::name_of;
use crate::domain::care::they_wrote::news_about;
use crate::domain::decision::care_event::CareEvent;
use crate::domain::decision::event::Event;
use crate::domain::decision::rhythm::Rhythm;
use crate::domain::decision::{Draft, VerdictKind};
use crate::domain::person::key::{PersonKey, short_address};
use crate::domain::text::dates;
use crate::domain::text::plural::{in_words, number, plural};

/// Bindings of the cards.
static BINDINGS: Bindings = &[
    &[
        default_keys(Action::Accept, "log it").that_does("Log that you were in touch"),
        default_keys(Action::Decline, "no reminders").that_does("No more reminders for them"),
        default_keys(Action::FollowUp, "later").that_does("Later: choose a day"),
        default_keys(Action::Skip, "skip"),
    ],
    RETRY,
    CARE,
    &[default_keys(Action::Back, "previous"), default_keys(Action::Forward, "next")],
    MOVE,
    UNDO,
    &[default_keys(Action::ClosePerson, "today")],
    EVERYWHERE,
];

/// Bindings of what one does for a person.
static CARE: &[BindingRow] = &[
    default_keys(Action::ComposeMessage, "message"),
    default_keys(Action::TalkSheet, "talk sheet"),
    default_keys(Action::SetRhythm, "rhythm"),
    default_keys(Action::Introduce, ""),
    default_keys(Action::Recommend, ""),
    with_keys("P", Action::Promise, ""),
    with_keys("L", Action::LogContact, ""),
    default_keys(Action::Open, "open"),
    default_keys(Action::EditDetails, "edit"),
];

/// The deck of today's few.
pub static FEW: Deck = OF_TODAY;

const OF_TODAY: Deck = Deck {
    spec: ScreenSpec {
        id: ScreenId::ReachOut,
        title: "Reach out",
        name: "reach out",
        place: Place::Under(ScreenId::Today),
        go_keys: "",
        go_label: "",
        bindings: BINDINGS,
    },
    verbs: ["log it", "no reminders", "later"],
    suggestions: [""; 3],
    guard: None,
    questions: |_| &[],
    queue: |model, _, _| model.reach_out().few().iter().map(|one| Selection::Person(one.person.clone())).collect(),
    is_open: |card, model| {
        let of_today = model.reach_out().few();
        matches!(card, Selection::Person(person) if of_today.iter().any(|one| one.person == *person && !one.is_done))
    },
    card,
    draft: |_, _, _| Draft::default(),
    has_own_verbs: true,
    act,
    decided_card: |event, model| settled_card(event).filter(|(card, _)| is_one_of_the_few(card, model)),
    mark,
    waiting: |model, _| match model.reach_out().open_few() {
        1 => "1 left today".to_owned(),
        left => format!("{} left today", number(left)),
    },
    portion_done: |model, portion| {
        let left = model.reach_out().open_few();
        vec![
            format!("That's {}. {} left for today.", in_words(portion), number(left)),
            "Stop here, or go on?".to_owned(),
        ]
    },
    all_done: |model, decided| all_done(decided, model.reach_out().next_portion()),
};

/// The deck of five notes.
pub static FIVE_NOTES: Deck = Deck {
    spec: ScreenSpec {
        id: ScreenId::FiveNotes,
        title: "Five notes",
        name: "five notes",
        place: Place::Under(ScreenId::Today),
        go_keys: "",
        go_label: "",
        bindings: BINDINGS,
    },
    queue: |model, _, _| {
        let five = model.reach_out().five_notes(model.plan_data());
        five.into_iter().map(Selection::Person).collect()
    },
    is_open: |card, model| matches!(card, Selection::Person(person) if !model.plan_data().has_acted_today(person)),
    decided_card: |_, _| None,
    waiting: |_, _| "five in all".to_owned(),
    all_done: |_, decided| all_done(decided, 0),
    ..OF_TODAY
};

fn is_one_of_the_few(card: &Selection, model: &Model) -> bool {
    matches!(card, Selection::Person(person) if model.reach_out().few().iter().any(|one| one.person == *person))
}

#[expect(clippy::wildcard_enum_match_arm, reason = "a deck takes a few of many actions")]
fn act(action: Action, card: &Selection, cx: &mut Cx) -> Handled {
    let form = match action {
        Action::Accept => &form::contact::FORM,
        Action::Decline => &form::absence::FORM,
        Action::FollowUp => &form::postpone::FORM,
        _ => return Handled::No,
    };
    cx.open_form(form, card.clone());
    Handled::Yes
}

/// Returns the card that a line settles for today.
#[expect(clippy::wildcard_enum_match_arm, reason = "a deck asks for a few of many events")]
fn settled_card(event: &Event) -> Option<(Selection, Draft)> {
    let Event::Care(event) = event else { return None };
    let settles = match &**event {
        CareEvent::Contacted(_) | CareEvent::Postponed { .. } => true,
        CareEvent::RhythmSet(choice) => choice.rhythm == Some(Rhythm::Never),
        _ => false,
    };
    let person = event.parties().first().filter(|_| settles)?.person.clone();
    Some((Selection::Person(person), Draft::default()))
}

#[expect(clippy::wildcard_enum_match_arm, reason = "a deck asks for a few of many events")]
fn mark(event: &Event) -> Option<VerdictKind> {
    let Event::Care(event) = event else { return None };
    match &**event {
        CareEvent::Contacted(_) => Some(VerdictKind::Accept),
        CareEvent::RhythmSet(_) => Some(VerdictKind::Decline),
        CareEvent::Postponed { .. } => Some(VerdictKind::FollowUp),
        _ => None,
    }
}

fn card(card: &Selection, model: &Model) -> Option<CardView> {
    let Selection::Person(person) = card else { return None };
    let clock = model.plan_data().clock().of(person);
    let known = model.network.get(person);
    let rhythm = clock.rhythm.as_ref().map_or(String::new(), |applied| applied.rhythm.label().to_owned());
    Some(CardView {
        name: name_of(person, &model.ledger, &model.network).display_name(),
        aside: rhythm,
        badge: clock.is_gone().then(|| "no longer connected".to_owned()),
        subtitle: subtitle(person, model),
        address: person.profile_url().map(|address| short_address(&address)),
        panes: [
            CardPane { title: "Since when", parts: since_when(person, &clock, model) },
            CardPane { title: "What you know", parts: what_you_know(person, model) },
        ],
        earlier_decision: done_today(person, model),
    })
    .filter(|_| known.is_some() || model.ledger.care_of(person).next().is_some() || clock.is_in_touch)
}

/// Returns the news, the last contact, and why the person is here.
fn since_when(person: &PersonKey, clock: &PersonClock, model: &Model) -> Vec<Part> {
    let today = model.moment.today;
    let mut parts = Vec::new();
    if let Some(news) = model.network.get(person).and_then(|known| news_about(known, model.plan_data())) {
        parts.push(Part::Letter(format!("Now {}", news.now).into()));
        if !news.before.is_empty() {
            parts.push(Part::Muted(format!("{} until your last copy", news.before)));
        }
    }
    let talk = model.network.get(person).and_then(|known| known.conversation_stats());
    let (label, last) = match clock.last_contact {
        Some(last) => {
            let copy = model.network.messages_as_of.map(|at| model.moment.local.of(at));
            let is_message = matches!(last.kind, ContactKind::TheirMessage | ContactKind::MyMessage);
            let copy = copy.filter(|_| is_message || last.kind == ContactKind::Connected);
            let known_until =
                copy.map_or(String::new(), |day| format!("; copy of {}", dates::format_plain(day, today)));
            (last.label(), format!("{}{known_until}", last.under_label(today)))
        }
        None => ("Last contact", "none known".to_owned()),
    };
    parts.push(Part::Section(label.to_owned(), last.into()));
    if let Some(talk) = talk {
        let quote = talk.last_excerpt.display_paragraphs();
        if !quote.trim().is_empty() {
            let who = if talk.last_by_me { "You" } else { "They" };
            parts.push(Part::Muted(format!("{who}: “{quote}”")));
        }
    }
    if let Some(due) = clock.due {
        let words = match (due.is_own_date, (today - due.day).num_days()) {
            (true, _) => format!("You set {} yourself.", dates::format_long(due.day)),
            (false, late @ 1..) => {
                format!("It was time on {}, {} ago.", dates::format_long(due.day), dates::format_age(late))
            }
            (false, 0) => "It is time today.".to_owned(),
            (false, _) => format!("Next on {}.", dates::format_long(due.day)),
        };
        parts.push(Part::Section("Why today".to_owned(), words.into()));
    }
    parts
}

/// Returns what was done about the person today.
#[expect(clippy::wildcard_enum_match_arm, reason = "a deck asks for a few of many events")]
fn done_today(person: &PersonKey, model: &Model) -> Option<EarlierDecision> {
    let data = model.plan_data();
    if !data.has_acted_today(person) {
        return None;
    }
    let today: NaiveDate = data.today;
    let lines = model.ledger.care_of(person).rev();
    let newest = lines.filter(|line| data.local.of(line.entry.at) == today);
    let said = newest.filter_map(|line| match line.event {
        CareEvent::Contacted(contact) => {
            Some((VerdictKind::Accept, format!("Logged today: {}.", contact.channel.label())))
        }
        CareEvent::Postponed { due, .. } => {
            Some((VerdictKind::FollowUp, format!("Put off to {}.", dates::format_long(*due))))
        }
        CareEvent::RhythmSet(choice) if choice.rhythm == Some(Rhythm::Never) => {
            Some((VerdictKind::Decline, "No reminders any more.".to_owned()))
        }
        CareEvent::RhythmSet(_) => Some((VerdictKind::Accept, "Another rhythm since today.".to_owned())),
        CareEvent::PromiseKept { .. } => Some((VerdictKind::Accept, "Promise kept today.".to_owned())),
        _ => None,
    });
    let (kind, text) = said.into_iter().next().unwrap_or((VerdictKind::Accept, "Done today.".to_owned()));
    Some(EarlierDecision { kind, text, hint: String::new() })
}

fn all_done(decided: usize, more: usize) -> Vec<Paragraph> {
    let mut said = vec![
        Paragraph::Title("That's it for today.".to_owned()),
        Paragraph::Blank,
        Paragraph::Plain(match decided {
            0 => "No one is left to reach out to.".to_owned(),
            decided => format!("{} done. All saved.", plural(decided, "person")),
        }),
    ];
    if more > 0 {
        said.push(Paragraph::Plain(format!("Today has {} more, if you like.", in_words(more))));
    }
    said
}
