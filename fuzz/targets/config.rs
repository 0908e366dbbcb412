//! Arbitrary bytes as the configuration: no mistake is fatal, each is told, and whatever is left works.

#![no_main]

mod sitting;

use std::sync::OnceLock;

use invite_triage::shell::Config;

/// Lines that show what a configuration changes.
const LINES: &str = "?\ntriage\n?\nmaybe\nprofile\n?\nback\nprompts\ntick\nback\naccept\n?\n\n\nback\nd\n?\n1\n?\n\
    \nf\n?\n\n\n\nmessage\n?\nnext\ncopy\nback\nback\nhistory\nnext view\nnext view\ntoday\nlook back\nundo\n";

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let config = Config::parse(&text).expect("no mistake is fatal");
    config.mistakes.iter().for_each(|mistake| sitting::is_harmless(mistake, ""));
    assert!(config.mistakes.len() <= text.split('\n').count(), "at most one a line");
    config.theme.theme(None);
    if format!("{:?}", config.settings) != *usual() {
        sitting::sit(sitting::data().path(), config, LINES.as_bytes());
    }
});

/// Returns the settings without a configuration.
fn usual() -> &'static String {
    static USUAL: OnceLock<String> = OnceLock::new();
    USUAL.get_or_init(|| format!("{:?}", Config::parse("").expect("the defaults").settings))
}
