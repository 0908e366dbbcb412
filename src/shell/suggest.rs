//! "Did you mean ...?": the known name that is nearest to one that was typed.

/// Returns the name with the fewest slips of typing, if they are few for its length.
pub fn nearest<'n>(typed: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let typed = typed.to_lowercase();
    let slips = |name: &str| strsim::damerau_levenshtein(&typed, name);
    let (slips, name) = names.into_iter().map(|name| (slips(name), name)).min_by_key(|(slips, _)| *slips)?;
    let few = (name.chars().count().max(typed.chars().count()) / 3).max(1);
    (slips <= few && slips < name.chars().count()).then_some(name)
}

/// Returns `; did you mean "list"?`, or nothing if no name is near.
pub fn did_you_mean<'n>(typed: &str, names: impl IntoIterator<Item = &'n str>) -> String {
    nearest(typed, names).map_or_else(String::new, |name| format!("; did you mean \"{name}\"?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_slip_is_guessed() {
        let names = ["list", "export", "import", "demo", "man"];
        for (typed, name) in [
            ("lsit", Some("list")),
            ("exports", Some("export")),
            ("Improt", Some("import")),
            ("mn", Some("man")),
            ("holiday.zip", None),
            ("x", None),
        ] {
            assert_eq!(nearest(typed, names), name, "{typed}");
        }
        assert_eq!(did_you_mean("lsit", names), "; did you mean \"list\"?");
        assert_eq!(did_you_mean("nonsense", names), "");
    }
}
