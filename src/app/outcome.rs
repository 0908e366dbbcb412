//! Outcomes of effects: what came of a write, an import, an export, a copy.

use super::App;
use super::announce;
use super::effect::{Effect, Outcome};
use super::form;
use super::ids::{ScreenId, Selection};
use super::model::{Change, FailedWrite};
use super::notification::Notification;
use super::overlay::Overlay;
use crate::domain::decision::event::{Entry, Event};
use crate::domain::decision::ledger::Ledger;

impl App {
    /// Applies the outcome of an effect; ledger and network change only here. Returns the next effect.
    pub fn apply(&mut self, outcome: Outcome) -> Option<Effect> {
        match outcome {
            Outcome::Appended(entries) => {
                for entry in &entries {
                    let change = self.model.post(entry.clone());
                    self.on_appended(entry, &change);
                }
                if let Some(notice) = announce::announce_batch(&entries, &self.model) {
                    self.notice = Some(notice);
                }
            }
            Outcome::Reloaded { appended, entries, text } => {
                let is_new = |entry: &Entry| appended.iter().any(|new| new.id == entry.id);
                self.model.ledger = Ledger::replay(entries.into_iter().filter(|entry| !is_new(entry)));
                for entry in &appended {
                    self.model.post(entry.clone());
                    self.model.rebuild_inbox();
                    self.on_appended(entry, &Change::All);
                }
                self.add_to_notification(&text);
            }
            Outcome::Failed { events, why } => {
                self.model.failed_write = Some(FailedWrite { events, why });
                self.layers.open(None, &mut self.drafts);
                self.queue.clear();
            }
            Outcome::Previewed(Ok(preview)) => {
                self.layers.open(Some(Overlay::ExportPreview(preview)), &mut self.drafts);
            }
            Outcome::Exported(Ok(said)) | Outcome::Copied(Ok(said)) => self.notice = Some(Notification::done(said)),
            Outcome::Opened(Ok(())) => self.notice = Some(Notification::done("Opened in the browser")),
            Outcome::Previewed(Err(why))
            | Outcome::Exported(Err(why))
            | Outcome::Opened(Err(why))
            | Outcome::Copied(Err(why))
            | Outcome::Edited(Err(why)) => {
                self.notice = Some(Notification::failed(why));
                self.queue.clear();
            }
            Outcome::Edited(Ok(text)) => self.layers.top_mut().editor_closed(&text, &self.model),
            Outcome::ImportProgress(words) => self.model.import_progress = words,
            Outcome::ExportFound(found) => {
                self.model.found_export = found;
                self.with(|_, cx| cx.open_form(&form::import::FORM, Selection::Nobody));
            }
            Outcome::PathCompleted(path) => {
                if let Some(text) = self.layers.top_mut().text() {
                    text.replace(&path);
                }
            }
            Outcome::ImportFailed(why) => {
                self.model.import_progress.clear();
                self.notice = Some(Notification::failed(why));
            }
            Outcome::NotKept(why) => self.notice = Some(Notification::failed(why)),
            Outcome::Imported { ledger, network, reports: found } => {
                (self.model.ledger, self.model.network, self.model.import_reports) = (*ledger, *network, found);
                self.model.is_new_import = true;
                self.model.import_progress.clear();
                self.model.rebuild_inbox();
                self.with(|layers, cx| layers.apply_change(&Change::All, cx));
                if matches!(self.screens().current_id(), ScreenId::Importing | ScreenId::Welcome | ScreenId::Inbox) {
                    self.go(self.first_screen(), None);
                }
                self.notice = self.import_notice();
            }
            Outcome::Done => {}
        }
        self.run()
    }

    /// Handles an entry that is on disk and in the model: by the current screen first, which still shows the entry's
    /// target, then by every screen. If the entry undoes a decision, its card is shown again.
    fn on_appended(&mut self, entry: &Entry, change: &Change) {
        self.notice = announce::announce(entry, &self.model);
        let target = if let Event::Retracted { entry } = &entry.event { self.model.ledger.entry(entry) } else { None };
        let taken_back = target.map(|target| target.event.clone());
        let event = taken_back.as_ref().unwrap_or(&entry.event);
        self.with(|layers, cx| {
            layers.screens.current_mut().posted(entry, cx);
            layers.apply_change(change, cx);
            let card = layers.screens.iter().find_map(|(deck, screen)| Some((deck, screen.decided_card(event)?)));
            if taken_back.is_some() {
                layers.open(None, cx.drafts);
            }
            let Some((deck, (card, draft))) = card else { return };
            if taken_back.is_none() {
                return cx.drafts.forget_card(deck, &card);
            }
            *cx.drafts.card_draft_mut(deck, &card) = draft;
            layers.screens.refresh(deck, cx);
            layers.screens.get_mut(deck).show(&card, cx);
            if layers.screens.current_id() == ScreenId::Inbox {
                cx.go(deck);
            }
        });
    }
}
