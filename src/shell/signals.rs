//! Signals, panics and hang-ups: before the program ends, the journal write finishes and the terminal is restored.

use std::sync::{Arc, Mutex, TryLockError};
use std::thread;
use std::time::Duration;

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
    /// never under an open editor.
    /// They run on threads of their own: the event loop cannot be trusted once the terminal is gone.
    pub fn install() -> std::io::Result<Self> {
        let shutdown = Self::default();
        let (speak, restore) = (std::panic::take_hook(), shutdown.terminal_guard.clone());
        std::panic::set_hook(Box::new(move |panic| {
            restore.restore();
            speak(panic);
        }));
        listen(&shutdown)?;
        Ok(shutdown)
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
fn listen(shutdown: &ShutdownHandler) -> std::io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
    use std::io::IsTerminal;

    let mut signals = signal_hook::iterator::Signals::new([SIGHUP, SIGINT, SIGQUIT, SIGTERM])?;
    let signalled = shutdown.clone();
    thread::spawn(move || {
        for signal in &mut signals {
            // The keys of the terminal belong to the editor while it has it.
            if matches!(signal, SIGINT | SIGQUIT) && is_locked(&signalled.editor_lock) {
                continue;
            }
            signalled.shut_down();
            let _ = signal_hook::low_level::emulate_default_handler(signal);
            std::process::exit(128 + signal);
        }
    });
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

/// On other systems the terminal itself ends the program.
#[cfg(not(unix))]
fn listen(_handler: &ShutdownHandler) -> std::io::Result<()> {
    Ok(())
}

/// Turns SIGXFSZ into an EFBIG write error.
pub fn ignore_sigxfsz() -> std::io::Result<()> {
    #[cfg(unix)]
    signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::default())?;
    Ok(())
}

fn is_locked(lock: &Mutex<()>) -> bool {
    matches!(lock.try_lock(), Err(TryLockError::WouldBlock))
}

/// Waits up to 2 s for a journal write to finish; not forever, because a disk may never answer.
fn finish_writing(writing: &Mutex<()>) {
    for _ in 0..400 {
        if writing.try_lock().is_ok() {
            return;
        }
        thread::sleep(Duration::from_millis(5));
    }
}

/// Blocks until the terminal hangs up; polls for no events, so input does not wake the thread.
#[cfg(unix)]
fn wait_for_hangup() {
    use rustix::event::{PollFd, PollFlags, poll};

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

/// Suspends the program (SIGTSTP) until the shell continues it.
pub fn raise_sigtstp() {
    #[cfg(unix)]
    let _ = signal_hook::low_level::raise(signal_hook::consts::SIGTSTP);
}
