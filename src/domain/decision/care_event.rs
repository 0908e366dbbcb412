//! What the events of keeping in touch hold, from a logged contact to a look back. The fields are those of the journal.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use strum::{EnumDiscriminants, EnumMessage, EnumString, IntoStaticStr, VariantArray};

use crate::domain::decision::checklist::{Answer, Answers};
use crate::domain::decision::entry_id::EntryId;
use crate::domain::decision::rhythm::Rhythm;
use crate::domain::person::key::PersonKey;
use crate::domain::request::invitation::InvitationId;
use crate::domain::text::untrusted::Untrusted;

/// A person whom a line is about, with the name, so that the line can be read on its own.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Party {
    /// The person.
    pub person: PersonKey,
    /// Their name.
    #[serde(default)]
    pub name: Untrusted,
}

/// How a contact took place.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Debug,
    Default,
    Serialize,
    Deserialize,
    VariantArray,
    EnumString,
    IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Channel {
    /// A message on LinkedIn or elsewhere.
    #[default]
    Message,
    /// An e-mail or a letter.
    Mail,
    /// A call.
    Call,
    /// A video call.
    Video,
    /// A meeting in person.
    Meeting,
    /// Anything else.
    Other,
}

impl Channel {
    /// Returns its label, which is its name in the journal too.
    pub fn label(self) -> &'static str {
        self.into()
    }
}

/// What a contact was for.
#[derive(
    Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize, VariantArray, EnumString, IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Aim {
    /// Something was given.
    Give,
    /// Something was asked for.
    Ask,
    /// Neither.
    #[default]
    Neutral,
}

impl Aim {
    /// Returns its label, which is its name in the journal too.
    pub fn label(self) -> &'static str {
        self.into()
    }
}

/// A logged contact.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LoggedContact {
    /// The person.
    pub about: Party,
    /// Its local date.
    pub on: NaiveDate,
    /// How it took place.
    pub channel: Channel,
    /// What it was for.
    pub aim: Aim,
    /// True if they answered; `None` if not known.
    pub answered: Option<bool>,
    /// One line about it; empty if none.
    pub text: String,
}

/// Why somebody gets no reminders any more.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    Debug,
    Serialize,
    Deserialize,
    VariantArray,
    EnumMessage,
    EnumString,
    IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Absence {
    /// They are not on LinkedIn any more.
    #[strum(message = "not here any more")]
    Left,
    /// They have died.
    #[strum(message = "has died")]
    Died,
}

impl Absence {
    /// Returns its label.
    pub fn label(self) -> &'static str {
        self.get_message().unwrap_or_default()
    }
}

/// A rhythm that was chosen for one person.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RhythmChoice {
    /// The person.
    pub about: Party,
    /// The rhythm; `None`: as the pledge says.
    pub rhythm: Option<Rhythm>,
    /// The reason for no reminders, if it is theirs.
    pub because: Option<Absence>,
}

/// A rhythm for each group and tag; a later pledge replaces an earlier one whole.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Pledge {
    /// For people accepted here.
    pub accepted: Option<Rhythm>,
    /// For others with messages both ways.
    pub both: Option<Rhythm>,
    /// For everybody else.
    pub others: Option<Rhythm>,
    /// For people with a tag.
    pub by_tag: BTreeMap<String, Rhythm>,
}

/// A promise, or another date for an earlier one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Promise {
    /// The person it was given to.
    pub about: Party,
    /// What was promised.
    pub text: String,
    /// Its local due date.
    pub due: NaiveDate,
    /// The earlier promise whose date this one moves.
    pub promise: Option<EntryId>,
}

/// Outcome of a look at an existing connection.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, EnumString, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum ReviewChoice {
    /// Stays a connection.
    Keep,
    /// To be removed on LinkedIn.
    LetGo,
    /// Is written to first.
    ReachOut,
}

/// A look at an existing connection.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Review {
    /// The person.
    pub about: Party,
    /// The outcome.
    pub choice: ReviewChoice,
    /// The answers to `know`, `help` and `recommend`.
    pub answers: Answers,
    /// Of a keep: the rhythm chosen with it.
    pub rhythm: Option<Rhythm>,
    /// Of a reach-out: its local date.
    pub due: Option<NaiveDate>,
    /// A private note; empty if none.
    pub note: String,
}

/// A request of one's own, as it was written down.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Invite {
    /// The person asked.
    pub about: Party,
    /// The answers to `met`, `context` and `value`.
    pub answers: Answers,
    /// The note that goes with it; empty if none.
    pub note: String,
}

/// Step of an introduction.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, EnumString, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum IntroductionStep {
    /// Thought of.
    Proposed,
    /// One side was asked.
    Asked,
    /// One side agreed.
    Agreed,
    /// One side declined, which ends it.
    Declined,
    /// Both were introduced.
    Made,
    /// What came of it.
    Outcome,
    /// Given up, which ends it.
    Dropped,
}

/// A step of an introduction between two people.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct IntroductionEntry {
    /// Its first line; `None` on that line.
    pub introduction: Option<EntryId>,
    /// The two people.
    pub between: [Party; 2],
    /// The step.
    pub step: IntroductionStep,
    /// The side that was asked, agreed or declined: 1 or 2.
    pub side: Option<u8>,
    /// Why, or what came of it; empty if nothing was written.
    pub text: String,
}

impl IntroductionEntry {
    /// Returns the one whom the step is about; `None` if it is about both.
    pub fn party(&self) -> Option<&Party> {
        let [one, other] = &self.between;
        match self.side? {
            1 => Some(one),
            2 => Some(other),
            _ => None,
        }
    }
}

/// A look back at a decision.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Judgement {
    /// The line of the decision.
    pub entry: EntryId,
    /// The request decided on.
    pub invitation: InvitationId,
    /// Its sender.
    pub about: Party,
    /// Whether it was right; `None` if only looked at.
    pub right: Option<Answer>,
    /// True if it was answered after a look at what happened since.
    pub seen: Option<bool>,
    /// One line of what was learnt; empty if none.
    pub learnt: String,
    /// The day it is asked again.
    pub due: Option<NaiveDate>,
}

/// An event of keeping in touch: about people, not about an open request. Undo takes back what it says.
#[derive(Clone, PartialEq, Eq, Debug, EnumDiscriminants)]
#[strum_discriminants(
    name(CareEventKind),
    doc = "Such an event without what belongs to it; its name is the word in the journal.",
    derive(IntoStaticStr, EnumString, VariantArray),
    strum(serialize_all = "snake_case")
)]
pub enum CareEvent {
    /// A contact was logged.
    Contacted(LoggedContact),
    /// A rhythm was chosen.
    RhythmSet(RhythmChoice),
    /// Reaching out to somebody was put off to a date.
    Postponed {
        /// The person.
        about: Party,
        /// The local date.
        due: NaiveDate,
    },
    /// A pledge was made.
    Pledged(Pledge),
    /// Something was promised.
    Promised(Promise),
    /// A promise was kept, which counts as a contact.
    PromiseKept {
        /// The line that made it.
        promise: EntryId,
        /// The person.
        about: Party,
    },
    /// A promise is not owed any more.
    PromiseDropped {
        /// The line that made it.
        promise: EntryId,
        /// The person.
        about: Party,
    },
    /// Two keys are one person.
    SamePerson {
        /// The person under the earlier key.
        about: Party,
        /// The key they have now.
        into: PersonKey,
    },
    /// An existing connection was looked at.
    Reviewed(Review),
    /// A connection was removed on LinkedIn, by hand.
    Disconnected {
        /// The person.
        about: Party,
        /// The line that decided it.
        review: EntryId,
    },
    /// Whether one could recommend somebody.
    Recommendable {
        /// The person.
        about: Party,
        /// Yes, no, or not yet.
        could: Answer,
    },
    /// A step of an introduction.
    Introduction(IntroductionEntry),
    /// A decision was looked back at.
    Judged(Judgement),
    /// A message needs no answer.
    NoReplyNeeded {
        /// The person.
        about: Party,
        /// The time of their message; the epoch where it is about news.
        last: DateTime<Utc>,
    },
    /// A request of one's own was written down, to be sent by hand.
    Invited(Invite),
}

impl CareEvent {
    /// Returns the people it is about; none of a pledge, two of an introduction.
    pub fn parties(&self) -> &[Party] {
        match self {
            Self::Pledged(_) => &[],
            Self::Introduction(step) => &step.between,
            Self::Contacted(LoggedContact { about, .. })
            | Self::RhythmSet(RhythmChoice { about, .. })
            | Self::Postponed { about, .. }
            | Self::Promised(Promise { about, .. })
            | Self::PromiseKept { about, .. }
            | Self::PromiseDropped { about, .. }
            | Self::SamePerson { about, .. }
            | Self::Reviewed(Review { about, .. })
            | Self::Disconnected { about, .. }
            | Self::Recommendable { about, .. }
            | Self::Judged(Judgement { about, .. })
            | Self::NoReplyNeeded { about, .. }
            | Self::Invited(Invite { about, .. }) => std::slice::from_ref(about),
        }
    }
}
