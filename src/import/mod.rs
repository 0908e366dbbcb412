//! The front door: a ZIP, a folder, a mailbox or a table becomes [`Arrivals`].
//!
//! Promise: every row is either taken in or named with the reason why not, and a file that cannot be trusted to the
//! end is refused whole. Nothing is written anywhere, no link is followed, nothing is unpacked to disk.

mod ahead;
mod bundle;
mod dates;
mod error;
mod intake;
mod linkedin;
mod mail;
mod records;
mod table;
mod text;

use std::ops::ControlFlow;
use std::path::PathBuf;

use bundle::Bundle;
pub use error::ImportError;
use intake::Meter;

use crate::domain::arrival::Arrivals;
use crate::domain::network::Network;

/// Something the person named.
#[derive(Clone, Debug)]
pub enum Input {
    /// A file or a folder.
    Path(PathBuf),
    /// What came by standard input.
    Bytes {
        /// What to call it.
        name: String,
        /// All of it.
        bytes: Vec<u8>,
    },
}

/// How far the reading has come.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Progress {
    /// The file that is being read; a stranger may have named it.
    pub file: String,
    /// Bytes read so far, unpacked, over all files.
    pub done: u64,
    /// Bytes there are, as far as the archive tells the truth.
    pub total: u64,
}

/// Hears about every megabyte how far an import has come; a break stops it.
pub type Watch<'w> = dyn FnMut(Progress) -> ControlFlow<()> + 'w;

/// A kind of thing that can be taken in.
pub struct Source {
    /// Its name.
    pub name: &'static str,
    is_yours: fn(&mut Bundle) -> Result<bool, ImportError>,
    read: fn(&mut Bundle, &Network, &mut Meter<'_>) -> Result<Arrivals, ImportError>,
}

/// All that can be taken in; the first that says "mine" reads.
pub static SOURCES: &[Source] = &[
    // LinkedIn's copy of your data: the ZIP as it came, its unzipped folder, or single CSV files of it.
    Source { name: "linkedin", is_yours: linkedin::is_yours, read: linkedin::read },
    // Invitation e-mails: .eml files, a folder of them, or a mailbox (mbox).
    Source { name: "mail", is_yours: mail::is_yours, read: mail::read },
    // A CSV or JSON with columns such as Name, Profile URL, Headline, Message and Date.
    Source { name: "table", is_yours: table::is_yours, read: table::read },
];

/// Reads everything that was named: one [`Arrivals`] for each archive and folder, and one for the single files of
/// a source together. `remembered` is what earlier imports know, for the copies of notes among the messages.
pub fn read(inputs: Vec<Input>, remembered: &Network, watch: &mut Watch<'_>) -> Result<Vec<Arrivals>, ImportError> {
    let mut found: Vec<(&Source, Bundle)> = Vec::new();
    for input in inputs {
        let mut bundle = match input {
            Input::Path(path) => Bundle::at(&path)?,
            Input::Bytes { name, bytes } => Bundle::of_bytes(&name, bytes)?,
        };
        let source = source_of(&mut bundle)?;
        let beside = found.iter_mut().find(|(other, others)| {
            bundle.loose && others.loose && other.name == source.name && source.name != "table"
        });
        match beside {
            Some((_, others)) => others.join(bundle),
            None => found.push((source, bundle)),
        }
    }
    if found.is_empty() {
        return Err(ImportError::NothingGiven);
    }
    let total = found.iter().flat_map(|(_, bundle)| &bundle.members).map(|m| m.size).fold(0, u64::saturating_add);
    let mut meter = Meter::new(watch, total);
    found.into_iter().map(|(source, mut bundle)| (source.read)(&mut bundle, remembered, &mut meter)).collect()
}

fn source_of(bundle: &mut Bundle) -> Result<&'static Source, ImportError> {
    for source in SOURCES {
        if (source.is_yours)(bundle)? {
            return Ok(source);
        }
    }
    let found = match &bundle.members[..] {
        [_] if bundle.loose => records::described(&bundle.head(0)?),
        _ => bundle.some_names(),
    };
    Err(ImportError::NothingKnown { source_name: bundle.name.as_str().into(), found })
}
