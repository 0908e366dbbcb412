//! `man`: one page with all commands and their options, files, environment and exit status.

use clap::builder::PossibleValue;
use clap::{Arg, Command, CommandFactory};
use roff::{Inline, Roff, bold, italic, roman};

use crate::shell::args::{Arguments, CONFIG_VARIABLE, DATA_DIR_VARIABLE};
use crate::store::owned;

const NAME: &str = "invite-triage";
/// Day of this version, as in the changelog.
const RELEASED: &str = "2026-11-28";

const DESCRIPTION: &str = "Reads the copy of your data that LinkedIn lets you download, shows what you know about everyone \
    who asks to connect, and keeps your decisions in a journal on your disk. It touches neither LinkedIn nor any other \
    network. Without a command it opens the screen; with PATH it imports that first.";

const ENVIRONMENT: [(&str, &str); 5] = [
    (DATA_DIR_VARIABLE, "Data directory, if --data-dir is not given."),
    (CONFIG_VARIABLE, "Configuration file, if --config is not given."),
    ("VISUAL, EDITOR", "Editor for longer texts, if the configuration names none."),
    (
        "BROWSER",
        "Commands that open a profile, separated by colons, if the configuration names none; the first that starts is used.",
    ),
    ("NO_COLOR", "If set and not empty, no colours: bold, dim and reversed only."),
];

const EXIT_STATUS: [(&str, &str); 3] = [
    ("0", "Done."),
    ("1", "It could not be done; a line on standard error says why, and what to do."),
    ("2", "Wrong usage."),
];

/// Returns the page, in roff.
pub fn page() -> String {
    let mut command = Arguments::command();
    command.build();
    let mut page = Roff::new();
    let version = format!("{NAME} {}", env!("CARGO_PKG_VERSION"));
    page.control("TH", ["INVITE-TRIAGE", "1", RELEASED, &version, "User commands"]);
    section(&mut page, "NAME");
    page.text([roman(format!("{NAME} - {}", help_of_command(&command)))]);
    section(&mut page, "SYNOPSIS");
    page.text([bold(NAME), roman(" ["), italic("OPTION"), roman("]... ["), italic("PATH"), roman("]...")]);
    page.control("br", []);
    page.text([bold(NAME), roman(" "), italic("COMMAND"), roman(" [...]")]);
    section(&mut page, "DESCRIPTION");
    page.text([roman(DESCRIPTION)]);
    section(&mut page, "OPTIONS");
    page.text([roman("Every command takes them, before or after its own words.")]);
    command.get_arguments().for_each(|arg| argument(&mut page, arg));
    section(&mut page, "COMMANDS");
    for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
        subcommand(&mut page, sub);
    }
    section(&mut page, "FILES");
    let dir = if cfg!(unix) { "~/.local/share/invite-triage/" } else { "" };
    for (name, file) in owned::FILES {
        entry(&mut page, vec![italic(format!("{dir}{file}"))], file_help(name));
    }
    let config = if cfg!(unix) { "~/.config/invite-triage/config.toml" } else { "config.toml" };
    entry(&mut page, vec![italic(config)], "Configuration; `invite-triage config` prints one to begin with.");
    page.control("PP", []);
    page.text([roman("These are the places on Linux; `invite-triage paths` prints those on your computer.")]);
    listed(&mut page, "ENVIRONMENT", &ENVIRONMENT);
    listed(&mut page, "EXIT STATUS", &EXIT_STATUS);
    page.to_roff()
}

/// Returns what a file of the data directory is for.
fn file_help(name: &str) -> &'static str {
    match name {
        "journal" => "The journal: everything you decided, a line each.",
        "snapshot" => "What the last exports said of everyone; any import makes it again.",
        "drafts" => "What was typed and not decided.",
        "exports" => "Which contacts were written to which file, so that forget finds them.",
        "lock" => "Held while the program is open.",
        _ => "Lines and files that were damaged.",
    }
}

fn section(page: &mut Roff, name: &str) {
    page.control("SH", [name]);
}

fn listed(page: &mut Roff, title: &str, rows: &[(&str, &str)]) {
    section(page, title);
    rows.iter().for_each(|(name, help)| entry(page, vec![bold(*name)], help));
}

/// Adds a term and its explanation.
fn entry(page: &mut Roff, term: Vec<Inline>, help: &str) {
    page.control("TP", []);
    page.text(term);
    page.text([roman(help)]);
}

fn subcommand(page: &mut Roff, command: &Command) {
    let positional = command.get_positionals().map(|arg| {
        let name = value_name(arg);
        let more = if arg.get_num_args().is_some_and(|count| count.max_values() > 1) { "..." } else { "" };
        if arg.is_required_set() { format!(" {name}{more}") } else { format!(" [{name}]{more}") }
    });
    page.control("SS", [format!("{}{}", command.get_name(), positional.collect::<String>()).as_str()]);
    page.text([roman(format!("{}.", help_of_command(command)))]);
    let own = |arg: &&Arg| !arg.is_global_set() && !["help", "version"].contains(&arg.get_id().as_str());
    command.get_arguments().filter(own).for_each(|arg| argument(page, arg));
}

/// Adds an option or argument, what it means, its values and its variable.
fn argument(page: &mut Roff, arg: &Arg) {
    let mut term = Vec::new();
    for spelling in arg.get_short().map(|c| format!("-{c}")).into_iter().chain(arg.get_long().map(|l| format!("--{l}")))
    {
        if !term.is_empty() {
            term.push(roman(", "));
        }
        term.push(bold(spelling));
    }
    if arg.is_positional() {
        term.push(italic(value_name(arg)));
    } else if arg.get_action().takes_values() {
        term.extend([roman(" "), italic(value_name(arg))]);
    }
    let mut help = arg.get_help().map(|help| format!("{help}.")).unwrap_or_default();
    let values = arg.get_possible_values();
    let values: Vec<&str> = values.iter().filter(|value| !value.is_hide_set()).map(PossibleValue::get_name).collect();
    if !values.is_empty() && arg.get_action().takes_values() {
        help.push_str(&format!(" One of {}.", values.join(", ")));
    }
    entry(page, term, &help);
}

fn value_name(arg: &Arg) -> String {
    let names = arg.get_value_names().unwrap_or_default();
    names.first().map_or_else(|| arg.get_id().as_str().to_uppercase(), ToString::to_string)
}

fn help_of_command(command: &Command) -> String {
    command.get_about().map(ToString::to_string).unwrap_or_default()
}
