//! Whom to introduce to whom: who can be introduced, and who could be.

use foldhash::HashSet;

use super::introductions_of;
use crate::domain::care::clock::{Group, PlanData};
use crate::domain::care::summary::name_of;
use crate::domain::decision::care_event::{Absence, CareEvent, IntroductionEntry, IntroductionStep, Party};
use crate::domain::decision::ledger::Ledger;
use crate::domain::evidence::network::PersonFacts;
use crate::domain::person::key::PersonKey;
use crate::domain::search::fold;
use crate::domain::text::untrusted::collapse_whitespace;

/// Fewest letters of a word that two people may share.
const MIN_WORD_CHARS: usize = 4;

/// Says why a person cannot be introduced to anybody.
///
/// # Errors
///
/// If the person is neither a connection nor accepted here, or has died.
pub fn can_be_introduced(about: &Party, data: PlanData<'_>) -> Result<(), String> {
    let (name, of_one) = (about.name.display_name(), data.clock().of(&about.person));
    if of_one.absence == Some(Absence::Died) {
        return Err(format!("{name} has died"));
    }
    if of_one.is_gone() {
        return Err(format!("{name} is no longer connected with you"));
    }
    if !of_one.is_connected() && of_one.group != Group::Accepted {
        return Err(format!("{name} is neither a connection nor accepted here"));
    }
    Ok(())
}

/// Says why two people cannot be introduced to each other.
///
/// # Errors
///
/// If they are one person, one of them cannot be introduced to anybody, or the two already are on their way.
pub fn can_be_paired(one: &Party, other: &Party, data: PlanData<'_>) -> Result<(), String> {
    if one.person == other.person {
        return Err(format!("{} cannot be introduced to themselves", one.name.display_name()));
    }
    can_be_introduced(one, data)?;
    can_be_introduced(other, data)?;
    let known = introductions_of(&one.person, data.ledger, data.local);
    if known.iter().any(|known| known.is_open() && known.side_of(&other.person).is_some()) {
        let [one, other] = [one, other].map(|party| party.name.display_name());
        return Err(format!("introducing {one} and {other} is on its way already"));
    }
    Ok(())
}

/// Returns the event that begins an introduction.
///
/// # Errors
///
/// As [`can_be_paired`], and if no reason is given.
pub fn propose(one: Party, other: Party, why: &str, data: PlanData<'_>) -> Result<CareEvent, String> {
    can_be_paired(&one, &other, data)?;
    let why = collapse_whitespace(why);
    if why.is_empty() {
        return Err("one line, please: why should they meet?".to_owned());
    }
    Ok(CareEvent::Introduction(IntroductionEntry {
        introduction: None,
        between: [one, other],
        step: IntroductionStep::Proposed,
        side: None,
        text: why,
    }))
}

/// Somebody whom a person could meet, and what the two share.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Suggestion {
    /// The other person.
    pub other: Party,
    /// Shared tags, and words that one looks for and the other offers.
    pub shared: Vec<String>,
}

/// Returns whom a person could meet: those who share a tag, or a word between what one looks for and the other offers;
/// those with most in common first. Nobody is suggested to the same other again after an introduction, unless it was
/// dropped.
pub fn suggestions(person: &PersonKey, data: PlanData<'_>) -> Vec<Suggestion> {
    let Some(of_one) = Profile::of(person, data.ledger) else { return Vec::new() };
    let known = introductions_of(person, data.ledger, data.local);
    let is_over = |other: &PersonKey| {
        known
            .iter()
            .any(|known| (known.is_open() || known.is_declined() || known.is_made) && known.side_of(other).is_some())
    };
    let clock = data.clock();
    let mut found: Vec<Suggestion> = Vec::new();
    for other in data.ledger.people_with_entries().filter(|other| *other != person) {
        let Some(shared) = Profile::of(other, data.ledger).map(|other| of_one.shared_with(&other)) else { continue };
        if shared.is_empty() || is_over(other) || clock.of(other).is_muted() {
            continue;
        }
        let other = Party { person: other.clone(), name: name_of(other, data.ledger, data.network) };
        if can_be_introduced(&other, data).is_ok() {
            found.push(Suggestion { other, shared });
        }
    }
    found.sort_by_cached_key(|one| {
        (std::cmp::Reverse(one.shared.len()), fold(one.other.name.raw()), one.other.person.clone())
    });
    found
}

/// What one wrote down about somebody that another may share.
struct Profile {
    tags: Vec<String>,
    seeks: HashSet<String>,
    offers: HashSet<String>,
}

impl Profile {
    fn of(person: &PersonKey, ledger: &Ledger) -> Option<Self> {
        let described = ledger.description_of(person);
        let decided = || {
            let decisions = ledger.cases_of(person).filter_map(|case| ledger.decision_of(case));
            decisions.last().map(|(_, decision)| decision.tags.as_slice())
        };
        let tags = described.map(|described| described.tags.as_slice()).or_else(decided)?;
        let words = |text: Option<&String>| text.map(|text| words(text)).unwrap_or_default();
        Some(Self {
            tags: tags
                .iter()
                .map(|tag| fold(tag.trim().trim_start_matches('#')))
                .filter(|tag| !tag.is_empty())
                .collect(),
            seeks: words(described.map(|described| &described.seeks)),
            offers: words(described.map(|described| &described.offers)),
        })
    }

    fn shared_with(&self, other: &Self) -> Vec<String> {
        let tags = self.tags.iter().filter(|tag| other.tags.contains(tag)).map(|tag| format!("#{tag}"));
        let there = self.seeks.intersection(&other.offers);
        let mut words: Vec<String> = there.chain(self.offers.intersection(&other.seeks)).cloned().collect();
        words.sort_unstable();
        words.dedup();
        tags.chain(words).collect()
    }
}

/// Returns the folded words of a text that are long enough to mean something.
fn words(text: &str) -> HashSet<String> {
    let folded = fold(text);
    let words = folded.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| word.chars().count() >= MIN_WORD_CHARS).map(str::to_owned).collect()
}

/// Returns the people whose name has all words of a text, those of exactly this name alone if there are any; connections,
/// former ones, and people who asked. At most `most`, by name.
pub fn people_called(text: &str, data: PlanData<'_>, most: usize) -> Vec<Party> {
    let wanted = fold(text);
    let parts: Vec<&str> = wanted.split_whitespace().collect();
    if parts.is_empty() {
        return Vec::new();
    }
    let connected = data.network.people().filter(|known| known.is_connected() || known.was_connected());
    let connected = connected.map(|known: &PersonFacts| (&known.key, &known.name));
    let asked = data.ledger.cases().map(|case| (&case.invitation().person, &case.invitation().name));
    let mut seen: HashSet<&PersonKey> = HashSet::default();
    let mut found: Vec<(String, Party)> = connected
        .chain(asked)
        .map(|(person, name)| (fold(name.raw()), person, name))
        .filter(|(folded, person, _)| parts.iter().all(|part| folded.contains(part)) && seen.insert(person))
        .map(|(folded, person, name)| (folded, Party { person: person.clone(), name: name.clone() }))
        .collect();
    if found.iter().any(|(folded, _)| folded.split_whitespace().eq(parts.iter().copied())) {
        found.retain(|(folded, _)| folded.split_whitespace().eq(parts.iter().copied()));
    }
    found.sort_by(|a, b| (&a.0, &a.1.person).cmp(&(&b.0, &b.1.person)));
    found.truncate(most);
    found.into_iter().map(|(_, party)| party).collect()
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::domain::care::clock::FewSettings;
    use crate::domain::decision::care_event::RhythmChoice;
    use crate::domain::decision::event::{DescribedPerson, Description, Entry, EntryId, Event};
    use crate::domain::decision::rhythm::Rhythm;
    use crate::domain::evidence::network::{Connection, Fact, FactKind, Network, Owner, SourceRef};
    use crate::domain::text::dates::LocalDates;

    fn party(key: &str, name: &str) -> Party {
        Party { person: PersonKey::from_stored(key), name: name.into() }
    }

    fn ada() -> Party {
        party("ada", "Ada Kell")
    }

    fn ben() -> Party {
        party("ben", "Ben Oak")
    }

    /// Returns the journal of these events, one a day from 1 January on.
    fn journal(events: &[Event]) -> Ledger {
        let entry = |(n, event): (u64, &Event)| {
            let (id, at) = (EntryId(format!("id-{n}")), format!("2026-01-{n:02}T12:00:00Z").parse().expect("a time"));
            Entry { n, id, at, redo_of: None, batch: None, event: event.clone() }
        };
        Ledger::replay((1..).zip(events).map(entry))
    }

    /// Returns the copy in which Ada and Ben are connections, and Cleo was one.
    fn network() -> Network {
        let people = [(ada(), true), (ben(), true), (party("cleo", "Cleo Ray"), false)];
        let people = people.map(|(party, is_connected)| {
            let mut known = PersonFacts::new(party.person, party.name);
            let row = Connection::default();
            let kind = if is_connected { FactKind::Connected(row) } else { FactKind::WasConnected(row) };
            known.facts.push(Fact { kind, source: SourceRef { file: 0, record: 2 } });
            known
        });
        Network::new(Owner::default(), None, vec!["Connections.csv".to_owned()], people)
    }

    fn step(of: Option<&str>, step: IntroductionStep, side: Option<u8>) -> Event {
        let introduction = of.map(|id| EntryId(id.to_owned()));
        let text = "both keep clocks".to_owned();
        Event::care(CareEvent::Introduction(IntroductionEntry {
            introduction,
            between: [ada(), ben()],
            step,
            side,
            text,
        }))
    }

    fn with<R>(events: &[Event], call: impl FnOnce(PlanData<'_>) -> R) -> R {
        let (ledger, network, settings) = (journal(events), network(), FewSettings::default());
        let today = NaiveDate::from_ymd_opt(2026, 1, 31).expect("a day");
        call(PlanData { ledger: &ledger, network: &network, settings: &settings, today, local: LocalDates::UTC })
    }

    fn refused(events: &[Event], one: Party, other: Party, why: &str) -> String {
        with(events, |data| propose(one, other, why, data)).expect_err("refused")
    }

    #[test]
    fn only_two_people_one_knows_are_introduced_and_with_a_reason() {
        let cleo = || party("cleo", "Cleo Ray");
        assert_eq!(refused(&[], ada(), ada(), "why"), "Ada Kell cannot be introduced to themselves");
        assert_eq!(refused(&[], ada(), cleo(), "why"), "Cleo Ray is no longer connected with you");
        let dov = party("dov", "Dov Eff");
        assert_eq!(refused(&[], dov, ada(), "why"), "Dov Eff is neither a connection nor accepted here");
        assert_eq!(refused(&[], ada(), ben(), " "), "one line, please: why should they meet?");
        let proposed = step(None, IntroductionStep::Proposed, None);
        let dropped = step(Some("id-1"), IntroductionStep::Dropped, None);
        let known = "introducing Ben Oak and Ada Kell is on its way already";
        assert_eq!(refused(std::slice::from_ref(&proposed), ben(), ada(), "why"), known);
        assert!(
            with(&[proposed, dropped], |data| propose(ben(), ada(), "clocks", data)).is_ok(),
            "after it was dropped"
        );
        let died = RhythmChoice { about: ben(), rhythm: Some(Rhythm::Never), because: Some(Absence::Died) };
        let died = Event::care(CareEvent::RhythmSet(died));
        assert_eq!(refused(&[died], ada(), ben(), "why"), "Ben Oak has died");
    }

    #[test]
    fn shared_tags_and_words_suggest_somebody_until_they_decline() {
        let describe = |party: Party, seeks: &str, offers: &str, tag: &str| {
            Event::person_described(DescribedPerson {
                person: party.person,
                name: party.name,
                description: Description {
                    seeks: seeks.to_owned(),
                    offers: offers.to_owned(),
                    tags: vec![tag.to_owned()],
                    ..Description::default()
                },
            })
        };
        let mut events = vec![
            describe(ada(), "a Clockmaker in Ghent, now", "", "bees"),
            describe(ben(), "", "clockmaker, but not now", "#Bees"),
            describe(party("cleo", "Cleo Ray"), "", "a clockmaker", "bees"),
        ];
        let suggested = |events: &[Event], to: Party| with(events, |data| suggestions(&to.person, data));
        let shared = vec!["#bees".to_owned(), "clockmaker".to_owned()];
        assert_eq!(suggested(&events, ada()), [Suggestion { other: ben(), shared }], "Cleo is gone");
        assert_eq!(suggested(&events, ben())[0].other, ada(), "whichever way round");
        events.push(step(None, IntroductionStep::Proposed, None));
        assert_eq!(suggested(&events, ada()), []);
        events.push(step(Some("id-4"), IntroductionStep::Declined, Some(2)));
        assert_eq!(suggested(&events, ada()), []);
        assert_eq!(suggested(&events, ben()), []);
    }

    #[test]
    fn people_are_found_by_the_words_of_their_names() {
        let called = |text: &str| -> Vec<String> {
            let found = with(&[], |data| people_called(text, data, 4));
            found.into_iter().map(|party| party.person.as_str().to_owned()).collect()
        };
        assert_eq!(called("KELL a"), ["ada"]);
        assert_eq!(called("a"), ["ada", "ben", "cleo"]);
        assert_eq!(called("ben oak"), ["ben"]);
        assert_eq!((called("nobody"), called(" ")), (vec![], vec![]));
    }
}
