//! What works on a thread of its own beside the screen, and what it has to say.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use crate::app::App;
use crate::app::effect::Outcome;
use crate::domain::arrival::{Arrivals, reconcile};
use crate::domain::event::Entry;
use crate::domain::ledger::Ledger;
use crate::domain::network::Network;
use crate::domain::untrusted::Untrusted;
use crate::import::{Progress, Told, read};
use crate::store::network::{Rest, Threads};
use crate::store::{self, Finding};

use super::clock::Clock;
use super::command::import::{inputs, take_in};
use super::perform::World;

/// How often progress is told.
const PACE: Duration = Duration::from_millis(100);

/// What comes from beside the screen.
#[derive(Debug)]
pub enum News {
    /// Something that the app hears as it is.
    Heard(Outcome),
    /// Who asks, as far as the reading has come: to be shown, and not yet to be taken in.
    Early(Box<Arrivals>),
    /// What was named on the command line is read, beside this snapshot, and is to be taken in.
    Arrived(Vec<Arrivals>, Box<Network>),
    /// It cannot be read; the snapshot that was read before.
    Failed(anyhow::Error, Box<Network>),
}

/// Reads the whole snapshot while the first picture is looked at.
pub fn read_snapshot(rest: Rest) -> Receiver<News> {
    let (say, hear) = channel();
    thread::spawn(move || {
        let (network, finding) = rest.read(Threads::One);
        let known = Outcome::Known { network: Box::new(network), damage: finding.as_ref().map(Finding::to_string) };
        let _ = say.send(News::Heard(known)); // where nobody listens any more, the program ends
    });
    hear
}

/// Reads what was named on the command line. Nothing is written: that is for whoever hears of it.
pub fn read_files(dir: &Path, paths: &[PathBuf]) -> Receiver<News> {
    let (say, hear) = channel();
    let (dir, paths) = (dir.to_owned(), paths.to_owned());
    thread::spawn(move || {
        let known = match store::network::load(&dir) {
            Ok((network, _)) => network,
            Err(error) => {
                let _ = say.send(News::Failed(error.into(), Box::default()));
                return;
            }
        };
        let (begun, mut told) = (Instant::now(), Instant::now());
        let mut watch = |of_it: Told| {
            let news = match of_it {
                Told::Progress(_) if told.elapsed() < PACE => return ControlFlow::Continue(()),
                Told::Progress(progress) => {
                    told = Instant::now();
                    News::Heard(Outcome::Reading(words(&progress, begun.elapsed())))
                }
                Told::Early(arrivals) => News::Early(arrivals),
            };
            // Nobody listens: the person left, and nothing is taken in.
            say.send(news).map_or(ControlFlow::Break(()), |()| ControlFlow::Continue(()))
        };
        let arrivals = inputs(&paths).and_then(|inputs| Ok(read(inputs, &known, &mut watch)?));
        let known = Box::new(known);
        let news = match arrivals {
            Ok(arrivals) => News::Arrived(arrivals, known),
            Err(error) => News::Failed(error, known),
        };
        let _ = say.send(news);
    });
    hear
}

/// Lets the app hear, and takes in what arrived: the line of the journal is on disk before anything is shown as taken
/// in.
pub fn hear<C: Clock>(news: News, app: &mut App, world: &mut World<C>) {
    match news {
        News::Heard(outcome) => app.hear(outcome),
        News::Early(arrivals) => {
            if world.on_disk.is_none() {
                world.on_disk = look_ahead(*arrivals, &mut app.ledger, &mut app.network, &mut world.clock);
                app.hear(Outcome::Early);
            }
        }
        News::Arrived(arrivals, known) => {
            look_at_disk(app, world);
            let dir = world.journal.dir().to_owned();
            let writing = world.writing.clone();
            let _writing = writing.lock();
            let World { journal, clock, .. } = world;
            match take_in(&dir, arrivals, *known, journal, &mut app.ledger, clock) {
                Ok((network, found)) => app.hear(Outcome::TakenIn { network: Box::new(network), found }),
                Err(error) => app.hear(Outcome::NotTakenIn(format!("Nothing was taken in: {error:#}"))),
            }
        }
        News::Failed(error, known) => {
            look_at_disk(app, world);
            app.network = *known;
            app.hear(Outcome::NotTakenIn(format!("Nothing was taken in: {error:#}")));
        }
    }
}

/// Ends the look ahead, if there was one.
fn look_at_disk<C>(app: &mut App, world: &mut World<C>) {
    if let Some(on_disk) = world.on_disk.take() {
        app.ledger = on_disk;
    }
}

/// What there is to say where the thread has stopped without a word.
pub fn stopped() -> News {
    News::Failed(anyhow::anyhow!("the thread that reads it has stopped"), Box::default())
}

/// Makes ledger and snapshot what they will be when these arrivals are taken in, but for what the rest of their export
/// says; returns the ledger of what is on disk, where that is another.
pub fn look_ahead(
    arrivals: Arrivals,
    ledger: &mut Ledger,
    network: &mut Network,
    clock: &mut impl Clock,
) -> Option<Ledger> {
    let reconciled = reconcile(arrivals, std::mem::take(network), ledger);
    *network = reconciled.network.in_part();
    let event = reconciled.event?;
    let mut ahead = ledger.clone();
    ahead.post(Entry { n: u64::MAX, id: clock.id(), at: clock.moment().now, again: None, event });
    Some(std::mem::replace(ledger, ahead))
}

/// `export.zip: 43 of 109 MB, 120 MB a second, 1 s left`.
fn words(progress: &Progress, taken: Duration) -> String {
    const MB: u64 = 1_000_000;
    let Progress { file, done, total } = progress;
    let rate = (*done as f64 / taken.as_secs_f64().max(0.001)) as u64;
    let left = total.saturating_sub(*done).div_ceil(rate.max(1));
    let file = Untrusted::from(file.as_str()).shown_name();
    format!("Reading {file}: {} of {} MB, {} MB a second, {left} s left", done / MB, total / MB, rate / MB)
}
