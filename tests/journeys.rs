//! Journeys: the real loop, a picture instead of a terminal, typed keys, a clock that the keys wind, and a real
//! journal. Each holds up three things against each other: the picture, the lines on disk, and what the program
//! believes.

mod common;

/// Compares the picture with the one that is kept in `tests/snapshots`.
macro_rules! picture {
    ($journey:expr, $name:literal) => {
        insta::with_settings!({
            snapshot_path => concat!(env!("CARGO_MANIFEST_DIR"), "/tests/snapshots"),
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, { insta::assert_snapshot!($name, $journey.terminal.backend()) })
    };
}

#[path = "journeys/afterwards.rs"]
mod afterwards;
#[path = "journeys/deciding.rs"]
mod deciding;
#[path = "journeys/failing.rs"]
mod failing;
#[path = "journeys/finding.rs"]
mod finding;
#[path = "journeys/looking.rs"]
mod looking;
#[path = "journeys/opening.rs"]
mod opening;
#[path = "journeys/pausing.rs"]
mod pausing;
#[path = "journeys/remembering.rs"]
mod remembering;
#[path = "journeys/undoing.rs"]
mod undoing;
#[path = "journeys/wandering.rs"]
mod wandering;
#[path = "journeys/writing.rs"]
mod writing;
