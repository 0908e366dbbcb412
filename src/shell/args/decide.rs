//! Arguments of `decide`.

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser};
use strum::VariantArray;

use super::options::{Person, WriteOptions};
use crate::domain::decision::rhythm::Rhythm;
use crate::domain::decision::{DeclineKind, FollowUpMode, Gift, VerdictKind};

/// Returns the parser of a name that the journal has for a value; its label is the help.
fn named<T: VariantArray + Into<&'static str> + Copy>(label: fn(T) -> &'static str) -> PossibleValuesParser {
    PossibleValuesParser::new(T::VARIANTS.iter().map(|value| PossibleValue::new((*value).into()).help(label(*value))))
}

/// Arguments of `decide`.
#[derive(Clone, Debug, Args)]
pub struct Decide {
    /// Whom
    #[command(flatten)]
    pub person: Person,
    /// The decision
    #[arg(value_parser = named(VerdictKind::label))]
    pub verdict: Option<String>,
    /// Answer to a question, by its id: met=yes, context=no, value=unsure; once for each
    #[arg(long = "answer", value_name = "ID=ANSWER")]
    pub answers: Vec<String>,
    /// One line of reason; an accept without a yes needs one
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
    /// A note for yourself
    #[arg(long, value_name = "TEXT")]
    pub note: Option<String>,
    /// Of an accept: how you met
    #[arg(long, value_name = "TEXT")]
    pub how_met: Option<String>,
    /// Of an accept: one thing to remember
    #[arg(long, value_name = "TEXT")]
    pub remember: Option<String>,
    /// Of an accept: how often to be in touch
    #[arg(long, value_parser = named(Rhythm::label))]
    pub rhythm: Option<String>,
    /// Of an accept: the first gift
    #[arg(long, value_parser = named(Gift::label))]
    pub gift: Option<String>,
    /// Of a decline: which click on LinkedIn
    #[arg(long, value_parser = named(DeclineKind::label))]
    pub kind: Option<String>,
    /// Of a follow-up: when it comes back: 3w, monday, 12 jan
    #[arg(long, value_name = "DATE")]
    pub due: Option<String>,
    /// Of a follow-up: ask first, wait, or park
    #[arg(long, value_parser = named(FollowUpMode::label))]
    pub way: Option<String>,
    /// Of a follow-up: what you ask them
    #[arg(long, value_name = "TEXT")]
    pub question: Option<String>,
    /// Output
    #[command(flatten)]
    pub options: WriteOptions,
}
