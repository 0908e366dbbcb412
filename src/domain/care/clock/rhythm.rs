//! Which rhythm applies to a person, by whom it was given, and since when.

use chrono::NaiveDate;
use strum::VariantArray;

use super::applied_rhythm::{AppliedRhythm, Group, NewestPledge, RhythmSource};
use super::person_clock::{Clock, Subject};
use crate::domain::decision::Verdict;
use crate::domain::decision::care_event::{CareEvent, Pledge};
use crate::domain::decision::event::Entry;
use crate::domain::decision::rhythm::Rhythm;
use crate::domain::search::fold::fold;

/// The newest line that says how often to be in touch with one person.
enum PersonLevel {
    /// A rhythm, by whom and from which line.
    Says(AppliedRhythm),
    /// As the pledge says, from the day of this line on.
    AsPledged(NaiveDate),
}

impl<'a> Clock<'a> {
    /// Returns the clock with this newest pledge.
    pub(super) fn with_newest_pledge(mut self, position: u32, pledge: &'a Pledge) -> Self {
        let since = |group: &Group| self.pledged_since(pledge, |pledge| group.rhythm(pledge));
        let mut group_since = [self.today; Group::VARIANTS.len()];
        group_since.iter_mut().zip(Group::VARIANTS).for_each(|(day, group)| *day = since(group));
        self.pledge = Some(NewestPledge { position, pledge, group_since });
        self
    }

    /// Returns the rhythm of the first level that says anything: the person, tags, the group.
    pub(super) fn rhythm_of(&self, subject: &Subject) -> Option<AppliedRhythm> {
        let not_before = match self.person_level(subject) {
            Some(PersonLevel::Says(rhythm)) => return Some(rhythm),
            Some(PersonLevel::AsPledged(day)) => Some(day),
            None => None,
        };
        self.pledge.as_ref()?;
        let pledged = self.tag_level(subject).or_else(|| self.group_level(subject))?;
        let since = not_before.map_or(pledged.since, |day| day.max(pledged.since));
        Some(AppliedRhythm { since, ..pledged })
    }

    fn person_level(&self, subject: &Subject) -> Option<PersonLevel> {
        let mut newest: Option<(u32, PersonLevel)> = None;
        let mut say = |position: u32, level: PersonLevel| {
            if newest.as_ref().is_none_or(|(known, _)| position > *known) {
                newest = Some((position, level));
            }
        };
        let applied = |rhythm, source, entry: &Entry| {
            PersonLevel::Says(AppliedRhythm { rhythm, source, since: self.local.of(entry.at) })
        };
        for line in self.lines_of(subject) {
            match line.event {
                CareEvent::RhythmSet(choice) => {
                    let rhythm = choice.rhythm.or(choice.because.map(|_| Rhythm::Never));
                    let level = rhythm.map(|rhythm| applied(rhythm, RhythmSource::Person, line.entry));
                    let as_pledged = || PersonLevel::AsPledged(self.local.of(line.entry.at));
                    say(line.position, level.unwrap_or_else(as_pledged));
                }
                CareEvent::Reviewed(review) => {
                    if let Some(rhythm) = review.rhythm {
                        say(line.position, applied(rhythm, RhythmSource::Keep, line.entry));
                    }
                }
                _ => {}
            }
        }
        if let Some(accept) = &subject.accept
            && let Verdict::Accept(details) = &accept.decision.verdict
            && let Some(rhythm) = details.rhythm
        {
            let pledged = self.pledge.as_ref().filter(|_| rhythm != Rhythm::Never);
            let pledged =
                pledged.filter(|newest| newest.position > accept.position && newest.pledge.accepted.is_some());
            let level = match pledged {
                Some(_) => self.group_level(subject).map(PersonLevel::Says),
                None => Some(applied(rhythm, RhythmSource::Accept, accept.entry)),
            };
            level.into_iter().for_each(|level| say(accept.position, level));
        }
        newest.map(|(_, level)| level)
    }

    /// Returns the shortest rhythm that the pledge has for one of the person's tags.
    fn tag_level(&self, subject: &Subject) -> Option<AppliedRhythm> {
        let newest = self.pledge.as_ref()?.pledge;
        let by_tag = &newest.by_tag;
        if by_tag.is_empty() {
            return None;
        }
        let tags = self.ledger.description_of(subject.person).map(|described| &described.tags);
        let tags = tags.or(subject.accept.as_ref().map(|accept| &accept.decision.tags))?;
        let is_tag = |wanted: &str| tags.iter().any(|tag| fold(tag) == fold(wanted));
        let applied = |(tag, rhythm): (&String, &Rhythm)| {
            let pledged = self.pledged_since(newest, |pledge| pledge.by_tag.get(tag).copied());
            let since = self.tagged_since(subject, tag).map_or(pledged, |tagged| tagged.max(pledged));
            AppliedRhythm { rhythm: *rhythm, source: RhythmSource::Tag(tag.clone()), since }
        };
        let length = |applied: &AppliedRhythm| (applied.rhythm.months().unwrap_or(u32::MAX), applied.since);
        by_tag.iter().filter(|(tag, _)| is_tag(tag)).map(applied).min_by_key(length)
    }

    fn group_level(&self, subject: &Subject) -> Option<AppliedRhythm> {
        let group = subject.group();
        let newest = self.pledge.as_ref()?;
        let rhythm = group.rhythm(newest.pledge)?;
        let pledged = newest.since_of(group);
        let accepted = subject.accept.as_ref().map(|accept| self.local.of(accept.entry.at));
        let since = accepted.map_or(pledged, |accepted| accepted.max(pledged));
        Some(AppliedRhythm { rhythm, source: RhythmSource::Group(group), since })
    }

    /// Returns the day of the first of the unbroken run of pledges that say the same as the newest.
    fn pledged_since(&self, newest: &Pledge, says: impl Fn(&Pledge) -> Option<Rhythm>) -> NaiveDate {
        let now = says(newest);
        let same = self.ledger.pledges().rev().take_while(|(.., pledge)| says(pledge) == now);
        same.last().map_or(self.today, |(_, entry, _)| self.local.of(entry.at))
    }

    /// Returns the day of the line that gave the person a tag: the first of the unbroken run that has it.
    fn tagged_since(&self, subject: &Subject, tag: &str) -> Option<NaiveDate> {
        let has = |tags: &[String]| tags.iter().any(|other| fold(other) == fold(tag));
        let mut descriptions = self.ledger.descriptions_of(subject.person).rev().peekable();
        let mut since = None;
        while let Some((entry, _)) = descriptions.next_if(|(_, described)| has(&described.tags)) {
            since = Some(self.local.of(entry.at));
        }
        let accept = subject.accept.as_ref().filter(|accept| has(&accept.decision.tags));
        let accept = accept.filter(|_| descriptions.peek().is_none()).map(|accept| self.local.of(accept.entry.at));
        match (since, accept) {
            (Some(described), Some(accepted)) => Some(described.min(accepted)),
            (described, accepted) => described.or(accepted),
        }
    }
}
