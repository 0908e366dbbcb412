//! Whose copy it is: somebody else's must not be taken for the person's own.

use crate::domain::evidence::network::{Network, Owner};
use crate::domain::inbox::import_batch::ImportBatch;
use crate::domain::person::key::{PersonKey, normal_name};
use crate::domain::text::untrusted::Untrusted;

/// A copy under another name or profile than the copies before it.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error(
    "{} is the copy of {}, and the copies before it are of {}; nothing was imported; if you changed your name or \
    profile, run `invite-triage import --as-mine` with it",
    source_name.display_name(), owner_text(new), owner_text(known)
)]
pub struct ForeignCopy {
    /// Name of the file or folder.
    pub source_name: Untrusted,
    /// Owner of this copy.
    pub new: Owner,
    /// Owner of the copies before it.
    pub known: Owner,
}

fn owner_text(owner: &Owner) -> String {
    let slug = owner.person.as_ref().filter(|person| person.is_profile());
    let slug = slug.map(|person| format!(" ({})", Untrusted::from(person.as_str()).display()));
    format!("{}{}", owner.name.display_name(), slug.unwrap_or_default())
}

/// Checks that all copies of an import are of the owner of the snapshot, or of each other's if there is none yet.
pub fn check_owners(batches: &[ImportBatch], snapshot: &Network) -> Result<(), ForeignCopy> {
    let mut known = &snapshot.owner;
    for batch in batches {
        let new = &batch.network.owner;
        if !may_be_same(known, new) {
            return Err(ForeignCopy { source_name: batch.source.clone(), new: new.clone(), known: known.clone() });
        }
        if known.name.is_blank() {
            known = new;
        }
    }
    Ok(())
}

/// True unless both are known and differ: by their profiles, else by their names.
fn may_be_same(one: &Owner, other: &Owner) -> bool {
    let profile = |owner: &Owner| owner.person.clone().filter(PersonKey::is_profile);
    match (profile(one), profile(other)) {
        (Some(one), Some(other)) => one == other,
        _ => {
            one.name.is_blank() || other.name.is_blank() || normal_name(one.name.raw()) == normal_name(other.name.raw())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn profiles_decide_else_names() {
        let owner =
            |name: &str, person: Option<&str>| Owner { name: name.into(), person: person.map(PersonKey::from_stored) };
        let pat = owner("Pat Owner", Some("pat"));
        for (other, same) in [
            (owner("Pat Owner", Some("pat")), true),
            (owner("Pat Married", Some("pat")), true),
            (owner("Pat  OWNER", Some("name:pat owner")), true),
            (owner("", None), true),
            (owner("Pat Owner", Some("pat-2")), false),
            (owner("Robin Doe", None), false),
        ] {
            assert_eq!((may_be_same(&pat, &other), may_be_same(&other, &pat)), (same, same), "{other:?}");
        }
    }
}
