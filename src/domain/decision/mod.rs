//! Decisions: verdicts with their details, and the rules for making one.

pub mod care_event;
pub mod carry_out;
pub mod checklist;
pub mod entry_id;
pub mod event;
pub mod history;
pub mod ledger;
pub mod rhythm;
pub mod status;
pub mod unfinished;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use strum::{EnumDiscriminants, EnumMessage, VariantArray};

use crate::domain::decision::checklist::{Answers, Checklist, QuestionId};
use crate::domain::decision::rhythm::Rhythm;
use crate::domain::evidence::Evidence;
use crate::domain::person::key::PersonKey;
use crate::domain::request::invitation::{Invitation, InvitationId};
use crate::domain::text::dates::{self, DayContext};
use crate::domain::text::untrusted::Untrusted;

/// Alternatives to *Accept* on LinkedIn, by consequence.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize, VariantArray, EnumMessage)]
#[serde(rename_all = "snake_case")]
pub enum DeclineKind {
    /// The request goes away; the sender is not notified and may ask again.
    #[default]
    #[strum(message = "ignore", detailed_message = "They aren't notified, and may ask again.")]
    Ignore,
    /// *I don't know this person*: they can't ask again, and it counts against them.
    #[strum(
        message = "I don't know this person",
        detailed_message = "They can't invite you again, and it counts against them."
    )]
    DontKnow,
    /// Reported as spam.
    #[strum(message = "spam", detailed_message = "LinkedIn reviews it; they can't invite you again.")]
    Spam,
}

impl DeclineKind {
    /// Returns its label.
    pub fn label(self) -> &'static str {
        self.get_message().unwrap_or_default()
    }

    /// Returns the consequence on LinkedIn, a sentence.
    pub fn consequence(self) -> &'static str {
        self.get_detailed_message().unwrap_or_default()
    }
}

/// First gift for somebody who was accepted.
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
    /// Nothing owed.
    #[strum(message = "nothing")]
    Nothing,
}

impl Gift {
    /// Returns its label.
    pub fn label(self) -> &'static str {
        self.get_message().unwrap_or_default()
    }
}

/// Due date of a first gift.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum GiftBy {
    /// Days after the accept was carried out.
    Days(u32),
    /// A fixed date.
    On(NaiveDate),
}

impl Default for GiftBy {
    fn default() -> Self {
        Self::Days(2)
    }
}

impl GiftBy {
    /// Parses a due date: a span counts from the carrying out, a date is fixed.
    pub fn parse(text: &str, context: impl Into<DayContext>) -> Result<Self, String> {
        let context = context.into();
        match dates::parse_span(text, context.today) {
            Some(days) => Ok(Self::Days(days)),
            None => dates::parse_future_date(text, context).map(Self::On),
        }
    }

    /// Returns the text that [`GiftBy::parse`] reads back.
    pub fn to_input(self) -> String {
        match self {
            Self::Days(days) => format!("{days}d"),
            Self::On(day) => day.to_string(),
        }
    }

    /// Returns its label.
    pub fn label(self) -> String {
        match self {
            Self::Days(days) => {
                format!("within {} of accepting on LinkedIn", crate::domain::text::plural::plural(days as usize, "day"))
            }
            Self::On(day) => dates::format_long(day),
        }
    }
}

/// Mode of a follow-up.
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
    /// Hidden and excluded from all counts until the day.
    #[strum(message = "park", detailed_message = "out of sight and out of all counts until then")]
    Park,
}

impl FollowUpMode {
    /// Returns its label.
    pub fn label(self) -> &'static str {
        self.get_message().unwrap_or_default()
    }

    /// Returns its consequence.
    pub fn consequence(self) -> &'static str {
        self.get_detailed_message().unwrap_or_default()
    }
}

/// Details of an accept.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct AcceptDetails {
    /// How we met; empty if not given.
    pub how_met: String,
    /// One thing to remember; empty if not given.
    pub remember: String,
    /// Contact rhythm; `None` if the line says nothing of it.
    pub rhythm: Option<Rhythm>,
    /// First gift.
    pub gift: Gift,
    /// Its due date.
    pub gift_by: GiftBy,
}

/// Accept, decline or follow up, with the details of each.
#[derive(Clone, PartialEq, Eq, Debug, EnumDiscriminants)]
#[strum_discriminants(
    name(VerdictKind),
    doc = "The verdict without what belongs to it.",
    derive(Hash, Serialize, Deserialize, VariantArray),
    serde(rename_all = "snake_case")
)]
pub enum Verdict {
    /// Yes.
    Accept(AcceptDetails),
    /// No.
    Decline(DeclineKind),
    /// Not yet; always with a date.
    FollowUp {
        /// The day it comes back.
        due: NaiveDate,
        /// Ask, wait or park.
        mode: FollowUpMode,
        /// The question to ask; empty if none.
        question: String,
    },
}

impl VerdictKind {
    /// Returns what a request is by this verdict: `accepted`.
    pub fn label(self) -> &'static str {
        match self {
            Self::Accept => "accepted",
            Self::Decline => "declined",
            Self::FollowUp => "following up",
        }
    }

    /// Returns what the person did: `you followed up on 2 Jan 2026`.
    pub fn past_tense(self) -> &'static str {
        match self {
            Self::Accept => "accepted",
            Self::Decline => "declined",
            Self::FollowUp => "followed up",
        }
    }

    /// Returns the word between its label and the day of the decision: `accepted on`, `following up since`.
    pub fn day_word(self) -> &'static str {
        match self {
            Self::Accept | Self::Decline => "on",
            Self::FollowUp => "since",
        }
    }

    /// Returns its symbol, shown wherever a colour marks it.
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Accept => "✓",
            Self::Decline => "✗",
            Self::FollowUp => "◷",
        }
    }
}

impl Verdict {
    /// Returns its kind.
    pub fn kind(&self) -> VerdictKind {
        self.into()
    }
}

/// A self-contained decision: it has name and key, so that the journal can be read on its own.
/// Made only by [`Draft::decide`] or read back from the journal.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Decision {
    /// The request decided on.
    pub invitation: InvitationId,
    /// Its sender.
    pub person: PersonKey,
    /// Their name as displayed.
    pub name: Untrusted,
    /// The verdict.
    pub verdict: Verdict,
    /// The answers.
    pub answers: Answers,
    /// Version of the checklist used; empty if unknown.
    pub checklist: String,
    /// Wording of the answered questions, as asked; empty in old journals.
    pub questions: Vec<(QuestionId, String)>,
    /// The reason, in the person's words; empty if not given.
    pub reason: String,
    /// A private note; empty if none.
    pub note: String,
    /// Tags.
    pub tags: Vec<String>,
    /// The evidence at that time; absent facts are not kept.
    pub evidence: Vec<Evidence>,
}

impl Decision {
    /// Returns the wording of a question as it was asked; its id if the journal does not know it.
    pub fn question<'a>(&'a self, id: &'a QuestionId) -> &'a str {
        let asked = self.questions.iter().find(|(asked, _)| asked == id);
        asked.map_or(id.0.as_str(), |(_, wording)| wording.as_str())
    }
}

/// Reason why a draft cannot become a decision yet.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Incomplete {
    /// An unanswered question, by its position in the checklist.
    Answer(usize),
    /// An accept without a single yes needs a reason.
    Reason,
}

/// An unfinished decision.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Draft {
    /// Answers so far.
    pub answers: Answers,
    /// The reason.
    pub reason: String,
    /// A private note.
    pub note: String,
    /// Tags.
    pub tags: Vec<String>,
}

impl Draft {
    /// Returns a draft with a decision's data, to reconsider it.
    pub fn from_decision(decision: &Decision) -> Self {
        Self {
            answers: decision.answers.clone(),
            reason: decision.reason.clone(),
            note: decision.note.clone(),
            tags: decision.tags.clone(),
        }
    }

    /// True if nothing was typed or answered.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Returns the first thing that a verdict lacks: an accept needs all answers, and one *yes* or a reason (F31; the
    /// latter can be switched off). The other verdicts need nothing.
    pub fn first_missing(
        &self,
        kind: VerdictKind,
        checklist: &Checklist,
        needs_yes_or_reason: bool,
    ) -> Option<Incomplete> {
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

    /// Returns the decision, or the reason why it is incomplete.
    pub fn decide(
        &self,
        invitation: &Invitation,
        verdict: Verdict,
        checklist: &Checklist,
        needs_yes_or_reason: bool,
        evidence: Vec<Evidence>,
    ) -> Result<Decision, Incomplete> {
        if let Some(missing) = self.first_missing(verdict.kind(), checklist, needs_yes_or_reason) {
            return Err(missing);
        }
        Ok(Decision {
            invitation: invitation.id.clone(),
            person: invitation.person.clone(),
            name: invitation.name.clone(),
            verdict,
            answers: self.answers.clone(),
            checklist: checklist.version(),
            questions: self.answers.iter().filter_map(|(id, _)| checklist.wording(id)).collect(),
            reason: self.reason.trim().to_owned(),
            note: self.note.trim().to_owned(),
            tags: self.tags.clone(),
            evidence: evidence.into_iter().filter(Evidence::is_kept).collect(),
        })
    }
}
