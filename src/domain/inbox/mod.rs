//! What waits, in piles and in order. Every request that waits is in it exactly once.

pub mod evidence_finder;
pub mod import_batch;
pub mod import_diff;
pub mod reconcile;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use foldhash::HashMap;

use crate::domain::decision::ledger::{Ledger, Status};
use crate::domain::evidence::network::Network;
use crate::domain::evidence::pile::{Order, Pile};
use crate::domain::inbox::evidence_finder::EvidenceFinder;
use crate::domain::request::invitation::InvitationId;
use crate::domain::request::note_analysis::{DuplicateNotes, NormalizedNote};
use crate::domain::text::plural::number;

/// A request that waits.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PendingItem {
    /// Which.
    pub id: InvitationId,
    /// In which pile.
    pub pile: Pile,
}

/// Everything that waits on a day.
#[derive(Clone, Debug, Default)]
pub struct Inbox {
    items: Vec<PendingItem>,
    /// Where in `waiting` a request stands, and whether it waits still.
    index: HashMap<InvitationId, (usize, bool)>,
    /// How many wait still, by pile.
    remaining: BTreeMap<Pile, usize>,
    duplicates: DuplicateNotes,
}

impl Inbox {
    /// What waits on `today`: undecided requests, and put-off ones whose day has come.
    pub fn new(ledger: &Ledger, network: &Network, today: NaiveDate) -> Self {
        let cases: Vec<_> = ledger
            .cases()
            .map(|case| (case, ledger.status_of(case)))
            .filter(|(_, status)| status.is_pending_on(today))
            .collect();
        let notes: Vec<_> =
            cases.iter().map(|(case, _)| case.invitation().note.as_ref().map(NormalizedNote::new)).collect();
        let duplicates = DuplicateNotes::new(notes.iter().flatten());
        let finder = EvidenceFinder { network, ledger, duplicates: &duplicates };
        let items: Vec<PendingItem> = cases
            .into_iter()
            .zip(&notes)
            .map(|((case, status), note)| {
                let pile = match status {
                    Status::FollowUp(_) | Status::Parked(_) => Pile::Due,
                    _ => finder.pile(case.invitation(), note.as_ref()),
                };
                PendingItem { id: case.invitation().id.clone(), pile }
            })
            .collect();
        let index = items.iter().enumerate().map(|(position, item)| (item.id.clone(), (position, true))).collect();
        let mut remaining = BTreeMap::new();
        items.iter().for_each(|item| *remaining.entry(item.pile).or_default() += 1);
        Self { items, index, remaining, duplicates }
    }

    /// Which notes came more than once.
    pub fn duplicate_notes(&self) -> &DuplicateNotes {
        &self.duplicates
    }

    /// The pile of a request that waited when this was made.
    pub fn pile_of(&self, id: &InvitationId) -> Option<Pile> {
        self.index.get(id).map(|(position, _)| self.items[*position].pile)
    }

    /// The piles that are not empty yet, warmest first, with their sizes.
    pub fn piles(&self) -> Vec<(Pile, usize)> {
        self.remaining.iter().map(|(pile, size)| (*pile, *size)).filter(|(_, size)| *size > 0).collect()
    }

    /// Returns what waits still, by pile, in words.
    pub fn summary(&self) -> String {
        let words = self.piles().into_iter().map(|(pile, size)| format!("{} {}", pile.label(), number(size)));
        words.collect::<Vec<_>>().join(", ")
    }

    /// How many wait still.
    pub fn remaining(&self) -> usize {
        self.remaining.values().sum()
    }

    /// Takes in that a request waits, or waits no more, after something was decided or taken back.
    pub fn set_pending(&mut self, id: &InvitationId, pending: bool) {
        let Some((position, was_pending)) = self.index.get_mut(id) else { return };
        if *was_pending != pending {
            *was_pending = pending;
            let remaining = self.remaining.entry(self.items[*position].pile).or_default();
            *remaining = if pending { *remaining + 1 } else { remaining.saturating_sub(1) };
        }
    }

    /// The requests of a sitting, in order; of one pile only where one is named. What is due comes first always.
    pub fn review_order(
        &self,
        ledger: &Ledger,
        network: &Network,
        order: Order,
        only: Option<Pile>,
        today: NaiveDate,
    ) -> Vec<InvitationId> {
        let finder = EvidenceFinder { network, ledger, duplicates: &self.duplicates };
        let facts = |invitation| finder.evidence(invitation).iter().filter(|e| e.present).count();
        let pending = |id: &InvitationId| self.index.get(id).is_some_and(|(_, pending)| *pending);
        let is_in = |w: &&PendingItem| only.is_none_or(|pile| pile == w.pile) && pending(&w.id);
        let mut found: Vec<&PendingItem> = self.items.iter().filter(is_in).collect();
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
            let age = invitation.map(|i| (i.sent().is_none(), i.sent_at)); // those without a date come last
            let due = match ledger.status(&item.id) {
                Status::FollowUp(day) | Status::Parked(day) => Some(day),
                _ => None,
            };
            (due.is_none(), due, rank, age, item.id.clone())
        });
        found.into_iter().map(|item| item.id.clone()).collect()
    }
}
