//! Decodes a line: one flat struct with the fields of all events, borrowed from the line and parsed in one pass, then
//! turned into the event. (A tagged enum or `flatten` would parse every line twice.)

mod care;
mod fields;

use std::borrow::Cow;

use serde::de::Deserializer;

use super::error::{LineError, VERSION};
use crate::domain::decision::care_event::CareEventKind;
use crate::domain::decision::event::{
    CarryOut, DescribedPerson, Description, Entry, EntryId, Event, EventKind, GivenGift, Import,
};
use crate::domain::decision::{AcceptDetails, Decision, GiftBy, Verdict, VerdictKind};
use crate::domain::person::key::PersonKey;
use crate::domain::request::invitation::InvitationId;
use crate::domain::text::dates;
use crate::domain::text::untrusted::Untrusted;
use fields::BorrowedStr;
pub(super) use fields::{Envelope, RawLine};

impl Envelope<'_> {
    /// True if this version should understand the rest of the line.
    pub(super) fn is_supported(&self) -> bool {
        let event = self.event.as_ref().map_or("", |event| &event.0);
        let is_known = event.parse::<EventKind>().is_ok() || event.parse::<CareEventKind>().is_ok();
        self.v.is_none_or(|v| v <= VERSION) && is_known
    }
}

impl<'a> From<Envelope<'a>> for RawLine<'a> {
    fn from(envelope: Envelope<'a>) -> Self {
        let Envelope { v, n, id, at, again, batch, event, c } = envelope;
        Self { v, n, id, at, again, batch, event, c, ..Self::default() }
    }
}

impl<'a> RawLine<'a> {
    /// Parses a line that is one object, and nothing behind it.
    pub(super) fn parse(&mut self, line: &'a str) -> serde_json::Result<()> {
        let mut line = serde_json::Deserializer::from_str(line);
        line.deserialize_map(self)?;
        line.end()
    }
}

impl RawLine<'_> {
    pub(super) fn version(&self) -> Option<u64> {
        self.v
    }

    pub(super) fn has_checksum(&self) -> bool {
        self.c.is_some()
    }

    /// Takes the entry out of it. A newer version's event without our required fields is an unknown event, not damage.
    pub(super) fn take_entry(&mut self, newer: bool) -> Result<Entry, LineError> {
        // Other programs may write lines without a counter: they come before ours, in the order of their ids.
        let n = self.n.unwrap_or_default();
        let id = EntryId(required(&mut self.id, "id")?.into_owned());
        let at = self
            .at
            .take()
            .ok_or(LineError::MissingField("at"))
            .and_then(|at| dates::parse_rfc3339(&at.0).ok_or(LineError::NotATime))?;
        let redo_of = self.again.take().map(|again| Box::new(EntryId(again.0.into_owned())));
        let batch = self.batch.take().map(|batch| Box::new(EntryId(batch.0.into_owned())));
        let name = self.event.take().ok_or(LineError::MissingField("event"))?.0;
        let event = match self.take_event(&name) {
            Err(_) if newer => Event::Unknown { name: name.into_owned() },
            event => event?,
        };
        Ok(Entry { n, id, at, redo_of, batch, event })
    }

    fn take_event(&mut self, name: &str) -> Result<Event, LineError> {
        if let Ok(kind) = name.parse::<CareEventKind>() {
            return self.take_care_event(kind).map(Event::care);
        }
        Ok(match name.parse().unwrap_or(EventKind::Unknown) {
            EventKind::Imported => Event::imported(Import {
                source: untrusted(&mut self.source),
                origin: self.from.unwrap_or_default(),
                invitations: self.invitations.take().ok_or(LineError::MissingField("invitations"))?,
                closed: self.closed.take().unwrap_or_default(),
                as_of: self.as_of.map(|at| at.0),
                notes: self.notes.take().unwrap_or_default(),
            }),
            EventKind::Decided => Event::decided(self.take_decision()?),
            EventKind::Retracted => {
                Event::Retracted { entry: EntryId(required(&mut self.entry, "entry")?.into_owned()) }
            }
            EventKind::PersonDescribed => Event::person_described(DescribedPerson {
                person: PersonKey::from_stored(required(&mut self.person, "person")?),
                name: untrusted(&mut self.name),
                description: Description {
                    headline: or_empty(&mut self.headline),
                    company: or_empty(&mut self.company),
                    mutuals: or_empty(&mut self.mutuals),
                    how_met: or_empty(&mut self.how_met),
                    remember: or_empty(&mut self.remember),
                    offers: or_empty(&mut self.offers),
                    seeks: or_empty(&mut self.seeks),
                    goals: or_empty(&mut self.goals),
                    dreams: or_empty(&mut self.dreams),
                    i_can: or_empty(&mut self.i_can),
                    tags: self.tags.take().unwrap_or_default(),
                },
            }),
            EventKind::CarriedOut => Event::carried_out(CarryOut {
                invitation: InvitationId::from_stored(required(&mut self.invitation, "invitation")?),
                person: PersonKey::from_stored(required(&mut self.person, "person")?),
                name: untrusted(&mut self.name),
                result: self.how.unwrap_or_default(),
            }),
            EventKind::GiftGiven => Event::gift_given(GivenGift {
                invitation: InvitationId::from_stored(required(&mut self.invitation, "invitation")?),
                person: PersonKey::from_stored(required(&mut self.person, "person")?),
                name: untrusted(&mut self.name),
                gift: self.gift.unwrap_or_default(),
            }),
            EventKind::Reopened => {
                Event::Reopened { invitation: InvitationId::from_stored(required(&mut self.invitation, "invitation")?) }
            }
            EventKind::Forgotten => Event::Forgotten {
                people: self.people.take().ok_or(LineError::MissingField("people"))?,
                allow_reimport: self.welcome.unwrap_or_default(),
            },
            EventKind::Care | EventKind::Unknown => Event::Unknown { name: name.to_owned() },
        })
    }

    fn take_decision(&mut self) -> Result<Decision, LineError> {
        let verdict = match self.verdict.ok_or(LineError::MissingField("verdict"))? {
            VerdictKind::Accept => Verdict::Accept(AcceptDetails {
                how_met: or_empty(&mut self.how_met),
                remember: or_empty(&mut self.remember),
                rhythm: self.rhythm,
                gift: self.gift.unwrap_or_default(),
                gift_by: match (self.gift_due, self.gift_days) {
                    (Some(day), _) => GiftBy::On(day),
                    (None, Some(days)) => GiftBy::Days(days),
                    (None, None) => GiftBy::default(),
                },
            }),
            VerdictKind::Decline => Verdict::Decline(self.kind.unwrap_or_default()),
            VerdictKind::FollowUp => Verdict::FollowUp {
                due: self.due.ok_or(LineError::MissingField("due"))?,
                mode: self.way.unwrap_or_default(),
                question: or_empty(&mut self.question),
            },
        };
        Ok(Decision {
            invitation: InvitationId::from_stored(required(&mut self.invitation, "invitation")?),
            person: PersonKey::from_stored(required(&mut self.person, "person")?),
            name: untrusted(&mut self.name),
            verdict,
            answers: self.answers.take().map(|answers| answers.0.into()).unwrap_or_default(),
            questions: self.questions.take().map(|questions| questions.0).unwrap_or_default(),
            checklist: or_empty(&mut self.checklist),
            reason: or_empty(&mut self.reason),
            note: or_empty(&mut self.note),
            tags: self.tags.take().unwrap_or_default(),
            evidence: self.evidence.take().unwrap_or_default(),
        })
    }
}

fn required<'a>(field: &mut Option<BorrowedStr<'a>>, name: &'static str) -> Result<Cow<'a, str>, LineError> {
    field.take().map(|text| text.0).ok_or(LineError::MissingField(name))
}

fn untrusted(field: &mut Option<BorrowedStr>) -> Untrusted {
    field.take().map(|text| Untrusted::new(text.0)).unwrap_or_default()
}

fn or_empty(field: &mut Option<BorrowedStr>) -> String {
    field.take().map(|text| text.0.into_owned()).unwrap_or_default()
}
