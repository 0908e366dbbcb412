//! Today: what comes back, what is owed, who wrote, and whom to reach out to.

use crate::app::action::Action;
use crate::app::bindings::{
    BindingRow, DECIDE, DETAILS, EVERYWHERE, MOVE, PERSON, RESCHEDULE, RETRY, UNDO, default_keys, with_keys,
};
use crate::app::command::{Command, Cx, Handled, Page, Paragraph};
use crate::app::form;
use crate::app::ids::{Context, ScreenId, Selection};
use crate::app::layer::{Layer, Place, ScreenSpec};
use crate::app::model::{Change, Model};
use crate::app::notification::Notification;
use crate::app::view::ListCursor;
use crate::domain::care::they_wrote::{NO_MESSAGE, WaitingMessage};
use crate::domain::care::today::{OwedPromise, TodayItem, TodaySection, today_items};
use crate::domain::decision::care_event::{CareEvent, Party};
use crate::domain::decision::event::{Event, NewEvent};
use crate::domain::text::dates;

/// Screen spec.
pub static SPEC: ScreenSpec = ScreenSpec {
    id: ScreenId::Today,
    title: "Today",
    name: "today",
    place: Place::Tab,
    go_keys: "d",
    go_label: "today",
    bindings: &[
        &[default_keys(Action::OpenPerson, "page"), with_keys("Space K", Action::GiveGift, "done")],
        RETRY,
        CARE,
        PERSON,
        DECIDE,
        RESCHEDULE,
        &[with_keys("Esc", Action::Go(ScreenId::Inbox), "inbox")],
        MOVE,
        DETAILS,
        UNDO,
        EVERYWHERE,
    ],
};

/// Bindings of what one does for a person.
static CARE: &[BindingRow] = &[
    default_keys(Action::NoAnswer, "no answer needed"),
    default_keys(Action::FiveNotes, "five notes"),
    default_keys(Action::SetRhythm, "rhythm"),
    default_keys(Action::TalkSheet, "talk sheet"),
    default_keys(Action::LogContact, ""),
    default_keys(Action::Promise, ""),
];

/// A row of the list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum TodayRow {
    /// Something for today, or later.
    Item(TodayItem),
    /// More people to reach out to; their number.
    More(usize),
    /// The sum of all rhythms; opens the pledge.
    Sum,
}

impl TodayRow {
    fn section(&self, model: &Model) -> TodaySection {
        match self {
            Self::Item(item) => item.section(model.moment.today),
            Self::More(_) | Self::Sum => TodaySection::ReachOut,
        }
    }

    /// True if the row is the same thing, whatever changed about it.
    fn is_same_as(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Item(TodayItem::Request(one)), Self::Item(TodayItem::Request(two))) => one.id == two.id,
            (Self::Item(TodayItem::Promise(one)), Self::Item(TodayItem::Promise(two))) => one.id == two.id,
            (Self::Item(TodayItem::Introduction(one)), Self::Item(TodayItem::Introduction(two))) => one.id == two.id,
            (Self::Item(TodayItem::Wrote(one)), Self::Item(TodayItem::Wrote(two))) => one.person == two.person,
            (Self::Item(TodayItem::ReachOut(one)), Self::Item(TodayItem::ReachOut(two))) => one.person == two.person,
            (Self::Item(TodayItem::News(one)), Self::Item(TodayItem::News(two))) => one.person == two.person,
            (Self::Sum, Self::Sum)
            | (Self::Item(TodayItem::Greetings(_)), Self::Item(TodayItem::Greetings(_)))
            | (Self::Item(TodayItem::LookBack(_)), Self::Item(TodayItem::LookBack(_))) => true,
            _ => false, // once there are more people, the first of them is selected
        }
    }
}

/// The screen.
#[derive(Debug, Default)]
pub struct TodayScreen {
    /// Rows by section.
    pub rows: Vec<TodayRow>,
    /// Sections with their numbers of rows.
    pub sections: Vec<(TodaySection, usize)>,
    /// Cursor in the rows.
    pub cursor: ListCursor,
    /// True if there are people enough for five notes.
    has_five_notes: bool,
}

impl TodayScreen {
    /// Returns the selected row.
    pub fn row(&self) -> Option<&TodayRow> {
        self.rows.get(self.cursor.index)
    }

    /// Returns the selected item.
    pub fn item(&self) -> Option<&TodayItem> {
        if let Some(TodayRow::Item(item)) = self.row() { Some(item) } else { None }
    }

    /// Returns the items of a section.
    pub fn items_in<'a>(&'a self, section: TodaySection, model: &Model) -> impl Iterator<Item = &'a TodayItem> {
        let today = model.moment.today;
        let items = self.rows.iter().filter_map(|row| if let TodayRow::Item(item) = row { Some(item) } else { None });
        items.filter(move |item| item.section(today) == section)
    }

    /// True if the selected request waits for a decision again.
    fn is_card(&self, model: &Model) -> bool {
        self.item().is_some_and(|item| item.section(model.moment.today) == TodaySection::ComeBack)
    }

    fn open(&self, cx: &mut Cx) {
        match self.row() {
            Some(TodayRow::Sum) => cx.open_form(&form::pledge::FORM, Selection::Nobody),
            Some(TodayRow::More(_)) => cx.commands.push(Command::MoreReachOuts),
            Some(TodayRow::Item(TodayItem::ReachOut(one))) => {
                cx.show(ScreenId::ReachOut, Selection::Person(one.person.clone()));
            }
            Some(TodayRow::Item(TodayItem::LookBack(_))) => cx.show(ScreenId::LookBack, Selection::Pile(None)),
            Some(TodayRow::Item(TodayItem::Greetings(messages))) => {
                cx.commands.push(Command::OpenPage(greetings_page(messages, cx.model)));
            }
            Some(TodayRow::Item(_)) if self.is_card(cx.model) => cx.show(ScreenId::Triage, self.selected(cx.model)),
            Some(TodayRow::Item(_)) => cx.show(ScreenId::Person, self.selected(cx.model)),
            None => {}
        }
    }

    /// Marks the row as done.
    fn finish(&self, cx: &mut Cx) -> Handled {
        match self.item() {
            Some(TodayItem::ReachOut(one)) => {
                form::contact::log_with_defaults(&Selection::Person(one.person.clone()), cx);
            }
            Some(TodayItem::Promise(OwedPromise { id, about, .. })) => {
                cx.append(Event::care(CareEvent::PromiseKept { promise: id.clone(), about: about.clone() }));
            }
            Some(TodayItem::Introduction(introduction)) => form::introduction::next_step(introduction, cx),
            _ => return Handled::No,
        }
        Handled::Yes
    }

    /// Leaves a message unanswered, news unsaid, a promise unkept.
    fn dismiss(&self, cx: &mut Cx) {
        let no_answer = |message: &WaitingMessage| {
            let about = Party { person: message.person.clone(), name: message.name.clone() };
            NewEvent::from(Event::care(CareEvent::NoReplyNeeded { about, last: message.at }))
        };
        match self.item() {
            Some(TodayItem::Wrote(message)) => cx.append_all(vec![no_answer(message)]),
            Some(TodayItem::Greetings(messages)) => cx.append_all(messages.iter().map(no_answer).collect()),
            Some(TodayItem::News(news)) => {
                let about = Party { person: news.person.clone(), name: news.name.clone() };
                cx.append(Event::care(CareEvent::NoReplyNeeded { about, last: NO_MESSAGE }));
            }
            Some(TodayItem::Promise(OwedPromise { id, about, .. })) => {
                cx.append(Event::care(CareEvent::PromiseDropped { promise: id.clone(), about: about.clone() }));
            }
            Some(
                TodayItem::Request(_) | TodayItem::Introduction(_) | TodayItem::ReachOut(_) | TodayItem::LookBack(_),
            )
            | None => {
                cx.notify(Notification::hint("Nothing here waits for an answer"));
            }
        }
    }
}

/// Returns the greetings, each with who sent it and when.
fn greetings_page(messages: &[WaitingMessage], model: &Model) -> Page {
    let today = model.moment.today;
    let mut body = Vec::new();
    for message in messages {
        let day = dates::format_ago(model.moment.local.of(message.at), today);
        body.push(Paragraph::Plain(format!("{}: “{}”", message.name.display_name(), message.excerpt.display_name())));
        body.push(Paragraph::Dim(day));
    }
    Page { title: "Short greetings and thanks".to_owned(), body, ..Page::default() }
}

impl Layer for TodayScreen {
    fn context(&self) -> Context {
        Context::Screen(ScreenId::Today)
    }

    fn label(&self, action: Action, _: &Model) -> Option<&'static str> {
        let item = self.item();
        if action == Action::OpenPerson {
            return match (self.row(), item) {
                (Some(TodayRow::Sum), _) => Some("change"),
                (Some(TodayRow::More(_)), _) => Some("more"),
                (_, Some(TodayItem::ReachOut(_) | TodayItem::LookBack(_))) => Some("open"),
                (_, Some(TodayItem::Greetings(_))) => Some("read"),
                _ => None,
            };
        }
        match (action, item) {
            (Action::GiveGift, Some(TodayItem::ReachOut(_))) => Some("log it"),
            (Action::GiveGift, Some(TodayItem::Introduction(_))) => Some("next step"),
            (Action::FollowUp, Some(TodayItem::ReachOut(_))) => Some("later"),
            (Action::NoAnswer, Some(TodayItem::Promise(_))) => Some("no longer owed"),
            (Action::NoAnswer, Some(TodayItem::News(_))) => Some("seen"),
            _ => None,
        }
    }

    fn takes(&self, action: Action) -> bool {
        let is_own_row = matches!(self.row(), Some(TodayRow::Sum | TodayRow::More(_)))
            || matches!(self.item(), Some(TodayItem::Greetings(_) | TodayItem::LookBack(_)));
        let is_reach_out = matches!(self.item(), Some(TodayItem::ReachOut(_)));
        let is_introduction = matches!(self.item(), Some(TodayItem::Introduction(_)));
        (action == Action::OpenPerson && is_own_row)
            || (action == Action::GiveGift && is_introduction)
            || (matches!(action, Action::FollowUp | Action::GiveGift) && is_reach_out)
    }

    fn disabled(&self, action: Action, _: &Model) -> Option<std::borrow::Cow<'static, str>> {
        match (action, self.item()) {
            (
                Action::NoAnswer,
                Some(
                    TodayItem::Request(_)
                    | TodayItem::Introduction(_)
                    | TodayItem::ReachOut(_)
                    | TodayItem::LookBack(_),
                )
                | None,
            ) => Some("Nothing here waits for an answer".into()),
            (Action::FiveNotes, _) if !self.has_five_notes => Some("Five notes need ten people".into()),
            _ => None,
        }
    }

    fn selected(&self, model: &Model) -> Selection {
        match self.item() {
            Some(TodayItem::Request(item)) => Selection::Request(item.id.clone()),
            Some(item) => {
                item.person(&model.ledger).map_or(Selection::Nobody, |person| Selection::Person(person.clone()))
            }
            None => Selection::Nobody,
        }
    }

    fn show(&mut self, target: &Selection, cx: &mut Cx) {
        let is_target = |row: &TodayRow| match (row, target) {
            (TodayRow::Item(TodayItem::Request(item)), Selection::Request(id)) => item.id == *id,
            (TodayRow::Item(TodayItem::LookBack(_)), _) => false,
            (TodayRow::Item(item), Selection::Person(person)) => item.person(&cx.model.ledger) == Some(person),
            _ => false,
        };
        self.cursor.restore(self.rows.iter().position(is_target), self.rows.len());
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "a layer takes a few of many actions")]
    fn act(&mut self, action: Action, cx: &mut Cx) -> Handled {
        match action {
            Action::OpenPerson => self.open(cx),
            Action::GiveGift => return self.finish(cx),
            Action::NoAnswer => self.dismiss(cx),
            Action::FiveNotes => cx.show(ScreenId::FiveNotes, Selection::Pile(None)),
            Action::FollowUp if matches!(self.item(), Some(TodayItem::ReachOut(_))) => {
                cx.open_form(&form::postpone::FORM, self.selected(cx.model));
            }
            _ => return Handled::No,
        }
        Handled::Yes
    }

    fn cursor(&mut self) -> Option<&mut ListCursor> {
        Some(&mut self.cursor)
    }

    fn refresh(&mut self, _: &Change, cx: &mut Cx) {
        let selected = self.row().cloned();
        let model = cx.model;
        self.rows = today_items(model.plan_data(), model.reach_out(), model.settings.look_back_months)
            .into_iter()
            .map(TodayRow::Item)
            .collect();
        if model.has_data() {
            let is_after = |row: &TodayRow| row.section(model) > TodaySection::ReachOut;
            let end = self.rows.iter().position(is_after).unwrap_or(self.rows.len());
            let more = model.reach_out().next_portion();
            let below = (more > 0).then_some(TodayRow::More(more)).into_iter().chain([TodayRow::Sum]);
            self.rows.splice(end..end, below.collect::<Vec<_>>());
        }
        let sections = self.rows.chunk_by(|one, next| one.section(model) == next.section(model));
        self.sections = sections.map(|rows| (rows[0].section(model), rows.len())).collect();
        let place = selected.and_then(|selected| self.rows.iter().position(|row| row.is_same_as(&selected)));
        self.cursor.restore(place, self.rows.len());
        self.has_five_notes = model.reach_out().has_five_notes(model.plan_data());
    }
}
