//! The commands, one file each, and their dispatch.

mod add;
mod check;
mod common;
mod demo;
mod export;
mod find;
mod forget;
mod history;
mod import;
mod list;
mod merge;
mod open;
mod stats;
mod today;

use anyhow::{Context, Result};
use clap::CommandFactory;

use super::args::{Arguments, Command};
use super::config::{Config, SAMPLE_CONFIG};
use super::environment::ExitReason;
use super::paths;
use common::print;

use super::signals::{ShutdownHandler, ignore_sigxfsz};

/// Runs the command.
pub fn execute(arguments: Arguments) -> Result<()> {
    ignore_sigxfsz().context("cannot listen for signals")?;
    let Arguments { command, paths: inputs, places } = arguments;
    let dir = || paths::data_dir(places.data_dir.as_deref());
    let config = || Config::load(paths::config_file(places.config.as_deref()).as_deref());
    match command {
        None => run_with_demo(|shutdown| open::open(&dir()?, config()?, &inputs, false, shutdown), config),
        Some(Command::Triage) => run_with_demo(|shutdown| open::open(&dir()?, config()?, &[], true, shutdown), config),
        Some(Command::Demo) => run_with_demo(|shutdown| demo::demo(config()?, shutdown), config),
        Some(Command::Import(words)) => import::import(&dir()?, &words),
        Some(Command::Add(words)) => add::add(&dir()?, &words),
        Some(Command::List(words)) => list::list(&dir()?, &words),
        Some(Command::History(words)) => history::history(&dir()?, &words),
        Some(Command::Find(words)) => find::find(&dir()?, &words),
        Some(Command::People(words)) => find::people(&dir()?, &words),
        Some(Command::Export(words)) => export::export(&dir()?, &words),
        Some(Command::Today(words)) => today::today(&dir()?, words.json),
        Some(Command::Stats(words)) => stats::stats(&dir()?, words.json),
        Some(Command::Check(words)) => check::check(&dir()?, &words),
        Some(Command::Merge(words)) => merge::merge(&dir()?, &words),
        Some(Command::Forget(words)) => forget::forget(&dir()?, &words),
        Some(Command::Config) => print(SAMPLE_CONFIG.as_bytes()),
        Some(Command::Completions { shell }) => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "invite-triage", &mut script);
            print(&script)
        }
        Some(Command::Man) => {
            let mut page = Vec::new();
            clap_mangen::Man::new(Arguments::command()).render(&mut page)?;
            print(&page)
        }
    }
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
