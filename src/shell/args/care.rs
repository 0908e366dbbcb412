//! Arguments of the commands about keeping in touch.

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser};
use strum::VariantArray;

use super::options::{Json, Person, WriteOptions};
use crate::domain::care::log::RhythmOption;
use crate::domain::decision::care_event::Channel;

/// Returns the parser of a contact's channel.
fn channel_name() -> PossibleValuesParser {
    PossibleValuesParser::new(Channel::VARIANTS.iter().map(|channel| PossibleValue::new(channel.label())))
}

/// Returns the parser of a rhythm for one person.
fn rhythm_name() -> PossibleValuesParser {
    PossibleValuesParser::new(
        RhythmOption::ALL.iter().map(|option| PossibleValue::new(option.name()).help(option.label())),
    )
}

/// Arguments of `log`.
#[derive(Debug, Args)]
pub struct Log {
    /// Whom
    #[command(flatten)]
    pub person: Person,
    /// One line about it
    pub text: String,
    /// How it took place
    #[arg(long, default_value = Channel::default().label(), value_parser = channel_name())]
    pub channel: String,
    /// Day, today or earlier: yesterday, monday, 12 jan
    #[arg(long, value_name = "DATE", default_value = "today")]
    pub on: String,
    /// You gave something
    #[arg(long)]
    pub give: bool,
    /// You asked for something
    #[arg(long, conflicts_with = "give")]
    pub ask: bool,
    /// They did not answer
    #[arg(long)]
    pub unanswered: bool,
    /// Output
    #[command(flatten)]
    pub options: WriteOptions,
}

/// Arguments of `promise`.
#[derive(Debug, Args)]
pub struct Promise {
    /// Whom
    #[command(flatten)]
    pub person: Person,
    /// What you promised
    pub text: String,
    /// By when: 3d, 2w, monday, 12 jan
    #[arg(long, value_name = "DATE")]
    pub due: String,
    /// Output
    #[command(flatten)]
    pub options: WriteOptions,
}

/// Arguments of `rhythm`.
#[derive(Debug, Args)]
pub struct Rhythm {
    /// Whom
    #[command(flatten)]
    pub person: Person,
    /// How often
    #[arg(value_parser = rhythm_name())]
    pub rhythm: String,
    /// Output
    #[command(flatten)]
    pub options: WriteOptions,
}

/// Arguments of `talk-sheet`.
#[derive(Debug, Args)]
pub struct TalkSheet {
    /// Whom
    #[command(flatten)]
    pub person: Person,
    /// Output
    #[command(flatten)]
    pub json: Json,
}

/// Arguments of `letter`.
#[derive(Debug, Args)]
pub struct Letter {
    /// About this week, which is the default
    #[arg(long)]
    pub week: bool,
    /// Output
    #[command(flatten)]
    pub json: Json,
}
