//! Exports asked for on the screen, with a preview.

use std::path::Path;

use foldhash::HashSet;

use super::outgoing::{Outgoing, Source, Wish};
use super::target::unsuitable;
use super::{error_with_cause, file, notes};
use crate::app::effect::{ExistingFile, Export, Preview};
use crate::app::model::Model;
use crate::domain::care::contact::ContactFilter;
use crate::domain::person::key::PersonKey;
use crate::domain::text::plural::plural;
use crate::domain::text::untrusted::Untrusted;
use crate::export::{Layout, find};
use crate::shell::paths::expand_path;

/// Number of lines in an export preview.
const PREVIEW_LINES: usize = 60;

/// Returns a preview of an export from this data directory.
pub fn preview(dir: &Path, export: &Export, model: &Model) -> Result<Preview, String> {
    let outgoing = collect(dir, export, model)?;
    let mut bytes = Vec::new();
    outgoing.write(PREVIEW_LINES, &mut bytes).map_err(|error| error.to_string())?;
    let text = Untrusted::new(String::from_utf8_lossy(&bytes).into_owned());
    let lines = text.display_multiline().lines().take(PREVIEW_LINES).map(str::to_owned).collect();
    let existing = existing(dir, &export.path, &outgoing)?;
    Ok(Preview { export: export.clone(), lines, people: outgoing.people(), existing })
}

/// Looks at the file that an export would overwrite.
fn existing(dir: &Path, written: &str, outgoing: &Outgoing) -> Result<ExistingFile, String> {
    let path = expand_path(written);
    let is_folder = matches!(outgoing.format.layout, Layout::Folder(_));
    if is_folder && path.is_dir() {
        return Ok(ExistingFile::Folder);
    }
    if !is_folder && let Some(why) = unsuitable(&path, outgoing.format).filter(|_| !path.is_symlink()) {
        return Err(why);
    }
    Ok(if path.symlink_metadata().is_err() {
        ExistingFile::None
    } else if !is_folder && file::is_own_export(dir, &path) {
        ExistingFile::OwnExport
    } else {
        ExistingFile::Foreign { free_path: free_path(written) }
    })
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
    let outgoing = collect(dir, export, model)?;
    let path = expand_path(&export.path);
    if let Some(why) = unsuitable(&path, outgoing.format).filter(|_| !path.is_symlink()) {
        return Err(format!("The export failed: {why}"));
    }
    let failed = |error| format!("The export failed: {}", error_with_cause(&error));
    let (said, unremembered) = match outgoing.format.layout {
        Layout::Folder(_) => {
            let report = notes::save(dir, &path, &outgoing, false).map_err(failed)?;
            (format!("{}: {}", path.display(), report.text()), report.unremembered)
        }
        Layout::File(_) | Layout::Sequence(_) | Layout::Calendar => {
            let overwrite = overwrite || file::is_own_export(dir, &path);
            let unremembered = file::save(dir, &path, overwrite, &outgoing).map_err(failed)?;
            (format!("Wrote {} to {}", plural(outgoing.people(), "contact"), path.display()), unremembered)
        }
    };
    Ok(match unremembered {
        None => said,
        Some(error) => format!("{said}, but `forget` won't know about it: {}", error_with_cause(&error)),
    })
}

fn collect<'a>(dir: &Path, export: &Export, model: &'a Model) -> Result<Outgoing<'a>, String> {
    let format = find(&export.format).ok_or_else(|| format!("Unknown format {}", export.format))?;
    let only: Option<HashSet<&PersonKey>> = export.only.as_ref().map(|only| only.iter().collect());
    let is_meant = |person: &PersonKey| only.as_ref().is_none_or(|only| only.contains(person));
    let is_narrowed = only.is_some();
    let wish = Wish { format, filter: export.filter, only: is_narrowed.then_some(&is_meant), with_details: false };
    let source =
        Source { ledger: &model.ledger, network: &model.network, few: &model.settings.few, moment: model.moment };
    let outgoing = Outgoing::new(dir, source, &wish);
    if outgoing.is_empty_calendar() {
        return Err("Nothing is due, so there is nothing for a calendar".to_owned());
    }
    if outgoing.calendar().is_none() && outgoing.people() == 0 {
        let is_connected = export.filter == ContactFilter::Connections;
        let why = if is_connected { "no one connected" } else { "no decision of that kind" };
        return Err(format!("No one to export: {why}"));
    }
    Ok(outgoing)
}
