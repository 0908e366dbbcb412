//! The complete list of what the program can do to the world; each is answered exactly once.

use crate::domain::event::{Entry, EntryId, Event};

/// What the app asks the shell to do.
#[derive(Clone, PartialEq, Eq, Debug)]
#[expect(clippy::large_enum_variant, reason = "one at a time is on its way, and it is the one that counts")]
#[must_use = "an effect that is dropped is a wish that nobody hears"]
pub enum Effect {
    /// Write this to the journal.
    Append {
        /// What happened.
        event: Event,
        /// For a redo: the line it repeats.
        again: Option<EntryId>,
    },
    /// Open this address in the browser; it is one of LinkedIn's.
    Open(String),
    /// Put this on the clipboard.
    Copy(String),
    /// Let the person edit this in $EDITOR.
    Edit(String),
    /// Suspend the program.
    Suspend,
    /// End the program.
    Quit,
    /// End, and begin again with the made-up people.
    Demo,
}

/// What came of an effect.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// The event is on disk.
    Posted(Entry),
    /// The event is on disk, and the journal had been changed by another program: this is all of it.
    Reloaded {
        /// The entry that was asked for.
        entry: Entry,
        /// Everything the journal holds now.
        entries: Vec<Entry>,
    },
    /// The event is not on disk.
    Failed {
        /// What was to be written.
        event: Event,
        /// For a redo.
        again: Option<EntryId>,
        /// Why not, and what to do.
        why: String,
    },
    /// The page was handed to the browser, or not.
    Opened(Result<(), String>),
    /// How the draft was copied, or why not.
    Copied(Result<String, String>),
    /// What came back from $EDITOR.
    Edited(Result<String, String>),
    /// Nothing to say.
    Done,
}
