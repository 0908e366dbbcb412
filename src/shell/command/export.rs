//! `export`: writes contacts to a file, a folder or standard output.

use std::collections::HashSet;
use std::fs::OpenOptions;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use serde_json::json;

use crate::app::settings::Settings;
use crate::domain::care::contact::ContactFilter;
use crate::domain::care::query::SearchData;
use crate::domain::inbox::Inbox;
use crate::domain::person::key::PersonKey;
use crate::domain::text::dates::{DayContext, NumericDates};
use crate::domain::text::plural::plural;
use crate::export::{FORMATS, Format, Layout, find, find_by_extension, names};
use crate::shell::args;
use crate::shell::clock::{Clock, SystemClock};
use crate::shell::export::outgoing::{Outgoing, Source, Wish};
use crate::shell::export::target::{Target, unsuitable};
use crate::shell::export::{file, notes};
use crate::shell::failure::{UsageError, warn};
use crate::store::{self, StoreError, exports};

use super::common::{print, read_and_replay};

/// Writes the requested contacts.
pub fn export(dir: &Path, settings: &Settings, args: &args::Export) -> Result<()> {
    let target = Target::of(args.output.as_deref());
    let format = choose_format(args.format.as_deref(), &target)?;
    let filter = args.status.unwrap_or(format.default_filter);
    refuse_combination(args, format, &target)?;
    let (ledger, network) = read_and_replay(dir)?;
    let source = Source { ledger: &ledger, network: &network, few: &settings.few, moment: SystemClock.moment() };
    let only = args.query.as_deref().map(|query| people_found(query, filter, source, settings.numbers)).transpose()?;
    let is_found = only.map(|only| move |person: &PersonKey| only.contains(person));
    let only = is_found.as_ref().map(|is_found| is_found as &dyn Fn(&PersonKey) -> bool);
    let wish = Wish { format, filter, only, with_details: args.details };
    let outgoing = Outgoing::new(dir, source, &wish);
    if outgoing.is_empty_calendar() {
        return report(
            args,
            &Report { says: "nothing is due, so no calendar was written".to_owned(), ..Report::new(format) },
        );
    }
    let done = match (&target, format.layout) {
        (Target::Path(folder), Layout::Folder(_)) => write_notes(dir, folder, &outgoing, args.dry_run)?,
        (Target::Path(path), _) => write_file(dir, path, &outgoing, args)?,
        (Target::Stdout | Target::Stream(_), _) => write_stream(&target, &outgoing, args.dry_run)?,
    };
    report(args, &done)
}

/// Result of an export, or of its dry run.
struct Report {
    /// File or folder written to; `None` for standard output, and if nothing was written.
    path: Option<PathBuf>,
    format: &'static str,
    people: usize,
    /// Members of the JSON object beside these.
    more: serde_json::Map<String, serde_json::Value>,
    /// Text for a person; empty if there is nothing to say.
    says: String,
}

impl Report {
    fn new(format: &Format) -> Self {
        Self { path: None, format: format.name, people: 0, more: serde_json::Map::new(), says: String::new() }
    }
}

/// Prints the report: as JSON to standard output, else to standard error, since contacts may go to the former.
fn report(args: &args::Export, done: &Report) -> Result<()> {
    if args.json.json {
        let path = done.path.as_ref().map(|path| path.to_string_lossy());
        let mut object = json!({ "path": path, "format": done.format, "people": done.people, "dry_run": args.dry_run });
        if let Some(object) = object.as_object_mut() {
            object.extend(done.more.clone());
        }
        return print(&store::json_line(&object)?);
    }
    let dry = if args.dry_run { "dry run, nothing written: " } else { "" };
    if !done.says.is_empty() {
        warn(format_args!("{dry}{}", done.says));
    }
    Ok(())
}

/// Returns the people of the decisions, or the connections, that match a query.
fn people_found(
    query: &str,
    filter: ContactFilter,
    Source { ledger, network, moment, .. }: Source,
    numbers: NumericDates,
) -> Result<HashSet<PersonKey>> {
    let inbox = Inbox::new(ledger, network, moment.today);
    let data = SearchData { ledger, network, inbox: &inbox, local: moment.local };
    let query = data
        .parse(query, DayContext { today: moment.today, numbers }, None)
        .map_err(|why| UsageError(why.to_string()))?;
    let is_connected = filter == ContactFilter::Connections;
    let found = if is_connected { data.connections_found(&query) } else { data.people_decided(&query) };
    Ok(found.into_iter().collect())
}

fn write_file(dir: &Path, path: &Path, outgoing: &Outgoing, args: &args::Export) -> Result<Report> {
    let format = outgoing.format;
    let checked = exports::check_target(dir, path, args.force);
    if let (Err(StoreError::NotRegularFile { .. }), Some(why)) = (&checked, unsuitable(path, format)) {
        bail!("nothing written: {why}");
    }
    checked.map_err(add_context)?;
    if let Some(why) = unsuitable(path, format) {
        bail!("nothing written: {why}");
    }
    let unremembered =
        if args.dry_run { None } else { file::save(dir, path, args.force, outgoing).map_err(add_context)? };
    say_unremembered(unremembered.as_ref());
    let people = outgoing.people();
    let mut says = format!("{} written to {} ({})", plural(people, "person"), path.display(), format.description);
    let mut more = serde_json::Map::new();
    if let Some(calendar) = outgoing.calendar() {
        let cancelled = calendar.entries.iter().filter(|entry| entry.is_cancelled).count();
        let due = calendar.entries.len() - cancelled;
        says = format!("{} written to {}", plural(due, "entry"), path.display());
        if cancelled > 0 {
            says.push_str(&format!(", and {cancelled} taken back that earlier exports had"));
        }
        more.insert("entries".to_owned(), due.into());
        more.insert("cancelled".to_owned(), cancelled.into());
    }
    Ok(Report { path: Some(path.to_owned()), people, more, says, ..Report::new(format) })
}

fn write_notes(dir: &Path, folder: &Path, outgoing: &Outgoing, dry_run: bool) -> Result<Report> {
    if let Some(why) = unsuitable(folder, outgoing.format) {
        bail!("nothing written: {why}");
    }
    let done = notes::save(dir, folder, outgoing, dry_run).map_err(add_context)?;
    say_unremembered(done.unremembered.as_ref());
    let mut says = format!("{}: {}", folder.display(), done.text());
    let mut left = Vec::new();
    for (path, why) in &done.left {
        says.push_str(&format!("\n  {}: {why}", path.display()));
        left.push(json!({ "path": path.to_string_lossy(), "why": why }));
    }
    let mut more = serde_json::Map::new();
    more.insert("written".to_owned(), done.written.into());
    more.insert("unchanged".to_owned(), done.unchanged.into());
    more.insert("left".to_owned(), left.into());
    Ok(Report { path: Some(folder.to_owned()), people: outgoing.people(), more, says, ..Report::new(outgoing.format) })
}

fn write_stream(target: &Target, outgoing: &Outgoing, dry_run: bool) -> Result<Report> {
    let mut done = Report { people: outgoing.people(), ..Report::new(outgoing.format) };
    if dry_run {
        done.says = plural(done.people, "person");
        return Ok(done);
    }
    let out: Box<dyn Write> = match target {
        Target::Stream(path) => {
            done.path = Some(path.clone());
            let open = OpenOptions::new().write(true).open(path);
            Box::new(open.with_context(|| format!("cannot write to {}", path.display()))?)
        }
        Target::Stdout | Target::Path(_) => Box::new(std::io::stdout().lock()),
    };
    let mut out = BufWriter::with_capacity(1 << 16, out);
    outgoing.write(usize::MAX, &mut out)?;
    out.flush()?;
    Ok(done)
}

fn say_unremembered(error: Option<&StoreError>) {
    if let Some(error) = error {
        warn(format_args!("invite-triage: `forget` won't know about this export: {error}"));
    }
}

/// Adds what became of the export. The hints of the store's errors are about the data directory, so an error that is
/// about the place of an export gets its own.
fn add_context(error: StoreError) -> anyhow::Error {
    use std::io::ErrorKind::{NotFound, PermissionDenied, ReadOnlyFilesystem};
    match &error {
        StoreError::AlreadyExists { .. } => anyhow::Error::from(error).context("nothing written; --force overwrites"),
        StoreError::Owned { .. } => anyhow::Error::from(error).context("nothing written"),
        StoreError::NotRegularFile { path } => anyhow!("nothing written: {} is not a file", path.display()),
        StoreError::Io { source, .. } if [NotFound, PermissionDenied, ReadOnlyFilesystem].contains(&source.kind()) => {
            let said = crate::shell::export::error_with_cause(&error);
            anyhow!("the export failed: {said} (choose another folder)")
        }
        _ => anyhow::Error::from(error).context("the export failed"),
    }
}

/// Returns the format of the option, else that of the file's ending, else for a stream the first one.
fn choose_format(name: Option<&str>, target: &Target) -> Result<&'static Format> {
    match (name, target) {
        (Some(name), _) => {
            find(name).with_context(|| UsageError(format!("unknown format \"{name}\"; choose one of {}", names())))
        }
        (None, Target::Stdout | Target::Stream(_)) => Ok(&FORMATS[0]),
        (None, Target::Path(path)) if path.is_dir() => {
            bail!(UsageError(format!(
                "{} is a folder; name a file in it, or choose --format notes for a note per person",
                path.display()
            )))
        }
        (None, Target::Path(path)) => {
            let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
            find_by_extension(ending).with_context(|| {
                let shown = path.display();
                UsageError(format!("the ending of {shown} names no format; add --format and one of {}", names()))
            })
        }
    }
}

/// Fails for options that make no sense together.
fn refuse_combination(args: &args::Export, format: &Format, target: &Target) -> Result<()> {
    let says = match (format.layout, target) {
        (Layout::Folder(_), Target::Stdout | Target::Stream(_)) => {
            "notes are a file per person; name their folder with -o"
        }
        (Layout::File(_) | Layout::Sequence(_) | Layout::Folder(_), _) if args.details => {
            "--details is for --format ics"
        }
        (_, Target::Stdout) if args.json.json && !args.dry_run => {
            "--json tells about a file that was written; name it with -o (contacts as JSON: --format json)"
        }
        _ => return Ok(()),
    };
    Err(UsageError(says.to_owned()).into())
}
