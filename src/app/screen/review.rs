//! Review session over a deck: one card at a time, a few questions, one key. Knows no deck by name.

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use foldhash::HashSet;

use crate::app::action::Action;
use crate::app::command::{Command, Cx, Handled, Pause, UnboundKey};
use crate::app::deck::spec::{CardView, Deck, Guard};
use crate::app::ids::{Context, Selection};
use crate::app::layer::Layer;
use crate::app::model::{Change, Model};
use crate::app::notification::Notification;
use crate::app::view::ListCursor;
use crate::domain::decision::checklist::Answer;
use crate::domain::decision::event::{Entry, EntryId, Event};
use crate::domain::decision::{Draft, VerdictKind};
use crate::domain::request::invitation::InvitationId;
use crate::domain::text::plural::plural;

/// Seconds after its card was shown within which a decision counts as quick.
pub const QUICK_DECISION_SECONDS: i64 = 5;

/// The review screen: a session over a deck.
#[derive(Debug)]
pub struct ReviewScreen {
    /// Deck of the session.
    pub deck: &'static Deck,
    /// Content of the current card; rebuilt when it is shown or the model changes.
    pub card: Option<CardView>,
    /// Index of the focused question; the number of questions once all are answered.
    pub focus: usize,
    /// Scroll position of the card.
    pub scroll: ListCursor,
    queue: Vec<Selection>,
    position: usize,
    /// Part of the deck that the session is limited to: a pile, the matches of a query, or all.
    part: Selection,
    /// Active decisions of this session.
    recorded: Vec<EntryId>,
    /// Contents of the cards beside the current one, built while the person reads it.
    nearby: Vec<(Selection, CardView)>,
    /// Number of those in finished portions.
    in_finished_portions: usize,
    /// Quick accepts in a row, up to the latest decision.
    quick_accepts: Vec<EntryId>,
    shown_at: Option<DateTime<Utc>>,
    was_open: bool,
    /// True once the ceiling of accepts is reached: no more in this session.
    is_full: bool,
}

impl ReviewScreen {
    /// Returns a session that fills its queue when first shown.
    pub fn new(deck: &'static Deck) -> Self {
        Self {
            deck,
            card: None,
            focus: 0,
            scroll: ListCursor::default(),
            queue: Vec::new(),
            position: 0,
            part: Selection::Pile(None),
            recorded: Vec::new(),
            nearby: Vec::new(),
            in_finished_portions: 0,
            quick_accepts: Vec::new(),
            shown_at: None,
            was_open: false,
            is_full: false,
        }
    }

    /// Returns the current card; `None` after the last one.
    pub fn current(&self) -> Option<&Selection> {
        self.queue.get(self.position)
    }

    /// Returns the number of the current card, counted from 1, and the number of cards.
    pub fn position(&self) -> (usize, usize) {
        ((self.position + 1).min(self.queue.len()), self.queue.len())
    }

    /// Returns the next few cards.
    pub fn upcoming(&self) -> impl Iterator<Item = &Selection> {
        self.queue.iter().skip(self.position + 1).take(3)
    }

    /// Returns the number of cards of this session that are not decided.
    pub fn left(&self) -> usize {
        self.queue.len().saturating_sub(self.recorded.len())
    }

    /// Returns the number of decisions in this session.
    pub fn decided(&self) -> usize {
        self.recorded.len()
    }

    /// Returns the size of the current portion: no larger than the cards that are left; 0 without portions.
    pub fn portion_size(&self, model: &Model) -> usize {
        model.settings.portion.min(self.in_portion() + self.left())
    }

    /// Returns the number of decisions in the current portion.
    pub fn in_portion(&self) -> usize {
        self.recorded.len() - self.in_finished_portions
    }

    /// Returns the verdicts of the current portion, oldest first.
    pub fn portion_verdicts(&self, model: &Model) -> Vec<VerdictKind> {
        let entries = self.recorded[self.in_finished_portions..].iter().filter_map(|id| model.ledger.entry(id));
        entries.filter_map(|entry| (self.deck.mark)(&entry.event)).collect()
    }

    /// Shows a card and rebuilds what is derived from it.
    fn show_card(&mut self, at: usize, cx: &Cx) {
        self.position = at;
        self.scroll = ListCursor::default();
        self.shown_at = Some(cx.model.moment.now);
        self.was_open = self.is_open(cx.model);
        match self.take_nearby() {
            Some(card) => self.card = Some(card),
            None => self.rebuild_card(cx.model),
        }
        debug_assert_eq!(self.card, self.current().and_then(|card| (self.deck.card)(card, cx.model)));
        self.focus_first_unanswered(cx);
    }

    /// Takes the content of the current card, if it was built ahead.
    fn take_nearby(&mut self) -> Option<CardView> {
        let current = self.queue.get(self.position)?;
        let place = self.nearby.iter().position(|(card, _)| card == current)?;
        Some(self.nearby.swap_remove(place).1)
    }

    /// Drops what a change may have changed: of a change about one request, the cards of its sender.
    fn drop_nearby(&mut self, change: &Change, model: &Model) {
        let sender = |id: &InvitationId| {
            model.ledger.case(id).map(|case| model.ledger.present_key(&case.invitation().person).clone())
        };
        self.nearby.retain(|(card, _)| match (change, card) {
            (Change::Nothing, _) => true,
            (Change::One(changed), Selection::Request(id)) => sender(changed).is_some_and(|of| Some(of) != sender(id)),
            _ => false,
        });
    }

    /// Rebuilds the content of the current card.
    fn rebuild_card(&mut self, model: &Model) {
        self.card = self.current().and_then(|card| (self.deck.card)(card, model));
    }

    /// Focuses the first unanswered question.
    fn focus_first_unanswered(&mut self, cx: &Cx) {
        let questions = (self.deck.questions)(cx.model);
        let draft = self.current().map(|card| (self.deck.draft)(card, cx.model, cx.drafts)).unwrap_or_default();
        let open = questions.iter().position(|question| draft.answers.get(&question.id).is_none());
        self.focus = open.unwrap_or(questions.len());
    }

    fn is_open(&self, model: &Model) -> bool {
        self.current().is_some_and(|card| (self.deck.is_open)(card, model))
    }

    /// Returns the index of the next pending card, wrapping around; the length of the queue if there is none.
    fn next_open(&self, model: &Model) -> usize {
        let mut places = (self.position..self.queue.len()).chain(0..self.position.min(self.queue.len()));
        places.find(|at| (self.deck.is_open)(&self.queue[*at], model)).unwrap_or(self.queue.len())
    }

    /// Starts a new session.
    fn start(&mut self, part: Selection, cx: &Cx) {
        let queue = (self.deck.queue)(cx.model, cx.drafts, &part);
        *self = Self { queue, part, ..Self::new(self.deck) };
        self.show_card(self.next_open(cx.model), cx);
    }

    /// Appends new cards, and drops those that are neither pending nor decided. The others keep their order, so that
    /// the user can look back.
    fn rebuild_queue(&mut self, cx: &Cx) {
        let dealt = (self.deck.queue)(cx.model, cx.drafts, &self.part);
        if self.queue.is_empty() {
            self.queue = dealt;
            return;
        }
        let waits: HashSet<Selection> = dealt.iter().cloned().collect();
        let up = self.current().cloned();
        let is_decided =
            |card: &Selection| (self.deck.card)(card, cx.model).is_some_and(|card| card.earlier_decision.is_some());
        self.queue.retain(|card| waits.contains(card) || is_decided(card));
        let known: HashSet<Selection> = self.queue.iter().cloned().collect();
        self.queue.extend(dealt.into_iter().filter(|card| !known.contains(card)));
        let place = up.and_then(|up| self.queue.iter().position(|card| *card == up));
        self.position = place.unwrap_or(self.position).min(self.queue.len());
    }

    fn answer(&mut self, answer: Answer, cx: &mut Cx) {
        let questions = (self.deck.questions)(cx.model);
        let Some(card) = self.queue.get(self.position) else { return };
        // A single question is answered again without a key to go back to it.
        let focus = if questions.len() == 1 { 0 } else { self.focus };
        let Some(question) = questions.get(focus) else {
            let last = questions.len();
            return cx
                .notify(Notification::hint(format!("All answered. Decide, or change an answer with 1 to {last}")));
        };
        let mut draft = (self.deck.draft)(card, cx.model, cx.drafts);
        draft.answers.set(question.id.clone(), answer);
        *cx.drafts.card_draft_mut(self.deck.spec.id, card) = draft;
        self.focus = focus + 1;
    }

    fn skip(&mut self, cx: &mut Cx) {
        let card = self.queue.remove(self.position);
        cx.drafts.count_skip(self.deck.spec.id, &card);
        self.queue.push(card);
        self.show_card(self.next_open(cx.model), cx);
        cx.notify(Notification::done("Skipped. The card comes back at the end."));
    }

    fn step(&mut self, forward: bool, cx: &mut Cx) {
        let to = if forward { self.position.checked_add(1) } else { self.position.checked_sub(1) };
        match to.filter(|to| *to < self.queue.len()) {
            Some(to) => self.show_card(to, cx),
            None if forward => cx.notify(Notification::hint("This is the last card")),
            None => cx.notify(Notification::hint("This is the first card")),
        }
    }

    /// Continues: with a pause if the portion is full and cards are left, else with the current card.
    fn continue_session(&mut self, cx: &mut Cx) {
        let portion = cx.model.settings.portion;
        if portion == 0 || self.in_portion() < portion {
            return self.show_card(self.position, cx);
        }
        self.in_finished_portions = self.recorded.len();
        if self.current().is_some() {
            // A key of the card continues as well as Enter does, and is not lost.
            let said = (self.deck.portion_done)(cx.model, portion);
            let enter = vec![Command::Perform(Action::Start)];
            cx.commands.push(Command::Pause(pause("Time for a break", said, enter, UnboundKey::FallsThrough)));
        }
    }

    /// Counts quick decisions and checks the ceiling; true if the guard asked for a pause.
    fn check_guard(&mut self, guard: &Guard, entry: &Entry, cx: &mut Cx) -> bool {
        let taken = (guard.counts)(&entry.event);
        let since = self.shown_at.map(|shown| (cx.model.moment.now - shown).num_seconds());
        let quick = entry.redo_of.is_none() && since.is_some_and(|seconds| seconds < QUICK_DECISION_SECONDS);
        if taken && quick {
            self.quick_accepts.push(entry.id.clone());
        } else {
            self.quick_accepts.clear();
        }
        let ceiling = cx.model.settings.ceiling;
        let counts = |id: &&EntryId| cx.model.ledger.entry(id).is_some_and(|entry| (guard.counts)(&entry.event));
        self.is_full = guard.has_ceiling && ceiling > 0 && self.recorded.iter().filter(counts).count() >= ceiling;
        if taken && self.is_full {
            let body = vec![
                format!("That's the {} you set yourself for one sitting.", plural(ceiling, "accept")),
                "You can go on declining and asking. To accept more, begin a new sitting from the inbox.".to_owned(),
            ];
            let enter = vec![Command::Perform(Action::Start)];
            cx.commands.push(Command::Pause(pause("Enough for now?", body, enter, UnboundKey::FallsThrough)));
            return true;
        }
        let pauses = cx.model.settings.guard > 0 && self.quick_accepts.len() >= cx.model.settings.guard;
        if pauses {
            let name = |id| Selection::Entry(id).name(&cx.model.ledger, &cx.model.network).display_name();
            let names = std::mem::take(&mut self.quick_accepts).into_iter().map(|id| format!("  {}", name(id)));
            let undo = cx.model.settings.keymap.fill_in(self.context(), "{undo} takes back the last one.");
            let question = format!("{} {undo}", guard.question);
            let body = std::iter::once(guard.text.to_owned()).chain(names).chain([question]).collect();
            cx.commands.push(Command::Pause(pause(
                "A moment",
                body,
                vec![Command::Perform(Action::Start)],
                UnboundKey::Ignored,
            )));
        }
        pauses
    }
}

fn pause(title: &'static str, body: Vec<String>, enter: Vec<Command>, stray: UnboundKey) -> Pause {
    Pause { context: Context::Pause, title, body, enter, esc: vec![Command::Back], unbound_key: stray }
}

impl Layer for ReviewScreen {
    fn context(&self) -> Context {
        if self.current().is_some() { Context::Screen(self.deck.spec.id) } else { Context::AllDone }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "a layer knows why not of a few of many actions")]
    fn disabled(&self, action: Action, model: &Model) -> Option<Cow<'static, str>> {
        let questions = (self.deck.questions)(model).len();
        match action {
            Action::Yes | Action::No | Action::Unsure | Action::Skip | Action::Note if self.current().is_none() => {
                Some("No one here".into())
            }
            Action::Accept if self.is_full => {
                let ceiling = model.settings.ceiling;
                Some(format!("That's the {} you set for one sitting", plural(ceiling, "accept")).into())
            }
            _ => {
                let beyond = action.question().is_some_and(|at| at >= questions);
                beyond.then(|| match questions {
                    0 => "There are no questions here".into(),
                    questions => format!("There are only {questions} questions").into(),
                })
            }
        }
    }

    fn takes(&self, action: Action) -> bool {
        self.deck.has_own_verbs && matches!(action, Action::Accept | Action::Decline | Action::FollowUp)
    }

    fn label(&self, action: Action, _: &Model) -> Option<&'static str> {
        let [accept, decline, follow_up] = self.deck.verbs;
        let verbs = [(Action::Accept, accept), (Action::Decline, decline), (Action::FollowUp, follow_up)];
        verbs.into_iter().find_map(|(verb, label)| (verb == action).then_some(label))
    }

    fn selected(&self, _: &Model) -> Selection {
        self.current().cloned().unwrap_or_default()
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "a layer takes a few of many actions")]
    fn act(&mut self, action: Action, cx: &mut Cx) -> Handled {
        match action {
            Action::Yes => self.answer(Answer::Yes, cx),
            Action::No => self.answer(Answer::No, cx),
            Action::Unsure => self.answer(Answer::Unsure, cx),
            Action::Skip => self.skip(cx),
            Action::Back | Action::Forward => self.step(action == Action::Forward, cx),
            Action::Start => self.continue_session(cx),
            _ => match (action.question(), self.current().cloned()) {
                (Some(question), _) => self.focus = question,
                (None, Some(card)) => return (self.deck.act)(action, &card, cx),
                (None, None) => return Handled::No,
            },
        }
        Handled::Yes
    }

    fn show(&mut self, target: &Selection, cx: &mut Cx) {
        if matches!(target, Selection::Pile(_) | Selection::Query(_)) {
            return self.start(target.clone(), cx);
        }
        if self.current() == Some(target) && self.card.is_some() {
            self.was_open = self.is_open(cx.model);
            return self.focus_first_unanswered(cx);
        }
        let at = self.queue.iter().position(|card| card == target).unwrap_or_else(|| {
            let at = self.position.min(self.queue.len());
            self.queue.insert(at, target.clone());
            at
        });
        self.show_card(at, cx);
    }

    fn cursor(&mut self) -> Option<&mut ListCursor> {
        Some(&mut self.scroll)
    }

    fn refresh(&mut self, change: &Change, cx: &mut Cx) {
        if *change == Change::All {
            self.rebuild_queue(cx);
        }
        self.drop_nearby(change, cx.model);
        let stands = |id: &EntryId| cx.model.ledger.is_active(id);
        self.recorded.retain(stands);
        self.quick_accepts.retain(stands);
        self.in_finished_portions = self.in_finished_portions.min(self.recorded.len());
        let settled = self.was_open && !self.is_open(cx.model); // decided elsewhere; a card looked back at stays
        if settled || self.card.is_none() {
            self.show_card(self.next_open(cx.model), cx);
        } else {
            self.was_open = self.is_open(cx.model);
            self.rebuild_card(cx.model);
        }
    }

    fn look_ahead(&mut self, model: &Model) {
        let beside = [self.position.checked_add(1), self.position.checked_sub(1)];
        let beside: Vec<&Selection> = beside.into_iter().flatten().filter_map(|at| self.queue.get(at)).collect();
        self.nearby.retain(|(card, _)| beside.contains(&card));
        for card in beside {
            let is_built = self.nearby.iter().any(|(built, _)| built == card);
            if let Some(content) = (!is_built).then(|| (self.deck.card)(card, model)).flatten() {
                self.nearby.push((card.clone(), content));
            }
        }
    }

    fn posted(&mut self, entry: &Entry, cx: &mut Cx) {
        if (self.deck.decided_card)(&entry.event, cx.model).is_none() {
            return;
        }
        self.recorded.push(entry.id.clone());
        let pauses = self.deck.guard.as_ref().is_some_and(|guard| self.check_guard(guard, entry, cx));
        self.position = self.next_open(cx.model);
        self.card = None; // rebuilt once, by the refresh that follows
        let portion = cx.model.settings.portion;
        if !pauses && portion > 0 && self.in_portion() >= portion {
            self.continue_session(cx);
        }
    }

    fn decided_card(&self, event: &Event, model: &Model) -> Option<(Selection, Draft)> {
        (self.deck.decided_card)(event, model)
    }
}
