//! Headers: finds the row with the column names, whatever separates the columns and in whichever language they are.
//!
//! LinkedIn writes English headers in every language that was measured. Should a copy have translated ones, they are
//! known by the names below, and the columns keep LinkedIn's order.

use csv::ByteRecord;

use super::text::normalize_header;

/// Maximum number of records searched for the header.
pub(super) const MAX_HEADER_ROW: u16 = 40;
/// Separators of columns; most of Europe's spreadsheets write semicolons.
const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

/// Columns that identify a kind of file.
pub(super) struct Schema {
    /// Column names, for messages.
    pub column_names: &'static str,
    /// Required columns, each with its normalized names.
    pub required: &'static [&'static [&'static str]],
    /// Normalized names of LinkedIn's columns in their order, newest generation first: with as many columns in another
    /// language, those that are not known go by their place.
    pub order: &'static [&'static [&'static str]],
    /// Text that shows swallowed rows if it follows a line break inside a field; case-sensitive.
    pub unclosed_quote_signs: &'static [&'static str],
}

impl Schema {
    /// Returns a schema that only requires columns.
    pub const fn new(column_names: &'static str, required: &'static [&'static [&'static str]]) -> Self {
        Self { column_names, required, order: &[], unclosed_quote_signs: &[] }
    }

    /// Returns the normalized English names of a record's columns if it is a header of this schema.
    pub fn columns(&self, record: &ByteRecord) -> Option<Vec<String>> {
        let names: Vec<String> = record.iter().map(normalize_cell).collect();
        if self.are_required_in(&names) {
            return Some(names);
        }
        let translated: Vec<String> = names.iter().map(|name| english(name).unwrap_or(name).to_owned()).collect();
        if translated == names || !self.are_required_in(&translated) {
            return None;
        }
        let in_order = self.order.iter().find(|order| order.len() == names.len());
        Some(in_order.map_or(translated, |order| order.iter().map(|name| (*name).to_owned()).collect()))
    }

    fn are_required_in(&self, names: &[String]) -> bool {
        self.required.iter().all(|any| any.iter().any(|name| names.iter().any(|have| have == name)))
    }
}

/// Returns the separator of a table's columns from the start of the file; `None` if no header is found with any.
pub(super) fn find_delimiter(lead: &[u8], schema: &Schema) -> Option<u8> {
    let is_header = |record: ByteRecord| schema.columns(&record).is_some();
    DELIMITERS.into_iter().find(|delimiter| first_records(lead, *delimiter).any(is_header))
}

/// Returns the row that looks most like a header, as it stands in the file: the first of those with the most columns,
/// if there is one with several.
pub(super) fn widest_row(lead: &[u8]) -> Option<Vec<String>> {
    let rows = DELIMITERS.into_iter().flat_map(|delimiter| first_records(lead, delimiter));
    let widest = rows.reduce(|widest, row| if row.len() > widest.len() { row } else { widest })?;
    let cells = widest.iter().map(|cell| String::from_utf8_lossy(&cell[..cell.len().min(100)]).into_owned());
    (widest.len() > 1).then(|| cells.collect())
}

/// Returns the records at the start of a file; the last one may be cut.
pub(super) fn records(lead: &[u8], delimiter: u8) -> impl Iterator<Item = ByteRecord> {
    let csv = csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(lead);
    csv.into_byte_records().flatten()
}

fn first_records(lead: &[u8], delimiter: u8) -> impl Iterator<Item = ByteRecord> {
    records(lead, delimiter).take(MAX_HEADER_ROW.into())
}

fn normalize_cell(cell: &[u8]) -> String {
    normalize_header(&String::from_utf8_lossy(&cell[..cell.len().min(200)]))
}

/// Returns the English name of a normalized column name in German, French, Spanish, Portuguese, Italian or Dutch.
fn english(name: &str) -> Option<&'static str> {
    const NAMES: [(&str, &[&str]); 12] = [
        ("firstname", &["vorname", "prénom", "nombre", "nome", "primeironome", "voornaam"]),
        (
            "lastname",
            &["nachname", "nom", "nomdefamille", "apellidos", "apellido", "sobrenome", "cognome", "achternaam"],
        ),
        ("emailaddress", &["e-mail-adresse", "adressee-mail", "correoelectrónico", "endereçodee-mail", "e-mailadres"]),
        ("company", &["unternehmen", "firma", "entreprise", "empresa", "azienda", "bedrijf"]),
        ("position", &["poste", "cargo", "puesto", "posizione", "functie"]),
        (
            "connectedon",
            &["verbundenam", "vernetztam", "connectéle", "conectadoel", "conectadoem", "collegatoil", "verbondenop"],
        ),
        ("from", &["von", "de", "da", "van"]),
        ("to", &["an", "à", "a", "para", "aan", "naar"]),
        ("sentat", &["gesendetam", "envoyéle", "enviadoel", "enviadoem", "inviatoil", "verzondenop"]),
        ("message", &["nachricht", "mensaje", "mensagem", "messaggio", "bericht"]),
        ("direction", &["richtung", "sens", "dirección", "direção", "direzione", "richting"]),
        ("date", &["datum", "fecha", "data"]),
    ];
    NAMES.iter().find(|(_, foreign)| foreign.contains(&name)).map(|(english, _)| *english)
}
