//! How a line is read: one flat struct of the fields of all events, borrowed from the line and parsed in one
//! pass, then turned into the event. (A tagged enum or `flatten` would read every line twice.)

use std::borrow::Cow;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};

use super::{LineError, VERSION};
use crate::domain::arrival::Origin;
use crate::domain::checklist::{Answer, Answers, QuestionId};
use crate::domain::decision::{Acceptance, Decision, DeclineKind, Gift, Verdict, VerdictKind, Way};
use crate::domain::event::{Closed, Description, Entry, EntryId, Event};
use crate::domain::evidence::Evidence;
use crate::domain::invitation::{Invitation, InvitationId};
use crate::domain::person::PersonKey;
use crate::domain::rhythm::Rhythm;
use crate::domain::untrusted::Untrusted;

/// Text that is borrowed from the line where it holds no escapes (which an `Option<Cow>` alone never is).
#[derive(Deserialize)]
#[serde(transparent)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

/// Every field that a line may have.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Fields<'a> {
    v: Option<u64>,
    n: Option<u64>,
    #[serde(borrow)]
    id: Option<Text<'a>>,
    at: Option<Text<'a>>,
    again: Option<Text<'a>>,
    event: Option<Text<'a>>,
    c: Option<Text<'a>>,
    // imported
    source: Option<Text<'a>>,
    from: Option<Origin>,
    invitations: Option<Vec<Invitation>>,
    closed: Option<Vec<Closed>>,
    // decided; some of them also described and reopened
    invitation: Option<Text<'a>>,
    person: Option<Text<'a>>,
    name: Option<Text<'a>>,
    verdict: Option<VerdictKind>,
    answers: Option<Given>,
    checklist: Option<Text<'a>>,
    reason: Option<Text<'a>>,
    note: Option<Text<'a>>,
    tags: Option<Vec<String>>,
    kind: Option<DeclineKind>,
    due: Option<NaiveDate>,
    way: Option<Way>,
    question: Option<Text<'a>>,
    how_met: Option<Text<'a>>,
    remember: Option<Text<'a>>,
    rhythm: Option<Rhythm>,
    gift: Option<Gift>,
    evidence: Option<Vec<Evidence>>,
    // retracted
    entry: Option<Text<'a>>,
    // described
    headline: Option<Text<'a>>,
    company: Option<Text<'a>>,
    mutuals: Option<Text<'a>>,
}

/// The fields that lines of every version have.
#[derive(Deserialize)]
pub(super) struct Envelope<'a> {
    v: Option<u64>,
    n: Option<u64>,
    #[serde(borrow)]
    id: Option<Text<'a>>,
    at: Option<Text<'a>>,
    again: Option<Text<'a>>,
    event: Option<Text<'a>>,
    c: Option<Text<'a>>,
}

impl Envelope<'_> {
    /// Whether the rest of the line should have been understood.
    pub(super) fn is_ours(&self) -> bool {
        let event = self.event.as_ref().map_or("", |event| &event.0);
        self.v.is_none_or(|v| v <= VERSION) && EVENTS.contains(&event)
    }
}

impl<'a> From<Envelope<'a>> for Fields<'a> {
    fn from(envelope: Envelope<'a>) -> Self {
        let Envelope { v, n, id, at, again, event, c } = envelope;
        Self { v, n, id, at, again, event, c, ..Self::default() }
    }
}

const EVENTS: [&str; 5] = ["imported", "decided", "retracted", "described", "reopened"];

impl Fields<'_> {
    pub(super) fn version(&self) -> Option<u64> {
        self.v
    }

    pub(super) fn has_sum(&self) -> bool {
        self.c.is_some()
    }

    /// The entry. An event of a newer version that lacks what ours needs is an unknown one, not damage.
    pub(super) fn into_entry(mut self, newer: bool) -> Result<Entry, LineError> {
        let n = self.n.ok_or(LineError::Lacks("n"))?;
        let id = EntryId(needed(&mut self.id, "id")?);
        let at = self.at.take().ok_or(LineError::Lacks("at")).and_then(|at| time(&at.0))?;
        let again = self.again.take().map(|again| EntryId(again.0.into_owned()));
        let name = self.event.take().ok_or(LineError::Lacks("event"))?.0;
        let event = match self.into_event(&name) {
            Err(_) if newer => Event::Unknown { name: name.into_owned() },
            event => event?,
        };
        Ok(Entry { n, id, at, again, event })
    }

    fn into_event(mut self, name: &str) -> Result<Event, LineError> {
        Ok(match name {
            "imported" => Event::Imported {
                source: Untrusted::new(words(self.source)),
                origin: self.from.unwrap_or_default(),
                invitations: self.invitations.ok_or(LineError::Lacks("invitations"))?,
                closed: self.closed.unwrap_or_default(),
            },
            "decided" => Event::Decided(self.into_decision()?),
            "retracted" => Event::Retracted { entry: EntryId(needed(&mut self.entry, "entry")?) },
            "described" => Event::Described {
                person: PersonKey::from_stored(needed(&mut self.person, "person")?),
                name: Untrusted::new(words(self.name)),
                description: Description {
                    headline: words(self.headline),
                    company: words(self.company),
                    mutuals: words(self.mutuals),
                },
            },
            "reopened" => {
                Event::Reopened { invitation: InvitationId::from_stored(needed(&mut self.invitation, "invitation")?) }
            }
            other => Event::Unknown { name: other.to_owned() },
        })
    }

    fn into_decision(mut self) -> Result<Decision, LineError> {
        let verdict = match self.verdict.ok_or(LineError::Lacks("verdict"))? {
            VerdictKind::Accept => Verdict::Accept(Acceptance {
                how_met: words(self.how_met),
                remember: words(self.remember),
                rhythm: self.rhythm.unwrap_or_default(),
                gift: self.gift.unwrap_or_default(),
            }),
            VerdictKind::Decline => Verdict::Decline(self.kind.unwrap_or_default()),
            VerdictKind::FollowUp => Verdict::FollowUp {
                due: self.due.ok_or(LineError::Lacks("due"))?,
                way: self.way.unwrap_or_default(),
                question: words(self.question),
            },
        };
        Ok(Decision {
            invitation: InvitationId::from_stored(needed(&mut self.invitation, "invitation")?),
            person: PersonKey::from_stored(needed(&mut self.person, "person")?),
            name: Untrusted::new(words(self.name)),
            verdict,
            answers: self.answers.map_or_else(Answers::default, |given| given.0),
            checklist: words(self.checklist),
            reason: words(self.reason),
            note: words(self.note),
            tags: self.tags.unwrap_or_default(),
            evidence: self.evidence.unwrap_or_default(),
        })
    }
}

fn needed(field: &mut Option<Text>, name: &'static str) -> Result<String, LineError> {
    field.take().map(|text| text.0.into_owned()).ok_or(LineError::Lacks(name))
}

fn words(field: Option<Text>) -> String {
    field.map(|text| text.0.into_owned()).unwrap_or_default()
}

/// A time as RFC 3339 has it; chrono's own spelling of years beyond 9999 reads too.
fn time(text: &str) -> Result<DateTime<Utc>, LineError> {
    text.parse().map_err(|_| LineError::NotATime)
}

/// Answers from an object, in its order.
struct Given(Answers);

impl<'de> Deserialize<'de> for Given {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(GivenVisitor)
    }
}

struct GivenVisitor;

impl<'de> Visitor<'de> for GivenVisitor {
    type Value = Given;

    fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str("an object of answers")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Given, A::Error> {
        let mut answers = Answers::default();
        while let Some((question, answer)) = map.next_entry::<QuestionId, Answer>()? {
            answers.set(question, answer);
        }
        Ok(Given(answers))
    }
}
