//! Rights of the files in a data directory: for their owner only, whoever made them.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::files;
use super::finding::{Finding, FindingKind};
use super::owned::{QUARANTINE, is_owned_name};

/// Restricts our files in a data directory to their owner, and the directory too unless it holds other files. Returns a
/// finding if others had access. Only for the holder of the journal's lock.
pub(super) fn restrict(dir: &Path) -> Option<Finding> {
    let dir = dir.canonicalize().ok()?;
    let (mut ours, others): (Vec<PathBuf>, Vec<PathBuf>) = entries(&dir).into_iter().partition(|path| is_ours(path));
    ours.extend(entries(&dir.join(QUARANTINE)).into_iter().filter(|path| path.is_file()));
    if others.is_empty() {
        ours.push(dir.clone());
    }
    ours.retain(|path| files::is_open_to_others(path));
    ours.iter().for_each(|path| files::close_to_others(path));
    let still_open = ours.iter().filter(|path| files::is_open_to_others(path)).count();
    let says = match (ours.len(), still_open) {
        (0, _) if files::is_writable_by_others(&dir) => {
            "other users of this computer can replace files here; use `chmod 700` (it was not done, because there are \
             other files here too)"
                .to_owned()
        }
        (0, _) => return None,
        (open, 0) => format!("{} open to other users of this computer; now only you have access", were(open)),
        (_, open) => format!("{} open to other users of this computer, and this cannot be changed here", are(open)),
    };
    Some(Finding::new(&dir.file_name().unwrap_or_default().to_string_lossy(), None, FindingKind::Rights, says))
}

/// Returns the number of our files in a data directory that others can read or change, the directory among them.
pub fn open_to_others(dir: &Path) -> usize {
    let ours = entries(dir).into_iter().filter(|path| is_ours(path)).chain([dir.to_owned()]);
    ours.filter(|path| files::is_open_to_others(path)).count()
}

/// Returns the first of a data directory and our files in it that this process may not change, and why.
pub fn unwritable(dir: &Path) -> Option<(PathBuf, io::Error)> {
    let mut ours = entries(dir).into_iter().filter(|path| is_ours(path));
    let refused = |path: PathBuf| files::check_writable(&path).err().map(|why| (path, why));
    refused(dir.to_owned()).or_else(|| ours.find_map(refused))
}

fn were(count: usize) -> String {
    if count == 1 { "1 file or folder was".to_owned() } else { format!("{count} files and folders were") }
}

fn are(count: usize) -> String {
    were(count).replace(" was", " is").replace(" were", " are")
}

fn is_ours(path: &Path) -> bool {
    path.file_name().is_some_and(|name| {
        is_owned_name(&name.to_string_lossy()) && (path.is_file() || name.to_str() == Some(QUARANTINE))
    })
}

fn entries(dir: &Path) -> Vec<PathBuf> {
    fs::read_dir(dir).into_iter().flatten().flatten().map(|entry| entry.path()).collect()
}
