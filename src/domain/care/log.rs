//! Events of keeping in touch from what the person typed. Every check is made here, for screens and commands alike; the
//! error is a sentence for the person.

use chrono::NaiveDate;

use crate::domain::care::summary::name_of;
use crate::domain::decision::care_event::{
    Absence, Aim, CareEvent, Channel, LoggedContact, Party, Promise, Review, ReviewChoice, RhythmChoice,
};
use crate::domain::decision::checklist::Answers;
use crate::domain::decision::ledger::Ledger;
use crate::domain::decision::rhythm::Rhythm;
use crate::domain::evidence::network::{Network, PersonFacts};
use crate::domain::person::key::PersonKey;
use crate::domain::search::fold::fold;
use crate::domain::text::dates::{DATE_HELP, DayContext, parse_future_date, parse_past_date};
use crate::domain::text::untrusted::collapse_whitespace;

/// Returns the person for a line about them.
///
/// # Errors
///
/// If nothing is known about this person.
pub fn party(person: &PersonKey, ledger: &Ledger, network: &Network) -> Result<Party, String> {
    let is_known = network.get(person).is_some()
        || ledger.cases_of(person).next().is_some()
        || ledger.care_of(person).next().is_some()
        || ledger.description_of(person).is_some();
    if !is_known {
        return Err(format!("nobody is known as \"{}\"", person.as_str()));
    }
    Ok(Party { person: person.clone(), name: name_of(person, ledger, network) })
}

/// A contact, as typed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct ContactInput<'a> {
    /// One line about it; may be empty.
    pub text: &'a str,
    /// How it took place.
    pub channel: Channel,
    /// What it was for.
    pub aim: Aim,
    /// True if they answered; `None` if not known.
    pub answered: Option<bool>,
    /// The day; today if it is empty.
    pub on: &'a str,
}

/// Returns the event of a contact.
///
/// # Errors
///
/// If the day is not understood, or in the future.
pub fn contacted(about: Party, input: ContactInput<'_>, days: impl Into<DayContext>) -> Result<CareEvent, String> {
    let days = days.into();
    let ContactInput { text, channel, aim, answered, on } = input;
    let on = if on.trim().is_empty() { days.today } else { parse_past_date(on, days)? };
    Ok(CareEvent::Contacted(LoggedContact { about, on, channel, aim, answered, text: collapse_whitespace(text) }))
}

/// Returns the event of a promise. Promising the same again moves its date.
///
/// # Errors
///
/// If nothing is promised, or the day is not understood or not in the future.
pub fn promised(
    about: Party,
    text: &str,
    due: &str,
    ledger: &Ledger,
    days: impl Into<DayContext>,
) -> Result<CareEvent, String> {
    let text = collapse_whitespace(text);
    if text.is_empty() {
        return Err("a promise needs a few words".to_owned());
    }
    if due.trim().is_empty() {
        return Err(format!("by when? Try {DATE_HELP}"));
    }
    let due = parse_future_date(due, days)?;
    let open = ledger.open_promises(&about.person);
    let same = open.iter().find(|open| fold(&open.promise.text) == fold(&text));
    let promise = same.map(|open| open.made.id.clone());
    Ok(CareEvent::Promised(Promise { about, text, due, promise }))
}

/// How often to be in touch with one person.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RhythmOption {
    /// As the pledge says.
    AsPledged,
    /// In this rhythm.
    Every(Rhythm),
    /// Never again, because they are not there.
    Absent(Absence),
}

impl RhythmOption {
    /// All options, in display order.
    pub const ALL: [Self; 8] = [
        Self::AsPledged,
        Self::Every(Rhythm::Month),
        Self::Every(Rhythm::Quarter),
        Self::Every(Rhythm::HalfYear),
        Self::Every(Rhythm::Year),
        Self::Every(Rhythm::Never),
        Self::Absent(Absence::Left),
        Self::Absent(Absence::Died),
    ];

    /// Returns its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::AsPledged => "pledge",
            Self::Every(rhythm) => rhythm.name(),
            Self::Absent(absence) => absence.into(),
        }
    }

    /// Returns its label.
    pub fn label(self) -> &'static str {
        use strum::EnumMessage;
        match self {
            Self::AsPledged => "as the pledge says",
            Self::Every(Rhythm::Never) => "no reminders",
            Self::Every(rhythm) => rhythm.label(),
            Self::Absent(absence) => absence.get_message().unwrap_or_default(),
        }
    }

    /// Returns the option with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|option| option.name() == name)
    }
}

/// Returns the event that chooses a rhythm for one person.
pub fn rhythm_set(about: Party, option: RhythmOption) -> CareEvent {
    let (rhythm, because) = match option {
        RhythmOption::AsPledged => (None, None),
        RhythmOption::Every(rhythm) => (Some(rhythm), None),
        RhythmOption::Absent(absence) => (Some(Rhythm::Never), Some(absence)),
    };
    CareEvent::RhythmSet(RhythmChoice { about, rhythm, because })
}

/// A look at a connection, as answered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReviewInput {
    /// The outcome.
    pub choice: ReviewChoice,
    /// The answers.
    pub answers: Answers,
    /// Of a keep: the rhythm; `None`: as the pledge says.
    pub rhythm: Option<Rhythm>,
    /// Of a reach-out: its day.
    pub due: Option<NaiveDate>,
    /// A private note; may be empty.
    pub note: String,
}

impl ReviewInput {
    /// Returns an outcome without anything else.
    pub fn of(choice: ReviewChoice) -> Self {
        Self { choice, answers: Answers::default(), rhythm: None, due: None, note: String::new() }
    }
}

/// Returns the event of a look at a connection.
///
/// # Errors
///
/// If the person is no connection of the last copy: there is nothing to keep or let go of.
pub fn reviewed(about: Party, input: ReviewInput, network: &Network) -> Result<CareEvent, String> {
    if !network.get(&about.person).is_some_and(PersonFacts::is_connected) {
        return Err(format!("{} is no connection of your last copy", about.name.display_name()));
    }
    let ReviewInput { choice, answers, rhythm, due, note } = input;
    Ok(CareEvent::Reviewed(Review { about, choice, answers, rhythm, due, note: note.trim().to_owned() }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::decision::event::{Entry, EntryId, Event};

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn ines() -> Party {
        Party { person: PersonKey::from_stored("ines"), name: "Ines Ferreira".into() }
    }

    fn ledger(event: CareEvent) -> Ledger {
        let (id, at) = (EntryId("id-1".to_owned()), "2026-01-02T03:04:05Z".parse().expect("a time"));
        Ledger::replay([Entry { n: 1, id, at, redo_of: None, batch: None, event: Event::care(event) }])
    }

    #[test]
    fn a_contact_is_today_or_earlier() {
        let today = day("2026-01-14");
        let log =
            |on| match contacted(ines(), ContactInput { text: " a\n walk ", on, ..ContactInput::default() }, today) {
                Ok(CareEvent::Contacted(contact)) => Ok((contact.on.to_string(), contact.text)),
                Ok(other) => panic!("{other:?}"),
                Err(why) => Err(why),
            };
        assert_eq!(log(""), Ok(("2026-01-14".to_owned(), "a walk".to_owned())));
        assert_eq!(log("monday").map(|(on, _)| on).as_deref(), Ok("2026-01-12"));
        assert_eq!(log("2026-01-15"), Err("15 Jan 2026 is in the future".to_owned()));
        assert_eq!(log("tomorrow"), Err("“tomorrow” is in the future".to_owned()));
        assert!(log("some day").is_err_and(|why| why.starts_with("I don't understand")));
    }

    #[test]
    fn the_same_promise_again_moves_its_date() {
        let (today, nothing) = (day("2026-01-14"), Ledger::default());
        let first = promised(ines(), "send the book", "2w", &nothing, today).expect("a promise");
        let CareEvent::Promised(Promise { due, promise: None, .. }) = &first else { panic!("{first:?}") };
        assert_eq!(*due, day("2026-01-28"));
        let known = ledger(first.clone());
        let again = promised(ines(), "Send  the BOOK", "3w", &known, today);
        let Ok(CareEvent::Promised(Promise { promise: Some(id), .. })) = again else { panic!("{again:?}") };
        assert_eq!(id.0, "id-1");
        let other = promised(ines(), "call", "3w", &known, today);
        assert!(matches!(other, Ok(CareEvent::Promised(Promise { promise: None, .. }))));
        for (text, due) in [(" ", "2w"), ("call", ""), ("call", "2026-01-14"), ("call", "soon")] {
            assert!(promised(ines(), text, due, &nothing, today).is_err(), "{text} {due}");
        }
    }

    #[test]
    fn a_rhythm_has_a_name_each() {
        for option in RhythmOption::ALL {
            assert_eq!(RhythmOption::from_name(option.name()), Some(option));
            assert!(!option.label().is_empty());
        }
        let set = |name| rhythm_set(ines(), RhythmOption::from_name(name).expect("an option"));
        let choice = |rhythm, because| CareEvent::RhythmSet(RhythmChoice { about: ines(), rhythm, because });
        assert_eq!(set("pledge"), choice(None, None));
        assert_eq!(set("6m"), choice(Some(Rhythm::HalfYear), None));
        assert_eq!(set("died"), choice(Some(Rhythm::Never), Some(Absence::Died)));
    }

    #[test]
    fn nobody_is_no_party() {
        let (known, network) = (ledger(rhythm_set(ines(), RhythmOption::AsPledged)), Network::default());
        assert_eq!(party(&ines().person, &known, &network), Ok(ines()));
        assert!(party(&PersonKey::from_stored("ole"), &known, &network).is_err());
    }
}
