//! Inbox screen: pending requests in piles, and what else is on the desk; one key starts.

use std::borrow::Cow;
use std::cell::OnceCell;

use chrono::NaiveDate;

use crate::app::action::Action;
use crate::app::bindings::{EVERYWHERE, EXPORT, MOVE, UNDO, default_keys, with_keys};
use crate::app::command::{Cx, Handled};
use crate::app::ids::{Context, ScreenId, Selection};
use crate::app::layer::{Layer, Place, ScreenSpec};
use crate::app::model::{Change, Model};
use crate::app::notification::Notification;
use crate::app::view::ListCursor;
use crate::domain::care::agenda::{self, AgendaItem, AgendaKind};
use crate::domain::evidence::Evidence;
use crate::domain::evidence::pile::Pile;
use crate::domain::insight::months::{PeriodCount, counts_by_period};
use crate::domain::request::invitation::InvitationId;
use crate::domain::text::plural::capitalized;

/// Screen spec.
pub static SPEC: ScreenSpec = ScreenSpec {
    id: ScreenId::Inbox,
    title: "Inbox",
    name: "inbox",
    place: Place::Tab,
    go_keys: "i o",
    go_label: "inbox",
    bindings: &[
        &[
            default_keys(Action::Start, "start"),
            default_keys(Action::LookThrough, "look through"),
            default_keys(Action::Import, "import"),
        ],
        EXPORT,
        &[
            default_keys(Action::Order, "order"),
            with_keys("r", Action::Go(ScreenId::ImportReport), "report"),
            default_keys(Action::Add, "add"),
            default_keys(Action::CompareCount, ""),
        ],
        MOVE,
        UNDO,
        EVERYWHERE,
    ],
};

/// Days ahead within which something stands on the desk.
const DESK_DAYS: i64 = 7;
/// Rows on the desk; the rest is one row.
const DESK_ROWS: usize = 5;
/// Cards of a pile that are shown ahead.
const NEXT_CARDS: usize = 10;
/// Quarters in the chart of when the pending requests were sent.
const QUARTERS: usize = 16;

/// A row on the desk: a task other than the cards.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum DeskRow {
    /// Clicks to make on LinkedIn.
    ToDo(usize),
    /// People to reach out to today.
    ReachOut(usize),
    /// People who wrote and wait for an answer.
    Wrote(usize),
    /// A request that comes back, or a gift that is owed.
    Agenda(AgendaItem),
    /// Number of further items.
    More(usize),
}

/// The inbox screen.
#[derive(Debug, Default)]
pub struct InboxScreen {
    /// Non-empty piles with their sizes, warmest first.
    pub piles: Vec<(Pile, usize)>,
    /// Other tasks, most urgent first.
    pub desk: Vec<DeskRow>,
    /// Cursor in the rows: all piles, then each pile, then the desk.
    pub cursor: ListCursor,
    /// Ages of the oldest and the newest pending request, in days.
    pub ages: Option<(i64, i64)>,
    /// When the pending requests were sent: consecutive quarters up to today's.
    pub quarters: Vec<PeriodCount>,
    /// First cards of all piles, then of each pile.
    next: Vec<Vec<NextCard>>,
}

/// A card that comes next.
#[derive(Debug)]
pub struct NextCard {
    /// Its request.
    pub id: InvitationId,
    /// Found when the card is first drawn.
    strongest: OnceCell<Option<Evidence>>,
}

impl NextCard {
    fn new(id: &InvitationId) -> Self {
        Self { id: id.clone(), strongest: OnceCell::new() }
    }

    /// Returns the first fact that speaks for knowing the person.
    pub fn strongest(&self, model: &Model) -> Option<&Evidence> {
        let find = || {
            let invitation = model.ledger.case(&self.id)?.invitation();
            Evidence::strongest(&model.evidence_finder().evidence(invitation, model.moment.local)).cloned()
        };
        self.strongest.get_or_init(find).as_ref()
    }
}

/// Identity of a row, independent of its counts.
#[derive(PartialEq, Eq)]
enum Row {
    All,
    Pile(Pile),
    ToDo,
    ReachOut,
    Wrote,
    Agenda(InvitationId),
    More,
}

impl InboxScreen {
    /// Returns the number of requests in all piles.
    pub fn pending(&self) -> usize {
        self.piles.iter().map(|(_, size)| size).sum()
    }

    /// Returns the first cards of the selected pile; of all, if something on the desk is selected.
    pub fn next_cards(&self) -> &[NextCard] {
        let at = if self.cursor.index <= self.piles.len() { self.cursor.index } else { 0 };
        self.next.get(at).map(Vec::as_slice).unwrap_or_default()
    }

    /// Returns the size of the selected pile; of all, if something on the desk is selected.
    pub fn selected_size(&self) -> usize {
        self.selected_row().map_or_else(|| self.pending(), |(_, size)| size)
    }

    fn selected_pile(&self) -> Option<Pile> {
        self.selected_row().map(|(pile, _)| pile)
    }

    fn selected_row(&self) -> Option<(Pile, usize)> {
        self.piles.get(self.cursor.index.checked_sub(1)?).copied()
    }

    /// Returns the identities of the rows.
    fn rows(&self) -> impl Iterator<Item = Row> + '_ {
        let piles = self.piles.iter().map(|(pile, _)| Row::Pile(*pile));
        let desk = self.desk.iter().map(|row| match row {
            DeskRow::ToDo(_) => Row::ToDo,
            DeskRow::ReachOut(_) => Row::ReachOut,
            DeskRow::Wrote(_) => Row::Wrote,
            DeskRow::Agenda(item) => Row::Agenda(item.id.clone()),
            DeskRow::More(_) => Row::More,
        });
        std::iter::once(Row::All).chain(piles).chain(desk)
    }

    fn rebuild(&mut self, cx: &Cx) {
        let model = cx.model;
        self.piles = model.inbox.piles();
        self.desk = desk(model);
        let order = model.inbox.review_order(&model.ledger, &model.network, cx.drafts.order, None, model.moment.today);
        self.next = next_cards(&order, &self.piles, model);
        let sent = order.iter().filter_map(|id| model.ledger.case(id)?.invitation().sent_at);
        let days: Vec<NaiveDate> = sent.map(|at| model.moment.local.of(at)).collect();
        let today = model.moment.today;
        self.quarters = counts_by_period(&days, today, 3, QUARTERS);
        let age = |day: Option<&NaiveDate>| day.map(|day| (today - *day).num_days().max(0));
        self.ages = age(days.iter().min()).zip(age(days.iter().max()));
    }

    /// Starts the selected pile or task.
    fn start(&self, cx: &mut Cx) {
        let desk = self.piles.len() + 1;
        match (self.cursor.index.checked_sub(1).map(|at| self.piles.get(at)), self.cursor.index.checked_sub(desk)) {
            (None, _) => cx.show(ScreenId::Triage, Selection::Pile(None)),
            (Some(Some((pile, _))), _) => cx.show(ScreenId::Triage, Selection::Pile(Some(*pile))),
            (Some(None), row) => match row.and_then(|at| self.desk.get(at)) {
                Some(DeskRow::ToDo(_)) => cx.go(ScreenId::CarryOut),
                Some(DeskRow::Agenda(item)) => cx.show(ScreenId::Today, Selection::Request(item.id.clone())),
                Some(DeskRow::More(_) | DeskRow::ReachOut(_) | DeskRow::Wrote(_)) => cx.go(ScreenId::Today),
                None => {}
            },
        }
    }
}

/// Returns the rows on the desk: the clicks, then what is due within a week, the earliest first.
fn desk(model: &Model) -> Vec<DeskRow> {
    let today = model.moment.today;
    let mut items = agenda::agenda(&model.ledger, &model.network, today, model.moment.local);
    items.retain(|item| {
        let is_near = (item.day - today).num_days() <= DESK_DAYS;
        is_near && (matches!(item.kind, AgendaKind::OwedGift(_)) || !item.is_parked())
    });
    let tasks = model.open_tasks();
    let (clicks, few, wrote) = (tasks.clicks(), tasks.few_left(&model.ledger), tasks.wrote());
    let sums = [(clicks, DeskRow::ToDo(clicks)), (few, DeskRow::ReachOut(few)), (wrote, DeskRow::Wrote(wrote))];
    let mut rows: Vec<DeskRow> = sums.into_iter().filter(|(count, _)| *count > 0).map(|(_, row)| row).collect();
    let room = DESK_ROWS - rows.len();
    let more = if items.len() > room { items.len() - (room - 1) } else { 0 };
    rows.extend(items.into_iter().take(if more > 0 { room - 1 } else { room }).map(DeskRow::Agenda));
    rows.extend((more > 0).then_some(DeskRow::More(more)));
    rows
}

/// Returns the first cards of all piles, then of each pile.
fn next_cards(order: &[InvitationId], piles: &[(Pile, usize)], model: &Model) -> Vec<Vec<NextCard>> {
    let mut next: Vec<Vec<NextCard>> = std::iter::repeat_with(Vec::new).take(piles.len() + 1).collect();
    next[0] = order.iter().take(NEXT_CARDS).map(NextCard::new).collect();
    for id in order {
        let at = model.inbox.pile_of(id).and_then(|pile| piles.iter().position(|(other, _)| *other == pile));
        if let Some(cards) = at.and_then(|at| next.get_mut(at + 1)).filter(|cards| cards.len() < NEXT_CARDS) {
            cards.push(NextCard::new(id));
        }
    }
    next
}

impl Layer for InboxScreen {
    fn context(&self) -> Context {
        Context::Screen(ScreenId::Inbox)
    }

    fn disabled(&self, action: Action, _: &Model) -> Option<Cow<'static, str>> {
        if action != Action::LookThrough {
            return None;
        }
        match self.selected_pile() {
            None => Some("Select a pile first".into()),
            Some(pile) if pile.can_be_declined_together() => None,
            Some(pile) => Some(format!("{}: each has a card of its own", capitalized(pile.label())).into()),
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "a layer takes a few of many actions")]
    fn act(&mut self, action: Action, cx: &mut Cx) -> Handled {
        match action {
            Action::Start => self.start(cx),
            Action::LookThrough => cx.show(ScreenId::Pile, Selection::Pile(self.selected_pile())),
            Action::Order => {
                cx.drafts.order = cx.drafts.order.next();
                self.rebuild(cx);
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
        self.rebuild(cx);
        let place = self.rows().position(|row| Some(row) == selected);
        self.cursor.restore(place, 1 + self.piles.len() + self.desk.len());
    }
}
