//! Opens what the user named: a file, an archive, a folder, or a folder in which the newest archive lies.
//!
//! Promise: no link in a folder is followed, and what is only passed over is not unpacked.

use std::fs::{self, File};
use std::io::{self, BufReader, Cursor, Read, Seek};
use std::path::Path;

use chrono::{DateTime, Utc};

use super::bundle::{Bundle, MAX_FILES, Member, is_junk, is_of_a_copy, is_zip_name};
use super::copy_day::day_in_name;
use super::error::ImportError;
use crate::domain::text::untrusted::Untrusted;

/// Maximum folder depth that is read, deeper than any export.
const MAX_DEPTH: usize = 8;
/// Largest archive inside another one, in bytes; it is read into memory.
const MAX_INNER_LEN: u64 = 1 << 30;
/// Maximum number of archives that are looked into to find a copy.
const MAX_ARCHIVES: usize = 100;
/// Part of the name of every copy.
const EXPORT_NAME: &str = "linkedindataexport";

/// Opens the file, folder or archive at a path.
pub(super) fn open_path(path: &Path) -> Result<Bundle, ImportError> {
    let unreadable = |source: io::Error| match source.kind() {
        io::ErrorKind::NotFound => ImportError::Missing { path: shown(path) },
        _ => ImportError::Unreadable { path: shown(path), source },
    };
    let about = fs::metadata(path).map_err(unreadable)?;
    let name = path.file_name().map_or_else(|| path.to_string_lossy(), |name| name.to_string_lossy());
    if about.is_dir() {
        return open_folder(path, &name);
    }
    if !about.is_file() {
        return Err(ImportError::NotAFile { path: shown(path) });
    }
    let mut file = File::open(path).map_err(unreadable)?;
    let mut head = Vec::new();
    file.by_ref().take(512).read_to_end(&mut head).map_err(unreadable)?;
    if !is_zip(&name, &head) {
        return Ok(Bundle::single(&name, Member::on_disk(name.clone().into_owned(), about.len(), path.to_owned())));
    }
    file.rewind().map_err(unreadable)?;
    Bundle::archive(&name, Box::new(BufReader::new(file)), &head).and_then(with_inner_archive)
}

/// Opens bytes from standard input.
pub(super) fn open_bytes(name: &str, bytes: Vec<u8>) -> Result<Bundle, ImportError> {
    if !is_zip(name, &bytes) {
        return Ok(Bundle::from_bytes(name, bytes));
    }
    let head = bytes[..bytes.len().min(512)].to_vec();
    Bundle::archive(name, Box::new(Cursor::new(bytes)), &head).and_then(with_inner_archive)
}

fn shown(path: &Path) -> Untrusted {
    Untrusted::new(path.to_string_lossy())
}

fn is_zip(name: &str, head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") || is_zip_name(name)
}

/// Returns the archive inside an archive that is no copy itself and holds exactly one; else the outer one.
fn with_inner_archive(mut outer: Bundle) -> Result<Bundle, ImportError> {
    let Some(index) = outer.only_archive().filter(|_| !outer.is_copy()) else { return Ok(outer) };
    let name = outer.members[index].base().to_owned();
    let mut bytes = Vec::new();
    let mut inner = outer.open(index)?.take(MAX_INNER_LEN + 1);
    inner.read_to_end(&mut bytes).map_err(|error| ImportError::reading(&name, error))?;
    drop(inner);
    if bytes.len() as u64 > MAX_INNER_LEN {
        return Err(ImportError::InnerTooLarge { file: name.as_str().into(), archive: outer.name.as_str().into() });
    }
    let head = bytes[..bytes.len().min(512)].to_vec();
    let mut inner = Bundle::archive(&name, Box::new(Cursor::new(bytes)), &head)?;
    let day = day_in_name(&outer.name);
    inner.members.iter_mut().for_each(|member| member.source_day = member.source_day.or(day));
    Ok(inner)
}

/// Opens a folder: the newest copies that lie in it as LinkedIn named them, else all its files, else the newest archive
/// that is a copy.
fn open_folder(path: &Path, name: &str) -> Result<Bundle, ImportError> {
    let entries = entries(path)?;
    if !entries.iter().any(|entry| entry.is_file && is_of_a_copy(&entry.name)) {
        let named = entries.iter().filter(|entry| entry.name.to_lowercase().contains(EXPORT_NAME));
        let named = named.filter(|entry| !entry.is_file || is_zip_name(&entry.name)).collect();
        if let Some(newest) = newest_copy(path, name, named)? {
            return Ok(newest);
        }
    }
    let mut members = Vec::new();
    walk(path, "", 0, &mut members)?;
    members.sort_by(|a, b| a.path.cmp(&b.path));
    let bundle = Bundle::new(name, members)?;
    if !bundle.is_copy() {
        let archives = entries.iter().filter(|entry| entry.is_file && is_zip_name(&entry.name)).collect();
        if let Some(newest) = newest_copy(path, name, archives)? {
            return Ok(newest);
        }
    }
    Ok(bundle)
}

/// Returns the newest copy among these entries of a folder, the parts of one day together; `None` if there is none.
fn newest_copy(folder: &Path, folder_name: &str, mut entries: Vec<&Entry>) -> Result<Option<Bundle>, ImportError> {
    entries.sort_by_key(|entry| std::cmp::Reverse((day_in_name(&entry.name), entry.modified)));
    let mut newest: Option<(Bundle, &Entry)> = None;
    let mut older = 0;
    for entry in entries.into_iter().take(MAX_ARCHIVES) {
        let of_same_day = |first: &Entry| {
            let day = day_in_name(&entry.name);
            day.is_some() && day == day_in_name(&first.name)
        };
        match &mut newest {
            None => {
                let opened = open_entry(folder, entry)?;
                newest = opened.filter(Bundle::is_copy).map(|bundle| (bundle, entry));
            }
            Some((bundle, first)) if of_same_day(first) => {
                if let Some(part) = open_entry(folder, entry)? {
                    bundle.join(part);
                }
            }
            Some(_) => older += 1,
        }
    }
    let Some((mut bundle, _)) = newest else { return Ok(None) };
    if older > 0 {
        let shown = |name: &str| Untrusted::from(name).display().into_owned();
        bundle.remarks.push(format!(
            "{} holds several copies; the newest was read, {}, and {older} older were not",
            shown(folder_name),
            shown(&bundle.name)
        ));
    }
    Ok(Some(bundle))
}

/// Opens an entry of a folder; `None` for an archive that is none.
fn open_entry(folder: &Path, entry: &Entry) -> Result<Option<Bundle>, ImportError> {
    match open_path(&folder.join(&entry.file_name)) {
        Ok(bundle) => Ok(Some(bundle)),
        Err(_) if day_in_name(&entry.name).is_none() => Ok(None), // any other archive among the downloads
        Err(error) => Err(error),
    }
}

/// A file or folder directly in a folder.
struct Entry {
    name: String,
    file_name: std::ffi::OsString,
    is_file: bool,
    modified: Option<DateTime<Utc>>,
}

fn entries(folder: &Path) -> Result<Vec<Entry>, ImportError> {
    let unreadable = |source| ImportError::Unreadable { path: shown(folder), source };
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let kind = entry.file_type().map_err(unreadable)?; // of the entry itself: symlinks are not followed
        let name = entry.file_name().to_string_lossy().into_owned();
        if (kind.is_file() || kind.is_dir()) && !is_junk(&name) {
            let modified = entry.metadata().and_then(|about| about.modified()).ok().map(DateTime::from);
            entries.push(Entry { name, file_name: entry.file_name(), is_file: kind.is_file(), modified });
        }
    }
    entries.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(entries)
}

fn walk(folder: &Path, prefix: &str, depth: usize, into: &mut Vec<Member>) -> Result<(), ImportError> {
    let unreadable = |source| ImportError::Unreadable { path: shown(folder), source };
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let kind = entry.file_type().map_err(unreadable)?;
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if is_junk(&path) || into.len() > MAX_FILES {
            continue;
        }
        if kind.is_dir() && depth < MAX_DEPTH {
            walk(&entry.path(), &format!("{path}/"), depth + 1, into)?;
        } else if kind.is_file() {
            let size = entry.metadata().map_or(0, |about| about.len());
            into.push(Member::on_disk(path, size, entry.path()));
        }
    }
    Ok(())
}
