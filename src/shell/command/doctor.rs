//! `doctor`: looks at what the program works with, and says what is wrong and what to do.

use std::io::{IsTerminal, stdin, stdout};
use std::path::Path;

use anyhow::Result;
use serde::Serialize;

use crate::domain::text::plural::plural;
use crate::domain::text::untrusted::Untrusted;
use crate::shell::args::PathArgs;
use crate::shell::config::{Config, ConfigSource};
use crate::shell::environment::Programs;
use crate::shell::failure::{causes, io_hint};
use crate::shell::look::{background_from_environment, is_colorless};
use crate::shell::paths::data_dir;
use crate::store;
use crate::ui::theme::{Background, ThemeName};

use super::common::print;

/// Columns and rows below which little fits.
const SMALL: (u16, u16) = (60, 16);

/// What was looked at, and how it is.
#[derive(Debug, Serialize)]
struct Check {
    name: &'static str,
    ok: bool,
    says: String,
}

impl Check {
    fn new(name: &'static str, found: Result<String, String>) -> Self {
        let ok = found.is_ok();
        let says = found.unwrap_or_else(|why| why);
        Self { name, ok, says: Untrusted::new(says).display().into_owned() }
    }
}

/// Everything that was looked at.
#[derive(Debug, Serialize)]
struct Report {
    version: &'static str,
    system: String,
    ok: bool,
    checks: Vec<Check>,
}

/// Prints what was looked at; as JSON, one object. Changes nothing.
pub fn doctor(places: &PathArgs, source: ConfigSource, as_json: bool) -> Result<()> {
    let mut checks = vec![Check::new("terminal", terminal()), Check::new("letters", letters())];
    let (config, configured) = configuration(source)?;
    checks.push(Check::new("colours", Ok(colors(config.theme.name))));
    let programs = Programs::detect(&config.programs);
    checks.push(Check::new("clipboard", programs.clipboard.diagnosis()));
    checks.push(Check::new("browser", programs.browser.diagnosis()));
    checks.push(Check::new("editor", programs.editor.diagnosis()));
    checks.extend(configured);
    match data_dir(places.data_dir.as_deref()) {
        Ok(dir) => checks.extend(data(&dir)),
        Err(error) => checks.push(Check::new("data", Err(causes(&error)))),
    }
    let ok = checks.iter().all(|check| check.ok);
    let system = format!("{} {}", std::env::consts::OS, std::env::consts::ARCH);
    let report = Report { version: env!("CARGO_PKG_VERSION"), system, ok, checks };
    if as_json {
        return print(&store::json_line(&report)?);
    }
    let mut out = format!("invite-triage {}, {}\n\n", report.version, report.system);
    for Check { name, ok, says } in &report.checks {
        out.push_str(&format!("{:<3} {name:<13}  {says}\n", if *ok { "ok" } else { "!" }));
    }
    let wrong = report.checks.iter().filter(|check| !check.ok).count();
    out.push_str(&match wrong {
        0 => "\nAll is well.\n".to_owned(),
        count => format!("\n{} to look at, marked with !\n", plural(count, "thing")),
    });
    print(out.as_bytes())
}

/// Looks at the terminal.
fn terminal() -> Result<String, String> {
    let name = std::env::var("TERM").unwrap_or_default();
    if !(stdin().is_terminal() && stdout().is_terminal()) {
        return Ok("not looked at: input or output goes elsewhere; the screen needs a terminal".to_owned());
    }
    if cfg!(unix) && ["", "dumb"].contains(&name.as_str()) {
        return Err("TERM names no terminal that can draw; set it, or use the commands (see --help)".to_owned());
    }
    let (columns, rows) = crossterm::terminal::size().map_err(|error| format!("its size is unknown: {error}"))?;
    let size = format!("{columns} by {rows}");
    if (columns, rows) < SMALL || rows < SMALL.1 {
        return Err(format!("{size} is small; {} by {} shows a whole card", SMALL.0, SMALL.1));
    }
    let multiplexer = ["TMUX", "STY", "ZELLIJ"].iter().any(|name| std::env::var_os(name).is_some());
    let ssh = std::env::var_os("SSH_CONNECTION").is_some() || std::env::var_os("SSH_TTY").is_some();
    let inside = match (multiplexer, ssh) {
        (true, true) => ", in a multiplexer over SSH",
        (true, false) => ", in a multiplexer",
        (false, true) => ", over SSH",
        (false, false) => "",
    };
    Ok(format!("{}{size}{inside}", if name.is_empty() { name } else { format!("{name}, ") }))
}

/// Looks at the encoding of the locale, which says what a terminal can show.
fn letters() -> Result<String, String> {
    let set = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().filter_map(|name| std::env::var(name).ok());
    let locale = set.into_iter().find(|value| !value.is_empty());
    let encoding = locale.as_deref().unwrap_or_default().to_lowercase();
    if cfg!(not(unix)) || encoding.contains("utf-8") || encoding.contains("utf8") {
        return Ok(locale.unwrap_or_else(|| "UTF-8".to_owned()));
    }
    let advice = "if signs look wrong, set LANG to one with UTF-8, or ascii = true in the configuration";
    Err(format!("the locale {} is not UTF-8; {advice}", locale.as_deref().unwrap_or("C")))
}

/// Returns which colours the screen has.
fn colors(theme: ThemeName) -> String {
    if is_colorless() {
        return "none, as NO_COLOR asks".to_owned();
    }
    let name: &str = theme.into();
    match (theme, background_from_environment()) {
        (ThemeName::Auto, Some(Background::Dark)) => "theme auto: dark, as COLORFGBG says".to_owned(),
        (ThemeName::Auto, Some(Background::Light)) => "theme auto: light, as COLORFGBG says".to_owned(),
        (ThemeName::Auto, None) => {
            "theme auto: dark or light, as the terminal answers; its sixteen colours until then".to_owned()
        }
        _ => format!("theme {name}"),
    }
}

/// Reads the configuration; returns one that holds in any case, and a check for it, or one for each mistake.
fn configuration(source: ConfigSource) -> Result<(Config, Vec<Check>)> {
    const NAME: &str = "configuration";
    let path = source.path.clone();
    let place = path.as_deref().map_or_else(|| "no place for one".to_owned(), |path| path.display().to_string());
    Ok(match Config::load(source) {
        Ok(config) if config.mistakes.is_empty() => {
            let is_there = path.is_some_and(|path| path.exists());
            let says = if is_there { place } else { format!("{place}: none there, so the defaults hold") };
            (config, vec![Check::new(NAME, Ok(says))])
        }
        Ok(config) => {
            let checks = config.mistakes.iter().map(|mistake| Check::new(NAME, Err(mistake.clone()))).collect();
            (config, checks)
        }
        Err(error) => (Config::parse("")?, vec![Check::new(NAME, Err(causes(&error)))]),
    })
}

/// Looks at the data directory and the journal in it.
fn data(dir: &Path) -> Vec<Check> {
    let place = dir.display();
    if !dir.exists() {
        return vec![Check::new("data", Ok(format!("{place}: nothing there yet; an import makes it")))];
    }
    let access = access(dir);
    let journal = match store::repair::check(dir) {
        Ok(report) if report.is_sound() => {
            Ok(format!("{} in {}, all sound", plural(report.entries, "entry"), plural(report.files.len(), "file")))
        }
        Ok(report) => {
            let first = report.findings.first().map(ToString::to_string).unwrap_or_default();
            Err(format!("{first}; `invite-triage check` lists everything, `check --repair` repairs it"))
        }
        Err(error) => Err(error.to_string()),
    };
    let snapshot = match store::snapshot::load(dir).finding {
        None => Ok("as the last import left it".to_owned()),
        Some(finding) => Err(finding.to_string()),
    };
    vec![Check::new("data", access), Check::new("journal", journal), Check::new("snapshot", snapshot)]
}

/// Looks at who may read and write the data directory.
fn access(dir: &Path) -> Result<String, String> {
    if let Some((path, why)) = store::unwritable(dir) {
        let what_to_do = io_hint(why.kind()).unwrap_or("use another --data-dir");
        return Err(format!("{} cannot be written ({why}); {what_to_do}", path.display()));
    }
    let place = dir.display();
    match (store::open_to_others(dir), store::is_locked(dir)) {
        (0, false) => Ok(format!("{place}, for you alone")),
        (0, true) => Ok(format!("{place}, for you alone; open in another window now")),
        (open, _) => {
            Err(format!("{place}: others can read {} here; opening the program closes that", plural(open, "file")))
        }
    }
}
