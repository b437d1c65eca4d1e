//! What runs, and how to walk through it by hand: for people.

use crate::{accounts::User, folder::Folder, invited::Letters, pki::Pki, ports::Ports};

/// What is printed once everything answers.
pub fn text(folder: &Folder, pki: &Pki, ports: &Ports, users: &[User], letters: &Letters) -> String {
    let mut lines = vec![
        String::new(),
        format!("  Portal        https://localhost:{}", ports.public),
        format!("  Staff         https://localhost:{}", ports.staff),
        String::new(),
        format!("  {:<10} {:<14} {:<40} who", "sign in", "name", "password"),
    ];
    for user in users {
        if let Some(shows) = &user.shows {
            let User { kind, login, password, person, .. } = user;
            lines.push(format!("  {kind:<10} {login:<14} {password:<40} {person}: {shows}"));
        }
        if let Some(key) = &user.totp {
            lines.push(format!("  {:<10} an app that makes the codes takes this key: {key}", ""));
            let address = format!("otpauth://totp/Vantail:{}?secret={key}&issuer=Vantail", user.login);
            lines.push(format!("  {:<10} or this address: {address}", ""));
        }
    }
    lines.push(String::new());
    lines.extend(walks(letters));
    lines.extend([
        String::new(),
        format!(
            "  Certificates  {} is whom your browser may trust (or accept its warning)",
            pki.ca.display()
        ),
        format!("  Mail          {}/ gets every mail, one .eml each", folder.join("mail").display()),
        format!("  Everyone      {}", folder.join("users.json").display()),
        format!("  Data map      {}", folder.join("map.toml").display()),
        format!("  Logs          {}/", folder.join("logs").display()),
        String::new(),
        "  Ctrl-C ends it.".into(),
    ]);
    lines.join("\n")
}

/// Ways through the life of an account, each from where it begins.
fn walks(letters: &Letters) -> Vec<String> {
    let mut lines = vec!["  Walk by hand".to_owned()];
    let mut walk = |name: &str, text: &str| lines.push(format!("    {name:<20}{text}"));
    for letter in &letters.0 {
        let next = if letter.reachable {
            "choose a password, then type the code of the mail"
        } else {
            "choose a password; no address of mail is known: staff settle it (people, below)"
        };
        walk("first sign-in", &format!("{}, by two letters: {next}", letter.person));
        letter.files.iter().for_each(|file| walk("", &file.display().to_string()));
    }
    for (name, text) in WALKS {
        walk(name, text);
    }
    lines
}

const WALKS: [(&str, &str); 7] = [
    ("terms", "whoever is printed as asked for them; refusing leaves the account and the way out open"),
    (
        "forgotten password",
        "the link below the sign-in form, with a name from above; the code is in the folder of mails",
    ),
    ("too many tries", "a wrong password six times: the wait is told"),
    ("own account", "“My account”: password, address of mail, second factor, passkeys, sessions, language"),
    (
        "second factor",
        "the first member of staff is asked for a code; the second sets up an app before anything else",
    ),
    (
        "people",
        "staff, “People”: find somebody, print letters, disable, settle an address, take a second factor away",
    ),
    ("by command", "vantail-back account --help, with --config back.toml of this folder"),
];

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::invited::Letter;

    #[test]
    fn every_letter_is_named_with_what_comes_after_it() {
        let letter = |person: &str, reachable| Letter {
            person: person.to_owned(),
            reachable,
            files: vec![PathBuf::from(format!("letters/{person}.pdf"))],
        };
        let lines = walks(&Letters(vec![letter("Ann", true), letter("Bob", false)])).join("\n");
        assert!(lines.contains("Ann, by two letters: choose a password, then type"), "{lines}");
        assert!(lines.contains("letters/Ann.pdf") && lines.contains("letters/Bob.pdf"));
        assert!(lines.contains("Bob, by two letters: choose a password; no address"));
    }
}
