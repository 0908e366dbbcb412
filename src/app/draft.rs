//! What was answered and typed and is in no line of the journal yet: by deck and card, by form and target, by message.
//! No part of the model, for it is no fact.

use foldhash::HashMap;

use crate::domain::decision::Draft;
use crate::domain::evidence::pile::Order;
use crate::domain::person::key::PersonKey;

use super::field::Fields;
use super::ids::{ScreenId, Selection};
use super::message_editor::MessageEditor;

/// All of it.
#[derive(Debug, Default)]
pub struct Drafts {
    cards: HashMap<(ScreenId, Selection), Draft>,
    forms: HashMap<(&'static str, Selection), Fields>,
    messages: HashMap<PersonKey, MessageEditor>,
    /// In which order the cards come.
    pub order: Order,
}

impl Drafts {
    /// Returns what is considered on a card, if anything is.
    pub fn card(&self, deck: ScreenId, card: &Selection) -> Option<&Draft> {
        self.cards.get(&(deck, card.clone()))
    }

    /// The same, to change it.
    pub fn card_mut(&mut self, deck: ScreenId, card: &Selection) -> &mut Draft {
        self.cards.entry((deck, card.clone())).or_default()
    }

    /// Forgets what was considered, as after a decision.
    pub fn forget_card(&mut self, deck: ScreenId, card: &Selection) {
        self.cards.remove(&(deck, card.clone()));
    }

    /// Returns the cards on which something was written that no decision holds.
    pub fn unsaved_cards(&self) -> impl Iterator<Item = &Selection> {
        let is_written = |draft: &Draft| !draft.note.trim().is_empty() || !draft.reason.trim().is_empty();
        self.cards.iter().filter(move |(_, draft)| is_written(draft)).map(|((_, card), _)| card)
    }

    /// Keeps what stands in a form that is left.
    pub fn save_form(&mut self, form: &'static str, target: &Selection, fields: Fields) {
        self.forms.insert((form, target.clone()), fields);
    }

    /// Takes what stood in a form that was left, if it asks the same still; else these fields.
    pub fn take_form(&mut self, form: &'static str, target: &Selection, fresh: Fields) -> Fields {
        let kept = self.forms.remove(&(form, target.clone()));
        kept.filter(|kept| kept.has_same_fields(&fresh)).unwrap_or(fresh)
    }

    /// Keeps a message as it stands.
    pub fn save_message(&mut self, message: MessageEditor) {
        self.messages.insert(message.to.clone(), message);
    }

    /// Takes the message to somebody that was kept.
    pub fn take_message(&mut self, to: &PersonKey) -> Option<MessageEditor> {
        self.messages.remove(to)
    }
}
