//! LinkedIn's copy of your data: the files about people, and the order in which they are read.

mod connections;
mod archive_builder;
mod invitations;
mod messages;
mod nameless;
mod notes;
mod participant;
mod small_files;
mod conversations;

use std::thread;

use archive_builder::ArchiveBuilder;

use super::bundle::{Bundle, Claim};
use super::csv_records::{CsvRecords, Schema, matches};
use super::error::ImportError;
use super::metered_reader::{MeteredReader, ProgressMeter};
use super::prefetch::PrefetchReader;
use super::text::normalize_file_name;
use crate::domain::evidence::network::{FileKind, Network};
use crate::domain::inbox::import_batch::ImportBatch;
use crate::domain::text::untrusted::Untrusted;

const MIB: u64 = 1 << 20;

/// Known file of an export.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum ArchiveFile {
    /// Identifies the owner of the export; read first.
    Profile,
    Data(FileKind),
}

impl ArchiveFile {
    fn by_name(base: &str) -> Option<Self> {
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

    /// Returns the maximum size of such a file, in bytes.
    fn limit(self) -> u64 {
        match self {
            Self::Data(FileKind::Messages) => 4096 * MIB,
            Self::Data(FileKind::Connections) => 512 * MIB,
            Self::Profile | Self::Data(_) => 64 * MIB,
        }
    }

    /// True if the import is wrong without this file, once the file is present.
    fn is_required(self) -> bool {
        matches!(self, Self::Data(FileKind::Invitations | FileKind::Connections | FileKind::Messages))
    }

    /// True if several files of this kind belong together.
    fn comes_in_parts(self) -> bool {
        matches!(self, Self::Data(FileKind::Follows | FileKind::AddressBook))
    }
}

/// Claims LinkedIn's copy, or single files of it.
pub(super) fn claims(bundle: &mut Bundle) -> Result<Claim, ImportError> {
    // A profile alone says nothing about others; with other files it identifies the owner.
    let speaks = |known| bundle.named_singly || known != ArchiveFile::Profile;
    let by_name = bundle.members.iter().any(|m| ArchiveFile::by_name(m.base()).is_some_and(speaks));
    if !bundle.named_singly {
        return Ok(Claim::sure_if(by_name));
    }
    let by_header = by_header(&bundle.head(0)?).is_some();
    let is_named_so = ArchiveFile::by_name(bundle.members[0].base()) == Some(ArchiveFile::Data(FileKind::Invitations));
    if is_named_so && !by_header {
        return Ok(Claim::ByName); // it may be a hand-made list under LinkedIn's file name
    }
    Ok(Claim::sure_if(by_name || by_header))
}

fn by_header(head: &[u8]) -> Option<ArchiveFile> {
    [
        (FileKind::Invitations, &invitations::SCHEMA),
        (FileKind::Connections, &connections::SCHEMA),
        (FileKind::Messages, &messages::SCHEMA),
    ]
    .into_iter()
    .find_map(|(kind, shape)| matches(head, shape).then_some(ArchiveFile::Data(kind)))
}

/// Reads one export.
pub(super) fn read(
    bundle: &mut Bundle,
    previous: &Network,
    meter: &mut ProgressMeter<'_>,
) -> Result<ImportBatch, ImportError> {
    let mut builder = ArchiveBuilder::new(bundle.name.as_str(), previous);
    let chosen = choose_files(bundle, &mut builder)?;
    read_all(bundle, &chosen, meter, &mut builder)?;
    if !chosen.iter().any(|(known, _)| *known == ArchiveFile::Data(FileKind::Invitations)) {
        if builder.is_empty() {
            return Err(ImportError::NothingKnown {
                source_name: bundle.name.as_str().into(),
                found: format!("{}, with nobody in it", bundle.some_names()),
            });
        }
        if !bundle.named_singly {
            builder.add_remark("Invitations.csv is missing: tick 'Invitations' when you request the copy".to_owned());
        }
    }
    Ok(builder.finish())
}

/// Returns the files to read, in reading order; of duplicates the one nearest to the top, then the largest.
fn choose_files(
    bundle: &mut Bundle,
    builder: &mut ArchiveBuilder<'_>,
) -> Result<Vec<(ArchiveFile, usize)>, ImportError> {
    let mut found: Vec<(ArchiveFile, usize)> = Vec::new();
    for index in 0..bundle.members.len() {
        let by_name = ArchiveFile::by_name(bundle.members[index].base());
        let known = match by_name {
            None if bundle.named_singly => by_header(&bundle.head(index)?),
            known => known,
        };
        found.extend(known.map(|known| (known, index)));
    }
    let members = &bundle.members;
    found.sort_by_key(|(known, index)| {
        let member = &members[*index];
        (*known, member.depth(), std::cmp::Reverse(member.size), *index)
    });
    let mut chosen: Vec<(ArchiveFile, usize)> = Vec::new();
    for (known, index) in found {
        let first = chosen.iter().find(|(other, _)| *other == known).map(|(_, first)| *first);
        match first {
            Some(first) if !(known.comes_in_parts() && members[first].folder() == members[index].folder()) => {
                let shown = |at: usize| Untrusted::from(members[at].path.as_str()).display().into_owned();
                builder.add_remark(format!("{} was read, {} was not", shown(first), shown(index)));
            }
            _ => chosen.push((known, index)),
        }
    }
    Ok(chosen)
}

fn read_all(
    bundle: &mut Bundle,
    chosen: &[(ArchiveFile, usize)],
    meter: &mut ProgressMeter<'_>,
    builder: &mut ArchiveBuilder<'_>,
) -> Result<(), ImportError> {
    let names: Vec<String> = chosen.iter().map(|(_, index)| bundle.members[*index].base().to_owned()).collect();
    let files = chosen.iter().map(|(known, index)| (*index, known.limit())).collect();
    thread::scope(|scope| {
        let mut ahead = PrefetchReader::new(bundle, files, scope);
        for ((known, _), name) in chosen.iter().zip(&names) {
            let taken_in = ahead.open_next().and_then(|()| {
                let reader = MeteredReader::new(Box::new(&mut ahead), meter, name, known.limit())?;
                read_file(reader, *known, name, builder)
            });
            match taken_in {
                Err(error) if known.is_required() || matches!(error, ImportError::Stopped) => return Err(error),
                Err(error) => builder.add_remark(format!("skipped: {error}")),
                Ok(()) => {}
            }
        }
        Ok(())
    })
}

fn read_file(
    reader: MeteredReader<'_, '_>,
    known: ArchiveFile,
    name: &str,
    builder: &mut ArchiveBuilder<'_>,
) -> Result<(), ImportError> {
    let open = |shape: &'static Schema| CsvRecords::open(reader, name, shape);
    match known {
        ArchiveFile::Profile => small_files::profile(open(&small_files::PROFILE)?, builder),
        ArchiveFile::Data(kind) => {
            let file = builder.file_index(name);
            match kind {
                FileKind::Invitations => invitations::read(open(&invitations::SCHEMA)?, file, builder),
                FileKind::Connections => connections::read(open(&connections::SCHEMA)?, file, builder),
                FileKind::Messages => {
                    if !messages::read(open(&messages::SCHEMA)?, file, builder)? {
                        return Ok(()); // nothing can be told of it, absence neither
                    }
                    Ok(())
                }
                FileKind::AddressBook => small_files::address_book(open(&small_files::ADDRESS_BOOK)?, file, builder),
                FileKind::RecommendationsGiven | FileKind::RecommendationsReceived => {
                    small_files::recommendations(open(&small_files::RECOMMENDATIONS)?, kind, file, builder)
                }
                FileKind::EndorsementsGiven => {
                    small_files::endorsements(open(&small_files::ENDORSED_BY_ME)?, kind, file, builder)
                }
                FileKind::EndorsementsReceived => {
                    small_files::endorsements(open(&small_files::ENDORSED_ME)?, kind, file, builder)
                }
                FileKind::Follows => small_files::follows(open(&small_files::FOLLOWS)?, file, builder),
            }?;
            builder.mark_present(kind, file);
            Ok(())
        }
    }
}
