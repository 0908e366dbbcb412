//! `forget`: removes a person's data everywhere, leaving a line that says only that somebody was forgotten.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::Serialize;

use crate::domain::care::contact::contacts;
use crate::domain::decision::event::Entry;
use crate::domain::decision::ledger::Ledger;
use crate::domain::evidence::network::Network;
use crate::domain::person::key::{PersonKey, slug};
use crate::domain::text::plural::plural;
use crate::domain::text::untrusted::Untrusted;
use crate::export::find;
use crate::shell::args;
use crate::shell::clock::{Clock, SystemClock};
use crate::shell::export::write_file;
use crate::store::exports::{ExportRecord, ExportState};
use crate::store::forget::{FileReport, ForgetReport, PersonIdentity};
use crate::store::redact::PersonMatcher;
use crate::store::{self, Journal};

use super::common::print;

/// What forgetting came to, or would.
#[derive(Debug, Serialize)]
struct ForgetSummary {
    person: PersonKey,
    names: Vec<String>,
    /// Somebody else of the same name, who stays.
    namesakes: Vec<PersonKey>,
    welcome: bool,
    #[serde(flatten)]
    report: ForgetReport,
    exports: Vec<PathBuf>,
    exports_left: Vec<SkippedExport>,
}

/// An export that holds the person still, and why.
#[derive(Debug, Serialize)]
struct SkippedExport {
    path: PathBuf,
    why: String,
}

/// Forgets, and prints what came of it.
pub fn forget(dir: &Path, args: &args::Forget) -> Result<()> {
    let (journal, entries) = if args.dry_run {
        (None, store::journal::read(dir)?.entries)
    } else {
        let opened = Journal::open(dir)?;
        opened.journal.writable()?;
        opened.journal.writable()?;
        (Some(opened.journal), opened.entries)
    };
    let network = store::snapshot::load(dir)?.snapshot.network;
    let ledger = Ledger::replay(entries.iter().cloned());
    let person = person(&args.person, &entries, &network, &ledger)?;
    let known = PersonIdentity::find(&person, &entries, &network);
    let mut traces = known.matcher();
    traces.add_digests(ledger.forgotten_aliases(&person));

    let (exports, exports_left) = remove_from_exports(dir, &traces, &ledger, &network, args.dry_run)?;
    let report = match journal {
        None => store::forget::preview(dir, &traces),
        Some(journal) => {
            let mut clock = SystemClock;
            store::forget::forget(journal, &traces, args.welcome_back, clock.id(), clock.moment().now)
        }
    };
    let report = report.context("the forgetting is not finished; run it again")?;
    let PersonIdentity { names, namesakes, .. } = known;
    let names = names.into_iter().map(|name| Untrusted::new(name).sanitized()).collect();
    let told = ForgetSummary { person, names, namesakes, welcome: args.welcome_back, report, exports, exports_left };
    if args.json.json {
        return print(&store::json_line(&told)?);
    }
    print(as_text(&told, args.dry_run).as_bytes())
}

/// Whom the words mean.
fn person(args: &str, entries: &[Entry], network: &Network, ledger: &Ledger) -> Result<PersonKey> {
    if let Some(slug) = slug(args) {
        return Ok(PersonKey::from_stored(slug));
    }
    let key = PersonKey::from_stored(args);
    let is_spelled_out = args.starts_with("name:") || args.starts_with("urn:li:member:");
    if is_spelled_out
        || PersonIdentity::is_anybody(&key, entries, network)
        || !ledger.forgotten_aliases(&key).is_empty()
    {
        return Ok(key);
    }
    let named = PersonKey::from_name(args);
    match PersonIdentity::find_by_name(args, entries, network).as_slice() {
        [one] => Ok(one.clone()),
        [] if !ledger.forgotten_aliases(&named).is_empty() => Ok(named),
        [] => bail!("nobody is known by \"{args}\"; give the address of the profile"),
        several => {
            let keys: Vec<&str> = several.iter().map(PersonKey::as_str).collect();
            bail!("several people are called {args}; nothing was done. Say which: {}", keys.join(", "))
        }
    }
}

/// Writes every export anew that holds the person and is as it was written; says which, and which not and why.
fn remove_from_exports(
    dir: &Path,
    traces: &PersonMatcher,
    ledger: &Ledger,
    network: &Network,
    dry_run: bool,
) -> Result<(Vec<PathBuf>, Vec<SkippedExport>)> {
    let forgotten = traces.digests();
    let (mut done, mut left_alone) = (Vec::new(), Vec::new());
    let mut remembered = Vec::new();
    for export in store::exports::load(dir)? {
        if !export.people.iter().any(|digest| forgotten.contains(digest)) {
            remembered.push(export);
            continue;
        }
        let anew = match export.state() {
            ExportState::Unchanged if dry_run => Ok(export.clone()),
            ExportState::Unchanged => rewrite_export(&export, &forgotten, ledger, network),
            ExportState::Changed => Err("it was changed since it was written".to_owned()),
            ExportState::Gone => Err("it is not there any more; if it was moved, it still holds them".to_owned()),
        };
        match anew {
            Ok(anew) => {
                done.push(anew.path.clone());
                remembered.push(anew);
            }
            Err(why) => {
                left_alone.push(SkippedExport { path: export.path.clone(), why });
                remembered.push(export);
            }
        }
    }
    if !dry_run {
        store::exports::retain(dir, &remembered)?;
    }
    Ok((done, left_alone))
}

/// The same people but those forgotten, as they are known today.
fn rewrite_export(
    export: &ExportRecord,
    forgotten: &[String],
    ledger: &Ledger,
    network: &Network,
) -> Result<ExportRecord, String> {
    let format = find(&export.format).ok_or_else(|| format!("its format {} is not known", export.format))?;
    let filter = export.status.parse().unwrap_or(format.usual);
    let mut people = contacts(ledger, network, filter);
    people.retain(|person| {
        let digest = person.digest();
        export.people.contains(&digest) && !forgotten.contains(&digest)
    });
    write_file(&export.path, true, (format, filter), &people).map_err(|error| error.to_string())
}

fn as_text(told: &ForgetSummary, dry_run: bool) -> String {
    let ForgetSummary { person, names, namesakes, welcome, report, exports, exports_left } = told;
    let shown = |text: &str| Untrusted::from(text).display().into_owned();
    let name =
        names.first().map_or_else(|| shown(person.as_str()), |name| Untrusted::from(name.as_str()).display_name());
    let mut out = String::new();
    let mut say = |line: String| {
        out.push_str(&line);
        out.push('\n');
    };
    if report.files.is_empty() && exports.is_empty() {
        say(format!("Nothing is kept about {name}"));
    }
    for FileReport { file, removed, changed } in &report.files {
        say(format!("{}: {} removed, {} shortened", shown(file), plural(*removed, "line"), plural(*changed, "line")));
    }
    exports.iter().for_each(|path| say(format!("{}: written anew without them", shown(&path.to_string_lossy()))));
    for SkippedExport { path, why } in exports_left {
        say(format!("{}: NOT rewritten, look there yourself: {}", shown(&path.to_string_lossy()), shown(why)));
    }
    if report.naming > 0 {
        say(format!("{} about others name them in words that somebody wrote, and stay", plural(report.naming, "line")));
    }
    for other in namesakes {
        say(format!("{} has the same name and stays", shown(other.as_str())));
    }
    match (dry_run, welcome) {
        (true, _) => say("Dry run: nothing was changed.".to_owned()),
        (false, true) => say("Imports may bring them again.".to_owned()),
        (false, false) => {
            say("Imports leave them out from now on; with --welcome-back they may come again.".to_owned());
        }
    }
    out
}
