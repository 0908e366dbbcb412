//! The clipboard: the terminal's, by OSC 52, which works over SSH too and which tmux is asked to pass on; or the
//! system's, by the program that the system has for it. Whichever was used is said.

use std::io::{self, Write};
use std::process::{Command, Stdio};

use crossterm::clipboard::CopyToClipboard;
use crossterm::execute;

use crate::domain::text::untrusted::Untrusted;

/// Longest text that terminals take, in bytes before encoding.
const MAX_OSC52_LEN: usize = 56_000;

/// What a configuration says of the clipboard.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ClipboardMode {
    /// The terminal's, but for terminals that are known not to have one.
    #[default]
    Auto,
    /// The terminal's.
    Terminal,
    /// The system's.
    System,
}

/// Where copied text goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Clipboard {
    /// The terminal's own.
    Terminal,
    /// The terminal's, by way of tmux.
    Tmux,
    /// The system's.
    System,
    /// Nowhere: in tests.
    Nowhere,
}

impl Clipboard {
    /// The one to use here. The terminals that macOS and Windows bring do not know OSC 52.
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

    /// Copies a text, without anything that acts; says how. A terminal does not answer, so nobody knows more.
    pub fn copy(self, text: &str) -> Result<String, String> {
        let text = Untrusted::from(text).sanitized();
        if text.len() > MAX_OSC52_LEN {
            return Err(format!(
                "The text is too long for a terminal's clipboard ({} bytes of {MAX_OSC52_LEN})",
                text.len()
            ));
        }
        match self {
            Self::Terminal => execute!(io::stdout(), CopyToClipboard::to_clipboard_from(&text))
                .map(|()| "Copied, to the terminal's clipboard".to_owned())
                .map_err(|error| format!("Could not copy: {error}")),
            Self::Tmux => pipe_to("tmux", &["load-buffer", "-w", "-"], &text)
                .map(|()| "Copied, to tmux and its terminal's clipboard".to_owned())
                .or_else(|_| Self::Terminal.copy(&text)),
            Self::System => to_system(&text),
            Self::Nowhere => Ok("Copied nowhere".to_owned()),
        }
    }
}

/// The programs that put what they are fed on the system's clipboard; the first that is there does it.
const SYSTEM: &[(&str, &[&str])] = if cfg!(target_os = "macos") {
    &[("pbcopy", &[])]
} else if cfg!(windows) {
    &[("clip.exe", &[])]
} else {
    &[("wl-copy", &[]), ("xclip", &["-selection", "clipboard"]), ("xsel", &["--clipboard", "--input"])]
};

fn to_system(text: &str) -> Result<String, String> {
    let used = SYSTEM.iter().find(|(program, words)| pipe_to(program, words, text).is_ok());
    let names = || SYSTEM.iter().map(|(program, _)| *program).collect::<Vec<_>>().join(", ");
    used.map(|(program, _)| format!("Copied, to the system's clipboard by {program}")).ok_or_else(|| {
        format!("Could not copy: none of {} did it; [message] clipboard = \"terminal\" is the other way", names())
    })
}

/// Starts a program, without a shell, and gives it a text to read.
fn pipe_to(program: &str, words: &[&str], text: &str) -> io::Result<()> {
    let mut child =
        Command::new(program).args(words).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    if let Some(mut stdin) = child.stdin.take() {
        stdin.write_all(text.as_bytes())?;
    }
    let status = child.wait()?;
    if status.success() { Ok(()) } else { Err(io::Error::other(format!("it ended with {status}"))) }
}
