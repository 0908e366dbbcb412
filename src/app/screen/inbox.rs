//! Inbox screen: pending requests in piles, and other tasks; one key starts.

use crate::app::action::{Action, EVERYWHERE, EXPORT, MOVE, UNDO, default_keys, with_keys};
use crate::app::command::{Cx, Handled};
use crate::app::ids::{Context, ScreenId, Selection};
use crate::app::layer::{Layer, Place, ScreenSpec};
use crate::app::model::{Change, Model};
use crate::app::notification::Notification;
use crate::app::view::ListCursor;
use crate::domain::care::agenda::{self, AgendaItem, AgendaKind};
use crate::domain::decision::carry_out::pending_count;
use crate::domain::evidence::pile::Pile;

/// Screen spec.
pub static SPEC: ScreenSpec = ScreenSpec {
    id: ScreenId::Inbox,
    title: "Opening",
    name: "opening screen",
    place: Place::Tab,
    go_keys: "o",
    go_label: "opening",
    bindings: &[
        &[
            default_keys(Action::Start, "start"),
            default_keys(Action::Order, "order"),
            with_keys("r", Action::Go(ScreenId::ImportReport), "what was found"),
            default_keys(Action::Add, "add one"),
        ],
        MOVE,
        UNDO,
        EXPORT,
        EVERYWHERE,
    ],
};

/// A task other than the cards.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum InboxTask {
    /// Number of decisions to carry out.
    CarryOut(usize),
    /// Gifts that are owed.
    Owed(Vec<AgendaItem>),
    /// Requests that come back later, without parked ones.
    PutOff(Vec<AgendaItem>),
}

/// The inbox screen.
#[derive(Debug, Default)]
pub struct InboxScreen {
    /// Non-empty piles with their sizes, warmest first.
    pub piles: Vec<(Pile, usize)>,
    /// Other tasks.
    pub tasks: Vec<InboxTask>,
    /// Cursor in the rows: all piles, then each pile, then the tasks.
    pub cursor: ListCursor,
}

/// Identity of a row, independent of its counts.
#[derive(PartialEq, Eq)]
enum Row {
    All,
    Pile(Pile),
    Task(std::mem::Discriminant<InboxTask>),
}

impl InboxScreen {
    /// Returns the number of pending requests.
    pub fn pending(&self) -> usize {
        self.piles.iter().map(|(_, size)| size).sum()
    }

    fn rows(&self) -> impl Iterator<Item = Row> {
        let piles = self.piles.iter().map(|(pile, _)| Row::Pile(*pile));
        let tasks = self.tasks.iter().map(|task| Row::Task(std::mem::discriminant(task)));
        std::iter::once(Row::All).chain(piles).chain(tasks)
    }

    fn recount(&mut self, model: &Model) {
        let today = model.moment.today;
        let (owed, put_off): (Vec<AgendaItem>, Vec<AgendaItem>) =
            agenda::agenda(&model.ledger, &model.network, today, model.moment.local)
                .into_iter()
                .filter(|item| matches!(item.kind, AgendaKind::OwedGift(_)) || (item.day > today && !item.is_parked()))
                .partition(|item| matches!(item.kind, AgendaKind::OwedGift(_)));
        let to_do = pending_count(&model.ledger);
        self.piles = model.inbox.piles();
        self.tasks.clear();
        self.tasks.extend((to_do > 0).then_some(InboxTask::CarryOut(to_do)));
        self.tasks.extend((!owed.is_empty()).then_some(InboxTask::Owed(owed)));
        self.tasks.extend((!put_off.is_empty()).then_some(InboxTask::PutOff(put_off)));
    }

    /// Starts the selected pile or task.
    fn start(&self, cx: &mut Cx) {
        let tasks = self.piles.len() + 1;
        match (self.cursor.index.checked_sub(1).map(|at| self.piles.get(at)), self.cursor.index.checked_sub(tasks)) {
            (None, _) => cx.show(ScreenId::Triage, Selection::Pile(None)),
            (Some(Some((pile, _))), _) => cx.show(ScreenId::Triage, Selection::Pile(Some(*pile))),
            (Some(None), task) => match task.and_then(|at| self.tasks.get(at)) {
                Some(InboxTask::CarryOut(_)) => cx.go(ScreenId::CarryOut),
                Some(InboxTask::Owed(_) | InboxTask::PutOff(_)) => cx.go(ScreenId::Agenda),
                None => {}
            },
        }
    }
}

impl Layer for InboxScreen {
    fn context(&self) -> Context {
        Context::Screen(ScreenId::Inbox)
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "a layer takes a few of many actions")]
    fn act(&mut self, action: Action, cx: &mut Cx) -> Handled {
        match action {
            Action::Start => self.start(cx),
            Action::Order => {
                cx.drafts.order = cx.drafts.order.next();
                cx.notify(Notification::done(format!("Order: {}", cx.drafts.order.label())));
            }
            _ => return Handled::No,
        }
        Handled::Yes
    }

    fn cursor(&mut self) -> Option<&mut ListCursor> {
        Some(&mut self.cursor)
    }

    fn refresh(&mut self, _: &Change, cx: &mut Cx) {
        let selected = self.rows().nth(self.cursor.index);
        self.recount(cx.model);
        let place = self.rows().position(|row| Some(row) == selected);
        self.cursor.restore(place, 1 + self.piles.len() + self.tasks.len());
    }
}
