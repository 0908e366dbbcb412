//! Outcomes of effects: what came of a write, an import, an export, a copy.

use super::App;
use super::announce;
use super::command::Cx;
use super::effect::{Effect, Outcome, ReadSettings};
use super::form;
use super::ids::{ScreenId, Selection};
use super::layers::Layers;
use super::model::{Change, FailedWrite};
use super::notification::Notification;
use super::overlay::Overlay;
use super::settings::Settings;
use crate::domain::decision::event::{Entry, Event};
use crate::domain::decision::ledger::Ledger;

impl App {
    /// Applies the outcome of an effect; ledger and network change only here. Returns the next effect.
    pub fn apply(&mut self, outcome: Outcome) -> Option<Effect> {
        match outcome {
            Outcome::Appended(entries) => match entries.as_slice() {
                [entry] => {
                    let change = self.model.post(entry.clone());
                    self.on_appended(entry, &change);
                }
                batch => {
                    self.model.post_batch(batch);
                    self.on_batch_appended(batch);
                }
            },
            Outcome::Reloaded { appended, entries, text } => {
                let is_new = |entry: &Entry| appended.iter().any(|new| new.id == entry.id);
                self.model.ledger = Ledger::replay(entries.into_iter().filter(|entry| !is_new(entry)));
                self.model.post_batch(&appended);
                match appended.as_slice() {
                    [entry] => self.on_appended(entry, &Change::All),
                    batch => self.on_batch_appended(batch),
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
            Outcome::Exported(Ok(said)) => self.notice = Some(Notification::done(said)),
            Outcome::Copied(copied) => {
                let written = self.notice.take().map(|notice| format!("{}. ", notice.text)).unwrap_or_default();
                self.notice = Some(match copied {
                    Ok(said) => Notification::done(written + &said),
                    Err(why) => Notification::failed(written + &why),
                });
            }
            Outcome::Opened(Ok(())) => self.notice = Some(Notification::done("Opened in the browser")),
            Outcome::Previewed(Err(why))
            | Outcome::Exported(Err(why))
            | Outcome::Opened(Err(why))
            | Outcome::Edited(Err(why)) => {
                self.notice = Some(Notification::failed(why));
                self.queue.clear();
            }
            Outcome::Edited(Ok(text)) => {
                let fit = self.layers.top_mut().editor_closed(&text, &self.model);
                self.tell_cut(fit);
            }
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
                if self.layers.overlay.is_none() && self.drafts.has_form(form::import::NAME, &Selection::Nobody) {
                    self.with(|_, cx| cx.open_form(&form::import::FORM, Selection::Nobody));
                }
            }
            Outcome::ConfigRead(Ok(read)) => self.apply_settings(read),
            Outcome::ConfigRead(Err(why)) | Outcome::NotKept(why) => self.notice = Some(Notification::failed(why)),
            Outcome::Imported { ledger, network, reports: found } => {
                (self.model.ledger, self.model.network, self.model.import_reports) = (*ledger, network, found);
                self.model.is_new_import = true;
                self.drafts.forget_form(form::import::NAME, &Selection::Nobody);
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

    /// Replaces the settings by those that were read again; what the program is about stays.
    fn apply_settings(&mut self, ReadSettings { settings, mistakes }: ReadSettings) {
        let (is_demo, export_dir) = (self.model.settings.is_demo, self.model.settings.export_dir.clone());
        self.model.settings = Settings { is_demo, export_dir, ..*settings };
        self.model.rebuild_inbox();
        self.with(|layers, cx| layers.apply_change(&Change::All, cx));
        let read = || Notification::done("The configuration was read again");
        self.notice = Some(mistakes.map_or_else(read, Notification::failed));
    }

    /// Handles an entry that is on disk and in the model: by the current screen first, which still shows the entry's
    /// target, then by every screen. If the entry undoes a decision, its card is shown again.
    fn on_appended(&mut self, entry: &Entry, change: &Change) {
        self.notice = announce::announce(entry, &self.model);
        self.with(|layers, cx| {
            layers.screens.current_mut().posted(entry, cx);
            layers.apply_change(change, cx);
            let undone_card = update_draft(entry, layers, cx);
            if matches!(entry.event, Event::Retracted { .. }) {
                layers.open(None, cx.drafts);
            }
            let Some((deck, card)) = undone_card else { return };
            layers.screens.refresh(deck, cx);
            layers.screens.get_mut(deck).show(&card, cx);
            if layers.screens.current_id() == ScreenId::Inbox {
                cx.go(deck);
            }
        });
    }

    /// Handles the entries of one write. Undone cards wait again, but none of them is shown.
    fn on_batch_appended(&mut self, entries: &[Entry]) {
        self.notice = announce::announce_batch(entries, &self.model);
        self.with(|layers, cx| {
            for entry in entries {
                update_draft(entry, layers, cx);
            }
            layers.apply_change(&Change::All, cx);
            layers.open(None, cx.drafts);
        });
    }
}

/// Forgets the draft of a card that an entry decides, or restores that of a card whose decision it undoes; returns the
/// latter, with its deck.
fn update_draft(entry: &Entry, layers: &Layers, cx: &mut Cx) -> Option<(ScreenId, Selection)> {
    let undone = if let Event::Retracted { entry } = &entry.event { cx.model.ledger.entry(entry) } else { None };
    let event = &undone.unwrap_or(entry).event;
    let card = layers.screens.iter().find_map(|(deck, screen)| Some((deck, screen.decided_card(event, cx.model)?)));
    let (deck, (card, draft)) = card?;
    if undone.is_none() {
        cx.drafts.forget_card(deck, &card);
        return None;
    }
    *cx.drafts.card_draft_mut(deck, &card) = draft;
    Some((deck, card))
}
