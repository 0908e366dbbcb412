//! Bundles: the files of one archive, of one folder, or files named singly.
//!
//! Promise: nothing is unpacked to disk, no link in a folder is followed, and only regular files are opened.

use std::fs::{self, File};
use std::io::{BufReader, Cursor, Read, Seek};
use std::path::{Path, PathBuf};

use zip::ZipArchive;
use zip::result::ZipError;

use super::error::ImportError;
use crate::domain::text::untrusted::Untrusted;

/// A source's claim to a bundle.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Claim {
    /// No claim.
    No,
    /// Claim by file name only; a sure source takes precedence.
    ByName,
    /// Certain claim.
    Sure,
}

impl Claim {
    /// Returns `Sure` if the condition is true, else `No`.
    pub fn sure_if(is_so: bool) -> Self {
        if is_so { Self::Sure } else { Self::No }
    }
}

/// Maximum number of files in a bundle; an export has about fifty, a folder around it may have more.
const MAX_FILES: usize = 20_000;
/// Maximum folder depth that is read, deeper than any export.
const MAX_DEPTH: usize = 8;

trait ReadSeek: Read + Seek + Send {}
impl<T: Read + Seek + Send> ReadSeek for T {}

/// One file of a bundle.
pub(super) struct Member {
    /// Path inside the bundle.
    pub path: String,
    /// Unpacked size in bytes, as declared.
    pub size: u64,
    location: Location,
}

enum Location {
    Disk(PathBuf),
    Memory(Vec<u8>),
    Zip(usize),
}

impl Member {
    /// Returns the name without folders.
    pub fn base(&self) -> &str {
        base(&self.path)
    }

    /// Returns the number of its folders.
    pub fn depth(&self) -> usize {
        self.path.matches(['/', '\\']).count()
    }

    /// Returns its folders.
    pub fn folder(&self) -> &str {
        &self.path[..self.path.len() - self.base().len()]
    }
}

/// Files that belong together.
pub(super) struct Bundle {
    /// Name as the user gave it.
    pub name: String,
    /// Its files.
    pub members: Vec<Member>,
    /// True if the files were named singly, so that their contents count more than their names.
    pub named_singly: bool,
    archive: Option<ZipArchive<Box<dyn ReadSeek>>>,
}

impl Bundle {
    /// Opens the file, folder or archive at a path.
    pub fn open_path(path: &Path) -> Result<Self, ImportError> {
        let shown = || Untrusted::new(path.to_string_lossy());
        let unreadable = |source| ImportError::Unreadable { path: shown(), source };
        let about = fs::metadata(path).map_err(unreadable)?;
        let name = path.file_name().map_or_else(|| path.to_string_lossy(), |name| name.to_string_lossy());
        if about.is_dir() {
            return Self::folder(path, &name);
        }
        if !about.is_file() {
            return Err(ImportError::NotAFile { path: shown() });
        }
        let mut file = File::open(path).map_err(unreadable)?;
        let head = head_of(&mut file).map_err(unreadable)?;
        if is_zip(&name, &head) {
            file.rewind().map_err(unreadable)?;
            return Self::archive(&name, Box::new(BufReader::new(file)), &head);
        }
        Ok(Self::single(&name, about.len(), Location::Disk(path.to_owned())))
    }

    /// Creates a bundle from standard input.
    pub fn from_bytes(name: &str, bytes: Vec<u8>) -> Result<Self, ImportError> {
        if is_zip(name, &bytes) {
            let head = bytes[..bytes.len().min(512)].to_vec();
            return Self::archive(name, Box::new(Cursor::new(bytes)), &head);
        }
        Ok(Self::single(name, bytes.len() as u64, Location::Memory(bytes)))
    }

    /// Creates a bundle from files found inside another file.
    pub fn from_files(name: &str, files: Vec<(String, Vec<u8>)>) -> Self {
        let member = |(path, bytes): (String, Vec<u8>)| Member {
            path,
            size: bytes.len() as u64,
            location: Location::Memory(bytes),
        };
        Self {
            name: name.to_owned(),
            members: files.into_iter().map(member).collect(),
            named_singly: false,
            archive: None,
        }
    }

    fn single(name: &str, size: u64, at: Location) -> Self {
        let member = Member { path: name.to_owned(), size, location: at };
        Self { name: name.to_owned(), members: vec![member], named_singly: true, archive: None }
    }

    fn archive(name: &str, bytes: Box<dyn ReadSeek>, head: &[u8]) -> Result<Self, ImportError> {
        let archive = ZipArchive::new(bytes).map_err(|error| ImportError::NotAnArchive {
            file: name.into(),
            why: if head.trim_ascii_start().starts_with(b"<") {
                "it is a web page".to_owned()
            } else {
                Untrusted::new(error.to_string()).display().into_owned()
            },
        })?;
        if archive.len() > MAX_FILES {
            return Err(ImportError::TooMany { source_name: name.into(), limit: MAX_FILES });
        }
        let mut members = Vec::new();
        for index in 0..archive.len() {
            let Ok(entry) = archive.by_index_data(index) else { continue };
            let Some(Ok(path)) = archive.name_for_index(index) else { continue };
            if entry.is_file() && !is_junk(&path) {
                members.push(Member { path: path.into_owned(), size: entry.size(), location: Location::Zip(index) });
            }
        }
        Ok(Self { name: name.to_owned(), members, named_singly: false, archive: Some(archive) })
    }

    fn folder(path: &Path, name: &str) -> Result<Self, ImportError> {
        let mut members = Vec::new();
        walk(path, "", 0, &mut members)?;
        members.sort_by(|a, b| a.path.cmp(&b.path));
        if members.len() > MAX_FILES {
            return Err(ImportError::TooMany { source_name: name.into(), limit: MAX_FILES });
        }
        Ok(Self { name: name.to_owned(), members, named_singly: false, archive: None })
    }

    /// Adds the files of another bundle of singly named files.
    pub fn join(&mut self, other: Self) {
        self.name = format!("{}, {}", self.name, other.name);
        self.members.extend(other.members);
    }

    /// Opens a file from its start.
    pub fn open(&mut self, index: usize) -> Result<Box<dyn Read + Send + '_>, ImportError> {
        let member = &self.members[index];
        match &member.location {
            Location::Memory(bytes) => Ok(Box::new(&bytes[..])),
            Location::Disk(path) => File::open(path)
                .map(|file| Box::new(file) as Box<dyn Read + Send>)
                .map_err(|source| ImportError::Unreadable { path: Untrusted::new(member.path.clone()), source }),
            Location::Zip(entry) => {
                let archive = self.archive.as_mut().expect("members of an archive come with their archive");
                match archive.by_index(*entry) {
                    Ok(file) => Ok(Box::new(file)),
                    Err(error) => Err(member_error(&self.name, &member.path, &error)),
                }
            }
        }
    }

    /// Returns the first 64 KiB of a file, to detect its type.
    pub fn head(&mut self, index: usize) -> Result<Vec<u8>, ImportError> {
        let name = self.members[index].base().to_owned();
        let mut head = Vec::new();
        let mut file = self.open(index)?.take(64 * 1024);
        file.read_to_end(&mut head).map_err(|error| ImportError::reading(&name, error))?;
        Ok(head)
    }

    /// Lists a few file names, for a message about what was found.
    pub fn some_names(&self) -> String {
        const FEW: usize = 4;
        let mut names: Vec<String> = self
            .members
            .iter()
            .take(FEW)
            .map(|m| Untrusted::from(m.base()).display().chars().take(60).collect())
            .collect();
        if self.members.len() > FEW {
            names.push(format!("{} more", self.members.len() - FEW));
        }
        if names.is_empty() { "no file in it".to_owned() } else { format!("found {}", names.join(", ")) }
    }
}

fn member_error(archive: &str, member: &str, error: &ZipError) -> ImportError {
    let file = Untrusted::from(base(member));
    match error {
        ZipError::UnsupportedArchive(why) if *why == ZipError::PASSWORD_REQUIRED => {
            ImportError::Encrypted { file, archive: archive.into() }
        }
        error => ImportError::Damaged { file, why: Untrusted::new(error.to_string()).display().into_owned() },
    }
}

fn walk(folder: &Path, prefix: &str, depth: usize, into: &mut Vec<Member>) -> Result<(), ImportError> {
    let unreadable = |source| ImportError::Unreadable { path: Untrusted::new(folder.to_string_lossy()), source };
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let kind = entry.file_type().map_err(unreadable)?; // of the entry itself: symlinks are not followed
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if is_junk(&path) || into.len() > MAX_FILES {
            continue;
        }
        if kind.is_dir() && depth < MAX_DEPTH {
            walk(&entry.path(), &format!("{path}/"), depth + 1, into)?;
        } else if kind.is_file() {
            let size = entry.metadata().map_or(0, |about| about.len());
            into.push(Member { path, size, location: Location::Disk(entry.path()) });
        }
    }
    Ok(())
}

/// True for files that systems add to the real ones.
fn is_junk(path: &str) -> bool {
    base(path).starts_with("._") || path.split(['/', '\\']).any(|part| part == "__MACOSX" || part == ".git")
}

fn base(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

fn is_zip(name: &str, head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") || name.to_ascii_lowercase().ends_with(".zip")
}

fn head_of(file: &mut File) -> std::io::Result<Vec<u8>> {
    let mut head = Vec::new();
    file.take(512).read_to_end(&mut head)?;
    Ok(head)
}
