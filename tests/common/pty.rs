//! The real binary in a pseudo-terminal.

#![allow(dead_code, reason = "every test takes what it needs")]

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use tempfile::TempDir;

pub const ROWS: u16 = 24;
pub const COLUMNS: u16 = 80;
/// Timeout of every wait, longer than any machine should need; only a failing test takes that long.
pub const TIMEOUT: Duration = Duration::from_secs(30);

/// A program in its own pseudo-terminal, and the screen it shows.
pub struct PtySession {
    pub master: Option<Box<dyn MasterPty + Send>>,
    pub writer: Option<Box<dyn Write + Send>>,
    pub child: Box<dyn Child + Send + Sync>,
    shown: Arc<Mutex<vt100::Parser>>,
    /// Everything that the program wrote.
    pub written: Arc<Mutex<Vec<u8>>>,
    /// Thread that reads the program's output, until `look_away` is set.
    reader: Option<JoinHandle<()>>,
    stop_reader: Arc<AtomicBool>,
    /// Terminal settings before the program started.
    pub initial_settings: String,
}

impl PtySession {
    pub fn start(home: &Path, words: &[&str]) -> Self {
        Self::run(home, env!("CARGO_BIN_EXE_invite-triage"), words, &[])
    }

    /// Starts any program, with additional environment variables.
    pub fn run(home: &Path, program: &str, words: &[&str], variables: &[(&str, &str)]) -> Self {
        let size = PtySize { rows: ROWS, cols: COLUMNS, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a terminal");
        let cooked = settings(pair.master.as_ref());
        let mut command = CommandBuilder::new(program);
        command.env_clear();
        command.env("TERM", "xterm-256color");
        command.env("PATH", "/usr/bin:/bin");
        for (name, folder) in [("HOME", ""), ("XDG_DATA_HOME", "data"), ("XDG_CONFIG_HOME", "config"), ("TMPDIR", "")] {
            command.env(name, home.join(folder));
        }
        variables.iter().for_each(|(name, value)| command.env(name, value));
        command.cwd(home);
        command.args(words);
        let child = pair.slave.spawn_command(command).expect("starts");
        drop(pair.slave);
        let (rows, columns) = (NonZeroU16::new(ROWS).expect("rows"), NonZeroU16::new(COLUMNS).expect("columns"));
        let shown = Arc::new(Mutex::new(vt100::Parser::new(rows, columns, 0)));
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let look_away = Arc::new(AtomicBool::new(false));
        let written = Arc::new(Mutex::new(Vec::new()));
        let (seen, all, away) = (shown.clone(), written.clone(), look_away.clone());
        let reader = thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                all.lock().expect("bytes").extend_from_slice(&bytes[..count]);
                seen.lock().expect("a screen").process(&bytes[..count]);
                if away.load(Ordering::SeqCst) {
                    break;
                }
            }
        });
        let writer = pair.master.take_writer().expect("a writer");
        Self {
            master: Some(pair.master),
            writer: Some(writer),
            child,
            shown,
            written,
            reader: Some(reader),
            stop_reader: look_away,
            initial_settings: cooked,
        }
    }

    pub fn screen(&self) -> vt100::Screen {
        self.shown.lock().expect("a screen").screen().clone()
    }

    /// Waits until a condition holds on the screen.
    #[track_caller]
    pub fn wait_until(&self, what: &str, is_so: impl Fn(&vt100::Screen) -> bool) {
        let begun = Instant::now();
        while !is_so(&self.screen()) {
            let screen = self.screen().contents();
            assert!(begun.elapsed() < TIMEOUT, "waited in vain for {what}; the screen:\n{screen}");
            thread::sleep(Duration::from_millis(5));
        }
    }

    #[track_caller]
    pub fn wait_for_text(&self, words: &str) {
        self.wait_until(words, |screen| screen.contents().contains(words));
    }

    /// Waits until the card shows a note of one's own.
    #[track_caller]
    pub fn wait_for_own_note(&self, words: &str) {
        let is_below = |screen: &vt100::Screen| {
            let contents = screen.contents();
            let mut lines = contents.lines().map(str::trim);
            lines.any(|line| line == "Your note") && lines.next() == Some(words)
        };
        self.wait_until(words, is_below);
    }

    pub fn send_keys(&mut self, keys: &str) {
        let writer = self.writer.as_mut().expect("a writer");
        writer.write_all(keys.as_bytes()).and_then(|()| writer.flush()).expect("typed");
    }

    pub fn signal(&self, signal: rustix::process::Signal) {
        let id = i32::try_from(self.child.process_id().expect("an id")).expect("an id");
        rustix::process::kill_process(rustix::process::Pid::from_raw(id).expect("an id"), signal).expect("sent");
    }

    /// Resizes the window.
    pub fn resize(&self, rows: u16, cols: u16) {
        let size = PtySize { rows, cols, pixel_width: 0, pixel_height: 0 };
        let (rows, cols) = (NonZeroU16::new(rows).expect("rows"), NonZeroU16::new(cols).expect("columns"));
        self.shown.lock().expect("a screen").screen_mut().set_size(rows, cols);
        self.master.as_ref().expect("a terminal").resize(size).expect("resized");
    }

    /// Closes the window. The reader thread holds the terminal open too, so it stops first, at the next output.
    pub fn close(&mut self) {
        self.stop_reader.store(true, Ordering::SeqCst);
        self.send_keys("?");
        self.reader.take().expect("a reader").join().expect("it stops");
        self.writer = None;
        self.master = None;
    }

    /// Waits for the program to exit.
    #[track_caller]
    pub fn wait_for_exit(&mut self) -> ExitStatus {
        let begun = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("waits") {
                return status;
            }
            assert!(begun.elapsed() < TIMEOUT, "it does not end; the screen:\n{}", self.screen().contents());
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Returns everything that the program wrote, as text.
    pub fn written(&self) -> String {
        String::from_utf8_lossy(&self.written.lock().expect("bytes")).into_owned()
    }

    /// Waits until the program has written something.
    #[track_caller]
    pub fn wait_for_bytes(&self, bytes: &str) {
        self.wait_until(bytes, |_| self.written().contains(bytes));
    }

    /// Asserts that the terminal is restored: main screen, no bracketed paste, visible cursor, no clicks, no frame left
    /// open, its own title, no progress, original settings.
    #[track_caller]
    pub fn assert_restored(&self) {
        self.wait_until("the terminal's own screen", |screen| {
            !screen.alternate_screen() && !screen.bracketed_paste() && !screen.hide_cursor()
        });
        let written = self.written();
        for (on, off) in [
            ("\u{1b}[?1000h", "\u{1b}[?1000l"),
            ("\u{1b}[?2026h", "\u{1b}[?2026l"),
            ("\u{1b}[22;0t", "\u{1b}[23;0t"),
            ("\u{1b}]9;4;1", "\u{1b}]9;4;0"),
        ] {
            assert!(written.rfind(on) < written.rfind(off) || !written.contains(on), "{on:?} stays");
        }
        assert_eq!(settings(self.master.as_deref().expect("a terminal")), self.initial_settings);
    }
}

impl Drop for PtySession {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Returns the terminal settings that raw mode changes.
pub fn settings(terminal: &(dyn MasterPty + Send)) -> String {
    let termios = terminal.get_termios().expect("settings");
    format!("{:?} {:?} {:?}", termios.input_flags, termios.output_flags, termios.local_flags)
}

/// Returns an empty home.
pub fn home() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

/// Writes a shell script into the home directory and returns its path.
pub fn script(home: &TempDir, name: &str, body: &str) -> String {
    use std::os::unix::fs::PermissionsExt;
    let path = home.path().join(name);
    std::fs::write(&path, format!("#!/bin/sh\n{body}\n")).expect("written");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o700)).expect("may run");
    path.to_str().expect("a name").to_owned()
}

pub fn wait_for_file(path: &Path, text: &str) -> String {
    let begun = Instant::now();
    loop {
        let content = std::fs::read_to_string(path).unwrap_or_default();
        if content.contains(text) && !content.is_empty() {
            return content;
        }
        assert!(begun.elapsed() < TIMEOUT, "waited in vain for {text:?} in {}: {content}", path.display());
        thread::sleep(Duration::from_millis(5));
    }
}
