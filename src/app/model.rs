//! The model: the decisions, the exports, and what follows from both.

use std::cell::OnceCell;
use std::sync::Arc;

use crate::domain::care::clock::{PlanData, ReachOutPlan, people_of};
use crate::domain::care::open_tasks::{OpenTasks, TaskCounts};
use crate::domain::care::query::SearchData;
use crate::domain::decision::care_event::CareEvent;
use crate::domain::decision::event::{Entry, EntryId, Event, NewEvent};
use crate::domain::decision::ledger::Ledger;
use crate::domain::evidence::network::Network;
use crate::domain::inbox::Inbox;
use crate::domain::inbox::evidence_finder::EvidenceFinder;
use crate::domain::inbox::reconcile::ImportReport;
use crate::domain::person::key::PersonKey;
use crate::domain::request::invitation::InvitationId;
use crate::domain::search::query::{Query, QueryError};
use crate::domain::text::dates::DayContext;

use super::effect::FoundExport;
use super::input::Moment;
use super::settings::Settings;

/// Events that could not be written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FailedWrite {
    /// Events that were not written.
    pub events: Vec<NewEvent>,
    /// Reason, and what to do.
    pub why: String,
}

impl FailedWrite {
    /// Removes what `saved` makes obsolete: the same event, or another decision on the request.
    fn settle(&mut self, saved: &Event) {
        self.events.retain(|failed| match (&failed.event, saved) {
            (Event::Decided(failed), Event::Decided(saved)) => failed.invitation != saved.invitation,
            (failed, saved) => failed != saved,
        });
    }
}

/// Scope of a model change, so that a screen refreshes only what changed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Change {
    /// No change.
    #[default]
    Nothing,
    /// One request, or facts about its sender.
    One(InvitationId),
    /// Several requests, or something not tied to a request; the pending requests are the same.
    Several,
    /// The pending requests, the exports, or the day.
    All,
}

impl Change {
    /// Merges another change into this one.
    pub fn merge(&mut self, other: &Self) {
        let joined = match (std::mem::take(self), other) {
            (Self::All, _) | (_, Self::All) => Self::All,
            (Self::Nothing, other) => other.clone(),
            (known, Self::Nothing) => known,
            (Self::One(known), Self::One(other)) if known == *other => Self::One(known),
            (Self::One(_) | Self::Several, Self::One(_) | Self::Several) => Self::Several,
        };
        *self = joined;
    }
}

/// The data of the running program. Screens and overlays read it; only `App` changes it.
#[derive(Debug)]
pub struct Model {
    /// Settings.
    pub settings: Settings,
    /// Decisions.
    pub ledger: Ledger,
    /// Data from the exports.
    pub network: Arc<Network>,
    /// Reports of the last import, of this run or an earlier one.
    pub import_reports: Vec<ImportReport>,
    /// True if it was made in this run.
    pub is_new_import: bool,
    /// Progress of the import that is being read, as text; empty if there is none.
    pub import_progress: String,
    /// Copy of the user's data in the download folder, as last looked for.
    pub found_export: Option<FoundExport>,
    /// Pending requests.
    pub inbox: Inbox,
    /// Event that could not be written; kept until it is written or obsolete.
    pub failed_write: Option<FailedWrite>,
    /// Entry taken back in a list since the last append; the next undo brings it back.
    pub(super) taken_back: Option<EntryId>,
    /// Reason if nothing can be written from the start.
    pub read_only: Option<String>,
    /// Current time, as last passed in by the shell.
    pub moment: Moment,
    /// What is open for today; unset until somebody asks, so that the first card does not wait for it.
    open_tasks: OnceCell<OpenTasks>,
}

impl Model {
    /// Returns a model of the loaded data.
    pub(super) fn new(
        settings: Settings,
        ledger: Ledger,
        network: Arc<Network>,
        found: Vec<ImportReport>,
        moment: Moment,
    ) -> Self {
        let mut model = Self {
            inbox: Inbox::default(),
            open_tasks: OnceCell::new(),
            settings,
            ledger,
            network,
            is_new_import: !found.is_empty(),
            import_reports: found,
            import_progress: String::new(),
            found_export: None,
            failed_write: None,
            taken_back: None,
            read_only: None,
            moment,
        };
        model.rebuild_inbox();
        model
    }

    /// Returns a finder of evidence about the sender of a request.
    pub fn evidence_finder(&self) -> EvidenceFinder<'_> {
        EvidenceFinder { network: &self.network, ledger: &self.ledger, duplicates: self.inbox.duplicate_notes() }
    }

    /// Returns the events that bring back what was just taken back in a list.
    pub fn taken_back(&self) -> Option<Vec<NewEvent>> {
        self.ledger.redo_of_entry(self.taken_back.as_ref()?)
    }

    /// True once there is anything to work with: a request, or a copy of the user's data.
    pub fn has_data(&self) -> bool {
        self.ledger.status_counts().total() > 0 || self.network.as_of.is_some()
    }

    /// Returns what queries ask about.
    pub fn search_data(&self) -> SearchData<'_> {
        SearchData { ledger: &self.ledger, network: &self.network, inbox: &self.inbox, local: self.moment.local }
    }

    /// Returns what typed days are read by.
    pub fn day_context(&self) -> DayContext {
        DayContext { today: self.moment.today, numbers: self.settings.numbers }
    }

    /// Reads a query, with the questions of this checklist and the words for today.
    ///
    /// # Errors
    ///
    /// As [`Query::parse`].
    pub fn parse_query(&self, text: &str) -> Result<Query, QueryError> {
        self.search_data().parse(text, self.day_context(), Some(&self.settings.checklist))
    }

    /// True if a request needs a decision today.
    pub fn is_pending(&self, id: &InvitationId) -> bool {
        self.ledger.status(id).is_pending_on(self.moment.today)
    }

    /// Sets the time; true if the day changed.
    pub(super) fn set_moment(&mut self, moment: Moment) -> bool {
        let before = std::mem::replace(&mut self.moment, moment);
        before.today != moment.today
    }

    /// Posts an entry; returns the scope of the change.
    pub(super) fn post(&mut self, entry: Entry) -> Change {
        self.settle_failed_write(&entry.event);
        self.taken_back = None;
        let change = self.change_of(&entry.event);
        let meant = self.meant(&entry.event);
        let people: Vec<PersonKey> = meant.map(people_of).into_iter().flatten().cloned().collect();
        let is_pledge = matches!(meant, Some(Event::Care(event)) if matches!(**event, CareEvent::Pledged(_)));
        let before = self.open_tasks.get().map(|_| TaskCounts::of_people(&people, self.plan_data()));
        self.ledger.post(entry);
        match &change {
            Change::All => {
                self.rebuild_inbox();
                return change;
            }
            Change::One(id) => self.update_pending(id),
            Change::Several | Change::Nothing => {}
        }
        if let (Some(mut tasks), Some(before)) = (self.open_tasks.take(), before) {
            tasks.update(&people, before, is_pledge, self.plan_data());
            self.open_tasks = OnceCell::from(tasks);
        }
        change
    }

    /// Returns what the contact clock is derived from.
    pub fn plan_data(&self) -> PlanData<'_> {
        let Moment { today, local, .. } = self.moment;
        PlanData { ledger: &self.ledger, network: &self.network, settings: &self.settings.few, today, local }
    }

    /// True once the rhythm was chosen on purpose: until then, only Today asks to reach out, and explains why.
    pub fn has_chosen_rhythm(&self) -> bool {
        self.ledger.has_chosen_rhythm()
    }

    /// Returns what is open for today; adds it up the first time, which takes a look at everybody.
    pub fn open_tasks(&self) -> &OpenTasks {
        self.open_tasks.get_or_init(|| OpenTasks::new(self.plan_data()))
    }

    /// Returns what is open for today, if it was added up already.
    pub fn known_open_tasks(&self) -> Option<&OpenTasks> {
        self.open_tasks.get()
    }

    /// Returns whom to reach out to.
    pub fn reach_out(&self) -> &ReachOutPlan {
        &self.open_tasks().reach_out
    }

    /// Asks for another portion of today's few.
    pub(super) fn ask_for_more_reach_outs(&mut self) {
        self.open_tasks();
        if let Some(tasks) = self.open_tasks.get_mut() {
            tasks.reach_out.ask_for_more(&self.network);
        }
    }

    /// Returns the event itself; of an undo, the undone one.
    fn meant<'a>(&'a self, event: &'a Event) -> Option<&'a Event> {
        let Event::Retracted { entry } = event else { return Some(event) };
        self.ledger.entry(entry).and_then(|entry| self.meant(&entry.event))
    }

    /// Posts the entries of one write, and rebuilds the inbox once.
    pub(super) fn post_batch(&mut self, entries: &[Entry]) {
        self.taken_back = None;
        for entry in entries {
            self.settle_failed_write(&entry.event);
            self.ledger.post(entry.clone());
        }
        self.rebuild_inbox();
    }

    fn settle_failed_write(&mut self, saved: &Event) {
        if let Some(failed) = &mut self.failed_write {
            failed.settle(saved);
        }
        self.failed_write.take_if(|failed| failed.events.is_empty());
    }

    /// Rebuilds the inbox, and what is open for today if it was added up already.
    pub(super) fn rebuild_inbox(&mut self) {
        self.inbox = Inbox::new(&self.ledger, &self.network, self.moment.today);
        if let Some(earlier) = self.open_tasks.take() {
            self.open_tasks = OnceCell::from(earlier.rebuilt(self.plan_data()));
        }
    }

    fn change_of(&self, event: &Event) -> Change {
        match event {
            Event::Decided(decision) => Change::One(decision.invitation.clone()),
            Event::CarriedOut(carried_out) => Change::One(carried_out.invitation.clone()),
            Event::GiftGiven(gift) => Change::One(gift.invitation.clone()),
            Event::Retracted { entry } => {
                let target = self.ledger.entry(entry).map(|entry| &entry.event);
                target.map_or(Change::Nothing, |event| self.change_of(event))
            }
            Event::Care(event) if matches!(**event, CareEvent::SamePerson { .. }) => Change::All,
            Event::PersonDescribed(_) | Event::Care(_) => Change::Several,
            Event::Imported(_) | Event::Reopened { .. } => Change::All,
            Event::Forgotten { .. } | Event::Unknown { .. } => Change::Nothing,
        }
    }

    /// Updates one request, which may have become pending or stopped being so.
    fn update_pending(&mut self, id: &InvitationId) {
        let waits = self.is_pending(id);
        if waits && self.inbox.pile_of(id).is_none() {
            self.rebuild_inbox(); // not pending when the inbox was built: say, decided before a restart, then undone
        } else {
            self.inbox.set_pending(id, waits);
        }
    }
}
