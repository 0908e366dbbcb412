//! The commands, one file each, and their dispatch.

mod add;
mod check;
mod common;
mod completions;
mod decide;
mod demo;
mod doctor;
mod export;
mod find;
mod forget;
mod history;
mod import;
mod letter;
mod list;
mod log;
mod man;
mod merge;
mod open;
mod paths;
mod person;
mod stats;
mod talk_sheet;
mod today;

use anyhow::{Context, Result};

use super::args::{Arguments, Command, PathArgs, Screen};
use super::config::{Config, ConfigSource, sample_config};
use super::environment::ExitReason;
use super::failure::warn;
use super::paths::{config_file, data_dir};
use common::print;
pub use demo::made_up_people;

use super::signals::{ShutdownHandler, ignore_sigxfsz};

/// Runs the command.
pub fn execute(arguments: Arguments) -> Result<()> {
    ignore_sigxfsz().context("cannot listen for signals")?;
    let Arguments { command, paths: inputs, screen, places } = arguments;
    let dir = || data_dir(places.data_dir.as_deref());
    match &command {
        // These help to make a configuration, and do without one.
        Some(Command::Config) => {
            return print(sample_config(config_file(places.config.as_deref()).as_deref())?.as_bytes());
        }
        Some(Command::Completions { shell }) => return print(&completions::script(*shell)),
        Some(Command::Man) => return print(man::page().as_bytes()),
        Some(Command::Paths(words)) => paths::paths(&places, words.json)?,
        Some(Command::Doctor(words)) => return doctor::doctor(&places, config_source(&places), words.json),
        _ => {}
    }
    let loaded = load_config(&places)?;
    let numbers = loaded.settings.numbers;
    let config = |also: Screen| Ok(Config { plain: loaded.plain || screen.plain || also.plain, ..loaded.clone() });
    match command {
        None => {
            let config = || config(screen);
            run_with_demo(|shutdown| open::open(&dir()?, config()?, &inputs, false, shutdown), config)
        }
        Some(Command::Triage(also)) => {
            let config = || config(also);
            run_with_demo(|shutdown| open::open(&dir()?, config()?, &[], true, shutdown), config)
        }
        Some(Command::Demo(also)) => {
            let config = || config(also);
            run_with_demo(|shutdown| demo::demo(config()?, shutdown), config)
        }
        Some(Command::Import(words)) => import::import(&dir()?, &words),
        Some(Command::Add(words)) => add::add(&dir()?, &words),
        Some(Command::Decide(words)) => decide::decide(&dir()?, &loaded.settings, &words),
        Some(Command::List(words)) => list::list(&dir()?, numbers, &words),
        Some(Command::History(words)) => history::history(&dir()?, numbers, &words),
        Some(Command::Find(words)) => find::find(&dir()?, numbers, &words),
        Some(Command::People(words)) => find::people(&dir()?, numbers, &words),
        Some(Command::Export(words)) => export::export(&dir()?, &loaded.settings, &words),
        Some(Command::Today(words)) => today::today(&dir()?, &loaded.settings, words.json),
        Some(Command::Log(words)) => log::log(&dir()?, numbers, &words),
        Some(Command::Promise(words)) => log::promise(&dir()?, numbers, &words),
        Some(Command::Rhythm(words)) => log::rhythm(&dir()?, &words),
        Some(Command::TalkSheet(words)) => talk_sheet::talk_sheet(&dir()?, &words),
        Some(Command::Letter(words)) => letter::write_letter(&dir()?, &loaded.settings.few, &words),
        Some(Command::Stats(words)) => stats::stats(&dir()?, &loaded.settings.few, words.json),
        Some(Command::Check(words)) => check::check(&dir()?, &words),
        Some(Command::Merge(words)) => merge::merge(&dir()?, &loaded.settings.few, &words),
        Some(Command::Forget(words)) => forget::forget(&dir()?, &loaded.settings.few, &words),
        Some(Command::Paths(_) | Command::Doctor(_) | Command::Config | Command::Completions { .. } | Command::Man) => {
            Ok(())
        }
    }
}

/// Returns where the configuration is.
fn config_source(places: &PathArgs) -> ConfigSource {
    ConfigSource { path: config_file(places.config.as_deref()), is_required: places.is_config_required }
}

/// Loads the configuration, and says on standard error what is wrong in it.
fn load_config(places: &PathArgs) -> Result<Config> {
    let config = Config::load(config_source(places))?;
    config.mistakes.iter().for_each(warn);
    Ok(config)
}

/// Runs the user interface, then the demo as often as the user asks for it.
fn run_with_demo(
    first: impl FnOnce(&ShutdownHandler) -> Result<ExitReason>,
    config: impl Fn() -> Result<Config>,
) -> Result<()> {
    let shutdown = ShutdownHandler::install().context("cannot listen for signals")?;
    let mut ending = first(&shutdown)?;
    while ending == ExitReason::Demo {
        ending = demo::demo(config()?, &shutdown)?;
    }
    Ok(())
}
