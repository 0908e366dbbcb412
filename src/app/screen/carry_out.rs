//! Carry-out screen: decisions are carried out on LinkedIn by hand, ten at a time.

use std::borrow::Cow;

use foldhash::HashSet;

use crate::app::action::{Action, DECIDE, EVERYWHERE, MOVE, RESCHEDULE, RETRY, UNDO, default_keys, with_keys};
use crate::app::command::{Cx, Handled};
use crate::app::ids::{Context, ScreenId, Selection};
use crate::app::layer::{Layer, Place, ScreenSpec};
use crate::app::model::{Change, Model};
use crate::app::view::ListCursor;
use crate::domain::decision::carry_out::{is_pending, pending};
use crate::domain::decision::event::{CarryOutResult, Entry, Event};
use crate::domain::decision::ledger::Ledger;
use crate::domain::request::invitation::InvitationId;

/// Screen spec.
pub static SPEC: ScreenSpec = ScreenSpec {
    id: ScreenId::CarryOut,
    title: "To do",
    name: "to do",
    place: Place::Tab,
    go_keys: "c",
    go_label: "to do",
    bindings: &[
        &[
            default_keys(Action::Open, "open profile"),
            default_keys(Action::ComposeMessage, "message"),
            default_keys(Action::CarryOut, "done"),
            default_keys(Action::RequestGone, "gone"),
            with_keys("p", Action::OpenPerson, "page"),
        ],
        DECIDE,
        RESCHEDULE,
        RETRY,
        &[default_keys(Action::EditDetails, "edit"), with_keys("Esc", Action::Go(ScreenId::Inbox), "inbox")],
        MOVE,
        UNDO,
        EVERYWHERE,
    ],
};

/// Requests per batch: as many as LinkedIn's own page of requests shows.
const BATCH_LEN: usize = 10;

/// The carry-out screen.
#[derive(Debug, Default)]
pub struct CarryOutScreen {
    /// Requests to carry out; finished ones stay, so that progress is visible.
    queue: Vec<InvitationId>,
    /// True for each request in the queue that is still pending.
    pending: Vec<bool>,
    cursor: ListCursor,
    /// True if the whole batch is done.
    batch_finished: bool,
}

impl CarryOutScreen {
    /// Returns the current batch.
    pub fn batch(&self) -> &[InvitationId] {
        let from = self.batch_start().min(self.queue.len());
        &self.queue[from..(from + BATCH_LEN).min(self.queue.len())]
    }

    /// Returns the index of the selected request in the batch.
    pub fn index_in_batch(&self) -> usize {
        self.cursor.index % BATCH_LEN
    }

    /// Returns the selected request; `None` if the batch is done.
    pub fn current(&self) -> Option<&InvitationId> {
        self.queue.get(self.cursor.index).filter(|_| !self.batch_finished)
    }

    /// Returns the number of pending requests.
    pub fn remaining(&self) -> usize {
        self.pending.iter().filter(|open| **open).count()
    }

    /// Returns the number of requests done in the batch.
    pub fn done_in_batch(&self) -> usize {
        self.pending.iter().skip(self.batch_start()).take(BATCH_LEN).filter(|open| !**open).count()
    }

    /// Returns the index of the batch's first request in the queue.
    pub fn batch_start(&self) -> usize {
        self.cursor.index - self.cursor.index % BATCH_LEN
    }

    /// Refreshes the whole queue and appends new requests; starts over if all are done.
    fn refresh_all(&mut self, ledger: &Ledger) {
        self.pending = self.queue.iter().map(|id| is_pending(ledger, id)).collect();
        if self.remaining() == 0 {
            *self = Self::default();
        }
        let known: HashSet<InvitationId> = self.queue.iter().cloned().collect();
        self.queue.extend(pending(ledger).into_iter().filter(|id| !known.contains(id)));
        self.pending.resize(self.queue.len(), true);
    }

    /// Refreshes one request, since the queue may hold thousands.
    fn refresh_one(&mut self, id: &InvitationId, ledger: &Ledger) {
        let open = is_pending(ledger, id);
        match self.find(id) {
            Some(at) => self.pending[at] = open,
            None if open => {
                self.queue.push(id.clone());
                self.pending.push(true);
            }
            None => {}
        }
    }

    /// Selects the next pending request of the batch.
    fn go_to_next(&mut self) {
        let (at, from) = (self.cursor.index, self.batch_start());
        let to = (from + BATCH_LEN).min(self.pending.len());
        let next = (at..to).chain(from..at.min(to)).find(|at| self.pending[*at]);
        self.cursor.index = next.unwrap_or(at);
        self.batch_finished = next.is_none();
    }

    /// Returns the index of a request in the queue; mostly it is the selected one, so that is tried first.
    fn find(&self, id: &InvitationId) -> Option<usize> {
        let is_it = |at: &usize| self.queue.get(*at) == Some(id);
        Some(self.cursor.index).filter(is_it).or_else(|| (0..self.queue.len()).find(is_it))
    }

    /// Records the selected request as carried out; if the whole batch is done, goes to the next batch.
    fn carry_out(&mut self, how: CarryOutResult, cx: &mut Cx) {
        let Some(id) = self.current().cloned() else {
            self.batch_finished = false;
            self.cursor.index = self.pending.iter().position(|open| *open).unwrap_or(self.cursor.index);
            return;
        };
        if let Some(invitation) =
            cx.model.ledger.case(&id).map(crate::domain::decision::ledger::InvitationCase::invitation)
        {
            let (person, name) = (invitation.person.clone(), invitation.name.clone());
            cx.append(Event::CarriedOut { invitation: id, person, name, result: how });
        }
    }
}

impl Layer for CarryOutScreen {
    fn context(&self) -> Context {
        Context::Screen(ScreenId::CarryOut)
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "a layer knows why not of a few of many actions")]
    fn disabled(&self, action: Action, _: &Model) -> Option<Cow<'static, str>> {
        let possible = match action {
            Action::CarryOut => self.current().is_some() || self.remaining() > 0,
            Action::RequestGone => self.current().is_some(),
            _ => true,
        };
        (!possible).then_some("Nothing to do here".into())
    }

    fn selected(&self, _: &Model) -> Selection {
        self.current().cloned().map_or(Selection::Nobody, Selection::Request)
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "a layer takes a few of many actions")]
    fn act(&mut self, action: Action, cx: &mut Cx) -> Handled {
        match action {
            Action::CarryOut => self.carry_out(CarryOutResult::Done, cx),
            Action::RequestGone => self.carry_out(CarryOutResult::NotThere, cx),
            _ if self.cursor.step(action, cx.view.list) => self.batch_finished = false,
            _ => return Handled::No,
        }
        Handled::Yes
    }

    fn show(&mut self, target: &Selection, _: &mut Cx) {
        if let Selection::Request(id) = target {
            self.batch_finished = false;
            self.cursor.index = self.find(id).unwrap_or(self.cursor.index);
        }
    }

    fn cursor(&mut self) -> Option<&mut ListCursor> {
        Some(&mut self.cursor)
    }

    fn refresh(&mut self, change: &Change, cx: &mut Cx) {
        match change {
            Change::Nothing => {}
            Change::One(id) => self.refresh_one(id, &cx.model.ledger),
            Change::Several | Change::All => self.refresh_all(&cx.model.ledger),
        }
        self.cursor.set_len(self.queue.len());
        self.go_to_next();
    }

    fn posted(&mut self, entry: &Entry, cx: &mut Cx) {
        let Event::Retracted { entry } = &entry.event else { return };
        if let Some(Event::CarriedOut { invitation, .. }) = cx.model.ledger.entry(entry).map(|entry| &entry.event) {
            self.show(&Selection::Request(invitation.clone()), cx);
        }
    }
}
