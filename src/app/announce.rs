//! Notifications about written journal entries.

use crate::domain::care::agenda::{AgendaItem, AgendaKind, agenda_item};
use crate::domain::decision::event::{CarryOutResult, Entry, Event};
use crate::domain::decision::{FollowUpMode, Verdict};
use crate::domain::text::dates;

use super::model::Model;
use super::notification::Notification;

/// Returns the notification for an entry that is on disk and in the model.
pub fn announce(entry: &Entry, model: &Model) -> Option<Notification> {
    let text = if let Event::Retracted { entry } = &entry.event {
        format!("Undone: {}", describe_undone(&model.ledger.entry(entry)?.event, model)?)
    } else {
        let done = describe_done(&entry.event, model)?;
        if entry.redo_of.is_some() { format!("Done again: {done}") } else { capitalized(&done) }
    };
    Some(Notification::done(text))
}

fn describe_done(event: &Event, model: &Model) -> Option<String> {
    let today = model.moment.today;
    Some(match event {
        Event::Decided(decision) => {
            let back = match &decision.verdict {
                Verdict::FollowUp { due, .. } => format!(", back on {}", dates::format_short(*due, today)),
                Verdict::Accept(_) | Verdict::Decline(_) => String::new(),
            };
            let parked = matches!(decision.verdict, Verdict::FollowUp { mode: FollowUpMode::Park, .. });
            let did = if parked { "parked" } else { decision.verdict.kind().past_tense() };
            format!("{did} {}{back}", decision.name.display_name())
        }
        Event::PersonDescribed { name, .. } => format!("noted what you know of {}", name.display_name()),
        Event::CarriedOut { invitation, name, result: how, .. } => {
            let what = match how {
                CarryOutResult::Done => "done there",
                CarryOutResult::NotThere => "no longer there",
            };
            let owed = model
                .ledger
                .case(invitation)
                .and_then(|case| agenda_item(&model.ledger, &model.network, case, model.moment.local));
            let owed = match owed {
                Some(AgendaItem { day, kind: AgendaKind::OwedGift(gift), .. }) => {
                    format!("; {} is owed by {}", gift.label(), dates::format_short(day, today))
                }
                Some(AgendaItem { kind: AgendaKind::FollowUp { .. }, .. }) | None => String::new(),
            };
            format!("{what}: {}{owed}", name.display_name())
        }
        Event::GiftGiven { name, gift, .. } => format!("given: {} to {}", gift.label(), name.display_name()),
        Event::Reopened { invitation } => {
            let name = model.ledger.case(invitation).map(|case| case.invitation().name.display_name());
            format!("opened the request of {} again", name.unwrap_or_default())
        }
        Event::Imported { invitations, .. } => match invitations.as_slice() {
            [one] => format!("added the request of {}", one.name.display_name()),
            more => format!("took in {} requests", more.len()),
        },
        Event::Retracted { .. } | Event::Forgotten { .. } | Event::Unknown { .. } => return None,
    })
}

fn describe_undone(event: &Event, model: &Model) -> Option<String> {
    Some(match event {
        Event::Decided(decision) => {
            format!("{} {}", decision.verdict.kind().past_tense(), decision.name.display_name())
        }
        Event::PersonDescribed { name, .. } => format!("what you wrote about {}", name.display_name()),
        Event::CarriedOut { name, .. } => format!("{} is to be carried out", name.display_name()),
        Event::GiftGiven { name, gift, .. } => format!("{} is owed to {}", gift.label(), name.display_name()),
        Event::Reopened { .. } => "opening a request again".to_owned(),
        Event::Imported { source, .. } => {
            let key = model.settings.keymap.first_key(super::action::Action::Redo);
            format!("taking in {}; {key} brings it back", source.display_name())
        }
        Event::Retracted { .. } | Event::Forgotten { .. } | Event::Unknown { .. } => return None,
    })
}

/// Returns the text with its first letter capitalized.
pub fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
