//! LinkedIn's invitation e-mails: single files, a mailbox, or a folder of them. Links in them are never opened.
//!
//! They have what the export lacks: the headline below the name.

use std::borrow::Cow;
use std::io::{BufRead, BufReader, Read};

use chrono::{DateTime, Utc};
use foldhash::HashMap;
use mail_parser::MessageParser;

use super::bundle::{Bundle, Claim};
use super::dates::YEARS;
use super::error::ImportError;
use super::metered_reader::{MeteredReader, ProgressMeter};
use super::text::{cut, html_lines};
use crate::domain::decision::event::SourceKind;
use crate::domain::evidence::network::Network;
use crate::domain::inbox::import_batch::{ImportBatch, RowIssue};
use crate::domain::person::key::{PersonKey, normal_name};
use crate::domain::request::invitation::Invitation;
use crate::domain::request::note_analysis::NormalizedNote;
use crate::domain::text::plural::plural;
use crate::domain::text::untrusted::{Untrusted, collapse_whitespace};

/// Largest mailbox, in bytes.
const MAX_LEN: u64 = 4 << 30;
/// Bytes kept of one e-mail; an invitation has some ten thousand.
const MAX_MAIL_LEN: usize = 1 << 20;
const SENDER: &str = "invitations@linkedin.com";

/// Words in the subjects of other mails from the same sender: acceptances, congratulations, proposals.
const OTHER_SUBJECTS: [&str; 19] = [
    "accepted your invitation",
    "accepted your request",
    "start a conversation",
    "congratulat",
    "a accepté",
    "angenommen",
    "ha aceptado",
    "aceptó",
    "aceitou",
    "ha accettato",
    "geaccepteerd",
    "accepterade",
    "har accepteret",
    "har godtatt",
    "zaakceptował",
    "kabul etti",
    "принял",
    "hyväksyi",
    "承認",
];
/// Words in the subject of a request; in other languages its links tell.
const INVITATION_PHRASES: [&str; 8] = [
    "linkedin network",
    "professional network",
    "wants to connect",
    "like to connect",
    "invited you",
    "join your network",
    "collegarmi",
    "want to connect",
];
/// Parts of the links that only a request has: the one that accepts it, and the template's name.
const REQUEST_LINKS: [&str; 3] = ["invite-accept", "invitationid", "m2m_invite_single"];

/// Claims mail, by file name or header fields.
pub(super) fn claims(bundle: &mut Bundle) -> Result<Claim, ImportError> {
    if bundle.members.iter().any(|member| is_mail_name(member.base())) {
        return Ok(Claim::Sure);
    }
    Ok(Claim::sure_if(bundle.named_singly && looks_like_mail(&bundle.head(0)?)))
}

/// True for single e-mails, which are one import.
pub(super) fn belong_together(one: &Bundle, other: &Bundle) -> bool {
    one.named_singly && other.named_singly
}

fn is_mail_name(base: &str) -> bool {
    let end = base.rsplit_once('.').map_or("", |(_, end)| end);
    ["eml", "mbox", "mbx"].iter().any(|known| end.eq_ignore_ascii_case(known))
}

fn looks_like_mail(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(&head[..head.len().min(16 * 1024)]).to_ascii_lowercase();
    let has = |field: &str| text.starts_with(field) || text.contains(&format!("\n{field}"));
    has("from:") && has("subject:") && (has("date:") || has("received:") || has("message-id:"))
}

/// Reads every e-mail and keeps the invitations: one per person, at the earliest date.
pub(super) fn read(
    bundle: &mut Bundle,
    _: &Network,
    meter: &mut ProgressMeter<'_>,
) -> Result<ImportBatch, ImportError> {
    let mut mailbox = Mailbox::default();
    for index in 0..bundle.members.len() {
        let name = bundle.members[index].base().to_owned();
        if !bundle.named_singly && !is_mail_name(&name) {
            continue;
        }
        let reader = MeteredReader::new(bundle.open(index)?, meter, &name, MAX_LEN)?;
        let mut record = 0;
        each_mail(BufReader::new(reader), |mail| {
            record += 1;
            mailbox.take(&name, record, mail);
        })
        .map_err(|error| ImportError::reading(&name, error))?;
    }
    mailbox.finish(&bundle.name)
}

/// Splits a mailbox at its `From ` lines; a single e-mail is one piece.
fn each_mail(mut reader: impl BufRead, mut tell: impl FnMut(&[u8])) -> std::io::Result<()> {
    let mut mail = Vec::new();
    let mut line = Vec::new();
    let (mut is_mailbox, mut at_start, mut after_blank) = (false, true, true);
    loop {
        line.clear();
        if reader.by_ref().take(64 * 1024).read_until(b'\n', &mut line)? == 0 {
            break;
        }
        let begins = at_start && after_blank && is_separator(&line) && (is_mailbox || mail.is_empty());
        if begins {
            if is_mailbox && !mail.is_empty() {
                tell(&mail);
            }
            is_mailbox = true;
            mail.clear();
        } else if mail.len() < MAX_MAIL_LEN {
            let quoted = is_mailbox && at_start && line.trim_ascii_start().starts_with(b">From ");
            mail.extend_from_slice(if quoted { &line[1..] } else { &line });
        }
        after_blank = at_start && line.trim_ascii().is_empty();
        at_start = line.ends_with(b"\n");
    }
    if !mail.is_empty() {
        tell(&mail);
    }
    Ok(())
}

/// True for the line before each mail of a mailbox: `From `, an address or id, and a date. A sentence of a note may begin
/// with the word too, since not every program quotes it.
fn is_separator(line: &[u8]) -> bool {
    const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let Ok(line) = std::str::from_utf8(&line[..line.len().min(1000)]) else { return false };
    let Some(rest) = line.strip_prefix("From ") else { return false };
    let words: Vec<&str> = rest.split_whitespace().collect();
    words.windows(4).skip(1).any(|date| {
        DAYS.contains(&date[0])
            && MONTHS.contains(&date[1])
            && date[2].parse::<u8>().is_ok_and(|day| (1..=31).contains(&day))
            && date[3].contains(':')
    })
}

#[derive(Default)]
struct Mailbox {
    requests: Vec<Invitation>,
    index_by_person: HashMap<PersonKey, usize>,
    row_issues: Vec<RowIssue>,
    mails: usize,
    invitations: u64,
}

impl Mailbox {
    fn take(&mut self, file: &str, record: u64, mail: &[u8]) {
        self.mails += 1;
        if !mentions_sender(mail) {
            return;
        }
        match invitation(mail) {
            Ok(None) => {}
            Ok(Some(invitation)) => {
                self.invitations += 1;
                self.keep_earliest(invitation);
            }
            Err(reason) => {
                self.invitations += 1;
                self.row_issues.push(RowIssue {
                    file: file.into(),
                    record,
                    reason: reason.to_owned(),
                    is_imported: false,
                });
            }
        }
    }

    /// Keeps the earliest e-mail of a person; LinkedIn sends two reminders of each invitation.
    fn keep_earliest(&mut self, invitation: Invitation) {
        let at = *self.index_by_person.entry(invitation.person.clone()).or_insert(self.requests.len());
        match self.requests.get_mut(at) {
            None => self.requests.push(invitation),
            Some(known) if invitation.sent_at < known.sent_at => {
                let later = std::mem::replace(known, invitation);
                known.note = known.note.take().or(later.note);
                known.headline = known.headline.take().or(later.headline);
            }
            Some(known) => {
                known.note = known.note.take().or(invitation.note);
                known.headline = known.headline.take().or(invitation.headline);
            }
        }
    }

    fn finish(self, source: &str) -> Result<ImportBatch, ImportError> {
        if self.invitations == 0 {
            return Err(ImportError::NoInvitationMail { source_name: source.into(), mails: self.mails });
        }
        let mut arrivals = ImportBatch { source: source.into(), origin: SourceKind::Mail, ..ImportBatch::default() };
        arrivals.counts.invitations = self.invitations;
        arrivals.counts.incoming = self.invitations;
        let others = self.mails as u64 - self.invitations;
        if others > 0 {
            let are = if others == 1 { "is no invitation" } else { "are no invitations" };
            arrivals.remarks.push(format!("{} {are}", plural(others, "e-mail")));
        }
        arrivals.invitations = self.requests;
        arrivals.row_issues = self.row_issues;
        Ok(arrivals)
    }
}

/// True if the mail may be from LinkedIn: a cheap filter before parsing, since most of a mailbox is not.
fn mentions_sender(mail: &[u8]) -> bool {
    let head = &mail[..mail.len().min(64 * 1024)];
    head.windows(SENDER.len()).any(|window| window.eq_ignore_ascii_case(SENDER.as_bytes()))
}

fn invitation(mail: &[u8]) -> Result<Option<Invitation>, &'static str> {
    let Some(message) = MessageParser::default().parse(mail) else { return Ok(None) };
    let Some(from) = message.from().and_then(|from| from.first()) else { return Ok(None) };
    if !from.address().is_some_and(|address| address.eq_ignore_ascii_case(SENDER)) {
        return Ok(None);
    }
    let subject = message.subject().unwrap_or_default().to_lowercase();
    let html = message.body_html(0).unwrap_or_default();
    let is_text = message.text_bodies().next().is_some_and(|part| !part.is_text_html());
    let text = if is_text { message.body_text(0).unwrap_or_default() } else { Cow::Owned(html_lines(&html)) };
    let links = || format!("{text}\n{html}").to_ascii_lowercase();
    let invites = INVITATION_PHRASES.iter().any(|word| subject.contains(word))
        || REQUEST_LINKS.iter().any(|link| links().contains(link));
    if !invites || OTHER_SUBJECTS.iter().any(|word| subject.contains(word)) {
        return Ok(None);
    }
    let name = collapse_whitespace(from.name().unwrap_or_default());
    let name = name.strip_suffix(" via LinkedIn").unwrap_or(&name);
    if Untrusted::from(name).is_blank() {
        return Err("no sender name in From");
    }
    let at = message.date().and_then(|date| DateTime::<Utc>::from_timestamp(date.to_timestamp(), 0));
    let at = at.filter(|at| YEARS.contains(&chrono::Datelike::year(at))).ok_or("no readable Date")?;
    let profile =
        find_profile(&text).or_else(|| find_profile(&html)).and_then(|key| key.profile_url()).unwrap_or_default();
    let (note, headline) = note_and_headline(&text, name);
    let long = |text: String| if text.len() > super::text::MAX_CELL_LEN { cut(&text) } else { text };
    let invitation = Invitation::new(name, &profile, at).with_note(&long(note)).with_role(&long(headline), "");
    Ok(Some(invitation))
}

/// Returns the first profile linked in a text.
fn find_profile(text: &str) -> Option<PersonKey> {
    text.match_indices("linkedin.com/").take(200).find_map(|(at, _)| {
        let start = text[..at].rfind(|c: char| c.is_whitespace() || "\"'<>()".contains(c)).map_or(0, |b| b + 1);
        let start = text.ceil_char_boundary(start);
        let end = text[at..].find(|c: char| c.is_whitespace() || "\"'<>()".contains(c)).map_or(text.len(), |e| at + e);
        let address = &text[start..end];
        PersonKey::from_url(address)
    })
}

/// Returns the text between the greeting and the name, and the line below the name.
fn note_and_headline(text: &str, name: &str) -> (String, String) {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let Some(signed) = lines.iter().position(|line| normal_name(line) == normal_name(name)) else {
        return (String::new(), String::new());
    };
    let greeting = lines[..signed].iter().position(|line| line.ends_with(',') && line.len() < 120);
    let note = lines[greeting.map_or(0, |at| at + 1)..signed].join("\n");
    let headline = lines.get(signed + 1).copied().unwrap_or_default();
    let headline = if headline.contains("://") { "" } else { headline };
    let is_standard = NormalizedNote::new(&note.as_str().into()).is_default_with_frills();
    let note = if is_standard || greeting.is_none() { String::new() } else { note.trim().to_owned() };
    (note, headline.to_owned())
}
