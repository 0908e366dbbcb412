//! A weekly letter to oneself: what came, what was decided and why, whom one met, what is owed, whom to write to. Every
//! sentence names a person or an act.

use chrono::{Days, NaiveDate};

use crate::domain::care::agenda::{AgendaKind, agenda};
use crate::domain::care::clock::{PlanData, ReachOutPlan};
use crate::domain::care::summary::name_of;
use crate::domain::care::today::owed_promises;
use crate::domain::decision::care_event::{CareEvent, Channel, LoggedContact};
use crate::domain::decision::event::Event;
use crate::domain::decision::history;
use crate::domain::decision::{Decision, Gift, Verdict, VerdictKind};
use crate::domain::person::key::PersonKey;
use crate::domain::text::dates;
use crate::domain::text::plural::plural;
use crate::domain::text::untrusted::Untrusted;

/// Most lines of a letter, headings among them.
pub const MAX_LINES: usize = 20;
/// Most names in a sentence.
const MAX_NAMES: usize = 3;
/// Business days of the next week.
const DAYS_AHEAD: usize = 5;

/// A section of the letter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LetterSection {
    /// Heading.
    pub heading: &'static str,
    /// Sentences, none of them empty.
    pub sentences: Vec<String>,
}

/// A letter about a week.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Letter {
    /// Its Monday.
    pub monday: NaiveDate,
    /// Sections that have something to say.
    pub sections: Vec<LetterSection>,
}

impl Letter {
    /// Returns the number of its lines: a title, a heading each, and the sentences.
    pub fn lines(&self) -> usize {
        1 + self.sections.iter().map(|section| 1 + section.sentences.len()).sum::<usize>()
    }
}

/// Returns the letter about the week of a day; its sentences are cut where it would be too long.
pub fn letter(data: PlanData<'_>) -> Letter {
    let monday = dates::monday_of(data.today);
    let week = Week { data, monday };
    let sections = [
        ("What came", week.came()),
        ("What you decided", week.decided()),
        ("Whom you met", week.met()),
        ("What you owe", week.owed()),
        ("Next week", week.ahead()),
        ("One thing learnt", week.learnt()),
    ];
    let sections = sections.into_iter().filter(|(_, sentences)| !sentences.is_empty());
    let sections = sections.map(|(heading, sentences)| LetterSection { heading, sentences }).collect();
    let mut letter = Letter { monday, sections };
    while letter.lines() > MAX_LINES {
        let longest = letter.sections.iter_mut().max_by_key(|section| section.sentences.len());
        let Some(longest) = longest.filter(|section| section.sentences.len() > 1) else { break };
        longest.sentences.pop();
    }
    letter
}

struct Week<'a> {
    data: PlanData<'a>,
    monday: NaiveDate,
}

impl Week<'_> {
    fn has(&self, day: NaiveDate) -> bool {
        (self.monday..=self.data.today).contains(&day)
    }

    fn name(&self, person: &PersonKey) -> String {
        name(&name_of(person, self.data.ledger, self.data.network))
    }

    fn came(&self) -> Vec<String> {
        let sent = self.data.ledger.cases().filter_map(|case| {
            let invitation = case.invitation();
            let day = self.data.local.of(invitation.sent_at?);
            self.has(day).then(|| name(&invitation.name))
        });
        let asked: Vec<String> = sent.collect();
        let wrote = self.data.network.people().filter(|known| known.is_connected()).filter_map(|known| {
            let at = known.conversation_stats()?.last_received?;
            self.has(self.data.local.of(at)).then(|| name(&known.name))
        });
        let wrote: Vec<String> = wrote.collect();
        let sentence = |names: &[String], verb: &str| (!names.is_empty()).then(|| format!("{} {verb}.", list(names)));
        [sentence(&asked, "asked to connect"), sentence(&wrote, "wrote to you")].into_iter().flatten().collect()
    }

    fn decided(&self) -> Vec<String> {
        let decided: Vec<&Decision> = history::decisions(self.data.ledger)
            .filter(|past| past.is_current && self.has(self.data.local.of(past.entry.at)))
            .map(|past| past.decision)
            .collect();
        let mut sentences = Vec::new();
        for kind in [VerdictKind::Accept, VerdictKind::FollowUp, VerdictKind::Decline] {
            let of_kind: Vec<&&Decision> = decided.iter().filter(|decision| decision.verdict.kind() == kind).collect();
            let names: Vec<String> = of_kind.iter().map(|decision| name(&decision.name)).collect();
            if names.is_empty() {
                continue;
            }
            let why = of_kind.iter().find_map(|decision| {
                let why = why(decision);
                (!why.is_empty()).then(|| format!(" {}: “{why}”", name(&decision.name)))
            });
            let end = why.map_or(String::new(), |why| format!("{why}."));
            sentences.push(format!("You {} {}.{end}", did(kind), list(&names)));
        }
        sentences
    }

    fn met(&self) -> Vec<String> {
        let (mut sentences, mut gave) = (Vec::new(), Vec::new());
        let entries = self.data.ledger.entries().iter().filter(|posted| posted.is_active());
        for entry in entries.map(|posted| &posted.entry) {
            let is_now = self.has(self.data.local.of(entry.at));
            match &entry.event {
                Event::GiftGiven(gift) if is_now => gave.push(self.name(&gift.person)),
                Event::Care(event) => match &**event {
                    CareEvent::Contacted(contact) if self.has(contact.on) => sentences.push(contacted(contact)),
                    CareEvent::PromiseKept { about, .. } if is_now => gave.push(self.name(&about.person)),
                    _ => {}
                },
                _ => {}
            }
        }
        if !gave.is_empty() {
            sentences.push(format!("You gave something to {}.", list(&unique(gave))));
        }
        sentences
    }

    /// Returns what is owed, by its day: the first gifts of a kind together, and each promise.
    fn owed(&self) -> Vec<String> {
        let PlanData { ledger, network, today, local, .. } = self.data;
        let by = |day| dates::format_short(day, today);
        let mut gifts: Vec<(Gift, NaiveDate, Vec<String>)> = Vec::new();
        for item in agenda(ledger, network, today, local) {
            let (AgendaKind::OwedGift(gift), Some(case)) = (item.kind, ledger.case(&item.id)) else { continue };
            let name = self.name(&case.invitation().person);
            match gifts.iter_mut().find(|(known, ..)| *known == gift) {
                Some((.., names)) => names.push(name),
                None => gifts.push((gift, item.day, vec![name])),
            }
        }
        let gifts = gifts.into_iter().map(|(gift, day, names)| {
            let first = if names.len() > 1 { "the first " } else { "" };
            (day, format!("You owe {} to {}, {first}by {}.", gift.label(), list(&names), by(day)))
        });
        let promises = owed_promises(ledger).into_iter().take(MAX_NAMES).map(|promise| {
            let (name, text) = (name(&promise.about.name), promise.text.sanitized_line());
            (promise.due, format!("You promised {name}: {text}, by {}.", by(promise.due)))
        });
        let mut owed: Vec<(NaiveDate, String)> = gifts.chain(promises).collect();
        owed.sort_by_key(|(day, _)| *day);
        owed.into_iter().map(|(_, sentence)| sentence).collect()
    }

    fn ahead(&self) -> Vec<String> {
        if !self.data.ledger.has_chosen_rhythm() {
            return Vec::new();
        }
        let next = self.monday + Days::new(7);
        let ahead = ReachOutPlan::new(self.data).ahead(self.data, DAYS_AHEAD * 2).into_iter();
        let people = ahead.filter(|(day, _)| *day >= next && *day < next + Days::new(7)).flat_map(|(_, people)| people);
        let names: Vec<String> = people.map(|person| self.name(&person)).collect();
        if names.is_empty() { Vec::new() } else { vec![format!("Write to {}.", list(&names))] }
    }

    fn learnt(&self) -> Vec<String> {
        let entries = self.data.ledger.entries().iter().rev().filter(|posted| posted.is_active());
        let learnt = entries.map(|posted| &posted.entry).find_map(|entry| {
            let Event::Care(event) = &entry.event else { return None };
            let CareEvent::Judged(judgement) = &**event else { return None };
            let text = said(&judgement.learnt);
            let is_meant = !text.is_empty() && self.has(self.data.local.of(entry.at));
            is_meant.then(|| format!("Looking back at {}: {text}", name(&judgement.about.name)))
        });
        learnt.into_iter().collect()
    }
}

/// Returns a logged contact as a sentence.
fn contacted(contact: &LoggedContact) -> String {
    let act = match contact.channel {
        Channel::Meeting => "met",
        Channel::Call => "called",
        Channel::Video => "had a video call with",
        Channel::Mail | Channel::Message => "wrote to",
        Channel::Other => "were in touch with",
    };
    let text = said(&contact.text);
    let text = if text.is_empty() { text } else { format!(": {text}") };
    format!("You {act} {} on {}{text}.", name(&contact.about.name), contact.on.format("%A"))
}

fn did(kind: VerdictKind) -> &'static str {
    match kind {
        VerdictKind::Accept => "accepted",
        VerdictKind::Decline => "declined",
        VerdictKind::FollowUp => "are following up with",
    }
}

/// Returns why a decision was made, in the words of then.
fn why(decision: &Decision) -> String {
    let words = match &decision.verdict {
        Verdict::Accept(details) if decision.reason.trim().is_empty() => &details.how_met,
        Verdict::FollowUp { question, .. } if decision.reason.trim().is_empty() => question,
        Verdict::Accept(_) | Verdict::Decline(_) | Verdict::FollowUp { .. } => &decision.reason,
    };
    said(words).trim_end_matches('.').to_owned()
}

/// Returns a name as one line of a text that leaves the program: nothing hidden, and no marks of the screen.
fn name(name: &Untrusted) -> String {
    if name.is_blank() { "(blank name)".to_owned() } else { name.sanitized_line() }
}

/// Returns one's own words likewise; empty if nothing in them is visible.
fn said(words: &str) -> String {
    Untrusted::non_blank(words).map(|words| words.sanitized_line()).unwrap_or_default()
}

fn unique(mut names: Vec<String>) -> Vec<String> {
    names.sort();
    names.dedup();
    names
}

/// Returns names as a list: at most three, then the number of the others.
fn list(names: &[String]) -> String {
    let shown = &names[..names.len().min(MAX_NAMES)];
    let more = names.len() - shown.len();
    match (shown, more) {
        ([one], 0) => one.clone(),
        ([first @ .., last], 0) => format!("{} and {last}", first.join(", ")),
        (shown, more) => format!("{} and {}", shown.join(", "), plural(more, "other")),
    }
}
