//! Bundles: the files of one copy, whether they lie in archives, in a folder, in memory, or were named singly.
//!
//! Promise: nothing is unpacked to disk, and only regular files are opened.

use std::fs::File;
use std::io::{BufReader, Read, Seek};
use std::path::PathBuf;

use chrono::NaiveDate;
use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive};

use super::copy_day::day_in_name;
use super::error::ImportError;
use super::inflate::Inflated;
use super::text::normalize_file_name;
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
pub(super) const MAX_FILES: usize = 20_000;

/// Bytes that can be read anywhere.
pub(super) trait ReadSeek: Read + Seek + Send {}
impl<T: Read + Seek + Send> ReadSeek for T {}

/// One file of a bundle.
pub(super) struct Member {
    /// Path inside the bundle.
    pub path: String,
    /// Unpacked size in bytes, as declared.
    pub size: u64,
    /// True if the user named this file itself, so that its contents count more than its name.
    pub is_loose: bool,
    /// Day in the name of the archive or folder that it comes from.
    pub source_day: Option<NaiveDate>,
    /// Day on which it was written into its archive.
    pub packed_on: Option<NaiveDate>,
    location: Location,
}

/// Place of a file.
enum Location {
    Disk(PathBuf),
    Memory(Vec<u8>),
    Zip { archive: usize, entry: usize },
}

impl Member {
    fn new(path: String, size: u64, location: Location) -> Self {
        Self { path, size, is_loose: false, source_day: None, packed_on: None, location }
    }

    /// Returns a file on disk; `size` in bytes.
    pub fn on_disk(path: String, size: u64, place: PathBuf) -> Self {
        Self::new(path, size, Location::Disk(place))
    }

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

    /// Returns the day of the copy it belongs to: the one in the name of its folder, archive or file, else the one on
    /// which it was packed.
    pub fn day(&self) -> Option<NaiveDate> {
        let mut names = self.path.rsplit(['/', '\\']);
        names.find_map(day_in_name).or(self.source_day).or(self.packed_on)
    }
}

/// True for the name of a file that makes a copy.
pub(super) fn is_of_a_copy(name: &str) -> bool {
    matches!(normalize_file_name(name).as_str(), "invitations" | "connections" | "messages")
}

/// Files that belong together.
pub(super) struct Bundle {
    /// Name as the user gave it.
    pub name: String,
    /// Its files.
    pub members: Vec<Member>,
    /// True if all files were named singly.
    pub named_singly: bool,
    /// What was left out when it was opened, in sentences.
    pub remarks: Vec<String>,
    /// True once it was joined with another.
    is_joined: bool,
    archives: Vec<ZipArchive<Box<dyn ReadSeek>>>,
}

impl Bundle {
    /// Returns the files of a folder, or those found inside another file.
    pub fn new(name: &str, mut members: Vec<Member>) -> Result<Self, ImportError> {
        if members.len() > MAX_FILES {
            return Err(ImportError::TooMany { source_name: name.into(), limit: MAX_FILES });
        }
        let day = day_in_name(name);
        members.iter_mut().for_each(|member| member.source_day = day);
        Ok(Self {
            name: name.to_owned(),
            members,
            named_singly: false,
            remarks: Vec::new(),
            is_joined: false,
            archives: Vec::new(),
        })
    }

    /// Returns a bundle of files found inside another file.
    pub fn from_files(name: &str, files: Vec<(String, Vec<u8>)>) -> Result<Self, ImportError> {
        let member = |(path, bytes): (String, Vec<u8>)| Member::new(path, bytes.len() as u64, Location::Memory(bytes));
        Self::new(name, files.into_iter().map(member).collect())
    }

    /// Returns a bundle of one file in memory that the user named.
    pub fn from_bytes(name: &str, bytes: Vec<u8>) -> Self {
        Self::single(name, Member::new(name.to_owned(), bytes.len() as u64, Location::Memory(bytes)))
    }

    /// Returns a bundle of one file that the user named.
    pub fn single(name: &str, member: Member) -> Self {
        let member = Member { is_loose: true, source_day: day_in_name(name), ..member };
        Self {
            name: name.to_owned(),
            members: vec![member],
            named_singly: true,
            remarks: Vec::new(),
            is_joined: false,
            archives: Vec::new(),
        }
    }

    /// Opens an archive; `head` is its start.
    pub fn archive(name: &str, bytes: Box<dyn ReadSeek>, head: &[u8]) -> Result<Self, ImportError> {
        let archive = ZipArchive::new(bytes)
            .map_err(|error| ImportError::NotAnArchive { file: name.into(), why: why_no_archive(head, &error) })?;
        let mut members = Vec::new();
        for index in 0..archive.len().min(MAX_FILES + 1) {
            let Ok(entry) = archive.by_index_data(index) else { continue };
            let Some(Ok(path)) = archive.name_for_index(index) else { continue };
            if entry.is_file() && !is_junk(&path) {
                let location = Location::Zip { archive: 0, entry: index };
                let packed_on = entry.last_modified().and_then(|at| {
                    let date = NaiveDate::from_ymd_opt(at.year().into(), at.month().into(), at.day().into());
                    date.filter(|_| at.year() > 1980) // what has no date is of 1980
                });
                members.push(Member { packed_on, ..Member::new(path.into_owned(), entry.size(), location) });
            }
        }
        let bundle = Self { archives: vec![archive], ..Self::new(name, members)? };
        match bundle.members.iter().find_map(|member| spreadsheet_of(&member.path)) {
            Some(program) => Err(ImportError::Spreadsheet { file: name.into(), program }),
            None => Ok(bundle),
        }
    }

    /// True if a file of it makes it a copy, by its name.
    pub fn is_copy(&self) -> bool {
        self.members.iter().any(|member| is_of_a_copy(member.base()))
    }

    /// Returns the index of the only archive among its files, if there is exactly one.
    pub fn only_archive(&self) -> Option<usize> {
        let mut archives = (0..self.members.len()).filter(|at| is_zip_name(self.members[*at].base()));
        archives.next().filter(|_| archives.next().is_none())
    }

    /// Adds the files of another bundle. Those of archives and folders get its name as a folder.
    pub fn join(&mut self, mut other: Self) {
        let offset = self.archives.len();
        self.prefix_paths();
        other.prefix_paths();
        for member in &mut other.members {
            if let Location::Zip { archive, .. } = &mut member.location {
                *archive += offset;
            }
        }
        self.name = format!("{}, {}", self.name, other.name);
        self.members.extend(other.members);
        self.archives.extend(other.archives);
        self.remarks.extend(other.remarks);
        self.named_singly &= other.named_singly;
    }

    fn prefix_paths(&mut self) {
        if std::mem::replace(&mut self.is_joined, true) {
            return;
        }
        for member in self.members.iter_mut().filter(|member| !member.is_loose) {
            member.path = format!("{}/{}", self.name, member.path);
        }
    }

    /// Opens a file from its start.
    pub fn open(&mut self, index: usize) -> Result<Box<dyn Read + Send + '_>, ImportError> {
        let member = &self.members[index];
        match &member.location {
            Location::Memory(bytes) => Ok(Box::new(&bytes[..])),
            Location::Disk(path) => File::open(path)
                .map(|file| Box::new(file) as Box<dyn Read + Send>)
                .map_err(|source| ImportError::Unreadable { path: Untrusted::new(member.path.clone()), source }),
            Location::Zip { archive, entry } => {
                let archive = &mut self.archives[*archive];
                let failed = |error| member_error(&self.name, &member.path, &error);
                let (method, len, sum) = {
                    let file = archive.by_index(*entry).map_err(failed)?; // fails for what is encrypted
                    (file.compression(), file.size(), file.crc32())
                };
                match method {
                    CompressionMethod::Deflated => {
                        Ok(Box::new(Inflated::new(archive.by_index_raw(*entry).map_err(failed)?, len, sum)))
                    }
                    CompressionMethod::Stored => Ok(Box::new(archive.by_index(*entry).map_err(failed)?)),
                    _ => {
                        let file = Untrusted::from(member.base());
                        Err(ImportError::PackedOtherwise { file, archive: self.name.as_str().into() })
                    }
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

    /// True if two files hold the same bytes, by their size and checksum.
    pub fn are_equal(&mut self, one: usize, other: usize) -> bool {
        self.members[one].size == self.members[other].size
            && self.checksum(one).is_some_and(|sum| self.checksum(other) == Some(sum))
    }

    fn checksum(&mut self, index: usize) -> Option<u32> {
        if let Location::Zip { archive, entry } = self.members[index].location {
            return self.archives[archive].by_index_data(entry).ok().map(|entry| entry.crc32());
        }
        let mut file = BufReader::with_capacity(1 << 16, self.open(index).ok()?);
        let mut sum = crc32fast::Hasher::new();
        loop {
            let bytes = std::io::BufRead::fill_buf(&mut file).ok()?;
            if bytes.is_empty() {
                return Some(sum.finalize());
            }
            sum.update(bytes);
            let read = bytes.len();
            std::io::BufRead::consume(&mut file, read);
        }
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

fn why_no_archive(head: &[u8], error: &ZipError) -> String {
    let start = head.trim_ascii_start();
    match start.first() {
        None => "it is empty".to_owned(),
        Some(b'<') => "it is a web page".to_owned(),
        Some(_) if head.starts_with(b"PK") && matches!(error, ZipError::InvalidArchive(_)) => {
            "its end is missing".to_owned()
        }
        Some(_) => Untrusted::new(error.to_string()).display().into_owned(),
    }
}

/// Returns the program whose documents are archives with such a file.
fn spreadsheet_of(path: &str) -> Option<&'static str> {
    match path {
        "xl/workbook.xml" => Some("Excel"),
        "content.xml" => Some("LibreOffice"),
        "Index/Document.iwa" => Some("Numbers"),
        _ => None,
    }
}

fn member_error(archive: &str, member: &str, error: &ZipError) -> ImportError {
    let file = Untrusted::from(base(member));
    match error {
        ZipError::UnsupportedArchive(why) if *why == ZipError::PASSWORD_REQUIRED => {
            ImportError::Encrypted { file, archive: archive.into() }
        }
        ZipError::UnsupportedArchive(_) => ImportError::PackedOtherwise { file, archive: archive.into() },
        error => ImportError::Damaged { file, why: Untrusted::new(error.to_string()).display().into_owned() },
    }
}

/// True for files that systems add to the real ones.
pub(super) fn is_junk(path: &str) -> bool {
    base(path).starts_with("._") || path.split(['/', '\\']).any(|part| part == "__MACOSX" || part == ".git")
}

fn base(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// True if a file's name is that of an archive.
pub(super) fn is_zip_name(name: &str) -> bool {
    name.to_ascii_lowercase().ends_with(".zip")
}
