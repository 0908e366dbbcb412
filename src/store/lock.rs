//! Single writer: a file lock that the system releases when the process ends, however it ends.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;

use super::error::StoreError;
use super::files;
use super::finding::{Finding, FindingKind};

/// Lock file; never the journal itself, which a rename may replace.
pub(super) const LOCK: &str = "lock";

/// Lock that is released when it is dropped. Closing the file is not enough: a program that another thread is just starting
/// holds a copy of the handle until it runs, and would keep the lock that long.
#[derive(Debug)]
pub(super) struct Lock(File);

impl Lock {
    fn try_acquire(file: File) -> Result<Self, TryLockError> {
        file.try_lock().map(|()| Self(file))
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = self.0.unlock(); // closing it does the same, later
    }
}

/// Locks a data directory. If the file system cannot lock, returns a finding and continues.
pub(super) fn acquire(dir: &Path) -> Result<(Option<Lock>, Option<Finding>), StoreError> {
    let path = dir.join(LOCK);
    let file = files::open(&path, OpenOptions::new().read(true).write(true).create(true).truncate(false))?;
    files::make_private(&path);
    match Lock::try_acquire(file) {
        Ok(lock) => Ok((Some(lock), None)),
        Err(TryLockError::WouldBlock) => Err(StoreError::Locked { path }),
        Err(TryLockError::Error(error)) if cannot_lock(&error) => Ok((None, Some(unlocked()))),
        Err(TryLockError::Error(error)) => Err(StoreError::io("lock", &path)(error)),
    }
}

/// True if a process holds the lock of a data directory.
pub fn is_locked(dir: &Path) -> bool {
    let lock = files::open(&dir.join(LOCK), OpenOptions::new().read(true).write(true));
    lock.is_ok_and(|file| matches!(Lock::try_acquire(file), Err(TryLockError::WouldBlock)))
}

/// Removes the data directory of a process that was killed: one with a lock file that nobody holds. Does nothing for any
/// other folder, or a link to one.
pub fn remove_abandoned(dir: &Path) {
    let is_folder = fs::symlink_metadata(dir).is_ok_and(|found| found.is_dir());
    let lock = is_folder.then(|| files::open(&dir.join(LOCK), OpenOptions::new().read(true).write(true)));
    if lock.is_some_and(|lock| lock.is_ok_and(|file| Lock::try_acquire(file).is_ok())) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dropped_lock_is_free_though_a_copy_of_its_handle_is_open() {
        let dir = tempfile::tempdir().expect("a folder");
        let (lock, _) = acquire(dir.path()).expect("locked");
        let copy = lock.as_ref().map(|lock| lock.0.try_clone().expect("a copy"));
        assert!(is_locked(dir.path()), "while it is held");
        drop(lock);
        assert!(!is_locked(dir.path()), "once it is dropped");
        drop(copy);
    }
}
