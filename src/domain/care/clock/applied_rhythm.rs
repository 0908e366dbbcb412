//! A rhythm that applies to a person, and what gave it.

use chrono::NaiveDate;
use strum::VariantArray;

use crate::domain::decision::care_event::Pledge;
use crate::domain::decision::rhythm::Rhythm;

/// What gave a person a rhythm.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum RhythmSource {
    /// Chosen for this person.
    Person,
    /// Chosen with a *keep*.
    Keep,
    /// Chosen with the accept.
    Accept,
    /// The pledge, for a tag.
    Tag(String),
    /// The pledge, for a group.
    Group(Group),
}

/// Groups of a pledge; everybody is in one.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, VariantArray)]
pub enum Group {
    /// People accepted here.
    Accepted,
    /// Others with messages both ways.
    Both,
    /// Everybody else.
    #[default]
    Others,
}

impl Group {
    /// Returns what a pledge says about the group.
    pub fn rhythm(self, pledge: &Pledge) -> Option<Rhythm> {
        match self {
            Self::Accepted => pledge.accepted,
            Self::Both => pledge.both,
            Self::Others => pledge.others,
        }
    }
}

/// The newest pledge.
pub(super) struct NewestPledge<'a> {
    pub(super) position: u32,
    pub(super) pledge: &'a Pledge,
    /// Since when the pledges say the same about each group.
    pub(super) group_since: [NaiveDate; Group::VARIANTS.len()],
}

impl NewestPledge<'_> {
    /// Returns the day since when the pledges say the same about a group.
    pub(super) fn since_of(&self, group: Group) -> NaiveDate {
        self.group_since[group as usize]
    }
}

/// A rhythm that applies to a person.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AppliedRhythm {
    /// The rhythm.
    pub rhythm: Rhythm,
    /// What gave it.
    pub source: RhythmSource,
    /// The local date from which it applies to the person.
    pub since: NaiveDate,
}

impl AppliedRhythm {
    /// True if many people got it at once, so that their days are spread.
    pub(super) fn is_spread(&self) -> bool {
        match self.source {
            RhythmSource::Person | RhythmSource::Accept => false,
            RhythmSource::Keep | RhythmSource::Tag(_) | RhythmSource::Group(_) => true,
        }
    }

    /// True if the pledge gave it.
    pub(super) fn is_of_pledge(&self) -> bool {
        matches!(self.source, RhythmSource::Tag(_) | RhythmSource::Group(_))
    }
}
