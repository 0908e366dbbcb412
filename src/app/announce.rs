//! Notifications about written journal entries.

pub mod care;

use crate::domain::care::agenda::{AgendaItem, AgendaKind, agenda_item};
use crate::domain::decision::care_event::CareEvent;
use crate::domain::decision::event::{CarryOut, CarryOutResult, Entry, Event};
use crate::domain::decision::{FollowUpMode, Verdict, VerdictKind};
use crate::domain::text::dates;
use crate::domain::text::plural::{capitalized, plural};

use super::model::Model;
use super::notification::Notification;

/// Returns the notification for an entry that is on disk and in the model.
pub fn announce(entry: &Entry, model: &Model) -> Option<Notification> {
    let text = if let Event::Retracted { entry } = &entry.event {
        format!("Undone: {}", describe_undone(&model.ledger.entry(entry)?.event, model)?)
    } else {
        let done = describe_done(&entry.event, model)?;
        match &entry.redo_of {
            Some(_) => format!("Redone: {}", done.strip_prefix("done: ").unwrap_or(&done)),
            None => capitalized(&done),
        }
    };
    let verdict = entry.event.verdict();
    Some(Notification { verdict, ..Notification::done(text) })
}

/// Returns the notification for several entries of one write; `None` for a single one.
pub fn announce_batch(entries: &[Entry], model: &Model) -> Option<Notification> {
    let [first, _, ..] = entries else { return None };
    let (event, lead) = if let Event::Retracted { entry } = &first.event {
        (&model.ledger.entry(entry)?.event, "Undone: ")
    } else {
        (&first.event, if first.redo_of.is_some() { "Redone: " } else { "" })
    };
    if let Event::Care(judged) = event
        && let CareEvent::Judged(_) = **judged
    {
        let name = judged.parties().iter().map(|party| party.name.display_name()).collect::<String>();
        let done = format!("you changed your mind about {name}");
        let text = if lead.is_empty() {
            format!("{}. The request waits again.", capitalized(&done))
        } else {
            lead.to_owned() + &done
        };
        return Some(Notification::done(text));
    }
    let count = plural(entries.len(), "request");
    let done = match event.verdict() {
        Some(kind) => format!("{} {count}", kind.label()),
        None if matches!(event, Event::Reopened { .. }) => format!("reopened {count}"),
        None => plural(entries.len(), "change"),
    };
    let text = if lead.is_empty() { capitalized(&done) } else { format!("{lead}{done}") };
    Some(Notification::done(text))
}

fn describe_done(event: &Event, model: &Model) -> Option<String> {
    let today = model.moment.today;
    Some(match event {
        Event::Decided(decision) => {
            let name = decision.name.display_name();
            match &decision.verdict {
                Verdict::Accept(_) => format!("accepted {name}. On LinkedIn it is still to do"),
                Verdict::Decline(_) => format!("declined {name}"),
                Verdict::FollowUp { due, mode: FollowUpMode::Park, .. } => {
                    format!("parked {name} until {}", dates::format_short(*due, today))
                }
                Verdict::FollowUp { due, .. } => {
                    format!("following up with {name} on {}", dates::format_short(*due, today))
                }
            }
        }
        Event::PersonDescribed(person) => format!("saved what you know about {}", person.name.display_name()),
        Event::Care(event) => care::describe_done(event, model.moment.today),
        Event::CarriedOut(carried_out) => {
            let CarryOut { invitation, name, result, .. } = &**carried_out;
            let what = match result {
                CarryOutResult::Done => "done on LinkedIn",
                CarryOutResult::NotThere => "gone from LinkedIn",
            };
            let owed = model
                .ledger
                .case(invitation)
                .and_then(|case| agenda_item(&model.ledger, &model.network, case, model.moment.local));
            let owed = match owed {
                Some(AgendaItem { day, kind: AgendaKind::OwedGift(gift), .. }) => {
                    format!("; {} by {}", gift.label(), dates::format_short(day, today))
                }
                Some(AgendaItem { kind: AgendaKind::FollowUp { .. }, .. }) | None => String::new(),
            };
            format!("{what}: {}{owed}", name.display_name())
        }
        Event::GiftGiven(given) => format!("done: {} to {}", given.gift.label(), given.name.display_name()),
        Event::Reopened { invitation } => {
            let name = model.ledger.case(invitation).map(|case| case.invitation().name.display_name());
            format!("reopened the request from {}", name.unwrap_or_default())
        }
        Event::Imported(import) => match import.invitations.as_slice() {
            [one] => format!("added the request from {}", one.name.display_name()),
            more => format!("added {}", plural(more.len(), "request")),
        },
        Event::Retracted { .. } | Event::Forgotten { .. } | Event::Unknown { .. } => return None,
    })
}

fn describe_undone(event: &Event, model: &Model) -> Option<String> {
    Some(match event {
        Event::Decided(decision) => {
            let with = if decision.verdict.kind() == VerdictKind::FollowUp { "with " } else { "" };
            format!("{} {with}{}", decision.verdict.kind().label(), decision.name.display_name())
        }
        Event::PersonDescribed(person) => format!("what you wrote about {}", person.name.display_name()),
        Event::Care(event) => care::describe_undone(event, model.moment.today),
        Event::CarriedOut(carried_out) => format!("{} is to do again", carried_out.name.display_name()),
        Event::GiftGiven(given) => format!("{} to {} is to do again", given.gift.label(), given.name.display_name()),
        Event::Reopened { .. } => "reopening a request".to_owned(),
        Event::Imported(_) => {
            let key = model.settings.keymap.first_key(super::action::Action::Redo);
            format!("adding a request; {key} redoes it")
        }
        Event::Retracted { .. } | Event::Forgotten { .. } | Event::Unknown { .. } => return None,
    })
}
