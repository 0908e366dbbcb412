//! Contacts for export: one per person, built from the journal and the snapshot.
//!
//! Promise: only people with a current accept, unless the filter asks for others; the same journal and the same
//! snapshot always give the same contacts in the same order, with the same ids.

use chrono::{DateTime, NaiveDate, Utc};
use foldhash::{HashMap, HashSet};
use strum::{EnumMessage, EnumString, IntoStaticStr, VariantArray};
use uuid::Uuid;

use crate::domain::care::clock::{Clock, LastContact, PersonClock};
use crate::domain::care::role::{Role, connected};
use crate::domain::decision::checklist::Answers;
use crate::domain::decision::event::{Description, Entry};
use crate::domain::decision::ledger::{InvitationCase, Ledger, Status};
use crate::domain::decision::rhythm::Rhythm;
use crate::domain::decision::{AcceptDetails, Decision, DeclineKind, FollowUpMode, Gift, Verdict, VerdictKind};
use crate::domain::evidence::network::{Network, PersonFacts};
use crate::domain::person::key::{PersonKey, normal_name};
use crate::domain::request::invitation::{Invitation, InvitationId};
use crate::domain::text::dates::LocalDates;
use crate::domain::text::untrusted::Untrusted;

/// Filter of an export, in the order of the form.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, VariantArray, IntoStaticStr, EnumString, EnumMessage)]
#[strum(serialize_all = "snake_case")]
pub enum ContactFilter {
    /// People with a current accept.
    #[default]
    #[strum(message = "accepted")]
    Accepted,
    /// People who were put off and whose request no import has closed.
    #[strum(message = "following up")]
    FollowUp,
    /// People with a current decline.
    #[strum(message = "declined")]
    Declined,
    /// Everybody with a current decision; the latest one counts.
    #[strum(to_string = "all", message = "everybody decided")]
    Decided,
}

impl ContactFilter {
    /// Returns its name on the command line; [`ContactFilter::Decided`] is *all* there.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// Returns its label on the screen.
    pub fn label(self) -> &'static str {
        self.get_message().unwrap_or_default()
    }

    fn matches(self, status: Status) -> bool {
        match status {
            Status::Accepted => matches!(self, Self::Accepted | Self::Decided),
            Status::Declined => matches!(self, Self::Declined | Self::Decided),
            Status::FollowUp(_) | Status::Parked(_) => matches!(self, Self::FollowUp | Self::Decided),
            Status::Pending | Status::Closed(_) | Status::Removed => false,
        }
    }
}

/// A person as exported to other programs. All text is [`Untrusted`], even the person's own: a journal may have
/// been edited elsewhere, and this forces every exporter to choose a safe exit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Contact {
    /// The person.
    pub person: PersonKey,
    /// The full name, as displayed at the decision.
    pub name: Untrusted,
    /// Address on another network, for those without a profile.
    pub other_address: Option<String>,
    /// First and last name, from the two cells of Connections.csv; `None` for others, whose parts can only be guessed.
    pub name_cells: Option<(Untrusted, Untrusted)>,
    /// The headline under the name: own text first, then the request's.
    pub headline: Option<Untrusted>,
    /// The employer: own text first, then the connection's, then the request's.
    pub company: Option<Untrusted>,
    /// The position: own text first, then the connection's.
    pub position: Option<Untrusted>,
    /// The e-mail address, if the person shares it.
    pub email: Option<Untrusted>,
    /// *Connected On*, a UTC date, for a connection.
    pub connected_on: Option<NaiveDate>,
    /// The request decided on.
    pub invitation: InvitationId,
    /// Its time of sending, if known.
    pub sent_at: Option<DateTime<Utc>>,
    /// Local date of sending, if known.
    pub sent_on: Option<NaiveDate>,
    /// The request's note.
    pub message: Option<Untrusted>,
    /// Time of the decision.
    pub decided_at: DateTime<Utc>,
    /// Local date of the decision.
    pub decided_on: NaiveDate,
    /// The verdict.
    pub verdict: VerdictKind,
    /// The answers.
    pub answers: Answers,
    /// The reason.
    pub reason: Option<Untrusted>,
    /// A private note.
    pub note: Option<Untrusted>,
    /// Tags, each once.
    pub tags: Vec<Untrusted>,
    /// People we both know.
    pub mutuals: Option<Untrusted>,
    /// Help they can offer.
    pub offers: Option<Untrusted>,
    /// Help they look for.
    pub seeks: Option<Untrusted>,
    /// Their goals.
    pub goals: Option<Untrusted>,
    /// Their dreams.
    pub dreams: Option<Untrusted>,
    /// Help that one can give them.
    pub i_can: Option<Untrusted>,
    /// The last contact, until today.
    pub last_contact: Option<LastContact>,
    /// The rhythm that applies.
    pub rhythm: Option<Rhythm>,
    /// For an accept: how we met.
    pub how_met: Option<Untrusted>,
    /// For an accept: one thing to remember.
    pub remember: Option<Untrusted>,
    /// For an accept: first gift.
    pub gift: Option<Gift>,
    /// For a follow-up: the day it comes back.
    pub due: Option<NaiveDate>,
    /// For a follow-up: its mode.
    pub follow_up_mode: Option<FollowUpMode>,
    /// For a follow-up: the question to ask.
    pub question: Option<Untrusted>,
    /// For a decline: its kind.
    pub decline: Option<DeclineKind>,
}

impl Contact {
    /// Returns a permanent id, so that a second import updates instead of duplicating: the UUIDv5 of the profile's URL
    /// with the slug decoded, or of the person's key if there is no profile.
    pub fn uid(&self) -> Uuid {
        let key = self.person.as_str();
        let name = if self.person.is_profile() { format!("https://www.linkedin.com/in/{key}") } else { key.to_owned() };
        Uuid::new_v5(&Uuid::NAMESPACE_URL, name.as_bytes())
    }

    /// Returns the web address: the profile's page, else one on another network.
    pub fn address(&self) -> Option<String> {
        self.person.profile_url().or_else(|| self.other_address.clone())
    }

    fn new(
        ledger: &Ledger,
        network: &Network,
        clock: &Clock<'_>,
        local: LocalDates,
        (case, entry, decision): (&InvitationCase, &Entry, &Decision),
    ) -> Self {
        let PersonClock { last_contact, rhythm, .. } = clock.of(&decision.person);
        let invitation = case.invitation();
        let described = ledger.description_of(&decision.person);
        let role = Role::of(&decision.person, ledger, network);
        let connected = connected(&decision.person, &decision.name, network);
        let connection = connected.and_then(PersonFacts::connection);
        let said = |field: fn(&Description) -> &String| described.and_then(|d| non_blank(field(d)));
        let mut contact = Self {
            person: decision.person.clone(),
            name: name_of(decision, invitation).clone(),
            other_address: invitation.address().filter(|_| !decision.person.is_profile()),
            name_cells: connected.and_then(name_cells),
            headline: role.own.clone().or(role.headline),
            company: role.company,
            position: role.own.or(role.position),
            email: connection.and_then(|connection| connection.email.clone()).filter(is_address),
            connected_on: connection.and_then(|connection| connection.connected_on),
            invitation: invitation.id.clone(),
            sent_at: invitation.sent_at,
            sent_on: invitation.sent_at.map(|at| local.of(at)),
            message: invitation.note.clone(),
            decided_at: entry.at,
            decided_on: local.of(entry.at),
            verdict: decision.verdict.kind(),
            answers: decision.answers.clone(),
            reason: non_blank(&decision.reason),
            note: non_blank(&decision.note),
            tags: tags_of(decision, described).map(Untrusted::from).collect(),
            mutuals: said(|d| &d.mutuals),
            offers: said(|d| &d.offers),
            seeks: said(|d| &d.seeks),
            goals: said(|d| &d.goals),
            dreams: said(|d| &d.dreams),
            i_can: said(|d| &d.i_can),
            last_contact,
            rhythm: rhythm.map(|applied| applied.rhythm),
            how_met: None,
            remember: None,
            gift: None,
            due: None,
            follow_up_mode: None,
            question: None,
            decline: None,
        };
        contact.add_verdict_details(&decision.verdict);
        contact.how_met = said(|d| &d.how_met).or(contact.how_met);
        contact.remember = said(|d| &d.remember).or(contact.remember);
        contact
    }

    /// Adds the details of a verdict.
    fn add_verdict_details(&mut self, verdict: &Verdict) {
        match verdict {
            Verdict::Accept(AcceptDetails { how_met, remember, gift, rhythm: _, gift_by: _ }) => {
                self.how_met = non_blank(how_met);
                self.remember = non_blank(remember);
                self.gift = Some(*gift);
            }
            Verdict::Decline(kind) => self.decline = Some(*kind),
            Verdict::FollowUp { due, mode: way, question } => {
                self.due = Some(*due);
                self.follow_up_mode = Some(*way);
                self.question = non_blank(question);
            }
        }
    }
}

/// Iterator over contacts of known number, each built on demand.
pub type ContactIter<'c> = dyn ExactSizeIterator<Item = Contact> + 'c;

/// The people of an export: one per person, by latest matching decision; sorted by name, then by key.
/// Each contact is built when written: thousands of them take more memory than ledger and snapshot together.
#[derive(Clone, Debug)]
pub struct Contacts<'a> {
    ledger: &'a Ledger,
    network: &'a Network,
    today: NaiveDate,
    local: LocalDates,
    latest: Vec<(&'a InvitationCase, &'a Entry, &'a Decision)>,
}

impl<'a> Contacts<'a> {
    /// Returns the number of contacts.
    pub fn count(&self) -> usize {
        self.latest.len()
    }

    /// Returns the people, in order.
    pub fn people(&self) -> impl Iterator<Item = &'a PersonKey> {
        self.latest.iter().map(|(.., decision)| &decision.person)
    }

    /// Keeps only the people that `is_kept` accepts.
    pub fn retain(&mut self, is_kept: impl Fn(&PersonKey) -> bool) {
        self.latest.retain(|(.., decision)| is_kept(&decision.person));
    }

    /// Builds the contacts one by one.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Contact> {
        let Self { ledger, network, today, local, .. } = *self;
        let clock = Clock::of_contacts(ledger, network, today, local);
        let contact = move |decided: &(_, _, _)| Contact::new(ledger, network, &clock, local, *decided);
        self.latest.iter().map(contact)
    }
}

/// Returns the contacts that match the filter; of several decisions on one person the latest counts.
pub fn contacts<'a>(
    ledger: &'a Ledger,
    network: &'a Network,
    filter: ContactFilter,
    today: NaiveDate,
    local: LocalDates,
) -> Contacts<'a> {
    let mut latest: HashMap<&PersonKey, (&InvitationCase, &Entry, &Decision)> = HashMap::default();
    for case in ledger.cases() {
        let Some((entry, decision)) = ledger.decision_of(case) else { continue };
        let best = latest.entry(&decision.person).or_insert((case, entry, decision));
        if (best.1.n, &best.1.id) < (entry.n, &entry.id) {
            *best = (case, entry, decision);
        }
    }
    let matches = |(case, ..): &(&InvitationCase, &Entry, &Decision)| filter.matches(ledger.status_of(case));
    let mut latest: Vec<(&InvitationCase, &Entry, &Decision)> = latest.into_values().filter(matches).collect();
    latest.sort_by_cached_key(|&(case, _, decision)| {
        (normal_name(name_of(decision, case.invitation()).raw()), &decision.person)
    });
    Contacts { ledger, network, today, local, latest }
}

/// Returns the tags of a decision and of the person, each once, without blank ones.
pub fn tags_of<'a>(decision: &'a Decision, described: Option<&'a Description>) -> impl Iterator<Item = &'a str> {
    unique_tags(decision.tags.iter().chain(described.into_iter().flat_map(|described| &described.tags)))
}

/// Returns the tags that are not blank, each once.
pub fn unique_tags<'a>(tags: impl Iterator<Item = &'a String>) -> impl Iterator<Item = &'a str> {
    let mut seen = HashSet::default();
    tags.map(String::as_str).filter(move |tag| non_blank(tag).is_some() && seen.insert(*tag))
}

/// Returns first and last name of a connection, unless nothing in them is visible.
fn name_cells(connected: &PersonFacts) -> Option<(Untrusted, Untrusted)> {
    let (first, last) = connected.name_cells()?;
    let cells = (Untrusted::from(first), Untrusted::from(last));
    (!cells.0.is_blank() || !cells.1.is_blank()).then_some(cells)
}

/// True if a cell is an e-mail address; some are `urn:li:member:…` instead.
fn is_address(cell: &Untrusted) -> bool {
    let text = cell.raw();
    let odd =
        |c: char| c.is_whitespace() || crate::domain::text::untrusted::is_unsafe_char(c) || "()<>[]\\,;:\"".contains(c);
    let halves = text.split_once('@').filter(|(local, domain)| !local.is_empty() && !domain.contains('@'));
    text.len() <= 254 && !text.contains(odd) && halves.is_some_and(|(_, domain)| domain.trim_matches('.').contains('.'))
}

fn name_of<'a>(decision: &'a Decision, invitation: &'a Invitation) -> &'a Untrusted {
    if decision.name.is_blank() { &invitation.name } else { &decision.name }
}

/// Wraps the person's own text; `None` if it is blank.
fn non_blank(words: &str) -> Option<Untrusted> {
    let words = Untrusted::from(words);
    (!words.is_blank()).then_some(words)
}
