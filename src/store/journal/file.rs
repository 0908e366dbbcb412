//! The journal file while it is open for appending.
//!
//! Promise: a line is in the file whole and synced, or not at all; an unknown outcome is an error.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, ErrorKind, Seek, Write};
use std::path::Path;

use super::error::AppendError;
use crate::store::error::StoreError;
use crate::store::files;

/// Open file, with identity and length to detect changes by others.
#[derive(Debug)]
pub(super) struct JournalFile {
    file: File,
    identity: (u64, u64),
    len: u64,
}

impl JournalFile {
    /// Opens the file at `path` for appending, created if missing.
    pub(super) fn open(path: &Path) -> Result<Self, StoreError> {
        let is_new = files::regular_file(path)?.is_none();
        let file = files::open(path, OpenOptions::new().read(true).append(true).create(true))?;
        files::make_private(path);
        if is_new {
            file.sync_all().map_err(StoreError::io("sync", path))?;
            files::sync_dir(path.parent().unwrap_or(Path::new(".")))?;
        }
        let found = file.metadata().map_err(StoreError::io("look at", path))?;
        Ok(Self { file, identity: files::file_id(&found), len: found.len() })
    }

    /// True if the file at the path is still this one, has our length and ends with a newline.
    pub(super) fn is_unchanged(&self, found: &Metadata) -> bool {
        files::file_id(found) == self.identity
            && found.len() == self.len
            && (self.len == 0 || files::byte_before(&self.file, self.len).is_ok_and(|byte| byte == b'\n'))
    }

    /// Reads the file from its beginning; `read` is also told its length when it was opened.
    pub(super) fn read_with<T>(&self, read: impl FnOnce(&File, u64) -> io::Result<T>) -> io::Result<T> {
        let mut file = &self.file;
        file.rewind()?; // appends still go to the end
        read(file, self.len)
    }

    /// Truncates the file and syncs it.
    pub(super) fn truncate(&mut self, len: u64) -> io::Result<()> {
        self.file.set_len(len)?;
        self.len = len;
        self.file.sync_all()
    }

    /// Appends bytes that end with a newline, and syncs them.
    pub(super) fn append(&mut self, bytes: &[u8]) -> Result<(), AppendError> {
        append(&mut &self.file, bytes, self.len)?;
        self.len += bytes.len() as u64;
        Ok(())
    }
}

/// File operations of an append.
trait AppendTarget: Write {
    fn sync(&self) -> io::Result<()>;
    fn truncate(&self, len: u64) -> io::Result<()>;
}

impl AppendTarget for &File {
    fn sync(&self) -> io::Result<()> {
        self.sync_data() // std retries after a signal; the new size is synced with the data
    }

    fn truncate(&self, len: u64) -> io::Result<()> {
        self.set_len(len)
    }
}

/// Appends by one write, checked by its byte count, and one fsync; truncates after a failure.
fn append(paper: &mut impl AppendTarget, bytes: &[u8], len: u64) -> Result<(), AppendError> {
    if let Err(source) = write_once(paper, bytes) {
        // If truncation fails too, the next append or start finds the torn end and quarantines it.
        let _ = paper.truncate(len);
        return Err(AppendError::NotSaved { source });
    }
    paper.sync().map_err(|source| {
        // The next fsync may succeed although the kernel has dropped the line: never trust this file again.
        let _ = paper.truncate(len);
        AppendError::NotConfirmed { source }
    })
}

/// Writes once; `write_all` would hide how much was written before an error.
fn write_once(paper: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    loop {
        match paper.write(bytes) {
            Ok(count) if count == bytes.len() => return Ok(()),
            Ok(count) => {
                let says = format!("only {count} of {} bytes could be written; the disk may be full", bytes.len());
                return Err(io::Error::new(ErrorKind::StorageFull, says));
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    /// File with scripted failures.
    #[derive(Default)]
    struct Faulty {
        bytes: RefCell<Vec<u8>>,
        takes: Option<usize>,
        interrupts: usize,
        refuses: Option<ErrorKind>,
        sync_fails: bool,
    }

    impl Write for Faulty {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            if self.interrupts > 0 {
                self.interrupts -= 1;
                return Err(ErrorKind::Interrupted.into());
            }
            if let Some(kind) = self.refuses {
                return Err(kind.into());
            }
            let count = self.takes.unwrap_or(bytes.len()).min(bytes.len());
            self.bytes.borrow_mut().extend_from_slice(&bytes[..count]);
            Ok(count)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl AppendTarget for Faulty {
        fn sync(&self) -> io::Result<()> {
            if self.sync_fails { Err(io::Error::other("EIO")) } else { Ok(()) }
        }

        fn truncate(&self, len: u64) -> io::Result<()> {
            self.bytes.borrow_mut().truncate(usize::try_from(len).expect("short"));
            Ok(())
        }
    }

    fn after(mut paper: Faulty) -> (Result<(), AppendError>, Vec<u8>) {
        *paper.bytes.borrow_mut() = b"old\n".to_vec();
        let result = append(&mut paper, b"new\n", 4);
        (result, paper.bytes.into_inner())
    }

    #[test]
    fn a_signal_is_no_failure() {
        let (result, bytes) = after(Faulty { interrupts: 3, ..Faulty::default() });
        assert!(result.is_ok());
        assert_eq!(bytes, b"old\nnew\n");
    }

    #[test]
    fn a_short_write_is_cut_back_off() {
        let (result, bytes) = after(Faulty { takes: Some(2), ..Faulty::default() });
        assert!(matches!(result, Err(AppendError::NotSaved { .. })));
        assert_eq!(bytes, b"old\n");
    }

    #[test]
    fn a_refused_write_changes_nothing() {
        let (result, bytes) = after(Faulty { refuses: Some(ErrorKind::StorageFull), ..Faulty::default() });
        assert!(matches!(result, Err(AppendError::NotSaved { .. })));
        assert_eq!(bytes, b"old\n");
    }

    #[test]
    fn a_failed_sync_confirms_nothing() {
        let (result, bytes) = after(Faulty { sync_fails: true, ..Faulty::default() });
        assert!(matches!(result, Err(AppendError::NotConfirmed { .. })));
        assert_eq!(bytes, b"old\n");
    }
}
