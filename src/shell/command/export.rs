//! `export`: writes contacts to a file or to standard output.

use std::collections::HashSet;
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::{Context, Result};

use crate::domain::care::contact::{ContactFilter, contacts};
use crate::domain::care::query::SearchData;
use crate::domain::decision::ledger::Ledger;
use crate::domain::evidence::network::Network;
use crate::domain::inbox::Inbox;
use crate::domain::person::key::PersonKey;
use crate::domain::text::plural::plural;
use crate::export::{FORMATS, Format, find};
use crate::shell::args;
use crate::shell::clock::{Clock, SystemClock};
use crate::shell::export::save;
use crate::shell::failure::{UsageError, warn};
use crate::store;

use super::common::read_data;

/// Writes the requested contacts.
pub fn export(dir: &Path, args: &args::Export) -> Result<()> {
    let format = match &args.format {
        Some(name) => format(name)?,
        None => args.output.as_deref().and_then(format_from_suffix).unwrap_or(&FORMATS[0]),
    };
    let filter = args.status.as_deref().map(filter).transpose()?.unwrap_or(format.default_filter);
    let (loaded, snapshot) = read_data(dir)?;
    let ledger = Ledger::replay(loaded.entries);
    let network = snapshot.snapshot.network;
    let mut contacts = contacts(&ledger, &network, filter, SystemClock.moment().local);
    if let Some(query) = &args.query {
        let people = people_found(query, &ledger, &network)?;
        contacts.retain(|person| people.contains(person));
    }
    match args.output.as_deref().filter(|path| *path != Path::new("-")) {
        Some(path) => {
            let unremembered = save(dir, path, args.force, (format, filter), &contacts).map_err(add_context)?;
            warn(format_args!(
                "{} written to {} ({})",
                plural(contacts.count(), "person"),
                path.display(),
                format.description
            ));
            if let Some(error) = unremembered {
                warn(format_args!("invite-triage: `forget` won't know about this file: {error}"));
            }
        }
        None => {
            let mut out = BufWriter::with_capacity(1 << 16, std::io::stdout().lock());
            (format.write)(&mut contacts.iter(), &mut out)?;
            out.flush()?;
        }
    }
    Ok(())
}

/// Returns the people of the decisions that match a query.
fn people_found(query: &str, ledger: &Ledger, network: &Network) -> Result<HashSet<PersonKey>> {
    let moment = SystemClock.moment();
    let inbox = Inbox::new(ledger, network, moment.today);
    let data = SearchData { ledger, network, inbox: &inbox, local: moment.local };
    let query = data.parse(query, moment.today, None).map_err(|why| UsageError(why.to_string()))?;
    Ok(data.people_decided(&query).into_iter().collect())
}

fn add_context(error: store::StoreError) -> anyhow::Error {
    let what = match error {
        store::StoreError::AlreadyExists { .. } => "nothing written; --force overwrites",
        store::StoreError::Owned { .. } => "nothing written",
        _ => "the export failed",
    };
    anyhow::Error::from(error).context(what)
}

/// Returns the first format with this file name extension.
fn format_from_suffix(path: &Path) -> Option<&'static Format> {
    let ending = path.extension()?.to_str()?;
    FORMATS.iter().find(|format| format.extension.eq_ignore_ascii_case(ending))
}

fn format(name: &str) -> Result<&'static Format> {
    let names: Vec<&str> = FORMATS.iter().map(|format| format.name).collect();
    find(name).with_context(|| UsageError(format!("unknown format \"{name}\"; choose one of {}", names.join(", "))))
}

fn filter(name: &str) -> Result<ContactFilter> {
    let wrong = || UsageError(format!("unknown status \"{name}\"; choose accepted, declined, follow_up or all"));
    Ok(name.parse().map_err(|_| wrong())?)
}
