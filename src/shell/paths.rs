//! Locations of data and configuration: command line, else environment, else the system's default.

use std::path::{Path, PathBuf};

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

/// Returns the path of the configuration file, if one is given or the system has a default.
pub fn config_file(said: Option<&Path>) -> Option<PathBuf> {
    said.map(Path::to_owned).or_else(|| dirs::config_dir().map(|dir| dir.join("invite-triage").join("config.toml")))
}

/// Expands a leading `~/` to the home directory.
pub fn expand_path(written: &str) -> PathBuf {
    match (written.strip_prefix("~/"), dirs::home_dir()) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => Path::new(written).to_owned(),
    }
}
