//! Longer words in the person's own editor.

use std::io::{Read, Seek, Write};
use std::process::Command;

/// Lets the person edit a text in `$VISUAL` or `$EDITOR`; gives back what they saved.
pub fn edit(text: &str) -> Result<String, String> {
    let set = ["VISUAL", "EDITOR"].into_iter().filter_map(|name| std::env::var(name).ok());
    // No editor is guessed: one that nobody chose may be one that nobody knows how to leave.
    let editor = set.into_iter().find(|editor| !editor.trim().is_empty());
    let editor = editor.ok_or("Set $EDITOR to write in an editor of your own")?;
    in_editor(&editor, text).map_err(|error| format!("{editor} could not be used: {error}"))
}

fn in_editor(editor: &str, text: &str) -> std::io::Result<String> {
    let mut file = tempfile::Builder::new().prefix("invite-triage-").suffix(".txt").tempfile()?;
    file.write_all(text.as_bytes())?;
    file.flush()?;
    // The variable may hold arguments ("code --wait"); words are split at spaces, no shell is asked.
    let mut words = editor.split_whitespace();
    let program = words.next().unwrap_or("vi");
    let status = Command::new(program).args(words).arg(file.path()).status()?;
    if !status.success() {
        return Err(std::io::Error::other(format!("it ended with {status}")));
    }
    // An editor may have put another file in its place.
    let mut saved = String::new();
    std::fs::File::open(file.path())
        .or_else(|_| file.rewind().and_then(|()| file.reopen()))?
        .read_to_string(&mut saved)?;
    Ok(saved)
}
