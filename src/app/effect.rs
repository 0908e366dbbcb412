//! Effects: the complete list of what the program does to the outside world. Each gets exactly one outcome.

use std::sync::Arc;

use chrono::NaiveDate;

use super::settings::Settings;
use crate::domain::care::contact::ContactFilter;
use crate::domain::decision::event::{Entry, NewEvent};
use crate::domain::decision::ledger::Ledger;
use crate::domain::evidence::network::Network;
use crate::domain::inbox::reconcile::ImportReport;
use crate::domain::person::key::PersonKey;

/// An effect that the app asks the shell for.
#[derive(Clone, PartialEq, Eq, Debug)]
#[must_use = "an effect that is dropped is a wish that nobody hears"]
pub enum Effect {
    /// Append events to the journal, in one write.
    Append(Vec<NewEvent>),
    /// Preview an export.
    Preview(Export),
    /// Write an export.
    Export {
        /// Export to write.
        export: Export,
        /// True if the user asked to overwrite a file that this program did not write.
        overwrite: bool,
    },
    /// Open this LinkedIn address in the browser.
    Open(String),
    /// Copy this to the clipboard.
    Copy(String),
    /// Edit this in `$EDITOR`.
    Edit(String),
    /// Look for the newest copy of the user's data in the download folder.
    FindExport,
    /// Complete this path.
    CompletePath(String),
    /// Import the file or folder at this path.
    Import(String),
    /// Read the configuration again.
    ReadConfig,
    /// Suspend the program.
    Suspend,
    /// Quit the program.
    Quit,
    /// Quit, and restart with the demo people.
    Demo,
}

/// An export: contacts, format and file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Export {
    /// Name of the format.
    pub format: String,
    /// Filter for the contacts.
    pub filter: ContactFilter,
    /// Only these people, for an export of a filtered list.
    pub only: Option<Vec<PersonKey>>,
    /// Path of the file, as typed.
    pub path: String,
}

/// A copy of the user's data that was found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FoundExport {
    /// Its path.
    pub path: String,
    /// Day of the copy.
    pub day: NaiveDate,
}

impl FoundExport {
    /// Returns its file name.
    pub fn name(&self) -> &str {
        self.path.rsplit(['/', '\\']).next().unwrap_or(&self.path)
    }
}

/// A preview of an export.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Preview {
    /// Requested export.
    pub export: Export,
    /// First lines of the file.
    pub lines: Vec<String>,
    /// Number of people.
    pub people: usize,
    /// File that is there already.
    pub existing: ExistingFile,
}

/// File at the path of an export.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ExistingFile {
    /// There is none.
    None,
    /// An earlier export of this program, unchanged since.
    OwnExport,
    /// A folder, for a format that writes one; files that were changed or are not the program's stay.
    Folder,
    /// Any other file.
    Foreign {
        /// Free path next to it.
        free_path: String,
    },
}

/// Settings that were read again.
#[derive(Debug)]
pub struct ReadSettings {
    /// The settings.
    pub settings: Box<Settings>,
    /// What is wrong in the configuration, if anything is.
    pub mistakes: Option<String>,
}

/// Outcome of an effect.
#[derive(Debug)]
pub enum Outcome {
    /// The events are on disk.
    Appended(Vec<Entry>),
    /// The events are on disk; another program had changed the journal, so it was reloaded.
    Reloaded {
        /// Appended entries.
        appended: Vec<Entry>,
        /// All entries of the journal.
        entries: Vec<Entry>,
        /// What was found on reading it again: the change, and the number of lines written again.
        text: String,
    },
    /// The events are not on disk.
    Failed {
        /// Events that were not written.
        events: Vec<NewEvent>,
        /// Reason, and what to do.
        why: String,
    },
    /// Preview of an export, or an error.
    Previewed(Result<Preview, String>),
    /// Message about the written export, or an error.
    Exported(Result<String, String>),
    /// Success or failure of opening the browser.
    Opened(Result<(), String>),
    /// Message about the copied draft, or an error.
    Copied(Result<String, String>),
    /// Text from `$EDITOR`, or an error.
    Edited(Result<String, String>),
    /// Newest copy of the user's data in the download folder, if any.
    ExportFound(Option<FoundExport>),
    /// The path as far as it is clear.
    PathCompleted(String),
    /// Settings of the configuration that was read again, or an error.
    ConfigRead(Result<ReadSettings, String>),
    /// Unrequested: an import that the user asked for failed; nothing was imported. Holds the reason.
    ImportFailed(String),
    /// Unrequested: progress of an import, as text.
    ImportProgress(String),
    /// Unrequested: what is typed could not be kept, and why.
    NotKept(String),
    /// Unrequested: an export was imported, and its entry is in the journal.
    Imported {
        /// Ledger of the whole journal.
        ledger: Box<Ledger>,
        /// Network from all exports.
        network: Arc<Network>,
        /// Import reports.
        reports: Vec<ImportReport>,
    },
    /// Nothing to report.
    Done,
}
