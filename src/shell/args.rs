//! The command line: commands, options and their help, parsed by clap. The doc comments are the help texts.

mod care;
mod decide;
mod options;

use std::path::PathBuf;

use clap::builder::{PathBufValueParser, PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::parser::ValueSource;
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum, ValueHint};
use strum::VariantArray;

use crate::domain::care::contact::ContactFilter;
use crate::domain::evidence::pile::Pile;
use crate::export::FORMATS;

pub use care::{Letter, Log, Promise, Rhythm, TalkSheet};
pub use decide::Decide;
pub use options::{Json, Person, Screen, WriteOptions};

use super::paths::expand_home;
use super::suggest::nearest;

/// Environment variable for the data directory.
pub const DATA_DIR_VARIABLE: &str = "INVITE_TRIAGE_DATA_DIR";
/// Environment variable for the configuration file.
pub const CONFIG_VARIABLE: &str = "INVITE_TRIAGE_CONFIG";

const EXAMPLES: &str = "\
Examples:
  invite-triage ~/Downloads/Basic_LinkedInDataExport_11-22-2026.zip
  invite-triage demo
  invite-triage list --status pending --json | jq -r .name

It never touches LinkedIn or any network. Get your ZIP on LinkedIn: Settings & Privacy > Data privacy > \
Get a copy of your data. Tick Invitations, Connections, Messages and the rest.

Exit status: 0 done; 1 failed, with one line saying why; 2 wrong usage.";

/// Help text of a query.
const QUERY_HELP: &str = "Words, \"phrase\", -not (behind --), #tag, company: since: until: pile: has: met: context: \
value: talked: rhythm: status:; accents and case are ignored";

/// Work through your connection requests, one deliberate decision at a time
#[derive(Debug, Parser)]
#[command(version, about, after_help = EXAMPLES, subcommand_precedence_over_arg = true)]
pub struct Arguments {
    /// What to do; opens the screen if omitted
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Import these first: LinkedIn's ZIP or its unzipped folder, CSV, JSON, .eml or mbox (- for standard input)
    #[arg(value_name = "PATH", value_parser = path())]
    pub paths: Vec<PathBuf>,
    /// The screen as lines of text, for screen readers, dumb terminals and scripts
    #[command(flatten)]
    pub screen: Screen,
    /// Data directory and configuration
    #[command(flatten)]
    pub places: PathArgs,
}

impl Arguments {
    /// Parses the command line. An empty environment variable counts as unset. The error holds what to print: why the
    /// command line is wrong, or the help or version that it asks for.
    pub fn from_command_line() -> Result<Self, clap::Error> {
        let empty = |name: &str| std::env::var_os(name).is_some_and(|value| value.is_empty());
        let mut command = Self::command();
        for (option, variable) in [("data_dir", DATA_DIR_VARIABLE), ("config", CONFIG_VARIABLE)] {
            if empty(variable) {
                command = command.mut_arg(option, |arg| arg.env(None::<&str>));
            }
        }
        let matches = command.try_get_matches()?;
        let mut arguments = Self::from_arg_matches(&matches)?;
        arguments.places.is_config_required = matches.value_source("config") == Some(ValueSource::CommandLine);
        Ok(arguments)
    }

    /// Returns the command whose name is nearest to a word that is none.
    pub fn nearest_command(word: &str) -> Option<String> {
        let command = Self::command();
        nearest(word, command.get_subcommands().map(clap::Command::get_name)).map(str::to_owned)
    }
}

/// Returns the parser of a path, in which a leading `~` is the home directory: a shell expands none after `=`.
fn path() -> impl TypedValueParser<Value = PathBuf> {
    PathBufValueParser::new().try_map(expand_home)
}

/// Returns the parser of an export format's name.
fn format_name() -> PossibleValuesParser {
    let value = |format: &crate::export::Format| {
        PossibleValue::new(format.name).aliases(format.aliases.iter().copied()).help(format.description)
    };
    PossibleValuesParser::new(FORMATS.iter().map(value))
}

/// Returns the parser of the contacts to export.
fn contact_filter() -> impl TypedValueParser<Value = ContactFilter> {
    let names = ContactFilter::VARIANTS.iter().map(|filter| PossibleValue::new(<&str>::from(*filter)));
    PossibleValuesParser::new(names).try_map(|name| name.parse())
}

/// Returns the parser of a pile's name.
fn pile_name() -> impl TypedValueParser<Value = Pile> {
    let names = Pile::VARIANTS.iter().map(|pile| PossibleValue::new(pile.name()).help(pile.label()));
    PossibleValuesParser::new(names).try_map(|name| name.parse())
}

/// The options that every command takes.
#[derive(Clone, Debug, Args)]
pub struct PathArgs {
    /// Data directory: the journal and everything else the program keeps
    #[arg(long, global = true, value_name = "DIR", env = DATA_DIR_VARIABLE, hide_env_values = true)]
    #[arg(value_parser = path(), value_hint = ValueHint::DirPath)]
    pub data_dir: Option<PathBuf>,
    /// Configuration file
    #[arg(long, global = true, value_name = "FILE", env = CONFIG_VARIABLE, hide_env_values = true)]
    #[arg(value_parser = path(), value_hint = ValueHint::FilePath)]
    pub config: Option<PathBuf>,
    /// True if the option names the configuration; one that the environment names may be absent.
    #[arg(skip)]
    pub is_config_required: bool,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Import a copy of your data, e-mails or a table, and report what was found
    Import(Import),
    /// Open the screen at the first card
    Triage(Screen),
    /// Add a request by hand
    Add(Add),
    /// Decide on a request by the same rules as the screen; PERSON - takes one decision a line from standard input
    Decide(Decide),
    /// List requests and their status
    List(List),
    /// Print decisions, newest first
    History(History),
    /// Find anybody: people in the journal and all connections, the likeliest first
    Find(Find),
    /// Print the people you accepted, by name
    People(People),
    /// Export accepted people (or others) as contacts
    Export(Export),
    /// Print what is due today, one line each; for a shell prompt or cron
    Today(Json),
    /// Log a contact with somebody
    Log(Log),
    /// Promise somebody something by a day; the same promise again moves its date
    Promise(Promise),
    /// Choose how often to be in touch with somebody
    Rhythm(Rhythm),
    /// Print what to talk about with somebody, as Markdown
    TalkSheet(TalkSheet),
    /// Print a letter to yourself about this week, as Markdown
    Letter(Letter),
    /// Print the figures of Insights: requests, backlog, what became of accepts, give and ask
    Stats(Json),
    /// Check the whole journal for damage
    Check(Check),
    /// Add the lines that another journal has and yours lacks (another machine, a backup, a sync tool's copy)
    Merge(Merge),
    /// Remove a person's data everywhere and keep them out of later imports
    Forget(Forget),
    /// Try it on made-up people in a throw-away directory
    Demo(Screen),
    /// Print where everything is: data, configuration
    Paths(Json),
    /// Look at terminal, colours, clipboard, browser, editor, configuration and data, and say what is wrong
    Doctor(Json),
    /// Print a commented configuration
    Config,
    /// Print shell completions
    Completions {
        /// Shell to complete for
        shell: clap_complete::Shell,
    },
    /// Print the man page
    Man,
}

/// Arguments of `import`.
#[derive(Debug, Args)]
pub struct Import {
    /// LinkedIn's ZIP or its unzipped folder, CSV, JSON, .eml or mbox (- for standard input)
    #[arg(value_name = "PATH", required = true, value_parser = path())]
    pub paths: Vec<PathBuf>,
    /// Begin a new journal although a snapshot without one is there
    #[arg(long)]
    pub new_journal: bool,
    /// Show what would be imported, change nothing
    #[arg(long, short = 'n')]
    pub dry_run: bool,
    /// Take a copy under another name or profile as yours
    #[arg(long)]
    pub as_mine: bool,
    /// Output
    #[command(flatten)]
    pub json: Json,
}

/// Arguments of `add`.
#[derive(Debug, Args)]
pub struct Add {
    /// Name, as they spell it
    pub name: String,
    /// Profile URL
    #[arg(long, value_name = "URL", default_value = "", hide_default_value = true)]
    pub profile: String,
    /// Their note
    #[arg(long, default_value = "", hide_default_value = true)]
    pub note: String,
    /// Headline
    #[arg(long, default_value = "", hide_default_value = true)]
    pub headline: String,
    /// Company
    #[arg(long, default_value = "", hide_default_value = true)]
    pub company: String,
    /// Begin a new journal although a snapshot without one is there
    #[arg(long)]
    pub new_journal: bool,
    /// Show what would be added, change nothing
    #[arg(long, short = 'n')]
    pub dry_run: bool,
    /// Output
    #[command(flatten)]
    pub json: Json,
}

/// The requests to list.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, ValueEnum)]
#[value(rename_all = "snake_case")]
pub enum StatusFilter {
    /// Undecided
    #[default]
    Pending,
    /// Accepted
    Accepted,
    /// Declined
    Declined,
    /// Following up
    FollowUp,
    /// Closed by an import without a decision
    Closed,
    /// All
    All,
}

/// Arguments of `list`.
#[derive(Debug, Args)]
pub struct List {
    /// Status to list
    #[arg(long, value_enum, default_value_t)]
    pub status: StatusFilter,
    /// Pile to list
    #[arg(long, value_name = "NAME", value_parser = pile_name())]
    pub pile: Option<Pile>,
    /// Narrow as the screen does, e.g. 'company:acorn -talked:no'
    #[arg(long, value_name = "QUERY")]
    pub query: Option<String>,
    /// Output
    #[command(flatten)]
    pub json: Json,
}

/// Arguments of `history`.
#[derive(Debug, Args)]
pub struct History {
    /// First day to include: 2026-06, 12 jan, 3w, monday
    #[arg(long, value_name = "DATE")]
    pub since: Option<String>,
    /// Query
    #[arg(value_name = "QUERY", help = QUERY_HELP)]
    pub query: Vec<String>,
    /// Output
    #[command(flatten)]
    pub json: Json,
}

/// Arguments of `find`.
#[derive(Debug, Args)]
pub struct Find {
    /// Query
    #[arg(value_name = "QUERY", required = true, help = QUERY_HELP)]
    pub query: Vec<String>,
    /// Output
    #[command(flatten)]
    pub json: Json,
}

/// Arguments of `people`.
#[derive(Debug, Args)]
pub struct People {
    /// Query
    #[arg(value_name = "QUERY", help = QUERY_HELP)]
    pub query: Vec<String>,
    /// Output
    #[command(flatten)]
    pub json: Json,
}

/// Arguments of `export`.
#[derive(Debug, Args)]
pub struct Export {
    /// csv, google, outlook, vcard (3.0), vcard4, json, markdown, notes or ics (default: from FILE's ending; csv for
    /// standard output)
    #[arg(long, value_parser = format_name())]
    pub format: Option<String>,
    /// Whom to export (default: all for ics, else accepted)
    #[arg(long, value_parser = contact_filter())]
    pub status: Option<ContactFilter>,
    /// Output file, or for notes the folder (default: standard output)
    #[arg(long, short, value_name = "FILE", value_parser = path())]
    pub output: Option<PathBuf>,
    /// Only people of decisions that match, as in the history, e.g. 'since:2026-01 #bees'; of connections as among
    /// People
    #[arg(long, value_name = "QUERY")]
    pub query: Option<String>,
    /// Overwrite an existing file
    #[arg(long, short)]
    pub force: bool,
    /// In a calendar: questions, notes and profiles too, not only names; calendars are often shared
    #[arg(long)]
    pub details: bool,
    /// Show what would be written, write nothing
    #[arg(long, short = 'n')]
    pub dry_run: bool,
    /// Output
    #[command(flatten)]
    pub json: Json,
}

/// Arguments of `merge`.
#[derive(Debug, Args)]
pub struct Merge {
    /// The other journal; only read, never changed
    #[arg(value_name = "FILE", value_parser = path())]
    pub file: PathBuf,
    /// Show what would be added, change nothing
    #[arg(long, short = 'n')]
    pub dry_run: bool,
    /// Output
    #[command(flatten)]
    pub json: Json,
}

/// Arguments of `forget`.
#[derive(Debug, Args)]
pub struct Forget {
    /// Whom
    #[command(flatten)]
    pub person: Person,
    /// Allow later imports to bring them back, also if they were forgotten before
    #[arg(long)]
    pub welcome_back: bool,
    /// Show what would be removed, change nothing
    #[arg(long, short = 'n')]
    pub dry_run: bool,
    /// Output
    #[command(flatten)]
    pub json: Json,
}

/// Arguments of `check`.
#[derive(Debug, Args)]
pub struct Check {
    /// Move damaged lines to a file of their own, after a backup
    #[arg(long)]
    pub repair: bool,
    /// Show what --repair would do, change nothing
    #[arg(long, short = 'n', requires = "repair")]
    pub dry_run: bool,
    /// Output
    #[command(flatten)]
    pub json: Json,
}
