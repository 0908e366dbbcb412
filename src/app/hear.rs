//! What came of an effect: only now it is so.

use crate::domain::agenda::{Item, Matter, item};
use crate::domain::decision::{Decision, Draft, Verdict, VerdictKind, Way};
use crate::domain::event::{Carried, Entry, EntryId, Event};
use crate::domain::inbox::Inbox;
use crate::domain::invitation::InvitationId;
use crate::domain::ledger::Ledger;
use crate::domain::untrusted::Untrusted;
use crate::domain::when;

use super::effect::Outcome;
use super::notice::Notice;
use super::overlay::Overlay;
use super::screen::agenda::AgendaScreen;
use super::screen::people::PeopleScreen;
use super::screen::{Screen, Tab};
use super::{App, Unsaved};

impl App {
    /// Takes in what came of an effect.
    pub fn hear(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Posted(entry) => self.posted(entry),
            Outcome::Reloaded { entry, entries } => {
                let before = entries.into_iter().filter(|other| other.id != entry.id);
                self.ledger = Ledger::replay(before);
                self.posted(entry);
                self.add_to_notice("the journal was changed by another program; read again, nothing lost");
            }
            Outcome::Failed { event, again, why } => {
                self.overlay = None;
                self.unsaved = Some(Unsaved { event, again, why });
            }
            Outcome::Previewed(Ok(preview)) => self.overlay = Some(Overlay::Preview(preview)),
            Outcome::Exported(Ok(said)) | Outcome::Copied(Ok(said)) => self.notice = Some(Notice::done(said)),
            Outcome::Opened(Ok(())) => self.notice = Some(Notice::done("Opened in the browser")),
            Outcome::Previewed(Err(why))
            | Outcome::Exported(Err(why))
            | Outcome::Opened(Err(why))
            | Outcome::Copied(Err(why))
            | Outcome::Edited(Err(why)) => self.notice = Some(Notice::failed(why)),
            Outcome::Edited(Ok(text)) => {
                let field = match &mut self.overlay {
                    Some(Overlay::Form(form)) => form.field(),
                    Some(Overlay::Letter(letter)) => letter.field(),
                    _ => None,
                };
                if let Some(field) = field {
                    *field = super::field::Field::default();
                    field.insert(text.trim_end());
                }
            }
            Outcome::Reading(words) => {
                if let Screen::Importing { progress } = &mut self.screen {
                    *progress = words;
                }
            }
            Outcome::TakenIn { network, found } => {
                self.network = *network;
                self.found = found;
                self.begin(false);
            }
            Outcome::Done => {}
        }
    }

    fn posted(&mut self, entry: Entry) {
        if self.unsaved.as_ref().is_some_and(|unsaved| unsaved.is_settled_by(&entry.event)) {
            self.unsaved = None;
        }
        self.ledger.post(entry.clone());
        let Entry { again, event, id, n: _, at: _ } = entry;
        let redone = again.is_some();
        match event {
            Event::Decided(decision) => self.decided(&decision, id, redone),
            Event::Retracted { entry } => self.taken_back(&entry),
            Event::Described { name, .. } => {
                self.refresh();
                self.done(redone, &format!("noted what you know of {}", name.shown_name()));
            }
            Event::CarriedOut { invitation, name, how, .. } => self.carried_out(&invitation, &name, how, redone),
            Event::Kept { name, gift, .. } => {
                self.refresh();
                self.done(redone, &format!("given: {} to {}", gift.words(), name.shown_name()));
            }
            Event::Reopened { invitation } => {
                let name =
                    self.ledger.case(&invitation).map(|case| case.invitation().name.shown_name()).unwrap_or_default();
                self.deal_again(self.sitting.only);
                self.go(Tab::Found);
                self.done(redone, &format!("opened the request of {name} again"));
            }
            Event::Imported { invitations, .. } => {
                let names: Vec<String> = invitations.iter().map(|i| i.name.shown_name()).collect();
                let what = match names.as_slice() {
                    [one] => format!("added the request of {one}"),
                    more => format!("took in {} requests", more.len()),
                };
                self.stay_on(|app| app.deal_again(app.sitting.only));
                self.done(redone, &what);
            }
            Event::Forgotten { .. } | Event::Unknown { .. } => {}
        }
    }

    fn done(&mut self, redone: bool, what: &str) {
        let text = if redone { format!("Done again: {what}") } else { capitalised(what) };
        self.notice = Some(Notice::done(text));
    }

    fn carried_out(&mut self, id: &InvitationId, name: &Untrusted, how: Carried, redone: bool) {
        self.refresh_about(id);
        let what = match how {
            Carried::Done => "done there",
            Carried::NotThere => "no longer there",
        };
        self.done(redone, &format!("{what}: {}", name.shown_name()));
        let owed = self.ledger.case(id).and_then(|case| item(&self.ledger, case));
        if let Some(Item { day, matter: Matter::Owed(gift), .. }) = owed {
            self.add_to_notice(&format!("{} is owed by {}", gift.words(), when::short(day, self.moment.today)));
        }
    }

    fn decided(&mut self, decision: &Decision, entry: EntryId, redone: bool) {
        let kind = decision.verdict.kind();
        let (guard, now) = (self.settings.guard, (!redone).then_some(self.moment.now));
        self.sitting.forget_draft(&decision.invitation);
        // Only what is decided on its card belongs to the sitting and its portion.
        let at_card = matches!(self.screen, Screen::Cards);
        let quick = at_card.then(|| self.sitting.count(kind, &decision.name, entry, guard, now)).flatten();
        let back = match &decision.verdict {
            Verdict::FollowUp { due, .. } => format!(", back on {}", when::short(*due, self.moment.today)),
            Verdict::Accept(_) | Verdict::Decline(_) => String::new(),
        };
        let parked = matches!(decision.verdict, Verdict::FollowUp { way: Way::Park, .. });
        let did = if parked { "parked" } else { kind.past() };
        self.done(redone, &format!("{did} {}{back}", decision.name.shown_name()));
        let ceiling = self.settings.ceiling;
        if at_card && ceiling > 0 && kind == VerdictKind::Accept && self.sitting.accepted == ceiling {
            self.add_to_notice(&format!("that is the {ceiling} you set yourself for one sitting"));
        }
        self.settle(&decision.invitation);
        self.sitting.show_next_open(&self.ledger, self.moment.today);
        self.face();
        self.refresh();
        match quick {
            Some(names) => self.overlay = Some(Overlay::Guard(names)),
            None if at_card => self.after_guard(),
            None => {}
        }
    }

    /// Whether a request still waits, for the figures of what is left.
    fn settle(&mut self, id: &InvitationId) {
        let waits = self.ledger.standing(id).waits_on(self.moment.today);
        if waits && self.inbox.pile_of(id).is_none() {
            // It did not wait when the inbox was made: decided before a restart, say, and taken back now.
            self.inbox = Inbox::of(&self.ledger, &self.network, self.moment.today);
        } else {
            self.inbox.settle(id, waits);
        }
    }

    /// The end of a portion, unless nothing is left anyway.
    pub(super) fn after_guard(&mut self) {
        let full = self.settings.portion > 0 && self.sitting.portion >= self.settings.portion;
        if full {
            self.sitting.portion = 0;
            if self.case().is_some() {
                self.overlay = Some(Overlay::Portion);
            }
        }
    }

    /// An entry was taken back: says which, and brings up its card.
    fn taken_back(&mut self, id: &EntryId) {
        let Some(target) = self.ledger.entry(id).cloned() else { return };
        self.overlay = None;
        let what = match &target.event {
            Event::Decided(decision) => {
                self.settle(&decision.invitation);
                self.sitting.uncount(id, decision.verdict.kind());
                self.sitting.restore_draft(&decision.invitation, Draft::of(decision));
                self.sitting.show(&decision.invitation);
                self.face();
                let waits = self.ledger.standing(&decision.invitation).waits_on(self.moment.today);
                if waits && matches!(self.screen, Screen::Opening(_)) {
                    self.screen = Screen::Cards;
                }
                format!("{} {}", decision.verdict.kind().past(), decision.name.shown_name())
            }
            Event::Described { name, .. } => format!("what you wrote about {}", name.shown_name()),
            Event::CarriedOut { name, .. } => format!("{} is to be carried out", name.shown_name()),
            Event::Kept { name, gift, .. } => format!("{} is owed to {}", gift.words(), name.shown_name()),
            Event::Reopened { .. } => {
                self.deal_again(self.sitting.only);
                self.go(Tab::Found);
                "opening a request again".to_owned()
            }
            Event::Imported { source, .. } => {
                self.stay_on(|app| app.deal_again(app.sitting.only));
                format!("taking in {}; U brings it back", source.shown_name())
            }
            Event::Retracted { .. } | Event::Forgotten { .. } | Event::Unknown { .. } => return,
        };
        if let Event::CarriedOut { invitation, .. } = &target.event {
            self.refresh_about(invitation);
            if let Screen::Carry(carry) = &mut self.screen {
                carry.mark(invitation);
            }
        } else {
            self.refresh();
        }
        self.notice = Some(Notice::done(format!("Undone: {what}")));
    }

    /// Deals again and stays where the person is.
    fn stay_on(&mut self, change: impl FnOnce(&mut Self)) {
        change(self);
        match self.screen {
            Screen::Welcome { .. } if self.ledger.tally().all() > 0 => self.go(Tab::Opening),
            Screen::Welcome { .. } | Screen::Importing { .. } | Screen::Cards => {}
            Screen::Found(_) => self.go(Tab::Found),
            Screen::Opening(_)
            | Screen::Carry(_)
            | Screen::Agenda(_)
            | Screen::History(_)
            | Screen::People(_)
            | Screen::Person(_) => self.refresh(),
        }
    }

    /// What the screen lists, after something was done about one request: thousands may be to be carried out.
    fn refresh_about(&mut self, id: &InvitationId) {
        if let Screen::Carry(carry) = &mut self.screen {
            carry.settle(id, &self.ledger);
        } else {
            self.refresh();
        }
    }

    /// What the screen lists, after something changed.
    pub(super) fn refresh(&mut self) {
        match &mut self.screen {
            Screen::Carry(carry) => carry.look_again(&self.ledger),
            Screen::Agenda(agenda) => {
                let marked = agenda.marked;
                let mut agenda = AgendaScreen::of(&self.ledger, self.moment.today);
                agenda.marked = marked.min(agenda.items.len().saturating_sub(1));
                self.screen = Screen::Agenda(agenda);
            }
            Screen::Opening(_) => self.go(Tab::Opening),
            Screen::History(history) => self.screen = Screen::History(history.again(&self.ledger)),
            Screen::People(people) => {
                let marked = people.marked;
                let mut people = PeopleScreen::of(&self.ledger);
                people.marked = marked.min(people.people.len().saturating_sub(1));
                self.screen = Screen::People(people);
            }
            Screen::Welcome { .. }
            | Screen::Importing { .. }
            | Screen::Cards
            | Screen::Found(_)
            | Screen::Person(_) => {}
        }
    }

    fn add_to_notice(&mut self, more: &str) {
        let text = self.notice.take().map_or_else(|| capitalised(more), |notice| format!("{}; {more}", notice.text));
        self.notice = Some(Notice::done(text));
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
