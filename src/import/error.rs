//! Import errors: what was found, why it cannot be imported, and what to do about it.

use std::io;

use crate::domain::text::untrusted::Untrusted;

/// Why an import failed; nothing of the input is imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// Stopped by the user.
    #[error("the import was cancelled; nothing was imported")]
    Stopped,
    /// No input.
    #[error("nothing to import: give LinkedIn's ZIP, its unzipped folder, or a file")]
    NothingGiven,
    /// Path of nothing.
    #[error("there is no file or folder {}; check its path", path.display())]
    Missing {
        /// The path.
        path: Untrusted,
    },
    /// Unreadable path.
    #[error("{} cannot be read: {source}", path.display())]
    Unreadable {
        /// Path or file name.
        path: Untrusted,
        /// Error from the operating system.
        source: io::Error,
    },
    /// Pipe, device or socket.
    #[error("{} is neither a file nor a folder; give LinkedIn's ZIP, its unzipped folder, or a file", path.display())]
    NotAFile {
        /// Path of that object.
        path: Untrusted,
    },
    /// ZIP that does not open.
    #[error("{} is not a complete ZIP archive ({why}); download it from LinkedIn once more", file.display())]
    NotAnArchive {
        /// Name of the archive.
        file: Untrusted,
        /// Reason.
        why: String,
    },
    /// Encrypted member of an archive.
    #[error("{} in {} is encrypted; unpack the archive with its password and give the folder", file.display(), archive.display())]
    Encrypted {
        /// Name of the member.
        file: Untrusted,
        /// Name of the archive.
        archive: Untrusted,
    },
    /// Member of an archive packed by another method than LinkedIn's.
    #[error("{} in {} is packed in a way that this program does not read; unpack the archive and give the folder", file.display(), archive.display())]
    PackedOtherwise {
        /// Name of the member.
        file: Untrusted,
        /// Name of the archive.
        archive: Untrusted,
    },
    /// Archive inside another one that is too large to be read in memory.
    #[error("{} in {} is too large to be read inside another archive; unpack it and give that file", file.display(), archive.display())]
    InnerTooLarge {
        /// Name of the inner archive.
        file: Untrusted,
        /// Name of the outer archive.
        archive: Untrusted,
    },
    /// Document of a spreadsheet program.
    #[error("{} is a document of {program}; save its sheet as CSV and give that file", file.display())]
    Spreadsheet {
        /// Name of the document.
        file: Untrusted,
        /// Name of the program.
        program: &'static str,
    },
    /// File above the size limit.
    #[error("{} is larger than {limit} MiB unpacked, which no LinkedIn file is; nothing was imported", file.display())]
    TooLarge {
        /// Name of the file.
        file: Untrusted,
        /// Limit in MiB.
        limit: u64,
    },
    /// Archive or folder with more files than an export has.
    #[error("{} contains more than {limit} files; give the folder or ZIP that LinkedIn made, not one around it", source_name.display())]
    TooMany {
        /// Name of the archive or folder.
        source_name: Untrusted,
        /// Maximum number of files.
        limit: usize,
    },
    /// Bytes that cannot be read to the end: a wrong checksum, an interrupted download.
    #[error("{} is damaged ({why}); nothing was imported; download or copy it again", file.display())]
    Damaged {
        /// Name of the file.
        file: Untrusted,
        /// Reason.
        why: String,
    },
    /// Input without any known file.
    #[error("{} contains nothing to import: {found}; LinkedIn's copy has a file Invitations.csv (tick 'Invitations' when you request it)", source_name.display())]
    NothingKnown {
        /// Name of the archive, folder or file.
        source_name: Untrusted,
        /// Content found instead, safe to print.
        found: String,
    },
    /// Columns of another kind of file.
    #[error("{} lacks the columns {wanted}: {found}; use the file as LinkedIn made it (set LinkedIn to English first if its column names are in another language)", file.display())]
    WrongColumns {
        /// Name of the file.
        file: Untrusted,
        /// Expected columns.
        wanted: &'static str,
        /// Content found instead, safe to print.
        found: String,
    },
    /// Unclosed quotation mark.
    #[error("{}: a quotation mark in record {record} is never closed, so the rows after it cannot be told apart; fix it, or use the file as LinkedIn made it", file.display())]
    UnclosedQuote {
        /// Name of the file.
        file: Untrusted,
        /// Record in which it opens; the header is record 1.
        record: u64,
    },
    /// Row longer than any that LinkedIn writes.
    #[error("{}: record {record} is longer than 1 MiB, as if a quotation mark were never closed; fix it, or use the file as LinkedIn made it", file.display())]
    RowTooLong {
        /// Name of the file.
        file: Untrusted,
        /// Number of the record; the header is record 1.
        record: u64,
    },
    /// File with hardly any valid row.
    #[error("more than {limit} rows of {} cannot be read; it does not look like a list of invitations", file.display())]
    Nonsense {
        /// Name of the file.
        file: Untrusted,
        /// Maximum number of invalid rows.
        limit: usize,
    },
    /// Mail without a single invitation.
    #[error("{} contains {mails} e-mails but no LinkedIn invitation; invitations come from invitations@linkedin.com", source_name.display())]
    NoInvitationMail {
        /// Name of the mailbox or folder.
        source_name: Untrusted,
        /// Number of e-mails.
        mails: usize,
    },
}

impl ImportError {
    /// Converts an error from reading `file`; our own errors pass through the readers in between.
    pub(super) fn reading(file: &str, error: io::Error) -> Self {
        let why = error.to_string();
        match error.downcast::<ImportError>() {
            Ok(ours) => ours,
            Err(_) => Self::Damaged { file: file.into(), why: Untrusted::new(why).display().into_owned() },
        }
    }

    /// Converts an error of the CSV reader.
    pub(super) fn parsing(file: &str, error: csv::Error) -> Self {
        let why = error.to_string();
        match error.into_kind() {
            csv::ErrorKind::Io(error) => Self::reading(file, error),
            _ => Self::Damaged { file: file.into(), why: Untrusted::new(why).display().into_owned() },
        }
    }
}
