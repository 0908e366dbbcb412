//! Exports from the screen: what would be written, and writing it.

use std::path::{Path, PathBuf};

use crate::app::App;
use crate::app::effect::Export;
use crate::app::overlay::Preview;
use crate::domain::contact::{Contacts, contacts};
use crate::domain::evidence::count;
use crate::domain::untrusted::Untrusted;
use crate::export::{Format, find};
use crate::store;

use super::command::content;

/// How many lines of a file are shown before it is written.
const PREVIEW_LINES: usize = 8;

/// What an export would write.
pub fn preview(export: &Export, app: &App) -> Result<Preview, String> {
    let (format, contacts) = gather(export, app)?;
    let mut bytes = Vec::new();
    (format.write)(&mut contacts.iter().take(PREVIEW_LINES), &mut bytes).map_err(|error| error.to_string())?;
    let text = Untrusted::new(String::from_utf8_lossy(&bytes).into_owned());
    let lines = text.shown_lines().lines().take(PREVIEW_LINES).map(str::to_owned).collect();
    let exists = place(&export.path).exists();
    Ok(Preview { export: export.clone(), lines, people: contacts.count(), exists })
}

/// Writes an export, remembers it in the data directory, and says what was written where; over a file that is there only with `overwrite`.
pub fn write(dir: &Path, export: &Export, overwrite: bool, app: &App) -> Result<String, String> {
    let (format, contacts) = gather(export, app)?;
    let path = place(&export.path);
    let content = content(format, export.filter, &contacts);
    let written = store::exports::save(&path, overwrite, content, |out| (format.write)(&mut contacts.iter(), out));
    let written = written.map_err(|error| format!("The export could not be written: {}", with_cause(&error)))?;
    let said = format!("Wrote {} to {}", count(contacts.count(), "contact"), path.display());
    Ok(match store::exports::remember(dir, &written) {
        Ok(()) => said,
        Err(error) => format!("{said}; `forget` will not know of it: {}", with_cause(&error)),
    })
}

fn with_cause(error: &store::StoreError) -> String {
    let why = std::error::Error::source(error).map_or_else(String::new, |source| format!(": {source}"));
    format!("{error}{why}")
}

fn gather<'a>(export: &Export, app: &'a App) -> Result<(&'static Format, Contacts<'a>), String> {
    let format = find(&export.format).ok_or_else(|| format!("There is no format {}", export.format))?;
    let mut all = contacts(&app.ledger, &app.network, export.filter);
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
fn place(written: &str) -> PathBuf {
    match (written.strip_prefix("~/"), dirs::home_dir()) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => Path::new(written).to_owned(),
    }
}
