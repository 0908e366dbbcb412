//! The configuration: defaults for everything, overridden by a file. A mistake in the file is told, and never fatal.

mod checks;
mod file;
mod mistake;
mod sample;

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use serde::Deserialize;
use toml::de::DeTable;

use crate::app::action::Action;
use crate::app::keymap::Keymap;
use crate::app::settings::{ExportFormat, Settings};
use crate::app::tables::default_keymap;
use crate::domain::care::clock::{BusinessDays, FewSettings};
use crate::domain::care::look_back::DEFAULT_MONTHS;
use crate::domain::care::query;
use crate::domain::decision::checklist::{Checklist, Question};
use crate::domain::message::Template;
use crate::domain::text::dates::DayContext;
use crate::export::{FORMATS, Format};
use crate::shell::clipboard::ClipboardMode;
use crate::shell::clock::{Clock, SystemClock};
use crate::shell::suggest::did_you_mean;
use crate::ui::theme::{RoleStyles, ThemeName, ThemeSettings};

use checks::number_in;
use file::{Colors, ConfigFile, RhythmSection, View};
use mistake::{Mistake, Mistakes, Step};

const CHECKLIST: &str = include_str!("../../../assets/checklist.toml");
const PROMPTS: &str = include_str!("../../../assets/prompts.txt");
const PROFILE: &str = include_str!("../../../assets/profile.txt");
/// The most prompts.
const MAX_PROMPTS: usize = 20;
/// Reasons of a decline that a digit takes.
const REASONS: [&str; 5] = ["a sale", "nothing in common", "a recruiter", "no answer to my question", "not now"];
const MESSAGES: &str = include_str!("../../../assets/messages.toml");

#[derive(Deserialize)]
struct Questions {
    question: Vec<Question>,
}

#[derive(Deserialize)]
struct Templates {
    template: Vec<Template>,
}

/// A complete configuration: file and defaults.
#[derive(Clone, Debug)]
pub struct Config {
    /// The app's settings.
    pub settings: Settings,
    /// The look.
    pub theme: ThemeSettings,
    /// True if clicks and the wheel are taken; else the terminal selects text with them.
    pub mouse: bool,
    /// Programs to work with.
    pub programs: ProgramSettings,
    /// True if the screen is lines of text.
    pub plain: bool,
    /// File that it was read from.
    pub source: ConfigSource,
    /// Mistakes in the file, in its order: place, what is wrong, what was probably meant, and the line.
    pub mistakes: Vec<String>,
}

/// Where a configuration is read from, and read again.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ConfigSource {
    /// The file; `None` if the system has no place for one.
    pub path: Option<PathBuf>,
    /// True if it must be there.
    pub is_required: bool,
}

/// Programs to work with.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ProgramSettings {
    /// Clipboard.
    pub clipboard: ClipboardMode,
    /// Command of the browser; empty for that of the environment.
    pub browser: String,
    /// Command of the editor; empty for that of the environment.
    pub editor: String,
}

/// Returns the commented configuration that `invite-triage config` prints; `path` is where it belongs.
pub fn sample_config(path: Option<&Path>) -> Result<String> {
    Ok(sample::sample(path, &built_in_keymap()?))
}

fn built_in_keymap() -> Result<Keymap> {
    default_keymap().map_err(|why| anyhow!("the built-in keys: {why}"))
}

impl Config {
    /// Loads a configuration file. The defaults hold if there is none, unless it is required.
    pub fn load(source: ConfigSource) -> Result<Self> {
        let there = source.path.as_deref().filter(|path| source.is_required || path.exists());
        let config = there.map_or_else(|| Self::parse(""), Self::read)?;
        Ok(Self { source, ..config })
    }

    fn read(path: &Path) -> Result<Self> {
        if path.exists() && !path.is_file() {
            bail!("the configuration {} is not a regular file; name a text file", path.display()); // a pipe would hang
        }
        let text = std::fs::read(path).with_context(|| {
            let advice = "`invite-triage config` prints one to begin with";
            format!("cannot read the configuration {}; {advice}", path.display())
        })?;
        let mut config = Self::parse(&String::from_utf8_lossy(&text))?;
        for mistake in &mut config.mistakes {
            mistake.insert_str(0, &format!("{}:", path.display()));
        }
        Ok(config)
    }

    /// Parses a configuration; the defaults fill the gaps, also those that mistakes leave.
    pub fn parse(text: &str) -> Result<Self> {
        let mut mistakes = Mistakes::new(text.trim_start_matches('\u{feff}'));
        let (file, root) = mistakes.read::<ConfigFile>();
        let ConfigFile { theme, colors, ascii, mouse, plain, portion, accept, follow_up, .. } = file;
        let (rhythm, message, template) = (file.rhythm, file.message, file.template);
        let (question, view, keys) = (file.question, file.view, file.keys);
        let programs = ProgramSettings { clipboard: message.clipboard, browser: file.browser, editor: file.editor };
        let theme = look(theme, &colors, ascii, &root, &mut mistakes);
        let mut number = |value: Option<usize>, range: RangeInclusive<usize>, path: [&str; 2], default: usize| {
            number_in(value, range, path, default, &root, &mut mistakes)
        };
        let days = number(follow_up.days, 1..=3_650, ["follow_up", "days"], 7);
        let park_days = number(follow_up.park_days, 1..=3_650, ["follow_up", "park_days"], 90);
        let most = number(rhythm.few, 1..=100, ["rhythm", "few"], 10);
        let look_back = number(file.look_back.months, 1..=120, ["look_back", "months"], 6);
        let portion = number(portion, 1..=100_000, ["portion", ""], 10);
        let guard = number(accept.guard, 0..=100_000, ["accept", "guard"], 5);
        let ceiling = number(accept.ceiling, 0..=100_000, ["accept", "ceiling"], 0);
        let settings = Settings {
            portion,
            guard,
            ceiling,
            checklist: checklist(question, &root, &mut mistakes)?,
            prompts: checks::short(file.prompts, PROMPTS.lines(), &["prompts"], MAX_PROMPTS, &root, &mut mistakes),
            profile: checks::short(
                file.profile.checklist,
                PROFILE.lines(),
                &["profile", "checklist"],
                MAX_PROMPTS,
                &root,
                &mut mistakes,
            ),
            reasons: checks::short(file.decline.reasons, REASONS, &["decline", "reasons"], 9, &root, &mut mistakes),
            templates: templates(template, &root, &mut mistakes)?,
            keymap: keymap(keys, &root, &mut mistakes)?,
            needs_yes_or_reason: accept.needs_yes_or_reason.unwrap_or(true),
            numbers: file.dates,
            follow_up_days: u32::try_from(days).unwrap_or(7),
            park_days: u32::try_from(park_days).unwrap_or(90),
            needs_own_line: message.needs_own_line.unwrap_or(true),
            views: Vec::new(),
            formats: FORMATS.iter().map(export_format).collect(),
            is_demo: false,
            export_dir: "~".to_owned(),
            rhythm: rhythm.default,
            look_back_months: u32::try_from(look_back).unwrap_or(DEFAULT_MONTHS),
            few: FewSettings { days: business_days(&rhythm, &root, &mut mistakes), most },
        };
        let views = views(view, &settings, &root, &mut mistakes);
        let mistakes = mistakes.into_vec().iter().map(Mistake::to_string).collect();
        Ok(Self {
            settings: Settings { views, ..settings },
            theme,
            mouse: mouse.unwrap_or(true),
            programs,
            plain,
            source: ConfigSource::default(),
            mistakes,
        })
    }
}

/// Returns the business days; what cannot be read is left out.
fn business_days(rhythm: &RhythmSection, root: &DeTable<'_>, mistakes: &mut Mistakes<'_>) -> BusinessDays {
    let mut days = BusinessDays::default();
    if let Some(week) = &rhythm.days {
        match week.parse() {
            Ok(week) => days.week = week,
            Err(_) => mistakes.at(
                root,
                &[Step::Key("rhythm"), Step::Key("days")],
                format!("{week:?} is neither \"mon-fri\" nor \"sun-thu\""),
            ),
        }
    }
    for (at, text) in rhythm.away.iter().enumerate() {
        let (first, last) = text.split_once("..").unwrap_or((text, text));
        match (first.trim().parse(), last.trim().parse()) {
            (Ok(first), Ok(last)) if first <= last => days.away.push((first, last)),
            _ => mistakes.at(
                root,
                &[Step::Key("rhythm"), Step::Key("away"), Step::At(at)],
                format!("{text:?} is not a span of days such as \"2026-12-24..2027-01-06\""),
            ),
        }
    }
    days
}

/// Returns the look; a role or colour that does not exist is left out.
fn look(
    name: ThemeName,
    colors: &Colors,
    ascii: bool,
    root: &DeTable<'_>,
    mistakes: &mut Mistakes<'_>,
) -> ThemeSettings {
    let mut parse = |entries: &BTreeMap<String, String>, place: &[&str]| {
        let mut styles = RoleStyles::default();
        for (role, style) in entries {
            match RoleStyles::parse(std::iter::once((role.as_str(), style.as_str()))) {
                Ok(one) => styles.0.extend(one.0),
                Err(why) => {
                    let path: Vec<Step> = place.iter().copied().chain([role.as_str()]).map(Step::Key).collect();
                    mistakes.at(root, &path, why);
                }
            }
        }
        styles
    };
    ThemeSettings {
        name,
        colors: parse(&colors.all, &["colors"]),
        dark: parse(&colors.dark, &["colors", "dark"]),
        light: parse(&colors.light, &["colors", "light"]),
        ascii,
    }
}

/// Returns the built-in questions and the person's own; those that are none are left out.
fn checklist(own: Vec<Question>, root: &DeTable<'_>, mistakes: &mut Mistakes<'_>) -> Result<Checklist> {
    let mut questions = toml::from_str::<Questions>(CHECKLIST).context("the built-in checklist")?.question;
    for (at, question) in own.into_iter().enumerate() {
        if let Some((key, why)) = checks::question(&question) {
            mistakes.at(root, &[Step::Key("question"), Step::At(at), Step::Key(key)], why);
            continue;
        }
        questions.push(question);
        if let Err(why) = Checklist::new(questions.clone()) {
            mistakes.at(root, &[Step::Key("question"), Step::At(at), Step::Key("id")], why);
            questions.pop();
        }
    }
    Checklist::new(questions).map_err(|why| anyhow!("the built-in checklist: {why}"))
}

/// Returns the built-in templates and the person's own; one with an unknown placeholder is left out.
fn templates(own: Vec<Template>, root: &DeTable<'_>, mistakes: &mut Mistakes<'_>) -> Result<Vec<Template>> {
    let mut templates = toml::from_str::<Templates>(MESSAGES).context("the built-in templates")?.template;
    for (at, own) in own.into_iter().enumerate() {
        if let Some(why) = checks::placeholder(&own.text) {
            mistakes.at(root, &[Step::Key("template"), Step::At(at), Step::Key("text")], why);
            continue;
        }
        match templates.iter_mut().find(|template| template.id == own.id) {
            Some(built_in) => *built_in = own,
            None => templates.push(own),
        }
    }
    Ok(templates)
}

/// Returns the saved views, name and words; all of them, because words that find nothing harm nobody.
fn views(
    views: Vec<View>,
    settings: &Settings,
    root: &DeTable<'_>,
    mistakes: &mut Mistakes<'_>,
) -> Vec<(String, String)> {
    let days = DayContext { today: SystemClock.moment().today, numbers: settings.numbers };
    let mut named = Vec::new();
    for (at, View { name, words }) in views.into_iter().enumerate() {
        if let Err(why) = query::check(&words, days, &settings.checklist) {
            mistakes.at(root, &[Step::Key("view"), Step::At(at), Step::Key("words")], why.to_string());
        }
        named.push((name, words));
    }
    named
}

fn keymap(keys: BTreeMap<String, String>, root: &DeTable<'_>, mistakes: &mut Mistakes<'_>) -> Result<Keymap> {
    let changes: Vec<(String, String)> = keys.into_iter().collect();
    let (keymap, wrong) = built_in_keymap()?.changed(&changes);
    for (at, why) in wrong {
        let name = &changes[at].0;
        let names = || Action::all().map(Action::name);
        let meant = if Action::from_name(name).is_none() { did_you_mean(name, names()) } else { String::new() };
        mistakes.at(root, &[Step::Key("keys"), Step::Key(name)], format!("{why}{meant}"));
    }
    Ok(keymap)
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

    /// Returns the sample with every option uncommented, but without the examples of repeated blocks.
    fn uncommented() -> String {
        let examples = ["id =", "ask =", "prompt =", "name =", "words =", "title =", "text ="];
        let sample = sample_config(None).expect("a configuration");
        let lines = sample
            .lines()
            .map(|line| line.strip_prefix('#').filter(|rest| !rest.starts_with(' ')).unwrap_or(line))
            .filter(|line| !line.starts_with("[[") && !examples.iter().any(|key| line.starts_with(key)));
        lines.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn the_commented_file_says_what_holds_without_it() {
        let (said, silent) = (Config::parse(&uncommented()).expect("it parses"), Config::parse("").expect("it parses"));
        assert_eq!(format!("{said:?}"), format!("{silent:?}"));
    }

    #[test]
    fn every_action_that_a_key_can_trigger_stands_in_the_commented_file() {
        let keymap = default_keymap().expect("the tables are written in keys");
        let sample = sample_config(Some(Path::new("/home/pat/config.toml"))).expect("a configuration");
        assert_eq!(sample.lines().next(), Some("# /home/pat/config.toml"));
        let missing: Vec<&str> = Action::all()
            .filter(|action| keymap.bindings().iter().any(|row| row.action == *action))
            .map(Action::name)
            .filter(|name| !sample.contains(&format!("\n#{name} = \"")))
            .collect();
        assert_eq!(missing, [""; 0]);
    }

    #[track_caller]
    fn mistakes(text: &str) -> Vec<String> {
        Config::parse(text).expect("no mistake is fatal").mistakes
    }

    #[test]
    fn a_mistake_says_where_what_and_what_was_meant() {
        for (text, expected) in [
            ("portoin = 3", "1:1: unknown key \"portoin\"; did you mean \"portion\"? [portoin = 3]"),
            ("# mine\n\nportion = 0", "3:11: 0 is not between 1 and 100000 [portion = 0]"),
            ("theme = \"drak\"", "1:9: unknown value \"drak\"; did you mean \"dark\"? [theme = \"drak\"]"),
            ("[keys]\naccept = \"d\"", "2:10: the key d would mean both \"accept\" and \"decline\" [accept = \"d\"]"),
            ("[keys]\nacept = \"z\"", "2:9: there is no action \"acept\"; did you mean \"accept\"? [acept = \"z\"]"),
            ("[follow_up]\n  days = 0", "2:10: 0 is not between 1 and 3650 [days = 0]"),
            ("portion = \"x\"", "1:11: this must be a whole number, not \"x\" [portion = \"x\"]"),
            ("portion = [1]", "1:11: this must be a whole number, not a list [portion = [1]]"),
            ("[theme]", "1:1: this must be text in quotes [[theme]]"),
            ("theme = []", "1:9: this must be text in quotes [theme = []]"),
            ("[folow_up]\ndays = 3", "1:2: unknown key \"folow_up\"; did you mean \"follow_up\"? [[folow_up]]"),
            (
                "[[question]]\nid = \"again\"\nask = \"Would I enjoy a talk with this one for half an hour?\"",
                "3:7: 52 characters are too long for a card; at most 30 \
                 [ask = \"Would I enjoy a talk with this one for half an hour?\"]",
            ),
            ("[[question]]\nid = \"met\"\nask = \"Met?\"", "2:6: two questions have the id \"met\" [id = \"met\"]"),
            (
                "[[template]]\nid = \"a\"\ntitle = \"a\"\ntext = \"Hi {frist_name}\"",
                "4:8: unknown placeholder {frist_name}; did you mean {first_name}? [text = \"Hi {frist_name}\"]",
            ),
            (
                "[[view]]\nname = \"a\"\nwords = \"met:mabye\"",
                "3:9: met: needs yes, no or unsure [words = \"met:mabye\"]",
            ),
        ] {
            assert_eq!(mistakes(text), [expected], "{text}");
        }
        let told = mistakes("portion = 3\n[colors]\ndark = 5\n");
        assert!(told.len() == 1 && told[0].starts_with("3:8: this must be a table, not"), "{told:?}");
        let told = mistakes("portion = 3\n[colors]\nfact = 5\n");
        assert!(told.len() == 1 && told[0].starts_with("2:1: this must be text in quotes, not"), "{told:?}");
        let told = mistakes("[colors.dark]\nfact = \"grene\"\nfcat = \"green\"\n");
        assert!(told.len() == 2 && told[0].starts_with("2:8: \"grene\" is no colour"), "{told:?}");
        for text in [
            "portion = \"many\"",
            "portion 5",
            "portion = ",
            "[[question]]\nid = \"a\"",
            "portion = -1",
            "x = 1\nx = 2",
        ] {
            let told = mistakes(text);
            assert!(!told.is_empty() && told.iter().all(|told| !told.contains(['\n', '`'])), "{text}: {told:?}");
        }
    }

    #[test]
    fn what_is_right_holds_beside_what_is_wrong() {
        let text = "portion = 3\ntheme = \"pink\"\nnonsense = [1, 2]\n\n[accept]\nguard = \"x\"\nceiling = 4\n\n\
                    [[view]]\nname = \"a\"\n[[view]]\nname = \"b\"\nwords = \"wax\"\n[keys]\nfly = \"z\"\nundo = \"Z\"\n";
        let config = Config::parse(text).expect("no mistake is fatal");
        let lines: Vec<&str> = config.mistakes.iter().map(|mistake| mistake.split(':').next().unwrap_or("")).collect();
        assert_eq!(lines, ["2", "3", "6", "9", "15"], "{:?}", config.mistakes);
        assert_eq!((config.settings.portion, config.settings.guard, config.settings.ceiling), (3, 5, 4));
        assert_eq!(config.settings.views, [("b".to_owned(), "wax".to_owned())]);
        assert_eq!(config.settings.keymap.first_key(Action::Undo), "Z");
    }
}
