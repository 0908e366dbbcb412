//! Whatever ends the program from outside: the terminal is given back first, and a line in hand is finished.

use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use super::terminal::TerminalGuard;

/// What the end of the program must respect, however it comes. One for the whole process.
#[derive(Clone, Debug)]
pub struct ShutdownHandler {
    /// The way to give the terminal back.
    pub restore: TerminalGuard,
    /// Held while a line is being written.
    pub writing: Arc<Mutex<()>>,
}

impl ShutdownHandler {
    /// Begins to listen: before the terminal is taken, so that nothing comes in between. A panic gives the
    /// terminal back before it speaks; SIGTERM, SIGHUP, SIGINT and SIGQUIT end the program, and so does a terminal
    /// that goes away without a signal. A thread of its own does it: the event loop cannot be trusted once the
    /// terminal is gone.
    pub fn install() -> std::io::Result<Self> {
        let watch = Self { restore: TerminalGuard::default(), writing: Arc::default() };
        let (speak, restore) = (std::panic::take_hook(), watch.restore.clone());
        std::panic::set_hook(Box::new(move |panic| {
            restore.restore();
            speak(panic);
        }));
        listen(&watch)?;
        Ok(watch)
    }

    /// The last thing the program does.
    fn end(&self) {
        finish_writing(&self.writing);
        self.restore.restore_for_exit();
    }
}

#[cfg(unix)]
fn listen(watch: &ShutdownHandler) -> std::io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};

    let mut signals = signal_hook::iterator::Signals::new([SIGHUP, SIGINT, SIGQUIT, SIGTERM])?;
    let signalled = watch.clone();
    thread::spawn(move || {
        if let Some(signal) = signals.forever().next() {
            signalled.end();
            let _ = signal_hook::low_level::emulate_default_handler(signal);
            std::process::exit(128 + signal);
        }
    });
    let hung_up = watch.clone();
    thread::spawn(move || {
        wait_for_hangup();
        hung_up.end();
        std::process::exit(129);
    });
    Ok(())
}

/// Elsewhere the terminal itself ends the program.
#[cfg(not(unix))]
fn listen(_watch: &Watch) -> std::io::Result<()> {
    Ok(())
}

/// From now on a file that may not grow is an error of the write, not the end of the program.
pub fn ignore_sigxfsz() -> std::io::Result<()> {
    #[cfg(unix)]
    signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::default())?;
    Ok(())
}

/// Waits until no line is being written, but not for ever: a disk may never answer.
fn finish_writing(writing: &Mutex<()>) {
    for _ in 0..400 {
        if writing.try_lock().is_ok() {
            return;
        }
        thread::sleep(Duration::from_millis(5));
    }
}

/// Sleeps until the terminal is gone; wakes for nothing else.
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

/// Stops the program until the shell continues it.
pub fn suspend() {
    #[cfg(unix)]
    let _ = signal_hook::low_level::raise(signal_hook::consts::SIGTSTP);
}
