//! The words of the command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

const EXAMPLES: &str = "\
Examples:
  invite-triage ~/Downloads/Basic_LinkedInDataExport_11-22-2026.zip
  invite-triage demo
  invite-triage list --status pending --json | jq -r .name

It never touches LinkedIn or any network. Get your ZIP on LinkedIn: Settings & Privacy > Data privacy >
Get a copy of your data; tick Invitations, Connections, Messages and the rest.

Exit status: 0 done; 1 it could not be done; 2 the words are wrong.";

/// Work through your connection requests, one deliberate decision at a time
#[derive(Debug, Parser)]
#[command(version, about, after_help = EXAMPLES, subcommand_precedence_over_arg = true)]
pub struct Arguments {
    /// What to do; without one, the screen opens
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Take these in first: LinkedIn's ZIP as it came, its folder, CSV, JSON, .eml or mbox; - is standard input
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Where things are kept and how
    #[command(flatten)]
    pub places: PathArgs,
}

/// Where things are kept.
#[derive(Clone, Debug, Args)]
pub struct PathArgs {
    /// Where the journal is kept
    #[arg(long, global = true, value_name = "DIR", env = "INVITE_TRIAGE_DATA_DIR", hide_env_values = true)]
    pub data_dir: Option<PathBuf>,
    /// The configuration file
    #[arg(long, global = true, value_name = "FILE", env = "INVITE_TRIAGE_CONFIG", hide_env_values = true)]
    pub config: Option<PathBuf>,
}

/// What can be done.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Take in a copy of your data, e-mails or a table, and say what was found
    Import(Import),
    /// Open the screen at the first card
    Triage,
    /// Add a request by hand
    Add(Add),
    /// List requests and where they stand
    List(List),
    /// Decisions, newest first
    History(History),
    /// Write accepted people (or others) as contacts
    Export(Export),
    /// What is due today, one line each, for a shell prompt or cron
    Today(Json),
    /// Figures: what was decided, what waits
    Stats(Json),
    /// Read the whole journal and say what is wrong
    Check(Check),
    /// Take in what is missing from another journal: of another machine, a backup, a sync tool's copy
    Merge(Merge),
    /// Remove a person's data everywhere, and leave them out of what imports bring
    Forget(Forget),
    /// Try it on made-up people, in a throw-away directory
    Demo,
    /// Print a commented configuration
    Config,
    /// Print shell completions
    Completions {
        /// For which shell
        shell: clap_complete::Shell,
    },
    /// Print the man page
    Man,
}

/// How to print.
#[derive(Clone, Copy, Debug, Args)]
pub struct Json {
    /// As JSON
    #[arg(long)]
    pub json: bool,
}

/// Words of `import`.
#[derive(Debug, Args)]
pub struct Import {
    /// LinkedIn's ZIP as it came, its folder, CSV, JSON, .eml or mbox; - is standard input
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,
    /// Only say what would be taken in
    #[arg(long, short = 'n')]
    pub dry_run: bool,
    /// How to print
    #[command(flatten)]
    pub json: Json,
}

/// Words of `add`.
#[derive(Debug, Args)]
pub struct Add {
    /// The name as the person writes it
    pub name: String,
    /// The address of the profile
    #[arg(long, value_name = "URL", default_value = "", hide_default_value = true)]
    pub profile: String,
    /// What the person wrote
    #[arg(long, default_value = "", hide_default_value = true)]
    pub note: String,
    /// The line under the name
    #[arg(long, default_value = "", hide_default_value = true)]
    pub headline: String,
    /// The employer
    #[arg(long, default_value = "", hide_default_value = true)]
    pub company: String,
}

/// Which requests.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, ValueEnum)]
#[value(rename_all = "snake_case")]
pub enum StatusFilter {
    /// Nothing decided
    #[default]
    Pending,
    /// Accepted
    Accepted,
    /// Declined
    Declined,
    /// Put off
    FollowUp,
    /// All of them, closed ones too
    All,
}

/// Words of `list`.
#[derive(Debug, Args)]
pub struct List {
    /// Which requests
    #[arg(long, value_enum, default_value_t)]
    pub status: StatusFilter,
    /// Only this pile: due, known, was_connected, note, asked_before, standard, no_note
    #[arg(long, value_name = "NAME")]
    pub pile: Option<String>,
    /// How to print
    #[command(flatten)]
    pub json: Json,
}

/// Words of `history`.
#[derive(Debug, Args)]
pub struct History {
    /// Only those made on this day or later
    #[arg(long, value_name = "DATE")]
    pub since: Option<String>,
    /// Only those in which all these words are found; accents and case do not matter
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,
    /// How to print
    #[command(flatten)]
    pub json: Json,
}

/// Words of `export`.
#[derive(Debug, Args)]
pub struct Export {
    /// csv, google, outlook, vcard (3.0), vcard4, json, markdown or ics; as FILE's name ends, or csv, if not said
    #[arg(long)]
    pub format: Option<String>,
    /// accepted, declined, follow_up or all; whom the format is about if not said
    #[arg(long)]
    pub status: Option<String>,
    /// Where to; - or nothing is standard output
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Overwrite a file that is there
    #[arg(long, short)]
    pub force: bool,
}

/// Words of `merge`.
#[derive(Debug, Args)]
pub struct Merge {
    /// The other journal; it is only read
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Only say what would be taken in
    #[arg(long, short = 'n')]
    pub dry_run: bool,
    /// How to print
    #[command(flatten)]
    pub json: Json,
}

/// Words of `forget`.
#[derive(Debug, Args)]
pub struct Forget {
    /// The address of the profile, the key that `list --json` shows, or the name if one person alone has it
    pub person: String,
    /// Let imports bring them again as new; says so too of somebody forgotten before
    #[arg(long)]
    pub welcome_back: bool,
    /// Only say what would be removed
    #[arg(long, short = 'n')]
    pub dry_run: bool,
    /// How to print
    #[command(flatten)]
    pub json: Json,
}

/// Words of `check`.
#[derive(Debug, Args)]
pub struct Check {
    /// Set damaged lines aside, after a backup
    #[arg(long)]
    pub repair: bool,
    /// How to print
    #[command(flatten)]
    pub json: Json,
}
