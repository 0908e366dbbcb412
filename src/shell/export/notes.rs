//! Writes a folder of notes, a file per person.

use std::path::{Path, PathBuf};

use super::outgoing::Outgoing;
use crate::domain::text::plural::plural;
use crate::export::{Layout, Note};
use crate::store::StoreError;
use crate::store::exports::{self, ExportContent, ExportRecord};
use crate::store::notes::{NoteFolder, NotePlan};

/// What became of the notes, or would become of them.
#[derive(Debug, Default)]
pub struct NotesReport {
    /// Notes written, for the first time or anew.
    pub written: usize,
    /// Notes that already said the same.
    pub unchanged: usize,
    /// Files that were left as they are, and why.
    pub left: Vec<(PathBuf, &'static str)>,
    /// Error if only recording the export failed.
    pub unremembered: Option<StoreError>,
}

impl NotesReport {
    /// Returns a sentence without its end: `3 notes written, 1 unchanged, 2 left as they are`.
    pub fn text(&self) -> String {
        let mut out = format!("{} written", plural(self.written, "note"));
        if self.unchanged > 0 {
            out.push_str(&format!(", {} unchanged", self.unchanged));
        }
        if !self.left.is_empty() {
            let verb = if self.left.len() == 1 { "left as it is" } else { "left as they are" };
            out.push_str(&format!(", {} {verb}", self.left.len()));
        }
        out
    }
}

/// Writes the notes into a folder and records them; with `dry_run` only says what would be done.
pub fn save(dir: &Path, folder: &Path, outgoing: &Outgoing, dry_run: bool) -> Result<NotesReport, StoreError> {
    let Layout::Folder(note) = outgoing.format.layout else { return Ok(NotesReport::default()) };
    let notes = if dry_run { NoteFolder::look(dir, folder)? } else { NoteFolder::open(dir, folder)? };
    let mut report = NotesReport::default();
    let mut records: Vec<ExportRecord> = Vec::new();
    let mut failed = None;
    for contact in outgoing.contacts() {
        let Note { file_name, text } = note(&contact);
        let person = contact.person.digest();
        let result = notes.plan(&file_name, &person, text.as_bytes()).and_then(|plan| {
            match plan {
                NotePlan::Same => report.unchanged += 1,
                NotePlan::KeepChanged => report.left.push((notes.path(&file_name), "it was changed by hand")),
                NotePlan::KeepForeign => report.left.push((notes.path(&file_name), "this program did not write it")),
                NotePlan::Write => report.written += 1,
            }
            if plan == NotePlan::Write && !dry_run {
                let content = ExportContent { people: vec![person], ..outgoing.record_of_nobody() };
                records.push(notes.write(&file_name, content, text.as_bytes())?);
            }
            Ok(())
        });
        if let Err(error) = result {
            failed = Some(error);
            break;
        }
    }
    if !records.is_empty() {
        report.unremembered = exports::append(dir, &records).err(); // also of those before an error
    }
    failed.map_or(Ok(report), Err)
}
