//! `forget`: removes a person's data everywhere; the journal keeps only a line saying that somebody was forgotten.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::Serialize;

use crate::domain::care::calendar::is_whole;
use crate::domain::care::clock::FewSettings;
use crate::domain::decision::event::Entry;
use crate::domain::decision::ledger::Ledger;
use crate::domain::evidence::network::Network;
use crate::domain::person::key::{PersonKey, slug};
use crate::domain::text::plural::plural;
use crate::domain::text::untrusted::Untrusted;
use crate::export::{Layout, find};
use crate::shell::args;
use crate::shell::clock::{Clock, SystemClock};
use crate::shell::export::file;
use crate::shell::export::outgoing::{Outgoing, Source, Wish};
use crate::store;
use crate::store::exports::{ExportRecord, ExportState};
use crate::store::forget::{FileReport, ForgetReport, PersonIdentity};
use crate::store::redact::PersonMatcher;

use super::common::{open_journal, print, read_journal};
use super::person::{find_person, key_of, nobody};

/// Result of forgetting a person, or of its dry run.
#[derive(Debug, Serialize)]
struct ForgetSummary {
    person: PersonKey,
    names: Vec<String>,
    /// Other people of the same name, who stay.
    namesakes: Vec<PersonKey>,
    welcome: bool,
    #[serde(flatten)]
    report: ForgetReport,
    exports: Vec<PathBuf>,
    exports_left: Vec<SkippedExport>,
}

/// An export that still contains or names the person, and the reason.
#[derive(Debug, Serialize)]
pub(super) struct SkippedExport {
    path: PathBuf,
    why: String,
}

/// Forgets the person and prints a summary.
pub fn forget(dir: &Path, few: &FewSettings, args: &args::Forget) -> Result<()> {
    let (journal, entries) = if args.dry_run {
        (None, read_journal(dir)?.entries)
    } else {
        let opened = open_journal(dir, false)?;
        opened.journal.writable()?;
        (Some(opened.journal), opened.entries)
    };
    let network = store::snapshot::load(dir).snapshot.network;
    let ledger = Ledger::replay(entries.iter().cloned());
    let person = resolve_person(&args.person.person, &entries, &network, &ledger)?;
    let known = PersonIdentity::find(&person, &entries, &network);
    let mut matcher = known.matcher();
    matcher.add_digests(ledger.forgotten_aliases(&person));

    let source = Source { ledger: &ledger, network: &network, few, moment: SystemClock.moment() };
    let (exports, exports_left) = remove_from_exports(dir, &matcher, source, args.dry_run)?;
    let report = match journal {
        None => store::forget::preview(dir, &matcher),
        Some(journal) => {
            let mut clock = SystemClock;
            store::forget::forget(journal, &matcher, args.welcome_back, clock.id(), clock.moment().now)
        }
    };
    let report = report.context("not everything was forgotten yet; run it again")?;
    let PersonIdentity { names, namesakes, .. } = known;
    let names = names.into_iter().map(|name| Untrusted::new(name).sanitized()).collect();
    let summary = ForgetSummary { person, names, namesakes, welcome: args.welcome_back, report, exports, exports_left };
    if args.json.json {
        return print(&store::json_line(&summary)?);
    }
    print(as_text(&summary, args.dry_run).as_bytes())
}

/// Returns the person to forget: one who is known, was forgotten before, or is named by an address or a whole key.
fn resolve_person(person: &str, entries: &[Entry], network: &Network, ledger: &Ledger) -> Result<PersonKey> {
    if let Some(known) = find_person(person, entries, network)? {
        return Ok(known);
    }
    let was_forgotten = |key: &PersonKey| !ledger.forgotten_aliases(key).is_empty();
    let (key, named) = (key_of(person), PersonKey::from_name(person));
    let is_spelled_out = slug(person).is_some() || person.starts_with("name:") || person.starts_with("urn:li:member:");
    match () {
        () if is_spelled_out || was_forgotten(&key) => Ok(key),
        () if was_forgotten(&named) => Ok(named),
        () => Err(nobody(person)),
    }
}

/// Rewrites every unchanged export that contains the person, and stops remembering those named after them; returns the
/// rewritten ones, and those that the user should look at.
pub(super) fn remove_from_exports(
    dir: &Path,
    matcher: &PersonMatcher,
    source: Source<'_>,
    dry_run: bool,
) -> Result<(Vec<PathBuf>, Vec<SkippedExport>)> {
    let forgotten = matcher.digests();
    let (mut done, mut left_alone) = (Vec::new(), Vec::new());
    let mut remembered = Vec::new();
    let all = store::exports::load(dir)?;
    for export in all.iter().cloned() {
        let is_theirs = export.people.iter().any(|digest| forgotten.contains(digest));
        if is_theirs && is_note(&export) && export.state(dir) == ExportState::Unchanged {
            if !dry_run {
                store::notes::remove(&export)?;
            }
            done.push(export.path);
            continue;
        }
        let named = matcher.is_mentioned_in_path(&export.path);
        if named {
            let why = "its name names them, so it is not remembered any more; rename or delete it".to_owned();
            left_alone.push(SkippedExport { path: export.path.clone(), why });
        }
        if !is_theirs {
            remembered.extend((!named).then_some(export));
            continue;
        }
        let anew = match export.state(dir) {
            ExportState::Unchanged if dry_run => Ok(export.clone()),
            ExportState::Unchanged => rewrite_export(dir, &export, &forgotten, source, &all),
            ExportState::Changed => Err("NOT rewritten: it was changed after it was written".to_owned()),
            ExportState::Gone => Err("NOT rewritten: it is gone; if you moved it, it still holds them".to_owned()),
            ExportState::Foreign => Err("NOT rewritten: it is no export of this program".to_owned()),
        };
        let export = match anew {
            Ok(anew) => {
                done.push(anew.path.clone());
                anew
            }
            Err(why) => {
                left_alone.push(SkippedExport { path: export.path.clone(), why });
                export
            }
        };
        remembered.extend((!named).then_some(export));
    }
    if !dry_run {
        store::exports::retain(dir, &remembered)?;
    }
    Ok((done, left_alone))
}

/// True for a note, which holds one person and goes with them.
fn is_note(export: &ExportRecord) -> bool {
    find(&export.format).is_some_and(|format| matches!(format.layout, Layout::Folder(_)))
}

/// Rewrites an export without the forgotten people, from today's data.
fn rewrite_export(
    dir: &Path,
    export: &ExportRecord,
    forgotten: &[String],
    source: Source<'_>,
    all: &[ExportRecord],
) -> Result<ExportRecord, String> {
    let format = find(&export.format).ok_or_else(|| format!("NOT rewritten: unknown format {}", export.format))?;
    let is_kept = |person: &PersonKey| {
        let digest = person.digest();
        export.people.contains(&digest) && !forgotten.contains(&digest)
    };
    let filter = export.status_filter.parse().unwrap_or(format.default_filter);
    let wish = Wish { format, filter, only: Some(&is_kept), with_details: export.details };
    let outgoing = Outgoing::with_scope(source, &wish, all, is_whole(&export.calendar));
    file::write(dir, &export.path, true, &outgoing).map_err(|error| format!("NOT rewritten: {error}"))
}

/// Returns a line for each file and export that lost somebody, and for each export that the user should look at.
pub(super) fn removals(
    files: &[FileReport],
    exports: &[PathBuf],
    exports_left: &[SkippedExport],
    dry_run: bool,
) -> Vec<String> {
    let shown = |text: &str| Untrusted::from(text).display().into_owned();
    let file = |FileReport { file, removed, changed }: &FileReport| {
        format!("{}: {} removed, {} shortened", shown(file), plural(*removed, "line"), plural(*changed, "line"))
    };
    let export = |path: &PathBuf| {
        let what = if path.exists() || dry_run { "rewritten without them" } else { "removed" };
        format!("{}: {what}", shown(&path.to_string_lossy()))
    };
    let left = |SkippedExport { path, why }: &SkippedExport| {
        format!("{}: check it yourself: {}", shown(&path.to_string_lossy()), shown(why))
    };
    files.iter().map(file).chain(exports.iter().map(export)).chain(exports_left.iter().map(left)).collect()
}

fn as_text(summary: &ForgetSummary, dry_run: bool) -> String {
    let ForgetSummary { person, names, namesakes, welcome, report, exports, exports_left } = summary;
    let shown = |text: &str| Untrusted::from(text).display().into_owned();
    let name =
        names.first().map_or_else(|| shown(person.as_str()), |name| Untrusted::from(name.as_str()).display_name());
    let mut out = String::new();
    let mut say = |line: String| {
        out.push_str(&line);
        out.push('\n');
    };
    if report.files.is_empty() && exports.is_empty() {
        say(format!("Nothing is stored about {name}"));
    }
    removals(&report.files, exports, exports_left, dry_run).into_iter().for_each(&mut say);
    if report.naming > 0 {
        let (named, remain) = if report.naming == 1 { ("mentions", "stays") } else { ("mention", "stay") };
        let lines = plural(report.naming, "line");
        say(format!("{lines} about others {named} them in somebody's own words and {remain}"));
    }
    for other in namesakes {
        say(format!("{} has the same name and stays", shown(other.as_str())));
    }
    match (dry_run, welcome) {
        (true, _) => say("Dry run: nothing changed.".to_owned()),
        (false, true) => say("Imports may bring them back.".to_owned()),
        (false, false) => {
            say("Later imports leave them out; `forget --welcome-back` lets them return.".to_owned());
        }
    }
    out
}
