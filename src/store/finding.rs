//! What is wrong, or only worth knowing, about what is kept. Sentences are safe to print.

use serde::Serialize;

use crate::domain::text::untrusted::Untrusted;

/// Findings of one kind of file beyond this many are counted, not listed.
const MAX_LISTED: usize = 1_000;

/// What kind of thing was found.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingKind {
    /// A line that cannot be read; it stays where it is and is skipped.
    Damaged,
    /// A line that was changed by hand or is damaged, yet reads; it is used.
    ChecksumDiffers,
    /// Two records on one line; both are used.
    Glued,
    /// The end of the journal was never finished.
    Torn,
    /// Lines of a newer version: the journal is open for reading only.
    NewerVersion,
    /// Lines with an event this version does not know; they are kept and ignored.
    UnknownEvent,
    /// A second journal beside ours, left by a sync tool; its lines are used.
    ConflictCopy,
    /// Requests of somebody who was forgotten, brought by another machine's journal or by hand.
    CameBack,
    /// The file system cannot lock.
    NoLock,
    /// Another program changed the journal while it was open.
    Reloaded,
    /// The snapshot of the network cannot be read; the next import brings a new one.
    Snapshot,
}

/// One thing that was found.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Finding {
    /// The file's name, without its folder.
    pub file: String,
    /// The line in it, counting from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// What kind.
    pub kind: FindingKind,
    /// What it is and what to do, in a sentence.
    #[serde(rename = "says")]
    pub text: String,
}

/// `journal.jsonl line 17: what it is and what to do`.
impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { file, line, kind: _, text: says } = self;
        match line {
            Some(line) => write!(f, "{file} line {line}: {says}"),
            None => write!(f, "{file}: {says}"),
        }
    }
}

impl Finding {
    /// A finding; whatever a stranger may have written into a file's name or a line is made harmless here.
    pub(super) fn new(file: &str, line: Option<u64>, kind: FindingKind, says: impl Into<String>) -> Self {
        let harmless = |text: String| Untrusted::new(text).display().into_owned();
        Self { file: harmless(file.to_owned()), line, kind, text: harmless(says.into()) }
    }
}

/// The findings of one file, the first thousand of them by name.
#[derive(Debug, Default)]
pub(super) struct Findings {
    listed: Vec<Finding>,
    more: usize,
}

impl Findings {
    pub(super) fn push(&mut self, finding: Finding) {
        if self.listed.len() < MAX_LISTED {
            self.listed.push(finding);
        } else {
            self.more += 1;
        }
    }

    pub(super) fn into_vec(self, file: &str) -> Vec<Finding> {
        let Self { mut listed, more } = self;
        if more > 0 {
            let says = format!("{more} more lines like these");
            listed.push(Finding::new(file, None, FindingKind::Damaged, says));
        }
        listed
    }
}
