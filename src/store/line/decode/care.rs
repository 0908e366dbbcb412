//! Decodes the events of keeping in touch.

use super::{RawLine, or_empty, required, untrusted};
use crate::domain::decision::care_event::{
    CareEvent, CareEventKind, IntroductionEntry, Invite, Judgement, LoggedContact, Party, Pledge, Promise, Review,
    RhythmChoice,
};
use crate::domain::decision::checklist::Answers;
use crate::domain::decision::event::EntryId;
use crate::domain::person::key::PersonKey;
use crate::domain::request::invitation::InvitationId;
use crate::store::line::LineError;

impl RawLine<'_> {
    pub(super) fn take_care_event(&mut self, kind: CareEventKind) -> Result<CareEvent, LineError> {
        Ok(match kind {
            CareEventKind::Contacted => CareEvent::Contacted(LoggedContact {
                about: self.take_party()?,
                on: self.on.ok_or(LineError::MissingField("on"))?,
                channel: self.channel.unwrap_or_default(),
                aim: self.aim.unwrap_or_default(),
                answered: self.answered,
                text: or_empty(&mut self.text),
            }),
            CareEventKind::RhythmSet => CareEvent::RhythmSet(RhythmChoice {
                about: self.take_party()?,
                rhythm: self.rhythm,
                because: self.because,
            }),
            CareEventKind::Postponed => {
                CareEvent::Postponed { about: self.take_party()?, due: self.due.ok_or(LineError::MissingField("due"))? }
            }
            CareEventKind::Pledged => CareEvent::Pledged(Pledge {
                accepted: self.accepted,
                both: self.both,
                others: self.others,
                by_tag: self.by_tag.take().unwrap_or_default(),
            }),
            CareEventKind::Promised => CareEvent::Promised(Promise {
                about: self.take_party()?,
                text: or_empty(&mut self.text),
                due: self.due.ok_or(LineError::MissingField("due"))?,
                promise: self.promise.take().map(|id| EntryId(id.0.into_owned())),
            }),
            CareEventKind::PromiseKept => {
                CareEvent::PromiseKept { promise: self.take_promise()?, about: self.take_party()? }
            }
            CareEventKind::PromiseDropped => {
                CareEvent::PromiseDropped { promise: self.take_promise()?, about: self.take_party()? }
            }
            CareEventKind::SamePerson => CareEvent::SamePerson {
                about: self.take_party()?,
                into: PersonKey::from_stored(required(&mut self.into, "into")?),
            },
            CareEventKind::Reviewed => CareEvent::Reviewed(Review {
                about: self.take_party()?,
                choice: self.choice.ok_or(LineError::MissingField("choice"))?,
                answers: self.take_answers(),
                rhythm: self.rhythm,
                due: self.due,
                note: or_empty(&mut self.note),
            }),
            CareEventKind::Disconnected => CareEvent::Disconnected {
                about: self.take_party()?,
                review: EntryId(required(&mut self.review, "review")?.into_owned()),
            },
            CareEventKind::Recommendable => CareEvent::Recommendable {
                about: self.take_party()?,
                could: self.could.ok_or(LineError::MissingField("could"))?,
            },
            CareEventKind::Introduction => CareEvent::Introduction(IntroductionEntry {
                introduction: self.introduction.take().map(|id| EntryId(id.0.into_owned())),
                between: self.take_two()?,
                step: self.step.ok_or(LineError::MissingField("step"))?,
                side: self.side.filter(|side| matches!(side, 1 | 2)),
                text: or_empty(&mut self.text),
            }),
            CareEventKind::Judged => CareEvent::Judged(Judgement {
                entry: EntryId(required(&mut self.entry, "entry")?.into_owned()),
                invitation: InvitationId::from_stored(required(&mut self.invitation, "invitation")?),
                about: self.take_party()?,
                right: self.right,
                seen: self.seen,
                learnt: or_empty(&mut self.learnt),
                due: self.due,
            }),
            CareEventKind::Invited => CareEvent::Invited(Invite {
                about: self.take_party()?,
                answers: self.take_answers(),
                note: or_empty(&mut self.note),
            }),
            CareEventKind::NoReplyNeeded => CareEvent::NoReplyNeeded {
                about: self.take_party()?,
                last: self.last.as_ref().ok_or(LineError::MissingField("last"))?.0,
            },
        })
    }

    fn take_party(&mut self) -> Result<Party, LineError> {
        Ok(Party {
            person: PersonKey::from_stored(required(&mut self.person, "person")?),
            name: untrusted(&mut self.name),
        })
    }

    fn take_answers(&mut self) -> Answers {
        self.answers.take().map(|answers| answers.0.into()).unwrap_or_default()
    }

    fn take_promise(&mut self) -> Result<EntryId, LineError> {
        Ok(EntryId(required(&mut self.promise, "promise")?.into_owned()))
    }

    fn take_two(&mut self) -> Result<[Party; 2], LineError> {
        self.between.take().unwrap_or_default().try_into().map_err(|_| LineError::MissingField("between"))
    }
}
