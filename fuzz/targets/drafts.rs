//! Arbitrary bytes as the drafts: they are loaded as they were saved, or set aside; whatever is loaded can be gone on
//! with.

#![no_main]

mod sitting;

use std::fs;

use invite_triage::domain::decision::unfinished::Unfinished;
use invite_triage::shell::Config;
use invite_triage::store::drafts;
use invite_triage::store::owned::DRAFTS;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let dir = sitting::data();
    let path = dir.path().join(DRAFTS);
    fs::write(&path, bytes).expect("written");
    let (read_only, finding) = drafts::load(dir.path(), false);
    assert_eq!(fs::read(&path).expect("there"), bytes, "reading changes nothing");
    let (unfinished, found) = drafts::load(dir.path(), true);
    assert_eq!((&read_only, finding.is_some()), (&unfinished, found.is_some()));
    if let Some(finding) = found {
        sitting::is_harmless(&finding.to_string(), "");
        assert_eq!(unfinished, Unfinished::default());
        let kept = dir.path().join("quarantine").join("drafts.1.damaged");
        assert!(!path.exists() && fs::read(kept).expect("kept") == bytes);
        return;
    }
    drafts::save(dir.path(), &unfinished).expect("saved");
    assert_eq!(drafts::load(dir.path(), true), (unfinished, None));
    sitting::sit(dir.path(), Config::parse("").expect("the defaults"), sitting::TOUR.as_bytes());
});
