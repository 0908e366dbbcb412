//! Performs the app's effects on the outside world; every effect gets exactly one outcome.

use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::app::App;
use crate::app::effect::{Effect, Outcome, ReadSettings};
use crate::app::model::Model;
use crate::domain::decision::event::{EntryId, NewEvent};
use crate::domain::decision::unfinished::Unfinished;
use crate::domain::inbox::ownership::check_owners;
use crate::store::{AppendError, Appended, Finding, Journal, drafts};

use super::browser::Browser;
use super::clipboard::Clipboard;
use super::clock::Clock;
use super::config::{Config, ConfigSource, ProgramSettings};
use super::downloads::{complete_path, download_dir, newest_export};
use super::editor::Editor;
use super::export::error_with_cause;
use super::failure::{causes, io_hint};
use super::import::ReadImport;
use super::input_source::InputSource;
use super::signals::{SharedJournal, ShutdownHandler, stop};
use super::{export, import};

/// The outside world.
#[derive(Debug)]
pub struct Environment<C> {
    /// Time and ids.
    pub clock: C,
    journal: SharedJournal,
    /// Other programs.
    pub programs: Programs,
    /// The configuration, to be read again; `None` if it cannot change.
    pub config: Option<ConfigSource>,
    /// Locks that signals respect: none ends the program in the middle of a write.
    pub shutdown: ShutdownHandler,
    /// Unfinished work as it is on disk.
    kept: Unfinished,
    /// Error of the last attempt to keep the unfinished work; `None` once it is on disk.
    pub not_kept: Option<String>,
    /// Events of the last failed append and their ids; a retry reuses the ids, so that no event is ever written twice.
    failed_append: Option<(Vec<NewEvent>, Vec<EntryId>)>,
}

/// Other programs that the user may ask for; tests start none.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Programs {
    /// Destination of copied text.
    pub clipboard: Clipboard,
    /// Browser.
    pub browser: Browser,
    /// Editor.
    pub editor: Editor,
    /// Folder in which copies of the user's data are looked for.
    pub downloads: Option<PathBuf>,
}

impl Programs {
    /// Returns the programs of this environment, and those that the configuration prefers.
    pub fn detect(settings: &ProgramSettings) -> Self {
        Self {
            clipboard: Clipboard::detect(settings.clipboard),
            browser: Browser::detect(&settings.browser),
            editor: Editor::detect(&settings.editor),
            downloads: download_dir(),
        }
    }

    /// No program at all, for commands that open nothing.
    pub fn none() -> Self {
        Self { clipboard: Clipboard::Nowhere, browser: Browser::Nowhere, editor: Editor::default(), downloads: None }
    }
}

/// Reason why the event loop ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ExitReason {
    /// The user quit.
    Quit,
    /// The user asked for the demo.
    Demo,
}

/// Result of an effect.
#[derive(Debug)]
pub enum Performed {
    /// Outcome to apply.
    Outcome(Outcome),
    /// Outcome to apply, and whether the terminal, which another program used, was entered again; the screen must be
    /// redrawn.
    Redraw(Outcome, io::Result<()>),
    /// End of the event loop.
    Exit(ExitReason),
}

impl<C: Clock> Environment<C> {
    /// Returns an environment with this journal.
    pub fn new(clock: C, journal: Journal, programs: Programs) -> Self {
        let journal = Arc::new(Mutex::new(journal));
        let shutdown = ShutdownHandler::default();
        let (kept, not_kept, failed_append) = (Unfinished::default(), None, None);
        Self { clock, journal, programs, config: None, shutdown, kept, not_kept, failed_append }
    }

    /// Returns the environment with a handler that looks at its journal before a signal ends the program.
    pub fn with_shutdown(self, shutdown: ShutdownHandler) -> Self {
        *shutdown.journal.lock().unwrap_or_else(PoisonError::into_inner) = Some(self.journal.clone());
        Self { shutdown, ..self }
    }

    /// Returns the journal, locked: no signal ends the program meanwhile.
    pub fn journal(&self) -> MutexGuard<'_, Journal> {
        self.journal.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Loads the unfinished work of an earlier run; a finding says if it is damaged.
    pub fn load_unfinished(&mut self) -> (Unfinished, Option<Finding>) {
        let journal = self.journal();
        let (unfinished, finding) = drafts::load(journal.dir(), journal.writable().is_ok());
        drop(journal);
        self.kept = unfinished.clone();
        (unfinished, finding)
    }

    /// Keeps the unfinished work on disk if it changed; returns an outcome if it could not, once for each error.
    pub fn keep_unfinished(&mut self, app: &App) -> Option<Outcome> {
        let unfinished = app.unfinished().filter(|unfinished| *unfinished != self.kept)?;
        let saved = {
            let journal = self.journal();
            if journal.writable().is_err() {
                return None;
            }
            drafts::save(journal.dir(), &unfinished)
        };
        let error = saved.err().map(|error| format!("What you typed is not kept: {}", error_with_cause(&error)));
        if error.is_none() {
            self.kept = unfinished;
        }
        let is_new = error != self.not_kept;
        self.not_kept = error;
        self.not_kept.clone().filter(|_| is_new).map(Outcome::NotKept)
    }

    /// Performs an effect; releases the terminal for an editor or a suspension.
    pub fn perform(&mut self, effect: Effect, model: &Model, keys: &mut impl InputSource) -> io::Result<Performed> {
        let outcome = match effect {
            Effect::Quit => return Ok(Performed::Exit(ExitReason::Quit)),
            Effect::Demo => return Ok(Performed::Exit(ExitReason::Demo)),
            Effect::Suspend => {
                let entered = keys.release_terminal(&mut stop);
                return Ok(Performed::Redraw(Outcome::Done, entered));
            }
            Effect::Edit(text) => {
                let mut edited = Err("the editor was not started".to_owned());
                let entered = keys.release_terminal(&mut || edited = self.programs.editor.edit(&text));
                return Ok(Performed::Redraw(Outcome::Edited(edited), entered));
            }
            Effect::Preview(asked) => Outcome::Previewed(export::screen::preview(self.journal().dir(), &asked, model)),
            Effect::Export { export: asked, overwrite } => {
                Outcome::Exported(export::screen::write(self.journal().dir(), &asked, overwrite, model))
            }
            Effect::Append(events) => self.append(events),
            Effect::FindExport => {
                let dir = self.programs.downloads.as_deref();
                Outcome::ExportFound(dir.and_then(|dir| newest_export(dir, self.clock.moment().local)))
            }
            Effect::CompletePath(typed) => Outcome::PathCompleted(complete_path(&typed)),
            Effect::Import(_) => Outcome::Done, // the event loop starts the reader thread
            Effect::Open(address) => Outcome::Opened(self.programs.browser.open(&address)),
            Effect::ReadConfig => Outcome::ConfigRead(self.read_config(keys)),
            Effect::Copy(text) => Outcome::Copied(self.copy(&text)),
        };
        Ok(Performed::Outcome(outcome))
    }

    /// Copies a text to the clipboard; returns what to say, or why it failed.
    pub fn copy(&self, text: &str) -> Result<String, String> {
        self.programs.clipboard.copy(text, &mut self.shutdown.terminal_guard.output())
    }

    /// Reads the configuration again: programs and look change at once; returns the settings, and what is wrong.
    fn read_config(&mut self, keys: &mut impl InputSource) -> Result<ReadSettings, String> {
        let source = self.config.clone().unwrap_or_default();
        let config = Config::load(source).map_err(|error| format!("Nothing changed: {}", causes(&error)))?;
        let Config { settings, theme, mouse, programs, mistakes, source: _, plain: _ } = config;
        if self.programs != Programs::none() {
            self.programs = Programs::detect(&programs);
        }
        keys.apply_look(theme, mouse).map_err(|error| format!("The terminal could not be changed: {error}"))?;
        Ok(ReadSettings { settings: Box::new(settings), mistakes: mistakes_text(&mistakes) })
    }

    /// Appends events to the journal.
    pub fn append(&mut self, events: Vec<NewEvent>) -> Outcome {
        let kept = self.failed_append.take().filter(|(failed, _)| *failed == events).map(|(_, ids)| ids);
        let ids: Vec<EntryId> = kept.unwrap_or_else(|| events.iter().map(|_| self.clock.id()).collect());
        let at = self.clock.moment().now;
        let appended = self.journal().append_all(ids.iter().cloned().zip(events.iter().cloned()).collect(), at);
        match appended {
            Ok(Appended { entries, reloaded: None }) => Outcome::Appended(entries),
            Ok(Appended { entries, reloaded: Some(loaded) }) => {
                let text = findings_text(&loaded.findings).unwrap_or_default();
                Outcome::Reloaded { appended: entries, entries: loaded.entries, text }
            }
            Err(error) => {
                self.failed_append = Some((events.clone(), ids));
                Outcome::Failed { events, why: append_error(&error) }
            }
        }
    }

    /// Applies an import read in the background: its journal line is on disk before anything is shown as imported.
    pub fn import(&mut self, arrived: ReadImport, model: &Model) -> anyhow::Result<Outcome> {
        let ReadImport { batches: arrivals, network } = arrived;
        check_owners(&arrivals, &network)?;
        let mut ledger = Box::new(model.ledger.clone());
        let shared = self.journal.clone();
        let mut journal = shared.lock().unwrap_or_else(PoisonError::into_inner);
        let dir = journal.dir().to_owned();
        let (network, found) =
            import::apply_import(&dir, arrivals, *network, &mut journal, &mut ledger, &mut self.clock)?;
        Ok(Outcome::Imported { ledger, network: Arc::new(network), reports: found })
    }
}

/// Returns the first finding and the number of the others; `None` without findings.
pub fn findings_text(findings: &[Finding]) -> Option<String> {
    let (first, more) = (findings.first()?, findings.len() - 1);
    let more = if more > 0 { format!(" (and {more} more; `invite-triage check` lists them)") } else { String::new() };
    Some(format!("{first}{more}"))
}

/// Returns the first mistake of the configuration and the number of the others; `None` without mistakes.
pub fn mistakes_text(mistakes: &[String]) -> Option<String> {
    let (first, more) = mistakes.split_first()?;
    let others = if more.is_empty() { String::new() } else { format!(" (and {} more)", more.len()) };
    Some(format!("{first}{others}; `invite-triage doctor` lists what is wrong in the configuration"))
}

/// Returns why an append failed, with a hint.
fn append_error(error: &AppendError) -> String {
    let hint = match error {
        AppendError::NotSaved { source } | AppendError::NotConfirmed { source } => io_hint(source.kind()),
        AppendError::ReadOnly(_) | AppendError::Store(_) => None,
    };
    hint.map_or_else(|| error.to_string(), |hint| format!("{error}; {hint}"))
}
