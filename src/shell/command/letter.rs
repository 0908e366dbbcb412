//! `letter`: prints a weekly letter to oneself, as Markdown.

use std::path::Path;

use anyhow::Result;
use serde_json::json;

use crate::domain::care::clock::{FewSettings, PlanData};
use crate::domain::insight::letter::letter;
use crate::domain::text::dates;
use crate::export;
use crate::shell::args;
use crate::shell::clock::{Clock, SystemClock};
use crate::shell::failure::warn;
use crate::store;

use super::common::{print, read_and_replay};

/// Prints the letter; says on standard error if there is none.
pub fn write_letter(dir: &Path, few: &FewSettings, args: &args::Letter) -> Result<()> {
    let (ledger, network) = read_and_replay(dir)?;
    let moment = SystemClock.moment();
    let letter = letter(PlanData {
        ledger: &ledger,
        network: &network,
        settings: few,
        today: moment.today,
        local: moment.local,
    });
    if args.json.json {
        let sections = letter.sections.iter();
        let sections = sections.map(|one| json!({ "heading": one.heading, "sentences": one.sentences }));
        let object = json!({ "week": letter.monday, "sections": sections.collect::<Vec<_>>() });
        return print(&store::json_line(&object)?);
    }
    if letter.sections.is_empty() {
        warn(format_args!("Nothing happened in the week of {} yet.", dates::format_long(letter.monday)));
    }
    print(export::letter::page(&letter).as_bytes())
}
