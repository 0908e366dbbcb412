//! Copies of LinkedIn's data in the download folder, and completion of paths. Looks at names only.

use std::fs;
use std::path::{Path, PathBuf};

use crate::app::effect::FoundExport;
use crate::domain::text::dates::LocalDates;
use crate::import::day_in_name;

use super::paths::expand_path;

/// Part of the name of every archive that LinkedIn sends.
const ARCHIVE_NAME: &str = "LinkedInDataExport";

/// Returns the download folder.
pub fn download_dir() -> Option<PathBuf> {
    dirs::download_dir().or_else(|| Some(dirs::home_dir()?.join("Downloads")))
}

/// Returns the newest archive of LinkedIn's in a folder, zipped or not; `None` if there is none. Its day is the one in its
/// name, as for an import; else the one on which the file was written.
pub fn newest_export(dir: &Path, local: LocalDates) -> Option<FoundExport> {
    let is_export = |path: &PathBuf| {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        name.contains(ARCHIVE_NAME) && (path.is_dir() || name.to_lowercase().ends_with(".zip"))
    };
    let paths = fs::read_dir(dir).ok()?.flatten().map(|entry| entry.path()).filter(is_export);
    let dated = paths.filter_map(|path| {
        let modified = path.metadata().ok()?.modified().ok()?;
        let name = path.file_name()?.to_string_lossy().into_owned();
        let day = day_in_name(&name).unwrap_or_else(|| local.of(modified));
        Some((day, modified, path.to_str()?.to_owned()))
    });
    let (day, _, path) = dated.max()?;
    Some(FoundExport { path, day })
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
    use std::time::SystemTime;

    use chrono::{DateTime, Utc};

    use super::*;

    fn at(day: &str) -> DateTime<Utc> {
        format!("{day}T12:00:00Z").parse().expect("a time")
    }

    fn set_modified(path: &Path, at: DateTime<Utc>) {
        fs::File::open(path).expect("opened").set_modified(SystemTime::from(at)).expect("a time");
    }

    #[test]
    fn the_newest_archive_is_found_by_the_day_in_its_name() {
        let dir = tempfile::tempdir().expect("a folder");
        let newest = || {
            let found = newest_export(dir.path(), LocalDates::UTC)?;
            Some(format!("{} of {}", found.name(), found.day))
        };
        assert_eq!(newest(), None);
        for name in ["holiday.zip", "LinkedInDataExport.txt", "Complete_LinkedInDataExport.zip"] {
            fs::write(dir.path().join(name), "").expect("written");
            set_modified(&dir.path().join(name), at("2026-01-09"));
        }
        assert_eq!(newest().as_deref(), Some("Complete_LinkedInDataExport.zip of 2026-01-09"));
        let unzipped = dir.path().join("Complete_LinkedInDataExport_03-02-2026");
        fs::create_dir(&unzipped).expect("made");
        set_modified(&unzipped, at("2026-03-03"));
        // Copied from another machine, or downloaded again: written later, and yet the older copy.
        fs::write(dir.path().join("Basic_LinkedInDataExport_01-02-2026.zip"), "").expect("written");
        set_modified(&dir.path().join("Basic_LinkedInDataExport_01-02-2026.zip"), at("2026-03-05"));
        assert_eq!(newest().as_deref(), Some("Complete_LinkedInDataExport_03-02-2026 of 2026-03-02"));
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
