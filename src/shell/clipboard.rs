//! Clipboard: the system's where the person sits before it, the terminal's (OSC 52, over SSH and through tmux) elsewhere,
//! both where nobody can tell. The result always names the one that was used.

use std::io::{self, Write};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crossterm::clipboard::CopyToClipboard;
use crossterm::execute;

#[cfg(not(windows))]
use super::find_program::find_program;
#[cfg(not(windows))]
use crate::domain::text::plural::alternatives;
use crate::domain::text::untrusted::Untrusted;

/// Longest text for OSC 52 that terminals accept, in bytes before Base64.
const MAX_OSC52_LEN: usize = 56_000;

/// Clipboard setting of the configuration.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ClipboardMode {
    /// The system's where the person sits before it, else the terminal's; both where that is unknown.
    #[default]
    Auto,
    /// The terminal's.
    Terminal,
    /// The system's.
    System,
}

/// Destination of copied text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Clipboard {
    /// The terminal's.
    Terminal(Route),
    /// The system's.
    System,
    /// The system's, or the terminal's if that fails.
    SystemOrTerminal(Route),
    /// Both, where nobody can tell before which of them the person sits.
    Both(Route),
    /// None, for commands that copy nothing.
    Nowhere,
}

/// Way to the terminal's clipboard.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Route {
    /// OSC 52.
    Osc52,
    /// The buffer of tmux, which passes it on.
    Tmux,
}

/// What the environment says about terminal and system.
#[derive(Clone, Copy, Debug, Default)]
struct Surroundings {
    /// Over SSH.
    ssh: bool,
    /// Program that draws terminals within this one, if any; it may have been started elsewhere.
    multiplexer: Option<Multiplexer>,
    /// A desktop whose clipboard programs can reach.
    desktop: bool,
}

/// A program that draws terminals.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Multiplexer {
    /// tmux, which has a buffer of its own.
    Tmux,
    /// GNU Screen or Zellij.
    Other,
}

impl Surroundings {
    fn from_environment() -> Self {
        let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let other = (is_set("STY") || is_set("ZELLIJ")).then_some(Multiplexer::Other);
        Self {
            ssh: is_set("SSH_TTY") || is_set("SSH_CONNECTION"),
            multiplexer: if is_set("TMUX") { Some(Multiplexer::Tmux) } else { other },
            desktop: cfg!(any(target_os = "macos", windows)) || is_set("WAYLAND_DISPLAY") || is_set("DISPLAY"),
        }
    }
}

impl Clipboard {
    /// Chooses the clipboard for this environment.
    pub fn detect(wish: ClipboardMode) -> Self {
        Self::choose(wish, Surroundings::from_environment())
    }

    /// Chooses the clipboard. Many terminals ignore OSC 52 (GNOME's, the stock ones of macOS and Windows), and none
    /// confirms it, so the system's comes first wherever the person sits before it.
    fn choose(wish: ClipboardMode, around: Surroundings) -> Self {
        let Surroundings { ssh, multiplexer, desktop } = around;
        let route = if multiplexer == Some(Multiplexer::Tmux) { Route::Tmux } else { Route::Osc52 };
        match wish {
            ClipboardMode::System => Self::System,
            ClipboardMode::Terminal => Self::Terminal(route),
            ClipboardMode::Auto if !desktop => Self::Terminal(route),
            // A desktop over SSH is a forwarded one, or not theirs; a session of tmux outlives its SSH.
            ClipboardMode::Auto if ssh || multiplexer.is_some() => Self::Both(route),
            ClipboardMode::Auto => Self::SystemOrTerminal(route),
        }
    }

    /// Returns where copied text goes, or why it goes nowhere.
    pub fn diagnosis(self) -> Result<String, String> {
        let terminal = |route| match route {
            Route::Osc52 => "the terminal's, by OSC 52, which no terminal confirms".to_owned(),
            Route::Tmux => "that of tmux, and through it the terminal's".to_owned(),
        };
        match self {
            Self::Terminal(route) => Ok(terminal(route)),
            Self::System => system_way(),
            Self::SystemOrTerminal(route) => Ok(system_way().unwrap_or_else(|_| terminal(route))),
            Self::Both(route) => match system_way() {
                Ok(system) => Ok(format!("{system}, and {}", terminal(route))),
                Err(_) => Ok(terminal(route)),
            },
            Self::Nowhere => Ok("none".to_owned()),
        }
    }

    /// Copies the sanitized text; returns the message to show. "Copied" is said only of a clipboard that is known to have
    /// it: terminals do not confirm OSC 52.
    pub fn copy(self, text: &str, terminal: &mut impl Write) -> Result<String, String> {
        let text = Untrusted::from(text).sanitized();
        match self {
            Self::Terminal(route) => send(route, &text, terminal),
            Self::System => system(&text),
            Self::SystemOrTerminal(route) => system(&text).or_else(|_| send(route, &text, terminal)),
            Self::Both(route) => match (system(&text), send(route, &text, terminal)) {
                (Ok(copied), Ok(_)) => Ok(format!("{copied}, and sent to the terminal's")),
                (Ok(copied), Err(_)) => Ok(copied),
                (Err(_), sent) => sent,
            },
            Self::Nowhere => Ok("Not copied".to_owned()),
        }
    }
}

/// Sends a text to the terminal's clipboard.
fn send(route: Route, text: &str, terminal: &mut impl Write) -> Result<String, String> {
    let too_long = || {
        let len = text.len();
        format!("The text is too long for the terminal's clipboard ({len} bytes, at most {MAX_OSC52_LEN})")
    };
    if route == Route::Tmux && pipe_to("tmux", &["load-buffer", "-w", "-"], text).is_ok() {
        return Ok("Copied to tmux, and sent to its terminal's clipboard".to_owned());
    }
    if text.len() > MAX_OSC52_LEN {
        return Err(too_long());
    }
    execute!(terminal, CopyToClipboard::to_clipboard_from(text))
        .map(|()| "Sent to the terminal's clipboard".to_owned())
        .map_err(|error| format!("Not copied: {error}"))
}

/// Copies a text to the system's clipboard.
#[cfg(windows)]
fn system(text: &str) -> Result<String, String> {
    let copied = arboard::Clipboard::new().and_then(|mut clipboard| clipboard.set_text(text));
    copied.map(|()| "Copied to the clipboard".to_owned()).map_err(|error| format!("Not copied: {error}"))
}

/// Programs that copy their standard input to the system's clipboard; the first that works is used.
#[cfg(not(windows))]
const SYSTEM_PROGRAMS: &[(&str, &[&str])] = if cfg!(target_os = "macos") {
    &[("pbcopy", &[])]
} else {
    &[("wl-copy", &[]), ("xclip", &["-selection", "clipboard"]), ("xsel", &["--clipboard", "--input"])]
};

/// Returns the way to the system's clipboard, or what is missing.
#[cfg(windows)]
fn system_way() -> Result<String, String> {
    Ok("the system's".to_owned())
}

/// Returns the way to the system's clipboard, or what is missing.
#[cfg(not(windows))]
fn system_way() -> Result<String, String> {
    let found = SYSTEM_PROGRAMS.iter().find(|(program, _)| find_program(program).is_some());
    let names = || SYSTEM_PROGRAMS.iter().map(|(program, _)| *program).collect::<Vec<_>>();
    found
        .map(|(program, _)| format!("the system's, by {program}"))
        .ok_or_else(|| format!("none: install {}, or set [message] clipboard = \"terminal\"", alternatives(&names())))
}

/// Copies a text to the system's clipboard by one of its programs.
#[cfg(not(windows))]
fn system(text: &str) -> Result<String, String> {
    let used = SYSTEM_PROGRAMS.iter().find(|(program, words)| pipe_to(program, words, text).is_ok());
    let names = || SYSTEM_PROGRAMS.iter().map(|(program, _)| *program).collect::<Vec<_>>().join(", ");
    used.map(|(program, _)| format!("Copied to the clipboard by {program}"))
        .ok_or_else(|| format!("Not copied: none of {} worked; try [message] clipboard = \"terminal\"", names()))
}

/// Time that a program may take; one that waits for a desktop that does not answer would take forever.
const PATIENCE: Duration = Duration::from_secs(2);

/// Runs a program, without a shell, with the text as standard input.
fn pipe_to(program: &str, words: &[&str], text: &str) -> io::Result<()> {
    let mut child =
        Command::new(program).args(words).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    let (stdin, bytes) = (child.stdin.take(), text.as_bytes().to_vec());
    let writing = thread::spawn(move || stdin.map_or(Ok(()), |mut stdin| stdin.write_all(&bytes)));
    let begun = Instant::now();
    let status = loop {
        match child.try_wait()? {
            Some(status) => break status,
            None if begun.elapsed() > PATIENCE => {
                child.kill()?;
                break child.wait()?;
            }
            None => thread::sleep(Duration::from_millis(2)),
        }
    };
    let written = writing.join().unwrap_or_else(|_| Err(io::Error::other("the thread that writes has stopped")));
    if status.success() { written } else { Err(io::Error::other(format!("exited with {status}"))) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clipboard_is_the_one_before_the_person() {
        let local = Surroundings { desktop: true, ..Surroundings::default() };
        let choose = |around| Clipboard::choose(ClipboardMode::Auto, around);
        assert_eq!(choose(local), Clipboard::SystemOrTerminal(Route::Osc52));
        assert_eq!(choose(Surroundings::default()), Clipboard::Terminal(Route::Osc52), "a console");
        assert_eq!(choose(Surroundings { ssh: true, ..Surroundings::default() }), Clipboard::Terminal(Route::Osc52));
        assert_eq!(choose(Surroundings { ssh: true, ..local }), Clipboard::Both(Route::Osc52), "a forwarded desktop");
        assert_eq!(
            choose(Surroundings { multiplexer: Some(Multiplexer::Tmux), ..local }),
            Clipboard::Both(Route::Tmux)
        );
        assert_eq!(
            choose(Surroundings { multiplexer: Some(Multiplexer::Other), ..local }),
            Clipboard::Both(Route::Osc52)
        );
        let tmux = Surroundings { multiplexer: Some(Multiplexer::Tmux), ..local };
        assert_eq!(Clipboard::choose(ClipboardMode::Terminal, tmux), Clipboard::Terminal(Route::Tmux));
        assert_eq!(Clipboard::choose(ClipboardMode::System, tmux), Clipboard::System);
    }

    #[test]
    fn what_nobody_confirms_is_only_sent() {
        let mut sent = Vec::new();
        let said = Clipboard::Terminal(Route::Osc52).copy("Hello \u{1b}Ann", &mut sent);
        assert_eq!(said.as_deref(), Ok("Sent to the terminal's clipboard"));
        assert!(sent.starts_with(b"\x1b]52;c;") && !sent[1..sent.len() - 2].contains(&0x1b), "{sent:?}");
        let long = "x".repeat(MAX_OSC52_LEN + 1);
        assert!(Clipboard::Terminal(Route::Osc52).copy(&long, &mut sent).is_err_and(|why| why.contains("too long")));
    }
}
