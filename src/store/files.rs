//! Private, durable files: readable by their owner only, opened only if regular, synced together with their folder.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Read};
use std::path::Path;

use super::error::StoreError;

/// Returns the metadata of a regular file without following symlinks; `None` if nothing exists at the path.
pub(super) fn regular_file(path: &Path) -> Result<Option<Metadata>, StoreError> {
    match fs::symlink_metadata(path) {
        Ok(found) if found.is_file() => Ok(Some(found)),
        Ok(_) => Err(StoreError::NotRegularFile { path: path.to_owned() }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(StoreError::io("look at", path)(error)),
    }
}

/// Opens a regular file. Checks the type before (opening a pipe would hang) and again after.
pub(super) fn open(path: &Path, options: &mut OpenOptions) -> Result<File, StoreError> {
    regular_file(path)?;
    let file = secure_options(options).open(path).map_err(StoreError::io("open", path))?;
    let found = file.metadata().map_err(StoreError::io("look at", path))?;
    if found.is_file() { Ok(file) } else { Err(StoreError::NotRegularFile { path: path.to_owned() }) }
}

/// Reads a whole regular file.
pub(super) fn read_whole(path: &Path) -> Result<Vec<u8>, StoreError> {
    let mut bytes = Vec::new();
    let mut file = open(path, OpenOptions::new().read(true))?;
    file.read_to_end(&mut bytes).map_err(StoreError::io("read", path))?;
    Ok(bytes)
}

/// Removes a file and syncs its folder.
pub(super) fn remove_and_sync(path: &Path) -> Result<(), StoreError> {
    fs::remove_file(path).map_err(StoreError::io("remove", path))?;
    sync_dir(path.parent().unwrap_or(Path::new(".")))
}

/// Creates a folder and its missing parents, each synced and accessible to the owner only.
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
        made => made.map_err(StoreError::io("make the folder", dir))?,
    }
    set_mode(dir, 0o700);
    sync_dir(dir)?;
    sync_dir(parent.unwrap_or(Path::new(".")))
}

/// Restricts a file to its owner, whatever the umask. Ignores errors: a file system without permissions (a memory
/// stick) is no reason to save nothing.
pub(super) fn make_private(path: &Path) {
    set_mode(path, 0o600);
}

/// True if other users have any access to a regular file or folder.
#[cfg(unix)]
pub(super) fn is_open_to_others(path: &Path) -> bool {
    mode(path).is_some_and(|mode| mode & 0o077 != 0)
}

/// True if other users can add and replace files in a folder; the sticky bit, as on `/tmp`, prevents that.
#[cfg(unix)]
pub(super) fn is_writable_by_others(dir: &Path) -> bool {
    mode(dir).is_some_and(|mode| mode & 0o022 != 0 && mode & 0o1000 == 0)
}

/// Returns why this process may not change a file or folder, without changing it.
#[cfg(unix)]
pub(super) fn check_writable(path: &Path) -> io::Result<()> {
    use rustix::fs::{Access, access};
    let rights = if path.is_dir() { Access::WRITE_OK | Access::EXEC_OK } else { Access::WRITE_OK };
    Ok(access(path, rights)?)
}

/// Takes all rights from other users. Ignores errors, like [`make_private`].
#[cfg(unix)]
pub(super) fn close_to_others(path: &Path) {
    if let Some(mode) = mode(path) {
        set_mode(path, mode & 0o700);
    }
}

#[cfg(unix)]
fn mode(path: &Path) -> Option<u32> {
    use std::os::unix::fs::MetadataExt;
    fs::symlink_metadata(path).ok().filter(|found| !found.is_symlink()).map(|found| found.mode() & 0o7777)
}

#[cfg(unix)]
fn secure_options(options: &mut OpenOptions) -> &mut OpenOptions {
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

/// Syncs a folder, so that names created, renamed or removed in it survive a power cut.
#[cfg(unix)]
pub(super) fn sync_dir(dir: &Path) -> Result<(), StoreError> {
    File::open(dir).and_then(|open| open.sync_all()).map_err(StoreError::io("sync the folder", dir))
}

/// Returns device and inode, which identify a file whatever its name.
#[cfg(unix)]
pub(super) fn file_id(found: &Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt;
    (found.dev(), found.ino())
}

/// Returns the last byte before `end`.
#[cfg(unix)]
pub(super) fn byte_before(file: &File, end: u64) -> io::Result<u8> {
    use std::os::unix::fs::FileExt;
    let mut byte = [0];
    file.read_exact_at(&mut byte, end.saturating_sub(1))?;
    Ok(byte[0])
}

#[cfg(not(unix))]
fn secure_options(options: &mut OpenOptions) -> &mut OpenOptions {
    options
}

#[cfg(not(unix))]
fn private_dir() -> fs::DirBuilder {
    fs::DirBuilder::new()
}

#[cfg(not(unix))]
pub(super) fn is_open_to_others(_: &Path) -> bool {
    false
}

#[cfg(not(unix))]
pub(super) fn is_writable_by_others(_: &Path) -> bool {
    false
}

#[cfg(not(unix))]
pub(super) fn check_writable(path: &Path) -> io::Result<()> {
    let is_refused = path.is_file() && path.metadata()?.permissions().readonly();
    if is_refused { Err(io::ErrorKind::PermissionDenied.into()) } else { Ok(()) }
}

#[cfg(not(unix))]
pub(super) fn close_to_others(_: &Path) {
    // as for set_mode
}

#[cfg(not(unix))]
fn set_mode(_: &Path, _: u32) {
    // profile folders are private to their owner there
}

/// Does nothing: names are durable without a sync there.
#[cfg(not(unix))]
pub(super) fn sync_dir(_: &Path) -> Result<(), StoreError> {
    Ok(())
}

/// Returns a constant: only the size tells files apart there, and an open file cannot be replaced.
#[cfg(not(unix))]
pub(super) fn file_id(_: &Metadata) -> (u64, u64) {
    (0, 0)
}

/// Returns a newline: others cannot change an open file there.
#[cfg(not(unix))]
pub(super) fn byte_before(_: &File, _: u64) -> io::Result<u8> {
    Ok(b'\n')
}
