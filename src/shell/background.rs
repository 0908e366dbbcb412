//! Work that takes longer than a picture may, done beside the keys: an export that is read, a search that goes on.

use std::io;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::thread;
use std::time::{Duration, Instant};

use crate::app::App;
use crate::domain::evidence::network::Network;
use crate::domain::text::untrusted::Untrusted;
use crate::import::{ImportProgress, read};

use super::import::{ReadImport, inputs};
use super::input_source::{InputSource, NON_BLOCKING_POLL};

/// How often progress is told, and a picture drawn of what is not done yet.
const REDRAW_INTERVAL: Duration = Duration::from_millis(100);

/// How often a look is taken at what the reading thread says.
const BACKGROUND_POLL: Duration = Duration::from_millis(10);

/// What the reading thread says.
#[derive(Debug)]
pub enum BackgroundEvent {
    /// How far it is, in words.
    Reading(String),
    /// All of it is read, and is to be taken in.
    Arrived(ReadImport),
    /// It cannot be read.
    Failed(anyhow::Error),
}

/// The work in hand.
#[derive(Debug, Default)]
pub struct Background {
    reading: Option<Receiver<BackgroundEvent>>,
}

impl Background {
    /// Listens to a thread that reads.
    pub fn from_receiver(reading: Receiver<BackgroundEvent>) -> Self {
        Self { reading: Some(reading) }
    }

    /// Reads what was named on the command line, on a thread of its own. Nothing is written.
    pub fn start_import(known: Network, paths: &[PathBuf]) -> Self {
        let (say, hear) = channel();
        let paths = paths.to_owned();
        thread::spawn(move || {
            let begun = Instant::now();
            let mut told = None;
            let mut watch = |progress: ImportProgress| {
                if told.is_some_and(|told: Instant| told.elapsed() < REDRAW_INTERVAL) {
                    return ControlFlow::Continue(());
                }
                told = Some(Instant::now());
                // Nobody listens: the person left, and nothing is taken in.
                let told = say.send(BackgroundEvent::Reading(progress_text(&progress, begun.elapsed())));
                told.map_or(ControlFlow::Break(()), |()| ControlFlow::Continue(()))
            };
            let arrivals = inputs(&paths).and_then(|inputs| Ok(read(inputs, &known, &mut watch)?));
            let arrived = |arrivals| BackgroundEvent::Arrived(ReadImport { arrivals, network: Box::new(known) });
            let _ = say.send(arrivals.map_or_else(BackgroundEvent::Failed, arrived)); // where nobody listens, the program ends
        });
        Self::from_receiver(hear)
    }

    /// Returns what the reading thread says before the person does something.
    pub fn next_event(&mut self, keys: &mut impl InputSource) -> io::Result<Option<BackgroundEvent>> {
        while let Some(reading) = &self.reading {
            match reading.try_recv() {
                Ok(news) => return Ok(Some(news)),
                Err(TryRecvError::Disconnected) => self.reading = None,
                Err(TryRecvError::Empty) => {
                    if keys.poll(BACKGROUND_POLL)? {
                        break;
                    }
                }
            }
        }
        Ok(None)
    }

    /// Goes on with what the app has left to do, until it is done, the person does something, or it is time for another
    /// picture; true if anything was done.
    pub fn run_step(&mut self, keys: &mut impl InputSource, app: &mut App) -> io::Result<bool> {
        let begun = Instant::now();
        let mut done = false;
        while app.has_background_work() && begun.elapsed() < REDRAW_INTERVAL && !keys.poll(NON_BLOCKING_POLL)? {
            app.background_step();
            done = true;
        }
        Ok(done)
    }
}

/// `messages.csv: 43 of 109 MB, 120 MB a second, 1 s left`.
fn progress_text(progress: &ImportProgress, taken: Duration) -> String {
    const MB: u64 = 1_000_000;
    let ImportProgress { file, done, total } = progress;
    let rate = u128::from(*done) * 1_000 / taken.as_millis().max(1);
    let rate = u64::try_from(rate).unwrap_or(u64::MAX);
    let left = total.saturating_sub(*done).div_ceil(rate.max(1));
    let file = Untrusted::from(file.as_str()).display_name();
    format!("{file}: {} of {} MB, {} MB a second, {left} s left", done / MB, total / MB, rate / MB)
}
