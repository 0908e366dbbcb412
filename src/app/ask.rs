//! What is asked before something is done, and what the answers come to.

use strum::VariantArray;

use crate::domain::contact::Filter;
use crate::domain::decision::{Acceptance, DeclineKind, Draft, Gift, GiftBy, Missing, Verdict, VerdictKind, Way};
use crate::domain::event::{Description, Event};
use crate::domain::evidence::Witness;
use crate::domain::invitation::{ByHand, InvitationId};
use crate::domain::people;
use crate::domain::person::PersonKey;
use crate::domain::rhythm::Rhythm;
use crate::domain::untrusted::Untrusted;
use crate::domain::when;

use super::App;
use super::effect::{Effect, Export};
use super::form::{Form, Id, Purpose, Row};
use super::notice::Notice;
use super::overlay::Overlay;
use super::screen::{Screen, Tab};

impl App {
    pub(super) fn ask_accept(&mut self) {
        let Some((id, name)) = self.named_subject() else { return };
        let draft = self.draft_of(&id);
        match draft.missing(VerdictKind::Accept, &self.settings.checklist, self.settings.needs_yes_or_reason) {
            Some(Missing::Answer(open)) => {
                self.bring_card(&id);
                self.sitting.focus = open;
                let ask = &self.settings.checklist.questions()[open].ask;
                self.notice = Some(Notice::hint(format!("An accept needs every answer: {ask} y, n or m")));
            }
            Some(Missing::Reason) => {
                let rows = vec![Row::text(Id::Reason, "Why all the same?", "", "one line: no answer was yes")];
                self.ask(Purpose::Reason(id), format!("Accept {name}?"), rows);
            }
            None => self.ask_details(id, &name),
        }
    }

    fn ask_details(&mut self, id: InvitationId, name: &str) {
        let said = self.ledger.case(&id).map(|case| people::met(&case.invitation().person, &self.ledger));
        let (how_met, remember) = said.unwrap_or_default();
        let rhythms: Vec<_> =
            Rhythm::VARIANTS.iter().map(|rhythm| (rhythm.words().to_owned(), String::new())).collect();
        let gifts: Vec<_> = Gift::VARIANTS.iter().map(|gift| (gift.words().to_owned(), String::new())).collect();
        let rhythm = Rhythm::VARIANTS.iter().position(|rhythm| *rhythm == self.settings.rhythm).unwrap_or_default();
        let rows = vec![
            Row::text(Id::HowMet, "How we met", how_met, "a few words, or leave it"),
            Row::text(Id::Remember, "To remember", remember, "one thing"),
            Row::choice(Id::Rhythm, "Keep in touch", rhythms, rhythm),
            Row::choice(Id::Gift, "First gift", gifts, 0),
            Row::text(Id::GiftBy, "By when", GiftBy::default().typed(), when::FORMS),
        ];
        self.ask(Purpose::Accept(id), format!("Accept {name}"), rows);
    }

    pub(super) fn ask_decline(&mut self) {
        let Some((id, name)) = self.named_subject() else { return };
        let kinds =
            DeclineKind::VARIANTS.iter().map(|kind| (kind.words().to_owned(), kind.consequence().to_owned())).collect();
        let mut reason = self.draft_of(&id).reason;
        let decided = self.ledger.case(&id).and_then(|case| self.ledger.decision_of(case));
        if let (true, Some((_, decision))) = (reason.is_empty(), decided)
            && decision.verdict.kind() == VerdictKind::Decline
        {
            reason.clone_from(&decision.reason);
        }
        let rows = vec![
            Row::choice(Id::Kind, "How", kinds, 0),
            Row::text(Id::Reason, "Why", reason, "if you like; you will see it when they ask again"),
        ];
        self.ask(Purpose::Decline(id), format!("Decline {name}"), rows);
    }

    pub(super) fn ask_follow_up(&mut self) {
        let Some((id, name)) = self.named_subject() else { return };
        let ways = Way::VARIANTS.iter().map(|way| (way.words().to_owned(), way.consequence().to_owned())).collect();
        let due = match self.settings.follow_up_days {
            days if days % 7 == 0 => format!("{}w", days / 7),
            days => format!("{days}d"),
        };
        let question = self.asked_before(&id).unwrap_or_else(|| self.filled("ask_first").unwrap_or_default());
        let rows = vec![
            Row::choice(Id::Way, "How", ways, 0),
            Row::text(Id::Due, "Comes back", due, when::FORMS),
            Row::text(Id::Question, "Your question", question, "what you ask them"),
        ];
        self.ask(Purpose::FollowUp(id), format!("Follow up {name}"), rows);
    }

    pub(super) fn ask_note(&mut self) {
        let Some((id, name)) = self.named_subject() else { return };
        let note = self.sitting.draft_of(&id).note;
        let rows = vec![Row::text(Id::Note, "Note", note, "for yourself; kept with the decision. Alt-Enter: new line")];
        self.ask(Purpose::Note(id), format!("Your note on {name}"), rows);
    }

    pub(super) fn ask_description(&mut self) {
        let Some((person, name)) = self.whom() else { return };
        let known = self.ledger.description_of(&person).cloned().unwrap_or_default();
        let mut rows = vec![
            Row::text(Id::Headline, "Role", known.headline, "what they do, in your words"),
            Row::text(Id::Company, "Company", known.company, "where"),
            Row::text(Id::Mutuals, "You both know", known.mutuals, "names, as you see them on the profile"),
        ];
        if !matches!(self.screen, Screen::Cards) {
            let (how_met, remember) = people::met(&person, &self.ledger);
            rows.extend([
                Row::text(Id::HowMet, "How we met", how_met, "a few words"),
                Row::text(Id::Remember, "To remember", remember, "one thing"),
                Row::text(Id::Offers, "Can offer", known.offers, "what they are good for"),
                Row::text(Id::Seeks, "Looks for", known.seeks, "what would help them"),
                Row::text(Id::Tags, "Tags", known.tags.join(" "), "words with spaces between"),
            ]);
        }
        self.ask(Purpose::Complete(person), format!("What you know of {}", name.shown_name()), rows);
    }

    pub(super) fn ask_export(&mut self) {
        let formats = self.settings.formats.iter().map(|(name, says, _)| (name.clone(), says.clone())).collect();
        let mut whose: Vec<(String, String)> =
            Filter::VARIANTS.iter().map(|filter| (filter.words().to_owned(), String::new())).collect();
        let narrowed = matches!(&self.screen, Screen::History(history) if !history.filter.text().is_empty());
        if narrowed {
            whose.push(("those in the narrowed history".to_owned(), String::new()));
        }
        let chosen = if narrowed { whose.len() - 1 } else { 0 };
        let vcard = self.settings.formats.iter().position(|(name, ..)| name == "vcard").unwrap_or_default();
        let path = self.path_for(vcard);
        let rows = vec![
            Row::choice(Id::Format, "Format", formats, vcard),
            Row::choice(Id::Whose, "Whose", whose, chosen),
            Row::text(Id::Path, "File", path, "where to"),
        ];
        self.ask(Purpose::Export, "Export contacts", rows);
    }

    fn path_for(&self, format: usize) -> String {
        let ending = self.settings.formats.get(format).map_or("txt", |(_, _, ending)| ending.as_str());
        format!("{}/contacts.{ending}", self.settings.export_dir.trim_end_matches('/'))
    }

    /// Keeps the proposed file's ending in step with the format, as long as the person left it as it was.
    pub(super) fn follow_format(&mut self) {
        let Some(Overlay::Form(form)) = &self.overlay else { return };
        if form.purpose != Purpose::Export {
            return;
        }
        let (format, path) = (form.chosen(Id::Format), form.text(Id::Path));
        let proposed = (0..self.settings.formats.len()).any(|other| self.path_for(other) == path);
        let fresh = self.path_for(format);
        if let (true, Some(Overlay::Form(form))) = (proposed, &mut self.overlay) {
            form.set_text(Id::Path, fresh);
        }
    }

    fn export(&mut self, mut form: Form) -> Option<Effect> {
        let path = form.text(Id::Path);
        if path.is_empty() {
            form.refuse(Id::Path, "A file needs a name".to_owned());
            self.overlay = Some(Overlay::Form(form));
            return None;
        }
        let whose = Filter::VARIANTS.get(form.chosen(Id::Whose)).copied();
        let only = match (&self.screen, whose) {
            (Screen::History(history), None) => Some(history.people(&self.ledger)),
            _ => None,
        };
        let format = self.settings.formats.get(form.chosen(Id::Format))?.0.clone();
        Some(Effect::Preview(Export { format, filter: whose.unwrap_or(Filter::Decided), only, path }))
    }

    pub(super) fn ask_request(&mut self) {
        let rows = vec![
            Row::text(Id::Name, "Name", "", "as they write it"),
            Row::text(Id::Profile, "Profile", "", "https://www.linkedin.com/in/…, if there is one"),
            Row::text(Id::Note, "Their note", "", "what they wrote to you"),
            Row::text(Id::Headline, "Role", "", "the line under the name"),
            Row::text(Id::Company, "Company", "", ""),
        ];
        self.ask(Purpose::Add, "A request that came by hand", rows);
    }

    fn ask(&mut self, purpose: Purpose, title: impl Into<String>, rows: Vec<Row>) {
        let form = Form::new(purpose, title, rows);
        let kept = self.kept.take().filter(|kept| kept.asks_as(&form));
        self.overlay = Some(Overlay::Form(kept.unwrap_or(form)));
    }

    /// The request in sight, and the name to say.
    pub(super) fn named_subject(&self) -> Option<(InvitationId, String)> {
        let invitation = self.subject()?.invitation();
        Some((invitation.id.clone(), invitation.name.shown_name()))
    }

    /// Questions can be answered on a card only.
    fn bring_card(&mut self, id: &InvitationId) {
        if !matches!(self.screen, Screen::Cards) {
            let draft = self.draft_of(id);
            self.sitting.restore_draft(id, draft);
            self.sitting.show(id);
            self.go(Tab::Cards);
        }
    }

    /// A form is done: what it comes to, or what is wrong with it.
    pub(super) fn submit(&mut self, mut form: Form) -> Option<Effect> {
        match form.purpose.clone() {
            Purpose::Reason(id) => {
                let reason = form.text(Id::Reason);
                if reason.is_empty() {
                    form.refuse(Id::Reason, "No answer was yes: one line of reason, or Esc".to_owned());
                    self.overlay = Some(Overlay::Form(form));
                    return None;
                }
                self.change_draft(&id, |draft| draft.reason = reason);
                self.ask_accept();
                None
            }
            Purpose::Accept(id) => {
                let gift_by = match GiftBy::meant(&form.text(Id::GiftBy), self.moment.today) {
                    Ok(by) => by,
                    Err(why) => {
                        form.refuse(Id::GiftBy, why);
                        self.overlay = Some(Overlay::Form(form));
                        return None;
                    }
                };
                let verdict = Verdict::Accept(Acceptance {
                    how_met: form.text(Id::HowMet),
                    remember: form.text(Id::Remember),
                    rhythm: Rhythm::VARIANTS[form.chosen(Id::Rhythm)],
                    gift: Gift::VARIANTS[form.chosen(Id::Gift)],
                    gift_by,
                });
                self.decide(&id, verdict)
            }
            Purpose::Decline(id) => {
                self.change_draft(&id, |draft| draft.reason = form.text(Id::Reason));
                self.decide(&id, Verdict::Decline(DeclineKind::VARIANTS[form.chosen(Id::Kind)]))
            }
            Purpose::FollowUp(id) => match form.due(self.moment.today) {
                Ok(due) => {
                    let way = Way::VARIANTS[form.chosen(Id::Way)];
                    let question = if way == Way::Ask { form.text(Id::Question) } else { String::new() };
                    self.decide(&id, Verdict::FollowUp { due, way, question })
                }
                Err(why) => {
                    form.refuse(Id::Due, why);
                    self.overlay = Some(Overlay::Form(form));
                    None
                }
            },
            Purpose::Note(id) => {
                self.change_draft(&id, |draft| draft.note = form.text(Id::Note));
                self.notice = Some(Notice::done("Noted; it is kept with your decision"));
                None
            }
            Purpose::Complete(person) => self.describe(person, &form),
            Purpose::Add => self.add(form),
            Purpose::Export => self.export(form),
        }
    }

    /// What was typed into a form that is left by Esc stays in the draft where it belongs to one.
    pub(super) fn keep_what_was_typed(&mut self, form: &Form) {
        match &form.purpose {
            Purpose::Note(id) => self.change_draft(id, |draft| draft.note = form.text(Id::Note)),
            Purpose::Decline(id) | Purpose::Reason(id) => {
                self.change_draft(id, |draft| draft.reason = form.text(Id::Reason));
            }
            Purpose::Accept(_) | Purpose::FollowUp(_) | Purpose::Complete(_) | Purpose::Add | Purpose::Export => {}
        }
    }

    fn change_draft(&mut self, id: &InvitationId, change: impl FnOnce(&mut Draft)) {
        let mut draft = self.draft_of(id);
        change(&mut draft);
        self.sitting.restore_draft(id, draft);
    }

    /// Asks again what was asked before, or goes on waiting, as long as a follow-up usually takes.
    pub(super) fn ask_again(&mut self) -> Option<Effect> {
        let (id, _) = self.named_subject()?;
        let question = self.asked_before(&id)?;
        self.put_off(&id, Way::Ask, self.settings.follow_up_days, question)
    }

    /// Puts a request out of sight.
    pub(super) fn park(&mut self) -> Option<Effect> {
        let (id, _) = self.named_subject()?;
        let question = self.asked_before(&id).unwrap_or_default();
        self.put_off(&id, Way::Park, self.settings.park_days, question)
    }

    fn put_off(&mut self, id: &InvitationId, way: Way, days: u32, question: String) -> Option<Effect> {
        let due = self.moment.today.checked_add_days(chrono::Days::new(days.into()))?;
        self.decide(id, Verdict::FollowUp { due, way, question })
    }

    /// What was asked with the follow-up that stands.
    pub(super) fn asked_before(&self, id: &InvitationId) -> Option<String> {
        let (_, decision) = self.ledger.decision_of(self.ledger.case(id)?)?;
        match &decision.verdict {
            Verdict::FollowUp { question, .. } if !question.is_empty() => Some(question.clone()),
            Verdict::FollowUp { .. } => self.filled("ask_first"),
            Verdict::Accept(_) | Verdict::Decline(_) => None,
        }
    }

    fn decide(&mut self, id: &InvitationId, verdict: Verdict) -> Option<Effect> {
        let invitation = self.ledger.case(id)?.invitation();
        let draft = self.draft_of(id);
        let witness = Witness { network: &self.network, ledger: &self.ledger, same: self.inbox.same_notes() };
        let evidence = witness.evidence(invitation);
        let checked =
            draft.decide(invitation, verdict, &self.settings.checklist, self.settings.needs_yes_or_reason, evidence);
        match checked {
            Ok(decision) => Some(Effect::Append { event: Event::decided(decision), again: None }),
            Err(Missing::Answer(_) | Missing::Reason) => {
                self.ask_accept();
                None
            }
        }
    }

    fn describe(&mut self, person: PersonKey, form: &Form) -> Option<Effect> {
        let (_, name) = self.whom()?;
        let known = self.ledger.description_of(&person).cloned().unwrap_or_default();
        let description = Description {
            headline: form.text(Id::Headline),
            company: form.text(Id::Company),
            mutuals: form.text(Id::Mutuals),
            ..known.clone()
        };
        let description = form.more_of(description);
        (description != known).then(|| Effect::Append {
            event: Event::Described { person, name, description: Box::new(description) },
            again: None,
        })
    }

    fn add(&mut self, mut form: Form) -> Option<Effect> {
        let name = form.text(Id::Name);
        if Untrusted::from(name.as_str()).is_blank() {
            form.refuse(Id::Name, "A request needs a name".to_owned());
            self.overlay = Some(Overlay::Form(form));
            return None;
        }
        let said = |id| form.text(id);
        let request = ByHand {
            name: &name,
            profile: &said(Id::Profile),
            note: &said(Id::Note),
            headline: &said(Id::Headline),
            company: &said(Id::Company),
        };
        let invitation = request.invitation(self.moment.now);
        if self.ledger.waits_for(&invitation.person, self.moment.today) {
            form.refuse(Id::Name, "A request of this person waits already".to_owned());
            self.overlay = Some(Overlay::Form(form));
            return None;
        }
        let event = Event::added(invitation);
        Some(Effect::Append { event, again: None })
    }

    /// The day that the words in an open follow-up form mean, to show beside them.
    pub fn due_meant(&self, form: &Form) -> Result<chrono::NaiveDate, String> {
        form.due(self.moment.today)
    }
}
