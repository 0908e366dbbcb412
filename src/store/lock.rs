//! Single writer: a file lock that the system releases when the process ends, however it ends.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;

use super::error::StoreError;
use super::files;
use super::finding::{Finding, FindingKind};

/// Lock file; never the journal itself, which a rename may replace.
pub(super) const LOCK: &str = "lock";

/// Locks a data directory. If the file system cannot lock, returns a finding and continues.
pub(super) fn acquire(dir: &Path) -> Result<(File, Option<Finding>), StoreError> {
    let path = dir.join(LOCK);
    let file = files::open(&path, OpenOptions::new().read(true).write(true).create(true).truncate(false))?;
    files::make_private(&path);
    match file.try_lock() {
        Ok(()) => Ok((file, None)),
        Err(TryLockError::WouldBlock) => Err(StoreError::Locked { path }),
        Err(TryLockError::Error(error)) if cannot_lock(&error) => Ok((file, Some(unlocked()))),
        Err(TryLockError::Error(error)) => Err(StoreError::io("lock", &path)(error)),
    }
}

/// True if a process holds the lock of a data directory.
pub fn is_locked(dir: &Path) -> bool {
    let lock = files::open(&dir.join(LOCK), OpenOptions::new().read(true).write(true));
    lock.is_ok_and(|file| matches!(file.try_lock(), Err(TryLockError::WouldBlock)))
}

/// Removes the data directory of a process that was killed: one with a lock file that nobody holds. Does nothing for any
/// other folder, or a link to one.
pub fn remove_abandoned(dir: &Path) {
    let is_folder = fs::symlink_metadata(dir).is_ok_and(|found| found.is_dir());
    let lock = is_folder.then(|| files::open(&dir.join(LOCK), OpenOptions::new().read(true).write(true)));
    if lock.is_some_and(|lock| lock.is_ok_and(|file| file.try_lock().is_ok())) {
        let _ = fs::remove_dir_all(dir); // the next one tries again
    }
}

fn unlocked() -> Finding {
    let says = "this file system cannot lock files; make sure invite-triage is open only once";
    Finding::new(LOCK, None, FindingKind::NoLock, says)
}

#[cfg(unix)]
fn cannot_lock(error: &io::Error) -> bool {
    use rustix::io::Errno;
    let unable = [Errno::NOLCK, Errno::NOTSUP, Errno::OPNOTSUPP, Errno::NOSYS];
    error.raw_os_error().is_some_and(|raw| unable.iter().any(|errno| errno.raw_os_error() == raw))
}

#[cfg(not(unix))]
fn cannot_lock(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::Unsupported
}
