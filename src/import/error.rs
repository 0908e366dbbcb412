//! Why something could not be taken in: what was found, why it will not do, and what to do about it.

use std::io;

use crate::domain::text::untrusted::Untrusted;

/// Nothing of what was given is taken in when one of these comes back.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The person stopped it.
    #[error("the import was stopped; nothing was taken in")]
    Stopped,
    /// Nothing was given.
    #[error("there is nothing to take in: name LinkedIn's ZIP, its unzipped folder, or a file")]
    NothingGiven,
    /// The path leads nowhere, or may not be read.
    #[error("{} cannot be read: {source}", path.display())]
    Unreadable {
        /// The path or file name.
        path: Untrusted,
        /// What the system said.
        source: io::Error,
    },
    /// A pipe, a device, a socket.
    #[error("{} is neither a file nor a folder; give LinkedIn's ZIP, its unzipped folder, or a file", path.display())]
    NotAFile {
        /// The path.
        path: Untrusted,
    },
    /// A ZIP that does not open.
    #[error("{} is no complete ZIP archive ({why}); download it from LinkedIn once more", file.display())]
    NotAnArchive {
        /// The archive's name.
        file: Untrusted,
        /// What is wrong with it.
        why: String,
    },
    /// An encrypted member.
    #[error("{} in {} is encrypted; unpack the archive with its password and give the folder", file.display(), archive.display())]
    Encrypted {
        /// The member's name.
        file: Untrusted,
        /// The archive's name.
        archive: Untrusted,
    },
    /// More than the program is willing to read.
    #[error("{} is larger than {limit} MiB unpacked, which no file of LinkedIn's is; nothing was taken in", file.display())]
    TooLarge {
        /// The file's name.
        file: Untrusted,
        /// The limit.
        limit: u64,
    },
    /// An archive or folder with more files than an export has.
    #[error("{} holds more than {limit} files; give the folder or ZIP that LinkedIn made, not one around it", source_name.display())]
    TooMany {
        /// The archive's or folder's name.
        source_name: Untrusted,
        /// The limit.
        limit: usize,
    },
    /// The bytes cannot be read to the end: a wrong checksum, an interrupted download.
    #[error("{} is damaged ({why}); nothing of it was taken in; download or copy it once more", file.display())]
    Damaged {
        /// The file's name.
        file: Untrusted,
        /// What is wrong with it.
        why: String,
    },
    /// Nothing in it is known.
    #[error("{} holds nothing to take in: {found}; LinkedIn's copy has a file Invitations.csv (tick 'Invitations' when you request it)", source_name.display())]
    NothingKnown {
        /// The name of the archive, folder or file.
        source_name: Untrusted,
        /// What was found instead, already fit for a terminal.
        found: String,
    },
    /// The columns are not those of this kind of file.
    #[error("{} has not the columns {wanted}: {found}; take the file as LinkedIn made it, separated by commas", file.display())]
    WrongColumns {
        /// The file's name.
        file: Untrusted,
        /// The columns it should have.
        wanted: &'static str,
        /// What was found instead, already fit for a terminal.
        found: String,
    },
    /// A quotation mark that opens and does not close.
    #[error("{}: a quotation mark opens in record {record} and does not close, so the rows behind it cannot be told apart; mend it, or take the file as LinkedIn made it", file.display())]
    UnclosedQuote {
        /// The file's name.
        file: Untrusted,
        /// The record in which it opens; the header's is 1.
        record: u64,
    },
    /// Hardly a row makes sense.
    #[error("more than {limit} rows of {} make no sense: it is hardly a list of invitations", file.display())]
    Nonsense {
        /// The file's name.
        file: Untrusted,
        /// How many rows were tried.
        limit: usize,
    },
    /// Mail without a single invitation.
    #[error("{} holds {mails} e-mails and no LinkedIn invitation among them; invitations come from invitations@linkedin.com", source_name.display())]
    NoInvitationMail {
        /// The name of the mailbox or folder.
        source_name: Untrusted,
        /// How many e-mails there were.
        mails: usize,
    },
}

impl ImportError {
    /// What an error while reading `file` means; our own errors pass through the readers in between.
    pub(super) fn reading(file: &str, error: io::Error) -> Self {
        let why = error.to_string();
        match error.downcast::<ImportError>() {
            Ok(ours) => ours,
            Err(_) => Self::Damaged { file: file.into(), why: Untrusted::new(why).display().into_owned() },
        }
    }

    /// The same for the CSV reader's errors.
    pub(super) fn parsing(file: &str, error: csv::Error) -> Self {
        let why = error.to_string();
        match error.into_kind() {
            csv::ErrorKind::Io(error) => Self::reading(file, error),
            _ => Self::Damaged { file: file.into(), why: Untrusted::new(why).display().into_owned() },
        }
    }
}
