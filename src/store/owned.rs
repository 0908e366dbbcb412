//! File names that the program keeps for its own data. No output may use one of them.

use std::path::{Path, PathBuf};

use super::atomic::{folder_of, is_temp_name};
use super::error::StoreError;
use super::journal_parser::JOURNAL;
use super::lock::LOCK;

/// File name of the log of exports.
pub const EXPORT_LOG: &str = "exports.jsonl";
/// File name of the snapshot.
pub const SNAPSHOT: &str = "network.bin";
/// File name of the snapshot in version 0.1; read once, then replaced.
pub const SNAPSHOT_JSON: &str = "network.json";
/// Folder for bytes removed from damaged files.
pub(super) const QUARANTINE: &str = "quarantine";
/// File name of the saved drafts.
pub const DRAFTS: &str = "drafts.json";

/// What lies in a data directory, by what it is called to people and programs.
pub const FILES: [(&str, &str); 6] = [
    ("journal", JOURNAL),
    ("snapshot", SNAPSHOT),
    ("drafts", DRAFTS),
    ("exports", EXPORT_LOG),
    ("lock", LOCK),
    ("quarantine", QUARANTINE),
];

/// True for the names of files in a data directory that the program writes or reads: the journal with its copies and
/// backups, the snapshot, and so on. Ignores case, and the dots and spaces that Windows ignores at the end of a name.
pub(super) fn is_owned_name(name: &str) -> bool {
    let name = name.trim_end_matches(['.', ' ']).to_lowercase();
    name.starts_with("journal")
        || name.starts_with("network")
        || [DRAFTS, EXPORT_LOG, LOCK, QUARANTINE].contains(&name.as_str())
        || is_temp_name(&name)
}

/// Fails if an output would be written to a file that belongs to the data directory `dir`, however its path is spelled:
/// relative, with `..`, or through links.
pub fn refuse_owned(dir: &Path, path: &Path) -> Result<(), StoreError> {
    let Ok(dir) = dir.canonicalize() else { return Ok(()) }; // nothing is there yet
    let targets = [in_real_folder(path), path.canonicalize().ok()];
    if targets.iter().flatten().any(|target| is_owned(&dir, target)) {
        return Err(StoreError::Owned { path: path.to_owned() });
    }
    Ok(())
}

/// Returns a path with its folder canonicalized; the file itself need not exist, and a link there is not followed.
fn in_real_folder(path: &Path) -> Option<PathBuf> {
    Some(folder_of(path).canonicalize().ok()?.join(path.file_name()?))
}

fn is_owned(dir: &Path, target: &Path) -> bool {
    let first = target.strip_prefix(dir).ok().and_then(|below| below.iter().next());
    first.is_some_and(|name| is_owned_name(&name.to_string_lossy()))
}
