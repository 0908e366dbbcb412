//! One sitting: a deck of cards, where one is in it, and what is being considered on each.

use chrono::{DateTime, NaiveDate, Utc};
use foldhash::{HashMap, HashSet};

use crate::domain::decision::{Draft, VerdictKind};
use crate::domain::event::EntryId;
use crate::domain::evidence::{Evidence, Witness};
use crate::domain::inbox::Inbox;
use crate::domain::invitation::InvitationId;
use crate::domain::ledger::Ledger;
use crate::domain::network::Network;
use crate::domain::pile::Pile;
use crate::domain::untrusted::Untrusted;

/// An accept made sooner than this after the card came up is a quick one.
const QUICK_SECONDS: i64 = 5;

/// A sitting.
#[derive(Debug, Default)]
pub struct Sitting {
    deck: Vec<InvitationId>,
    at: usize,
    /// Only this pile, if one was chosen.
    pub only: Option<Pile>,
    /// What is being considered, by request.
    drafts: HashMap<InvitationId, Draft>,
    /// The evidence on the card that is up.
    pub evidence: Vec<Evidence>,
    /// The question in focus.
    pub focus: usize,
    /// Lines the card is scrolled by.
    pub scroll: usize,
    /// The lines that were counted.
    counted: HashSet<EntryId>,
    /// Decisions in this sitting.
    pub decided: usize,
    /// Decisions since the last portion ended.
    pub portion: usize,
    /// Accepts in this sitting.
    pub accepted: usize,
    /// Names of the quick accepts in a row.
    quick: Vec<Untrusted>,
    /// When the card came up.
    shown_at: Option<DateTime<Utc>>,
}

impl Sitting {
    /// Forgets what was counted; what was written stays.
    pub fn begin_anew(&mut self) {
        *self = Self { drafts: std::mem::take(&mut self.drafts), ..Self::default() };
    }

    /// Takes a deck into the hand, the first card up.
    pub fn take_deck(&mut self, deck: Vec<InvitationId>, only: Option<Pile>) {
        (self.deck, self.at, self.only) = (deck, 0, only);
    }

    /// The request on the card that is up; `None` when the deck is done.
    pub fn current(&self) -> Option<&InvitationId> {
        self.deck.get(self.at)
    }

    /// How many cards there are, and which is up, counted from 1.
    pub fn place(&self) -> (usize, usize) {
        ((self.at + 1).min(self.deck.len()), self.deck.len())
    }

    /// The next few cards in the deck.
    pub fn next_in_line(&self) -> impl Iterator<Item = &InvitationId> {
        self.deck.iter().skip(self.at + 1).take(3)
    }

    /// What is being considered on the card that is up.
    pub fn draft(&self) -> Option<&Draft> {
        self.drafts.get(self.current()?)
    }

    /// The same, to change it.
    pub fn draft_mut(&mut self) -> Option<&mut Draft> {
        let id = self.deck.get(self.at)?.clone();
        Some(self.drafts.entry(id).or_default())
    }

    /// What is being considered on a request's card.
    pub fn draft_of(&self, id: &InvitationId) -> Draft {
        self.drafts.get(id).cloned().unwrap_or_default()
    }

    /// Puts a draft back, as after undo.
    pub fn restore_draft(&mut self, id: &InvitationId, draft: Draft) {
        self.drafts.insert(id.clone(), draft);
    }

    /// Forgets what was considered, as after a decision.
    pub fn forget_draft(&mut self, id: &InvitationId) {
        self.drafts.remove(id);
    }

    /// Requests on whose cards something was written that is in no decision yet.
    pub fn written(&self) -> impl Iterator<Item = &InvitationId> {
        self.drafts
            .iter()
            .filter(|(_, draft)| !draft.note.trim().is_empty() || !draft.reason.trim().is_empty())
            .map(|(id, _)| id)
    }

    /// Brings up the first card that waits, from where we are.
    pub fn show_next_open(&mut self, ledger: &Ledger, today: NaiveDate) {
        let waits = |id: &InvitationId| ledger.standing(id).waits_on(today);
        let behind = self.deck.iter().skip(self.at).position(waits).map(|ahead| self.at + ahead);
        self.at = behind.or_else(|| self.deck.iter().take(self.at).position(waits)).unwrap_or(self.deck.len());
    }

    /// Looks one card back or forward.
    pub fn look(&mut self, forward: bool) -> bool {
        let to = if forward { self.at + 1 } else { self.at.wrapping_sub(1) };
        let there = to < self.deck.len();
        if there {
            self.at = to;
        }
        there
    }

    /// Puts the card that is up behind all others.
    pub fn skip(&mut self) {
        if self.at < self.deck.len() {
            let id = self.deck.remove(self.at);
            self.deck.push(id);
        }
    }

    /// Brings up a request's card; one that is not in the deck is put in where we are.
    pub fn show(&mut self, id: &InvitationId) {
        self.at = self.deck.iter().position(|other| other == id).unwrap_or_else(|| {
            let at = self.at.min(self.deck.len());
            self.deck.insert(at, id.clone());
            at
        });
    }

    /// Called whenever another card may be up: its evidence, the first open question, the time.
    pub fn face(&mut self, ledger: &Ledger, network: &Network, inbox: &Inbox, open: Option<usize>, now: DateTime<Utc>) {
        self.look_up(ledger, network, inbox);
        self.focus = open.unwrap_or_default();
        self.scroll = 0;
        self.shown_at = Some(now);
    }

    /// Looks up the evidence on the card that is up.
    pub fn look_up(&mut self, ledger: &Ledger, network: &Network, inbox: &Inbox) {
        let invitation = self.current().and_then(|id| ledger.case(id)).map(crate::domain::ledger::Case::invitation);
        let witness = Witness { network, ledger, same: inbox.same_notes() };
        self.evidence = invitation.map(|invitation| witness.evidence(invitation)).unwrap_or_default();
    }

    /// Counts a decision made `now` (`None` for one that was only brought back, which is never a quick one); returns
    /// the names of the quick accepts in a row if there are as many as `guard`.
    pub fn count(
        &mut self,
        kind: VerdictKind,
        name: &Untrusted,
        entry: EntryId,
        guard: usize,
        now: Option<DateTime<Utc>>,
    ) -> Option<Vec<String>> {
        self.counted.insert(entry);
        self.decided += 1;
        self.portion += 1;
        let quick = self.shown_at.zip(now).is_some_and(|(shown, now)| (now - shown).num_seconds() < QUICK_SECONDS);
        match kind {
            VerdictKind::Accept => {
                self.accepted += 1;
                if quick { self.quick.push(name.clone()) } else { self.quick.clear() }
            }
            VerdictKind::Decline | VerdictKind::FollowUp => self.quick.clear(),
        }
        let pause = guard > 0 && self.quick.len() >= guard;
        pause.then(|| std::mem::take(&mut self.quick).iter().map(Untrusted::shown_name).collect())
    }

    /// Takes a decision out of the count, if it is in it.
    pub fn uncount(&mut self, entry: &EntryId, kind: VerdictKind) {
        if !self.counted.remove(entry) {
            return;
        }
        self.decided = self.decided.saturating_sub(1);
        self.portion = self.portion.saturating_sub(1);
        if kind == VerdictKind::Accept {
            self.accepted = self.accepted.saturating_sub(1);
            self.quick.pop();
        }
    }
}
