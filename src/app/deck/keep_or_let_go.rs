//! The deck of connections to keep or let go of, silent ones first.

use std::sync::LazyLock;

use super::person_card::{subtitle, what_you_know};
use super::spec::{CardPane, CardView, Deck, EarlierDecision, Guard, Part};
use crate::app::action::Action;
use crate::app::bindings::{BindingRow, EVERYWHERE, MOVE, RETRY, UNDO, default_keys, with_keys};
use crate::app::command::{Cx, FormSpec, Handled, Paragraph};
use crate::app::draft::Drafts;
use crate::app::field::{Field, FieldError, FieldId, Fields};
use crate::app::form;
use crate::app::ids::{ScreenId, Selection};
use crate::app::layer::{Place, ScreenSpec};
use crate::app::model::Model;
use crate::app::notification::Notification;
use crate::domain::care::recommendation;
use crate::domain::care::review_order::{SilenceKind, is_to_review, review_order, silence_of};
use crate::domain::care::summary::{PersonSummary, name_of};
use crate::domain::decision::care_event::{CareEvent, Review, ReviewChoice};
use crate::domain::decision::checklist::{Question, QuestionId};
use crate::domain::decision::event::Event;
use crate::domain::decision::{Draft, VerdictKind};
use crate::domain::person::key::{PersonKey, short_address};
use crate::domain::text::dates;
use crate::domain::text::plural::{in_words, number, plural};

/// The deck of connections to keep or let go of.
pub static DECK: Deck = Deck {
    spec: ScreenSpec {
        id: ScreenId::KeepOrLetGo,
        title: "Keep or let go",
        name: "keep or let go",
        place: Place::Under(ScreenId::People),
        go_keys: "k",
        go_label: "keep or let go",
        bindings: &[
            &[
                default_keys(Action::Accept, "keep").that_does("Keep the connection"),
                default_keys(Action::Decline, "let go").that_does("Let go of the connection"),
                default_keys(Action::FollowUp, "reach out first").that_does("Reach out first, then decide"),
                default_keys(Action::Skip, "skip"),
                default_keys(Action::Yes, ""),
                default_keys(Action::No, ""),
                default_keys(Action::Unsure, ""),
            ],
            RETRY,
            CARE,
            &[
                default_keys(Action::Question1, ""),
                default_keys(Action::Question2, ""),
                default_keys(Action::Question3, ""),
                default_keys(Action::Back, "look around"),
                default_keys(Action::Forward, "look around"),
            ],
            MOVE,
            UNDO,
            &[default_keys(Action::ClosePerson, "people")],
            EVERYWHERE,
        ],
    },
    verbs: ["keep", "let go", "reach out first"],
    suggestions: ["keeping", "letting go", "reaching out first"],
    guard: Some(Guard {
        counts: |event| review_of(event).is_some_and(|review| review.choice == ReviewChoice::LetGo),
        has_ceiling: false,
        text: "You let go of these in quick succession:",
        question: "Can you say who each of them is?",
    }),
    questions: |_| &*QUESTIONS,
    queue,
    is_open: |card, model| matches!(card, Selection::Person(person) if is_to_review(person, model.plan_data())),
    card,
    draft,
    has_own_verbs: true,
    act,
    decided_card: |event, _| {
        let review = review_of(event)?;
        let draft = Draft { answers: review.answers.clone(), note: review.note.clone(), ..Draft::default() };
        Some((Selection::Person(review.about.person.clone()), draft))
    },
    mark: |event| review_of(event).map(|review| verdict_of(review.choice)),
    waiting: |_, left| match left {
        1 => "1 to look at".to_owned(),
        left => format!("{} to look at", number(left)),
    },
    portion_done: |_, portion| {
        vec![format!("That's {}. The others stay as they are.", in_words(portion)), "Stop here, or go on?".to_owned()]
    },
    all_done: |_, decided| {
        let said = match decided {
            0 => "No connection is left to look at here.".to_owned(),
            decided => format!("{} looked at. All saved.", plural(decided, "connection")),
        };
        let how = "Only connections that you neither decided on nor looked at are here.";
        let lines = [Paragraph::Title("That's everyone.".to_owned()), Paragraph::Blank];
        lines.into_iter().chain([Paragraph::Plain(said), Paragraph::Dim(how.to_owned())]).collect()
    },
};

/// Bindings of what one does for a person.
static CARE: &[BindingRow] = &[
    default_keys(Action::Filter, "filter"),
    default_keys(Action::ComposeMessage, "message"),
    default_keys(Action::Open, "open"),
    default_keys(Action::OpenPerson, "page"),
    with_keys("L", Action::LogContact, ""),
    with_keys("P", Action::Promise, ""),
    default_keys(Action::TalkSheet, ""),
    default_keys(Action::SetRhythm, ""),
    default_keys(Action::Introduce, ""),
    default_keys(Action::Recommend, ""),
    default_keys(Action::EditDetails, ""),
];

/// The questions, whose ids the journal keeps.
static QUESTIONS: LazyLock<[Question; 3]> = LazyLock::new(|| {
    let question = |id: &str, text: &str, prompt: &str| Question {
        id: QuestionId(id.into()),
        text: text.to_owned(),
        prompt: prompt.to_owned(),
    };
    [
        question("know", "Do I know who this is?", "A face, a place, a thing you did together."),
        question("help", "Could one help the other?", "You them, or they you: one thing that you can name."),
        question(
            recommendation::QUESTION,
            "Could I recommend them?",
            "Could you write about what they did, in three sentences?",
        ),
    ]
});

/// The form that limits the deck to the matches of a query.
static FILTER: FormSpec = FormSpec {
    name: "keep_or_let_go_filter",
    title: |_, _| "Only some connections".to_owned(),
    fields: |_, _| vec![Field::text(FieldId::Query, "Filter", "", "words, #tag, company: talked:no; empty: everyone")],
    submit: filter,
    ..FormSpec::PLAIN
};

fn filter(fields: &Fields, _: &Selection, cx: &mut Cx) -> Result<(), FieldError> {
    let text = fields.text(FieldId::Query);
    let wrong = |why: String| FieldError(FieldId::Query, why);
    cx.model.parse_query(&text).map_err(|why| wrong(why.to_string()))?;
    let part = if text.is_empty() { Selection::Pile(None) } else { Selection::Query(text) };
    let found = queue(cx.model, cx.drafts, &part).len();
    if found == 0 {
        return Err(wrong("No connection here matches".to_owned()));
    }
    cx.show(ScreenId::KeepOrLetGo, part);
    cx.notify(Notification::done(format!("{} to look at", plural(found, "connection"))));
    Ok(())
}

fn queue(model: &Model, _: &Drafts, part: &Selection) -> Vec<Selection> {
    let mut people = review_order(model.plan_data());
    if let Selection::Query(text) = part
        && let Ok(query) = model.parse_query(text)
    {
        let data = model.search_data();
        people.retain(|person| {
            let name = name_of(person, data.ledger, data.network);
            let latest = data.ledger.latest_case_of(person).map(|case| PersonSummary::from_case(case, data.ledger));
            let summary = latest.unwrap_or(PersonSummary { key: person.clone(), name, latest: None });
            data.is_found(&summary, &query)
        });
    }
    people.into_iter().map(Selection::Person).collect()
}

fn review_of(event: &Event) -> Option<&Review> {
    let Event::Care(event) = event else { return None };
    if let CareEvent::Reviewed(review) = &**event { Some(review) } else { None }
}

fn verdict_of(choice: ReviewChoice) -> VerdictKind {
    match choice {
        ReviewChoice::Keep => VerdictKind::Accept,
        ReviewChoice::LetGo => VerdictKind::Decline,
        ReviewChoice::ReachOut => VerdictKind::FollowUp,
    }
}

/// Returns the last look at a person.
fn last_review<'a>(person: &PersonKey, model: &'a Model) -> Option<&'a Review> {
    let mut lines = model.ledger.care_of(person).rev();
    lines.find_map(|line| if let CareEvent::Reviewed(review) = line.event { Some(review) } else { None })
}

fn draft(card: &Selection, model: &Model, drafts: &Drafts) -> Draft {
    let decided = || {
        let Selection::Person(person) = card else { return None };
        last_review(person, model).map(|review| Draft { answers: review.answers.clone(), ..Draft::default() })
    };
    drafts.card_draft(ScreenId::KeepOrLetGo, card).cloned().or_else(decided).unwrap_or_default()
}

#[expect(clippy::wildcard_enum_match_arm, reason = "a deck takes a few of many actions")]
fn act(action: Action, card: &Selection, cx: &mut Cx) -> Handled {
    match action {
        Action::Accept => cx.open_form(&form::review::KEEP, card.clone()),
        Action::Decline => cx.open_form(&form::review::LET_GO, card.clone()),
        Action::FollowUp => cx.open_form(&form::review::REACH_OUT, card.clone()),
        Action::Filter => cx.open_form(&FILTER, Selection::Nobody),
        _ => return Handled::No,
    }
    Handled::Yes
}

fn card(card: &Selection, model: &Model) -> Option<CardView> {
    let Selection::Person(person) = card else { return None };
    let known = model.network.get(person).filter(|known| known.is_connected())?;
    let clock = model.plan_data().clock().of(person);
    let today = model.moment.today;
    let silence = silence_of(known, model.plan_data());
    let why = match silence {
        SilenceKind::NoMessage => "never a message, either way",
        SilenceKind::OnlyMine => "only you wrote",
        SilenceKind::Unanswered => "your last two contacts were not answered",
        SilenceKind::Other => "",
    };
    let mut since: Vec<Part> = Vec::new();
    if !why.is_empty() {
        since.push(Part::MissingEvidence(why.to_owned().into()));
    }
    let last = clock.last_contact.map_or("no contact known".to_owned(), |last| last.in_words(today));
    since.push(Part::Section("Last contact".to_owned(), last.into()));
    if let Some(talk) = known.conversation_stats().filter(|talk| !talk.last_excerpt.is_blank()) {
        let who = if talk.last_by_me { "You" } else { "They" };
        since.push(Part::Muted(format!("{who}: “{}”", talk.last_excerpt.display_paragraphs())));
    }
    let connected_on = known.connection().and_then(|connection| connection.connected_on);
    Some(CardView {
        name: known.name.display_name(),
        aside: connected_on.map_or(String::new(), |day| format!("connected {}", dates::format_ago(day, today))),
        badge: None,
        subtitle: subtitle(person, model),
        address: person.profile_url().map(|address| short_address(&address)),
        panes: [
            CardPane { title: "Between you", parts: since },
            CardPane { title: "What you know", parts: what_you_know(person, model) },
        ],
        earlier_decision: last_review(person, model).map(|review| earlier(review, model)),
    })
}

fn earlier(review: &Review, model: &Model) -> EarlierDecision {
    let (text, hint) = match review.choice {
        ReviewChoice::Keep => {
            let rhythm = review.rhythm.map_or(String::new(), |rhythm| format!(", {}", rhythm.label()));
            (format!("Kept{rhythm}."), String::new())
        }
        ReviewChoice::LetGo => ("Let go.".to_owned(), " On LinkedIn it is to do.".to_owned()),
        ReviewChoice::ReachOut => {
            let day =
                review.due.map_or(String::new(), |due| format!(" {}", dates::format_day(due, model.moment.today)));
            (format!("Reach out first{day}."), String::new())
        }
    };
    EarlierDecision { kind: verdict_of(review.choice), text, hint }
}
