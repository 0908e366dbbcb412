//! Answers, texts and skips that no journal entry holds yet, keyed by deck and card, by form and target, or by message.
//! Not part of the model, because none of it is a fact.

use std::collections::BTreeMap;

use foldhash::HashMap;

use crate::domain::decision::Draft;
use crate::domain::decision::unfinished::{Unfinished, UnfinishedCard, UnfinishedForm};
use crate::domain::evidence::pile::Order;
use crate::domain::person::key::PersonKey;
use crate::domain::request::invitation::InvitationId;

use super::field::Fields;
use super::ids::{ScreenId, Selection};
use super::message_editor::MessageEditor;
use super::model::Model;

/// A card of a deck.
type Card = (ScreenId, Selection);

/// All drafts.
#[derive(Clone, Debug, Default)]
pub struct Drafts {
    cards: HashMap<Card, Draft>,
    /// Number of skips of each card.
    skips: HashMap<Card, u32>,
    /// Text, or label of the chosen option, by field name.
    forms: HashMap<(String, Selection), BTreeMap<String, String>>,
    messages: HashMap<PersonKey, MessageEditor>,
    /// Title of the message that was copied last, and to whom.
    copied: Option<(PersonKey, String)>,
    /// Order of the cards.
    pub order: Order,
    /// One's own news, for messages.
    pub my_news: String,
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

    /// Removes everything about a card, as after a decision.
    pub fn forget_card(&mut self, deck: ScreenId, card: &Selection) {
        self.cards.remove(&(deck, card.clone()));
        self.skips.remove(&(deck, card.clone()));
        self.forms.retain(|(_, target), _| target != card);
    }

    /// Counts a skip of a card.
    pub fn count_skip(&mut self, deck: ScreenId, card: &Selection) {
        *self.skips.entry((deck, card.clone())).or_default() += 1;
    }

    /// Returns the number of skips of a card since its last decision.
    pub fn skips(&self, deck: ScreenId, card: &Selection) -> u32 {
        self.skips.get(&(deck, card.clone())).copied().unwrap_or_default()
    }

    /// Saves the fields of a closed form if the user changed any.
    pub fn save_form(&mut self, form: &'static str, target: &Selection, fields: &Fields, fresh: &Fields) {
        let (values, key) = (fields.values(), (form.to_owned(), target.clone()));
        if values == fresh.values() {
            self.forms.remove(&key);
        } else {
            self.forms.insert(key, values);
        }
    }

    /// Removes and returns the saved fields of a form, if they still match its definition; else returns `fresh`.
    pub fn take_form(&mut self, form: &'static str, target: &Selection, fresh: &Fields) -> Fields {
        let saved = self.forms.remove(&(form.to_owned(), target.clone()));
        saved.and_then(|saved| fresh.with_values(&saved)).unwrap_or_else(|| fresh.clone())
    }

    /// True if fields of a form are saved.
    pub fn has_form(&self, form: &str, target: &Selection) -> bool {
        self.forms.contains_key(&(form.to_owned(), target.clone()))
    }

    /// Drops the saved fields of a form.
    pub fn forget_form(&mut self, form: &str, target: &Selection) {
        self.forms.remove(&(form.to_owned(), target.clone()));
    }

    /// Remembers the title of a message that was copied.
    pub fn remember_copied(&mut self, to: PersonKey, title: String) {
        self.copied = Some((to, title));
    }

    /// Returns the title of the message that was copied last, if it was to this person.
    pub fn copied_draft(&self, to: &PersonKey) -> Option<String> {
        self.copied.as_ref().filter(|(person, _)| person == to).map(|(_, title)| title.clone())
    }

    /// Saves a message.
    pub fn save_message(&mut self, message: MessageEditor) {
        self.messages.insert(message.to.clone(), message);
    }

    /// Removes and returns the saved message to a person.
    pub fn take_message(&mut self, to: &PersonKey) -> Option<MessageEditor> {
        self.messages.remove(to)
    }

    /// Removes what is about cards that are decided or gone, and about people and entries that are gone.
    pub fn prune(&mut self, model: &Model) {
        let is_known = |person: &PersonKey| {
            let ledger = &model.ledger;
            let is_in_journal = || ledger.cases_of(person).next().is_some() || ledger.care_of(person).next().is_some();
            model.network.get(person).is_some() || is_in_journal()
        };
        // A card to look back at is decided already.
        let waits = |deck: ScreenId, card: &Selection| match card {
            Selection::Request(id) if deck == ScreenId::LookBack => model.ledger.case(id).is_some(),
            Selection::Request(id) => model.is_pending(id),
            Selection::Person(person) => is_known(person),
            Selection::Nobody
            | Selection::Entry(_)
            | Selection::Query(_)
            | Selection::People(..)
            | Selection::Pile(_) => false,
        };
        self.cards.retain(|(deck, card), draft| waits(*deck, card) && !draft.is_empty());
        self.skips.retain(|(deck, card), _| waits(*deck, card));
        self.forms.retain(|(_, target), _| match target {
            Selection::Request(id) => model.ledger.case(id).is_some(),
            Selection::Person(person) => is_known(person),
            Selection::Entry(id) => model.ledger.entry(id).is_some(),
            Selection::Nobody | Selection::Query(_) => true,
            Selection::People(..) | Selection::Pile(_) => false,
        });
        self.messages.retain(|person, _| is_known(person));
    }

    /// Returns the drafts as they are kept on disk.
    pub fn to_unfinished(&self) -> Unfinished {
        let mut cards: HashMap<&Card, UnfinishedCard> = HashMap::default();
        for (card, draft) in &self.cards {
            let Draft { answers, reason, note, tags } = draft.clone();
            let answers = answers.iter().map(|(question, answer)| (question.clone(), answer)).collect();
            cards.insert(card, UnfinishedCard { answers, note, reason, tags, ..UnfinishedCard::default() });
        }
        for (card, count) in &self.skips {
            cards.entry(card).or_default().skips = *count;
        }
        let named = cards.into_iter().filter_map(|((deck, card), unfinished)| {
            let unfinished = UnfinishedCard { deck: deck.name().to_owned(), ..unfinished };
            match card {
                Selection::Request(id) => Some(UnfinishedCard { invitation: id.as_str().to_owned(), ..unfinished }),
                Selection::Person(person) => Some(UnfinishedCard { person: Some(person.clone()), ..unfinished }),
                Selection::Nobody
                | Selection::Entry(_)
                | Selection::Query(_)
                | Selection::People(..)
                | Selection::Pile(_) => None,
            }
        });
        let forms = self.forms.iter().map(|((form, target), fields)| unfinished_form(form, target, fields));
        let messages = self.messages.values().filter_map(MessageEditor::to_unfinished);
        Unfinished {
            order: self.order,
            my_news: self.my_news.clone(),
            cards: sorted(named),
            forms: sorted(forms),
            messages: sorted(messages),
            ..Unfinished::default()
        }
    }

    /// Returns the drafts that were kept on disk.
    pub fn from_unfinished(unfinished: Unfinished) -> Self {
        let Unfinished { v: _, order, my_news, cards, forms, messages } = unfinished;
        let mut drafts = Self { order, my_news, ..Self::default() };
        for UnfinishedCard { deck, invitation, person, answers, note, reason, tags, skips } in cards {
            let Ok(deck) = deck.parse() else { continue };
            let request = || Selection::Request(InvitationId::from_stored(invitation));
            let card = (deck, person.map_or_else(request, Selection::Person));
            let mut draft = Draft { reason, note, tags, ..Draft::default() };
            answers.into_iter().for_each(|(question, answer)| draft.answers.set(question, answer));
            if skips > 0 {
                drafts.skips.insert(card.clone(), skips);
            }
            if !draft.is_empty() {
                drafts.cards.insert(card, draft);
            }
        }
        for UnfinishedForm { form, invitation, person, entry, query, fields } in forms {
            let target = invitation.map(Selection::Request).or(person.map(Selection::Person));
            let target = target.or(entry.map(Selection::Entry)).or(query.map(Selection::Query));
            drafts.forms.insert((form, target.unwrap_or_default()), fields);
        }
        messages.into_iter().map(MessageEditor::from_unfinished).for_each(|message| drafts.save_message(message));
        drafts
    }
}

fn unfinished_form(form: &str, target: &Selection, fields: &BTreeMap<String, String>) -> UnfinishedForm {
    let mut unfinished = UnfinishedForm { form: form.to_owned(), fields: fields.clone(), ..UnfinishedForm::default() };
    match target.clone() {
        Selection::Request(id) => unfinished.invitation = Some(id),
        Selection::Person(person) => unfinished.person = Some(person),
        Selection::Entry(id) => unfinished.entry = Some(id),
        Selection::Query(query) => unfinished.query = Some(query),
        Selection::Nobody | Selection::People(..) | Selection::Pile(_) => {}
    }
    unfinished
}

fn sorted<T: Ord>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut items: Vec<T> = items.collect();
    items.sort_unstable();
    items
}
