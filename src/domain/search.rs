//! Finding by typing: the one place that knows the fuzzy matcher.
//!
//! Both sides are folded (no accents, no case), the query is split on spaces and every word must match. Scores
//! come from `fuzzy_indices` always: those of `fuzzy_match` depend on what was matched before.

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Longest query and candidate that are matched, in characters: the matcher's memory grows with their product.
const QUERY_CHARS: usize = 64;
const CANDIDATE_CHARS: usize = 256;

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

/// Ranks candidates against what was typed.
pub struct Matcher(SkimMatcherV2);

impl Default for Matcher {
    fn default() -> Self {
        Self(SkimMatcherV2::default().ignore_case())
    }
}

impl Matcher {
    /// The folded candidates in which every word of the query is found, best first; all of them for an empty
    /// query, in their own order.
    pub fn rank<'a>(&self, query: &str, folded: impl IntoIterator<Item = &'a str>) -> Vec<Hit> {
        let query: String = fold(query).chars().take(QUERY_CHARS).collect();
        let words: Vec<&str> = query.split_whitespace().collect();
        let mut hits: Vec<Hit> = folded
            .into_iter()
            .enumerate()
            .filter_map(|(index, candidate)| {
                let (score, letters) = self.score(&words, candidate)?;
                Some(Hit { index, score, letters })
            })
            .collect();
        hits.sort_by_key(|hit| (std::cmp::Reverse(hit.score), hit.index));
        hits
    }

    fn score(&self, words: &[&str], candidate: &str) -> Option<(i64, Vec<usize>)> {
        let end = candidate.char_indices().nth(CANDIDATE_CHARS).map_or(candidate.len(), |(at, _)| at);
        let mut total = 0;
        let mut letters = Vec::new();
        for word in words {
            let (score, matched) = self.0.fuzzy_indices(&candidate[..end], word)?;
            total += score;
            letters.extend(matched);
        }
        letters.sort_unstable();
        letters.dedup();
        Some((total, letters))
    }
}

/// Text for matching: decomposed, without accents, lower-cased, with the letters that do not decompose spelled out.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
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
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_and_case_do_not_matter() {
        let folded: Vec<String> = ["Ana Muñoz", "Łukasz Groß", "Bob"].iter().map(|name| fold(name)).collect();
        let find = |query: &str| -> Vec<usize> {
            Matcher::default().rank(query, folded.iter().map(String::as_str)).iter().map(|hit| hit.index).collect()
        };
        assert_eq!(find("munoz"), [0]);
        assert_eq!(find("MUÑOZ ana"), [0]);
        assert_eq!(find("lukasz gross"), [1]);
        assert_eq!(find("zz"), Vec::<usize>::new());
        assert_eq!(find(""), [0, 1, 2]);
    }
}
