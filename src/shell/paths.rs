//! Where things are kept: as said on the command line, else in the environment, else where the system has them.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The data directory, made absolute.
pub fn data_dir(said: Option<&Path>) -> Result<PathBuf> {
    let dir = match said {
        Some(dir) => dir.to_owned(),
        None => dirs::data_dir()
            .context("no data directory is known on this system; name one with --data-dir")?
            .join("invite-triage"),
    };
    std::path::absolute(&dir).with_context(|| format!("cannot use {} as data directory", dir.display()))
}

/// The configuration file, if the system has a place for one.
pub fn config_file(said: Option<&Path>) -> Option<PathBuf> {
    said.map(Path::to_owned).or_else(|| dirs::config_dir().map(|dir| dir.join("invite-triage").join("config.toml")))
}
