//! Benchmarks, each with a lower bound: the bare loop that does the least for the same result. `cargo bench`, or only
//! one: `cargo bench replay`. Slow ones run with `cargo bench -- --include-ignored`.

mod people;
mod replay;
mod import;
mod draw;
mod search;
mod append;
mod export;
mod today;

/// Numbers of requests, decisions or rows.
const SIZES: [usize; 3] = [300, 3_000, 30_000];

fn main() {
    divan::main();
}
