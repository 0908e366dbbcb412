//! Arguments that several commands share.

use clap::Args;

/// The output option.
#[derive(Clone, Copy, Debug, Args)]
pub struct Json {
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// How the screen is shown.
#[derive(Clone, Copy, Debug, Args)]
pub struct Screen {
    /// The screen as lines of text, for screen readers, dumb terminals and scripts; ? lists what can be said
    #[arg(long)]
    pub plain: bool,
}

/// A person, as commands name them.
#[derive(Clone, Debug, Args)]
pub struct Person {
    /// Profile URL, key as in `find --json`, or name if only one person has it
    pub person: String,
}

/// The output options of a command that writes a line.
#[derive(Clone, Copy, Debug, Args)]
pub struct WriteOptions {
    /// Show what would be written, write nothing
    #[arg(long, short = 'n')]
    pub dry_run: bool,
    /// Output
    #[command(flatten)]
    pub json: Json,
}
