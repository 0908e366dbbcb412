//! JSON lists as people and tools write them: an array, the first array in an object, or one object per line.

use std::io::Read;

use encoding_rs::UTF_8;
use serde_json::Value;

use super::bundle::Bundle;
use super::error::ImportError;
use super::metered_reader::{MeteredReader, ProgressMeter};

/// Largest JSON file, in bytes; it is read into memory as a whole.
const MAX_LEN: u64 = 16 << 20;

/// True if a file starts like JSON.
pub(super) fn is_json(head: &[u8]) -> bool {
    let (text, ..) = UTF_8.decode(&head[..head.len().min(64)]); // or the encoding of its byte order mark
    text.trim_start().starts_with(['{', '['])
}

/// Parses the only file of a bundle.
pub(super) fn values(bundle: &mut Bundle, meter: &mut ProgressMeter<'_>) -> Result<Vec<Value>, ImportError> {
    let name = bundle.members[0].base().to_owned();
    let mut text = Vec::new();
    MeteredReader::new(bundle.open(0)?, meter, &name, MAX_LEN)?
        .read_to_end(&mut text)
        .map_err(|error| ImportError::reading(&name, error))?;
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&text);
    items(text).map_err(|error| ImportError::Damaged { file: name.as_str().into(), why: format!("as JSON: {error}") })
}

/// Returns the items of an array, of the first array in an object, or of one object per line. Pages of an interface,
/// each an object with `elements`, are one list.
fn items(text: &[u8]) -> Result<Vec<Value>, serde_json::Error> {
    let all: Vec<Value> =
        serde_json::Deserializer::from_slice(text).into_iter::<Value>().collect::<Result<_, serde_json::Error>>()?;
    if all.len() > 1 && all.iter().all(|page| elements(page).is_some()) {
        return Ok(all.iter().filter_map(elements).flatten().cloned().collect());
    }
    let [only] = &all[..] else { return Ok(all) };
    match only {
        Value::Array(pages) if !pages.is_empty() && pages.iter().all(|page| elements(page).is_some()) => {
            Ok(pages.iter().filter_map(elements).flatten().cloned().collect())
        }
        Value::Array(items) => Ok(items.clone()),
        Value::Object(object) => {
            let list = object.values().find_map(|value| value.as_array().filter(|a| a.iter().any(Value::is_object)));
            Ok(list.cloned().unwrap_or(all))
        }
        _ => Ok(all),
    }
}

fn elements(page: &Value) -> Option<&Vec<Value>> {
    page.get("elements")?.as_array()
}
