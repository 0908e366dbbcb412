//! Longer texts in the user's own editor.

use std::io::{self, Read, Write};
use std::process::Command;

use super::find_program::program_of;

/// The user's editor.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Editor {
    /// Command, with arguments; `None` if no editor is set.
    pub command: Option<String>,
}

impl Editor {
    /// Returns the configured editor, else `$VISUAL`, else `$EDITOR`.
    pub fn detect(configured: &str) -> Self {
        let set = ["VISUAL", "EDITOR"].into_iter().filter_map(|name| std::env::var(name).ok());
        Self { command: std::iter::once(configured.to_owned()).chain(set).find(|editor| !editor.trim().is_empty()) }
    }

    /// Returns the command of the editor, or why it cannot be used.
    pub fn diagnosis(&self) -> Result<String, String> {
        match self.command.as_deref().map(|command| (command, program_of(command))) {
            None => Ok("none; longer texts are written in the program, unless $EDITOR is set".to_owned()),
            Some((command, (_, true))) => Ok(command.to_owned()),
            Some((_, (program, false))) => Err(format!("{program} is not there; set $EDITOR to one that is")),
        }
    }

    /// Opens a text in the editor and returns the saved text.
    pub fn edit(&self, text: &str) -> Result<String, String> {
        // No fallback editor: users may not know how to quit one they did not choose.
        let command =
            self.command.as_ref().ok_or("Set $EDITOR, or editor in the configuration, to write in your own editor")?;
        run_editor(command, text)
            .map_err(|error| format!("{command} could not be used ({error}); your text is as it was"))
    }
}

fn run_editor(command: &str, text: &str) -> io::Result<String> {
    // tempfile creates the file with mode 0600.
    let mut file = tempfile::Builder::new().prefix("invite-triage-").suffix(".txt").tempfile()?;
    file.write_all(text.as_bytes())?;
    file.flush()?;
    // The variable may hold arguments ("code --wait"); it is split at spaces, without a shell.
    let mut words = command.split_whitespace();
    let program = words.next().unwrap_or("vi");
    let status = Command::new(program).args(words).arg(file.path()).status()?;
    // An editor that a signal ended gave no verdict on its text; what it saved is kept.
    if status.code().is_some_and(|code| code != 0) {
        return Err(io::Error::other(format!("it ended with {status}")));
    }
    // Some editors replace the file, so it is opened again by path.
    let mut saved = String::new();
    std::fs::File::open(file.path()).or_else(|_| file.reopen())?.read_to_string(&mut saved)?;
    Ok(saved)
}
