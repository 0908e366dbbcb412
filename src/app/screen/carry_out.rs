//! Carry-out screen: decisions are carried out on LinkedIn by hand, one click after the other.

use std::borrow::Cow;

use strum::VariantArray;

use crate::app::action::Action;
use crate::app::bindings::{DECIDE, DETAILS, EVERYWHERE, MOVE, RESCHEDULE, RETRY, UNDO, default_keys, with_keys};
use crate::app::command::{Cx, Handled};
use crate::app::ids::{Context, ScreenId, Selection};
use crate::app::layer::{Layer, Place, ScreenSpec, change_label};
use crate::app::model::{Change, Model};
use crate::app::notification::Notification;
use crate::app::view::ListCursor;
use crate::domain::care::let_go::{LetGo, let_go_of, let_gos};
use crate::domain::decision::care_event::CareEvent;
use crate::domain::decision::carry_out::{self, CarryOutTask, is_case_pending, task};
use crate::domain::decision::event::{CarryOut, CarryOutResult, Entry, Event};
use crate::domain::decision::ledger::InvitationCase;
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
            default_keys(Action::CarryOut, "done"),
            default_keys(Action::Open, "open"),
            default_keys(Action::ComposeMessage, "message"),
            default_keys(Action::RequestGone, "gone"),
            default_keys(Action::FilterVerdict, "next kind"),
            default_keys(Action::OpenPerson, "page"),
        ],
        DECIDE,
        RESCHEDULE,
        RETRY,
        &[default_keys(Action::EditDetails, "edit"), with_keys("Esc", Action::Go(ScreenId::Inbox), "inbox")],
        MOVE,
        DETAILS,
        UNDO,
        EVERYWHERE,
    ],
};

/// Kinds of clicks, in the order in which one key shows them.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, VariantArray)]
pub enum ClickKind {
    /// All but requests to ignore, which one may leave as they are.
    #[default]
    All,
    /// Requests to accept.
    Accept,
    /// Questions to send.
    Reply,
    /// Connections to remove, people to report.
    Remove,
    /// Requests to ignore.
    Ignore,
}

impl ClickKind {
    /// Returns its label.
    pub fn label(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Accept => "only accepts",
            Self::Reply => "only replies",
            Self::Remove => "only removals and reports",
            Self::Ignore => "only requests to ignore",
        }
    }

    fn holds(self, task: CarryOutTask) -> bool {
        match task {
            CarryOutTask::Accept => matches!(self, Self::All | Self::Accept),
            CarryOutTask::Reply => matches!(self, Self::All | Self::Reply),
            CarryOutTask::RemoveConnection | CarryOutTask::DontKnow | CarryOutTask::ReportSpam => {
                matches!(self, Self::All | Self::Remove)
            }
            CarryOutTask::Ignore => self == Self::Ignore,
        }
    }
}

/// A request in the list, or a connection to remove.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TaskRow {
    /// The request, or the person.
    pub target: Selection,
    /// What is to be clicked.
    pub task: CarryOutTask,
    /// False once it is done.
    pub is_open: bool,
}

/// The carry-out screen.
#[derive(Debug, Default)]
pub struct CarryOutScreen {
    /// All requests to carry out; finished ones stay, so that progress is visible.
    queue: Vec<TaskRow>,
    /// Those shown, as indices into `queue`.
    shown: Vec<usize>,
    /// Kind of clicks shown.
    pub kind: ClickKind,
    /// Cursor in the rows shown.
    pub cursor: ListCursor,
    /// True once the user knows which key marks a request as done.
    knows_done_key: bool,
}

impl CarryOutScreen {
    /// Returns the rows shown.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = &TaskRow> {
        self.shown.iter().map(|at| &self.queue[*at])
    }

    /// Returns a row.
    pub fn row(&self, at: usize) -> Option<&TaskRow> {
        self.shown.get(at).map(|at| &self.queue[*at])
    }

    /// Returns the selected request; `None` if everything is done.
    pub fn current(&self) -> Option<&TaskRow> {
        self.row(self.cursor.index).filter(|_| self.remaining(self.kind) > 0)
    }

    /// Returns the number of open requests of a kind.
    pub fn remaining(&self, kind: ClickKind) -> usize {
        self.queue.iter().filter(|row| row.is_open && kind.holds(row.task)).count()
    }

    /// True if something was done here.
    pub fn has_finished(&self) -> bool {
        !self.queue.is_empty()
    }

    /// Refreshes the whole queue and adds new tasks; starts over if all are done.
    fn refresh_all(&mut self, model: &Model) {
        self.queue.retain_mut(|row| update(row, model));
        if self.queue.iter().all(|row| !row.is_open) {
            self.queue.clear();
        }
        let known: foldhash::HashSet<Selection> = self.queue.iter().map(|row| row.target.clone()).collect();
        let requests = carry_out::pending(&model.ledger).map(|(id, task)| (Selection::Request(id), task));
        let let_gos = let_gos(model.plan_data()).into_iter().filter(LetGo::is_pending);
        let let_gos = let_gos.map(|let_go| (Selection::Person(let_go.about.person), CarryOutTask::RemoveConnection));
        let new = requests.chain(let_gos).filter(|(target, _)| !known.contains(target));
        self.queue.extend(new.map(|(target, task)| TaskRow { target, task, is_open: true }));
        self.sort(model);
    }

    /// Refreshes one request, since the queue may hold thousands.
    fn refresh_one(&mut self, id: &InvitationId, model: &Model) {
        let target = Selection::Request(id.clone());
        let place = self.find(&target);
        let before = place.map(|at| self.queue[at].task);
        let mut row = TaskRow { target, task: CarryOutTask::Accept, is_open: false };
        let is_task = update(&mut row, model);
        match place {
            Some(at) if is_task => self.queue[at] = row.clone(),
            Some(at) => {
                self.queue.remove(at);
            }
            None if is_task && row.is_open => self.queue.push(row.clone()),
            None => return,
        }
        if before != Some(row.task) {
            self.sort(model);
        }
    }

    /// Sorts tasks: by what is to be clicked, within it the newest request first, like LinkedIn's own page.
    fn sort(&mut self, model: &Model) {
        self.queue.sort_by_cached_key(|row| {
            let (at, name) = if let Selection::Person(person) = &row.target {
                (let_go_of(person, model.plan_data()).map(|let_go| let_go.at), person.as_str().to_owned())
            } else {
                let invitation = row.target.case(&model.ledger).map(InvitationCase::invitation);
                let id = invitation.map(|invitation| invitation.id.as_str().to_owned());
                (invitation.and_then(|invitation| invitation.sent_at), id.unwrap_or_default())
            };
            (row.task.rank(), std::cmp::Reverse((at, name)))
        });
    }

    /// Shows the rows of the kind, and keeps the selected request if it is among them.
    fn filter(&mut self, selected: Option<&Selection>) {
        self.shown = (0..self.queue.len()).filter(|at| self.kind.holds(self.queue[*at].task)).collect();
        let place = selected.and_then(|target| self.shown.iter().position(|at| self.queue[*at].target == *target));
        self.cursor.restore(place, self.shown.len());
    }

    /// Selects the next open request, if the selected one is done.
    fn go_to_next(&mut self) {
        let (at, count) = (self.cursor.index, self.shown.len());
        let is_open = |at: &usize| self.row(*at).is_some_and(|row| row.is_open);
        self.cursor.index = (at..count).chain(0..at.min(count)).find(is_open).unwrap_or(at);
    }

    /// Shows the next kind that has open requests.
    fn next_kind(&mut self) {
        let kinds = ClickKind::VARIANTS;
        let at = kinds.iter().position(|kind| *kind == self.kind).unwrap_or_default();
        let mut others = kinds.iter().cycle().skip(at + 1).take(kinds.len());
        self.kind = others.find(|kind| self.remaining(**kind) > 0).copied().unwrap_or_default();
        self.cursor.index = 0;
        self.filter(None);
        self.go_to_next();
    }

    /// Returns the index of a request in the queue; mostly it is the selected one, so that is tried first.
    fn find(&self, target: &Selection) -> Option<usize> {
        let selected = self.shown.get(self.cursor.index).copied();
        let is_it = |at: &usize| self.queue.get(*at).is_some_and(|row| row.target == *target);
        selected.filter(is_it).or_else(|| (0..self.queue.len()).find(is_it))
    }

    /// Records the selected request as carried out.
    fn carry_out(&mut self, how: CarryOutResult, cx: &mut Cx) {
        match self.current().map(|row| row.target.clone()) {
            Some(Selection::Request(id)) => {
                let Some(case) = cx.model.ledger.case(&id) else { return };
                let (person, name) = (case.invitation().person.clone(), case.invitation().name.clone());
                cx.append(Event::carried_out(CarryOut { invitation: id, person, name, result: how }));
            }
            Some(Selection::Person(person)) => {
                let Some(LetGo { about, review, .. }) = let_go_of(&person, cx.model.plan_data()) else { return };
                cx.append(Event::care(CareEvent::Disconnected { about, review }));
            }
            _ => {}
        }
    }

    /// Opens the selected person's page; the first time says which key marks the request as done.
    fn open_page(&mut self, cx: &mut Cx) -> Handled {
        if std::mem::replace(&mut self.knows_done_key, true) {
            return Handled::No;
        }
        let Some(row) = self.current() else { return Handled::No };
        cx.show(ScreenId::Person, row.target.clone());
        let key = cx.model.settings.keymap.key_label(self.context(), Action::CarryOut);
        cx.notify(Notification::hint(format!("This is their page. In To do, {key} marks the request as done.")));
        Handled::Yes
    }
}

/// Updates a row; false if there is nothing to carry out any more.
fn update(row: &mut TaskRow, model: &Model) -> bool {
    let ledger = &model.ledger;
    let state = if let Selection::Person(person) = &row.target {
        let let_go = let_go_of(person, model.plan_data());
        let_go.map(|let_go| (CarryOutTask::RemoveConnection, let_go.is_pending()))
    } else {
        row.target.case(ledger).and_then(|case| Some((task(ledger, case)?, is_case_pending(ledger, case))))
    };
    let Some(state) = state else { return false };
    (row.task, row.is_open) = state;
    true
}

impl Layer for CarryOutScreen {
    fn context(&self) -> Context {
        Context::Screen(ScreenId::CarryOut)
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "a layer knows why not of a few of many actions")]
    fn disabled(&self, action: Action, _: &Model) -> Option<Cow<'static, str>> {
        let possible = match action {
            Action::CarryOut | Action::RequestGone => self.current().is_some_and(|row| row.is_open),
            Action::FilterVerdict => self.queue.iter().any(|row| row.is_open),
            _ => true,
        };
        (!possible).then_some("Nothing to do here".into())
    }

    fn label(&self, action: Action, _: &Model) -> Option<&'static str> {
        change_label(action)
    }

    fn selected(&self, _: &Model) -> Selection {
        self.current().map_or(Selection::Nobody, |row| row.target.clone())
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "a layer takes a few of many actions")]
    fn act(&mut self, action: Action, cx: &mut Cx) -> Handled {
        match action {
            Action::CarryOut => {
                self.knows_done_key = true;
                self.carry_out(CarryOutResult::Done, cx);
            }
            Action::RequestGone => self.carry_out(CarryOutResult::NotThere, cx),
            Action::FilterVerdict => self.next_kind(),
            Action::OpenPerson => return self.open_page(cx),
            _ => return Handled::No,
        }
        Handled::Yes
    }

    fn show(&mut self, target: &Selection, _: &mut Cx) {
        let Some(task) = self.find(target).map(|at| self.queue[at].task) else { return };
        if !self.kind.holds(task) {
            self.kind = if ClickKind::All.holds(task) { ClickKind::All } else { ClickKind::Ignore };
        }
        self.filter(Some(target));
    }

    fn cursor(&mut self) -> Option<&mut ListCursor> {
        Some(&mut self.cursor)
    }

    fn refresh(&mut self, change: &Change, cx: &mut Cx) {
        let selected = self.row(self.cursor.index).map(|row| row.target.clone());
        match change {
            Change::Nothing => {}
            Change::One(id) => self.refresh_one(id, cx.model),
            Change::Several | Change::All => self.refresh_all(cx.model),
        }
        if self.remaining(self.kind) == 0 {
            self.kind = ClickKind::All;
        }
        self.filter(selected.as_ref());
        self.go_to_next();
    }

    fn posted(&mut self, entry: &Entry, cx: &mut Cx) {
        let Event::Retracted { entry } = &entry.event else { return };
        match cx.model.ledger.entry(entry).map(|entry| &entry.event) {
            Some(Event::CarriedOut(done)) => self.show(&Selection::Request(done.invitation.clone()), cx),
            Some(Event::Care(event)) => {
                if let CareEvent::Disconnected { about, .. } = &**event {
                    self.show(&Selection::Person(about.person.clone()), cx);
                }
            }
            _ => {}
        }
    }
}
