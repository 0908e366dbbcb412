//! Export of contacts to a file, with a preview; shared by command line and screen.

use std::path::Path;

use crate::app::effect::{ExistingFile, Export, Preview};
use crate::app::model::Model;
use crate::domain::care::contact::{ContactFilter, Contacts, contacts};
use crate::domain::person::key::PersonKey;
use crate::domain::text::plural::plural;
use crate::domain::text::untrusted::Untrusted;
use crate::export::{Format, find};
use crate::shell::paths::expand_path;
use crate::store::exports::{ExportContent, ExportRecord, ExportState};
use crate::store::{self, StoreError};

/// Number of lines in an export preview: more than a window shows.
const PREVIEW_LINES: usize = 60;

/// Returns a preview of an export from this data directory.
pub fn preview(dir: &Path, export: &Export, model: &Model) -> Result<Preview, String> {
    let (format, contacts) = collect(export, model)?;
    let mut bytes = Vec::new();
    (format.write)(&mut contacts.iter().take(PREVIEW_LINES), &mut bytes).map_err(|error| error.to_string())?;
    let text = Untrusted::new(String::from_utf8_lossy(&bytes).into_owned());
    let lines = text.display_multiline().lines().take(PREVIEW_LINES).map(str::to_owned).collect();
    Ok(Preview { export: export.clone(), lines, people: contacts.count(), existing: existing(dir, &export.path) })
}

/// Looks at the file that an export would overwrite.
fn existing(dir: &Path, written: &str) -> ExistingFile {
    let path = expand_path(written);
    if path.symlink_metadata().is_err() {
        ExistingFile::None
    } else if is_own_export(dir, &path) {
        ExistingFile::OwnExport
    } else {
        ExistingFile::Foreign { free_path: free_path(written) }
    }
}

/// True if the file is an export that this program remembers, with the length and checksum it remembers.
fn is_own_export(dir: &Path, path: &Path) -> bool {
    let Ok(path) = path.canonicalize() else { return false };
    let remembered = store::exports::load(dir).unwrap_or_default();
    remembered.iter().any(|export| export.path == path && export.state(dir) == ExportState::Unchanged)
}

/// Returns the first free path of the form `contacts-2.vcf`, written like the given one.
fn free_path(written: &str) -> String {
    let (folder, name) = written.split_at(written.rfind(std::path::is_separator).map_or(0, |at| at + 1));
    let (stem, ending) = name.rfind('.').filter(|at| *at > 0).map_or((name, ""), |at| name.split_at(at));
    let names = (2_u64..).map(|number| format!("{folder}{stem}-{number}{ending}"));
    let mut free = names.filter(|name| expand_path(name).symlink_metadata().is_err());
    free.next().unwrap_or_default()
}

/// Writes and records an export; returns the message to show. Without `overwrite`, it replaces only an earlier export
/// that is unchanged.
pub fn write(dir: &Path, export: &Export, overwrite: bool, model: &Model) -> Result<String, String> {
    let (format, contacts) = collect(export, model)?;
    let path = expand_path(&export.path);
    let overwrite = overwrite || is_own_export(dir, &path);
    let unremembered = save(dir, &path, overwrite, (format, export.filter), &contacts);
    let unremembered = unremembered.map_err(|error| format!("The export failed: {}", error_with_cause(&error)))?;
    let said = format!("Wrote {} to {}", plural(contacts.count(), "contact"), path.display());
    Ok(match unremembered {
        None => said,
        Some(error) => format!("{said}, but `forget` won't know about it: {}", error_with_cause(&error)),
    })
}

/// Writes contacts to a file and records the export; returns the error if only recording it failed.
pub fn save(
    dir: &Path,
    path: &Path,
    overwrite: bool,
    (format, filter): (&Format, ContactFilter),
    contacts: &Contacts<'_>,
) -> Result<Option<StoreError>, StoreError> {
    let written = write_file(dir, path, overwrite, (format, filter), contacts)?;
    Ok(store::exports::append(dir, &written).err())
}

/// Writes contacts to a file; returns the record of the export.
pub fn write_file(
    dir: &Path,
    path: &Path,
    overwrite: bool,
    (format, filter): (&Format, ContactFilter),
    contacts: &Contacts<'_>,
) -> Result<ExportRecord, StoreError> {
    let people = contacts.people().map(PersonKey::digest).collect();
    let content = ExportContent { format: format.name, status_filter: filter.name(), people };
    store::exports::write_contact_export(dir, path, overwrite, content, |out| (format.write)(&mut contacts.iter(), out))
}

/// Returns an error of the store with its cause.
pub fn error_with_cause(error: &StoreError) -> String {
    let why = std::error::Error::source(error).map_or_else(String::new, |source| format!(": {source}"));
    format!("{error}{why}")
}

fn collect<'a>(export: &Export, model: &'a Model) -> Result<(&'static Format, Contacts<'a>), String> {
    let format = find(&export.format).ok_or_else(|| format!("Unknown format {}", export.format))?;
    let mut all = contacts(&model.ledger, &model.network, export.filter, model.moment.local);
    if let Some(only) = &export.only {
        let only: std::collections::HashSet<_> = only.iter().collect();
        all.retain(|person| only.contains(person));
    }
    if all.count() == 0 {
        return Err("No one to export: no decision of that kind".to_owned());
    }
    Ok((format, all))
}
