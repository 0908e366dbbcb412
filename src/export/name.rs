//! A full name in the parts that address books ask for.
//!
//! LinkedIn keeps first and last name apart, but no file says it of the people who ask. So the parts are a guess,
//! the full name always goes with them, and no word of it is lost but pictures and slogans.

use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

/// The parts of a name; any may be empty, though never all of a name that has letters.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Parts {
    /// Titles before it: `Dr.`
    pub prefix: String,
    /// Given names.
    pub given: String,
    /// Family name with its particles: `van der Berg`. Empty for a name of one word.
    pub family: String,
    /// What comes after it: `PhD, MBA`.
    pub suffix: String,
}

/// Words before a name. With a full stop: only so, for without it they are names somewhere.
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

/// Words behind a name.
const CREDENTIALS: &[&str] = &[
    "phd", "mba", "emba", "md", "dds", "rn", "jd", "llm", "llb", "esq", "msc", "bsc", "meng", "beng", "mph", "cpa",
    "cfa", "cfp", "fcca", "acca", "pmp", "cissp", "cisa", "csm", "jr", "sr", "ii", "iii", "iv",
];

/// Words that belong to the family name behind them.
const PARTICLES: &[&str] = &[
    "de", "da", "do", "dos", "das", "del", "della", "di", "du", "la", "le", "los", "las", "van", "von", "der", "den",
    "ter", "ten", "zu", "zur", "vom", "al", "el", "bin", "bint", "ibn", "ben", "abu", "st", "af", "av", "mac",
];

/// Splits a full name of one line.
pub fn split(full: &str) -> Parts {
    let (main, after_comma) = full.split_once(',').unwrap_or((full, ""));
    let mut words = words(main);
    if words.is_empty() {
        return Parts { given: full.to_owned(), ..Parts::default() };
    }
    let prefix = take_titles(&mut words);
    let mut suffix = take_credentials(&mut words);
    if !after_comma.trim().is_empty() {
        suffix.push(after_comma.trim());
    }
    let suffix = suffix.join(", ");
    let family = words.split_off(family_from(&words));
    Parts { prefix: prefix.join(" "), given: words.join(" "), family: family.join(" "), suffix }
}

/// The words up to a slogan (`Ann Bee | Growth`), without pictures and without what is in brackets or quotes.
fn words(main: &str) -> Vec<&str> {
    let slogan =
        main.find(['|', '•', '·', '★']).or_else(|| [" - ", " – ", " — "].iter().find_map(|dash| main.find(dash)));
    let main = slogan.map_or(main, |at| &main[..at]);
    let mut inside = false;
    let mut words = Vec::new();
    for word in main.split_whitespace() {
        let opens = word.starts_with(['(', '[', '{', '"', '“', '„', '«']);
        let closes = word.ends_with([')', ']', '}', '"', '”', '“', '»']) && (inside || word.chars().nth(1).is_some());
        if !opens && !inside && word.chars().any(char::is_alphabetic) {
            words.push(bare(word));
        }
        inside = (inside || opens) && !closes;
    }
    words
}

/// A word without pictures and punctuation around it; a full stop behind it stays, and so does an apostrophe.
fn bare(word: &str) -> &str {
    let letter = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '’' | '‘' | 'ʼ');
    word.trim_start_matches(|c| !letter(c)).trim_end_matches(|c| !(letter(c) || is_mark(c) || c == '.'))
}

/// Marks that belong to the letter before them; the one that makes a picture of a sign does not.
fn is_mark(c: char) -> bool {
    c.general_category_group() == GeneralCategoryGroup::Mark && c != '\u{FE0F}'
}

fn is_among(list: &[&str], word: &str) -> bool {
    let word = word.to_lowercase();
    list.contains(&word.as_str()) || (word.contains('.') && list.contains(&word.replace('.', "").as_str()))
}

/// Titles in front; at least one word of a name stays.
fn take_titles<'a>(words: &mut Vec<&'a str>) -> Vec<&'a str> {
    let titles = words.iter().take(words.len() - 1).take_while(|word| is_among(TITLES, word)).count();
    words.drain(..titles).collect()
}

/// Credentials behind; at least two words of a name stay, for some are family names too.
fn take_credentials<'a>(words: &mut Vec<&'a str>) -> Vec<&'a str> {
    let most = words.len().saturating_sub(2);
    let credentials = words.iter().rev().take(most).take_while(|word| is_among(CREDENTIALS, word)).count();
    words.split_off(words.len() - credentials)
}

/// Where the family name begins: the last word and the particles before it, never the first word.
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
