//! What comes after a decision: writing to somebody, carrying it out on LinkedIn, keeping what was promised.

use crate::domain::agenda::{Matter, item};
use crate::domain::decision::{Gift, Verdict, Way};
use crate::domain::event::{Carried, Event};
use crate::domain::invitation::InvitationId;
use crate::domain::ledger::Case;
use crate::domain::message::Fill;
use crate::domain::people::{met, role};
use crate::domain::person::PersonKey;
use crate::domain::untrusted::Untrusted;

use super::App;
use super::effect::Effect;
use super::letter::{Letter, Sketch};
use super::notice::Notice;
use super::overlay::Overlay;
use super::screen::Screen;

impl App {
    /// Who is in sight, with or without a request.
    pub fn whom(&self) -> Option<(PersonKey, Untrusted)> {
        if let Screen::Person(page) = &self.screen {
            return Some((page.key.clone(), page.name.clone()));
        }
        self.subject().map(Case::invitation).map(|i| (i.person.clone(), i.name.clone()))
    }

    /// A template, filled with what is known of whoever is in sight.
    pub(super) fn filled(&self, template: &str) -> Option<String> {
        Some(self.settings.template(template)?.filled(&self.fill()?))
    }

    fn fill(&self) -> Option<Fill> {
        let (person, name) = self.whom()?;
        let (_, company) = role(&person, &self.ledger, &self.network);
        let (how_met, _) = met(&person, &self.ledger);
        Some(Fill { name: name.plain(), company, how_met, my_name: self.network.me.name.plain() })
    }

    /// Opens a message to whoever is in sight; the one that was put aside, if it was to them.
    pub(super) fn write_letter(&mut self) {
        let Some((to, name)) = self.whom() else { return };
        let letter = self.letter.take().filter(|letter| letter.to == to);
        let letter = letter.unwrap_or_else(|| Letter::new(to, name.shown_name(), self.sketches()));
        self.overlay = Some(Overlay::Letter(letter));
    }

    /// What a message may begin from: what fits where the person stands first, then all other templates.
    fn sketches(&self) -> Vec<Sketch> {
        let Some(fill) = self.fill() else { return Vec::new() };
        let verdict = self.subject().and_then(|case| self.ledger.decision_of(case)).map(|(_, d)| &d.verdict);
        let first = fitting(verdict, self.subject().is_some());
        let mut sketches = Vec::new();
        if let Some(Verdict::FollowUp { question, way: Way::Ask, .. }) = verdict
            && !question.is_empty()
        {
            let template = self.settings.template("ask_first").map(|t| t.filled(&fill)).unwrap_or_default();
            sketches.push(Sketch::own("Your question", question, template));
        }
        let (fits, others): (Vec<_>, Vec<_>) = self.settings.templates.iter().partition(|t| t.id == first);
        sketches.extend(fits.into_iter().chain(others).map(|t| Sketch::new(t.title.clone(), t.filled(&fill))));
        sketches
    }

    pub(super) fn in_letter(&mut self, change: impl FnOnce(&mut Letter)) {
        if let Some(Overlay::Letter(letter)) = &mut self.overlay {
            change(letter);
        }
    }

    /// Ends writing; from the whole letter: copies it, if it has a line of one's own.
    pub(super) fn copy_letter(&mut self, mut letter: Letter) -> Option<Effect> {
        if letter.writing {
            letter.stop();
            self.overlay = Some(Overlay::Letter(letter));
            return None;
        }
        let text = letter.sketch()?.text.text().trim().to_owned();
        if text.is_empty() || (self.settings.needs_own_line && !letter.has_own_line()) {
            let key = self.settings.keymap.way_to(super::keymap::Context::Letter, super::action::Action::Write);
            self.notice = Some(Notice::hint(format!("One line of your own first: {key} writes it")));
            self.overlay = Some(Overlay::Letter(letter));
            return None;
        }
        self.letter = Some(letter);
        Some(Effect::Copy(text))
    }

    /// Esc: first out of the text, then out of the letter, which is kept as it stands.
    pub(super) fn put_letter_aside(&mut self, mut letter: Letter) {
        if letter.writing {
            letter.stop();
            self.overlay = Some(Overlay::Letter(letter));
        } else {
            self.letter = Some(letter);
        }
    }

    /// What is marked was done on LinkedIn; where all of a portion is, the next one comes.
    pub(super) fn carry_out(&mut self, how: Carried) -> Option<Effect> {
        let Screen::Carry(carry) = &mut self.screen else { return None };
        let Some(id) = carry.current().cloned() else {
            carry.go_on();
            return None;
        };
        let invitation = self.ledger.case(&id)?.invitation();
        let (person, name) = (invitation.person.clone(), invitation.name.clone());
        Some(Effect::Append { event: Event::CarriedOut { invitation: id, person, name, how }, again: None })
    }

    /// What is owed to whoever is in sight was given.
    pub(super) fn keep_promise(&mut self) -> Option<Effect> {
        let (id, gift) = self.owed()?;
        let invitation = self.ledger.case(&id)?.invitation();
        let (person, name) = (invitation.person.clone(), invitation.name.clone());
        Some(Effect::Append { event: Event::Kept { invitation: id, person, name, gift }, again: None })
    }

    /// What is owed to whoever is in sight.
    pub(super) fn owed(&self) -> Option<(InvitationId, Gift)> {
        let (person, _) = self.whom()?;
        let mut items = self.ledger.cases_of(&person).filter_map(|case| item(&self.ledger, case));
        items.find_map(|item| match item.matter {
            Matter::Owed(gift) => Some((item.id, gift)),
            Matter::FollowUp { .. } => None,
        })
    }
}

/// The template that fits a verdict.
fn fitting(verdict: Option<&Verdict>, asked: bool) -> &'static str {
    match verdict {
        None if asked => "ask_first",
        None => "hello",
        Some(Verdict::FollowUp { .. }) => "ask_first",
        Some(Verdict::Decline(_)) => "kind_decline",
        Some(Verdict::Accept(details)) => match details.gift {
            Gift::Hello | Gift::Nothing => "hello",
            Gift::Introduction => "offer_introduction",
            Gift::Article => "offer_article",
            Gift::Call => "offer_call",
            Gift::Recommendation => "recommendation",
        },
    }
}
