//! Decodes a line: one flat struct with the fields of all events, borrowed from the line and parsed in one pass, then
//! turned into the event. (A tagged enum or `flatten` would parse every line twice.)

mod care;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::marker::PhantomData;

use chrono::NaiveDate;
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};

use super::error::{LineError, VERSION};
use crate::domain::decision::care_event::{
    Absence, Aim, CareEventKind, Channel, IntroductionStep, Party, ReviewChoice,
};
use crate::domain::decision::checklist::{Answer, QuestionId};
use crate::domain::decision::event::SourceKind;
use crate::domain::decision::event::{
    CarryOutResult, ClosedRequest, Description, Entry, EntryId, Event, EventKind, NoteRecord,
};
use crate::domain::decision::rhythm::Rhythm;
use crate::domain::decision::{AcceptDetails, Decision, DeclineKind, FollowUpMode, Gift, GiftBy, Verdict, VerdictKind};
use crate::domain::evidence::Evidence;
use crate::domain::person::key::PersonKey;
use crate::domain::request::invitation::{Invitation, InvitationId};
use crate::domain::text::dates::{self, StoredTime};
use crate::domain::text::untrusted::Untrusted;

/// Text borrowed from the line if it has no escapes (a plain `Option<Cow>` never borrows).
#[derive(Deserialize)]
#[serde(transparent)]
struct BorrowedStr<'a>(#[serde(borrow)] Cow<'a, str>);

/// All fields that a line may have.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct RawLine<'a> {
    v: Option<u64>,
    n: Option<u64>,
    #[serde(borrow)]
    id: Option<BorrowedStr<'a>>,
    at: Option<BorrowedStr<'a>>,
    again: Option<BorrowedStr<'a>>,
    batch: Option<BorrowedStr<'a>>,
    event: Option<BorrowedStr<'a>>,
    c: Option<BorrowedStr<'a>>,
    // imported
    source: Option<BorrowedStr<'a>>,
    from: Option<SourceKind>,
    invitations: Option<Vec<Invitation>>,
    closed: Option<Vec<ClosedRequest>>,
    as_of: Option<StoredTime>,
    notes: Option<Vec<NoteRecord>>,
    // decided; some of them also in described and reopened
    invitation: Option<BorrowedStr<'a>>,
    person: Option<BorrowedStr<'a>>,
    name: Option<BorrowedStr<'a>>,
    verdict: Option<VerdictKind>,
    answers: Option<PairMap<QuestionId, Answer>>,
    questions: Option<PairMap<QuestionId, String>>,
    checklist: Option<BorrowedStr<'a>>,
    reason: Option<BorrowedStr<'a>>,
    note: Option<BorrowedStr<'a>>,
    tags: Option<Vec<String>>,
    kind: Option<DeclineKind>,
    due: Option<NaiveDate>,
    way: Option<FollowUpMode>,
    question: Option<BorrowedStr<'a>>,
    how_met: Option<BorrowedStr<'a>>,
    remember: Option<BorrowedStr<'a>>,
    rhythm: Option<Rhythm>,
    gift: Option<Gift>,
    gift_days: Option<u32>,
    gift_due: Option<NaiveDate>,
    evidence: Option<Vec<Evidence>>,
    // carried_out
    how: Option<CarryOutResult>,
    // retracted
    entry: Option<BorrowedStr<'a>>,
    // described
    headline: Option<BorrowedStr<'a>>,
    company: Option<BorrowedStr<'a>>,
    mutuals: Option<BorrowedStr<'a>>,
    offers: Option<BorrowedStr<'a>>,
    seeks: Option<BorrowedStr<'a>>,
    goals: Option<BorrowedStr<'a>>,
    dreams: Option<BorrowedStr<'a>>,
    i_can: Option<BorrowedStr<'a>>,
    // keeping in touch
    on: Option<NaiveDate>,
    channel: Option<Channel>,
    aim: Option<Aim>,
    answered: Option<bool>,
    text: Option<BorrowedStr<'a>>,
    because: Option<Absence>,
    accepted: Option<Rhythm>,
    both: Option<Rhythm>,
    others: Option<Rhythm>,
    by_tag: Option<BTreeMap<String, Rhythm>>,
    promise: Option<BorrowedStr<'a>>,
    into: Option<BorrowedStr<'a>>,
    choice: Option<ReviewChoice>,
    review: Option<BorrowedStr<'a>>,
    could: Option<Answer>,
    introduction: Option<BorrowedStr<'a>>,
    between: Option<Vec<Party>>,
    step: Option<IntroductionStep>,
    side: Option<u8>,
    right: Option<Answer>,
    seen: Option<bool>,
    learnt: Option<BorrowedStr<'a>>,
    last: Option<StoredTime>,
    // forgotten
    people: Option<Vec<String>>,
    welcome: Option<bool>,
}

/// Fields that lines of every version have.
#[derive(Deserialize)]
pub(super) struct Envelope<'a> {
    v: Option<u64>,
    n: Option<u64>,
    #[serde(borrow)]
    id: Option<BorrowedStr<'a>>,
    at: Option<BorrowedStr<'a>>,
    again: Option<BorrowedStr<'a>>,
    batch: Option<BorrowedStr<'a>>,
    event: Option<BorrowedStr<'a>>,
    c: Option<BorrowedStr<'a>>,
}

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

impl RawLine<'_> {
    pub(super) fn version(&self) -> Option<u64> {
        self.v
    }

    pub(super) fn has_checksum(&self) -> bool {
        self.c.is_some()
    }

    /// Returns the entry. A newer version's event without our required fields is an unknown event, not damage.
    pub(super) fn into_entry(mut self, newer: bool) -> Result<Entry, LineError> {
        // Other programs may write lines without a counter: they come before ours, in the order of their ids.
        let n = self.n.unwrap_or_default();
        let id = EntryId(required(&mut self.id, "id")?.into_owned());
        let at = self
            .at
            .take()
            .ok_or(LineError::MissingField("at"))
            .and_then(|at| dates::parse_rfc3339(&at.0).ok_or(LineError::NotATime))?;
        let again = self.again.take().map(|again| EntryId(again.0.into_owned()));
        let batch = self.batch.take().map(|batch| EntryId(batch.0.into_owned()));
        let name = self.event.take().ok_or(LineError::MissingField("event"))?.0;
        let event = match self.take_event(&name) {
            Err(_) if newer => Event::Unknown { name: name.into_owned() },
            event => event?,
        };
        Ok(Entry { n, id, at, redo_of: again, batch, event })
    }

    fn take_event(&mut self, name: &str) -> Result<Event, LineError> {
        if let Ok(kind) = name.parse::<CareEventKind>() {
            return self.take_care_event(kind).map(Event::care);
        }
        Ok(match name.parse().unwrap_or(EventKind::Unknown) {
            EventKind::Imported => Event::Imported {
                source: Untrusted::new(or_empty(&mut self.source)),
                origin: self.from.unwrap_or_default(),
                invitations: self.invitations.take().ok_or(LineError::MissingField("invitations"))?,
                closed: self.closed.take().unwrap_or_default(),
                as_of: self.as_of.map(|at| at.0),
                notes: self.notes.take().unwrap_or_default(),
            },
            EventKind::Decided => Event::decided(self.take_decision()?),
            EventKind::Retracted => {
                Event::Retracted { entry: EntryId(required(&mut self.entry, "entry")?.into_owned()) }
            }
            EventKind::PersonDescribed => Event::PersonDescribed {
                person: PersonKey::from_stored(required(&mut self.person, "person")?),
                name: Untrusted::new(or_empty(&mut self.name)),
                description: Box::new(Description {
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
                }),
            },
            EventKind::CarriedOut => Event::CarriedOut {
                invitation: InvitationId::from_stored(required(&mut self.invitation, "invitation")?),
                person: PersonKey::from_stored(required(&mut self.person, "person")?),
                name: Untrusted::new(or_empty(&mut self.name)),
                result: self.how.unwrap_or_default(),
            },
            EventKind::GiftGiven => Event::GiftGiven {
                invitation: InvitationId::from_stored(required(&mut self.invitation, "invitation")?),
                person: PersonKey::from_stored(required(&mut self.person, "person")?),
                name: Untrusted::new(or_empty(&mut self.name)),
                gift: self.gift.unwrap_or_default(),
            },
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
            name: Untrusted::new(or_empty(&mut self.name)),
            verdict,
            answers: self.answers.take().map(|answers| answers.0.into_iter().collect()).unwrap_or_default(),
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

fn or_empty(field: &mut Option<BorrowedStr>) -> String {
    field.take().map(|text| text.0.into_owned()).unwrap_or_default()
}

/// Pairs from a JSON object, in its order.
struct PairMap<K, V>(Vec<(K, V)>);

impl<'de, K: Deserialize<'de>, V: Deserialize<'de>> Deserialize<'de> for PairMap<K, V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(PairMapVisitor(PhantomData))
    }
}

struct PairMapVisitor<K, V>(PhantomData<(K, V)>);

impl<'de, K: Deserialize<'de>, V: Deserialize<'de>> Visitor<'de> for PairMapVisitor<K, V> {
    type Value = PairMap<K, V>;

    fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<PairMap<K, V>, A::Error> {
        let mut pairs = Vec::with_capacity(map.size_hint().unwrap_or(3));
        while let Some(pair) = map.next_entry()? {
            pairs.push(pair);
        }
        Ok(PairMap(pairs))
    }
}
