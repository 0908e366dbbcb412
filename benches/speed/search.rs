//! Incremental search over N people, letter by letter; lower bound: a substring search in every text.

use divan::Bencher;
use invite_triage::domain::search::{Matcher, SearchIndex, SearchResults, fold};

use super::{SIZES, people};

const LETTERS: [&str; 4] = ["m", "ma", "mar", "maria"];

fn index(people: usize) -> SearchIndex {
    let mut index = SearchIndex::default();
    texts(people).iter().enumerate().for_each(|(n, text)| index.push_named(text, fold(&people::name(n)).len()));
    index
}

fn texts(people: usize) -> Vec<String> {
    (0..people).map(|n| fold(&format!("{} keeper at Company {} person-{n}", people::name(n), n % 500))).collect()
}

#[divan::bench(args = SIZES)]
fn limit(bencher: Bencher, people: usize) {
    let texts = texts(people);
    bencher.bench(|| LETTERS.map(|query| texts.iter().filter(|text| text.contains(query)).count()));
}

#[divan::bench(args = SIZES)]
fn ours(bencher: Bencher, people: usize) {
    let (index, matcher) = (index(people), Matcher::default());
    bencher.bench_local(|| {
        let mut before = None;
        for query in LETTERS {
            let mut ranking = SearchResults::start(query, &index, before);
            matcher.score_next(&mut ranking, &index, usize::MAX);
            before = Some(ranking);
        }
        before
    });
}
