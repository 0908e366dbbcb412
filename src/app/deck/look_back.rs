//! The deck of decisions half a year old: was it right?

use std::sync::LazyLock;

use super::person_card::{fact_from, subtitle};
use super::spec::{CardPane, CardView, Deck, EarlierDecision, FactMarker, Part};
use crate::app::action::Action;
use crate::app::bindings::{BindingRow, Bindings, EVERYWHERE, MOVE, RETRY, UNDO, default_keys, with_keys};
use crate::app::command::{Command, Cx, Handled, Page, Paragraph};
use crate::app::form;
use crate::app::ids::{ScreenId, Selection};
use crate::app::judge::{BEFORE, RIGHT, SEEN, decision_on, draft, judgement};
use crate::app::layer::{Place, ScreenSpec};
use crate::app::model::Model;
use crate::domain::care::look_back::{Since, judgement_of, look_back};
use crate::domain::decision::care_event::{CareEvent, Judgement};
use crate::domain::decision::checklist::{Answer, Checklist, Question, QuestionId};
use crate::domain::decision::event::{Entry, Event, NewEvent};
use crate::domain::decision::{Decision, Draft, Verdict, VerdictKind};
use crate::domain::insight::outcome::{AcceptOutcome, outcome_since};
use crate::domain::person::key::short_address;
use crate::domain::request::invitation::Invitation;
use crate::domain::text::dates;
use crate::domain::text::plural::{capitalized, in_words, number, plural};
use crate::domain::text::untrusted::Untrusted;

static QUESTIONS: LazyLock<Vec<Question>> = LazyLock::new(|| {
    vec![Question {
        id: QuestionId(RIGHT.into()),
        text: "Was it right?".to_owned(),
        prompt: "From what you knew then, before you see what happened since.".to_owned(),
    }]
});

/// Bindings of the cards.
static BINDINGS: Bindings = &[
    &[
        default_keys(Action::ShowSince, "result"),
        default_keys(Action::Accept, "stands").that_does("The decision stands"),
        default_keys(Action::Decline, "reopen").that_does("You changed your mind: decide anew"),
        default_keys(Action::FollowUp, "later").that_does("Ask again in half a year"),
        with_keys("e", Action::Note, "learn").that_does("Write what you learn from it"),
        default_keys(Action::Skip, "skip"),
        default_keys(Action::Yes, ""),
        default_keys(Action::No, ""),
        default_keys(Action::Unsure, ""),
    ],
    RETRY,
    CARE,
    &[default_keys(Action::Back, "previous"), default_keys(Action::Forward, "next")],
    MOVE,
    UNDO,
    &[default_keys(Action::ClosePerson, "back")],
    EVERYWHERE,
];

/// Bindings of what one does for a person.
static CARE: &[BindingRow] = &[
    default_keys(Action::ComposeMessage, "message"),
    default_keys(Action::Open, "open"),
    default_keys(Action::Question1, ""),
];

/// The deck.
pub static DECK: Deck = Deck {
    spec: ScreenSpec {
        id: ScreenId::LookBack,
        title: "Look back",
        name: "look back",
        place: Place::Under(ScreenId::History),
        go_keys: "b",
        go_label: "look back",
        bindings: BINDINGS,
    },
    verbs: ["stands", "reopen", "later"],
    suggestions: ["letting it stand", "reopening it", "asking later"],
    guard: None,
    questions: |_| &QUESTIONS,
    queue: |model, _, _| {
        let due = look_back(model.plan_data(), model.settings.look_back_months);
        due.iter().map(|one| Selection::Request(one.case.invitation().id.clone())).collect()
    },
    is_open: |card, model| {
        decision_on(card, model).is_some_and(|(_, entry, decision)| {
            let judged = judgement_of(&entry.id, decision, &model.ledger);
            judged.is_none_or(|(_, judged)| judged.due.is_some_and(|due| due <= model.moment.today))
        })
    },
    card,
    draft: |card, _, drafts| draft(card, drafts),
    has_own_verbs: true,
    act,
    decided_card,
    mark,
    waiting: |_, left| match left {
        1 => "1 left this week".to_owned(),
        left => format!("{} left this week", number(left)),
    },
    portion_done: |_, portion| vec![format!("That's {}. More come next week.", in_words(portion))],
    all_done: |_, judged| {
        let (title, said) = match judged {
            0 => (
                "Nothing to look back at this week.",
                "Decisions come up here half a year after you made them, ten a week.".to_owned(),
            ),
            judged => {
                ("That's it for this week.", format!("{} looked back at. All saved.", plural(judged, "decision")))
            }
        };
        vec![Paragraph::Title(title.to_owned()), Paragraph::Blank, Paragraph::Plain(said)]
    },
};

#[expect(clippy::wildcard_enum_match_arm, reason = "a deck takes a few of many actions")]
fn act(action: Action, card: &Selection, cx: &mut Cx) -> Handled {
    match action {
        Action::Accept => {
            let right = draft(card, cx.drafts).answers.get(&QuestionId(RIGHT.into()));
            cx.append_all(judgement(card, right, None, cx.model, cx.drafts).into_iter().collect());
        }
        Action::Decline => {
            let judged = judgement(card, Some(Answer::No), None, cx.model, cx.drafts);
            let Selection::Request(invitation) = card else { return Handled::No };
            let reopened = NewEvent::from(Event::Reopened { invitation: invitation.clone() });
            cx.append_all(judged.into_iter().chain([reopened]).collect());
        }
        Action::FollowUp => cx.open_form(&form::ask_again_later::FORM, card.clone()),
        Action::Note => cx.open_form(&form::learnt::FORM, card.clone()),
        Action::ShowSince => show_since(card, cx),
        _ => return Handled::No,
    }
    Handled::Yes
}

/// Shows what happened since, and keeps apart the answer given before.
fn show_since(card: &Selection, cx: &mut Cx) {
    let Some((invitation, entry, decision)) = decision_on(card, cx.model) else { return };
    let body = since(invitation, entry, decision, cx.model).into_iter().map(Paragraph::Plain).collect();
    let title = format!("Since then: {}", invitation.name.display_name());
    let answers = &mut cx.drafts.card_draft_mut(ScreenId::LookBack, card).answers;
    if answers.get(&QuestionId(SEEN.into())).is_none() {
        if let Some(before) = answers.get(&QuestionId(RIGHT.into())) {
            answers.set(QuestionId(BEFORE.into()), before);
        }
        answers.set(QuestionId(SEEN.into()), Answer::Yes);
    }
    cx.commands.push(Command::OpenPage(Page { title, body, ..Page::default() }));
}

/// Returns what happened after a decision, a sentence each.
fn since(invitation: &Invitation, entry: &Entry, decision: &Decision, model: &Model) -> Vec<String> {
    let (ledger, network, local) = (&model.ledger, &model.network, model.moment.local);
    let since = Since::new(invitation, entry.at, ledger, network);
    let mut said = Vec::new();
    if since.asked_again {
        said.push("They asked again.".to_owned());
    }
    let outcome = outcome_since(invitation, entry.at.date_naive(), network);
    match outcome {
        Some((_, day)) if since.is_connected => said.push(format!("Connected since {}.", dates::format_long(day))),
        Some((_, day)) => said.push(format!("Connected on {}, and not any more.", dates::format_long(day))),
        None => said.push("Not among the connections of your last copy.".to_owned()),
    }
    let talk = network.get(&decision.person).and_then(|known| known.conversation_stats());
    match (network.has_messages(), outcome) {
        (false, _) => said.push("Your copy has no messages, so what was written isn't known.".to_owned()),
        (true, Some((AcceptOutcome::Conversation, _))) => {
            let counts =
                talk.map(|talk| (talk.since_connected.sent, talk.since_connected.received)).unwrap_or_default();
            said.push(format!(
                "You wrote to each other: {} of yours, {} of theirs.",
                number(counts.0),
                number(counts.1)
            ));
        }
        (true, Some((AcceptOutcome::Pitched, _))) => {
            said.push("They wrote within three days, and you did not answer.".to_owned());
        }
        (true, Some((AcceptOutcome::OneSided, _))) => said.push("Only one of you wrote.".to_owned()),
        (true, Some((AcceptOutcome::Silent, _))) => said.push("No message since.".to_owned()),
        (true, None) if since.they_wrote => said.push("They wrote to you.".to_owned()),
        (true, None) => said.push("No message from them since.".to_owned()),
    }
    let contacts = ledger.care_of(&decision.person).filter_map(|line| {
        let CareEvent::Contacted(contact) = line.event else { return None };
        (contact.on >= local.of(entry.at)).then_some(contact)
    });
    said.extend(contacts.map(|contact| {
        let text = Untrusted::from(contact.text.as_str()).display_name();
        let text = if text.is_empty() { String::new() } else { format!(": {text}") };
        format!("{} on {}{text}.", capitalized(contact.channel.label()), dates::format_long(contact.on))
    }));
    said
}

/// Returns the card that a line judges, and what was typed on it.
fn decided_card(event: &Event, _: &Model) -> Option<(Selection, Draft)> {
    let Event::Care(event) = event else { return None };
    let CareEvent::Judged(judgement) = &**event else { return None };
    let mut draft = Draft { note: judgement.learnt.clone(), ..Draft::default() };
    if let Some(right) = judgement.right {
        draft.answers.set(QuestionId(RIGHT.into()), right);
    }
    if judgement.seen == Some(true) {
        draft.answers.set(QuestionId(SEEN.into()), Answer::Yes);
    }
    Some((Selection::Request(judgement.invitation.clone()), draft))
}

#[expect(clippy::wildcard_enum_match_arm, reason = "a deck asks for a few of many events")]
fn mark(event: &Event) -> Option<VerdictKind> {
    let Event::Care(event) = event else { return None };
    match &**event {
        CareEvent::Judged(Judgement { due: Some(_), .. }) => Some(VerdictKind::FollowUp),
        CareEvent::Judged(_) => Some(VerdictKind::Accept),
        _ => None,
    }
}

fn card(card: &Selection, model: &Model) -> Option<CardView> {
    let (invitation, entry, decision) = decision_on(card, model)?;
    let day = model.moment.local.of(entry.at);
    let verb = decision.verdict.kind().past_tense();
    let judged = judgement_of(&entry.id, decision, &model.ledger)
        .filter(|(_, judged)| judged.due.is_none_or(|due| due > model.moment.today));
    Some(CardView {
        name: invitation.name.display_name(),
        aside: format!("you {verb} {}", dates::format_ago(day, model.moment.today)),
        badge: None,
        subtitle: subtitle(&decision.person, model),
        address: invitation.address().map(|address| short_address(&address)),
        panes: [
            CardPane { title: "Your words then", parts: words_then(decision, day, &model.settings.checklist) },
            CardPane { title: "What you knew", parts: knew_then(invitation, decision) },
        ],
        earlier_decision: judged.map(|(_, judged)| earlier(judged)),
    })
}

fn earlier(judged: &Judgement) -> EarlierDecision {
    let (kind, text) = match (judged.due, judged.right) {
        (Some(due), _) => (VerdictKind::FollowUp, format!("Asks again on {}.", dates::format_long(due))),
        (None, Some(Answer::Yes)) => (VerdictKind::Accept, "You judged it right.".to_owned()),
        (None, Some(Answer::No)) => (VerdictKind::Decline, "You judged it not right.".to_owned()),
        (None, Some(Answer::Unsure)) => (VerdictKind::FollowUp, "You were not sure.".to_owned()),
        (None, None) => (VerdictKind::Accept, "Looked at; it stands.".to_owned()),
    };
    EarlierDecision { kind, text, hint: String::new() }
}

/// Returns the decision in the words of then.
fn words_then(decision: &Decision, day: chrono::NaiveDate, checklist: &Checklist) -> Vec<Part> {
    let did = capitalized(decision.verdict.kind().past_tense());
    let mut parts = vec![Part::Muted(format!("{did} on {}", dates::format_long(day)))];
    let answers = decision.answers.iter().map(|(id, answer)| {
        // Old journals do not have the wording of then.
        let now = checklist.wording(id).map(|(_, wording)| wording);
        let then = decision.questions.iter().find(|(asked, _)| asked == id).map(|(_, wording)| wording.clone());
        let wording = then.or(now).unwrap_or_else(|| id.0.to_string());
        let wording = Untrusted::from(wording.as_str()).display_name();
        format!("{wording} {}", answer.label())
    });
    let answers = answers.collect::<Vec<_>>().join("\n");
    let (how_met, remember, asked) = match &decision.verdict {
        Verdict::Accept(details) => (details.how_met.as_str(), details.remember.as_str(), ""),
        Verdict::Decline(kind) => ("", "", kind.label()),
        Verdict::FollowUp { question, .. } => ("", "", question.as_str()),
    };
    let asked_label = if decision.verdict.kind() == VerdictKind::Decline { "On LinkedIn" } else { "You asked" };
    let said = [
        ("Your answers", answers.as_str()),
        ("Your reason", decision.reason.as_str()),
        (asked_label, asked),
        ("How you met", how_met),
        ("To remember", remember),
        ("Your note", decision.note.as_str()),
    ];
    let said = said.into_iter().map(|(label, text)| (label, Untrusted::from(text)));
    parts.extend(
        said.filter(|(_, text)| !text.is_blank())
            .map(|(label, text)| Part::Section(label.to_owned(), text.display_paragraphs().into())),
    );
    parts
}

/// Returns their note and the evidence that was kept with the decision.
fn knew_then(invitation: &Invitation, decision: &Decision) -> Vec<Part> {
    let note = match &invitation.note {
        Some(note) => Part::Letter(note.display_paragraphs().into()),
        None => Part::Muted("No note.".to_owned()),
    };
    let facts = decision.evidence.iter().map(|evidence| {
        let [text, file] = [&evidence.text, &evidence.file].map(|text| text.display().into_owned());
        fact_from(FactMarker::Acquaintance, text, file)
    });
    std::iter::once(note).chain(facts).collect()
}
