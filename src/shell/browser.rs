//! The browser: opens one LinkedIn profile, by the configured command, by `$BROWSER` or by the system's own way.

use std::io;
use std::process::{Command, Stdio};
use std::thread;

use super::find_program::{find_program, program_of};

/// Prefix of every address that may be opened.
const PROFILE_PREFIX: &str = "https://www.linkedin.com/in/";

/// Programs that open a page on systems where it is not part of the system itself.
const OPENERS: [&str; 5] = ["xdg-open", "gio", "gnome-open", "kde-open", "wslview"];

/// Program that opens a profile.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Browser {
    /// These commands in order, until one starts; then the system's browser.
    System(Vec<String>),
    /// None, for commands that open nothing.
    Nowhere,
}

impl Browser {
    /// Returns a browser: the configured command, then those of `$BROWSER`, a list separated by colons.
    pub fn detect(configured: &str) -> Self {
        let list = std::env::var("BROWSER").unwrap_or_default();
        let commands = std::iter::once(configured).chain(list.split(':')).map(str::trim);
        Self::System(commands.filter(|command| !command.is_empty()).map(str::to_owned).collect())
    }

    /// Returns what opens a profile, or why nothing does.
    pub fn diagnosis(&self) -> Result<String, String> {
        let Self::System(commands) = self else { return Ok("none".to_owned()) };
        let found = |command: &&String| program_of(command).1;
        if let Some(command) = commands.iter().find(found) {
            return Ok(command.clone());
        }
        let by_system = !cfg!(any(target_os = "linux", target_os = "freebsd"));
        if by_system || OPENERS.iter().any(|program| find_program(program).is_some()) {
            let missing = commands.first().map(|command| format!("{} is not there, so ", program_of(command).0));
            return Ok(format!("{}the system's own", missing.unwrap_or_default()));
        }
        Err("none found; the address is shown instead. Set $BROWSER, or browser in the configuration".to_owned())
    }

    /// Opens one page. Refuses anything but a LinkedIn profile; the app builds these addresses from slugs.
    pub fn open(&self, address: &str) -> Result<(), String> {
        if !address.starts_with(PROFILE_PREFIX) {
            return Err(format!("{address} is not a LinkedIn profile, so it was not opened"));
        }
        let Self::System(commands) = self else { return Ok(()) };
        if commands.iter().any(|command| start_detached(&words(command, address)).is_ok()) {
            return Ok(());
        }
        open::that_detached(address).map_err(|error| format!("No browser started ({error}). The address is {address}"))
    }
}

/// Splits a command at spaces and fills in the address: for each `%s`, else as the last word. No shell is involved.
fn words(command: &str, address: &str) -> Vec<String> {
    let mut words: Vec<String> = command.split_whitespace().map(|word| word.replace("%s", address)).collect();
    if !command.contains("%s") {
        words.push(address.to_owned());
    }
    words
}

/// Starts a program that outlives this one and does not touch the terminal.
fn start_detached(words: &[String]) -> io::Result<()> {
    let (program, arguments) = words.split_first().ok_or(io::ErrorKind::InvalidInput)?;
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0); // Ctrl-C and a hang-up do not reach it
    let mut child = command.spawn()?;
    thread::spawn(move || child.wait()); // leaves no zombie
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_filled_in_or_appended() {
        assert_eq!(words("firefox --new-tab", "https://x"), ["firefox", "--new-tab", "https://x"]);
        assert_eq!(words("open %s --now", "https://x"), ["open", "https://x", "--now"]);
    }

    #[test]
    fn nothing_but_a_profile_is_opened() {
        assert!(Browser::Nowhere.open("https://example.com/in/ann").is_err_and(|why| why.contains("not opened")));
        assert_eq!(Browser::Nowhere.open("https://www.linkedin.com/in/ann"), Ok(()));
    }
}
