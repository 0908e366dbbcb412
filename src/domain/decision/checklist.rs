//! Checklist: the questions asked about every request, and their answers.

use compact_str::CompactString;
use serde::{Deserialize, Serialize};
use strum::IntoStaticStr;

/// Permanent id of a question; answers are stored under it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct QuestionId(pub CompactString);

/// One question.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Its id; never changes meaning.
    pub id: QuestionId,
    /// The question, short enough for a card.
    #[serde(rename = "ask")]
    pub text: String,
    /// A line that helps to answer it.
    #[serde(default)]
    pub prompt: String,
}

/// A possible answer.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Answer {
    /// Yes.
    Yes,
    /// No.
    No,
    /// Don't know.
    Unsure,
}

impl Answer {
    /// Returns its label on the card.
    pub fn label(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Unsure => "maybe",
        }
    }

    /// Returns its name in JSON, in queries and on the command line.
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// A non-empty list of questions with unique ids.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Checklist(Vec<Question>);

impl Checklist {
    /// Returns a checklist; an error if it is empty, has more than nine questions (one key each) or an id twice.
    pub fn new(questions: Vec<Question>) -> Result<Self, String> {
        if questions.is_empty() {
            return Err("a checklist needs at least one question".to_owned());
        }
        if questions.len() > 9 {
            return Err(format!(
                "a checklist holds at most 9 questions, one key each; this one has {}",
                questions.len()
            ));
        }
        for (i, question) in questions.iter().enumerate() {
            if questions[..i].iter().any(|earlier| earlier.id == question.id) {
                return Err(format!("two questions have the id {:?}", question.id.0));
            }
        }
        Ok(Self(questions))
    }

    /// Returns the questions in order.
    pub fn questions(&self) -> &[Question] {
        &self.0
    }

    /// Returns a question's id with its wording.
    pub fn wording(&self, id: &QuestionId) -> Option<(QuestionId, String)> {
        self.0.iter().find(|question| question.id == *id).map(|question| (id.clone(), question.text.clone()))
    }

    /// Returns a short version of this wording, kept with a decision: CRC-32 of ids and questions.
    pub fn version(&self) -> String {
        let text: Vec<String> = self.0.iter().map(|q| format!("{}={}", q.id.0, q.text)).collect();
        format!("{:08x}", crc32fast::hash(text.join("\n").as_bytes()))
    }
}

/// Answers to questions of one checklist, each question at most once.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Answers(Vec<(QuestionId, Answer)>);

impl Answers {
    /// Returns the answer to a question.
    pub fn get(&self, id: &QuestionId) -> Option<Answer> {
        self.0.iter().find(|(question, _)| question == id).map(|(_, answer)| *answer)
    }

    /// Sets or replaces the answer to a question.
    pub fn set(&mut self, id: QuestionId, answer: Answer) {
        match self.0.iter_mut().find(|(question, _)| *question == id) {
            Some((_, old)) => *old = answer,
            None => self.0.push((id, answer)),
        }
    }

    /// Returns every answer.
    pub fn iter(&self) -> impl Iterator<Item = (&QuestionId, Answer)> {
        self.0.iter().map(|(id, answer)| (id, *answer))
    }

    /// True if no question has been answered.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// True if any answer is yes.
    pub fn any_yes(&self) -> bool {
        self.0.iter().any(|(_, answer)| *answer == Answer::Yes)
    }

    /// Returns the position of the checklist's first unanswered question.
    pub fn first_unanswered(&self, checklist: &Checklist) -> Option<usize> {
        checklist.questions().iter().position(|q| self.get(&q.id).is_none())
    }
}

impl From<Vec<(QuestionId, Answer)>> for Answers {
    /// Returns these answers; of a question that is there twice, the last one.
    fn from(answers: Vec<(QuestionId, Answer)>) -> Self {
        let is_again = |at: usize| answers[..at].iter().any(|(id, _)| *id == answers[at].0);
        if (1..answers.len()).any(is_again) { answers.into_iter().collect() } else { Self(answers) }
    }
}

impl FromIterator<(QuestionId, Answer)> for Answers {
    fn from_iter<T: IntoIterator<Item = (QuestionId, Answer)>>(answers: T) -> Self {
        let mut all = Self::default();
        for (id, answer) in answers {
            all.set(id, answer);
        }
        all
    }
}
