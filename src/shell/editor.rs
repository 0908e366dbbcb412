//! Longer texts in the user's own editor.

use std::io::{Read, Seek, Write};
use std::process::Command;

/// Opens a text in `$VISUAL` or `$EDITOR` and returns the saved text.
pub fn edit(text: &str) -> Result<String, String> {
    let set = ["VISUAL", "EDITOR"].into_iter().filter_map(|name| std::env::var(name).ok());
    // No fallback editor: users may not know how to quit one they did not choose.
    let editor = set.into_iter().find(|editor| !editor.trim().is_empty());
    let editor = editor.ok_or("Set $EDITOR to write in your own editor")?;
    run_editor(&editor, text).map_err(|error| format!("{editor} failed: {error}"))
}

fn run_editor(editor: &str, text: &str) -> std::io::Result<String> {
    let mut file = tempfile::Builder::new().prefix("invite-triage-").suffix(".txt").tempfile()?;
    file.write_all(text.as_bytes())?;
    file.flush()?;
    // The variable may hold arguments ("code --wait"); it is split at spaces, without a shell.
    let mut words = editor.split_whitespace();
    let program = words.next().unwrap_or("vi");
    let status = Command::new(program).args(words).arg(file.path()).status()?;
    if !status.success() {
        return Err(std::io::Error::other(format!("exited with {status}")));
    }
    // Some editors replace the file, so it is opened again by path.
    let mut saved = String::new();
    std::fs::File::open(file.path())
        .or_else(|_| file.rewind().and_then(|()| file.reopen()))?
        .read_to_string(&mut saved)?;
    Ok(saved)
}
