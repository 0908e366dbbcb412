//! What the program knows: what was decided, what the exports say, and what follows from both.

use crate::domain::decision::event::{Entry, EntryId, Event};
use crate::domain::decision::ledger::Ledger;
use crate::domain::evidence::network::Network;
use crate::domain::inbox::Inbox;
use crate::domain::inbox::evidence_finder::EvidenceFinder;
use crate::domain::inbox::reconcile::ImportReport;
use crate::domain::request::invitation::InvitationId;

use super::input::Moment;
use super::settings::Settings;

/// An event that could not be written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FailedWrite {
    /// What was to be written.
    pub event: Event,
    /// For a redo.
    pub redo_of: Option<EntryId>,
    /// Why not, and what to do.
    pub why: String,
}

impl FailedWrite {
    /// True if it need not be written any more, now that `event` was: the same, or another decision on the request.
    fn is_settled_by(&self, event: &Event) -> bool {
        match (&self.event, event) {
            (Event::Decided(failed), Event::Decided(saved)) => failed.invitation == saved.invitation,
            (failed, saved) => failed == saved,
        }
    }
}

/// What changed, for screens that list it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Change {
    /// Nothing.
    #[default]
    Nothing,
    /// One request, or something about its sender.
    One(InvitationId),
    /// Several, or something that no request is about; who waits is the same.
    Some,
    /// Who waits, what the exports say, or the day.
    All,
}

impl Change {
    /// Adds another change.
    pub fn merge(&mut self, other: &Self) {
        let joined = match (std::mem::take(self), other) {
            (Self::All, _) | (_, Self::All) => Self::All,
            (Self::Nothing, other) => other.clone(),
            (known, Self::Nothing) => known,
            (Self::One(known), Self::One(other)) if known == *other => Self::One(known),
            (Self::One(_) | Self::Some, Self::One(_) | Self::Some) => Self::Some,
        };
        *self = joined;
    }
}

/// Everything the program knows while it runs. Screens and overlays look at it; `App::apply` alone changes it.
#[derive(Debug)]
pub struct Model {
    /// What a configuration may change.
    pub settings: Settings,
    /// What was decided.
    pub ledger: Ledger,
    /// What the exports say.
    pub network: Network,
    /// What the imports of this run found.
    pub import_reports: Vec<ImportReport>,
    /// How far an import is that was named at the start, in words.
    pub import_progress: String,
    /// What waits.
    pub inbox: Inbox,
    /// What could not be written; stays until it could.
    pub failed_write: Option<FailedWrite>,
    /// Why nothing can be written at all, where that is so from the start.
    pub read_only: Option<String>,
    /// Now, as the shell said last.
    pub moment: Moment,
}

impl Model {
    /// A model of what is on disk.
    pub(super) fn new(
        settings: Settings,
        ledger: Ledger,
        network: Network,
        found: Vec<ImportReport>,
        moment: Moment,
    ) -> Self {
        let inbox = Inbox::new(&ledger, &network, moment.today);
        Self {
            settings,
            ledger,
            network,
            import_reports: found,
            import_progress: String::new(),
            inbox,
            failed_write: None,
            read_only: None,
            moment,
        }
    }

    /// Returns whoever can say what is known about the sender of a request.
    pub fn evidence_finder(&self) -> EvidenceFinder<'_> {
        EvidenceFinder { network: &self.network, ledger: &self.ledger, duplicates: self.inbox.duplicate_notes() }
    }

    /// True if a request asks for a decision today.
    pub fn is_pending(&self, id: &InvitationId) -> bool {
        self.ledger.status(id).is_pending_on(self.moment.today)
    }

    /// Sets the time; true if another day has begun.
    pub(super) fn set_moment(&mut self, moment: Moment) -> bool {
        let before = std::mem::replace(&mut self.moment, moment);
        before.today != moment.today
    }

    /// Posts an entry; returns what changed.
    pub(super) fn post(&mut self, entry: Entry) -> Change {
        if self.failed_write.as_ref().is_some_and(|failed| failed.is_settled_by(&entry.event)) {
            self.failed_write = None;
        }
        let change = self.change_of(&entry.event);
        self.ledger.post(entry);
        match &change {
            Change::All => self.rebuild_inbox(),
            Change::One(id) => self.update_pending(id),
            Change::Some | Change::Nothing => {}
        }
        change
    }

    /// Makes the inbox again, after anything may have changed.
    pub(super) fn rebuild_inbox(&mut self) {
        self.inbox = Inbox::new(&self.ledger, &self.network, self.moment.today);
    }

    fn change_of(&self, event: &Event) -> Change {
        match event {
            Event::Decided(decision) => Change::One(decision.invitation.clone()),
            Event::CarriedOut { invitation, .. } | Event::GiftGiven { invitation, .. } => {
                Change::One(invitation.clone())
            }
            Event::Retracted { entry } => {
                let target = self.ledger.entry(entry).map(|entry| &entry.event);
                target.map_or(Change::Nothing, |event| self.change_of(event))
            }
            Event::PersonDescribed { .. } => Change::Some,
            Event::Imported { .. } | Event::Reopened { .. } => Change::All,
            Event::Forgotten { .. } | Event::Unknown { .. } => Change::Nothing,
        }
    }

    /// Counts a request anew, which may wait now or wait no more.
    fn update_pending(&mut self, id: &InvitationId) {
        let waits = self.is_pending(id);
        if waits && self.inbox.pile_of(id).is_none() {
            self.rebuild_inbox(); // it did not wait when the inbox was made: decided before a restart, say, and taken back
        } else {
            self.inbox.set_pending(id, waits);
        }
    }
}
