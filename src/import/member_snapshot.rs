//! Converts LinkedIn's own JSON, the Member Snapshot, into the CSV files of its data copy, to be read as usual.

use std::ops::ControlFlow;

use serde_json::{Map, Value};

use crate::domain::evidence::network::FileKind;

use super::bundle::Bundle;
use super::error::ImportError;
use super::json;
use super::metered_reader::ProgressMeter;

/// Returns the files of a Member Snapshot as a bundle; any other bundle unchanged.
pub(super) fn expand(mut bundle: Bundle) -> Result<Bundle, ImportError> {
    if !bundle.named_singly || !json::is_json(&bundle.head(0)?) {
        return Ok(bundle);
    }
    let mut watch = |_| ControlFlow::Continue(());
    // Errors are ignored here: the source that reads the file reports them.
    let values = json::values(&mut bundle, &mut ProgressMeter::new(&mut watch, 0)).unwrap_or_default();
    match to_csv_files(&values).filter(|files| !files.is_empty()) {
        Some(files) => Bundle::from_files(&bundle.name, files),
        None => Ok(bundle),
    }
}

/// Converts a Member Snapshot into the CSV files of LinkedIn's data copy; `None` if it is not one.
fn to_csv_files(values: &[Value]) -> Option<Vec<(String, Vec<u8>)>> {
    let mut files: Vec<(String, Vec<&Map<String, Value>>)> = Vec::new();
    for element in values {
        let domain = element.get("snapshotDomain")?.as_str()?;
        let name = match domain {
            "INVITATIONS" => FileKind::Invitations.file_name(),
            "CONNECTIONS" => FileKind::Connections.file_name(),
            "INBOX" | "MESSAGES" => FileKind::Messages.file_name(),
            "PROFILE" => "Profile.csv",
            _ => continue,
        };
        let rows =
            element.get("snapshotData").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object);
        match files.iter_mut().find(|(known, _)| known == name) {
            Some((_, known)) => known.extend(rows),
            None => files.push((name.to_owned(), rows.collect())),
        }
    }
    Some(files.into_iter().filter(|(_, rows)| !rows.is_empty()).map(|(name, rows)| (name, as_csv(&rows))).collect())
}

fn as_csv(rows: &[&Map<String, Value>]) -> Vec<u8> {
    let mut columns: Vec<&String> = Vec::new();
    for key in rows.iter().flat_map(|row| row.keys()).take(100_000) {
        if !columns.contains(&key) && columns.len() < 100 {
            columns.push(key);
        }
    }
    let mut csv = csv::Writer::from_writer(Vec::new());
    let cell =
        |row: &Map<String, Value>, key: &String| row.get(key).and_then(|v| v.as_str()).unwrap_or_default().to_owned();
    let written = csv
        .write_record(&columns)
        .and_then(|()| rows.iter().try_for_each(|row| csv.write_record(columns.iter().map(|key| cell(row, key)))));
    written.expect("writing records of one length into memory does not fail");
    csv.into_inner().expect("flushing into memory does not fail")
}
