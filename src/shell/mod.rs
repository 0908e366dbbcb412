//! What touches the world: arguments, terminal, clock, files, clipboard, browser. Everything else only asks.

pub mod args;
mod backend;
mod beside;
mod clipboard;
mod contacts;
mod clock;
mod command;
mod config;
mod editor;
pub mod failure;
mod paths;
mod perform;
mod run;
mod signals;
mod terminal;

pub use beside::News;
pub use clipboard::Clipboard;
pub use clock::{Clock, SystemClock};
pub use command::execute;
pub use config::Config;
pub use perform::World;
pub use run::{Ending, Keys, run};
