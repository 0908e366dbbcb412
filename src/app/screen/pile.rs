//! A pile looked through: its requests ten a page; some are kept for their cards, and the rest is declined together.

use std::borrow::Cow;

use foldhash::HashSet;

use crate::app::action::Action;
use crate::app::bindings::{DETAILS, EVERYWHERE, RETRY, UNDO, default_keys, with_keys};
use crate::app::command::{Command, Cx, Handled, Pause, UnboundKey};
use crate::app::decide::decision;
use crate::app::effect::Effect;
use crate::app::ids::{Context, ScreenId, Selection};
use crate::app::layer::{Layer, Place, ScreenSpec};
use crate::app::model::{Change, Model};
use crate::app::view::ListCursor;
use crate::domain::decision::event::{Event, NewEvent};
use crate::domain::decision::{DeclineKind, Verdict};
use crate::domain::evidence::pile::Pile;
use crate::domain::request::invitation::InvitationId;
use crate::domain::text::plural::plural;

/// Screen spec.
pub static SPEC: ScreenSpec = ScreenSpec {
    id: ScreenId::Pile,
    title: "Look through",
    name: "look through",
    place: Place::Under(ScreenId::Inbox),
    go_keys: "",
    go_label: "",
    bindings: &[
        &[
            default_keys(Action::PageDown, "next page"),
            default_keys(Action::KeepForCard, "keep"),
            default_keys(Action::DeclineRest, "decline the rest"),
            default_keys(Action::OpenPerson, "page"),
            default_keys(Action::Open, "open"),
            default_keys(Action::PageUp, ""),
            default_keys(Action::Down, ""),
            default_keys(Action::Up, ""),
            default_keys(Action::First, ""),
            default_keys(Action::Last, ""),
        ],
        DETAILS,
        RETRY,
        UNDO,
        &[with_keys("Esc", Action::Go(ScreenId::Inbox), "inbox")],
        EVERYWHERE,
    ],
};

/// Requests on a page.
const PAGE: usize = 10;

/// The screen of a pile that is looked through.
#[derive(Debug, Default)]
pub struct PileScreen {
    /// The pile.
    pub pile: Option<Pile>,
    /// Cursor in the requests of the page.
    pub cursor: ListCursor,
    /// Requests of the pile, in the order of the cards.
    requests: Vec<InvitationId>,
    page: usize,
    kept: HashSet<InvitationId>,
    /// Requests on pages that were shown.
    seen: HashSet<InvitationId>,
}

impl PileScreen {
    /// Returns the requests of the page.
    pub fn page(&self) -> &[InvitationId] {
        let from = (self.page * PAGE).min(self.requests.len());
        &self.requests[from..(from + PAGE).min(self.requests.len())]
    }

    /// Returns the number of the page, counted from 1, and the number of pages.
    pub fn page_number(&self) -> (usize, usize) {
        (self.page + 1, self.pages())
    }

    /// Returns the number of requests in the pile.
    pub fn total(&self) -> usize {
        self.requests.len()
    }

    /// True if a request is kept for its card.
    pub fn is_kept(&self, id: &InvitationId) -> bool {
        self.kept.contains(id)
    }

    /// Returns the number of requests in the pile that are kept for their cards.
    pub fn kept(&self) -> usize {
        self.requests.len() - self.rest().count()
    }

    /// Returns the selected request.
    pub fn current(&self) -> Option<&InvitationId> {
        self.page().get(self.cursor.index)
    }

    fn pages(&self) -> usize {
        self.requests.len().div_ceil(PAGE).max(1)
    }

    /// Returns the requests that are not kept.
    fn rest(&self) -> impl Iterator<Item = &InvitationId> {
        self.requests.iter().filter(|id| !self.is_kept(id))
    }

    /// Shows the page of a request by its position in the pile, and selects it.
    fn select(&mut self, at: usize) {
        let at = at.min(self.requests.len().saturating_sub(1));
        self.page = at / PAGE;
        self.seen.extend(self.page().to_vec());
        self.cursor.restore(Some(at % PAGE), self.page().len());
    }

    /// Moves to the next or previous row, page or end; false for any other action.
    #[expect(clippy::wildcard_enum_match_arm, reason = "six of many actions move")]
    fn step(&mut self, action: Action) -> bool {
        let at = self.page * PAGE + self.cursor.index;
        let to = match action {
            Action::Down => at + 1,
            Action::Up => at.saturating_sub(1),
            Action::PageDown => ((self.page + 1) * PAGE).min(self.pages() * PAGE - 1),
            Action::PageUp => self.page.saturating_sub(1) * PAGE,
            Action::First => 0,
            Action::Last => usize::MAX,
            _ => return false,
        };
        self.select(to);
        true
    }

    fn rebuild(&mut self, cx: &Cx) {
        let selected = self.current().cloned();
        let model = cx.model;
        let (order, today) = (cx.drafts.order, model.moment.today);
        let in_order = |pile| model.inbox.review_order(&model.ledger, &model.network, order, Some(pile), today);
        self.requests = self.pile.map(in_order).unwrap_or_default();
        let at = self.requests.iter().position(|id| Some(id) == selected.as_ref());
        self.select(at.unwrap_or(self.page * PAGE + self.cursor.index));
    }

    /// Asks whether to decline all that are not kept, in one write.
    fn decline_rest(&self, cx: &mut Cx) {
        let decline = |id: &InvitationId| {
            let card = Selection::Request(id.clone());
            decision(&card, Verdict::Decline(DeclineKind::Ignore), cx.model, cx.drafts)?.ok()
        };
        let events: Vec<NewEvent> = self.rest().filter_map(decline).map(|made| Event::decided(made).into()).collect();
        let people = plural(events.len(), "person");
        let mut body = vec![format!("Decline {people} you have just looked through? They aren't notified.")];
        if self.kept() > 0 {
            let stay = if self.kept() == 1 { "stays for their card" } else { "stay for their cards" };
            body.push(format!("{} you kept {stay}.", plural(self.kept(), "person")));
        }
        cx.commands.push(Command::Pause(Pause {
            context: Context::DeclineRest,
            title: "Decline the rest?",
            body,
            enter: vec![Command::Effect(Effect::Append(events)), Command::Go(ScreenId::Inbox)],
            esc: Vec::new(),
            unbound_key: UnboundKey::Ignored,
        }));
    }
}

impl Layer for PileScreen {
    fn context(&self) -> Context {
        Context::Screen(ScreenId::Pile)
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "a layer knows why not of a few of many actions")]
    fn disabled(&self, action: Action, model: &Model) -> Option<Cow<'static, str>> {
        match action {
            Action::KeepForCard if self.current().is_none() => Some("No one selected".into()),
            Action::DeclineRest if self.rest().next().is_none() => Some("No one left to decline".into()),
            Action::DeclineRest if !self.requests.iter().all(|id| self.seen.contains(id)) => {
                let key = model.settings.keymap.key_label(self.context(), Action::PageDown);
                Some(format!("Look at every page first: {key}").into())
            }
            _ => None,
        }
    }

    fn selected(&self, _: &Model) -> Selection {
        self.current().cloned().map_or(Selection::Nobody, Selection::Request)
    }

    fn show(&mut self, target: &Selection, cx: &mut Cx) {
        if let Selection::Pile(pile) = target {
            if self.pile != *pile {
                *self = Self { pile: *pile, ..Self::default() };
            }
            self.rebuild(cx);
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "a layer takes a few of many actions")]
    fn act(&mut self, action: Action, cx: &mut Cx) -> Handled {
        match action {
            Action::KeepForCard => {
                if let Some(id) = self.current().cloned()
                    && !self.kept.remove(&id)
                {
                    self.kept.insert(id);
                }
            }
            Action::DeclineRest => self.decline_rest(cx),
            _ if self.step(action) => {}
            _ => return Handled::No,
        }
        Handled::Yes
    }

    fn cursor(&mut self) -> Option<&mut ListCursor> {
        Some(&mut self.cursor)
    }

    fn refresh(&mut self, _: &Change, cx: &mut Cx) {
        self.rebuild(cx);
    }
}
