//! What waits, in piles and in order. Every request that waits is in it exactly once.

pub mod evidence_finder;
pub mod import_batch;
pub mod import_diff;
pub mod reconcile;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use foldhash::HashMap;

use crate::domain::decision::ledger::{Ledger, Standing};
use crate::domain::evidence::network::Network;
use crate::domain::evidence::pile::{Order, Pile};
use crate::domain::inbox::evidence_finder::EvidenceFinder;
use crate::domain::request::invitation::InvitationId;
use crate::domain::request::note_analysis::{DuplicateNotes, NormalizedNote};
use crate::domain::text::plural::number;

/// A request that waits.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Waiting {
    /// Which.
    pub id: InvitationId,
    /// In which pile.
    pub pile: Pile,
}

/// Everything that waits on a day.
#[derive(Clone, Debug, Default)]
pub struct Inbox {
    waiting: Vec<Waiting>,
    /// Where in `waiting` a request stands, and whether it waits still.
    places: HashMap<InvitationId, (usize, bool)>,
    /// How many wait still, by pile.
    left: BTreeMap<Pile, usize>,
    same: DuplicateNotes,
}

impl Inbox {
    /// What waits on `today`: undecided requests, and put-off ones whose day has come.
    pub fn of(ledger: &Ledger, network: &Network, today: NaiveDate) -> Self {
        let cases: Vec<_> = ledger
            .cases()
            .map(|case| (case, ledger.standing_of(case)))
            .filter(|(_, standing)| standing.waits_on(today))
            .collect();
        let notes: Vec<_> =
            cases.iter().map(|(case, _)| case.invitation().note.as_ref().map(NormalizedNote::of)).collect();
        let same = DuplicateNotes::count(notes.iter().flatten());
        let witness = EvidenceFinder { network, ledger, same: &same };
        let waiting: Vec<Waiting> = cases
            .into_iter()
            .zip(&notes)
            .map(|((case, standing), note)| {
                let pile = match standing {
                    Standing::FollowUp(_) | Standing::Parked(_) => Pile::Due,
                    _ => witness.pile(case.invitation(), note.as_ref()),
                };
                Waiting { id: case.invitation().id.clone(), pile }
            })
            .collect();
        let places = waiting.iter().enumerate().map(|(place, waiting)| (waiting.id.clone(), (place, true))).collect();
        let mut left = BTreeMap::new();
        waiting.iter().for_each(|waiting| *left.entry(waiting.pile).or_default() += 1);
        Self { waiting, places, left, same }
    }

    /// Which notes came more than once.
    pub fn same_notes(&self) -> &DuplicateNotes {
        &self.same
    }

    /// The pile of a request that waited when this was made.
    pub fn pile_of(&self, id: &InvitationId) -> Option<Pile> {
        self.places.get(id).map(|(place, _)| self.waiting[*place].pile)
    }

    /// The piles that are not empty yet, warmest first, with their sizes.
    pub fn piles(&self) -> Vec<(Pile, usize)> {
        self.left.iter().map(|(pile, size)| (*pile, *size)).filter(|(_, size)| *size > 0).collect()
    }

    /// Returns what waits still, by pile, in words.
    pub fn words(&self) -> String {
        let words = self.piles().into_iter().map(|(pile, size)| format!("{} {}", pile.words(), number(size)));
        words.collect::<Vec<_>>().join(", ")
    }

    /// How many wait still.
    pub fn left(&self) -> usize {
        self.left.values().sum()
    }

    /// Takes in that a request waits, or waits no more, after something was decided or taken back.
    pub fn settle(&mut self, id: &InvitationId, waits: bool) {
        let Some((place, waited)) = self.places.get_mut(id) else { return };
        if *waited != waits {
            *waited = waits;
            let left = self.left.entry(self.waiting[*place].pile).or_default();
            *left = if waits { *left + 1 } else { left.saturating_sub(1) };
        }
    }

    /// The requests of a sitting, in order; of one pile only where one is named. What is due comes first always.
    pub fn deck(
        &self,
        ledger: &Ledger,
        network: &Network,
        order: Order,
        only: Option<Pile>,
        today: NaiveDate,
    ) -> Vec<InvitationId> {
        let witness = EvidenceFinder { network, ledger, same: &self.same };
        let facts = |invitation| witness.evidence(invitation).iter().filter(|e| e.present).count();
        let waits = |id: &InvitationId| self.places.get(id).is_some_and(|(_, waits)| *waits);
        let is_in = |w: &&Waiting| only.is_none_or(|pile| pile == w.pile) && waits(&w.id);
        let mut deck: Vec<&Waiting> = self.waiting.iter().filter(is_in).collect();
        deck.sort_by_cached_key(|&waiting| {
            let invitation = ledger.case(&waiting.id).map(crate::domain::decision::ledger::Case::invitation);
            let noteless = invitation.is_none_or(|i| i.note.is_none());
            let rank = match order {
                Order::Warmest => i64::from(waiting.pile as u8),
                Order::Oldest => 0,
                Order::NoteFirst => i64::from(noteless),
                Order::MostEvidence => -i64::try_from(invitation.map_or(0, facts)).unwrap_or(i64::MAX),
                Order::Shuffled => i64::from(crc32fast::hash(format!("{today}{}", waiting.id.as_str()).as_bytes())),
            };
            let age = invitation.map(|i| (i.sent().is_none(), i.sent_at)); // those without a date come last
            let due = match ledger.standing(&waiting.id) {
                Standing::FollowUp(day) | Standing::Parked(day) => Some(day),
                _ => None,
            };
            (due.is_none(), due, rank, age, waiting.id.clone())
        });
        deck.into_iter().map(|waiting| waiting.id.clone()).collect()
    }
}
