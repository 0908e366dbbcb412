//! `paths`: prints where everything is.

use anyhow::Result;
use serde_json::{Map, Value};

use crate::shell::args::PathArgs;
use crate::shell::paths::{config_file, data_dir};
use crate::store::{self, owned};

use super::common::print;

/// Prints the places of all files, whether they are there or not; as JSON, one object.
pub fn paths(places: &PathArgs, as_json: bool) -> Result<()> {
    let dir = data_dir(places.data_dir.as_deref())?;
    let mut all = vec![("data_dir", dir.clone())];
    all.extend(owned::FILES.map(|(name, file)| (name, dir.join(file))));
    all.extend(config_file(places.config.as_deref()).map(|path| ("config", path)));
    if as_json {
        let object: Map<String, Value> =
            all.into_iter().map(|(name, path)| (name.to_owned(), path.to_string_lossy().into())).collect();
        return print(&store::json_line(&object)?);
    }
    let line = |(name, path): (&str, std::path::PathBuf)| {
        let missing = if path.exists() { "" } else { "  (not there)" };
        format!("{name:<10}  {}{missing}\n", path.display())
    };
    print(all.into_iter().map(line).collect::<String>().as_bytes())
}
