//! Copies of LinkedIn's data in the download folder, and completion of paths. Looks at names only.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use crate::app::effect::FoundExport;

use super::paths::expand_path;

/// Part of the name of every archive that LinkedIn sends.
const ARCHIVE_NAME: &str = "LinkedInDataExport";

/// Returns the download folder.
pub fn download_dir() -> Option<PathBuf> {
    dirs::download_dir().or_else(|| Some(dirs::home_dir()?.join("Downloads")))
}

/// Returns the newest archive of LinkedIn's in a folder, zipped or not; `None` if there is none.
pub fn newest_export(dir: &Path, now: DateTime<Utc>) -> Option<FoundExport> {
    let is_export = |path: &PathBuf| {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        name.contains(ARCHIVE_NAME) && (path.is_dir() || name.to_lowercase().ends_with(".zip"))
    };
    let paths = fs::read_dir(dir).ok()?.flatten().map(|entry| entry.path()).filter(is_export);
    let dated = paths.filter_map(|path| Some((path.metadata().ok()?.modified().ok()?, path)));
    let (modified, path) = dated.max()?;
    let age_days = (now - DateTime::<Utc>::from(modified)).num_days().max(0);
    Some(FoundExport { path: path.to_str()?.to_owned(), age_days })
}

/// Completes a path as far as the names in its folder allow; the part that was typed stays as it is.
pub fn complete_path(typed: &str) -> String {
    let split = typed.rfind(std::path::is_separator).map_or(0, |at| at + 1);
    let (folder, begun) = typed.split_at(split);
    let dir = if folder.is_empty() { PathBuf::from(".") } else { expand_path(folder) };
    let name_of = |entry: fs::DirEntry| {
        let name = entry.file_name().to_str()?.to_owned();
        let is_hidden = name.starts_with('.') && !begun.starts_with('.');
        let separator = if entry.path().is_dir() { std::path::MAIN_SEPARATOR_STR } else { "" };
        (name.starts_with(begun) && !is_hidden).then(|| format!("{name}{separator}"))
    };
    let names: Vec<String> = fs::read_dir(dir).into_iter().flatten().flatten().filter_map(name_of).collect();
    let Some(first) = names.first() else { return typed.to_owned() };
    let is_shared = |end: &usize| names.iter().all(|name| name.get(..*end) == first.get(..*end));
    let ends = first.char_indices().map(|(at, letter)| at + letter.len_utf8());
    let shared = ends.take_while(is_shared).last().unwrap_or_default();
    format!("{folder}{}", &first[..shared])
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    #[test]
    fn the_newest_archive_is_found_by_its_name() {
        let dir = tempfile::tempdir().expect("a folder");
        let modified =
            |path: &Path| DateTime::<Utc>::from(fs::metadata(path).and_then(|file| file.modified()).expect("a time"));
        assert_eq!(newest_export(dir.path(), modified(dir.path())), None);
        for name in ["Basic_LinkedInDataExport_01-02-2026.zip", "holiday.zip", "LinkedInDataExport.txt"] {
            fs::write(dir.path().join(name), "").expect("written");
        }
        let archive = dir.path().join("Basic_LinkedInDataExport_01-02-2026.zip");
        let later = modified(&archive) + TimeDelta::hours(72);
        let found = newest_export(dir.path(), later).expect("an archive");
        assert_eq!((found.name(), found.age_days), ("Basic_LinkedInDataExport_01-02-2026.zip", 3));
        fs::create_dir(dir.path().join("Complete_LinkedInDataExport_03-02-2026")).expect("made");
        let unzipped = fs::File::open(dir.path().join("Complete_LinkedInDataExport_03-02-2026")).expect("a folder");
        unzipped.set_modified(later.into()).expect("a time");
        let found = newest_export(dir.path(), later).expect("an archive");
        assert_eq!((found.name(), found.age_days), ("Complete_LinkedInDataExport_03-02-2026", 0));
    }

    #[test]
    fn a_path_is_completed_as_far_as_it_is_clear() {
        let dir = tempfile::tempdir().expect("a folder");
        for name in ["Basic_one.zip", "Basic_two.zip", ".hidden"] {
            fs::write(dir.path().join(name), "").expect("written");
        }
        fs::create_dir(dir.path().join("élan")).expect("made");
        let complete = |typed: &str| {
            let typed = dir.path().join(typed).to_str().expect("a path").to_owned();
            complete_path(&typed).strip_prefix(&format!("{}/", dir.path().display())).map(str::to_owned)
        };
        assert_eq!(complete("B").as_deref(), Some("Basic_"));
        assert_eq!(complete("Basic_o").as_deref(), Some("Basic_one.zip"));
        assert_eq!(complete("é").as_deref(), Some("élan/"));
        assert_eq!(complete(".h").as_deref(), Some(".hidden"));
        assert_eq!(complete("x").as_deref(), Some("x"));
    }
}
