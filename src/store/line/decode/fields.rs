//! The fields of all events, borrowed from the line.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use chrono::NaiveDate;
use serde::Deserialize;
use serde::de::{Deserializer, Error, MapAccess, Visitor};

use crate::domain::decision::care_event::{Absence, Aim, Channel, IntroductionStep, Party, ReviewChoice};
use crate::domain::decision::checklist::{Answer, QuestionId};
use crate::domain::decision::event::{CarryOutResult, ClosedRequest, NoteRecord, SourceKind};
use crate::domain::decision::rhythm::Rhythm;
use crate::domain::decision::{DeclineKind, FollowUpMode, Gift, VerdictKind};
use crate::domain::evidence::Evidence;
use crate::domain::request::invitation::Invitation;
use crate::domain::text::dates::StoredTime;

/// Questions of most checklists; used to preallocate.
const TYPICAL_QUESTIONS: usize = 3;

/// Text borrowed from the line if it has no escapes (a plain `Option<Cow>` never borrows).
#[derive(Deserialize)]
#[serde(transparent)]
pub(in crate::store::line) struct BorrowedStr<'a>(#[serde(borrow)] pub Cow<'a, str>);

/// Defines a struct of optional fields, and how they are read into it where it is. (A derived `Deserialize` returns the
/// struct, and moving two kilobytes several times takes longer than parsing most lines.)
macro_rules! fields {
    ($(#[$meta:meta])* $struct:ident<$a:lifetime> { $($field:ident: $type:ty,)* }) => {
        $(#[$meta])*
        #[derive(Default)]
        pub(in crate::store::line) struct $struct<$a> {
            $(pub(super) $field: Option<$type>,)*
        }

        /// The name of a field.
        #[derive(Clone, Copy, Deserialize)]
        #[serde(field_identifier)]
        #[expect(non_camel_case_types, reason = "these are the names in the journal")]
        enum FieldName {
            $($field,)*
            #[serde(other)]
            Unknown,
        }

        impl<$a> Visitor<$a> for &mut $struct<$a> {
            type Value = ();

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<$a>>(self, mut map: A) -> Result<(), A::Error> {
                let mut seen = 0_u128;
                while let Some(key) = map.next_key::<FieldName>()? {
                    let bit = 1 << key as u32;
                    match key {
                        $(FieldName::$field if seen & bit != 0 => {
                            return Err(A::Error::duplicate_field(stringify!($field)));
                        })*
                        $(FieldName::$field => self.$field = map.next_value()?,)*
                        FieldName::Unknown => {
                            map.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                    seen |= bit;
                }
                Ok(())
            }
        }
    };
}

fields! {
    /// All fields that a line may have.
    RawLine<'a> {
        v: u64,
        n: u64,
        id: BorrowedStr<'a>,
        at: BorrowedStr<'a>,
        again: BorrowedStr<'a>,
        batch: BorrowedStr<'a>,
        event: BorrowedStr<'a>,
        c: BorrowedStr<'a>,
        // decided; some of them also in described and reopened
        invitation: BorrowedStr<'a>,
        person: BorrowedStr<'a>,
        name: BorrowedStr<'a>,
        verdict: VerdictKind,
        answers: PairMap<QuestionId, Answer>,
        questions: PairMap<QuestionId, String>,
        checklist: BorrowedStr<'a>,
        reason: BorrowedStr<'a>,
        note: BorrowedStr<'a>,
        tags: Vec<String>,
        kind: DeclineKind,
        due: NaiveDate,
        way: FollowUpMode,
        question: BorrowedStr<'a>,
        how_met: BorrowedStr<'a>,
        remember: BorrowedStr<'a>,
        rhythm: Rhythm,
        gift: Gift,
        gift_days: u32,
        gift_due: NaiveDate,
        evidence: Vec<Evidence>,
        // carried_out
        how: CarryOutResult,
        // retracted
        entry: BorrowedStr<'a>,
        // imported
        source: BorrowedStr<'a>,
        from: SourceKind,
        invitations: Vec<Invitation>,
        closed: Vec<ClosedRequest>,
        as_of: StoredTime,
        notes: Vec<NoteRecord>,
        // described
        headline: BorrowedStr<'a>,
        company: BorrowedStr<'a>,
        mutuals: BorrowedStr<'a>,
        offers: BorrowedStr<'a>,
        seeks: BorrowedStr<'a>,
        goals: BorrowedStr<'a>,
        dreams: BorrowedStr<'a>,
        i_can: BorrowedStr<'a>,
        // keeping in touch
        on: NaiveDate,
        channel: Channel,
        aim: Aim,
        answered: bool,
        text: BorrowedStr<'a>,
        because: Absence,
        accepted: Rhythm,
        both: Rhythm,
        others: Rhythm,
        by_tag: BTreeMap<String, Rhythm>,
        promise: BorrowedStr<'a>,
        into: BorrowedStr<'a>,
        choice: ReviewChoice,
        review: BorrowedStr<'a>,
        could: Answer,
        introduction: BorrowedStr<'a>,
        between: Vec<Party>,
        step: IntroductionStep,
        side: u8,
        right: Answer,
        seen: bool,
        learnt: BorrowedStr<'a>,
        last: StoredTime,
        // forgotten
        people: Vec<String>,
        welcome: bool,
    }
}

/// Fields that lines of every version have.
#[derive(Deserialize)]
pub(in crate::store::line) struct Envelope<'a> {
    pub(super) v: Option<u64>,
    pub(super) n: Option<u64>,
    #[serde(borrow)]
    pub(super) id: Option<BorrowedStr<'a>>,
    pub(super) at: Option<BorrowedStr<'a>>,
    pub(super) again: Option<BorrowedStr<'a>>,
    pub(super) batch: Option<BorrowedStr<'a>>,
    pub(super) event: Option<BorrowedStr<'a>>,
    pub(super) c: Option<BorrowedStr<'a>>,
}

/// Pairs from a JSON object, in its order.
pub(in crate::store::line) struct PairMap<K, V>(pub Vec<(K, V)>);

impl<'de, K: Deserialize<'de>, V: Deserialize<'de>> Deserialize<'de> for PairMap<K, V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(PairMapVisitor(PhantomData))
    }
}

struct PairMapVisitor<K, V>(PhantomData<(K, V)>);

impl<'de, K: Deserialize<'de>, V: Deserialize<'de>> Visitor<'de> for PairMapVisitor<K, V> {
    type Value = PairMap<K, V>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<PairMap<K, V>, A::Error> {
        let mut pairs = Vec::new();
        while let Some(pair) = map.next_entry()? {
            if pairs.is_empty() {
                pairs.reserve_exact(TYPICAL_QUESTIONS);
            }
            pairs.push(pair);
        }
        Ok(PairMap(pairs))
    }
}
