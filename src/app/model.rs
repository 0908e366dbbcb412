//! The model: the decisions, the exports, and what follows from both.

use crate::domain::care::agenda::agenda_item;
use crate::domain::care::clock::{PlanData, ReachOutPlan, people_of};
use crate::domain::care::introduction::introductions_of;
use crate::domain::care::let_go::{let_go_of, let_gos};
use crate::domain::care::query::SearchData;
use crate::domain::care::they_wrote::{they_wrote, waiting_message};
use crate::domain::care::today::{open_introductions, owed_promises, owed_promises_to};
use crate::domain::decision::care_event::CareEvent;
use crate::domain::decision::carry_out::{self, CarryOutTask};
use crate::domain::decision::event::{Entry, EntryId, Event, NewEvent};
use crate::domain::decision::ledger::{InvitationCase, Ledger};
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
    pub network: Network,
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
    /// Whom to reach out to, kept up to date by what changed.
    pub reach_out: ReachOutPlan,
    /// Counts that tabs show; kept up to date, since adding them up would take a look at every request.
    pub tab_counts: TabCounts,
}

/// Counts of open tasks.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct TabCounts {
    /// Clicks to make on LinkedIn; without requests to ignore, which one may leave as they are.
    pub to_do: usize,
    /// What is due today, without whom to reach out to.
    today: usize,
    /// Today's few that are left.
    reach_out: usize,
}

impl TabCounts {
    /// Counts the tasks of some requests.
    fn of<'a>(cases: impl Iterator<Item = &'a InvitationCase>, model: &Model) -> Self {
        let mut counts = Self::default();
        for case in cases.filter(|case| model.ledger.is_card(case)) {
            let is_click = carry_out::is_case_pending(&model.ledger, case)
                && carry_out::task(&model.ledger, case) != Some(CarryOutTask::Ignore);
            counts.to_do += usize::from(is_click);
            let item = agenda_item(&model.ledger, &model.network, case, model.moment.local);
            counts.today += usize::from(item.is_some_and(|item| item.day <= model.moment.today));
        }
        counts
    }

    /// Adds what is owed to people and what they wrote.
    fn with_people<'a>(mut self, people: impl Iterator<Item = &'a PersonKey>, model: &Model) -> Self {
        for person in people {
            let promises = owed_promises_to(person, &model.ledger);
            self.today += promises.iter().filter(|promise| promise.due <= model.moment.today).count();
            let begun = introductions_of(person, &model.ledger, model.moment.local);
            let begun = begun.iter().filter(|known| known.side_of(person) == Some(0)); // each counts once
            self.today += begun.filter(|known| known.next(model.moment.today).is_some()).count();
            let known = model.network.get(person).filter(|known| known.is_connected());
            let wrote = known.and_then(|known| waiting_message(known, &model.ledger, model.moment.local));
            self.today += usize::from(wrote.is_some_and(|wrote| !wrote.is_greeting));
            self.to_do += usize::from(let_go_of(person, model.plan_data()).is_some_and(|let_go| let_go.is_pending()));
        }
        self
    }
}

impl Model {
    /// Returns a model of the loaded data.
    pub(super) fn new(
        settings: Settings,
        ledger: Ledger,
        network: Network,
        found: Vec<ImportReport>,
        moment: Moment,
    ) -> Self {
        let mut model = Self {
            inbox: Inbox::default(),
            tab_counts: TabCounts::default(),
            reach_out: ReachOutPlan::default(),
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
        let before = self.tab_counts_of(&people);
        self.ledger.post(entry);
        match &change {
            Change::All => {
                self.rebuild_inbox();
                return change;
            }
            Change::One(id) => self.update_pending(id),
            Change::Several | Change::Nothing => {}
        }
        let after = self.tab_counts_of(&people);
        self.tab_counts.to_do = (self.tab_counts.to_do + after.to_do).saturating_sub(before.to_do);
        self.tab_counts.today = (self.tab_counts.today + after.today).saturating_sub(before.today);
        if is_pledge {
            self.reach_out = self.reach_out.rebuilt(self.plan_data());
        }
        let mut plan = std::mem::take(&mut self.reach_out);
        plan.update(&people, self.plan_data());
        self.reach_out = plan;
        self.tab_counts.reach_out = self.reach_out.open_few();
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

    /// Returns the number of rows of Today that are for today.
    pub fn due_today(&self) -> usize {
        self.tab_counts.today + if self.has_chosen_rhythm() { self.tab_counts.reach_out } else { 0 }
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

    /// Rebuilds the inbox.
    pub(super) fn rebuild_inbox(&mut self) {
        self.inbox = Inbox::new(&self.ledger, &self.network, self.moment.today);
        self.reach_out = self.reach_out.rebuilt(self.plan_data());
        let promises = owed_promises(&self.ledger).into_iter().filter(|promise| promise.due <= self.moment.today);
        let wrote = they_wrote(&self.ledger, &self.network, self.moment.local);
        let introductions = open_introductions(self.plan_data()).len();
        let of_people = introductions + promises.count() + wrote.iter().filter(|wrote| !wrote.is_greeting).count();
        self.tab_counts = TabCounts::of(self.ledger.cases(), self);
        self.tab_counts.to_do += let_gos(self.plan_data()).iter().filter(|let_go| let_go.is_pending()).count();
        self.tab_counts.today += of_people;
        self.tab_counts.reach_out = self.reach_out.open_few();
    }

    /// Returns the counts of these people.
    fn tab_counts_of(&self, people: &[PersonKey]) -> TabCounts {
        let cases = people.iter().flat_map(|person| self.ledger.cases_of(person));
        TabCounts::of(cases, self).with_people(people.iter(), self)
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
