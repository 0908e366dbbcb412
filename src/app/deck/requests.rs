//! The deck of pending requests.

use super::spec::{CardPane, CardView, Deck, EarlierDecision, FactMarker, Guard, Part};
use crate::app::action::Action;
use crate::app::ask;
use crate::app::bindings::{
    BindingRow, Bindings, DECIDE, EVERYWHERE, MOVE, RESCHEDULE, RETRY, UNDO, default_keys, with_keys,
};
use crate::app::command::{Cx, Handled, Paragraph};
use crate::app::decide::{card_of, draft_for};
use crate::app::draft::Drafts;
use crate::app::form;
use crate::app::ids::{Context, ScreenId, Selection};
use crate::app::input::Moment;
use crate::app::layer::{Place, ScreenSpec};
use crate::app::model::Model;
use crate::domain::care::agenda::agenda_item;
use crate::domain::care::role::Role;
use crate::domain::decision::carry_out::carry_out_state;
use crate::domain::decision::event::Event;
use crate::domain::decision::ledger::InvitationCase;
use crate::domain::decision::{Draft, FollowUpMode, Verdict, VerdictKind};
use crate::domain::evidence::network::ConversationStats;
use crate::domain::evidence::{Evidence, EvidenceKind};
use crate::domain::person::key::short_address;
use crate::domain::request::invitation::Invitation;
use crate::domain::text::dates;
use crate::domain::text::plural::{alternatives, capitalized, in_words, number, plural};
use crate::domain::text::untrusted::Untrusted;
use crate::domain::text::wrap::truncate;

/// Days after which LinkedIn withdraws a request.
const EXPIRY_DAYS: i64 = 183;
/// Maximum width of a date that could not be parsed, in columns; longer ones are truncated.
const WRITTEN_DATE: usize = 20;

/// The deck of pending requests.
pub static DECK: Deck = Deck {
    spec: ScreenSpec {
        id: ScreenId::Triage,
        title: "Triage",
        name: "card",
        place: Place::Tab,
        go_keys: "t",
        go_label: "triage",
        bindings: &[
            DECIDE,
            &[
                default_keys(Action::Skip, "skip"),
                default_keys(Action::Yes, ""),
                default_keys(Action::No, ""),
                default_keys(Action::Unsure, ""),
            ],
            RESCHEDULE,
            RETRY,
            &[
                default_keys(Action::Prompts, "prompts"),
                default_keys(Action::Note, "note"),
                default_keys(Action::EditDetails, "edit"),
                default_keys(Action::Open, "open profile"),
                default_keys(Action::ComposeMessage, "message"),
                default_keys(Action::LogContact, ""),
            ],
            BROWSE,
            QUESTIONS,
            MOVE,
            UNDO,
            &[with_keys("Esc", Action::Go(ScreenId::Inbox), "inbox")],
            EVERYWHERE,
        ],
    },
    verbs: ["accept", "decline", "ask first"],
    suggestions: ["accept", "decline", "asking first"],
    guard: Some(Guard {
        counts: |event| matches!(event, Event::Decided(decision) if decision.verdict.kind() == VerdictKind::Accept),
        has_ceiling: true,
        text: "You accepted these in quick succession:",
        question: "Can you say who each of them is?",
    }),
    questions: |model| model.settings.checklist.questions(),
    queue,
    is_open: |card, model| matches!(card, Selection::Request(id) if model.is_pending(id)),
    card,
    draft: draft_for,
    has_own_verbs: false,
    act,
    decided_card: answers,
    mark: Event::verdict,
    waiting: |model, _| match model.inbox.remaining() {
        1 => "1 waits".to_owned(),
        many => format!("{} wait", number(many)),
    },
    portion_done,
    all_done,
};

/// Bindings that show other cards.
static BROWSE: &[BindingRow] =
    &[default_keys(Action::Back, "look around"), default_keys(Action::Forward, "look around")];
/// Bindings that focus a question.
static QUESTIONS: &[BindingRow] = &[
    default_keys(Action::Question1, ""),
    default_keys(Action::Question2, ""),
    default_keys(Action::Question3, ""),
    default_keys(Action::Question4, ""),
    default_keys(Action::Question5, ""),
    default_keys(Action::Question6, ""),
    default_keys(Action::Question7, ""),
    default_keys(Action::Question8, ""),
    default_keys(Action::Question9, ""),
];
/// Bindings after the last card.
pub static ALL_DONE: Bindings =
    &[BROWSE, &[with_keys("Enter Esc", Action::Go(ScreenId::Inbox), "inbox")], UNDO, EVERYWHERE];

fn queue(model: &Model, drafts: &Drafts, part: &Selection) -> Vec<Selection> {
    let only = if let Selection::Pile(only) = part { *only } else { None };
    let requests = model.inbox.review_order(&model.ledger, &model.network, drafts.order, only, model.moment.today);
    requests.into_iter().map(Selection::Request).collect()
}

#[expect(clippy::wildcard_enum_match_arm, reason = "a deck takes a few of many actions")]
fn act(action: Action, card: &Selection, cx: &mut Cx) -> Handled {
    match action {
        Action::Accept => ask::open_accept_form(card, cx),
        Action::Decline => ask::open_decline_form(card, cx),
        Action::FollowUp => ask::open_follow_up_form(card, cx),
        Action::AskAgain => ask::ask_again(card, cx),
        Action::Park => ask::park_for_default_days(card, cx),
        Action::Note => cx.open_form(&form::note::FORM, card.clone()),
        Action::EditDetails => {
            if let Some(person) = card.person(&cx.model.ledger) {
                cx.open_form(&form::details::ON_CARD, Selection::Person(person));
            }
        }
        _ => return Handled::No,
    }
    Handled::Yes
}

fn portion_done(model: &Model, portion: usize) -> Vec<String> {
    let left = model.inbox.remaining();
    let mut said =
        vec![format!("That's {}. {} still waiting.", in_words(portion), number(left)), model.inbox.piles_text()];
    said.extend(clicks_to_make(model));
    said.push(format!("Stop here, or {} more?", in_words(portion.min(left.max(1)))));
    said
}

/// Says that what was decided is still to be done on LinkedIn, and where that stands; nothing without clicks to make.
fn clicks_to_make(model: &Model) -> Option<String> {
    let clicks = model.open_tasks().clicks();
    let said = format!("Nothing has happened on LinkedIn yet: {} to make, {{go_carry_out}}.", plural(clicks, "click"));
    (clicks > 0).then(|| model.settings.keymap.fill_in(Context::AllDone, &said))
}

fn answers(event: &Event, _: &Model) -> Option<(Selection, Draft)> {
    let Event::Decided(decision) = event else { return None };
    Some((card_of(&decision.invitation), Draft::from_decision(decision)))
}

fn card(card: &Selection, model: &Model) -> Option<CardView> {
    let Selection::Request(id) = card else { return None };
    let case = model.ledger.case(id)?;
    let invitation = case.invitation();
    let mut letter = vec![match &invitation.note {
        Some(note) => Part::Letter(note.display_paragraphs().into()),
        None => Part::Muted("No note.".to_owned()),
    }];
    letter.extend(older_requests(case, model));
    letter.extend(thoughts_then(case, model));
    let evidence = model.evidence_finder().evidence(invitation, model.moment.local);
    Some(CardView {
        name: invitation.name.display_name(),
        aside: age(invitation, model.moment),
        badge: model.inbox.pile_of(id).map(|pile| pile.label().to_owned()),
        subtitle: role_line(invitation, model),
        address: invitation.address().map(|address| short_address(&address)),
        panes: [
            CardPane { title: "Their note", parts: letter },
            CardPane { title: "What you know", parts: facts(&evidence, invitation, model) },
        ],
        earlier_decision: earlier_decision(case, model),
    })
}

/// Returns the older requests that the card stands for, with their notes.
fn older_requests(case: &InvitationCase, model: &Model) -> Vec<Part> {
    let mut older: Vec<&Invitation> = model.ledger.stands_for(case).map(InvitationCase::invitation).collect();
    older.sort_by_key(|invitation| std::cmp::Reverse(invitation.sent_at));
    let part = |invitation: &Invitation| {
        let day = invitation.sent_at.map(|at| dates::format_long(model.moment.local.of(at)));
        let asked = day.map_or("Also asked, date unknown".to_owned(), |day| format!("Also asked on {day}"));
        let note = invitation.note.as_ref().map_or("No note.".to_owned(), Untrusted::display_paragraphs);
        Part::Section(asked, note.into())
    };
    older.into_iter().map(part).collect()
}

/// Returns the age of a request; without a known date, the raw date.
fn age(invitation: &Invitation, moment: Moment) -> String {
    match (invitation.sent_at, &invitation.raw_date) {
        (Some(at), _) => format!("asked {}", dates::format_ago(moment.local.of(at), moment.today)),
        (None, Some(written)) => format!("sent “{}”", truncate(&written.display(), WRITTEN_DATE)),
        (None, None) => "date unknown".to_owned(),
    }
}

/// Returns role, company and mutual contacts.
fn role_line(invitation: &Invitation, model: &Model) -> Option<String> {
    let described = model.ledger.description_of(&invitation.person);
    let mutuals = described.map(|described| Untrusted::from(described.mutuals.as_str()));
    let mutuals = mutuals.filter(|text| !text.is_blank()).map(|text| text.display_name()).unwrap_or_default();
    let mut said = Role::of(&invitation.person, &model.ledger, &model.network).in_words();
    if !mutuals.is_empty() {
        said.push_str(&format!("{}you both know {mutuals}", if said.is_empty() { "" } else { " · " }));
    }
    (!said.is_empty()).then_some(said)
}

/// Returns the facts present, each with its file; then one sentence for the missing ones.
fn facts(evidence: &[Evidence], invitation: &Invitation, model: &Model) -> Vec<Part> {
    let present = evidence.iter().filter(|fact| fact.present);
    let mut parts: Vec<Part> = present.map(|evidence| fact(evidence, invitation, model)).collect();
    let absent: Vec<&str> = evidence.iter().filter(|fact| !fact.present).filter_map(|fact| place(fact.kind)).collect();
    if !absent.is_empty() {
        let nothing = if parts.is_empty() { "nothing" } else { "nothing else" };
        parts.push(Part::MissingEvidence(format!("{nothing} in your {}", alternatives(&absent)).into()));
    }
    if invitation.age_days(model.moment.now).is_some_and(|days| days > EXPIRY_DAYS) {
        parts.push(Part::MissingEvidence("older than six months, so LinkedIn may no longer show it".to_owned().into()));
    }
    if parts.is_empty() {
        parts.push(Part::Muted("Nothing else is known: no data copy was read yet.".to_owned()));
    }
    parts
}

/// Returns where facts of a kind stand in the person's own data; `None` if they are found elsewhere.
fn place(kind: EvidenceKind) -> Option<&'static str> {
    match kind {
        EvidenceKind::Messages | EvidenceKind::Groups => Some("messages"),
        EvidenceKind::AddressBook => Some("contacts"),
        EvidenceKind::Recommendation => Some("recommendations"),
        EvidenceKind::Endorsement => Some("endorsements"),
        EvidenceKind::Follow => Some("follows"),
        EvidenceKind::InvitedByMe => Some("sent requests"),
        EvidenceKind::SameNote
        | EvidenceKind::StandardNote
        | EvidenceKind::Pitch
        | EvidenceKind::ConnectionsUnknown
        | EvidenceKind::AskedBefore
        | EvidenceKind::WasConnected
        | EvidenceKind::Changed
        | EvidenceKind::Company => None,
    }
}

/// Returns a fact; a conversation with its last words and its months.
fn fact(evidence: &Evidence, invitation: &Invitation, model: &Model) -> Part {
    let text = evidence.text.display();
    let (text, quote) = match text.split_once(". Last, ") {
        Some((text, quote)) => (text.to_owned(), format!("last, {quote}")),
        None => (text.into_owned(), String::new()),
    };
    let known = model.network.get(&invitation.person).filter(|_| evidence.kind == EvidenceKind::Messages);
    let talk = known.and_then(|known| known.conversation_stats());
    let (months, span) = talk.map(months).unwrap_or_default();
    Part::Fact {
        mark: FactMarker::of(evidence.kind),
        text: text.into(),
        quote: quote.into(),
        months,
        span,
        file: evidence.file.display().into_owned(),
    }
}

/// Returns the messages by month, at most a year back from the last one, with the first and last month by name. Empty if
/// all are of one month.
fn months(talk: &ConversationStats) -> (Vec<u32>, [String; 2]) {
    let months = talk.by_month();
    let year = &months[months.len().saturating_sub(12)..];
    let [(first, _), .., (last, _)] = year else { return Default::default() };
    (year.iter().map(|(_, count)| *count).collect(), [*first, *last].map(dates::month_name))
}

/// Returns the active decision, for a card that came back or that the user looks back at.
fn earlier_decision(case: &InvitationCase, model: &Model) -> Option<EarlierDecision> {
    let (entry, decision) = model.ledger.decision_of(case)?;
    let kind = decision.verdict.kind();
    let on = dates::format_long(model.moment.local.of(entry.at));
    let key = |action| model.settings.keymap.first_key(action);
    let (says, hint) = match &decision.verdict {
        Verdict::FollowUp { mode: way, .. } if model.ledger.status_of(case).is_pending_on(model.moment.today) => {
            let (did, again) = match way {
                FollowUpMode::Ask => ("asked", format!(" {} asks again,", key(Action::AskAgain))),
                FollowUpMode::Wait => ("decided to wait", String::new()),
                FollowUpMode::Park => ("parked this", String::new()),
            };
            let wrote = agenda_item(&model.ledger, &model.network, case, model.moment.local)
                .is_some_and(|item| item.wrote_since.is_some());
            let hint =
                if wrote { " They wrote since." } else { &format!(" No answer?{again} {} parks.", key(Action::Park)) };
            (format!("You {did} on {on}."), hint.to_owned())
        }
        Verdict::Accept(_) | Verdict::Decline(_) | Verdict::FollowUp { .. } => {
            let stage =
                carry_out_state(&model.ledger, case).map_or(String::new(), |stage| format!(" · {}", stage.label()));
            let says = format!("{} {} {on}{stage}.", capitalized(kind.label()), kind.day_word());
            (says, " Deciding again keeps both.".to_owned())
        }
    };
    Some(EarlierDecision { kind, text: says, hint })
}

/// Returns what was asked and noted when a request was last decided; nothing for one that never was.
fn thoughts_then(case: &InvitationCase, model: &Model) -> Vec<Part> {
    let Some((_, decision)) = model.ledger.decision_of(case) else { return Vec::new() };
    let question = match &decision.verdict {
        Verdict::FollowUp { question, .. } => question.as_str(),
        Verdict::Accept(_) | Verdict::Decline(_) => "",
    };
    let said = [("You asked", question), ("Your reason", decision.reason.as_str())];
    let said = said.into_iter().map(|(label, text)| (label, Untrusted::from(text)));
    said.filter(|(_, text)| !text.is_blank())
        .map(|(label, text)| Part::Section(label.to_owned(), text.display_paragraphs().into()))
        .collect()
}

fn all_done(model: &Model, decided: usize) -> Vec<Paragraph> {
    let mut said = match decided {
        0 => vec![
            Paragraph::Title("No card waits here.".to_owned()),
            Paragraph::Blank,
            Paragraph::Plain("Requests you import appear here, one card each.".to_owned()),
        ],
        _ => vec![
            Paragraph::Title("All done.".to_owned()),
            Paragraph::Blank,
            Paragraph::Plain(format!("You decided {} this time. All saved.", plural(decided, "request"))),
        ],
    };
    said.extend(clicks_to_make(model).filter(|_| decided > 0).map(Paragraph::Plain));
    match model.inbox.remaining() {
        0 => {}
        1 => said.push(Paragraph::Plain("1 waits in another pile.".to_owned())),
        left => said.push(Paragraph::Plain(format!("{} wait in other piles.", number(left)))),
    }
    match model.ledger.status_counts().follow_up {
        0 => {}
        1 => {
            said.push(Paragraph::Plain(
                "You are following up with 1 person; the card comes back by itself.".to_owned(),
            ));
        }
        put_off => {
            said.push(Paragraph::Plain(format!(
                "You are following up with {} people; their cards come back by themselves.",
                number(put_off)
            )));
        }
    }
    if model.ledger.undoable().is_some() {
        said.extend([
            Paragraph::Blank,
            Paragraph::Dim(
                model.settings.keymap.fill_in(Context::AllDone, "Changed your mind? {undo} undoes the last."),
            ),
        ]);
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::text::wrap::width;

    #[test]
    fn a_date_that_could_not_be_read_is_shown_as_it_is_written() {
        let moment = Moment::new("2026-01-02T03:04:05Z".parse().expect("a time"), dates::LocalDates::UTC);
        let says = |written: &str| age(&Invitation::with_raw_date("Ann", "", written), moment);
        assert_eq!(says("yesterday-ish"), "sent “yesterday-ish”");
        assert_eq!(says("2\u{1b}[2J"), "sent “2␛[2J”");
        assert_eq!(width(&says(&"名".repeat(90))), 26);
        assert_eq!(says(" "), "date unknown");
        assert_eq!(
            age(&Invitation::new("Ann", "", moment.now - chrono::TimeDelta::days(3)), moment),
            "asked 3 days ago"
        );
    }
}
