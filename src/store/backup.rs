//! Backups of the journal, each named by the id of the line, or of the repair, that it was made for.

use std::fs;
use std::path::{Path, PathBuf};

use foldhash::HashSet;

use super::error::StoreError;
use super::files;
use super::finding::{Finding, FindingKind};
use super::journal_parser::JOURNAL;
use crate::domain::decision::event::{Entry, Event};

/// Returns the path of the backup with this id.
pub(super) fn path(dir: &Path, id: &str) -> PathBuf {
    dir.join(format!("{JOURNAL}.backup-{id}"))
}

/// Gives a backup a name under which it is never removed.
pub(super) fn keep(dir: &Path, id: &str) -> Result<PathBuf, StoreError> {
    let (backup, kept) = (path(dir, id), path(dir, &format!("{id}.kept")));
    fs::rename(&backup, &kept).map_err(StoreError::io("rename", &backup))?;
    Ok(kept)
}

/// Returns the backups that still hold somebody whom the journal has forgotten: the program was killed after it had
/// replaced the journal, and before it removed the backup.
fn left_behind(dir: &Path, entries: &[Entry]) -> Vec<PathBuf> {
    let prefix = format!("{JOURNAL}.backup-");
    let names =
        fs::read_dir(dir).into_iter().flatten().flatten().filter_map(|file| file.file_name().into_string().ok());
    let mut ids: Vec<String> = names.filter_map(|name| name.strip_prefix(&prefix).map(str::to_owned)).collect();
    if ids.is_empty() {
        return Vec::new();
    }
    let forgotten = entries.iter().filter(|entry| matches!(entry.event, Event::Forgotten { .. }));
    let forgotten: HashSet<&str> = forgotten.map(|entry| entry.id.0.as_str()).collect();
    ids.retain(|id| forgotten.contains(id.as_str()));
    let paths = ids.iter().map(|id| path(dir, id));
    paths.filter(|path| matches!(files::regular_file(path), Ok(Some(_)))).collect()
}

/// Removes the backups that still hold somebody forgotten; only for the holder of the journal's lock. Returns findings
/// about those that cannot be removed.
pub(super) fn remove_left_behind(dir: &Path, entries: &[Entry]) -> Vec<Finding> {
    let paths = left_behind(dir, entries).into_iter();
    let failed = paths.filter_map(|path| files::remove_and_sync(&path).err().map(|error| (path, error.to_string())));
    failed.map(|(path, error)| finding(&path, &format!("cannot be removed: {error}"))).collect()
}

/// Returns findings about the backups that still hold somebody forgotten.
pub(super) fn findings(dir: &Path, entries: &[Entry]) -> Vec<Finding> {
    left_behind(dir, entries).iter().map(|path| finding(path, "is removed at the next start")).collect()
}

fn finding(path: &Path, what: &str) -> Finding {
    let says = format!("still holds somebody you forgot, since `forget` was interrupted; it {what}");
    Finding::new(&path.file_name().unwrap_or_default().to_string_lossy(), None, FindingKind::LeftBehind, says)
}
