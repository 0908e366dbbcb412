//! Arbitrary bytes as the snapshot of this version and of version 0.1, and as its blocks: they are loaded, and can be
//! shown and saved again, or they are set aside.

#![no_main]

mod sitting;

use std::fs;

use invite_triage::shell::Config;
use invite_triage::store::snapshot::{self, SNAPSHOT, SNAPSHOT_JSON, Snapshot};

/// Ends a block of the input.
const END_OF_BLOCK: &[u8] = b"\xffBLOCK";

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    check(SNAPSHOT, "network.1.bin", bytes);
    check(SNAPSHOT, "network.1.bin", &sealed(bytes));
    check(SNAPSHOT_JSON, "network.1.json", bytes);
});

fn check(name: &str, quarantined: &str, bytes: &[u8]) {
    let data = sitting::data();
    let dir = data.path();
    fs::remove_file(dir.join(SNAPSHOT)).expect("removed");
    fs::write(dir.join(name), bytes).expect("written");
    let loaded = snapshot::load(dir);
    assert_eq!(fs::read(dir.join(name)).expect("there"), bytes, "reading changes nothing");
    if let Some(finding) = &loaded.finding {
        sitting::is_harmless(&finding.to_string(), "");
        assert_eq!(loaded.snapshot, Snapshot::default());
        loaded.migrate_or_quarantine(dir);
        let kept = fs::read(dir.join("quarantine").join(quarantined)).expect("kept");
        assert!(!dir.join(name).exists() && kept == bytes);
        assert_eq!(snapshot::load(dir).finding, None);
        return;
    }
    let Snapshot { network, report } = loaded.migrate_or_quarantine(dir).snapshot;
    snapshot::save(dir, &network, &report).expect("saved");
    let again = snapshot::load(dir);
    assert_eq!((again.snapshot, again.finding), (Snapshot { network, report }, None));
    sitting::sit(dir, Config::parse("").expect("the defaults"), sitting::TOUR.as_bytes());
}

/// Returns a snapshot of these blocks, with lengths and a checksum that hold: damage by chance never has them.
fn sealed(blocks: &[u8]) -> Vec<u8> {
    let mut file = b"itnw\x04\0\0\0".to_vec();
    let mut sum = crc32fast::Hasher::new();
    let mut rest = Some(blocks);
    while let Some(from) = rest {
        let end = from.windows(END_OF_BLOCK.len()).position(|window| window == END_OF_BLOCK);
        let block = &from[..end.unwrap_or(from.len())];
        rest = end.map(|end| &from[end + END_OF_BLOCK.len()..]);
        if block.is_empty() {
            continue; // an empty block ends the file
        }
        sum.update(block);
        file.extend(u32::try_from(block.len()).expect("short").to_le_bytes());
        file.extend(block);
    }
    file.extend([0; 4]);
    file.extend(sum.finalize().to_le_bytes());
    file
}
