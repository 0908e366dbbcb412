//! Atomic writes: after a crash, a file is either the old one or the new one.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::thread;
use std::time::Duration;

use tempfile::NamedTempFile;

use super::error::StoreError;
use super::files;

/// Prefix and suffix of temporary files.
pub(super) const TEMP_NAME: (&str, &str) = (".invite-triage-", ".tmp");

/// Writes a private file atomically: a temporary file in the same folder, fsync, rename. Without `overwrite`, an
/// existing file stays and is an error.
pub fn write_atomically(
    path: &Path,
    overwrite: bool,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), StoreError> {
    if files::regular_file(path)?.is_some() && !overwrite {
        return Err(StoreError::AlreadyExists { path: path.to_owned() });
    }
    let dir = folder_of(path);
    // tempfile creates the file with mode 0600 and deletes it if anything below fails.
    let draft = tempfile::Builder::new()
        .prefix(TEMP_NAME.0)
        .suffix(TEMP_NAME.1)
        .tempfile_in(dir)
        .map_err(|error| StoreError::io("write in", dir)(without_temp_name(dir, &error)))?;
    files::make_private(draft.path());
    let _ = draft.as_file().try_lock(); // marks it as in use; without locks, it is only never swept
    let mut buffered = BufWriter::with_capacity(64 * 1024, draft.as_file());
    write(&mut buffered).and_then(|()| buffered.flush()).map_err(StoreError::io("write", path))?;
    drop(buffered);
    draft.as_file().sync_all().map_err(StoreError::io("sync", path))?;
    if overwrite {
        put_in_place(draft, path)?;
    } else if let Err(refused) = draft.persist_noclobber(path) {
        return Err(match refused.error.kind() {
            io::ErrorKind::AlreadyExists => StoreError::AlreadyExists { path: path.to_owned() },
            _ => StoreError::io("put in place", path)(refused.error),
        });
    }
    files::sync_dir(dir)
}

/// Returns why no temporary file could be made in a folder, without its name: nobody has seen it.
fn without_temp_name(dir: &Path, error: &io::Error) -> io::Error {
    fs::metadata(dir).err().unwrap_or_else(|| error.kind().into())
}

/// Renames a temporary file to `path`, in place of what is there. Windows refuses that while anybody has the file open (a
/// second command, a virus scanner), so it is tried for half a second there.
pub(super) fn put_in_place(mut draft: NamedTempFile, path: &Path) -> Result<(), StoreError> {
    let mut attempts = if cfg!(windows) { 20 } else { 0 };
    loop {
        match draft.persist(path) {
            Ok(_) => return Ok(()),
            Err(refused) if attempts > 0 && refused.error.kind() == io::ErrorKind::PermissionDenied => {
                attempts -= 1;
                draft = refused.file;
                thread::sleep(Duration::from_millis(25));
            }
            Err(refused) => return Err(StoreError::io("put in place", path)(refused.error)),
        }
    }
}

/// Returns the folder of a file.
pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// True for the name of a temporary file.
pub(super) fn is_temp_name(name: &str) -> bool {
    name.starts_with(TEMP_NAME.0) && name.ends_with(TEMP_NAME.1)
}

/// Removes temporary files that a killed process left in a folder; those of a running one are locked and stay.
pub(super) fn remove_stale_temps(dir: &Path) {
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        if !entry.file_name().to_str().is_some_and(is_temp_name) {
            continue;
        }
        let path = entry.path();
        let unused = files::open(&path, fs::OpenOptions::new().read(true)).is_ok_and(|file| file.try_lock().is_ok());
        if unused {
            let _ = fs::remove_file(path); // harmless, and the next start tries again
        }
    }
}

/// Saves bytes under the first free name `stem.N.ending` in a folder, created if missing; returns the name.
pub(super) fn quarantine(dir: &Path, stem: &str, ending: &str, bytes: &[u8]) -> Result<String, StoreError> {
    files::make_dir(dir)?;
    for number in 1_u64.. {
        let name = format!("{stem}.{number}.{ending}");
        let path = dir.join(&name);
        match files::open(&path, fs::OpenOptions::new().write(true).create_new(true)) {
            Ok(mut file) => {
                files::make_private(&path);
                file.write_all(bytes).and_then(|()| file.sync_all()).map_err(StoreError::io("write", &path))?;
                files::sync_dir(dir)?;
                return Ok(name);
            }
            Err(StoreError::NotRegularFile { .. }) => {}
            Err(StoreError::Io { source, .. }) if source.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    unreachable!("there are more numbers than files")
}
