//! `completions`: shell completions, from the table of commands and options.
//!
//! For bash they are written here: the crate's have the labels of arguments among the words, and lose a command of a
//! program with a hyphen in its name. For zsh the crate's table is given without the paths before the commands: it would
//! offer the commands again behind one. For fish the values of arguments are added.

use clap::builder::PossibleValue;
use clap::{Arg, Command, CommandFactory, ValueHint};
use clap_complete::{Shell, generate};

use crate::shell::args::Arguments;

const NAME: &str = "invite-triage";

/// Returns the script for a shell.
pub fn script(shell: Shell) -> Vec<u8> {
    let mut command = Arguments::command();
    command.build();
    let mut script = Vec::new();
    match shell {
        Shell::Bash => script = bash(&command).into_bytes(),
        Shell::Zsh => {
            generate(shell, &mut without_paths(&Arguments::command()), NAME, &mut script);
            script = improved_zsh(&String::from_utf8_lossy(&script)).into_bytes();
        }
        Shell::Fish => {
            generate(shell, &mut Arguments::command(), NAME, &mut script);
            script.extend(command.get_subcommands().flat_map(fish_values).flat_map(String::into_bytes));
        }
        shell => generate(shell, &mut Arguments::command(), NAME, &mut script),
    }
    script
}

/// Returns a command with the same options and commands, but no arguments of its own.
fn without_paths(command: &Command) -> Command {
    let options = command.get_arguments().filter(|arg| !arg.is_positional()).cloned();
    Command::new(NAME).version(env!("CARGO_PKG_VERSION")).args(options).subcommands(command.get_subcommands().cloned())
}

/// Offers files where zsh offers commands, since a path there is imported first; and lists what is left at the first Tab,
/// also where part of it could be filled in.
fn improved_zsh(script: &str) -> String {
    let commands = format!("_describe -t commands '{NAME} commands' commands \"$@\"");
    let script = script.replacen(&commands, &format!("{commands}\n    _files"), 1);
    let main = format!("_{NAME}() {{\n");
    let listing = format!(
        "_{NAME}() {{
    _{NAME}_words \"$@\"
    local ret=$?
    (( compstate[nmatches] > 1 )) && compstate[list]=list
    return ret
}}

_{NAME}_words() {{
"
    );
    script.replacen(&main, &listing, 1)
}

fn bash(command: &Command) -> String {
    let commands: Vec<&str> = command.get_subcommands().map(Command::get_name).collect();
    let with_value = |arg: &&Arg| arg.get_num_args().is_none_or(|count| count.takes_values()) && !arg.is_positional();
    let skipped: Vec<String> = command.get_arguments().filter(with_value).flat_map(spellings).collect();
    let cases: String = command.get_subcommands().map(bash_words).collect();
    let values: String = command.get_subcommands().flat_map(bash_values).collect();
    format!(
        r#"_invite_triage() {{
    local cur=${{COMP_WORDS[COMP_CWORD]}} prev=${{COMP_WORDS[COMP_CWORD-1]}} command= words= i
    # --option=value is three words here.
    if [[ $cur == "=" ]]; then
        cur=
    elif [[ $prev == "=" ]]; then
        prev=${{COMP_WORDS[COMP_CWORD-2]}}
    fi
    for ((i = 1; i < COMP_CWORD; i++)); do
        case "${{COMP_WORDS[i]}}" in
            {skipped}) ((i++)) ;;
            {names}) command=${{COMP_WORDS[i]}}; break ;;
        esac
    done
    COMPREPLY=()
    case "$command $prev" in
        *" --data-dir") COMPREPLY=($(compgen -d -- "$cur")); return ;;
{values}    esac
    if [[ $cur != -* && -z $command ]]; then
        words="{words}"
    elif [[ $cur == -* ]]; then
        case "$command" in
            "") words="{options}" ;;
{cases}        esac
    fi
    COMPREPLY=($(compgen -W "$words" -- "$cur"))
}}
complete -o default -F _invite_triage {NAME}
"#,
        skipped = skipped.join("|"),
        names = commands.join("|"),
        words = commands.join(" "),
        options = options(command),
    )
}

/// Returns the options of a command, separated by spaces.
fn options(command: &Command) -> String {
    let long = command.get_arguments().filter_map(|arg| Some(format!("--{}", arg.get_long()?)));
    long.collect::<Vec<_>>().join(" ")
}

/// Returns the case that offers the options of a command.
fn bash_words(command: &Command) -> String {
    format!("            {}) words=\"{}\" ;;\n", command.get_name(), options(command))
}

/// Returns the cases that offer the values of a command's options and arguments.
fn bash_values(command: &Command) -> Vec<String> {
    let name = command.get_name();
    let offer = |arg: &Arg| {
        let values = arg.get_possible_values();
        let shown: Vec<&str> =
            values.iter().filter(|value| !value.is_hide_set()).map(PossibleValue::get_name).collect();
        let is_before = if arg.is_positional() { vec![name.to_owned()] } else { spellings(arg) };
        let patterns: Vec<String> = is_before.iter().map(|before| format!("\"{name} {before}\"")).collect();
        let is_flag = !arg.is_positional() && !arg.get_action().takes_values();
        // What comes before a later argument is not known.
        let is_later = arg.get_index().is_some_and(|index| index > 1);
        (!shown.is_empty() && !is_flag && !is_later && arg.get_value_hint() == ValueHint::Unknown).then(|| {
            let words = shown.join(" ");
            format!("        {}) COMPREPLY=($(compgen -W \"{words}\" -- \"$cur\")); return ;;\n", patterns.join("|"))
        })
    };
    command.get_arguments().filter_map(offer).collect()
}

/// Returns the lines that offer the values of a command's arguments; the crate knows those of its options only.
fn fish_values(command: &Command) -> Vec<String> {
    let name = command.get_name();
    let offer = |arg: &Arg| {
        let values = arg.get_possible_values();
        let words = values.iter().map(PossibleValue::get_name).collect::<Vec<_>>().join(" ");
        let condition = format!("__fish_invite_triage_using_subcommand {name}");
        (!values.is_empty()).then(|| format!("complete -c {NAME} -n \"{condition}\" -f -a \"{words}\"\n"))
    };
    command.get_positionals().filter_map(offer).collect()
}

/// Returns how an option is written: `-o`, `--output`.
fn spellings(arg: &Arg) -> Vec<String> {
    let short = arg.get_short().map(|letter| format!("-{letter}"));
    short.into_iter().chain(arg.get_long().map(|word| format!("--{word}"))).collect()
}
