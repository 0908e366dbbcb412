//! Reads an export on a thread of its own, while the screen shows how far it is.

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use crate::app::App;
use crate::app::effect::Outcome;
use crate::domain::arrival::Arrivals;
use crate::domain::network::Network;
use crate::domain::untrusted::Untrusted;
use crate::import::{Progress, read};

use super::clock::Clock;
use super::command::import::{inputs, take_in};
use super::perform::World;

/// How often progress is told.
const PACE: Duration = Duration::from_millis(100);

/// What the reading thread says.
#[derive(Debug)]
pub enum News {
    /// How far it is, in words.
    Reading(String),
    /// What was named on the command line is read, beside this snapshot, and is to be taken in.
    Arrived(Vec<Arrivals>, Box<Network>),
    /// It cannot be read.
    Failed(anyhow::Error),
}

/// Reads what was named on the command line. Nothing is written: that is for whoever hears of it.
pub fn read_files(known: Network, paths: &[PathBuf]) -> Receiver<News> {
    let (say, hear) = channel();
    let paths = paths.to_owned();
    thread::spawn(move || {
        let begun = Instant::now();
        let mut told = None;
        let mut watch = |progress: Progress| {
            if told.is_some_and(|told: Instant| told.elapsed() < PACE) {
                return ControlFlow::Continue(());
            }
            told = Some(Instant::now());
            // Nobody listens: the person left, and nothing is taken in.
            let told = say.send(News::Reading(words(&progress, begun.elapsed())));
            told.map_or(ControlFlow::Break(()), |()| ControlFlow::Continue(()))
        };
        let arrivals = inputs(&paths).and_then(|inputs| Ok(read(inputs, &known, &mut watch)?));
        let news = arrivals.map_or_else(News::Failed, |arrivals| News::Arrived(arrivals, Box::new(known)));
        let _ = say.send(news); // where nobody listens any more, the program ends
    });
    hear
}

/// Lets the app hear, and takes in what arrived: the line of the journal is on disk before anything is shown as taken
/// in.
pub fn hear<C: Clock>(news: News, app: &mut App, world: &mut World<C>) -> anyhow::Result<()> {
    match news {
        News::Reading(words) => app.hear(Outcome::Reading(words)),
        News::Arrived(arrivals, known) => {
            let dir = world.journal.dir().to_owned();
            let writing = world.writing.clone();
            let _writing = writing.lock();
            let World { journal, clock, .. } = world;
            let (network, found) = take_in(&dir, arrivals, *known, journal, &mut app.ledger, clock)?;
            app.hear(Outcome::TakenIn { network: Box::new(network), found });
        }
        News::Failed(error) => return Err(error),
    }
    Ok(())
}

/// `messages.csv: 43 of 109 MB, 120 MB a second, 1 s left`.
fn words(progress: &Progress, taken: Duration) -> String {
    const MB: u64 = 1_000_000;
    let Progress { file, done, total } = progress;
    let rate = u128::from(*done) * 1_000 / taken.as_millis().max(1);
    let rate = u64::try_from(rate).unwrap_or(u64::MAX);
    let left = total.saturating_sub(*done).div_ceil(rate.max(1));
    let file = Untrusted::from(file.as_str()).shown_name();
    format!("{file}: {} of {} MB, {} MB a second, {left} s left", done / MB, total / MB, rate / MB)
}
