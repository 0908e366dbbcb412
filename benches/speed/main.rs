//! How long it takes, each beside the bare loop that does the least for the same end: `cargo bench`, or of one only
//! `cargo bench replay`. What takes longer than a blink a round stands apart: `cargo bench -- --include-ignored`.

mod people;
mod replay;
mod import;
mod draw;
mod search;
mod append;
mod export;

/// How many requests, decisions or rows.
const SIZES: [usize; 3] = [300, 3_000, 30_000];

fn main() {
    divan::main();
}
