//! Splits a full name into the parts that address books ask for.
//!
//! LinkedIn stores first and last name, but its export has only the full name of people who ask. So the parts are a
//! guess, the full name always goes with them, and only emoji, slogans and words in brackets or quotes are dropped.

use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

/// Parts of a name. Any may be empty, but given and family name are both empty only for an empty name.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Parts {
    /// Titles before the name: `Dr.`
    pub prefix: String,
    /// Given names.
    pub given: String,
    /// Family name with its particles: `van der Berg`. Empty for a name of one word.
    pub family: String,
    /// Credentials after the name: `PhD, MBA`.
    pub suffix: String,
}

/// Titles before a name. Those listed with a full stop require it: without it they are names somewhere.
const TITLES: &[&str] = &[
    "dr",
    "prof",
    "professor",
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "sir",
    "dame",
    "rev",
    "engr",
    "dipl-ing",
    "dott",
    "dra",
    "herr",
    "frau",
    "ing.",
    "eng.",
    "mag.",
    "ir.",
    "capt.",
    "col.",
    "gen.",
    "lt.",
    "maj.",
    "hon.",
    "adv.",
];

/// Credentials and generational suffixes after a name.
const CREDENTIALS: &[&str] = &[
    "phd", "mba", "emba", "md", "dds", "rn", "jd", "llm", "llb", "esq", "msc", "bsc", "meng", "beng", "mph", "cpa",
    "cfa", "cfp", "fcca", "acca", "pmp", "cissp", "cisa", "csm", "jr", "sr", "ii", "iii", "iv",
];

/// Particles that belong to the family name after them.
const PARTICLES: &[&str] = &[
    "de", "da", "do", "dos", "das", "del", "della", "di", "du", "la", "le", "los", "las", "van", "von", "der", "den",
    "ter", "ten", "zu", "zur", "vom", "al", "el", "bin", "bint", "ibn", "ben", "abu", "st", "af", "av", "mac",
];

/// Splits a one-line full name.
pub fn split(full: &str) -> Parts {
    let (main, after_comma) = full.split_once(',').unwrap_or((full, ""));
    let words = name_words(main);
    if words.is_empty() {
        return Parts { given: full.to_owned(), ..Parts::default() };
    }
    let (titles, words) = words.split_at(count_titles(&words));
    let (words, credentials) = words.split_at(credentials_from(words));
    let (given, family) = words.split_at(family_from(words));
    let after_comma = Some(after_comma.trim()).filter(|rest| !rest.is_empty());
    let suffix: Vec<&str> = credentials.iter().copied().chain(after_comma).collect();
    Parts { prefix: titles.join(" "), given: given.join(" "), family: family.join(" "), suffix: suffix.join(", ") }
}

/// Returns the words before a slogan (`Ann Bee | Growth`), without emoji and words in brackets or quotes.
fn name_words(main: &str) -> Vec<&str> {
    let main = slogan_start(main).map_or(main, |at| &main[..at]);
    let mut inside = false;
    let mut words = Vec::new();
    for word in main.split_whitespace() {
        let opens = word.starts_with(['(', '[', '{', '"', '“', '„', '«']);
        let closes = word.ends_with([')', ']', '}', '"', '”', '“', '»']) && (inside || word.chars().nth(1).is_some());
        if !opens && !inside && word.chars().any(char::is_alphabetic) {
            words.push(trim_symbols(word));
        }
        inside = (inside || opens) && !closes;
    }
    words
}

/// Returns the start of a slogan: a character that no name has, or else a dash between blanks.
fn slogan_start(main: &str) -> Option<usize> {
    let stands_alone = |at: usize, dash: &str| main[..at].ends_with(' ') && main[at + dash.len()..].starts_with(' ');
    let first = |dash: &char| main.match_indices(*dash).find(|(at, dash)| stands_alone(*at, dash)).map(|(at, _)| at);
    main.find(['|', '•', '·', '★']).or_else(|| ['-', '–', '—'].iter().find_map(first))
}

/// Trims emoji and punctuation around a word, except apostrophes and a trailing full stop.
fn trim_symbols(word: &str) -> &str {
    let letter = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '’' | '‘' | 'ʼ');
    word.trim_start_matches(|c| !letter(c)).trim_end_matches(|c| !(letter(c) || is_mark(c) || c == '.'))
}

/// True for combining marks, except the emoji variation selector (U+FE0F).
pub fn is_mark(c: char) -> bool {
    c.general_category_group() == GeneralCategoryGroup::Mark && c != '\u{FE0F}'
}

fn is_among(list: &[&str], word: &str) -> bool {
    let listed = |word: &str| list.iter().any(|one| one.eq_ignore_ascii_case(word));
    listed(word) || (word.contains('.') && listed(&word.replace('.', "")))
}

/// Returns the number of leading titles, leaving at least one word.
fn count_titles(words: &[&str]) -> usize {
    words[..words.len() - 1].iter().take_while(|word| is_among(TITLES, word)).count()
}

/// Returns the index of the trailing credentials, leaving at least two words: some are family names too.
fn credentials_from(words: &[&str]) -> usize {
    let most = words.len().saturating_sub(2);
    words.len() - words.iter().rev().take(most).take_while(|word| is_among(CREDENTIALS, word)).count()
}

/// Returns the index of the family name: the last word and the particles before it, never the first word.
fn family_from(words: &[&str]) -> usize {
    if words.len() < 2 {
        return words.len();
    }
    let last = words.len() - 1;
    let particles = words[1..last].iter().rev().take_while(|word| is_among(PARTICLES, word)).count();
    last - particles
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_apart() {
        for (full, prefix, given, family, suffix) in [
            ("Ann Bee", "", "Ann", "Bee", ""),
            ("Dr. Jane Q. Doe, PhD, MBA", "Dr.", "Jane Q.", "Doe", "PhD, MBA"),
            ("Prof. Dr. Max Muster", "Prof. Dr.", "Max", "Muster", ""),
            ("Vincent van Gogh", "", "Vincent", "van Gogh", ""),
            ("María de la Cruz", "", "María", "de la Cruz", ""),
            ("Al Pacino", "", "Al", "Pacino", ""),
            ("🚀 Lei 🚀\u{200d}Wang👩‍💻", "", "Lei", "Wang", ""),
            ("John Smith MBA CFA", "", "John", "Smith", "MBA, CFA"),
            ("Yo-Yo Ma", "", "Yo-Yo", "Ma", ""),
            ("王小明", "", "王小明", "", ""),
            ("山田 太郎", "", "山田", "太郎", ""),
            ("محمد بن سعيد", "", "محمد بن", "سعيد", ""),
            ("Ann (she/her) Bee", "", "Ann", "Bee", ""),
            ("Robert \"Bob\" Roe", "", "Robert", "Roe", ""),
            ("Ann Bee | Growth | Coach", "", "Ann", "Bee", ""),
            ("Ann Bee - We are hiring", "", "Ann", "Bee", ""),
            ("Ann – Bee - We are hiring", "", "Ann", "Bee", ""),
            ("- Ann Bee -", "", "Ann", "Bee", ""),
            ("Seán O'Brien", "", "Seán", "O'Brien", ""),
            ("Dr", "", "Dr", "", ""),
            ("🚀", "", "🚀", "", ""),
            ("Ann", "", "Ann", "", ""),
        ] {
            let (prefix, given, family, suffix) = (prefix.into(), given.into(), family.into(), suffix.into());
            assert_eq!(split(full), Parts { prefix, given, family, suffix }, "{full}");
        }
    }

    proptest::proptest! {
        #[test]
        fn something_always_stays(full in "\\PC*") {
            let parts = split(&full);
            proptest::prop_assert!(full.is_empty() || !parts.given.is_empty() || !parts.family.is_empty(), "{parts:?}");
        }
    }
}
