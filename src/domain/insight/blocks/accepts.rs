//! What became of accepts, and what was judged right.

use foldhash::HashMap;

use super::{Block, BlockForm, Insight, Part, PartPeople, Period, Share};
use crate::domain::decision::checklist::Answer;
use crate::domain::insight::outcome::{AcceptOutcome, AcceptRecord, ENOUGH, OutcomeCounts};
use crate::domain::insight::patterns::{AnswerPattern, judged};
use crate::domain::person::key::PersonKey;
use crate::domain::text::plural::{number, plural};

impl Insight<'_> {
    pub(super) fn outcomes(self, accepts: &[AcceptRecord<'_>]) -> Block {
        let mut block = Block::new("What became of your accepts", BlockForm::Bars);
        if let Some(why) = self.no_outcomes(accepts) {
            block.notes = vec![why];
            return block;
        }
        let mut by_pattern: HashMap<AnswerPattern, Vec<&AcceptRecord<'_>>> = HashMap::default();
        for accept in accepts.iter().filter(|accept| accept.is_old_enough) {
            by_pattern.entry(AnswerPattern::of(&accept.decision.answers)).or_default().push(accept);
        }
        let mut patterns: Vec<_> = by_pattern.into_iter().collect();
        patterns.sort_by(|a, b| a.0.cmp(&b.0));
        let most = patterns.iter().map(|(_, accepts)| accepts.len()).max().unwrap_or_default();
        for (pattern, accepts) in patterns {
            let counts = OutcomeCounts::of(accepts.iter().copied());
            let shares = vec![
                (Share::BothWays, counts.conversation),
                (Share::OneSided, counts.one_sided),
                (Share::Pitched, counts.pitched),
                (Share::Silent, counts.silent),
            ];
            let is_enough = counts.connected() >= ENOUGH;
            let words = if block.parts.is_empty() { " wrote both ways" } else { "" };
            let figure = format!("{} of {}{words}", number(counts.conversation), number(counts.connected()));
            let too_few = format!("{}, too few to say", number(counts.connected()));
            block.parts.push(Part {
                label: pattern.label(),
                from: None,
                shares: if is_enough { shares } else { vec![(Share::Silent, 0)] },
                of: most,
                figure: if is_enough { figure } else { too_few },
                people: PartPeople::Known(accepts.iter().map(|one| one.decision.person.clone()).collect()),
            });
        }
        block.legend = vec![
            (Share::BothWays, "both ways"),
            (Share::OneSided, "one-sided"),
            (Share::Pitched, "pitched"),
            (Share::Silent, "silent"),
        ];
        let all = OutcomeCounts::of(accepts.iter());
        let old_enough = accepts.iter().filter(|accept| accept.is_old_enough).count();
        block.notes.extend(too_new(all.connected() - old_enough));
        block
    }

    /// Returns why nothing can be said about what became of accepts.
    fn no_outcomes(self, accepts: &[AcceptRecord<'_>]) -> Option<String> {
        if !self.data.network.has_messages() {
            return Some("Your copy has no messages: what became of accepts isn't known.".to_owned());
        }
        let connected = accepts.iter().filter(|accept| accept.outcome.is_some()).count();
        if accepts.iter().any(|accept| accept.is_old_enough) {
            return None;
        }
        Some(match connected {
            0 if accepts.is_empty() && self.period != Period::All => "No accepts in this period.".to_owned(),
            0 => "People you accept appear here once a copy lists them as connections.".to_owned(),
            connected => format!("{} too new to say: it takes three months.", number(connected)),
        })
    }

    pub(super) fn silent(self, accepts: &[AcceptRecord<'_>]) -> Block {
        let mut block = Block::new("Silent after accept", BlockForm::Bars);
        if let Some(why) = self.no_outcomes(accepts) {
            block.notes = vec![why];
            return block;
        }
        let old_enough: Vec<&AcceptRecord<'_>> = accepts.iter().filter(|accept| accept.is_old_enough).collect();
        let (silent, wrote): (Vec<&AcceptRecord<'_>>, Vec<_>) =
            old_enough.iter().partition(|accept| accept.outcome == Some(AcceptOutcome::Silent));
        let people = |accepts: &[&AcceptRecord<'_>]| accepts.iter().map(|one| one.decision.person.clone()).collect();
        let all = old_enough.len();
        block.parts = vec![
            Part::bar("no message since", Share::Silent, all, people(&silent)),
            Part::bar("any message", Share::Plain, all, people(&wrote)),
        ];
        block.notes = vec![format!("of {} connected for three months or more", plural(all, "accept"))];
        block
    }

    pub(super) fn judged(self) -> Block {
        let mut block = Block::new("Was it right?", BlockForm::Bars);
        "as you judged it".clone_into(&mut block.aside);
        let mut by_pattern: HashMap<AnswerPattern, Vec<(Answer, PersonKey)>> = HashMap::default();
        for one in judged(self.data.ledger) {
            let is_in = self.has(self.data.local.of(one.at));
            if let Some(right) = one.judgement.right.filter(|_| is_in) {
                let people = by_pattern.entry(AnswerPattern::of(&one.decision.answers)).or_default();
                people.push((right, one.decision.person.clone()));
            }
        }
        let mut patterns: Vec<_> = by_pattern.into_iter().collect();
        patterns.sort_by(|a, b| a.0.cmp(&b.0));
        let most = patterns.iter().map(|(_, people)| people.len()).max().unwrap_or_default();
        for (pattern, mut people) in patterns {
            people.sort_by(|a, b| a.1.cmp(&b.1));
            let count = |wanted| people.iter().filter(|(answer, _)| *answer == wanted).count();
            let is_enough = people.len() >= ENOUGH;
            let figure = if is_enough {
                format!("{} of {} right", number(count(Answer::Yes)), number(people.len()))
            } else {
                format!("{}, too few to say", number(people.len()))
            };
            let shares = vec![
                (Share::Yes, count(Answer::Yes)),
                (Share::Maybe, count(Answer::Unsure)),
                (Share::No, count(Answer::No)),
            ];
            block.parts.push(Part {
                label: pattern.label(),
                from: None,
                shares: if is_enough { shares } else { vec![(Share::Silent, 0)] },
                of: most,
                figure,
                people: PartPeople::Known(people.into_iter().map(|(_, person)| person).collect()),
            });
        }
        if block.parts.is_empty() {
            block.notes =
                vec!["Nothing judged in this period. Looking back starts half a year after a decision.".to_owned()];
        } else {
            block.legend = vec![(Share::Yes, "right"), (Share::Maybe, "not sure"), (Share::No, "not right")];
        }
        block
    }
}

fn too_new(count: usize) -> Option<String> {
    (count > 0).then(|| format!("{} too new to say", number(count)))
}
