//! Unfinished work: what was typed, answered and skipped, and no journal entry holds yet. None of it is a fact.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::checklist::{Answer, QuestionId};
use super::event::EntryId;
use crate::domain::evidence::pile::Order;
use crate::domain::person::key::PersonKey;
use crate::domain::request::invitation::InvitationId;

/// Unfinished work, as `drafts.json` keeps it: one JSON object with the members `v`, `order`, `my_news`, `cards`, `forms`
/// and `messages`. A member that is missing is empty.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct Unfinished {
    /// Version of the format: 1.
    pub v: u32,
    /// Order of the cards: `warmest`, `oldest`, `note_first`, `most_evidence` or `shuffled`.
    pub order: Order,
    /// One's own news, which messages tell.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub my_news: String,
    /// Cards with answers, a note, a reason or skips, sorted.
    pub cards: Vec<UnfinishedCard>,
    /// Forms with text, sorted.
    pub forms: Vec<UnfinishedForm>,
    /// Messages with text, sorted.
    pub messages: Vec<UnfinishedMessage>,
}

impl Default for Unfinished {
    fn default() -> Self {
        Self {
            v: 1,
            order: Order::default(),
            my_news: String::new(),
            cards: Vec::new(),
            forms: Vec::new(),
            messages: Vec::new(),
        }
    }
}

/// A card without a decision.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct UnfinishedCard {
    /// Deck of the card: `cards`.
    pub deck: String,
    /// Request on the card; empty on a card of a person.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub invitation: String,
    /// Person on the card, in a deck of people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonKey>,
    /// Answers by question: `yes`, `no` or `unsure`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub answers: BTreeMap<QuestionId, Answer>,
    /// Note.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Reason.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// Tags.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Number of times that the card was skipped.
    #[serde(skip_serializing_if = "is_zero")]
    pub skips: u32,
}

/// A form that was left, or is still open. At most one of its targets is set.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct UnfinishedForm {
    /// Name of the form.
    pub form: String,
    /// Request that the form is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invitation: Option<InvitationId>,
    /// Person that the form is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonKey>,
    /// Journal entry that the form is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry: Option<EntryId>,
    /// Filter of the people that the form is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// Text, or label of the chosen option, by field.
    pub fields: BTreeMap<String, String>,
}

/// A message with text of the user's own.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct UnfinishedMessage {
    /// Recipient.
    pub person: PersonKey,
    /// Title of the draft shown.
    #[serde(default)]
    pub chosen: String,
    /// Edited drafts.
    #[serde(default)]
    pub drafts: Vec<UnfinishedMessageDraft>,
}

/// An edited draft of a message.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct UnfinishedMessageDraft {
    /// Title of the draft.
    pub title: String,
    /// Text before it was edited, as the template made it.
    pub template: String,
    /// Text.
    pub text: String,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
fn is_zero(count: &u32) -> bool {
    *count == 0
}
