//! Introductions of two people who should know each other: both are asked first, and either may decline.
//!
//! The state is derived from the steps in the journal; a step that makes no sense changes nothing.

pub mod pairing;

use chrono::{Days, Months, NaiveDate};

use crate::domain::decision::care_event::{CareEvent, IntroductionEntry, IntroductionStep, Party};
use crate::domain::decision::event::EntryId;
use crate::domain::decision::ledger::Ledger;
use crate::domain::person::key::PersonKey;
use crate::domain::text::dates::LocalDates;
use crate::domain::text::untrusted::collapse_whitespace;

/// Days after which a side that was asked is asked about once more.
const PATIENCE_DAYS: u64 = 14;
/// Months after an introduction at which it asks what came of it.
const OUTCOME_MONTHS: u32 = 1;

/// What became of one side.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum SideState {
    /// Not asked yet.
    #[default]
    NotAsked,
    /// Asked on this day.
    Asked(NaiveDate),
    /// Agreed.
    Agreed,
    /// Declined.
    Declined,
}

impl SideState {
    /// Returns its label.
    pub fn label(self) -> &'static str {
        match self {
            Self::NotAsked => "not asked",
            Self::Asked(_) => "asked",
            Self::Agreed => "agreed",
            Self::Declined => "declined",
        }
    }
}

/// How far an introduction is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stage {
    /// Both sides have not agreed, or were not introduced yet.
    Open,
    /// Both were introduced on this day.
    Made(NaiveDate),
    /// It is over: a side declined, it was dropped, or what came of it is noted.
    Over,
}

/// What came of an introduction.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum IntroductionState {
    /// Neither made nor ended.
    Open,
    /// Made.
    Made,
    /// Something came of it.
    WithOutcome,
    /// Declined or dropped before it was made.
    Ended,
}

/// What is to be done next; a side is 0 or 1.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NextStep {
    /// Ask a side.
    Ask(usize),
    /// Wait for the answer of a side.
    Answer(usize),
    /// A side did not answer for two weeks: ask again, or drop it.
    AskAgain(usize),
    /// Both agreed: introduce them.
    Make,
    /// Note what came of it.
    Outcome,
}

/// An introduction.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Introduction {
    /// Its first line.
    pub id: EntryId,
    /// The two people.
    pub between: [Party; 2],
    /// Why they should meet.
    pub why: String,
    /// What became of each side.
    pub sides: [SideState; 2],
    /// How far it is.
    pub stage: Stage,
    /// True once both were introduced.
    pub is_made: bool,
    /// True once what came of it is noted.
    pub has_outcome: bool,
    /// Local date of its first line.
    pub first_day: NaiveDate,
    /// Local date of the last step.
    pub last_day: NaiveDate,
}

/// Returns every introduction, in the order they were thought of.
pub fn introductions(ledger: &Ledger, local: LocalDates) -> Vec<Introduction> {
    let mut all: Vec<Introduction> = Vec::new();
    for (entry, step) in ledger.introduction_steps() {
        let day = local.of(entry.at);
        match &step.introduction {
            None => all.push(Introduction::new(entry.id.clone(), step, day)),
            Some(id) => {
                let first = ledger.original_id(id);
                if let Some(known) = all.iter_mut().find(|known| Some(&known.id) == first) {
                    known.take(step, day);
                }
            }
        }
    }
    all
}

/// Returns the introductions of a person, in the order they were thought of.
pub fn introductions_of(person: &PersonKey, ledger: &Ledger, local: LocalDates) -> Vec<Introduction> {
    let mut all = introductions(ledger, local);
    all.retain(|introduction| introduction.side_of(person).is_some());
    all
}

impl Introduction {
    fn new(id: EntryId, step: &IntroductionEntry, day: NaiveDate) -> Self {
        let mut new = Self {
            id,
            between: step.between.clone(),
            why: step.text.clone(),
            sides: Default::default(),
            stage: Stage::Open,
            is_made: false,
            has_outcome: false,
            first_day: day,
            last_day: day,
        };
        new.take(step, day);
        new
    }

    /// Returns the side of a person, 0 or 1.
    pub fn side_of(&self, person: &PersonKey) -> Option<usize> {
        self.between.iter().position(|party| party.person == *person)
    }

    /// Returns the other of the two.
    pub fn other(&self, side: usize) -> &Party {
        &self.between[1 - side.min(1)]
    }

    /// Takes a step: the last one about a side counts, and nothing follows once it is over.
    fn take(&mut self, entry: &IntroductionEntry, day: NaiveDate) {
        if self.stage == Stage::Over {
            return;
        }
        let side = entry.party().and_then(|party| self.side_of(&party.person));
        let (answer, stage) = match entry.step {
            IntroductionStep::Proposed => (None, self.stage),
            IntroductionStep::Asked => (Some(SideState::Asked(day)), self.stage),
            IntroductionStep::Agreed => (Some(SideState::Agreed), self.stage),
            IntroductionStep::Declined => (Some(SideState::Declined), Stage::Over),
            IntroductionStep::Made => (None, Stage::Made(day)),
            IntroductionStep::Outcome | IntroductionStep::Dropped => (None, Stage::Over),
        };
        match (answer, side) {
            (Some(answer), Some(side)) => self.sides[side] = answer,
            (Some(_), None) => return,
            (None, _) => {}
        }
        self.stage = stage;
        self.is_made |= matches!(stage, Stage::Made(_));
        self.has_outcome |= entry.step == IntroductionStep::Outcome;
        self.last_day = self.last_day.max(day);
    }

    /// Returns the person whose turn it is: the first of the two whose answer is missing, else the first.
    pub fn turn(&self) -> &Party {
        let asked = self.sides.iter().position(|state| matches!(state, SideState::Asked(_)));
        let side = asked.or_else(|| self.sides.iter().position(|state| *state == SideState::NotAsked));
        &self.between[side.unwrap_or_default()]
    }

    /// True until it is over.
    pub fn is_open(&self) -> bool {
        self.stage != Stage::Over
    }

    /// True if a side declined.
    pub fn is_declined(&self) -> bool {
        self.sides.contains(&SideState::Declined)
    }

    /// Returns what came of it so far.
    pub fn result(&self) -> IntroductionState {
        match self.stage {
            _ if self.has_outcome => IntroductionState::WithOutcome,
            _ if self.is_made => IntroductionState::Made,
            Stage::Over => IntroductionState::Ended,
            Stage::Open | Stage::Made(_) => IntroductionState::Open,
        }
    }

    /// Returns what is to be done next; `None` once it is over, and in the month after it was made.
    pub fn next(&self, today: NaiveDate) -> Option<NextStep> {
        match self.stage {
            Stage::Over => None,
            Stage::Made(day) => {
                let due = day.checked_add_months(Months::new(OUTCOME_MONTHS));
                due.is_some_and(|due| due <= today).then_some(NextStep::Outcome)
            }
            Stage::Open => {
                let find = |is: &dyn Fn(SideState) -> bool| self.sides.iter().position(|state| is(*state));
                let is_late =
                    |day: NaiveDate| day.checked_add_days(Days::new(PATIENCE_DAYS)).is_some_and(|due| due <= today);
                let late = find(&|state| matches!(state, SideState::Asked(day) if is_late(day)));
                let asked = || find(&|state| matches!(state, SideState::Asked(_)));
                let open = || find(&|state| state == SideState::NotAsked);
                let next = late.map(NextStep::AskAgain).or_else(|| asked().map(NextStep::Answer));
                Some(next.or_else(|| open().map(NextStep::Ask)).unwrap_or(NextStep::Make))
            }
        }
    }

    /// Returns the steps that are possible now, each with the side it is about.
    pub fn possible_steps(&self) -> Vec<(IntroductionStep, Option<usize>)> {
        let mut steps = Vec::new();
        match self.stage {
            Stage::Over => return steps,
            Stage::Made(_) => steps.push((IntroductionStep::Outcome, None)),
            Stage::Open => {
                if self.sides == [SideState::Agreed; 2] {
                    steps.push((IntroductionStep::Made, None));
                }
                for (side, state) in self.sides.iter().enumerate() {
                    let of_side: &[IntroductionStep] = match state {
                        SideState::NotAsked => &[IntroductionStep::Asked],
                        SideState::Asked(_) => {
                            &[IntroductionStep::Agreed, IntroductionStep::Declined, IntroductionStep::Asked]
                        }
                        SideState::Agreed | SideState::Declined => &[],
                    };
                    steps.extend(of_side.iter().map(|step| (*step, Some(side))));
                }
            }
        }
        steps.push((IntroductionStep::Dropped, None));
        steps
    }

    /// Returns the event of a step.
    ///
    /// # Errors
    ///
    /// If the step is not possible now.
    pub fn step(&self, step: IntroductionStep, side: Option<usize>, text: &str) -> Result<CareEvent, String> {
        if !self.possible_steps().contains(&(step, side)) {
            let [one, other] = self.between.each_ref().map(|party| party.name.display_name());
            return Err(format!("the introduction of {one} and {other} is not there yet, or over"));
        }
        Ok(CareEvent::Introduction(IntroductionEntry {
            introduction: Some(self.id.clone()),
            between: self.between.clone(),
            step,
            side: side.and_then(|side| u8::try_from(side + 1).ok()),
            text: collapse_whitespace(text),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::decision::event::{Entry, Event};

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn party(key: &str, name: &str) -> Party {
        Party { person: PersonKey::from_stored(key), name: name.into() }
    }

    fn pair() -> [Party; 2] {
        [party("ada", "Ada Kell"), party("ben", "Ben Oak")]
    }

    /// A ledger to which steps are added, one a day from 1 January on.
    struct Steps {
        ledger: Ledger,
        lines: u32,
    }

    impl Steps {
        fn new() -> Self {
            let mut steps = Self { ledger: Ledger::default(), lines: 0 };
            steps.post(Event::care(CareEvent::Introduction(IntroductionEntry {
                introduction: None,
                between: pair(),
                step: IntroductionStep::Proposed,
                side: None,
                text: "both keep clocks".to_owned(),
            })));
            steps
        }

        fn post(&mut self, event: Event) -> EntryId {
            self.lines += 1;
            let id = EntryId(format!("id-{}", self.lines));
            let at = format!("2026-01-{:02}T12:00:00Z", self.lines).parse().expect("a time");
            let entry = Entry { n: self.lines.into(), id: id.clone(), at, redo_of: None, batch: None, event };
            self.ledger.post(entry);
            id
        }

        fn now(&self) -> Introduction {
            introductions(&self.ledger, LocalDates::UTC).pop().expect("an introduction")
        }

        fn step(&mut self, step: IntroductionStep, side: Option<usize>) -> EntryId {
            let event = self.now().step(step, side, "").unwrap_or_else(|why| panic!("{step:?}: {why}"));
            self.post(Event::care(event))
        }
    }

    #[test]
    fn every_ending_is_reached_and_every_step_is_taken_back() {
        use IntroductionStep::{Agreed, Asked, Declined, Dropped, Made, Outcome};
        let endings: [&[(IntroductionStep, Option<usize>)]; 7] = [
            &[(Dropped, None)],
            &[(Asked, Some(0)), (Declined, Some(0))],
            &[(Asked, Some(0)), (Agreed, Some(0)), (Asked, Some(1)), (Declined, Some(1))],
            &[(Asked, Some(0)), (Asked, Some(1)), (Asked, Some(0)), (Dropped, None)],
            &[(Asked, Some(1)), (Asked, Some(0)), (Agreed, Some(1)), (Agreed, Some(0)), (Dropped, None)],
            &[(Asked, Some(0)), (Agreed, Some(0)), (Asked, Some(1)), (Agreed, Some(1)), (Made, None), (Outcome, None)],
            &[(Asked, Some(0)), (Agreed, Some(0)), (Asked, Some(1)), (Agreed, Some(1)), (Made, None), (Dropped, None)],
        ];
        for ending in endings {
            let mut steps = Steps::new();
            let (mut states, mut ids) = (vec![steps.now()], Vec::new());
            for (step, side) in ending {
                assert!(steps.now().is_open(), "{ending:?} before {step:?}");
                ids.push(steps.step(*step, *side));
                states.push(steps.now());
            }
            let over = states.pop().expect("the end");
            assert_eq!((over.is_open(), over.next(NaiveDate::MAX), over.possible_steps()), (false, None, Vec::new()));
            assert!(over.step(Asked, Some(0), "").is_err() && over.step(Dropped, None, "").is_err());
            while let Some(id) = ids.pop() {
                steps.post(Event::Retracted { entry: id });
                assert_eq!(Some(steps.now()), states.pop(), "{ending:?}");
            }
        }
    }

    #[test]
    fn what_came_of_it_stays_once_it_is_over() {
        use IntroductionStep::{Dropped, Made, Outcome};
        for (taken, result) in [
            (&[][..], IntroductionState::Open),
            (&[Made], IntroductionState::Made),
            (&[Made, Outcome], IntroductionState::WithOutcome),
            (&[Made, Dropped], IntroductionState::Made),
            (&[Dropped], IntroductionState::Ended),
            (&[Dropped, Made], IntroductionState::Ended),
            (&[Dropped, Outcome], IntroductionState::Ended),
        ] {
            let mut steps = Steps::new();
            let first = steps.now();
            for step in taken.iter().copied() {
                let introduction = Some(first.id.clone());
                let entry = IntroductionEntry { introduction, between: pair(), step, side: None, text: String::new() };
                steps.post(Event::care(CareEvent::Introduction(entry)));
            }
            assert_eq!((steps.now().result(), steps.now().first_day), (result, first.last_day), "{taken:?}");
        }
    }

    #[test]
    fn the_next_step_asks_waits_asks_again_introduces_and_wants_to_know() {
        use IntroductionStep::{Agreed, Asked, Made};
        let mut steps = Steps::new();
        assert_eq!(steps.now().next(day("2026-01-01")), Some(NextStep::Ask(0)));
        steps.step(Asked, Some(0)); // 2 January
        assert_eq!(steps.now().next(day("2026-01-15")), Some(NextStep::Answer(0)));
        assert_eq!(steps.now().next(day("2026-01-16")), Some(NextStep::AskAgain(0)));
        steps.step(Asked, Some(0)); // 3 January
        assert_eq!(steps.now().next(day("2026-01-16")), Some(NextStep::Answer(0)), "asked again");
        steps.step(Agreed, Some(0));
        assert_eq!(steps.now().next(day("2026-03-01")), Some(NextStep::Ask(1)));
        assert!(steps.now().step(Made, None, "").is_err(), "Ben was not asked");
        steps.step(Asked, Some(1));
        steps.step(Agreed, Some(1));
        assert_eq!(steps.now().next(day("2026-01-06")), Some(NextStep::Make));
        steps.step(Made, None); // 7 January
        assert_eq!(steps.now().next(day("2026-02-06")), None);
        assert_eq!(steps.now().next(day("2026-02-07")), Some(NextStep::Outcome));
    }
}
