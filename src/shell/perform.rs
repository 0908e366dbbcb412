//! Performing effects: the only place where a wish of the app becomes something in the world.

use std::sync::mpsc::Receiver;
use std::sync::{Arc, Mutex};

use crate::app::effect::Outcome;
use crate::domain::event::{EntryId, Event};
use crate::store::{AppendError, Appended, Journal};

use super::beside::News;
use super::clipboard::Clipboard;
use super::clock::Clock;
use super::failure::io_hint;

/// The world as the app may touch it.
#[derive(Debug)]
pub struct World<C> {
    /// Time and ids.
    pub clock: C,
    /// The journal.
    pub journal: Journal,
    /// Where copied text goes.
    pub clipboard: Clipboard,
    /// Held while a line is being written, so that no signal ends the program between its bytes.
    pub writing: Arc<Mutex<()>>,
    /// What the thread says that reads an export, while there is one.
    pub beside: Option<Receiver<News>>,
    /// The event that could not be written and the id it keeps, so that it is never there twice.
    failed: Option<(Event, EntryId)>,
}

impl<C: Clock> World<C> {
    /// A world with this journal.
    pub fn new(clock: C, journal: Journal, clipboard: Clipboard) -> Self {
        Self { clock, journal, clipboard, writing: Arc::default(), beside: None, failed: None }
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
            Ok(Appended { entry, reloaded: None }) => Outcome::Posted(entry),
            Ok(Appended { entry, reloaded: Some(loaded) }) => Outcome::Reloaded { entry, entries: loaded.entries },
            Err(error) => {
                self.failed = Some((event.clone(), id));
                Outcome::Failed { event, again, why: why(&error) }
            }
        }
    }
}

/// Why something is not on disk, and what to do.
fn why(error: &AppendError) -> String {
    let hint = match error {
        AppendError::NotSaved { source } | AppendError::NotConfirmed { source } => io_hint(source.kind()),
        AppendError::ReadOnly(_) | AppendError::Store(_) => None,
    };
    hint.map_or_else(|| error.to_string(), |hint| format!("{error}; {hint}"))
}

/// Hands one page to the browser. Only addresses that the app made from a slug come here.
pub fn open(address: &str) -> Result<(), String> {
    if !address.starts_with("https://www.linkedin.com/in/") {
        return Err(format!("{address} is no profile on LinkedIn; it was not opened"));
    }
    open::that_detached(address)
        .map_err(|error| format!("No browser could be started ({error}); the address: {address}"))
}
