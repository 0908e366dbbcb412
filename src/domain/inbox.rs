//! What waits, in piles and in order. Every request that waits is in it exactly once.

use chrono::NaiveDate;

use super::evidence::Witness;
use super::hint::SameNotes;
use super::invitation::InvitationId;
use super::ledger::{Ledger, Standing};
use super::network::Network;
use super::pile::{Order, Pile};

/// A request that waits.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Waiting {
    /// Which.
    pub id: InvitationId,
    /// In which pile.
    pub pile: Pile,
    /// How many facts there are about the sender.
    pub facts: usize,
}

/// Everything that waits on a day.
#[derive(Clone, Debug, Default)]
pub struct Inbox {
    waiting: Vec<Waiting>,
    same: SameNotes,
}

impl Inbox {
    /// What waits on `today`: undecided requests, and put-off ones whose day has come.
    pub fn of(ledger: &Ledger, network: &Network, today: NaiveDate) -> Self {
        let cases: Vec<_> = ledger
            .cases()
            .map(|case| (case, ledger.standing_of(case)))
            .filter(|(_, standing)| standing.waits_on(today))
            .collect();
        let same = SameNotes::count(cases.iter().filter_map(|(case, _)| case.invitation().note.as_ref()));
        let witness = Witness { network, ledger, same: &same };
        let waiting = cases
            .into_iter()
            .map(|(case, standing)| {
                let evidence = witness.evidence(case.invitation());
                let pile = match standing {
                    Standing::FollowUp(_) => Pile::Due,
                    _ => Pile::of(case.invitation(), &evidence, &same),
                };
                let facts = evidence.iter().filter(|e| e.present).count();
                Waiting { id: case.invitation().id.clone(), pile, facts }
            })
            .collect();
        Self { waiting, same }
    }

    /// All that wait, in no order.
    pub fn waiting(&self) -> &[Waiting] {
        &self.waiting
    }

    /// Which notes came more than once.
    pub fn same_notes(&self) -> &SameNotes {
        &self.same
    }

    /// The pile of a request that waited when this was made.
    pub fn pile_of(&self, id: &InvitationId) -> Option<Pile> {
        self.waiting.iter().find(|waiting| waiting.id == *id).map(|waiting| waiting.pile)
    }

    /// The piles that are not empty, warmest first, with their sizes.
    pub fn piles(&self) -> Vec<(Pile, usize)> {
        let size = |pile| self.waiting.iter().filter(|waiting| waiting.pile == pile).count();
        Pile::ALL.into_iter().map(|pile| (pile, size(pile))).filter(|(_, size)| *size > 0).collect()
    }

    /// The requests of a sitting, in order; of one pile only where one is named. What is due comes first always.
    pub fn deck(&self, ledger: &Ledger, order: Order, only: Option<Pile>, today: NaiveDate) -> Vec<InvitationId> {
        let mut deck: Vec<&Waiting> = self.waiting.iter().filter(|w| only.is_none_or(|pile| pile == w.pile)).collect();
        deck.sort_by_cached_key(|waiting| {
            let invitation = ledger.case(&waiting.id).map(super::ledger::Case::invitation);
            let noteless = invitation.is_none_or(|i| i.note.is_none());
            let rank = match order {
                Order::Warmest => i64::from(waiting.pile as u8),
                Order::Oldest => 0,
                Order::NoteFirst => i64::from(noteless),
                Order::MostEvidence => -i64::try_from(waiting.facts).unwrap_or(i64::MAX),
                Order::Shuffled => i64::from(crc32fast::hash(format!("{today}{}", waiting.id.as_str()).as_bytes())),
            };
            (waiting.pile != Pile::Due, rank, invitation.map(|i| i.sent_at), waiting.id.clone())
        });
        deck.into_iter().map(|waiting| waiting.id.clone()).collect()
    }
}
