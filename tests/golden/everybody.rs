//! A journal of eleven people, two of them hostile.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use invite_triage::domain::decision::checklist::{Answer, Answers, QuestionId};
use invite_triage::domain::decision::event::SourceKind;
use invite_triage::domain::decision::event::{DescribedPerson, Description, Entry, EntryId, Event, Import};
use invite_triage::domain::decision::ledger::Ledger;
use invite_triage::domain::decision::rhythm::Rhythm;
use invite_triage::domain::decision::{AcceptDetails, Decision, DeclineKind, FollowUpMode, Gift, GiftBy, Verdict};
use invite_triage::domain::evidence::network::{Connection, Fact, FactKind, Network, Owner, PersonFacts, SourceRef};
use invite_triage::domain::person::key::PersonKey;
use invite_triage::domain::request::invitation::Invitation;
use invite_triage::domain::text::untrusted::Untrusted;

/// Text with every character that is special in one of the formats.
pub const HOSTILE: &str = "=HYPERLINK(\"https://evil.example\")\r\nURL:https://evil.example\r\nEND:VCARD\rX-PWNED:1;\
    =1+1, a\\b \\; \"q\" <b>*x*</b> [y](javascript:alert(1)) \u{1b}]0;PWNED\u{7}\u{9b}2J \u{202e}gnp\u{2066} # z";

pub fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

pub fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("a time")
}

pub fn invitation(name: &str, slug: &str) -> Invitation {
    Invitation::new(name, &profile(slug), at("2025-11-03T19:10:00Z"))
}

pub fn profile(slug: &str) -> String {
    if slug.is_empty() { String::new() } else { format!("https://www.linkedin.com/in/{slug}") }
}

pub fn decision(invitation: &Invitation, verdict: Verdict) -> Decision {
    let answers = [("met", Answer::Yes), ("context", Answer::No), ("value", Answer::Unsure)];
    Decision {
        invitation: invitation.id.clone(),
        person: invitation.person.clone(),
        name: invitation.name.clone(),
        verdict,
        answers: answers.map(|(id, answer)| (QuestionId(id.into()), answer)).into_iter().collect::<Answers>(),
        checklist: "0a1b2c3d".to_owned(),
        reason: String::new(),
        note: String::new(),
        tags: Vec::new(),
        evidence: Vec::new(),
        questions: Vec::new(),
    }
}

pub fn accept(how_met: &str, remember: &str) -> Verdict {
    let (how_met, remember) = (how_met.to_owned(), remember.to_owned());
    Verdict::Accept(AcceptDetails {
        how_met,
        remember,
        rhythm: Some(Rhythm::Quarter),
        gift: Gift::Hello,
        gift_by: GiftBy::default(),
    })
}

fn follow_up(due: &str, question: &str) -> Verdict {
    Verdict::FollowUp { due: day(due), mode: FollowUpMode::Ask, question: question.to_owned() }
}

/// Returns a ledger of entries a minute apart, numbered from 1.
pub fn ledger(events: impl IntoIterator<Item = Event>) -> Ledger {
    let entry = |(n, event): (u64, Event)| Entry {
        n,
        id: EntryId(format!("entry-{n}")),
        at: at("2025-12-10T18:00:00Z") + Duration::minutes(i64::try_from(n).expect("few entries")),
        redo_of: None,
        batch: None,
        event,
    };
    Ledger::replay((1..).zip(events).map(entry))
}

pub fn connected(key: &PersonKey, name: &str, company: &str, position: &str, email: &str) -> PersonFacts {
    let cell = |text: &str| (!text.is_empty()).then(|| Untrusted::from(text));
    let on = Some(day("2025-12-11"));
    let (company, position, email) = (cell(company), cell(position), cell(email));
    let what = FactKind::Connected(Connection {
        connected_on: on,
        company,
        position,
        email: email.map(Box::new),
        ..Connection::default()
    });
    let mut acquaintance = PersonFacts::new(key.clone(), Untrusted::from(name));
    acquaintance.facts.push(Fact { kind: what, source: SourceRef { file: 0, record: 2 } });
    acquaintance
}

pub fn network(people: Vec<PersonFacts>) -> Network {
    Network::new(Owner::default(), None, vec!["Connections.csv".to_owned()], people)
}

/// Returns plain, titled, Arabic, Chinese, emoji, long, hostile and blank names; accepted, put off and declined.
pub fn everybody() -> (Ledger, Network) {
    let ann =
        invitation("Ann  Bee", "ann-bee").with_note("Hi,  we met at the pump house.").with_role("Founder", "Old Co");
    let jane = invitation("Dr. Jane van der Berg, PhD", "jane-berg").with_role("Marine biologist", "");
    let omar = invitation("عمر بن\u{200c}سعيد", "omar-%D8%B9%D9%85%D8%B1").with_note("السلام عليكم، تشرفت بلقائك");
    let wang = invitation("王小明", "王小明").with_note("您好，很高兴认识您。");
    let lei = invitation("🚀 Lei Müller 👩\u{200d}💻", "lei-müller").with_note("🎉👩\u{200d}💻🎉 Grüße");
    let long = invitation("Maximiliane Öttinger", "max-o").with_note(&"Überlänge 名前 und noch mehr; ".repeat(9));
    let eve = invitation(HOSTILE, "eve").with_note(HOSTILE).with_role(HOSTILE, HOSTILE);
    let blank = invitation("\u{3164}\u{200b}", "");
    let tim = invitation("Tim Later", "tim-later").with_note("Coffee?");
    let mallory = invitation("-Mallory\nATTACH:https://evil.example", "mallory").with_note(HOSTILE);
    let carl = invitation("Carl Cold", "carl-cold");

    let mut of_ann = decision(&ann, accept("allotments, plot 14", "knows pumps"));
    of_ann.note = "- has the key\n- asks for Bo".into();
    of_ann.reason = "good neighbour".into();
    of_ann.tags = vec!["garden".to_owned(), "Köln, Süd".to_owned()];
    let mut of_eve = decision(&eve, accept(HOSTILE, HOSTILE));
    of_eve.note = HOSTILE.into();
    of_eve.reason = HOSTILE.into();
    of_eve.tags = vec![HOSTILE.to_owned(), "* starred ::: x".to_owned()];
    of_eve.answers.set(QuestionId("=own\u{1b};+id".into()), Answer::No);
    let mut of_mallory = decision(&mallory, follow_up("2026-02-27", HOSTILE));
    of_mallory.tags = vec![HOSTILE.to_owned()];
    let network = network(vec![
        connected(&ann.person, "Ann Bee", "Pump House, Ltd", "Engineer; keeper", "ann@pump.example"),
        connected(&eve.person, "Eve", HOSTILE, HOSTILE, "=cmd@evil.example"),
        connected(&lei.person, "Lei", "", "", "urn:li:member:123456"),
    ]);
    let description =
        Description { headline: "Hydrologist".to_owned(), company: "River Trust".to_owned(), ..Description::default() };
    let described =
        Event::person_described(DescribedPerson { person: jane.person.clone(), name: jane.name.clone(), description });
    let decided = [
        of_ann,
        decision(&jane, accept("", "river data")),
        decision(&omar, accept("مؤتمر القاهرة", "")),
        decision(&wang, accept("北京", "喜欢爬山；会修水泵")),
        decision(&lei, accept("Hackathon 🏆", "")),
        decision(&long, accept(&"Wörter ".repeat(40), "")),
        of_eve,
        decision(&blank, accept("", "")),
        decision(&tim, follow_up("2025-12-31", "What would we do together?")),
        of_mallory,
        decision(&carl, Verdict::Decline(DeclineKind::DontKnow)),
    ];
    let invitations = vec![ann, jane, omar, wang, lei, long, eve, blank, tim, mallory, carl];
    let imported = Event::imported(Import {
        source: Untrusted::from("export.zip"),
        origin: SourceKind::Linkedin,
        invitations,
        closed: Vec::new(),
        as_of: None,
        notes: Vec::new(),
    });
    let events = [imported].into_iter().chain(decided.into_iter().map(Event::decided)).chain([described]);
    (ledger(events), network)
}
