//! Signals, panics and hang-ups: before the program ends, the journal write finishes and the terminal is restored; when
//! it is stopped and continued, from the keyboard or from outside, the terminal is handed over and taken again.

use std::sync::{Arc, Mutex};
#[cfg(unix)]
use std::{io::IsTerminal, sync::TryLockError, thread, time::Duration};

#[cfg(unix)]
use rustix::event::{PollFd, PollFlags, poll};
#[cfg(unix)]
use rustix::process::{getpid, getsid};
#[cfg(unix)]
use signal_hook::{
    consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH},
    iterator::Signals,
    low_level::{emulate_default_handler, raise},
};

use super::terminal::TerminalRestorer;

/// Handler for every end of the program from outside. One per process.
#[derive(Clone, Debug, Default)]
pub struct ShutdownHandler {
    /// Guard that restores the terminal.
    pub terminal_guard: TerminalRestorer,
    /// Lock held during a journal write.
    pub write_lock: Arc<Mutex<()>>,
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

/// Turns SIGXFSZ into an EFBIG write error.
pub fn ignore_sigxfsz() -> std::io::Result<()> {
    #[cfg(unix)]
    signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::default())?;
    Ok(())
}

/// Stops the program, as SIGTSTP does by default, until the shell continues it. In a window of its own there is no shell
/// that could, so it goes on.
pub fn stop() {
    #[cfg(unix)]
    if !leads_session() {
        let _ = emulate_default_handler(SIGTSTP);
    }
}

#[cfg(unix)]
fn leads_session() -> bool {
    getsid(None).is_ok_and(|leader| leader == getpid())
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

    /// Waits for an open editor, finishes the journal write and restores the terminal; the caller then exits.
    fn shut_down(&self) {
        // Kept, so that no other editor starts.
        std::mem::forget(self.editor_lock.lock());
        finish_writing(&self.write_lock);
        self.terminal_guard.restore_for_exit();
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
/// Waits up to 2 s for a journal write to finish; not forever, because a disk may never answer.
fn finish_writing(writing: &Mutex<()>) {
    for _ in 0..400 {
        if writing.try_lock().is_ok() {
            return;
        }
        thread::sleep(Duration::from_millis(5));
    }
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
