//! Work that takes longer than a frame: an import on a reader thread, and the app's own steps between two keys.

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

/// Interval between progress reports, and between redraws of unfinished work.
const REDRAW_INTERVAL: Duration = Duration::from_millis(100);

/// Poll timeout for keys between two checks of the reader thread's channel.
const BACKGROUND_POLL: Duration = Duration::from_millis(10);

/// An event of the reader thread.
#[derive(Debug)]
pub enum BackgroundEvent {
    /// Progress, as text and in percent.
    Progress(String, u8),
    /// Finished reading, ready to be applied.
    ReadDone(ReadImport),
    /// Read error.
    Failed(anyhow::Error),
}

/// Background work in progress.
#[derive(Debug, Default)]
pub struct Background {
    events: Option<Receiver<BackgroundEvent>>,
}

impl Background {
    /// Receives the events of a reader thread.
    pub fn from_receiver(reading: Receiver<BackgroundEvent>) -> Self {
        Self { events: Some(reading) }
    }

    /// Reads the files named on the command line, on a thread of its own. Writes nothing.
    pub fn start_import(known: Network, paths: &[PathBuf]) -> Self {
        let (sender, receiver) = channel();
        let paths = paths.to_owned();
        thread::spawn(move || {
            let begun = Instant::now();
            let mut last_report = None;
            let mut shutdown = |progress: ImportProgress| {
                if last_report.is_some_and(|last_report: Instant| last_report.elapsed() < REDRAW_INTERVAL) {
                    return ControlFlow::Continue(());
                }
                last_report = Some(Instant::now());
                // The receiver is gone: the user quit, and nothing is imported.
                let text = progress_text(&progress, begun.elapsed());
                let sent = sender.send(BackgroundEvent::Progress(text, percent(&progress)));
                sent.map_or(ControlFlow::Break(()), |()| ControlFlow::Continue(()))
            };
            let arrivals = inputs(&paths).and_then(|inputs| Ok(read(inputs, &known, &mut shutdown)?));
            let arrived =
                |arrivals| BackgroundEvent::ReadDone(ReadImport { batches: arrivals, network: Box::new(known) });
            // No receiver: the program is ending.
            let _ = sender.send(arrivals.map_or_else(BackgroundEvent::Failed, arrived));
        });
        Self::from_receiver(receiver)
    }

    /// Returns the reader thread's next event; `None` if there is no such thread or input comes first.
    pub fn next_event(&mut self, keys: &mut impl InputSource) -> io::Result<Option<BackgroundEvent>> {
        while let Some(reading) = &self.events {
            match reading.try_recv() {
                Ok(news) => return Ok(Some(news)),
                Err(TryRecvError::Disconnected) => self.events = None,
                Err(TryRecvError::Empty) => {
                    if keys.poll(BACKGROUND_POLL)? {
                        break;
                    }
                }
            }
        }
        Ok(None)
    }

    /// Runs the app's background work until it is done, input comes or a redraw is due; true if any was done.
    pub fn work_until_input(&mut self, keys: &mut impl InputSource, app: &mut App) -> io::Result<bool> {
        let begun = Instant::now();
        let mut done = false;
        while app.has_background_work() && begun.elapsed() < REDRAW_INTERVAL && !keys.poll(NON_BLOCKING_POLL)? {
            app.background_step();
            done = true;
        }
        Ok(done)
    }
}

fn percent(progress: &ImportProgress) -> u8 {
    let share = u128::from(progress.done) * 100 / u128::from(progress.total.max(1));
    u8::try_from(share).unwrap_or(100).min(100)
}

/// Formats progress as `messages.csv: 43 of 109 MB, 120 MB a second, 1 s left`.
fn progress_text(progress: &ImportProgress, taken: Duration) -> String {
    const MB: u64 = 1_000_000;
    let ImportProgress { file, done, total } = progress;
    let rate = u128::from(*done) * 1_000 / taken.as_millis().max(1);
    let rate = u64::try_from(rate).unwrap_or(u64::MAX);
    let left = total.saturating_sub(*done).div_ceil(rate.max(1));
    let file = Untrusted::from(file.as_str()).display_name();
    format!("{file}: {} of {} MB, {} MB a second, {left} s left", done / MB, total / MB, rate / MB)
}
