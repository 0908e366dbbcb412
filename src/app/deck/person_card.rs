//! What the cards of people say, whichever deck they are of.

use super::spec::{FactMarker, Part};
use crate::app::action::Action;
use crate::app::model::Model;
use crate::domain::care::aims::aims_so_far;
use crate::domain::care::role::Role;
use crate::domain::care::summary::how_met_and_notes;
use crate::domain::care::today::owed_promises_to;
use crate::domain::decision::event::Description;
use crate::domain::person::key::PersonKey;
use crate::domain::text::dates;
use crate::domain::text::plural::plural;
use crate::domain::text::untrusted::Untrusted;

/// Returns the role and the company.
pub(super) fn subtitle(person: &PersonKey, model: &Model) -> Option<String> {
    let role = Role::of(person, &model.ledger, &model.network).in_words();
    (!role.is_empty()).then_some(role)
}

/// Returns what you wrote down, what you owe, and what each of you gave.
pub(super) fn what_you_know(person: &PersonKey, model: &Model) -> Vec<Part> {
    let ledger = &model.ledger;
    let (how_met, remember) = how_met_and_notes(person, ledger);
    let described = ledger.description_of(person).cloned().unwrap_or_default();
    let Description { offers, seeks, goals, dreams, i_can, .. } = described;
    let said = [
        ("How we met", how_met),
        ("Remember", remember),
        ("Goals", goals),
        ("Dreams", dreams),
        ("Looks for", seeks),
        ("Can offer", offers),
        ("What you can do", i_can),
    ];
    let mut parts: Vec<Part> = said
        .into_iter()
        .map(|(label, text)| (label, Untrusted::new(text)))
        .filter(|(_, text)| !text.is_blank())
        .map(|(label, text)| Part::Section(label.to_owned(), text.display_paragraphs().into()))
        .collect();
    let promises = owed_promises_to(person, ledger);
    for promise in &promises {
        let due = dates::format_day(promise.due, model.moment.today);
        parts.push(fact(FactMarker::Earlier, format!("you promised: {}, by {due}", promise.text.display_name())));
    }
    let aims = aims_so_far(person, ledger).in_short();
    parts.extend(aims.map(|words| fact(FactMarker::Acquaintance, words)));
    if let Some(talk) = model.network.get(person).and_then(|known| known.conversation_stats()) {
        let count = plural(talk.sent + talk.received, "message");
        parts.push(fact(FactMarker::Acquaintance, format!("{count}, {} of them yours", talk.sent)));
    }
    if parts.is_empty() {
        let key = model.settings.keymap.first_key(Action::TalkSheet);
        parts.push(Part::Muted(format!("Nothing written down yet. {key} asks a few good questions.")));
    }
    parts
}

/// Returns a fact that the journal tells.
pub(super) fn fact(mark: FactMarker, text: String) -> Part {
    fact_from(mark, text, String::new())
}

/// Returns a fact with its source.
pub(super) fn fact_from(mark: FactMarker, text: String, file: String) -> Part {
    Part::Fact {
        mark,
        text: text.into(),
        quote: String::new().into(),
        months: Vec::new(),
        span: Default::default(),
        file,
    }
}
