//! Chooses the files of a copy that are read: known ones by name or header, and of several copies in one folder or
//! archive the newest.

use std::cmp::Reverse;

use super::super::bundle::Bundle;
use super::super::csv_records::matches;
use super::super::error::ImportError;
use super::super::text::normalize_file_name;
use super::{connections, invitations, messages};
use crate::domain::evidence::network::FileKind;
use crate::domain::text::untrusted::Untrusted;

const MIB: u64 = 1 << 20;
/// Maximum number of files under unknown names whose headers are looked at.
const MAX_PROBES: usize = 200;
/// The files that make a copy.
const MAIN_KINDS: [FileKind; 3] = [FileKind::Invitations, FileKind::Connections, FileKind::Messages];

/// Known file of an export.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum ArchiveFile {
    /// Identifies the owner of the export; read first.
    Profile,
    Data(FileKind),
}

impl ArchiveFile {
    /// Returns the file that LinkedIn gives this name.
    pub fn by_name(base: &str) -> Option<Self> {
        Some(Self::Data(match normalize_file_name(base).as_str() {
            "profile" => return Some(Self::Profile),
            "invitations" => FileKind::Invitations,
            "connections" => FileKind::Connections,
            "messages" => FileKind::Messages,
            "contacts" | "importedcontacts" => FileKind::AddressBook,
            "recommendationsgiven" => FileKind::RecommendationsGiven,
            "recommendationsreceived" => FileKind::RecommendationsReceived,
            "endorsementgiveninfo" => FileKind::EndorsementsGiven,
            "endorsementreceivedinfo" => FileKind::EndorsementsReceived,
            "memberfollows" => FileKind::Follows,
            _ => return None,
        }))
    }

    /// Returns the main file that has this header.
    pub fn by_header(head: &[u8]) -> Option<Self> {
        let schemas = [&invitations::SCHEMA, &connections::SCHEMA, &messages::SCHEMA];
        let found = MAIN_KINDS.into_iter().zip(schemas).find(|(_, schema)| matches(head, schema));
        found.map(|(kind, _)| Self::Data(kind))
    }

    /// Returns the maximum size of such a file, in bytes.
    pub fn limit(self) -> u64 {
        match self {
            Self::Data(FileKind::Messages) => 4096 * MIB,
            Self::Data(FileKind::Connections) => 512 * MIB,
            Self::Profile | Self::Data(_) => 64 * MIB,
        }
    }

    /// True if the import is wrong without this file, once the file is present.
    pub fn is_required(self) -> bool {
        matches!(self, Self::Data(kind) if MAIN_KINDS.contains(&kind))
    }

    /// True if several files of this kind belong together.
    fn comes_in_parts(self) -> bool {
        matches!(self, Self::Data(FileKind::Follows | FileKind::AddressBook))
    }
}

/// Files to read, and what was passed over.
#[derive(Default)]
pub(super) struct Choice {
    /// The files with their places in the bundle, in reading order.
    pub files: Vec<(ArchiveFile, usize)>,
    /// What the person should know about it, in sentences.
    pub remarks: Vec<String>,
}

/// Returns the kinds of main files in a bundle, by name.
pub(super) fn main_kinds(bundle: &Bundle) -> Vec<FileKind> {
    let names = || bundle.members.iter().filter_map(|member| ArchiveFile::by_name(member.base()));
    MAIN_KINDS.into_iter().filter(|kind| names().any(|known| known == ArchiveFile::Data(*kind))).collect()
}

/// Returns the files under other names whose header is that of a main file: somebody renamed them.
pub(super) fn renamed_files(bundle: &mut Bundle) -> Result<Vec<(ArchiveFile, usize)>, ImportError> {
    let known = main_kinds(bundle);
    if known.len() == MAIN_KINDS.len() {
        return Ok(Vec::new());
    }
    let is_table = |base: &str| base.to_lowercase().ends_with(".csv") && ArchiveFile::by_name(base).is_none();
    let unknown: Vec<usize> =
        (0..bundle.members.len()).filter(|at| is_table(bundle.members[*at].base())).take(MAX_PROBES).collect();
    let mut found = Vec::new();
    for index in unknown {
        let by_header = ArchiveFile::by_header(&bundle.head(index)?);
        // Other conversations have the columns of messages.csv too: guide_messages.csv.
        let is_decoy = by_header == Some(ArchiveFile::Data(FileKind::Messages))
            && !normalize_file_name(bundle.members[index].base()).starts_with("messages");
        let is_new = |file: &ArchiveFile| !is_decoy && !known.iter().any(|kind| *file == ArchiveFile::Data(*kind));
        found.extend(by_header.filter(is_new).map(|file| (file, index)));
    }
    Ok(found)
}

/// Chooses the files to read.
pub(super) fn choose_files(bundle: &mut Bundle) -> Result<Choice, ImportError> {
    let mut choice = Choice { remarks: std::mem::take(&mut bundle.remarks), ..Choice::default() };
    let mut found = Vec::new();
    for index in 0..bundle.members.len() {
        let known = match ArchiveFile::by_name(bundle.members[index].base()) {
            None if bundle.members[index].is_loose => ArchiveFile::by_header(&bundle.head(index)?),
            known => known,
        };
        found.extend(known.map(|known| (known, index)));
    }
    if !bundle.named_singly {
        for (file, index) in renamed_files(bundle)? {
            let name = shown(bundle.members[index].base());
            choice.remarks.push(format!("{name} was read by its columns, though its name is another one"));
            found.push((file, index));
        }
    }
    let ranks = folder_ranks(bundle, &found);
    let rank = |index: usize| ranks.iter().position(|folder| folder == bundle.members[index].folder());
    found.sort_by_cached_key(|(known, index)| {
        let member = &bundle.members[*index];
        // Of LinkedIn's pair of endorsements the one with underscores has only what was accepted.
        let has_spaces = member.base().contains(' ');
        (*known, rank(*index), has_spaces, Reverse(member.packed_on), Reverse(member.size), *index)
    });
    let mut passed_over = Vec::new();
    for (known, index) in found {
        match choice.files.iter().find(|(other, _)| *other == known) {
            None => choice.files.push((known, index)),
            Some((_, first)) => {
                let same_folder = bundle.members[*first].folder() == bundle.members[index].folder();
                if known.comes_in_parts() && same_folder {
                    choice.files.push((known, index));
                } else {
                    passed_over.push((known, *first, index));
                }
            }
        }
    }
    choice.remarks.extend(passed_over_text(bundle, &passed_over));
    Ok(choice)
}

/// Returns the folders of known files, the one to read first first: the newest by its name, then the nearest to the top,
/// then the one with the most bytes.
fn folder_ranks(bundle: &Bundle, found: &[(ArchiveFile, usize)]) -> Vec<String> {
    let mut folders: Vec<(&str, u64)> = Vec::new();
    for (_, index) in found {
        let member = &bundle.members[*index];
        match folders.iter_mut().find(|(folder, _)| *folder == member.folder()) {
            Some((_, size)) => *size += member.size,
            None => folders.push((member.folder(), member.size)),
        }
    }
    folders.sort_by_key(|(folder, size)| {
        let inside = found.iter().map(|(_, index)| &bundle.members[*index]).filter(|m| m.folder() == *folder);
        let (day, depth) = inside.fold((None, 0), |(day, _), member| (day.max(member.day()), member.depth()));
        (Reverse(day), depth, Reverse(*size), *folder)
    });
    folders.into_iter().map(|(folder, _)| folder.to_owned()).collect()
}

/// Says in one sentence which files were passed over, unless they are the same as those read.
fn passed_over_text(bundle: &mut Bundle, passed_over: &[(ArchiveFile, usize, usize)]) -> Option<String> {
    let is_pair = |bundle: &Bundle, one: usize, other: usize| {
        let underscores = |index: usize| bundle.members[index].base().replace(' ', "_");
        bundle.members[one].folder() == bundle.members[other].folder() && underscores(one) == underscores(other)
    };
    let mut read = Vec::new();
    let mut left = Vec::new();
    for (_, first, other) in passed_over {
        if is_pair(bundle, *first, *other) || bundle.are_equal(*first, *other) {
            continue;
        }
        let (one, two) = (&bundle.members[*first], &bundle.members[*other]);
        let names = if one.folder() == two.folder() {
            (shown(one.base()), shown(two.base()))
        } else {
            (folder_text(one.folder()), folder_text(two.folder()))
        };
        for (list, name) in [(&mut read, names.0), (&mut left, names.1)] {
            if !list.contains(&name) {
                list.push(name);
            }
        }
    }
    (!left.is_empty()).then(|| {
        let (read, left) = (read.join(", "), left.join(", "));
        format!("The same kinds of files are there more than once: read from {read}, not from {left}")
    })
}

fn folder_text(folder: &str) -> String {
    if folder.is_empty() { "the top folder".to_owned() } else { shown(folder) }
}

fn shown(name: &str) -> String {
    Untrusted::from(name).display().into_owned()
}
