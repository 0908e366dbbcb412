//! The configuration: defaults for everything, overridden by a file.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};
use serde::Deserialize;

use crate::app::settings::{ExportFormat, Settings};
use crate::app::tables::keymap_with_changes;
use crate::domain::decision::checklist::{Checklist, Question};
use crate::domain::decision::rhythm::Rhythm;
use crate::domain::message::Template;
use crate::export::{FORMATS, Format};
use crate::shell::clipboard::ClipboardMode;
use crate::ui::theme::{RoleStyles, ThemeName, ThemeSettings};

/// The commented configuration that `invite-triage config` prints.
pub const SAMPLE_CONFIG: &str = include_str!("../../assets/config.toml");
const CHECKLIST: &str = include_str!("../../assets/checklist.toml");
const PROMPTS: &str = include_str!("../../assets/prompts.txt");
const MESSAGES: &str = include_str!("../../assets/messages.toml");

/// Contents of a configuration file.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct ConfigFile {
    theme: ThemeName,
    colors: Colors,
    ascii: bool,
    mouse: Option<bool>,
    portion: Option<usize>,
    accept: Accept,
    follow_up: FollowUp,
    rhythm: RhythmSection,
    message: Message,
    template: Vec<Template>,
    question: Vec<Question>,
    view: Vec<View>,
    keys: BTreeMap<String, String>,
}

/// Changed styles: role to style, in every theme and by background.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Colors {
    dark: BTreeMap<String, String>,
    light: BTreeMap<String, String>,
    #[serde(flatten)]
    all: BTreeMap<String, String>,
}

impl Colors {
    fn parse(entries: &BTreeMap<String, String>, table: &str) -> Result<RoleStyles> {
        RoleStyles::parse(entries.iter().map(|(role, style)| (role.as_str(), style.as_str())))
            .map_err(|why| anyhow!("[{table}]: {why}"))
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Accept {
    needs_yes_or_reason: Option<bool>,
    guard: Option<usize>,
    ceiling: Option<usize>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct FollowUp {
    days: Option<u32>,
    park_days: Option<u32>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Message {
    needs_own_line: Option<bool>,
    clipboard: ClipboardMode,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct RhythmSection {
    default: Rhythm,
}

/// A saved view of the history.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct View {
    name: String,
    words: String,
}

#[derive(Deserialize)]
struct Questions {
    question: Vec<Question>,
}

#[derive(Deserialize)]
struct Templates {
    template: Vec<Template>,
}

/// A complete configuration: file and defaults.
#[derive(Debug)]
pub struct Config {
    /// The app's settings.
    pub settings: Settings,
    /// The look.
    pub theme: ThemeSettings,
    /// True if clicks and the wheel are taken; else the terminal selects text with them.
    pub mouse: bool,
    /// Clipboard setting.
    pub clipboard: ClipboardMode,
}

impl Config {
    /// Loads a configuration file; returns the defaults if it does not exist.
    pub fn load(path: Option<&Path>) -> Result<Self> {
        let Some(path) = path.filter(|path| path.exists()) else { return Self::parse("") };
        if !path.is_file() {
            bail!("the configuration {} is not a regular file; name a text file", path.display()); // a pipe would hang
        }
        let text = std::fs::read_to_string(path)
            .with_context(|| format!("cannot read the configuration {}", path.display()))?;
        Self::parse(&text).with_context(|| {
            format!("the configuration {} has an error; `invite-triage config` prints a valid one", path.display())
        })
    }

    /// Parses a configuration; the defaults fill the gaps.
    pub fn parse(text: &str) -> Result<Self> {
        let file: ConfigFile = toml::from_str(text)?;
        let ConfigFile {
            theme,
            colors,
            ascii,
            mouse,
            portion,
            accept,
            follow_up,
            rhythm,
            message,
            template,
            question,
            view,
            keys,
        } = file;
        let theme = ThemeSettings {
            name: theme,
            colors: Colors::parse(&colors.all, "colors")?,
            dark: Colors::parse(&colors.dark, "colors.dark")?,
            light: Colors::parse(&colors.light, "colors.light")?,
            ascii,
        };
        let mut questions = toml::from_str::<Questions>(CHECKLIST).context("the built-in checklist")?.question;
        questions.extend(question);
        let changes: Vec<(String, String)> = keys.into_iter().collect();
        let (days, park_days) = (follow_up.days.unwrap_or(7), follow_up.park_days.unwrap_or(90));
        for (name, days) in [("days", days), ("park_days", park_days)] {
            if !(1..=3_650).contains(&days) {
                return Err(anyhow!("[follow_up] {name} is {days}; it must be between 1 and 3650"));
            }
        }
        let mut templates = toml::from_str::<Templates>(MESSAGES).context("the built-in templates")?.template;
        for own in template {
            match templates.iter_mut().find(|template| template.id == own.id) {
                Some(built_in) => *built_in = own,
                None => templates.push(own),
            }
        }
        let settings = Settings {
            checklist: Checklist::new(questions).map_err(|why| anyhow!("[[question]]: {why}"))?,
            prompts: PROMPTS.lines().map(str::to_owned).collect(),
            templates,
            keymap: keymap_with_changes(&changes).map_err(|why| anyhow!("[keys]: {why}"))?,
            portion: portion.unwrap_or(10),
            guard: accept.guard.unwrap_or(5),
            ceiling: accept.ceiling.unwrap_or(0),
            needs_yes_or_reason: accept.needs_yes_or_reason.unwrap_or(true),
            follow_up_days: days,
            park_days,
            needs_own_line: message.needs_own_line.unwrap_or(true),
            views: view.into_iter().map(|View { name, words }| (name, words)).collect(),
            formats: FORMATS.iter().map(export_format).collect(),
            is_demo: false,
            export_dir: "~".to_owned(),
            rhythm: rhythm.default,
        };
        Ok(Self { settings, theme, mouse: mouse.unwrap_or(true), clipboard: message.clipboard })
    }
}

fn export_format(format: &Format) -> ExportFormat {
    ExportFormat {
        name: format.name.to_owned(),
        description: format.description.to_owned(),
        extension: format.extensions.first().copied().unwrap_or_default().to_owned(),
        default_filter: format.default_filter,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_commented_file_says_what_holds_without_it() {
        let uncommented: String = SAMPLE_CONFIG
            .lines()
            .map(|line| line.strip_prefix('#').filter(|rest| !rest.starts_with(' ')).unwrap_or(line))
            .filter(|line| {
                !line.starts_with("[[")
                    && !["id =", "ask =", "prompt =", "name =", "words =", "title =", "text ="]
                        .iter()
                        .any(|k| line.starts_with(k))
            })
            .collect::<Vec<_>>()
            .join("\n");
        let (said, silent) = (Config::parse(&uncommented).expect("it parses"), Config::parse("").expect("it parses"));
        assert_eq!(format!("{said:?}"), format!("{silent:?}"));
    }

    #[test]
    fn mistakes_are_named() {
        for (text, word) in
            [("portoin = 3", "portoin"), ("[keys]\naccept = \"d\"", "decline"), ("[follow_up]\ndays = 0", "between")]
        {
            let why = format!("{:#}", Config::parse(text).expect_err("a mistake"));
            assert!(why.contains(word), "{why}");
        }
    }
}
