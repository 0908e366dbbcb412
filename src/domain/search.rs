//! Finding by typing: the one place that knows the fuzzy matcher.
//!
//! Both sides are folded (no accents, no case), the query is split on spaces and every word must match. Scores
//! come from `fuzzy_indices` always: those of `fuzzy_match` depend on what was matched before.

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;
use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// Longest query and candidate that are matched, in characters: the matcher's memory grows with their product.
const QUERY_CHARS: usize = 64;
const CANDIDATE_CHARS: usize = 256;
/// Least score for each letter of a word: below it the letters are only scattered about.
const FLOOR: i64 = 12;

/// A candidate that matched.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hit {
    /// Its place among the candidates.
    pub index: usize,
    /// The higher the better.
    pub score: i64,
    /// Which characters of the folded candidate matched, ascending.
    pub letters: Vec<usize>,
}

/// Candidates made ready once: folded, each with the set of its letters.
#[derive(Clone, Debug, Default)]
pub struct Index {
    folded: Vec<String>,
    masks: Vec<u64>,
}

impl Index {
    /// An index of folded texts ([`fold`]), in their order.
    pub fn new(folded: Vec<String>) -> Self {
        let masks = folded.iter().map(|text| mask(text)).collect();
        Self { folded, masks }
    }

    /// How many candidates there are.
    pub fn len(&self) -> usize {
        self.folded.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.folded.is_empty()
    }
}

/// What a query found.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Ranking {
    /// Who matches, best first.
    pub hits: Vec<Hit>,
    /// Everybody whom a longer query may still match.
    candidates: Vec<usize>,
}

/// Ranks candidates against what was typed.
pub struct Matcher(SkimMatcherV2);

impl Default for Matcher {
    fn default() -> Self {
        Self(SkimMatcherV2::default().ignore_case())
    }
}

impl Matcher {
    /// The candidates in which every word of the query is found, best first; all of them, in their own order, for
    /// an empty query. `within` is what a shorter query found that this one continues: only that is looked at.
    pub fn rank(&self, query: &str, index: &Index, within: Option<&Ranking>) -> Ranking {
        let query: String = fold(query).chars().take(QUERY_CHARS).collect();
        let words: Vec<(&str, u64)> = query.split_whitespace().map(|word| (word, mask(word))).collect();
        let wanted = words.iter().fold(0, |all, (_, letters)| all | letters);
        let mut ranking = Ranking::default();
        let mut look = |at: usize| {
            if index.masks[at] & wanted != wanted {
                return;
            }
            match self.score(&words, &index.folded[at]) {
                Match::None => {}
                Match::Scattered => ranking.candidates.push(at),
                Match::Near(score, letters) => {
                    ranking.candidates.push(at);
                    ranking.hits.push(Hit { index: at, score, letters });
                }
            }
        };
        match within {
            Some(shorter) => shorter.candidates.iter().for_each(|at| look(*at)),
            None => (0..index.len()).for_each(look),
        }
        ranking.hits.sort_unstable_by_key(|hit| (std::cmp::Reverse(hit.score), hit.index));
        ranking
    }

    /// The sum over all words: of letters near each other at the beginning of the text, or of the word as it
    /// stands anywhere in it.
    fn score(&self, words: &[(&str, u64)], candidate: &str) -> Match {
        let end = candidate.char_indices().nth(CANDIDATE_CHARS).map_or(candidate.len(), |(at, _)| at);
        let (mut total, mut letters, mut scattered) = (0, Vec::new(), false);
        for (word, _) in words {
            let length = word.chars().count();
            let floor = FLOOR * i64::try_from(length).unwrap_or(i64::MAX);
            let near = if length == 1 {
                at_word_start(&candidate[..end], word)
            } else {
                self.0.fuzzy_indices(&candidate[..end], word)
            };
            match near {
                Some((score, matched)) if score >= floor => {
                    total += score;
                    letters.extend(matched);
                }
                _ if length > 1 && candidate.contains(word) => total += floor,
                Some(_) => scattered = true,
                None => return Match::None,
            }
        }
        if scattered {
            return Match::Scattered;
        }
        letters.sort_unstable();
        letters.dedup();
        Match::Near(total, letters)
    }
}

/// How a candidate matches.
enum Match {
    /// A word of the query is not in it at all.
    None,
    /// Its letters are there, too far apart to count; a longer query may bring them together.
    Scattered,
    /// It counts: score and letters.
    Near(i64, Vec<usize>),
}

/// One letter matches where a word begins; the matcher would look at every letter of everybody.
fn at_word_start(candidate: &str, letter: &str) -> Option<(i64, Vec<usize>)> {
    let mut before = ' ';
    for (at, c) in candidate.chars().enumerate() {
        if !before.is_alphanumeric() && letter.starts_with(c) {
            return Some((FLOOR + i64::from(at == 0), vec![at]));
        }
        before = c;
    }
    None
}

/// The letters and digits of a text as a set: a text without one of the query's letters cannot match.
fn mask(text: &str) -> u64 {
    text.bytes().fold(0, |mask, byte| match byte {
        b'a'..=b'z' => mask | 1 << (byte - b'a'),
        b'0'..=b'9' => mask | 1 << (26 + byte - b'0'),
        b' ' => mask,
        // Every other byte shares the rest of the bits.
        _ => mask | 1 << (36 + byte % 28),
    })
}

/// Text for matching: decomposed, without accents, lower-cased, with the letters that do not decompose spelled out.
/// Letter by letter: only the order of marks hangs on what stands beside them, and marks are left out.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() {
            out.push(c.to_ascii_lowercase());
        } else {
            decompose_compatible(c, |part| fold_part(part, &mut out));
        }
    }
    out
}

fn fold_part(part: char, out: &mut String) {
    if is_combining_mark(part) {
        return;
    }
    for c in part.to_lowercase() {
        match c {
            'ł' => out.push('l'),
            'ø' => out.push('o'),
            'đ' | 'ð' => out.push('d'),
            'ı' => out.push('i'),
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization;

    use super::*;

    fn find(query: &str) -> Vec<usize> {
        let people = ["Ana Muñoz", "Łukasz Groß", "Bob Tester at Acme Anvils"];
        let index = Index::new(people.iter().map(|name| fold(name)).collect());
        Matcher::default().rank(query, &index, None).hits.iter().map(|hit| hit.index).collect()
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

    proptest::proptest! {
        #[test]
        fn folding_letter_by_letter_is_folding_the_whole(text in "\\PC*|[a-zA-Zà-ÿĀ-žǍ-ǰ가-힣ﬀ-ﬆ\\u{0300}-\\u{036f}]{0,12}") {
            let mut whole = String::new();
            text.nfkd().for_each(|part| fold_part(part, &mut whole));
            proptest::prop_assert_eq!(fold(&text), whole);
        }

        #[test]
        fn growing_a_query_narrows(texts in proptest::collection::vec("[a-c ]{0,12}", 0..12), query in "[a-c]{2,4}") {
            let index = Index::new(texts);
            // A matcher that has looked at other texts before may count a letter or two otherwise: each its own.
            let rank = |query: &str, within| Matcher::default().rank(query, &index, within);
            let shorter = rank(&query[..query.len() - 1], None);
            let whole = rank(&query, None);
            if query.len() > 2 {
                proptest::prop_assert_eq!(rank(&query, Some(&shorter)), whole);
            }
        }
    }
}
