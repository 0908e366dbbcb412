//! What the person decides, and what must be said for it.

pub mod carry_out;
pub mod checklist;
pub mod event;
pub mod history;
pub mod ledger;
pub mod rhythm;
pub mod status;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use strum::{EnumDiscriminants, EnumMessage, VariantArray};

use crate::domain::decision::checklist::{Answers, Checklist};
use crate::domain::decision::rhythm::Rhythm;
use crate::domain::evidence::Evidence;
use crate::domain::person::key::PersonKey;
use crate::domain::request::invitation::{Invitation, InvitationId};
use crate::domain::text::dates;
use crate::domain::text::untrusted::Untrusted;

/// What LinkedIn offers beside *Accept*, by consequence.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize, VariantArray, EnumMessage)]
#[serde(rename_all = "snake_case")]
pub enum DeclineKind {
    /// The request goes away; the person is not told and may ask again.
    #[default]
    #[strum(message = "ignore", detailed_message = "Nobody is told; they may ask again.")]
    Ignore,
    /// *I don't know this person*: they can't ask again, and it counts against them.
    #[strum(message = "I don't know this person", detailed_message = "They can't ask again, and it is counted.")]
    DontKnow,
    /// Reported as spam.
    #[strum(message = "spam", detailed_message = "LinkedIn looks at it; they can't ask again.")]
    Spam,
}

impl DeclineKind {
    /// What it is called.
    pub fn label(self) -> &'static str {
        self.get_message().unwrap_or_default()
    }

    /// What comes of it on LinkedIn, a sentence.
    pub fn consequence(self) -> &'static str {
        self.get_detailed_message().unwrap_or_default()
    }
}

/// The first thing to do for somebody who was accepted.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize, VariantArray, EnumMessage)]
#[serde(rename_all = "snake_case")]
pub enum Gift {
    /// A hello in one's own words.
    #[default]
    #[strum(message = "a hello")]
    Hello,
    /// An introduction to somebody.
    #[strum(message = "an introduction")]
    Introduction,
    /// An article worth their time.
    #[strum(message = "an article")]
    Article,
    /// A call.
    #[strum(message = "a call")]
    Call,
    /// A recommendation.
    #[strum(message = "a recommendation")]
    Recommendation,
    /// Nothing is owed.
    #[strum(message = "nothing")]
    Nothing,
}

impl Gift {
    /// What it is called.
    pub fn label(self) -> &'static str {
        self.get_message().unwrap_or_default()
    }
}

/// By when a first gift is to be given.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum GiftBy {
    /// So many days after the accept was carried out.
    Days(u32),
    /// On a day.
    On(NaiveDate),
}

impl Default for GiftBy {
    fn default() -> Self {
        Self::Days(2)
    }
}

impl GiftBy {
    /// What a person means by `text`: a span is counted from the carrying out, a day is that day.
    pub fn parse(text: &str, today: NaiveDate) -> Result<Self, String> {
        match dates::parse_span(text, today) {
            Some(days) => Ok(Self::Days(days)),
            None => dates::parse_date(text, today).map(Self::On),
        }
    }

    /// The same as it can be typed.
    pub fn to_input(self) -> String {
        match self {
            Self::Days(days) => format!("{days}d"),
            Self::On(day) => day.to_string(),
        }
    }

    /// What it comes to.
    pub fn label(self) -> String {
        match self {
            Self::Days(days) => {
                format!("{} after it is done there", crate::domain::text::plural::plural(days as usize, "day"))
            }
            Self::On(day) => dates::format_long(day),
        }
    }
}

/// How a follow-up goes about it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize, VariantArray, EnumMessage)]
#[serde(rename_all = "snake_case")]
pub enum FollowUpMode {
    /// Ask first: reply without accepting, then wait.
    #[default]
    #[strum(message = "ask first", detailed_message = "reply without accepting, then wait")]
    Ask,
    /// Only wait.
    #[strum(message = "wait", detailed_message = "only look again later")]
    Wait,
    /// Out of sight and out of all counts until the day.
    #[strum(message = "park", detailed_message = "out of sight and out of all counts until then")]
    Park,
}

impl FollowUpMode {
    /// What it is called.
    pub fn label(self) -> &'static str {
        self.get_message().unwrap_or_default()
    }

    /// What comes of it.
    pub fn consequence(self) -> &'static str {
        self.get_detailed_message().unwrap_or_default()
    }
}

/// What goes with an accept.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct AcceptDetails {
    /// How we met; empty if not said.
    pub how_met: String,
    /// One thing to remember; empty if not said.
    pub remember: String,
    /// How often to be in touch.
    pub rhythm: Rhythm,
    /// The first thing to do for them.
    pub gift: Gift,
    /// By when.
    pub gift_by: GiftBy,
}

/// Accept, decline or follow up, with what belongs to each.
#[derive(Clone, PartialEq, Eq, Debug, EnumDiscriminants)]
#[strum_discriminants(
    name(VerdictKind),
    doc = "The verdict without what belongs to it.",
    derive(Hash, Serialize, Deserialize, VariantArray),
    serde(rename_all = "snake_case")
)]
pub enum Verdict {
    /// A yes.
    Accept(AcceptDetails),
    /// A no.
    Decline(DeclineKind),
    /// Not yet; always with a date.
    FollowUp {
        /// The day it comes back.
        due: NaiveDate,
        /// Ask or wait.
        mode: FollowUpMode,
        /// The question that is asked; empty if none.
        question: String,
    },
}

impl VerdictKind {
    /// What was done, for a sentence with a name behind it.
    pub fn past_tense(self) -> &'static str {
        match self {
            Self::Accept => "accepted",
            Self::Decline => "declined",
            Self::FollowUp => "put off",
        }
    }

    /// The sign that stands for it wherever colour does.
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Accept => "+",
            Self::Decline => "-",
            Self::FollowUp => "~",
        }
    }
}

impl Verdict {
    /// Which of the three.
    pub fn kind(&self) -> VerdictKind {
        self.into()
    }
}

/// A decision, self-contained: it carries name and key, so that the journal alone tells the story.
/// Made only by [`Draft::decide`] or read back from the journal.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Decision {
    /// What was decided upon.
    pub invitation: InvitationId,
    /// Who asked.
    pub person: PersonKey,
    /// Their name as it was shown.
    pub name: Untrusted,
    /// What was decided.
    pub verdict: Verdict,
    /// The answers that led to it.
    pub answers: Answers,
    /// The version of the checklist that was asked; empty where none is known.
    pub checklist: String,
    /// Why, in the person's words; empty if not said.
    pub reason: String,
    /// A note of the person's own; empty if none.
    pub note: String,
    /// Tags.
    pub tags: Vec<String>,
    /// The evidence as it was then; absent facts are not kept.
    pub evidence: Vec<Evidence>,
}

/// Why a draft cannot become a decision yet.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Incomplete {
    /// A question, by its place in the checklist.
    Answer(usize),
    /// An accept without a single yes needs a line of reason.
    Reason,
}

/// What the person is still considering; it lives in memory and nothing else reads it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Draft {
    /// Answers so far.
    pub answers: Answers,
    /// Why.
    pub reason: String,
    /// A note.
    pub note: String,
    /// Tags.
    pub tags: Vec<String>,
}

impl Draft {
    /// What led to a decision, to think it over again.
    pub fn from_decision(decision: &Decision) -> Self {
        Self {
            answers: decision.answers.clone(),
            reason: decision.reason.clone(),
            note: decision.note.clone(),
            tags: decision.tags.clone(),
        }
    }

    /// Whether anything was typed or answered.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// What is missing for this verdict: an accept needs all answers, and one *yes* or a reason (F31; the
    /// latter can be switched off). The other verdicts need nothing.
    pub fn missing(&self, kind: VerdictKind, checklist: &Checklist, needs_yes_or_reason: bool) -> Option<Incomplete> {
        match kind {
            VerdictKind::Decline | VerdictKind::FollowUp => None,
            VerdictKind::Accept => match self.answers.first_unanswered(checklist) {
                Some(open) => Some(Incomplete::Answer(open)),
                None if needs_yes_or_reason && !self.answers.any_yes() && self.reason.trim().is_empty() => {
                    Some(Incomplete::Reason)
                }
                None => None,
            },
        }
    }

    /// The decision, or what it still lacks.
    pub fn decide(
        &self,
        invitation: &Invitation,
        verdict: Verdict,
        checklist: &Checklist,
        needs_yes_or_reason: bool,
        evidence: Vec<Evidence>,
    ) -> Result<Decision, Incomplete> {
        if let Some(missing) = self.missing(verdict.kind(), checklist, needs_yes_or_reason) {
            return Err(missing);
        }
        Ok(Decision {
            invitation: invitation.id.clone(),
            person: invitation.person.clone(),
            name: invitation.name.clone(),
            verdict,
            answers: self.answers.clone(),
            checklist: checklist.version(),
            reason: self.reason.trim().to_owned(),
            note: self.note.trim().to_owned(),
            tags: self.tags.clone(),
            evidence: evidence.into_iter().filter(|e| e.present).collect(),
        })
    }
}
