//! Draws every screen of the demo, dark and light, into `assets/pictures`: `cargo run --example pictures`.

mod scenes;
mod svg;

#[path = "../common/mod.rs"]
mod common;

use std::fs;
use std::io;
use std::path::Path;

fn main() -> io::Result<()> {
    let dir = Path::new(scenes::FOLDER);
    fs::create_dir_all(dir)?;
    for file in fs::read_dir(dir)? {
        fs::remove_file(file?.path())?;
    }
    for (name, picture) in scenes::pictures() {
        fs::write(dir.join(name), picture)?;
    }
    Ok(())
}
