//! Files that only their owner may read, opened only where they are ordinary files, and made to last.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Read};
use std::path::Path;

use super::error::StoreError;

/// What is at a path, without following a link; `None` where nothing is.
pub(super) fn regular_file(path: &Path) -> Result<Option<Metadata>, StoreError> {
    match fs::symlink_metadata(path) {
        Ok(found) if found.is_file() => Ok(Some(found)),
        Ok(_) => Err(StoreError::NotOrdinary { path: path.to_owned() }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(StoreError::at("look at", path)(error)),
    }
}

/// Opens an ordinary file. It is looked at first, since the opening of a pipe would hang, and again after.
pub(super) fn open(path: &Path, options: &mut OpenOptions) -> Result<File, StoreError> {
    regular_file(path)?;
    let file = careful(options).open(path).map_err(StoreError::at("open", path))?;
    let found = file.metadata().map_err(StoreError::at("look at", path))?;
    if found.is_file() { Ok(file) } else { Err(StoreError::NotOrdinary { path: path.to_owned() }) }
}

/// All that is in an ordinary file.
pub(super) fn read_whole(path: &Path) -> Result<Vec<u8>, StoreError> {
    let mut bytes = Vec::new();
    let mut file = open(path, OpenOptions::new().read(true))?;
    file.read_to_end(&mut bytes).map_err(StoreError::at("read", path))?;
    Ok(bytes)
}

/// Removes a file for good.
pub(super) fn remove(path: &Path) -> Result<(), StoreError> {
    fs::remove_file(path).map_err(StoreError::at("remove", path))?;
    sync_dir(path.parent().unwrap_or(Path::new(".")))
}

/// Makes a folder that only its owner may enter, and those above it that are missing; each lasts.
pub(super) fn make_dir(dir: &Path) -> Result<(), StoreError> {
    if dir.is_dir() {
        return Ok(());
    }
    let parent = dir.parent().filter(|parent| !parent.as_os_str().is_empty());
    if let Some(parent) = parent {
        make_dir(parent)?;
    }
    let made = private_dir().create(dir);
    match made {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && dir.is_dir() => return Ok(()),
        made => made.map_err(StoreError::at("make the folder", dir))?,
    }
    set_mode(dir, 0o700);
    sync_dir(dir)?;
    sync_dir(parent.unwrap_or(Path::new(".")))
}

/// Takes a file's rights away from everybody but its owner, whatever the umask made of them. A file system that
/// knows no rights (a memory stick) is no reason to keep nothing.
pub(super) fn make_private(path: &Path) {
    set_mode(path, 0o600);
}

#[cfg(unix)]
fn careful(options: &mut OpenOptions) -> &mut OpenOptions {
    use rustix::fs::OFlags;
    use std::os::unix::fs::OpenOptionsExt;
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY; // std adds CLOEXEC
    options.mode(0o600).custom_flags(flags.bits().cast_signed())
}

#[cfg(unix)]
fn private_dir() -> fs::DirBuilder {
    use std::os::unix::fs::DirBuilderExt;
    let mut builder = fs::DirBuilder::new();
    builder.mode(0o700);
    builder
}

#[cfg(unix)]
fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    let differs = fs::symlink_metadata(path).is_ok_and(|found| !found.is_symlink() && found.mode() & 0o777 != mode);
    if differs {
        let _ = fs::set_permissions(path, fs::Permissions::from_mode(mode));
    }
}

/// Makes names in a folder last: what was created, renamed or removed in it.
#[cfg(unix)]
pub(super) fn sync_dir(dir: &Path) -> Result<(), StoreError> {
    File::open(dir).and_then(|open| open.sync_all()).map_err(StoreError::at("sync the folder", dir))
}

/// Which file it is, whatever its name.
#[cfg(unix)]
pub(super) fn file_id(found: &Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt;
    (found.dev(), found.ino())
}

/// The last byte before `end`.
#[cfg(unix)]
pub(super) fn byte_before(file: &File, end: u64) -> io::Result<u8> {
    use std::os::unix::fs::FileExt;
    let mut byte = [0];
    file.read_exact_at(&mut byte, end.saturating_sub(1))?;
    Ok(byte[0])
}

#[cfg(not(unix))]
fn careful(options: &mut OpenOptions) -> &mut OpenOptions {
    options
}

#[cfg(not(unix))]
fn private_dir() -> fs::DirBuilder {
    fs::DirBuilder::new()
}

#[cfg(not(unix))]
fn set_mode(_: &Path, _: u32) {
    // a profile's folder is its owner's there
}

/// Names last by themselves there.
#[cfg(not(unix))]
pub(super) fn sync_dir(_: &Path) -> Result<(), StoreError> {
    Ok(())
}

/// Size alone tells files apart there, and an open file cannot be replaced.
#[cfg(not(unix))]
pub(super) fn file_id(_: &Metadata) -> (u64, u64) {
    (0, 0)
}

/// Not asked there: an open file cannot be changed by others.
#[cfg(not(unix))]
pub(super) fn byte_before(_: &File, _: u64) -> io::Result<u8> {
    Ok(b'\n')
}
