//! The screen: over what is on disk, after taking in what was named.

use std::io::{IsTerminal, stdin, stdout};
use std::path::{Path, PathBuf};
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use crate::app::App;
use crate::app::notice::Notice;
use crate::domain::arrival::Found;
use crate::domain::ledger::Ledger;
use crate::domain::network::Network;
use crate::shell::beside::{self, News, look_ahead};
use crate::shell::clipboard::Clipboard;
use crate::shell::clock::{Clock, SystemClock};
use crate::shell::config::Config;
use crate::shell::failure::WrongWords;
use crate::shell::perform::World;
use crate::shell::run::{Ending, run};
use crate::shell::signals::Watch;
use crate::shell::terminal::Terminal;
use crate::store::network::Rest;
use crate::store::{self, Finding, Journal};
use crate::ui::theme::{Palette, Theme};

use super::import::take_in;

/// An export that is read within this time is taken in before the first picture, so that nothing flickers.
const BLINK: Duration = Duration::from_millis(150);

/// What a screen is opened over.
pub struct Desk {
    /// The journal.
    pub journal: Journal,
    /// What it adds up to.
    pub ledger: Ledger,
    /// What the exports say, as far as it is read.
    pub network: Network,
    /// All that they say, where that is not read yet.
    pub rest: Option<Rest>,
    /// The ledger of what is on disk, where `ledger` shows requests that are not taken in yet.
    pub on_disk: Option<Ledger>,
    /// What comes from a thread that works beside the screen.
    pub beside: Option<Receiver<News>>,
    /// What was imported just now.
    pub found: Vec<Found>,
    /// What is wrong on disk.
    pub findings: Vec<Finding>,
}

/// Takes in what was named and opens the screen, at the first card if so wished.
pub fn open(dir: &Path, config: Config, paths: &[PathBuf], at_cards: bool, watch: &Watch) -> Result<Ending> {
    if paths.iter().any(|path| path.as_os_str() == "-") {
        let words = "the screen hears the keyboard on standard input; `invite-triage import -` takes in a file from it";
        return Err(WrongWords(words.to_owned()).into());
    }
    if let Some(missing) = paths.iter().find(|path| !path.exists()) {
        let words = format!("there is no command and no file \"{}\"; see --help", missing.display());
        return Err(WrongWords(words).into());
    }
    needs_a_terminal()?;
    let mut desk = desk(dir)?;
    if paths.is_empty() {
        desk.beside = desk.rest.take().map(beside::read_snapshot);
    } else {
        desk.take_in(dir, beside::read_files(dir, paths))?;
    }
    sit(desk, config, at_cards, watch)
}

/// What is on disk; of the snapshot, for now, what it says of those who wait.
fn desk(dir: &Path) -> Result<Desk> {
    let store::Opened { journal, entries, mut findings } = Journal::open(dir)?;
    let ledger = Ledger::replay(entries);
    let today = SystemClock.moment().today;
    let waiting = ledger.cases().filter(|case| ledger.standing_of(case).waits_on(today));
    let waiting = waiting.map(|case| case.invitation().person.as_str()).collect();
    let store::network::Opened { network, rest, finding } = store::network::open(dir, &waiting)?;
    findings.extend(finding);
    Ok(Desk { journal, ledger, network, rest, on_disk: None, beside: None, found: Vec::new(), findings })
}

impl Desk {
    /// Takes in what was named where that is read in a blink; else it is read beside the screen.
    fn take_in(&mut self, dir: &Path, files: Receiver<News>) -> Result<()> {
        let begun = Instant::now();
        while let Some(time) = BLINK.checked_sub(begun.elapsed()) {
            match files.recv_timeout(time) {
                Ok(News::Arrived(arrivals, known)) => {
                    let Self { journal, ledger, .. } = self;
                    (self.network, self.found) = take_in(dir, arrivals, *known, journal, ledger, &mut SystemClock)?;
                    return Ok(());
                }
                Ok(News::Failed(error, _)) => return Err(error),
                Ok(News::Early(arrivals)) => {
                    self.on_disk = look_ahead(*arrivals, &mut self.ledger, &mut self.network, &mut SystemClock);
                    break;
                }
                Ok(News::Heard(_)) => {}
                Err(_) => break,
            }
        }
        self.beside = Some(files);
        Ok(())
    }
}

/// Opens the screen over a desk.
pub fn sit(desk: Desk, config: Config, at_cards: bool, watch: &Watch) -> Result<Ending> {
    let Config { settings, theme, clipboard } = config;
    let Desk { journal, ledger, network, rest: _, on_disk, beside, found, findings } = desk;
    let mut app = App::new(settings, ledger, network, found, SystemClock.moment(), at_cards);
    app.read_only = journal.writable().err().map(|why| why.to_string());
    app.notice = notice(&findings);
    let mut world = World::new(SystemClock, journal, Clipboard::here(clipboard));
    world.writing = watch.writing.clone();
    app.is_reading = on_disk.is_some();
    world.on_disk = on_disk;
    world.beside = beside;
    let (mut terminal, mut screen) = Terminal::enter(watch.restore.clone()).context("cannot use this terminal")?;
    let ending = run(&mut screen, &mut terminal, &mut app, &mut world, colours(theme));
    drop(screen);
    drop(terminal);
    if let Some(unsaved) = &app.unsaved {
        let whom = match &unsaved.event {
            crate::domain::event::Event::Decided(decision) => {
                format!("{} {}", decision.verdict.kind().past(), decision.name.shown_name())
            }
            _ => "the last thing you did".to_owned(),
        };
        eprintln!("invite-triage: not saved: {whom}: {}", unsaved.why);
    }
    ending
}

/// With `NO_COLOR` only bold, dim and reversed are used. The terminal library is told to write them all the same:
/// by itself it would reset them with every colour it leaves out.
fn colours(theme: Theme) -> Theme {
    let unwanted = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    if !unwanted {
        return theme;
    }
    crossterm::style::force_color_output(true);
    Theme(Palette::Mono)
}

fn notice(findings: &[Finding]) -> Option<Notice> {
    let (first, more) = (findings.first()?, findings.len() - 1);
    let more = if more > 0 { format!(" (and {more} more; `invite-triage check` lists them)") } else { String::new() };
    Some(Notice::failed(format!("{first}{more}")))
}

/// The screen is for a person at a terminal.
pub fn needs_a_terminal() -> Result<()> {
    if stdin().is_terminal() && stdout().is_terminal() {
        return Ok(());
    }
    Err(WrongWords(
        "the screen needs a terminal; `list`, `import` and `stats` work without one (see --help)".to_owned(),
    )
    .into())
}
