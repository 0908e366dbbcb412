//! What touches the world: arguments, terminal, clock, files, clipboard, browser. Everything else only asks.

pub mod args;
pub mod failure;
mod command;
mod paths;
mod config;
mod clock;
mod run;
mod perform;
mod terminal;
mod signals;
mod clipboard;
mod editor;

pub use clock::{Clock, SystemClock};
pub use command::execute;
pub use config::Config;
pub use perform::World;
pub use run::{Ending, Keys, run};
