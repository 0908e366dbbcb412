//! Finds programs as a shell does: by the folders of `PATH`.

use std::path::{Path, PathBuf};

/// Returns where a program is; `None` if it cannot be found.
pub fn find_program(name: &str) -> Option<PathBuf> {
    let endings: &[&str] = if cfg!(windows) { &["", ".exe", ".cmd", ".bat"] } else { &[""] };
    let with_endings =
        |path: PathBuf| endings.iter().map(move |ending| PathBuf::from(format!("{}{ending}", path.display())));
    if Path::new(name).components().count() > 1 {
        return with_endings(PathBuf::from(name)).find(|path| path.is_file());
    }
    let folders = std::env::var_os("PATH")?;
    std::env::split_paths(&folders).flat_map(|folder| with_endings(folder.join(name))).find(|path| path.is_file())
}

/// Returns the program of a command with arguments, and whether it can be found.
pub fn program_of(command: &str) -> (&str, bool) {
    let program = command.split_whitespace().next().unwrap_or_default();
    (program, find_program(program).is_some())
}
