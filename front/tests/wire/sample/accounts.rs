//! What the back tells of the sample's account: ways in, rules, factors, terms.

use vantail_proto::portal::{self, rule::Kind};

use super::{HOSTILE, frame, held_frame};

/// A key as apps take it, and its picture.
pub const SECRET: &str = "JBSW Y3DP EHPK 3PXP JBSW Y3DP EHPK 3PXP";
pub const QR: &str = "<?xml version=\"1.0\" standalone=\"yes\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" version=\"1.1\" \
    width=\"80\" height=\"80\" viewBox=\"0 0 80 80\" shape-rendering=\"crispEdges\"><rect x=\"0\" y=\"0\" width=\"80\" \
    height=\"80\" fill=\"#ffffff\"/><path fill=\"#000000\" d=\"M10 10h20v20h-20V10M40 40h10v20h-10V40\"/></svg>";

pub fn account(language: &str) -> portal::AccountReply {
    let session = |handle: &str, device: &str, opened, last_used| portal::Session {
        handle: handle.to_owned(),
        device: device.to_owned(),
        opened,
        last_used,
    };
    portal::AccountReply {
        frame: Some(frame(language)),
        login: "mhaubigne-27".to_owned(),
        email: "mh@courriel.example".to_owned(),
        sessions: vec![
            session("", "Firefox, Android", 700, 2),
            session("other", "Chrome, Windows", 90_000, 4000),
            session("third", "", 7200, 300),
        ],
        idle_limit_seconds: 1200,
        absolute_limit_seconds: 28_800,
        password_set: Some(40 * 86_400),
        second_factor: true,
        providers: providers(),
        confirmation: portal::Confirmation::Password.into(),
        has_terms: true,
        undelivered: Some(2 * 86_400),
        ..portal::AccountReply::default()
    }
}

fn providers() -> Vec<portal::LinkedProvider> {
    let provider = |id: &str, title: &str, since: Option<u64>| portal::LinkedProvider {
        id: id.to_owned(),
        title: title.to_owned(),
        linked: since.is_some(),
        since,
    };
    vec![provider("fc", "FranceConnect", Some(3 * 86_400)), provider("ent", "Annuaire <interne>", None)]
}

pub fn doors() -> portal::DoorsReply {
    let provider = |id: &str, title: &str| portal::Provider { id: id.to_owned(), title: title.to_owned() };
    portal::DoorsReply {
        providers: vec![provider("fc", "FranceConnect"), provider("ent", "Annuaire <interne>")],
        forgot: true,
        passkeys: true,
    }
}

pub fn rule(kind: Kind, number: u32) -> portal::Rule {
    portal::Rule { kind: kind.into(), number }
}

pub fn rules() -> Vec<portal::Rule> {
    vec![rule(Kind::Length, 12), rule(Kind::Bits, 50), rule(Kind::Common, 0), rule(Kind::Own, 0)]
}

pub fn factors(language: &str, set_up: bool) -> portal::ListFactorsReply {
    let passkey = |handle: &str, name: &str, used| portal::Passkey {
        handle: handle.to_owned(),
        name: name.to_owned(),
        created: 9 * 86_400,
        used,
    };
    let mut reply = portal::ListFactorsReply::default();
    (reply.frame, reply.providers) = (Some(frame(language)), providers());
    (reply.totp, reply.recovery_codes) = (set_up.then_some(40 * 86_400), 7);
    reply.passkeys = vec![passkey("key-one", HOSTILE, Some(3600)), passkey("key-two", "", None)];
    reply.confirmation = portal::Confirmation::Password.into();
    reply
}

pub fn recovery_codes() -> Vec<String> {
    (2..12).map(|n| format!("ABCD-{n:04}-EFGH")).collect()
}

pub fn terms(language: &str, held: bool) -> portal::ShowTermsReply {
    let text = |id: &str, title: &str| portal::TermsText {
        id: id.to_owned(),
        version: "2026-1".to_owned(),
        title: title.to_owned(),
        paragraphs: vec![
            "Ce portail montre à chacun ses comptes et ses documents.".to_owned(),
            HOSTILE.to_owned(),
        ],
        effective: "2026-10-01".to_owned(),
        ..portal::TermsText::default()
    };
    let due = portal::TermsText {
        until: "2026-12-31".to_owned(),
        asked: true,
        seen: "2026-11-22".to_owned(),
        ..text("use", "Conditions d’accès")
    };
    let done = portal::TermsText {
        asked: true,
        accepted: "2026-10-02".to_owned(),
        ..text("paper", "Envois par voie électronique")
    };
    let next = portal::TermsText {
        effective: "2027-03-01".to_owned(),
        asked: true,
        announced: true,
        ..text("next", "Conditions à venir")
    };
    let frame = if held { held_frame(language) } else { frame(language) };
    portal::ShowTermsReply { frame: Some(frame), terms: vec![due, done, next] }
}
