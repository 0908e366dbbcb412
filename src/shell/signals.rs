//! Signals, panics and hang-ups: before the program ends, the journal write finishes, what another program removed from
//! the journal is written again, and the terminal is restored; when it is stopped and continued, from the keyboard or from outside, the terminal is handed over and taken again.

use std::sync::{Arc, Mutex};
#[cfg(unix)]
use std::{
    io::IsTerminal,
    sync::{MutexGuard, PoisonError, TryLockError},
    thread,
    time::Duration,
};

#[cfg(unix)]
use rustix::event::{PollFd, PollFlags, poll};
#[cfg(unix)]
use rustix::process::{getpgrp, getsid};
#[cfg(unix)]
use signal_hook::{
    consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH},
    iterator::Signals,
    low_level::{emulate_default_handler, raise},
};

use super::failure::warn;
use super::terminal::TerminalRestorer;
use crate::store::{AppendError, Finding, Journal};

/// The journal of the event loop. Its lock is held during every write to the data directory.
pub type SharedJournal = Arc<Mutex<Journal>>;

/// Handler for every end of the program from outside. One per process.
#[derive(Clone, Debug, Default)]
pub struct ShutdownHandler {
    /// Guard that restores the terminal.
    pub terminal_guard: TerminalRestorer,
    /// The journal that is open, if any.
    pub journal: Arc<Mutex<Option<SharedJournal>>>,
    /// Lock held while an editor has the terminal, and until its text is kept.
    pub editor_lock: Arc<Mutex<()>>,
}

impl ShutdownHandler {
    /// Installs the handlers; call it before entering the terminal, so that no signal is missed. A panic restores the
    /// terminal before it prints; SIGTERM, SIGHUP, SIGINT, SIGQUIT and a hang-up without a signal end the program, but
    /// never under an open editor; SIGTSTP stops it, SIGCONT continues it.
    /// They run on threads of their own: the event loop cannot be trusted once the terminal is gone.
    pub fn install() -> std::io::Result<Self> {
        let shutdown = Self::default();
        let (speak, restore) = (std::panic::take_hook(), shutdown.terminal_guard.clone());
        std::panic::set_hook(Box::new(move |panic| {
            restore.restore();
            speak(panic);
        }));
        #[cfg(unix)]
        listen(&shutdown)?; // on other systems the terminal itself ends the program
        Ok(shutdown)
    }
}

/// Says on standard error what the last look at the journal found.
pub fn tell_restored(restored: Result<Option<Finding>, AppendError>) {
    match restored {
        Ok(None) => {}
        Ok(Some(finding)) => warn(format_args!("invite-triage: {finding}")),
        Err(error) => warn(format_args!(
            "invite-triage: another program changed the journal, and it could not be written again: {error}"
        )),
    }
}

/// Turns SIGXFSZ into an EFBIG write error.
pub fn ignore_sigxfsz() -> std::io::Result<()> {
    #[cfg(unix)]
    signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::default())?;
    Ok(())
}

/// Stops the program, as SIGTSTP does by default, until the shell continues it. Without such a shell it goes on: stopped,
/// a program that is all there is in its window would stand still for ever.
pub fn stop() {
    #[cfg(unix)]
    if has_job_control() {
        let _ = emulate_default_handler(SIGTSTP);
    }
}

/// True if a shell could continue the program: one with job control gives every job a process group of its own.
#[cfg(unix)]
fn has_job_control() -> bool {
    getsid(None).is_ok_and(|session_leader| session_leader != getpgrp())
}

#[cfg(unix)]
fn listen(shutdown: &ShutdownHandler) -> std::io::Result<()> {
    let mut signals = Signals::new([SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGCONT])?;
    let signalled = shutdown.clone();
    thread::spawn(move || signals.forever().for_each(|signal| signalled.handle(signal)));
    // A pipe that ends is no hang-up: without a terminal, the command says so itself.
    if std::io::stdin().is_terminal() {
        let hung_up = shutdown.clone();
        thread::spawn(move || {
            wait_for_hangup();
            hung_up.shut_down();
            std::process::exit(129);
        });
    }
    Ok(())
}

#[cfg(unix)]
impl ShutdownHandler {
    fn handle(&self, signal: i32) {
        match signal {
            // An error means that the terminal is gone, which another thread sees too.
            SIGTSTP => {
                let _ = self.terminal_guard.suspend(stop);
                wake_event_loop();
            }
            SIGCONT => {
                if self.terminal_guard.resume().unwrap_or_default() {
                    wake_event_loop();
                }
            }
            // The keys of the terminal belong to the editor while it has it.
            SIGINT | SIGQUIT if is_locked(&self.editor_lock) => {}
            signal => {
                self.shut_down();
                let _ = emulate_default_handler(signal);
                std::process::exit(128 + signal);
            }
        }
    }

    /// Waits for an open editor, finishes the journal write, looks at the journal once more and restores the terminal; the
    /// caller then exits.
    fn shut_down(&self) {
        // Kept, so that no other editor starts, and nothing more is written.
        std::mem::forget(self.editor_lock.lock());
        let journal = self.journal.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let mut journal = journal.as_deref().and_then(finish_writing);
        let restored = journal.as_mut().map_or(Ok(None), |journal| journal.restore_missing());
        std::mem::forget(journal);
        self.terminal_guard.restore_for_exit();
        tell_restored(restored);
    }
}

#[cfg(unix)]
/// Ends the event loop's wait for input: it reads a change of size.
fn wake_event_loop() {
    let _ = raise(SIGWINCH);
}

#[cfg(unix)]
fn is_locked(lock: &Mutex<()>) -> bool {
    matches!(lock.try_lock(), Err(TryLockError::WouldBlock))
}

#[cfg(unix)]
/// Waits up to 2 s for a write to finish; not forever, because a disk may never answer.
fn finish_writing(journal: &Mutex<Journal>) -> Option<MutexGuard<'_, Journal>> {
    (0..400).find_map(|_| match journal.try_lock() {
        Ok(journal) => Some(journal),
        Err(TryLockError::Poisoned(journal)) => Some(journal.into_inner()),
        Err(TryLockError::WouldBlock) => {
            thread::sleep(Duration::from_millis(5));
            None
        }
    })
}

#[cfg(unix)]
/// Blocks until the terminal hangs up; polls for no events, so input does not wake the thread.
fn wait_for_hangup() {
    let terminal = std::io::stdin();
    loop {
        let mut watched = [PollFd::new(&terminal, PollFlags::empty())];
        match poll(&mut watched, None) {
            Ok(_) if watched[0].revents().intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) => return,
            Ok(_) | Err(rustix::io::Errno::INTR) => {}
            Err(_) => loop {
                thread::park();
            },
        }
    }
}
