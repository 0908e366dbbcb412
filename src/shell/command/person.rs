//! The person that a command is about: a profile address, a key, or a name that one person has.

use anyhow::{Result, anyhow, bail};

use crate::domain::decision::event::Entry;
use crate::domain::evidence::network::Network;
use crate::domain::person::key::{PersonKey, slug};
use crate::domain::text::untrusted::Untrusted;
use crate::store::forget::PersonIdentity;

/// Returns the person; `None` if nobody is known by this address, key or name. Fails if several people have the name.
pub fn find_person(person: &str, entries: &[Entry], network: &Network) -> Result<Option<PersonKey>> {
    let key = key_of(person);
    if PersonIdentity::is_known(&key, entries, network) {
        return Ok(Some(key));
    }
    match PersonIdentity::find_by_name(person, entries, network).as_slice() {
        [] => Ok(None),
        [one] => Ok(Some(one.clone())),
        several => {
            let keys: Vec<&str> = several.iter().map(PersonKey::as_str).collect();
            bail!("several people are called {person}, so nothing was done. Choose one by key: {}", keys.join(", "))
        }
    }
}

/// Returns the key that an address or a key stands for, whoever has it.
pub fn key_of(person: &str) -> PersonKey {
    PersonKey::from_stored(slug(person).unwrap_or_else(|| person.to_owned()))
}

/// Returns the error for a person who is nobody.
pub fn nobody(person: &str) -> anyhow::Error {
    anyhow!("nobody is known as \"{}\"; give the profile URL", Untrusted::from(person).display())
}
