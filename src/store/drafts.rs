//! Unfinished work on disk: `drafts.json`. Losing it loses what was typed and not decided, never a decision.

use std::io::{self, Write};
use std::path::Path;

use super::atomic::{self, TEMP_NAME};
use super::error::StoreError;
use super::files;
use super::finding::{Finding, FindingKind};
use super::owned::{DRAFTS, QUARANTINE};
use crate::domain::decision::unfinished::Unfinished;

/// Loads the unfinished work; never fails. A file that cannot be read is left alone, a damaged one is set aside if
/// `writable`; the finding says so.
pub fn load(dir: &Path, writable: bool) -> (Unfinished, Option<Finding>) {
    let path = dir.join(DRAFTS);
    let bytes = match files::regular_file(&path) {
        Ok(None) => return (Unfinished::default(), None),
        Ok(Some(_)) => files::read_whole(&path),
        Err(error) => Err(error),
    };
    let finding = |text: String| (Unfinished::default(), Some(Finding::new(DRAFTS, None, FindingKind::Drafts, text)));
    let bytes = match bytes {
        Ok(bytes) => bytes,
        Err(error) => return finding(format!("what was typed is not there: {error}")),
    };
    match serde_json::from_slice(&bytes) {
        Ok(unfinished) => (unfinished, None),
        Err(_) if !writable => finding("is damaged; what was typed is not there".to_owned()),
        Err(_) => match set_aside(dir, &bytes) {
            Ok(name) => finding(format!("is damaged; moved to {QUARANTINE}/{name}, and what was typed is not there")),
            Err(error) => finding(format!("is damaged, and it could not be set aside: {error}")),
        },
    }
}

fn set_aside(dir: &Path, bytes: &[u8]) -> Result<String, StoreError> {
    let name = atomic::quarantine(&dir.join(QUARANTINE), "drafts", "damaged", bytes)?;
    files::remove_and_sync(&dir.join(DRAFTS))?;
    Ok(name)
}

/// Saves the unfinished work in place of the former; without any, removes the file. By rename, so that a killed process
/// leaves the former or the new; not synced, because a key must not wait for the disk.
pub fn save(dir: &Path, unfinished: &Unfinished) -> Result<(), StoreError> {
    let path = dir.join(DRAFTS);
    if *unfinished == Unfinished::default() {
        return match std::fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(StoreError::io("remove", &path)(error)),
            _ => Ok(()),
        };
    }
    let mut bytes =
        serde_json::to_vec_pretty(unfinished).map_err(|error| StoreError::io("write", &path)(error.into()))?;
    bytes.push(b'\n');
    files::make_dir(dir)?;
    // tempfile creates the file with mode 0600 and deletes it if anything below fails.
    let (prefix, suffix) = TEMP_NAME;
    let file = tempfile::Builder::new().prefix(prefix).suffix(suffix).tempfile_in(dir);
    let mut file = file.map_err(StoreError::io("write in", dir))?;
    files::make_private(file.path());
    let _ = file.as_file().try_lock(); // marks it as in use
    file.write_all(&bytes).map_err(StoreError::io("write", &path))?;
    atomic::put_in_place(file, &path)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::domain::decision::unfinished::UnfinishedCard;

    fn some() -> Unfinished {
        let card = UnfinishedCard { deck: "cards".to_owned(), note: "wax".to_owned(), ..UnfinishedCard::default() };
        Unfinished { cards: vec![card], ..Unfinished::default() }
    }

    #[test]
    fn what_is_saved_is_loaded_until_nothing_is_left() {
        let dir = tempfile::tempdir().expect("a folder");
        assert_eq!(load(dir.path(), true), (Unfinished::default(), None));
        save(dir.path(), &some()).expect("saved");
        assert_eq!(load(dir.path(), true), (some(), None));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(dir.path().join(DRAFTS)).expect("a file").permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        assert_eq!(fs::read_dir(dir.path()).expect("a folder").count(), 1, "no temporary file stays");
        save(dir.path(), &Unfinished::default()).expect("saved");
        assert_eq!(fs::read_dir(dir.path()).expect("a folder").count(), 0);
    }

    #[test]
    fn a_damaged_file_is_set_aside_and_said() {
        let dir = tempfile::tempdir().expect("a folder");
        fs::write(dir.path().join(DRAFTS), "{\"cards\":[{").expect("written");
        let (found, finding) = load(dir.path(), false);
        assert_eq!((found, finding.is_some()), (Unfinished::default(), true));
        let (found, finding) = load(dir.path(), true);
        assert_eq!(found, Unfinished::default());
        let says = finding.expect("a finding").to_string();
        assert!(says.contains("moved to quarantine/drafts.1.damaged"), "{says}");
        let kept = fs::read_to_string(dir.path().join("quarantine/drafts.1.damaged")).expect("kept");
        assert_eq!(kept, "{\"cards\":[{");
        assert_eq!(load(dir.path(), true), (Unfinished::default(), None), "the next start has nothing to say");
    }
}
