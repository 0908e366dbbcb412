//! Encodes an entry: the envelope, then the event's fields, flat; empty ones are left out.

mod care;
mod fields;

use serde::ser::{Serialize, SerializeMap, Serializer};

use fields::{AnswerMap, entry_if_some, entry_unless_empty, list_unless_empty};

use super::error::VERSION;
use crate::domain::decision::care_event::CareEventKind;
use crate::domain::decision::checklist::QuestionId;
use crate::domain::decision::event::{
    CarryOut, DescribedPerson, Description, Entry, Event, EventKind, GivenGift, Import,
};
use crate::domain::decision::{AcceptDetails, Decision, GiftBy, Verdict};
use crate::domain::text::dates;

/// Line of an entry, without its checksum.
pub(super) struct Line<'a>(pub &'a Entry);

impl Serialize for Line<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Entry { n, id, at, redo_of: again, batch, event } = self.0;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("v", &VERSION)?;
        map.serialize_entry("n", n)?;
        map.serialize_entry("id", id)?;
        map.serialize_entry("at", &dates::format_rfc3339(*at))?;
        if let Some(again) = again {
            map.serialize_entry("again", again)?;
        }
        if let Some(batch) = batch {
            map.serialize_entry("batch", batch)?;
        }
        write_event(&mut map, event)?;
        map.end()
    }
}

fn write_event<M: SerializeMap>(map: &mut M, event: &Event) -> Result<(), M::Error> {
    let name = match event {
        Event::Unknown { name } => name.as_str(),
        Event::Care(event) => CareEventKind::from(&**event).into(),
        known => EventKind::from(known).into(),
    };
    map.serialize_entry("event", name)?;
    match event {
        Event::Imported(import) => {
            let Import { source, origin, invitations, closed, as_of, notes } = &**import;
            map.serialize_entry("source", source)?;
            map.serialize_entry("from", origin)?;
            map.serialize_entry("invitations", invitations)?;
            list_unless_empty(map, "closed", closed)?;
            if let Some(as_of) = as_of {
                map.serialize_entry("as_of", &dates::format_rfc3339(*as_of))?;
            }
            list_unless_empty(map, "notes", notes)
        }
        Event::CarriedOut(carried_out) => {
            let CarryOut { invitation, person, name, result: how } = &**carried_out;
            map.serialize_entry("invitation", invitation)?;
            map.serialize_entry("person", person)?;
            map.serialize_entry("name", name)?;
            map.serialize_entry("how", how)
        }
        Event::GiftGiven(given) => {
            let GivenGift { invitation, person, name, gift } = &**given;
            map.serialize_entry("invitation", invitation)?;
            map.serialize_entry("person", person)?;
            map.serialize_entry("name", name)?;
            map.serialize_entry("gift", gift)
        }
        Event::Decided(decision) => write_decision(map, decision),
        Event::Retracted { entry } => map.serialize_entry("entry", entry),
        Event::PersonDescribed(described) => {
            let DescribedPerson { person, name, description } = &**described;
            let Description {
                headline,
                company,
                mutuals,
                how_met,
                remember,
                offers,
                seeks,
                goals,
                dreams,
                i_can,
                tags,
            } = description;
            map.serialize_entry("person", person)?;
            map.serialize_entry("name", name)?;
            entry_unless_empty(map, "headline", headline)?;
            entry_unless_empty(map, "company", company)?;
            entry_unless_empty(map, "mutuals", mutuals)?;
            entry_unless_empty(map, "how_met", how_met)?;
            entry_unless_empty(map, "remember", remember)?;
            entry_unless_empty(map, "offers", offers)?;
            entry_unless_empty(map, "seeks", seeks)?;
            entry_unless_empty(map, "goals", goals)?;
            entry_unless_empty(map, "dreams", dreams)?;
            entry_unless_empty(map, "i_can", i_can)?;
            list_unless_empty(map, "tags", tags)
        }
        Event::Care(event) => care::write_event(map, event),
        Event::Reopened { invitation } => map.serialize_entry("invitation", invitation),
        Event::Forgotten { people, allow_reimport: welcome } => {
            map.serialize_entry("people", people)?;
            if *welcome { map.serialize_entry("welcome", welcome) } else { Ok(()) }
        }
        Event::Unknown { name: _ } => Ok(()),
    }
}

fn write_decision<M: SerializeMap>(map: &mut M, decision: &Decision) -> Result<(), M::Error> {
    let Decision { invitation, person, name, verdict, answers, checklist, questions, reason, note, tags, evidence } =
        decision;
    map.serialize_entry("invitation", invitation)?;
    map.serialize_entry("person", person)?;
    map.serialize_entry("name", name)?;
    map.serialize_entry("verdict", &verdict.kind())?;
    map.serialize_entry("answers", &AnswerMap(answers))?;
    if !questions.is_empty() {
        map.serialize_entry("questions", &QuestionMap(questions))?;
    }
    entry_unless_empty(map, "checklist", checklist)?;
    entry_unless_empty(map, "reason", reason)?;
    entry_unless_empty(map, "note", note)?;
    list_unless_empty(map, "tags", tags)?;
    match verdict {
        Verdict::Accept(AcceptDetails { how_met, remember, rhythm, gift, gift_by }) => {
            entry_unless_empty(map, "how_met", how_met)?;
            entry_unless_empty(map, "remember", remember)?;
            entry_if_some(map, "rhythm", rhythm.as_ref())?;
            map.serialize_entry("gift", gift)?;
            match gift_by {
                by if *by == GiftBy::default() => {}
                GiftBy::Days(days) => map.serialize_entry("gift_days", days)?,
                GiftBy::On(day) => map.serialize_entry("gift_due", day)?,
            }
        }
        Verdict::Decline(kind) => map.serialize_entry("kind", kind)?,
        Verdict::FollowUp { due, mode: way, question } => {
            map.serialize_entry("due", due)?;
            map.serialize_entry("way", way)?;
            entry_unless_empty(map, "question", question)?;
        }
    }
    list_unless_empty(map, "evidence", evidence)
}

/// Wording of questions as a JSON object, by id.
struct QuestionMap<'a>(&'a [(QuestionId, String)]);

impl Serialize for QuestionMap<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(id, wording)| (id, wording)))
    }
}
