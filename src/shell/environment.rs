//! The world as the program may touch it: here every effect is performed, and answered exactly once.

use std::io;
use std::sync::{Arc, Mutex};

use crate::app::effect::{Effect, Outcome};
use crate::app::model::Model;
use crate::domain::decision::event::{EntryId, Event};
use crate::store::{AppendError, Appended, Journal};

use super::clipboard::Clipboard;
use super::clock::Clock;
use super::failure::io_hint;
use super::import::ReadImport;
use super::input_source::InputSource;
use super::{editor, export, import, signals};

/// Everything outside.
#[derive(Debug)]
pub struct Environment<C> {
    /// Time and ids.
    pub clock: C,
    /// The journal.
    pub journal: Journal,
    /// Where copied text goes.
    pub clipboard: Clipboard,
    /// Held while a line is being written, so that no signal ends the program between its bytes.
    pub writing: Arc<Mutex<()>>,
    /// The event that could not be written and the id it keeps, so that it is never there twice.
    failed: Option<(Event, EntryId)>,
}

/// How a sitting ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ExitReason {
    /// The person left.
    Quit,
    /// The person wants to see the made-up people.
    Demo,
}

/// What came of an effect.
#[derive(Debug)]
pub enum Performed {
    /// This.
    Outcome(Outcome),
    /// This, and something else was on the terminal meanwhile.
    Redraw(Outcome),
    /// The program ends.
    Ended(ExitReason),
}

impl<C: Clock> Environment<C> {
    /// An environment with this journal.
    pub fn new(clock: C, journal: Journal, clipboard: Clipboard) -> Self {
        Self { clock, journal, clipboard, writing: Arc::default(), failed: None }
    }

    /// Performs an effect; the terminal is lent for what needs it.
    pub fn perform(&mut self, effect: Effect, model: &Model, keys: &mut impl InputSource) -> io::Result<Performed> {
        let outcome = match effect {
            Effect::Quit => return Ok(Performed::Ended(ExitReason::Quit)),
            Effect::Demo => return Ok(Performed::Ended(ExitReason::Demo)),
            Effect::Suspend => {
                keys.release_terminal(&mut signals::suspend)?;
                return Ok(Performed::Redraw(Outcome::Done));
            }
            Effect::Edit(text) => {
                let mut edited = Err("the editor was not started".to_owned());
                keys.release_terminal(&mut || edited = editor::edit(&text))?;
                return Ok(Performed::Redraw(Outcome::Edited(edited)));
            }
            Effect::Preview(asked) => Outcome::Previewed(export::preview(&asked, model)),
            Effect::Export { export: asked, overwrite } => {
                Outcome::Exported(export::write(self.journal.dir(), &asked, overwrite, model))
            }
            Effect::Append { event, redo_of: again } => self.append(event, again),
            Effect::Open(address) => Outcome::Opened(open_in_browser(&address)),
            Effect::Copy(text) => Outcome::Copied(self.clipboard.copy(&text)),
        };
        Ok(Performed::Outcome(outcome))
    }

    /// Writes an event to the journal; for a redo, `again` is the line that it repeats.
    pub fn append(&mut self, event: Event, again: Option<EntryId>) -> Outcome {
        let kept = self.failed.take().filter(|(failed, _)| *failed == event).map(|(_, id)| id);
        let id = kept.unwrap_or_else(|| self.clock.id());
        let at = self.clock.moment().now;
        let appended = {
            let _writing = self.writing.lock();
            self.journal.append(id.clone(), at, again.clone(), event.clone())
        };
        match appended {
            Ok(Appended { entry, reloaded: None }) => Outcome::Appended(entry),
            Ok(Appended { entry, reloaded: Some(loaded) }) => Outcome::Reloaded { entry, entries: loaded.entries },
            Err(error) => {
                self.failed = Some((event.clone(), id));
                Outcome::Failed { event, redo_of: again, why: append_error(&error) }
            }
        }
    }

    /// Takes in an export that was read beside the screen: its line is on disk before anything is shown as taken in.
    pub fn import(&mut self, arrived: ReadImport, model: &Model) -> anyhow::Result<Outcome> {
        let ReadImport { arrivals, network } = arrived;
        let dir = self.journal.dir().to_owned();
        let mut ledger = Box::new(model.ledger.clone());
        let writing = self.writing.clone();
        let _writing = writing.lock();
        let (network, found) =
            import::apply_import(&dir, arrivals, *network, &mut self.journal, &mut ledger, &mut self.clock)?;
        Ok(Outcome::Imported { ledger, network: Box::new(network), reports: found })
    }
}

/// Why something is not on disk, and what to do.
fn append_error(error: &AppendError) -> String {
    let hint = match error {
        AppendError::NotSaved { source } | AppendError::NotConfirmed { source } => io_hint(source.kind()),
        AppendError::ReadOnly(_) | AppendError::Store(_) => None,
    };
    hint.map_or_else(|| error.to_string(), |hint| format!("{error}; {hint}"))
}

/// Hands one page to the browser. Only addresses that the app made from a slug come here.
fn open_in_browser(address: &str) -> Result<(), String> {
    if !address.starts_with("https://www.linkedin.com/in/") {
        return Err(format!("{address} is no profile on LinkedIn; it was not opened"));
    }
    open::that_detached(address)
        .map_err(|error| format!("No browser could be started ({error}); the address: {address}"))
}
