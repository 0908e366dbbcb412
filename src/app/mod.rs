//! State and logic of the user interface. Pure: no file, no clock, no terminal.
//!
//! [`App::update`] turns a key into an action, an action into commands, and these into a change of state or an
//! [`Effect`] for the shell; [`App::apply`] applies its outcome. Nothing changes on the screen before it is on disk.
//!
//! Layered: types at the bottom, then one file for each screen, deck, form and overlay, then the tables of them; a row
//! never names its table. To add a screen: an id in `ids`, a file and a row in `screen`, a file in `ui`.

#![warn(clippy::wildcard_enum_match_arm)]

pub mod action;
pub mod action_group;
pub mod announce;
pub mod ask;
pub mod bindings;
pub mod command;
pub mod common;
pub mod decide;
pub mod deck;
mod dispatch;
pub mod draft;
pub mod effect;
pub mod field;
pub mod form;
mod help;
pub mod ids;
pub mod input;
pub mod key;
pub mod judge;
pub mod keymap;
pub mod layer;
mod layers;
pub mod list_filter;
pub mod message_editor;
pub mod model;
pub mod notification;
mod outcome;
pub mod overlay;
pub mod screen;
pub mod settings;
pub mod spoken;
pub mod tables;
pub mod text_field;
pub mod view;
pub mod vocabulary;

use std::borrow::Cow;
use std::collections::VecDeque;
use std::sync::Arc;

use crate::domain::decision::Draft;
use crate::domain::decision::ledger::Ledger;
use crate::domain::decision::unfinished::Unfinished;
use crate::domain::evidence::network::Network;
use crate::domain::inbox::reconcile::ImportReport;
use crate::domain::text::plural::capitalized;

use action::Action;
use command::{Command, Cx};
use draft::Drafts;
use effect::Effect;
use form::Form;
use ids::{Context, OverlayId, ScreenId, Selection};
use input::{Input, Moment};
use keymap::{Binding, Keymap};
use layer::Layer;
use layers::Layers;
use model::{Change, Model};
use notification::Notification;
use overlay::Overlay;
use overlay::go_to::GoTo;
use overlay::palette::Palette;
use overlay::prompts::Prompts;
use overlay::search::PersonSearch;
use screen::Screens;
use settings::Settings;
use view::{ListCursor, ViewMetrics};

/// The program without the outside world and the rendering.
#[derive(Debug)]
pub struct App {
    model: Model,
    drafts: Drafts,
    layers: Layers,
    notice: Option<Notification>,
    view: ViewMetrics,
    /// Scroll position in the details of a selected row, by screen and selection.
    details: (ScreenId, Selection, ListCursor),
    /// Commands that have not run yet.
    queue: VecDeque<Command>,
}

impl App {
    /// Returns an app over loaded data. Starts with the first card, with the inbox, or, if there is no request at all,
    /// with the instructions to get the file.
    pub fn new(
        settings: Settings,
        ledger: Ledger,
        network: impl Into<Arc<Network>>,
        found: Vec<ImportReport>,
        moment: Moment,
        at_cards: bool,
    ) -> Self {
        let mut app = Self::with_model(Model::new(settings, ledger, network.into(), found, moment));
        let first = if at_cards { ScreenId::Triage } else { app.first_screen() };
        app.go(first, None);
        app.notice = if app.model.is_new_import { app.import_notice() } else { None };
        app
    }

    /// Returns an app that shows the progress of an import until it is done.
    pub fn awaiting_import(settings: Settings, ledger: Ledger, moment: Moment) -> Self {
        Self::with_model(Model::new(settings, ledger, Arc::default(), Vec::new(), moment))
    }

    fn with_model(model: Model) -> Self {
        let screens = Screens::new(ScreenId::Importing);
        Self {
            model,
            drafts: Drafts::default(),
            layers: Layers { screens, overlay: None, search: PersonSearch::default() },
            notice: None,
            view: ViewMetrics::default(),
            details: (ScreenId::Importing, Selection::Nobody, ListCursor::default()),
            queue: VecDeque::new(),
        }
    }

    fn first_screen(&self) -> ScreenId {
        if self.model.has_data() { ScreenId::Inbox } else { ScreenId::Welcome }
    }

    /// Adds the reports of an import in an earlier run.
    pub fn with_earlier_import(mut self, reports: Vec<ImportReport>) -> Self {
        self.model.import_reports = reports;
        self
    }

    /// Adds a notification about problems on disk, and the reason if nothing can be written.
    pub fn with_startup_notice(mut self, notice: Option<Notification>, read_only: Option<String>) -> Self {
        self.notice = notice.or(self.notice);
        self.model.read_only = read_only;
        self
    }

    /// Adds the unfinished work of an earlier run.
    pub fn with_unfinished(mut self, unfinished: Unfinished) -> Self {
        if unfinished == Unfinished::default() {
            return self;
        }
        self.drafts = Drafts::from_unfinished(unfinished);
        let first = self.layers.screens.current_id();
        if first != ScreenId::Importing {
            self.drafts.prune(&self.model);
        }
        // In the order that was chosen.
        if first == ScreenId::Triage {
            self.go(first, Some(&Selection::Pile(None)));
        } else {
            self.with(|layers, cx| layers.screens.apply_change(&Change::All, cx));
        }
        self
    }

    /// Returns the unfinished work, with what an open form or message holds; `None` while an import is being read.
    pub fn unfinished(&self) -> Option<Unfinished> {
        if self.layers.screens.current_id() == ScreenId::Importing {
            return None;
        }
        let mut drafts = self.drafts.clone();
        if let Some(Overlay::Form(form)) = &self.layers.overlay {
            form.save(&mut Cx::new(&self.model, &mut drafts, &self.view)); // as if it were left
        } else if let Some(overlay) = &self.layers.overlay {
            overlay.save_input(&mut drafts);
        }
        drafts.prune(&self.model);
        Some(drafts.to_unfinished())
    }

    /// Returns the model.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// Returns the unsaved answers and texts.
    pub fn drafts(&self) -> &Drafts {
        &self.drafts
    }

    /// Returns the screens.
    pub fn screens(&self) -> &Screens {
        &self.layers.screens
    }

    /// Returns the overlay, if one is open.
    pub fn overlay(&self) -> Option<&Overlay> {
        self.layers.overlay.as_ref()
    }

    /// Returns the person search.
    pub fn search(&self) -> &PersonSearch {
        &self.layers.search
    }

    /// Returns the current notification.
    pub fn notification(&self) -> Option<&Notification> {
        self.notice.as_ref()
    }

    /// Returns the key bindings.
    pub fn keymap(&self) -> &Keymap {
        &self.model.settings.keymap
    }

    /// Returns the layer that gets keys first.
    pub fn top_layer(&self) -> &dyn Layer {
        self.layers.top()
    }

    /// Returns the current key binding context.
    pub fn context(&self) -> Context {
        self.top_layer().context()
    }

    /// Returns the selection on the current screen.
    pub fn selected(&self) -> Selection {
        self.layers.screens.current().selected(&self.model)
    }

    /// Returns the scroll position in the details of the selected row.
    pub fn detail_scroll(&self) -> ListCursor {
        let (screen, selected, scroll) = &self.details;
        let is_here = *screen == self.screens().current_id() && *selected == self.selected();
        if is_here { *scroll } else { ListCursor::default() }
    }

    /// Returns the reason an action is disabled; help, status line, palette and dispatch use it.
    pub fn disabled(&self, action: Action) -> Option<Cow<'static, str>> {
        self.disabled_in(self.top_layer(), action, &self.selected())
    }

    fn disabled_in(&self, layer: &dyn Layer, action: Action, selected: &Selection) -> Option<Cow<'static, str>> {
        let own = layer.disabled(action, &self.model);
        own.or_else(|| {
            let selected = (!layer.takes(action)).then_some(selected);
            common::disabled(action, selected, &self.model)
        })
    }

    /// Returns the enabled bindings of the current context, in table order.
    pub fn available(&self) -> impl Iterator<Item = &Binding> {
        self.available_in(self.top_layer())
    }

    /// Returns the enabled bindings of the current screen, also while an overlay is open.
    pub fn available_on_screen(&self) -> impl Iterator<Item = &Binding> {
        self.available_in(self.layers.screens.current())
    }

    fn available_in<'a>(&'a self, layer: &'a dyn Layer) -> impl Iterator<Item = &'a Binding> {
        let selected = self.selected();
        let rows = self.keymap().bindings_in(layer.context());
        rows.filter(move |row| self.disabled_in(layer, row.action, &selected).is_none())
    }

    /// Returns the sentence that says what an action does where the app is.
    pub fn description(&self, action: Action) -> &'static str {
        let mut here = self.keymap().bindings_in(self.context());
        here.find(|row| row.action == action).map_or(action.description(), |row| row.description)
    }

    /// Goes to a screen and selects a target there, for a command that names it.
    pub fn show(&mut self, id: ScreenId, target: &Selection) -> Option<Effect> {
        self.go(id, Some(target));
        self.run()
    }

    /// Replaces everything typed about a card by these answers and texts, for a command that brings them.
    pub fn set_card_draft(&mut self, deck: ScreenId, card: &Selection, draft: Draft) {
        self.drafts.forget_card(deck, card);
        *self.drafts.card_draft_mut(deck, card) = draft;
    }

    /// Stores the metrics of the last frame, which the next key or click may need.
    pub fn drew(&mut self, view: ViewMetrics) {
        self.view = view;
    }

    /// Handles an input event; returns the next effect.
    pub fn update(&mut self, input: Input, moment: Moment) -> Option<Effect> {
        if self.model.set_moment(moment) {
            self.model.rebuild_inbox();
            self.with(|layers, cx| layers.apply_change(&Change::All, cx));
        }
        match input {
            Input::Key(key) => {
                self.notice = None;
                self.press(key);
            }
            Input::Paste(text) => self.paste(&text),
            Input::Click(x, y) => {
                self.notice = None;
                self.click(x, y);
            }
            Input::Wheel(x, y, down) => self.wheel(x, y, down),
            Input::Resized => {}
            Input::Target(target) => {
                self.notice = None;
                self.choose(target);
            }
            Input::Row(row) => {
                self.notice = None;
                self.select_row(row);
            }
            Input::Text(text) => {
                self.notice = None;
                let fit = self.layers.top_mut().editor_closed(&text, &self.model);
                self.tell_cut(fit);
            }
        }
        self.run()
    }

    /// Calls the layers: they change, the model is only read, and their commands run next, in order.
    fn with<R>(&mut self, call: impl FnOnce(&mut Layers, &mut Cx) -> R) -> R {
        let mut cx = Cx::new(&self.model, &mut self.drafts, &self.view);
        let returned = call(&mut self.layers, &mut cx);
        cx.commands.into_iter().rev().for_each(|command| self.queue.push_front(command));
        returned
    }

    /// Runs queued commands up to the first effect; later ones stay queued until its outcome.
    fn run(&mut self) -> Option<Effect> {
        while let Some(command) = self.queue.pop_front() {
            match command {
                Command::Effect(effect) => return Some(effect),
                Command::Go(id) => self.go(id, None),
                Command::Show(id, target) => self.go(id, Some(&target)),
                Command::Back => self.go(self.screens().back(), None),
                Command::OpenForm(form, target) => self.with(|layers, cx| {
                    let form = Form::new(form, target, cx);
                    layers.open(Some(Overlay::Form(form)), cx.drafts);
                }),
                Command::OpenOverlay(id) => self.open(id),
                Command::EditMessage(letter) => self.layers.open(Some(Overlay::Message(letter)), &mut self.drafts),
                Command::OpenPage(page) => self.layers.open(Some(Overlay::Page(page)), &mut self.drafts),
                Command::Pause(pause) => self.layers.open(Some(Overlay::Pause(pause)), &mut self.drafts),
                Command::Close => self.layers.overlay = None,
                Command::ScrollDetails(down) => self.scroll_details(down),
                Command::Perform(action) => self.act(action),
                Command::Notify(notice) => self.notice = Some(notice),
                Command::AddToNotification(words) => self.add_to_notification(&words),
                Command::MoreReachOuts => {
                    self.model.ask_for_more_reach_outs();
                    self.with(|layers, cx| layers.apply_change(&Change::Several, cx));
                }
                Command::UndoBringsBack(entry) => self.model.taken_back = Some(entry),
            }
        }
        None
    }

    fn go(&mut self, id: ScreenId, target: Option<&Selection>) {
        self.layers.open(None, &mut self.drafts);
        self.with(|layers, cx| {
            layers.screens.go(id, cx);
            if let Some(target) = target {
                layers.screens.current_mut().show(target, cx);
            }
        });
    }

    fn open(&mut self, id: OverlayId) {
        let overlay = match id {
            OverlayId::GoTo => Overlay::GoTo(GoTo),
            OverlayId::Palette => Overlay::Palette(Box::new(Palette::new(
                self.available_actions().into_iter().map(|action| (action, self.description(action))).collect(),
            ))),
            OverlayId::Help => Overlay::Page(self.help()),
            OverlayId::Prompts => Overlay::Prompts(Prompts::new(self.selected(), &self.model)),
            OverlayId::Search => {
                self.layers.search.reset(&self.model);
                Overlay::Search
            }
        };
        self.layers.open(Some(overlay), &mut self.drafts);
    }

    fn add_to_notification(&mut self, more: &str) {
        self.notice = Some(match self.notice.take() {
            Some(notice) => Notification { text: format!("{}; {more}", notice.text), ..notice },
            None => Notification::done(capitalized(more)),
        });
    }

    /// Builds what the next key may show, while nobody waits for it.
    pub fn look_ahead(&mut self) {
        self.layers.screens.current_mut().look_ahead(&self.model);
    }

    /// True if work is left that takes longer than a frame may; [`App::background_step`] does a part of it.
    pub fn has_background_work(&self) -> bool {
        matches!(self.layers.overlay, Some(Overlay::Search)) && self.layers.search.has_background_work()
    }

    /// Does a few milliseconds of background work.
    pub fn background_step(&mut self) {
        self.layers.search.background_step(&self.model);
    }
}
