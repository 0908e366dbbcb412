//! What is said of a line that was written.

use crate::domain::care::agenda::{AgendaKind, Item, item};
use crate::domain::decision::event::{CarryOutResult, Entry, Event};
use crate::domain::decision::{Verdict, Way};
use crate::domain::text::dates;

use super::model::Model;
use super::notification::Notification;

/// Returns the notice for a line that is on disk and in the model.
pub fn announce(entry: &Entry, model: &Model) -> Option<Notification> {
    let text = if let Event::Retracted { entry } = &entry.event {
        format!("Undone: {}", undone(&model.ledger.entry(entry)?.event, model)?)
    } else {
        let done = done(&entry.event, model)?;
        if entry.again.is_some() { format!("Done again: {done}") } else { capitalised(&done) }
    };
    Some(Notification::done(text))
}

fn done(event: &Event, model: &Model) -> Option<String> {
    let today = model.moment.today;
    Some(match event {
        Event::Decided(decision) => {
            let back = match &decision.verdict {
                Verdict::FollowUp { due, .. } => format!(", back on {}", dates::short(*due, today)),
                Verdict::Accept(_) | Verdict::Decline(_) => String::new(),
            };
            let parked = matches!(decision.verdict, Verdict::FollowUp { way: Way::Park, .. });
            let did = if parked { "parked" } else { decision.verdict.kind().past() };
            format!("{did} {}{back}", decision.name.shown_name())
        }
        Event::Described { name, .. } => format!("noted what you know of {}", name.shown_name()),
        Event::CarriedOut { invitation, name, how, .. } => {
            let what = match how {
                CarryOutResult::Done => "done there",
                CarryOutResult::NotThere => "no longer there",
            };
            let owed = model.ledger.case(invitation).and_then(|case| item(&model.ledger, case));
            let owed = match owed {
                Some(Item { day, matter: AgendaKind::Owed(gift), .. }) => {
                    format!("; {} is owed by {}", gift.words(), dates::short(day, today))
                }
                Some(Item { matter: AgendaKind::FollowUp { .. }, .. }) | None => String::new(),
            };
            format!("{what}: {}{owed}", name.shown_name())
        }
        Event::Kept { name, gift, .. } => format!("given: {} to {}", gift.words(), name.shown_name()),
        Event::Reopened { invitation } => {
            let name = model.ledger.case(invitation).map(|case| case.invitation().name.shown_name());
            format!("opened the request of {} again", name.unwrap_or_default())
        }
        Event::Imported { invitations, .. } => match invitations.as_slice() {
            [one] => format!("added the request of {}", one.name.shown_name()),
            more => format!("took in {} requests", more.len()),
        },
        Event::Retracted { .. } | Event::Forgotten { .. } | Event::Unknown { .. } => return None,
    })
}

fn undone(event: &Event, model: &Model) -> Option<String> {
    Some(match event {
        Event::Decided(decision) => format!("{} {}", decision.verdict.kind().past(), decision.name.shown_name()),
        Event::Described { name, .. } => format!("what you wrote about {}", name.shown_name()),
        Event::CarriedOut { name, .. } => format!("{} is to be carried out", name.shown_name()),
        Event::Kept { name, gift, .. } => format!("{} is owed to {}", gift.words(), name.shown_name()),
        Event::Reopened { .. } => "opening a request again".to_owned(),
        Event::Imported { source, .. } => {
            let key = model.settings.keymap.first_key(super::action::Action::Redo);
            format!("taking in {}; {key} brings it back", source.shown_name())
        }
        Event::Retracted { .. } | Event::Forgotten { .. } | Event::Unknown { .. } => return None,
    })
}

/// Returns a text with a capital letter at its beginning.
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
