//! One decision as a command line or a line of standard input asks for it. The members are named as in the journal.

use std::collections::BTreeMap;

use anyhow::{Result, anyhow};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use strum::VariantArray;

use crate::app::field::FieldId;
use crate::domain::decision::checklist::Answer;
use crate::domain::decision::rhythm::Rhythm;
use crate::domain::decision::{DeclineKind, FollowUpMode, Gift, VerdictKind};
use crate::shell::args;
use crate::shell::failure::UsageError;

/// What is to be decided.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Wish {
    /// Profile address, key, or name.
    pub person: String,
    verdict: Option<VerdictKind>,
    /// Answers by the id of their question.
    pub answers: BTreeMap<String, Answer>,
    /// One line of reason.
    pub reason: Option<String>,
    /// Own note.
    pub note: Option<String>,
    how_met: Option<String>,
    remember: Option<String>,
    rhythm: Option<Rhythm>,
    gift: Option<Gift>,
    kind: Option<DeclineKind>,
    due: Option<String>,
    way: Option<FollowUpMode>,
    question: Option<String>,
}

/// What is put into a field of a form.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Given {
    /// A text.
    Text(String),
    /// An option, by its position.
    Choice(usize),
}

impl Wish {
    /// Returns the wish of a command line.
    pub fn from_arguments(args: &args::Decide) -> Result<Self> {
        let args = args.clone();
        Ok(Self {
            person: args.person.person,
            verdict: parse(args.verdict)?,
            answers: args.answers.iter().map(|text| answer(text)).collect::<Result<_>>()?,
            reason: args.reason,
            note: args.note,
            how_met: args.how_met,
            remember: args.remember,
            rhythm: parse(args.rhythm)?,
            gift: parse(args.gift)?,
            kind: parse(args.kind)?,
            due: args.due,
            way: parse(args.way)?,
            question: args.question,
        })
    }

    /// Returns the wish of a line of JSON.
    pub fn from_json(line: &[u8]) -> Result<Self> {
        let wish: Self =
            serde_json::from_slice(line.trim_ascii()).map_err(|why| anyhow!("not a decision in JSON: {why}"))?;
        if wish.person.trim().is_empty() {
            return Err(UsageError("\"person\" is missing".to_owned()).into());
        }
        Ok(wish)
    }

    /// Returns the verdict.
    pub fn verdict(&self) -> Result<VerdictKind> {
        let missing = || UsageError("which decision? Choose accept, decline or follow_up".to_owned());
        Ok(self.verdict.ok_or_else(missing)?)
    }

    /// Returns the fields of the verdict's form that the wish fills in. Fails if it says something that belongs to another
    /// verdict.
    pub fn fields(&self, verdict: VerdictKind) -> Result<Vec<(FieldId, Given)>> {
        let text = |text: &Option<String>| text.clone().map(Given::Text);
        let of_accept = [
            ("how_met", FieldId::HowMet, text(&self.how_met)),
            ("remember", FieldId::Remember, text(&self.remember)),
            ("rhythm", FieldId::Rhythm, option(self.rhythm)),
            ("gift", FieldId::Gift, option(self.gift)),
        ];
        let of_decline = [("kind", FieldId::DeclineKind, option(self.kind))];
        // The way first: the usual day depends on it.
        let of_follow_up = [
            ("way", FieldId::Mode, option(self.way)),
            ("due", FieldId::Due, text(&self.due)),
            ("question", FieldId::Question, text(&self.question)),
        ];
        let all = [
            (VerdictKind::Accept, "an accept", &of_accept[..]),
            (VerdictKind::Decline, "a decline", &of_decline[..]),
            (VerdictKind::FollowUp, "a follow-up", &of_follow_up[..]),
        ];
        let mut fields = Vec::new();
        for (kind, whose, members) in all {
            for (name, id, given) in members {
                match given {
                    Some(given) if kind == verdict => fields.push((*id, given.clone())),
                    Some(_) => {
                        let name = name.replace('_', "-");
                        return Err(UsageError(format!("\"{name}\" belongs to {whose} only")).into());
                    }
                    None => {}
                }
            }
        }
        if verdict == VerdictKind::FollowUp && self.reason.is_some() {
            return Err(UsageError("\"reason\" belongs to an accept or a decline; give \"note\"".to_owned()).into());
        }
        Ok(fields)
    }
}

/// Fails if a command line that takes the decisions from standard input names one of its own.
pub fn refuse_options(args: &args::Decide) -> Result<()> {
    let args::Decide { person: _, verdict, answers, reason, note, how_met, remember, rhythm, gift, .. } = args;
    let args::Decide { kind, due, way, question, .. } = args;
    let own = [verdict, reason, note, how_met, remember, rhythm, gift, kind, due, way, question];
    if answers.is_empty() && own.iter().all(|option| option.is_none()) {
        return Ok(());
    }
    Err(UsageError("PERSON - takes the decisions from standard input, and no option of a decision".to_owned()).into())
}

/// Returns the position of an option among those of its choice.
fn option<T: VariantArray + PartialEq>(value: Option<T>) -> Option<Given> {
    let value = value?;
    T::VARIANTS.iter().position(|other| *other == value).map(Given::Choice)
}

/// Parses a name of the journal.
fn parse<T: DeserializeOwned>(name: Option<String>) -> Result<Option<T>> {
    let wrong = |why: serde_json::Error| UsageError(why.to_string());
    Ok(name.map(|name| serde_json::from_value(Value::String(name))).transpose().map_err(wrong)?)
}

/// Parses an answer: `met=yes`.
fn answer(text: &str) -> Result<(String, Answer)> {
    let wrong = || UsageError(format!("--answer {text}: write it like met=yes, with yes, no or unsure"));
    let (id, answer) = text.split_once('=').ok_or_else(wrong)?;
    let answer = match answer.trim() {
        "maybe" => Answer::Unsure,
        name => parse(Some(name.to_owned())).ok().flatten().ok_or_else(wrong)?,
    };
    Ok((id.trim().to_owned(), answer))
}
