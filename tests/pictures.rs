//! The pictures in `assets/pictures` show the program as it is.

mod common;
#[path = "pictures/scenes.rs"]
mod scenes;
#[path = "pictures/svg.rs"]
mod svg;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

#[test]
fn the_pictures_are_up_to_date() {
    let drawn = scenes::pictures();
    let names: BTreeSet<&str> = drawn.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names.len(), drawn.len(), "every picture has a name of its own");
    let dir = Path::new(scenes::FOLDER);
    let is_old =
        |(name, picture): &&(String, String)| fs::read_to_string(dir.join(name)).ok().as_ref() != Some(picture);
    let old: Vec<&str> = drawn.iter().filter(is_old).map(|(name, _)| name.as_str()).collect();
    let kept = fs::read_dir(dir).expect("the folder of the pictures");
    let kept = kept.map(|file| file.expect("a file").file_name().into_string().expect("a name"));
    let left: Vec<String> = kept.filter(|name| !names.contains(name.as_str())).collect();
    assert!(
        old.is_empty() && left.is_empty(),
        "out of date: {old:?}, not drawn any more: {left:?}; `cargo run --example pictures` draws them anew"
    );
}
