//! Inbox: all pending requests, in piles and in order. Every pending request is in it exactly once.

pub mod evidence_finder;
mod fact_text;
pub mod import_batch;
pub mod import_diff;
pub mod ownership;
pub mod reconcile;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use foldhash::HashMap;

use crate::domain::decision::ledger::{Ledger, Status};
use crate::domain::evidence::Evidence;
use crate::domain::evidence::network::Network;
use crate::domain::evidence::pile::{Order, Pile};
use crate::domain::inbox::evidence_finder::EvidenceFinder;
use crate::domain::request::invitation::InvitationId;
use crate::domain::request::note_analysis::{NormalizedNote, NoteCounts};
use crate::domain::text::dates::LocalDates;
use crate::domain::text::plural::number;

/// A pending request.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PendingRequest {
    /// Its id.
    pub id: InvitationId,
    /// Its pile.
    pub pile: Pile,
}

/// All pending requests on a day.
#[derive(Clone, Debug, Default)]
pub struct Inbox {
    items: Vec<PendingRequest>,
    /// Position of a request in `items`, and whether it is still pending.
    index: HashMap<InvitationId, (usize, bool)>,
    /// Number of pending requests by pile.
    remaining: BTreeMap<Pile, usize>,
    duplicates: NoteCounts,
}

impl Inbox {
    /// Returns the inbox of `today`: undecided requests, and put-off ones that are due.
    pub fn new(ledger: &Ledger, network: &Network, today: NaiveDate) -> Self {
        let cases: Vec<_> = ledger
            .cards()
            .map(|case| (case, ledger.status_of(case)))
            .filter(|(_, status)| status.is_pending_on(today))
            .collect();
        let notes: Vec<_> =
            cases.iter().map(|(case, _)| case.invitation().note.as_ref().map(NormalizedNote::new)).collect();
        let duplicates = NoteCounts::new(notes.iter().flatten());
        let finder = EvidenceFinder { network, ledger, duplicates: &duplicates };
        let items: Vec<PendingRequest> = cases
            .into_iter()
            .zip(&notes)
            .map(|((case, status), note)| {
                let pile = match status {
                    Status::FollowUp(_) | Status::Parked(_) => Pile::Due,
                    _ => finder.pile(case.invitation(), note.as_ref()),
                };
                PendingRequest { id: case.invitation().id.clone(), pile }
            })
            .collect();
        let index = items.iter().enumerate().map(|(position, item)| (item.id.clone(), (position, true))).collect();
        let mut remaining = BTreeMap::new();
        items.iter().for_each(|item| *remaining.entry(item.pile).or_default() += 1);
        Self { items, index, remaining, duplicates }
    }

    /// Returns the notes used more than once.
    pub fn duplicate_notes(&self) -> &NoteCounts {
        &self.duplicates
    }

    /// Returns the pile of a request that was pending when the inbox was built.
    pub fn pile_of(&self, id: &InvitationId) -> Option<Pile> {
        self.index.get(id).map(|(position, _)| self.items[*position].pile)
    }

    /// Returns the non-empty piles, warmest first, with their sizes.
    pub fn piles(&self) -> Vec<(Pile, usize)> {
        self.remaining.iter().map(|(pile, size)| (*pile, *size)).filter(|(_, size)| *size > 0).collect()
    }

    /// Returns the piles and their sizes as text.
    pub fn piles_text(&self) -> String {
        let words = self.piles().into_iter().map(|(pile, size)| format!("{} {}", pile.label(), number(size)));
        words.collect::<Vec<_>>().join(", ")
    }

    /// Returns the number of pending requests.
    pub fn remaining(&self) -> usize {
        self.remaining.values().sum()
    }

    /// Marks a request as pending or not, after a decision or an undo.
    pub fn set_pending(&mut self, id: &InvitationId, pending: bool) {
        let Some((position, was_pending)) = self.index.get_mut(id) else { return };
        if *was_pending != pending {
            *was_pending = pending;
            let remaining = self.remaining.entry(self.items[*position].pile).or_default();
            *remaining = if pending { *remaining + 1 } else { remaining.saturating_sub(1) };
        }
    }

    /// Returns the requests of a review session in order, optionally of one pile only. Due ones always come first.
    pub fn review_order(
        &self,
        ledger: &Ledger,
        network: &Network,
        order: Order,
        only: Option<Pile>,
        today: NaiveDate,
    ) -> Vec<InvitationId> {
        let finder = EvidenceFinder { network, ledger, duplicates: &self.duplicates };
        let speaks = |fact: &&Evidence| fact.present && fact.kind.speaks_for_knowing();
        let facts = |invitation| finder.evidence(invitation, LocalDates::UTC).iter().filter(speaks).count();
        let pending = |id: &InvitationId| self.index.get(id).is_some_and(|(_, pending)| *pending);
        let is_in = |w: &&PendingRequest| only.is_none_or(|pile| pile == w.pile) && pending(&w.id);
        let mut found: Vec<&PendingRequest> = self.items.iter().filter(is_in).collect();
        found.sort_by_cached_key(|&item| {
            let invitation = ledger.case(&item.id).map(crate::domain::decision::ledger::InvitationCase::invitation);
            let noteless = invitation.is_none_or(|i| i.note.is_none());
            let rank = match order {
                Order::Warmest => i64::from(item.pile as u8),
                Order::Oldest => 0,
                Order::NoteFirst => i64::from(noteless),
                Order::MostEvidence => -i64::try_from(invitation.map_or(0, facts)).unwrap_or(i64::MAX),
                Order::Shuffled => i64::from(crc32fast::hash(format!("{today}{}", item.id.as_str()).as_bytes())),
            };
            let age = invitation.map(|i| (i.sent_at.is_none(), i.sent_at)); // requests without a date come last
            let due = match ledger.status(&item.id) {
                Status::FollowUp(day) | Status::Parked(day) => Some(day),
                _ => None,
            };
            (due.is_none(), due, rank, age, item.id.clone())
        });
        found.into_iter().map(|item| item.id.clone()).collect()
    }
}
