//! What the import found, what it closed, and every row that it did not understand.

use crate::domain::event::Closing;
use crate::domain::invitation::InvitationId;
use crate::domain::ledger::{Ledger, Standing};
use crate::domain::untrusted::Untrusted;

/// A request that an import closed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClosedRow {
    /// Which.
    pub id: InvitationId,
    /// Who.
    pub name: Untrusted,
    /// Why.
    pub closing: Closing,
}

/// The screen.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct FoundScreen {
    /// Requests that are closed, newest first.
    pub closed: Vec<ClosedRow>,
    /// Which row is marked: the closed ones first, then those that were not understood.
    pub marked: usize,
}

impl FoundScreen {
    /// The screen for what stands in the ledger now.
    pub fn of(ledger: &Ledger) -> Self {
        let mut closed: Vec<_> = ledger
            .cases()
            .filter_map(|case| match ledger.standing_of(case) {
                Standing::Closed(closing) => Some((case.invitation(), closing)),
                _ => None,
            })
            .collect();
        closed.sort_by_key(|(invitation, _)| std::cmp::Reverse(invitation.sent_at));
        let row = |(invitation, closing): (&crate::domain::invitation::Invitation, Closing)| ClosedRow {
            id: invitation.id.clone(),
            name: invitation.name.clone(),
            closing,
        };
        Self { closed: closed.into_iter().map(row).collect(), marked: 0 }
    }
}
