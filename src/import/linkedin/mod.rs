//! LinkedIn's copy of your data: the files about people, and the order in which they are read.

mod connections;
mod archive_builder;
mod choice;
mod invitations;
mod messages;
mod nameless;
mod notes;
mod participant;
mod row_batches;
mod small_files;
mod conversations;

use std::thread;

use archive_builder::ArchiveBuilder;
use choice::{ArchiveFile, choose_files, main_kinds, renamed_files};
use chrono::NaiveDate;

use super::bundle::{Bundle, Claim};
use super::csv_records::CsvRecords;
use super::error::ImportError;
use super::header::Schema;
use super::metered_reader::{MeteredReader, ProgressMeter};
use super::prefetch::PrefetchReader;
use crate::domain::evidence::network::{FileKind, Network};
use crate::domain::inbox::import_batch::ImportBatch;

/// Maximum days between two archives of one request.
const MAX_DAYS_APART: i64 = 7;

/// Claims LinkedIn's copy, or single files of it.
pub(super) fn claims(bundle: &mut Bundle) -> Result<Claim, ImportError> {
    // A profile alone says nothing about others; with other files it identifies the owner.
    let speaks = |known| bundle.named_singly || known != ArchiveFile::Profile;
    let by_name = bundle.members.iter().any(|m| ArchiveFile::by_name(m.base()).is_some_and(speaks));
    if !bundle.named_singly {
        return Ok(Claim::sure_if(by_name || !renamed_files(bundle)?.is_empty()));
    }
    let by_header = ArchiveFile::by_header(&bundle.head(0)?).is_some();
    let is_named_so = ArchiveFile::by_name(bundle.members[0].base()) == Some(ArchiveFile::Data(FileKind::Invitations));
    if is_named_so && !by_header {
        return Ok(Claim::ByName); // it may be a hand-made list under LinkedIn's file name
    }
    Ok(Claim::sure_if(by_name || by_header))
}

/// Returns the day of a copy, as far as names and archives tell.
pub(super) fn day(bundle: &Bundle) -> Option<NaiveDate> {
    let known = bundle.members.iter().filter(|member| ArchiveFile::by_name(member.base()).is_some());
    known.filter_map(super::bundle::Member::day).max()
}

/// True if two inputs are parts of one copy: single files, and archives or folders of one day, or of a few days with
/// different files.
pub(super) fn belong_together(one: &Bundle, other: &Bundle) -> bool {
    if one.named_singly && other.named_singly {
        return true;
    }
    let kinds = main_kinds(one);
    let differ = !main_kinds(other).iter().any(|kind| kinds.contains(kind));
    match (day(one), day(other)) {
        (Some(one), Some(other)) => one == other || (differ && (one - other).num_days().abs() <= MAX_DAYS_APART),
        (None, _) | (_, None) => differ,
    }
}

/// Reads one export.
pub(super) fn read(
    bundle: &mut Bundle,
    previous: &Network,
    meter: &mut ProgressMeter<'_>,
) -> Result<ImportBatch, ImportError> {
    let mut builder = ArchiveBuilder::new(bundle.name.as_str(), previous);
    let choice = choose_files(bundle)?;
    builder.batch.remarks = choice.remarks;
    read_all(bundle, &choice.files, meter, &mut builder)?;
    if !choice.files.iter().any(|(known, _)| *known == ArchiveFile::Data(FileKind::Invitations)) {
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

fn read_all(
    bundle: &mut Bundle,
    chosen: &[(ArchiveFile, usize)],
    meter: &mut ProgressMeter<'_>,
    builder: &mut ArchiveBuilder<'_>,
) -> Result<(), ImportError> {
    let about = |(_, index): &(ArchiveFile, usize)| {
        let member = &bundle.members[*index];
        (member.base().to_owned(), member.day())
    };
    let about: Vec<(String, Option<NaiveDate>)> = chosen.iter().map(about).collect();
    let files = chosen.iter().map(|(known, index)| (*index, known.limit())).collect();
    thread::scope(|scope| {
        let mut ahead = PrefetchReader::new(bundle, files, scope);
        for ((known, _), (name, copied_on)) in chosen.iter().zip(&about) {
            if let ArchiveFile::Data(kind) = known {
                let file = builder.file_index(name);
                builder.begin_file(*kind, file, *copied_on);
            }
            let taken_in = ahead.open_next().and_then(|()| {
                let reader = MeteredReader::new(Box::new(&mut ahead), meter, name, known.limit())?;
                read_file(reader, *known, name, builder)
            });
            match (taken_in, known) {
                (Ok(()), _) => {}
                (Err(error), _) if known.is_required() || matches!(error, ImportError::Stopped) => return Err(error),
                (Err(error), ArchiveFile::Data(kind)) => builder.skip_file(*kind, &error.to_string()),
                (Err(error), ArchiveFile::Profile) => builder.add_remark(format!("skipped: {error}")),
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
                        builder.leave_out(kind); // nothing can be told of it, absence neither
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
            }
        }
    }
}
