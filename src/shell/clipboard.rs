//! Clipboard: the terminal's by OSC 52, which works over SSH and through tmux, or the system's by its own program.
//! The result always names the one that was used.

use std::io::{self, Write};
use std::process::{Command, Stdio};

use crossterm::clipboard::CopyToClipboard;
use crossterm::execute;

use crate::domain::text::untrusted::Untrusted;

/// Longest text for OSC 52 that terminals accept, in bytes before Base64.
const MAX_OSC52_LEN: usize = 56_000;

/// Clipboard setting of the configuration.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ClipboardMode {
    /// The terminal's; on macOS and Windows the system's, except over SSH.
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
    /// The terminal's, by OSC 52.
    Terminal,
    /// The terminal's, through tmux.
    Tmux,
    /// The system's.
    System,
    /// None, for tests.
    Nowhere,
}

impl Clipboard {
    /// Chooses the clipboard for this environment. The stock terminals of macOS and Windows do not support OSC 52.
    pub fn detect(wish: ClipboardMode) -> Self {
        let is_set = |name| std::env::var_os(name).is_some();
        let at_the_machine = !is_set("SSH_TTY") && !is_set("SSH_CONNECTION");
        match wish {
            ClipboardMode::System => Self::System,
            ClipboardMode::Auto if at_the_machine && cfg!(any(target_os = "macos", windows)) => Self::System,
            ClipboardMode::Auto | ClipboardMode::Terminal if is_set("TMUX") => Self::Tmux,
            ClipboardMode::Auto | ClipboardMode::Terminal => Self::Terminal,
        }
    }

    /// Copies the sanitized text, by the terminal if need be; returns the message to show. Terminals do not confirm OSC
    /// 52, so success is assumed.
    pub fn copy(self, text: &str, terminal: &mut impl Write) -> Result<String, String> {
        let text = Untrusted::from(text).sanitized();
        if text.len() > MAX_OSC52_LEN {
            return Err(format!(
                "The text is too long for the terminal's clipboard ({} bytes, at most {MAX_OSC52_LEN})",
                text.len()
            ));
        }
        match self {
            Self::Terminal => execute!(terminal, CopyToClipboard::to_clipboard_from(&text))
                .map(|()| "Copied".to_owned())
                .map_err(|error| format!("Not copied: {error}")),
            Self::Tmux => pipe_to("tmux", &["load-buffer", "-w", "-"], &text)
                .map(|()| "Copied".to_owned())
                .or_else(|_| Self::Terminal.copy(&text, terminal)),
            Self::System => copy_to_system(&text),
            Self::Nowhere => Ok("Not copied".to_owned()),
        }
    }
}

/// Programs that copy their standard input to the system's clipboard; the first that works is used.
const SYSTEM_PROGRAMS: &[(&str, &[&str])] = if cfg!(target_os = "macos") {
    &[("pbcopy", &[])]
} else if cfg!(windows) {
    &[("clip.exe", &[])]
} else {
    &[("wl-copy", &[]), ("xclip", &["-selection", "clipboard"]), ("xsel", &["--clipboard", "--input"])]
};

fn copy_to_system(text: &str) -> Result<String, String> {
    let used = SYSTEM_PROGRAMS.iter().find(|(program, words)| pipe_to(program, words, text).is_ok());
    let names = || SYSTEM_PROGRAMS.iter().map(|(program, _)| *program).collect::<Vec<_>>().join(", ");
    used.map(|_| "Copied".to_owned())
        .ok_or_else(|| format!("Not copied: none of {} worked; try [message] clipboard = \"terminal\"", names()))
}

/// Runs a program, without a shell, with the text as standard input.
fn pipe_to(program: &str, words: &[&str], text: &str) -> io::Result<()> {
    let mut child =
        Command::new(program).args(words).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    if let Some(mut stdin) = child.stdin.take() {
        stdin.write_all(text.as_bytes())?;
    }
    let status = child.wait()?;
    if status.success() { Ok(()) } else { Err(io::Error::other(format!("exited with {status}"))) }
}
