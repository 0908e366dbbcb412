//! Answers and texts that no journal entry holds yet, keyed by deck and card, by form and target, or by message. Not
//! part of the model, because none of it is a fact.

use foldhash::HashMap;

use crate::domain::decision::Draft;
use crate::domain::evidence::pile::Order;
use crate::domain::person::key::PersonKey;

use super::field::Fields;
use super::ids::{ScreenId, Selection};
use super::message_editor::MessageEditor;

/// All drafts.
#[derive(Debug, Default)]
pub struct Drafts {
    cards: HashMap<(ScreenId, Selection), Draft>,
    forms: HashMap<(&'static str, Selection), Fields>,
    messages: HashMap<PersonKey, MessageEditor>,
    /// Order of the cards.
    pub order: Order,
}

impl Drafts {
    /// Returns the draft of a card, if there is one.
    pub fn card_draft(&self, deck: ScreenId, card: &Selection) -> Option<&Draft> {
        self.cards.get(&(deck, card.clone()))
    }

    /// Returns the draft of a card for editing; adds an empty one if there is none.
    pub fn card_draft_mut(&mut self, deck: ScreenId, card: &Selection) -> &mut Draft {
        self.cards.entry((deck, card.clone())).or_default()
    }

    /// Removes the draft of a card, as after a decision.
    pub fn forget_card(&mut self, deck: ScreenId, card: &Selection) {
        self.cards.remove(&(deck, card.clone()));
    }

    /// Returns the cards with a note or reason that no decision has saved.
    pub fn unsaved_cards(&self) -> impl Iterator<Item = &Selection> {
        let is_written = |draft: &Draft| !draft.note.trim().is_empty() || !draft.reason.trim().is_empty();
        self.cards.iter().filter(move |(_, draft)| is_written(draft)).map(|((_, card), _)| card)
    }

    /// Saves the fields of a closed form.
    pub fn save_form(&mut self, form: &'static str, target: &Selection, fields: Fields) {
        self.forms.insert((form, target.clone()), fields);
    }

    /// Removes and returns the saved fields of a form, if they still match its definition; else returns `fresh`.
    pub fn take_form(&mut self, form: &'static str, target: &Selection, fresh: Fields) -> Fields {
        let kept = self.forms.remove(&(form, target.clone()));
        kept.filter(|kept| kept.has_same_fields(&fresh)).unwrap_or(fresh)
    }

    /// Saves a message.
    pub fn save_message(&mut self, message: MessageEditor) {
        self.messages.insert(message.to.clone(), message);
    }

    /// Removes and returns the saved message to a person.
    pub fn take_message(&mut self, to: &PersonKey) -> Option<MessageEditor> {
        self.messages.remove(to)
    }
}
