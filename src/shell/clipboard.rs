//! The clipboard of the terminal, by OSC 52: it works over SSH too. Inside tmux, tmux is asked to pass it on.

use std::io::{self, Write};
use std::process::{Command, Stdio};

use crossterm::clipboard::CopyToClipboard;
use crossterm::execute;

use crate::domain::untrusted::Untrusted;

/// Longest text that terminals take, in bytes before encoding.
const LIMIT: usize = 56_000;

/// Where copied text goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Clipboard {
    /// The terminal's own.
    Terminal,
    /// The terminal's, by way of tmux.
    Tmux,
    /// Nowhere: in tests.
    Nowhere,
}

impl Clipboard {
    /// The one for this terminal.
    pub fn here() -> Self {
        if std::env::var_os("TMUX").is_some() { Self::Tmux } else { Self::Terminal }
    }

    /// Copies a text, without anything that acts; says how. A terminal does not answer, so nobody knows more.
    pub fn copy(self, text: &str) -> Result<String, String> {
        let text = Untrusted::from(text).plain();
        if text.len() > LIMIT {
            return Err(format!("The text is too long for a terminal's clipboard ({} bytes of {LIMIT})", text.len()));
        }
        match self {
            Self::Terminal => execute!(io::stdout(), CopyToClipboard::to_clipboard_from(&text))
                .map(|()| "Sent to the terminal's clipboard".to_owned())
                .map_err(|error| format!("Could not copy: {error}")),
            Self::Tmux => load_buffer(&text)
                .map(|()| "Sent to tmux and its terminal's clipboard".to_owned())
                .map_err(|error| format!("tmux could not copy: {error}")),
            Self::Nowhere => Ok("Copied nowhere".to_owned()),
        }
    }
}

fn load_buffer(text: &str) -> io::Result<()> {
    let mut tmux = Command::new("tmux")
        .args(["load-buffer", "-w", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    if let Some(mut stdin) = tmux.stdin.take() {
        stdin.write_all(text.as_bytes())?;
    }
    let status = tmux.wait()?;
    if status.success() { Ok(()) } else { Err(io::Error::other(format!("it ended with {status}"))) }
}
