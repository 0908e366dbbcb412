//! Encodes the events of keeping in touch.

use serde::ser::SerializeMap;

use super::fields::{AnswerMap, entry_if_some, entry_unless_empty};
use crate::domain::decision::care_event::{CareEvent, IntroductionEntry, Party, Pledge};
use crate::domain::text::dates;

/// Writes the event's own fields; those about people carry person and name, or `between`.
pub(super) fn write_event<M: SerializeMap>(map: &mut M, event: &CareEvent) -> Result<(), M::Error> {
    if let [Party { person, name }] = event.parties() {
        map.serialize_entry("person", person)?;
        map.serialize_entry("name", name)?;
    }
    match event {
        CareEvent::Contacted(contact) => {
            map.serialize_entry("on", &contact.on)?;
            map.serialize_entry("channel", &contact.channel)?;
            map.serialize_entry("aim", &contact.aim)?;
            entry_if_some(map, "answered", contact.answered)?;
            entry_unless_empty(map, "text", &contact.text)
        }
        CareEvent::RhythmSet(choice) => {
            entry_if_some(map, "rhythm", choice.rhythm)?;
            entry_if_some(map, "because", choice.because)
        }
        CareEvent::Postponed { about: _, due } => map.serialize_entry("due", due),
        CareEvent::Pledged(Pledge { accepted, both, others, by_tag }) => {
            entry_if_some(map, "accepted", *accepted)?;
            entry_if_some(map, "both", *both)?;
            entry_if_some(map, "others", *others)?;
            if by_tag.is_empty() { Ok(()) } else { map.serialize_entry("by_tag", by_tag) }
        }
        CareEvent::Promised(promise) => {
            map.serialize_entry("text", &promise.text)?;
            map.serialize_entry("due", &promise.due)?;
            entry_if_some(map, "promise", promise.promise.as_ref())
        }
        CareEvent::PromiseKept { promise, about: _ } | CareEvent::PromiseDropped { promise, about: _ } => {
            map.serialize_entry("promise", promise)
        }
        CareEvent::SamePerson { about: _, into } => map.serialize_entry("into", into),
        CareEvent::Reviewed(review) => {
            map.serialize_entry("choice", &review.choice)?;
            map.serialize_entry("answers", &AnswerMap(&review.answers))?;
            entry_if_some(map, "rhythm", review.rhythm)?;
            entry_if_some(map, "due", review.due)?;
            entry_unless_empty(map, "note", &review.note)
        }
        CareEvent::Disconnected { about: _, review } => map.serialize_entry("review", review),
        CareEvent::Recommendable { about: _, could } => map.serialize_entry("could", could),
        CareEvent::Introduction(IntroductionEntry { introduction, between, step, side, text }) => {
            entry_if_some(map, "introduction", introduction.as_ref())?;
            map.serialize_entry("between", between)?;
            map.serialize_entry("step", step)?;
            entry_if_some(map, "side", *side)?;
            entry_unless_empty(map, "text", text)
        }
        CareEvent::Judged(judged) => {
            map.serialize_entry("entry", &judged.entry)?;
            map.serialize_entry("invitation", &judged.invitation)?;
            entry_if_some(map, "right", judged.right)?;
            entry_if_some(map, "seen", judged.seen)?;
            entry_unless_empty(map, "learnt", &judged.learnt)?;
            entry_if_some(map, "due", judged.due)
        }
        CareEvent::Invited(invite) => {
            map.serialize_entry("answers", &AnswerMap(&invite.answers))?;
            entry_unless_empty(map, "note", &invite.note)
        }
        CareEvent::NoReplyNeeded { about: _, last } => map.serialize_entry("last", &dates::format_rfc3339(*last)),
    }
}
