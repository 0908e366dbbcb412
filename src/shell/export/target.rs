//! Where an export goes: a file, a folder, standard output, or a pipe or device.

use std::path::{Path, PathBuf};

use crate::export::{Format, Layout};

/// Place of an export.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Target {
    /// Standard output.
    Stdout,
    /// Pipe or character device: opened and written to, never replaced.
    Stream(PathBuf),
    /// File or folder, which need not exist.
    Path(PathBuf),
}

impl Target {
    /// Returns the place that a path on the command line means; no path and `-` are standard output.
    pub fn of(path: Option<&Path>) -> Self {
        match path {
            None => Self::Stdout,
            Some(path) if path == Path::new("-") || path == Path::new("/dev/stdout") => Self::Stdout,
            Some(path) if is_stream(path) => Self::Stream(path.to_owned()),
            Some(path) => Self::Path(path.to_owned()),
        }
    }
}

/// Returns why a path is no place for a format, and what to do; `None` for a file, a folder of notes, or nothing yet.
pub fn unsuitable(path: &Path, format: &Format) -> Option<String> {
    let shown = path.display();
    let wants_folder = matches!(format.layout, Layout::Folder(_));
    if wants_folder {
        let is_other = path.symlink_metadata().is_ok() && !path.is_dir();
        return is_other.then(|| format!("{shown} is not a folder; notes need one"));
    }
    let says_folder = path.as_os_str().to_string_lossy().ends_with(std::path::is_separator);
    if path.is_dir() || says_folder {
        let name = path.join(format!("contacts.{}", format.extensions.first().unwrap_or(&"txt")));
        return Some(format!("{shown} is a folder; name a file in it, such as {}", name.display()));
    }
    match path.symlink_metadata() {
        Ok(found) if found.is_symlink() => Some(format!("{shown} is a link; name the file itself")),
        Ok(found) if !found.is_file() => Some(format!("{shown} is neither a file nor a pipe; choose another name")),
        Ok(_) | Err(_) => None,
    }
}

/// True for a pipe or a character device, also behind a link such as `/dev/fd/3`.
#[cfg(unix)]
fn is_stream(path: &Path) -> bool {
    use std::os::unix::fs::FileTypeExt;
    path.metadata().is_ok_and(|found| found.file_type().is_fifo() || found.file_type().is_char_device())
}

#[cfg(not(unix))]
fn is_stream(_: &Path) -> bool {
    false
}
