//! Arbitrary bytes as the lines that are typed into the plain mode.

#![no_main]

mod sitting;

use invite_triage::shell::Config;
use libfuzzer_sys::Corpus;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| -> Corpus {
    if leaves_the_folder(bytes) {
        return Corpus::Reject;
    }
    sitting::sit(sitting::data().path(), Config::parse("").expect("the defaults"), bytes);
    Corpus::Keep
});

/// True for lines that could name a file outside of the data directory, or stop the process.
fn leaves_the_folder(bytes: &[u8]) -> bool {
    let lines = String::from_utf8_lossy(bytes).to_lowercase();
    lines.contains(['/', '\\', '~']) || lines.contains("suspend") || lines.contains("ctrl-z")
}
