//! The complete list of what the program can do to the world; each is answered exactly once.

use crate::domain::care::contact::Filter;
use crate::domain::decision::event::{Entry, EntryId, Event};
use crate::domain::decision::ledger::Ledger;
use crate::domain::evidence::network::Network;
use crate::domain::inbox::reconcile::ImportReport;
use crate::domain::person::key::PersonKey;

/// What the app asks the shell to do.
#[derive(Clone, PartialEq, Eq, Debug)]
#[must_use = "an effect that is dropped is a wish that nobody hears"]
pub enum Effect {
    /// Write this to the journal.
    Append {
        /// What happened.
        event: Event,
        /// For a redo: the line it repeats.
        redo_of: Option<EntryId>,
    },
    /// Say what an export would write.
    Preview(Export),
    /// Write an export.
    Export {
        /// Which.
        export: Export,
        /// Whether the person was told that it goes over a file that is there.
        overwrite: bool,
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

/// Which contacts to write where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Export {
    /// The name of the format.
    pub format: String,
    /// Whose.
    pub filter: Filter,
    /// Only these people, where a filtered list was asked for.
    pub only: Option<Vec<PersonKey>>,
    /// The file, as the person wrote it.
    pub path: String,
}

/// What an export would write.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Preview {
    /// What was asked for.
    pub export: Export,
    /// The first lines of the file.
    pub lines: Vec<String>,
    /// How many people.
    pub people: usize,
    /// Whether a file of that name is there.
    pub exists: bool,
}

/// What came of an effect.
#[derive(Debug)]
pub enum Outcome {
    /// The event is on disk.
    Appended(Entry),
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
        redo_of: Option<EntryId>,
        /// Why not, and what to do.
        why: String,
    },
    /// What an export would write, or why it can't.
    Previewed(Result<Preview, String>),
    /// What was written where, or why not.
    Exported(Result<String, String>),
    /// The page was handed to the browser, or not.
    Opened(Result<(), String>),
    /// How the draft was copied, or why not.
    Copied(Result<String, String>),
    /// What came back from $EDITOR.
    Edited(Result<String, String>),
    /// Not asked for: how far the reading of an export has come, in words.
    ImportProgress(String),
    /// Not asked for: an export is taken in and its line is in the journal.
    Imported {
        /// What the journal adds up to now.
        ledger: Box<Ledger>,
        /// All that the exports say now.
        network: Box<Network>,
        /// What it found.
        reports: Vec<ImportReport>,
    },
    /// Nothing to say.
    Done,
}
