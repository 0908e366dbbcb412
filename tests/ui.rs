//! The user interface, end to end: the real event loop with ratatui's test backend, typed keys, a fake clock and a
//! real journal. Each test compares screen, journal lines on disk, and ledger in memory.

mod common;

/// Compares the screen with its snapshot in `tests/snapshots`.
macro_rules! picture {
    ($ui:expr, $name:literal) => {
        insta::with_settings!({
            snapshot_path => concat!(env!("CARGO_MANIFEST_DIR"), "/tests/snapshots"),
            prepend_module_to_snapshot => false,
            omit_expression => true,
        }, { insta::assert_snapshot!($name, $ui.terminal.backend()) })
    };
}

#[path = "ui/browse.rs"]
mod browse;
#[path = "ui/carry_out.rs"]
mod carry_out;
#[path = "ui/decide.rs"]
mod decide;
#[path = "ui/drafts.rs"]
mod drafts;
#[path = "ui/history_and_people.rs"]
mod history_and_people;
#[path = "ui/home.rs"]
mod home;
#[path = "ui/notes_and_messages.rs"]
mod notes_and_messages;
#[path = "ui/pauses.rs"]
mod pauses;
#[path = "ui/pile.rs"]
mod pile;
#[path = "ui/random_keys.rs"]
mod random_keys;
#[path = "ui/look_back.rs"]
mod look_back;
#[path = "ui/import.rs"]
mod import;
#[path = "ui/theme.rs"]
mod theme;
#[path = "ui/today.rs"]
mod today;
#[path = "ui/undo.rs"]
mod undo;
#[path = "ui/whom_one_has.rs"]
mod whom_one_has;
#[path = "ui/write_errors.rs"]
mod write_errors;
