//! Fuzzy search while typing; the only module that uses the fuzzy matcher.
//!
//! Both sides are folded (no accents, no case), the query is split on spaces and every word must match. A word that
//! begins a word of the name ranks first, then one that begins any other word, then one inside a word, then initials and
//! a letter left out, in the name only: letters that lie scattered are no match. Scores of the last always come from
//! `fuzzy_indices`: those of `fuzzy_match` depend on earlier matches.
//!
//! Many candidates are scored in batches, likely ones first, so that typing never blocks.

use std::cmp::Reverse;
use std::ops::Range;
use std::panic::resume_unwind;
use std::thread;

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

use crate::domain::search::fold::fold;

/// Longest query and candidate that are matched, in characters: the matcher's memory grows with their product.
const QUERY_CHARS: usize = 64;
const CANDIDATE_CHARS: usize = 256;
/// Fewest letters of a word in which one may be left out: among three, anything fits.
const MIN_CHARS_WITH_SLIP: usize = 4;
/// Scores by where a word stands as it was typed; initials and slips score less than the lowest.
const STARTS_NAME: i64 = 40_000;
const STARTS_WORD: i64 = 30_000;
const INSIDE_NAME: i64 = 20_000;
const INSIDE_WORD: i64 = 10_000;
/// More for the first word of the name, and for a whole word.
const FIRST_WORD: i64 = 2;
const WHOLE_WORD: i64 = 1;
/// Batch size from which a second thread pays off.
const PARALLEL_MIN: usize = 500;
/// Bytes of a candidate that the prefilter looks at: a name and some more.
const PREFILTER_BYTES: usize = 48;

/// A matching candidate.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hit {
    /// Position among the candidates.
    pub index: usize,
    /// Score; higher is better.
    pub score: i64,
    /// Positions of the matched characters in the folded candidate, ascending.
    pub matched_chars: Vec<usize>,
}

/// An index of candidates: folded, each with its letter set.
#[derive(Clone, Debug, Default)]
pub struct SearchIndex {
    /// All texts, concatenated.
    texts: String,
    candidates: Vec<Candidate>,
}

#[derive(Clone, Copy, Debug)]
struct Candidate {
    /// End of its text; the start is the previous candidate's end.
    end: usize,
    /// Bytes of the text whose letters are matched one by one.
    matched_len: usize,
    /// Bytes of the name, at the start of the text.
    name_len: usize,
    letter_set: u64,
    /// Letters that occur twice in a row.
    repeated_letters: u64,
    /// First letters of the words that the prefilter looks at.
    initials: u64,
}

impl SearchIndex {
    /// Returns an index of folded texts ([`fold`]), in their order.
    pub fn new(folded: impl IntoIterator<Item: AsRef<str>>) -> Self {
        let mut index = Self::default();
        folded.into_iter().for_each(|text| index.push(text.as_ref()));
        index
    }

    /// Adds a folded candidate that is all name.
    pub fn push(&mut self, folded: &str) {
        self.push_named(folded, folded.len());
    }

    /// Adds a folded candidate that begins with a name of this length in bytes.
    pub fn push_named(&mut self, folded: &str, name_len: usize) {
        self.texts.push_str(folded);
        self.candidates.push(Candidate {
            end: self.texts.len(),
            name_len,
            matched_len: folded.char_indices().nth(CANDIDATE_CHARS).map_or(folded.len(), |(at, _)| at),
            letter_set: letter_set(folded),
            repeated_letters: repeated_letters(folded),
            initials: word_starts(folded.as_bytes()).fold(0, |all, at| all | letter_bit(folded.as_bytes()[at])),
        });
    }

    /// Returns the number of candidates.
    pub fn size(&self) -> usize {
        self.candidates.len()
    }

    /// Returns the folded text of a candidate.
    pub fn text(&self, at: usize) -> &str {
        let begin = at.checked_sub(1).map_or(0, |before| self.candidates[before].end);
        &self.texts[begin..self.candidates[at].end]
    }
}

/// Results of a query so far.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct SearchResults {
    /// Matches, best first.
    pub hits: Vec<Hit>,
    words: Vec<String>,
    /// Candidates that a longer query may still match.
    candidates: Vec<usize>,
    /// Candidates not scored yet.
    queued: Vec<usize>,
}

impl SearchResults {
    /// Returns the result of an empty query: `count` candidates in their own order.
    pub fn unranked(count: usize) -> Self {
        let hit = |index| Hit { index, score: 0, matched_chars: Vec::new() };
        Self { hits: (0..count).map(hit).collect(), ..Self::default() }
    }

    /// Starts ranking an index against a query. `within`: results of a shorter query that this one extends; only its
    /// candidates are scored.
    pub fn start(query: &str, index: &SearchIndex, within: Option<Self>) -> Self {
        let query: String = fold(query).chars().take(QUERY_CHARS).collect();
        let words = query.split_whitespace().map(str::to_owned).collect();
        let mut ranking = Self { words, ..Self::default() };
        match within {
            Some(Self { candidates, queued: ahead, .. }) => ranking.enqueue(index, candidates.into_iter().chain(ahead)),
            None => ranking.enqueue(index, 0..index.size()),
        }
        ranking
    }

    /// Queues more candidates of the index for scoring, likely ones first.
    pub fn enqueue(&mut self, index: &SearchIndex, candidates: impl Iterator<Item = usize>) {
        let wanted = letter_set(&self.words.concat());
        let before = self.queued.len();
        self.queued.extend(candidates.filter(|at| index.candidates[*at].letter_set & wanted == wanted));
        if self.queued.len() > before {
            let first = self.words.first().map_or("", String::as_str);
            let initial = first.bytes().next().map_or(0, letter_bit);
            self.queued.sort_by_cached_key(|at| match index.candidates[*at].initials & initial {
                0 => 2 * first.len(), // as ranked, without a look at the text
                _ => prefilter_rank(index.text(*at), first),
            });
        }
    }

    /// True if all candidates are scored.
    pub fn is_complete(&self) -> bool {
        self.queued.is_empty()
    }
}

/// Returns a cheap rank before scoring, lower first: by how much of the word is missing at the start of the text, or
/// of another word near its start.
fn prefilter_rank(text: &str, word: &str) -> usize {
    let (text, word) = (text.as_bytes(), word.as_bytes());
    let missing = |at: usize| {
        let same = text[at..text.len().min(PREFILTER_BYTES)].iter().zip(word).take_while(|(one, other)| one == other);
        2 * (word.len() - same.count()) + usize::from(at > 0)
    };
    word_starts(text).map(missing).min().unwrap_or(2 * word.len())
}

/// Returns where words start in the part of a text that the prefilter looks at.
fn word_starts(text: &[u8]) -> impl Iterator<Item = usize> {
    let head = &text[..text.len().min(PREFILTER_BYTES)];
    let behind_spaces = head.iter().zip(1..head.len()).filter(|(byte, _)| **byte == b' ').map(|(_, next)| next);
    (!head.is_empty()).then_some(0).into_iter().chain(behind_spaces)
}

/// A fuzzy matcher that ranks candidates against a query.
pub struct Matcher(SkimMatcherV2);

impl Default for Matcher {
    fn default() -> Self {
        Self(SkimMatcherV2::default().ignore_case())
    }
}

impl Matcher {
    /// Returns the candidates that match every word of the query, best first; all of them, in their own order, for an
    /// empty query.
    pub fn rank(&self, query: &str, index: &SearchIndex) -> SearchResults {
        let mut ranking = SearchResults::start(query, index, None);
        self.score_next(&mut ranking, index, usize::MAX);
        ranking
    }

    /// Scores the next `count` candidates. A large batch is split between two threads: one alone takes twice as long
    /// as it may.
    pub fn score_next(&self, ranking: &mut SearchResults, index: &SearchIndex, count: usize) {
        self.score_next_where(ranking, index, count, |_| true);
    }

    /// As [`Matcher::score_next`], but only the hits that `is_wanted` takes.
    pub fn score_next_where(
        &self,
        ranking: &mut SearchResults,
        index: &SearchIndex,
        count: usize,
        is_wanted: impl Fn(usize) -> bool,
    ) {
        let SearchResults { hits, words, candidates, queued: ahead } = ranking;
        let portion: Vec<usize> = ahead.drain(..count.min(ahead.len())).collect();
        let beside = if portion.len() < PARALLEL_MIN { 0 } else { portion.len() / 2 };
        let (beside, here) = portion.split_at(beside);
        let (seen, more) = thread::scope(|scope| {
            let other = (!beside.is_empty()).then(|| scope.spawn(|| self.score_all(words, index, beside)));
            let seen = self.score_all(words, index, here);
            (seen, other.map(|other| other.join().unwrap_or_else(|panic| resume_unwind(panic))))
        });
        for (matching, near) in more.into_iter().chain([seen]) {
            candidates.extend(matching);
            hits.extend(near.into_iter().filter(|hit| is_wanted(hit.index)));
        }
        // Cheap: the sort is adaptive and most hits are in order.
        hits.sort_by_key(|hit| (Reverse(hit.score), hit.index));
    }

    /// Returns the candidates that a longer query may still match, and the hits.
    fn score_all(&self, words: &[String], index: &SearchIndex, candidates: &[usize]) -> (Vec<usize>, Vec<Hit>) {
        let (mut matching, mut near) = (Vec::new(), Vec::new());
        for at in candidates.iter().copied() {
            match self.score(words, index, at) {
                Match::None => {}
                Match::Weak => matching.push(at),
                Match::Strong(score, letters) => {
                    matching.push(at);
                    near.push(Hit { index: at, score, matched_chars: letters });
                }
            }
        }
        (matching, near)
    }

    /// Returns the sum of scores over all words: of the word as it was typed, anywhere in the text, else of its letters in
    /// the name, if they are meant so.
    fn score(&self, words: &[String], index: &SearchIndex, at: usize) -> Match {
        let (text, candidate) = (index.text(at), &index.candidates[at]);
        let (mut total, mut letters, mut scattered) = (0, Vec::new(), false);
        for word in words {
            if let Some((score, matched)) = as_typed(text, candidate.name_len, word) {
                total += score;
                letters.extend(matched);
                continue;
            }
            if word.chars().nth(1).is_none() {
                return Match::None; // the matcher would try every letter of everybody
            }
            if candidate.repeated_letters & letter_set(word) != 0 {
                self.reset_matcher();
            }
            match self.in_name(&text[..candidate.name_len.min(candidate.matched_len)], word) {
                Match::Strong(score, matched) => {
                    total += score;
                    letters.extend(matched);
                }
                Match::Weak => scattered = true,
                Match::None => return Match::None,
            }
        }
        if scattered {
            return Match::Weak;
        }
        letters.sort_unstable();
        letters.dedup();
        Match::Strong(total, letters)
    }

    /// Scores the letters of a word in a name: its initials, the beginnings of its words (`nurgar`), or a word of it with
    /// a letter left out.
    fn in_name(&self, name: &str, word: &str) -> Match {
        let Some((score, matched)) = self.0.fuzzy_indices(name, word) else { return Match::None };
        if are_starts(name, &matched) {
            return Match::Strong(score, matched);
        }
        self.with_slip(name, word).map_or(Match::Weak, |(score, matched)| Match::Strong(score, matched))
    }

    /// Returns score and letters of a word that is one of a name's, but for one letter.
    fn with_slip(&self, name: &str, word: &str) -> Option<(i64, Vec<usize>)> {
        let length = word.chars().count();
        let mut start = 0;
        let mut found = name.split(' ').filter_map(|part| {
            let at = start;
            start += part.chars().count() + 1;
            self.reset_matcher();
            let (score, matched) = self.0.fuzzy_indices(part, word)?;
            let is_slip = matched.first() == Some(&0) && matched.last() == Some(&length);
            is_slip.then(|| (score, matched.into_iter().map(|letter| at + letter).collect()))
        });
        if length < MIN_CHARS_WITH_SLIP { None } else { found.next() }
    }

    /// Resets state that the matcher keeps from the previous text: a bonus that the second of two equal letters would
    /// get. A minimal match shrinks its table, so the next match starts with a clean one.
    fn reset_matcher(&self) {
        self.0.fuzzy_indices("x", "x");
    }
}

/// Result of scoring a candidate.
enum Match {
    /// A word of the query is not in it.
    None,
    /// All letters match, but too far apart to count; a longer query may bring them together.
    Weak,
    /// A hit: score and matched letters.
    Strong(i64, Vec<usize>),
}

/// True if each run of letters found in a name begins a word of it.
fn are_starts(name: &str, matched: &[usize]) -> bool {
    let letters: Vec<char> = name.chars().collect();
    let starts_word = |at: usize| at == 0 || !letters[at - 1].is_alphanumeric();
    matched.chunk_by(|one, next| one + 1 == *next).all(|run| starts_word(run[0]))
}

/// Returns the best score of a word as it was typed, and its letters in the name; a single letter counts only at the
/// start of a word.
fn as_typed(text: &str, name_len: usize, word: &str) -> Option<(i64, Range<usize>)> {
    let is_letter = word.chars().nth(1).is_none();
    let mut best: Option<(i64, usize)> = None;
    for (at, _) in text.match_indices(word) {
        let is_start = !text[..at].chars().next_back().is_some_and(char::is_alphanumeric);
        let is_whole = is_start && !text[at + word.len()..].starts_with(char::is_alphanumeric);
        let place = match (is_start, at < name_len) {
            (true, true) => STARTS_NAME,
            (true, false) => STARTS_WORD,
            (false, _) if is_letter => continue,
            (false, true) => INSIDE_NAME,
            (false, false) => INSIDE_WORD,
        };
        let score = place + if at == 0 { FIRST_WORD } else { 0 } + if is_whole { WHOLE_WORD } else { 0 };
        if best.is_none_or(|(known, _)| score > known) {
            best = Some((score, at));
        }
        if place >= STARTS_WORD && at >= name_len {
            break; // what follows ranks no higher
        }
    }
    best.map(|(score, at)| {
        let first = if at < name_len { text[..at].chars().count() } else { 0 };
        let length = if at < name_len { word.chars().count() } else { 0 };
        (score, first..first + length)
    })
}

/// Returns the letters and digits of a text as a bit set: a text without one of the query's letters cannot match.
fn letter_set(text: &str) -> u64 {
    text.bytes().fold(0, |mask, byte| mask | letter_bit(byte))
}

/// Returns the bit of a byte in such a set; none for a space.
fn letter_bit(byte: u8) -> u64 {
    match byte {
        b'a'..=b'z' => 1 << (byte - b'a'),
        b'0'..=b'9' => 1 << (26 + byte - b'0'),
        b' ' => 0,
        _ => 1 << (36 + byte % 28), // all other bytes share the remaining bits
    }
}

/// Returns the set of letters that occur twice in a row.
fn repeated_letters(text: &str) -> u64 {
    let next = text.chars().skip(1);
    let twice = text.chars().zip(next).filter(|(one, next)| one == next);
    twice.fold(0, |all, (letter, _)| all | letter_set(letter.encode_utf8(&mut [0; 4])))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(query: &str) -> Vec<usize> {
        let people = ["Ana Muñoz", "Łukasz Groß", "Bob Tester at Acme Anvils"];
        let index = SearchIndex::new(people.iter().map(|name| fold(name)));
        Matcher::default().rank(query, &index).hits.iter().map(|hit| hit.index).collect()
    }

    #[test]
    fn accents_and_case_do_not_matter() {
        assert_eq!(find("munoz"), [0]);
        assert_eq!(find("MUÑOZ ana"), [0]);
        assert_eq!(find("lukasz gross"), [1]);
        assert_eq!(find("zz"), Vec::<usize>::new());
        assert_eq!(find(""), [0, 1, 2]);
        assert_eq!(find("a"), [0, 2]);
    }

    #[test]
    fn scattered_letters_are_no_match() {
        let names = ["Núria García", "美咲 鈴木, CFA", "Brian Obama", "Björn Bélanger", "Nour Rahimi"];
        let mut index = SearchIndex::default();
        for name in names {
            index.push_named(&fold(&format!("{name} Senior UX Designer, Bob & Sons")), fold(name).len());
        }
        let find = |query: &str| -> Vec<&str> {
            Matcher::default().rank(query, &index).hits.iter().map(|hit| names[hit.index]).collect()
        };
        assert_eq!(find("nur"), ["Núria García"]);
        assert_eq!(find("nrahimi"), ["Nour Rahimi"], "an initial");
        assert_eq!(find("nurgar"), ["Núria García"], "beginnings");
        assert_eq!(find("blanger"), ["Björn Bélanger"], "a letter left out");
        assert_eq!(find("blngr"), [""; 0], "two letters left out");
        assert_eq!(find("snrdsgnr"), [""; 0], "beyond the name only as typed");
    }

    proptest::proptest! {
        #[test]
        fn growing_a_query_narrows(texts in proptest::collection::vec("[a-c ]{0,12}", 0..12), query in "[a-c]{2,4}") {
            let (index, matcher) = (SearchIndex::new(&texts), Matcher::default());
            let shorter = matcher.rank(&query[..query.len() - 1], &index);
            let mut whole = matcher.rank(&query, &index);
            if query.len() > 2 {
                let mut grown = SearchResults::start(&query, &index, Some(shorter));
                matcher.score_next(&mut grown, &index, usize::MAX);
                whole.candidates.sort_unstable();
                grown.candidates.sort_unstable();
                proptest::prop_assert_eq!(grown, whole);
            }
        }

        #[test]
        fn portions_add_up(texts in proptest::collection::vec("[a-c ]{0,12}", 0..24), query in "[a-c ]{0,4}") {
            let fresh = |at: usize| {
                let hits = Matcher::default().rank(&query, &SearchIndex::new([&texts[at]])).hits;
                hits.into_iter().map(move |hit| Hit { index: at, ..hit })
            };
            let mut each: Vec<Hit> = (0..texts.len()).flat_map(fresh).collect();
            each.sort_by_key(|hit| (Reverse(hit.score), hit.index));
            let (index, matcher) = (SearchIndex::new(&texts), Matcher::default());
            let mut ranking = SearchResults::start(&query, &index, None);
            while !ranking.is_complete() {
                matcher.score_next(&mut ranking, &index, 5);
            }
            proptest::prop_assert_eq!(ranking.hits, each);
        }
    }
}
