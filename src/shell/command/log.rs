//! `log`, `promise` and `rhythm`: each writes one line of keeping in touch.

use std::path::Path;

use anyhow::Result;
use chrono::NaiveDate;

use crate::app::announce::care::describe_done;
use crate::domain::care::log::{ContactInput, RhythmOption, contacted, party, promised, rhythm_set};
use crate::domain::decision::care_event::{Aim, CareEvent, Party};
use crate::domain::decision::event::{Entry, Event};
use crate::domain::decision::ledger::Ledger;
use crate::domain::text::dates::{DayContext, NumericDates};
use crate::domain::text::plural::capitalized;
use crate::shell::args::{self, WriteOptions};
use crate::shell::clock::{Clock, SystemClock};
use crate::shell::failure::UsageError;
use crate::store::snapshot;

use super::common::{open_journal, print_written, read_journal};
use super::person::{find_person, nobody};

/// Logs a contact.
pub fn log(dir: &Path, numbers: NumericDates, args: &args::Log) -> Result<()> {
    let args::Log { person, text, channel, on, give, ask, unanswered, options } = args;
    let channel = channel.parse().unwrap_or_default();
    let aim = match (give, ask) {
        (true, _) => Aim::Give,
        (_, true) => Aim::Ask,
        _ => Aim::Neutral,
    };
    let answered = unanswered.then_some(false);
    let input = ContactInput { text, channel, aim, answered, on };
    write(dir, person, *options, |about, _, today| contacted(about, input, DayContext { today, numbers }))
}

/// Promises something.
pub fn promise(dir: &Path, numbers: NumericDates, args: &args::Promise) -> Result<()> {
    let args::Promise { person, text, due, options } = args;
    write(dir, person, *options, |about, ledger, today| {
        promised(about, text, due, ledger, DayContext { today, numbers })
    })
}

/// Chooses a rhythm.
pub fn rhythm(dir: &Path, args: &args::Rhythm) -> Result<()> {
    let args::Rhythm { person, rhythm, options } = args;
    write(dir, person, *options, |about, _, _| {
        let option = RhythmOption::from_name(rhythm).ok_or_else(|| format!("unknown rhythm \"{rhythm}\""))?;
        Ok(rhythm_set(about, option))
    })
}

/// Writes the line about a person that `event` returns, or shows it; what `event` refuses is wrong usage.
fn write(
    dir: &Path,
    args::Person { person }: &args::Person,
    options: WriteOptions,
    event: impl FnOnce(Party, &Ledger, NaiveDate) -> Result<CareEvent, String>,
) -> Result<()> {
    let (mut journal, entries) = if options.dry_run {
        (None, read_journal(dir)?.entries)
    } else {
        let opened = open_journal(dir, false)?;
        opened.journal.writable()?;
        (Some(opened.journal), opened.entries)
    };
    let network = snapshot::load(dir).snapshot.network;
    let key = find_person(person, &entries, &network)?.ok_or_else(|| nobody(person))?;
    let ledger = Ledger::replay(entries);
    let about = party(&key, &ledger, &network).map_err(|_| nobody(person))?;
    let mut clock = SystemClock;
    let moment = clock.moment();
    let event = event(about, &ledger, moment.today).map_err(UsageError)?;
    let said = describe_done(&event, moment.today);
    let new = Entry { n: 0, id: clock.id(), at: moment.now, redo_of: None, batch: None, event: Event::care(event) };
    let entry = match &mut journal {
        None => new,
        Some(journal) => {
            let written = journal.append(new.id.clone(), new.at, None, new.event.clone())?;
            written.entries.into_iter().next().unwrap_or(new)
        }
    };
    print_written(&entry, &capitalized(&said), options)
}
