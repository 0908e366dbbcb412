//! Locations of data and configuration: command line, else environment, else the system's default.

use std::path::{Component, Path, PathBuf};

use anyhow::{Context, Result};

/// Returns the data directory as an absolute path.
pub fn data_dir(said: Option<&Path>) -> Result<PathBuf> {
    let dir = match said {
        Some(dir) => dir.to_owned(),
        None => dirs::data_dir()
            .context("this system has no data directory; choose one with --data-dir")?
            .join("invite-triage"),
    };
    std::path::absolute(&dir).with_context(|| format!("cannot use {} as data directory", dir.display()))
}

/// Returns the absolute path of the configuration file, if one is given or the system has a default.
pub fn config_file(said: Option<&Path>) -> Option<PathBuf> {
    let default = || dirs::config_dir().map(|dir| dir.join("invite-triage").join("config.toml"));
    let path = said.map(Path::to_owned).or_else(default)?;
    Some(std::path::absolute(&path).unwrap_or(path))
}

/// Replaces a leading `~` by the home directory. Fails for the home directory of somebody else, unless something of that
/// name is there.
pub fn expand_home(path: PathBuf) -> Result<PathBuf, String> {
    let Some(Component::Normal(first)) = path.components().next() else { return Ok(path) };
    match first.to_str() {
        Some("~") => {
            let home = dirs::home_dir().ok_or("there is no home directory; write the whole path")?;
            Ok(path.components().skip(1).fold(home, |path, part| path.join(part)))
        }
        Some(name) if name.starts_with('~') && !path.exists() && path.components().count() > 1 => {
            Err(format!("{name} is not the name of a folder here; write the whole path"))
        }
        _ => Ok(path),
    }
}

/// Returns a path that was typed on the screen; where its leading `~` cannot be replaced, the path as it is.
pub fn expand_path(written: &str) -> PathBuf {
    expand_home(PathBuf::from(written)).unwrap_or_else(|_| PathBuf::from(written))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tilde_is_the_home_directory_and_never_a_folder() {
        let Some(home) = dirs::home_dir() else { return };
        for (written, path) in [
            ("~", home.clone()),
            ("~/kept", home.join("kept")),
            ("~/a/../b", home.join("a/../b")),
            ("./~/kept", PathBuf::from("./~/kept")),
            ("/~/kept", PathBuf::from("/~/kept")),
            ("kept~", PathBuf::from("kept~")),
            ("~draft.csv", PathBuf::from("~draft.csv")),
        ] {
            assert_eq!(expand_home(PathBuf::from(written)), Ok(path), "{written}");
        }
        assert!(expand_home(PathBuf::from("~nobody-here/kept")).is_err_and(|why| why.contains("whole path")));
    }
}
