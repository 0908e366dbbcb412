use super::*;
use invite_triage::domain::text::untrusted::Untrusted;

fn mail(from: &str, subject: &str, kind: &str, body: &str) -> String {
    format!(
        "From: {from} via LinkedIn <invitations@linkedin.com>\nTo: pat@example.org\nSubject: {subject}\n\
        Date: Mon, 15 Jan 2024 09:00:00 +0000\nMIME-Version: 1.0\nContent-Type: text/{kind}; charset=UTF-8\n\n{body}\n"
    )
}

const ACCEPT: &str = "https://www.linkedin.com/comm/people/invite-accept?invitationId=1";
const SUBJECT: &str = "Pat, please add me to your LinkedIn network";

fn asking(note: &str) -> String {
    let profile = "https://www.linkedin.com/comm/in/ann-bee?midToken=1";
    mail(
        "Ann Bee",
        SUBJECT,
        "plain",
        &format!("Hi Pat,\n\n{note}\n\nAnn Bee\nCook\n\nView profile: {profile}\nAccept: {ACCEPT}"),
    )
}

#[test]
fn a_sentence_that_begins_with_from_is_no_new_mail() {
    let mail = asking("Hello.\n\nFrom our chat on Mon I kept your card, at 10:30.\n\nBye.");
    let mailbox =
        format!("From 154@xxx Fri Sep 16 22:26:51 +0000 2016\n{mail}\nFrom - Mon Jan 15 09:00:00 2024\n{mail}\n");
    let batch = one(file("all.mbox", mailbox));
    assert_eq!((batch.counts.invitations, batch.invitations.len()), (2, 1));
    let ann = &batch.invitations[0];
    assert_eq!(ann.person.as_str(), "ann-bee");
    assert!(ann.note.as_ref().is_some_and(|note| note.raw().contains("I kept your card")), "{ann:?}");
}

#[test]
fn only_what_asks_is_a_request() {
    let news = "Hi Pat,\n\nhttps://www.linkedin.com/comm/in/x?midToken=1";
    let mut mails = vec![("0.eml".to_owned(), asking("Hello."))];
    for (n, subject) in (1..).zip([
        "Marie a accepté votre invitation",
        "Jan hat Ihre Kontaktanfrage angenommen",
        "Ana ha aceptado tu invitación",
        "Ann accepted your invitation, explore their network",
        "Votre invitation attend une réponse",
    ]) {
        mails.push((format!("{n}.eml"), mail("Somebody", subject, "plain", news)));
    }
    // In another language the link that accepts tells.
    mails.push((
        "9.eml".to_owned(),
        mail("Ugo Rossi", "Ecco un invito per te", "plain", &format!("Ciao,\n\nUgo Rossi\n{ACCEPT}")),
    ));
    let batch = take(mails.into_iter().map(|(name, text)| file(&name, text)).collect()).expect("read").remove(0);
    let names: Vec<&str> = batch.invitations.iter().map(|invitation| invitation.name.raw()).collect();
    assert_eq!(names, ["Ann Bee", "Ugo Rossi"]);
}

#[test]
fn a_page_alone_keeps_its_note() {
    let page = format!(
        "<html><head><style>td {{ color: red }}</style></head><body><p>Hi Pat,</p><p>We <b>met</b> at\nthe fair &amp; market.</p>\
        <p><a href='https://www.linkedin.com/comm/in/ann-bee?x'>Ann Bee</a></p><p>Baker</p><p><a href='{ACCEPT}'>Accept</a></p></body></html>"
    );
    let table = page.replace("<p>", "<tr><td>").replace("</p>", "</td></tr>");
    for html in [page, table] {
        let batch = one(file("a.eml", mail("Ann Bee", SUBJECT, "html", &html)));
        let ann = &batch.invitations[0];
        assert_eq!(ann.note.as_ref().map(Untrusted::raw), Some("We met at the fair & market."));
        assert_eq!((ann.person.as_str(), ann.headline.as_ref().map(Untrusted::raw)), ("ann-bee", Some("Baker")));
    }
}
