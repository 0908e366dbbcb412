//! Findings about stored files: problems, or facts worth knowing. Their sentences are safe to print.

use serde::Serialize;

use crate::domain::text::untrusted::Untrusted;

/// Maximum number of findings listed per file; further ones are only counted.
const MAX_LISTED: usize = 1_000;

/// Kind of a finding.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingKind {
    /// Unreadable line; skipped, but kept in the file.
    Damaged,
    /// Line that was edited by hand or damaged, but still parses; used.
    ChecksumDiffers,
    /// Two records on one line; both used.
    Glued,
    /// Unfinished record at the end of the journal.
    Torn,
    /// Lines of a newer version; the journal is opened read-only.
    NewerVersion,
    /// Lines with an event unknown to this version; kept and ignored.
    UnknownEvent,
    /// Second journal next to ours, left by a sync tool; its lines are used.
    ConflictCopy,
    /// Lines about a forgotten person, brought back by another machine's journal or by hand.
    CameBack,
    /// Backup with somebody forgotten, left by a killed process; the next start removes it.
    LeftBehind,
    /// Files or folders that other users of the computer could read or change.
    Rights,
    /// File system that cannot lock.
    NoLock,
    /// No journal beside a snapshot.
    JournalGone,
    /// Journal changed by another program while it was open.
    Reloaded,
    /// Unreadable snapshot of the network; the next import makes a new one.
    Snapshot,
    /// Unreadable drafts; what was typed and not decided is not there.
    Drafts,
}

impl FindingKind {
    /// True if something is wrong or missing; copies, unknown events, returned people, what a killed process left, rights
    /// and a missing lock are only worth knowing.
    pub fn is_problem(self) -> bool {
        match self {
            Self::ConflictCopy
            | Self::UnknownEvent
            | Self::CameBack
            | Self::LeftBehind
            | Self::Rights
            | Self::NoLock => false,
            Self::Damaged
            | Self::ChecksumDiffers
            | Self::Glued
            | Self::Torn
            | Self::NewerVersion
            | Self::JournalGone
            | Self::Reloaded
            | Self::Snapshot
            | Self::Drafts => true,
        }
    }
}

/// One finding.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Finding {
    /// File name without folder.
    pub file: String,
    /// Line number, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// Kind of the finding.
    pub kind: FindingKind,
    /// Sentence with the problem and what to do.
    #[serde(rename = "says")]
    pub text: String,
}

/// Formats as `journal.jsonl line 17: problem and what to do`.
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
    /// Creates a finding; escapes file name and text here, since strangers may have written parts of them.
    pub(super) fn new(file: &str, line: Option<u64>, kind: FindingKind, says: impl Into<String>) -> Self {
        let harmless = |text: String| Untrusted::new(text).display().into_owned();
        Self { file: harmless(file.to_owned()), line, kind, text: harmless(says.into()) }
    }
}

/// Findings of one file, listed up to `MAX_LISTED`.
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
