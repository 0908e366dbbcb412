//! Writing contacts to a file, for command line and screen alike; and what would be written.

use std::path::{Path, PathBuf};

use crate::app::effect::{Export, Preview};
use crate::app::model::Model;
use crate::domain::care::contact::{Contacts, Filter, contacts};
use crate::domain::person::key::PersonKey;
use crate::domain::text::plural::plural;
use crate::domain::text::untrusted::Untrusted;
use crate::export::{Format, find};
use crate::store::exports::{ExportContent, ExportRecord};
use crate::store::{self, StoreError};

/// How many lines of a file are shown before it is written.
const PREVIEW_LINES: usize = 8;

/// What an export would write.
pub fn preview(export: &Export, model: &Model) -> Result<Preview, String> {
    let (format, contacts) = collect(export, model)?;
    let mut bytes = Vec::new();
    (format.write)(&mut contacts.iter().take(PREVIEW_LINES), &mut bytes).map_err(|error| error.to_string())?;
    let text = Untrusted::new(String::from_utf8_lossy(&bytes).into_owned());
    let lines = text.display_lines().lines().take(PREVIEW_LINES).map(str::to_owned).collect();
    let exists = expand_path(&export.path).exists();
    Ok(Preview { export: export.clone(), lines, people: contacts.count(), exists })
}

/// Writes an export, remembers it in the data directory, and says what was written where; over a file that is there only with `overwrite`.
pub fn write(dir: &Path, export: &Export, overwrite: bool, model: &Model) -> Result<String, String> {
    let (format, contacts) = collect(export, model)?;
    let path = expand_path(&export.path);
    let unremembered = save(dir, &path, overwrite, (format, export.filter), &contacts);
    let unremembered =
        unremembered.map_err(|error| format!("The export could not be written: {}", with_cause(&error)))?;
    let said = format!("Wrote {} to {}", plural(contacts.count(), "contact"), path.display());
    Ok(match unremembered {
        None => said,
        Some(error) => format!("{said}; `forget` will not know of it: {}", with_cause(&error)),
    })
}

/// Writes contacts to a file and remembers it in the data directory; returns why it is not remembered, if it is not.
pub fn save(
    dir: &Path,
    path: &Path,
    overwrite: bool,
    (format, filter): (&Format, Filter),
    contacts: &Contacts<'_>,
) -> Result<Option<StoreError>, StoreError> {
    let written = write_file(path, overwrite, (format, filter), contacts)?;
    Ok(store::exports::append(dir, &written).err())
}

/// Writes contacts to a file; returns what is to be remembered of it.
pub fn write_file(
    path: &Path,
    overwrite: bool,
    (format, filter): (&Format, Filter),
    contacts: &Contacts<'_>,
) -> Result<ExportRecord, StoreError> {
    let people = contacts.people().map(PersonKey::digest).collect();
    let content = ExportContent { format: format.name, status: filter.name(), people };
    store::exports::save(path, overwrite, content, |out| (format.write)(&mut contacts.iter(), out))
}

fn with_cause(error: &StoreError) -> String {
    let why = std::error::Error::source(error).map_or_else(String::new, |source| format!(": {source}"));
    format!("{error}{why}")
}

fn collect<'a>(export: &Export, model: &'a Model) -> Result<(&'static Format, Contacts<'a>), String> {
    let format = find(&export.format).ok_or_else(|| format!("There is no format {}", export.format))?;
    let mut all = contacts(&model.ledger, &model.network, export.filter);
    if let Some(only) = &export.only {
        let only: std::collections::HashSet<_> = only.iter().collect();
        all.retain(|person| only.contains(person));
    }
    if all.count() == 0 {
        return Err("Nobody to export: no decision of that kind stands".to_owned());
    }
    Ok((format, all))
}

/// The file that the person means; `~` is their home.
fn expand_path(written: &str) -> PathBuf {
    match (written.strip_prefix("~/"), dirs::home_dir()) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => Path::new(written).to_owned(),
    }
}
